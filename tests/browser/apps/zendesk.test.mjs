// The app for Zendesk, in a page that plays Zendesk Support: what it shows, what it asks for, and what it says when that fails.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../../www/build/run.mjs";
import { ENGINES } from "./app-site.mjs";
import { NOW, SETTINGS } from "./zendesk-desk.mjs";
import { openZendesk } from "./zendesk-frame.mjs";

const axe = join(root, "node_modules/axe-core/axe.min.js");
let zendesk;

before(async () => {
  zendesk = await openZendesk();
});

after(() => zendesk?.close());

for (const [policy, engine] of Object.entries(ENGINES)) {
  test(`beside a ticket, under the policy "${policy}", in the ${engine} engine`, async () => {
    await zendesk.visit({ page: "sidebar", policy }, async ({ frame }) => {
      await frame.waitForSelector("deskgauge-sla-countdown [part=clock]");
      assert.equal(await frame.evaluate(() => document.documentElement.dataset.engine), engine);
      // Created at 10:00 and unanswered: the first response of 4 hours is due at 14:00, the resolution of 48 two days later.
      const clocks = await textsOf(frame, "deskgauge-sla-countdown [part=clock]");
      assert.equal(clocks.length, 2);
      assert.match(clocks[0], /First response\s+due in 2:00:00\s/i);
      assert.match(clocks[0], /2h of 4h/);
      assert.match(clocks[1], /Resolution\s+due in 1d 22:00:00\s[\s\S]*2h of 2d/);
      // Open for two hours, a word to the lead after one.
      const steps = await textsOf(frame, "deskgauge-escalation-panel [part=step]");
      assert.equal(steps.length, 1);
      assert.match(steps[0], /^Notify lead[\s\S]*ticket 13 · silence/);
    });
  });
}

test("the frame is as high as what is in it, and follows Zendesk's light and language", async () => {
  const properties = { "currentUser.locale": "de", colorScheme: "dark" };
  await zendesk.visit({ page: "sidebar", properties }, async ({ page, frame, told }) => {
    await frame.getByText("Erste Antwort").waitFor();
    const height = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    await page.waitForFunction(
      (height) => document.querySelector("iframe").style.height === `${height}px`,
      height,
    );
    assert.ok(height > 200 && height < 900, `${height} px`);
    const scheme = () => frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    assert.equal(await scheme(), "dark");
    await page.evaluate(() => globalThis.emit("colorScheme.changed", "light"));
    await frame.waitForFunction(() => getComputedStyle(document.documentElement).colorScheme === "light");
    assert.deepEqual((await told()).listens.filter((name) => name.startsWith("ticket.")).sort(), [
      "ticket.submit.done",
      "ticket.updated",
    ]);
  });
});

test("a change of the ticket is shown", async () => {
  const { DESK } = await import("./zendesk-desk.mjs");
  const desk = structuredClone(DESK);
  await zendesk.visit({ page: "sidebar", desk }, async ({ page, frame }) => {
    await frame.getByText("due in 2:00:00").waitFor();
    const at = "2026-03-02T11:50:00Z";
    Object.assign(desk.tickets[2], { status: "open", updated_at: at });
    desk.audits.push({
      id: 9_000,
      ticket_id: 13,
      created_at: at,
      author_id: 1,
      via: { channel: "web" },
      events: [{ id: 9_001, type: "Comment", author_id: 1, body: "made up", public: true }],
    });
    await page.evaluate(() => globalThis.emit("ticket.updated"));
    await frame.locator("[data-standing=met]").waitFor();
    const [clock] = await textsOf(frame, "deskgauge-sla-countdown [part=clock]");
    assert.match(clock, /1h 50m of 4h/);
  });
});

test("what is acknowledged stays so when the ticket is shown again", async () => {
  // Of one site, because this browser lets no frame of another site store anything.
  await zendesk.visit({ page: "sidebar", sameSite: true }, async ({ page, frame }) => {
    const steps = frame.locator("deskgauge-escalation-panel [part=step] button", { hasText: "Acknowledge" });
    await steps.click();
    await steps.waitFor({ state: "detached" });
    await page.evaluate(() => {
      const frame = document.querySelector("iframe");
      globalThis.told.listens.clear();
      frame.src = `${frame.src}&again`;
    });
    await page.waitForFunction(() => globalThis.told.listens.has("ticket.updated"));
    await frame.getByText("Nothing is to be escalated").first().waitFor();
    assert.equal(await frame.locator("button", { hasText: "Acknowledge" }).count(), 0);
  });
});

