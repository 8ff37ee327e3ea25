/**
 * RT's own service levels, `%ServiceAgreements` and `%ServiceBusinessHours`, as policies and calendars.
 *
 * ```js
 * const { promises, leftOut } = rtAgreements({ agreements, businessHours, timeZone: "Europe/Berlin" });
 * await desk.configure(promises);
 * ```
 *
 * A level becomes a policy for tickets whose tier it is: `Response` is the target of `next_response`, which at RT waits from the
 * creation on, `KeepInLoop` that of `keep_in_loop`, `Resolve` that of `resolution`. The earliest of them is RT's `Due`.
 *
 * Easy to get wrong: what cannot be said in a policy is left out and named, never bent into something else.
 */
import type { Calendar, ClockName, Hours, Policy, Promises, Schedule, Target, WeeklyHours } from "../sla.js";
import { DAYS } from "./week.js";

/** A target of RT: minutes of business hours, or both kinds of minutes. */
export type RtTarget =
  | number
  | string
  | {
      readonly BusinessMinutes?: number | string | null;
      readonly RealMinutes?: number | string | null;
      readonly IgnoreOnStatuses?: readonly string[] | null;
      readonly ExcludeTimeOnIgnoredStatuses?: unknown;
    };

/** A level of RT. */
export interface RtLevel {
  readonly Response?: RtTarget | null;
  readonly KeepInLoop?: RtTarget | null;
  readonly Resolve?: RtTarget | null;
  /** The name of the business hours (default `Default`). */
  readonly BusinessHours?: string | null;
  readonly Timezone?: string | null;
  readonly OutOfHours?: Readonly<Record<string, unknown>> | null;
}

/** `%ServiceAgreements`. */
export interface RtAgreements {
  readonly Levels?: Readonly<Record<string, RtLevel>> | null;
  readonly QueueDefault?: Readonly<
    Record<string, string | { readonly Timezone?: string | null } | null>
  > | null;
}

/** A day of `%ServiceBusinessHours`; no `Start` is a closed day. */
export interface RtDay {
  readonly Start?: string | null;
  readonly End?: string | null;
  readonly Breaks?: readonly { readonly Start: string; readonly End: string }[] | null;
}

/** `%ServiceBusinessHours`: by name, days from 0 (Sunday) to 6, and `holidays`. */
export type RtBusinessHours = Readonly<
  Record<string, Readonly<Record<string, RtDay | readonly string[] | null>> | null>
>;

/** What RT promises. */
export interface RtService {
  readonly agreements?: RtAgreements | null;
  readonly businessHours?: RtBusinessHours | null;
  /** RT's `$Timezone` (default UTC). */
  readonly timeZone?: string | null;
  /** Queues whose tickets have no service level. */
  readonly withoutSla?: readonly string[] | null;
}

const CLOCKS: Readonly<Record<"Response" | "KeepInLoop" | "Resolve", ClockName>> = {
  Response: "next_response",
  KeepInLoop: "keep_in_loop",
  Resolve: "resolution",
};

