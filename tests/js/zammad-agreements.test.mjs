// Zammad's calendars and SLAs as calendars and policies: by hand, and in the clocks that follow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { zammadAgreements } from "deskgauge/adapters/zammad-agreements";

const open = (...timeframes) => ({ active: true, timeframes });
const closed = { active: false, timeframes: [["10:00", "14:00"]] };
const CALENDAR = {
  id: 2,
  name: "Werkstatt",
  timezone: "Europe/Berlin",
  default: true,
  business_hours: {
    mon: open(["13:00", "17:30"], ["08:00", "12:00"]),
    tue: open(["00:00", "23:59"]),
    wed: open(["09:00", "12:00"], ["11:00", "15:00"], ["15:00", "16:00"]),
    thu: closed,
    fri: { active: true, timeframes: null },
    sat: closed,
  },
  public_holidays: {
    "2026-12-26": { active: true, summary: "Zweiter Weihnachtstag" },
    "2026-12-25": { active: true, summary: "Erster Weihnachtstag" },
    "2026-10-31": { active: false, summary: "Reformationstag" },
    "2026-08-15": { active: true, removed: true, summary: "Mariä Himmelfahrt" },
  },
};
const STATES = [
  ["new", 1, false],
  ["open", 2, false],
  ["pending reminder", 3, true],
  ["closed", 5, true],
  ["merged", 6, true],
  ["at the workshop", 2, true],
].map(([name, state_type_id, ignore_escalation], at) => ({
  id: at + 1,
  name,
  state_type_id,
  ignore_escalation,
}));
const NAMES = {
  groups: [
    { id: 7, name: "Desk" },
    { id: 8, name: "Desk::Night" },
  ],
  priorities: [
    { id: 2, name: "2 normal" },
    { id: 3, name: "3 high" },
  ],
  organizations: [{ id: 4, name: "Acme" }],
  fields: ["plan"],
};
const sla = (name, condition, more = {}) => ({
  id: 1,
  name,
  calendar_id: 2,
  first_response_time: 60,
  response_time: null,
  update_time: null,
  solution_time: 240,
  condition,
  created_at: "2026-01-01T00:00:00.000Z",
  ...more,
});
const is = (value, operator = "is") => ({ operator, value });
const agreed = (slas, more = {}) =>
  zammadAgreements({ calendars: [CALENDAR], states: STATES, ...NAMES, slas, ...more });

test("a calendar has its split shifts in order, whole days to their end, and the holidays that are active", () => {
  const { promises, leftOut } = agreed([]);
  assert.deepEqual(leftOut, []);
  assert.deepEqual(promises.calendars.Werkstatt, {
    timeZone: "Europe/Berlin",
    weekly: {
      sun: [],
      mon: [
        ["08:00", "12:00"],
        ["13:00", "17:30"],
      ],
      tue: [["00:00", "24:00"]],
      wed: [["09:00", "16:00"]],
      thu: [],
      fri: [],
      sat: [],
    },
    holidays: ["2026-12-25", "2026-12-26"],
  });
  assert.equal(promises.calendar, "Werkstatt");
});

test("calendars that cannot be said are named", () => {
  const left = (more) => zammadAgreements({ calendars: [{ ...CALENDAR, ...more }] });
  for (const [more, sentence] of [
    [{ timezone: "Mars" }, /time zone Mars/],
    [{ timezone: null }, /time zone null/],
    [{ business_hours: { mon: open(["9", "17"]) } }, /mon from 9 to 17/],
    [{ business_hours: { mon: open(["17:00", "09:00"]) } }, /mon from 17:00 to 09:00/],
  ]) {
    const { promises, leftOut } = left(more);
    assert.deepEqual(promises.calendars, {});
    assert.match(leftOut[0], sentence);
  }
  const twice = zammadAgreements({ calendars: [CALENDAR, { ...CALENDAR, id: 3, default: false }] });
  assert.deepEqual(Object.keys(twice.promises.calendars), ["Werkstatt", "Werkstatt (3)"]);
});

