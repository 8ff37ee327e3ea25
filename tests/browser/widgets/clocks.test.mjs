// Widgets that show time passing, and what is to be done: they count by one timer, tell the page, and take text for text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  add,
  ask,
  assertAccessible,
  assertOnlyText,
  HOSTILE,
  heard,
  NOW,
  openBench,
  set,
} from "./harness.mjs";

const HOUR = 3_600_000;

/** A ticket that waits since an hour, due in three; one that is an hour late; one that was answered in time. */
const TICKETS = [
  { id: "waits", created_at: NOW - HOUR, channel: "email" },
  { id: HOSTILE, created_at: NOW - 5 * HOUR, channel: HOSTILE },
  {
    id: "met",
    created_at: NOW - 6 * HOUR,
    channel: "email",
    events: [{ at: NOW - 5 * HOUR, kind: "reply", role: "agent" }],
  },
];
const SETTINGS = {
  policies: [{ id: "all", targets: { first_response: "4h" } }],
  rules: [
    {
      id: HOSTILE,
      when: { since: "creation", longerThan: "30m" },
      steps: [{ do: "notify", to: { role: HOSTILE } }],
    },
  ],
};
const QUESTIONS = {
  sla: ["sla", { now: NOW, next: 10, by: "channel" }],
  steps: ["escalations", { now: NOW, next: 10 }],
  waits: ["clocks", "waits"],
};

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

const visit = (use, options) =>
  bench.visit(async (page) => {
    await ask(page, TICKETS, QUESTIONS, SETTINGS);
    await use(page);
  }, options);

test("a countdown counts down by the second, and turns late at its due instant", async () => {
  await visit(async (page) => {
    const countdown = await add(page, "sla-countdown", ({ waits }) => ({ cycles: waits }));
    const clock = countdown.locator("[part=clock]");
    await page.clock.pauseAt(NOW + HOUR);
    await page.clock.runFor(1_000);
    assert.equal(await clock.getAttribute("data-standing"), "running");
    const text = await clock.locator("[part=time]").textContent();
    await page.clock.runFor(1_000);
    assert.notEqual(await clock.locator("[part=time]").textContent(), text);
    await page.clock.runFor(2 * HOUR);
    assert.equal(await clock.getAttribute("data-standing"), "breached");
    assert.match(await clock.locator("[part=time]").textContent(), /late by/);
    await page.clock.resume();
    await clock.locator("summary").click();
    await assertAccessible(page);
  });
});

test("a countdown whose source refuses says so, asks again, and says when nothing applies", async () => {
  await visit(async (page) => {
    const countdown = await add(page, "sla-countdown", () => {
      let asked = 0;
      return {
        ticket: "waits",
        source: {
          clocks: async () => {
            asked += 1;
            if (asked === 1) throw new Error("no connection");
            return [];
          },
        },
      };
    });
    await countdown.locator("[role=alert]", { hasText: "no connection" }).waitFor();
    await assertAccessible(page);
    await countdown.locator("[role=alert] button").click();
    await countdown.getByText("No service level applies").waitFor();
    assert.deepEqual(await heard(page), [{ event: "retry", detail: {} }]);
  });
});

test("a hundred countdowns share one timer, and a hidden page has none", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      // Timers that are set and neither fired nor cleared; the ticker's last a second at most.
      const [set, clear] = [window.setTimeout, window.clearTimeout];
      window.pending = new Set();
      window.setTimeout = (run, after, ...rest) => {
        const id = set(
          (...given) => {
            window.pending.delete(id);
            run(...given);
          },
          after,
          ...rest,
        );
        window.pending.add(id);
        return id;
      };
      window.clearTimeout = (id) => {
        window.pending.delete(id);
        clear(id);
      };
    });
  await bench.visit(
    async (page) => {
      await ask(page, TICKETS, QUESTIONS, SETTINGS);
      const pending = () => page.evaluate(() => window.pending.size);
      const hide = (hidden) =>
        page.evaluate((state) => {
          Object.defineProperty(document, "hidden", { configurable: true, value: state });
          document.dispatchEvent(new Event("visibilitychange"));
        }, hidden);
      const idle = await pending();
      await page.evaluate(async () => {
        for (let at = 0; at < 100; at++) {
          const element = document.createElement("deskgauge-sla-countdown");
          element.cycles = window.data.waits;
          document.querySelector("main").append(element);
        }
        await new Promise((done) => requestAnimationFrame(done));
      });
      assert.equal(await page.locator("deskgauge-sla-countdown").count(), 100);
      assert.equal(await pending(), idle + 1);
      await hide(true);
      assert.equal(await pending(), idle);
      await hide(false);
      assert.equal(await pending(), idle + 1);
      await page.evaluate(() =>
        document.querySelectorAll("deskgauge-sla-countdown").forEach((each) => {
          each.remove();
        }),
      );
      assert.equal(await pending(), idle);
    },
    { prepare },
  );
});

