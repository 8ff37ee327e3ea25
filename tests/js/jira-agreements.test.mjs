// The SLA calendars and SLAs of Jira Service Management as calendars and policies, and the clocks that follow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { jiraAgreements } from "deskgauge/adapters/jira-agreements";

const HOUR = 3_600_000;
const OFFICE = {
  id: 7,
  name: "Office",
  timeZone: "Europe/Berlin",
  holidays: [
    { name: "Christmas", date: "2026-12-25", recurring: true },
    { name: "Move", date: "2026-06-01", recurring: false },
  ],
  workingTimes: [
    { day: "monday", start: 13 * HOUR, end: 17.5 * HOUR, disabled: false },
    { day: "monday", start: 9 * HOUR, end: 12 * HOUR, disabled: false },
    { day: "tuesday", start: 0, end: 24 * HOUR, disabled: false },
    { day: "sunday", start: 0, end: 24 * HOUR, disabled: true },
  ],
};
const CONDITIONS = {
  created: ["issue-created-hit-condition", "Issue Created"],
  answer: ["comment-for-reporter-hit-condition", "Comment: For Customers"],
  question: ["comment-by-reporter-hit-condition", "Comment: By Customer"],
  resolved: ["resolution-set-hit-condition", "Resolution: Set"],
  cleared: ["resolution-cleared-hit-condition", "Resolution: Cleared"],
  done: ["10002", "Entered Status: Done"],
  waiting: ["10100", "Status: Waiting for customer"],
  dated: ["duedate-set-match-condition", "Due Date: Set"],
};
const conditions = (...names) =>
  names.map((name) => ({ conditionId: CONDITIONS[name][0], name: CONDITIONS[name][1] }));
const sla = (name, start, stop, goals, pause = []) => ({
  name,
  config: {
    definition: { start: conditions(...start), pause: conditions(...pause), stop: conditions(...stop) },
    goals,
  },
});
const goal = (jqlQuery, hours, calendarId) => ({
  jqlQuery,
  duration: hours * HOUR,
  ...(calendarId !== undefined && { calendarId }),
  defaultGoal: jqlQuery === "",
});
const first = (goals) => sla("Time to first response", ["created"], ["answer", "resolved"], goals);
const resolve = (goals, ...pause) => sla("Time to resolution", ["created"], ["resolved"], goals, pause);

test("calendars in either spelling: split days, whole days, disabled hours, holidays of every year", () => {
  const cloud = {
    id: 8,
    name: "Jerusalem",
    timezoneId: "Asia/Jerusalem",
    holidays: [{ name: "Test", iso8601Date: "2024-01-03", recurring: true }],
    workingTimes: [{ weekday: "monday", start: 32_400_000, end: 61_200_000 }],
  };
  const { promises, leftOut } = jiraAgreements({ calendars: [OFFICE, cloud] });
  assert.deepEqual(leftOut, []);
  const closed = { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] };
  assert.deepEqual(promises.calendars, {
    Office: {
      timeZone: "Europe/Berlin",
      weekly: {
        ...closed,
        mon: [
          ["09:00", "12:00"],
          ["13:00", "17:30"],
        ],
        tue: [["00:00", "24:00"]],
      },
      holidays: ["12-25", "2026-06-01"],
    },
    Jerusalem: {
      timeZone: "Asia/Jerusalem",
      weekly: { ...closed, mon: [["09:00", "17:00"]] },
      holidays: ["01-03"],
    },
  });
});

test("calendars that cannot be read are left out, and with them the goals in their hours", () => {
  const hours = (more) => ({ ...OFFICE, workingTimes: [{ day: "monday", start: 0, end: HOUR, ...more }] });
  for (const [calendar, reason] of [
    [{ ...OFFICE, timeZone: "Mars/Base" }, /time zone Mars/],
    [hours({ day: "someday" }), /someday/],
    [hours({ end: 25 * HOUR }), /monday/],
    [hours({ start: HOUR }), /monday/],
    [hours({ end: 1_234 }), /monday/],
  ]) {
    const { promises, leftOut } = jiraAgreements({
      calendars: [calendar],
      metrics: [first([goal("", 4, 7)])],
    });
    assert.deepEqual([promises.calendars, promises.policies], [{}, []]);
    assert.match(leftOut[0], reason);
    assert.match(leftOut[1], /the goal for all others, because its calendar 7 did not come/);
  }
  const holidays = [{ name: "Someday", date: "next week" }];
  const { leftOut } = jiraAgreements({ calendars: [{ ...OFFICE, holidays }] });
  assert.deepEqual(leftOut, ["calendar Office: the holiday Someday"]);
});

