// Every widget waits, fails and tries again, says that its data are old or a part, and says why there is nothing to draw; and
// estimates from few values say so.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { add, ask, assertAccessible, assertOnlyText, NOW, openBench, set } from "./harness.mjs";
import { addAll, drawn, give, WIDGETS } from "./samples.mjs";

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

const names = Object.keys(WIDGETS);
const at = (page, name) => page.locator(`main > deskgauge-${name}`);

/** Sets properties of all widgets. */
const setAll = async (page, properties) => {
  await page.evaluate((given) => {
    for (const each of document.querySelectorAll("main > :not(h1, h2)")) Object.assign(each, given);
  }, properties);
  await drawn(page);
};

test("there is a sample of every widget", async () => {
  const manifest = JSON.parse(
    await readFile(new URL("../../../dist/custom-elements.json", import.meta.url), "utf8"),
  );
  const tags = manifest.modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName));
  assert.deepEqual(names.map((name) => `deskgauge-${name}`).sort(), tags.sort());
});

test("every widget draws hostile words as text, waits, fails, tries again, and is stale or partial", async () => {
  await bench.visit(async (page) => {
    await addAll(page);
    await assertOnlyText(page);
    await assertAccessible(page);
    const card = (name) => at(page, name).locator("[part=card]").first();
    for (const name of names) assert.equal(await card(name).getAttribute("aria-busy"), "false", name);

    await setAll(page, { staleSince: NOW - 86_400_000, partial: "half of it" });
    for (const name of names) {
      const notes = await at(page, name).locator("[part=note]").allTextContents();
      assert.ok(
        notes.some((note) => note.startsWith("Data up to Nov 24")),
        `${name}: ${notes}`,
      );
      assert.ok(notes.includes("Part of the data: half of it"), `${name}: ${notes}`);
    }
    await assertAccessible(page);

    await setAll(page, { loading: true });
    for (const name of names) {
      assert.equal(await card(name).getAttribute("aria-busy"), "true", name);
      assert.match(
        await at(page, name).locator("[part=loading]").first().textContent(),
        /^\s*Loading…/,
        name,
      );
    }
    await assertAccessible(page);

    await page.evaluate(() => {
      window.retried = [];
      document.addEventListener("deskgauge-retry", ({ target }) => window.retried.push(target.localName));
    });
    await setAll(page, { loading: false, error: "the desk is gone" });
    for (const name of names) {
      const alert = at(page, name).locator("[part=error]").first();
      assert.match(await alert.textContent(), /the desk is gone/, name);
    }
    await assertAccessible(page);
    for (const name of names) await at(page, name).locator("[part=error] button").first().press("Enter");
    assert.deepEqual(
      await page.evaluate(() => window.retried),
      names.map((name) => `deskgauge-${name}`),
    );
  });
});

test("every widget says why there is nothing to draw", async () => {
  await bench.visit(async (page) => {
    const able = names.filter((name) => WIDGETS[name].none !== undefined);
    await addAll(page, able);
    for (const name of able) {
      assert.equal(await at(page, name).locator("[part=empty]").count(), 0, `${name} has something`);
      await give(page, name, WIDGETS[name].none);
      const text = await at(page, name).locator("[part=empty]").first().textContent();
      assert.ok(text.trim() !== "", name);
    }
    await assertAccessible(page);
  });
});

test("a figure of which all still run, all were left out, or too few are there, says which", async () => {
  await bench.visit(async (page) => {
    const open = { id: "open", created_at: NOW - 3_600_000, channel: "open" };
    const merged = {
      ...open,
      id: "merged",
      channel: "merged",
      events: [{ at: NOW - 60_000, kind: "merged", into: "x" }],
    };
    await ask(page, [open, merged], {
      running: ["report", { metrics: ["full_resolution_time"], where: { channel: "open" } }],
      excluded: ["report", { metrics: ["tickets", "full_resolution_time"], where: { channel: "merged" } }],
      none: ["report", { metrics: ["full_resolution_time"], where: { channel: "fax" } }],
    });
    const tile = await add(page, "kpi-tile", ({ running }) => ({ report: running }));
    const why = () => tile.locator("[part=empty]").textContent();
    assert.equal(await page.evaluate(() => window.data.running.cell({}).reason), "all-running");
    assert.equal(await why(), "All of them still run");
    await tile.locator("summary").click();
    assert.match(await tile.locator("[part=working]").textContent(), /1 still runs/);
    await assertAccessible(page);
    await set(page, ({ none }) => ({ report: none }));
    assert.equal(await why(), "No tickets");
    await set(page, ({ excluded }) => ({ report: excluded, metric: "full_resolution_time" }));
    assert.equal(
      await page.evaluate(() => window.data.excluded.cell({ metric: "full_resolution_time" }).reason),
      "all-excluded",
    );
    assert.equal(await why(), "All of them were left out");
  });
});

test("estimates from few values say so, counts do not, and the page says how few is few", async () => {
  await bench.visit(async (page) => {
    const tickets = [1, 2, 3].map((hours) => ({
      id: `T-${hours}`,
      created_at: NOW - 30 * 3_600_000,
      events: [
        { at: NOW - 30 * 3_600_000 + hours * 3_600_000, kind: "reply", role: "agent" },
        { at: NOW - 2 * 3_600_000, kind: "survey", survey: "csat", score: 5, scale: 5 },
      ],
    }));
    const metrics = ["first_response_time", "tickets"];
    await ask(
      page,
      tickets,
      {
        whole: ["report", { metrics }],
        daily: ["report", { metrics, bucket: "day" }],
        csat: ["report", { metrics: ["csat"] }],
        sla: ["sla", {}],
      },
      { policies: [{ id: "all", targets: { first_response: "4h" } }] },
    );
    for (const [name, properties] of [
      ["kpi-tile", ({ whole }) => ({ report: whole, metric: "first_response_time" })],
      ["metric-chart", ({ daily }) => ({ report: daily, metric: "first_response_time" })],
      ["survey", ({ csat }) => ({ report: csat })],
      ["distribution", () => ({ bins: { edges: [0, 3_600, 7_200], counts: [1, 2] } })],
    ]) {
      const widget = await add(page, name, properties);
      const notes = () => widget.locator("[part=note]").allTextContents();
      assert.deepEqual(await notes(), ["Too little data: 3 values"], name);
      await set(page, () => ({ fewest: 3 }));
      assert.deepEqual(await notes(), [], name);
    }
    const share = await add(page, "sla-attainment", ({ sla }) => ({ answer: sla }));
    assert.equal(await share.locator("[part=few]").textContent(), "Too little data");
    await set(page, () => ({ fewest: 0 }));
    assert.equal(await share.locator("[part=few]").count(), 0);
    const count = await add(page, "kpi-tile", ({ whole }) => ({ report: whole, metric: "tickets" }));
    assert.equal(await count.locator("[part=note]").count(), 0, "three tickets are three tickets");
    await assertAccessible(page);
  });
});
