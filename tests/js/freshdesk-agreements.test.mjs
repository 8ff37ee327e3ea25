// Freshdesk's business hours, SLA policies and escalations as calendars, policies and rules, and the clocks that follow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { freshdeskAgreements } from "deskgauge/adapters/freshdesk-agreements";

const day = (start_time, end_time) => ({ start_time, end_time });
const HOURS = {
  id: 1,
  name: "Default",
  is_default: true,
  time_zone: "Eastern Time (US & Canada)",
  business_hours: { monday: day("08:00:00 am", "11:59:59 pm"), tuesday: day("8:00 am", "5:00 pm") },
};
const target = (respond_within, resolve_within, more = {}) => ({
  respond_within,
  resolve_within,
  business_hours: true,
  escalation_enabled: false,
  ...more,
});
const policy = (name, applicable_to, more = {}) => ({
  id: 9,
  name,
  active: true,
  is_default: false,
  position: 1,
  applicable_to,
  sla_target: { priority_4: target(900, 3_600) },
  ...more,
});
const BASIC = policy("Basic", undefined, { is_default: true, position: 1, id: 1 });

test("business hours become a calendar: halves of the day, days to midnight, closed days, holidays", () => {
  const list_of_holidays = [
    { date: "2026-12-25" },
    { date: "Jan 1" },
    { date: "4 July" },
    { date: "Easter" },
  ];
  const { promises, leftOut } = freshdeskAgreements({ businessHours: [{ ...HOURS, list_of_holidays }] });
  assert.deepEqual(promises.calendars.Default, {
    timeZone: "America/New_York",
    weekly: {
      sun: [],
      mon: [["08:00", "24:00"]],
      tue: [["08:00", "17:00"]],
      wed: [],
      thu: [],
      fri: [],
      sat: [],
    },
    holidays: ["2026-12-25", "01-01", "07-04"],
  });
  assert.deepEqual(leftOut, ["business hours Default: a holiday on Easter"]);
});

test("days round the clock, nights, and noon and midnight are told apart", () => {
  const business_hours = {
    sunday: day("12:00 am", "11:59 pm"),
    monday: day("12:00 am", "12:00 am"),
    tuesday: day("12:00 pm", "1:30 pm"),
    wednesday: day("10:00 pm", "6:00 am"),
    thursday: null,
  };
  const { promises } = freshdeskAgreements({ businessHours: [{ ...HOURS, business_hours }] });
  const { sun, mon, tue, wed, thu } = promises.calendars.Default.weekly;
  assert.deepEqual(
    [sun, mon, tue, wed, thu],
    [[["00:00", "24:00"]], [["00:00", "24:00"]], [["12:00", "13:30"]], [["22:00", "06:00"]], []],
  );
});

test("zones and hours that cannot be read leave the calendar out, and with it targets in business hours", () => {
  const named = (hours) =>
    freshdeskAgreements({ businessHours: [{ ...HOURS, ...hours }], policies: [BASIC] });
  for (const [hours, reason] of [
    [{ time_zone: "Mars" }, /time zone Mars/],
    [{ business_hours: { monday: day("25:00", "5:00 pm") } }, /monday from 25:00/],
    [{ business_hours: { monday: day("13:00 am", "5:00 pm") } }, /monday/],
    [{ business_hours: { monday: day("8:00 am", "8:00 am") } }, /monday/],
    [{ business_hours: { someday: day("8:00 am", "5:00 pm") } }, /someday/],
  ]) {
    const { promises, leftOut } = named(hours);
    assert.deepEqual([promises.calendars, promises.policies], [{}, []]);
    assert.match(leftOut[0], reason);
    assert.match(
      leftOut[1],
      /Basic: respond_within of urgent is in business hours, of which no usual ones came/,
    );
  }
});

test("policies stand by position, the usual one last, with a calendar of their own for groups that have one", () => {
  const night = { ...HOURS, id: 2, name: "Night", is_default: false };
  const groups = [
    { id: 5, name: "Billing", business_hour_id: 1 },
    { id: 6, name: "Night watch", business_hour_id: 2 },
    { id: 7, name: "Web" },
  ];
  const { promises, leftOut } = freshdeskAgreements({
    businessHours: [HOURS, night],
    groups,
    companies: [{ id: 3, name: "ACME" }],
    policies: [
      BASIC,
      policy("Late", { ticket_types: ["Incident"], sources: [2, 3] }, { position: 3 }),
      policy("Off", { ticket_types: ["Problem"] }, { active: false }),
      policy(
        "Firm",
        { company_ids: [3], group_ids: [5, 7] },
        {
          position: 2,
          sla_target: {
            priority_1: target(60, 120, { next_respond_within: 30, business_hours: false }),
            priority_4: target(900, null),
          },
        },
      ),
    ],
  });
  assert.deepEqual(leftOut, []);
  assert.deepEqual(
    promises.policies.map(({ id, where, calendar }) => [id, where, calendar]),
    [
      ["Firm", { customer: { in: ["ACME"] }, group: { in: ["Billing", "Web"] } }, "Default"],
      [
        "Late, Night watch",
        { type: { in: ["Incident"] }, channel: { in: ["web", "phone"] }, group: { in: ["Night watch"] } },
        "Night",
      ],
      ["Late", { type: { in: ["Incident"] }, channel: { in: ["web", "phone"] } }, "Default"],
      ["Basic, Night watch", { group: { in: ["Night watch"] } }, "Night"],
      ["Basic", undefined, "Default"],
    ],
  );
  const real = (time) => ({ time, calendar: false });
  assert.deepEqual(promises.policies[0].targets, {
    first_response: { byPriority: { low: real(60), urgent: 900 } },
    next_response: { byPriority: { low: real(30) } },
    resolution: { byPriority: { low: real(120) } },
  });
  assert.equal(promises.clocks.profile, "freshdesk");
});