test("a ticket comes with all its audits, page by page, and nothing is asked twice", async () => {
  await zendesk.visit({ page: "sidebar", ticket: 11 }, async ({ frame, asked, told }) => {
    await frame.locator("[data-standing=met]").first().waitFor();
    assert.deepEqual(asked, [
      "/api/v2/tickets/11.json?include=users,groups,metric_events",
      "/api/v2/tickets/11/audits.json?page[size]=100",
      "/api/v2/tickets/11/audits.json?page[after]=2&page[size]=100",
    ]);
    for (const options of (await told()).requested) {
      assert.deepEqual(
        { ...options, url: "" },
        {
          url: "",
          type: "GET",
          dataType: "json",
          httpCompleteResponse: true,
          autoRetry: false,
        },
      );
    }
  });
});

for (const page of ["sidebar", "overview"]) {
  const first = page === "sidebar" ? "/api/v2/tickets/" : "/api/v2/incremental/ticket_events";
  const refused = page === "sidebar" ? /Your role/ : /only administrators/;
  for (const [what, fault, said] of [
    ["a signed-out session", { status: 401 }, /Sign in again/],
    ["a refusal", { status: 403 }, refused],
    // The page of its own asks again a few times first.
    ["a failure", Array(page === "sidebar" ? 1 : 4).fill({ status: 500 }), /failed to answer/],
    [
      "a page instead of data",
      { status: 200, text: "<!doctype html><title>Sign in</title>" },
      /a page where data/,
    ],
    [
      "a host that is always busy",
      Array(6).fill({ status: 429, headers: "Retry-After: 0" }),
      /goes on refusing/,
    ],
  ]) {
    test(`${page}: ${what} is said in one sentence, and one line on the console; trying again helps`, async () => {
      await zendesk.visit({ page, faults: { [first]: fault }, complaints: 1 }, async ({ frame }) => {
        const alerts = frame.locator("[part=error]");
        await alerts.first().waitFor();
        assert.equal(await alerts.count(), 1);
        assert.match(await alerts.textContent(), said);
        await alerts.getByRole("button").click();
        await alerts.waitFor({ state: "detached" });
      });
    });
  }
}

test("a host that does not answer is given up after half a minute", async () => {
  const faults = { "/api/v2/tickets/": { after: 2_000 } };
  await zendesk.visit(
    { page: "sidebar", faults, clock: "install", complaints: 1 },
    async ({ page, frame, asked }) => {
      await frame.getByText("Reading the ticket").waitFor();
      while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await page.clock.runFor(31_000);
      await frame.getByText("did not answer in time").waitFor();
    },
  );
});

test("a setting that is wrong is named", async () => {
  const settings = { ...SETTINGS, policies: '[{ "id": "all" ' };
  await zendesk.visit({ page: "sidebar", settings, complaints: 1 }, async ({ frame, asked }) => {
    const alert = frame.locator("[part=error]");
    assert.match(await alert.textContent(), /setting of this app is wrong[\s\S]*policies: expected JSON/);
    assert.deepEqual(asked, []);
  });
});

test("a helpdesk that asks for a pause gets it, and reading goes on after it", async () => {
  const busy = { status: 429, headers: "content-type: application/json\r\nRetry-After: 1\r\n" };
  const faults = { "/api/v2/tickets/13/audits.json": busy };
  await zendesk.visit({ page: "sidebar", faults }, async ({ frame }) => {
    await frame.getByText("asks for a pause").waitFor();
    await frame.getByText("due in 2:00:00").waitFor();
    assert.equal(await frame.locator("#status").isVisible(), false);
  });
});

