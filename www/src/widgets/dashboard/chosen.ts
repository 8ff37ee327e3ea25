/**
 * What of a chart is chosen. Charts that are filtered by go on showing all there is, with what was chosen marked.
 */
import type { Report } from "../../report.js";
import type { LayoutItem } from "./layout.js";
import { type Days, daysOfBucket, type View, type Word } from "./state.js";

/** The days of a report's bucket; undefined where it has none, or slots of a week or day. */
export function daysIn({ header }: Report, start: number): Days | undefined {
  const { bucket, timeZone } = header;
  return bucket === null ? undefined : daysOfBucket(start, bucket.unit, timeZone);
}

/** The words or the starts of buckets that a view has of a chart; undefined for items that mark none. */
export function chosenIn(
  { kind, by }: LayoutItem,
  report: Report | undefined,
  { where, within }: View,
): readonly (Word | number)[] | undefined {
  if ((kind !== "chart" && kind !== "backlog") || report === undefined) return undefined;
  if (report.header.bucket === null) return where[by ?? ""] ?? [];
  if (within === undefined) return [];
  const starts = new Set(report.groups.map(({ bucket }) => bucket ?? 0));
  return [...starts].filter((start) => {
    const days = daysIn(report, start);
    return days !== undefined && days.from >= within.from && days.to <= within.to;
  });
}
