// Questions and reports: figures with their provenance, columns, filters, periods, comparison, tickets behind a cell.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Desk, Report } from "deskgauge";
import { NOW, ROWS } from "./desk-data.mjs";

let desk;
before(async () => {
  desk = await Desk.open({ timeZone: "America/New_York", now: NOW });
  await desk.load(ROWS);
});
after(() => desk.free());

test("a distribution says all there is to say", async () => {
  const report = await desk.report({ metrics: [{ metric: "first_response_time", goals: [1800] }] });
  const { interval, ...figure } = report.cell();
  assert.deepEqual(figure, {
    family: "distribution",
    metric: "first_response_time",
    key: "first_response_time",
    title: "First response time",
    profile: "deskgauge",
    unit: "seconds",
    direction: "lower-is-better",
    asOf: NOW,
    value: 1220,
    n: 3,
    excluded: {},
    censored: 1,
    mean: 1220,
    median: 1200,
    p75: 1800,
    p90: 2160,
    p95: 2280,
    p99: 2376,
    min: 60,
    max: 2400,
    sum: 3660,
    variance: 1369200,
    sd: Math.sqrt(1369200),
    cv: Math.sqrt(1369200) / 1220,
    goals: [{ goal: 1800, count: 2, rate: 2 / 3 }],
  });
  assert.equal(interval.level, 0.95);
  assert.equal(interval.method, "student-t");
  assert.ok(interval.low < 1220 && interval.high > 1220);
});

test("no figure comes from no data", async () => {
  const report = await desk.report({
    metrics: ["first_response_time", "nps", "escalation_rate"],
    where: { channel: "fax" },
  });
  for (const { figures } of report.rows()) {
    for (const figure of Object.values(figures)) {
      assert.equal(figure.value, null);
      assert.equal(figure.reason, "no-tickets");
    }
  }
});

test("groups, buckets and cells", async () => {
  const report = await desk.report({
    metrics: ["created", "escalation_rate"],
    by: ["channel"],
    bucket: "day",
  });
  assert.equal(report.length, report.groups.length);
  const monday = Date.parse("2025-03-03T00:00:00-05:00");
  assert.equal(report.cell({ channel: "email", bucket: monday, metric: "created" }).value, 2);
  assert.equal(
    report.cell({ channel: "email", bucket: new Date(monday), metric: "escalation_rate" }).count,
    1,
  );
  assert.equal(report.cell({ channel: "fax", bucket: monday, metric: "created" }), undefined);
  assert.throws(() => report.cell({ channel: "email", bucket: monday }), { code: "unknown-metric" });
  assert.throws(() => report.cell({ channel: "email", metric: "created" }), {
    code: "bad-cell",
    path: "bucket",
  });
  assert.throws(() => report.cell({ bucket: monday, metric: "created" }), {
    code: "bad-cell",
    path: "channel",
  });
  assert.throws(() => report.cell({ product: "x", metric: "created" }), {
    code: "bad-cell",
    path: "product",
  });
});

test("a missing value is null: as a label, in a filter, and in the rows", async () => {
  const report = await desk.report({ metrics: ["tickets"], by: "priority" });
  assert.deepEqual(
    report.groups.map(({ by }) => by.priority),
    ["high", "low", null],
  );
  assert.equal(report.cell({ priority: null }).value, 1);
  assert.equal(report.header.bucket, null);
  const only = await desk.report({ metrics: ["tickets"], where: { priority: null } });
  assert.equal(only.cell().value, 1);
});

test("columns are views with NaN for no value", async () => {
  const report = await desk.report({ metrics: ["full_resolution_time"], by: ["channel"] });
  const mean = report.column("full_resolution_time");
  assert.ok(mean instanceof Float64Array);
  assert.deepEqual([...mean], [Number.NaN, (3600 + 86400) / 2]);
  assert.deepEqual([...report.column("full_resolution_time", "n")], [0, 2]);
  assert.throws(() => report.column("full_resolution_time", "p42"), {
    code: "unknown-statistic",
    message: /median/,
  });
  assert.throws(() => report.column("nope"), { code: "unknown-metric" });
});

const FILTERS = [
  [{ channel: "email" }, 2],
  [{ channel: ["email", "chat"], priority: "high" }, 2],
  [{ priority: { not: ["high"] } }, 2],
  [{ priority: { missing: true } }, 1],
  [{ effort: { min: 3 } }, 1],
  [{ effort: 4.5 }, 1],
  [{ escalated: true }, 1],
  [{ replies: { min: 1 } }, 3],
  [{ created: { from: "2025-03-04", to: new Date("2025-03-05T00:00:00-05:00") } }, 1],
  [{ product: { in: ["router", null] } }, 3],
];
for (const [where, tickets] of FILTERS) {
  test(`where ${JSON.stringify(where)}: ${tickets}`, async () => {
    assert.equal((await desk.report({ metrics: ["tickets"], where })).cell().value, tickets);
  });
}

