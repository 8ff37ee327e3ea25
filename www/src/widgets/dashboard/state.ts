/**
 * What a dashboard is narrowed to, and how that is written into an address.
 *
 * ```js
 * viewToText({ where: { channel: ["email", null] }, from: "2026-01-01" }); // "channel=email&channel&from=2026-01-01"
 * ```
 *
 * Easy to get wrong: null stands for tickets without a word, and is not the empty word.
 */
import type { BucketUnit, Filter } from "../../question.js";
import { wordsFor } from "../words.js";

/** A word of a dimension; null for tickets without one. */
export type Word = string | null;

/** Days from one to another such as `2026-01-31`, both of them included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What is shown: a saved view is one of these with a name. */
export interface View {
  /** The words that are kept, by dimension. */
  readonly where: Readonly<Record<string, readonly Word[]>>;
  /** The first day, such as `2026-01-31`. */
  readonly from?: string | undefined;
  /** The last day, which is included. */
  readonly to?: string | undefined;
  /** Days that were chosen in a chart along time: it goes on showing all, the others show these. */
  readonly within?: Days | undefined;
  /** Whether figures are compared with the stretch of time before. */
  readonly compare?: boolean | undefined;
}

/** A view without any narrowing. */
export const ALL: View = { where: {} };

/** Keys of an address that are no dimensions. */
const OWN = ["from", "to", "within", "compare"];

/** A view as the query of an address. */
export function viewToText({ where, from, to, within, compare }: View): string {
  const pairs = Object.entries(where).flatMap(([dimension, words]) =>
    words.map((word) => {
      // A dimension may be called as one of our own keys.
      const key = encodeURIComponent(OWN.includes(dimension) ? `.${dimension}` : dimension);
      return word === null ? key : `${key}=${encodeURIComponent(word)}`;
    }),
  );
  if (from !== undefined) pairs.push(`from=${encodeURIComponent(from)}`);
  if (to !== undefined) pairs.push(`to=${encodeURIComponent(to)}`);
  if (within !== undefined) pairs.push(`within=${encodeURIComponent(`${within.from}..${within.to}`)}`);
  if (compare === true) pairs.push("compare=1");
  return pairs.join("&");
}

/** The view that an address says; what it cannot read it leaves out. */
export function viewFromText(text: string): View {
  const where: Record<string, Word[]> = {};
  const own: { from?: string; to?: string; within?: Days; compare?: boolean } = {};
  for (const pair of text.split("&").slice(0, MOST_PAIRS)) {
    const at = pair.indexOf("=");
    const key = decoded(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? null : decoded(pair.slice(at + 1));
    if (key === undefined || key === "" || value === undefined) continue;
    if (key === "compare") own.compare = value === "1";
    else if (key === "within") {
      const [from = "", to = ""] = value?.split("..") ?? [];
      if (isDay(from) && isDay(to) && from <= to) own.within = { from, to };
    } else if (key === "from" || key === "to") {
      if (value !== null && isDay(value)) own[key] = value;
    } else {
      const dimension = OWN.includes(key.slice(1)) && key.startsWith(".") ? key.slice(1) : key;
      const words = Object.hasOwn(where, dimension) ? where[dimension] : undefined;
      Object.defineProperty(where, dimension, {
        value: [...(words ?? []), value],
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return { where, ...own };
}

/** An address may be anybody's; longer ones than this nobody clicked together. */
const MOST_PAIRS = 500;

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

/** The view in which a word of a dimension is kept, or no longer is. */
export function toggled(view: View, dimension: string, word: Word): View {
  const words = view.where[dimension] ?? [];
  const others = words.filter((each) => each !== word);
  return withWords(view, dimension, others.length < words.length ? others : [...words, word]);
}

/** The view of these days alone, or no longer of them. */
export function toggledWithin(view: View, days: Days): View {
  const { within, ...rest } = view;
  return within?.from === days.from && within.to === days.to ? rest : { ...rest, within: days };
}

/** The days that are asked about: those chosen in a chart as far as they are among those of the view. */
export function daysOf({ from, to, within }: View): Partial<Days> {
  const both = { from: later(from, within?.from), to: earlier(to, within?.to) };
  const days = both.from !== undefined && both.to !== undefined && both.from > both.to ? { from, to } : both;
  return {
    ...(days.from !== undefined && { from: days.from }),
    ...(days.to !== undefined && { to: days.to }),
  };
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

/** The view in which these words of a dimension are kept; none is all of them. */
export function withWords(view: View, dimension: string, words: readonly Word[]): View {
  const { [dimension]: _, ...rest } = view.where;
  return { ...view, where: words.length === 0 ? rest : { ...rest, [dimension]: words } };
}

/** The narrowing as a question has it; a grouping is not narrowed by itself, so that other words can be chosen too. */
export function conditions(view: View, except: readonly string[] = []): Filter {
  const kept = Object.entries(view.where).filter(([dimension]) => !except.includes(dimension));
  return Object.fromEntries(kept.map(([dimension, words]) => [dimension, [...words]]));
}

/** The day after, so that a stretch of time ends with the whole of its last day. */
export function nextDay(day: string): string {
  return addDays(day, 1);
}

/** So many days later; earlier where there are less than none. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The days of a bucket that starts at an instant; of an hour, the day it is in. Undefined for slots of a week or day. */
export function daysOfBucket(start: number, unit: BucketUnit, timeZone: string): Days | undefined {
  const from = wordsFor("en", timeZone).day(start);
  switch (unit) {
    case "hour":
    case "day":
      return { from, to: from };
    case "week":
      return { from, to: addDays(from, 6) };
    case "month": {
      const [year, month] = from.split("-").map(Number) as [number, number];
      return { from, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
    }
    default:
      return undefined;
  }
}