test("a breach list starts with the latest, and opens tickets", async () => {
  await visit(async (page) => {
    await page.evaluate(
      ({ ticket, due }) => {
        const { sla } = window.data;
        // Late by now: it came due after it was asked about.
        window.data.late = { ...sla, next: [{ ...sla.next[0], ticket, due }, ...sla.next] };
      },
      { ticket: HOSTILE, due: NOW - HOUR },
    );
    const list = await add(page, "breach-list", ({ late }) => ({ answer: late }));
    assert.equal(await list.locator("[part=row]").count(), 2);
    assert.match(await list.locator("[part=time]").first().textContent(), /late by/);
    assert.match(await list.locator("[part=time]").last().textContent(), /due in/);
    await list.locator("[part=ticket]").first().focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await heard(page), [{ event: "open-ticket", detail: { ticket: HOSTILE } }]);
    await assertAccessible(page);
    await assertOnlyText(page);
    await set(page, ({ sla }) => ({ answer: { ...sla, next: [] } }));
    assert.match(await list.locator("[part=empty]").textContent(), /No breach ahead/);
    await set(page, ({ sla }) => {
      const rows = sla.rows.map((row) => ({ ...row, counts: { ...row.counts, breached: 2, pausedLate: 1 } }));
      return { answer: { ...sla, rows } };
    });
    assert.match(await list.locator("[part=late]").textContent(), /^Late now: \d+$/);
  });
});

test("an escalation panel says why, and hands acknowledging and snoozing to the page", async () => {
  await visit(async (page) => {
    const panel = await add(page, "escalation-panel", ({ steps }) => ({ answer: steps }));
    const due = await page.evaluate(() => window.data.steps.due);
    assert.ok(due.length >= 2);
    assert.equal(await panel.locator(".due").count(), due.length);
    await panel.locator("summary").first().click();
    await panel.getByRole("button", { name: "Acknowledge" }).first().click();
    await panel
      .getByRole("button", { name: /^Snooze/ })
      .first()
      .click();
    const told = await heard(page);
    assert.deepEqual(
      told.map(({ event, detail }) => [event, detail.step.id, detail.seconds]),
      [
        ["acknowledge", due[0].id, undefined],
        ["snooze", due[0].id, 3_600],
      ],
    );
    await assertAccessible(page);
    await assertOnlyText(page);
    await set(page, () => ({ readonly: true }));
    assert.equal(await panel.getByRole("button", { name: "Acknowledge" }).count(), 0);
  });
});

test("attainment shows each group against the target, and tells which was chosen", async () => {
  await visit(async (page) => {
    const share = await add(page, "sla-attainment", ({ sla }) => ({ answer: sla, target: 0.9 }));
    const rows = await page.evaluate(() => window.data.sla.rows.filter(({ n }) => n > 0));
    assert.equal(await share.locator("[part=row]").count(), rows.length);
    await share.getByRole("button", { name: "email" }).first().click();
    assert.deepEqual(await heard(page), [
      { event: "select", detail: { dimension: "channel", word: "email" } },
    ]);
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});

test("alerts stand newest first, and a new one is read out", async () => {
  await visit(async (page) => {
    const alert = (id, at, ticket) => ({
      kind: "clock",
      id,
      level: "breach",
      at,
      ticket,
      clock: "first_response",
      cycle: 1,
      due: at,
      target: 60,
      used: 61,
      policy: "all",
    });
    const alerts = [alert("1", NOW - 2 * HOUR, "old"), alert("2", NOW - HOUR, HOSTILE)];
    await page.evaluate((given) => {
      window.data.alerts = given;
    }, alerts);
    const feed = await add(page, "alert-feed", ({ alerts }) => ({ alerts }));
    assert.ok((await feed.locator("[part=alert]").first().textContent()).includes(HOSTILE));
    await page.evaluate(
      (given) => {
        window.data.alerts = given;
      },
      [...alerts, alert("3", NOW, "new")],
    );
    await set(page, ({ alerts }) => ({ alerts }));
    assert.match(await feed.locator("[role=status]").textContent(), /First response/);
    await feed.locator("[part=alert] button").first().click();
    assert.deepEqual(await heard(page), [{ event: "open-ticket", detail: { ticket: "new" } }]);
    await assertAccessible(page);
    await assertOnlyText(page);
  });
});
