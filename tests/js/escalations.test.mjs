/** Escalation procedures through the package: due, next, why, acknowledged and put off. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { acknowledge, Desk, snooze } from "deskgauge";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 9);
const at = (hours) => new Date(START + hours * HOUR).toISOString();
const RULES = [
  {
    id: "silence",
    where: { tier: "vip" },
    when: { since: "customer_message", longerThan: "1h" },
    steps: [
      { do: "notify", to: { role: "lead" } },
      { do: "reassign", to: { group: "experts" }, after: "30m" },
    ],
  },
];

async function desk(now) {
  const made = await Desk.open({ timeZone: "UTC", now: START + now * HOUR });
  await made.load([
    { id: "A", tier: "vip", created_at: at(0) },
    { id: "B", tier: "vip", created_at: at(0.5) },
    { id: "C", tier: "basic", created_at: at(0) },
    { id: "D", tier: "vip", created_at: at(0), events: [{ at: at(0.5), kind: "reply", role: "agent" }] },
  ]);
  await made.configure({ rules: RULES });
  return made;
}

const lines = (steps) => steps.map(({ ticket, step, at }) => [ticket, step, (at - START) / HOUR]);

test("what is due, what comes next, and why", async () => {
  const made = await desk(1.6);
  const { due, next } = await made.escalations();
  assert.deepEqual(lines(due), [
    ["A", 0, 1],
    ["A", 1, 1.5],
    ["B", 0, 1.5],
  ]);
  assert.deepEqual(lines(next), [["B", 1, 2]]);
  const [first] = due;
  assert.deepEqual([first.deed, first.role, first.id], ["notify", "lead", `A/silence/${START + HOUR}/0`]);
  assert.deepEqual(first.why, [
    { part: "customer_message", of: null, limit: 3_600, at: START + HOUR, since: START, count: null },
  ]);
  assert.deepEqual(lines((await made.escalations({ ticket: "B" })).due), [["B", 0, 1.5]]);
  assert.deepEqual(lines((await made.escalations({ where: { tier: "basic" } })).due), []);
  const earlier = await made.escalations({ now: START + HOUR, since: START });
  assert.deepEqual(lines(earlier.fired), [["A", 0, 1]]);
  made.free();
});

test("the host's events acknowledge and put off", async () => {
  const made = await desk(1.6);
  const due = async (now) => lines((await made.escalations({ now: START + now * HOUR })).due);
  const [a, , b] = (await made.escalations()).due;
  await made.apply([acknowledge(a, START + 1.6 * HOUR), snooze(b, 3_600, START + 1.7 * HOUR)]);
  assert.deepEqual(await due(1.8), []);
  assert.deepEqual(lines((await made.escalations({ now: START + 1.8 * HOUR })).next), [
    ["B", 0, 1.5],
    ["B", 1, 2.7],
  ]);
  assert.deepEqual(await due(2.7), [
    ["B", 0, 1.5],
    ["B", 1, 2.7],
  ]);
  await made.apply([{ ticket: "B", at: at(2.8), kind: "assigned", group: "experts" }]);
  assert.deepEqual(await due(3), []);
  made.free();
});

test("rules are checked when given, and looked through on request", async () => {
  const made = await desk(1);
  const warnings = await made.checkRules();
  assert.deepEqual(
    warnings.map(({ code, path }) => [code, path]),
    [["nobody", "rules[0].steps[1].to.group"]],
  );
  await assert.rejects(made.configure({ rules: [{ ...RULES[0], quiet: "office" }] }), {
    code: "unknown-calendar",
    path: "rules[0].quiet",
  });
  // The rules are as before.
  assert.deepEqual(lines((await made.escalations()).due), [["A", 0, 1]]);
  await assert.rejects(made.escalations({ rules: ["none"] }), { code: "unknown-rule", path: "rules[0]" });
  await assert.rejects(made.escalations({ ticket: "Z" }), { code: "unknown-ticket", path: "ticket" });
  made.free();
});

/** Three tickets: one taken note of, one put off for an hour, one untouched. */
const NOTED = [
  { ticket: "A", at: at(1.2), kind: "acknowledged", name: "silence", seconds: null },
  { ticket: "B", at: at(1.2), kind: "snoozed", name: "silence", seconds: 3_600 },
];
const IDS = ["A", "B", "C"];
const OPENED = IDS.map((ticket) => ({ ticket, at: at(0), kind: "created", name: null, seconds: null }));

