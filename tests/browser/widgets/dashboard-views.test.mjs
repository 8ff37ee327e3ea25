// What somebody does with a whole dashboard: narrow it to a stretch of time, keep what is shown under a name, take it away as
// a file or on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { daysOf, daysOfBucket, viewFromText, viewToText } from "../../../dist/widgets/dashboard/state.js";
import { add, ask, assertAccessible, assertOnlyText, HOSTILE, heard, openBench } from "./harness.mjs";

const DAY = 86_400_000;
/** Monday, four weeks before. */
const FIRST = Date.UTC(2026, 9, 26);
/** One ticket in the first week, two in the second, and so on for four weeks, by turns of two channels. */
const TICKETS = [1, 2, 3, 4].flatMap((count, week) =>
  Array.from({ length: count }, (_, at) => ({
    id: `T-${week}-${at}`,
    created_at: FIRST + week * 7 * DAY + at * DAY + 9 * 3_600_000,
    channel: at % 2 === 0 ? "email" : "chat",
    events: [{ at: FIRST + week * 7 * DAY + at * DAY + 10 * 3_600_000, kind: "reply", role: "agent" }],
  })),
);
const SETTINGS = { policies: [{ id: "all", targets: { first_response: "2h" } }] };
const LAYOUT = {
  dimensions: ["channel"],
  items: [
    { kind: "kpi", metric: "created" },
    { kind: "chart", metric: "created", bucket: "week" },
    { kind: "chart", metric: "created", bucket: "week", by: "channel" },
    { kind: "chart", metric: "created", by: "channel" },
    { kind: "heat-map", metric: "created" },
    { kind: "attainment" },
    { kind: "breaches" },
  ],
};

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

/** A page with the dashboard drawn. */
const visit = (use, { views, locale, direction } = {}) =>
  bench.visit(async (page) => {
    await ask(page, TICKETS, {}, SETTINGS);
    await page.evaluate(
      ({ layout, views, locale, direction }) => {
        Object.assign(window.data, { layout, views, locale });
        if (direction !== undefined) document.documentElement.dir = direction;
      },
      { layout: LAYOUT, views, locale, direction },
    );
    const board = await add(
      page,
      "dashboard",
      ({ desk, layout, views, locale }) => ({ source: desk, layout, views, locale }),
      { "url-key": "desk" },
    );
    await figure(board, 10);
    await board.locator("deskgauge-metric-chart svg.plot text").first().waitFor();
    await use(page, board);
  });

/** Waits until the tile says so many tickets. */
const figure = (board, count) =>
  board.locator("deskgauge-kpi-tile [part=value]", { hasText: new RegExp(`^\\s*${count}\\s*$`) }).waitFor();

const chart = (board, at) => board.locator("deskgauge-metric-chart").nth(at);

/** What stands in the address under the dashboard's name. */
const inAddress = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("desk");

test("a point along time narrows all but the charts along time, and is undone in the filter bar", async () => {
  await visit(async (page, board) => {
    await chart(board, 0).locator(".chart").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await figure(board, 2);
    assert.deepEqual(viewFromText(inAddress(page)).within, { from: "2026-11-02", to: "2026-11-08" });
    const drawn = await page.evaluate(() => window.last.toJSON());
    const rows = drawn.items.map(({ report }) => report?.rows.length);
    assert.equal(rows[1], 4, "the chart itself still shows all weeks");
    assert.deepEqual(
      drawn.items[3].report.rows.map(({ figures }) => figures.created.value),
      [1, 1],
      "a chart by channel shows the week alone",
    );
    assert.equal(
      drawn.items[5].answer.rows.reduce((sum, { n }) => sum + n, 0),
      2,
    );
    assert.equal(await chart(board, 0).locator("rect.chosen").count(), 1);
    await assertAccessible(page);
    const chip = board.getByRole("button", { name: /^Remove.*Nov 2 – 8, 2026/ });
    await chip.click();
    await figure(board, 10);
    assert.equal(inAddress(page), null);
    assert.equal(await chart(board, 0).locator("rect.chosen").count(), 0);
  });
});

