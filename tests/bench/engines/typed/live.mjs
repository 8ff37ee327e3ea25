// W5: one event at a time, with everything the cards show kept up to date: first responses of each channel in order, counts
// of clocks by standing, and heaps of what comes at risk and due.
//
// Easy to get wrong: entries of the heaps are not taken out when a clock changes; they are passed over when they come up.

import { CLOCKS, STANDINGS } from "../../promises.mjs";
import { AT_RISK_NOW, BREACHED, Clocks, RUNNING } from "./clocks.mjs";
import { CREATED, REPLY, STATUS } from "./columns.mjs";
import { derive, NONE } from "./facts.mjs";

const SLOTS = 2 ** 22;
const AGENT = 1;
const ROOM = 4_096;
const KINDS = { created: CREATED, reply: REPLY, status: STATUS };

export class Live {
  constructor(columns, now) {
    this.columns = columns;
    while (columns.ticketRoom < columns.tickets + ROOM) columns.growTickets();
    while (columns.eventRoom < columns.events + 16 * ROOM) columns.growEvents();
    this.clocks = new Clocks(columns);
    const { id, firstEvent, channel } = columns.ticket;
    this.rows = new Map(Array.from(id.subarray(0, columns.tickets), (name, row) => [name, row]));
    this.from = firstEvent.slice(0, columns.ticketRoom);
    this.end = firstEvent.slice(1, columns.ticketRoom + 1);
    const { first } = derive(columns);
    this.first = new Uint32Array(columns.ticketRoom).fill(NONE);
    this.first.set(first);
    this.tickets = new Int32Array(256);
    const values = Array.from({ length: 256 }, () => []);
    for (let row = 0; row < columns.tickets; row += 1) {
      this.tickets[channel[row]] += 1;
      if (first[row] !== NONE) values[channel[row]].push(first[row]);
    }
    this.ordered = values.map((list) => new Ordered(list));
    this.counts = new Int32Array(16);
    this.warnings = new Heap();
    this.dues = new Heap();
    this.now = now;
    this.modes = this.clocks.modes();
    this.clocks.settle(0, columns.tickets, this.from, this.end, now, this.modes);
    for (let row = 0; row < columns.tickets; row += 1) {
      this.count(row * 2);
      this.count(row * 2 + 1);
    }
  }

  apply(event) {
    const { columns, clocks } = this;
    const at = Date.parse(event.at) / 1000;
    this.advance(at);
    let row = this.rows.get(event.ticket);
    if (row === undefined) row = this.create(event.ticket, at);
    else {
      this.counts[clocks.standing[row * 2]] -= 1;
      this.counts[8 | clocks.standing[row * 2 + 1]] -= 1;
    }
    const place = this.room(row);
    const { event: fields } = columns;
    fields.at[place] = at;
    fields.kind[place] = KINDS[event.kind];
    if (event.role === "agent") {
      fields.role[place] = AGENT;
      if (this.first[row] === NONE) {
        this.first[row] = at - columns.ticket.created[row];
        this.ordered[columns.ticket.channel[row]].add(this.first[row]);
      }
    } else if (event.role !== undefined) fields.role[place] = columns.roles.code(event.role);
    if (event.to !== undefined) {
      const known = columns.statuses.words.length;
      fields.to[place] = columns.statuses.code(event.to);
      if (columns.statuses.words.length > known) this.modes = clocks.modes();
    }
    clocks.settle(row, row + 1, this.from, this.end, at, this.modes);
    this.count(row * 2);
    this.count(row * 2 + 1);
  }

  /** What the cards show. */
  cards() {
    const { columns, clocks, counts } = this;
    const channels = {};
    for (const [code, word] of columns.channels.words.entries()) {
      const tickets = this.tickets[code];
      if (tickets === 0) continue;
      const ordered = this.ordered[code];
      channels[word] = { tickets, n: ordered.length, median: ordered.median() };
    }
    const standings = {};
    for (const [clock, name] of CLOCKS.entries()) {
      standings[name] = {};
      for (let at = 0; at < STANDINGS.length; at += 1)
        standings[name][STANDINGS[at]] = counts[clock * 8 + at];
    }
    while (this.dues.length > 0 && !this.holds(this.dues.keys[0])) this.dues.take();
    const key = this.dues.length > 0 ? this.dues.keys[0] : null;
    const slot = key === null ? 0 : key % SLOTS;
    const next =
      key === null
        ? null
        : {
            ticket: `${columns.ticket.id[slot >> 1]}`,
            clock: CLOCKS[slot & 1],
            due: clocks.due[slot] * 1000,
          };
    return { channels, standings, next };
  }

