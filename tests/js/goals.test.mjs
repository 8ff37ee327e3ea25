/** Goals for metrics: when one is missed and met again, told once however time is split, and as messages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { slackMessage, teamsMessage, webhookPayload } from "deskgauge/alerts";
import { simulate } from "deskgauge/simulator";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 4);
const day = (days, hours = 0) => START + 24 * HOUR * days + hours * HOUR;

/** Ten tickets a day; from the fourth to the sixth day replies take five hours, else one. */
function tickets() {
  return Array.from({ length: 200 }, (_, at) => {
    const created = day(Math.floor(at / 10), 8 + (at % 10) / 10);
    const slow = at >= 40 && at < 70;
    const reply = {
      at: new Date(created + (slow ? 5 : 1) * HOUR).toISOString(),
      kind: "reply",
      role: "agent",
    };
    return {
      id: `T-${at}`,
      created_at: new Date(created).toISOString(),
      channel: "email",
      events: [reply],
    };
  });
}

async function desk(goals) {
  const made = await Desk.open({ timeZone: "UTC", now: day(20) });
  await made.load(tickets());
  await made.configure({ goals });
  return made;
}

const WITHIN = {
  id: "quick",
  metric: "first_response_time",
  within: "4h",
  atLeast: 0.9,
  over: "2d",
};

test("a goal is missed and met again on the days that a count by hand says", async () => {
  const made = await desk([
    WITHIN,
    {
      ...WITHIN,
      id: "median",
      within: undefined,
      atLeast: undefined,
      atMost: "2h",
    },
  ]);
  const found = await made.alerts({ since: day(0), now: day(20) });
  const told = found.map(({ goal, level, at, value, n }) => [
    goal,
    level,
    (at - START) / 24 / HOUR,
    value,
    n,
  ]);
  assert.deepEqual(told, [
    // The morning of day 5 looks back on days 3 and 4: ten of twenty replies were in time.
    ["quick", "missed", 5, 0.5, 20],
    // Half and half have a median between one hour and five.
    ["median", "missed", 5, 3 * 3_600, 20],
    // Days 7 and 8 are quick again.
    ["quick", "met", 9, 1, 20],
    ["median", "met", 9, 3_600, 20],
  ]);
  const [missed] = found;
  assert.equal(missed.id, `goal/quick/missed/${day(5)}`);
  // Wilson's interval of 10 of 20.
  assert.ok(Math.abs(missed.interval[0] - 0.2993) < 1e-4 && Math.abs(missed.interval[1] - 0.7007) < 1e-4);
  assert.equal(found[1].interval, null);
  assert.equal(slackMessage(missed).text, "Goal missed: quick, first response time");
  const [, section] = slackMessage(missed, { locale: "en" }).blocks;
  assert.equal(section.fields[2].text, "Value: 0.5 (0.2993 – 0.7007), 20 values");
  assert.equal(teamsMessage(missed).attachments[0].content.body[0].color, "Attention");
  assert.equal(webhookPayload(missed).from, "2026-05-07T00:00:00.000Z");
  made.free();
});

test("however time is split, goals and clocks give the same alerts once each", async () => {
  const until = day(30);
  const made = await Desk.open({ timeZone: "Europe/Berlin", now: until });
  await made.load(simulate({ tickets: 600, seed: 5, from: START, to: until }));
  const reply = {
    metric: "first_response_time",
    every: "hour",
    over: "1d",
    least: 3,
  };
  await made.configure({
    goals: [
      { id: "reply", ...reply, within: "1h", atLeast: 0.5 },
      { id: "escalated", metric: "escalation_rate", atMost: 0.2, over: "3d" },
    ],
    policies: [{ id: "all", targets: { first_response: "2h" } }],
  });
  const ids = async (since, now) => (await made.alerts({ since, now })).map(({ id }) => id);
  const from = day(5);
  const to = day(14);
  const whole = await ids(from, to);
  assert.equal(new Set(whole).size, whole.length);
  assert.ok(whole.filter((id) => id.startsWith("goal/reply/")).length > 4);
  for (const cuts of [[day(7)], [day(6, 5.5), day(9), day(9, 0.001)], [day(13, 23.99)]]) {
    const ends = [from, ...cuts, to];
    const parts = [];
    for (let at = 1; at < ends.length; at += 1) parts.push(...(await ids(ends[at - 1], ends[at])));
    assert.deepEqual(parts.sort(), [...whole].sort());
  }
  made.free();
});

test("days without enough values change nothing, however time is split", async () => {
  const told = async (kept, times) => {
    const made = await Desk.open({ timeZone: "UTC", now: day(20) });
    await made.load(tickets().filter((_, at) => kept(Math.floor(at / 10))));
    await made.configure({ goals: [{ ...WITHIN, over: "1d" }] });
    const found = [];
    for (const [at, now] of times.slice(1).entries())
      found.push(...(await made.alerts({ since: day(times[at]), now: day(now) })));
    made.free();
    return found.map(({ level, at }) => [level, (at - START) / 24 / HOUR]);
  };
  for (const times of [
    [0, 20],
    [0, 5, 8.5, 9.5, 20],
  ]) {
    // Days 4 to 6 are slow, and nothing comes on days 7 to 9: the quick day 10 is told of.
    const quietThenQuick = await told((on) => on < 7 || on > 9, times);
    assert.deepEqual(quietThenQuick, [
      ["missed", 5],
      ["met", 11],
    ]);
    // Nothing comes on the slow day 5: day 6 is not told of again.
    const slowAroundQuiet = await told((on) => on !== 5, times);
    assert.deepEqual(slowAroundQuiet, [
      ["missed", 5],
      ["met", 8],
    ]);
  }
});

test("a goal at fault is named by its path, and too little data say nothing", async () => {
  const made = await desk([{ ...WITHIN, least: 30 }]);
  assert.deepEqual(await made.alerts({ since: day(0), now: day(20) }), []);
  const faults = [
    [{ ...WITHIN, metric: "speed" }, "unknown-metric", "goals[0].metric"],
    [{ ...WITHIN, atLeast: undefined }, "bad-goal", "goals[0].atMost"],
    [{ ...WITHIN, metric: "escalation_rate" }, "bad-goal", "goals[0].within"],
    [{ ...WITHIN, over: "0d" }, "bad-settings", "goals[0].over"],
    [{ ...WITHIN, every: "year" }, "unknown-option", "goals[0].every"],
    [{ ...WITHIN, timeZone: "Mars/Base" }, "unknown-zone", "goals[0].timeZone"],
    [{ ...WITHIN, pace: 1 }, "unknown-option", "goals[0].pace"],
    [{ ...WITHIN, id: "" }, "bad-goal", "goals[0].id"],
  ];
  for (const [goal, code, path] of faults)
    await assert.rejects(made.configure({ goals: [goal] }), { code, path });
  await assert.rejects(made.configure({ goals: [WITHIN, WITHIN] }), {
    code: "bad-goal",
    path: "goals[1].id",
  });
  // Which statistics a metric has shows as soon as it is judged, however few values there are.
  const mode = { ...WITHIN, within: undefined, statistic: "mode", least: 1e6 };
  await made.configure({ goals: [mode] });
  await assert.rejects(made.alerts({ since: day(0), now: day(20) }), {
    code: "unknown-option",
    path: "goals[0].statistic",
  });
  await made.configure({ goals: [{ ...WITHIN, every: "hour" }] });
  await assert.rejects(made.alerts({ since: day(0), now: day(100) }), {
    code: "too-many-alerts",
    path: "since",
  });
  made.free();
});
