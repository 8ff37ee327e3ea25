/** The risk of clocks under way: by hand, and judged against what happened in real logs (data are no part of the project). */
import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Desk } from "deskgauge";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const POLICY = { policies: [{ id: "all", targets: { resolution: "5h" } }], clocks: { paused: [] } };

/** Forty tickets solved after 1 to 40 times a quarter of an hour, one given up after 2 h, and one under way for 2 h 30 min. */
function history(channel) {
  const solved = Array.from({ length: 40 }, (_, at) => ({
    id: `${channel}-${at}`,
    channel,
    created_at: START,
    events: [{ at: START + ((at + 1) * HOUR) / 4, kind: "status", to: "solved" }],
  }));
  const spam = {
    id: `${channel}-spam`,
    channel,
    created_at: START,
    events: [{ at: START + 2 * HOUR, kind: "spam" }],
  };
  return [...solved, spam];
}

test("the chance is the share of past cycles that went on beyond the target, of those that had used as much", async () => {
  const now = START + 100 * HOUR;
  const open = { id: "open", channel: "email", created_at: now - 2.5 * HOUR };
  const desk = await Desk.open({ timeZone: "UTC", now });
  await desk.load([...history("email"), open]);
  await desk.configure(POLICY);
  const { clocks, total } = await desk.risk({ by: ["channel"] });
  assert.equal(total, 1);
  // Of 40 solved, 10 by then and 20 within the target: of 30 left, 20 go on. The one given up counts until it was.
  const [{ ticket, probability, n, used, target }] = clocks;
  assert.deepEqual([ticket, n, used, target], ["open", 30, 9000, 18000]);
  assert.ok(Math.abs(probability - 20 / 30) < 1e-12, `${probability}`);
  desk.free();
});

test("a thin history says so, and a group without enough cycles asks a wider one", async () => {
  const now = START + 100 * HOUR;
  const desk = await Desk.open({ timeZone: "UTC", now });
  await desk.load([
    ...history("email"),
    { id: "chat", channel: "chat", created_at: now - HOUR },
    { id: "late", channel: "email", created_at: now - 4.9 * HOUR },
  ]);
  await desk.configure(POLICY);
  const { clocks } = await desk.risk({ by: "channel" });
  const of = (id) => clocks.find(({ ticket }) => ticket === id);
  assert.equal(of("chat").depth, 0);
  assert.ok(of("chat").probability > 0.5);
  assert.equal(of("late").depth, 1);
  await desk.configure({ policies: [{ id: "all", targets: { resolution: "200h" } }] });
  const [far] = (await desk.risk({ now: START + 9.5 * HOUR, limit: 1 })).clocks;
  assert.deepEqual([far.probability, far.n], [null, 0]);
  await assert.rejects(desk.risk({ by: ["colour"] }), { code: "unknown-dimension", path: "by[0]" });
  await assert.rejects(desk.risk({ check: 2 }), { code: "bad-question", path: "check" });
  desk.free();
});

const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));
const logs = [
  { mapping: "uci", file: "uci-servicenow-incidents/incident_event_log.csv.gz", target: "24h" },
  { mapping: "volvo_incidents", file: "bpic2013-volvo-incidents/vinst_incidents.csv.gz", target: "72h" },
];
for (const { mapping: name, file, target } of logs) {
  const path = join(data, file);
  const skip = !existsSync(path) && `1 check skipped, for want of ${file}`;
  test(`${name}: the last 40 % of the log is judged better than by its base rate`, { skip }, async (t) => {
    const url = new URL(import.meta.resolve(`deskgauge/mappings/${name}.json`));
    const mapping = JSON.parse(await readFile(url, "utf8"));
    const desk = await Desk.open({ timeZone: "UTC" });
    await desk.load(Readable.toWeb(createReadStream(path)), { mapping });
    await desk.configure({
      policies: [{ id: "all", targets: { resolution: target } }],
      clocks: { paused: [] },
    });
    const { reliability } = await desk.risk({ now: await desk.newest(), check: 0.6 });
    const { n, brier, baseBrier, bins } = reliability;
    t.diagnostic(
      `${name}: ${n} judgements, Brier ${brier.toFixed(4)}, of the base rate ${baseBrier.toFixed(4)}`,
    );
    for (const [at, { n: many, predicted, happened }] of bins.entries()) {
      if (many > 0)
        t.diagnostic(
          `${at * 10}–${at * 10 + 10} %: ${many}, predicted ${predicted.toFixed(3)}, happened ${happened.toFixed(3)}`,
        );
    }
    assert.ok(n > 1000, `${n}`);
    assert.ok(brier < baseBrier);
    desk.free();
  });
}
