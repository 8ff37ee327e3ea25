// W4: counts and first response times of what passes a date brush and three filters.
//
// Tickets lie in order of their day. Running totals by day and by (channel, priority, tier)
// give every count and the mean of any window by subtraction. For the quantiles, tickets know
// their place among all first response times; a coarse histogram of those places is kept for
// what passes, moved along when the brush moves a little, and filled anew when it jumps.

import { derive, NONE } from "./facts.mjs";
import { sortPairs } from "./sort.mjs";

const DAY = 86_400;
const BINS = 1024;

export class Brush {
  constructor(columns) {
    this.columns = columns;
    const { created, channel, priority, tier } = columns.ticket;
    const { tickets } = columns;
    this.priorities = columns.priorities.words.length;
    this.tiers = columns.tiers.words.length;
    this.combos = columns.channels.words.length * this.priorities * this.tiers;

    let least = 0xffffffff;
    let most = 0;
    for (let row = 0; row < tickets; row += 1) {
      least = Math.min(least, created[row]);
      most = Math.max(most, created[row]);
    }
    this.firstDay = Math.floor(least / DAY);
    this.days = Math.floor(most / DAY) - this.firstDay + 1;

    this.dayStart = new Uint32Array(this.days + 1);
    for (let row = 0; row < tickets; row += 1)
      this.dayStart[Math.floor(created[row] / DAY) - this.firstDay + 1] += 1;
    for (let day = 0; day < this.days; day += 1) this.dayStart[day + 1] += this.dayStart[day];

    const { first } = derive(columns);
    const place = this.dayStart.slice(0, this.days);
    this.combo = new Uint16Array(tickets);
    const values = new Uint32Array(tickets);
    this.counts = new Uint32Array((this.days + 1) * this.combos);
    this.answered = new Uint32Array((this.days + 1) * this.combos);
    this.sums = new Float64Array((this.days + 1) * this.combos);
    for (let row = 0; row < tickets; row += 1) {
      const day = Math.floor(created[row] / DAY) - this.firstDay;
      const here = place[day];
      place[day] = here + 1;
      const combo = (channel[row] * this.priorities + priority[row]) * this.tiers + tier[row];
      const value = first[row];
      this.combo[here] = combo;
      values[here] = value;
      const cell = (day + 1) * this.combos + combo;
      this.counts[cell] += 1;
      if (value !== NONE) {
        this.answered[cell] += 1;
        this.sums[cell] += value;
      }
    }
    for (let cell = this.combos; cell < this.counts.length; cell += 1) {
      this.counts[cell] += this.counts[cell - this.combos];
      this.answered[cell] += this.answered[cell - this.combos];
      this.sums[cell] += this.sums[cell - this.combos];
    }
    this.rank(values);

    this.passes = new Uint8Array(this.combos).fill(1);
    this.dayCounts = new Uint32Array(this.days);
    this.dayKnown = new Uint8Array(this.days);
    this.from = 0;
    this.to = 0;
    this.filters = [null, null, null];
  }

  /** Puts tickets with a first response in order of it, and gives every one its bin. */
  rank(values) {
    const keys = new Uint32Array(values.length);
    const rows = new Uint32Array(values.length);
    let n = 0;
    for (let row = 0; row < values.length; row += 1) {
      if (values[row] === NONE) continue;
      keys[n] = values[row];
      rows[n] = row;
      n += 1;
    }
    [this.sorted, this.order] = sortPairs(keys, rows, n, new Uint32Array(n), new Uint32Array(n));
    this.n = n;
    this.binBits = Math.max(0, 32 - Math.clz32(Math.floor(n / BINS)));
    const bins = (n >>> this.binBits) + 1;
    /** The last bin takes the tickets without a first response, and is never read. */
    this.bin = new Uint16Array(values.length).fill(bins);
    for (let place = 0; place < n; place += 1) this.bin[this.order[place]] = place >>> this.binBits;
    this.histogram = new Uint32Array(bins + 1);
  }

  /** Sets the filters of a step; true when they are the ones already set. */
  filter({ channel, priority, tier }) {
    const filters = [channel, priority, tier];
    if (filters.every((words, i) => words === this.filters[i])) return true;
    this.filters = filters;
    const { channels, priorities, tiers } = this.columns;
    const allowed = [channels, priorities, tiers].map(({ words }, i) =>
      words.map((word) => filters[i] === null || filters[i].includes(word)),
    );
    for (let combo = 0; combo < this.combos; combo += 1) {
      const upper = Math.floor(combo / this.tiers);
      this.passes[combo] =
        allowed[0][Math.floor(upper / this.priorities)] &&
        allowed[1][upper % this.priorities] &&
        allowed[2][combo % this.tiers]
          ? 1
          : 0;
    }
    this.dayKnown.fill(0);
    return false;
  }

