// What the adapters fetch makes the figures that it must, from the answers of the vendors' APIs to the
// desk: six tickets told in full, with their figures. They are not part of the project; they are looked for in DESKGAUGE_DATA, by
// default ../shared/data beside the checkout, and without them the checks are skipped and counted.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { freshdesk, freshdeskApp } from "deskgauge/adapters/freshdesk";
import { zendesk, zendeskApp } from "deskgauge/adapters/zendesk";
import { sync } from "deskgauge/sync";
import { freshdeskApi } from "../browser/apps/freshdesk-api.mjs";
import { zendeskApi } from "../browser/apps/zendesk-api.mjs";
import * as jira from "./sync/jira.mjs";
import { jiraRecords, salesforceRecords, servicenowRecords } from "./sync/lifecycle.mjs";
import * as salesforce from "./sync/salesforce.mjs";
import { MadeClock, openServer } from "./sync/server.mjs";
import * as servicenow from "./sync/servicenow.mjs";

const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));
const folder = join(data, "vendor-lifecycle-handmade");
const skip = (checks) => !existsSync(folder) && `${checks} checks skipped, for want of ${folder}`;
const json = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));

/** What is expected of each ticket, and how a desk is asked for it. */
const DURATIONS = {
  frt_minutes: "first_response_time",
  first_res_minutes: "first_resolution_time",
  res_minutes: "full_resolution_time",
  tte_minutes: "time_to_escalation",
};
const COUNTS = {
  reopens: "reopens_per_ticket",
  transfers: "transfers_per_ticket",
  escalations: "escalations_per_ticket",
};
const TICKETS = 6;

const ZENDESK_CHECKS = (Object.keys(DURATIONS).length + Object.keys(COUNTS).length) * TICKETS;

function zendeskDesk() {
  const { users = [] } = existsSync(join(folder, "zendesk/users.json")) ? json("zendesk/users.json") : {};
  const names = ["tickets", "audits", "groups", "ticket_metric_events"];
  return { users, ...Object.assign({}, ...names.map((name) => json(`zendesk/${name}.json`))) };
}

/** Zendesk by its client, which rejects where it is refused. */
function zendeskOf(desk) {
  const api = zendeskApi(desk);
  const client = {
    async request({ url }) {
      const { ok, response } = await api.answer(url);
      if (!ok) throw response;
      return response;
    },
  };
  return zendesk({ request: zendeskApp(client) });
}

async function openDesk(expected, statuses = {}) {
  const desk = await Desk.open({ timeZone: "UTC", now: expected.snapshot });
  const groups = Object.fromEntries(Object.values(expected.groups).map(({ name, line }) => [name, line]));
  await desk.configure({ levels: { groups }, statuses });
  return desk;
}

/** The value of a metric by ticket. */
async function values(desk, metric) {
  const report = await desk.report({ metrics: [metric] });
  const { tickets } = await report.tickets({ metric });
  return new Map(tickets.map(({ id, value }) => [id, value]));
}

async function assertFigures(desk, expected, idOf = String) {
  let checks = 0;
  for (const [name, metric] of Object.entries(DURATIONS)) {
    const found = await values(desk, metric);
    for (const ticket of expected.tickets) {
      const seconds = found.get(idOf(ticket.id));
      assert.equal(seconds === undefined ? null : seconds / 60, ticket[name], `${ticket.id}: ${name}`);
      checks += 1;
    }
  }
  for (const [name, metric] of Object.entries(COUNTS)) {
    const found = await values(desk, metric);
    for (const ticket of expected.tickets) {
      assert.equal(found.get(idOf(ticket.id)) ?? 0, ticket[name], `${ticket.id}: ${name}`);
      checks += 1;
    }
  }
  return checks;
}

test("Zendesk: the exports make every figure", { skip: skip(ZENDESK_CHECKS) }, async () => {
  const expected = json("expected.json");
  const desk = await openDesk(expected);
  const { tickets } = await sync(desk, zendeskOf(zendeskDesk()));
  assert.equal(tickets, TICKETS);
  assert.equal(await assertFigures(desk, expected), ZENDESK_CHECKS);
  desk.free();
});

test("Zendesk: the tickets one by one make every figure", { skip: skip(ZENDESK_CHECKS) }, async () => {
  const expected = json("expected.json");
  const desk = await openDesk(expected);
  const adapter = zendeskOf(zendeskDesk());
  for (const { id } of expected.tickets) await sync(desk, adapter, { ticket: id });
  assert.equal(await assertFigures(desk, expected), ZENDESK_CHECKS);
  desk.free();
});

/** Without the export of activities, Freshdesk tells no moves between groups, and no resolution but the last. */
const FRESHDESK = { frt_minutes: DURATIONS.frt_minutes, res_minutes: DURATIONS.res_minutes };
const FRESHDESK_CHECKS = Object.keys(FRESHDESK).length * TICKETS;

