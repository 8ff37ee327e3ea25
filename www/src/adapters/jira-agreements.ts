/**
 * The SLA calendars and SLAs of Jira Service Management as calendars and policies.
 *
 * ```js
 * const at = "/rest/servicedesk/1/servicedesk";
 * const { timeMetrics: metrics } = await (await fetch(`${at}/agent/SUP/sla/metrics`)).json();
 * const calendars = [await (await fetch(`${at}/4/sla/calendars/7`)).json()];
 * const { promises, leftOut } = jiraAgreements({ metrics, calendars });
 * await desk.configure(promises);
 * ```
 *
 * Atlassian documents no API for these settings; these are the resources behind its own settings pages, which administrators of
 * the project can read and any release may change. The documented API tells only what became of the SLAs of each request.
 *
 * An SLA becomes a clock by its start and stop conditions: from creation to a comment for customers is `first_response`, from a
 * comment by customers to one for them `next_response`, from creation to the resolution `resolution`. Since each SLA has goals of
 * its own and a ticket one policy here, each combination of goals becomes a policy.
 *
 * Easy to get wrong: tickets that a left-out goal was for have the goal after it.
 */
import type { ByClock, Calendar, ClockName, ClockSettings, Policy, Promises, Target } from "../sla.js";
import { clausesOf } from "./jql.js";
import { closedWeek, DAYS, isZone, timeOfDay } from "./week.js";
import { together, type Where } from "./where.js";

/** An SLA calendar: in the spelling of Data Center, or that of Cloud. */
export interface JiraCalendar {
  readonly id?: number | string | null;
  readonly name: string;
  /** Such as `Europe/Berlin`. */
  readonly timeZone?: string | null;
  readonly timezoneId?: string | null;
  /** In milliseconds since midnight. A day may have several. */
  readonly workingTimes?:
    | readonly {
        readonly day?: string | null;
        readonly weekday?: string | null;
        readonly start: number;
        readonly end: number;
        readonly disabled?: boolean | null;
      }[]
    | null;
  readonly holidays?:
    | readonly {
        readonly name?: string | null;
        readonly date?: string | null;
        readonly iso8601Date?: string | null;
        /** Of every year. */
        readonly recurring?: boolean | null;
      }[]
    | null;
}

/** A condition on which an SLA starts, pauses or stops. */
export interface JiraCondition {
  /** Such as `comment-for-reporter-hit-condition`. */
  readonly conditionId: string;
  /** Such as `Status: Waiting for customer`. */
  readonly name?: string | null;
}

/** An SLA with its goals, the first that fits a request counts. */
export interface JiraSla {
  readonly id?: number | string | null;
  readonly name: string;
  readonly config: {
    readonly definition: {
      readonly start?: readonly JiraCondition[] | null;
      readonly pause?: readonly JiraCondition[] | null;
      readonly stop?: readonly JiraCondition[] | null;
    };
    readonly goals?:
      | readonly {
          readonly jqlQuery?: string | null;
          /** Milliseconds. */
          readonly duration?: number | null;
          /** -1 or none is all time. */
          readonly calendarId?: number | string | null;
        }[]
      | null;
  };
}

/** What Jira Service Management promises in a project. */
export interface JiraService {
  readonly calendars?: readonly JiraCalendar[] | null;
  readonly metrics?: readonly JiraSla[] | null;
  /** Fields of queries, such as `"Request Type"` or `cf[10010]`, and the dimension or kept field of the desk that each is. */
  readonly fields?: Readonly<Record<string, string>> | null;
}

/** A goal that can be said; the last of an SLA may be none. */
interface Goal {
  readonly where: Where;
  readonly target?: Target;
}

const CREATED = "issue-created-hit-condition";
const FOR_CUSTOMERS = "comment-for-reporter-hit-condition";
const BY_CUSTOMERS = "comment-by-reporter-hit-condition";
const RESOLVED = "resolution-set-hit-condition";
const UNRESOLVED = "resolution-cleared-hit-condition";
const DAY = 24 * 60;
const MINUTE = 60_000;
/** Combinations of goals beyond this number are not spelled out. */
const MOST_POLICIES = 200;
/** Fields of queries that are dimensions here. */
const FIELDS: Readonly<Record<string, string>> = {
  priority: "priority",
  issuetype: "type",
  type: "type",
  "issue type": "type",
  labels: "tags",
  assignee: "assignee",
  reporter: "requester",
};
/** Fields that no issue is without. */
const ALWAYS_THERE = ["priority", "type"];

