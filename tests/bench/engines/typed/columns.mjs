// The columns of the typed engine: one array per field, tickets and events, with the first
// event of every ticket. Code 0 and number 0 mean "no value".

import { Words } from "./words.mjs";

/** Kinds the report looks at; a code is a place in this list plus one. */
export const KINDS = ["created", "reply", "note", "assigned", "status", "escalated", "survey"];
export const [CREATED, REPLY, NOTE, ASSIGNED, STATUS, ESCALATED, SURVEY] = KINDS.map((_, i) => i + 1);

const TICKET_FIELDS = {
  id: Float64Array,
  created: Uint32Array,
  channel: Uint8Array,
  priority: Uint8Array,
  tier: Uint8Array,
  group: Uint8Array,
  level: Uint8Array,
  assignee: Uint8Array,
  status: Uint8Array,
  firstEvent: Uint32Array,
};
const EVENT_FIELDS = {
  at: Uint32Array,
  kind: Uint8Array,
  role: Uint8Array,
  agent: Uint8Array,
  group: Uint8Array,
  to: Uint8Array,
  from: Uint8Array,
  sense: Uint8Array,
  survey: Uint8Array,
  score: Uint8Array,
};

function table(fields, capacity, old = {}) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, Kind]) => {
      const column = new Kind(capacity);
      if (old[name]) column.set(old[name]);
      return [name, column];
    }),
  );
}

export class Columns {
  /** Columns with room for what `byteLength` bytes usually hold. */
  constructor(byteLength) {
    this.ticketRoom = Math.ceil(byteLength / 400) + 64;
    this.eventRoom = Math.ceil(byteLength / 64) + 1024;
    this.ticket = table(TICKET_FIELDS, this.ticketRoom);
    this.event = table(EVENT_FIELDS, this.eventRoom);
    this.tickets = 0;
    this.events = 0;
    this.channels = new Words();
    this.priorities = new Words();
    this.tiers = new Words();
    this.groups = new Words();
    this.agents = new Words();
    this.statuses = new Words();
    this.kinds = new Words(KINDS);
    this.roles = new Words(["agent"]);
    this.senses = new Words(["tier"]);
    this.surveys = new Words(["csat"]);
  }

  growTickets() {
    this.ticketRoom *= 2;
    this.ticket = table(TICKET_FIELDS, this.ticketRoom, this.ticket);
  }

  growEvents() {
    this.eventRoom *= 2;
    this.event = table(EVENT_FIELDS, this.eventRoom, this.event);
  }

  /** Forgets the fields of events from `first` on, where a ticket was given up halfway. */
  forgetEvents(first, last) {
    for (const column of Object.values(this.event)) column.fill(0, first, last);
  }
}
