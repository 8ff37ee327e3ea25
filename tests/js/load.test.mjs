// Loading: every form of input gives the same desk, and what goes wrong leaves the desk as it was.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Desk } from "deskgauge";
import { columns, GZIP_BYTES, JSON_BYTES, NDJSON, NOW, ROWS, stream } from "./desk-data.mjs";

const desks = [];
after(() => {
  for (const desk of desks) desk.free();
});

async function open() {
  const desk = await Desk.open({ timeZone: "UTC", now: NOW });
  desks.push(desk);
  return desk;
}

const QUESTION = {
  metrics: [
    "tickets",
    "first_response_time",
    "full_resolution_time",
    "escalation_rate",
    "csat",
    { metric: "field", field: "effort" },
  ],
  by: ["channel", "product"],
};

/** All a report says, but for how often the data changed. */
async function answers(desk) {
  return JSON.parse(JSON.stringify(await desk.report(QUESTION)));
}

const FORMS = {
  bytes: () => JSON_BYTES,
  "an ArrayBuffer": () => JSON_BYTES.slice().buffer,
  text: () => NDJSON,
  "a Blob": () => new Blob([JSON_BYTES]),
  "a File": () => new File([NDJSON], "tickets.ndjson"),
  "a Response": () => new Response(JSON_BYTES),
  "a stream of single bytes": () => stream(JSON_BYTES, 1),
  "gzip bytes": () => GZIP_BYTES,
  "a stream of gzip": () => stream(GZIP_BYTES, 7),
  "a Blob of gzip": () => new Blob([GZIP_BYTES]),
  "ticket objects": () => ROWS,
  "ticket objects with Dates": () => ROWS.map((row) => ({ ...row, created_at: new Date(row.created_at) })),
  "ticket objects with times without an offset": () =>
    ROWS.map((row) => ({ ...row, created_at: row.created_at.replace("Z", "") })),
  columns: columns,
};

let expected;
for (const [name, input] of Object.entries(FORMS)) {
  test(`${name} load alike`, async () => {
    const desk = await open();
    const loaded = await desk.load(input());
    assert.equal(loaded.tickets, 4);
    assert.equal(loaded.newTickets, 4);
    assert.equal(loaded.events, 7);
    assert.equal(loaded.skipped, 0, JSON.stringify(loaded.problems));
    expected ??= await answers(desk);
    assert.deepEqual(await answers(desk), expected);
  });
}

test("what a load reports has null and plain objects, and no Map or BigInt", async () => {
  const desk = await open();
  const rows = [{ ...ROWS[0], status: "parked" }, { ...ROWS[1], id: null }, ROWS[2]];
  const loaded = await desk.load(rows);
  assert.equal(Object.getPrototypeOf(loaded.unknownStatuses), Object.prototype);
  assert.equal(loaded.unknownStatuses.parked ?? loaded.unknownStatuses.solved ?? 1, 1);
  assert.equal(loaded.tickets, 2);
  assert.ok(loaded.skipped >= 1);
  const [problem] = loaded.problems;
  assert.equal(problem.row, 2);
  assert.equal(typeof problem.code, "string");
  assert.equal(typeof problem.message, "string");
});

test("rows with a mapping go through it", async () => {
  const desk = await open();
  const rows = ROWS.map(({ id, created_at }) => ({
    number: id,
    opened: created_at.replace("T", " ").replace("Z", ""),
  }));
  const mapping = { timeZone: "Europe/Paris", ticket: { id: "number", created_at: "opened" } };
  assert.equal((await desk.load(rows, { mapping })).tickets, 4);
  assert.equal(await desk.newest(), Date.parse("2025-03-05T07:00:00Z"));
});

test("progress ends at the whole input, packed or not", async () => {
  for (const bytes of [JSON_BYTES, GZIP_BYTES]) {
    const desk = await open();
    const told = [];
    await desk.load(new Blob([bytes]), { onProgress: (progress) => told.push(progress) });
    const last = told.at(-1);
    assert.equal(last.bytes, bytes.length);
    assert.equal(last.total, bytes.length);
  }
});

test("the total of a response is its Content-Length, unless the platform unpacks it", async () => {
  for (const [headers, total] of [
    [{ "content-length": String(JSON_BYTES.length) }, JSON_BYTES.length],
    [{ "content-length": "10" }, undefined],
    [{ "content-length": "100", "content-encoding": "gzip" }, undefined],
    [{}, undefined],
  ]) {
    const desk = await open();
    let last;
    const onProgress = (progress) => {
      last = progress;
    };
    await desk.load(new Response(JSON_BYTES, { headers }), { onProgress });
    assert.equal(last.total, total);
    assert.equal(last.bytes, JSON_BYTES.length);
  }
});

test("long loads let timers run", async () => {
  const desk = await open();
  const lines = Array.from(
    { length: 120_000 },
    (_, id) =>
      `{"id":${id},"created_at":"2025-03-03T09:00:00Z","channel":"chat","subject":"${"x".repeat(200)}"}`,
  );
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  const loaded = await desk.load(lines.join("\n"));
  clearInterval(timer);
  assert.equal(loaded.tickets, 120_000);
  assert.ok(ticks >= 1, "no timer ran while the load went on");
});

