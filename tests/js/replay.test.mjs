/** The history under other settings, through the package. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { simulate } from "deskgauge/simulator";

const FROM = Date.UTC(2026, 0, 5);
const UNTIL = Date.UTC(2026, 1, 16);
const day = [["08:00", "18:00"]];
const calendars = {
  office: { timeZone: "Europe/Berlin", weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } },
};
const policies = (hours) => [
  { id: "all", calendar: "office", targets: { first_response: `${hours}h`, resolution: "40h" } },
];

async function desk() {
  const made = await Desk.open({ timeZone: "Europe/Berlin", now: UNTIL });
  await made.load(simulate({ tickets: 800, seed: 3, from: FROM, to: UNTIL }));
  await made.configure({ calendars, policies: policies(2) });
  return made;
}

test("under unchanged settings history is reproduced", async () => {
  const made = await desk();
  const { before, after, total, simulated, unknown } = await made.replay();
  assert.deepEqual(before, after);
  assert.deepEqual([total, simulated, unknown], [0, null, []]);
  const { rows } = await made.sla();
  assert.deepEqual(before.clocks, rows);
  const [times] = (await made.escalationTimes()).rows;
  assert.deepEqual([before.escalated, before.mean], [times.escalated.n, times.escalated.mean]);
  made.free();
});

test("looser targets lower breaches, and the desk stays as it is", async () => {
  const made = await desk();
  const was = await made.sla();
  const answer = await made.replay({ policies: policies(8) });
  assert.ok(answer.after.breaches < answer.before.breaches);
  assert.equal(answer.before.escalated, answer.after.escalated);
  assert.ok(
    answer.differs.length > 0 && answer.differs.every(({ breaches: [before, after] }) => after <= before),
  );
  assert.deepEqual(answer.unknown, ["unlogged-fields"]);
  assert.deepEqual(await made.sla(), was);
  const closed = {
    ...calendars,
    office: { ...calendars.office, holidays: [{ from: "2026-01-01", to: "2026-03-01" }] },
  };
  assert.equal((await made.replay({ calendars: closed })).after.breaches, 0);
  made.free();
});

test("new rules add steps, and escalations only under an assumption", async () => {
  const made = await desk();
  const rules = [
    {
      id: "early",
      when: { since: "agent_update", longerThan: "6h" },
      hours: "office",
      steps: [{ do: "reassign", to: { level: 2 } }],
    },
  ];
  const answer = await made.replay({
    rules,
    reaction: { 2: "1h" },
    repeats: 20,
    where: { channel: "email" },
  });
  assert.equal(answer.before.escalations, answer.after.escalations);
  assert.ok(answer.after.steps[0].steps > 0);
  const { simulated } = answer;
  assert.deepEqual(simulated.reactions, [{ level: 2, given: true, n: 0, median: 3_600 }]);
  assert.ok(simulated.added.mean + simulated.moved.mean > 0);
  assert.equal(simulated.added.low, simulated.added.high, "what is given does not vary");
  assert.deepEqual(
    await made.replay({ rules, reaction: { 2: "1h" }, repeats: 20, where: { channel: "email" } }),
    answer,
  );
  await assert.rejects(made.replay({ rules, reaction: { soon: "1h" } }), { path: "reaction" });
  await assert.rejects(made.replay({ policies: [{ id: "x", targets: {} }] }), {
    path: "policies[0].targets",
  });
  assert.deepEqual((await made.escalations()).due, []);
  made.free();
});
