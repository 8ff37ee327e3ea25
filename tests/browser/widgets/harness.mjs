// A blank page under the strictest policy, for tests of widgets.
//
//     const bench = await openBench();
//     await bench.visit(async (page) => {
//       await add(page, "kpi-tile", ({ report }) => ({ report, metric: "tickets" }));
//       await assertAccessible(page);
//     });
//     await bench.close();
//
// Every visit ends with a demand: nothing was complained about on the console, nothing thrown.

import assert from "node:assert/strict";
import { join } from "node:path";
import { launchBrowser } from "../../../www/build/browser.mjs";
import { root } from "../../../www/build/run.mjs";
import { serve } from "../../../www/build/serve.mjs";

/** What time it is on every page, Wednesday noon. */
export const NOW = Date.UTC(2026, 10, 25, 12);

/** Text that becomes an element, a script or a value wherever somebody takes it for more than text. */
export const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "</td></svg><script>alert(1)</script>",
  "javascript:alert(1)",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: template syntax is the point
  "${alert(1)} {{constructor.constructor('alert(1)')()}}",
].join(" ");

/** A browser and a server; close them when done. */
export async function openBench() {
  const files = {
    "/blank.html": join(root, "tests/browser/widgets/blank.html"),
    "/axe.js": join(root, "node_modules/axe-core/axe.min.js"),
  };
  const [browser, site] = await Promise.all([launchBrowser(), serve({ files })]);
  return {
    async visit(use, { width = 768, prepare } = {}) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, timezoneId: "UTC" });
      const complaints = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => {
        complaints.push(`a script ran: ${dialog.message()}`);
        void dialog.dismiss();
      });
      try {
        await (prepare ?? ((each) => each.clock.install({ time: NOW })))(page);
        await page.goto(`${site.url}blank.html`);
        await page.evaluate(() => customElements.whenDefined("deskgauge-kpi-tile"));
        await use(page);
        assert.deepEqual(complaints, []);
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** Loads tickets into a desk of the page, and answers `questions` there: `window.data` holds the desk and the answers by name. */
export async function ask(page, tickets, questions, settings = {}) {
  await page.evaluate(
    async ({ tickets, questions, settings, now }) => {
      const { Desk } = await import("/dist/index.js");
      const desk = await Desk.open({ timeZone: "UTC", now, engine: "page" });
      await desk.configure(settings);
      await desk.load(tickets);
      window.data = { desk };
      for (const [name, [method, question]] of Object.entries(questions)) {
        window.data[name] = await desk[method](question);
      }
    },
    { tickets, questions, settings, now: NOW },
  );
}

/** Adds a widget, with what `properties` makes of `window.data`; resolves to its locator once it is drawn. */
export async function add(page, name, properties = () => ({}), attributes = {}) {
  const handle = await page.evaluateHandle(
    async ({ name, attributes }) => {
      const element = document.createElement(`deskgauge-${name}`);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      window.last = element;
      window.heard = [];
      for (const event of [
        "open-ticket",
        "drill-down",
        "select",
        "retry",
        "acknowledge",
        "snooze",
        "export",
        "save-view",
        "print",
      ]) {
        element.addEventListener(`deskgauge-${event}`, (told) => {
          if (event === "export" || event === "print") told.preventDefault();
          window.heard.push({ event, detail: told.detail });
        });
      }
      return element;
    },
    { name, attributes },
  );
  await set(page, properties);
  await page.evaluate(async () => {
    document.querySelector("main").append(window.last);
    await window.last.updateComplete;
  });
  await handle.dispose();
  return page.locator(`deskgauge-${name}`).last();
}

/** Sets properties of the widget that was added last. */
export async function set(page, properties) {
  const given = await page.evaluateHandle(properties, await page.evaluateHandle(() => window.data ?? {}));
  await page.evaluate(async (values) => {
    Object.assign(window.last, values);
    if (window.last.isConnected) await window.last.updateComplete;
  }, given);
}

/** The events that the widget added last has told since. */
export function heard(page) {
  return page.evaluate(() => window.heard);
}

/** No finding of axe in light, dark and forced colours. */
export async function assertAccessible(page) {
  for (const media of [
    { colorScheme: "light", forcedColors: "none" },
    { colorScheme: "dark", forcedColors: "none" },
    { colorScheme: "light", forcedColors: "active" },
  ]) {
    await page.emulateMedia(media);
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    assert.deepEqual(found, [], JSON.stringify(media));
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}

/** None of the hostile text became an element, in the page or in any shadow root. */
export async function assertOnlyText(page) {
  const stray = await page.evaluate(() => {
    const all = (root) =>
      [...root.querySelectorAll("*")].flatMap((each) => [
        each,
        ...(each.shadowRoot ? all(each.shadowRoot) : []),
      ]);
    return all(document.body)
      .filter((each) => each.matches("img, script, [onerror], [href^='javascript:']"))
      .map((each) => each.outerHTML);
  });
  assert.deepEqual(stray, []);
}
