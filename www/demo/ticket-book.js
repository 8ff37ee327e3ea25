// What a page knows of its tickets: their facts and what happened to them, read out of the columns they were loaded from.

const FACTS = [
  ["Priority", "priority"],
  ["Channel", "channel"],
  ["Type", "type"],
  ["Customer", "customer"],
  ["Plan", "tier"],
  ["Group", "group"],
  ["Agent", "assignee"],
  ["Status", "status"],
];
const ROLES = { agent: "An agent", customer: "The customer", bot: "A bot" };

export class TicketBook {
  #columns;
  #rows;

  constructor(columns) {
    this.#columns = columns;
    this.#rows = new Map([...columns.tickets.id].map((id, row) => [String(id), row]));
  }

  /** Facts as pairs of texts, events newest first. Tickets that came in live are not known here. */
  read(ticket) {
    const row = this.#rows.get(String(ticket));
    if (row === undefined) return { facts: [["Status", "just came in"]], events: [] };
    const { tickets, events } = this.#columns;
    const facts = FACTS.map(([title, name]) => [title, word(tickets[name], row) ?? "–"]);
    const told = [{ at: tickets.created_at[row], text: "The ticket came in" }];
    for (let at = 0; at < events.ticket.length; at++) {
      if (events.ticket[at] !== row) continue;
      const text = sentence(events, at);
      if (text !== undefined) told.push({ at: events.at[at], text });
    }
    return { facts, events: told.reverse() };
  }
}

/** What an event says; undefined where it is of no interest to people. */
function sentence(events, at) {
  const of = (name) => word(events[name], at);
  const who = ROLES[of("role")] ?? "Somebody";
  switch (of("kind")) {
    case "reply":
      return `${who} replied`;
    case "note":
      return `${who} left a note`;
    case "assigned":
      return `Given to ${[of("agent"), of("group")].filter((name) => name !== undefined).join(", ") || "nobody"}`;
    case "status":
      return `Status became ${of("to")}`;
    case "priority":
      return `Priority became ${of("to")}`;
    case "escalated":
      return `Escalated${of("to") === undefined ? "" : ` to level ${of("to")}`}`;
    default:
      return undefined;
  }
}

function word({ codes, values }, row) {
  return values[codes[row]];
}
