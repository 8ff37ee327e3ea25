import { scaleBand, scalePoint } from "d3-scale";
import { area, line } from "d3-shape";
import { nothing, type PropertyDeclarations, svg } from "lit";
import type { Report, RowKey } from "../report.js";
import type { MetricHeader } from "../table.js";
import { footAxis, valueAxis, valueScale } from "./charts/axes.js";
import {
  type ChartTable,
  ChartWidget,
  type Mark,
  type Plot,
  type Room,
  seriesClass,
} from "./charts/chart.js";

/** More groups than this are not told apart by eye; the rest stands in the table. */
const MOST_SERIES = 6;
const MARGIN = { top: 10, bottom: 24, start: 52, end: 12 };

/** A line or a row of bars. */
interface Series {
  readonly label: string;
  readonly word: string | null | undefined;
  /** One value a place along the foot, NaN where there is none. */
  readonly values: readonly number[];
}

/**
 * A metric over time or by group, as lines or bars.
 *
 * A report with a bucket is drawn along its time, a line a group; a report without is drawn group by group. Along time a point
 * stands for its bucket, and the legend for the groups.
 *
 * @element deskgauge-metric-chart
 * @fires {CustomEvent} deskgauge-select - a bar or group was chosen: `{ dimension, word }`; or a point along time, `{ dimension: "bucket", word }` with the start of its bucket
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart chart - the chart
 * @csspart table - the table behind it
 * @csspart legend - what its colours stand for
 */
export class MetricChart extends ChartWidget {
  static override properties: PropertyDeclarations = {
    report: { attribute: false },
    metric: {},
    statistic: {},
    kind: {},
    goal: { type: Number },
    chosen: { attribute: false },
  };

  /** The report, with a bucket, by one dimension, or both. */
  declare report: Report | undefined;
  /** Which metric, by key; not needed where the report has only one. */
  declare metric: string | undefined;
  /** Which statistic (default `median` of distributions, else `value`). */
  declare statistic: string | undefined;
  /** `line` (the default over time) or `bar` (the default without). */
  declare kind: "line" | "bar" | undefined;
  /** A value to draw a line at, in the metric's unit. */
  declare goal: number | undefined;

  /** What is chosen of it, words or starts of buckets: the others stand back. */
  declare chosen: readonly (string | number | null)[] | undefined;

  protected override get ready(): boolean {
    return this.report !== undefined;
  }

  protected override zone(): string | undefined {
    return this.timeZone ?? this.report?.header.timeZone;
  }

