// Payloads of helpdesks' own APIs: every way in, what is missing, and what is no payload.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Desk } from "deskgauge";
import { tableText } from "../../dist/cli/print.js";

const desks = [];
after(() => {
  for (const desk of desks) desk.free();
});

async function open() {
  const desk = await Desk.open({ timeZone: "UTC", now: Date.UTC(2026, 2, 3) });
  desks.push(desk);
  return desk;
}

const TICKETS = {
  items: [
    {
      type: "ticket",
      id: "1",
      Created: "2026-03-02T09:00:00Z",
      LastUpdated: "2026-03-02T10:00:00Z",
      Status: "open",
      SLA: "gold",
      Queue: { id: "3" },
      Requestor: [{ id: "eve" }],
    },
  ],
};
const HISTORY = {
  items: [
    {
      type: "transaction",
      id: "7",
      Type: "Correspond",
      Created: "2026-03-02T09:30:00Z",
      Creator: { id: "bob" },
      ObjectId: "1",
    },
  ],
};
const USER = { Name: "bob", Privileged: 1 };
const QUEUES = { items: [{ type: "queue", id: "3", Name: "First line" }] };
const source = "rt";

test("payloads come as answers, text or objects, in any order", async () => {
  const desk = await open();
  const early = await desk.load(new Response(JSON.stringify(HISTORY)), { source });
  assert.equal(early.source.waiting, 1);
  assert.deepEqual(early.source.missing.tickets, ["1"]);
  const loaded = await desk.load(JSON.stringify(TICKETS), { source, fields: ["SLA"] });
  assert.equal(loaded.tickets, 1);
  assert.deepEqual(loaded.source.records, { ticket: 1 });
  assert.deepEqual(loaded.source.missing.users, ["bob"]);
  assert.deepEqual(loaded.source.missing.groups, ["3"]);
  const rest = await desk.load([USER, QUEUES], { source });
  assert.deepEqual(rest.source.missing, { users: [], groups: [], accounts: [], tickets: [], histories: [] });
  const report = await desk.report({ metrics: ["first_response_time"], by: ["group", "SLA"] });
  const figure = report.cell({ group: "First line", SLA: "gold", metric: "first_response_time" });
  assert.equal(figure.mean, 1800);
});

test("what is no payload is told apart, and leaves the desk as it was", async () => {
  const desk = await open();
  const code = (bytes, options = { source }) =>
    desk.load(bytes, options).then(
      () => "fine",
      (error) => error.code,
    );
  assert.equal(await code("<!DOCTYPE html><html></html>"), "not-a-payload");
  assert.equal(await code(JSON.stringify({ message: "Unauthorized" })), "api-error");
  assert.equal(await code(JSON.stringify(TICKETS).slice(0, -9)), "bad-json");
  assert.equal(await code("{}", { source: "remedy" }), "unknown-source");
  assert.equal(await code("{}", { source, mapping: {} }), "source-and-mapping");
  assert.equal(await code(JSON.stringify({ items: [] })), "fine");
});

test("what a source has not told is said by the load, beside figures and on the command line, and is kept", async () => {
  const desk = await open();
  const loaded = await desk.load(JSON.stringify(TICKETS), { source });
  const of = (metric) => loaded.source.lacks.filter(({ metrics }) => metrics.includes(metric));
  assert.deepEqual(
    of("csat").map(({ because }) => because),
    ["The API tells no ratings."],
  );
  const because = "No transactions came of some tickets: what changed in them is not known.";
  const lacks = [{ source, id: "no-history", because }];
  const asked = { metrics: ["reopen_rate", "case_duration"] };
  const report = await desk.report(asked);
  assert.deepEqual(report.header.metrics[0].lacks, lacks);
  assert.deepEqual(report.cell({ metric: "reopen_rate" }).lacks, lacks);
  assert.deepEqual(JSON.parse(JSON.stringify(report)).rows[0].figures.reopen_rate.lacks, lacks);
  assert.equal(report.cell({ metric: "case_duration" }).lacks, undefined);
  assert.ok(tableText(report).includes(`reopen_rate: rt lacks data: ${because}\n`));
  const again = await Desk.restore(await desk.save(), { timeZone: "UTC", now: Date.UTC(2026, 2, 3) });
  desks.push(again);
  assert.deepEqual((await again.report(asked)).header.metrics[0].lacks, lacks);
  const whole = await desk.load(JSON.stringify(HISTORY), { source });
  assert.ok(!whole.source.lacks.some(({ metrics }) => metrics.includes("reopen_rate")));
  assert.deepEqual((await desk.report(asked)).header.metrics[0].lacks, []);
});
