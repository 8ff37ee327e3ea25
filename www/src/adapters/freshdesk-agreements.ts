/**
 * Freshdesk's own business hours and SLA policies as calendars, policies and escalation rules.
 *
 * ```js
 * const businessHours = await (await fetch("/api/v2/business_hours")).json();
 * const policies = await (await fetch("/api/v2/sla_policies")).json();
 * const groups = await (await fetch("/api/v2/groups")).json();
 * const { promises, leftOut } = freshdeskAgreements({ businessHours, policies, groups });
 * await desk.configure(promises);
 * ```
 *
 * Groups with business hours of their own have them in policies of their own, before the one for all others. Escalations of a
 * policy become rules that tell the same agents, so long after a target is missed; that time counts in the hours of the target.
 *
 * Easy to get wrong: a policy with a condition that cannot be said is left out whole and named, because without the condition it
 * would take tickets of other policies. Tickets it was for then have the policy after it.
 */
import type { EscalationRule, RuleStep } from "../escalations.js";
import type { Calendar, ClockName, Policy, Promises, Target } from "../sla.js";
import { RAILS_ZONES } from "./rails-zones.js";
import { closedWeek, DAYS, isZone, timeOfDay } from "./week.js";
import type { Where } from "./where.js";

/** A calendar, as `/api/v2/business_hours` tells it. */
export interface FreshdeskBusinessHours {
  readonly id: number;
  readonly name: string;
  readonly is_default?: boolean | null;
  /** Such as `Eastern Time (US & Canada)`. */
  readonly time_zone: string;
  /** By `monday` to `sunday`; times are such as `08:00:00 am`. A day left out is closed. */
  readonly business_hours?: Readonly<
    Record<string, { readonly start_time: string; readonly end_time: string } | null>
  > | null;
  /** Dates such as `2026-12-25`, or `Dec 25` of every year. */
  readonly list_of_holidays?: readonly { readonly date: string }[] | null;
}

/** Targets of a priority, in seconds. */
export interface FreshdeskTarget {
  readonly respond_within?: number | null;
  readonly next_respond_within?: number | null;
  readonly resolve_within?: number | null;
  readonly business_hours: boolean;
  readonly escalation_enabled?: boolean | null;
}

/** Whom Freshdesk tells, so many seconds after a target was missed. */
export interface FreshdeskEscalation {
  readonly escalation_time: number;
  /** -1 is the agent who has the ticket. */
  readonly agent_ids: readonly number[];
}

/** A policy, as `/api/v2/sla_policies` tells it. */
export interface FreshdeskPolicy {
  readonly id: number;
  readonly name: string;
  readonly active?: boolean | null;
  readonly is_default?: boolean | null;
  readonly position?: number | null;
  readonly applicable_to?: Readonly<Record<string, readonly (number | string)[] | null>> | null;
  /** By `priority_1` (low) to `priority_4` (urgent). */
  readonly sla_target: Readonly<Record<string, FreshdeskTarget | null>>;
  /** By what is late, `response` or `resolution`; that of resolutions by `level_1` to `level_4`. */
  readonly escalation?: Readonly<
    Record<string, FreshdeskEscalation | Readonly<Record<string, FreshdeskEscalation | null>> | null>
  > | null;
}

/** What Freshdesk promises. */
export interface FreshdeskService {
  readonly businessHours?: readonly FreshdeskBusinessHours[] | null;
  readonly policies?: readonly FreshdeskPolicy[] | null;
  /** As `/api/v2/groups` tells them; conditions on groups whose name did not come cannot be said. */
  readonly groups?:
    | readonly { readonly id: number; readonly name: string; readonly business_hour_id?: number | null }[]
    | null;
  /** As `/api/v2/companies` tells them. */
  readonly companies?: readonly { readonly id: number; readonly name: string }[] | null;
  /** As `/api/v2/agents` tells them; without a name, an agent is known by the id. */
  readonly agents?:
    | readonly { readonly id: number; readonly contact?: { readonly name?: string | null } | null }[]
    | null;
}

