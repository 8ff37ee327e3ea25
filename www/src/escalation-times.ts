/**
 * Time to escalation: who is escalated and after how long, with the tickets that still wait counted as waiting.
 *
 * ```js
 * const { rows, logRank } = await desk.escalationTimes({ by: "type", period: { from: "2026-01-01" } });
 * for (const { by, ofCreated, escalated, censored } of rows) {
 *   console.log(by.type, ofCreated.rate, escalated.mean, censored.restrictedMean);
 * }
 * ```
 *
 * Easy to get wrong: `escalated.mean` is the mean of those escalated so far, which leaves out the slow ones that are yet to
 * come. `censored` counts them. A small mean is no good sign where the rate is high.
 */
import type { Selected } from "./question.js";

/** A question about the time to escalation. */
export interface EscalationTimesQuestion extends Selected {
  /** Up to two dimensions or facts to group by. */
  readonly by?: string | readonly string[];
  /** From the ticket's opening (the default), or from when an agent took it up: was given it, answered, or set it to work. */
  readonly from?: "opening" | "pickup";
  /** Count open time of the ticket's policy's calendar, else the desk's (default `calendar`, round the clock). */
  readonly hours?: "calendar" | "business";
  /** Count the open time of this calendar. */
  readonly calendar?: string;
  /** How far restricted means go, in seconds (default the longest wait that every group was watched for). */
  readonly horizon?: number;
  /** At most so many points of each curve (default 200). */
  readonly points?: number;
}

/** A share with its denominator and Wilson's 95 % interval. */
export interface EscalatedShare {
  readonly count: number;
  readonly of: number;
  /** null of nothing. */
  readonly rate: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/** Escalations from one level to another, first and later ones. Seconds. */
export interface EscalationPair {
  /** 0 where nobody knows it. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** From the opening. */
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  /** At the level left, since the ticket came to it. */
  readonly heldMean: number | null;
  readonly heldMedian: number | null;
}

/** The curves at one time. */
export interface EscalationPoint {
  /** Seconds. */
  readonly time: number;
  /** How many were still waiting just before. */
  readonly atRisk: number;
  /** The Kaplan–Meier share not escalated, as if nothing else ended the wait. */
  readonly survival: number;
  readonly interval: readonly [low: number, high: number] | null;
  /** Cumulative incidence: the share escalated by then. */
  readonly escalated: number;
  readonly standardError: number;
  /** The share resolved without escalation by then. */
  readonly resolved: number;
  /** The share still waiting; the three add up to one. */
  readonly waiting: number;
}

/** The time to escalation of one group. Durations are in seconds. */
export interface EscalationTimesRow {
  /** The word of each dimension; null for tickets without one. */
  readonly by: Readonly<Record<string, string | null>>;
  /** Escalated of all tickets created. */
  readonly ofCreated: EscalatedShare;
  /** Escalated of those that an agent touched. */
  readonly ofTouched: EscalatedShare;
  /** Escalated of those solved. */
  readonly ofSolved: EscalatedShare;
  /** Resolved without escalation. */
  readonly resolved: number;
  /** Neither yet. */
  readonly waiting: number;
  /** Left out because nobody knows when they were picked up. */
  readonly unknown: number;
  /** Left out by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** The escalated alone. */
  readonly escalated: {
    readonly n: number;
    /** Average time to escalation. */
    readonly mean: number | null;
    readonly interval: readonly [low: number, high: number] | null;
    readonly median: number | null;
    readonly p75: number | null;
    readonly p90: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
    readonly min: number | null;
    readonly max: number | null;
    readonly sd: number | null;
    /** Without the fastest and the slowest tenth. */
    readonly trimmedMean: number | null;
    /** null where a time is nought. */
    readonly geometricMean: number | null;
    /** Lower edges of a histogram's bins, and the upper edge of the last. */
    readonly edges: readonly number[];
    readonly counts: readonly number[];
  };
  /** Read off the Kaplan–Meier curve, which counts those that wait; null where it never falls so far. */
  readonly censored: {
    readonly p25: number | null;
    readonly median: number | null;
    readonly medianInterval: readonly [low: number | null, high: number | null];
    readonly p75: number | null;
    /** The mean up to the horizon, longer waits counting as that; null of nothing. */
    readonly restrictedMean: number | null;
    readonly standardError: number | null;
  };
  readonly curve: readonly EscalationPoint[];
  readonly pairs: readonly EscalationPair[];
}

/** The time to escalation, group by group. */
export interface EscalationTimes {
  /** Seconds. */
  readonly horizon: number;
  readonly rows: readonly EscalationTimesRow[];
  /** Whether the groups wait equally long: the log-rank test; null with fewer than two groups, or more than 64. */
  readonly logRank: { readonly chiSquared: number; readonly degrees: number; readonly p: number } | null;
}
