/**
 * Zendesk's own schedules, holidays and SLA policies as calendars and policies.
 *
 * ```js
 * const { schedules } = await (await fetch("/api/v2/business_hours/schedules.json")).json();
 * const { sla_policies: policies } = await (await fetch("/api/v2/slas/policies.json")).json();
 * const { promises, leftOut } = zendeskAgreements({ schedules, policies });
 * await desk.configure(promises);
 * ```
 *
 * The ticket's type, priority, tags, group, organization and custom fields can be told apart; the first policy by position that fits a
 * ticket applies, as at Zendesk. A policy with several alternatives becomes several policies with the same targets.
 *
 * Easy to get wrong: a policy with a condition that cannot be said is left out whole and named, because without the condition it would
 * take tickets of other policies. Tickets it was for then have the policy after it.
 */
import type { Calendar, ClockName, Policy, Promises, Target, WeeklyHours } from "../sla.js";
import { RAILS_ZONES } from "./rails-zones.js";
import { closedWeek, DAYS, isZone, timeOfDay } from "./week.js";
import { together, type Where } from "./where.js";

/** A schedule, as `/api/v2/business_hours/schedules.json` tells it. */
export interface ZendeskSchedule {
  readonly id: number;
  readonly name: string;
  /** Such as `Pacific Time (US & Canada)`. */
  readonly time_zone: string;
  /** In minutes since Sunday, 00:00. */
  readonly intervals: readonly { readonly start_time: number; readonly end_time: number }[];
}

/** A holiday, as `/api/v2/business_hours/schedules/{id}/holidays.json` tells it. */
export interface ZendeskHoliday {
  readonly start_date: string;
  /** Its last day. */
  readonly end_date: string;
}

