/**
 * Time zones as lists of transitions, taken from the browser's own `Intl`, so that the package carries no zone data.
 *
 * ```js
 * const berlin = zoneTable("Europe/Berlin");
 * berlin.offsets[0]; // 3600000: one hour east of UTC until the first transition
 * ```
 *
 * Easy to get wrong: a table is right only between `from` and `until`. Beyond them the core answers `zone-range`.
 */
import { DeskError, found } from "./error.js";

/** The offsets of a zone between two instants, in epoch milliseconds. */
export interface ZoneTable {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  /** Instants at which the offset changes, ascending. */
  readonly starts: Float64Array;
  /** Milliseconds east of UTC: before the first transition, then from each on. */
  readonly offsets: Int32Array;
}

const DAY = 86_400_000;
const YEAR = 365.2425 * DAY;
/** Nearly all transitions stand on a full hour, nearly all others on a full minute. */
const UNITS = [3_600_000, 60_000, 1000];

/**
 * What a table covers: 1970 to now + 20 years; 1900 to now + 100 years when the data go beyond that. `step` is less than
 * the shortest time for which any zone held an offset: 12 days (Tucumán, June 2004), and 8 days (Tunis, April 1943).
 */
const USUAL = { from: 0, until: () => Date.now() + 20 * YEAR, step: 10 * DAY };
const WIDE = { from: Date.UTC(1900), until: () => Date.now() + 100 * YEAR, step: 7 * DAY };

const tables = new Map<string, ZoneTable>();

/** The zone of the page. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Throws `unknown-zone`, naming `path`, when the platform does not know the zone. */
export function checkZone(name: unknown, path: string): asserts name is string {
  if (typeof name !== "string") {
    const message = `expected the name of a time zone such as "Europe/Paris"; found ${found(name)}`;
    throw new DeskError("unknown-zone", message, { path });
  }
  if (name === "UTC" || tables.has(name)) return;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
  } catch (cause) {
    const message = `no time zone is called ${found(name)}; use an IANA name such as "Europe/Paris"`;
    throw new DeskError("unknown-zone", message, { path, cause });
  }
}

/** The table of a zone that {@link checkZone} has accepted, made once for each zone. `wide` asks for more years. */
export function zoneTable(name: string, wide = false): ZoneTable {
  const { from, until, step } = wide ? WIDE : USUAL;
  const known = tables.get(name);
  if (known !== undefined && known.from <= from) return known;
  const table = transitions(name, from, until(), step);
  tables.set(name, table);
  return table;
}

/** The instant of a wall-clock time. A time the clock skipped becomes the transition; one it showed twice is the first. */
export function fromLocal(table: ZoneTable, local: number): number {
  for (let segment = 0; segment < table.offsets.length; segment++) {
    const at = local - (table.offsets[segment] ?? 0);
    if (at < (table.starts[segment] ?? Number.POSITIVE_INFINITY)) {
      return Math.max(at, table.starts[segment - 1] ?? Number.NEGATIVE_INFINITY);
    }
  }
  return local;
}

function transitions(name: string, from: number, until: number, step: number): ZoneTable {
  const starts: number[] = [];
  const offsetAt = offsetReader(name);
  const offsets = [offsetAt(from)];
  let before = offsetAt(from);
  for (let at = from; at < until; at += step) {
    const next = Math.min(at + step, until);
    const after = offsetAt(next);
    if (after === before) continue;
    starts.push(transition(offsetAt, at, next, after));
    offsets.push(after);
    before = after;
  }
  return {
    name,
    from,
    until: Math.floor(until),
    starts: Float64Array.from(starts),
    offsets: Int32Array.from(offsets),
  };
}

/** The first instant of the offset `after`, which is in force at `high` but not at `low`. */
function transition(offsetAt: (at: number) => number, low: number, high: number, after: number): number {
  for (const unit of UNITS) {
    if (offsetAt(high - 1000) !== after) break;
    while (high - low > unit) {
      const middle = Math.max(Math.floor((low + high) / 2 / unit) * unit, low + 1000);
      if (offsetAt(middle) === after) high = middle;
      else low = middle;
    }
  }
  return high;
}

/** A reader of a zone's offset at an instant, for years of four digits. */
function offsetReader(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (at) => {
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = numbersIn(format.format(at));
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
}

/** The whole numbers of a text; five times as fast as a regular expression, and called thousands of times. */
function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  let number = -1;
  for (let at = 0; at <= text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      number = Math.max(number, 0) * 10 + digit;
    } else if (number >= 0) {
      numbers.push(number);
      number = -1;
    }
  }
  return numbers;
}