test("SLAs stand by name, the last one without conditions takes what no other takes", () => {
  const { promises, leftOut } = agreed([
    sla("b all", {}),
    sla("c all", null),
    sla("d plan", { "ticket.plan": is(["gold", "silver"]) }),
    sla("a tags", { "ticket.tags": is("vip, gold", "contains one") }),
    sla("none", { "ticket.type": is("Incident") }, { first_response_time: 0, solution_time: null }),
  ]);
  assert.deepEqual(
    promises.policies.map(({ id, where }) => [id, where]),
    [
      ["a tags", { tags: { in: ["vip", "gold"] } }],
      ["d plan", { plan: { in: ["gold", "silver"] } }],
      ["c all", undefined],
    ],
  );
  assert.deepEqual(leftOut, ["b all: it has no conditions and neither has c all, which counts in its place"]);
  assert.equal(promises.policies[0].calendar, "Werkstatt");
});

test("times are minutes, and the two kinds of updates are two clocks", () => {
  const [both, update] = agreed([
    sla("a", {}, { response_time: 120, solution_time: null }),
    sla("0", { "ticket.type": is("x") }, { first_response_time: null, update_time: 30 }),
  ]).promises.policies.toSorted((a, b) => b.id.localeCompare(a.id));
  assert.deepEqual(both.targets, { first_response: 3_600, next_response: 7_200 });
  assert.deepEqual(update.targets, { periodic_update: 1_800, resolution: 14_400 });
});

test("conditions are said by the names of what they number", () => {
  const where = (condition) => {
    const { promises, leftOut } = agreed([sla("one", condition)]);
    assert.deepEqual(leftOut, []);
    return promises.policies.map((policy) => policy.where);
  };
  assert.deepEqual(
    where({
      "ticket.priority_id": is(["2", "3"]),
      "ticket.group_id": is("7", "is not"),
      "ticket.organization_id": { ...is("4"), pre_condition: "specific", value_completion: "Acme" },
      "ticket.create_article_type_id": is([5]),
      "ticket.tags": is("test", "contains all not"),
    }),
    [
      {
        priority: { in: ["normal", "high"] },
        group: { not: ["Desk"] },
        customer: { in: ["Acme"] },
        channel: { in: ["phone"] },
        tags: { not: ["test"] },
      },
    ],
  );
  // In expert mode, conditions stand in lists.
  const leaf = (name, value, operator = "is") => ({ name, operator, value });
  assert.deepEqual(
    where({
      operator: "AND",
      conditions: [
        leaf("ticket.priority_id", ["3"]),
        { operator: "OR", conditions: [leaf("ticket.group_id", ["8"]), leaf("ticket.plan", "gold")] },
      ],
    }),
    [
      { priority: { in: ["high"] }, group: { in: ["Desk::Night"] } },
      { priority: { in: ["high"] }, plan: { in: ["gold"] } },
    ],
  );
});

test("a condition on the state is not needed where it leaves all states in which clocks run", () => {
  const state = (value, operator = "is") => ({ "ticket.state_id": is(value, operator) });
  for (const condition of [state(["4", "5"], "is not"), state(["1", "2"]), state(["1", "2", "3", "6"])])
    assert.equal(agreed([sla("one", condition)]).promises.policies[0].where, undefined);
  for (const condition of [state(["1"]), state(["2"], "is not")])
    assert.match(agreed([sla("one", condition)]).leftOut[0], /ticket\.state_id/);
  assert.match(agreed([sla("one", state(["4"], "is not"))], { states: null }).leftOut[0], /ticket\.state_id/);
  assert.deepEqual(agreed([]).promises.clocks, {
    profile: "zammad",
    paused: ["pending reminder", "at the workshop"],
  });
});

