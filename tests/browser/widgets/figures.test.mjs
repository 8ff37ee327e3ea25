// Widgets that show figures of a report: what they say is what the report holds, and every state has a face.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  add,
  ask,
  assertAccessible,
  assertOnlyText,
  HOSTILE,
  heard,
  NOW,
  openBench,
  set,
} from "./harness.mjs";

const HOUR = 3_600_000;

/** Forty tickets, one an hour, each answered after one to four hours, by turns over three channels, one with a hostile name. */
const TICKETS = Array.from({ length: 40 }, (_, at) => {
  const created = NOW - (50 - at) * HOUR;
  const reply = { at: created + ((at % 4) + 1) * HOUR, kind: "reply", role: "agent" };
  const survey = {
    at: created + 6 * HOUR,
    kind: "survey",
    survey: "csat",
    score: at % 4 === 0 ? 2 : 5,
    scale: 5,
  };
  return {
    id: `T-${at}`,
    created_at: created,
    channel: ["email", "chat", HOSTILE][at % 3],
    events: [reply, survey],
  };
});
const METRICS = ["first_response_time", "tickets"];
const QUESTIONS = {
  whole: ["report", { metrics: METRICS }],
  daily: ["report", { metrics: METRICS, bucket: "day" }],
  channels: ["report", { metrics: METRICS, by: ["channel"] }],
  hours: ["report", { metrics: METRICS, bucket: "hour-of-week" }],
  backlog: ["report", { metrics: ["backlog"], bucket: "day" }],
  csat: ["report", { metrics: ["csat"] }],
  unanswered: ["report", { metrics: ["csat"], where: { channel: "fax" } }],
  none: ["report", { metrics: METRICS, where: { channel: "fax" } }],
};

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

const visit = (use, options) =>
  bench.visit(async (page) => {
    await ask(page, TICKETS, QUESTIONS);
    await use(page);
  }, options);

test("a tile shows the median, whether the target is met, and how it is computed", async () => {
  await visit(async (page) => {
    const tile = await add(page, "kpi-tile", ({ whole, daily }) => ({
      report: whole,
      trend: daily,
      metric: "first_response_time",
      target: 3_600,
    }));
    const median = await page.evaluate(
      () => window.data.whole.cell({ metric: "first_response_time" }).median,
    );
    assert.equal(median, 2.5 * 3_600);
    assert.match(await tile.locator("[part=value]").textContent(), /2\D*30/);
    assert.match(await tile.locator("[part=target]").textContent(), /✗ target missed/);
    await set(page, () => ({ target: 36_000 }));
    assert.match(await tile.locator("[part=target]").textContent(), /✓ target met/);
    await tile.locator("summary").click();
    assert.match(await tile.locator("[part=working]").textContent(), /Based on 40 values/);
    await tile.locator("[part=value]").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await heard(page), [
      { event: "drill-down", detail: { metric: "first_response_time", cell: {} } },
    ]);
    await assertAccessible(page);
  });
});

