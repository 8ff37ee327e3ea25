/**
 * Zammad's own calendars and SLAs as calendars and policies.
 *
 * ```js
 * const at = async (path) => (await fetch(`/api/v1/${path}`)).json();
 * const [calendars, slas, states] = [await at("calendars"), await at("slas"), await at("ticket_states")];
 * const [groups, priorities] = [await at("groups"), await at("ticket_priorities")];
 * const { promises, leftOut } = zammadAgreements({ calendars, slas, states, groups, priorities });
 * await desk.configure(promises);
 * ```
 *
 * The first SLA by name whose conditions a ticket meets applies, as at Zammad; one without conditions takes what no other takes.
 * Conditions are on the ticket's priority, group, organization, channel, type, tags and kept fields. Those on the state that only
 * leave out states in which nothing runs are not needed. An SLA with alternatives becomes several policies.
 *
 * Easy to get wrong: an SLA with a condition that cannot be said is left out whole and named, because without the condition it would
 * take tickets of other SLAs. Tickets it was for then have the SLA after it.
 */
import type { Calendar, ClockName, Hours, Policy, Promises, Target } from "../sla.js";
import { closedWeek, DAYS, isZone } from "./week.js";
import { together, type Where } from "./where.js";

/** A calendar, as `/api/v1/calendars` tells it. */
export interface ZammadCalendar {
  readonly id: number;
  readonly name: string;
  /** Such as `Europe/Berlin`. */
  readonly timezone?: string | null;
  /** By `mon` to `sun`; a day may have several stretches, such as `["09:00", "12:30"]`. */
  readonly business_hours: Readonly<
    Record<
      string,
      {
        readonly active?: boolean | null;
        readonly timeframes?: readonly (readonly [from: string, until: string])[] | null;
      } | null
    >
  >;
  /** By date, such as `2026-12-25`. */
  readonly public_holidays?: Readonly<
    Record<string, { readonly active?: boolean | null; readonly removed?: boolean | null } | null>
  > | null;
  /** Whether it is the calendar of the desk itself. */
  readonly default?: boolean | null;
}

/** A condition on one attribute, such as `ticket.priority_id`. */
export interface ZammadCondition {
  readonly name?: string | null;
  readonly operator: string;
  readonly value?: unknown;
  readonly pre_condition?: string | null;
}

/** Conditions that are all to hold, or any of them, in what Zammad calls expert mode. */
export interface ZammadConditions {
  readonly operator: string;
  readonly conditions: readonly (ZammadCondition | ZammadConditions)[];
}

/** An SLA, as `/api/v1/slas` tells it. Times are minutes. */
export interface ZammadSla {
  readonly id: number;
  readonly name: string;
  readonly calendar_id?: number | null;
  readonly first_response_time?: number | null;
  /** For an agent to respond to a customer. */
  readonly response_time?: number | null;
  /** Between two messages of agents. */
  readonly update_time?: number | null;
  readonly solution_time?: number | null;
  readonly condition?: Readonly<Record<string, ZammadCondition>> | ZammadConditions | null;
  readonly created_at?: string | null;
}

/** Something with a number and a name. */
interface Named {
  readonly id: number;
  readonly name: string;
}

/** What Zammad promises. */
export interface ZammadService {
  readonly calendars?: readonly ZammadCalendar[] | null;
  readonly slas?: readonly ZammadSla[] | null;
  /** As `/api/v1/ticket_states` tells them: in which of them clocks stand still, and which can be left out. */
  readonly states?:
    | readonly (Named & { readonly state_type_id: number; readonly ignore_escalation?: boolean | null })[]
    | null;
  /** As `/api/v1/groups`, `/api/v1/ticket_priorities` and `/api/v1/organizations` tell them; conditions on what has no name cannot be said. */
  readonly groups?: readonly Named[] | null;
  readonly priorities?: readonly Named[] | null;
  readonly organizations?: readonly Named[] | null;
  /** The fields of tickets that the desk keeps, such as `plan`: see `fields` of `desk.load`. */
  readonly fields?: readonly string[] | null;
}

const CLOCKS: readonly (readonly [
  "first_response_time" | "response_time" | "update_time" | "solution_time",
  ClockName,
])[] = [
  ["first_response_time", "first_response"],
  ["response_time", "next_response"],
  ["update_time", "periodic_update"],
  ["solution_time", "resolution"],
];
/** Types of states after which nothing runs: closed, merged, removed. */
const ENDED = [5, 6, 7];
/** The words that the reader of Zammad's payloads has for the ways a ticket comes in. */
const CHANNELS: Readonly<Record<string, string>> = {
  1: "email",
  2: "sms",
  3: "chat",
  4: "fax",
  5: "phone",
  6: "twitter",
  7: "twitter",
  8: "facebook",
  9: "facebook",
  10: "note",
  11: "web",
  12: "telegram",
  13: "facebook",
  14: "whatsapp",
};
/** Alternatives of one SLA beyond this number are not spelled out. */
const MOST_ALTERNATIVES = 50;

