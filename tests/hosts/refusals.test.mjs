// What goes wrong between page and helpdesk: each time the widget says what, and the console holds one message.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NOW, openHost, scenario, UP } from "./harness.mjs";

const json = (status, body) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
const html = (body) => ({ status: 200, contentType: "text/html; charset=utf-8", body });

/** What the helpdesk answers, and what the widget says of it. */
const CASES = {
  "an error of the helpdesk": [
    (route) => route.fulfill(json(500, { message: "boom" })),
    /failed with status 500/,
  ],
  "a helpdesk that is overloaded": [(route) => route.fulfill(json(503, {})), /failed with status 503/],
  "a ticket that is forbidden": [(route) => route.fulfill(json(403, {})), /does not let you see/],
  "a page where JSON was expected": [
    (route) => route.fulfill(html("<h1>Maintenance</h1>")),
    /expected JSON from the helpdesk; found text\/html/,
  ],
  "a page where one signs in": [
    (route) => route.fulfill(html('<form><input type="password"></form>')),
    /session has ended/,
  ],
  "what only says it is JSON": [
    (route) => route.fulfill({ ...json(200), body: "<h1>Oops</h1>" }),
    /JSON|HTML/,
  ],
  "a broken connection": [(route) => route.abort(), /could not be reached/],
};

for (const name of UP) {
  describe(name, () => {
    let host;
    before(async () => {
      host = await openHost(name);
    });
    after(() => host?.close());

    /** The widget's sentence, once it has one. */
    const failure = (page) => page.locator("deskgauge-sla-countdown [role=alert]");

    for (const [what, [answer, sentence]] of Object.entries(CASES)) {
      test(`${what} is told in the widget and once on the console, and can be tried again`, async () => {
        await host.visit(async ({ page, said, go }) => {
          await page.route(host.api, answer);
          await go(host.ticket(1));
          await failure(page).waitFor();
          assert.match(await failure(page).textContent(), sentence);
          await page.waitForTimeout(300);
          assert.equal(said.length, 1, said.join("\n"));
          await page.unroute(host.api);
          await failure(page).getByRole("button").click();
          await page.locator("deskgauge-sla-countdown [part=clock]").first().waitFor();
          assert.equal(said.length, 1, said.join("\n"));
        });
      });
    }

    test("a session that ended is told by the real answer of the helpdesk", async () => {
      await host.visit(async ({ page, said, go }) => {
        await page.route(host.api, async (route) => {
          await page.context().clearCookies();
          const { cookie: _, ...headers } = await route.request().allHeaders();
          await route.continue({ headers });
        });
        await go(host.ticket(1));
        await failure(page).waitFor();
        assert.match(await failure(page).textContent(), /session has ended/);
        assert.equal(said.length, 1, said.join("\n"));
      });
    });

    test("a ticket that one may not see is told by the real answer of the helpdesk", async () => {
      const at = (wanted) => 1 + scenario.tickets.findIndex(({ expected }) => expected.finalQueue === wanted);
      await host.visit(
        async ({ page, said, go }) => {
          // As if the ticket had been moved away while its page was open.
          await page.addInitScript(
            (hidden) => {
              addEventListener("DOMContentLoaded", () => {
                for (const place of document.querySelectorAll("[data-ticket]")) place.dataset.ticket = hidden;
              });
            },
            String(at("Engineering")),
          );
          await go(host.ticket(at("Support L1")));
          await failure(page).waitFor();
          assert.match(await failure(page).textContent(), /does not let you see/);
          assert.equal(said.length, 1, said.join("\n"));
        },
        { user: "kim" },
      );
    });

    test("a helpdesk that is slow is called so, and given up in the end", async () => {
      await host.visit(async ({ page, said, go }) => {
        await page.clock.install({ time: NOW });
        const asked = new Promise((resolve) => {
          // Never answered.
          page.route(host.api, resolve);
        });
        await go(host.ticket(1));
        await asked;
        const status = page.locator(".deskgauge-progress");
        await status.getByText("Reading tickets").waitFor();
        await page.clock.runFor(5_000);
        await status.getByText("takes long to answer").waitFor();
        assert.deepEqual(said, []);
        await page.clock.runFor(40_000);
        await failure(page).waitFor();
        assert.match(await failure(page).textContent(), /no answer within 30 seconds/);
        assert.equal(said.length, 1, said.join("\n"));
      });
    });
  });
}
