/** Time to escalation through the package: a small desk by hand, and the public log of a manufacturer's incidents. */
import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Desk } from "deskgauge";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 4, 9);
const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));
const log = join(data, "bpic2013-volvo-incidents/vinst_incidents.csv.gz");
const figures = join(data, "../expected/volvo_incidents.json");

/** Escalated after 1, 3, 3 and 6 hours, solved after 2 and 3, still waiting after 4 and 7: see tests/native/golden. */
function tickets() {
  const iso = (hours) => new Date(START + hours * HOUR).toISOString();
  const up = (hours) => ({ at: iso(hours), kind: "escalated", sense: "tier", from: 1, to: 2 });
  const solved = (hours) => ({ at: iso(hours), kind: "status", to: "solved" });
  const told = [[up(1)], [up(3)], [up(3)], [up(6)], [solved(2)], [solved(3)], [], []];
  return told.map((events, at) => ({
    id: `T-${at}`,
    type: at % 2 === 0 ? "even" : "odd",
    created_at: new Date(START + (at === 6 ? 3 * HOUR : 0)).toISOString(),
    events,
  }));
}

test("a small desk's curves are those worked by hand", async () => {
  const desk = await Desk.open({ timeZone: "UTC", now: START + 7 * HOUR });
  await desk.load(tickets());
  const { rows, logRank, horizon } = await desk.escalationTimes();
  assert.equal(logRank, null);
  assert.equal(horizon, 7 * 3_600);
  const [row] = rows;
  assert.deepEqual([row.ofCreated.count, row.ofCreated.of, row.resolved, row.waiting], [4, 8, 2, 2]);
  assert.deepEqual([row.escalated.mean, row.escalated.median], [3.25 * 3_600, 3 * 3_600]);
  const near = (found, hoped) => assert.ok(Math.abs(found - hoped) < 1e-12, `${found} instead of ${hoped}`);
  const hoped = [
    [1, 8, 1 / 8, 0, 7 / 8],
    [2, 7, 1 / 8, 1 / 8, 6 / 8],
    [3, 6, 3 / 8, 2 / 8, 3 / 8],
    [6, 2, 9 / 16, 2 / 8, 3 / 16],
  ];
  assert.equal(row.curve.length, hoped.length);
  for (const [at, [time, atRisk, escalated, resolved, waiting]] of hoped.entries()) {
    const point = row.curve[at];
    assert.deepEqual([point.time, point.atRisk], [time * 3_600, atRisk]);
    near(point.escalated, escalated);
    near(point.resolved, resolved);
    near(point.waiting, waiting);
  }
  // As if resolutions did not end the wait: 7/8 after one hour, two of six fall at three, one of two at six.
  near(row.curve[3].survival, (7 / 8) * (4 / 6) * (1 / 2));
  assert.equal(row.censored.median, 6 * 3_600);
  near(row.censored.restrictedMean / 3_600, 1 + 2 * (7 / 8) + 3 * (7 / 12) + 7 / 24);
  assert.deepEqual(
    row.pairs.map(({ from, to, n, mean }) => [from, to, n, mean]),
    [[1, 2, 4, 3.25 * 3_600]],
  );
  const grouped = await desk.escalationTimes({ by: "type" });
  assert.deepEqual(
    grouped.rows.map(({ by, ofCreated }) => [by.type, ofCreated.count, ofCreated.of]),
    [
      ["even", 2, 4],
      ["odd", 2, 4],
    ],
  );
  assert.equal(grouped.logRank.degrees, 1);
  const picked = await desk.escalationTimes({ from: "pickup" });
  assert.equal(picked.rows[0].unknown, 8);
  assert.deepEqual(
    [picked.rows[0].censored.restrictedMean, picked.rows[0].censored.standardError],
    [null, null],
    "of no ticket there is no mean",
  );
  const pickedByType = await desk.escalationTimes({ from: "pickup", by: "type" });
  assert.deepEqual(
    pickedByType.rows.map(({ by, unknown, ofCreated }) => [by.type, unknown, ofCreated.of]),
    [
      ["even", 4, 0],
      ["odd", 4, 0],
    ],
  );
  // In the three hours that the calendar is open, 1, 3, 3 and 6 hours are 1, 3, 3 and 3, in all figures alike.
  await desk.configure({
    calendars: { morning: { timeZone: "UTC", weekly: { mon: [["09:00", "12:00"]] } } },
  });
  const [inHours] = (await desk.escalationTimes({ calendar: "morning" })).rows;
  assert.equal(inHours.escalated.mean, 2.5 * 3_600);
  assert.deepEqual(
    inHours.pairs.map(({ n, mean, p90, heldMean }) => [n, mean, p90, heldMean]),
    [[4, 2.5 * 3_600, 3 * 3_600, 2.5 * 3_600]],
  );
  await assert.rejects(desk.escalationTimes({ from: "noon" }), { code: "unknown-option", path: "from" });
  await assert.rejects(desk.escalationTimes({ calendar: "office" }), { code: "unknown-calendar" });
  desk.free();
});

const skip =
  !(existsSync(log) && existsSync(figures)) && "its checks skipped, for want of the log or its figures";

test("the incidents of a manufacturer are escalated as their figures say", { skip }, async () => {
  const mapping = JSON.parse(
    await readFile(new URL(import.meta.resolve("deskgauge/mappings/volvo_incidents.json")), "utf8"),
  );
  const { timeZone: _, ...rest } = mapping;
  const desk = await Desk.open({ timeZone: "Etc/GMT-1", now: "2012-05-23T00:22:25Z" });
  await desk.load(Readable.toWeb(createReadStream(log)), { mapping: rest });
  const expected = JSON.parse(await readFile(figures, "utf8"));
  const check = ({ ofCreated, escalated, curve, pairs }, { escalated: share, time_to_escalation: times }) => {
    assert.deepEqual([ofCreated.count, ofCreated.of], [share.count, share.of]);
    assert.equal(escalated.n, times.n);
    for (const name of ["mean", "median", "p90", "p95", "min", "max"]) {
      assert.ok(Math.abs(escalated[name] - times[name]) < 1e-6 * (1 + times[name]), name);
    }
    for (const { escalated, resolved, waiting } of curve) {
      assert.ok(Math.abs(escalated + resolved + waiting - 1) < 1e-9);
    }
    return pairs.reduce((all, { n }) => all + n, 0);
  };
  const whole = await desk.escalationTimes({ points: 100_000 });
  assert.equal(check(whole.rows[0], expected), expected.escalations_total);
  const steps = Object.fromEntries(whole.rows[0].pairs.map(({ from, to, n }) => [`${from}->${to}`, n]));
  assert.deepEqual(steps, expected.escalations_by_step);
  const byImpact = await desk.escalationTimes({ by: "impact" });
  assert.equal(byImpact.rows.length, Object.keys(expected.by_impact).length);
  for (const row of byImpact.rows) check(row, expected.by_impact[row.by.impact]);
  assert.ok(byImpact.logRank.p < 1e-6);
  for (const [month, figures] of Object.entries(expected.by_month)) {
    const [year, number] = month.split("-").map(Number);
    const until = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, "0")}-01`;
    const { rows } = await desk.escalationTimes({ period: { from: `${month}-01`, to: until } });
    check(rows[0], figures);
  }
  desk.free();
});
