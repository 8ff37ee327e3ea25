// The engine after a trap: its memory can be in any state, so it answers nothing more, and other desks go on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { PageEngine } from "../../dist/engine/page.js";

test("after a trap every call is refused, and freeing is harmless", async () => {
  const [engine, other] = await Promise.all([PageEngine.open({}), PageEngine.open({})]);
  const trap = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  assert.throws(
    () => engine.call(trap),
    (error) => error.code === "engine-failed" && error.cause instanceof WebAssembly.RuntimeError,
  );
  assert.throws(() => engine.call((raw) => raw.memory()), { name: "DeskError", code: "engine-failed" });
  engine.free();
  assert.throws(() => engine.call((raw) => raw.memory()), { code: "engine-failed" });
  assert.equal(typeof other.call((raw) => raw.memory()), "number");
  other.free();
});

test("running out of memory ends that desk only", async () => {
  const desk = await Desk.open({ timeZone: "UTC" });
  const grown = await PageEngine.open({});
  // Two allocations that cannot both be had in 4 GB.
  const greedy = () => grown.call((raw) => raw.load_columns({ length: 2 ** 30, BYTES_PER_ELEMENT: 4 }));
  assert.throws(greedy, { code: "engine-failed" });
  assert.throws(() => grown.call((raw) => raw.memory()), { code: "engine-failed" });
  assert.equal((await desk.report({ metrics: ["tickets"] })).header.rows, 1);
  desk.free();
});
