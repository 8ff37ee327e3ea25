// Every adapter against a server of its own, which plays the vendor's pages and limits: whatever goes wrong on the way, nothing is
// lost and nothing doubled.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as chatwoot from "./sync/chatwoot.mjs";
import * as freshdesk from "./sync/freshdesk.mjs";
import * as github from "./sync/github.mjs";
import * as gitlab from "./sync/gitlab.mjs";
import * as hubspot from "./sync/hubspot.mjs";
import * as intercom from "./sync/intercom.mjs";
import * as jira from "./sync/jira.mjs";
import * as redmine from "./sync/redmine.mjs";
import * as salesforce from "./sync/salesforce.mjs";
import { assertSame, atOnce, lagging, METRICS, oneByOne, readThrough } from "./sync/scenario.mjs";
import * as servicenow from "./sync/servicenow.mjs";
import { world } from "./sync/world.mjs";
import * as zammad from "./sync/zammad.mjs";
import * as zendesk from "./sync/zendesk.mjs";

const VENDORS = [
  zendesk,
  freshdesk,
  jira,
  salesforce,
  servicenow,
  zammad,
  chatwoot,
  github,
  gitlab,
  intercom,
  hubspot,
  redmine,
];
const MINUTES = 60_000;
const TICKETS = world({ tickets: 240, seed: 7 });

/** Tickets that are asked for one by one, of those that GitHub would not call a pull request. */
const SOME = [1, 2, 3, 5, 8, 13, 21, 35, 56, 90, 145, 236];

for (const vendor of VENDORS) {
  const exact = vendor.recordsOf(TICKETS);
  // Zendesk's exports leave the newest minute out, and promise for it that nothing comes late.
  const records = vendor.name === "zendesk" ? exact : lagging(exact, 5);
  for (const [seed, skew] of [
    [1, 0],
    [2, 7 * MINUTES],
    [3, -9 * MINUTES],
  ]) {
    test(`${vendor.name}: stopped, cut and refused, clocks ${skew / MINUTES} minutes apart (seed ${seed})`, async (t) => {
      const { found, desk, told, server } = await readThrough(vendor, records, { seed, skew });
      desk.free();
      t.diagnostic(`${server.asked.length} requests, ${told.stopped} stops`);
      assert.ok(told.stopped > 3, "it was stopped on the way");
      assert.equal(server.refused, 0, "it asked no faster than the vendor allows");
      assertSame(found, await atOnce(vendor, records));
    });
  }

  test(`${vendor.name}: a ticket alone says of itself what it says among all`, async () => {
    const found = await oneByOne(vendor, exact, SOME);
    const all = await atOnce(vendor, exact);
    const names = new Set(SOME.map(vendor.shown));
    assert.deepEqual(new Set(Object.keys(found.created)), names);
    for (const metric of METRICS) {
      const expected = Object.entries(all[metric]).filter(([id]) => names.has(id));
      assert.deepEqual(found[metric], Object.fromEntries(expected), metric);
    }
  });
}