/** RT's service levels as `desk.configure` takes them, and in a sentence each what had to be left out. */
export function rtAgreements({ agreements, businessHours, timeZone, withoutSla }: RtService): {
  readonly promises: Promises;
  readonly leftOut: readonly string[];
} {
  const calendars: Record<string, Calendar> = {};
  const policies: Policy[] = [];
  const leftOut: string[] = [];
  /** Statuses in which a clock is not shown, by clock. */
  const ignored = new Map<ClockName, Set<string>>();
  const queues = Object.entries(agreements?.QueueDefault ?? {}).flatMap(([queue, told]) =>
    told !== null && typeof told === "object" && told.Timezone ? [{ queue, zone: told.Timezone }] : [],
  );

  for (const [name, level] of Object.entries(agreements?.Levels ?? {})) {
    const targets = levelTargets(name, level, ignored, leftOut);
    if (Object.keys(targets).length === 0) continue;
    const hours = level.BusinessHours || "Default";
    const zone = level.Timezone || timeZone || "UTC";
    const calendar = (of: string) => {
      const id = of === timeZone ? hours : `${hours}, ${of}`;
      calendars[id] ??= schedule(businessHours?.[hours], of);
      return id;
    };
    const without = withoutSla?.length ? { group: { not: withoutSla } } : {};
    // A queue's own zone goes before that of the level.
    for (const { queue, zone } of queues) {
      const where = { tier: name, group: queue };
      if (!withoutSla?.includes(queue))
        policies.push({ id: `${name}, ${queue}`, where, calendar: calendar(zone), targets });
    }
    policies.push({ id: name, where: { tier: name, ...without }, calendar: calendar(zone), targets });
  }

  const paused = new Set([...ignored.values()].flatMap((statuses) => [...statuses]));
  for (const [clock, statuses] of ignored) {
    if (statuses.size < paused.size)
      leftOut.push(`${clock} is ignored in other statuses than other clocks: it is ignored in all of them`);
  }
  const pause = Object.fromEntries([...ignored.keys()].map((clock) => [clock, "hide" as const]));
  return {
    promises: {
      calendars,
      policies,
      clocks: { profile: "rt", paused: [...paused], pause: { "*": "run", ...pause } },
    },
    leftOut,
  };
}

function levelTargets(
  name: string,
  level: RtLevel,
  ignored: Map<ClockName, Set<string>>,
  leftOut: string[],
): Partial<Record<ClockName, Target>> {
  const targets: Partial<Record<ClockName, Target>> = {};
  for (const [kind, clock] of Object.entries(CLOCKS) as [keyof typeof CLOCKS, ClockName][]) {
    const told = level[kind];
    if (told === undefined || told === null) continue;
    const { BusinessMinutes, RealMinutes, IgnoreOnStatuses, ExcludeTimeOnIgnoredStatuses } =
      typeof told === "object" ? told : { BusinessMinutes: told };
    const business = Number(BusinessMinutes ?? 0) * 60;
    const real = Number(RealMinutes ?? 0) * 60;
    const path = `${name}.${kind}`;
    if (level.OutOfHours?.[kind]) leftOut.push(`${path}: more time for tickets outside business hours`);
    else if (ExcludeTimeOnIgnoredStatuses) leftOut.push(`${path}: time in ignored statuses left out`);
    else if (!(business >= 0 && real >= 0) || business + real === 0 || business * real > 0)
      leftOut.push(`${path}: business and real minutes together, or neither`);
    else {
      targets[clock] = business > 0 ? business : { time: real, calendar: false };
      const statuses = ignored.get(clock) ?? new Set();
      for (const status of IgnoreOnStatuses ?? []) statuses.add(status);
      if (statuses.size > 0) ignored.set(clock, statuses);
    }
  }
  return targets;
}

/** Business hours in a zone; without any, RT counts all time. */
function schedule(told: RtBusinessHours[string] | undefined, timeZone: string): Schedule {
  const always: Hours[] = [["00:00", "24:00"]];
  if (!told) return { timeZone, weekly: Object.fromEntries(DAYS.map((day) => [day, always])) };
  const weekly: WeeklyHours = Object.fromEntries(
    DAYS.map((day, at) => [day, hoursOf(told[at] as RtDay | null | undefined)]),
  );
  const { holidays } = told;
  return { timeZone, weekly, ...(Array.isArray(holidays) && { holidays: holidays as string[] }) };
}

/** The hours of a day, without its breaks. */
function hoursOf(day: RtDay | null | undefined): Hours[] {
  if (!day?.Start || !day.End) return [];
  const breaks = [...(day.Breaks ?? [])].sort((a, b) => a.Start.localeCompare(b.Start));
  const hours: Hours[] = [];
  let from = day.Start;
  for (const { Start, End } of breaks) {
    if (from < Start) hours.push([from, Start]);
    if (from < End) from = End;
  }
  if (from < day.End) hours.push([from, day.End]);
  return hours;
}
