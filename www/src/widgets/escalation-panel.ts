import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { EscalationStep, Escalations, RuleFact } from "../escalations.js";
import { AskingWidget } from "./asking-widget.js";
import { tell } from "./events.js";
import type { MessageKey } from "./messages.js";
import type { Source } from "./source.js";
import { ticker } from "./ticker.js";

/**
 * What is to be escalated now, what comes next, and why; each due step can be acknowledged or put off.
 *
 * ```js
 * panel.addEventListener("deskgauge-acknowledge", async ({ detail }) => {
 *   await desk.apply([acknowledge(detail.step, detail.at)]);
 *   panel.refresh();
 * });
 * ```
 *
 * Easy to get wrong: the buttons only tell the page. A step goes away once the page has applied the event.
 *
 * @element deskgauge-escalation-panel
 * @fires {CustomEvent} deskgauge-acknowledge - a step was taken note of: `{ step, at }`
 * @fires {CustomEvent} deskgauge-snooze - a step was put off: `{ step, seconds, at }`
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @fires {CustomEvent} deskgauge-retry - somebody wants to try again after an error
 * @slot actions - beside the heading
 * @csspart step - each step
 * @csspart deed - what is to be done
 * @csspart why - the facts that met the rule
 * @csspart next - what comes next
 */
export class EscalationPanel extends AskingWidget<Escalations> {
  static override properties: PropertyDeclarations = {
    source: { attribute: false },
    answer: { attribute: false },
    ticket: {},
    limit: { type: Number },
    snoozeFor: { type: Number, attribute: "snooze-for" },
    readonly: { type: Boolean },
  };
  static override styles = [
    ...AskingWidget.styles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.625rem;
      }

      .why {
        list-style: disc;
        padding-inline-start: 1.25em;
        gap: 0.125rem;
      }

      .step {
        display: grid;
        gap: 0.25rem;
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--_line);
      }

      .step.due {
        border-inline-start-color: var(--_bad);
      }

      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0.125rem 0.75rem;
      }

      .deed {
        font-weight: 600;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
      }

      .part {
        margin: 0;
        font-weight: 600;
        font-size: 0.8125rem;
        color: var(--_muted);
      }

      p {
        margin: 0;
      }
    `,
  ];

  /** Who is asked. */
  declare source: Pick<Source, "escalations"> | undefined;
  /** What is to be escalated, from `desk.escalations()`, where no source is asked. */
  declare answer: Escalations | undefined;
  /** Only the steps of this ticket. */
  declare ticket: string | undefined;
  /** How many steps of each kind to show (default 10). */
  declare limit: number;
  /** For how many seconds a step is put off (default an hour). */
  declare snoozeFor: number;
  /** Whether nothing can be acknowledged or put off here. */
  declare readonly: boolean;

  constructor() {
    super();
    this.limit = 10;
    this.snoozeFor = 3_600;
    this.readonly = false;
  }

  protected override get asks(): readonly string[] {
    return ["source", "ticket", "limit"];
  }

  protected override ask(now: number): Promise<Escalations> | undefined {
    const { source, ticket, limit } = this;
    return source?.escalations({ now, next: limit, ...(ticket !== undefined && { ticket }) });
  }

  protected override defaultHeading(): string {
    return this.say("escalations");
  }

  protected override get ready(): boolean {
    return this.#answer !== undefined;
  }

  protected override nothing(): string | undefined {
    const answer = this.#answer;
    return answer?.due.length === 0 && answer.next.length === 0 ? this.say("noneDue") : undefined;
  }

  protected override content(): unknown {
    const { due, next } = this.#answer ?? { due: [], next: [] };
    const more = due.length - this.limit;
    return html`<p class="part" id="due">${this.say("dueNow")} (${this.words.number(due.length)})</p>
      ${due.length === 0 ? html`<p class="muted">${this.say("noneDue")}</p>` : nothing}
      <ul aria-labelledby="due">
        ${due.slice(0, this.limit).map((step) => this.#step(step, true))}
      </ul>
      ${more > 0 ? html`<p class="muted small">${this.say("andMore", { n: this.words.number(more) }, more)}</p>` : nothing}
      ${
        next.length === 0
          ? nothing
          : html`<p class="part" id="next">${this.say("comingUp")}</p>
              <ul aria-labelledby="next" part="next">
                ${next.slice(0, this.limit).map((step) => this.#step(step, false))}
              </ul>`
      }`;
  }

  get #answer(): Escalations | undefined {
    return this.answer ?? this.asking.answer;
  }

  #step(step: EscalationStep, due: boolean): TemplateResult {
    const { words } = this;
    return html`<li class="step ${due ? "due" : ""}" part="step">
      <div class="line">
        <span class="deed" part="deed">${this.say(`deed_${step.deed}`, { whom: this.#whom(step) })}</span>
        <time class="small muted" datetime=${new Date(step.at).toISOString()} title=${words.instant(step.at, "full")}>
          ${words.instant(step.at)}
        </time>
      </div>
      <div class="line small">
        <span>
          <button type="button" class="link" @click=${() => tell(this, "deskgauge-open-ticket", { ticket: step.ticket })}>
            ${this.say("openTicket", { ticket: step.ticket })}
          </button>
          <span class="muted">· <bdi>${step.rule}</bdi></span>
        </span>
      </div>
      <details class="small" part="why">
        <summary>${this.say("why")}</summary>
        <ul class="why">
          ${step.why.map((fact) => html`<li>${this.#fact(fact)}</li>`)}
        </ul>
      </details>
      ${due && !this.readonly ? this.#buttons(step) : nothing}
    </li>`;
  }

  #buttons(step: EscalationStep): TemplateResult {
    const { snoozeFor: seconds } = this;
    const at = () => ticker.now;
    return html`<div class="buttons">
      <button type="button" @click=${() => tell(this, "deskgauge-acknowledge", { step, at: at() })}>
        ${this.say("acknowledge")}
      </button>
      <button type="button" @click=${() => tell(this, "deskgauge-snooze", { step, seconds, at: at() })}>
        ${this.say("snoozeFor", { time: this.words.duration(seconds, "short") })}
      </button>
    </div>`;
  }

  #whom({ role, group, agent, level }: EscalationStep): string {
    const named = [role, agent, group].filter((name) => name !== null);
    if (level !== null) named.push(this.say("whom_level", { level: this.words.number(level) }));
    return named.length === 0 ? this.say("whom_somebody") : named.join(" · ");
  }

  #fact({ part, of, limit, since, at, count }: RuleFact): string {
    const { words } = this;
    const clock: Record<string, MessageKey> = {
      used: "fact_used",
      due: "fact_due",
      due_days: "fact_due_days",
    };
    const named = of !== null && part in clock ? this.name(`clock_${of}`, of) : (of ?? "");
    return this.say(`fact_${part}`, {
      of: named,
      time: words.duration(limit ?? (since === null ? 0 : (at - since) / 1_000)),
      limit: limit === null ? "" : words.percent(limit, 0),
      count: words.number(count ?? limit ?? 0),
      at: words.instant(since ?? at),
    });
  }
}
