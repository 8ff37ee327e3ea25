/**
 * Answers: columns of numbers, and figures with their provenance on demand.
 *
 * ```js
 * const report = await desk.report({ metrics: ["first_response_time"], by: ["channel"], bucket: "week" });
 * report.column("first_response_time", "median"); // a Float64Array, one number a row
 * report.rows()[0].figures.first_response_time.median;
 * report.cell({ channel: "email", bucket: 1735689600000, metric: "first_response_time" });
 * ```
 *
 * Easy to get wrong: columns hold NaN for "no value"; figures hold null.
 */
import { bucketName } from "./bucket.js";
import { toCsv } from "./csv.js";
import { DeskError, found } from "./error.js";
import { type Figure, figureOf } from "./figure.js";
import type { MetricHeader, ReportHeader, Table } from "./table.js";

/** Which row of a report: a label a grouping, and the start of the bucket. */
export interface RowKey {
  readonly by: Readonly<Record<string, string | null>>;
  /** Epoch milliseconds, or the number of the slot; null in a report without buckets. */
  readonly bucket: number | null;
}

/** A row of a report with its figures. */
export interface Row extends RowKey {
  readonly figures: Readonly<Record<string, Figure>>;
}

/**
 * Which figure of a report: a label for each grouping (null for "missing"), the start of the bucket, and the metric by key.
 * What has only one possible value may be left out.
 */
export interface CellSelector {
  readonly metric?: string;
  readonly bucket?: number | Date;
  readonly [dimension: string]: string | number | Date | null | undefined;
}

/** The tickets behind a figure, those with the largest values first. */
export interface Tickets {
  readonly tickets: readonly { readonly id: string; readonly value: number }[];
  /** How many there are in all. */
  readonly total: number;
}

/** A report as plain data. */
export interface ReportJson {
  readonly asOf: number;
  readonly profile: string;
  readonly timeZone: string;
  readonly weekStart: number;
  readonly by: readonly string[];
  readonly bucket: string | null;
  readonly rows: readonly Row[];
}

/** Asks the desk for the tickets of a figure. */
export type AskTickets = (metric: number, row: number, limit: number, version: number) => Promise<Tickets>;

/** The answer to a question. */
export class Report {
  /** What the columns are. */
  readonly header: ReportHeader;
  readonly #table: Table;
  readonly #ask: AskTickets;
  #keys: readonly RowKey[] | undefined;

  /** Reports come from `desk.report` and `prepared.run`. */
  constructor(table: Table, ask: AskTickets) {
    this.header = table.header;
    this.#table = table;
    this.#ask = ask;
  }

  /** How many rows there are: one for each combination of groups and buckets. */
  get length(): number {
    return this.header.rows;
  }

  /** What the rows stand for. */
  get groups(): readonly RowKey[] {
    this.#keys ??= Array.from({ length: this.length }, (_, row) => this.#key(row));
    return this.#keys;
  }

