// One story for every helpdesk: tickets change while they are read, connections break, the helpdesk is busy, the reading is stopped
// again and again and goes on from what was kept. In the end the desk must say what one says that loaded everything at once.

import assert from "node:assert/strict";
import { Desk } from "deskgauge";
import { sync } from "deskgauge/sync";
import { FAULTS, MadeClock, numbers, openServer } from "./server.mjs";
import { FROM, UNTIL, ZONE } from "./world.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What is asked of every ticket. */
export const METRICS = [
  "first_response_time",
  "first_resolution_time",
  "full_resolution_time",
  "requester_wait_time",
  "reopens_per_ticket",
  "transfers_per_ticket",
  "replies_per_ticket",
  "created",
  "backlog",
];

/**
 * Reads a vendor's records through all that may go wrong. `stops` is how often the reading is stopped, `skew` how far the helpdesk's
 * clock is ahead.
 */
export async function readThrough(
  vendor,
  records,
  { seed, stops = 12, skew = 0, from = FROM, until = UNTIL },
) {
  const random = numbers(seed);
  const clock = new MadeClock(from + 0.6 * (until - from) - skew);
  const faults = Object.keys(FAULTS);
  let row = 0;
  const server = await openServer({
    answer: vendor.answer(records),
    clock,
    skew,
    limits: vendor.limits,
    // Now and then the page sleeps for hours between two pages of a list, and much changes.
    latency: () => (random() < 0.15 ? random() * 6 * HOUR : 1_500 * random()),
    // Now and then, and seldom so often in a row that one must give up.
    fault: () => {
      row = random() < 0.15 && row < 3 ? row + 1 : 0;
      return row > 0 ? faults[Math.floor(random() * faults.length)] : undefined;
    },
  });
  const settings = { timeZone: ZONE, now: until };
  let desk = await Desk.open(settings);
  let cursor;
  const told = { tickets: 0, stopped: 0, rounds: 0 };

  /** A reading, stopped after so many signs of progress; whether it came to its end. */
  async function reading(left) {
    const adapter = vendor.adapter(server.request);
    const ended = new AbortController();
    const onProgress = (progress) => {
      cursor = progress.cursor;
      left -= 1;
      if (left <= 0) ended.abort(new Error("enough"));
    };
    try {
      const done = await sync(desk, adapter, { cursor, clock, signal: ended.signal, onProgress });
      ({ cursor } = done);
      told.tickets += done.tickets;
      return true;
    } catch (error) {
      if (error !== ended.signal.reason) throw error;
      told.stopped += 1;
      return false;
    }
  }

  /** As if the page had been closed and opened again. */
  async function reopen() {
    const bytes = await desk.save();
    desk.free();
    desk = await Desk.restore(bytes, settings);
    cursor = cursor === undefined ? undefined : JSON.parse(JSON.stringify(cursor));
  }

  try {
    for (let stop = 0; stop < stops; stop += 1) {
      await reading(1 + Math.floor(random() * 12));
      await reopen();
      // An hour or a day later.
      clock.at += Math.floor(random() * ((until - from) / (3 * stops)));
    }
    clock.at = Math.max(clock.at, until + (vendor.settled ?? MINUTE) + 10 * MINUTE - Math.min(0, skew));
    while (!(await reading(1e9))) told.rounds += 1;
    await reopen();
    return { found: await tellOf(desk), desk, told, server, clock };
  } finally {
    await server.close();
  }
}

/** The records of a helpdesk whose changes are now and then seen up to four minutes later than they are dated. */
export function lagging(records, seed) {
  const random = numbers(seed);
  const late = (version) =>
    random() < 0.3 ? { ...version, seen: version.at + random() * 4 * MINUTE } : version;
  const lists = Object.entries(records).map(([name, list]) => [
    name,
    Array.isArray(list) ? list.map((one) => (one.at > 0 ? late(one) : one)) : list,
  ]);
  return Object.fromEntries(lists);
}

/** What a desk says that loaded it all at once. */
export async function atOnce(vendor, records, { until = UNTIL } = {}) {
  const desk = await Desk.open({ timeZone: ZONE, now: until });
  try {
    for (const payload of vendor.everything(records, until + 10 * MINUTE))
      await desk.load(JSON.stringify(payload), { source: vendor.name });
    return await tellOf(desk);
  } finally {
    desk.free();
  }
}

/** Every ticket with its values of many metrics, and how many there are by what they are like. */
export async function tellOf(desk) {
  const told = {};
  for (const metric of METRICS) {
    const report = await desk.report({ metrics: [metric] });
    const { tickets } = await report.tickets({ metric }, { limit: 100_000 });
    told[metric] = Object.fromEntries(tickets.map(({ id, value }) => [id, value]).toSorted(byId));
  }
  for (const by of ["status", "priority", "group", "assignee", "channel"]) {
    const report = await desk.report({ metrics: ["created"], by });
    const rows = report
      .rows()
      .map((row) => [String(row.by[by]), row.figures.created.value ?? row.figures.created.n]);
    told[by] = Object.fromEntries(rows.toSorted(byId));
  }
  return told;
}

function byId([a], [b]) {
  return a < b ? -1 : Number(a > b);
}

/** What a desk says of tickets that were asked for one by one, the records being complete. */
export async function oneByOne(vendor, records, numbers, { until = UNTIL } = {}) {
  const clock = new MadeClock(until + 15 * MINUTE);
  const server = await openServer({ answer: vendor.answer(records), clock, limits: vendor.limits });
  const desk = await Desk.open({ timeZone: ZONE, now: until });
  try {
    const adapter = vendor.adapter(server.request);
    for (const number of numbers) {
      const { cursor } = await sync(desk, adapter, {
        ticket: (vendor.askedBy ?? vendor.shown)(number),
        clock,
      });
      assert.equal(cursor, undefined);
    }
    return await tellOf(desk);
  } finally {
    desk.free();
    await server.close();
  }
}

/** Both say the same, and enough to tell something. */
export function assertSame(found, expected) {
  assert.ok(Object.keys(expected.created).length > 5, "tickets were created");
  assert.ok(Object.keys(expected.first_response_time).length > 3, "tickets were answered");
  for (const [what, values] of Object.entries(expected)) assert.deepEqual(found[what], values, what);
}