  protected override shown() {
    return this.report === undefined ? [] : [this.#metric(this.report)];
  }

  protected override defaultHeading(): string {
    const [header] = this.shown();
    return header === undefined ? "" : this.name(`metric_${header.metric}`, header.title);
  }

  protected override nothing(): string | undefined {
    return this.report?.length === 0 ? this.say("empty") : undefined;
  }

  protected override basis(): number | undefined {
    const { report } = this;
    const metric = report && this.#metric(report);
    if (metric === undefined || !metric.statistics.some(({ name }) => name === "n")) return undefined;
    if (metric.family === "count" || metric.family === "level") return undefined;
    return report?.column(metric.key, "n").reduce((sum, n) => sum + (n || 0), 0);
  }

  protected override left(): number {
    const { report } = this;
    return report === undefined
      ? 0
      : this.#series(report, Number.POSITIVE_INFINITY).series.length - MOST_SERIES;
  }

  protected override legend() {
    const { report } = this;
    if (report === undefined || report.header.bucket === null) return [];
    const { series, dimension } = this.#series(report);
    return series.map(({ label, word }, at) => ({
      label,
      series: at,
      ...(word !== undefined && { select: { dimension, word } }),
    }));
  }

  protected override summary(): string {
    const { report } = this;
    if (report === undefined) return "";
    const { series, places } = this.#series(report);
    const values = series.flatMap((each) => each.values).filter(Number.isFinite);
    const { unit } = this.#metric(report);
    const value = (of: number) => (values.length === 0 ? "–" : this.words.value(of, unit));
    const trend = this.say("trend", {
      from: places[0]?.text ?? "",
      to: places.at(-1)?.text ?? "",
      low: value(Math.min(...values)),
      high: value(Math.max(...values)),
      last: value(values.at(-1) ?? 0),
    });
    return `${this.defaultHeading()}. ${trend}`;
  }

  protected override plot(room: Room): Plot {
    const report = this.report as Report;
    const { unit } = this.#metric(report);
    const { series, places, dimension } = this.#series(report);
    const goal = this.goal;
    const values = [...series.flatMap((each) => each.values), ...(goal === undefined ? [] : [goal])];
    const { scale, ticks } = valueScale(values.filter(Number.isFinite), room, MARGIN, unit);
    const span: [number, number] = room.mirrored
      ? [room.width - MARGIN.start, MARGIN.end]
      : [MARGIN.start, room.width - MARGIN.end];
    const asBars = this.kind === "bar" || (this.kind === undefined && report.header.bucket === null);
    const bands = scaleBand(
      places.map((_, at) => at),
      span,
    ).padding(0.2);
    const points = scalePoint(
      places.map((_, at) => at),
      span,
    ).padding(0.5);
    const x = (at: number) => (asBars ? (bands(at) ?? 0) + bands.bandwidth() / 2 : (points(at) ?? 0));
    const nought = scale(Math.max(0, scale.domain()[0] ?? 0));
    const wide = bands.bandwidth() / Math.max(1, series.length);
    const { chosen = [] } = this;
    const back = ({ bucket, word }: { bucket: number | null; word: string | null | undefined }) =>
      chosen.length > 0 && !chosen.includes(bucket ?? word ?? null);
    const step = asBars ? bands.step() : points.step();
    const marks: Mark[] = [];
    places.forEach((place, at) => {
      series.forEach(({ label, values }, of) => {
        const value = values[at];
        if (value === undefined || !Number.isFinite(value)) return;
        const middle = asBars ? (bands(at) ?? 0) + wide * (of + 0.5) : x(at);
        const named = series.length > 1 ? `${this.isolated(label)}: ` : "";
        const lines = [this.isolated(place.text), `${named}${this.words.value(value, unit)}`];
        const select =
          place.bucket === null
            ? { dimension, word: place.word ?? null }
            : { dimension: "bucket", word: place.bucket };
        marks.push({ x: middle, y: scale(value), lines, select });
      });
    });
    const drawing = svg`${valueAxis(scale, ticks, unit, room, MARGIN, this.words)}
      ${footAxis(
        places.map(({ text }, at) => ({ at: x(at), text: this.isolated(text) })),
        room,
        MARGIN,
        report.header.bucket === null ? "names" : "instants",
      )}
      ${places.map((place, at) =>
        asBars || chosen.length === 0 || back(place)
          ? nothing
          : svg`<rect class="chosen" x=${x(at) - step / 2} width=${step} y=${MARGIN.top} height=${room.height - MARGIN.top - MARGIN.bottom}></rect>`,
      )}
      ${series.map(({ values }, of) =>
        asBars
          ? values.map((value, at) =>
              Number.isFinite(value)
                ? svg`<rect class="bar clickable ${seriesClass(of)} ${places.slice(at, at + 1).some(back) ? "back" : ""}" x=${(bands(at) ?? 0) + wide * of} width=${Math.max(1, wide - 1)}
                    y=${Math.min(nought, scale(value))} height=${Math.max(1, Math.abs(nought - scale(value)))} rx="2"></rect>`
                : nothing,
            )
          : curve(values, of, series.length === 1, x, scale, nought),
      )}
      ${goal === undefined ? nothing : svg`<line class="goal" x1=${span[0]} x2=${span[1]} y1=${scale(goal)} y2=${scale(goal)}></line>`}`;
    return { drawing, marks };
  }

  protected override table(): ChartTable {
    const report = this.report as Report;
    const { unit } = this.#metric(report);
    const { series, places } = this.#series(report, Number.POSITIVE_INFINITY);
    return {
      head: [this.say("period"), ...series.map(({ label }) => label)],
      rows: places.map(({ text }, at) => [text, ...series.map(({ values }) => values[at] ?? null)]),
      text: (value, column) => {
        if (column === 0) return String(value ?? "");
        return typeof value === "number" && Number.isFinite(value) ? this.words.value(value, unit) : "–";
      },
    };
  }

  #metric(report: Report): MetricHeader {
    const { metrics } = report.header;
    return metrics.find(({ key }) => key === this.metric) ?? (metrics[0] as MetricHeader);
  }

