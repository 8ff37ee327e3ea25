// The documentation in a browser: every page is drawn, says nothing on the console, has no finding of axe, and every link in it leads
// somewhere.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser } from "../../www/build/browser.mjs";
import { docs } from "../../www/build/docs.mjs";
import { root } from "../../www/build/run.mjs";
import { serve } from "../../www/build/serve.mjs";
import { assertAccessible, NOW } from "./widgets/harness.mjs";

const names = (await readdir(docs, { recursive: true })).filter((name) => name.endsWith(".html")).sort();

let browser;
let site;
/** The checker's code, which no page would let in by itself. */
let axe;

before(async () => {
  [browser, site, axe] = await Promise.all([
    launchBrowser(),
    serve(),
    readFile(join(root, "node_modules/axe-core/axe.min.js"), "utf8"),
  ]);
});

after(async () => {
  await browser?.close();
  await site?.close();
});

for (const name of names) {
  test(`${name}: examples drawn, accessible, links lead somewhere`, async () => {
    await visit(name, async (page) => {
      await drawn(page);
      await showsItsWidget(page, name);
      for (const width of [240, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(excess, 0, `at ${width} pixels it is ${excess} too wide`);
      }
      await page.evaluate(axe);
      await assertAccessible(page);
      await linksLeadSomewhere(page);
    });
  });
}

test("the metrics are narrowed by what is typed, and told of", async () => {
  await visit("metrics.html", async (page) => {
    const shown = () => page.locator(".metric:visible").count();
    const all = await shown();
    await page.fill("#filter", "time to escalation");
    assert.ok((await shown()) > 0 && (await shown()) < all);
    assert.ok(await page.locator("#time_to_escalation").isVisible());
    assert.equal(await page.textContent(".filter [role=status]"), `${await shown()} metrics`);
    await page.fill("#filter", "neither here nor there");
    assert.equal(await shown(), 0);
    assert.equal(await page.locator(".family:visible").count(), 0);
    await page.fill("#filter", "");
    assert.equal(await shown(), all);
  });
});

test("code is copied as it stands, the look is kept from page to page", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  try {
    await page.goto(`${site.url}docs/widgets/kpi-tile.html`);
    const figure = page.locator("figure.code").first();
    await figure.getByRole("button", { name: "Copy" }).click();
    await figure.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await figure.locator("code").textContent());
    assert.match(copied, /^<deskgauge-kpi-tile /);
    await page.selectOption("#look", "dark");
    await page.goto(`${site.url}docs/`);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  } finally {
    await context.close();
  }
});

test("a widget speaks other languages, and words that the page puts in its mouth", async () => {
  await visit("theming.html", async (page) => {
    await drawn(page);
    const heading = page.locator("#spoken deskgauge-sla-countdown [part=heading]");
    for (const [language, said] of [
      ["de", "Service-Level"],
      ["en-GB-x-own", "Our promise"],
    ]) {
      await page.locator("#choice select").selectOption(language);
      await heading.getByText(said).waitFor();
    }
    await page.locator("#choice select").selectOption("ar");
    await page.waitForFunction(
      () => getComputedStyle(document.querySelector("#spoken deskgauge-sla-countdown")).direction === "rtl",
    );
  });
});

test("the keyboard starts with a way past the head, and reaches code that is wider than its room", async () => {
  await visit("widgets/metric-chart.html", async (page) => {
    await drawn(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the text");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.setViewportSize({ width: 240, height: 800 });
    await page.waitForFunction(() => document.querySelector("pre").tabIndex === 0);
    const pages = page.getByRole("navigation", { name: "Documentation" });
    assert.equal(await pages.isVisible(), false);
    await page.getByText("All pages").press("Enter");
    assert.equal(
      await pages.getByRole("link", { name: "metric-chart" }).getAttribute("aria-current"),
      "page",
    );
  });
});

/** Opens a page, and afterwards demands that nothing was complained about. */
async function visit(name, use) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  // The made-up desk ends at the time of the reader's clock.
  await page.clock.install({ time: NOW });
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()}: ${response.status()}`);
  });
  try {
    await page.goto(`${site.url}docs/${name}`);
    await use(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

/** Waits until no widget of an example is waiting for its data any more. */
async function drawn(page) {
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".live *")]
      .filter((each) => each.localName.startsWith("deskgauge-"))
      .every((each) => each.shadowRoot?.querySelector("[part=card]")?.ariaBusy === "false"),
  );
  if ((await page.locator("#measured").count()) > 0) {
    await page.waitForFunction(() => document.querySelectorAll("#measured tbody tr").length === 4);
  }
}

/** The page of a widget has an example of it, in the state that it is for. */
async function showsItsWidget(page, name) {
  const [, widget] = /^widgets\/(.+)\.html$/.exec(name) ?? [];
  if (widget === undefined) return;
  const example = page.locator(`.live deskgauge-${widget}`);
  assert.equal(await example.count(), 1);
  for (const state of ["loading", "error", "empty"]) {
    assert.equal(await example.locator(`> .card > [part=${state}]`).count(), 0, state);
  }
}

/** Pages and anchors that the page links to, within the site, are there. */
async function linksLeadSomewhere(page) {
  const broken = await page.evaluate(async () => {
    const links = [...document.querySelectorAll("a[href]")].map(({ href }) => new URL(href));
    const own = links.filter(({ origin }) => origin === location.origin);
    window.pages ??= new Map();
    const found = [];
    for (const { href, pathname, hash } of own) {
      if (!window.pages.has(pathname)) {
        const answer = await fetch(pathname);
        const ids = [...(await answer.text()).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        window.pages.set(pathname, answer.ok ? new Set(ids) : undefined);
      }
      const ids = window.pages.get(pathname);
      if (ids === undefined || (hash !== "" && !ids.has(decodeURIComponent(hash.slice(1))))) found.push(href);
    }
    return [...new Set(found)];
  });
  assert.deepEqual(broken, []);
}
