/**
 * Numbers, lengths of time and instants as people of a language write them. Everything comes from `Intl`.
 *
 * Easy to get wrong: durations are in seconds, instants in epoch milliseconds, shares run from 0 to 1.
 */
import type { Unit } from "../metric.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Units of time, largest first. */
const UNITS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1],
] as const;

/** How long the names of units are. */
export type Width = "narrow" | "short" | "long";

/** What an instant is told with. */
export type InstantStyle = "time" | "date" | "date-time" | "full";

const STYLES: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: "numeric", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
  "date-time": { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
  full: { dateStyle: "full", timeStyle: "short" },
};

const cache = new Map<string, Words>();

/** The words of a language and a zone; undefined is the browser's zone. */
export function wordsFor(locale: string, timeZone: string | undefined): Words {
  const key = `${locale} ${timeZone ?? ""}`;
  let words = cache.get(key);
  if (words === undefined) {
    words = new Words(locale, timeZone);
    cache.set(key, words);
  }
  return words;
}

/** Writes for people. */
export class Words {
  readonly locale: string;
  readonly timeZone: string | undefined;
  /** Small numbers by their least digits. */
  readonly #small: Readonly<Record<1 | 2, string[]>> = { 1: [], 2: [] };
  readonly #made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

  constructor(locale: string, timeZone: string | undefined) {
    this.locale = locale;
    this.timeZone = timeZone === "" ? undefined : timeZone;
  }

  /** A number, with at most so many digits after the point. */
  number(value: number, digits = 0): string {
    return this.#number(`n${digits}`, { maximumFractionDigits: digits }).format(value);
  }

  /** A large number shortly, such as 12K. */
  compact(value: number): string {
    return this.#number("compact", { notation: "compact", maximumFractionDigits: 1 }).format(value);
  }

  /** A share as a percentage. */
  percent(share: number, digits = 1): string {
    return this.#number(`p${digits}`, { style: "percent", maximumFractionDigits: digits }).format(share);
  }

  /** A length of time by its two largest units: 2 d 4 h, 5 min 20 s. */
  duration(seconds: number, width: Width = "narrow"): string {
    const whole = Math.abs(seconds);
    const first = UNITS.findIndex(([, size]) => whole >= size);
    const largest = first === -1 ? UNITS.length - 1 : first;
    const [, finest] = UNITS[largest + 1] ?? UNITS[largest] ?? ["second", 1];
    // Rounded to the smaller unit first: what is just under an hour reads as an hour, not as 60 minutes.
    let rest = Math.round(whole / finest) * finest;
    const carried = largest > 0 && rest >= (UNITS[largest - 1]?.[1] ?? 0) ? 1 : 0;
    const parts: string[] = [];
    for (const [unit, size] of UNITS.slice(largest - carried, largest - carried + 2)) {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (count > 0) parts.push(this.unit(count, unit, width));
    }
    const text = parts.length > 0 ? parts.join("\u00a0") : this.unit(0, "second", width);
    return seconds < 0 && parts.length > 0 ? `\u2212${text}` : text;
  }

  /** A count of a unit of time. */
  unit(count: number, unit: "second" | "minute" | "hour" | "day", width: Width = "narrow"): string {
    const options = { style: "unit", unit, unitDisplay: width } as const;
    return this.#number(`u${unit}${width}`, options).format(count);
  }

  /** A length of time that a clock counts down, by the second: 1:04:09, and days before it. */
  countdown(seconds: number): string {
    const left = Math.floor(Math.abs(seconds));
    const [hours, minutes, rest] = [
      Math.floor((left % DAY) / HOUR),
      Math.floor((left % HOUR) / MINUTE),
      left % MINUTE,
    ];
    const clock = `${this.#digits(hours, 1)}:${this.#digits(minutes, 2)}:${this.#digits(rest, 2)}`;
    const days = Math.floor(left / DAY);
    const text = days > 0 ? `${this.unit(days, "day", "narrow")}\u00a0${clock}` : clock;
    return seconds < 0 && left > 0 ? `\u2212${text}` : text;
  }

  /** A figure in its unit. */
  value(value: number, unit: Unit): string {
    switch (unit) {
      case "seconds":
        return this.duration(value);
      case "share":
        return this.percent(value);
      case "count":
        return this.number(value);
      case "number":
      case "points":
        return this.number(value, 2);
    }
  }

  /** A figure on an axis: short. */
  tick(value: number, unit: Unit): string {
    if (unit === "seconds") return this.duration(value);
    return unit === "share" ? this.percent(value, 0) : this.compact(value);
  }

  /** An instant. */
  instant(at: number, style: InstantStyle = "date-time"): string {
    return this.#date(style, STYLES[style]).format(at);
  }

  /** The day of an instant as dates are told to machines, such as 2026-01-31. */
  day(at: number): string {
    const digits = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    const make = () => new Intl.DateTimeFormat("en-CA", { timeZone: this.timeZone, ...digits });
    return this.#once("day", make).format(at);
  }

  /** The start of a bucket of time. */
  bucket(at: number, unit: string): string {
    const week: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
    const by: Record<string, Intl.DateTimeFormatOptions> = {
      hour: STYLES["date-time"],
      day: week,
      week,
      month: { month: "short", year: "numeric" },
    };
    return this.#date(`bucket ${unit}`, by[unit] ?? STYLES.date).format(at);
  }

  /** Days such as `2026-01-31`, from one to another, or one of them alone. */
  days(from: string, to: string): string {
    const options = { dateStyle: "medium", timeZone: "UTC" } as const;
    const format = this.#date("days", options);
    return format.formatRange(Date.parse(from), Date.parse(to));
  }

  /** The name of a day of the week, 1 Monday to 7 Sunday. */
  weekday(day: number, width: Width = "short"): string {
    const format = this.#date(`weekday ${width}`, { weekday: width, timeZone: "UTC" });
    // 1 January 2024 was a Monday.
    return format.format(Date.UTC(2024, 0, day));
  }

  /** The name of an hour of the day, 0 to 23. */
  hour(hour: number): string {
    return this.#date("hour", { hour: "numeric", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1, hour));
  }

  /** Several things as a list. */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: "conjunction" }).format(items);
  }

  /** A small number in at least so many digits, written once: countdowns want it every second. */
  #digits(value: number, least: 1 | 2): string {
    const known = this.#small[least];
    const text = known[value] ?? this.#number(`d${least}`, { minimumIntegerDigits: least }).format(value);
    known[value] = text;
    return text;
  }

  #number(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return this.#once(key, () => new Intl.NumberFormat(this.locale, options)) as Intl.NumberFormat;
  }

  #date(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const make = () => new Intl.DateTimeFormat(this.locale, { timeZone: this.timeZone, ...options });
    return this.#once(`d ${key}`, make) as Intl.DateTimeFormat;
  }

  #once(key: string, make: () => Intl.NumberFormat | Intl.DateTimeFormat) {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = make();
      this.#made.set(key, made);
    }
    return made;
  }
}
