/**
 * Salesforce Service Cloud: cases, their history, messages, comments and milestones, by queries in the order of their last change.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { salesforce } from "deskgauge/adapters/salesforce";
 * await sync(desk, salesforce({ request }), { since: new Date("2026-01-01") });
 * ```
 *
 * An organization has so many requests in 24 hours for everything that asks it. A sync ends with `quota-used` before it takes the
 * last of them, and its cursor goes on later.
 *
 * Easy to get wrong: history exists only of fields for which it was switched on in Salesforce, and from then on. Each table is read
 * from the same instant, so that of a case that is older only the later part of its history comes.
 */
import { DeskError } from "../error.js";
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host, Payload } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, recordOf, recordsOf, textOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** How Salesforce is read. */
export interface SalesforceOptions extends AdapterOptions {
  /** Of the REST API (default `v60.0`). */
  readonly version?: string | undefined;
  /** Which share of the organization's daily requests may be used when a sync asks once more (default 0.9). */
  readonly dailyShare?: number | undefined;
  /**
   * Which cases are tickets, as a condition of SOQL such as `RecordType.DeveloperName = 'Support'` (default: all). Histories are
   * asked for by it as well, in a sub-select, so that it can have none of its own.
   */
  readonly where?: string | undefined;
}

/** A table: the field that orders it, the field that names the case, and the fields that are read. */
interface List {
  readonly table: string;
  readonly at: "CreatedDate" | "SystemModstamp";
  readonly about: string;
  readonly fields: readonly string[];
}

/** Histories first, for a case without its own looks as if nothing had happened. */
const LISTS: readonly List[] = [
  {
    table: "CaseHistory",
    at: "CreatedDate",
    about: "CaseId",
    fields: ["Id", "CaseId", "CreatedById", "CreatedDate", "Field", "OldValue", "NewValue"],
  },
  {
    table: "EmailMessage",
    at: "SystemModstamp",
    about: "ParentId",
    fields: ["Id", "ParentId", "CreatedById", "CreatedDate", "MessageDate", "Incoming", "Status"],
  },
  {
    table: "CaseComment",
    at: "SystemModstamp",
    about: "ParentId",
    fields: ["Id", "ParentId", "CreatedById", "CreatedDate", "IsPublished"],
  },
  {
    table: "CaseMilestone",
    at: "SystemModstamp",
    about: "CaseId",
    fields: ["Id", "CaseId", "MilestoneType.Name", "StartDate", "TargetDate", "CompletionDate", "IsViolated"],
  },
];
const CASE = [
  "Id",
  "CaseNumber",
  "CreatedDate",
  "LastModifiedDate",
  "ClosedDate",
  "Status",
  "Priority",
  "Type",
  "Origin",
  "OwnerId",
  "ContactId",
  "AccountId",
];
/** The tables that tell of people and groups, by how their ids begin. */
const NAMED = [
  ["User", "005"],
  ["Group", "00G"],
  ["Account", "001"],
] as const;
/** Of a table or field that the organization does not have, or not for this user. */
const LEFT_OUT = { refused: /sObject type|No such column/i };
/** So many ids fit into the address of a query. */
const AT_ONCE = 200;

