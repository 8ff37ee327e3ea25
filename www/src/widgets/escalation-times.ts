import { scaleLinear } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { css, html, nothing, type PropertyDeclarations, svg, type TemplateResult } from "lit";
import type { EscalationPoint, EscalationTimes, EscalationTimesRow } from "../escalation-times.js";
import { durationTicks, footAxis, valueAxis } from "./charts/axes.js";
import {
  type ChartTable,
  ChartWidget,
  type Mark,
  type Plot,
  type Room,
  seriesClass,
} from "./charts/chart.js";

/** More groups than this are not told apart by eye; the rest stands in the table. */
const MOST_GROUPS = 6;
const MARGIN = { top: 10, bottom: 24, start: 44, end: 14 };
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** What a 95 % interval reaches to either side, in standard errors. */
const NORMAL_95 = 1.96;
/** Curves end where a smaller share of a group's tickets still waits. */
const LEAST_AT_RISK = 0.02;
/** Chance below this is not told exactly. */
const LEAST_P = 0.001;

/**
 * Time to escalation: how many tickets are escalated and after how long, group by group, as figures and as a curve, with the
 * tickets that still wait counted as waiting.
 *
 * @element deskgauge-escalation-times
 * @fires {CustomEvent} deskgauge-select - a point of a group's curve was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart group - the figures of a group
 * @csspart chart - the curves
 * @csspart at-risk - how many still wait, under the curves
 * @csspart test - what the log-rank test says
 * @csspart table - the table behind it
 * @csspart legend - what its colours stand for
 */