test("what cannot be said is named, and takes no tickets of other SLAs", () => {
  const leaf = (name, value, operator = "is") => ({ name, operator, value });
  const choice = { operator: "OR", conditions: [leaf("ticket.type", "a"), leaf("ticket.type", "b")] };
  for (const [condition, sentence] of [
    [{ "ticket.title": is("help", "contains") }, /a condition on ticket\.title/],
    [{ "customer.vip": is(true) }, /a condition on customer\.vip/],
    [{ "ticket.group_id": is("9") }, /a condition on ticket\.group_id/],
    [{ "ticket.type": is("") }, /a condition on ticket\.type/],
    [{ "ticket.tags": is("a, b", "contains all") }, /a condition on ticket\.tags/],
    [{ "ticket.tags": is("a, b", "contains one not") }, /a condition on ticket\.tags/],
    [
      { "ticket.organization_id": { ...is("4"), pre_condition: "current_user.organization_id" } },
      /organization/,
    ],
    [{ operator: "NOT", conditions: [leaf("ticket.type", "a")] }, /conditions in each other/],
    [{ operator: "AND", conditions: [choice, choice] }, /conditions in each other/],
    [{ operator: "AND", conditions: [leaf("ticket.type", "a"), leaf("ticket.type", "b")] }, /ticket\.type/],
    [
      { operator: "OR", conditions: Array.from({ length: 51 }, (_, at) => leaf("ticket.type", `t${at}`)) },
      /50 alternatives/,
    ],
  ]) {
    const { promises, leftOut } = agreed([sla("odd", condition)]);
    assert.deepEqual(promises.policies, []);
    assert.match(leftOut[0], /^odd: the SLA as a whole/);
    assert.match(leftOut[0], sentence);
  }
  assert.match(agreed([sla("odd", {}, { calendar_id: 9 })]).leftOut[0], /its calendar 9 did not come/);
  assert.deepEqual(zammadAgreements({}), {
    promises: { calendars: {}, policies: [], clocks: { profile: "zammad" } },
    leftOut: [],
  });
});

test("clocks run by them: a ticket that waits over lunch, beside what Zammad told of it", async () => {
  const { promises, leftOut } = agreed([sla("High", { "ticket.priority_id": is("3") })]);
  assert.deepEqual(leftOut, []);
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-03-02T15:00:00Z" });
  await desk.configure(promises);
  const ticket = {
    id: 1,
    number: "22001",
    customer_id: 5,
    created_by_id: 5,
    group_id: 7,
    state_id: 3,
    priority_id: 3,
    create_article_sender_id: 2,
    // Monday, 11:30 in Berlin; the shift ends at twelve and goes on at one.
    created_at: "2026-03-02T10:30:00.000Z",
    updated_at: "2026-03-02T13:00:00.000Z",
  };
  const article = {
    id: 3,
    ticket_id: 1,
    sender: "Agent",
    type: "email",
    internal: false,
    created_by_id: 9,
    created_at: "2026-03-02T12:15:00.000Z",
  };
  const change = {
    id: 8,
    o_id: 1,
    object: "Ticket",
    type: "updated",
    attribute: "state",
    id_from: 1,
    value_from: "new",
    id_to: 3,
    value_to: "pending reminder",
    created_by_id: 9,
    created_at: "2026-03-02T13:00:00.000Z",
  };
  const loaded = await desk.load([[ticket], [article], { history: [change], assets: {} }], {
    source: "zammad",
  });
  assert.deepEqual(loaded.source.records, { ticket: 1, article: 1, history: 1 });
  const clocks = await desk.clocks("22001");
  const used = (clock) => clocks.find((cycle) => cycle.clock === clock)?.used / 60;
  // Half an hour before lunch, a quarter after it; then the resolution stands still in the pending state.
  assert.equal(used("first_response"), 45);
  assert.equal(used("resolution"), 90);
  desk.free();
});
