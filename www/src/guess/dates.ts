/**
 * How dates are written, told by their values.
 *
 * Easy to get wrong: 3/9 is a day in March or in September. A number over 12 in any column of the file settles it for all; where
 * there is none, the guess says so.
 */
import type { DateFormat } from "../mapping.js";

/** How some dates are written; `order` is open where day and month could change places. */
interface Shape {
  readonly format: string;
  readonly mark?: string;
  /** Numbers that stand first and second, where either may be the day. */
  readonly pair?: readonly [number, number];
  readonly half?: boolean;
  readonly zoned: boolean;
  readonly timed: boolean;
}

/** What the values of a column say of how they are written. */
export interface DatesOf {
  /** The ways they are written, the most frequent first; day and month as `#` where they may change places. */
  readonly shapes: readonly string[];
  /** Of dates with a changeable order: values over twelve in the first and in the second place. */
  readonly over: readonly [number, number];
  readonly example: readonly [string | undefined, string | undefined];
  readonly marks: ReadonlySet<string>;
  readonly half: boolean;
  /** Whether all values name an offset, and whether any names a time. */
  readonly zoned: boolean;
  readonly timed: boolean;
  /** Whether they are bare numbers, which might count something else. */
  readonly bare: boolean;
}

const ISO = /^\d{4}-\d\d-\d\d(?:(?:T| )\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const MONTH_NAMED = /^(\d{1,2})([-/. ])(\p{L}{3,9})\2(\d{4}|\d{2})(?!\d)/u;
const MONTH_FIRST = /^(\p{L}{3,9}) (\d{1,2})(,?) (\d{4})(?!\d)/u;
const COMPACT = /^(\d{4}|\d{2})(\d{2})(\d{2})(?!\d)/;
const TIME = /^(T|,? +)(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?( ?[AP]M)?( ?(?:Z|[+-]\d\d:?\d\d))?$/i;
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** The shape of one value; nothing where it is no date. */
function shapeOf(text: string): Shape | undefined {
  const iso = ISO.exec(text);
  if (iso !== null && isDay(Number(text.slice(8, 10)), Number(text.slice(5, 7)))) {
    return { format: "iso", zoned: iso[1] !== undefined, timed: text.length > 10 };
  }
  // From the end of 2001 on; what is shorter is more often a number of something.
  if (/^1\d{9}(\.\d+)?$/.test(text)) return { format: "epoch-s", zoned: true, timed: true };
  if (/^1\d{12}$/.test(text)) return { format: "epoch-ms", zoned: true, timed: true };
  const date = dateOf(text);
  if (date === undefined) return undefined;
  const rest = text.slice(date.length);
  if (rest === "") return { ...date, zoned: false, timed: false };
  const time = TIME.exec(rest);
  if (time === null || Number(time[2]) > 24 || Number(time[3]) > 59) return undefined;
  const [, gap = " ", hour, , second, fraction, half, zone] = time;
  const format = [
    date.format,
    gap === "T" ? "T" : gap.startsWith(",") ? ", " : " ",
    hour?.length === 1 ? "H:MM" : "HH:MM",
    second === undefined ? "" : ":SS",
    fraction === undefined ? "" : `.${"f".repeat(fraction.length - 1)}`,
    half === undefined ? "" : half.startsWith(" ") ? " AM" : "AM",
    zone === undefined ? "" : zone.startsWith(" ") ? " Z" : "Z",
  ].join("");
  return { ...date, format, half: half !== undefined, zoned: zone !== undefined, timed: true };
}

interface DatePart {
  readonly format: string;
  readonly length: number;
  readonly mark?: string;
  readonly pair?: readonly [number, number];
}

function dateOf(text: string): DatePart | undefined {
  let match = YEAR_FIRST.exec(text);
  if (match !== null) {
    const [all, , mark = "", month, day] = match;
    return isDay(Number(day), Number(month))
      ? { format: ["yyyy", "m", "d"].join(mark), length: all.length }
      : undefined;
  }
  match = YEAR_LAST.exec(text);
  if (match !== null) {
    const [all, first, mark = "", second, year] = match;
    const pair = [Number(first), Number(second)] as const;
    if (!isDay(...pair) && !isDay(pair[1], pair[0])) return undefined;
    const format = ["#", "#", year?.length === 2 ? "yy" : "yyyy"].join(mark);
    return { format, length: all.length, mark, pair };
  }
  match = MONTH_NAMED.exec(text);
  if (match !== null) {
    const [all, , mark = "", name = "", year] = match;
    if (!isMonth(name)) return undefined;
    const month = name.length > 3 ? "Month" : "Mon";
    return { format: ["d", month, year?.length === 2 ? "yy" : "yyyy"].join(mark), length: all.length };
  }
  match = MONTH_FIRST.exec(text);
  if (match !== null) {
    const [all, name = "", , comma = ""] = match;
    if (!isMonth(name)) return undefined;
    return { format: `${name.length > 3 ? "Month" : "Mon"} d${comma} yyyy`, length: all.length };
  }
  match = COMPACT.exec(text);
  if (match === null) return undefined;
  const [all, year = "", month, day] = match;
  const isYear = year.length === 2 || (Number(year) > 1969 && Number(year) < 2100);
  const format = year.length === 2 ? "yymmdd" : "yyyymmdd";
  return isYear && isDay(Number(day), Number(month)) ? { format, length: all.length } : undefined;
}

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

function isMonth(name: string): boolean {
  return MONTHS.includes(name.slice(0, 3).toLowerCase());
}

/** What the values of a column are written like; nothing where fewer than 19 of 20 are dates. */
export function datesOf(values: readonly string[]): DatesOf | undefined {
  const counts = new Map<string, number>();
  const over: [number, number] = [0, 0];
  const example: [string | undefined, string | undefined] = [undefined, undefined];
  const marks = new Set<string>();
  let dates = 0;
  let half = false;
  let zoned = true;
  let timed = false;
  for (const value of values) {
    const shape = shapeOf(value.trim());
    if (shape === undefined) continue;
    dates += 1;
    counts.set(shape.format, (counts.get(shape.format) ?? 0) + 1);
    if (shape.mark !== undefined) marks.add(shape.mark);
    for (const place of [0, 1] as const) {
      if ((shape.pair?.[place] ?? 0) > 12) {
        over[place] += 1;
        example[place] ??= value;
      }
    }
    half ||= shape.half === true;
    zoned &&= shape.zoned;
    timed ||= shape.timed;
  }
  if (dates === 0 || dates < values.length * 0.95) return undefined;
  const shapes = [...counts].sort((a, b) => b[1] - a[1]).map(([format]) => format);
  const bare = shapes.some((shape) => /^(epoch|yyyymmdd$|yymmdd$)/.test(shape));
  return { shapes: shapes.slice(0, 4), over, example, marks, half, zoned, timed, bare };
}

/** Whether day or month stands first, and why. */
export interface DayOrder {
  readonly dayFirst: boolean;
  readonly because: string;
  /** Whether a value settled it. */
  readonly sure: boolean;
}

/** Which of day and month stands first in a file; nothing where no date leaves it open. */
export function dayOrder(columns: readonly DatesOf[], english: boolean): DayOrder | undefined {
  const open = columns.filter((dates) => dates.shapes.some((shape) => shape.includes("#")));
  if (open.length === 0) return undefined;
  const [first, second] = [0, 1].map((place) =>
    open.reduce((sum, dates) => sum + (dates.over[place] ?? 0), 0),
  ) as [number, number];
  if (first + second > 0) {
    const dayFirst = first >= second;
    const example = open.find((dates) => dates.example[dayFirst ? 0 : 1] !== undefined)?.example[
      dayFirst ? 0 : 1
    ];
    const other = Math.min(first, second);
    const but = other > 0 ? `, though ${other} of the values can only be the other way` : "";
    const part = dayFirst ? "first" : "second";
    return {
      dayFirst,
      because: `the day stands ${part}: ${example} has no such month${but}`,
      sure: other === 0,
    };
  }
  const none = "no value is over 12, so day and month could change places;";
  if (open.some((dates) => dates.marks.has("."))) {
    return { dayFirst: true, because: `${none} with dots the day usually stands first`, sure: false };
  }
  if (open.some((dates) => dates.half)) {
    return { dayFirst: false, because: `${none} with AM and PM the month usually stands first`, sure: false };
  }
  const because = english
    ? "the day is taken to stand first"
    : "in the language of the names the day stands first";
  return { dayFirst: true, because: `${none} ${because}`, sure: false };
}

/** The formats of a column, with day and month in their places. */
export function formatsOf(dates: DatesOf, order: DayOrder | undefined): DateFormat[] {
  const [first, second] = order?.dayFirst === false ? ["m", "d"] : ["d", "m"];
  return dates.shapes.map((shape) => shape.replace("#", first ?? "d").replace("#", second ?? "m"));
}

/** Formats as a mapping has them: one alone, or a list. */
export function oneOrList(formats: readonly DateFormat[]): DateFormat | readonly DateFormat[] {
  return formats.length === 1 ? (formats[0] ?? "iso") : formats;
}

/** Whether all values are times of the day without a date. */
export function areTimes(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => /^\d{1,2}:\d{2}(:\d{2})?$/.test(value.trim()));
}
