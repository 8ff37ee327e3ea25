/**
 * ServiceNow: incidents in the order of their last change, by the Table API, each with its audit and its journal; and task SLAs.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { servicenow } from "deskgauge/adapters/servicenow";
 * await sync(desk, servicenow({ request }), { since: new Date("2026-01-01") });
 * ```
 *
 * Easy to get wrong: rows that one may not see are left out of a page after it was cut to length. A page that is not full is
 * therefore not the last; the `Link` header says whether there is another, and without it the first empty page is.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, payloadOf, recordOf, recordsOf, textOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, windows } from "./windows.js";

/** How ServiceNow is read. */
export interface ServiceNowOptions extends AdapterOptions {
  /** The table of tickets (default `incident`). */
  readonly table?: string | undefined;
  /** Which rows are tickets, as an encoded query such as `assignment_group.name=Service Desk` (default: all). */
  readonly query?: string | undefined;
}

const INCIDENT = [
  "sys_id",
  "number",
  "state",
  "hold_reason",
  "priority",
  "contact_type",
  "category",
  "assignment_group",
  "assigned_to",
  "caller_id",
  "company",
  "opened_at",
  "resolved_at",
  "closed_at",
  "sys_updated_on",
];
const AUDIT = [
  "sys_id",
  "documentkey",
  "fieldname",
  "oldvalue",
  "newvalue",
  "user",
  "sys_created_on",
  "record_checkpoint",
];
/** The fields whose changes are followed. */
const FOLLOWED = "fieldnameINstate,hold_reason,priority,assignment_group,assigned_to";
const JOURNAL = ["sys_id", "element_id", "element", "sys_created_on", "sys_created_by"];
const SLA = ["sys_id", "task", "sla.name", "has_breached", "planned_end_time", "end_time", "sys_created_on"];
const CHANGED = "sys_updated_on";
/** So many ids fit into an address. */
const PER_PAGE = 100;
const ROWS = 1_000;

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly rows: readonly Row[];
  /** Where the next one begins; undefined after the last. */
  readonly next: number | undefined;
}

