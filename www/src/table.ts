/**
 * A report as it crosses from the core: one header, and all numbers in one array. The core's side is `src/report/table.rs`.
 *
 * Easy to get wrong: the values stand column after column. A column is the stretch of `rows` numbers from its `offset` on,
 * and NaN stands for "no value".
 */
import type { Direction, Family, MetricId, Unit } from "./metric.js";
import type { BucketUnit } from "./question.js";
import type { LackId, SourceName } from "./source.js";

/** A column of numbers, and where it starts in the table's values. */
export interface Column {
  readonly name: string;
  readonly offset: number;
}

/** A metric of a report. */
export interface MetricHeader {
  readonly metric: MetricId;
  /** The name of its figures in this report: `as`, or the metric's own. */
  readonly key: string;
  /** Its name for people. */
  readonly title: string;
  /** Whose definition applied. */
  readonly profile: string;
  readonly unit: Unit;
  readonly family: Family;
  readonly direction: Direction;
  /** The statistic that stands for it when only one number is shown: `value`, or a distribution's `mean` or `median`. */
  readonly value: "mean" | "median" | "value";
  readonly statistics: readonly Column[];
  /** How many were left out, by reason. */
  readonly excluded: readonly Column[];
  /** The goals asked about, in seconds. */
  readonly goals: readonly number[];
  /** How the interval was made: `student-t`, `wilson` or `normal`. */
  readonly interval: string | null;
  /** What the sources of the desk have not told, so that it lacks data. */
  readonly lacks: readonly Lacking[];
}

/** What a source has not told. */
export interface Lacking {
  readonly source: SourceName;
  /** The name of what is lacking. */
  readonly id: LackId;
  /** What is lacking, in a sentence. */
  readonly because: string;
}

/** A grouping of a report: a column of codes into `labels`, of which null stands for "missing". */
export interface GroupHeader {
  readonly dimension: string;
  readonly labels: readonly (string | null)[];
  readonly offset: number;
}

/** What the columns of a report are. */
export interface ReportHeader {
  readonly rows: number;
  readonly by: readonly GroupHeader[];
  /** Its column holds epoch milliseconds, or the number of the slot of a week or day. */
  readonly bucket: { readonly unit: BucketUnit; readonly anchor: string; readonly offset: number } | null;
  readonly metrics: readonly MetricHeader[];
  /** The instant the answer is for, in epoch milliseconds. */
  readonly asOf: number;
  readonly profile: string;
  readonly timeZone: string;
  /** First day of the week: 1 Monday to 7 Sunday. */
  readonly weekStart: number;
  /** Counts up with every change of the data. */
  readonly version: number;
}

/** A header and its numbers. */
export interface Table {
  readonly header: ReportHeader;
  readonly values: Float64Array;
}
