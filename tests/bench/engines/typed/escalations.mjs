// Escalations the plain way, to check W6 and W7 by: no speed is claimed, and none is measured.
//
// Easy to get wrong: who was never escalated waits until the first resolution only if the ticket is solved now.

import { BY, LEVELS, OTHER_LEVELS, SILENT_HOURS } from "../../escalations.mjs";
import { ASSIGNED, ESCALATED, REPLY, STATUS } from "./columns.mjs";
import { derive, NONE } from "./facts.mjs";

const HOUR = 3_600;
const AGENT = 1;
const TIER = 1;
/** For whom a ticket waits in each status. */
const WAITING_FOR = { pending: "customer", on_hold: "third_party", solved: "nobody", closed: "nobody" };

const ascending = (list) => Float64Array.from(list).sort();
const sum = (list) => list.reduce((total, value) => total + value, 0);

/** Type 7, of sorted values. */
function quantile(sorted, share) {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

const mean = (list) => (list.length === 0 ? null : sum(list) / list.length);

function put(map, key, value) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Every ticket with its events, once. */
function* walk(columns) {
  const { firstEvent } = columns.ticket;
  for (let row = 0; row < columns.tickets; row += 1) yield [row, firstEvent[row], firstEvent[row + 1]];
}

const isDone = (columns, code) => WAITING_FOR[columns.statuses.words[code]] === "nobody";

/** How long each ticket waited to be escalated, and what ended that. */
function waits(columns, now) {
  const { created } = columns.ticket;
  const { at, kind, to } = columns.event;
  const { escalation, resolution } = derive(columns);
  const made = [];
  for (const [row, first, end] of walk(columns)) {
    let done = first;
    while (done < end && !(kind[done] === STATUS && isDone(columns, to[done]))) done += 1;
    const resolved = resolution[row] !== NONE;
    if (escalation[row] !== NONE) made.push({ row, time: escalation[row], end: "escalated" });
    else if (resolved) made.push({ row, time: at[done] - created[row], end: "resolved" });
    else made.push({ row, time: now - created[row], end: "waiting" });
  }
  return made;
}

/** The share that the Kaplan–Meier curve leaves in the end. */
function survival(own) {
  const happened = new Map();
  for (const { time, end } of own) if (end === "escalated") happened.set(time, (happened.get(time) ?? 0) + 1);
  const times = ascending(own.map(({ time }) => time));
  let share = 1;
  let before = 0;
  for (const time of [...happened.keys()].sort((a, b) => a - b)) {
    while (before < times.length && times[before] < time) before += 1;
    share *= 1 - happened.get(time) / (times.length - before);
  }
  return share;
}

function timesOf(own) {
  const times = ascending(own.filter(({ end }) => end === "escalated").map(({ time }) => time));
  const count = (what) => own.filter(({ end }) => end === what).length;
  return {
    n: times.length,
    of: own.length,
    resolved: count("resolved"),
    waiting: count("waiting"),
    mean: mean(times),
    median: quantile(times, 0.5),
    p90: quantile(times, 0.9),
    survival: survival(own),
  };
}

/** Seconds and tickets by channel and for whom they wait, until the last resolution or now. */
function stages(columns, now) {
  const { created, channel } = columns.ticket;
  const { at, kind, to } = columns.event;
  const told = {};
  for (const [row, first, end] of walk(columns)) {
    const solved = [];
    for (let event = first; event < end; event += 1) {
      if (kind[event] === STATUS && columns.statuses.words[to[event]] === "solved") solved.push(at[event]);
    }
    const until = solved.at(-1) ?? now;
    const spent = new Map();
    let [stage, since] = ["agent", created[row]];
    for (let event = first; event <= end; event += 1) {
      if (event < end && kind[event] !== STATUS) continue;
      const when = event < end ? Math.min(at[event], until) : until;
      if (when > since) spent.set(stage, (spent.get(stage) ?? 0) + when - since);
      if (event < end)
        [stage, since] = [WAITING_FOR[columns.statuses.words[to[event]]] ?? "agent", Math.max(when, since)];
    }
    for (const [name, seconds] of spent) {
      const key = `${columns.channels.words[channel[row]]} ${name}`;
      const own = told[key] ?? { tickets: 0, seconds: 0 };
      told[key] = { tickets: own.tickets + 1, seconds: own.seconds + seconds };
    }
  }
  return told;
}

/** Hand-offs from group to group with the median time held before. */
function handoffs(columns) {
  const { at, kind, group } = columns.event;
  const held = new Map();
  for (const [row, first, end] of walk(columns)) {
    const stretches = [];
    let since = columns.ticket.created[row];
    let holder = 0;
    for (let event = first; event < end; event += 1) {
      if (kind[event] !== ASSIGNED || group[event] === 0 || group[event] === holder) continue;
      if (holder !== 0 && at[event] > since) stretches.push([holder, at[event] - since]);
      [holder, since] = [group[event], at[event]];
    }
    if (holder !== 0) stretches.push([holder, 0]);
    for (let place = 1; place < stretches.length; place += 1) {
      const [[from, time], [to]] = [stretches[place - 1], stretches[place]];
      put(held, `${columns.groups.words[from]} ${columns.groups.words[to]}`, time);
    }
  }
  const link = ([pair, times]) => [
    pair,
    { value: times.length, heldMedian: quantile(ascending(times), 0.5) },
  ];
  return Object.fromEntries([...held].map(link));
}

/** The first level a ticket is known to have been at. */
function firstLevel(columns, first, end, row) {
  const { kind, group, from, sense } = columns.event;
  for (let event = first; event < end; event += 1) {
    const level = LEVELS[columns.groups.words[group[event]]] ?? 0;
    if (kind[event] === ASSIGNED && level > 0) return level;
    if (kind[event] === ESCALATED && sense[event] === TIER && from[event] > 0) return from[event];
  }
  return columns.ticket.level[row];
}

/** Tickets that were escalated later than three quarters of their kind are solved, and by how many seconds. */
function late(columns, own) {
  const keys = [...walk(columns)].map(
    ([row, first, end]) => `${columns.ticket[BY][row]} ${firstLevel(columns, first, end, row)}`,
  );
  const solved = new Map();
  for (const { row, time, end } of own) if (end === "resolved") put(solved, keys[row], time);
  const usual = new Map([...solved].map(([key, times]) => [key, quantile(ascending(times), 0.75)]));
  const lost = own
    .filter(({ end }) => end === "escalated")
    .map(({ row, time }) => time - usual.get(keys[row]))
    .filter((seconds) => seconds > 0);
  return { late: lost.length, lost: sum(lost) };
}

/** Escalated tickets and their median by hour of the week, from Monday midnight on. */
function hours(columns, own) {
  const times = Array.from({ length: 168 }, () => []);
  for (const { row, time, end } of own) {
    // The first of January 1970 was a Thursday.
    const hour = (Math.floor(columns.ticket.created[row] / HOUR) + 72) % 168;
    if (end === "escalated") times[hour].push(time);
  }
  return times.map((list) => ({ n: list.length, median: quantile(ascending(list), 0.5) }));
}

/** What W6 must find. */
export function analytics(columns, now) {
  const own = waits(columns, now);
  const byChannel = new Map();
  for (const wait of own) put(byChannel, columns.channels.words[columns.ticket.channel[wait.row]], wait);
  return {
    times: Object.fromEntries([...byChannel].map(([channel, list]) => [channel, timesOf(list)])),
    stages: stages(columns, now),
    handoffs: handoffs(columns),
    late: late(columns, own),
    hours: hours(columns, own),
  };
}

/** Escalations by the levels of groups, a ticket at a time. */
function escalated(columns, levels) {
  const { at, kind, group } = columns.event;
  return [...walk(columns)].map(([row, first, end]) => {
    let level = 0;
    const ups = [];
    for (let event = first; event < end; event += 1) {
      const next = kind[event] === ASSIGNED ? (levels[columns.groups.words[group[event]]] ?? 0) : 0;
      if (level > 0 && next > level) ups.push(at[event] - columns.ticket.created[row]);
      level = next > 0 ? next : level;
    }
    return ups;
  });
}

function figures(tickets) {
  const first = ascending(tickets.filter(({ length }) => length > 0).map(([time]) => time));
  return {
    escalated: first.length,
    escalations: sum(tickets.map(({ length }) => length)),
    mean: mean(first),
    median: quantile(first, 0.5),
  };
}

/** How often, and of how many tickets, no agent replied for too long while the ticket was not solved. */
function silences(columns, now) {
  const { at, kind, role, to } = columns.event;
  let [steps, tickets] = [0, 0];
  for (const [row, first, end] of walk(columns)) {
    let since = columns.ticket.created[row];
    let from = since;
    let done = false;
    let until = null;
    const before = steps;
    for (let event = first; event <= end; event += 1) {
      const next = event < end ? at[event] : Number.POSITIVE_INFINITY;
      const held = Math.max(since + SILENT_HOURS * HOUR, from);
      if (!done && next > from && held < next) {
        if (held !== until && held <= now) steps += 1;
        until = next;
      }
      if (event === end) break;
      from = Math.max(from, next);
      if (kind[event] === STATUS) done = isDone(columns, to[event]);
      if (kind[event] === REPLY && role[event] === AGENT) since = next;
    }
    tickets += steps > before ? 1 : 0;
  }
  return { steps, tickets };
}

/** What W7 must find on tickets that state no escalations. */
export function replays(columns, now) {
  const [before, after] = [escalated(columns, LEVELS), escalated(columns, OTHER_LEVELS)];
  const differs = (ups, row) => ups.length !== after[row].length || ups[0] !== after[row][0];
  return {
    before: figures(before),
    after: figures(after),
    differs: before.filter(differs).length,
    silences: silences(columns, now),
  };
}
