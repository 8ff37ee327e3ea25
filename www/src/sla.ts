/**
 * Service levels: calendars, policies and how clocks run, as a page writes them, and what the clocks say.
 *
 * ```js
 * await desk.configure({
 *   calendars: { office: { timeZone: "Europe/Berlin", weekly: { mon: [["09:00", "17:00"]] }, holidays: ["12-25"] } },
 *   policies: [{ id: "vip", where: { tier: "vip" }, calendar: "office", targets: { first_response: "15m" } }],
 * });
 * const { rows, next } = await desk.sla({ by: "tier", bucket: "week", next: 10 });
 * ```
 *
 * Easy to get wrong: a clock under way is neither met nor missed. `attainment` counts those that are decided, and a clock
 * that is late already is decided.
 */
import type { EscalationRule } from "./escalations.js";
import { epochMs, type Instant } from "./instant.js";
import type { MetricId } from "./metric.js";
import type { BucketUnit, Filter, MetricSpec, Period } from "./question.js";
import type { ZoneTable } from "./zone.js";

/** From one time of day up to another, `"00:00"` to `"24:00"`. An end before the start lies on the next day. */
export type Hours = readonly [from: string, to: string];

/** Weekdays with opening hours; those left out are closed. */
export type WeeklyHours = Partial<
  Record<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun", readonly Hours[]>
>;

/** Opening hours in a time zone. Dates are local dates. */
export interface Schedule {
  /** IANA zone (default UTC). */
  readonly timeZone?: string;
  /** Opening hours by weekday; a day left out is closed. */
  readonly weekly?: WeeklyHours;
  /** Hours of single dates, by `"2026-12-24"`, in place of the weekly ones. They also open a holiday. */
  readonly exceptionalHours?: Readonly<Record<string, readonly Hours[]>>;
  /** Dates `"2026-12-25"`, days of every year `"12-25"`, and ranges whose last day is closed too. */
  readonly holidays?: readonly (string | { readonly from: string; readonly to: string })[];
  /** Parts of single dates that are closed. */
  readonly breaks?: readonly { readonly date: string; readonly from: string; readonly to: string }[];
}

/** A schedule, or the time in which all or any of the calendars named before it are open. */
export type Calendar = Schedule | { readonly all: readonly string[] } | { readonly any: readonly string[] };

/** What a policy can set a target for. */
export type ClockName =
  | "first_response"
  | "next_response"
  | "periodic_update"
  | "pausable_update"
  | "keep_in_loop"
  | "requester_wait"
  | "agent_work"
  | "on_hold"
  | "first_resolution"
  | "resolution";

/** A length of time: seconds, or text such as `"15m"`, `"4h"`, `"1h 30m"`. */
export type Length = number | string;

/** A target of one clock. */
export type Target =
  | Length
  | {
      /** How much time the clock may use. */
      readonly time?: Length;
      /** Working days in place of `time`; they are never turned into hours. */
      readonly days?: number;
      /**
       * A custom field of type `date` that says when the clock is due, in place of `time`; tickets without it have no such
       * clock. First response and resolutions only; no pause moves it.
       */
      readonly due?: string;
      /** A target in days ends with the last closing of its day, not at the time of day of the start. */
      readonly endOfDay?: boolean;
      /** The calendar whose open time counts; `false` is real time; else that of the policy. */
      readonly calendar?: string | false;
      /** When the clock comes at risk: a share used such as `"75%"` (the default), or a length before it is due. */
      readonly warnings?: readonly Length[];
    };