export class EscalationTimesChart extends ChartWidget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    curve: { reflect: true },
  };
  static override styles = [
    ...ChartWidget.styles,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
        gap: 0.75rem 1.25rem;
      }

      .group strong {
        border-block-end: 3px solid var(--_series);
      }

      dl,
      dd,
      p {
        margin: 0;
      }

      .group div {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 0.75rem;
        padding-block: 0.1875rem;
        border-block-end: 1px solid var(--_line);
      }

      dd {
        font-weight: 600;
        text-align: end;
      }

      dd .small {
        font-weight: normal;
      }
    `,
  ];

  /** What `desk.escalationTimes()` answers. */
  declare answer: EscalationTimes | undefined;
  /** The share not escalated (`survival`, the default) or the share escalated (`incidence`). */
  declare curve: "survival" | "incidence";

  constructor() {
    super();
    this.curve = "survival";
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("escalationTimes");
  }

  protected override nothing(): string | undefined {
    return this.#rows.length === 0 ? this.say("empty") : undefined;
  }

  protected override legend() {
    return this.#rows.slice(0, MOST_GROUPS).map((row, series) => ({ label: this.#label(row), series }));
  }

  protected override left(): number {
    return this.#rows.length - MOST_GROUPS;
  }

  protected override summary(): string {
    return this.say(this.curve === "incidence" ? "curve_incidence" : "curve_survival");
  }

  protected override content(): unknown {
    const { answer } = this;
    if (answer === undefined) return nothing;
    const other = this.curve === "incidence" ? "survival" : "incidence";
    const rows = this.#rows.slice(0, MOST_GROUPS);
    return html`<div class="groups">
        ${rows.map((row, series) => this.#figures(row, series, answer.horizon))}
      </div>
      <p class="small muted">${this.say("escalatedAlone")}</p>
      <p class="small">
        ${this.summary()}
        ${
          this.view === "table"
            ? nothing
            : html`<button type="button" class="link small" @click=${() => this.#turn(other)}>
                ${this.say(other === "incidence" ? "showIncidence" : "showSurvival")}
              </button>`
        }
      </p>
      ${super.content()} ${this.view === "table" ? nothing : this.#atRisk(rows)} ${this.#test(answer)}`;
  }

  protected override plot(room: Room): Plot {
    const rows = this.#rows.slice(0, MOST_GROUPS);
    const ticks = this.#times(rows);
    const [left, right] = room.mirrored
      ? [room.width - MARGIN.start, MARGIN.end]
      : [MARGIN.start, room.width - MARGIN.end];
    const x = scaleLinear([0, ticks.at(-1) ?? 1], [left, right]);
    const y = scaleLinear([0, 1], [room.height - MARGIN.bottom, MARGIN.top]);
    const marks: Mark[] = rows.flatMap((row) => {
      const [choice] = Object.entries(row.by);
      const select = choice === undefined ? undefined : { dimension: choice[0], word: choice[1] };
      return this.#drawn(row).map((point) => ({
        x: x(point.time),
        y: y(this.#share(point)),
        lines: this.#lines(row, point),
        ...(select !== undefined && { select }),
      }));
    });
    const drawing = svg`${valueAxis(y, SHARES, "share", room, MARGIN, this.words)}
      ${footAxis(
        ticks.map((time) => ({ at: x(time), text: this.words.duration(time) })),
        room,
        MARGIN,
      )}
      ${rows.map((row, series) => {
        const points = this.#drawn(row);
        const along = ({ time }: EscalationPoint) => x(time);
        const path = line<EscalationPoint>()
          .curve(curveStepAfter)
          .x(along)
          .y((point) => y(this.#share(point)));
        const band = area<EscalationPoint>()
          .curve(curveStepAfter)
          .defined((point) => this.#interval(point) !== null)
          .x(along)
          .y0((point) => y(this.#interval(point)?.[0] ?? 0))
          .y1((point) => y(this.#interval(point)?.[1] ?? 0));
        return svg`<path class="area ${seriesClass(series)}" d=${band(points) ?? ""}></path>
          <path class="line ${seriesClass(series)}" d=${path(points) ?? ""}></path>`;
      })}`;
    return { drawing, marks };
  }

  protected override table(): ChartTable {
    const { words } = this;
    return {
      head: [
        this.say("series"),
        this.say("time"),
        this.say("numberAtRisk"),
        this.say("notEscalated"),
        this.say("lowEnd"),
        this.say("highEnd"),
        this.say("escalatedShare"),
        this.say("resolvedShare"),
        this.say("stillWaiting"),
      ],
      rows: this.#rows.flatMap((row) =>
        row.curve.map((point) => [
          this.#label(row),
          point.time,
          point.atRisk,
          point.survival,
          point.interval?.[0] ?? null,
          point.interval?.[1] ?? null,
          point.escalated,
          point.resolved,
          point.waiting,
        ]),
      ),
      text: (value, column) => {
        if (typeof value !== "number") return value ?? "–";
        if (column === 1) return words.duration(value);
        return column === 2 ? words.number(value) : words.percent(value);
      },
    };
  }

  get #rows(): readonly EscalationTimesRow[] {
    return this.answer?.rows ?? [];
  }

  #turn(curve: "survival" | "incidence"): void {
    this.curve = curve;
    this.active = undefined;
  }

  #label(row: EscalationTimesRow): string {
    const words = Object.values(row.by);
    if (words.length === 0) return this.say("allTickets");
    return words.map((word) => word ?? this.say("unknown")).join(" · ");
  }

  /** The curve from where all wait. */
  #points({ curve }: EscalationTimesRow): readonly EscalationPoint[] {
    const [first] = curve;
    if (first === undefined || first.time === 0) return curve;
    const start = { time: 0, survival: 1, escalated: 0, resolved: 0, waiting: 1, standardError: 0 };
    return [{ ...start, atRisk: first.atRisk, interval: [1, 1] as const }, ...curve];
  }

  #drawn(row: EscalationTimesRow): readonly EscalationPoint[] {
    const last = Math.max(0, ...this.#rows.slice(0, MOST_GROUPS).map(({ curve }) => drawnUntil(curve)));
    return this.#points(row).filter(({ time }) => time <= last);
  }

  #share(point: EscalationPoint): number {
    return this.curve === "incidence" ? point.escalated : point.survival;
  }

  #interval(point: EscalationPoint): readonly [number, number] | null {
    if (this.curve === "survival") return point.interval;
    const reach = NORMAL_95 * point.standardError;
    return [Math.max(0, point.escalated - reach), Math.min(1, point.escalated + reach)];
  }

  #lines(row: EscalationTimesRow, point: EscalationPoint): readonly string[] {
    const { words } = this;
    const interval = this.#interval(point);
    const name = this.say(this.curve === "incidence" ? "escalatedShare" : "notEscalated");
    const [low, high] = (interval ?? []).map((end) => words.percent(end));
    return [
      `${this.isolated(this.#label(row))}, ${this.say("afterTime", { time: words.duration(point.time) })}`,
      `${name}: ${words.percent(this.#share(point))}`,
      ...(low === undefined || high === undefined ? [] : [this.say("interval", { low, high })]),
      `${this.say("numberAtRisk")}: ${words.number(point.atRisk)}`,
    ];
  }

  /** Round times along the foot, as far as the curves are drawn. */
  #times(rows: readonly EscalationTimesRow[]): readonly number[] {
    const last = Math.max(0, ...rows.map(({ curve }) => drawnUntil(curve)));
    return durationTicks(0, last > 0 ? last : 1);
  }

  #figures(row: EscalationTimesRow, series: number, horizon: number): TemplateResult {
    const { words } = this;
    const { ofCreated, escalated, censored } = row;
    const duration = (seconds: number | null) => (seconds === null ? "–" : words.duration(seconds));
    const reached = (seconds: number | null) =>
      seconds === null ? this.say("notReached") : words.duration(seconds);
    const range = (ends: readonly (number | null)[] | null) => {
      const [low, high] = ends ?? [null, null];
      if (typeof low !== "number" && typeof high !== "number") return undefined;
      return this.say("range", { low: reached(low ?? null), high: reached(high ?? null) });
    };
    const share =
      ofCreated.rate === null
        ? "–"
        : this.say("countOf", {
            share: words.percent(ofCreated.rate),
            count: words.number(ofCreated.count),
            n: words.number(ofCreated.of),
          });
    const [low, high] = (ofCreated.interval ?? []).map((end) => words.percent(end));
    const shareRange = low === undefined || high === undefined ? undefined : this.say("range", { low, high });
    return html`<div class="group ${seriesClass(series)}" part="group">
      <strong><bdi>${this.#label(row)}</bdi></strong>
      <dl class="small numbers">
        ${this.#figure(this.say("escalatedShare"), share, shareRange)}
        ${this.#figure(this.say("averageToEscalation"), duration(escalated.mean), range(escalated.interval))}
        ${this.#figure(this.say("medianToEscalation"), duration(escalated.median), undefined)}
        ${this.#figure(this.say("medianWithWaiting"), reached(censored.median), range(censored.medianInterval))}
        ${this.#figure(
          this.say("meanWithWaiting", { time: words.duration(horizon) }),
          duration(censored.restrictedMean),
          this.#meanRange(censored),
        )}
      </dl>
    </div>`;
  }

  #meanRange({ restrictedMean, standardError }: EscalationTimesRow["censored"]): string | undefined {
    if (restrictedMean === null || standardError === null) return undefined;
    const end = (reach: number) => this.words.duration(Math.max(0, restrictedMean + reach * standardError));
    return this.say("range", { low: end(-NORMAL_95), high: end(NORMAL_95) });
  }

  #figure(name: string, value: string, range: string | undefined): TemplateResult {
    return html`<div>
      <dt class="muted">${name}</dt>
      <dd>${value} ${range === undefined ? nothing : html`<span class="small muted">(${range})</span>`}</dd>
    </div>`;
  }

  #atRisk(rows: readonly EscalationTimesRow[]): TemplateResult {
    const times = this.#times(rows);
    return html`<div class="table" part="at-risk" tabindex="0" role="group" aria-label=${this.say("numberAtRisk")}>
      <table class="numbers small">
        <thead>
          <tr>
            <th scope="col">${this.say("numberAtRisk")}</th>
            ${times.map((time) => html`<th scope="col">${this.words.duration(time)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row"><bdi>${this.#label(row)}</bdi></th>
                ${times.map((time) => html`<td>${this.words.number(atRisk(row.curve, time))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #test({ logRank }: EscalationTimes): unknown {
    if (logRank === null) return nothing;
    const { p } = logRank;
    const least = Math.max(p, LEAST_P);
    const chance = this.say(p < LEAST_P ? "pBelow" : "pIs", { p: this.words.number(least, 3) });
    return html`<p class="small" part="test">${this.say(p < 0.05 ? "logRankDiffer" : "logRankSame", { p: chance })}</p>`;
  }
}

/** Until when a curve is worth drawing: few wait longer, and say little. The table has the rest. */
function drawnUntil(curve: readonly EscalationPoint[]): number {
  const least = LEAST_AT_RISK * (curve[0]?.atRisk ?? 0);
  return curve.findLast(({ atRisk }) => atRisk >= least)?.time ?? 0;
}

/** How many still waited just before a time: as many as at the next point of the curve, none past its end. */
function atRisk(curve: readonly EscalationPoint[], time: number): number {
  return curve.find((point) => point.time >= time)?.atRisk ?? 0;
}
