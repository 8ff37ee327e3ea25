// The app for Freshdesk, in a page that plays the Freshworks platform: what it shows, what it asks for, and what it says when that
// fails.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ENGINES } from "./app-site.mjs";
import { DESK, SETTINGS } from "./freshdesk-desk.mjs";
import { openFreshdesk } from "./freshdesk-frame.mjs";

let freshdesk;

before(async () => {
  freshdesk = await openFreshdesk();
});

after(() => freshdesk?.close());

for (const [policy, engine] of Object.entries(ENGINES)) {
  test(`beside a ticket, under the policy "${policy}", in the ${engine} engine`, async () => {
    await freshdesk.visit({ page: "index", policy }, async ({ frame }) => {
      await frame.waitForSelector("deskgauge-sla-countdown [part=clock]");
      assert.equal(await frame.evaluate(() => document.documentElement.dataset.engine), engine);
      // Freshdesk's own due dates: 14:00 for the first response, two days after 10:00 for the resolution.
      const [response, resolution, ...more] = await textsOf(frame, "deskgauge-sla-countdown [part=clock]");
      assert.deepEqual(more, []);
      assert.match(response, /First response\s+due in 2:00:00\s/i);
      assert.match(resolution, /Resolution\s+due in 1d 22:00:00\s/);
      const steps = await textsOf(frame, "deskgauge-escalation-panel [part=step]");
      assert.equal(steps.length, 1);
      assert.match(steps[0], /^Notify lead[\s\S]*ticket 23 · silence/);
    });
  });
}

test("the frame is as high as what is in it, in the language of the agent", async () => {
  await freshdesk.visit({ page: "index", language: "fr" }, async ({ frame }) => {
    await frame.getByText("Première réponse").waitFor();
    const height = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    await frame.waitForFunction((height) => globalThis.told.heights.at(-1) === `${height}px`, height);
    assert.ok(height > 200 && height < 900, `${height} px`);
  });
});

test("the sidebar follows when another ticket is shown, and when the ticket is answered", async () => {
  const desk = structuredClone(DESK);
  await freshdesk.visit({ page: "index", desk, ticket: 21 }, async ({ frame, data }) => {
    await frame.locator("[data-standing=met]").first().waitFor();
    data.ticket.id = 23;
    await frame.evaluate(() => globalThis.emit("app.activated"));
    await frame.getByText("due in 2:00:00").waitFor();
    const at = "2026-03-02T11:50:00Z";
    Object.assign(desk.tickets[2].stats, { first_responded_at: at, agent_responded_at: at });
    desk.tickets[2].updated_at = at;
    desk.conversations.push({
      ...desk.conversations[0],
      id: 399,
      ticket_id: 23,
      created_at: at,
      updated_at: at,
    });
    await frame.evaluate(() => globalThis.emit("ticket.sendReply"));
    await frame.locator("[data-standing=met]").waitFor();
    const [response] = await textsOf(frame, "deskgauge-sla-countdown [part=clock]");
    assert.match(response, /First response\s+1h 50m\s/);
  });
});

test("a ticket comes with its conversation, through the templates of the package", async () => {
  await freshdesk.visit({ page: "index", ticket: 21 }, async ({ frame, asked }) => {
    await frame.locator("[data-standing=met]").first().waitFor();
    assert.deepEqual(asked.slice(0, 2), [
      "/api/v2/tickets/21?include=stats%2Crequester%2Ccompany",
      "/api/v2/tickets/21/conversations?page=1&per_page=100",
    ]);
  });
});

for (const page of ["index", "overview"]) {
  const template = page === "index" ? "ticket" : "tickets";
  for (const [what, fault, said] of [
    ["a wrong key", { status: 401 }, /key of this app is not accepted/],
    ["a refusal", { status: 403 }, /agent whose API key this app has/],
    // The page of its own asks again a few times first.
    ["a failure", Array(page === "index" ? 1 : 4).fill({ status: 500 }), /failed to answer/],
    [
      "a page instead of data",
      { status: 200, text: "<!doctype html><title>Sign in</title>" },
      /a page where data/,
    ],
    [
      "a host that is always busy",
      Array(6).fill({ status: 429, headers: { "Retry-After": "0" } }),
      /goes on refusing/,
    ],
  ]) {
    test(`${page}: ${what} is said in one sentence, and one line on the console; trying again helps`, async () => {
      await freshdesk.visit({ page, faults: { [template]: fault }, complaints: 1 }, async ({ frame }) => {
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

test("a setting that is wrong is named", async () => {
  const settings = { ...SETTINGS, days: "many" };
  await freshdesk.visit({ page: "index", settings, complaints: 1 }, async ({ frame, asked }) => {
    const alert = frame.locator("[part=error]");
    assert.match(
      await alert.textContent(),
      /setting of this app is wrong[\s\S]*days: expected a number of days/,
    );
    assert.deepEqual(asked, []);
  });
});

test("the platform's pause after too many requests is kept, and reading goes on after it", async () => {
  const faults = { conversations: { status: 429, headers: { "Retry-After": "1" } } };
  await freshdesk.visit({ page: "index", faults }, async ({ frame }) => {
    await frame.getByText("asks for a pause").waitFor();
    await frame.getByText("due in 2:00:00").waitFor();
    assert.equal(await frame.locator("#status").isVisible(), false);
  });
});

test("the page of its own shows all tickets, and opens one behind a figure in Freshdesk", async () => {
  await freshdesk.visit({ page: "overview", width: 1280 }, async ({ frame, asked }) => {
    await frame.getByText(/^3 tickets, as of/).waitFor();
    assert.deepEqual(asked.slice(0, 2), [
      "/api/v2/tickets?updated_since=2026-01-31T12%3A00%3A00.000Z&include=stats%2Crequester&order_by=updated_at&order_type=asc&page=1&per_page=100",
      "/api/v2/surveys/satisfaction_ratings?created_since=2026-01-31T12%3A00%3A00.000Z&page=1&per_page=100",
    ]);
    const tile = frame.locator("deskgauge-kpi-tile", { hasText: "First response" }).first();
    // 30 and 120 minutes; 23 waits.
    await tile.getByText(/^1h\s15m$/).waitFor();
    await tile.getByRole("button").first().click();
    await frame.locator("dialog").getByRole("button", { name: "22" }).click();
    await frame.waitForFunction(() => globalThis.told.clicks.length > 0);
    assert.deepEqual(await frame.evaluate(() => globalThis.told.clicks), [["click", "ticket", 22]]);
  });
});

/** What elements say, without the marks that hold words together or apart. */
async function textsOf(frame, selector) {
  const texts = await frame.locator(selector).allInnerTexts();
  return texts.map((text) => text.replace(/[\u00a0\u202f]/g, " ").replace(/[\u2066-\u2069]/g, ""));
}
