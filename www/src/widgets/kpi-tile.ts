import { css, html, nothing, type PropertyDeclarations, svg, type TemplateResult } from "lit";
import type { Figure } from "../figure.js";
import type { MetricDefinition, Unit } from "../metric.js";
import type { CellSelector, Report } from "../report.js";
import type { MetricHeader } from "../table.js";
import { tell } from "./events.js";
import type { MessageKey } from "./messages.js";
import { Widget } from "./widget.js";

const WIDTH = 120;
const HEIGHT = 32;

/**
 * One figure of a report: its value, how it changed, its target, its interval, its trend, and how it is computed.
 *
 * @element deskgauge-kpi-tile
 * @fires {CustomEvent} deskgauge-drill-down - the value was clicked: `{ metric, cell }`
 * @slot actions - beside the heading
 * @csspart value - the figure
 * @csspart change - against the period compared with
 * @csspart target - the target and whether it is met
 * @csspart trend - the trend's line
 * @csspart working - how it is computed
 */
export class KpiTile extends Widget {
  static override properties: PropertyDeclarations = {
    report: { attribute: false },
    metric: {},
    statistic: {},
    cell: { attribute: false },
    trend: { attribute: false },
    target: { type: Number },
    definition: { attribute: false },
  };
  static override styles = [
    ...Widget.styles,
    css`
      .value {
        font-size: clamp(1.375rem, 12cqi, 2rem);
        font-weight: 650;
        line-height: 1.15;
        letter-spacing: -0.01em;
      }

      button.value {
        border: 0;
        padding: 0;
        background: none;
        text-align: start;
      }

      button.value:hover {
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 0.15em;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 1rem;
      }

      p,
      ul {
        margin: 0;
      }

      ul {
        padding-inline-start: 1.1em;
      }

      svg {
        inline-size: 7.5rem;
        block-size: 2rem;
        overflow: visible;
      }

      path {
        fill: none;
        stroke: var(--_accent);
        stroke-width: 1.75;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }

      circle {
        fill: var(--_accent);
      }

      details[open] {
        display: grid;
        gap: 0.375rem;
      }
    `,
  ];

  /** The report it is a figure of. */
  declare report: Report | undefined;
  /** Which metric, by key; not needed where the report has only one. */
  declare metric: string | undefined;
  /** Which statistic of a distribution (default `median`). */
  declare statistic: "mean" | "median" | "p75" | "p90" | "p95" | "p99" | "min" | "max" | "sum" | undefined;
  /** Which cell of a report that has several. */
  declare cell: CellSelector | undefined;
  /** The same metric by time, oldest first: a report with a bucket and no groups. */
  declare trend: Report | undefined;
  /** What the value shall reach or stay under, in the metric's unit. */
  declare target: number | undefined;
  /** What the metric means, from `desk.metrics()`. */
  declare definition: MetricDefinition | string | undefined;

  protected override shown() {
    const named = ({ key }: MetricHeader) => this.metric === undefined || key === this.metric;
    return this.report?.header.metrics.filter(named).slice(0, 1) ?? [];
  }

  protected override defaultHeading(): string {
    const [header] = this.shown();
    return header === undefined ? "" : this.name(`metric_${header.metric}`, header.title);
  }

  protected override zone(): string | undefined {
    return this.timeZone ?? this.report?.header.timeZone;
  }

  protected override get ready(): boolean {
    return this.report !== undefined;
  }