  /** Room for one more event of a ticket; its others move to the end where they are not there already. */
  room(row) {
    const { columns } = this;
    if (this.end[row] !== columns.events) {
      const [from, end] = [this.from[row], this.end[row]];
      for (const column of Object.values(columns.event)) column.copyWithin(columns.events, from, end);
      this.from[row] = columns.events;
      columns.events += end - from;
    }
    columns.events += 1;
    this.end[row] = columns.events;
    return columns.events - 1;
  }

  create(name, at) {
    const { columns } = this;
    const row = columns.tickets;
    columns.tickets += 1;
    columns.ticket.id[row] = name;
    columns.ticket.created[row] = at;
    columns.ticket.channel[row] = columns.ticket.tier[row] = columns.ticket.priority[row] = 0;
    this.rows.set(name, row);
    this.first[row] = NONE;
    this.tickets[0] += 1;
    this.from[row] = this.end[row] = columns.events;
    return row;
  }

  /** Counts a clock, and notes when it changes by time alone. */
  count(slot) {
    const { standing, due, hours } = this.clocks;
    const is = standing[slot];
    this.counts[((slot & 1) << 3) | is] += 1;
    if (is !== RUNNING && is !== AT_RISK_NOW) return;
    this.dues.add(due[slot] * SLOTS + slot);
    if (is === RUNNING)
      this.warnings.add(this.clocks.warning(hours.position(due[slot]), this.limit(slot)) * SLOTS + slot);
  }

  limit(slot) {
    const { tier, priority } = this.columns.ticket;
    return this.clocks.limits[(((tier[slot >> 1] << 8) | priority[slot >> 1]) << 1) | (slot & 1)];
  }

  /** Whether an entry of the due instants still says what it said. */
  holds(key) {
    const slot = key % SLOTS;
    const { standing, due } = this.clocks;
    return (
      (standing[slot] === RUNNING || standing[slot] === AT_RISK_NOW) && due[slot] === Math.floor(key / SLOTS)
    );
  }

  /** Lets time pass. */
  advance(now) {
    const { standing, due, hours } = this.clocks;
    const passed = (now + 1) * SLOTS;
    while (this.warnings.length > 0 && this.warnings.keys[0] < passed) {
      const key = this.warnings.take();
      const slot = key % SLOTS;
      const warned =
        standing[slot] === RUNNING &&
        this.clocks.warning(hours.position(due[slot]), this.limit(slot)) === Math.floor(key / SLOTS);
      if (warned) this.change(slot, AT_RISK_NOW);
    }
    while (this.dues.length > 0 && this.dues.keys[0] < passed) {
      const key = this.dues.take();
      if (this.holds(key)) this.change(key % SLOTS, BREACHED);
    }
    this.now = now;
  }

  change(slot, to) {
    const clock = (slot & 1) << 3;
    this.counts[clock | this.clocks.standing[slot]] -= 1;
    this.clocks.standing[slot] = to;
    this.counts[clock | to] += 1;
  }
}

/** Numbers in ascending order that others join. */
class Ordered {
  constructor(list) {
    this.length = list.length;
    this.values = new Uint32Array(list.length + ROOM);
    this.values.set(list);
    this.values.subarray(0, list.length).sort();
  }

  add(value) {
    const { values } = this;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= value) low = middle + 1;
      else high = middle;
    }
    values.copyWithin(low + 1, low, this.length);
    values[low] = value;
    this.length += 1;
  }

  median() {
    if (this.length === 0) return null;
    const rank = (this.length - 1) / 2;
    const low = this.values[Math.floor(rank)];
    return Number.isInteger(rank) ? low : (low + this.values[Math.ceil(rank)]) / 2;
  }
}

/** A heap of numbers, the smallest on top. */
class Heap {
  constructor() {
    this.keys = new Float64Array(ROOM);
    this.length = 0;
  }

  add(key) {
    if (this.length === this.keys.length) {
      const old = this.keys;
      this.keys = new Float64Array(old.length * 2);
      this.keys.set(old);
    }
    const { keys } = this;
    let at = this.length;
    this.length += 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (keys[up] <= key) break;
      keys[at] = keys[up];
      at = up;
    }
    keys[at] = key;
  }

  take() {
    const { keys } = this;
    const top = keys[0];
    this.length -= 1;
    const key = keys[this.length];
    let at = 0;
    for (let down = 1; down < this.length; down = 2 * at + 1) {
      if (down + 1 < this.length && keys[down + 1] < keys[down]) down += 1;
      if (keys[down] >= key) break;
      keys[at] = keys[down];
      at = down;
    }
    keys[at] = key;
    return top;
  }
}