/** Zammad's service levels as `desk.configure` takes them, and in a sentence each what had to be left out. */
export function zammadAgreements(service: ZammadService): {
  readonly promises: Promises;
  readonly leftOut: readonly string[];
} {
  const leftOut: string[] = [];
  const calendars: Record<string, Calendar> = {};
  const names = new Map<number, string>();
  let own: string | undefined;
  for (const told of service.calendars ?? []) {
    const calendar = calendarOf(told, leftOut);
    if (calendar === undefined) continue;
    const name = told.name in calendars ? `${told.name} (${told.id})` : told.name;
    calendars[name] = calendar;
    names.set(told.id, name);
    if (told.default) own = name;
  }

  const policies: Policy[] = [];
  for (const sla of inOrder(service.slas ?? [], leftOut)) {
    const calendar = names.get(Number(sla.calendar_id));
    if (calendar === undefined) {
      leftOut.push(`${sla.name}: the SLA as a whole, because its calendar ${sla.calendar_id} did not come`);
      continue;
    }
    const targets = targetsOf(sla);
    if (Object.keys(targets).length === 0) continue;
    for (const where of wheresOf(sla, service, leftOut)) {
      const named = policies.filter(({ id }) => id === sla.name || id.startsWith(`${sla.name} (`));
      policies.push({
        id: named.length === 0 ? sla.name : `${sla.name} (${named.length + 1})`,
        ...(Object.keys(where).length > 0 && { where }),
        calendar,
        targets,
      });
    }
  }
  return {
    promises: {
      calendars,
      policies,
      clocks: { profile: "zammad", ...pausesOf(service.states) },
      ...(own !== undefined && { calendar: own }),
    },
    leftOut,
  };
}

function calendarOf(
  { name, timezone, business_hours, public_holidays }: ZammadCalendar,
  leftOut: string[],
): Calendar | undefined {
  if (!isZone(timezone)) {
    leftOut.push(`calendar ${name}: nothing is known of a time zone ${timezone}`);
    return undefined;
  }
  const weekly = closedWeek();
  for (const day of DAYS) {
    const told = business_hours[day];
    for (const [from, until] of told?.active ? (told.timeframes ?? []) : []) {
      // The last minute of a day is its end.
      const end = until === "23:59" ? "24:00" : until;
      if (![from, end].every((time) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)) || from >= end) {
        leftOut.push(`calendar ${name}: ${day} from ${from} to ${until}`);
        return undefined;
      }
      weekly[day].push([from, end]);
    }
    weekly[day] = united(weekly[day]);
  }
  const holidays = Object.entries(public_holidays ?? {})
    .filter(([, meta]) => meta?.active && !meta.removed)
    .map(([date]) => date)
    .sort();
  return { timeZone: timezone, weekly, ...(holidays.length > 0 && { holidays }) };
}

/** Stretches in order, those that overlap or touch as one. */
function united(hours: readonly Hours[]): Hours[] {
  const united: [string, string][] = [];
  for (const [from, until] of [...hours].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = united.at(-1);
    if (last === undefined || last[1] < from) united.push([from, until]);
    else if (last[1] < until) last[1] = until;
  }
  return united;
}

/** The order in which Zammad looks for the SLA of a ticket. Of those without conditions only the last is ever found. */
function inOrder(slas: readonly ZammadSla[], leftOut: string[]): ZammadSla[] {
  const sorted = [...slas].sort(
    (a, b) => a.name.localeCompare(b.name, "en") || (a.created_at ?? "").localeCompare(b.created_at ?? ""),
  );
  const forAll = sorted.filter(({ condition }) => Object.keys(condition ?? {}).length === 0);
  const last = forAll.pop();
  for (const { name } of forAll)
    leftOut.push(`${name}: it has no conditions and neither has ${last?.name}, which counts in its place`);
  return [
    ...sorted.filter((sla) => sla !== last && !forAll.includes(sla)),
    ...(last === undefined ? [] : [last]),
  ];
}

function targetsOf(sla: ZammadSla): Policy["targets"] {
  const targets: Partial<Record<ClockName, Target>> = {};
  for (const [field, clock] of CLOCKS) {
    const minutes = Number(sla[field] ?? 0);
    if (minutes > 0) targets[clock] = minutes * 60;
  }
  return targets;
}

/** The states in which clocks stand still, where they are told. */
function pausesOf(states: ZammadService["states"]): { paused?: readonly string[] } {
  if (!states) return {};
  const paused = states.filter((state) => state.ignore_escalation && !ENDED.includes(state.state_type_id));
  return { paused: paused.map(({ name }) => name) };
}

