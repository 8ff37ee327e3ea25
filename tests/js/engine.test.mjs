// The engine after a trap: its memory can be in any state, so it answers nothing more, and other desks go on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { openEngine } from "../../dist/engine/choose.js";

for (const kind of ["page", "plain"]) {
  test(`${kind}: running out of memory ends that desk only`, async () => {
    const desk = await Desk.open({ timeZone: "UTC", engine: kind });
    const engine = await openEngine({ engine: kind });
    // Two allocations that cannot both be had in 4 GB.
    const greedy = engine.call("load_columns", { length: 2 ** 30, BYTES_PER_ELEMENT: 4 });
    await assert.rejects(greedy, ({ code, cause }) => code === "engine-failed" && cause instanceof Error);
    await assert.rejects(engine.call("memory"), { name: "DeskError", code: "engine-failed" });
    engine.free();
    await assert.rejects(engine.call("memory"), { code: "engine-failed" });
    await assert.rejects(engine.bytes(), { code: "engine-failed" });
    assert.equal((await desk.report({ metrics: ["tickets"] })).header.rows, 1);
    desk.free();
  });
}