test("dates without an offset are read in the question's zone", async () => {
  const count = async (timeZone, from) =>
    (await desk.report({ metrics: ["created"], period: { from }, timeZone })).cell().value;
  assert.equal(await count("America/New_York", "2025-03-03T04:00"), 4);
  assert.equal(await count("America/New_York", "2025-03-03 04:00:01"), 3);
  assert.equal(await count("Asia/Kolkata", "2025-03-03T14:30"), 4);
  assert.equal(await count("Asia/Kolkata", "2025-03-03T14:30:00.001"), 3);
  assert.equal(await count("Asia/Kolkata", "2025-03-03T09:00:00Z"), 4);
});

test("a period is compared with the one before", async () => {
  const report = await desk.report({
    metrics: ["created"],
    period: { from: "2025-03-04", to: "2025-03-05" },
    compare: "previous",
  });
  assert.equal(report.cell().value, 1);
  assert.equal(report.cell().previous.value, 2);
  const other = await desk.report({
    metrics: ["created"],
    period: { from: "2025-03-04", to: "2025-03-05" },
    compare: { from: "2025-03-03", to: "2025-03-05" },
  });
  assert.equal(other.cell().previous.value, 3);
});

test("asOf hides what came later, and is repeated", async () => {
  const asOf = Date.parse("2025-03-03T09:30:00Z");
  const report = await desk.report({ metrics: ["tickets", "solved"], asOf: new Date(asOf) });
  assert.equal(report.header.asOf, asOf);
  assert.equal(report.cell({ metric: "tickets" }).value, 1);
  assert.equal(report.cell({ metric: "solved" }).value ?? 0, 0);
});

test("the tickets behind a figure, until the data change", async () => {
  const own = await Desk.open({ timeZone: "UTC", now: NOW });
  await own.load(ROWS);
  const report = await own.report({ metrics: ["first_response_time"], by: ["channel"] });
  assert.deepEqual(await report.tickets({ channel: "email" }), {
    tickets: [
      { id: "T-2", value: 2400 },
      { id: "T-1", value: 1200 },
    ],
    total: 2,
  });
  assert.equal((await report.tickets({ channel: "email" }, { limit: 1 })).tickets.length, 1);
  assert.deepEqual(await report.tickets({ channel: "fax" }), { tickets: [], total: 0 });
  await assert.rejects(report.tickets({ channel: "email" }, { limit: -1 }), { code: "bad-limit" });
  await own.apply([{ ticket: "T-4", at: "2025-03-05T09:00:00Z", kind: "reply", role: "agent" }]);
  await assert.rejects(report.tickets({ channel: "email" }), { code: "stale-report" });
  own.free();
});

test("several questions share a call, and an error says which one", async () => {
  const reports = await desk.report([{ metrics: ["created"] }, { metrics: ["solved"], by: ["channel"] }]);
  assert.equal(reports.length, 2);
  assert.ok(reports.every((report) => report instanceof Report));
  assert.deepEqual(await desk.report([]), []);
  const wrong = desk.report([{ metrics: ["created"] }, { metrics: ["solved"], by: ["chanel"] }]);
  await assert.rejects(wrong, { code: "unknown-dimension", message: /channel/, path: /^\[1\]/ });
});

test("CSV is safe to open in a spreadsheet", async () => {
  const own = await Desk.open({ timeZone: "UTC", now: NOW });
  const channels = ["=1+1", "+a", "-b", "@c", 'say "hi"', "a,b", "a\nb"];
  await own.load(channels.map((channel, id) => ({ id, created_at: NOW - 1000, channel })));
  const csv = (await own.report({ metrics: ["created"], by: ["channel"], bucket: "month" })).toCSV();
  assert.match(csv, /^channel,month,created\.value/);
  for (const cell of ["'=1+1", "'+a", "'-b", "'@c", '"say ""hi"""', '"a,b"', '"a\nb"']) {
    assert.ok(csv.includes(`\r\n${cell},2025-03,1`), `${cell} in ${csv}`);
  }
  own.free();
});

test("JSON keeps the provenance", async () => {
  const report = await desk.report({ metrics: ["created"], by: ["channel"], bucket: "week" });
  const plain = JSON.parse(JSON.stringify(report));
  assert.deepEqual(plain.by, ["channel"]);
  assert.equal(plain.bucket, "week");
  assert.equal(plain.timeZone, "America/New_York");
  assert.equal(plain.rows[0].figures.created.metric, "created");
});

