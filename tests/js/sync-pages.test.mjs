// Lists that go on from answer to answer: many changes at once, links without end, and lists that break off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { hubspot } from "deskgauge/adapters/hubspot";
import { jira } from "deskgauge/adapters/jira";
import { salesforce } from "deskgauge/adapters/salesforce";
import { sync } from "deskgauge/sync";
import { asking } from "./sync/asking.mjs";

const NOW = Date.UTC(2026, 2, 2, 12);
const DAY = 86_400_000;
const desks = () => Desk.open({ engine: "page", timeZone: "UTC", now: NOW });
const count = async (desk) => (await desk.report({ metrics: ["tickets"] })).cell().value;
/** Takes no time to wait. */
const clock = () => {
  let at = NOW;
  return {
    now: () => at,
    sleep: async (milliseconds) => {
      at += milliseconds;
    },
  };
};

test("Jira: a thousand issues changed within a minute are read page after page, not from the first again and again", async () => {
  const changed = Date.UTC(2026, 2, 1, 9, 30);
  const instant = (at) => new Date(at).toISOString().replace("Z", "+0000");
  const issues = Array.from({ length: 1_030 }, (_, number) => ({
    id: String(number + 1),
    key: `DESK-${number + 1}`,
    fields: {
      created: instant(changed - DAY),
      // The last thirty in the minute after.
      updated: instant(changed + (number < 1_000 ? number * 50 : 60_000 + number)),
      status: { name: "Open", statusCategory: { key: "new" } },
    },
  }));
  let searches = 0;
  const { request } = asking((path, sent) => {
    if (path.endsWith("/myself")) return { body: { timeZone: "UTC" } };
    if (path.includes("changelog")) return { body: { issueChangeLogs: [] } };
    searches += 1;
    const from = Date.parse(`${/"(.+)"/.exec(sent.jql)[1].replace(" ", "T")}Z`);
    const all = issues.filter(({ fields }) => Date.parse(fields.updated) >= from);
    const start = Number(sent.nextPageToken ?? 0);
    const end = start + sent.maxResults;
    return {
      body: { issues: all.slice(start, end), ...(end < all.length && { nextPageToken: String(end) }) },
    };
  });
  const desk = await desks();
  const { cursor } = await sync(desk, jira({ request }), { clock: clock() });
  assert.equal(await count(desk), issues.length);
  assert.ok(searches <= 25, `${searches} searches for ${issues.length / 100} pages`);
  assert.deepEqual(cursor.position, { updated: changed + 60_000 + 1_029 });
  desk.free();
});

test("HubSpot: what belongs to a ticket is asked for until all of it has come", async () => {
  const email = (id) => ({
    id,
    properties: {
      hs_timestamp: `2026-03-01T10:0${id}:00Z`,
      hs_createdate: `2026-03-01T10:0${id}:00Z`,
      hs_email_direction: "EMAIL",
      hubspot_owner_id: "9",
    },
  });
  const asked = [];
  const { request } = asking((path, sent) => {
    if (path.endsWith("/tickets/search"))
      return {
        body: { results: [{ id: "1", properties: { hs_lastmodifieddate: "2026-03-01T12:00:00Z" } }] },
      };
    if (path.endsWith("/tickets/batch/read")) {
      const properties = {
        createdate: "2026-03-01T09:00:00Z",
        hs_lastmodifieddate: "2026-03-01T12:00:00Z",
        hs_pipeline_stage: "2",
      };
      return { body: { results: [{ id: "1", properties }] } };
    }
    if (path.includes("/associations/tickets/emails/")) {
      const [{ after }] = sent.inputs;
      asked.push(after);
      const id = Number(after ?? 0) + 1;
      const paging = id < 3 ? { next: { after: String(id) } } : undefined;
      return { body: { results: [{ from: { id: "1" }, to: [{ toObjectId: id }], paging }] } };
    }
    if (path.endsWith("/emails/batch/read"))
      return { body: { results: sent.inputs.map(({ id }) => email(id)) } };
    return { body: { results: [] } };
  });
  const desk = await desks();
  await sync(desk, hubspot({ request }), { clock: clock() });
  assert.deepEqual(asked, [undefined, "1", "2"]);
  const report = await desk.report({ metrics: ["first_response_time", "replies_per_ticket"] });
  assert.equal(report.cell({ metric: "replies_per_ticket" }).mean, 3);
  assert.equal(report.cell({ metric: "first_response_time" }).mean, 3_660);
  desk.free();
});

test("lists that lead on for ever without anything are given up", async () => {
  let asked = 0;
  const empty = asking((path) => {
    if (path.endsWith("/myself")) return { body: { timeZone: "UTC" } };
    asked += 1;
    return { body: { issues: [], nextPageToken: `page ${asked}` } };
  });
  const desk = await desks();
  const { request } = empty;
  await assert.rejects(sync(desk, jira({ request }), { clock: clock() }), { code: "host-repeats" });
  assert.ok(asked > 900 && asked < 1_100, `${asked}`);
  const stuck = asking((path, sent) => {
    const [id, properties] = ["1", { hs_lastmodifieddate: "2026-03-01T12:00:00Z", hs_pipeline_stage: "2" }];
    if (path.endsWith("/tickets/search")) return { body: { results: [{ id, properties }] } };
    if (path.includes("/associations/tickets/contacts/"))
      return { body: { results: [{ from: { id }, to: [], paging: { next: { after: "2" } } }] } };
    return { body: { results: sent?.propertiesWithHistory ? [{ id, properties }] : [] } };
  });
  const options = { clock: clock() };
  await assert.rejects(sync(desk, hubspot({ request: stuck.request }), options), { code: "host-repeats" });
  desk.free();
});

test("Salesforce: a list that is not there is done without, one that breaks off or is refused is told of", async () => {
  let breaks = false;
  const { request } = asking((path) => {
    const of = /FROM (\w+)/.exec(path)?.[1];
    if (of === "CaseMilestone") return { status: 400, body: [{ message: "sObject type is not supported" }] };
    if (of === "CaseHistory" && breaks)
      return { body: { records: [], nextRecordsUrl: "/services/data/v60.0/query/01g-2000" } };
    if (of === undefined) return { status: 400, body: [{ message: "invalid query locator" }] };
    const [attributes, CreatedDate] = [{ type: "Case" }, "2026-03-01T09:00:00Z"];
    const cases = [{ attributes, Id: "500A", CaseNumber: "1", CreatedDate, Status: "New" }];
    return { body: { records: of === "Case" ? cases : [] } };
  });
  const desk = await desks();
  await sync(desk, salesforce({ request }), { clock: clock() });
  assert.equal(await count(desk), 1);
  breaks = true;
  await assert.rejects(sync(desk, salesforce({ request }), { clock: clock() }), {
    code: "host-refused",
    message: /invalid query locator/,
  });
  const nested = asking((path) => {
    if (!path.includes("FROM CaseHistory")) return { body: { records: [] } };
    return { status: 400, body: [{ message: "Nesting of semi join sub-selects is not supported" }] };
  });
  const where = "AccountId IN (SELECT Id FROM Account)";
  const adapter = salesforce({ request: nested.request, where });
  await assert.rejects(sync(desk, adapter, { clock: clock() }), { code: "host-refused", message: /Nesting/ });
  desk.free();
});