/** Jira's service levels as `desk.configure` takes them, and in a sentence each what had to be left out. */
export function jiraAgreements({ calendars: told, metrics, fields }: JiraService): {
  readonly promises: Promises;
  readonly leftOut: readonly string[];
} {
  const leftOut: string[] = [];
  const calendars: Record<string, Calendar> = {};
  const names = new Map<string, string>();
  for (const one of told ?? []) {
    const calendar = calendarOf(one, leftOut);
    if (calendar === undefined) continue;
    const name = one.name in calendars ? `${one.name} (${one.id})` : one.name;
    calendars[name] = calendar;
    names.set(String(one.id), name);
  }

  const goals = new Map<ClockName, readonly Goal[]>();
  const paused = new Map<ClockName, readonly string[]>();
  let answers: ClockSettings["answers"];
  let reopen: ByClock<"ignore" | "restart"> | undefined;
  for (const sla of metrics ?? []) {
    const { start, pause, stop } = sla.config.definition;
    const has = (conditions: readonly JiraCondition[] | null | undefined, id: string) =>
      conditions?.some(({ conditionId }) => conditionId === id) ?? false;
    const clock = clockOf(has, start, stop);
    if (clock === undefined) {
      leftOut.push(`${sla.name}: no clock here starts and stops on its conditions`);
      continue;
    }
    if (goals.has(clock)) {
      leftOut.push(`${sla.name}: a second SLA that is ${clock}`);
      continue;
    }
    for (const { conditionId, name } of [...(start ?? []), ...(stop ?? [])]) {
      if (![CREATED, FOR_CUSTOMERS, BY_CUSTOMERS, RESOLVED, UNRESOLVED].includes(conditionId))
        leftOut.push(`${sla.name}: its condition ${name ?? conditionId}`);
    }
    goals.set(clock, goalsOf(sla, names, fields ?? {}, leftOut));
    paused.set(clock, statusesOf(sla.name, pause ?? [], leftOut));
    if (clock === "first_response" && has(stop, RESOLVED)) answers = { solved: true };
    if (clock === "resolution") reopen = { resolution: has(start, UNRESOLVED) ? "restart" : "ignore" };
  }
  return {
    promises: {
      calendars,
      policies: combined(goals, leftOut),
      clocks: {
        profile: "jira",
        ...pauses(paused, leftOut),
        ...(answers !== undefined && { answers }),
        ...(reopen !== undefined && { reopen }),
      },
    },
    leftOut,
  };
}

function calendarOf(told: JiraCalendar, leftOut: string[]): Calendar | undefined {
  const timeZone = told.timeZone ?? told.timezoneId;
  if (!isZone(timeZone)) {
    leftOut.push(`calendar ${told.name}: nothing is known of a time zone ${timeZone}`);
    return undefined;
  }
  const weekly = closedWeek();
  for (const { day, weekday, start, end, disabled } of told.workingTimes ?? []) {
    if (disabled) continue;
    const word = String(day ?? weekday);
    const short = DAYS.find((known) => word.toLowerCase().startsWith(known));
    const [from, until] = [start / MINUTE, end / MINUTE];
    const isWhole = Number.isInteger(from) && Number.isInteger(until);
    if (short === undefined || !isWhole || !(from >= 0 && from < until && until <= DAY)) {
      leftOut.push(`calendar ${told.name}: ${word} from ${start} to ${end} milliseconds`);
      return undefined;
    }
    weekly[short].push([timeOfDay(from), timeOfDay(until)]);
  }
  for (const day of DAYS) weekly[day].sort(([a], [b]) => (a < b ? -1 : 1));
  const holidays: string[] = [];
  for (const { name, date, iso8601Date, recurring } of told.holidays ?? []) {
    const day = /^\d{4}-\d\d-\d\d(?=$|T)/.exec(String(date ?? iso8601Date))?.[0];
    if (day === undefined) leftOut.push(`calendar ${told.name}: the holiday ${name ?? date}`);
    else holidays.push(recurring ? day.slice(5) : day);
  }
  return { timeZone, weekly, ...(holidays.length > 0 && { holidays }) };
}

function clockOf(
  has: (conditions: readonly JiraCondition[] | null | undefined, id: string) => boolean,
  start: readonly JiraCondition[] | null | undefined,
  stop: readonly JiraCondition[] | null | undefined,
): ClockName | undefined {
  if (has(stop, FOR_CUSTOMERS)) {
    if (has(start, BY_CUSTOMERS)) return "next_response";
    return has(start, CREATED) ? "first_response" : undefined;
  }
  return has(start, CREATED) && has(stop, RESOLVED) ? "resolution" : undefined;
}

/** The statuses that pause an SLA. */
function statusesOf(sla: string, pause: readonly JiraCondition[], leftOut: string[]): readonly string[] {
  return pause.flatMap(({ conditionId, name }) => {
    const status = /^Status: *(.+)$/.exec(name ?? "")?.[1];
    if (status === undefined) leftOut.push(`${sla}: its pause ${name ?? conditionId}`);
    return status ?? [];
  });
}