/** The incidents of an instance and their histories. */
export function servicenow({
  request,
  fields = [],
  perMinute,
  table = "incident",
  query,
}: ServiceNowOptions): Adapter {
  const columns = [...new Set([...INCIDENT, ...fields.map((name) => name.replace(/\.(value|link)$/, ""))])];

  async function page(
    host: Host,
    of: string,
    conditions: string,
    columns: readonly string[],
    limit: number,
    offset: number,
  ): Promise<Page> {
    const search = new URLSearchParams({
      sysparm_query: conditions,
      sysparm_fields: columns.join(","),
      sysparm_display_value: "false",
      sysparm_exclude_reference_link: "true",
      sysparm_limit: String(limit),
      sysparm_offset: String(offset),
    });
    const payload = await host.json({ path: `/api/now/table/${of}?${search}` });
    const rows = recordsOf(recordOf(payload.value).result);
    const link = payload.header("link");
    const more = link === undefined ? rows.length > 0 : /rel="next"/.test(link);
    return { rows, next: more ? offset + limit : undefined };
  }

  async function* rowsOf(host: Host, of: string, conditions: string, columns: readonly string[]) {
    for (let next: number | undefined = 0; next !== undefined; ) {
      const found: Page = await page(host, of, conditions, columns, ROWS, next);
      if (found.rows.length > 0) yield found;
      next = found.next;
    }
  }

  async function* all(host: Host, of: string, conditions: string, columns: readonly string[]) {
    for await (const { rows } of rowsOf(host, of, conditions, columns))
      yield { payload: payloadOf({ result: rows }) };
  }

  async function part(
    host: Host,
    of: string,
    kept: string | undefined,
    columns: readonly string[],
    from: number,
    next: number | undefined,
  ) {
    const conditions = `${within(kept, `${CHANGED}>=${textAt(from)}`)}^ORDERBY${CHANGED}`;
    const found = await page(host, of, conditions, columns, PER_PAGE, next ?? 0);
    const times = found.rows.map((row) => instantAt(row[CHANGED]) ?? 0);
    return {
      ...found,
      ids: found.rows.map(({ sys_id }, at) => `${sys_id} ${times[at]}`),
      newest: times.length > 0 ? Math.max(...times) : undefined,
    };
  }

  /** What happened to incidents. */
  async function* histories(host: Host, ids: readonly string[]): AsyncGenerator<Step> {
    if (ids.length === 0) return;
    const these = ids.join(",");
    const audits = `tablename=${table}^documentkeyIN${these}^${FOLLOWED}^ORDERBYsys_created_on`;
    const entries = `name=${table}^element_idIN${these}^ORDERBYsys_created_on`;
    yield* asFarAsAllowed(all(host, "sys_audit", audits, AUDIT));
    yield* asFarAsAllowed(all(host, "sys_journal_field", entries, JOURNAL));
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const fromOf = (list: string) => Math.max(since, (reachedOf(before, list) ?? since) - OVERLAP);
    let position = { tickets: fromOf("tickets"), slas: fromOf("slas") };
    const tickets = windows(host, position.tickets, (from, next: number | undefined) =>
      part(host, table, query, columns, from, next),
    );
    for await (const { rows, reached } of tickets) {
      if (rows.length > 0) yield { payload: payloadOf({ result: rows }) };
      yield* histories(host, rows.map(idOf));
      position = { ...position, tickets: reached };
      yield { position, share: shareOf(position.tickets, since, host.now()) };
    }
    const ofTasks = within(query && throughTask(query, table), `task.sys_class_name=${table}`);
    const slas = windows(host, position.slas, (from, next: number | undefined) =>
      part(host, "task_sla", ofTasks, [...SLA, CHANGED], from, next),
    );
    for await (const { rows, reached } of asFarAsAllowed(slas)) {
      position = { ...position, slas: reached };
      yield { ...(rows.length > 0 && { payload: slasOf(rows) }), position };
    }
    yield { position, share: 1 };
  }

  /** Incidents with everything about them, by a condition. */
  async function* whole(host: Host, conditions: string): AsyncGenerator<Step> {
    const { rows } = await page(host, table, conditions, columns, PER_PAGE, 0);
    if (rows.length === 0) return;
    const ids = rows.map(idOf);
    yield { payload: payloadOf({ result: rows }) };
    yield* histories(host, ids);
    for await (const { rows: slas } of asFarAsAllowed(
      rowsOf(host, "task_sla", `taskIN${ids.join(",")}`, SLA),
    ))
      yield { payload: slasOf(slas) };
  }

  return {
    source: "servicenow",
    ...(fields.length > 0 && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined
        ? many(host, since, position)
        : whole(host, `${HASH.test(ticket) ? "sys_id" : "number"}=${plain(ticket)}`),

    async *explain(host: Host, { users, groups, tickets }: Missing) {
      const [people = [], teams = [], untold = []] = [users, groups, tickets].map((ids) =>
        host.asked.fresh("id", ids).map(plain),
      );
      for (let at = 0; at < people.length; at += PER_PAGE) {
        const some = people.slice(at, at + PER_PAGE);
        // Histories name people by their login, incidents by their id.
        const conditions = `sys_idIN${some.join(",")}^ORuser_nameIN${some.join(",")}`;
        yield* asFarAsAllowed(all(host, "sys_user", conditions, ["sys_id", "user_name", "name"]));
      }
      for (let at = 0; at < teams.length; at += PER_PAGE) {
        const conditions = `sys_idIN${teams.slice(at, at + PER_PAGE).join(",")}`;
        yield* asFarAsAllowed(all(host, "sys_user_group", conditions, ["sys_id", "name", "manager"]));
      }
      for (let at = 0; at < untold.length; at += PER_PAGE)
        yield* whole(host, within(query, `sys_idIN${untold.slice(at, at + PER_PAGE).join(",")}`));
    },
  };
}

const HASH = /^[\da-f]{32}$/;

/** An encoded query, of which a condition holds in each of the parts that `^NQ` begins. */
function within(query: string | undefined, condition: string): string {
  const parts = (query ?? "").split("^NQ");
  return parts.map((part) => (part === "" ? condition : `${condition}^${part}`)).join("^NQ");
}

/** An encoded query about a table of tasks, for another whose rows have a task: `ref_` reaches the fields that only it has. */
function throughTask(query: string, table: string): string {
  const task = table === "task" ? "task." : `task.ref_${table}.`;
  // `EQ` ends a query, and a caret in a value is doubled.
  const through = (term: string) =>
    term === "EQ" ? term : term.replace(/^(ORDERBYDESC|ORDERBY|OR|NQ)?(?=.)/, `$1${task}`);
  const terms = query.replaceAll("^^", "\0").split("^");
  return terms.map(through).join("^").replaceAll("\0", "^^");
}

function idOf({ sys_id }: Row): string {
  return String(sys_id);
}

/** Without what separates the conditions of an encoded query. */
function plain(id: string): string {
  return id.replace(/[\^,]/g, "");
}

/** Of an SLA people know the name. */
function slasOf(rows: readonly Row[]): Uint8Array {
  const result = rows.map((row) => ({ ...row, sla: { display_value: textOf(row["sla.name"]) ?? null } }));
  return payloadOf({ result });
}

/** Dates in queries and answers are in UTC. */
function textAt(at: number): string {
  return new Date(Math.max(0, at)).toISOString().slice(0, 19).replace("T", " ");
}

function instantAt(value: unknown): number | undefined {
  return instantOf(textOf(value)?.replace(" ", "T").concat("Z"));
}