test("a tile waits, fails, tries again, is stale, partial, and says when there is nothing", async () => {
  await visit(async (page) => {
    const tile = await add(page, "kpi-tile", undefined, { heading: HOSTILE });
    assert.equal(await tile.locator("[part=card]").getAttribute("aria-busy"), "true");
    await assertAccessible(page);
    await set(page, () => ({ error: new Error("the server answered 500") }));
    assert.match(await tile.locator("[role=alert]").textContent(), /the server answered 500/);
    await assertAccessible(page);
    await tile.locator("[role=alert] button").click();
    assert.deepEqual(await heard(page), [{ event: "retry", detail: {} }]);
    await set(page, ({ none }) => ({ error: undefined, report: none, metric: "first_response_time" }));
    assert.equal(await tile.locator("[part=empty]").textContent(), "No tickets");
    await set(page, ({ whole }) => ({
      report: whole,
      staleSince: Date.UTC(2026, 10, 24),
      partial: "half loaded",
    }));
    const notes = await tile.locator("[part=note]").allTextContents();
    assert.equal(notes.length, 2);
    assert.match(notes[1], /half loaded/);
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});

test("a chart is walked through with the keyboard, chosen, and read as a table", async () => {
  await visit(async (page) => {
    const chart = await add(page, "metric-chart", ({ channels }) => ({
      report: channels,
      metric: "tickets",
    }));
    await chart.locator(".chart").focus();
    await page.keyboard.press("ArrowRight");
    const [first] = await page.evaluate(() => window.data.channels.groups);
    assert.ok((await chart.locator("[role=status]").textContent()).startsWith(first.by.channel));
    await page.keyboard.press("Enter");
    assert.deepEqual(await heard(page), [
      { event: "select", detail: { dimension: "channel", word: first.by.channel } },
    ]);
    await assertAccessible(page);
    await chart.getByRole("button", { name: "Show as a table" }).click();
    assert.equal(await chart.locator("tbody tr").count(), 3);
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});

test("an hour of the week is reached in two dimensions", async () => {
  await visit(async (page) => {
    const map = await add(page, "heat-map", ({ hours }) => ({ report: hours, metric: "tickets" }));
    await map.locator(".chart").focus();
    const told = () => map.locator("[role=status]").textContent();
    await page.keyboard.press("Home");
    assert.match(await told(), /^Monday/);
    const hour = (await told()).split(",")[0].replace("Monday", "");
    await page.keyboard.press("ArrowDown");
    assert.ok((await told()).startsWith(`Tuesday${hour}`), await told());
    await page.keyboard.press("ArrowUp");
    assert.ok((await told()).startsWith(`Monday${hour}`), await told());
    await assertAccessible(page);
  });
});

test("a table is sorted by keyboard, and tells which group and which figure was chosen", async () => {
  await visit(async (page) => {
    const table = await add(page, "ranked-table", ({ channels }) => ({ report: channels }));
    const head = table.locator("thead th").first();
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const words = async () => (await table.locator("tbody th").allTextContents()).map((word) => word.trim());
    const ascending = await words();
    assert.equal(ascending.length, 3);
    await page.keyboard.press("Enter");
    assert.deepEqual(await words(), [...ascending].reverse());
    await table.getByRole("button", { name: "email" }).click();
    assert.deepEqual((await heard(page)).at(-1), {
      event: "select",
      detail: { dimension: "channel", word: "email" },
    });
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});

test("a distribution is walked bin by bin, and its percentiles are told", async () => {
  await visit(async (page) => {
    const chart = await add(page, "distribution", ({ whole }) => ({
      bins: { edges: [0, 3_600, 7_200, 14_400], counts: [10, 5, 25] },
      figure: whole.cell({ metric: "first_response_time" }),
    }));
    assert.match(await chart.locator(".chart").getAttribute("aria-label"), /Median/);
    await chart.locator(".chart").focus();
    await page.keyboard.press("End");
    assert.match(await chart.locator("[role=status]").textContent(), /, 25$/);
    await page.keyboard.press("Home");
    assert.match(await chart.locator("[role=status]").textContent(), /, 10$/);
    await assertAccessible(page);
    await set(page, () => ({ bins: { edges: [0, 1], counts: [0] } }));
    assert.equal(await chart.locator("[part=empty]").textContent(), "No data yet");
  });
});

test("a backlog is drawn day by day", async () => {
  await visit(async (page) => {
    const chart = await add(page, "backlog", ({ backlog }) => ({ report: backlog, view: "table" }));
    const days = await page.evaluate(() => window.data.backlog.length);
    assert.ok(days >= 2);
    assert.equal(await chart.locator("tbody tr").count(), days);
    assert.match(await chart.locator("tbody tr").last().textContent(), /40/);
    await chart.getByRole("button", { name: "Show as a chart" }).click();
    await chart.locator("path.line").waitFor();
    await assertAccessible(page);
  });
});

test("a survey shows how the scores spread, and says when nobody answered", async () => {
  await visit(async (page) => {
    const survey = await add(page, "survey", ({ csat }) => ({ report: csat }));
    const { value, scores } = await page.evaluate(() => window.data.csat.cell({}));
    assert.equal(value, 0.75);
    assert.match(await survey.locator("[part=value]").textContent(), /^75\s*%$/);
    assert.equal(await survey.locator("[part=scores] li").count(), Object.keys(scores).length);
    await assertAccessible(page);
    await set(page, ({ unanswered }) => ({ report: unanswered }));
    assert.equal(await survey.locator("[part=value]").count(), 0);
    assert.equal(await survey.locator("[part=empty]").count(), 1);
  });
});

test("a tile, a chart and a table say what the sources have not told", async () => {
  await bench.visit(async (page) => {
    await page.evaluate(async (now) => {
      const { Desk } = await import("/dist/index.js");
      const desk = await Desk.open({ timeZone: "UTC", now, engine: "page" });
      const ticket = { id: 1, created_at: "2026-11-20T09:00:00Z", status: "open", requester_id: 7 };
      await desk.load(JSON.stringify({ ticket }), { source: "zendesk" });
      const metrics = ["tickets", "reopen_rate"];
      const whole = await desk.report({ metrics });
      const daily = await desk.report({ metrics, bucket: "day" });
      const channels = await desk.report({ metrics, by: ["channel"] });
      window.data = { whole, daily, channels };
    }, NOW);
    const said =
      "Data are lacking, zendesk: No audits or ticket events came of some tickets: what changed in them is not known.";
    const notes = (widget) => widget.locator("[part=note]").allTextContents();
    const tile = await add(page, "kpi-tile", ({ whole }) => ({ report: whole, metric: "reopen_rate" }));
    assert.ok((await notes(tile)).includes(said), `${await notes(tile)}`);
    const told = await add(page, "kpi-tile", ({ whole }) => ({ report: whole, metric: "tickets" }));
    assert.ok(!(await notes(told)).includes(said));
    const chart = await add(page, "metric-chart", ({ daily }) => ({ report: daily, metric: "reopen_rate" }));
    assert.ok((await notes(chart)).includes(said));
    const table = await add(page, "ranked-table", ({ channels }) => ({ report: channels }));
    assert.ok((await notes(table)).includes(said));
    await assertAccessible(page);
    await set(page, () => ({ locale: "de" }));
    await table.getByText("Es fehlen Daten, zendesk: Von einigen Tickets kam kein Verlauf").waitFor();
  });
});
