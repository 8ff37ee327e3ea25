/**
 * Figures: a number with everything needed to trust it.
 *
 * ```js
 * const figure = report.cell({ channel: "email", metric: "first_response_time" });
 * if (figure?.family === "distribution") console.log(figure.median, figure.n, figure.censored);
 * ```
 *
 * Easy to get wrong: no figure comes from no data. `value` is then null, never 0, and `reason` says why.
 */
import type { Direction, Family, MetricId, Unit } from "./metric.js";
import type { Lacking, MetricHeader, Table } from "./table.js";

/** The range in which the true value lies with 95 % confidence, as far as chance goes. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: 0.95;
  /** `student-t`, `wilson` or `normal`. */
  readonly method: string;
}

/** A target, and how many values were within it. */
export interface Goal {
  /** In seconds. */
  readonly goal: number;
  readonly count: number;
  /** 0 to 1; null without any values. */
  readonly rate: number | null;
}

/** Why there is no value. */
export type Reason =
  /** Nothing to count. */
  | "no-tickets"
  /** All there is still runs. */
  | "all-running"
  /** All there is was left out, see `excluded`. */
  | "all-excluded"
  /** Some values, but too few for this figure. */
  | "too-few";

/** What every figure holds. */
export interface FigureBase<Kind extends Family> {
  readonly family: Kind;
  readonly metric: MetricId;
  readonly key: string;
  /** The metric's name for people. */
  readonly title: string;
  /** Whose definition applied. */
  readonly profile: string;
  readonly unit: Unit;
  readonly direction: Direction;
  /** The instant it is for, in epoch milliseconds. */
  readonly asOf: number;
  /** The figure itself; null when there is none. */
  readonly value: number | null;
  /** How many values it is made of. */
  readonly n: number;
  /** How many were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** How many still run: they have no value yet, and will get one later. */
  readonly censored: number;
  /** Why `value` is null. */
  readonly reason?: Reason;
  /** What the sources of the desk have not told, so that it lacks data. */
  readonly lacks?: readonly Lacking[];
  /** The same figure in the period compared with. */
  readonly previous?: { readonly value: number | null; readonly n: number | null };
}

/** Durations (in seconds) and numbers a ticket; `value` is the mean, or the median under profiles that go by it. */
export interface DistributionFigure extends FigureBase<"distribution"> {
  readonly mean: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number | null;
  /** Sample variance, in squared units. */
  readonly variance: number | null;
  /** Standard deviation. */
  readonly sd: number | null;
  /** Coefficient of variation: standard deviation over mean. */
  readonly cv: number | null;
  /** Of the mean. */
  readonly interval?: Interval;
  readonly goals: readonly Goal[];
}

/** A share, 0 to 1: `count` of `n`. */
export interface RateFigure extends FigureBase<"rate"> {
  readonly count: number;
  readonly interval?: Interval;
}

/** How many. By hour or day it says whether so many are a spike against the same hours or days of earlier weeks. */
export interface CountFigure extends FigureBase<"count"> {
  readonly spike?: boolean;
  readonly expected?: number;
  /** How likely so many are, by chance alone. */
  readonly pValue?: number;
}

/** Answers by score, as far as they occur. */
export interface Scored {
  readonly scores: Readonly<Record<string, number>>;
  /** Answers that do not fit the scale, and do not count. */
  readonly offScale: number;
  readonly interval?: Interval;
}

/** Customer satisfaction: the share of the satisfied, 0 to 1. */
export interface CsatFigure extends FigureBase<"csat">, Scored {
  readonly count: number;
  readonly mean: number | null;
}