test("statuses, levels and profile can be set", async () => {
  const own = await Desk.open({ timeZone: "UTC", now: NOW });
  await own.load([
    {
      id: 1,
      created_at: "2025-03-03T09:00:00Z",
      events: [{ at: "2025-03-03T10:00:00Z", kind: "status", to: "fixed" }],
    },
  ]);
  const solved = async () => (await own.report({ metrics: ["solved"] })).cell().value ?? 0;
  assert.equal(await solved(), 0);
  await own.configure({ statuses: { fixed: "solved" }, levels: { groups: { "Tier 2": 2 }, default: 1 } });
  assert.equal(await solved(), 1);
  await own.configure({ profile: "zendesk" });
  assert.equal((await own.report({ metrics: ["solved"] })).header.profile, "zendesk");
  await assert.rejects(own.configure({ statuses: { fixed: "mended" } }), {
    code: "unknown-option",
    path: "statuses.fixed",
  });
  await assert.rejects(own.configure({ profil: "zendesk" }), { code: "unknown-option", path: "profil" });
  await assert.rejects(own.configure({ levels: { default: "one" } }), { code: "bad-settings" });
  const ladder = (level) => [
    { level: 1, name: "frontline", agents: ["ann"] },
    { level, name: "experts", agents: ["bob"], groups: "Tier 2", roles: ["architect"] },
  ];
  await assert.rejects(own.configure({ levels: { ladder: ladder(1) } }), {
    code: "bad-levels",
    path: "levels.ladder[1].level",
  });
  await own.configure({ levels: { ladder: ladder(2) } });
  await own.load([
    {
      id: 2,
      created_at: "2025-03-03T09:00:00Z",
      events: [
        { at: "2025-03-03T10:00:00Z", kind: "assigned", agent: "ann", group: "Desk" },
        { at: "2025-03-03T11:00:00Z", kind: "assigned", agent: "bob" },
      ],
    },
  ]);
  assert.equal((await own.report({ metrics: ["escalations"] })).cell().value, 1);
  own.free();
});

const WRONG = [
  [{ metrics: ["first_respose_time"] }, "unknown-metric", /first_response_time/],
  [{ metrics: [] }, "no-metric"],
  [{ metrics: ["created"], by: ["chanel"] }, "unknown-dimension", /channel/],
  [{ metrics: ["created"], by: ["channel", "priority", "type"] }, "too-many-groupings"],
  [{ metrics: ["created"], bucket: "fortnight" }, "unknown-bucket", /week/],
  [{ metrics: ["created"], where: { chanel: "x" } }, "unknown-dimension", /"channel"/],
  [{ metrics: ["created"], where: { channel: { inn: [] } } }, "unknown-option"],
  [{ metrics: ["created"], where: { channel: [{}] } }, "bad-filter"],
  [{ metrics: ["created"], where: [] }, "bad-filter"],
  [{ metrics: ["created"], timeZone: "Mars/Base" }, "unknown-zone"],
  [{ metrics: ["created"], period: { from: "2025-02-30" } }, "bad-instant"],
  [{ metrics: ["created"], period: { from: "2025-03-02", to: "2025-03-01" } }, "empty-period"],
  [{ metrics: ["created"], period: "march" }, "bad-period"],
  [{ metrics: ["created"], asOf: Number.NaN }, "bad-instant"],
  [{ metrics: ["created"], weekStart: 8 }, "unknown-option"],
  [{ metrics: ["created"], quantiles: "middle" }, "unknown-option"],
  [{ metrics: ["created"], profile: "zendsk" }, "unknown-profile"],
  [{ metrics: ["created"], colour: "red" }, "unknown-option"],
  [{ metrics: [{ metric: "created", gaols: [1] }] }, "unknown-option"],
  [{ metrics: [{ metric: "created", goals: ["1"] }] }, "bad-question"],
  [{ metrics: [{ metric: "field" }] }, "missing-field"],
  [{ metrics: "created" }, "bad-question"],
  [{ metrics: [7] }, "bad-question"],
  [null, "bad-question"],
];
for (const [question, code, message = /./] of WRONG) {
  test(`${JSON.stringify(question)}: ${code}`, async () => {
    await assert.rejects(desk.report(question), { name: "DeskError", code, message });
  });
}

test("the metrics are those of the types, each with a definition", async () => {
  const definitions = await desk.metrics();
  const types = readFileSync(new URL("../../dist/metric.d.ts", import.meta.url), "utf8");
  const ids = types
    .slice(0, types.indexOf("export type MetricId"))
    .match(/(?<=\| ")\w+(?=")|(?<== ")\w+(?=")/g);
  const rest = /export type MetricId =([^;]*);/.exec(types)[1].match(/(?<=")\w+(?=")/g);
  assert.deepEqual(definitions.map(({ id }) => id).sort(), [...ids, ...rest].sort());
  for (const { id, title, definition, unit, family, direction, anchor, differences } of definitions) {
    for (const text of [title, unit, family, direction, anchor]) assert.ok(text.length > 2, id);
    assert.match(definition, /\S \S.*\.$/, id);
    assert.equal(Object.getPrototypeOf(differences), Object.prototype, id);
  }
});

test("memory counts", async () => {
  const { columns, wasm } = await desk.memory();
  assert.ok(columns > 0 && wasm >= columns);
});

test("facts can be derived anew without a change in the answer", async () => {
  const question = { metrics: ["first_response_time", "reopen_rate"], by: ["channel"] };
  const before = JSON.stringify(await desk.report(question));
  await desk.derive({ force: true });
  assert.equal(JSON.stringify(await desk.report(question)), before);
});
