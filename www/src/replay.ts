/**
 * The history under other settings: what other levels, policies, calendars or rules would have made of the same events.
 *
 * ```js
 * const { before, after, differs, simulated } = await desk.replay({
 *   rules: [{ id: "early", when: { since: "creation", longerThan: "4h" }, steps: [{ do: "reassign", to: { level: 2 } }] }],
 *   reaction: { 2: "30m" },
 * });
 * ```
 *
 * Easy to get wrong: new rules delete nothing that happened and change no figure of `after` but the steps counted. What they
 * might have brought stands in `simulated`, and rests on how fast levels are taken to react.
 */
import type { DeskSettings } from "./desk-options.js";
import type { Instant } from "./instant.js";
import type { Filter, Period } from "./question.js";
import type { Length, SlaRow } from "./sla.js";

/** The other settings, and of which tickets. What is not given stays as it is. */
export interface ReplayQuestion extends DeskSettings {
  readonly where?: Filter;
  /** The stretch of time in which the tickets were created. */
  readonly period?: Period;
  /** What was not yet known then does not count (default the desk's `now`). */
  readonly asOf?: Instant;
  /** IANA zone of the hours of the load (default the desk's). */
  readonly timeZone?: string;
  /** How fast levels are taken to react, by level; others are drawn from how fast they did. */
  readonly reaction?: Readonly<Record<number, Length>>;
  /** What the draws begin with (default 1): the same seed gives the same answer. */
  readonly seed?: number;
  /** How often they are repeated (default 100). */
  readonly repeats?: number;
  /** How many tickets that differ to list (default 100). */
  readonly limit?: number;
}

/** What the history comes to under some settings. Durations are in seconds. */
export interface ReplayFigures {
  readonly tickets: number;
  readonly escalated: number;
  readonly escalations: number;
  /** Average time to escalation. */
  readonly mean: number | null;
  readonly median: number | null;
  /** The clocks of all tickets; none without policies. */
  readonly clocks: readonly SlaRow[];
  /** Cycles of clocks that were, or are, late. */
  readonly breaches: number;
  /** Warnings, breaches and late ends that clocks have reached. */
  readonly alerts: number;
  /** How many tickets came to each level, by local hour of the week from Monday midnight on. */
  readonly load: readonly { readonly level: number; readonly hours: readonly number[] }[];
  /** How many steps of each rule came due, and of how many tickets. */
  readonly steps: readonly { readonly rule: string; readonly steps: number; readonly tickets: number }[];
}

/** A figure over all repeats: the mean, and between what nine of ten lie. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The history under the settings there are, and under others. */
export interface ReplayAnswer {
  readonly before: ReplayFigures;
  readonly after: ReplayFigures;
  /** Tickets for which something differs, the largest differences first; pairs of before and after. */
  readonly differs: readonly {
    readonly ticket: string;
    readonly escalations: readonly [before: number, after: number];
    readonly timeToEscalation: readonly [before: number | null, after: number | null];
    readonly breaches: readonly [before: number, after: number];
    readonly steps: readonly [before: number, after: number];
  }[];
  /** How many there are in all. */
  readonly total: number;
  /** What new rules that hand tickets to a level might have brought; null without such rules. */
  readonly simulated: {
    readonly reactions: readonly {
      readonly level: number;
      /** Given, or drawn from history. */
      readonly given: boolean;
      /** From how many times it is drawn. */
      readonly n: number;
      /** Seconds. */
      readonly median: number;
    }[];
    /** Steps to levels of which nobody knows how fast they react: fewer than five times in history, and none given. */
    readonly unknown: number;
    readonly repeats: number;
    /** Escalations that would have come earlier than they did. */
    readonly moved: Spread;
    /** Escalations there would have been besides. */
    readonly added: Spread;
    /** Average time to escalation, in seconds. */
    readonly mean: Spread | null;
  } | null;
  /**
   * What replay cannot know: what people do when a rule speaks up (`reaction`); levels, where the source states escalations
   * itself (`recorded-escalations`); fields as they were, where the log does not tell (`unlogged-fields`).
   */
  readonly unknown: readonly ("reaction" | "recorded-escalations" | "unlogged-fields")[];
}
