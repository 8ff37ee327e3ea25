// An app's frame within a page of another origin, with a client in it that plays the Freshworks platform.
//
//     const bench = await openFreshdesk();
//     await bench.visit({ page: "index", policy: "strict" }, async ({ frame }) => { … });
//     await bench.close();

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "../../../www/build/browser.mjs";
import { root } from "../../../www/build/run.mjs";
import { serveApps } from "./app-site.mjs";
import { freshdeskApi } from "./freshdesk-api.mjs";
import { DESK, NOW, SETTINGS } from "./freshdesk-desk.mjs";

/** A browser and a server; close them when done. */
export async function openFreshdesk() {
  const client = await readFile(join(root, "tests/browser/apps/freshdesk-product.js"), "utf8");
  const site = await serveApps({
    // The platform fills in where its client is.
    change: (html) => html.replace("{{{appclient}}}", "client.js"),
    files: { "freshdesk/app/client.js": client },
  });
  const browser = await launchBrowser();
  return {
    /** Opens a page of the app. Afterwards so many lines of the app must stand on the console, and no other. */
    async visit(options, use) {
      const { page: name, policy = "open", desk = DESK, faults, settings = SETTINGS, width = 320 } = options;
      const { complaints = 0, ticket = 23, language = "en" } = options;
      const page = await browser.newPage({ viewport: { width, height: 900 }, timezoneId: "UTC" });
      page.setDefaultTimeout(10_000);
      const heard = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) heard.push(message.text());
      });
      page.on("pageerror", (error) => heard.push(String(error)));
      try {
        const api = freshdeskApi(desk, settings, faults);
        const data = { ticket: { id: ticket }, loggedInUser: { contact: { language } }, iparams: settings };
        await page.exposeFunction("freshdesk", (...request) => api.answer(...request));
        await page.exposeFunction("freshdeskData", () => data);
        await page.clock.setFixedTime(NOW);
        await page.goto(`${site.outside}/around.html`);
        await page.evaluate((src) => {
          const frame = document.createElement("iframe");
          frame.style.cssText = "border: 0; width: 100%; height: 800px";
          frame.src = src;
          document.body.style.margin = "0";
          document.body.append(frame);
        }, `${site.inside}/${policy}/freshdesk/app/${name}.html`);
        const frame = await (await page.waitForSelector("iframe")).contentFrame();
        await use({ page, frame, data, asked: api.asked });
        assert.equal(heard.length, complaints, `on the console: ${heard.join(" | ") || "nothing"}`);
        for (const text of heard) assert.match(text, /^deskgauge: /);
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      site.close();
    },
  };
}
