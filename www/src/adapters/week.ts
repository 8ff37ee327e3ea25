/** What the calendars of helpdesks have in common: days of the week, times of day, zones. */
import type { Hours } from "../sla.js";
import { checkZone } from "../zone.js";

/** The days of a week as calendars here name them. */
export const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** A week without opening hours. */
export function closedWeek(): Record<(typeof DAYS)[number], Hours[]> {
  return { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] };
}

/** The time of day after so many minutes: `"09:30"`; the end of a day is `"24:00"`. */
export function timeOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Whether this browser knows a time zone of this name. */
export function isZone(name: unknown): name is string {
  try {
    checkZone(name, "time_zone");
    return true;
  } catch {
    return false;
  }
}
