// Zendesk's schedules and policies as calendars and policies: by hand, on recorded answers, and in the clocks that follow.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Desk } from "deskgauge";
import { zendeskAgreements } from "deskgauge/adapters/zendesk-agreements";

const metric = (name, target, more = {}) => ({
  priority: "urgent",
  metric: name,
  target,
  business_hours: false,
  ...more,
});
const policy = (title, conditions, more = {}) => ({
  id: 1,
  title,
  position: 1,
  filter: { all: [], any: [], ...conditions },
  policy_metrics: [metric("first_reply_time", 10)],
  ...more,
});
const is = (field, value, operator = "is") => ({ field, operator, value });
/** Mondays 9 to 17, and the night from Saturday to Sunday and beyond the end of the week. */
const SCHEDULE = {
  id: 7,
  name: "Office",
  time_zone: "Eastern Time (US & Canada)",
  intervals: [
    { start_time: 6 * 1440 + 1320, end_time: 7 * 1440 + 120 },
    { start_time: 1440 + 540, end_time: 1440 + 1020 },
  ],
};

test("a schedule becomes a calendar in its zone, split at midnight, with holidays of several days", () => {
  const holidays = {
    7: [
      { start_date: "2026-12-25", end_date: "2026-12-25" },
      { start_date: "2026-12-31", end_date: "2027-01-01" },
    ],
  };
  const { promises, leftOut } = zendeskAgreements({ schedules: [SCHEDULE], holidays });
  assert.deepEqual(leftOut, []);
  const { timeZone, weekly, holidays: closed } = promises.calendars.Office;
  assert.equal(timeZone, "America/New_York");
  assert.deepEqual(weekly, {
    sun: [["00:00", "02:00"]],
    mon: [["09:00", "17:00"]],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: [["22:00", "24:00"]],
  });
  assert.deepEqual(closed, ["2026-12-25", { from: "2026-12-31", to: "2027-01-01" }]);
});

test("policies stand by position, with conditions on all and alternatives of any", () => {
  const { promises, leftOut } = zendeskAgreements({
    schedules: [SCHEDULE],
    groups: [{ id: 5, name: "Billing" }],
    fields: ["custom_fields.88"],
    policies: [
      policy("last", {}, { position: 9 }),
      policy("tags", {
        all: [is("current_tags", "vip gold", "includes"), is("current_tags", "test", "not_includes")],
      }),
      policy(
        "either",
        {
          all: [is("priority", ["urgent", "high"], "includes"), is("priority", "high", "is_not")],
          any: [is("type", "incident"), is("group_id", 5), is("custom_fields_88", "a")],
        },
        {
          position: 2,
          policy_metrics: [
            metric("total_resolution_time", null, { target_in_seconds: 90, business_hours: true }),
            metric("requester_wait_time", 60, { priority: "low" }),
          ],
        },
      ),
    ],
  });
  assert.deepEqual(leftOut, []);
  const priority = { in: ["urgent", "high"], not: ["high"] };
  assert.deepEqual(
    promises.policies.map(({ id, where }) => [id, where]),
    [
      ["tags", { tags: { in: ["vip", "gold"], not: ["test"] } }],
      ["either", { priority, type: { in: ["incident"] } }],
      ["either (2)", { priority, group: { in: ["Billing"] } }],
      ["either (3)", { priority, "custom_fields.88": { in: ["a"] } }],
      ["last", undefined],
    ],
  );
  assert.deepEqual(promises.policies[1].targets, {
    resolution: { byPriority: { urgent: 90 } },
    requester_wait: { byPriority: { low: { time: 3_600, calendar: false } } },
  });
  assert.equal(promises.clocks.profile, "zendesk");
});

