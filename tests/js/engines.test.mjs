// The engine without WebAssembly answers as the one with it, to the bit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { Desk as PlainDesk } from "deskgauge/js";
import { simulate } from "deskgauge/simulator";
import { ROWS } from "./desk-data.mjs";
import { answersOf } from "./same-answers.mjs";

test("page and plain give the same report, clocks, escalations and replay", async () => {
  const page = await answersOf({ Desk, simulate }, { engine: "page" });
  const plain = await answersOf({ Desk, simulate }, { engine: "plain" });
  assert.deepEqual([page.engine, plain.engine], ["page", "plain"]);
  assert.ok(page.text.length > 500_000, `${page.text.length} characters`);
  assert.equal(firstDifference(page.text, plain.text), undefined);
});

test("in Node a desk computes where it is asked, and says so", async () => {
  const desk = await Desk.open();
  assert.equal(desk.engine, "page");
  assert.match(desk.engineNote, /^WebAssembly in the page, as there is no document/);
  desk.free();
});

test("plain desks share no memory, and grow", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => Desk.open({ engine: "plain", timeZone: "UTC" })));
  const { wasm } = await one.memory();
  const many = Array.from({ length: 20_000 }, (_, id) => ({ ...ROWS[id % 4], id }));
  assert.equal((await one.load(many)).tickets, 20_000);
  assert.equal((await other.load(ROWS)).tickets, 4);
  assert.equal((await one.report({ metrics: ["tickets"] })).cell().value, 20_000);
  assert.ok((await one.memory()).wasm > wasm);
  assert.equal((await other.report({ metrics: ["tickets"] })).cell().value, 4);
  one.free();
  other.free();
});

test("deskgauge/js has the plain engine alone", async () => {
  const desk = await PlainDesk.open({ timeZone: "UTC" });
  assert.equal(desk.engine, "plain");
  assert.equal((await desk.load(ROWS)).tickets, 4);
  assert.equal((await desk.report({ metrics: ["tickets"] })).cell().value, 4);
  assert.ok((await desk.metrics()).length > 10);
  desk.free();
  await assert.rejects(PlainDesk.open({ engine: "worker" }), { code: "bad-option", path: "engine" });
});

/** Around where two texts part, undefined where they do not: the whole would not be readable. */
function firstDifference(a, b) {
  if (a === b) return undefined;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return `${a.slice(at - 200, at + 50)}\n… and …\n${b.slice(at - 200, at + 50)}`;
}
