import { css, html, nothing, type PropertyDeclarations, svg, type TemplateResult } from "lit";
import type { ClockCycle } from "../sla.js";
import { AskingWidget } from "./asking-widget.js";
import type { Source } from "./source.js";
import { ticker } from "./ticker.js";
import { nextOf, ticking } from "./ticking.js";

/** How a clock stands. */
type Standing =
  | "running"
  | "atRisk"
  | "breached"
  | "paused"
  | "outOfHours"
  | "met"
  | "metLate"
  | "missed"
  | "cancelled";

const LOOKS: Readonly<Record<Standing, { readonly sign: string; readonly tone: string }>> = {
  running: { sign: "●", tone: "good" },
  atRisk: { sign: "▲", tone: "warn" },
  breached: { sign: "■", tone: "bad" },
  paused: { sign: "❚❚", tone: "muted" },
  outOfHours: { sign: "☾", tone: "muted" },
  met: { sign: "✓", tone: "good" },
  metLate: { sign: "✓", tone: "bad" },
  missed: { sign: "✗", tone: "bad" },
  cancelled: { sign: "–", tone: "muted" },
};

/**
 * The clocks of one ticket: how much time each has left, to the second, whether it stands still, and how that came about.
 *
 * It is given the clocks (`cycles`, from `desk.clocks(ticket)`), or asks a `source` for those of `ticket`, again every
 * `every` seconds.
 *
 * Easy to get wrong: a clock in business hours is due at an instant, and until then less of its own time passes than of real
 * time. The countdown runs to the due instant; what is left of the clock's own hours stands beside it.
 *
 * @element deskgauge-sla-countdown
 * @fires {CustomEvent} deskgauge-retry - somebody wants to try again after an error
 * @slot actions - beside the heading
 * @csspart clock - each clock
 * @csspart time - the time left or late
 * @csspart bar - how much of the target is used
 * @csspart working - the stretches of time
 */
export class SlaCountdown extends AskingWidget<readonly ClockCycle[]> {
  static override properties: PropertyDeclarations = {
    cycles: { attribute: false },
    ticket: {},
    source: { attribute: false },
    warnAt: { type: Number, attribute: "warn-at" },
  };
  static override styles = [
    ...AskingWidget.styles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.75rem;
      }

