// Desks kept as bytes: `save` and `Desk.restore`, by every way bytes can come.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Desk } from "deskgauge";
import { simulate } from "deskgauge/simulator";

const QUESTION = {
  metrics: ["first_response_time", "full_resolution_time", "escalation_rate", "tickets"],
  by: ["channel"],
  asOf: "2026-03-01T00:00:00Z",
};

async function saved() {
  const desk = await Desk.open({ timeZone: "Europe/Berlin" });
  await desk.load(simulate({ tickets: 400, seed: 7 }));
  return { desk, bytes: await desk.save() };
}

test("a restored desk answers as the one that was saved, and saves to the same bytes", async () => {
  const { desk, bytes } = await saved();
  const hoped = JSON.stringify(await desk.report(QUESTION));
  const inputs = [bytes, bytes.slice().buffer, new Blob([bytes]), new Response(bytes), gzipSync(bytes)];
  for (const input of inputs) {
    const again = await Desk.restore(input, { timeZone: "Europe/Berlin" });
    assert.equal(JSON.stringify(await again.report(QUESTION)), hoped);
    assert.deepEqual(await again.save(), bytes);
    again.free();
  }
});

test("what is no snapshot is refused with its reason", async () => {
  const { bytes } = await saved();
  const changed = bytes.slice();
  changed[changed.length >> 1] ^= 1;
  for (const input of [changed, bytes.slice(0, -1), new Uint8Array(), "tickets"]) {
    await assert.rejects(Desk.restore(input), { name: "DeskError", code: "bad-snapshot" });
  }
  const newer = bytes.slice();
  newer[8] = 9;
  await assert.rejects(Desk.restore(newer), { code: "newer-snapshot", message: /form 9/ });
  await assert.rejects(Desk.restore({ tickets: [] }), { code: "bad-input" });
  await assert.rejects(Desk.restore(bytes, { timeZone: "Mars/Base" }), { code: "unknown-zone" });
});

test("a redacted snapshot holds no names, and its key brings them back with later loads", async () => {
  const ticket = (id) => ({
    id,
    created_at: "2026-01-01T00:00:00Z",
    assignee: "Ann Planted",
    requester: "cleo@planted.example",
    fields: { note: "planted text", product: "shop" },
  });
  const desk = await Desk.open({ timeZone: "UTC" });
  await desk.load([ticket(1), ticket(2)]);
  const key = Uint8Array.from({ length: 16 }, (_, at) => at);
  const redact = { key, keep: ["product"] };
  const bytes = await desk.save({ redact });
  const text = new TextDecoder("latin1").decode(bytes);
  assert.ok(!/planted/i.test(text));
  assert.ok(text.includes("shop"));
  assert.deepEqual(
    await desk.save({ redact: { ...redact, key: "000102030405060708090A0B0C0D0E0F" } }),
    bytes,
  );
  assert.notDeepEqual(await desk.save({ redact: true }), await desk.save({ redact: true }));
  assert.ok(/planted/i.test(new TextDecoder("latin1").decode(await desk.save())));
  const agents = async (of) => {
    const report = await of.report({ metrics: ["tickets"], by: ["assignee"], asOf: "2026-02-01T00:00:00Z" });
    return report.groups.map(({ by }) => by.assignee);
  };
  const again = await Desk.restore(bytes, { timeZone: "UTC", redact });
  assert.match(JSON.stringify(await agents(again)), /^\["~[0-9a-f]{20}"\]$/);
  await again.load([ticket(3)]);
  assert.deepEqual(await agents(again), ["Ann Planted"]);
  for (const wrong of ["", "secret", new Uint8Array(15), 7]) {
    const refused = { code: "bad-option", path: "redact.key" };
    await assert.rejects(desk.save({ redact: { key: wrong } }), refused);
    await assert.rejects(Desk.restore(bytes, { redact: { key: wrong } }), refused);
  }
  await assert.rejects(desk.save({ redact: { keys: key } }), { code: "unknown-option" });
});

test("a snapshot waits for the loads before it", async () => {
  const desk = await Desk.open();
  const loading = desk.load([{ id: 1, created_at: "2026-01-01T00:00:00Z" }]);
  const again = await Desk.restore(await desk.save());
  await loading;
  assert.equal(await again.newest(), Date.parse("2026-01-01T00:00:00Z"));
});
