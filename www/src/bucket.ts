/**
 * What a bucket is called: the local date of a day or week, the month, the hour, the slot of the week.
 *
 * Easy to get wrong: slots count from the first day of the week that the question chose, not always from Monday.
 */
import type { BucketUnit } from "./question.js";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The name of the bucket that starts at `start`, in a form that sorts by time. */
export function bucketName(unit: BucketUnit, start: number, timeZone: string, weekStart: number): string {
  const weekday = (slot: number) => WEEKDAYS[(slot + weekStart - 1) % 7] ?? "";
  const hour = (slot: number) => `${String(slot % 24).padStart(2, "0")}:00`;
  switch (unit) {
    case "hour":
      return new Date(start).toISOString().slice(0, 16).concat("Z");
    case "day":
    case "week":
      return localDate(start, timeZone);
    case "month":
      return localDate(start, timeZone).slice(0, 7);
    case "hour-of-week":
      return `${weekday(Math.floor(start / 24))} ${hour(start)}`;
    case "hour-of-day":
      return hour(start);
    case "day-of-week":
      return weekday(start);
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date in a zone, as `2025-01-31`. */
function localDate(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
