// The README, done to the letter by somebody who has the packed package and an empty folder.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, run } from "../../www/build/run.mjs";
import { serveFolder } from "./site.mjs";

/** Installs the packed file in an empty folder, gets the first number in Node, and a page with the first widgets in a browser. */
export async function followReadme(browser, file) {
  const place = await mkdtemp(join(tmpdir(), "deskgauge-readme-"));
  try {
    await follow(browser, file, place);
  } finally {
    await rm(place, { recursive: true });
  }
}

async function follow(browser, file, place) {
  await run("npm", ["install", "--prefer-offline", file], { cwd: place, quiet: true });
  const own = join(place, "node_modules/deskgauge");
  const readme = await readFile(join(own, "README.md"), "utf8");

  const [number] = blocks(readme, "A first number", "js run");
  await writeFile(join(place, "number.mjs"), number);
  const said = await capture(process.execPath, ["number.mjs"], { cwd: place });
  assert.equal(said, "1500 1\nnull all-running 1\n");

  // The page asks its own server for the tickets of the first number.
  const tickets = new Function(`return ${/const tickets = (\[[\s\S]*?\n\]);/.exec(number)[1]}`)();
  const [html, widgets] = ["On a page", "A first widget"].map((title) => blocks(readme, title, "html")[0]);
  const [page, more] = ["On a page", "A first widget"].map((title) => blocks(readme, title, "js")[0]);
  const site = await serveFolder(
    own,
    {
      "/": `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${html}${widgets}`,
      "/kpi.js": `${page.replace('"deskgauge"', '"/deskgauge/index.js"')}\n${more}`,
      "/export/tickets.ndjson": tickets.map((ticket) => JSON.stringify(ticket)).join("\n"),
    },
    { "/deskgauge/": "/dist/" },
  );
  const tab = await browser.newPage({ locale: "en-US" });
  const complaints = [];
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  tab.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await tab.goto(site.url);
    await tab.locator("deskgauge-sla-countdown [part~=clock]").first().waitFor();
    await tab.locator("deskgauge-dashboard deskgauge-kpi-tile [part~=value]").first().waitFor();
    assert.equal(await tab.locator("#frt").textContent(), "0.4 hr, 1 within 1 h");
    assert.deepEqual(complaints, []);
  } catch (error) {
    throw new Error(`${error.message}\nconsole: ${complaints.join("\n")}`, { cause: error });
  } finally {
    await tab.close();
    site.close();
  }
}

/** The fenced blocks of a chapter that begin with these words. */
function blocks(text, title, words) {
  const [, chapter] = text.split(`\n## ${title}\n`);
  const [own] = chapter.split("\n## ");
  return [...own.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter(([, fence]) => fence === words)
    .map(([, , code]) => code);
}
