// What the demo page makes of the start of a file, before the package reads all of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { simulateNdjson } from "deskgauge/simulator";
import { guessDates, guessMapping, guessStatus, isNative } from "../../www/demo/guess.js";
import { readSample } from "../../www/demo/sample.js";

test("a CSV file tells its delimiter, its columns and its rows, quotes and line ends included", async () => {
  const text = '\ufeffid;opened at;note\r\n1;2025-01-01;"a;b ""c""\r\nd"\r\n2;2025-01-02;\r\n';
  const sample = await readSample(new Blob([text]));
  assert.equal(sample.delimiter, ";");
  assert.deepEqual(sample.columns, ["id", "opened at", "note"]);
  assert.deepEqual(sample.rows, [
    { id: "1", "opened at": "2025-01-01", note: 'a;b "c"\r\nd' },
    { id: "2", "opened at": "2025-01-02", note: "" },
  ]);
});

test("only complete rows of a long file are shown, gzip or not", async () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => `${index},2025-01-01T00:00:00Z,héllo`);
  const bytes = new TextEncoder().encode(["id,created_at,subject", ...rows].join("\n"));
  for (const blob of [new Blob([bytes]), new Blob([gzipSync(bytes)])]) {
    const sample = await readSample(blob);
    assert.equal(sample.rows.length, 40);
    assert.ok(sample.rows.every((row) => row.subject === "héllo"));
  }
});

test("JSON is found under its name, nested values by their paths, events as such", async () => {
  const tickets = [
    {
      number: 7,
      opened: "2025-01-01",
      via: { channel: "email" },
      log: [{ time: "2025-01-01", action: "reply" }],
    },
  ];
  const sample = await readSample(new Blob([JSON.stringify({ next: null, tickets })]));
  assert.deepEqual([sample.format, sample.root, sample.events], ["json", "tickets", "log"]);
  assert.deepEqual(sample.columns, ["number", "opened", "via.channel"]);
  assert.deepEqual(guessMapping(sample), {
    format: "json",
    root: "tickets",
    ticket: { id: "number", created_at: "opened" },
    events: "log",
    event: { at: "time", kind: "action" },
  });
});

test("the package's own format needs no mapping", async () => {
  const sample = await readSample(new Blob([...simulateNdjson({ tickets: 500 })]));
  assert.equal(sample.format, "ndjson");
  assert.equal(sample.rows.length, 40);
  assert.ok(isNative(sample));
  assert.deepEqual(guessMapping(sample), { format: "ndjson" });
});

test("dates are told by how they look, day and month by a number that can be no month", () => {
  assert.equal(guessDates(["2025-03-09T14:05:00Z"]), "iso");
  assert.equal(guessDates(["1741529100"]), "epoch-s");
  assert.equal(guessDates(["1741529100000"]), "epoch-ms");
  assert.equal(guessDates(["9/3/2025 14:05", "29/3/2025 14:05"]), "d/m/yyyy HH:MM");
  assert.equal(guessDates(["3/9/2025 02:05:00 PM", "3/29/2025 02:05:00 AM"]), "m/d/yyyy hh:MM:SS AM");
  assert.equal(guessDates(["2012/05/11 21:21:33.000"]), "yyyy/m/d HH:MM:SS.fff");
});

test("statuses of other desks are understood where their words are plain", () => {
  const classes = {
    New: "new",
    "Awaiting User Info": "pending",
    "On hold": "on_hold",
    Resolved: "solved",
    Cancelled: "closed",
    Active: "open",
  };
  for (const [word, status] of Object.entries(classes)) assert.equal(guessStatus(word), status, word);
});
