/**
 * `deskgauge/holidays`: the holidays of a calendar, out of the iCalendar file (RFC 5545) in which they are published.
 *
 * ```js
 * import { holidaysFrom } from "deskgauge/holidays";
 *
 * const file = await fetch("/holidays/de.ics");
 * const { holidays, problems } = await holidaysFrom(await file.text(), { from: "2025-01-01", until: "2027-01-01" });
 * ```
 *
 * All-day events count, single, of several days, or yearly by a rule. The file is read by ical.js, which is loaded on the first call.
 *
 * Easy to get wrong: `until` is the first date no longer wanted, and an event's own end as well; the `to` of a range of holidays is
 * its last day.
 */
import { DeskError, found } from "./error.js";
import { type ICal, type ICalEvent, type ICalTime, unsafeRule, yearlyRules } from "./ical.js";

/** A date such as `2026-12-25`, or a range of dates with both ends. */
export type Holiday = string | { readonly from: string; readonly to: string };

/** The dates that are wanted. */
export interface HolidayOptions {
  /** The first date, such as `2026-01-01`. */
  readonly from: string;
  /** The first date no longer wanted. */
  readonly until: string;
}

/** An event that could not be read. */
export interface HolidayProblem {
  /** What the file calls the event. */
  readonly event: string;
  /** `bad-event` or `unsupported-rule`. */
  readonly code: "bad-event" | "unsupported-rule";
  /** What is wrong with it. */
  readonly message: string;
}

/** What a file holds. */
export interface Holidays {
  /** In order, as `holidays` of a calendar are written. */
  readonly holidays: readonly Holiday[];
  /** All-day events that were set aside. */
  readonly problems: readonly HolidayProblem[];
}

const DAY = 86_400_000;
/** No file of holidays comes near so many dates, those before the range included. */
const MOST_DATES = 20_000;

/**
 * Reads the all-day events of an iCalendar file.
 *
 * @throws DeskError `bad-icalendar`, `bad-option`
 */
export async function holidaysFrom(ics: string, { from, until }: HolidayOptions): Promise<Holidays> {
  const [first, end] = [dayOf(from, "from"), dayOf(until, "until")];
  if (end <= first) {
    throw new DeskError("bad-option", `expected a date after "from"; found ${found(until)}`, {
      path: "until",
    });
  }
  const ical = await load();
  const spans = new Map<string, [first: number, end: number]>();
  const problems: HolidayProblem[] = [];
  let looked = 0;
  for (const event of events(ical, ics)) {
    const set = (code: HolidayProblem["code"], message: string) => {
      problems.push({ event: event.summary ?? event.uid ?? "an event", code, message });
    };
    try {
      if (!isAllDay(event) || isCancelled(event)) continue;
      const unsafe = yearlyRules(event).map(unsafeRule).find(Boolean);
      if (unsafe !== undefined) {
        set("unsupported-rule", unsafe);
        continue;
      }
      for (const [start, after] of occurrences(event, end)) {
        if (++looked > MOST_DATES) throw new DeskError("bad-icalendar", "the file holds too many holidays");
        const span: [number, number] = [Math.max(start, first), Math.min(after, end)];
        if (span[0] < span[1]) spans.set(span.join(), span);
      }
    } catch (error) {
      if (error instanceof DeskError) throw error;
      set("bad-event", error instanceof Error ? error.message : String(error));
    }
  }
  const ordered = [...spans.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { holidays: ordered.map(written), problems };
}

let loading: Promise<ICal> | undefined;

/** The library, copied beside this module as it is; loaded once. */
function load(): Promise<ICal> {
  loading ??= import("./vendor/ical.min.js" as string).then(
    (module: { default: ICal }) => module.default,
    (cause: unknown) => {
      loading = undefined;
      throw new DeskError("fetch-failed", "the reader of iCalendar files could not be loaded", { cause });
    },
  );
  return loading;
}

/** Every event of the file, each with what was changed about single ones of its dates. */
function events(ical: ICal, ics: string): ICalEvent[] {
  try {
    const parsed = ical.parse(ics.replace(/^\uFEFF/, "").trimStart());
    // Several calendars may follow each other.
    const roots = Array.isArray(parsed[0]) ? parsed : [parsed];
    const all = roots
      .flatMap((root) => new ical.Component(root).getAllSubcomponents("vevent"))
      .map((component) => new ical.Event(component, { exceptions: [] }));
    const changed = all.filter((event) => event.isRecurrenceException());
    for (const event of all.filter((event) => !event.isRecurrenceException())) {
      for (const one of changed) if (one.uid === event.uid) event.relateException(one);
    }
    return all.filter((event) => !event.isRecurrenceException());
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DeskError("bad-icalendar", `the file cannot be read: ${message}`, { cause });
  }
}

/** By its type, or as Outlook marks events that last from midnight to midnight. */
function isAllDay(event: ICalEvent): boolean {
  const marked = event.component.getFirstPropertyValue("x-microsoft-cdo-alldayevent");
  return event.startDate?.isDate === true || String(marked).toUpperCase() === "TRUE";
}

function isCancelled(event: ICalEvent): boolean {
  return String(event.component.getFirstPropertyValue("status")).toUpperCase() === "CANCELLED";
}

/** First day and day after the last of every date of an event that begins before `end`. */
function* occurrences(event: ICalEvent, end: number): Generator<[number, number]> {
  if (!event.isRecurring()) {
    if (event.startDate !== null) yield days(event.startDate, event.endDate);
    return;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next && number(next) < end; next = iterator.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    if (!isCancelled(item)) yield days(startDate, endDate);
  }
}

/** An end at or before the start is a day's. */
function days(start: ICalTime, end: ICalTime | null): [number, number] {
  const first = number(start);
  return [first, Math.max(first + 1, end === null ? 0 : number(end))];
}

function number({ year, month, day }: ICalTime): number {
  // Date.UTC would take a year below 100 for one of the 20th century.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

function written([first, end]: [number, number]): Holiday {
  const date = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
  return end === first + 1 ? date(first) : { from: date(first), to: date(end - 1) };
}

function dayOf(date: string, path: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new DeskError("bad-option", `expected a date such as "2026-12-24"; found ${found(date)}`, { path });
  }
  return ms / DAY;
}
