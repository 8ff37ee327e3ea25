/** What newly happened to clocks: once each, the same however time is split, and as messages for others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { slackMessage, teamsMessage, webhookPayload } from "deskgauge/alerts";
import { simulate } from "deskgauge/simulator";

const HOUR = 3_600_000;

async function small() {
  const desk = await Desk.open({ timeZone: "UTC" });
  await desk.load([
    {
      id: "T-1",
      tier: "vip",
      created_at: "2026-05-13T09:00:00Z",
      events: [{ at: "2026-05-13T10:30:00Z", kind: "reply", role: "agent" }],
    },
  ]);
  await desk.configure({
    policies: [{ id: "vip", targets: { first_response: { time: "1h", warnings: ["50%", "15m"] } } }],
  });
  return desk;
}

test("a clock warns, breaches and ends late, each once", async () => {
  const desk = await small();
  const found = await desk.alerts({ since: "2026-05-13T00:00:00Z", now: "2026-05-14T00:00:00Z" });
  assert.deepEqual(
    found.map(({ level, at }) => [level, new Date(at).toISOString()]),
    [
      ["warning", "2026-05-13T09:30:00.000Z"],
      ["breach", "2026-05-13T10:00:00.000Z"],
      ["recovered", "2026-05-13T10:30:00.000Z"],
    ],
  );
  assert.equal(new Set(found.map(({ id }) => id)).size, 3);
  await assert.rejects(desk.alerts({ since: "2026-05-14T00:00:00Z", now: "2026-05-13T00:00:00Z" }), {
    code: "bad-question",
    path: "since",
  });
  desk.free();
});

test("however a stretch of time is split, the alerts are the same", async () => {
  const from = Date.UTC(2025, 2, 3);
  const until = from + 10 * 24 * HOUR;
  const desk = await Desk.open({ timeZone: "UTC", now: until });
  await desk.load(simulate({ tickets: 400, seed: 11, from, to: until }));
  const day = [["09:00", "17:00"]];
  const calendars = {
    office: { timeZone: "Europe/Berlin", weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } },
  };
  const targets = {
    first_response: { byPriority: { urgent: "15m", high: "1h", "*": "4h" } },
    next_response: "2h",
    resolution: { time: "8h", warnings: ["50%", "1h"] },
  };
  await desk.configure({ calendars, policies: [{ id: "all", calendar: "office", targets }] });
  const ids = async (since, now) => (await desk.alerts({ since, now })).map(({ id }) => id);
  const whole = await ids(from, until);
  assert.ok(whole.length > 300, `${whole.length}`);
  assert.equal(new Set(whole).size, whole.length, "once each");
  for (const step of [7 * HOUR + 1234, 31 * HOUR]) {
    const parts = [];
    for (let at = from; at < until; at += step) parts.push(...(await ids(at, Math.min(at + step, until))));
    assert.deepEqual(parts.toSorted(), whole.toSorted());
  }
  desk.free();
});

test("messages carry the alert, and host text is no markup in them", async () => {
  const desk = await small();
  const [, breach] = await desk.alerts({ since: "2026-05-13T00:00:00Z", now: "2026-05-14T00:00:00Z" });
  const evil = { ...breach, ticket: "<!channel> *T* [x](http://x)" };
  const slack = slackMessage(evil, { link: (id) => `https://desk.example/${encodeURIComponent(id)}` });
  assert.ok(slack.blocks.every((block) => !JSON.stringify(block).includes("mrkdwn")));
  assert.equal(slack.blocks.length, 3);
  const teams = teamsMessage(evil, { timeZone: "Europe/Berlin", locale: "en-GB" });
  const [card] = teams.attachments;
  assert.equal(card.content.type, "AdaptiveCard");
  assert.ok(card.content.body[1].facts.some(({ value }) => value.includes("\\*T\\*")));
  const plain = webhookPayload(breach);
  assert.deepEqual(
    [plain.type, plain.at, plain.level],
    ["deskgauge.alert", "2026-05-13T10:00:00.000Z", "breach"],
  );
  desk.free();
});
