// A dashboard: its widgets narrow each other, its view is in the address, and every figure leads to its tickets.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { viewFromText, viewToText } from "../../../dist/widgets/dashboard/state.js";
import { add, ask, assertAccessible, assertOnlyText, HOSTILE, heard, NOW, openBench } from "./harness.mjs";

const HOUR = 3_600_000;
/** Sixty tickets by turns over three channels, one of a hostile name, and two groups; every fifth is escalated. */
const TICKETS = Array.from({ length: 60 }, (_, at) => {
  const created = NOW - (80 - at) * HOUR;
  const events = [
    { at: created, kind: "assigned", group: "first" },
    { at: created + ((at % 4) + 1) * HOUR, kind: "reply", role: "agent" },
    ...(at % 5 === 0 ? [{ at: created + 2 * HOUR, kind: "assigned", group: "second" }] : []),
  ];
  return { id: `T-${at}`, created_at: created, channel: ["email", "chat", HOSTILE][at % 3], events };
});
const SETTINGS = {
  levels: { groups: { first: 1, second: 2 } },
  policies: [{ id: "all", targets: { first_response: "2h", resolution: "8h" } }],
};
const LAYOUT = {
  dimensions: ["channel", "group"],
  items: [
    { kind: "kpi", metric: "tickets" },
    { kind: "kpi", metric: "escalation_rate", target: 0.1 },
    { kind: "chart", metric: "tickets", by: "channel" },
    { kind: "table", by: "group", metrics: ["tickets", "first_response_time"] },
    { kind: "heat-map", metric: "created" },
    { kind: "backlog" },
    { kind: "attainment" },
    { kind: "breaches" },
    { kind: "escalations" },
    { kind: "escalation-times" },
    { kind: "bottlenecks" },
    { kind: "handoffs" },
  ],
};

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

/** A page with the dashboard drawn. */
const visit = (use, layout = LAYOUT) =>
  bench.visit(async (page) => {
    await ask(page, TICKETS, {}, SETTINGS);
    await page.evaluate((layout) => {
      window.data.layout = layout;
      window.views = [];
      document.addEventListener("deskgauge-filter", ({ detail }) => window.views.push(detail.view));
    }, layout);
    const board = await add(page, "dashboard", ({ desk, layout }) => ({ source: desk, layout }), {
      "url-key": "desk",
    });
    await use(page, board);
  });

const value = (board, at) => board.locator("deskgauge-kpi-tile").nth(at).locator("[part=value]");

test("a bar that is chosen narrows all but its own chart, and is in the address", async () => {
  await visit(async (page, board) => {
    await value(board, 0).waitFor();
    assert.equal((await value(board, 0).textContent()).trim(), "60");
    const chart = board.locator("deskgauge-metric-chart").first().locator(".chart");
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => window.views.length === 1);
    const [view] = await page.evaluate(() => window.views);
    const [[dimension, [word]]] = Object.entries(view.where);
    assert.equal(dimension, "channel");
    await board.locator("deskgauge-kpi-tile [part=value]", { hasText: /^\s*20\s*$/ }).waitFor();
    const bars = await board.locator("deskgauge-metric-chart").first().locator("rect.bar").count();
    assert.equal(bars, 3, "the chart that was clicked still shows all channels");
    assert.deepEqual(viewFromText(inAddress(page.url())), {
      where: { channel: [word] },
    });
    await board.getByRole("button", { name: /^Remove/ }).click();
    await board.locator("deskgauge-kpi-tile [part=value]", { hasText: /^\s*60\s*$/ }).waitFor();
    assert.equal(new URL(page.url()).hash, "");
  });
});

test("a figure leads to its tickets, and a ticket to the page", async () => {
  await visit(async (page, board) => {
    await value(board, 1).click();
    const dialog = board.getByRole("dialog");
    await dialog.waitFor();
    await dialog.getByRole("button", { name: "Open ticket T-0", exact: true }).click();
    const told = await heard(page);
    assert.deepEqual(told.at(-1), { event: "open-ticket", detail: { ticket: "T-0" } });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await value(board, 0).click();
    await dialog.waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "hidden" });
  });
});

test("filters are set and lifted with the keyboard alone", async () => {
  await visit(async (page, board) => {
    const channel = board.locator("deskgauge-filter-bar summary").first();
    await channel.waitFor();
    await channel.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.waitForFunction(() => window.views.length === 1);
    await page.keyboard.press("Escape");
    assert.equal(await board.locator("deskgauge-filter-bar details[open]").count(), 0);
    const focused = await page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.localName;
    });
    assert.equal(focused, "summary", "the focus is back where the list was opened");
    await board.locator("deskgauge-filter-bar select").first().selectOption({ label: "Last 7 days" });
    await page.waitForFunction(() => window.views.length === 2);
    const [, view] = await page.evaluate(() => window.views);
    assert.equal(view.to, "2026-11-25");
    assert.equal(view.from, "2026-11-19");
  });
});

test("axe finds nothing, and hostile words stay text", async () => {
  await visit(async (page, board) => {
    await value(board, 0).waitFor();
    await board.locator("deskgauge-handoff-graph svg.plot").waitFor();
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});

test("its widgets speak the language it is given, also later", async () => {
  await visit(async (page, board) => {
    await value(board, 0).waitFor();
    await page.evaluate(() => {
      window.last.locale = "de";
    });
    await board.locator("deskgauge-kpi-tile").getByText("Wie wird das berechnet?").first().waitFor();
    await board.locator("deskgauge-filter-bar").getByText("Kanal").first().waitFor();
  });
});

test("a layout that cannot be is refused with its path, and a better one is taken", async () => {
  await visit(
    async (page, board) => {
      await board.getByText("layout.items[1].kind").waitFor();
      await page.evaluate(() => {
        window.last.layout = { items: [{ kind: "kpi", metric: "tickets" }] };
      });
      await value(board, 0).waitFor();
    },
    { items: [{ kind: "kpi", metric: "tickets" }, { kind: "pie" }] },
  );
});

test("a view survives the address, whatever words it holds", () => {
  const views = [
    { where: {} },
    {
      where: { channel: ["email", null, "", "a&b=c#d+e%"] },
      from: "2026-01-01",
      to: "2026-02-01",
      compare: true,
    },
    { where: { from: ["x"], compare: ["y", null] } },
    { where: { "a=b": ["="], "ü & ": ["日本"] } },
  ];
  for (const view of views) assert.deepEqual(viewFromText(viewToText(view)), view, viewToText(view));
  assert.deepEqual(viewFromText("from=yesterday&%zz=1&=x&channel"), { where: { channel: [null] } });
  assert.equal(Object.getPrototypeOf(viewFromText("__proto__=x").where), Object.prototype);
});

/** What stands in the address under the dashboard's name. */
function inAddress(url) {
  return new URLSearchParams(new URL(url).hash.slice(1)).get("desk");
}
