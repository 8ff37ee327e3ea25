// Every fact of every ticket, read by the page from the helpdesk's own API, is what was put into the helpdesk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openHost, scenario, UP } from "./harness.mjs";

/** Facts that are numbers, by the metric that holds them. */
const NUMBERS = {
  first_response_time: "firstReply",
  first_resolution_time: "firstResolved",
  full_resolution_time: "lastResolved",
  reopens_per_ticket: "reopens",
  transfers_per_ticket: "queueChanges",
  replies_per_ticket: "agentReplies",
  agent_changes_per_ticket: "agentChanges",
  priority_escalations_per_ticket: "priorityChanges",
  waiting_time: "stalledSeconds",
};
/** Facts that are words, by dimension. */
const WORDS = { group: "finalQueue", assignee: "finalOwner", status_class: "finalStatus" };
const CLASSES = { new: "new", open: "open", stalled: "on_hold", resolved: "solved", rejected: "closed" };

/** What the scenario says of each ticket, in our words. */
const expected = new Map(
  scenario.tickets.map(({ created, events, expected: facts }, at) => {
    const seconds = (at) => (Date.parse(at) - Date.parse(created)) / 1_000;
    // A ticket that was turned down is over too.
    const rejected = events.find(({ type, to }) => type === "status" && to === "rejected");
    const end = rejected === undefined ? null : seconds(rejected.at);
    const over = ["resolved", "rejected"].includes(facts.finalStatus);
    const waited = events.some(({ to }) => to === "stalled");
    let owner = null;
    let agentChanges = 0;
    for (const { type, to } of events) {
      if (type !== "assign") continue;
      if (owner !== null && owner !== to) agentChanges += 1;
      owner = to;
    }
    return [
      String(at + 1),
      {
        ...facts,
        agentChanges,
        firstResolved: facts.firstResolved ?? end,
        lastResolved: over ? (facts.lastResolved ?? end) : null,
        stalledSeconds: waited ? facts.stalledSeconds : null,
        finalStatus: CLASSES[facts.finalStatus],
      },
    ];
  }),
);

/** What differs from host to host: what a helpdesk does by itself, or has no word for. */
const HOSTS = {
  rt: (facts) => facts,
  // There is no status for new tickets.
  "django-helpdesk": (facts) => ({
    ...facts,
    finalStatus: facts.finalStatus === "new" ? "open" : facts.finalStatus,
  }),
};

/** All facts of all tickets, asked of the dashboard's own desk. */
async function readFacts(page) {
  await page.waitForFunction(() => document.querySelector("deskgauge-dashboard")?.source !== undefined);
  return page.locator("deskgauge-dashboard").evaluate(
    async ({ source: desk }, { metrics, dimensions }) => {
      const facts = {};
      const set = (id, name, value) => {
        facts[id] ??= {};
        facts[id][name] = value;
      };
      const report = await desk.report({ metrics });
      for (const metric of metrics) {
        const { tickets } = await report.tickets({ metric }, { limit: 10_000 });
        for (const { id, value } of tickets) set(id, metric, value);
      }
      for (const dimension of dimensions) {
        const split = await desk.report({ metrics: ["tickets"], by: dimension });
        for (const { by } of split.groups) {
          const { tickets } = await split.tickets({ ...by, metric: "tickets" }, { limit: 10_000 });
          for (const { id } of tickets) set(id, dimension, by[dimension]);
        }
      }
      return facts;
    },
    { metrics: Object.keys(NUMBERS), dimensions: Object.keys(WORDS) },
  );
}

function compare(name, facts, ids) {
  assert.deepEqual(Object.keys(facts).sort(), [...ids].sort());
  const differ = [];
  for (const id of ids) {
    const wanted = HOSTS[name](expected.get(id));
    for (const [ours, theirs] of Object.entries({ ...NUMBERS, ...WORDS })) {
      const [found, hoped] = [facts[id][ours] ?? null, wanted[theirs] ?? null];
      if (found !== hoped) differ.push(`ticket ${id}, ${ours}: ${found}, not ${hoped}`);
    }
  }
  assert.deepEqual(differ, []);
}

for (const name of UP) {
  describe(name, () => {
    let host;
    before(async () => {
      host = await openHost(name);
    });
    after(() => host?.close());

    for (const user of ["root", "ana"]) {
      test(`every fact of every ticket is the scenario's, as ${user} reads it`, async () => {
        await host.visit(
          async ({ page, said, go }) => {
            await go(host.overview);
            compare(name, await readFacts(page), [...expected.keys()]);
            assert.deepEqual(said, []);
          },
          { user },
        );
      });
    }

    test("whoever sees one queue only has its tickets, with every fact", async () => {
      await host.visit(
        async ({ page, said, go }) => {
          await go(host.overview);
          const visible = [...expected.keys()].filter((id) => expected.get(id).finalQueue === "Support L1");
          compare(name, await readFacts(page), visible);
          assert.deepEqual(said, []);
        },
        { user: "kim" },
      );
    });
  });
}