/** A condition of a policy. */
export interface ZendeskCondition {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

/** A policy, as `/api/v2/slas/policies.json` tells it. */
export interface ZendeskPolicy {
  readonly id: number;
  readonly title: string;
  readonly position?: number | null;
  readonly filter?: {
    readonly all?: readonly ZendeskCondition[] | null;
    readonly any?: readonly ZendeskCondition[] | null;
  } | null;
  readonly policy_metrics: readonly {
    readonly priority: string;
    readonly metric: string;
    /** Minutes. */
    readonly target?: number | null;
    readonly target_in_seconds?: number | null;
    readonly business_hours: boolean;
  }[];
  /** When clocks begin and end otherwise than usual. */
  readonly metric_settings?: unknown;
}

/** What Zendesk promises. */
export interface ZendeskService {
  readonly schedules?: readonly ZendeskSchedule[] | null;
  /** Holidays by the id of their schedule. */
  readonly holidays?: Readonly<Record<string, readonly ZendeskHoliday[]>> | null;
  readonly policies?: readonly ZendeskPolicy[] | null;
  /** Names of groups and organizations by id; conditions on ids without a name cannot be said. */
  readonly groups?: readonly { readonly id: number; readonly name: string }[] | null;
  readonly organizations?: readonly { readonly id: number; readonly name: string }[] | null;
  /** The custom fields that the desk keeps, such as `custom_fields.360001`: see `fields` of `desk.load`. */
  readonly fields?: readonly string[] | null;
}

const CLOCKS: Readonly<Record<string, ClockName>> = {
  first_reply_time: "first_response",
  next_reply_time: "next_response",
  periodic_update_time: "periodic_update",
  pausable_update_time: "pausable_update",
  requester_wait_time: "requester_wait",
  agent_work_time: "agent_work",
  total_resolution_time: "resolution",
};
const DAY = 24 * 60;
/** Alternatives of one policy beyond this number are not spelled out. */
const MOST_ALTERNATIVES = 50;

/** Zendesk's service levels as `desk.configure` takes them, and in a sentence each what had to be left out. */
export function zendeskAgreements(service: ZendeskService): {
  readonly promises: Promises;
  readonly leftOut: readonly string[];
} {
  const leftOut: string[] = [];
  const calendars: Record<string, Calendar> = {};
  for (const schedule of service.schedules ?? []) {
    const calendar = calendarOf(schedule, service.holidays?.[schedule.id] ?? [], leftOut);
    if (calendar !== undefined) calendars[schedule.name] = calendar;
  }
  const [first, ...others] = Object.keys(calendars);
  if (others.length > 0)
    leftOut.push(`schedules: triggers say which ticket has which; business hours are those of ${first}`);

  const policies: Policy[] = [];
  const inOrder = [...(service.policies ?? [])].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  for (const policy of inOrder) {
    const targets = targetsOf(policy, first, leftOut);
    const wheres = wheresOf(policy, service, leftOut);
    if (Object.keys(targets).length === 0) continue;
    for (const where of wheres) {
      const named = policies.filter(({ id }) => id === policy.title || id.startsWith(`${policy.title} (`));
      policies.push({
        id: named.length === 0 ? policy.title : `${policy.title} (${named.length + 1})`,
        ...(Object.keys(where).length > 0 && { where }),
        ...(first !== undefined && { calendar: first }),
        targets,
      });
    }
  }
  return { promises: { calendars, policies, clocks: { profile: "zendesk" } }, leftOut };
}

function calendarOf(
  { name, time_zone, intervals }: ZendeskSchedule,
  holidays: readonly ZendeskHoliday[],
  leftOut: string[],
): Calendar | undefined {
  const timeZone = RAILS_ZONES[time_zone] ?? (isZone(time_zone) ? time_zone : undefined);
  if (timeZone === undefined) {
    leftOut.push(`schedule ${name}: nothing is known of a time zone ${time_zone}`);
    return undefined;
  }
  const weekly = closedWeek();
  for (const { start_time, end_time } of [...intervals].sort((a, b) => a.start_time - b.start_time)) {
    // An interval over midnight, or over the end of the week, goes on the next day.
    for (let from = start_time; from < end_time; from = (Math.floor(from / DAY) + 1) * DAY) {
      const until = Math.min(end_time, (Math.floor(from / DAY) + 1) * DAY);
      const start = from % DAY;
      weekly[DAYS[Math.floor(from / DAY) % 7] ?? "sun"].push([
        timeOfDay(start),
        timeOfDay(start + until - from),
      ]);
    }
  }
  return {
    timeZone,
    weekly: weekly satisfies WeeklyHours,
    ...(holidays.length > 0 && {
      holidays: holidays.map(({ start_date: from, end_date: to }) => (from === to ? from : { from, to })),
    }),
  };
}

function targetsOf(
  { title, policy_metrics, metric_settings }: ZendeskPolicy,
  calendar: string | undefined,
  leftOut: string[],
): Policy["targets"] {
  const byClock: Partial<Record<ClockName, { byPriority: Record<string, Target> }>> = {};
  if (metric_settings !== undefined && metric_settings !== null && Object.keys(metric_settings).length > 0)
    leftOut.push(`${title}: its own settings of when clocks begin and end`);
  for (const { priority, metric, target, target_in_seconds, business_hours } of policy_metrics) {
    const name = CLOCKS[metric];
    const time = target_in_seconds ?? (target ?? 0) * 60;
    if (name === undefined) leftOut.push(`${title}: ${metric} is no clock of tickets here`);
    else if (!(time > 0)) leftOut.push(`${title}: ${metric} of ${priority} says no time`);
    else if (business_hours && calendar === undefined)
      leftOut.push(`${title}: ${metric} of ${priority} is in business hours, of which no schedule came`);
    else {
      byClock[name] ??= { byPriority: {} };
      byClock[name].byPriority[priority] = business_hours ? time : { time, calendar: false };
    }
  }
  return byClock;
}

/** What tickets of a policy are like, each alternative for itself; none where it cannot be said. */
function wheresOf({ title, filter }: ZendeskPolicy, service: ZendeskService, leftOut: string[]): Where[] {
  const all = filter?.all ?? [];
  const any = filter?.any ?? [];
  const alternatives = any.length === 0 ? [all] : any.map((one) => [...all, one]);
  const wheres: Where[] = [];
  for (const conditions of alternatives) {
    const where = whereOf(conditions, service);
    if (typeof where === "string") {
      leftOut.push(`${title}: the policy as a whole, because of a condition on ${where}`);
      return [];
    }
    wheres.push(where);
  }
  if (wheres.length <= MOST_ALTERNATIVES) return wheres;
  leftOut.push(`${title}: the policy as a whole, because it has more than ${MOST_ALTERNATIVES} alternatives`);
  return [];
}

/** Conditions that hold together; the field of one that cannot be said. */
function whereOf(conditions: readonly ZendeskCondition[], service: ZendeskService): Where | string {
  let where: Where = {};
  for (const condition of conditions) {
    const said = wordsOf(condition, service);
    const both =
      said && together(where, { [said.dimension]: said.isNot ? { not: said.words } : { in: said.words } });
    if (both === undefined) return condition.field;
    where = both;
  }
  return where;
}

function wordsOf(
  { field, operator, value }: ZendeskCondition,
  { groups, organizations, fields }: ZendeskService,
): { dimension: string; words: string[]; isNot: boolean } | undefined {
  if (!["is", "is_not", "includes", "not_includes"].includes(operator)) return undefined;
  const isNot = operator === "is_not" || operator === "not_includes";
  const values = (Array.isArray(value) ? value : [value]).map(String);
  const named = (list: ZendeskService["groups"]) => {
    const names = values.map((id) => list?.find((entry) => String(entry.id) === id)?.name);
    return names.every((name) => name !== undefined) ? names : undefined;
  };
  const custom = /^custom_fields_(\d+)$/.exec(field)?.[1];
  const [dimension, words] =
    field === "type" || field === "priority"
      ? [field, values]
      : field === "current_tags"
        ? ["tags", values.flatMap((tags) => tags.split(/\s+/)).filter((tag) => tag !== "")]
        : field === "group_id"
          ? ["group", named(groups)]
          : field === "organization_id"
            ? ["customer", named(organizations)]
            : custom !== undefined && fields?.includes(`custom_fields.${custom}`)
              ? [`custom_fields.${custom}`, values]
              : [field, undefined];
  if (words === undefined || words.length === 0 || words.includes("")) return undefined;
  return { dimension, words: words as string[], isNot };
}
