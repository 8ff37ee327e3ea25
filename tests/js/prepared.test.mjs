// Prepared questions answer as plain ones do, whatever changes between runs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "deskgauge";
import { NOW, ROWS } from "./desk-data.mjs";

const QUESTION = { metrics: ["created", "first_response_time"], by: ["channel"], bucket: "day" };
const CHANGES = [
  {},
  { period: { from: "2025-03-03", to: "2025-03-04" } },
  { where: { priority: ["high"] } },
  { where: { priority: ["high"] }, period: { from: "2025-03-04" } },
  { where: { channel: "fax" } },
  { asOf: "2025-03-03T12:30:00Z" },
  {},
];

let desk;
before(async () => {
  desk = await Desk.open({ timeZone: "Europe/Paris", now: NOW });
  await desk.load(ROWS);
});
after(() => desk.free());

test("every run is the report of the question with the changes", async () => {
  const prepared = await desk.prepare(QUESTION);
  for (const changes of CHANGES) {
    const run = await prepared.run(changes);
    const plain = await desk.report({ ...QUESTION, ...changes });
    assert.deepEqual(
      JSON.parse(JSON.stringify(run)),
      JSON.parse(JSON.stringify(plain)),
      JSON.stringify(changes),
    );
    assert.equal(run.toCSV(), plain.toCSV());
  }
  prepared.free();
});

test("a report stays as it was when the next run comes", async () => {
  const prepared = await desk.prepare(QUESTION);
  const first = await prepared.run({ where: { channel: "email" } });
  const said = JSON.stringify(first);
  await prepared.run({ where: { channel: "chat" } });
  await prepared.run();
  assert.equal(JSON.stringify(first), said);
  assert.equal(
    (await first.tickets({ channel: "email", bucket: first.groups[0].bucket, metric: "created" })).total,
    2,
  );
});

test("new data show in the next run", async () => {
  const own = await Desk.open({ timeZone: "UTC", now: NOW });
  await own.load(ROWS.slice(0, 2));
  const prepared = await own.prepare({ metrics: ["tickets"] });
  assert.equal((await prepared.run()).cell().value, 2);
  await own.load(ROWS);
  assert.equal((await prepared.run()).cell().value, 4);
  own.free();
});

test("wrong changes and freed questions are refused", async () => {
  const prepared = await desk.prepare(QUESTION);
  await assert.rejects(prepared.run({ by: ["priority"] }), { code: "unknown-option", path: "by" });
  await assert.rejects(prepared.run({ period: { from: "soon" } }), {
    code: "bad-instant",
    path: "period.from",
  });
  assert.equal((await prepared.run()).length > 0, true);
  prepared.free();
  prepared[Symbol.dispose]();
  await assert.rejects(prepared.run(), { code: "question-freed" });
  await assert.rejects(desk.prepare({ metrics: ["created"], tpyo: 1 }), { code: "unknown-option" });
});