/** A policy. The first one whose conditions a ticket meets applies; it is looked for anew at every change. */
export interface Policy {
  /** Its name in answers. */
  readonly id: string;
  /** What a ticket must be like: a word, several, or `{ in, not }`, by dimension, `tags` or custom field. */
  readonly where?: Readonly<
    Record<
      string,
      | string
      | readonly string[]
      | { readonly in?: string | readonly string[]; readonly not?: string | readonly string[] }
    >
  >;
  /** When it is in force. A ticket there was before gets it at its next event; one that ends goes at the next event too. */
  readonly since?: Instant;
  /** When it is no longer in force. */
  readonly until?: Instant;
  /** The calendar of targets that name none; without it they count real time. */
  readonly calendar?: string;
  /** What is promised, clock by clock, for all tickets or by priority. */
  readonly targets: Readonly<
    Partial<Record<ClockName, Target | { readonly byPriority: Readonly<Record<string, Target>> }>>
  >;
}

/** The tools whose way of running clocks is known. */
export type ClockProfile =
  | "deskgauge"
  | "zendesk"
  | "freshdesk"
  | "jira"
  | "salesforce"
  | "servicenow"
  | "zammad"
  | "chatwoot"
  | "intercom"
  | "frappe"
  | "rt"
  | "otobo"
  | "glpi";

/** One word for all clocks, or one a clock; `"*"` is every clock not named. */
export type ByClock<Word extends string> = Word | Readonly<Partial<Record<ClockName | "*", Word>>>;

/** What a change of one kind does: the new target applies, the clock starts anew, or its target stays. */
export type OnChange = "apply" | "reset" | "freeze";

/** How clocks run: a tool's profile, and single switches in place of what it says. */
export interface ClockSettings {
  /** Whose way of running clocks applies (default that of `profile`, else `deskgauge`). */
  readonly profile?: ClockProfile;
  /** Status words or classes that pause clocks (default `pending` and `on_hold`). */
  readonly paused?: readonly string[];
  /** From when clocks that begin with the ticket count (default `creation`). */
  readonly start?: "creation" | "customer_message" | "assignment";
  /** What else than a public agent reply is a first response (default nothing). */
  readonly answers?: {
    readonly note?: boolean;
    readonly paused?: boolean;
    readonly solved?: boolean;
    readonly status?: boolean;
  };
  /** An agent who opens a ticket has not yet responded by that (default true). */
  readonly openingIsNoResponse?: boolean;
  /** A ticket that a customer opens is a message that waits for its next response (default false). */
  readonly creationWaits?: boolean;
  /** Customer messages wait for a next response only once there was a first (default true). */
  readonly nextAfterFirst?: boolean;
  /** Updates are first asked for from creation, not from the first agent message (default false). */
  readonly updatesFromCreation?: boolean;
  /**
   * What a clock does in a paused status: stand still (`stop`), stand still and move its due instant also once late
   * (`extend`), run on unseen (`hide`), or run on (`run`). Default `stop`, plain periodic updates `run`.
   */
  readonly pause?: ByClock<"stop" | "extend" | "hide" | "run">;
  /** What reopening does: nothing, the first solve counts; go on; or a new cycle. Default `resume`, first resolutions `ignore`. */
  readonly reopen?: ByClock<"ignore" | "resume" | "restart">;
  /**
   * What another target or calendar does to a clock under way: measure everything since the start anew (`recompute`, the
   * default), keep what was measured (`forward`), start over (`reset`), or keep the first target (`freeze`).
   */
  readonly change?: ByClock<"recompute" | "forward" | "reset" | "freeze">;
  /** What another policy does (default `apply`: as `change` says). */
  readonly onPolicyChange?: OnChange;
  /** What another target of the same policy does, which comes with another priority. */
  readonly onPriorityChange?: OnChange;
  /** What other hours for the same target do. */
  readonly onCalendarChange?: OnChange;
  /** What a clock that ran before does when it is to start again; `sequential` no earlier than it was due (default `independent`). */
  readonly recurrence?: ByClock<"once" | "independent" | "sequential">;
  /** What becomes of the clocks of a merged ticket (default `cancel`). */
  readonly merge?: "cancel" | "continue";
  /** An act at the due instant is late (default false). */
  readonly actAtDueIsLate?: boolean;
  /** A clock under way is breached only after its due instant, not at it (default false). */
  readonly breachAfterDue?: boolean;
  /** While paused, a due instant as if the clock went on now, this much later; `false` for none (the default). */
  readonly pausedDue?: Length | false;
  /** A missed next response counts once for each message unanswered by then (default false). */
  readonly missEachMessage?: boolean;
  /** A late solve that nobody saw coming counts as in time (default false). */
  readonly unseenSolveInTime?: boolean;
}

