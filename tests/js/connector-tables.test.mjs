// Tables as connectors write them out of Zendesk, Jira, Intercom, HubSpot and ServiceNow, every file of public seeds: tickets,
// histories and messages through the mappings of the package, names and settings into what they are.
//
// The seeds are not part of the project. They are looked for in DESKGAUGE_DATA, by default ../shared/data beside the checkout;
// without them the tests are skipped and counted. They are scrambled rows: dates and ids of one ticket need not fit together.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { zendeskAgreements } from "deskgauge/adapters/zendesk-agreements";

const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));
const seeds = join(data, "vendor-api-samples/fivetran-seeds");
const skip =
  !existsSync(seeds) && "6 tests of 28 files skipped, for want of vendor-api-samples/fivetran-seeds";

const bytes = (file) => readFileSync(join(seeds, file));

/** The rows of a file, as a plain reader of quoted cells has them. */
function rowsOf(file) {
  const cells = [[""]];
  let quoted = false;
  for (const sign of bytes(file).toString("utf8").replaceAll("\r", "").trimEnd()) {
    const row = cells.at(-1);
    if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) row.push("");
    else if (sign === "\n" && !quoted) cells.push([""]);
    else row[row.length - 1] += sign;
  }
  const [names, ...rows] = cells;
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}

/** A mapping of the package, with what a test adds to it. */
function mapping(name, more = {}) {
  const url = new URL(import.meta.resolve(`deskgauge/mappings/fivetran-${name}.json`));
  const { ticket, ...rest } = JSON.parse(readFileSync(url, "utf8"));
  const { ticket: further, ...others } = more;
  return { ...rest, ...others, ticket: { ...ticket, ...further } };
}

/** Names by ids, as a mapping takes them. */
const names = (file, id = "id", name = "name") =>
  Object.fromEntries(rowsOf(file).map((row) => [row[id], row[name]]));

/** Loads a file, which has to load whole. */
async function load(desk, file, mapped) {
  const loaded = await desk.load(bytes(file), { mapping: mapped });
  assert.deepEqual(
    [loaded.skipped, loaded.rows],
    [0, rowsOf(file).length],
    `${file} ${loaded.problems[0]?.message}`,
  );
  return loaded;
}

async function value(desk, metric, where = {}) {
  const report = await desk.report({ metrics: [metric], where });
  return report.cell().value;
}

/** A metric's value of each ticket that it counts. */
async function values(desk, metric) {
  const report = await desk.report({ metrics: [metric] });
  const { tickets } = await report.tickets();
  return Object.fromEntries(tickets.map(({ id, value: found }) => [id, found]));
}

const open = () => Desk.open({ timeZone: "UTC", now: "2026-01-01T00:00:00Z" });
const at = (text) => Date.parse(`${text.replace(" ", "T")}Z`);
const count = (rows, is) => rows.filter(is).length;

test("Zendesk: tickets, their history, comments, policies and chats", { skip }, async () => {
  const desk = await open();
  const group = { path: "group_id", map: names("dbt_zendesk/group_data.csv") };
  const tickets = rowsOf("dbt_zendesk/ticket_data.csv");
  const loaded = await load(
    desk,
    "dbt_zendesk/ticket_data.csv",
    mapping("zendesk-tickets", { ticket: { group } }),
  );
  assert.equal(loaded.tickets, tickets.length);
  assert.deepEqual(loaded.unknownStatuses, {});
  const groups = await desk.report({ metrics: ["tickets"], by: ["group"] });
  for (const { id, name } of rowsOf("dbt_zendesk/group_data.csv")) {
    const held = count(tickets, (row) => row.group_id === id);
    assert.equal(groups.cell({ group: name })?.value ?? 0, held, name);
  }
  // Histories, comments and chats of tickets that the seed does not have make tickets of their own.
  const history = rowsOf("dbt_zendesk/ticket_field_history_data.csv");
  await load(desk, "dbt_zendesk/ticket_field_history_data.csv", mapping("zendesk-history"));
  // None of the changes is of a group, which would name it in the same column.
  const groupsOf = await load(desk, "dbt_zendesk/ticket_field_history_data.csv", mapping("zendesk-groups"));
  assert.deepEqual([groupsOf.events, groupsOf.newTickets], [0, 0]);
  const created = tickets.find((row) => row.id === "11071").created_at;
  const solved = history.find((row) => row.ticket_id === "11071" && row.value === "solved").updated;
  const found = await values(desk, "full_resolution_time");
  assert.equal(found["11071"], (at(solved) - at(created)) / 1000);
  const comments = rowsOf("dbt_zendesk/ticket_comment_data.csv");
  const told = await load(desk, "dbt_zendesk/ticket_comment_data.csv", mapping("zendesk-comments"));
  assert.equal(told.events, comments.length);
  const applied = await load(desk, "dbt_zendesk/ticket_sla_policy_data.csv", mapping("zendesk-policies"));
  assert.deepEqual([applied.events, applied.newTickets], [10, 0]);
  // Which schedule a ticket went by is a field that changes; a chat names its ticket in a table beside it.
  const schedules = await load(desk, "dbt_zendesk/ticket_schedule_data.csv", {
    shape: "events",
    ticket: { id: "ticket_id" },
    fields: { schedule: "schedule_id" },
    event: { at: "created_at", kind: { value: "field" }, name: { value: "schedule" }, value: "schedule_id" },
  });
  assert.equal(schedules.events, 10);
  const chats = rowsOf("dbt_zendesk/ticket_chat_data.csv");
  const messages = rowsOf("dbt_zendesk/ticket_chat_event_data.csv");
  const ticketOf = Object.fromEntries(chats.map((row) => [row.chat_id, row.ticket_id]));
  const chatted = await load(desk, "dbt_zendesk/ticket_chat_event_data.csv", {
    shape: "events",
    ticket: { id: { path: "chat_id", map: ticketOf } },
    event: { at: "created_at", kind: "type", actor: "actor_id" },
    kinds: { ChatMessage: [{ kind: "reply" }], "*": [] },
  });
  assert.equal(
    chatted.events,
    count(messages, (row) => row.type === "ChatMessage"),
  );
  desk.free();
});