test("what cannot be said is named, and takes no tickets of other policies", () => {
  const named = (more) => zendeskAgreements(more).leftOut;
  const left = (conditions) => {
    const { promises, leftOut } = zendeskAgreements({ policies: [policy("odd", conditions)] });
    assert.deepEqual(promises.policies, []);
    return leftOut;
  };
  for (const [conditions, field] of [
    [{ all: [is("brand_id", 3)] }, /brand_id/],
    [{ all: [is("group_id", 5)] }, /group_id/],
    [{ all: [is("type", "incident", "less_than")] }, /type/],
    [{ all: [is("type", "incident"), is("type", "problem")] }, /type/],
    [{ all: [is("current_tags", "a", "includes"), is("current_tags", "b", "includes")] }, /current_tags/],
    [{ any: [is("type", "incident"), is("custom_fields_88", "a")] }, /custom_fields_88/],
    [{ any: Array.from({ length: 51 }, (_, at) => is("type", `t${at}`)) }, /50 alternatives/],
  ]) {
    const [sentence, ...more] = left(conditions);
    assert.match(sentence, /^odd: the policy as a whole/);
    assert.match(sentence, field);
    assert.deepEqual(more, []);
  }
  const metrics = { policy_metrics: [metric("ownership_time", 5), metric("first_reply_time", 0)] };
  assert.equal(named({ policies: [policy("odd", {}, metrics)] }).length, 2);
  const hours = { policy_metrics: [metric("first_reply_time", 5, { business_hours: true })] };
  assert.match(named({ policies: [policy("odd", {}, hours)] })[0], /no schedule came/);
  assert.match(
    named({ policies: [policy("odd", {}, { metric_settings: { first_reply_time: {} } })] })[0],
    /its own settings/,
  );
  assert.match(named({ schedules: [{ ...SCHEDULE, time_zone: "Mars" }] })[0], /time zone Mars/);
  assert.match(named({ schedules: [SCHEDULE, { ...SCHEDULE, name: "Night" }] })[0], /those of Office/);
  assert.deepEqual(zendeskAgreements({}).promises.policies, []);
});

test("clocks run by them: an urgent incident on a Monday in New York", async () => {
  const { promises, leftOut } = zendeskAgreements({
    schedules: [SCHEDULE],
    policies: [
      policy(
        "Incidents",
        { all: [is("type", "incident")] },
        { policy_metrics: [metric("first_reply_time", 120, { business_hours: true })] },
      ),
    ],
  });
  assert.deepEqual(leftOut, []);
  const desk = await Desk.open({ timeZone: "UTC" });
  // 16:00 in New York, an hour before closing; the next open time is the night from Saturday to Sunday.
  const created_at = "2026-03-02T21:00:00Z";
  await desk.load([
    { id: 1, created_at, type: "incident", priority: "urgent" },
    { id: 2, created_at, type: "question", priority: "urgent" },
  ]);
  await desk.configure(promises);
  const [cycle] = await desk.clocks(1, { now: "2026-03-03T00:00:00Z" });
  assert.equal(cycle.clock, "first_response");
  assert.equal(cycle.due, Date.parse("2026-03-07T23:00:00-05:00"));
  assert.deepEqual(await desk.clocks(2, { now: "2026-03-03T00:00:00Z" }), []);
  desk.free();
});

test("recorded policies become policies", (context) => {
  const root = resolve(fileURLToPath(import.meta.url), "../../..");
  const data = process.env.DESKGAUGE_DATA ?? join(root, "../shared/data");
  const file = join(data, "vendor-api-samples/zendesk/sla_policies.json");
  if (!existsSync(file)) return context.skip("the recorded answers are not here: 1 file not checked");
  const { sla_policies: policies } = JSON.parse(readFileSync(file, "utf8"));
  const { promises, leftOut } = zendeskAgreements({ policies });
  assert.deepEqual(leftOut, []);
  assert.equal(promises.policies.length, policies.length);
  const [{ where, targets }] = promises.policies;
  assert.deepEqual(where, { type: { in: ["incident"] } });
  const minutes = (list) =>
    Object.fromEntries(list.map(([priority, time]) => [priority, { time: time * 60, calendar: false }]));
  assert.deepEqual(
    targets.first_response.byPriority,
    minutes([
      ["normal", 30],
      ["urgent", 10],
    ]),
  );
  assert.deepEqual(
    targets.requester_wait.byPriority,
    minutes([
      ["low", 180],
      ["normal", 160],
      ["high", 140],
      ["urgent", 120],
    ]),
  );
});
