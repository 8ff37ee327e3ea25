// Every page of the demo opens under its policy, shows its main figure, fits, is accessible, and leaves the console silent.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launchBrowser } from "../../www/build/browser.mjs";
import { serve } from "../../www/build/serve.mjs";

/** What time it is on every page: a Wednesday at one in the afternoon, where the made-up desk is. */
const NOW = Date.UTC(2026, 10, 25, 18);

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let site;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serve()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Opens a page of the demo, lets it be looked at, and demands that nobody complained but as expected. */
async function visit(path, look, expected = []) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.clock.install({ time: NOW });
    await page.goto(site.url + path);
    await look(page);
    for (const width of [240, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(100);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0, `${path} at ${width} pixels`);
    }
    await page.evaluate(axe);
    for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
      await page.emulateMedia(media);
      const found = await page.evaluate(async () => {
        const { violations } = await globalThis.axe.run(document);
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      assert.deepEqual(found, [], `${path} ${JSON.stringify(media)}`);
    }
    assert.equal(complaints.length, expected.length, complaints.join("\n"));
    for (const [at, words] of expected.entries()) assert.match(complaints[at], words);
  } finally {
    await page.close();
  }
}

const tile = (page) => page.locator("deskgauge-kpi-tile [part=value]").first();
/** The first clock that is under way. */
const time = (page) =>
  page
    .locator("deskgauge-sla-countdown [part=time]")
    .filter({ hasText: /due in|late by/ })
    .first();

const number = (text) => Number(text.replaceAll(",", ""));

/** Resolves once a text is another than it was. */
async function changes(locator) {
  const before = await locator.textContent();
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await locator.textContent()) !== before) return;
    await locator.page().waitForTimeout(100);
  }
  assert.fail(`it stays ${before}`);
}

test("the start page shows the desk now and leads to every other page", async () => {
  await visit("", async (page) => {
    assert.match(await tile(page).textContent(), /\d/);
    await changes(time(page));
    const links = await page
      .locator(".doors a, nav a")
      .evaluateAll((all) => [...new Set(all.map(({ href }) => href.split("#")[0]))]);
    assert.equal(links.length, 6);
    for (const link of links) assert.equal((await fetch(link)).status, 200, link);
  });
});

test("the dashboard narrows, works on live, and takes a file of one's own", async () => {
  await visit("demo/dashboard.html", async (page) => {
    const made = number(await tile(page).textContent());
    assert.ok(made > 19_000 && made <= 20_000, `${made} tickets`);
    await page.check("#live");
    await changes(tile(page));
    assert.ok(number(await tile(page).textContent()) > made);
    const rows = Array.from({ length: 50 }, (_, at) =>
      `${at},2024-03-${(at % 28) + 1},mail`.replace(/-(\d),/, "-0$1,"),
    );
    const buffer = Buffer.from(["Ticket ID,Created,Channel", ...rows, "50,never,mail", ""].join("\n"));
    await page.setInputFiles("#file", { name: "export.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Load the tickets" }).click();
    await page.getByText("export.csv is loaded").waitFor();
    await page.locator("summary", { hasText: "What was set aside (1)" }).waitFor();
    await page
      .locator("deskgauge-kpi-tile [part=value]", { hasText: /^\s*50\s*$/ })
      .first()
      .waitFor();
    assert.ok(await page.isDisabled("#live"), "a file is not worked on");
    await page.getByRole("button", { name: "Back to the made-up desk" }).click();
    await changes(tile(page));
    assert.ok(number(await tile(page).textContent()) > 19_000);
  });
});

test("a file that is no list of tickets is refused at sight, with the reason", async () => {
  await visit("demo/dashboard.html", async (page) => {
    const made = await tile(page).textContent();
    for (const [name, text, reason] of [
      ["export.csv", "", /the file is empty/],
      ["export.csv", "<!DOCTYPE html><title>Sign in</title>", /a web page or XML.*signed out/],
      ["tickets.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", /no text in UTF-8/],
    ]) {
      await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from(text, "latin1") });
      await page.locator("#loaded h3", { hasText: `${name} could not be read` }).waitFor();
      assert.match(await page.textContent("#loaded"), reason);
      assert.equal(await page.textContent("#mapping"), "", "a mapping is asked for");
      // What was said is gone when the next file is chosen.
      await page.evaluate(() => document.querySelector("#loaded").replaceChildren());
    }
    assert.equal(await tile(page).textContent(), made);
  });
});

test("a ticket is shown with its clocks, and what is acknowledged is no longer due", async () => {
  await visit("demo/ticket.html", async (page) => {
    await changes(time(page));
    assert.match(await page.textContent("#history"), /The ticket came in/);
    const panel = page.locator("deskgauge-escalation-panel");
    const buttons = panel.getByRole("button", { name: "Acknowledge" });
    await buttons.first().waitFor();
    const due = await buttons.count();
    await buttons.first().click();
    for (let tries = 0; (await buttons.count()) >= due; tries += 1) {
      assert.ok(tries < 100, "the step is still due");
      await page.waitForTimeout(100);
    }
    const title = await page.textContent("#ticket-title");
    const tickets = await page.locator("deskgauge-breach-list [part=ticket]").allTextContents();
    const other = tickets.map((ticket) => ticket.trim()).find((ticket) => !title.endsWith(ticket));
    await page.locator("deskgauge-breach-list").getByRole("button", { name: other }).first().click();
    assert.equal(await page.textContent("#ticket-title"), `Ticket ${other}`);
  });
});

test("a theme is changed live and written out as CSS", async () => {
  await visit("demo/theming.html", async (page) => {
    assert.match(await tile(page).textContent(), /\d/);
    await page.selectOption("#start-from", "plum");
    assert.match(await page.textContent("#css"), /--deskgauge-accent: light-dark\(#7a2e6b, #d9a0cc\);/);
    const card = page.locator("deskgauge-kpi-tile [part=card]");
    assert.equal(await card.evaluate((each) => getComputedStyle(each).borderTopLeftRadius), "18px");
    await page.selectOption("#scheme", "dark");
    assert.equal(await page.getAttribute("deskgauge-kpi-tile", "theme"), "dark");
  });
});

test("the strict page says that a worker took over, and its stricter sister that plain JavaScript did", async () => {
  await visit("demo/strict.html", async (page) => {
    assert.match(await tile(page).textContent(), /\d/);
    assert.equal(await page.textContent("#engine"), "WebAssembly in a worker");
    assert.match(await page.textContent("#policy"), /^script-src 'self';$/m);
  });
  const stricter = async (page) => {
    assert.match(await tile(page).textContent(), /\d/);
    assert.equal(await page.textContent("#engine"), "Plain JavaScript");
    assert.match(await page.textContent("#note"), /wasm-unsafe-eval/);
  };
  // The browser itself tells of the worker that was tried.
  await visit("demo/stricter.html", stricter, [/worker-src 'none'/]);
});

test("how the pages look and which language their widgets speak is remembered from page to page", async () => {
  await visit("demo/theming.html", async (page) => {
    await page.selectOption("#look", "dark");
    await page.selectOption("#language", "ar");
    await page.goto(`${site.url}demo/ticket.html`);
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    assert.equal(await page.getAttribute("deskgauge-sla-countdown", "dir"), "rtl");
    await page.locator("deskgauge-sla-countdown [part=time]").first().waitFor();
  });
});
