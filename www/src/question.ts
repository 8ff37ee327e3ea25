/**
 * Questions: which metrics, of which tickets, grouped how.
 *
 * ```js
 * await desk.report({
 *   metrics: ["first_response_time", { metric: "full_resolution_time", goals: [86_400] }],
 *   by: ["channel"],
 *   bucket: "week",
 *   where: { priority: ["high", "urgent"], first_response_time: { max: 3600 } },
 *   period: { from: "2025-01-01", to: "2025-07-01" },
 * });
 * ```
 *
 * Easy to get wrong: a period is half-open, `from` included and `to` not, so that neighbouring periods share no ticket.
 */
import { DeskError, found } from "./error.js";
import { epochMs, type Instant } from "./instant.js";
import type { MetricId, ProfileName } from "./metric.js";
import { checkZone, type ZoneTable } from "./zone.js";

/** Stretches of the time line, and the slots of a week or day. */
export type BucketUnit = "hour" | "day" | "week" | "month" | "hour-of-week" | "hour-of-day" | "day-of-week";

/** A date of a ticket; `own` is each metric's own: of a reply, of a resolution. */
export type Anchor =
  | "own"
  | "created"
  | "first_response"
  | "first_resolved"
  | "resolved"
  | "closed"
  | "escalated"
  | "last_event";

/** A stretch of time, `from` included and `to` not; open where one is missing. */
export interface Period {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** What a value must be. All that is said must hold. */
export interface Condition extends Period {
  /** One of these; null stands for "missing". */
  readonly in?: readonly (string | number | null)[];
  /** None of these. */
  readonly not?: readonly (string | number | null)[];
  /** At least (durations in seconds). */
  readonly min?: number;
  /** At most. */
  readonly max?: number;
  /** Whether the value is missing. */
  readonly missing?: boolean;
}

/**
 * Conditions by name: of dimensions (`channel`, a custom one …), dates (`created`, `resolved` …) and facts (`escalated`,
 * `reopened`, `agents`, `transfers`, `response_band`, `opening_hours`, `shift` …).
 */
export type Filter = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number | null)[] | Condition>
>;

/** Tickets and replies that are left out unless asked for. */
export type Inclusion = "merged" | "spam" | "deleted" | "test" | "bot" | "outbound";

/** A metric with its switches. */
export interface MetricSpec {
  readonly metric: MetricId;
  /** The key of its figures in the report (default the metric's name). */
  readonly as?: string;
  /** Targets in seconds: the report says how many were within each. */
  readonly goals?: readonly number[];
  /** Durations below zero (default `exclude`, counted as `negative`). */
  readonly negative?: "exclude" | "keep";
  readonly include?: readonly Inclusion[];
  /** What a rate is a share of (default `created`). */
  readonly of?: "created" | "solved" | "touched";
  /** What ends a resolution, or takes a ticket out of the backlog. */
  readonly until?: "usual" | "solved" | "closed" | "first-done";
  /** Escalations: only those from this level. */
  readonly fromLevel?: number;
  /** Escalations: only those to this level. */
  readonly toLevel?: number;
  /** `field`: the custom dimension. */
  readonly field?: string;
  /** Repeat contacts: within how many seconds (default 7 days). */
  readonly window?: number;
  /** Repeat contacts: whether they must be of the same type (default true). */
  readonly sameType?: boolean;
  /**
   * Durations and times in statuses: count open time only, of the calendar of the ticket's policy, else of the desk's own
   * (default `calendar`, round the clock). A ticket without either is left out as `no-calendar`.
   */
  readonly hours?: "calendar" | "business";
  /** Durations and times in statuses: count the open time of this calendar. */
  readonly calendar?: string;
  /** `share`: the tickets that count. */
  readonly where?: Filter;
  /** CSAT, NPS, CES: also answers that belong to no ticket, which {@link Desk.load} takes as a table (default false). */
  readonly unticketed?: boolean;
  /** Counts by hour or day: how often chance alone may look like a spike, 0 to 1 (default 0.001). */
  readonly falseAlarms?: number;
}

/** What a report shall hold. */
export interface Question {
  /** Metrics by name, or with what else there is to say of one, such as its goals or its hours. */
  readonly metrics: readonly (MetricId | MetricSpec)[];
  /** Up to two dimensions or facts. */
  readonly by?: string | readonly string[];
  /** The unit of time to split by. */
  readonly bucket?: BucketUnit;
  /** The date by which tickets fall into the period and the buckets (default each metric's own). */
  readonly anchor?: Anchor;
  /** Only tickets like these. */
  readonly where?: Filter;
  /** Only what falls into this stretch of time. */
  readonly period?: Period;
  /** Also the figures of the stretch just before the period, or of another period. */
  readonly compare?: "previous" | Period;
  /** What was not yet known then does not count (default the desk's `now`, else the clock). */
  readonly asOf?: Instant;
  /** Whose definitions apply (default the desk's). */
  readonly profile?: ProfileName;
  /** IANA zone of buckets and of dates without an offset (default the desk's). */
  readonly timeZone?: string;
  /** First day of the week: 1 Monday to 7 Sunday. */
  readonly weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** Quantiles interpolated between neighbours (type 7, the default), or the nearest value. */
  readonly quantiles?: "linear" | "nearest";
}