const PRIORITIES: Readonly<Record<string, string>> = {
  priority_1: "low",
  priority_2: "medium",
  priority_3: "high",
  priority_4: "urgent",
};
const CLOCKS: readonly (readonly ["respond_within" | "next_respond_within" | "resolve_within", ClockName])[] =
  [
    ["respond_within", "first_response"],
    ["next_respond_within", "next_response"],
    ["resolve_within", "resolution"],
  ];
/** The words that the reader of Freshdesk's payloads has for sources. */
const SOURCES: Readonly<Record<string, string>> = {
  1: "email",
  2: "web",
  3: "phone",
  5: "twitter",
  6: "facebook",
  7: "chat",
  9: "feedback widget",
  10: "outbound email",
};
const DAY = 24 * 60;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Freshdesk's service levels as `desk.configure` takes them, and in a sentence each what had to be left out. */
export function freshdeskAgreements(service: FreshdeskService): {
  readonly promises: Promises;
  readonly leftOut: readonly string[];
} {
  const leftOut: string[] = [];
  const { calendars, byId, usual } = calendarsOf(service.businessHours ?? [], leftOut);
  const own = (service.groups ?? []).flatMap(({ name, business_hour_id }) => {
    const calendar = business_hour_id ? byId.get(business_hour_id) : undefined;
    return calendar === undefined || calendar === usual ? [] : [{ group: name, calendar }];
  });

  const policies: Policy[] = [];
  const rules: EscalationRule[] = [];
  /** The conditions of policies that go before. */
  const before: { name: string; where: Where }[] = [];
  const active = (service.policies ?? []).filter(({ active }) => active !== false);
  const last = (policy: FreshdeskPolicy) => (policy.is_default ? 1 : 0);
  const inOrder = [...active].sort((a, b) => last(a) - last(b) || (a.position ?? 0) - (b.position ?? 0));
  for (const policy of inOrder) {
    const name = before.some((other) => other.name === policy.name)
      ? `${policy.name} (${policy.id})`
      : policy.name;
    const where = whereOf(policy, service);
    if (typeof where === "string") {
      leftOut.push(`${name}: the policy as a whole, because of a condition on ${where}`);
      continue;
    }
    const targets = targetsOf(policy, name, usual, leftOut);
    if (Object.keys(targets).length === 0) continue;
    for (const { group, calendar } of own) {
      const groups = where.group?.in;
      if (groups === undefined || groups.includes(group)) {
        const narrower = { ...where, group: { in: [group] } };
        policies.push({ id: `${name}, ${group}`, where: narrower, calendar, targets });
      }
    }
    policies.push({
      id: name,
      ...(Object.keys(where).length > 0 && { where }),
      ...(usual !== undefined && { calendar: usual }),
      targets,
    });
    rules.push(...rulesOf(policy, name, where, before, service, leftOut));
    before.push({ name, where });
  }
  return {
    promises: {
      calendars,
      policies,
      clocks: { profile: "freshdesk" },
      ...(rules.length > 0 && { rules }),
    },
    leftOut,
  };
}

function calendarsOf(told: readonly FreshdeskBusinessHours[], leftOut: string[]) {
  const calendars: Record<string, Calendar> = {};
  const byId = new Map<number, string>();
  let usual: string | undefined;
  for (const hours of told) {
    const calendar = calendarOf(hours, leftOut);
    if (calendar === undefined) continue;
    const name = hours.name in calendars ? `${hours.name} (${hours.id})` : hours.name;
    calendars[name] = calendar;
    byId.set(hours.id, name);
    if (hours.is_default || told.length === 1) usual = name;
  }
  return { calendars, byId, usual };
}

