// The engines and the widgets in Firefox and WebKit: which engine runs under which policy, that they answer alike, and that every
// widget draws. Not a part of `npm test`, because these browsers are the machine's own: `npm run test:browsers`, or `npm run test:browsers -- webkit`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CHOICES, NAMED } from "../browser/engine-choices.mjs";
import { serveEngines } from "../browser/engine-site.mjs";
import { SAYS } from "../browser/every-widget.mjs";
import { BROWSERS, startBrowser } from "./webdriver.mjs";

const names = process.env.BROWSERS?.split(",") ?? Object.keys(BROWSERS);

for (const name of names) {
  describe(name, () => {
    let site;
    let browser;
    before(async () => {
      site = await serveEngines();
      browser = await startBrowser(name);
    });
    after(async () => {
      await browser?.close();
      site?.close();
    });
    const visit = (policy, query) => browser.title(`${site.url}/${policy}/visit.html?${query}`);

    test("page, worker and plain give the same answers, to the bit", async () => {
      const all = await visit("free", "alike");
      assert.deepEqual(
        all.map(({ engine, same }) => [engine, same]),
        [
          ["worker", true],
          ["page", true],
          ["plain", true],
        ],
      );
      assert.ok(all[0].length > 500_000);
    });

    test("every widget draws the right figures, a countdown goes on, and nobody complains", async () => {
      const { says, later, complaints, failed } = await browser.title(`${site.url}/trusted/widgets.html`);
      assert.equal(failed, undefined);
      assert.deepEqual(complaints, []);
      for (const [widget, words] of Object.entries(SAYS)) assert.match(says[widget], words, widget);
      assert.match(later, SAYS["sla-countdown"]);
      assert.notEqual(later, says["sla-countdown"]);
    });

    for (const [policy, engine, note] of CHOICES) {
      test(`${policy}: ${engine}`, async () => {
        const opened = await visit(policy, "");
        assert.equal(opened.engine, engine, JSON.stringify(opened));
        assert.match(opened.note, note);
        assert.equal(opened.tickets, 1);
      });
    }

    for (const [policy, engine, outcome] of NAMED) {
      test(`${policy}, ${engine} by name: ${outcome}`, async () => {
        const opened = await visit(policy, `engine=${engine}`);
        assert.equal(opened.code ?? opened.engine, outcome, JSON.stringify(opened));
      });
    }
  });
}
