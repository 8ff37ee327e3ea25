// W3: the clocks of every ticket in one pass over the event columns, with open time as whole numbers.
//
// A due instant is looked up only for clocks under way; ended ones are judged by what they used. Both clocks of a ticket run
// and stand still together until the first reply, so one sum serves both.
//
// Easy to get wrong: a clock that used exactly its target may have ended later, in closed time, and is then late.

import { ASKED_AT, AT_RISK, CLOCKS, NEXT, SAMPLE, STANDINGS, TARGETS } from "../../promises.mjs";
import { REPLY, STATUS } from "./columns.mjs";
import { Hours, openAt } from "./hours.mjs";

export const [MET, MISSED, RUNNING, AT_RISK_NOW, BREACHED, PAUSED, PAUSED_LATE, NOT_YET] = STANDINGS.keys();
const AGENT = 1;
/** What a status does to clocks. */
const RUNS = 0;
const PAUSES = 1;
const ENDS = 2;
const MODES = { pending: PAUSES, on_hold: PAUSES, solved: ENDS, closed: ENDS };
const BITS = 8;
/** Slots (a ticket and a clock) in a key of due instant and slot. */
const SLOTS = 2 ** 22;

export class Clocks {
  constructor(columns) {
    this.columns = columns;
    this.hours = new Hours();
    /** Target of each clock by tier and priority. */
    this.limits = new Int32Array(2 << (2 * BITS));
    const tiers = Object.keys(TARGETS);
    for (const [tier, word] of columns.tiers.words.entries()) {
      const targets = TARGETS[word] ?? TARGETS[tiers[tiers.length - 1]];
      for (const [priority, name] of columns.priorities.words.entries()) {
        for (const [clock, of] of CLOCKS.entries())
          this.limits[(((tier << BITS) | priority) << 1) | clock] = targets[of][name] ?? targets[of]["*"];
      }
    }
    this.standing = new Uint8Array(columns.ticketRoom * 2);
    this.used = new Int32Array(columns.ticketRoom * 2);
    this.due = new Int32Array(columns.ticketRoom * 2);
  }

  modes() {
    return Uint8Array.from({ length: 256 }, (_, code) => MODES[this.columns.statuses.words[code]] ?? RUNS);
  }

  /** The clocks of all tickets at an instant: counts by tier, clock and standing, and what is due next. */
  derive(now) {
    const { tickets } = this.columns;
    const { tier, firstEvent } = this.columns.ticket;
    const { standing, due } = this;
    this.settle(0, tickets, firstEvent, firstEvent.subarray(1), now, this.modes());
    const counts = new Int32Array(256 * 16);
    const next = new Soonest();
    for (let row = 0, slot = 0; row < tickets; row += 1, slot += 2) {
      if (standing[slot] === NOT_YET) continue;
      const place = tier[row] << 4;
      counts[place | standing[slot]] += 1;
      counts[place | 8 | standing[slot + 1]] += 1;
      if (due[slot] > now) next.add(due[slot] * SLOTS + slot);
      if (due[slot + 1] > now) next.add(due[slot + 1] * SLOTS + slot + 1);
    }
    return { counts, next: next.take() };
  }

  /** Brings the clocks of tickets up to date; the events of each are those between its start and its end. */
  settle(first, last, starts, ends, now, modes) {
    const { used, standing, due, limits } = this;
    const { created, tier, priority } = this.columns.ticket;
    const { at, kind, role, to } = this.columns.event;
    const { table, start } = this.hours;
    const origin = start | 0;
    /** Clocks that used exactly their target; they are few. */
    const exact = [];
    for (let row = first; row < last; row += 1) {
      const slot = row * 2;
      const from = starts[row];
      const until = ends[row];
      due[slot] = due[slot + 1] = 0;
      if (created[row] > now) {
        standing[slot] = standing[slot + 1] = NOT_YET;
        continue;
      }
      let running = openAt(table, created[row] - origin);
      let sum = 0;
      let answer = -1;
      let done = false;
      for (let event = from; event < until; event += 1) {
        const what = kind[event];
        if (what === REPLY) {
          if (answer >= 0 || role[event] !== AGENT) continue;
          const when = at[event];
          if (when > now) break;
          answer = running < 0 ? sum : sum + openAt(table, when - origin) - running;
        } else if (what === STATUS) {
          const when = at[event];
          if (when > now) break;
          const mode = modes[to[event]];
          if (mode === RUNS) {
            if (running < 0) running = openAt(table, when - origin);
          } else if (running >= 0) {
            sum += openAt(table, when - origin) - running;
            running = -1;
          }
          done = mode === ENDS;
        }
      }
      const limit = ((tier[row] << BITS) | priority[row]) << 1;
      const response = limits[limit];
      if (answer < 0) this.stand(slot, sum, running, response, now);
      else {
        used[slot] = answer;
        standing[slot] = answer < response ? MET : MISSED;
        if (answer === response) exact.push(slot);
      }
      const resolution = limits[limit | 1];
      if (!done) this.stand(slot + 1, sum, running, resolution, now);
      else {
        used[slot + 1] = sum;
        standing[slot + 1] = sum < resolution ? MET : MISSED;
        if (sum === resolution) exact.push(slot + 1);
      }
    }
    for (const slot of exact) {
      const { breachedAt } = this.explain(slot, starts[slot >> 1], ends[slot >> 1], now, modes);
      standing[slot] = breachedAt === null ? MET : MISSED;
    }
  }