function calendarOf(
  { name, time_zone, business_hours, list_of_holidays }: FreshdeskBusinessHours,
  leftOut: string[],
): Calendar | undefined {
  const timeZone = RAILS_ZONES[time_zone] ?? (isZone(time_zone) ? time_zone : undefined);
  if (timeZone === undefined) {
    leftOut.push(`business hours ${name}: nothing is known of a time zone ${time_zone}`);
    return undefined;
  }
  const weekly = closedWeek();
  for (const [word, day] of Object.entries(business_hours ?? {})) {
    if (!day) continue;
    const short = DAYS.find((known) => word.toLowerCase().startsWith(known));
    const [from, end] = [minutesOf(day.start_time), minutesOf(day.end_time)];
    const until = end === 0 ? DAY : end;
    if (short === undefined || from === undefined || until === undefined || from === until || from === DAY) {
      leftOut.push(`business hours ${name}: ${word} from ${day.start_time} to ${day.end_time}`);
      return undefined;
    }
    weekly[short].push([timeOfDay(from), timeOfDay(until)]);
  }
  const holidays: string[] = [];
  for (const { date } of list_of_holidays ?? []) {
    const day = dateOf(date);
    if (day === undefined) leftOut.push(`business hours ${name}: a holiday on ${date}`);
    else holidays.push(day);
  }
  return { timeZone, weekly, ...(holidays.length > 0 && { holidays }) };
}

/** Minutes since midnight of `08:00:00 am` or `8:00 am`; the last minute of a day is its end. */
function minutesOf(time: unknown): number | undefined {
  const parts = /^(\d{1,2}):(\d\d)(?::(\d\d))? *([ap])m$/i.exec(String(time).trim());
  if (parts === null) return undefined;
  const [, hour, minute, second = "00", half = ""] = parts;
  const minutes = (Number(hour) % 12) * 60 + Number(minute) + (half.toLowerCase() === "p" ? 12 * 60 : 0);
  if (Number(hour) < 1 || Number(hour) > 12 || Number(minute) > 59) return undefined;
  if (minutes === DAY - 1) return DAY;
  return second === "00" ? minutes : undefined;
}

/** `2026-12-25` as it is, `Dec 25` and `25 December` as a day of every year. */
function dateOf(date: unknown): string | undefined {
  const text = String(date).trim();
  if (/^(\d{4}-)?\d\d-\d\d$/.test(text)) return text;
  const parts = /^([a-z]{3})[a-z]* (\d{1,2})$|^(\d{1,2}) ([a-z]{3})[a-z]*$/i.exec(text);
  const month = MONTHS.indexOf((parts?.[1] ?? parts?.[4] ?? "").toLowerCase()) + 1;
  const day = Number(parts?.[2] ?? parts?.[3]);
  if (month === 0 || !(day >= 1 && day <= 31)) return undefined;
  return [month, day].map((part) => String(part).padStart(2, "0")).join("-");
}

function targetsOf(
  { sla_target }: FreshdeskPolicy,
  name: string,
  calendar: string | undefined,
  leftOut: string[],
): Policy["targets"] {
  const byClock: Partial<Record<ClockName, { byPriority: Record<string, Target> }>> = {};
  for (const [key, target] of Object.entries(sla_target)) {
    const priority = PRIORITIES[key];
    if (!target) continue;
    for (const [field, clock] of CLOCKS) {
      const time = target[field];
      if (time === undefined || time === null) continue;
      if (priority === undefined) leftOut.push(`${name}: ${field} of ${key}, a priority that is not known`);
      else if (!(time > 0)) leftOut.push(`${name}: ${field} of ${priority} says no time`);
      else if (target.business_hours && calendar === undefined)
        leftOut.push(`${name}: ${field} of ${priority} is in business hours, of which no usual ones came`);
      else {
        byClock[clock] ??= { byPriority: {} };
        byClock[clock].byPriority[priority] = target.business_hours ? time : { time, calendar: false };
      }
    }
  }
  return byClock;
}

