/** Service levels through the package: what is promised, how clocks stand, and the working behind one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk, isDeskError } from "deskgauge";

const SETTINGS = {
  calendars: {
    office: {
      timeZone: "Europe/Berlin",
      weekly: Object.fromEntries(
        ["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]]),
      ),
      holidays: ["2026-05-14"],
    },
  },
  policies: [
    {
      id: "vip",
      where: { tier: "vip" },
      calendar: "office",
      targets: { first_response: { byPriority: { critical: "15m", "*": "1h" } }, resolution: "2h" },
    },
    { id: "standard", calendar: "office", targets: { first_response: "4h", resolution: { time: "24h" } } },
  ],
};

/** Wednesday 2026-05-13 16:30 in Berlin, the evening before a holiday. */
const TICKETS = [
  { id: "A", tier: "vip", priority: "high", created_at: "2026-05-13T14:30:00Z" },
  {
    id: "B",
    tier: "standard",
    created_at: "2026-05-13T14:30:00Z",
    events: [{ at: "2026-05-15T09:00:00Z", kind: "reply", role: "agent" }],
  },
  {
    id: "C",
    tier: "vip",
    priority: "critical",
    created_at: "2026-05-13T12:00:00Z",
    events: [
      { at: "2026-05-13T12:10:00Z", kind: "reply", role: "agent" },
      { at: "2026-05-13T12:30:00Z", kind: "status", to: "pending" },
      { at: "2026-05-13T14:30:00Z", kind: "status", to: "open" },
    ],
  },
];

async function desk(now) {
  const made = await Desk.open({ timeZone: "Europe/Berlin", now });
  await made.load(TICKETS);
  await made.configure(SETTINGS);
  return made;
}

test("clocks count open time, and a holiday is no open time", async () => {
  const made = await desk("2026-05-15T09:30:00Z");
  const { rows, next } = await made.sla({ next: 10 });
  const first = rows.find((row) => row.clock === "first_response");
  // A: 30 minutes on Wednesday, 2.5 h on Friday against 1 h. B: 30 minutes and 2 h against 4 h. C: 10 minutes of 15.
  assert.deepEqual([first.counts.met, first.counts.missed, first.counts.breached], [2, 0, 1]);
  assert.equal(first.attainment, 2 / 3);
  const [soonest] = next;
  assert.equal(soonest.ticket, "B");
  assert.equal(soonest.clock, "resolution");
  made.free();
});

test("counts go by dimensions and weeks, and the next breaches by condition", async () => {
  const made = await desk("2026-05-15T09:30:00Z");
  const asked = { by: ["tier", "channel"], bucket: "week", clocks: ["first_response"], next: 10 };
  const { rows } = await made.sla(asked);
  assert.ok(rows.length > 1);
  for (const { by, bucket, counts, n } of rows) {
    assert.deepEqual(Object.keys(by), ["tier", "channel"]);
    assert.equal(new Date(bucket).getTime(), Date.parse("2026-05-11T00:00:00+02:00"));
    assert.equal(n, counts.met + counts.missed + counts.breached + counts.pausedLate);
  }
  const total = rows.reduce((sum, { counts }) => sum + counts.met, 0);
  assert.equal(total, 2);
  const nextOf = async (tier) => {
    const { next } = await made.sla({ where: { tier }, next: 10, period: { from: "2026-05-01" } });
    return next.map(({ ticket, clock }) => [ticket, clock]);
  };
  assert.deepEqual(await nextOf("standard"), [["B", "resolution"]]);
  assert.deepEqual(await nextOf("vip"), []);
  await assert.rejects(made.sla({ bucket: "year" }), { code: "unknown-bucket", path: "bucket" });
  await assert.rejects(made.sla({ where: { colour: "red" } }), { code: "unknown-dimension" });
  made.free();
});

test("the working of a clock adds up to what it used", async () => {
  const made = await desk("2026-05-15T09:30:00Z");
  const cycles = await made.clocks("C");
  const resolution = cycles.find((cycle) => cycle.clock === "resolution");
  const ran = resolution.segments.filter((segment) => segment.kind === "ran");
  assert.equal(
    ran.reduce((sum, segment) => sum + (segment.until - segment.from) / 1000, 0),
    resolution.used,
  );
  assert.deepEqual(
    resolution.segments.map((segment) => segment.kind),
    ["ran", "paused", "ran", "closed", "holiday", "closed", "ran"],
  );
  // 30 minutes before the pause, 30 after it; the hour left ends at ten on Friday, Berlin time.
  assert.equal(new Date(resolution.due).toISOString(), "2026-05-15T08:00:00.000Z");
  assert.equal(resolution.paused, 2 * 3600);
  made.free();
});