/** Net promoter score, -100 to 100. */
export interface NpsFigure extends FigureBase<"nps">, Scored {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** Customer effort: the mean score. `direction` says whether the scale counts effort or ease. */
export interface CesFigure extends FigureBase<"ces">, Scored {
  /** Share of answers that say it was easy, 0 to 1. */
  readonly easy: number | null;
  /** Those less the ones that say it was hard, -100 to 100. */
  readonly net: number | null;
}

/** A stock at an instant, such as the backlog. */
export interface LevelFigure extends FigureBase<"level"> {}

/** Variance taken apart; `value` is the share that lies between the channels, 0 to 1. */
export interface VarianceFigure extends FigureBase<"variance"> {
  readonly between: number | null;
  readonly within: number | null;
  readonly total: number | null;
  readonly channels: number;
}

/** A figure; `family` tells which kind. */
export type Figure =
  | DistributionFigure
  | RateFigure
  | CountFigure
  | CsatFigure
  | NpsFigure
  | CesFigure
  | LevelFigure
  | VarianceFigure;

/** The figure of a metric in a row of a table. */
export function figureOf(table: Table, header: MetricHeader, row: number): Figure {
  const read = (offset: number) => table.values[offset + row] ?? Number.NaN;
  const found: Record<string, number | null> = {};
  for (const { name, offset } of header.statistics) found[name] = orNull(read(offset));
  const { family, metric, key, title, profile, unit, direction, interval } = header;
  const value = found[header.value] ?? null;
  const n = found.n ?? value ?? 0;
  const excluded: Record<string, number> = {};
  for (const { name, offset } of header.excluded) {
    if (read(offset) > 0) excluded[name] = read(offset);
  }
  const censored = found.censored ?? 0;
  const number = (name: string) => found[name] ?? null;
  const count = (name: string) => found[name] ?? 0;

  const base = {
    metric,
    key,
    title,
    profile,
    unit,
    direction,
    asOf: table.header.asOf,
    value,
    n,
    excluded,
    censored,
    ...(value === null && { reason: reasonOf(n, censored, excluded) }),
    ...(header.lacks.length > 0 && { lacks: header.lacks }),
    ...("previous" in found && { previous: { value: number("previous"), n: number("previous_n") } }),
  };
  const { low, high } = found;
  const range =
    interval !== null && typeof low === "number" && typeof high === "number"
      ? { interval: { low, high, level: 0.95, method: interval } as const }
      : {};
  const scored = () => ({ scores: scoresIn(found), offScale: count("off_scale"), ...range });

  switch (family) {
    case "distribution":
      return {
        family,
        ...base,
        mean: number("mean"),
        median: number("median"),
        p75: number("p75"),
        p90: number("p90"),
        p95: number("p95"),
        p99: number("p99"),
        min: number("min"),
        max: number("max"),
        sum: number("sum"),
        variance: number("variance"),
        sd: number("sd"),
        cv: number("cv"),
        ...range,
        goals: header.goals.map((goal, at) => {
          const within = count(`goal_${at}`);
          return { goal, count: within, rate: n > 0 ? within / n : null };
        }),
      };
    case "rate":
      return { family, ...base, count: count("count"), ...range };
    case "count": {
      const { spike, expected, p_value: pValue } = found;
      return {
        family,
        ...base,
        ...(typeof spike === "number" && { spike: spike > 0 }),
        ...(typeof expected === "number" && { expected }),
        ...(typeof pValue === "number" && { pValue }),
      };
    }
    case "csat":
      return { family, ...base, count: count("count"), mean: number("mean"), ...scored() };
    case "nps":
      return {
        family,
        ...base,
        promoters: count("promoters"),
        passives: count("passives"),
        detractors: count("detractors"),
        ...scored(),
      };
    case "ces":
      return { family, ...base, easy: number("easy"), net: number("net"), ...scored() };
    case "level":
      return { family, ...base };
    case "variance":
      return {
        family,
        ...base,
        between: number("between"),
        within: number("within"),
        total: number("total"),
        channels: count("channels"),
      };
  }
}

function reasonOf(n: number, censored: number, excluded: Readonly<Record<string, number>>): Reason {
  if (n > 0) return "too-few";
  if (censored > 0) return "all-running";
  return Object.keys(excluded).length > 0 ? "all-excluded" : "no-tickets";
}

function scoresIn(found: Readonly<Record<string, number | null>>): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const [name, count] of Object.entries(found)) {
    if (name.startsWith("score_") && count !== null && count > 0) scores[name.slice("score_".length)] = count;
  }
  return scores;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