      .clock {
        display: grid;
        gap: 0.25rem;
      }

      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 0.75rem;
      }

      .time {
        font-weight: 650;
        font-size: 1.0625rem;
      }

      .sign {
        display: inline-block;
        min-inline-size: 1.25em;
      }

      svg {
        display: block;
        inline-size: 100%;
        block-size: 0.375rem;
        border-radius: 99px;
        background: var(--_line);
      }

      svg:dir(rtl) {
        transform: scaleX(-1);
      }

      .line-of-time {
        block-size: 0.75rem;
        border-radius: 3px;
      }

      .ran {
        fill: var(--_accent);
      }

      .paused {
        fill: var(--_strong);
      }

      .closed,
      .holiday {
        fill: var(--_line);
      }

      ol {
        margin: 0.375rem 0 0;
        padding-inline-start: 1.4em;
        max-block-size: 12rem;
        overflow: auto;
      }
    `,
  ];

  /** The clocks, from `desk.clocks(ticket)`. */
  declare cycles: readonly ClockCycle[] | undefined;
  /** The ticket a source is asked about. */
  declare ticket: string | undefined;
  /** Who is asked for the clocks of the ticket. */
  declare source: Pick<Source, "clocks"> | undefined;
  /** From which share of the target on a clock is at risk (default 0.75). */
  declare warnAt: number;

  #stopTicking: (() => void) | undefined;
  /** When a clock next stands otherwise than it is drawn. */
  #turns = Number.POSITIVE_INFINITY;

  constructor() {
    super();
    this.every = 60;
    this.warnAt = 0.75;
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
    return ["source", "ticket"];
  }

  protected override ask(now: number): Promise<readonly ClockCycle[]> | undefined {
    const { source, ticket } = this;
    return ticket === undefined ? undefined : source?.clocks(ticket, { now });
  }

  protected override defaultHeading(): string {
    return this.say("slaClocks");
  }

  protected override get ready(): boolean {
    return this.#cycles !== undefined;
  }

  protected override nothing(): string | undefined {
    return this.#cycles?.length === 0 ? this.say("noClocks") : undefined;
  }

  protected override content(): unknown {
    const latest = this.#latest();
    this.#turns = nextOf(
      // A clock is late once its due instant has passed.
      latest.flatMap(({ due, breachedAt }) => [breachedAt, due === null ? null : due + 1]),
      ticker.now,
    );
    return html`<ul>
      ${latest.map((cycle) => this.#clock(cycle))}
    </ul>`;
  }

  get #cycles(): readonly ClockCycle[] | undefined {
    return this.cycles ?? this.asking.answer;
  }

  /** The last cycle of each clock, and every earlier one that is still under way. */
  #latest(): readonly ClockCycle[] {
    const cycles = this.#cycles ?? [];
    return cycles.filter(({ clock, cycle, state }) => {
      const last = Math.max(...cycles.filter((each) => each.clock === clock).map((each) => each.cycle));
      return cycle === last || state === "running" || state === "paused";
    });
  }

  #clock(cycle: ClockCycle): TemplateResult {
    const { words } = this;
    const standing = this.#standing(cycle);
    const { sign, tone } = LOOKS[standing];
    const target = this.#target(cycle);
    const share = cycle.target === null || cycle.target === 0 ? undefined : cycle.used / cycle.target;
    return html`<li class="clock" part="clock" data-standing=${standing}>
      <div class="line">
        <span><span class="sign ${tone}" aria-hidden="true">${sign}</span>${this.say(`clock_${cycle.clock}`)}</span>
        <span class="time numbers ${tone}" part="time" role="timer" aria-live="off">${this.#time(cycle, standing)}</span>
      </div>
      ${
        share === undefined
          ? nothing
          : html`<svg class="bar ${tone}" part="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect fill="currentColor" width=${Math.min(100, Math.max(0, 100 * share)).toFixed(2)} height="1"></rect>
            </svg>`
      }
      <div class="line small muted">
        <span>${this.say(standing)}${target === undefined ? nothing : html` · ${target}`}</span>
        ${
          cycle.due === null
            ? nothing
            : html`<time datetime=${new Date(cycle.due).toISOString()} title=${words.instant(cycle.due, "full")}>
                ${this.say("dueAt", { at: words.instant(cycle.due) })}
              </time>`
        }
      </div>
      ${this.#working(cycle)}
    </li>`;
  }

  #standing(cycle: ClockCycle): Standing {
    const late = cycle.breachedAt !== null && cycle.breachedAt <= ticker.now;
    switch (cycle.state) {
      case "fulfilled":
        return late ? "metLate" : "met";
      case "cancelled":
        return late ? "missed" : "cancelled";
      case "paused":
        return late ? "breached" : "paused";
      case "running":
        if (late || (cycle.due !== null && cycle.due < ticker.now)) return "breached";
        if (!cycle.withinHours) return "outOfHours";
        return cycle.target !== null && cycle.used >= this.warnAt * cycle.target ? "atRisk" : "running";
    }
  }

  /** The time of a clock: a text, or one that runs. */
  #time(cycle: ClockCycle, standing: Standing): unknown {
    const { words } = this;
    const { due } = cycle;
    if (cycle.state === "fulfilled" || cycle.state === "cancelled") return words.duration(cycle.used);
    if (cycle.state === "paused" || due === null) {
      const { remaining } = cycle;
      if (remaining === null) return "–";
      return remaining < 0
        ? this.say("overdueBy", { time: words.duration(-remaining) })
        : this.say("left", { time: words.duration(remaining) });
    }
    const key = standing === "breached" ? "overdueBy" : "dueIn";
    return ticking((now) => this.say(key, { time: words.countdown(Math.abs(due - now) / 1_000) }));
  }

  #target({ target, targetDays, used }: ClockCycle): string | undefined {
    const { words } = this;
    if (targetDays !== null) return this.say("daysTarget", { n: words.number(targetDays) }, targetDays);
    if (target === null) return undefined;
    return this.say("usedOf", { used: words.duration(used), target: words.duration(target) });
  }

  /** The stretches of time as a strip and as sentences. */
  #working(cycle: ClockCycle): unknown {
    const { segments } = cycle;
    const [first, last] = [segments[0], segments.at(-1)];
    if (first === undefined || last === undefined) return nothing;
    const whole = Math.max(1, last.until - first.from);
    const { words } = this;
    return html`<details class="small" part="working">
      <summary>${this.say("showWorking")}</summary>
      <svg class="line-of-time" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
        ${segments.map(({ from, until, kind }) => {
          const place = (1_000 * (from - first.from)) / whole;
          const length = (1_000 * (until - from)) / whole;
          return svg`<rect class=${kind} x=${place.toFixed(2)} width=${length.toFixed(2)} height="1"></rect>`;
        })}
      </svg>
      <ol>
        ${segments.map(
          ({ from, until, kind }) =>
            html`<li>
              ${this.say("working", {
                what: this.say(`segment_${kind}`),
                from: words.instant(from),
                to: words.instant(until),
                time: words.duration((until - from) / 1_000),
              })}
            </li>`,
        )}
      </ol>
    </details>`;
  }
}