  /** Judges a clock under way; it runs since an open time, or stands still where that is less than nought. */
  stand(slot, sum, running, limit, now) {
    const { hours, used, standing, due } = this;
    if (running < 0) {
      used[slot] = sum;
      standing[slot] = sum < limit ? PAUSED : PAUSED_LATE;
      return;
    }
    const here = hours.position(now);
    used[slot] = sum + here - running;
    if (used[slot] >= limit) {
      standing[slot] = BREACHED;
      return;
    }
    const wanted = running + limit - sum;
    due[slot] = hours.instant(wanted);
    standing[slot] = this.warning(wanted, limit) <= now ? AT_RISK_NOW : RUNNING;
  }

  /** When a clock comes at risk that is due at an open time. */
  warning(wanted, limit) {
    return this.hours.latest(wanted - Math.round(limit * (1 - AT_RISK)));
  }

  /** One clock with its working, in the plain way. */
  explain(slot, from, end, now, modes = this.modes()) {
    const { hours, columns } = this;
    const row = slot >> 1;
    const { created, tier, priority } = columns.ticket;
    const { at, kind, role, to } = columns.event;
    const limit = this.limits[(((tier[row] << BITS) | priority[row]) << 1) | (slot & 1)];
    const elapsed = (a, b) => hours.position(b) - hours.position(a);
    const deadline = (a, time) => Math.max(a, hours.instant(hours.position(a) + time));
    const runs = [];
    let since = created[row];
    let stop = null;
    for (let event = from; event < end && at[event] <= now; event += 1) {
      const when = at[event];
      if (kind[event] === REPLY && role[event] === AGENT && (slot & 1) === 0) {
        stop = when;
        break;
      }
      if (kind[event] !== STATUS) continue;
      const mode = modes[to[event]];
      if (mode !== RUNS && since !== null) runs.push([since, when]);
      since = mode === RUNS ? (since ?? when) : null;
      if ((slot & 1) === 1) stop = mode === ENDS ? (stop ?? when) : null;
    }
    const until = stop ?? now;
    let used = 0;
    let due = null;
    for (const [a, b] of runs) {
      const here = elapsed(a, b);
      if (due === null && here > 0 && used + here >= limit) due = deadline(a, limit - used);
      used += here;
    }
    const reached = due !== null;
    if (!reached) due = since === null ? deadline(until, limit - used) : deadline(since, limit - used);
    if (since !== null) used += elapsed(since, until);
    const paused = stop === null && since === null;
    if (paused && !reached) due = null;
    const late = due !== null && (stop === null ? due <= now : due < stop);
    return {
      state: stop !== null ? "fulfilled" : paused ? "paused" : "running",
      start: created[row] * 1000,
      stop: stop === null ? null : stop * 1000,
      due: due === null ? null : due * 1000,
      used,
      remaining: limit - used,
      breachedAt: late ? due * 1000 : null,
    };
  }
}

/** Keeps the smallest keys of many. */
class Soonest {
  constructor() {
    this.keys = new Float64Array(NEXT * 8);
    this.count = 0;
    this.most = Number.POSITIVE_INFINITY;
  }

  add(key) {
    if (key >= this.most) return;
    this.keys[this.count] = key;
    this.count += 1;
    if (this.count === this.keys.length) this.take();
  }

  take() {
    const kept = this.keys.subarray(0, this.count).sort().subarray(0, NEXT);
    this.count = kept.length;
    if (this.count === NEXT) this.most = kept[NEXT - 1];
    return kept;
  }
}

/** The answer in the common form of all engines. */
export function plainClocks(clocks, { counts, next }) {
  const { columns, hours, used } = clocks;
  const now = ASKED_AT / 1000;
  const rows = {};
  for (const [tier, word] of columns.tiers.words.entries()) {
    for (const [clock, name] of CLOCKS.entries()) {
      const start = (tier << 4) | (clock << 3);
      const row = Object.fromEntries(STANDINGS.map((standing, at) => [standing, counts[start + at]]));
      if (STANDINGS.every((standing) => row[standing] === 0)) continue;
      const n = row.met + row.missed + row.breached + row.pausedLate;
      rows[`${word} ${name}`] = { ...row, n, attainment: n === 0 ? null : row.met / n };
    }
  }
  const soon = Array.from(next, (key) => {
    const due = Math.floor(key / SLOTS);
    const slot = key % SLOTS;
    const remaining = hours.position(due) - hours.position(now);
    return { ticket: `${columns.ticket.id[slot >> 1]}`, clock: CLOCKS[slot & 1], due: due * 1000, remaining };
  });
  const sample = {};
  for (let row = 0; row < columns.tickets; row += SAMPLE) {
    if (columns.ticket.created[row] > now) continue;
    const [from, end] = columns.ticket.firstEvent.subarray(row, row + 2);
    for (const [clock, name] of CLOCKS.entries()) {
      const told = clocks.explain(row * 2 + clock, from, end, now);
      if (told.used !== used[row * 2 + clock])
        throw new Error(`ticket ${row}: ${name} used ${told.used}, the pass found ${used[row * 2 + clock]}`);
      sample[`${columns.ticket.id[row]} ${name}`] = told;
    }
  }
  return { rows, next: soon, sample };
}