test("choosing the same week again lifts it; a click does as the keyboard does; a group is chosen in the legend", async () => {
  await visit(async (page, board) => {
    const plot = chart(board, 0).locator("svg.plot");
    const { width, height } = await plot.boundingBox();
    const last = { position: { x: width - 20, y: height / 2 } };
    await plot.click(last);
    await figure(board, 4);
    await plot.click(last);
    await figure(board, 10);
    await chart(board, 1).getByRole("button", { name: "chat", exact: true }).press("Enter");
    await figure(board, 4);
    assert.deepEqual(viewFromText(inAddress(page)), { where: { channel: ["chat"] } });
  });
});

test("days set by hand take the place of the week that was chosen in a chart", async () => {
  await visit(async (page, board) => {
    await page.evaluate(() => {
      location.hash = "desk=within%3D2026-11-02..2026-11-08";
    });
    await figure(board, 2);
    const field = board.locator("deskgauge-filter-bar input[type=date]").first();
    await field.fill("2026-11-09");
    await field.blur();
    await figure(board, 7);
    assert.deepEqual(viewFromText(inAddress(page)), { where: {}, from: "2026-11-09" });
  });
});

test("what is shown is saved under a name by the page, and chosen again", async () => {
  await visit(
    async (page, board) => {
      await board.locator("deskgauge-filter-bar [part=save] summary").waitFor();
      assert.equal(await board.locator("deskgauge-filter-bar [part=views]").count(), 0);
      await page.evaluate(() => {
        location.hash = "desk=channel%3Dchat%26from%3D2026-11-01";
        window.last.addEventListener("deskgauge-save-view", ({ detail }) => {
          window.last.views = [...window.last.views, detail];
        });
      });
      await figure(board, 4);
      await board.locator("deskgauge-filter-bar [part=save] summary").focus();
      await page.keyboard.press("Enter");
      await assertAccessible(page);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.deepEqual(await heard(page), [], "a view without a name is none");
      await page.keyboard.type(HOSTILE.slice(0, 60));
      await page.keyboard.press("Enter");
      const view = { where: { channel: ["chat"] }, from: "2026-11-01" };
      assert.deepEqual(await heard(page), [
        {
          event: "save-view",
          detail: { name: HOSTILE.slice(0, 60).trim(), view, address: "channel=chat&from=2026-11-01" },
        },
      ]);
      assert.equal(await board.locator("deskgauge-filter-bar [part=save][open]").count(), 0);
      const views = board.locator("deskgauge-filter-bar [part=views]");
      assert.equal(await views.inputValue(), "0", "what is shown is the view that was saved");
      await board.getByRole("button", { name: /^Remove/ }).click();
      await page.waitForFunction(() => window.last.view.where.channel === undefined);
      assert.equal(await views.inputValue(), "");
      await views.selectOption("0");
      await page.waitForFunction(() => window.last.view.where.channel?.[0] === "chat");
      await assertOnlyText(page);
      await assertAccessible(page);
    },
    { views: [] },
  );
});

test("no view can be saved where the page keeps none", async () => {
  await visit(async (_, board) => {
    assert.equal(await board.locator("deskgauge-filter-bar [part=save]").count(), 0);
  });
});

test("all its figures are exported as JSON, the same that the desk answers", async () => {
  await visit(async (page, board) => {
    await board.getByRole("button", { name: "Export as JSON" }).press("Enter");
    const { name, file, wanted } = await page.evaluate(async () => {
      const { name, blob } = window.heard.find(({ event }) => event === "export").detail;
      const { desk } = window.data;
      const wanted = {
        created: (await desk.report({ metrics: ["created"] })).toJSON(),
        sla: await desk.sla({}),
      };
      return { name, file: JSON.parse(await blob.text()), wanted: JSON.parse(JSON.stringify(wanted)) };
    });
    assert.equal(name, "Dashboard.json");
    assert.deepEqual(file.view, { where: {} });
    assert.deepEqual(
      file.items.map(({ item }) => item),
      LAYOUT.items,
    );
    const [tile, weekly, , , hours, attainment, breaches] = file.items;
    assert.deepEqual(tile.report.rows, wanted.created.rows);
    assert.deepEqual(
      weekly.report.rows.map(({ bucket, figures }) => [bucket, figures.created.value]),
      [1, 2, 3, 4].map((count, week) => [FIRST + week * 7 * DAY, count]),
    );
    assert.equal(hours.report.bucket, "hour-of-week");
    assert.deepEqual(attainment.answer.rows, wanted.sla.rows);
    assert.ok(Array.isArray(breaches.answer.sla.next));
  });
});

