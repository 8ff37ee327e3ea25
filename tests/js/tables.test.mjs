// Customers, agents and surveys without tickets: every way rows can come, joins, scores by hand, and desks kept with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";

const NOW = { timeZone: "UTC", now: "2026-05-01T00:00:00Z" };
const TICKETS = [
  { id: 1, created_at: "2026-03-02T09:00:00Z", customer: "ACME", assignee: "ann", channel: "mail" },
  { id: 2, created_at: "2026-02-02T09:00:00Z", customer: "90", assignee: "bob", channel: "web" },
  { id: 3, created_at: "2026-03-03T09:00:00Z", customer: "Basket", channel: "web" },
];
const nps = (score, at = "2026-03-02T10:00:00Z") => ({
  at,
  kind: "survey",
  survey: "nps",
  score,
  role: "customer",
});
const CUSTOMERS = [
  {
    id: 90,
    name: "ACME",
    tier: { "2026-01-01T00:00:00Z": "basic", "2026-03-01T00:00:00Z": "gold" },
    revenue: { "2026-02": 900, "2026-03": 1200 },
    started_at: Date.UTC(2025, 0, 1),
  },
  { id: 91, name: "Basket", tier: "basic", churned_at: "2026-04-01T00:00:00Z" },
];

async function opened() {
  const desk = await Desk.open(NOW);
  await desk.load(TICKETS);
  return desk;
}

async function counts(desk, by, where) {
  const report = await desk.report({ metrics: ["tickets"], by: [by], where });
  return Object.fromEntries(
    report.rows().map(({ by: { [by]: label }, figures }) => [label, figures.tickets.value]),
  );
}

test("rows come as objects, text, bytes and files, and join tickets by id and name", async () => {
  const csv =
    "id,name,tier,revenue.2026-02,revenue.2026-03,churned_at\n" +
    '90,ACME,"{""2026-01-01T00:00:00Z"":""basic"",""2026-03-01T00:00:00Z"":""gold""}",900,1200,\n' +
    "91,Basket,basic,,,2026-04-01T00:00:00Z\n";
  const inputs = [
    [CUSTOMERS],
    [JSON.stringify(CUSTOMERS)],
    [CUSTOMERS.map((row) => JSON.stringify(row)).join("\n")],
    [new Blob([csv])],
    [new TextEncoder().encode(csv), { format: "csv" }],
  ];
  for (const [input, options] of inputs) {
    const desk = await opened();
    const loaded = await desk.load(input, { table: "customers", ...options });
    assert.deepEqual(loaded.table, { name: "customers", rows: 2, newRows: 2 });
    assert.deepEqual([loaded.tickets, loaded.problems], [0, []]);
    assert.deepEqual(await counts(desk, "customer.tier"), { basic: 2, gold: 1 });
    assert.deepEqual(await counts(desk, "customer.revenue"), { 900: 1, 1200: 1, null: 1 });
    assert.deepEqual(await counts(desk, "customer.churned_at"), { false: 2, true: 1 });
    const where = { "customer.revenue": { min: 1000 } };
    assert.deepEqual(await counts(desk, "channel", where), { mail: 1 });
    const again = await desk.load(input, { table: "customers", ...options });
    assert.deepEqual(again.table, { name: "customers", rows: 2, newRows: 0 });
    desk.free();
  }
});

test("what a table cannot be is refused", async () => {
  const desk = await opened();
  const refused = (input, options, code) => assert.rejects(desk.load(input, options), { code });
  await refused(CUSTOMERS, { table: "orders" }, "unknown-table");
  await refused(CUSTOMERS, { table: "customers", source: "rt" }, "source-and-table");
  await refused([{ name: "x" }], { table: "customers" }, "nothing-readable");
  await refused({ tickets: { id: ["1"], created_at: [0] } }, { table: "customers" }, "bad-input");
  await refused(CUSTOMERS, { table: "customers", mapping: { ticket: { id: "id" } } }, "bad-mapping");
  const { problems } = await desk.load([...CUSTOMERS, { id: 92, revenue: "much" }], { table: "customers" });
  assert.deepEqual(
    problems.map(({ row, path, code }) => [row, path, code]),
    [[3, "revenue", "not-a-number"]],
  );
});

test("agents are chosen by what several things they have", async () => {
  const desk = await opened();
  await desk.load(
    [
      { id: "ann", skills: { billing: 3, api: null }, languages: ["de", "en"], capacity: 8 },
      { id: "a2", name: "bob", skills: ["api"] },
    ],
    { table: "agents" },
  );
  assert.deepEqual(await counts(desk, "assignee", { "agent.skills": "api" }), { ann: 1, bob: 1 });
  assert.deepEqual(await counts(desk, "assignee", { "agent.skills": "billing" }), { ann: 1 });
  assert.deepEqual(await counts(desk, "assignee", { "agent.languages": { missing: true } }), {
    bob: 1,
    null: 1,
  });
  await assert.rejects(desk.report({ metrics: ["tickets"], by: ["agent.skills"] }), { code: "cannot-group" });
});