test("Zendesk: schedules, holidays and SLA policies become calendars and policies", { skip }, async () => {
  const intervals = rowsOf("dbt_zendesk/schedule_data.csv");
  const [{ id, name, time_zone }] = intervals;
  assert.ok(intervals.every((row) => row.id === id));
  const spans = intervals.map((row) => ({
    start_time: Number(row.start_time),
    end_time: Number(row.end_time),
  }));
  const schedules = [{ id: Number(id), name, time_zone, intervals: spans }];
  const holidays = rowsOf("dbt_zendesk/schedule_holiday_data.csv");
  // The seed's holidays are of a schedule that it does not have; here they are of the one it has.
  const closed = {
    [id]: holidays.map(({ start_date, end_date }) => ({ start_date, end_date })),
  };
  const metrics = rowsOf("dbt_zendesk/sla_policy_metric_history_data.csv");
  const newest = (id) =>
    metrics
      .filter((row) => row.sla_policy_id === id)
      .map((row) => row.sla_policy_updated_at)
      .sort()
      .at(-1);
  const policies = [...new Set(metrics.map((row) => row.sla_policy_id))].map((id, position) => ({
    id: Number(id),
    title: `Policy ${id}`,
    position,
    filter: { all: [], any: [] },
    policy_metrics: metrics
      .filter((row) => row.sla_policy_id === id && row.sla_policy_updated_at === newest(id))
      .map((row) => ({
        metric: row.metric,
        priority: row.priority,
        target: Number(row.target),
        business_hours: row.business_hours === "TRUE",
      })),
  }));
  const { promises } = zendeskAgreements({ schedules, holidays: closed, policies });
  const calendar = promises.calendars.SupportCA;
  assert.equal(calendar.timeZone, "America/Los_Angeles");
  assert.deepEqual(calendar.weekly.mon, [["08:00", "20:00"]]);
  assert.deepEqual(calendar.holidays, [{ from: "2022-12-26", to: "2022-12-27" }, "2022-12-29"]);
  assert.deepEqual(promises.policies[0].targets.first_response.byPriority, {
    urgent: 45 * 60,
    high: 180 * 60,
    normal: 360 * 60,
    low: 1440 * 60,
  });
  const desk = await open();
  await desk.configure(promises);
  desk.free();
});

test("Jira: issues by the names of their status and type, and their history", { skip }, async () => {
  const desk = await open();
  const status = { path: "status", map: names("dbt_jira/status.csv") };
  const type = { path: "issue_type", map: names("dbt_jira/issue_type.csv") };
  const categories = names("dbt_jira/status_category.csv");
  const classes = { "To Do": "new", "In Progress": "open", Done: "solved" };
  const statuses = Object.fromEntries(
    rowsOf("dbt_jira/status.csv").map((row) => [row.name, classes[categories[row.status_category_id]]]),
  );
  const issues = await load(
    desk,
    "dbt_jira/issue.csv",
    mapping("jira-issues", { ticket: { status, type }, statuses }),
  );
  assert.equal(issues.tickets, 4);
  // The seed has no name for 10003.
  assert.deepEqual(issues.unknownStatuses, { 10003: 2 });
  const report = await desk.report({ metrics: ["tickets"], by: ["status"] });
  assert.equal(report.cell({ status: "In Progress" }).value, 2);
  const resolution = await values(desk, "full_resolution_time");
  const first = (at("2020-05-29 11:33:53") - at("2020-04-01 08:33:58")) / 1000;
  assert.equal(resolution["10011"], first);
  // None of the changes is of a status, a priority or an assignee; several values of a field are told one by one.
  for (const file of ["dbt_jira/issue_field_history.csv", "dbt_jira/issue_multiselect_history.csv"]) {
    const history = await load(desk, file, mapping("jira-history"));
    assert.deepEqual([history.events, history.newTickets], [0, 0]);
  }
  desk.free();
});

