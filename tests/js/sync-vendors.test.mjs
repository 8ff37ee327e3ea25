// Every adapter against a server of its own, which plays the vendor's pages and limits: whatever goes wrong on the way, nothing is
// lost and nothing doubled.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as freshdesk from "./sync/freshdesk.mjs";
import * as github from "./sync/github.mjs";
import * as gitlab from "./sync/gitlab.mjs";
import * as jira from "./sync/jira.mjs";
import * as salesforce from "./sync/salesforce.mjs";
import { assertSame, atOnce, lagging, readThrough } from "./sync/scenario.mjs";
import * as servicenow from "./sync/servicenow.mjs";
import { world } from "./sync/world.mjs";
import * as zendesk from "./sync/zendesk.mjs";

const VENDORS = [zendesk, freshdesk, jira, salesforce, servicenow, github, gitlab];
const MINUTES = 60_000;
const TICKETS = world({ tickets: 240, seed: 7 });

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
}