  /** Adds the passing tickets of the days from `from` to before `to` to the histogram, or takes them away. */
  move(from, to, change) {
    const { combo, passes, bin, histogram } = this;
    const end = this.dayStart[to];
    for (let row = this.dayStart[from]; row < end; row += 1) {
      if (passes[combo[row]] === 1) histogram[bin[row]] += change;
    }
  }

  slide(from, to, sameFilters) {
    const moved = Math.abs(from - this.from) + Math.abs(to - this.to);
    if (sameFilters && moved < to - from && from < this.to && this.from < to) {
      if (from > this.from) this.move(this.from, from, -1);
      else this.move(from, this.from, 1);
      if (to > this.to) this.move(this.to, to, 1);
      else this.move(to, this.to, -1);
    } else {
      this.histogram.fill(0);
      this.move(from, to, 1);
    }
    this.from = from;
    this.to = to;
  }

  /** The value at place `wanted` among the first response times that pass. */
  pick(wanted) {
    const { histogram, order, combo, passes } = this;
    const start = this.dayStart[this.from];
    const end = this.dayStart[this.to];
    let bin = 0;
    let left = wanted;
    while (left >= histogram[bin]) {
      left -= histogram[bin];
      bin += 1;
    }
    for (let place = bin << this.binBits; ; place += 1) {
      const row = order[place];
      if (row >= start && row < end && passes[combo[row]] === 1) {
        if (left === 0) return this.sorted[place];
        left -= 1;
      }
    }
  }

  quantile(n, share) {
    const rank = (n - 1) * share;
    const low = Math.floor(rank);
    const value = this.pick(low);
    return rank === low ? value : value + (rank - low) * (this.pick(low + 1) - value);
  }

  countDays(from, to) {
    const { counts, combos, passes, dayCounts, dayKnown } = this;
    for (let day = from; day < to; day += 1) {
      if (dayKnown[day] === 1) continue;
      let count = 0;
      const cell = day * combos;
      for (let combo = 0; combo < combos; combo += 1) {
        if (passes[combo] === 1) count += counts[cell + combos + combo] - counts[cell + combo];
      }
      dayCounts[day] = count;
      dayKnown[day] = 1;
    }
    return dayCounts.slice(from, to);
  }

  show(step) {
    const clamp = (ms) => Math.max(0, Math.min(this.days, Math.ceil(ms / 1000 / DAY) - this.firstDay));
    const from = clamp(step.from);
    const to = Math.max(from, clamp(step.to));
    this.slide(from, to, this.filter(step));

    const { counts, answered, sums, combos, passes, priorities, tiers } = this;
    const channel = new Uint32Array(this.columns.channels.words.length);
    const priority = new Uint32Array(priorities);
    const tier = new Uint32Array(tiers);
    let total = 0;
    let n = 0;
    let sum = 0;
    const low = from * combos;
    const high = to * combos;
    for (let combo = 0; combo < combos; combo += 1) {
      if (passes[combo] === 0) continue;
      const count = counts[high + combo] - counts[low + combo];
      const upper = (combo / tiers) | 0;
      channel[(upper / priorities) | 0] += count;
      priority[upper % priorities] += count;
      tier[combo % tiers] += count;
      total += count;
      n += answered[high + combo] - answered[low + combo];
      sum += sums[high + combo] - sums[low + combo];
    }
    const some = n > 0;
    return {
      tickets: total,
      channel,
      priority,
      tier,
      from,
      day: this.countDays(from, to),
      n,
      mean: some ? sum / n : null,
      median: some ? this.quantile(n, 0.5) : null,
      p90: some ? this.quantile(n, 0.9) : null,
    };
  }

  /** An answer of `show` in the common form of all engines. */
  plain({ tickets, channel, priority, tier, from, day, n, mean, median, p90 }) {
    const named = (counts, name) =>
      Object.fromEntries([...counts].map((count, i) => [name(i), count]).filter(([, count]) => count > 0));
    const { channels, priorities, tiers } = this.columns;
    return {
      tickets,
      channel: named(channel, (code) => channels.words[code] ?? ""),
      priority: named(priority, (code) => priorities.words[code] ?? ""),
      tier: named(tier, (code) => tiers.words[code] ?? ""),
      day: named(day, (i) => new Date((this.firstDay + from + i) * DAY * 1000).toISOString().slice(0, 10)),
      n,
      mean,
      median,
      p90,
    };
  }
}