/** What tickets of a policy are like; where it cannot be said, what of. */
function whereOf({ applicable_to, is_default }: FreshdeskPolicy, service: FreshdeskService): Where | string {
  const where: Record<string, { in: readonly string[] }> = {};
  const given = Object.entries(applicable_to ?? {}).filter(([, values]) => values && values.length > 0);
  if (given.length === 0 && !is_default) return "what is not told";
  for (const [field, values] of given) {
    const ids = (values ?? []).map(String);
    const named = (list: readonly { readonly id: number; readonly name: string }[] | null | undefined) =>
      ids.map((id) => list?.find((entry) => String(entry.id) === id)?.name);
    const [dimension, words] =
      field === "group_ids"
        ? ["group", named(service.groups)]
        : field === "company_ids"
          ? ["customer", named(service.companies)]
          : field === "sources"
            ? ["channel", ids.map((id) => SOURCES[id])]
            : field === "ticket_types"
              ? ["type", ids]
              : [field, [undefined]];
    if (!words.every((word) => word !== undefined)) return field;
    where[dimension] = { in: words };
  }
  return where;
}

/** The escalations of a policy, a rule for each level. */
function rulesOf(
  { sla_target, escalation }: FreshdeskPolicy,
  name: string,
  where: Where,
  before: readonly { name: string; where: Where }[],
  { agents }: FreshdeskService,
  leftOut: string[],
): EscalationRule[] {
  const priorities = Object.entries(PRIORITIES).flatMap(([key, priority]) =>
    sla_target[key]?.escalation_enabled ? [priority] : [],
  );
  const levels: [id: string, clock: ClockName, told: FreshdeskEscalation][] = [];
  for (const [late, told] of Object.entries(escalation ?? {})) {
    const clock = late === "response" ? "first_response" : late === "resolution" ? "resolution" : undefined;
    if (!told) continue;
    if (clock === undefined) leftOut.push(`${name}: its escalations of ${late}`);
    else if (isEscalation(told)) levels.push([late, clock, told]);
    else
      for (const [level, one] of Object.entries(told))
        if (one) levels.push([`${late}, ${level.replace("_", " ")}`, clock, one]);
  }
  if (levels.length === 0 || priorities.length === 0) return [];
  const own = without(where, before);
  if (typeof own === "string") {
    leftOut.push(`${name}: its escalations, because some of its tickets may be those of ${own}`);
    return [];
  }
  return levels.flatMap(([level, clock, { escalation_time, agent_ids }]) => {
    const steps = agent_ids.map(
      (id): RuleStep => ({
        do: "notify",
        to: id === -1 ? { role: "assignee" } : { agent: agentOf(id, agents) },
      }),
    );
    if (steps.length === 0) return [];
    return [
      {
        id: `${name}: ${level}`,
        where: { ...own, priority: { in: priorities } },
        when: { clock, afterDue: escalation_time },
        steps,
      },
    ];
  });
}

function isEscalation(told: object): told is FreshdeskEscalation {
  return "agent_ids" in told;
}

function agentOf(id: number, agents: FreshdeskService["agents"]): string {
  return agents?.find((agent) => agent.id === id)?.contact?.name ?? String(id);
}

/** Conditions on tickets that no policy before takes; the name of one of which that cannot be said. */
function without(where: Where, before: readonly { name: string; where: Where }[]): Where | string {
  const own: Record<string, { in?: readonly string[]; not?: readonly string[] }> = { ...where };
  for (const other of before) {
    const dimensions = Object.keys(other.where);
    const isApart = dimensions.some((dimension) => {
      const [mine, theirs] = [where[dimension]?.in, other.where[dimension]?.in];
      return mine !== undefined && theirs !== undefined && !mine.some((word) => theirs.includes(word));
    });
    if (isApart) continue;
    const [only, ...more] = dimensions;
    if (only === undefined || more.length > 0) return other.name;
    const known = own[only] ?? {};
    own[only] = { ...known, not: [...(known.not ?? []), ...(other.where[only]?.in ?? [])] };
  }
  return own;
}