test("conditions that cannot be said leave their policy out, named", () => {
  for (const [conditions, field] of [
    [{ product_ids: [3] }, /product_ids/],
    [{ group_ids: [5] }, /group_ids/],
    [{ company_ids: [3] }, /company_ids/],
    [{ sources: [99] }, /sources/],
    [{ contact_segments: [1] }, /contact_segments/],
    [undefined, /what is not told/],
    [{ group_ids: [] }, /what is not told/],
  ]) {
    const { promises, leftOut } = freshdeskAgreements({ policies: [policy("odd", conditions)] });
    assert.deepEqual(promises.policies, []);
    assert.equal(leftOut.length, 1);
    assert.match(leftOut[0], /^odd: the policy as a whole/);
    assert.match(leftOut[0], field);
  }
  const sla_target = { priority_4: target(0, 60, { business_hours: false }), priority_9: target(60, 60) };
  const { leftOut } = freshdeskAgreements({ policies: [{ ...BASIC, sla_target }] });
  assert.equal(leftOut.length, 3);
  assert.deepEqual(freshdeskAgreements({}).promises.policies, []);
});

test("escalations become rules, a level each, for the priorities that have them", () => {
  const escalation = {
    response: { escalation_time: 0, agent_ids: [-1, 44] },
    resolution: {
      level_1: { escalation_time: 3_600, agent_ids: [44, 45] },
      level_2: { escalation_time: 7_200, agent_ids: [] },
    },
    reminder_response: { escalation_time: -1_800, agent_ids: [44] },
  };
  const sla_target = {
    priority_4: target(900, 3_600, { escalation_enabled: true }),
    priority_3: target(900, 3_600, { escalation_enabled: true }),
    priority_1: target(900, 3_600),
  };
  const agents = [{ id: 44, contact: { name: "Ann" } }];
  const types = policy("Types", { ticket_types: ["Incident"] });
  const { promises, leftOut } = freshdeskAgreements({
    businessHours: [HOURS],
    agents,
    policies: [types, { ...BASIC, sla_target, escalation }],
  });
  const where = { type: { not: ["Incident"] }, priority: { in: ["high", "urgent"] } };
  const to = (agent) => ({ do: "notify", to: { agent } });
  assert.deepEqual(promises.rules, [
    {
      id: "Basic: response",
      where,
      when: { clock: "first_response", afterDue: 0 },
      steps: [{ do: "notify", to: { role: "assignee" } }, to("Ann")],
    },
    {
      id: "Basic: resolution, level 1",
      where,
      when: { clock: "resolution", afterDue: 3_600 },
      steps: [to("Ann"), to("45")],
    },
  ]);
  assert.deepEqual(leftOut, ["Basic: its escalations of reminder_response"]);
});

test("escalations of tickets that another policy may have are left out, those that it cannot have are not", () => {
  const escalating = {
    sla_target: { priority_4: target(900, 3_600, { escalation_enabled: true, business_hours: false }) },
    escalation: { response: { escalation_time: 60, agent_ids: [44] } },
  };
  const two = policy("Two", { ticket_types: ["Incident"], sources: [2] });
  const apart = policy("Apart", { ticket_types: ["Question"] }, { ...escalating, position: 2 });
  const { promises, leftOut } = freshdeskAgreements({
    businessHours: [HOURS],
    policies: [two, apart, { ...BASIC, ...escalating }],
  });
  assert.deepEqual(
    promises.rules.map(({ id }) => id),
    ["Apart: response"],
  );
  assert.deepEqual(leftOut, ["Basic: its escalations, because some of its tickets may be those of Two"]);
});

test("clocks and steps follow: an urgent ticket on a Monday in New York", async () => {
  const { promises, leftOut } = freshdeskAgreements({
    businessHours: [HOURS],
    policies: [
      {
        ...BASIC,
        sla_target: { priority_4: target(1_800, 3_600, { escalation_enabled: true }) },
        escalation: { response: { escalation_time: 1_800, agent_ids: [44] } },
      },
    ],
  });
  assert.deepEqual(leftOut, []);
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-03-02T14:30:00Z" });
  // 07:00 in New York; the office opens at 8:00, 13:00 in UTC.
  await desk.load([{ id: "T", priority: "urgent", created_at: "2026-03-02T12:00:00Z" }]);
  await desk.configure(promises);
  const [clock] = await desk.clocks("T");
  assert.equal(new Date(clock.due).toISOString(), "2026-03-02T13:30:00.000Z");
  const { due } = await desk.escalations();
  const found = due.map(({ rule, agent, at }) => [rule, agent, new Date(at).toISOString()]);
  assert.deepEqual(found, [["Basic: response", "44", "2026-03-02T14:00:00.000Z"]]);
  desk.free();
});