/** What tickets of an SLA are like, each alternative for itself; none where it cannot be said. */
function wheresOf({ name, condition }: ZammadSla, service: ZammadService, leftOut: string[]): Where[] {
  const wheres: Where[] = [];
  for (const conditions of alternativesOf(condition) ?? ["conditions in each other"]) {
    const where = typeof conditions === "string" ? conditions : whereOf(conditions, service);
    if (typeof where === "string") {
      leftOut.push(`${name}: the SLA as a whole, because of ${where}`);
      return [];
    }
    wheres.push(where);
  }
  if (wheres.length <= MOST_ALTERNATIVES) return wheres;
  leftOut.push(`${name}: the SLA as a whole, because it has more than ${MOST_ALTERNATIVES} alternatives`);
  return [];
}

/** Lists of conditions of which all of one list are to hold; nothing where conditions are joined in other ways. */
function alternativesOf(told: ZammadSla["condition"]): ZammadCondition[][] | undefined {
  if (!isExpert(told))
    return [Object.entries(told ?? {}).map(([name, condition]) => ({ ...condition, name }))];
  const parts = told.conditions.map((one) => (isExpert(one) ? alternativesOf(one) : [[one]]));
  if (parts.includes(undefined)) return undefined;
  const lists = parts as ZammadCondition[][][];
  if (told.operator === "OR") return lists.flat();
  if (told.operator !== "AND" || lists.filter((list) => list.length > 1).length > 1) return undefined;
  return lists.reduce<ZammadCondition[][]>(
    (all, list) => all.flatMap((some) => list.map((more) => [...some, ...more])),
    [[]],
  );
}

function isExpert(told: unknown): told is ZammadConditions {
  return typeof told === "object" && told !== null && Array.isArray((told as ZammadConditions).conditions);
}

/** Conditions that hold together; the one that cannot be said, in words. */
function whereOf(conditions: readonly ZammadCondition[], service: ZammadService): Where | string {
  let where: Where = {};
  for (const condition of conditions) {
    if (condition.name === "ticket.state_id" && leavesAllThatRuns(condition, service.states)) continue;
    const said = wordsOf(condition, service);
    const both =
      said && together(where, { [said.dimension]: said.isNot ? { not: said.words } : { in: said.words } });
    if (both === undefined) return `a condition on ${condition.name}`;
    where = both;
  }
  return where;
}

/** Whether a condition holds in every state in which a clock runs. */
function leavesAllThatRuns(condition: ZammadCondition, states: ZammadService["states"]): boolean {
  const isNot = isNegated(condition.operator);
  if (isNot === undefined || !states) return false;
  const ids = valuesOf(condition);
  const running = states.filter((state) => !state.ignore_escalation && !ENDED.includes(state.state_type_id));
  return running.every(({ id }) => ids.includes(String(id)) !== isNot);
}

function isNegated(operator: string): boolean | undefined {
  if (["is", "is any of", "contains one", "contains all"].includes(operator)) return false;
  if (["is not", "is none of", "contains one not", "contains all not"].includes(operator)) return true;
  return undefined;
}

function valuesOf({ value }: ZammadCondition): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function wordsOf(
  condition: ZammadCondition,
  { groups, priorities, organizations, fields }: ZammadService,
): { dimension: string; words: string[]; isNot: boolean } | undefined {
  const { operator, pre_condition: whose } = condition;
  const isNot = isNegated(operator);
  if (isNot === undefined || (whose && whose !== "specific")) return undefined;
  const values = valuesOf(condition);
  const named = (list: readonly Named[] | null | undefined) =>
    values.map((id) => list?.find((entry) => String(entry.id) === id)?.name);
  const field = /^ticket\.(.+)$/.exec(condition.name ?? "")?.[1] ?? "";
  const [dimension, words] =
    field === "priority_id"
      ? // The digit that puts priorities in order is no part of their name.
        ["priority", named(priorities).map((name) => name?.replace(/^\d /, ""))]
      : field === "group_id"
        ? ["group", named(groups)]
        : field === "organization_id"
          ? ["customer", named(organizations)]
          : field === "create_article_type_id"
            ? ["channel", values.map((id) => CHANNELS[id])]
            : field === "type"
              ? ["type", values]
              : field === "tags"
                ? ["tags", values.flatMap((tags) => tags.split(/ *, */))]
                : fields?.includes(field)
                  ? [field, values]
                  : ["", []];
  const told = words.filter((word) => word !== undefined && word !== "");
  if (told.length === 0 || told.length < words.length) return undefined;
  // Of several tags a ticket is to have all, or not all: neither is a list of which it has one.
  if (field === "tags" && told.length > 1 && operator !== "contains one") return undefined;
  return { dimension, words: told as string[], isNot };
}
