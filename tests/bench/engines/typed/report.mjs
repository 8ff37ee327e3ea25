// W2: the whole report, from the event columns, as columns with one entry per row.
//
// The groupings of a ticket are packed into one number that travels with each value through
// the sort; walking the sorted values then only counts, per row, and notes the values at the
// ranks the quantiles need. Rows of channel × week are summed into channels, weeks and all.

import { derive, NONE, RATED, REOPENED, REPLIES_SHIFT, SATISFIED, SOLVED } from "./facts.mjs";
import { sortPairs } from "./sort.mjs";

const WEEK = 604_800;
/** The first Monday at 00:00 UTC, in epoch seconds. */
const MONDAY = 345_600;
const SHARES = [0.5, 0.9, 0.95];
const COUNTS = ["tickets", "escalated", "reopened", "solved", "rated", "satisfied", "replies"];
const DURATIONS = ["first", "resolution", "escalation"];
const STATISTICS = ["n", "mean", "median", "p90", "p95", "variance"];

const bitsFor = (count) => 32 - Math.clz32(Math.max(count - 1, 1));

/** Where each grouping's bits and rows are. Base groupings are added up ticket by ticket. */
function layout(columns, firstWeek, weeks) {
  const sizes = {
    channel: columns.channels.words.length,
    week: weeks,
    priority: columns.priorities.words.length,
    tier: columns.tiers.words.length,
    group: columns.groups.words.length,
    agent: columns.agents.words.length,
  };
  const plan = { sizes, firstWeek, shift: {}, mask: {}, base: {}, rows: 1 };
  let shift = 0;
  for (const [name, size] of Object.entries(sizes)) {
    plan.shift[name] = shift;
    plan.mask[name] = (1 << bitsFor(size)) - 1;
    plan.base[name] = plan.rows;
    plan.rows += size;
    shift += bitsFor(size);
  }
  if (shift > 32) throw new Error(`the groupings need ${shift} bits a ticket; hoped for at most 32`);
  plan.base.cell = plan.rows;
  plan.cells = 1 << plan.shift.priority;
  plan.rows += plan.cells;
  return plan;
}

function weekRange(created, tickets) {
  let least = 0xffffffff;
  let most = 0;
  for (let row = 0; row < tickets; row += 1) {
    const second = created[row];
    if (second < least) least = second;
    if (second > most) most = second;
  }
  const firstWeek = Math.floor((least - MONDAY) / WEEK);
  return [firstWeek, Math.floor((most - MONDAY) / WEEK) - firstWeek + 1];
}

function pack(columns, plan) {
  const { created, channel, priority, tier, group, assignee } = columns.ticket;
  const { shift } = plan;
  const start = MONDAY + plan.firstWeek * WEEK;
  const packed = new Uint32Array(columns.tickets);
  for (let row = 0; row < packed.length; row += 1) {
    packed[row] =
      channel[row] |
      ((((created[row] - start) / WEEK) | 0) << shift.week) |
      (priority[row] << shift.priority) |
      (tier[row] << shift.tier) |
      (group[row] << shift.group) |
      (assignee[row] << shift.agent);
  }
  return packed;
}

/** Adds the rows of channel × week up into channels, weeks and the whole, for one column. */
function addUp(plan, column) {
  for (let cell = 0; cell < plan.cells; cell += 1) {
    const value = column[plan.base.cell + cell];
    if (value === 0) continue;
    column[0] += value;
    column[plan.base.channel + (cell & plan.mask.channel)] += value;
    column[plan.base.week + (cell >>> plan.shift.week)] += value;
  }
}