/** What a desk promises. What is not given stays as it is. */
export interface Promises {
  /** Calendars by name. */
  readonly calendars?: Readonly<Record<string, Calendar>>;
  /** Policies, in order. */
  readonly policies?: readonly Policy[];
  /** The calendar of tickets whose policy has none, for durations in business hours. */
  readonly calendar?: string;
  readonly clocks?: ClockSettings;
  /** Calendars that are shifts: a ticket's `shift` is the first that was open when it was created. */
  readonly shifts?: readonly string[];
  /** Escalation rules, for {@link Desk.escalations}. */
  readonly rules?: readonly EscalationRule[];
  /** Goals for metrics, for {@link Desk.alerts}. */
  readonly goals?: readonly MetricGoal[];
}

/** A question about the clocks of all tickets. */
export interface SlaQuestion {
  /** The instant the answer is for (default the desk's `now`). */
  readonly now?: Instant;
  /** Up to two dimensions or facts to count by. */
  readonly by?: string | readonly string[];
  /** A unit of time to split by. */
  readonly bucket?: BucketUnit;
  /** The date by which cycles fall into buckets: their start (the default), or the due instant where that is known. */
  readonly anchor?: "start" | "due";
  /** Only tickets like these; `next` and `between` obey it too. */
  readonly where?: Filter;
  /** Only tickets created in this stretch of time. */
  readonly period?: Period;
  /** IANA zone of buckets (default the desk's). */
  readonly timeZone?: string;
  /** First day of the week: 1 Monday to 7 Sunday. */
  readonly weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** The clocks asked about (default all that have a target). */
  readonly clocks?: readonly ClockName[];
  /** How many of the next breaches to list (default none). */
  readonly next?: number;
  /** List the warnings and breaches between these instants, the second not included. */
  readonly between?: readonly [from: Instant, to: Instant];
}

/** How many cycles of a clock stand how. */
export interface ClockCounts {
  readonly met: number;
  readonly missed: number;
  /** Under way and in good time. */
  readonly running: number;
  /** Under way and past a warning level. */
  readonly atRisk: number;
  /** Under way and past the due instant. */
  readonly breached: number;
  readonly paused: number;
  /** Standing still, and late before that. */
  readonly pausedLate: number;
  /** Ended without being fulfilled: the ticket is gone, or the target was taken away. */
  readonly cancelled: number;
  /** Tickets without such a clock. */
  readonly none: number;
}

/** The counts of one clock in one group and bucket; rows that would be all zero are left out. */
export interface SlaRow {
  /** The word of each dimension counted by; null for tickets without one. */
  readonly by: Readonly<Record<string, string | null>>;
  /** When the bucket starts, or the slot of a cyclic one; null without buckets. */
  readonly bucket: number | null;
  readonly clock: ClockName;
  readonly counts: ClockCounts;
  /** Share met of those decided: met, missed, and late although not ended. null without any. */
  readonly attainment: number | null;
  /** Wilson 95 % interval of the share. */
  readonly interval: readonly [low: number, high: number] | null;
  /** How many are decided. */
  readonly n: number;
}

/** A clock under way and when it is due. Instants are epoch milliseconds. */
export interface DueClock {
  readonly ticket: string;
  readonly clock: ClockName;
  readonly due: number;
  /** When it comes at risk. */
  readonly warnAt: number | null;
  /** Seconds of its hours that are left; less than nothing once late. */
  readonly remaining: number;
  readonly policy: string;
}