test("answers without tickets count where they are asked for, by hand", async () => {
  const desk = await Desk.open(NOW);
  await desk.load([
    { ...TICKETS[0], events: [nps(10)] },
    { ...TICKETS[2], events: [nps(3, "2026-03-04T10:00:00Z")] },
  ]);
  await desk.load(CUSTOMERS, { table: "customers" });
  const answer = (id, kind, score, more) => ({ id, kind, score, at: "2026-03-10T00:00:00Z", ...more });
  await desk.load(
    [
      answer(1, "nps", 9, { customer: "ACME", channel: "mail" }),
      answer(2, "nps", 8, { customer: "91", at: "2026-04-10T00:00:00Z" }),
      answer(3, "nps", 0, { customer: "Elsewhere" }),
      answer(4, "nps", 10, { at: "2026-06-01T00:00:00Z" }),
      answer(5, "csat", 4, { customer: "ACME" }),
      answer(6, "csat", 7, { scale: 7 }),
      answer(7, "ces", 6),
    ],
    { table: "surveys" },
  );
  const all = { metric: "nps", unticketed: true, as: "all" };
  const ask = (more) => desk.report({ metrics: ["nps", all], ...more });
  const both = (report, selector) =>
    ["nps", "all"].map((metric) => {
      const { value, n } = report.cell({ ...selector, metric });
      return [value, n];
    });
  // 10 and 3 of tickets; 9, 8 and 0 beside them. The one of June is not yet there.
  assert.deepEqual(both(await ask({})), [
    [0, 2],
    [0, 5],
  ]);
  const tiers = await ask({ by: ["customer.tier"] });
  assert.deepEqual(both(tiers, { "customer.tier": "gold" }), [
    [100, 1],
    [100, 2],
  ]);
  assert.deepEqual(both(tiers, { "customer.tier": "basic" }), [
    [-100, 1],
    [-50, 2],
  ]);
  assert.deepEqual(both(tiers, { "customer.tier": null }), [
    [null, 0],
    [-100, 1],
  ]);
  // Groups that no ticket is in have a row of their own.
  const customers = await ask({ by: ["customer"] });
  assert.deepEqual(
    customers.groups.map(({ by }) => by.customer),
    ["ACME", "Basket", "91", "Elsewhere"],
  );
  assert.deepEqual(both(customers, { customer: "Elsewhere" }), [
    [null, 0],
    [-100, 1],
  ]);
  const channels = await ask({ by: ["channel", "customer"], where: { channel: ["mail", null] } });
  assert.deepEqual(both(channels, { channel: "mail", customer: "ACME" }), [
    [100, 1],
    [100, 2],
  ]);
  assert.deepEqual(both(channels, { channel: null, customer: "91" }), [
    [null, 0],
    [0, 1],
  ]);
  const months = await ask({ bucket: "month" });
  assert.deepEqual(both(months, { bucket: Date.UTC(2026, 2, 1) }), [
    [0, 2],
    [0, 4],
  ]);
  assert.deepEqual(both(months, { bucket: Date.UTC(2026, 3, 1) }), [
    [null, 0],
    [0, 1],
  ]);
  const april = await ask({ period: { from: "2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z" } });
  assert.deepEqual(both(april), [
    [null, 0],
    [0, 1],
  ]);
  // What an answer lacks, it does not meet; what goes by a date of tickets, it is not in.
  assert.deepEqual(both(await ask({ where: { priority: "high" } }))[1], [null, 0]);
  assert.deepEqual(both(await ask({ where: { priority: { missing: true } } }))[1], [0, 5]);
  assert.deepEqual(both(await ask({ where: { created: { from: "2026-01-01T00:00:00Z" } } }))[1], [0, 2]);
  assert.deepEqual(both(await ask({ anchor: "created" }))[1], [0, 5]);
  const opened = await ask({ anchor: "created", bucket: "month" });
  assert.deepEqual(both(opened, { bucket: Date.UTC(2026, 2, 1) })[1], [0, 2]);
  const kept = await ask({ where: { "customer.revenue": { min: 1000 } } });
  assert.deepEqual(both(kept)[1], [100, 2]);

  const scores = await desk.report({
    metrics: [
      { metric: "csat", unticketed: true },
      { metric: "ces", unticketed: true },
    ],
  });
  const { value, n } = scores.cell({ metric: "csat" });
  assert.deepEqual([value, n], [1, 2]);
  assert.equal(scores.cell({ metric: "ces" }).value, 6);
  await assert.rejects(desk.report({ metrics: [{ metric: "tickets", unticketed: true }] }), {
    code: "unknown-option",
    path: "metrics[0].unticketed",
  });

  const redact = { key: "0".repeat(32) };
  const bytes = await desk.save({ redact });
  assert.ok(!/ACME|Basket|Elsewhere/.test(new TextDecoder("latin1").decode(bytes)));
  for (const input of [bytes, await desk.save()]) {
    const again = await Desk.restore(input, { ...NOW, redact });
    const tiers = await again.report({ metrics: [all], by: ["customer.tier"] });
    assert.deepEqual(
      ["gold", "basic", null].map((tier) => tiers.cell({ "customer.tier": tier }).value),
      [100, -50, -100],
    );
    again.free();
  }
  desk.free();
});
