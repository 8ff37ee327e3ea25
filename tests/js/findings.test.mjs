/** What stands out on a desk, and when it is slow, through the package. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk, findingText } from "deskgauge";

const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;

/** Tickets one an hour; the wait repeats every 17 tickets, and billing on weekends waits five hours more. */
function tickets(count) {
  return Array.from({ length: count }, (_, at) => {
    const created = START + at * HOUR;
    const weekend = [0, 6].includes(new Date(created).getUTCDay());
    const type = ["billing", "login", "export"][at % 3];
    const wait = ((at * 7) % 17) * 600_000 + HOUR + (weekend && type === "billing" ? 5 * HOUR : 0);
    const events = [{ at: new Date(created + wait).toISOString(), kind: "reply", role: "agent" }];
    return { id: `T-${at}`, created_at: new Date(created).toISOString(), type, channel: "email", events };
  });
}

test("billing on weekends is found, told in a sentence, and led by its slowest tickets", async () => {
  const desk = await Desk.open({ timeZone: "UTC", now: START + 5_000 * HOUR });
  await desk.load(tickets(3_000));
  const { findings, comparisons } = await desk.findings({ by: ["type"], metrics: ["first_response_time"] });
  assert.ok(comparisons > 30);
  const [first] = findings;
  assert.equal(findings.length, 1);
  assert.deepEqual(
    [first.rule, first.dimension, first.word, first.part],
    ["word-in-part-of-week", "type", "billing", "weekend"],
  );
  assert.ok(first.low < 5 * 3_600 && 5 * 3_600 < first.high, JSON.stringify(first));
  assert.match(
    findingText(first),
    /^type billing on weekends: first response time is 5\.0 h longer \(95 % 4\.\d h to 5\.\d h, n 28\d, p < 0\.001 after correction\)$/,
  );
  assert.equal(first.tickets.length, 10);
  const slow = await desk.slowPeriods({ metric: "first_response_time" });
  assert.equal(slow.hours.length, 168);
  assert.deepEqual([slow.leaders[0].word, slow.leaders[0].part], ["billing", "weekend"]);
  const january = await desk.slowPeriods({
    metric: "first_response_time",
    period: { from: "2024-01-01", to: "2024-02-01" },
    where: { type: "billing" },
  });
  assert.equal(january.n, 248);
  await assert.rejects(desk.findings({ by: ["colour"] }), { code: "unknown-dimension", path: "by[0]" });
  await assert.rejects(desk.findings({ wheer: {} }), { name: "DeskError", path: "wheer" });
  desk.free();
});