test("a live event moves its ticket's clocks alone, and time moving on breaches", async () => {
  const made = await desk("2026-05-15T07:10:00Z");
  const before = await made.sla({ next: 1, clocks: ["first_response"] });
  assert.equal(before.next[0].ticket, "A");
  assert.equal(before.next[0].remaining, 20 * 60);
  await made.apply([{ ticket: "A", at: "2026-05-15T07:20:00Z", kind: "reply", role: "agent" }]);
  const after = await made.sla({ now: "2026-05-15T09:30:00Z", clocks: ["first_response"] });
  assert.equal(after.rows[0].counts.met, 3);
  assert.equal(after.rows[0].counts.breached, 0);
  made.free();
});

test("warnings and breaches between two instants come in order, whole however the time is split", async () => {
  const made = await desk("2026-05-15T07:00:00Z");
  const between = async (from, to) => (await made.sla({ between: [from, to] })).levels;
  const whole = await between("2026-05-15T00:00:00Z", "2026-06-01T00:00:00Z");
  const parts = [
    ...(await between("2026-05-15T00:00:00Z", "2026-05-15T08:00:00Z")),
    ...(await between("2026-05-15T08:00:00Z", "2026-06-01T00:00:00Z")),
  ];
  assert.deepEqual(parts, whole);
  assert.ok(
    whole.some((level) => level.level === "warning") && whole.some((level) => level.level === "breach"),
  );
  made.free();
});

test("a fault in the settings is named by its path", async () => {
  const made = await Desk.open({ timeZone: "UTC" });
  const path = async (settings) => {
    try {
      await made.configure(settings);
    } catch (error) {
      return isDeskError(error) ? [error.code, error.path] : error;
    }
    return undefined;
  };
  const { calendars, policies } = SETTINGS;
  const hours = (weekly) => ({ calendars: { office: { weekly } } });
  assert.deepEqual(await path(hours({ mon: [["09:00", "25:00"]] })), [
    "bad-calendar",
    "calendars.office.weekly.mon[0][1]",
  ]);
  assert.deepEqual(await path(hours({})), ["bad-calendar", "calendars.office.weekly"]);
  assert.deepEqual(await path({ policies }), ["unknown-calendar", "policies[0].calendar"]);
  assert.deepEqual(await path({ calendars, policies: [{ id: "x", targets: { first_response: "soon" } }] }), [
    "bad-settings",
    "policies[0].targets.first_response",
  ]);
  assert.deepEqual(await path({ calendars, policies: [{ id: "x", targets: {} }] }), [
    "bad-policy",
    "policies[0].targets",
  ]);
  await assert.rejects(made.sla(), { code: "no-policies" });
  made.free();
});

test("durations count in business hours beside calendar time, and say who has no calendar", async () => {
  const made = await desk("2026-05-15T09:30:00Z");
  const [report] = await made.report([
    {
      metrics: [
        "first_response_time",
        { metric: "first_response_time", as: "business", hours: "business" },
        { metric: "first_response_time", as: "office", calendar: "office" },
      ],
      by: "tier",
    },
  ]);
  const mean = (metric) => report.cell({ tier: "standard", metric }).mean;
  // Wednesday 16:30 to Friday 11:00 in Berlin, Thursday being a holiday: half an hour and two hours.
  assert.deepEqual(
    [mean("first_response_time"), mean("business"), mean("office")],
    [42.5 * 3600, 2.5 * 3600, 2.5 * 3600],
  );
  await assert.rejects(made.report({ metrics: [{ metric: "reopen_rate", hours: "business" }] }), {
    code: "no-business-hours",
    path: "metrics[0].hours",
  });
  await assert.rejects(made.report({ metrics: [{ metric: "closure_time", calendar: "night" }] }), {
    code: "unknown-calendar",
    path: "metrics[0].calendar",
  });
  made.free();
  const bare = await Desk.open({ timeZone: "UTC", now: "2026-05-15T09:30:00Z" });
  await bare.load(TICKETS);
  const none = (
    await bare.report({ metrics: [{ metric: "first_response_time", hours: "business" }] })
  ).cell();
  assert.deepEqual([none.value, none.excluded["no-calendar"]], [null, 2]);
  bare.free();
});
