// What single vendors say of their limits, and what adapters make of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { jira } from "deskgauge/adapters/jira";
import { sync } from "deskgauge/sync";
import * as github from "./sync/github.mjs";
import * as salesforce from "./sync/salesforce.mjs";
import { MadeClock, openServer } from "./sync/server.mjs";
import { UNTIL, world } from "./sync/world.mjs";

const HOUR = 3_600_000;

/** A desk and a server over a vendor's records, closed afterwards; nothing takes time but waiting. */
async function served(vendor, answer, use) {
  const clock = new MadeClock(UNTIL + HOUR);
  const server = await openServer({ answer, clock, latency: () => 0 });
  const desk = await Desk.open({ timeZone: "UTC", now: UNTIL });
  try {
    await use({ clock, server, desk, adapter: vendor.adapter(server.request) });
  } finally {
    desk.free();
    await server.close();
  }
}

test("GitHub: where nothing changed, the third sync is answered without a body and costs nothing", async () => {
  const records = github.recordsOf(world({ tickets: 12, seed: 3 }));
  await served(github, github.answer(records), async ({ clock, server, desk, adapter }) => {
    let { cursor } = await sync(desk, adapter, { clock });
    ({ cursor } = await sync(desk, adapter, { clock, cursor }));
    const before = server.asked.length;
    const idle = await sync(desk, adapter, { clock, cursor: JSON.parse(JSON.stringify(cursor)) });
    assert.equal(server.asked.length, before + 1);
    assert.ok(server.asked.at(-1).headers["if-none-match"]);
    assert.deepEqual([idle.answers, idle.tickets], [0, 0]);
    assert.deepEqual(idle.cursor, cursor);
    // One of them changes after all.
    const last = records.issues.at(-1);
    const at = clock.now();
    const updated_at = new Date(at).toISOString();
    records.issues.push({ ...last, at, record: { ...last.record, updated_at } });
    const told = await sync(desk, adapter, { clock, cursor: idle.cursor });
    assert.ok(told.answers > 0);
    assert.equal(told.cursor.position.updated, Math.floor(at / 1_000) * 1_000);
  });
});

test("Salesforce: a sync ends before the day's requests are used up, and goes on from its cursor the next day", async () => {
  const records = salesforce.recordsOf(world({ tickets: 120, seed: 3 }));
  const expected = salesforce.recordsOf(world({ tickets: 120, seed: 3 })).Case.map(({ id }) => id);
  let cursor;
  const onProgress = (now) => {
    cursor = now.cursor;
  };
  const bytes = await (async () => {
    let saved;
    await served(salesforce, salesforce.answer(records, 13_495), async ({ clock, desk, adapter }) => {
      const error = await sync(desk, adapter, { clock, onProgress }).catch((error) => error);
      assert.deepEqual([error.code, /13500 of its 15000/.test(error.message)], ["quota-used", true]);
      saved = await desk.save();
    });
    return saved;
  })();
  assert.ok(cursor !== undefined);
  await served(salesforce, salesforce.answer(records), async ({ clock, adapter }) => {
    const desk = await Desk.restore(bytes, { timeZone: "UTC", now: UNTIL });
    await sync(desk, adapter, { clock, cursor });
    const report = await desk.report({ metrics: ["created"] });
    assert.equal(report.cell().n, new Set(expected).size);
    desk.free();
  });
});

test("Salesforce: milestones that an organization does not have are done without, a broken condition is told", async () => {
  const { adapter: adapterOf } = salesforce;
  const records = salesforce.recordsOf(world({ tickets: 5, seed: 3 }));
  await served(salesforce, salesforce.answer(records), async ({ clock, server, desk }) => {
    await sync(desk, adapterOf(server.request), { clock });
    assert.ok(server.asked.some(({ query }) => /FROM CaseMilestone/.test(query.get("q") ?? "")));
  });
  const answer = () => ({ status: 400, body: [{ errorCode: "INVALID_FIELD", message: "No such column" }] });
  await served(salesforce, answer, async ({ clock, desk, adapter }) => {
    await assert.rejects(sync(desk, adapter, { clock }), { code: "host-refused", message: /No such column/ });
  });
});

test("Jira: a window begins at a minute of the user's zone that is early enough, also where clocks are changed", async () => {
  const timeZone = "America/New_York";
  /** The beginning that Jira is asked for when the last change was seen then. */
  const beginning = async (seen) => {
    const asked = [];
    const request = async (path, { body }) => {
      if (path.endsWith("/myself")) return Response.json({ timeZone });
      asked.push(JSON.parse(body).jql);
      return Response.json({ issues: [], isLast: true });
    };
    const position = { updated: Date.parse(seen) };
    const cursor = { version: 1, source: "jira", since: 0, position };
    const desk = { load: async () => ({ newTickets: 0 }) };
    const done = await sync(desk, jira({ request, jql: "project = A OR project = B" }), { cursor });
    assert.ok(done.cursor.position.updated <= position.updated);
    const [, narrowed, from] = /^(.*) AND updated >= "(.*)" ORDER BY updated ASC$/.exec(asked[0]);
    assert.equal(narrowed, "(project = A OR project = B)");
    return from;
  };
  // Five minutes earlier, in summer and in winter.
  assert.equal(await beginning("2026-07-01T12:05:59.999Z"), "2026-07-01 08:00");
  assert.equal(await beginning("2026-01-01T12:05:00Z"), "2026-01-01 07:00");
  // From 05:00 to 07:00 UTC it is twice one o'clock and something; an hour earlier cannot be too late, whichever is meant.
  assert.equal(await beginning("2026-11-01T05:35:00Z"), "2026-11-01 00:30");
  assert.equal(await beginning("2026-11-01T06:35:00Z"), "2026-11-01 01:30");
  // Between two and three there is no time at all, which must not be asked for.
  assert.equal(await beginning("2026-03-08T07:15:00Z"), "2026-03-08 01:10");
});
