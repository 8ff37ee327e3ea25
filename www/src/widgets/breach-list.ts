import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Filter } from "../question.js";
import type { ClockName, ClockRisk, DueClock, RiskAnswer, RiskQuestion, SlaAnswer } from "../sla.js";
import { AskingWidget } from "./asking-widget.js";
import { tell } from "./events.js";
import type { Source } from "./source.js";
import { ticker } from "./ticker.js";
import { nextOf, ticking } from "./ticking.js";

/** Who tells what is due, and perhaps how likely it is to be missed. */
export type BreachSource = Pick<Source, "sla"> & {
  risk?(question: RiskQuestion): Promise<RiskAnswer>;
};

/** What a source says of the next breaches. */
interface BreachAnswer {
  readonly sla: SlaAnswer;
  /** By ticket and clock; undefined where nobody judges it. */
  readonly risks: ReadonlyMap<string, ClockRisk> | undefined;
}

/**
 * The clocks that are due next, the soonest first, counted down to the second. A click on a ticket tells the page.
 *
 * @element deskgauge-breach-list
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @fires {CustomEvent} deskgauge-retry - somebody wants to try again after an error
 * @slot actions - beside the heading
 * @csspart row - each clock
 * @csspart ticket - the ticket's button
 * @csspart time - the time left or late
 * @csspart late - how many are late already
 */
export class BreachList extends AskingWidget<BreachAnswer> {
  static override properties: PropertyDeclarations = {
    source: { attribute: false },
    answer: { attribute: false },
    limit: { type: Number },
    clocks: { attribute: false },
    where: { attribute: false },
    names: { attribute: false },
  };
  static override styles = [
    ...AskingWidget.styles,
    css`
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }

      td,
      th {
        padding: 0.3125rem 0.25rem;
        border-block-end: 1px solid var(--_line);
        text-align: start;
        vertical-align: baseline;
        font-weight: normal;
      }

      tr:last-child > * {
        border-block-end: 0;
      }

      .time,
      .risk {
        text-align: end;
        white-space: nowrap;
      }

      .time {
        font-weight: 600;
      }

      @container (max-width: 26rem) {
        .clock,
        .risk {
          display: none;
        }
      }
    `,
  ];

  /** Who is asked; with `risk`, how likely each is to be missed stands beside it. */
  declare source: BreachSource | undefined;
  /** What the clocks say, from `desk.sla({ next })`, where no source is asked. */
  declare answer: SlaAnswer | undefined;
  /** How many to show (default 10). */
  declare limit: number;
  /** Only these clocks. */
  declare clocks: readonly ClockName[] | undefined;
  /** Only tickets like these. */
  declare where: Filter | undefined;
  /** What to write for a ticket's id, such as its subject. */
  declare names: ((ticket: string) => string | undefined) | undefined;

  #stopTicking: (() => void) | undefined;
  /** When a clock next comes at risk or is late. */
  #turns = Number.POSITIVE_INFINITY;

  constructor() {
    super();
    this.limit = 10;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopTicking = ticker.subscribe((now) => now >= this.#turns && this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTicking?.();
  }

  protected override get asks(): readonly string[] {
    return ["source", "clocks", "where", "limit"];
  }

  protected override defaultHeading(): string {
    return this.say("nextBreaches");
  }

  protected override get ready(): boolean {
    return this.#next !== undefined;
  }

  protected override nothing(): string | undefined {
    if (this.#next?.length !== 0) return undefined;
    return [this.say("noBreaches"), this.#lateNow].filter((sentence) => sentence !== undefined).join(" · ");
  }

  protected override content(): unknown {
    const risks = this.asking.answer?.risks;
    const next = this.#next?.slice(0, this.limit) ?? [];
    this.#turns = nextOf(
      next.flatMap(({ due, warnAt }) => [warnAt, due + 1]),
      ticker.now,
    );
    return html`<table>
      <thead class="hidden">
        <tr>
          <th scope="col">${this.say("ticket")}</th>
          <th scope="col">${this.say("clock")}</th>
          ${risks === undefined ? nothing : html`<th scope="col">${this.say("risk")}</th>`}
          <th scope="col">${this.say("due")}</th>
        </tr>
      </thead>
      <tbody>
        ${next.map((due) => this.#row(due, risks))}
      </tbody>
    </table>
    ${this.#lateNow === undefined ? nothing : html`<p class="muted small" part="late">${this.#lateNow}</p>`}`;
  }

  /** How many clocks under way are late already; a list of what comes next says nothing of them. */
  get #lateNow(): string | undefined {
    const rows = (this.answer ?? this.asking.answer?.sla)?.rows ?? [];
    const late = rows.reduce((late, { counts }) => late + counts.breached + counts.pausedLate, 0);
    return late > 0 ? this.say("lateNow", { n: this.words.number(late) }, late) : undefined;
  }

  get #next(): readonly DueClock[] | undefined {
    return (this.answer ?? this.asking.answer?.sla)?.next;
  }

  protected override ask(now: number): Promise<BreachAnswer> | undefined {
    const { source, clocks, where, limit } = this;
    if (source === undefined) return undefined;
    const narrowed = { now, ...(clocks !== undefined && { clocks }) };
    const asked = { ...narrowed, next: limit, ...(where !== undefined && { where }) };
    return Promise.all([source.sla(asked), source.risk?.({ ...narrowed, limit: MOST_RISKS })]).then(
      ([sla, risk]) => ({ sla, risks: risk === undefined ? undefined : byClock(risk.clocks) }),
    );
  }

  override toJSON(): unknown {
    const { answer } = this.asking;
    return answer && { sla: answer.sla, ...(answer.risks && { risks: [...answer.risks.values()] }) };
  }

  #row(due: DueClock, risks: ReadonlyMap<string, ClockRisk> | undefined): TemplateResult {
    const { words } = this;
    const late = due.due < ticker.now;
    const atRisk = due.warnAt !== null && due.warnAt <= ticker.now;
    const tone = late ? "bad" : atRisk ? "warn" : "";
    const probability = risks?.get(`${due.ticket} ${due.clock}`)?.probability;
    return html`<tr part="row">
      <th scope="row">
        <button
          type="button"
          class="link"
          part="ticket"
          aria-label=${this.say("openTicket", { ticket: due.ticket })}
          @click=${() => tell(this, "deskgauge-open-ticket", { ticket: due.ticket })}
        >
          <bdi>${this.names?.(due.ticket) ?? due.ticket}</bdi>
        </button>
      </th>
      <td class="clock muted">${this.say(`clock_${due.clock}`)}</td>
      ${
        risks === undefined
          ? nothing
          : html`<td class="risk muted small">
              ${typeof probability === "number" ? this.say("riskOf", { share: words.percent(probability, 0) }) : nothing}
            </td>`
      }
      <td class="time numbers ${tone}" part="time" title=${words.instant(due.due, "full")}>
        ${ticking((now) => this.say(late ? "overdueBy" : "dueIn", { time: words.countdown(Math.abs(due.due - now) / 1_000) }))}
      </td>
    </tr>`;
  }
}

/** Of so many clocks the risk is asked: those due next need not be those most at risk. */
const MOST_RISKS = 1_000;

function byClock(risks: readonly ClockRisk[]): ReadonlyMap<string, ClockRisk> {
  return new Map(risks.map((risk) => [`${risk.ticket} ${risk.clock}`, risk]));
}