/** What may change from run to run of a prepared question. */
export interface Changes {
  readonly where?: Filter;
  readonly period?: Period;
  readonly asOf?: Instant;
}

/** Which tickets an analysis is about, as in reports. */
export interface Selected {
  readonly where?: Filter;
  /** The stretch of time in which the tickets were created. */
  readonly period?: Period;
  /** What was not yet known then does not count (default the desk's `now`, else the clock). */
  readonly asOf?: Instant;
  readonly profile?: ProfileName;
  readonly timeZone?: string;
}

/** A question or changes as the core takes them. */
export type RawQuestion = Readonly<Record<string, unknown>>;

/** What a question does not say itself. */
export interface Surroundings {
  readonly timeZone: string;
  readonly weekStart: number;
  readonly asOf: number;
  /** The table of a zone. */
  readonly zone: (name: string) => ZoneTable;
}

/** A question as the core takes it, which checks all but instants and zones. */
export function rawQuestion(question: Question, around: Surroundings, at: string): RawQuestion {
  if (!isObject(question)) {
    const message = `expected a question such as { metrics: ["first_response_time"] }; found ${found(question)}`;
    throw new DeskError("bad-question", message, at === "" ? {} : { path: at });
  }
  const { timeZone = around.timeZone, weekStart = around.weekStart, asOf = around.asOf } = question;
  checkZone(timeZone, under(at, "timeZone"));
  const instants = new Instants(() => around.zone(timeZone));
  const { metrics, compare } = question;
  return {
    ...instants.changes({ ...question, asOf }, at),
    metrics: isList(metrics)
      ? metrics.map((spec, index) => instants.metric(spec, `${under(at, "metrics")}[${index}]`))
      : metrics,
    compare: instants.period(compare, under(at, "compare")),
    timeZone,
    weekStart,
  };
}

/** An analysis's question as the core takes it. */
export function rawSelection(question: Selected, around: Surroundings): RawQuestion {
  const { timeZone = around.timeZone, asOf = around.asOf } = question;
  checkZone(timeZone, "timeZone");
  const instants = new Instants(() => around.zone(timeZone));
  const { metric, metrics, ...rest } = question as Selected & { metric?: unknown; metrics?: unknown };
  return {
    ...instants.changes({ ...rest, asOf }, ""),
    timeZone,
    ...(metric !== undefined && { metric: instants.metric(metric, "metric") }),
    ...(isList(metrics) && {
      metrics: metrics.map((spec, index) => instants.metric(spec, `metrics[${index}]`)),
    }),
  };
}

/** Changes of a prepared question as the core takes them. */
export function rawChanges(changes: Changes, zone: () => ZoneTable): RawQuestion {
  return new Instants(zone).changes(changes, "");
}

/** Makes epoch milliseconds of the instants in a question; the rest stays as it is. */
class Instants {
  readonly #zone: () => ZoneTable;

  constructor(zone: () => ZoneTable) {
    this.#zone = zone;
  }

  changes(from: Changes, at: string): RawQuestion {
    const { where, period, asOf, ...rest } = from;
    return {
      ...rest,
      ...(where !== undefined && { where: this.#where(where, under(at, "where")) }),
      ...(period !== undefined && { period: this.period(period, under(at, "period")) }),
      ...(asOf !== undefined && { asOf: this.#instant(asOf, under(at, "asOf")) }),
    };
  }

  metric(spec: unknown, at: string): unknown {
    return isObject(spec) && "where" in spec
      ? { ...spec, where: this.#where(spec.where, under(at, "where")) }
      : spec;
  }

  period(period: unknown, at: string): unknown {
    if (!isObject(period) || !("from" in period || "to" in period)) return period;
    const { from, to }: { from?: unknown; to?: unknown } = period;
    return {
      ...period,
      from: this.#instant(from, under(at, "from")),
      to: this.#instant(to, under(at, "to")),
    };
  }

  #where(filter: unknown, at: string): unknown {
    if (!isObject(filter)) return filter;
    const condition = ([name, value]: [string, unknown]): [string, unknown] => {
      if (value !== undefined) return [name, this.period(value, under(at, name))];
      // In the core nothing is "missing", which a variable that happens to be empty did not say.
      throw new DeskError("bad-filter", "expected a condition; found undefined", { path: under(at, name) });
    };
    return Object.fromEntries(Object.entries(filter).map(condition));
  }

  #instant(instant: unknown, at: string): unknown {
    return instant === undefined ? undefined : epochMs(instant as Instant, this.#zone, at);
  }
}

/** The path of a property. */
function under(parent: string, name: string): string {
  return parent === "" ? name : `${parent}.${name}`;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