/** Which statuses pause, and which clocks. */
function pauses(paused: ReadonlyMap<ClockName, readonly string[]>, leftOut: string[]): ClockSettings {
  const all = [...new Set([...paused.values()].flat())];
  const pause: Record<string, "stop" | "run"> = { "*": "run" };
  for (const [clock, statuses] of paused) {
    if (statuses.length === 0) continue;
    pause[clock] = "stop";
    if (statuses.length < all.length)
      leftOut.push(`${clock} pauses in other statuses than other clocks: it pauses in all of them`);
  }
  return { paused: all, pause };
}

/** The goals of an SLA, in order; tickets that none is for have no such clock. */
function goalsOf(
  { name: sla, config }: JiraSla,
  calendars: ReadonlyMap<string, string>,
  fields: Readonly<Record<string, string>>,
  leftOut: string[],
): readonly Goal[] {
  const goals: Goal[] = [];
  for (const { jqlQuery, duration, calendarId } of config.goals ?? []) {
    const query = jqlQuery?.trim() ?? "";
    const where = whereOf(query, fields);
    const isAlways = calendarId === undefined || calendarId === null || String(calendarId) === "-1";
    const calendar = isAlways ? false : calendars.get(String(calendarId));
    const goal = `${sla}: the goal for ${query === "" ? "all others" : query}`;
    if (where === undefined) leftOut.push(`${goal}, because its query says more than conditions here can`);
    else if (calendar === undefined) leftOut.push(`${goal}, because its calendar ${calendarId} did not come`);
    else if (!(Number(duration) > 0)) goals.push({ where });
    else goals.push({ where, target: { time: Number(duration) / 1_000, calendar } });
  }
  const isForAll = ({ where }: Goal) => Object.keys(where).length === 0;
  const end = goals.findIndex(isForAll);
  return end < 0 ? [...goals, { where: {} }] : goals.slice(0, end + 1);
}

function whereOf(query: string, fields: Readonly<Record<string, string>>): Where | undefined {
  let where: Where | undefined = {};
  const own = Object.entries(fields).map(([name, on]) => [name.toLowerCase(), on]);
  const known = { ...FIELDS, ...Object.fromEntries(own) } as Readonly<Record<string, string>>;
  const clauses = clausesOf(query);
  if (clauses === undefined) return undefined;
  for (const { field, values, isNot } of clauses) {
    const dimension = known[field.toLowerCase()];
    if (dimension === undefined || (isNot && !ALWAYS_THERE.includes(dimension))) return undefined;
    where = together(where, { [dimension]: isNot ? { not: values } : { in: values } });
    if (where === undefined) return undefined;
  }
  return where;
}

/** A policy for each combination of goals, in the order in which the first that fits is the first goal of each SLA. */
function combined(goals: ReadonlyMap<ClockName, readonly Goal[]>, leftOut: string[]): readonly Policy[] {
  let policies: { where: Where; targets: Policy["targets"] }[] = [{ where: {}, targets: {} }];
  for (const [clock, each] of goals) {
    policies = policies.flatMap(({ where, targets }) =>
      each.flatMap((goal) => {
        const both = together(where, goal.where);
        if (both === undefined) {
          if ("tags" in where && "tags" in goal.where)
            leftOut.push(`${clock}: goals that ask for two labels at once`);
          return [];
        }
        return [{ where: both, targets: goal.target ? { ...targets, [clock]: goal.target } : targets }];
      }),
    );
    if (policies.length > MOST_POLICIES) {
      leftOut.push(`all SLAs, because their goals make more than ${MOST_POLICIES} combinations`);
      return [];
    }
  }
  const told = policies.filter(({ where }, at) => {
    const first = policies.findIndex((other) => JSON.stringify(other.where) === JSON.stringify(where));
    return first === at;
  });
  const last = told.at(-1);
  if (last && Object.keys(last.targets).length === 0) told.pop();
  return told.map(({ where, targets }, at) => ({
    id: policyName(where, at),
    ...(Object.keys(where).length > 0 && { where }),
    targets,
  }));
}

/** Such as `priority High, type Incident`. */
function policyName(where: Where, at: number): string {
  const parts = Object.entries(where).map(([dimension, { in: words, not }]) =>
    [dimension, ...(words ? [words.join("/")] : []), ...(not ? [`not ${not.join("/")}`] : [])].join(" "),
  );
  const name = parts.join(", ") || "all others";
  return name.length <= 80 ? name : `${name.slice(0, 70)}… (${at + 1})`;
}