function countTickets(plan, packed, facts, report) {
  const { escalation, flags } = facts;
  const { tickets, escalated, reopened, solved, rated, satisfied, replies } = report;
  const { base, shift, mask } = plan;
  const cells = plan.cells - 1;
  const places = new Uint32Array(5);
  for (let row = 0; row < packed.length; row += 1) {
    const code = packed[row];
    const flag = flags[row];
    places[0] = base.cell + (code & cells);
    places[1] = base.priority + ((code >>> shift.priority) & mask.priority);
    places[2] = base.tier + ((code >>> shift.tier) & mask.tier);
    places[3] = base.group + ((code >>> shift.group) & mask.group);
    places[4] = base.agent + ((code >>> shift.agent) & mask.agent);
    const up = escalation[row] === NONE ? 0 : 1;
    for (let i = 0; i < 5; i += 1) {
      const place = places[i];
      tickets[place] += 1;
      escalated[place] += up;
      reopened[place] += flag & REOPENED;
      solved[place] += (flag & SOLVED) >>> 1;
      rated[place] += (flag & RATED) >>> 2;
      satisfied[place] += (flag & SATISFIED) >>> 3;
      replies[place] += flag >>> REPLIES_SHIFT;
    }
  }
  for (const name of COUNTS) addUp(plan, report[name]);
}

/** Ranks each row's quantiles need, ascending, ended by one that is never reached. */
function ranks(n) {
  const needed = new Set();
  for (const share of SHARES) {
    const low = Math.floor((n - 1) * share);
    needed.add(low);
    needed.add(Math.min(low + 1, n - 1));
  }
  return [...needed].sort((a, b) => a - b);
}

const RANKS = 7;

function summarise(plan, values, packed, room, report, name) {
  let n = 0;
  const { keys, companions, spareKeys, spareCompanions } = room;
  const { base, shift, mask } = plan;
  const cells = plan.cells - 1;
  const count = report[`${name}_n`];
  const sum = report[`${name}_mean`];
  const squares = report[`${name}_variance`];
  for (let row = 0; row < packed.length; row += 1) {
    const value = values[row];
    if (value === NONE) continue;
    const code = packed[row];
    keys[n] = value;
    companions[n] = code;
    n += 1;
    const square = value * value;
    let place = base.cell + (code & cells);
    count[place] += 1;
    sum[place] += value;
    squares[place] += square;
    place = base.priority + ((code >>> shift.priority) & mask.priority);
    count[place] += 1;
    sum[place] += value;
    squares[place] += square;
    place = base.tier + ((code >>> shift.tier) & mask.tier);
    count[place] += 1;
    sum[place] += value;
    squares[place] += square;
    place = base.group + ((code >>> shift.group) & mask.group);
    count[place] += 1;
    sum[place] += value;
    squares[place] += square;
    place = base.agent + ((code >>> shift.agent) & mask.agent);
    count[place] += 1;
    sum[place] += value;
    squares[place] += square;
  }
  for (const column of [count, sum, squares]) addUp(plan, column);
  const [sorted, codes] = sortPairs(keys, companions, n, spareKeys, spareCompanions);
  const found = walk(plan, sorted, codes, n, count);
  finish(plan, found, report, name);
}

/** The values at the needed ranks of every row, `RANKS` a row, from the sorted values. */
function walk(plan, sorted, codes, n, count) {
  const { base, shift, mask } = plan;
  const cells = plan.cells - 1;
  const wanted = new Uint32Array(plan.rows * RANKS).fill(NONE);
  const found = new Uint32Array(plan.rows * RANKS);
  const next = new Uint32Array(plan.rows);
  const left = new Int32Array(plan.rows);
  for (let place = 0; place < plan.rows; place += 1) {
    next[place] = place * RANKS;
    if (count[place] > 0)
      ranks(count[place]).forEach((rank, i) => {
        wanted[place * RANKS + i] = rank;
      });
    left[place] = wanted[place * RANKS];
  }
  const note = (place, value) => {
    const here = next[place];
    found[here] = value;
    next[place] = here + 1;
    left[place] = wanted[here + 1] - wanted[here] - 1;
  };
  for (let i = 0; i < n; i += 1) {
    const code = codes[i];
    const value = sorted[i];
    let place = base.cell + (code & cells);
    if (left[place]-- === 0) note(place, value);
    place = base.channel + (code & mask.channel);
    if (left[place]-- === 0) note(place, value);
    place = base.week + ((code >>> shift.week) & mask.week);
    if (left[place]-- === 0) note(place, value);
    place = base.priority + ((code >>> shift.priority) & mask.priority);
    if (left[place]-- === 0) note(place, value);
    place = base.tier + ((code >>> shift.tier) & mask.tier);
    if (left[place]-- === 0) note(place, value);
    place = base.group + ((code >>> shift.group) & mask.group);
    if (left[place]-- === 0) note(place, value);
    place = base.agent + ((code >>> shift.agent) & mask.agent);
    if (left[place]-- === 0) note(place, value);
  }
  for (let i = 0; i < RANKS; i += 1) if (wanted[i] !== NONE) found[i] = sorted[wanted[i]];
  return { wanted, found };
}

