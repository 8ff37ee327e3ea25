// Opens a page in Chromium, and demands of it what its author was promised.

import assert from "node:assert/strict";

/** What Lit tells those who develop a page, and nobody else. */
const LIT = /^Lit is in dev mode/;
/** Long enough for a bundler that makes the page only now. */
const PATIENCE = 60_000;

/**
 * Opens the page at a URL with the engine it chooses, and once more without WebAssembly: the figure stands there, the widgets are
 * drawn, and nothing is said on the console. Resolves to what the first visit downloaded: `{ files, bytes }`.
 */
export async function visitPage(browser, url, { engine = "worker", server, build, start } = {}) {
  const inDevelopment = build === undefined && start !== undefined;
  const first = await visit(browser, url, { engine, server, inDevelopment });
  const address = new URL(url);
  address.searchParams.set("engine", "plain");
  await visit(browser, address.href, { engine: "plain", server, inDevelopment });
  return first;
}

async function visit(browser, url, { engine, server, inDevelopment }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said = [];
  const downloads = new Map();
  page.on("console", (message) => {
    const text = message.text();
    if (["error", "warning"].includes(message.type()) && !(inDevelopment && LIT.test(text)))
      said.push(`${text} (${message.location().url})`);
  });
  page.on("pageerror", (error) => said.push(String(error)));
  context.on("response", (response) => {
    if (response.status() >= 400) said.push(`${response.status()}: ${response.url()}`);
    const { pathname } = new URL(response.url());
    downloads.set(
      pathname,
      response.body().then(
        (body) => body.length,
        () => 0,
      ),
    );
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector("#engine")?.textContent, undefined, {
      timeout: PATIENCE,
    });
    await page.locator("deskgauge-sla-countdown [part~=time]").waitFor({ timeout: PATIENCE });
    const seen = {
      figure: await page.locator("#figure").textContent(),
      engine: await page.locator("#engine").textContent(),
      tile: plain(await page.locator("deskgauge-kpi-tile [part~=value]").textContent()),
      working: await page.locator("deskgauge-kpi-tile [part~=working]").textContent(),
      clock: plain(await page.locator("deskgauge-sla-countdown [part~=time]").textContent()),
      server: server && (await page.locator("#server").textContent()),
    };
    assert.deepEqual(said, []);
    assert.equal(seen.figure, "1500 s");
    assert.equal(seen.engine, engine);
    assert.equal(seen.tile, "25m");
    assert.match(seen.working, /first public reply/i);
    assert.match(seen.clock, /3:(29:[0-5]\d|30:00)/);
    assert.equal(seen.server, server);
  } catch (error) {
    const text = await page
      .locator("body")
      .textContent()
      .catch(() => "");
    throw new Error(`${error.message}\nconsole: ${said.join("\n")}\npage: ${text.trim().slice(0, 500)}`, {
      cause: error,
    });
  } finally {
    await context.close();
  }
  const sizes = await Promise.all(downloads.values());
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Without the spaces that keep a number and its unit together. */
function plain(text) {
  return text.replaceAll(/\s+/g, " ").trim();
}
