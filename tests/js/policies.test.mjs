/** Ready-made promises, and the switches of clocks, through the package. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { metricEvents } from "deskgauge/metric-events";
import { examplePromises } from "deskgauge/policies";

const minute = (text) => Date.parse(`2026-05-13T${text}:00Z`);

async function desk(tickets, settings) {
  const made = await Desk.open({ timeZone: "UTC", now: minute("12:00") });
  await made.load(tickets);
  await made.configure(settings);
  return made;
}

const ticket = (id, tier, priority, events = []) => ({
  id,
  tier,
  priority,
  created_at: "2026-05-13T09:00:00Z",
  events: events.map(([at, kind, more]) => ({ at: new Date(minute(at)).toISOString(), kind, ...more })),
});

test("the example promises fit their tiers", async () => {
  const tickets = [
    ticket("critical", "vip", "critical"),
    ticket("plain", "standard", "low"),
    ticket("free", "basic", "low"),
    ticket("none", undefined, "low"),
  ];
  const made = await desk(tickets, examplePromises({ timeZone: "Europe/Paris", holidays: ["2026-05-14"] }));
  const due = async (id) =>
    Object.fromEntries(
      (await made.clocks(id)).map(({ clock, due, policy }) => [
        `${policy} ${clock}`,
        new Date(due).toISOString(),
      ]),
    );
  assert.deepEqual(await due("critical"), {
    "vip first_response": "2026-05-13T09:15:00.000Z",
    "vip resolution": "2026-05-13T11:00:00.000Z",
  });
  assert.deepEqual(await due("plain"), {
    "standard first_response": "2026-05-13T13:00:00.000Z",
    "standard resolution": "2026-05-14T09:00:00.000Z",
  });
  // Six hours are left in Paris on Wednesday, Thursday is a holiday: two on Friday make eight; forty end on Thursday after.
  const basic = {
    "basic first_response": "2026-05-15T09:00:00.000Z",
    "basic resolution": "2026-05-21T09:00:00.000Z",
  };
  assert.deepEqual(await due("free"), basic);
  assert.deepEqual(await due("none"), basic);
  assert.deepEqual(JSON.parse(JSON.stringify(examplePromises())), examplePromises());
  made.free();
});

test("a ticket's clocks are told as a stream of metric events", async () => {
  const events = [
    ["09:20", "reply", { role: "agent" }],
    ["10:00", "status", { to: "pending" }],
    ["10:30", "status", { to: "open" }],
    ["11:40", "status", { to: "solved" }],
  ];
  const policies = [{ id: "all", targets: { first_response: "15m", requester_wait: "1h" } }];
  const made = await desk([ticket("T", "vip", "low", events)], { profile: "zendesk", policies });
  const stream = metricEvents(await made.clocks("T"));
  const told = stream.map(({ at, metric, instanceId, type }) =>
    [new Date(at).toISOString().slice(11, 16), metric, instanceId, type].join(" "),
  );
  assert.deepEqual(told, [
    "09:00 first_response 1 activate",
    "09:00 requester_wait 1 activate",
    "09:00 first_response 1 apply_sla",
    "09:00 requester_wait 1 apply_sla",
    "09:15 first_response 1 breach",
    "09:20 first_response 1 fulfill",
    "09:20 first_response 1 update_status",
    "10:00 requester_wait 1 pause",
    "10:00 requester_wait 1 breach",
    "10:30 requester_wait 1 activate",
    "11:40 requester_wait 1 fulfill",
    "11:40 requester_wait 1 update_status",
  ]);
  const { status } = stream.at(-1);
  assert.deepEqual(status, { used: 130 * 60, remaining: -70 * 60 });
  made.free();
});

test("switches are written one by one, policies with the time they are in force", async () => {
  const policies = [
    { id: "new", since: "2026-05-13T10:00:00Z", targets: { resolution: "1h" } },
    { id: "old", until: new Date(minute("10:00")), targets: { resolution: "8h" } },
  ];
  const quiet = ticket("Q", "vip", "low");
  const touched = ticket("T", "vip", "low", [["11:00", "note", { role: "agent" }]]);
  const made = await desk([quiet, touched], { policies, clocks: { change: "reset" } });
  const [old] = await made.clocks("Q");
  const [fresh] = await made.clocks("T");
  assert.deepEqual([old.policy, old.due], ["old", minute("17:00")]);
  assert.deepEqual([fresh.policy, fresh.start, fresh.due], ["new", minute("11:00"), minute("12:00")]);
  assert.equal(fresh.withinHours, true);
  await assert.rejects(
    made.configure({ policies: [{ id: "x", since: "yesterday", targets: { resolution: "1h" } }] }),
    {
      code: "bad-instant",
      path: "policies[0].since",
    },
  );
  await assert.rejects(made.configure({ clocks: { reopen: "again" } }), { path: "clocks.reopen" });
  made.free();
});