test("each combination of goals is a policy; the first that fits has the first goal of each SLA", () => {
  const { promises, leftOut } = jiraAgreements({
    calendars: [OFFICE],
    metrics: [
      first([goal("priority = Highest", 1), goal('priority in (High, "Medium")', 2, 7), goal("", 8, -1)]),
      resolve(
        [goal("issuetype = Incident AND priority != Low", 10, "7"), goal("priority = Highest", 20)],
        "waiting",
      ),
    ],
  });
  assert.deepEqual(leftOut, []);
  const real = (hours) => ({ time: hours * 3_600, calendar: false });
  const office = (hours) => ({ time: hours * 3_600, calendar: "Office" });
  const incident = { in: ["Incident"] };
  const told = promises.policies.map(({ where, targets }) => [where, targets]);
  assert.deepEqual(told, [
    [
      { priority: { in: ["Highest"], not: ["Low"] }, type: incident },
      { first_response: real(1), resolution: office(10) },
    ],
    [{ priority: { in: ["Highest"] } }, { first_response: real(1), resolution: real(20) }],
    [
      { priority: { in: ["High", "Medium"], not: ["Low"] }, type: incident },
      { first_response: office(2), resolution: office(10) },
    ],
    [{ priority: { in: ["High", "Medium"] } }, { first_response: office(2) }],
    [
      { type: incident, priority: { not: ["Low"] } },
      { first_response: real(8), resolution: office(10) },
    ],
    [undefined, { first_response: real(8) }],
  ]);
  assert.deepEqual(promises.clocks, {
    profile: "jira",
    paused: ["Waiting for customer"],
    pause: { "*": "run", resolution: "stop" },
    answers: { solved: true },
    reopen: { resolution: "ignore" },
  });
});

test("which clock an SLA is, its conditions say", () => {
  const { promises, leftOut } = jiraAgreements({
    metrics: [
      sla("Answer", ["question"], ["answer"], [goal("", 1)]),
      sla("Solve", ["created", "cleared"], ["resolved", "done"], [goal("", 2)]),
      sla("Solve twice", ["created"], ["resolved"], [goal("", 3)]),
      sla("Odd", ["done"], ["dated"], [goal("", 4)]),
      sla("Pausing", ["created"], ["answer"], [goal("", 5)], ["dated"]),
    ],
  });
  const [{ id, targets }] = promises.policies;
  assert.equal(id, "all others");
  assert.deepEqual(Object.keys(targets), ["next_response", "resolution", "first_response"]);
  assert.deepEqual(promises.clocks.reopen, { resolution: "restart" });
  assert.deepEqual(leftOut, [
    "Solve: its condition Entered Status: Done",
    "Solve twice: a second SLA that is resolution",
    "Odd: no clock here starts and stops on its conditions",
    "Pausing: its pause Due Date: Set",
  ]);
});

test("queries that say more than conditions can are named; fields can be made known", () => {
  const wheres = (query, fields) => {
    const { promises, leftOut } = jiraAgreements({ metrics: [resolve([goal(query, 1)])], fields });
    return leftOut.length > 0 ? leftOut[0] : promises.policies[0].where;
  };
  for (const query of [
    "priority = High OR priority = Low",
    "(priority = High)",
    "NOT priority = High",
    "priority is EMPTY",
    "priority = EMPTY",
    "priority = High order by created",
    "created > -1d",
    "summary ~ vip",
    "labels not in (vip)",
    "labels = a AND labels = b",
    "reporter in membersOf(vips)",
    '"Request Type" = "Get help"',
    "priority = High AND",
    "priority in (High",
    "priority in ()",
    'priority = "High',
    "priority = High AND priority = Low",
    "priority",
    "priority not = High",
    "(".repeat(10_000),
  ])
    assert.match(String(wheres(query)), /its query says more/, query);
  assert.deepEqual(wheres("labels in (a, 'b c') and priority not in (Low)"), {
    tags: { in: ["a", "b c"] },
    priority: { not: ["Low"] },
  });
  assert.deepEqual(wheres('"Request Type" = "Say \\"hi\\""', { "request type": "customfield_1.name" }), {
    "customfield_1.name": { in: ['Say "hi"'] },
  });
  assert.deepEqual(wheres("cf[10010] = x", { "cf[10010]": "group" }), { group: { in: ["x"] } });
});

test("too many combinations are left out, not counted out", () => {
  const many = (field) => [...Array(15)].map((_, at) => goal(`${field} = p${at}`, 1));
  const { promises, leftOut } = jiraAgreements({ metrics: [first(many("priority")), resolve(many("type"))] });
  assert.deepEqual(promises.policies, []);
  assert.match(leftOut.at(-1), /more than 200 combinations/);
});

test("pauses that differ between clocks are named", () => {
  const other = sla("First", ["created"], ["answer"], [goal("", 1)], ["waiting"]);
  const more = resolve([goal("", 1)], "waiting");
  more.config.definition.pause.push({ conditionId: "10101", name: "Status: Waiting for vendor" });
  const { promises, leftOut } = jiraAgreements({ metrics: [other, more] });
  assert.deepEqual(promises.clocks.paused, ["Waiting for customer", "Waiting for vendor"]);
  assert.match(leftOut[0], /first_response pauses in other statuses than other clocks/);
});

test("clocks follow: a ticket that waits for its customer", async () => {
  const { promises, leftOut } = jiraAgreements({
    calendars: [OFFICE],
    metrics: [first([goal("priority = Highest", 2, 7), goal("", 8)]), resolve([goal("", 4)], "waiting")],
  });
  assert.deepEqual(leftOut, []);
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-03-02T15:00:00Z" });
  // A Monday, 11:00 in Berlin: one hour before the break at noon.
  const events = [{ at: "2026-03-02T11:00:00Z", kind: "status", to: "Waiting for customer" }];
  await desk.load([{ id: "J-1", priority: "Highest", created_at: "2026-03-02T10:00:00Z", events }]);
  await desk.configure(promises);
  const clocks = await desk.clocks("J-1");
  const of = (name) => clocks.find(({ clock }) => clock === name);
  assert.equal(new Date(of("first_response").due).toISOString(), "2026-03-02T13:00:00.000Z");
  assert.equal(of("resolution").state, "paused");
  assert.equal(of("resolution").used, 3_600);
  desk.free();
});