/** The cases of an organization and their histories. */
export function salesforce({
  request,
  fields = [],
  perMinute,
  version = "v60.0",
  dailyShare = 0.9,
  where,
}: SalesforceOptions): Adapter {
  const columns = [...new Set([...CASE, "SystemModstamp", ...fields])];
  const cases: List = { table: "Case", at: "SystemModstamp", about: "Id", fields: columns };

  async function answer(host: Host, path: string): Promise<Payload> {
    const payload = await host.json({ path });
    const [, used, most] = /api-usage=(\d+)\/(\d+)/.exec(payload.header("sforce-limit-info") ?? "") ?? [];
    if (used !== undefined && Number(used) >= dailyShare * Number(most)) {
      const message = `the organization has used ${used} of its ${most} requests a day; go on later from the cursor`;
      throw new DeskError("quota-used", message);
    }
    return payload;
  }

  function query({ table, at, fields }: List, conditions: readonly (string | undefined)[]): string {
    const said = conditions.filter((condition) => condition !== undefined).join(" AND ");
    const selected = [...new Set([...fields, at])].join(", ");
    const soql = `SELECT ${selected} FROM ${table} WHERE ${said} ORDER BY ${at} ASC, Id ASC`;
    return `/services/data/${version}/query?q=${encodeURIComponent(soql)}`;
  }

  async function part(host: Host, list: List, from: number, next: string | undefined) {
    const changed = `${list.at} >= ${new Date(Math.max(0, from)).toISOString()}`;
    const kept = where === undefined ? undefined : keptOf(list, where);
    const about = list.table === "EmailMessage" ? "ParentId != null" : undefined;
    const payload = await answer(host, next ?? query(list, [changed, about, kept]));
    const { records, nextRecordsUrl } = recordOf(payload.value);
    const rows = recordsOf(records);
    const times = rows.map((row) => instantOf(row[list.at]) ?? 0);
    return {
      ...stepOf(payload),
      ids: rows.map(({ Id }, at) => `${Id} ${times[at]}`),
      newest: times.length > 0 ? Math.max(...times) : undefined,
      next: textOf(nextRecordsUrl),
    };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    let position: Readonly<Record<string, number>> = {};
    const lists = [...LISTS, cases];
    for (const list of lists) {
      const from = Math.max(since, (reachedOf(before, list.table) ?? since) - OVERLAP);
      position = { ...position, [list.table]: from };
    }
    for (const [place, list] of lists.entries()) {
      const start = position[list.table] ?? since;
      const parts = windows(host, start, (from, next: string | undefined) => part(host, list, from, next));
      for await (const { payload, reached } of list === cases ? parts : asFarAsAllowed(parts, LEFT_OUT)) {
        position = { ...position, [list.table]: reached };
        const share = (place + shareOf(reached, since, host.now())) / lists.length;
        yield { payload, position, share };
      }
    }
    yield { position, share: 1 };
  }

  /** Cases with everything about them, by conditions. */
  async function* whole(host: Host, condition: string, kept?: string): AsyncGenerator<Step> {
    const found: string[] = [];
    const conditions = [condition, kept === undefined ? undefined : `(${kept})`];
    for await (const page of pages(host, query(cases, conditions))) {
      found.push(...recordsOf(recordOf(page.value).records).map(({ Id }) => String(Id)));
      yield stepOf(page);
    }
    for (let at = 0; at < found.length; at += AT_ONCE) {
      const ids = quoted(found.slice(at, at + AT_ONCE));
      for (const list of LISTS) {
        const rows = pages(host, query(list, [`${list.about} IN (${ids})`]));
        for await (const page of asFarAsAllowed(rows, LEFT_OUT)) yield stepOf(page);
      }
    }
  }

  async function* pages(host: Host, first: string): AsyncGenerator<Payload> {
    for (let next: string | undefined = first; next !== undefined; ) {
      const page = await answer(host, next);
      yield page;
      next = textOf(recordOf(page.value).nextRecordsUrl);
    }
  }

  return {
    source: "salesforce",
    ...(fields.length > 0 && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read(host: Host, { ticket, since, position }: Wanted) {
      if (ticket === undefined) return many(host, since, position);
      return whole(host, `${ticket.startsWith("500") ? "Id" : "CaseNumber"} IN (${quoted([ticket])})`);
    },

    async *explain(host: Host, { users, groups, accounts, tickets }: Missing) {
      const fresh = host.asked.fresh("id", [...users, ...groups, ...accounts, ...tickets]);
      for (const [table, beginning] of NAMED) {
        const ids = fresh.filter((id) => id.startsWith(beginning));
        for (let at = 0; at < ids.length; at += AT_ONCE) {
          const list: List = { table, at: "SystemModstamp", about: "Id", fields: ["Id", "Name"] };
          const path = query(list, [`Id IN (${quoted(ids.slice(at, at + AT_ONCE))})`]);
          for await (const page of asFarAsAllowed(pages(host, path), LEFT_OUT)) yield stepOf(page);
        }
      }
      const untold = fresh.filter((id) => tickets.includes(id));
      for (let at = 0; at < untold.length; at += AT_ONCE)
        yield* whole(host, `Id IN (${quoted(untold.slice(at, at + AT_ONCE))})`, where);
    },
  };
}

/** The condition on cases, for a list that is about them. */
function keptOf({ table, about }: List, where: string): string {
  return table === "Case" ? `(${where})` : `${about} IN (SELECT Id FROM Case WHERE ${where})`;
}

/** Ids as SOQL has them; ids and numbers have nothing but letters and digits. */
function quoted(ids: readonly string[]): string {
  return ids.map((id) => `'${id.replace(/\W/g, "")}'`).join(",");
}
