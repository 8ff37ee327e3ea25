import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import {
  type Reconciled,
  type ReconciledKind,
  type ReconciledTicket,
  type Reconciliation,
  reconciledCsv,
} from "../reconcile.js";
import { tell } from "./events.js";
import { save } from "./save.js";
import { Widget } from "./widget.js";

/**
 * Our figure beside the vendor's own, ticket by ticket: how many agree, by which rules the others differ, and what no rule
 * explains.
 *
 * @element deskgauge-reconciliation
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart figure - the share of tickets that agree
 * @csspart profile - a button that shows the differences under a profile
 * @csspart kinds - the table of differences
 * @csspart kind - each kind of difference
 * @csspart ticket - a ticket's button
 */
export class ReconciliationTable extends Widget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    names: { attribute: false },
    chosen: { state: true },
  };
  static override styles = [
    ...Widget.styles,
    css`
      p,
      ul {
        margin: 0;
      }

      .profiles,
      td ul {
        list-style: none;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
      }

      .profiles button[aria-pressed="true"] {
        border-color: var(--_accent);
      }

      strong {
        font-size: 1.5em;
      }

      .table {
        /* What is hidden from sight stands within it, or it would widen the page. */
        position: relative;
        overflow: auto;
        max-block-size: 24rem;
      }

      table {
        inline-size: 100%;
        border-collapse: collapse;
      }

      th,
      td {
        padding: 0.25rem 0.5rem;
        border-block-end: 1px solid var(--_line);
        text-align: end;
        font-weight: normal;
        vertical-align: top;
        overflow-wrap: break-word;
      }

      td:last-child {
        min-inline-size: 7rem;
        overflow-wrap: anywhere;
      }

      th:first-child,
      td:last-child,
      th:last-child {
        text-align: start;
      }

      th:first-child {
        padding-inline-start: 0;
        min-inline-size: 9rem;
      }

      thead th {
        color: var(--_muted);
      }
    `,
  ];

  /** What `desk.reconcile()` answers; with `rows`, these can be exported. */
  declare answer: Reconciliation | undefined;
  /** What to write for a ticket's id, such as its subject. */
  declare names: ((ticket: string) => string | undefined) | undefined;
  /** The place of the profile whose differences are shown. */
  declare protected chosen: number;

  constructor() {
    super();
    this.chosen = 0;
  }

  /** The rows of the answer as CSV. */
  toCSV(): string {
    return this.answer === undefined ? "" : reconciledCsv(this.answer);
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("reconciliation");
  }

  protected override nothing(): string | undefined {
    const [first] = this.answer?.under ?? [];
    return first === undefined || first.tickets > 0 ? undefined : this.say("nothingCompared");
  }

  protected override actions(): unknown {
    if ((this.answer?.rows.length ?? 0) === 0) return nothing;
    return html`<div class="tools" part="tools">
      <button type="button" class="link small" aria-label=${this.say("exportAs", { format: "CSV" })} @click=${this.#save}>CSV</button>
    </div>`;
  }

  protected override content(): unknown {
    const { answer, words } = this;
    if (answer === undefined) return nothing;
    const { metric, under, unknown, unlisted } = answer;
    const chosen = under[this.chosen] ?? under[0];
    if (chosen === undefined) return nothing;
    const notes = [
      ["notAtDesk", unknown],
      ["notListed", unlisted],
    ] as const;
    return html`<p>${this.name(`metric_${metric}`, metric.replaceAll("_", " "))}</p>
      ${this.#figure(chosen)}
      ${under.length > 1 ? this.#profiles(under, chosen) : nothing}
      ${chosen.kinds.length + chosen.unexplained === 0 ? html`<p>${this.say("allAgree")}</p>` : this.#table(chosen)}
      ${notes.map(([key, n]) => (n === 0 ? nothing : html`<p class="small muted">${this.say(key, { n: words.number(n) })}</p>`))}`;
  }

  #figure(under: Reconciled): TemplateResult {
    const { words } = this;
    const compared = under.tickets - under.neither;
    const share = compared === 0 ? "–" : words.percent(under.agree / compared);
    const counts = {
      count: words.number(under.agree),
      n: words.number(compared),
    };
    return html`<p part="figure" class="numbers">
      <strong>${share}</strong> ${this.say("agreement")} · ${this.say("ofMany", counts)}
    </p>`;
  }

  #profiles(under: readonly Reconciled[], chosen: Reconciled): TemplateResult {
    return html`<ul class="profiles">
      ${under.map(
        (one, place) => html`<li>
          <button
            type="button"
            class="small"
            part="profile"
            aria-pressed=${one === chosen}
            @click=${() => {
              this.chosen = place;
            }}
          >
            ${this.say("byProfile", { profile: one.profile })}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  #table({ kinds, unexplained, examples }: Reconciled): TemplateResult {
    return html`<div class="table" part="kinds" tabindex="0" role="group" aria-label=${this.say("whyDiffer")}>
      <table class="numbers small">
        <thead>
          <tr>
            ${(["whyDiffer", "tickets", "oursLessTheirs", "suchAs"] as const).map((key) => html`<th scope="col">${this.say(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${kinds.map((kind) => this.#kind(kind))}
          ${
            unexplained === 0
              ? nothing
              : this.#row(html`<em>${this.say("unexplained")}</em>`, unexplained, null, examples)
          }
        </tbody>
      </table>
    </div>`;
  }

  #kind(kind: ReconciledKind): TemplateResult {
    const { calendar, profile, shift, also } = kind;
    const which = calendar ?? profile ?? (shift === null ? null : this.#hours(shift));
    const sentence = html`${this.#sentence(kind)}
      ${which === null ? nothing : html`<bdi class="muted">(${which})</bdi>`}
      ${also.length === 0 ? nothing : html`<span class="muted">${this.say("orRule", { list: also.map((id) => this.#rule(id, id.replaceAll("-", " "))).join(" · ") })}</span>`}`;
    return this.#row(sentence, kind.tickets, kind.difference, kind.examples);
  }

  /** What the rules say, in the page's language where its catalogue knows them all. */
  #sentence({ rules, sentence }: ReconciledKind): string {
    const said = rules.map((id) => this.#rule(id, ""));
    return said.includes("") ? sentence : said.join(" ");
  }

  #rule(id: string, otherwise: string): string {
    const not = /^without-(.+)$/.exec(id)?.[1];
    if (not === undefined) return this.name(`rule_${id}`, otherwise);
    const rule = this.name(`rule_${not}`, "");
    return rule === "" ? otherwise : this.say("notSoThere", { rule });
  }

  #hours(shift: number): string {
    return this.words.duration(shift * 3_600);
  }

  #row(
    sentence: unknown,
    tickets: number,
    difference: number | null,
    examples: readonly ReconciledTicket[],
  ): TemplateResult {
    return html`<tr part="kind">
      <th scope="row">${sentence}</th>
      <td>${this.words.number(tickets)}</td>
      <td>${difference === null ? "–" : this.#value(difference)}</td>
      <td>
        <ul>
          ${examples.map((example) => this.#ticket(example))}
        </ul>
      </td>
    </tr>`;
  }

  #ticket({ ticket, ours, theirs }: ReconciledTicket): TemplateResult {
    const name = this.names?.(ticket) ?? ticket;
    const both = this.say("oursAndTheirs", {
      ours: this.#value(ours),
      theirs: this.#value(theirs),
    });
    return html`<li>
      <button
        type="button"
        class="link"
        part="ticket"
        title=${both}
        aria-label=${`${this.say("openTicket", { ticket: name })} (${both})`}
        @click=${() => tell(this, "deskgauge-open-ticket", { ticket })}
      >
        <bdi>${name}</bdi>
      </button>
    </li>`;
  }

  #value(value: number | null): string {
    return value === null ? "–" : this.words.value(value, this.answer?.unit ?? "number");
  }

  readonly #save = (): void => {
    const blob = new Blob([this.toCSV()], { type: "text/csv;charset=utf-8" });
    save(this, blob, `${this.heading ?? this.defaultHeading()}.csv`);
  };
}