for (const [how, read] of [
  ["the list of tickets makes", (desk, adapter) => sync(desk, adapter)],
  [
    "the tickets one by one make",
    async (desk, adapter, { tickets }) => {
      for (const { id } of tickets) await sync(desk, adapter, { ticket: id });
    },
  ],
]) {
  test(`Freshdesk: ${how} first response and resolution`, { skip: skip(FRESHDESK_CHECKS) }, async () => {
    const expected = json("expected.json");
    const desk = await openDesk(expected);
    const api = freshdeskApi(
      {
        tickets: json("freshdesk/tickets.json"),
        conversations: json("freshdesk/conversations.json"),
        ratings: json("freshdesk/satisfaction_ratings.json"),
        groups: [],
        agents: [],
      },
      { domain: "desk.freshdesk.com" },
    );
    const client = {
      request: {
        async invokeTemplate(name, options) {
          const { ok, response } = await api.answer(name, options);
          if (!ok) throw response;
          return response;
        },
      },
    };
    await read(desk, freshdesk({ request: freshdeskApp(client) }), expected);
    let checks = 0;
    for (const [name, metric] of Object.entries(FRESHDESK)) {
      const found = await values(desk, metric);
      for (const ticket of expected.tickets) {
        const seconds = found.get(String(ticket.id));
        assert.equal(seconds === undefined ? null : seconds / 60, ticket[name], `${ticket.id}: ${name}`);
        checks += 1;
      }
    }
    assert.equal(checks, FRESHDESK_CHECKS);
    desk.free();
  });
}

/** What their servers hold, how tickets are called, and which words need telling. */
const SERVED = [
  [jira, jiraRecords, (id) => `DESK-${id}`, { Pending: "on_hold" }],
  [salesforce, salesforceRecords, (id) => String(id).padStart(8, "0"), {}],
  [servicenow, servicenowRecords, (id) => `INC${String(id).padStart(7, "0")}`, {}],
];
for (const [vendor, recordsOf, idOf, statuses] of SERVED) {
  for (const one of [false, true]) {
    const how = one ? "the tickets one by one make" : "all tickets make";
    test(`${vendor.name}: ${how} every figure`, { skip: skip(ZENDESK_CHECKS) }, async () => {
      const expected = json("expected.json");
      const clock = new MadeClock(Date.parse(expected.snapshot));
      const server = await openServer({ answer: vendor.answer(recordsOf(json, expected.groups)), clock });
      const desk = await openDesk(expected, statuses);
      try {
        const adapter = vendor.adapter(server.request);
        if (one)
          for (const { id } of expected.tickets) await sync(desk, adapter, { ticket: idOf(id), clock });
        else await sync(desk, adapter, { clock });
        assert.equal(await assertFigures(desk, expected, idOf), ZENDESK_CHECKS);
      } finally {
        desk.free();
        await server.close();
      }
    });
  }
}

/** Single objects as the vendors' APIs answer them, out of the fixtures of public libraries. */
const samples = join(data, "vendor-api-samples");
const SAMPLE_CHECKS = 5;
const without = !existsSync(samples) && `${SAMPLE_CHECKS} checks skipped, for want of ${samples}`;

test("the recorded answers of both vendors are read whole", { skip: without }, async (t) => {
  const sample = (path) => JSON.parse(readFileSync(join(samples, path), "utf8"));
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-01-01T00:00:00Z" });
  const { ticket } = sample("zendesk/ticket.json");
  const { audits } = sample("zendesk/ticket_audits.json");
  const { groups } = sample("zendesk/groups.json");
  const adapter = zendeskOf({
    tickets: sample("zendesk/tickets.json").tickets,
    // The fixture's audits are of a ticket that it does not have.
    audits: audits.map((audit) => ({ ...audit, ticket_id: ticket.id })),
    groups,
    users: [],
  });
  const loads = [];
  const watched = {
    async load(...args) {
      const loaded = await desk.load(...args);
      loads.push(loaded);
      return loaded;
    },
  };
  await sync(watched, adapter, { ticket: ticket.id });
  const records = Object.assign({}, ...loads.map(({ source }) => source.records));
  assert.deepEqual([records.ticket, records.audit, records.group], [1, audits.length, groups.length]);
  assert.deepEqual(
    loads.flatMap(({ problems }) => problems),
    [],
  );
  t.diagnostic(`zendesk: ${JSON.stringify(records)}`);

  const [listed] = sample("freshdesk/all_tickets.json");
  const conversations = sample("freshdesk/conversations.json");
  const api = freshdeskApi(
    {
      tickets: [sample("freshdesk/ticket_1.json")],
      conversations,
      ratings: [],
      groups: sample("freshdesk/groups.json"),
      agents: [],
    },
    { domain: "desk.freshdesk.com" },
  );
  const fresh = await Desk.open({ timeZone: "UTC", now: "2026-01-01T00:00:00Z" });
  const invokeTemplate = async (name, options) => (await api.answer(name, options)).response;
  const { tickets } = await sync(
    fresh,
    freshdesk({ request: freshdeskApp({ request: { invokeTemplate } }) }),
    { ticket: 1 },
  );
  assert.equal(tickets, 1);
  assert.equal(listed.id, 1);
  desk.free();
  fresh.free();
});