/** What the clocks say. */
export interface SlaAnswer {
  readonly now: number;
  readonly rows: readonly SlaRow[];
  /** The next breaches, the soonest first. */
  readonly next: readonly DueClock[];
  /** Warnings and breaches between the instants asked for, in order. */
  readonly levels: readonly (DueClock & { readonly level: "warning" | "breach"; readonly at: number })[];
  /** Tickets outside the years that the calendars know; no clock of theirs is counted. */
  readonly beyond: number;
}

/** What newly happened to clocks. */
export interface AlertQuestion {
  /** What happened later than this. */
  readonly since: Instant;
  /** Until then, this instant included (default the desk's `now`). */
  readonly now?: Instant;
  /** The clocks asked about (default all that have a target). */
  readonly clocks?: readonly ClockName[];
}

/** Something that happened to a clock. Instants are epoch milliseconds. */
export interface Alert {
  readonly kind: "clock";
  /** The same for the same thing, whenever it is asked for. */
  readonly id: string;
  /** A level before the due instant, the due instant, or the end although late. */
  readonly level: "warning" | "breach" | "recovered";
  readonly at: number;
  readonly ticket: string;
  readonly clock: ClockName;
  /** Counted from 1. */
  readonly cycle: number;
  readonly due: number | null;
  /** Seconds; null for a target in working days. */
  readonly target: number | null;
  /** Seconds used when it was found. */
  readonly used: number;
  readonly policy: string;
}

/** What a metric shall be over some time before each judgement. */
export interface MetricGoal {
  /** Its name in alerts. */
  readonly id: string;
  readonly metric: MetricId | MetricSpec;
  /** A duration: the share of values within it is judged, so the bound is a share. */
  readonly within?: Length;
  /** Which statistic is judged (default `median` of durations and numbers, `value` of rates and scores). */
  readonly statistic?: string;
  /** Met up to this: a number, or a length of time for durations. */
  readonly atMost?: Length;
  /** Met from this on. */
  readonly atLeast?: Length;
  /** How long before each judgement: days of 24 hours such as `"7d"`, or a length. */
  readonly over: Length;
  /** Judged at the start of every hour, day (the default) or week of the zone. */
  readonly every?: "hour" | "day" | "week";
  readonly where?: Filter;
  /** With fewer values nothing is said (default 5); for up to 31 judgements without enough it stays as it was. */
  readonly least?: number;
  /** IANA zone (default the desk's). */
  readonly timeZone?: string;
}

/** A goal that was missed for the first time, or met again. */
export interface GoalAlert {
  readonly kind: "goal";
  /** The same for the same thing, whenever it is asked for. */
  readonly id: string;
  readonly level: "missed" | "met";
  /** When it was judged, in epoch milliseconds. */
  readonly at: number;
  /** The goal's id. */
  readonly goal: string;
  readonly metric: string;
  /** `within`, or the statistic that was judged. */
  readonly statistic: string;
  readonly value: number;
  /** 95 % interval of shares, rates and means; null for other statistics. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly n: number;
  readonly atMost: number | null;
  readonly atLeast: number | null;
  /** Since when values count. */
  readonly from: number;
}

/** A question about the risk of clocks under way. */
export interface RiskQuestion {
  /** The instant the answer is for (default the desk's `now`). */
  readonly now?: Instant;
  /** The clocks asked about (default all that have a target in time). */
  readonly clocks?: readonly ClockName[];
  /** Up to three dimensions that make groups, the widest first (default `priority`, `group`). */
  readonly by?: string | readonly string[];
  /** How many clocks to list (default 100). */
  readonly limit?: number;
  /** Also check: judge what started after the first share of all cycles, such as 0.6, by what was known then. */
  readonly check?: number;
}

/** A clock under way and how likely it is to breach. */
export interface ClockRisk {
  readonly ticket: string;
  readonly clock: ClockName;
  /** null while it stands still. */
  readonly due: number | null;
  /** Seconds used. */
  readonly used: number;
  /** Seconds it may use. */
  readonly target: number;
  /** 0 to 1; null where the history is too thin: fewer than 20 past cycles that used more. */
  readonly probability: number | null;
  /** Past cycles it is judged by: those that used more than this one has. */
  readonly n: number;
  /** By how many of the dimensions these are like it. */
  readonly depth: number;
}