  /** The values by series, and the places along the foot. */
  #series(report: Report, most = MOST_SERIES) {
    const metric = this.#metric(report);
    const statistic = this.statistic ?? (metric.family === "distribution" ? "median" : "value");
    const column = report.column(metric.key, statistic);
    const { by, bucket } = report.header;
    const dimension = by[0]?.dimension ?? "";
    const word = ({ by: words }: RowKey) => (by.length === 0 ? undefined : (words[dimension] ?? null));
    const label = (of: string | null | undefined) =>
      of === undefined ? this.defaultHeading() : (of ?? this.say("unknown"));
    if (bucket === null) {
      const places = report.groups.map((row) => ({ text: label(word(row)), word: word(row), bucket: null }));
      return {
        dimension,
        places,
        series: [{ label: this.defaultHeading(), word: undefined, values: [...column] }],
      };
    }
    const starts = [...new Set(report.groups.map((row) => row.bucket ?? 0))].sort((a, b) => a - b);
    const place = new Map(starts.map((start, at) => [start, at]));
    const found = new Map<string | null | undefined, number[]>();
    report.groups.forEach((row, at) => {
      const of = word(row);
      let values = found.get(of);
      if (values === undefined) {
        values = new Array<number>(starts.length).fill(Number.NaN);
        found.set(of, values);
      }
      values[place.get(row.bucket ?? 0) ?? 0] = column[at] ?? Number.NaN;
    });
    const series: Series[] = [...found].map(([of, values]) => ({ label: label(of), word: of, values }));
    const places = starts.map((start) => ({
      text: this.#bucketName(bucket.unit, start, report.header.weekStart),
      word: undefined as string | null | undefined,
      bucket: start as number | null,
    }));
    return { dimension, places, series: series.slice(0, most) };
  }

  #bucketName(unit: string, start: number, weekStart: number): string {
    const { words } = this;
    if (unit === "hour-of-day") return words.hour(start);
    const day = (slot: number) => ((weekStart - 1 + slot) % 7) + 1;
    if (unit === "day-of-week") return words.weekday(day(start));
    if (unit === "hour-of-week")
      return `${words.weekday(day(Math.floor(start / 24)))} ${words.hour(start % 24)}`;
    return words.bucket(start, unit);
  }
}

function curve(
  values: readonly number[],
  series: number,
  filled: boolean,
  x: (at: number) => number,
  y: (value: number) => number,
  nought: number,
): unknown {
  const isThere = (value: number) => Number.isFinite(value);
  const along = (_: number, at: number) => x(at);
  const path = line<number>().defined(isThere).x(along).y(y)(values as number[]);
  const under = area<number>().defined(isThere).x(along).y0(nought).y1(y)(values as number[]);
  // A single point between gaps makes no line.
  const alone = values.flatMap((value, at) =>
    isThere(value) && !isThere(values[at - 1] ?? Number.NaN) && !isThere(values[at + 1] ?? Number.NaN)
      ? [at]
      : [],
  );
  return svg`${filled ? svg`<path class="area ${seriesClass(series)}" d=${under ?? ""}></path>` : nothing}
    <path class="line ${seriesClass(series)}" d=${path ?? ""}></path>
    ${alone.map((at) => svg`<circle class="dot ${seriesClass(series)}" cx=${x(at)} cy=${y(values[at] ?? 0)} r="3"></circle>`)}`;
}
