/**
 * What a column might be: how well its name and its values fit each value of a ticket or an event.
 *
 * Easy to get wrong: a name alone proves little. "First response time" may hold instants or minutes; only the values tell.
 */
import type { EventName, TicketName } from "../mapping.js";
import { areTimes, type DatesOf, datesOf } from "./dates.js";
import { CHANGED, EVENT_NAMES, fitName, type NameLanguage, OUGHT, TICKET_NAMES, wordsOf } from "./names.js";
import type { SampleRow } from "./sample.js";

/** What a column's values look like. */
export interface Traits {
  readonly column: string;
  /** Its values without those that say "none". */
  readonly values: readonly string[];
  readonly distinct: readonly string[];
  /** The share of rows that have a value. */
  readonly filled: number;
  readonly dates: DatesOf | undefined;
  readonly times: boolean;
  readonly numbers: boolean;
  readonly flags: boolean;
}

/** Words that stand for no value in many exports. */
const NOTHING = new Set([
  "?",
  "-",
  "--",
  "n/a",
  "N/A",
  "#N/A",
  "null",
  "NULL",
  "(null)",
  "nan",
  "NaN",
  "nil",
]);

/** Whether a value is a word for none. */
export function isNothing(value: string): boolean {
  return NOTHING.has(value.trim());
}

/** What the columns of some rows look like. */
export function traitsOf(columns: readonly string[], rows: readonly SampleRow[]): Traits[] {
  return columns.map((column) => {
    const values = rows
      .map((row) => row[column] ?? "")
      .filter((value) => value.trim() !== "" && !isNothing(value));
    const distinct = [...new Set(values)];
    const all = (pattern: RegExp) => values.length > 0 && values.every((value) => pattern.test(value.trim()));
    return {
      column,
      values,
      distinct,
      filled: rows.length === 0 ? 0 : values.length / rows.length,
      dates: datesOf(values),
      times: areTimes(values),
      numbers: all(/^-?\d+([.,]\d+)?$/),
      flags: all(/^(true|false|yes|no|ja|nein|oui|non|si|sí|0|1)$/i),
    };
  });
}

/** A value that a column might be, how sure that is, from 0 to 1, and why. */
export interface Fit {
  readonly as: `ticket.${TicketName}` | `event.${EventName}`;
  readonly confidence: number;
  readonly because: string;
  readonly language: NameLanguage;
}

const INSTANTS = new Set(["created_at", "first_response_at", "resolved_at", "closed_at", "at"]);
const FEW = new Set(["status", "priority", "channel", "type", "group", "tier", "language", "kind", "role"]);
const PEOPLE = new Set(["assignee", "requester", "customer", "actor"]);

/** What a column might be, the likeliest first. */
export function fitsOf(traits: Traits, part: "ticket" | "event"): Fit[] {
  const names = Object.entries(part === "ticket" ? TICKET_NAMES : EVENT_NAMES);
  const all = names.flatMap(([name, known]) => {
    const named = fitName(traits.column, known);
    return named === undefined ? [] : [{ name, named }];
  });
  const fits = all.map(({ name, named }): Fit => {
    const exact = named.fit > 0.75;
    // Words of several names say neither.
    const torn = !exact && all.some((other) => other.name !== name && other.named.fit > 0.4);
    const values = valuesFit(name, traits);
    const share = values.share * (torn ? 0.75 : 1);
    const { but } = values;
    const because = `${exact ? "its name is one of" : "its name has words of"} “${named.name}”${but === "" ? "" : `, but ${but}`}`;
    const as = `${part}.${name}` as Fit["as"];
    return { as, confidence: named.fit * share, because, language: named.language };
  });
  return fits.filter((fit) => fit.confidence >= 0.2).sort((a, b) => b.confidence - a.confidence);
}

/** How well values fit what they might be, and what speaks against it. */
function valuesFit(name: string, traits: Traits): { share: number; but: string } {
  const { dates, distinct, values } = traits;
  if (values.length === 0) return { share: 0.9, but: "it is empty in these rows" };
  if (INSTANTS.has(name)) {
    if (dates === undefined) return { share: 0, but: "" };
    const words = wordsOf(traits.column);
    if (name !== "at" && words.some((word) => CHANGED.has(word))) {
      return { share: 0.3, but: "it seems to say when something was changed" };
    }
    const ought = words.some((word) => OUGHT.has(word));
    return ought ? { share: 0.2, but: "it seems to say when it should be" } : { share: 1, but: "" };
  }
  if (dates !== undefined && !(dates.bare && name === "id")) return { share: 0, but: "" };
  if (traits.times) return { share: 0, but: "" };
  const repeats = distinct.length / values.length;
  if (name === "id") {
    if (traits.flags && repeats < 1) return { share: 0.1, but: "it only says yes or no" };
    return traits.filled < 0.99 ? { share: 0.3, but: "some rows have none" } : { share: 1, but: "" };
  }
  if (name === "csat") {
    return traits.numbers ? { share: 1, but: "" } : { share: 0.3, but: "its values are no numbers" };
  }
  if (name === "level") {
    const isLevel = distinct.length < 7 && distinct.every((word) => /(^|\D)[1-5](\D|$)/.test(word));
    return isLevel ? { share: 1, but: "" } : { share: 0.4, but: "its values are no levels from 1 to 5" };
  }
  if (FEW.has(name)) {
    if (traits.flags && !traits.numbers) return { share: 0.4, but: "it only says yes or no" };
    const many = distinct.length > 20 && repeats > 0.5;
    return many ? { share: 0.4, but: "nearly every row has a value of its own" } : { share: 1, but: "" };
  }
  if (PEOPLE.has(name)) {
    if (traits.flags) return { share: 0.2, but: "it only says yes or no" };
    if (distinct.length < 6 && values.length > 100) return { share: 0.5, but: "it has very few values" };
  }
  return { share: 1, but: "" };
}

/** A column and what it is taken for. */
export interface Taken extends Fit {
  readonly column: string;
}

/** Gives each value its column and each column its value, the surest first. */
export function assign(fits: ReadonlyMap<string, readonly Fit[]>, least: number): Map<string, Taken> {
  const all = [...fits].flatMap(([column, list]) => list.map((fit): Taken => ({ ...fit, column })));
  const taken = new Map<string, Taken>();
  const used = new Set<string>();
  for (const one of all.sort((a, b) => b.confidence - a.confidence)) {
    if (one.confidence < least || used.has(one.as) || taken.has(one.column)) continue;
    used.add(one.as);
    taken.set(one.column, one);
  }
  return taken;
}
