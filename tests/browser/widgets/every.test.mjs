// Every widget on one page that allows scripts of its own origin alone, as in Firefox and WebKit (tests/browsers).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../../../www/build/browser.mjs";
import { serveEngines } from "../engine-site.mjs";
import { SAYS } from "../every-widget.mjs";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveEngines()]);
});
after(async () => {
  await browser?.close();
  site?.close();
});

test("every widget draws the right figures, and a countdown goes on", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/trusted/widgets.html`);
  await page.waitForFunction(() => document.title.startsWith("done "));
  const { says, later, complaints, failed } = JSON.parse((await page.title()).slice("done ".length));
  assert.equal(failed, undefined);
  assert.deepEqual(complaints, []);
  for (const [name, words] of Object.entries(SAYS)) assert.match(says[name], words, name);
  assert.match(later, SAYS["sla-countdown"]);
  assert.notEqual(later, says["sla-countdown"]);
});
