// Salesforce's query resource (REST API Developer Guide): SOQL, batches with a locator that goes on in what the query found, a day's
// requests told with each answer, and an error for tables the organization does not have.

import { salesforce } from "deskgauge/adapters/salesforce";
import { stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const BATCH = 60;
const STATUSES = {
  new: "New",
  open: "Working",
  pending: "Waiting on Customer",
  on_hold: "On Hold",
  solved: "Closed",
  closed: "Closed",
};
const PRIORITIES = { urgent: "Critical", high: "High", normal: "Medium", low: "Low" };

export const name = "salesforce";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => String(number).padStart(8, "0");
export const adapter = (request) => salesforce({ request });

const date = (at) => new Date(at).toISOString().replace("Z", "+0000");
const idOf = (prefix, number) => `${prefix}${String(number).padStart(12, "0")}AAA`;

/** What Salesforce would hold of simulated tickets. */
export function recordsOf(world) {
  const [person, queue, contact] = [numbering(1), numbering(1), numbering(1)];
  const row = counter(1);
  const tables = { Case: [], CaseHistory: [], EmailMessage: [], CaseComment: [] };
  const user = (name) => (name === null ? null : idOf("005", person(name)));
  const add = (table, prefix, at, fields) => {
    const Id = fields.Id ?? idOf(prefix, row());
    const record = {
      attributes: { type: table },
      Id,
      CreatedDate: date(at),
      SystemModstamp: date(at),
      ...fields,
    };
    tables[table].push({ id: Id, at, record });
  };
  for (const { number, created, channel, type, requester, steps } of world) {
    const Id = idOf("500", number);
    let ClosedDate = null;
    for (const { at, kind, role, actor, before, after } of steps) {
      const CreatedById = user(role === "agent" ? actor : null) ?? idOf("005", role === "bot" ? 998 : 999);
      if (kind === "created")
        add("CaseHistory", "017", at, {
          CaseId: Id,
          CreatedById,
          Field: "created",
          OldValue: null,
          NewValue: null,
        });
      const change = (Field, OldValue, NewValue) => {
        if (OldValue !== NewValue)
          add("CaseHistory", "017", at, { CaseId: Id, CreatedById, Field, OldValue, NewValue });
      };
      change("Status", STATUSES[before.status], STATUSES[after.status]);
      change("Priority", PRIORITIES[before.priority], PRIORITIES[after.priority]);
      const [was, is] = [owner(before), owner(after)];
      change("Owner", was.name, is.name);
      change("Owner", was.id, is.id);
      const MessageDate = date(at);
      if (kind === "reply")
        add("EmailMessage", "02s", at, {
          ParentId: Id,
          CreatedById,
          MessageDate,
          Incoming: role === "customer",
          Status: "3",
        });
      if (kind === "note") add("CaseComment", "00a", at, { ParentId: Id, CreatedById, IsPublished: false });
      const isClosed = ["solved", "closed"].includes(after.status);
      ClosedDate = isClosed ? (ClosedDate ?? date(at)) : null;
      add("Case", "500", at, {
        Id,
        CaseNumber: String(number).padStart(8, "0"),
        CreatedDate: date(created),
        LastModifiedDate: date(at),
        ClosedDate,
        Status: STATUSES[after.status],
        Priority: PRIORITIES[after.priority] ?? "Medium",
        Type: type,
        Origin: channel,
        OwnerId: is.id,
        ContactId: idOf("003", contact(requester)),
        AccountId: null,
      });
    }
  }
  const named = (type, prefix, known) =>
    [...known].map(([Name, number]) => ({
      id: idOf(prefix, number),
      at: 0,
      record: { attributes: { type }, Id: idOf(prefix, number), Name, SystemModstamp: date(0) },
    }));
  return { ...tables, User: named("User", "005", person.known), Group: named("Group", "00G", queue.known) };

  function owner({ agent, group }) {
    if (agent !== null) return { name: agent, id: user(agent) };
    return { name: group ?? "Inbox", id: idOf("00G", queue(group ?? "Inbox")) };
  }
}

/** What one would load who had it all. */
export function everything(records, now) {
  return Object.values(records).map((versions) => ({
    records: stateAt(versions, now).map(({ record }) => record),
  }));
}

export const answer = (records, used = 100) => {
  const cursors = new Map();
  return (request, now) => {
    used += 1;
    const headers = { "sforce-limit-info": `api-usage=${used}/15000` };
    return { headers, ...given(request, now) };
  };

  function given({ path, query }, now) {
    const batch = /^\/services\/data\/v60\.0\/query\/(\w+)-(\d+)$/.exec(path);
    if (batch !== null) {
      const rows = cursors.get(batch[1]);
      return rows === undefined
        ? { status: 404, body: [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }] }
        : some(batch[1], rows, Number(batch[2]));
    }
    const soql = query.get("q") ?? "";
    const parts = /^SELECT (.+) FROM (\w+) WHERE (.+) ORDER BY (\w+) ASC, Id ASC$/.exec(soql);
    if (parts === null) return { status: 400, body: [{ errorCode: "MALFORMED_QUERY", message: soql }] };
    const [, , table, where, order] = parts;
    if (records[table] === undefined)
      return {
        status: 400,
        body: [{ errorCode: "INVALID_TYPE", message: `sObject type '${table}' is not supported.` }],
      };
    const tests = where.split(" AND ").map(condition);
    const rows = stateAt(records[table], now)
      .map(({ record }) => record)
      .filter((record) => tests.every((test) => test(record)))
      .toSorted((a, b) => Date.parse(a[order]) - Date.parse(b[order]) || (a.Id < b.Id ? -1 : 1));
    const locator = `01g${cursors.size}`;
    cursors.set(locator, rows);
    return some(locator, rows, 0);
  }

  function some(locator, rows, start) {
    const end = start + BATCH;
    const done = end >= rows.length;
    const next = done ? {} : { nextRecordsUrl: `/services/data/v60.0/query/${locator}-${end}` };
    return { body: { totalSize: rows.length, done, ...next, records: rows.slice(start, end) } };
  }
};

function condition(text) {
  const least = /^(\w+) >= (\S+)$/.exec(text);
  if (least !== null) return (record) => Date.parse(record[least[1]]) >= Date.parse(least[2]);
  const among = /^(\w+) IN \((.*)\)$/.exec(text);
  if (among !== null) return (record) => among[2].split(",").includes(`'${record[among[1]]}'`);
  const set = /^(\w+) != null$/.exec(text);
  if (set !== null) return (record) => record[set[1]] !== null;
  throw new Error(`no such condition: ${text}`);
}
