import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { LateEscalations } from "../stages.js";
import { tell } from "./events.js";
import { Widget } from "./widget.js";

type Row = LateEscalations["rows"][number];
type Late = LateEscalations["tickets"][number];

/**
 * Tickets that were escalated and should have been earlier: by type and level, and the latest of them.
 *
 * @element deskgauge-late-escalations
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @fires {CustomEvent} deskgauge-select - a type was chosen: `{ dimension, word }`
 * @slot actions - beside the heading
 * @csspart summary - how many are late, and by how much
 * @csspart rows - the table by type and level
 * @csspart tickets - the table of tickets
 * @csspart ticket - a ticket's button
 */
export class LateEscalationsList extends Widget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    by: {},
    limit: { type: Number },
    names: { attribute: false },
  };
  static override styles = [
    ...Widget.styles,
    css`
      p {
        margin: 0;
      }

      .table {
        /* What is hidden from sight stands within it, or it would widen the page. */
        position: relative;
        overflow: auto;
        max-block-size: 22rem;
      }

      table {
        inline-size: 100%;
        border-collapse: collapse;
      }

      caption {
        text-align: start;
        font-weight: 600;
        padding-block-end: 0.25rem;
      }

      th,
      td {
        padding: 0.25rem 0.5rem;
        border-block-end: 1px solid var(--_line);
        text-align: end;
        white-space: nowrap;
        font-weight: normal;
      }

      th:first-child {
        text-align: start;
        padding-inline-start: 0;
        white-space: normal;
        min-inline-size: 5rem;
      }

      thead th {
        color: var(--_muted);
      }
    `,
  ];

  /** What `desk.lateEscalations()` answers. */
  declare answer: LateEscalations | undefined;
  /** The dimension of types, as it was asked (default `type`). */
  declare by: string;
  /** How many tickets to show (default 20). */
  declare limit: number;
  /** What to write for a ticket's id, such as its subject. */
  declare names: ((ticket: string) => string | undefined) | undefined;

  constructor() {
    super();
    this.by = "type";
    this.limit = 20;
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("lateEscalations");
  }

  protected override nothing(): string | undefined {
    return this.answer?.escalated === 0 ? this.say("noneEscalated") : undefined;
  }

  protected override content(): unknown {
    const { answer, words } = this;
    if (answer === undefined) return nothing;
    const { escalated, late, lost, unknown, rows, tickets } = answer;
    const counts = { late: words.number(late), n: words.number(escalated), time: words.duration(lost) };
    return html`<p part="summary">
        ${this.say("lateSummary", counts, escalated)}
        ${unknown === 0 ? nothing : html`<span class="muted"> · ${this.say("lateUnknown", { n: words.number(unknown) }, unknown)}</span>`}
      </p>
      <p class="small muted">${this.say("lateWhy")}</p>
      ${rows.length === 0 ? nothing : this.#rows(rows)} ${tickets.length === 0 ? nothing : this.#tickets(tickets)}`;
  }

  #rows(rows: readonly Row[]): TemplateResult {
    return html`<div class="table" part="rows" tabindex="0" role="group" aria-label=${this.defaultHeading()}>
      <table class="numbers small">
        <thead>
          <tr>
            <th scope="col">${this.name(`dimension_${this.by}`, this.by)}</th>
            ${(["level", "late", "lost", "usualTime"] as const).map((key) => html`<th scope="col">${this.say(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.#row(row))}
        </tbody>
      </table>
    </div>`;
  }

  #row({ word, level, usual, of, escalated, late, lost }: Row): TemplateResult {
    const { words } = this;
    const why = of === null ? this.say("tooFew") : this.say(`usual_${of}`);
    return html`<tr>
      <th scope="row">
        <button type="button" class="link" @click=${() => tell(this, "deskgauge-select", { dimension: this.by, word })}>
          <bdi>${word ?? this.say("unknown")}</bdi>
        </button>
      </th>
      <td>${this.#level(level)}</td>
      <td>${this.say("ofMany", { count: words.number(late), n: words.number(escalated) })}</td>
      <td>${words.duration(lost)}</td>
      <td title=${why}>${usual === null ? "–" : words.duration(usual)}<span class="hidden"> (${why})</span></td>
    </tr>`;
  }

  #tickets(tickets: readonly Late[]): TemplateResult {
    const more = tickets.length - this.limit;
    return html`<div class="table" part="tickets" tabindex="0" role="group" aria-label=${this.say("lateTickets")}>
        <table class="numbers small">
          <caption>${this.say("lateTickets")}</caption>
          <thead>
            <tr>
              <th scope="col">${this.say("ticket")}</th>
              <th scope="col">${this.name(`dimension_${this.by}`, this.by)}</th>
              ${(["level", "held", "usualTime", "lost"] as const).map((key) => html`<th scope="col">${this.say(key)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${tickets.slice(0, this.limit).map((late) => this.#ticket(late))}
          </tbody>
        </table>
      </div>
      ${more > 0 ? html`<p class="small muted">${this.say("andMore", { n: this.words.number(more) }, more)}</p>` : nothing}`;
  }

  #ticket({ ticket, word, level, held, usual, lost }: Late): TemplateResult {
    const { words } = this;
    const name = this.names?.(ticket) ?? ticket;
    return html`<tr>
      <th scope="row">
        <button
          type="button"
          class="link"
          part="ticket"
          aria-label=${this.say("openTicket", { ticket: name })}
          @click=${() => tell(this, "deskgauge-open-ticket", { ticket })}
        >
          <bdi>${name}</bdi>
        </button>
      </th>
      <td><bdi>${word ?? this.say("unknown")}</bdi></td>
      <td>${this.#level(level)}</td>
      <td>${words.duration(held)}</td>
      <td>${words.duration(usual)}</td>
      <td class="bad">${words.duration(lost)}</td>
    </tr>`;
  }

  /** 0 is where nobody knows it. */
  #level(level: number): string {
    return level === 0 ? "–" : this.words.number(level);
  }
}