test("an aborted load rejects with the signal's reason and leaves the desk as it was", async () => {
  const desk = await open();
  await desk.load(ROWS);
  const before = await answers(desk);
  const control = new AbortController();
  let cancelled = false;
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(
        new TextEncoder().encode('{"id":"T-9","created_at":"2025-03-03T09:00:00Z"}\n'.repeat(50_000)),
      );
    },
    cancel() {
      cancelled = true;
    },
  });
  const reason = new Error("enough");
  const loading = desk.load(endless, { signal: control.signal, onProgress: () => control.abort(reason) });
  await assert.rejects(loading, reason);
  assert.ok(cancelled, "the stream goes on");
  assert.deepEqual(await answers(desk), before);
  await assert.rejects(desk.load(ROWS, { signal: AbortSignal.abort() }), { name: "AbortError" });
  assert.equal((await desk.load(ROWS)).newTickets, 0);
});

const FAILURES = {
  "empty bytes": [new Uint8Array(), {}, { code: "empty-input" }],
  "no rows": [[], {}, { code: "empty-input" }],
  "text that is no data": ["once upon a time", {}, {}],
  "gzip cut short": [GZIP_BYTES.slice(0, 60), {}, { code: "bad-gzip" }],
  "gzip with a wrong byte": [
    GZIP_BYTES.map((byte, at) => (at === 40 ? byte ^ 0xff : byte)),
    {},
    { code: "bad-gzip" },
  ],
  "a response that failed": [new Response("nope", { status: 404 }), {}, { code: "fetch-failed" }],
  "a number": [7, {}, { code: "bad-input" }],
  nothing: [undefined, {}, { code: "bad-input" }],
  "a stream of texts": [
    new ReadableStream({
      start: (c) => {
        c.enqueue("x");
        c.close();
      },
    }),
    {},
    { code: "bad-input" },
  ],
  "columns without ids": [
    { tickets: { created_at: Float64Array.of(1) } },
    {},
    { code: "missing-column", path: "tickets.id" },
  ],
  "columns of two lengths": [
    { tickets: { id: ["a"], created_at: Float64Array.of(1, 2) } },
    {},
    { code: "column-length" },
  ],
  "a column that is none": [
    { tickets: { id: ["a"], created_at: [1] } },
    {},
    { code: "bad-column", path: "tickets.created_at[0]" },
  ],
  "an event of no ticket": [
    { ...columns(), events: { ...columns().events, ticket: new Uint32Array(7).fill(9) } },
    {},
    { code: "row-range" },
  ],
  "an unknown format": [JSON_BYTES, { format: "xml" }, { code: "unknown-format" }],
  "an unknown option": [JSON_BYTES, { formt: "json" }, { code: "unknown-option", path: "formt" }],
  "an unknown part of a mapping": [
    JSON_BYTES,
    { mapping: { tikcet: {} } },
    { code: "unknown-option", path: "mapping.tikcet" },
  ],
  "an unknown part of a source": [
    JSON_BYTES,
    { mapping: { ticket: { id: { pth: "a" } } } },
    { code: "unknown-option", path: "mapping.ticket.id.pth" },
  ],
  "a mapping with an unknown zone": [
    JSON_BYTES,
    { mapping: { timeZone: "Mars/Base" } },
    { code: "unknown-zone", path: "mapping.timeZone" },
  ],
};

for (const [name, [input, options, error]] of Object.entries(FAILURES)) {
  test(`${name}: a DeskError, and the desk goes on`, async () => {
    const desk = await open();
    await desk.load(ROWS);
    const before = await answers(desk);
    await assert.rejects(desk.load(input, options), { name: "DeskError", ...error });
    assert.deepEqual(await answers(desk), before);
    assert.equal((await desk.load(JSON_BYTES)).newTickets, 0);
  });
}

test("loads at once follow each other, and questions wait for them", async () => {
  const desk = await open();
  const half = ROWS.slice(0, 2);
  const loads = [desk.load(stream(JSON_BYTES, 5)), desk.load(half), desk.load(NDJSON)];
  const report = await desk.report({ metrics: ["tickets"] });
  assert.equal(report.cell().value, 4);
  assert.deepEqual(
    (await Promise.all(loads)).map(({ newTickets }) => newTickets),
    [4, 0, 0],
  );
});

test("live events change only their tickets; events of unknown tickets are set aside", async () => {
  const desk = await open();
  await desk.load(ROWS);
  const applied = await desk.apply([
    { ticket: "T-4", at: "2025-03-05T08:10:00Z", kind: "reply", role: "agent", actor: "lee" },
    { ticket: "T-99", at: "2025-03-05T08:10:00Z", kind: "reply", role: "agent" },
  ]);
  assert.deepEqual(applied.tickets, ["T-4"]);
  assert.equal(applied.skipped, 1);
  const report = await desk.report({ metrics: ["first_response_time"], by: ["channel"] });
  assert.equal(report.cell({ channel: "chat" }).mean, (60 + 600) / 2);
  await assert.rejects(desk.apply({}), { code: "bad-input" });
});