/** Predicted against happened. */
export interface RiskReliability {
  /** What came before this instant is the history; clocks started after it are judged. */
  readonly split: number;
  /** Judgements: each clock at nought, a quarter, half and three quarters of its target. */
  readonly n: number;
  /** Mean squared distance of the predictions from what happened. */
  readonly brier: number | null;
  /** The same for always predicting the history's share of breaches. */
  readonly baseBrier: number | null;
  /** Tenths of probability. */
  readonly bins: readonly { readonly n: number; readonly predicted: number; readonly happened: number }[];
}

/** Clocks at risk, and how far such judgements can be trusted. */
export interface RiskAnswer {
  /** The most at risk first, those of unknown risk last. */
  readonly clocks: readonly ClockRisk[];
  /** How many clocks are under way and not yet late. */
  readonly total: number;
  /** null unless `check` asks for it. */
  readonly reliability: RiskReliability | null;
}

/** A stretch of time of one kind. */
export interface ClockSegment {
  readonly from: number;
  readonly until: number;
  readonly kind: "ran" | "paused" | "closed" | "holiday";
}

/** One cycle of a ticket's clock. Instants are epoch milliseconds, lengths seconds of its hours. */
export interface ClockCycle {
  readonly clock: ClockName;
  /** Counted from 1. */
  readonly cycle: number;
  readonly state: "running" | "paused" | "fulfilled" | "cancelled";
  readonly start: number;
  readonly stop: number | null;
  /** null for a target in working days. */
  readonly target: number | null;
  readonly targetDays: number | null;
  readonly due: number | null;
  readonly used: number;
  /** Less than nothing once late. */
  readonly remaining: number | null;
  readonly paused: number;
  /** When it was found late: at the due instant, or where its target came after that, with the target. */
  readonly breachedAt: number | null;
  readonly late: number;
  /** The same in real time. */
  readonly lateCalendar: number;
  readonly policy: string;
  /** null for real time. */
  readonly calendar: string | null;
  /** Whether its hours are open at its end, or now. Some tools show a clock outside them as paused. */
  readonly withinHours: boolean;
  /** The working: what ran adds up to `used`. */
  readonly segments: readonly ClockSegment[];
}

/** Promises as the core takes them: the instants of policies in epoch milliseconds, the zones of goals named. */
export function rawPromises<Settings extends Promises>(
  settings: Settings,
  timeZone: string,
  zone: () => ZoneTable,
): Settings {
  const each = <Item>(items: Item, raw: (item: object, at: number) => object) =>
    Array.isArray(items)
      ? items.map((item, at) => (typeof item === "object" && item !== null ? raw(item, at) : item))
      : items;
  const { policies, goals, ...rest } = settings;
  const instant = (at: number) => (property: [string, unknown]) => {
    const [name, value] = property;
    if ((name !== "since" && name !== "until") || value === undefined) return property;
    return [name, epochMs(value as Instant, zone, `policies[${at}].${name}`)];
  };
  return {
    ...rest,
    policies: each(policies, (policy, at) => Object.fromEntries(Object.entries(policy).map(instant(at)))),
    goals: each(goals, (goal) => ({ timeZone, ...goal })),
  } as Settings;
}

/** The zones that calendars and goals name. */
export function zonesOf({ calendars, goals }: Promises): { zone: string; path: string }[] {
  const named = (of: object, path: (name: string) => string) =>
    Object.entries(of).map(([name, value]) => ({ zone: value?.timeZone as unknown, path: path(name) }));
  const all = [
    ...named(calendars ?? {}, (name) => `calendars.${name}`),
    ...named(Array.isArray(goals) ? goals : [], (at) => `goals[${at}]`),
  ];
  return all.filter((zone): zone is { zone: string; path: string } => typeof zone.zone === "string");
}