test("Intercom: conversations as they were, their parts and tags", { skip }, async () => {
  const desk = await open();
  const states = rowsOf("dbt_intercom/conversation_history_data.csv");
  const loaded = await load(
    desk,
    "dbt_intercom/conversation_history_data.csv",
    mapping("intercom-conversations"),
  );
  assert.equal(loaded.tickets, new Set(states.map((row) => row.id)).size);
  const found = await values(desk, "full_resolution_time");
  for (const [id, seconds] of Object.entries(found)) {
    const closed = states.filter((row) => row.id === id && row.state === "closed");
    assert.equal(seconds, (at(closed[0].updated_at) - at(closed[0].created_at)) / 1000);
  }
  assert.equal(Object.keys(found).length, 2);
  const parts = rowsOf("dbt_intercom/conversation_part_history_data.csv");
  const told = await load(desk, "dbt_intercom/conversation_part_history_data.csv", mapping("intercom-parts"));
  assert.equal(told.events, parts.length);
  assert.equal(
    await value(desk, "solved"),
    2 + new Set(parts.filter((row) => row.part_type === "close").map((row) => row.conversation_id)).size,
  );
  const tagged = await load(desk, "dbt_intercom/conversation_tag_history_data.csv", {
    shape: "events",
    ticket: { id: "conversation_id" },
    event: { at: "conversation_updated_at", kind: { value: "tagged" }, tag: "tag_id" },
  });
  assert.equal(tagged.events, 9);
  desk.free();
});

test("HubSpot: tickets by the names of their stages, and the history of stages", { skip }, async () => {
  const desk = await open();
  const stages = rowsOf("dbt_hubspot/ticket_pipeline_stage_data.csv");
  const status = {
    path: "property_hs_pipeline_stage",
    map: names("dbt_hubspot/ticket_pipeline_stage_data.csv", "stage_id", "label"),
  };
  const pipeline = {
    path: "property_hs_pipeline",
    map: names("dbt_hubspot/ticket_pipeline_data.csv", "pipeline_id", "label"),
  };
  const statuses = Object.fromEntries(
    stages.map((row) => [row.label, row.ticket_state === "OPEN" ? "open" : "closed"]),
  );
  const tickets = rowsOf("dbt_hubspot/ticket_data.csv");
  const loaded = await load(
    desk,
    "dbt_hubspot/ticket_data.csv",
    mapping("hubspot-tickets", { ticket: { status }, fields: { pipeline }, statuses }),
  );
  assert.equal(loaded.tickets, tickets.length);
  const replied = tickets.filter((row) => row.property_first_agent_reply_date !== "");
  const response = await values(desk, "first_response_time");
  assert.equal(Object.keys(response).length, replied.length);
  for (const row of replied) {
    const hoped = (at(row.property_first_agent_reply_date) - at(row.property_createdate)) / 1000;
    assert.equal(response[row.id], hoped);
  }
  const history = await load(
    desk,
    "dbt_hubspot/ticket_property_history_data.csv",
    mapping("hubspot-history"),
  );
  assert.equal(history.events, 2);
  desk.free();
});

test("ServiceNow: tasks, incidents and their SLAs", { skip }, async () => {
  const desk = await open();
  const incidents = await load(desk, "dbt_servicenow/incident_data.csv", mapping("servicenow-incidents"));
  assert.deepEqual([incidents.tickets, incidents.unknownStatuses], [1, {}]);
  const tasks = await load(desk, "dbt_servicenow/task_data.csv", mapping("servicenow-tasks"));
  assert.equal(tasks.tickets, 1);
  const closing = await values(desk, "closure_time");
  const [task] = rowsOf("dbt_servicenow/task_data.csv");
  assert.deepEqual(closing, { [task.sys_id]: (at(task.closed_at) - at(task.opened_at)) / 1000 });
  // The one SLA was cancelled and not breached.
  const slas = await load(desk, "dbt_servicenow/task_sla_data.csv", mapping("servicenow-slas"));
  assert.deepEqual([slas.events, slas.newTickets], [0, 0]);
  const problems = await load(desk, "dbt_servicenow/problem_task_data.csv", {
    ticket: { id: "sys_id", created_at: "sys_created_on", type: { value: "problem task" } },
    fields: { reopen_count: { path: "reopen_count", type: "number" } },
  });
  assert.equal(problems.tickets, 1);
  desk.free();
});