const ways = {
  objects: () => [
    IDS.map((id) => ({
      id,
      tier: "vip",
      created_at: at(0),
      events: NOTED.filter((event) => event.ticket === id),
    })),
  ],
  "a CSV file of events under a mapping": () => {
    const rows = [...OPENED, ...NOTED];
    const words = { created: "Opened", acknowledged: "Seen", snoozed: "Later" };
    const lines = rows.map((row) => [
      row.ticket,
      row.at,
      words[row.kind],
      row.name ?? "",
      row.seconds ?? "",
      "vip",
    ]);
    const text = [["No", "When", "What", "Rule", "For", "Tier"], ...lines]
      .map((line) => line.join(","))
      .join("\n");
    const event = { at: "When", kind: "What", name: "Rule", seconds: "For" };
    const kinds = {
      Opened: [{ kind: "created" }],
      Seen: [{ kind: "acknowledged" }],
      Later: [{ kind: "snoozed" }],
    };
    const ticket = { id: "No", tier: "Tier", created_at: { path: "When", keep: "first" } };
    return [text, { mapping: { format: "csv", shape: "events", ticket, event, kinds } }];
  },
  columns: () => [
    {
      tickets: {
        id: IDS,
        created_at: Float64Array.from(IDS, () => START),
        tier: { codes: Uint8Array.of(0, 0, 0), values: ["vip"] },
      },
      events: {
        ticket: Uint32Array.from(NOTED, (event) => IDS.indexOf(event.ticket)),
        at: Float64Array.from(NOTED, (event) => Date.parse(event.at)),
        kind: NOTED.map((event) => event.kind),
        name: NOTED.map((event) => event.name),
        seconds: Float64Array.from(NOTED, (event) => event.seconds ?? Number.NaN),
      },
    },
  ],
};

for (const [way, input] of Object.entries(ways)) {
  test(`what was acknowledged and put off is known from ${way}`, async () => {
    const made = await Desk.open({ timeZone: "UTC", now: START + 1.4 * HOUR });
    const loaded = await made.load(...input());
    assert.deepEqual([loaded.tickets, loaded.problems], [3, []]);
    await made.configure({ rules: RULES });
    const { due, next } = await made.escalations();
    assert.deepEqual(lines(due), [["C", 0, 1]]);
    assert.deepEqual(lines(next), [
      ["B", 0, 1],
      ["C", 1, 1.5],
      ["B", 1, 2.2],
    ]);
    assert.equal(next[0].snoozed, START + 2.2 * HOUR);
    made.free();
  });
}

test("rules ask for fields and working days, and keep hours of their own", async () => {
  const made = await Desk.open({ timeZone: "UTC", now: START + HOUR });
  await made.load([{ id: "A", created_at: at(0), fields: { plan: "gold" } }]);
  const days = ["mon", "tue", "wed", "thu", "fri"];
  const weekly = Object.fromEntries(days.map((day) => [day, [["09:00", "17:00"]]]));
  const steps = [{ do: "notify", stop: ["replied"] }];
  await made.configure({
    calendars: { office: { weekly } },
    policies: [{ id: "p", calendar: "office", targets: { resolution: { days: 3 } } }],
    rules: [
      {
        id: "gold",
        when: { field: "plan", is: "gold" },
        quiet: { weekly: { mon: [["13:00", "17:00"]] } },
        steps,
      },
      { id: "soon", when: { clock: "resolution", beforeDue: { days: 2 } }, steps },
    ],
  });
  const { next } = await made.escalations();
  assert.deepEqual(
    next.map(({ rule, at, why }) => [rule, (at - START) / HOUR, why[0].part, why[0].of, why[0].limit]),
    [
      ["gold", 4, "field", "plan", null],
      ["soon", 24, "due_days", "resolution", -2],
    ],
  );
  await assert.rejects(made.configure({ rules: [{ id: "x", when: { field: "plan" }, steps }] }), {
    path: "rules[0].when.is",
  });
  made.free();
});