  /**
   * The numbers of a statistic, one a row, NaN for "no value": a view on the report, not a copy.
   *
   * @param key the metric, or its `as`
   * @param statistic a name in the metric's `statistics`, or `excluded.` and a reason in its `excluded`
   * @throws DeskError `unknown-metric`, `unknown-statistic`
   */
  column(key: string, statistic = "value"): Float64Array {
    const metric = this.#metric(key);
    const name = statistic === "value" ? metric.value : statistic;
    const excluded = metric.excluded.map((column) => ({ ...column, name: `excluded.${column.name}` }));
    const columns = [...metric.statistics, ...excluded];
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      const message = `"${key}" has no statistic ${found(statistic)}; it has ${columns.map((each) => each.name).join(", ")}`;
      throw new DeskError("unknown-statistic", message);
    }
    return this.#table.values.subarray(column.offset, column.offset + this.length);
  }

  /**
   * The figure of one cell; undefined when the report has no such row.
   *
   * @throws DeskError `unknown-metric`, `bad-cell`
   */
  cell(selector: CellSelector = {}): Figure | undefined {
    const { row, metric } = this.#find(selector);
    return row === undefined ? undefined : figureOf(this.#table, metric, row);
  }

  /** All rows with all their figures. */
  rows(): Row[] {
    return this.groups.map((key, row) => {
      const figures = this.header.metrics.map((metric) => [metric.key, figureOf(this.#table, metric, row)]);
      return { ...key, figures: Object.fromEntries(figures) as Record<string, Figure> };
    });
  }

  /**
   * The tickets behind a figure, those with the largest values first.
   *
   * @throws DeskError `stale-report` when the data have changed since, `unknown-metric`, `bad-cell`
   */
  async tickets(
    selector: CellSelector = {},
    { limit = 100 }: { readonly limit?: number } = {},
  ): Promise<Tickets> {
    if (!Number.isInteger(limit) || limit < 0) {
      throw new DeskError("bad-limit", `expected a whole number of tickets; found ${found(limit)}`, {
        path: "limit",
      });
    }
    const { row, metric } = this.#find(selector);
    if (row === undefined) return { tickets: [], total: 0 };
    return this.#ask(this.header.metrics.indexOf(metric), row, limit, this.header.version);
  }

  /** The report as plain data; `JSON.stringify` calls it. */
  toJSON(): ReportJson {
    const { asOf, profile, timeZone, weekStart, by, bucket } = this.header;
    return {
      asOf,
      profile,
      timeZone,
      weekStart,
      by: by.map((group) => group.dimension),
      bucket: bucket?.unit ?? null,
      rows: this.rows(),
    };
  }

  /** The report as CSV, a column a statistic. Text that a spreadsheet would take for a formula is defused. */
  toCSV(): string {
    const { by, bucket, metrics, timeZone, weekStart } = this.header;
    const columns = metrics.flatMap((metric) => [
      ...metric.statistics.map(({ name, offset }) => ({ name: `${metric.key}.${name}`, offset })),
      ...metric.excluded.map(({ name, offset }) => ({ name: `${metric.key}.excluded.${name}`, offset })),
    ]);
    const head = [
      ...by.map((group) => group.dimension),
      ...(bucket === null ? [] : [bucket.unit]),
      ...columns.map((column) => column.name),
    ];
    const rows = this.groups.map((key, row) => [
      ...by.map((group) => key.by[group.dimension] ?? null),
      ...(bucket === null ? [] : [bucketName(bucket.unit, key.bucket ?? 0, timeZone, weekStart)]),
      ...columns.map(({ offset }) => this.#number(offset, row)),
    ]);
    return toCsv([head, ...rows]);
  }

  #key(row: number): RowKey {
    const { by, bucket } = this.header;
    const labels = by.map(({ dimension, labels, offset }) => [
      dimension,
      labels[this.#number(offset, row)] ?? null,
    ]);
    return {
      by: Object.fromEntries(labels),
      bucket: bucket === null ? null : this.#number(bucket.offset, row),
    };
  }

  #number(offset: number, row: number): number {
    return this.#table.values[offset + row] ?? Number.NaN;
  }

  #metric(key: string | undefined): MetricHeader {
    const { metrics } = this.header;
    const metric =
      key === undefined && metrics.length === 1 ? metrics[0] : metrics.find((each) => each.key === key);
    if (metric === undefined) {
      const message = `the report holds ${metrics.map((each) => each.key).join(", ")}; found ${found(key)}`;
      throw new DeskError("unknown-metric", message, { path: "metric" });
    }
    return metric;
  }

  #find(selector: CellSelector): { row: number | undefined; metric: MetricHeader } {
    const { metric: key, bucket: at, ...labels } = selector;
    const metric = this.#metric(key);
    const { by, bucket } = this.header;
    const stray = Object.keys(labels).find((name) => !by.some((group) => group.dimension === name));
    if (stray !== undefined)
      throw new DeskError("bad-cell", `the report is not grouped by "${stray}"`, { path: stray });
    const wanted: { offset: number; number: number }[] = [];
    for (const group of by) {
      const label = labels[group.dimension];
      if (label === undefined && group.labels.length > 1) throw missing(group.dimension);
      const text = label === null || label === undefined ? label : String(label);
      const code = text === undefined ? 0 : group.labels.indexOf(text);
      wanted.push({ offset: group.offset, number: code });
    }
    if (bucket !== null) {
      if (at === undefined) throw missing("bucket");
      wanted.push({ offset: bucket.offset, number: Number(at) });
    }
    for (let row = 0; row < this.length; row++) {
      if (wanted.every(({ offset, number }) => this.#number(offset, row) === number)) return { row, metric };
    }
    return { row: undefined, metric };
  }
}

function missing(name: string): DeskError {
  return new DeskError("bad-cell", `say which "${name}": the report has several`, { path: name });
}
