// An app's frame within a page that plays Zendesk, with Zendesk's own SDK in it.
//
//     const bench = await openZendesk();
//     await bench.visit({ page: "sidebar", policy: "strict" }, async ({ frame, told }) => { … });
//     await bench.close();

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { launchBrowser } from "../../../www/build/browser.mjs";
import { root } from "../../../www/build/run.mjs";
import { serveApps } from "./app-site.mjs";
import { zendeskApi } from "./zendesk-api.mjs";
import { DESK, NOW, SETTINGS } from "./zendesk-desk.mjs";

const GUID = "7712c893-bec7-4e00-9db0-87fbb0c12914";
const SDK = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js";

/** A browser and a server; close them when done. */
export async function openZendesk() {
  const [browser, site, sdk, product] = await Promise.all([
    launchBrowser(),
    serveApps(),
    bundledSdk(),
    readFile(join(root, "tests/browser/apps/zendesk-product.js"), "utf8"),
  ]);
  return {
    site,
    /**
     * Opens a page of the app. Afterwards what stands on the console must be as many lines of the app as `complaints` says: none,
     * unless something goes wrong.
     */
    async visit(options, use) {
      const { page: name, policy = "open", desk = DESK, faults, settings = SETTINGS, width = 320 } = options;
      const {
        complaints = 0,
        ticket = 13,
        now = NOW,
        properties = {},
        clock = "setFixedTime",
        sameSite = false,
      } = options;
      const page = await browser.newPage({ viewport: { width, height: 900 }, timezoneId: "UTC" });
      page.setDefaultTimeout(10_000);
      const heard = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) heard.push(message.text());
      });
      page.on("pageerror", (error) => heard.push(String(error)));
      try {
        const api = zendeskApi(desk, faults);
        await page.exposeFunction("zendeskApi", (url) => api.answer(url));
        await page.route(SDK, (route) => route.fulfill({ contentType: "text/javascript", body: sdk }));
        await (clock === "install" ? page.clock.install({ time: now }) : page.clock.setFixedTime(now));
        await page.goto(`${sameSite ? site.inside : site.outside}/around.html`);
        await page.evaluate(product);
        await page.evaluate(open, {
          src: `${site.inside}/${policy}/zendesk/assets/${name}.html`,
          inside: site.inside,
          appGuid: GUID,
          settings,
          properties: {
            "ticket.id": ticket,
            "currentUser.locale": "en-GB",
            colorScheme: "light",
            ...properties,
          },
        });
        const handle = await page.waitForSelector("iframe");
        const frame = await handle.contentFrame();
        const told = async () => page.evaluate(() => ({ ...told, listens: [...told.listens] }));
        await use({ page, frame, told, asked: api.asked });
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

/** What Zendesk does to show an app: an iframe that is told where it stands. */
function open({ src, inside, appGuid, settings, properties }) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "border: 0; width: 100%; height: 100px";
  globalThis.play({ frame, appGuid, origin: inside, settings, properties });
  const where = new URLSearchParams({ origin: location.origin, app_guid: appGuid });
  frame.src = `${src}?${where}`;
  document.body.style.margin = "0";
  document.body.append(frame);
}

/** The SDK as Zendesk publishes it to npm, as one script. */
async function bundledSdk() {
  const entry = join(root, "node_modules/zendesk_app_framework_sdk/lib/index.js");
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "ZAFClient",
  });
  return made.outputFiles[0].text;
}
