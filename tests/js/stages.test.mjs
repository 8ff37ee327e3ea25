/** Bottlenecks, hand-offs and late escalations through the package. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 4, 9);
const at = (hours) => new Date(START + hours * HOUR).toISOString();

async function desk() {
  const made = await Desk.open({ timeZone: "UTC", now: START + 48 * HOUR });
  const group = (hours, name) => ({ at: at(hours), kind: "assigned", group: name });
  const status = (hours, to) => ({ at: at(hours), kind: "status", to });
  const reply = (hours) => ({ at: at(hours), kind: "reply", role: "agent", actor: "ann" });
  await made.load([
    // First line for 2 hours, second line from then on; it waits for the customer from 4 to 9, and is solved at 10.
    {
      id: "A",
      created_at: at(0),
      events: [
        group(0, "first"),
        group(2, "second"),
        reply(3),
        status(4, "pending"),
        status(9, "open"),
        status(10, "solved"),
      ],
    },
    // To and fro: first, second, first again.
    {
      id: "B",
      created_at: at(0),
      events: [group(0, "first"), group(1, "second"), group(5, "first"), status(6, "solved")],
    },
  ]);
  await made.configure({
    levels: { groups: { first: 1, second: 2 } },
    calendars: { short: { weekly: { mon: [["09:00", "12:00"]] } } },
  });
  return made;
}

test("time goes to stages, in calendar time and in business hours", async () => {
  const made = await desk();
  const told = (await made.stages()).stages;
  // Nobody waits for a solved ticket, and after its resolution no time counts.
  assert.deepEqual([told[2].stage, told[2].tickets, told[2].events], ["nobody", 0, 2]);
  const stages = told.slice(0, 2);
  assert.deepEqual(
    stages.map(({ stage, seconds, tickets, share }) => [stage, seconds / 3_600, tickets, share]),
    [
      ["agent", 11, 2, 11 / 16],
      ["customer", 5, 1, 5 / 16],
    ],
  );
  assert.deepEqual(stages[0].longest, [
    { ticket: "B", seconds: 6 * 3_600 },
    { ticket: "A", seconds: 5 * 3_600 },
  ]);
  const open = await made.stages({ of: "group", calendar: "short", where: { group: "second" } });
  assert.deepEqual(
    open.stages.map(({ stage, seconds }) => [stage, seconds / 3_600]),
    [
      ["first", 2],
      ["second", 1],
    ],
  );
  await assert.rejects(made.stages({ of: "mood" }), { code: "unknown-option", path: "of" });
  made.free();
});

test("hand-offs are nodes and links, loops marked", async () => {
  const made = await desk();
  const { nodes, links, total, looped } = await made.handoffs();
  assert.deepEqual(
    nodes.map(({ name, tickets }) => [name, tickets]),
    [
      ["first", 2],
      ["second", 2],
    ],
  );
  assert.deepEqual([total, looped], [3, 1]);
  const [there, back] = links;
  assert.deepEqual(
    [there.source, there.target, there.value, there.returned, there.backward],
    [0, 1, 2, 1, false],
  );
  assert.deepEqual([there.heldMedian, there.waitMedian], [1.5 * 3_600, 3_600]);
  assert.deepEqual([back.source, back.target, back.value, back.backward], [1, 0, 1, true]);
  made.free();
});

test("without solved tickets nobody can say what is late", async () => {
  const made = await desk();
  const late = await made.lateEscalations();
  assert.deepEqual([late.escalated, late.late, late.unknown], [2, 0, 2]);
  await assert.rejects(made.lateEscalations({ usual: 2 }), { code: "bad-question", path: "usual" });
  made.free();
});