test("the page of its own shows all tickets, and opens one behind a figure in Zendesk", async () => {
  await zendesk.visit({ page: "overview", width: 1280 }, async ({ frame, told, asked }) => {
    await frame.getByText(/^3 tickets, as of/).waitFor();
    const since = Math.floor((NOW - 30 * 86_400_000) / 1_000);
    assert.deepEqual(asked, [
      "/api/v2/groups.json?page[size]=100",
      `/api/v2/incremental/ticket_events.json?start_time=${since}&include=comment_events`,
      `/api/v2/incremental/ticket_metric_events.json?start_time=${since}`,
      `/api/v2/incremental/tickets/cursor.json?start_time=${since}&include=users`,
      "/api/v2/incremental/tickets/cursor.json?cursor=2",
    ]);
    const tile = frame.locator("deskgauge-kpi-tile", { hasText: "First response" }).first();
    // 30 and 120 minutes; 13 waits.
    await tile.getByText(/^1h\s15m$/).waitFor();
    // 12 alone went from the first to the second level.
    const escalated = frame.locator("deskgauge-kpi-tile", { hasText: "Escalation rate" });
    await escalated.getByText(/^33(\.\d)?\s?%$/).waitFor();
    await tile.getByRole("button").first().click();
    await frame.locator("dialog").getByRole("button", { name: "12" }).click();
    await frame.waitForTimeout(50);
    assert.deepEqual((await told()).invoked.at(-1), ["routeTo", "ticket", "12"]);
  });
});

test("on the page of its own, too, what is acknowledged is done with", async () => {
  await zendesk.visit({ page: "overview", width: 1280 }, async ({ frame }) => {
    await frame.getByText(/^3 tickets, as of/).waitFor();
    const steps = frame.locator("deskgauge-escalation-panel [part=step]");
    await steps.getByText("ticket 13").waitFor();
    const before = await steps.count();
    await steps.filter({ hasText: "ticket 13" }).getByRole("button", { name: "Acknowledge" }).click();
    await steps.getByText("ticket 13").waitFor({ state: "detached" });
    assert.equal(await steps.count(), before - 1);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const [page, ready] of [
    ["sidebar", "deskgauge-sla-countdown [part=clock]"],
    ["overview", "deskgauge-kpi-tile"],
  ]) {
    test(`the ${page} is accessible, ${colorScheme}`, async () => {
      const width = page === "sidebar" ? 320 : 1280;
      await zendesk.visit({ page, width, properties: { colorScheme } }, async ({ frame }) => {
        await frame.waitForSelector(ready);
        await frame.waitForFunction(
          () =>
            document.querySelector("#status").hidden ||
            /^3 /.test(document.querySelector("#status").textContent),
        );
        await frame.addScriptTag({ content: await readFile(axe, "utf8") });
        const violations = await frame.evaluate(async () => {
          const found = await globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
          });
          return found.violations.map(
            ({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`,
          );
        });
        assert.deepEqual(violations, []);
      });
    });
  }
}

test("reading can be stopped, keeps what it has, and goes on where it was", async () => {
  const faults = { "/api/v2/incremental/tickets/cursor.json?cursor=2": { after: 600_000 } };
  await zendesk.visit({ page: "overview", width: 1280, faults }, async ({ frame, asked }) => {
    await frame.getByText("Read so far: 2 tickets").waitFor();
    await frame.getByRole("button", { name: "Stop" }).click();
    await frame.getByText(/^Stopped\..*2 tickets/).waitFor();
    assert.ok((await frame.locator("deskgauge-kpi-tile").count()) > 0);
    const before = asked.length;
    await frame.getByRole("button", { name: "Go on" }).click();
    await frame.getByText(/^3 tickets, as of/).waitFor();
    // What happened meanwhile comes first; then the page that was stopped, and none that was there before.
    assert.deepEqual(
      asked.slice(before).filter((url) => url.includes("/tickets/")),
      ["/api/v2/incremental/tickets/cursor.json?cursor=2"],
    );
    assert.equal(await frame.locator("progress").isVisible(), false);
  });
});

/** What elements say, without the marks that hold words together or apart. */
async function textsOf(frame, selector) {
  const texts = await frame.locator(selector).allInnerTexts();
  return texts.map((text) => text.replace(/[\u00a0\u202f]/g, " ").replace(/[\u2066-\u2069]/g, ""));
}
