/** Opening hours and shifts as dimensions, against the browser's own clock of each zone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";

const HOUR = 3_600_000;
/** A week in which Europe sets its clocks, while America did so before and Manila never does. */
const START = Date.UTC(2026, 2, 26);
const COUNT = 24 * 7;
const ZONES = { apac: "Asia/Manila", emea: "Europe/Berlin", amer: "America/New_York" };
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const daily = (timeZone, from, to, days = DAYS) => ({
  timeZone,
  weekly: Object.fromEntries(days.map((day) => [day, [[from, to]]])),
});

/** The local hour and weekday of an instant. */
function local(at, timeZone) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    hour: "2-digit",
    weekday: "short",
  });
  const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return { hour: Number(found.hour), day: found.weekday.toLowerCase() };
}

/** A ticket every hour, at half past. */
const TICKETS = Array.from({ length: COUNT }, (_, at) => {
  const created = START + at * HOUR + HOUR / 2;
  return {
    id: `T-${at}`,
    tier: at % 3 === 0 ? "vip" : "standard",
    created_at: new Date(created).toISOString(),
    events: [{ at: new Date(created + HOUR).toISOString(), kind: "reply", role: "agent" }],
  };
});
const created = ({ created_at }) => Date.parse(created_at);

async function desk() {
  const made = await Desk.open({ timeZone: "UTC", now: START + 10 * 24 * HOUR });
  await made.load(TICKETS);
  await made.configure({
    calendars: {
      ...Object.fromEntries(
        Object.entries(ZONES).map(([name, zone]) => [name, daily(zone, "09:00", "17:00")]),
      ),
      office: daily("Europe/Berlin", "08:00", "18:00", DAYS.slice(0, 5)),
    },
    shifts: ["apac", "emea", "amer"],
    calendar: "office",
    policies: [
      {
        id: "vip",
        where: { tier: "vip" },
        calendar: "amer",
        targets: { first_response: { time: "30m", calendar: false } },
      },
    ],
  });
  return made;
}

const counts = (report, name) =>
  Object.fromEntries(report.rows().map(({ by, figures }) => [String(by[name]), figures.tickets.value]));

function tally(key) {
  const found = {};
  for (const ticket of TICKETS) found[key(ticket)] = (found[key(ticket)] ?? 0) + 1;
  return found;
}

const shiftOf = (ticket) =>
  Object.entries(ZONES).find(([, zone]) => {
    const { hour } = local(created(ticket), zone);
    return hour >= 9 && hour < 17;
  })?.[0] ?? "null";

const isOpen = (ticket) => {
  if (ticket.tier === "vip") {
    const { hour } = local(created(ticket), ZONES.amer);
    return hour >= 9 && hour < 17;
  }
  const { hour, day } = local(created(ticket), "Europe/Berlin");
  return hour >= 8 && hour < 18 && DAYS.slice(0, 5).includes(day);
};

test("every ticket belongs to the shift that was at work", async () => {
  const made = await desk();
  const report = await made.report({ metrics: ["tickets"], by: "shift" });
  assert.deepEqual(counts(report, "shift"), tally(shiftOf));
  const emea = await made.report({ metrics: ["tickets", "first_response_time"], where: { shift: "emea" } });
  assert.equal(emea.rows()[0].figures.tickets.value, tally(shiftOf).emea);
  const { rows } = await made.sla({ by: "shift", clocks: ["first_response"] });
  const vips = TICKETS.filter(({ tier }) => tier === "vip");
  const missed = Object.fromEntries(rows.map(({ by, counts }) => [String(by.shift), counts.missed]));
  for (const name of Object.keys(ZONES)) {
    assert.equal(missed[name], vips.filter((ticket) => shiftOf(ticket) === name).length, name);
  }
  made.free();
});

test("tickets come inside or outside the hours of their own calendar", async () => {
  const made = await desk();
  const report = await made.report({ metrics: ["tickets"], by: "opening_hours" });
  const hoped = tally((ticket) => (isOpen(ticket) ? "inside" : "outside"));
  assert.deepEqual(counts(report, "opening_hours"), hoped);
  // A live ticket has its hours too.
  await made.apply([{ ticket: "new", at: new Date(START + 13.5 * HOUR).toISOString(), kind: "created" }]);
  const again = await made.report({ metrics: ["tickets"], by: "opening_hours" });
  assert.equal(counts(again, "opening_hours").inside, hoped.inside + 1);
  const { findings } = await made.findings({
    by: ["opening_hours", "shift"],
    metrics: ["first_response_time"],
  });
  assert.deepEqual(findings, []);
  made.free();
});

test("without calendars nobody knows, and an unknown shift is named", async () => {
  const made = await Desk.open({ timeZone: "UTC" });
  await made.load(TICKETS);
  const report = await made.report({ metrics: ["tickets"], by: "opening_hours" });
  assert.deepEqual(counts(report, "opening_hours"), { null: COUNT });
  const calendars = { apac: daily("Asia/Manila", "09:00", "17:00") };
  await assert.rejects(made.configure({ calendars, shifts: ["apac", "emea"] }), {
    code: "unknown-calendar",
    path: "shifts[1]",
  });
  made.free();
});