test("printing is told to the page first, and leaves figures and names on the paper, without buttons", async () => {
  await visit(async (page, board) => {
    await page.evaluate(() => {
      window.printed = 0;
      window.print = () => {
        window.printed += 1;
      };
    });
    const print = board.getByRole("button", { name: "Print" });
    await print.press("Enter");
    assert.deepEqual(await heard(page), [{ event: "print", detail: {} }]);
    assert.equal(await page.evaluate(() => window.printed), 0, "the page prevented it");
    await page.evaluate(() => {
      window.last.addEventListener("deskgauge-print", (event) => event.stopImmediatePropagation(), true);
    });
    await print.press("Enter");
    assert.equal(await page.evaluate(() => window.printed), 1);
    assert.ok(await board.locator(".narrowed").isHidden());
    await page.evaluate(() => {
      location.hash = "desk=channel%3Dchat%26within%3D2026-11-02..2026-11-08";
    });
    await figure(board, 1);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(
      (await board.locator(".narrowed").textContent()).replaceAll(/\s/g, " "),
      "Nov 2 – 8, 2026 · Channel: chat",
    );
    assert.ok(await board.locator("deskgauge-kpi-tile [part=value]").isVisible());
    assert.ok(await chart(board, 1).locator(".legend button").first().isVisible());
    assert.ok(await print.isHidden());
    assert.ok(await board.locator("deskgauge-filter-bar").isHidden());
    const ground = await board
      .locator("[part=card]")
      .nth(1)
      .evaluate((card) => getComputedStyle(card).backgroundColor);
    assert.equal(ground, "rgb(255, 255, 255)", "paper is light, whatever the screen is");
  });
});

test("its controls speak all languages", async () => {
  for (const [locale, save, print] of [
    ["de", "Ansicht speichern", "Drucken"],
    ["fr", "Enregistrer la vue", "Imprimer"],
    ["es", "Guardar vista", "Imprimir"],
    ["ja", "ビューを保存", "印刷"],
    ["ar", "حفظ العرض", "طباعة"],
  ]) {
    await bench.visit(async (page) => {
      await page.evaluate(() => {
        window.data = {
          source: { report: () => new Promise(() => {}) },
          layout: { items: [], dimensions: [] },
        };
      });
      const board = await add(page, "dashboard", ({ source, layout }) => ({ source, layout, views: [] }), {
        locale,
      });
      await board.getByText(save, { exact: true }).waitFor();
      await board.getByText(print, { exact: true }).waitFor();
    });
  }
});

test("days of buckets are those of their zone, and a stretch out of the view is none", () => {
  const berlin = "Europe/Berlin";
  // Midnight of 26 October 2026, the Monday after the clocks went back.
  const monday = Date.UTC(2026, 9, 25, 23);
  assert.deepEqual(daysOfBucket(monday, "week", berlin), { from: "2026-10-26", to: "2026-11-01" });
  assert.deepEqual(daysOfBucket(monday, "day", berlin), { from: "2026-10-26", to: "2026-10-26" });
  assert.deepEqual(daysOfBucket(Date.UTC(2024, 1, 1), "month", "UTC"), {
    from: "2024-02-01",
    to: "2024-02-29",
  });
  assert.deepEqual(daysOfBucket(Date.UTC(2026, 11, 1, 5), "month", "America/New_York"), {
    from: "2026-12-01",
    to: "2026-12-31",
  });
  assert.equal(daysOfBucket(3, "hour-of-week", "UTC"), undefined);
  const within = { from: "2026-11-02", to: "2026-11-08" };
  assert.deepEqual(daysOf({ where: {}, from: "2026-11-04", within }), {
    from: "2026-11-04",
    to: "2026-11-08",
  });
  assert.deepEqual(daysOf({ where: {}, from: "2026-12-01", within }), { from: "2026-12-01" });
  const view = { where: { within: ["x"] }, within };
  assert.deepEqual(viewFromText(viewToText(view)), view);
  assert.deepEqual(viewFromText("within=2026-11-08..2026-11-02"), { where: {} });
  assert.deepEqual(viewFromText("within=..&within=x"), { where: {} });
});
