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