  get #figure(): Figure | undefined {
    const { metric, cell } = this;
    return this.report?.cell({ ...cell, ...(metric !== undefined && { metric }) });
  }

  protected override basis(): number | undefined {
    const figure = this.#figure;
    const counted = figure === undefined || figure.family === "count" || figure.family === "level";
    return counted || this.#value(figure) === null ? undefined : figure.n;
  }

  protected override content(): unknown {
    const figure = this.#figure;
    const value = figure === undefined ? null : this.#value(figure);
    if (figure === undefined || value === null) return this.#without(figure);
    const text = this.words.value(value, figure.unit);
    return html`<div class="row">
        <button type="button" class="value numbers" part="value" @click=${() => this.#drill(figure)}>${text}</button>
        ${this.#sparkline(figure)}
      </div>
      ${this.#change(figure, value)}${this.#goal(figure, value)} ${this.#working(figure)}`;
  }

  #without(figure: Figure | undefined): TemplateResult {
    const reasons: Record<string, MessageKey> = {
      "no-tickets": "noTickets",
      "all-running": "allRunning",
      "all-excluded": "allExcluded",
      "too-few": "tooFew",
    };
    return html`<p class="value muted" part="value" aria-hidden="true">–</p>
      <p class="muted" part="empty">${this.say(reasons[figure?.reason ?? "no-tickets"] ?? "empty")}</p>
      ${figure === undefined ? nothing : this.#working(figure)}`;
  }

  #value(figure: Figure): number | null {
    if (figure.family !== "distribution") return figure.value;
    return figure[this.statistic ?? "median"];
  }

  #change(figure: Figure, value: number): unknown {
    // What is compared is the figure itself; another statistic of the period before is not known.
    const before = figure.previous?.value;
    if (before === undefined || before === null || figure.value === null) return nothing;
    const difference = figure.value - before;
    const of = figure.value === value ? "" : `${this.say("statistic_mean")}: `;
    if (difference === 0) return html`<p class="small muted" part="change">${of}${this.say("unchanged")}</p>`;
    const up = difference > 0;
    const size =
      before === 0
        ? this.words.value(Math.abs(difference), figure.unit)
        : this.words.percent(Math.abs(difference / before), 0);
    const change = `${up ? "▲" : "▼"} ${size}`;
    if (figure.direction === "neutral") {
      return html`<p class="small muted" part="change">${of}${this.say("changed", { change })}</p>`;
    }
    const better = up === (figure.direction === "higher-is-better");
    return html`<p class="small ${better ? "good" : "bad"}" part="change">
      ${of}${this.say(better ? "better" : "worse", { change })}
    </p>`;
  }

  #goal(figure: Figure, value: number): unknown {
    const { target } = this;
    if (target === undefined || Number.isNaN(target)) return nothing;
    const met = figure.direction === "higher-is-better" ? value >= target : value <= target;
    const text = this.say("target", { target: this.words.value(target, figure.unit) });
    return html`<p class="small" part="target">
      ${text} · <span class=${met ? "good" : "bad"}>${met ? "✓" : "✗"} ${this.say(met ? "targetMet" : "targetMissed")}</span>
    </p>`;
  }

  #sparkline(figure: Figure): unknown {
    const { trend } = this;
    if (trend === undefined || trend.header.bucket === null || trend.length < 2) return nothing;
    const statistic = figure.family === "distribution" ? (this.statistic ?? "median") : "value";
    const values = [...trend.column(figure.key, statistic)];
    const points = values.map((value, at) => ({ value, at })).filter(({ value }) => Number.isFinite(value));
    if (points.length < 2) return nothing;
    const numbers = points.map(({ value }) => value);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const mirrored = this.rightToLeft;
    const x = (at: number) => {
      const along = (at / (values.length - 1)) * WIDTH;
      return mirrored ? WIDTH - along : along;
    };
    const y = (value: number) =>
      high === low ? HEIGHT / 2 : HEIGHT - ((value - low) / (high - low)) * HEIGHT;
    // A gap in the data is a gap in the line.
    const path = points
      .map(({ value, at }, place) => {
        const joined = place > 0 && points[place - 1]?.at === at - 1;
        return `${joined ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      })
      .join("");
    const last = points.at(-1);
    return html`<svg part="trend" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-label=${this.#trendText(trend, numbers, figure.unit)}>
      ${svg`<path d=${path}></path>`}
      ${last === undefined ? nothing : svg`<circle cx=${x(last.at)} cy=${y(last.value)} r="2.5"></circle>`}
    </svg>`;
  }

  #trendText(trend: Report, numbers: readonly number[], unit: Unit): string {
    const { words } = this;
    const name = trend.header.bucket?.unit ?? "";
    const bucket = (at: number | null | undefined) => (typeof at === "number" ? words.bucket(at, name) : "");
    const { groups } = trend;
    return this.say("trend", {
      from: bucket(groups[0]?.bucket),
      to: bucket(groups.at(-1)?.bucket),
      low: words.value(Math.min(...numbers), unit),
      high: words.value(Math.max(...numbers), unit),
      last: words.value(numbers.at(-1) ?? 0, unit),
    });
  }

  #working(figure: Figure): TemplateResult {
    const { words, definition } = this;
    const meaning = typeof definition === "string" ? definition : definition?.definition;
    const excluded = Object.entries(figure.excluded).filter(([, count]) => count > 0);
    const interval = "interval" in figure ? figure.interval : undefined;
    const value = (of: number) => words.value(of, figure.unit);
    const statistic = figure.family === "distribution" ? (this.statistic ?? "median") : undefined;
    return html`<details part="working" class="small">
      <summary>${this.say("howComputed")}</summary>
      ${meaning === undefined ? nothing : html`<p>${meaning}</p>`}
      <ul>
        ${statistic === undefined ? nothing : html`<li>${this.say(`statistic_${statistic}`)}</li>`}
        <li>${this.say("basedOn", { n: words.number(figure.n) }, figure.n)}</li>
        ${
          interval === undefined || (statistic !== undefined && statistic !== "mean")
            ? nothing
            : html`<li>${this.say("interval", { low: value(interval.low), high: value(interval.high) })}</li>`
        }
        ${figure.censored > 0 ? html`<li>${this.say("stillRunning", { n: words.number(figure.censored) }, figure.censored)}</li>` : nothing}
        ${excluded.length > 0 ? html`<li>${this.say("leftOut", { list: this.#excluded(excluded) })}</li>` : nothing}
        <li>${this.say("profileOf", { profile: figure.profile })}</li>
        <li>${this.say("asOf", { at: words.instant(figure.asOf, "full") })}</li>
      </ul>
    </details>`;
  }

  #excluded(excluded: readonly [reason: string, count: number][]): string {
    return this.words.list(
      excluded.map(([reason, count]) =>
        this.say("leftOutReason", {
          n: this.words.number(count),
          reason: this.name(`excluded_${reason}`, reason.replaceAll(/[-_]/g, " ")),
        }),
      ),
    );
  }

  #drill(figure: Figure): void {
    tell(this, "deskgauge-drill-down", { metric: figure.key, cell: { ...this.cell } });
  }
}
