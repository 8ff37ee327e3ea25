// ServiceNow's Table API (docs.servicenow.com, Table API): encoded queries over UTC, offsets, a Link header that says whether there is
// more, and pages from which rows are left out that one may not see.

import { createHash } from "node:crypto";
import { servicenow } from "deskgauge/adapters/servicenow";
import { stateAt } from "./server.mjs";
import { counter } from "./world.mjs";

const MOST = 40;
const STATES = { new: "1", open: "2", pending: "3", on_hold: "3", solved: "6", closed: "7" };
const PRIORITIES = { urgent: "1", high: "2", normal: "3", low: "4" };

export const name = "servicenow";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => `INC${String(number).padStart(7, "0")}`;
export const adapter = (request) => servicenow({ request });

const date = (at) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
const sysId = (what) => createHash("md5").update(what).digest("hex");

/** What ServiceNow would hold of simulated tickets. */
export function recordsOf(world) {
  const [row, checkpoint] = [counter(1), counter(1)];
  const tables = {
    incident: [],
    sys_audit: [],
    sys_journal_field: [],
    task_sla: [],
    sys_user: [],
    sys_user_group: [],
  };
  const people = new Set();
  const groups = new Set();
  const person = (name) => {
    if (name !== null) people.add(name);
    return name === null ? "" : sysId(`user ${name}`);
  };
  const team = (name) => {
    if (name !== null) groups.add(name);
    return name === null ? "" : sysId(`group ${name}`);
  };
  const add = (table, at, fields) => {
    const record = {
      sys_id: sysId(`${table} ${row()}`),
      sys_created_on: date(at),
      sys_updated_on: date(at),
      ...fields,
    };
    tables[table].push({ id: record.sys_id, at, record });
  };
  for (const { number, created, channel, type, requester, steps } of world) {
    const id = sysId(`incident ${number}`);
    let [resolved_at, closed_at] = ["", ""];
    for (const { at, kind, role, actor, before, after } of steps) {
      const user = role === "bot" ? "system" : role === "customer" || actor === null ? requester : actor;
      if (user !== "system") people.add(user);
      const change = (fieldname, oldvalue, newvalue) => {
        if (oldvalue === newvalue) return;
        const record_checkpoint = String(checkpoint());
        add("sys_audit", at, {
          tablename: "incident",
          documentkey: id,
          fieldname,
          oldvalue,
          newvalue,
          user,
          record_checkpoint,
        });
      };
      change("state", STATES[before.status], STATES[after.status]);
      change("hold_reason", before.status === "pending" ? "1" : "", after.status === "pending" ? "1" : "");
      change("priority", PRIORITIES[before.priority], PRIORITIES[after.priority]);
      change("assignment_group", team(before.group), team(after.group));
      change("assigned_to", person(before.agent), person(after.agent));
      if (kind === "reply" || kind === "note") {
        const element = kind === "reply" ? "comments" : "work_notes";
        add("sys_journal_field", at, {
          name: "incident",
          element_id: id,
          element,
          value: "",
          sys_created_by: user,
        });
      }
      resolved_at = after.status === "solved" ? date(at) : resolved_at;
      closed_at = after.status === "closed" ? date(at) : closed_at;
      add("incident", at, {
        sys_id: id,
        number: `INC${String(number).padStart(7, "0")}`,
        state: STATES[after.status],
        hold_reason: after.status === "pending" ? "1" : "",
        priority: PRIORITIES[after.priority] ?? "3",
        contact_type: channel,
        category: type,
        assignment_group: team(after.group),
        assigned_to: person(after.agent),
        caller_id: person(requester),
        company: "",
        opened_at: date(created),
        resolved_at,
        closed_at,
      });
    }
  }
  for (const name of people)
    add("sys_user", 0, { sys_id: sysId(`user ${name}`), user_name: name, name: `${name} in full` });
  for (const name of groups) add("sys_user_group", 0, { sys_id: sysId(`group ${name}`), name, manager: "" });
  return tables;
}

/** What one would load who had it all. */
export function everything(records, now) {
  return Object.values(records)
    .map((versions) => ({ result: stateAt(versions, now).map(({ record }) => record) }))
    .filter(({ result }) => result.length > 0);
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const [, table] = /^\/api\/now\/table\/(\w+)$/.exec(path) ?? [];
  if (records[table] === undefined) return { status: 404, body: { error: { message: "Invalid table" } } };
  const conditions = query.get("sysparm_query").split("^");
  const order = conditions.at(-1).startsWith("ORDERBY") ? conditions.pop().slice(7) : "sys_id";
  const alternatives = conditions.map((text) => text.split("^OR").map(test));
  const rows = stateAt(records[table], now)
    .map(({ record }) => record)
    .filter((record) => matches(record, conditions, alternatives))
    .toSorted((a, b) => (a[order] < b[order] ? -1 : a[order] > b[order] ? 1 : a.sys_id < b.sys_id ? -1 : 1));
  const limit = Math.min(MOST, Number(query.get("sysparm_limit")));
  const start = Number(query.get("sysparm_offset"));
  const fields = query.get("sysparm_fields").split(",");
  const result = rows
    .slice(start, start + Number(query.get("sysparm_limit")))
    .slice(0, limit === MOST ? undefined : limit)
    .map((record) =>
      Object.fromEntries(fields.filter((name) => name in record).map((name) => [name, record[name]])),
    );
  const more = start + Number(query.get("sysparm_limit")) < rows.length;
  const next = `<http://${request.headers.host}${path}?sysparm_offset=${start + limit}>;rel="next"`;
  return {
    headers: { link: more ? next : '<x>;rel="first"', "x-total-count": String(rows.length) },
    body: { result },
  };
};

function matches(record, conditions, tests) {
  // `a^ORb` is one condition or the other; here only ever the two ways of naming people.
  const or = conditions.findIndex((text) => text.startsWith("OR"));
  if (or < 0) return tests.every(([one]) => one(record));
  return tests.some(([one]) => one(record));
}

function test(text) {
  const condition = text.replace(/^OR(?!DERBY)/, "");
  const least = /^(\w+)>=(.+)$/.exec(condition);
  if (least !== null) return (record) => record[least[1]] >= least[2];
  const among = /^(\w+)IN(.+)$/.exec(condition);
  if (among !== null) return (record) => among[2].split(",").includes(record[among[1]]);
  const same = /^([\w.]+)=(.+)$/.exec(condition);
  if (same !== null) return (record) => same[1].includes(".") || record[same[1]] === same[2];
  throw new Error(`no such condition: ${text}`);
}