function finish(plan, { wanted, found }, report, name) {
  const [count, mean, median, p90, p95, variance] = STATISTICS.map(
    (statistic) => report[`${name}_${statistic}`],
  );
  const quantile = (place, n, share) => {
    const rank = (n - 1) * share;
    const low = Math.floor(rank);
    let at = place * RANKS;
    while (wanted[at] !== low) at += 1;
    const value = found[at];
    return rank === low ? value : value + (rank - low) * (found[at + 1] - value);
  };
  for (let place = 0; place < plan.rows; place += 1) {
    const n = count[place];
    if (n === 0) continue;
    const sum = mean[place];
    mean[place] = sum / n;
    variance[place] = (variance[place] - (sum * sum) / n) / (n - 1);
    median[place] = quantile(place, n, SHARES[0]);
    p90[place] = quantile(place, n, SHARES[1]);
    p95[place] = quantile(place, n, SHARES[2]);
  }
}

export function report(columns) {
  const [firstWeek, weeks] = weekRange(columns.ticket.created, columns.tickets);
  const plan = layout(columns, firstWeek, weeks);
  const facts = derive(columns);
  const packed = pack(columns, plan);
  const answer = {};
  for (const name of COUNTS) answer[name] = new Float64Array(plan.rows);
  for (const name of DURATIONS)
    for (const statistic of STATISTICS) answer[`${name}_${statistic}`] = new Float64Array(plan.rows);
  countTickets(plan, packed, facts, answer);
  const room = {};
  for (const name of ["keys", "companions", "spareKeys", "spareCompanions"])
    room[name] = new Uint32Array(packed.length);
  for (const name of DURATIONS) summarise(plan, facts[name], packed, room, answer, name);
  return { plan, columns, answer };
}

/** Name of every row, by its place. */
function names({ plan, columns }) {
  const list = new Map([[0, "all all"]]);
  const words = {
    channel: columns.channels.words,
    priority: columns.priorities.words,
    tier: columns.tiers.words,
    group: columns.groups.words,
    agent: columns.agents.words,
    week: Array.from({ length: plan.sizes.week }, (_, week) =>
      new Date((MONDAY + (plan.firstWeek + week) * WEEK) * 1000).toISOString().slice(0, 10),
    ),
  };
  for (const [name, list_] of Object.entries(words)) {
    for (const [code, word] of list_.entries()) list.set(plan.base[name] + code, `${name} ${word ?? ""}`);
  }
  for (let cell = 0; cell < plan.cells; cell += 1) {
    const channel = words.channel[cell & plan.mask.channel];
    const week = words.week[cell >>> plan.shift.week];
    list.set(plan.base.cell + cell, `channel_week ${channel} ${week}`);
  }
  return list;
}

/** The report in the common form of all engines. */
export function rowsOf(made) {
  const { answer } = made;
  const rows = {};
  for (const [place, name] of names(made)) {
    if (answer.tickets[place] === 0) continue;
    const row = {};
    for (const count of COUNTS) row[count] = answer[count][place];
    row.escalation_rate = row.escalated / row.tickets;
    row.reopen_rate = row.solved === 0 ? null : row.reopened / row.solved;
    row.csat_rate = row.rated === 0 ? null : row.satisfied / row.rated;
    for (const duration of DURATIONS) {
      const n = answer[`${duration}_n`][place];
      row[duration] = { n };
      for (const statistic of STATISTICS.slice(1)) {
        row[duration][statistic] =
          n === 0 || (n === 1 && statistic === "variance") ? null : answer[`${duration}_${statistic}`][place];
      }
    }
    rows[name] = row;
  }
  return rows;
}
