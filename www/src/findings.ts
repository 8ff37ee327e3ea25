/**
 * What stands out, and what is slow when.
 *
 * ```js
 * const { findings } = await desk.findings({ by: ["type", "channel"] });
 * for (const finding of findings) console.log(findingText(finding));
 * // "type billing on weekends: first response time is 5.1 h longer (n 212, p < 0.001 after correction)"
 * ```
 *
 * Easy to get wrong: `effect` is the median of all differences, not the difference of the medians, which stand beside it.
 */
import type { MetricId } from "./metric.js";
import type { MetricSpec, Selected } from "./question.js";

/** Some of the days, or a quarter of every day, by local time. */
export type PartOfWeek =
  | "monday"
  | "tuesday"
  | "wednesday"
  | "thursday"
  | "friday"
  | "saturday"
  | "sunday"
  | "weekend"
  | "night"
  | "morning"
  | "afternoon"
  | "evening";

/** A question about what stands out. */
export interface FindingsQuestion extends Selected {
  /** Dimensions whose words are compared (default channel, priority, tier, type and group). */
  readonly by?: string | readonly string[];
  /** Durations and rates to compare (default first response, escalation and resolution times, escalation and reopen rates). */
  readonly metrics?: readonly (MetricId | MetricSpec)[];
  /** How likely even one false finding may be (default 0.05). */
  readonly alpha?: number;
  /** The fewest tickets a group, and what it is compared with, must have (default 30). */
  readonly least?: number;
  /** How many findings to tell (default 20). */
  readonly limit?: number;
}

/** Something that stands out, with its evidence. Durations are in seconds. */
export interface Finding {
  /** What made it: a word against all others, a part of the week against other times, or a word in a part of the week against the same word at other times. */
  readonly rule: "word" | "part-of-week" | "word-in-part-of-week";
  readonly metric: string;
  /** `share` for rates. */
  readonly unit: "seconds" | "share" | "number" | "count" | "points";
  readonly dimension: string | null;
  /** null for tickets without a word, where `dimension` is one. */
  readonly word: string | null;
  /** The part of the week in which the tickets were created. */
  readonly part: PartOfWeek | null;
  /** How many tickets it is about. */
  readonly n: number;
  /** How many they are compared with. */
  readonly others: number;
  /** Their median, or rate. */
  readonly value: number;
  readonly otherValue: number;
  /** How far they lie apart: the median of all differences (Hodges–Lehmann), or the difference of the rates. */
  readonly effect: number;
  /** Ends of its 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Chance of such a difference without any cause. */
  readonly p: number;
  /** The same, adjusted for all comparisons made (Holm). */
  readonly pAdjusted: number;
  /** Ids of up to ten tickets behind it, the largest values first. */
  readonly tickets: readonly string[];
}

/** What stands out, the strongest first. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** How many comparisons were made. */
  readonly comparisons: number;
  /** Dimensions of which only the 200 words with the most tickets were compared. */
  readonly cut: readonly string[];
}

/** A question about when things are slow. */
export interface SlowPeriodsQuestion extends Selected {
  /** The duration asked about (default `time_to_escalation`). */
  readonly metric?: MetricId | MetricSpec;
  /** The dimension that is crossed with parts of the week (default `type`). */
  readonly by?: string;
  /** How likely even one false mark may be (default 0.05). */
  readonly alpha?: number;
  /** The fewest tickets that are compared (default 20). */
  readonly least?: number;
  /** How many words in parts of the week to list (default 20). */
  readonly limit?: number;
}

/** When things are slow. Durations are in seconds. */
export interface SlowPeriods {
  readonly metric: string;
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** The 168 hours of the week of creation, from Monday midnight on. */
  readonly hours: readonly {
    readonly n: number;
    readonly mean: number | null;
    readonly median: number | null;
    /** Adjusted for all hours; null with too few tickets. */
    readonly p: number | null;
    /** Slower than other hours, and not by chance. */
    readonly slow: boolean;
  }[];
  /** The months of creation, from the first to the last. */
  readonly months: readonly {
    /** Its first instant. */
    readonly month: number;
    readonly n: number;
    readonly mean: number | null;
    readonly median: number | null;
    /** Against the month before; null without one, or with too few tickets. */
    readonly change: {
      readonly shift: number;
      readonly low: number;
      readonly high: number;
      /** Adjusted for all months. */
      readonly p: number;
      /** More than chance. */
      readonly real: boolean;
    } | null;
  }[];
  readonly dimension: string;
  /** Words that are slower in a part of the week than at other times, and not by chance; what costs most in all first. */
  readonly leaders: readonly {
    readonly word: string | null;
    readonly part: PartOfWeek;
    readonly n: number;
    readonly median: number;
    readonly otherMedian: number;
    readonly shift: number;
    readonly low: number;
    readonly high: number;
    /** Adjusted for all words and parts. */
    readonly p: number;
    /** The shift times the number of tickets. */
    readonly lost: number;
  }[];
  /** How many words in parts of the week were compared. */
  readonly compared: number;
}

/** A finding in a sentence. */
export function findingText(finding: Finding): string {
  const { dimension, word, part, metric, effect, unit, n, pAdjusted, low, high } = finding;
  const about = dimension === null ? "tickets" : `${dimension} ${word ?? "(none)"}`;
  const when = part === null ? "" : ` ${PARTS[part]}`;
  const p = pAdjusted < 0.001 ? "p < 0.001" : `p ${pAdjusted.toFixed(3)}`;
  const size = amount(Math.abs(effect), unit);
  const [least, most] = [low, high].map((end) => amount(end, unit));
  const direction =
    unit === "seconds" ? (effect > 0 ? "longer" : "shorter") : effect > 0 ? "higher" : "lower";
  return `${about}${when}: ${metric.replaceAll("_", " ")} is ${size} ${direction} (95 % ${least} to ${most}, n ${n}, ${p} after correction)`;
}

const PARTS: Record<PartOfWeek, string> = {
  monday: "on Mondays",
  tuesday: "on Tuesdays",
  wednesday: "on Wednesdays",
  thursday: "on Thursdays",
  friday: "on Fridays",
  saturday: "on Saturdays",
  sunday: "on Sundays",
  weekend: "on weekends",
  night: "at night",
  morning: "in the morning",
  afternoon: "in the afternoon",
  evening: "in the evening",
};

function amount(value: number, unit: Finding["unit"]): string {
  if (value < 0) return `−${amount(-value, unit)}`;
  if (unit === "share") return `${(100 * value).toFixed(1)} points`;
  if (unit !== "seconds") return value.toFixed(2);
  if (value >= 48 * 3_600) return `${(value / 86_400).toFixed(1)} d`;
  if (value >= 3_600) return `${(value / 3_600).toFixed(1)} h`;
  return value >= 60 ? `${(value / 60).toFixed(1)} min` : `${value.toFixed(0)} s`;
}
