// Reads one ticket whose keys come in any order, with or without white space.
//
// `readTicket` answers the position after the ticket's closing brace. It throws on anything
// that is not a ticket in the benchmark's native JSON; data of the benchmark never is.

import { Words } from "./words.mjs";

const TICKET_KEYS = [
  "id",
  "created_at",
  "channel",
  "priority",
  "tier",
  "group",
  "level",
  "assignee",
  "status",
  "events",
];
const [ID, CREATED_AT, CHANNEL, PRIORITY, TIER, GROUP, LEVEL, ASSIGNEE, STATUS, EVENTS] = TICKET_KEYS.map(
  (_, i) => i + 1,
);
const EVENT_KEYS = ["at", "kind", "role", "agent", "group", "to", "from", "sense", "survey", "score"];
const [AT, KIND, ROLE, AGENT, EVENT_GROUP, TO, FROM, SENSE, SURVEY, SCORE] = EVENT_KEYS.map((_, i) => i + 1);

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN = 91;
const CLOSE = 93;
const BRACE = 123;
const UNBRACE = 125;
const BACKSLASH = 92;

/** A position to hand back beside a value. */
let next = 0;

function unexpected(bytes, p, hoped) {
  const found = p < bytes.length ? `"${String.fromCharCode(bytes[p])}"` : "the end";
  return new Error(`byte ${p}: found ${found}, hoped for ${hoped}`);
}

function space(bytes, p) {
  while (bytes[p] <= 32) p += 1;
  return p;
}

/** After white space and the byte `what`. */
function past(bytes, p, what) {
  if (bytes[p] !== what) p = space(bytes, p);
  if (bytes[p] !== what) throw unexpected(bytes, p, String.fromCharCode(what));
  return p + 1;
}

function closingQuote(bytes, p) {
  while (bytes[p] !== QUOTE) {
    if (p >= bytes.length) throw unexpected(bytes, p, "a closing quote");
    p += bytes[p] === BACKSLASH ? 2 : 1;
  }
  return p;
}

const decoder = new TextDecoder();

/** Code of the text value at `p`. */
function word(words, bytes, view, p) {
  const code = words.at(view, p);
  if (code !== 0) {
    next = p + words.length[code] + 1;
    return code;
  }
  const end = closingQuote(bytes, p);
  next = end + 1;
  const spelled = words.code(JSON.parse(decoder.decode(bytes.subarray(p - 1, end + 1))));
  if (spelled === 0) throw unexpected(bytes, p, "at most 255 different words of at most 254 bytes");
  return spelled;
}

function number(bytes, p) {
  let value = 0;
  const start = p;
  for (let digit = bytes[p] - 48; digit >= 0 && digit <= 9; digit = bytes[p] - 48) {
    value = value * 10 + digit;
    p += 1;
  }
  if (p === start) throw unexpected(bytes, p, "a whole number");
  next = p;
  return value;
}

function instant(instants, bytes, view, p) {
  const seconds = instants.at(view, p);
  if (seconds >= 0 && bytes[p + 20] === QUOTE) {
    next = p + 21;
    return seconds;
  }
  const end = closingQuote(bytes, p);
  next = end + 1;
  return instants.parse(bytes, p, end);
}

/** After any value, which is not looked at. */
function skip(bytes, p) {
  let depth = 0;
  do {
    p = space(bytes, p);
    const byte = bytes[p];
    if (byte === undefined) throw unexpected(bytes, p, "a value");
    if (byte === QUOTE) p = closingQuote(bytes, p + 1);
    else if (byte === BRACE || byte === OPEN) depth += 1;
    else if (byte === UNBRACE || byte === CLOSE) depth -= 1;
    p += 1;
  } while (depth > 0 || (bytes[p] !== COMMA && bytes[p] !== UNBRACE && bytes[p] !== CLOSE));
  return p;
}

const ticketKeys = new Words(TICKET_KEYS);
const eventKeys = new Words(EVENT_KEYS);

/** Key at `p`; `next` is then the value, after the quote when it is a text. */
function key(keys, bytes, view, p) {
  p = past(bytes, p, QUOTE);
  const code = keys.at(view, p);
  p = code === 0 ? closingQuote(bytes, p) + 1 : p + keys.length[code] + 1;
  p = past(bytes, p, COLON);
  next = bytes[p] <= 32 ? space(bytes, p) : p;
  return code;
}

function readEvent(columns, instants, bytes, view, p) {
  if (columns.events === columns.eventRoom) columns.growEvents();
  const { event } = columns;
  const row = columns.events;
  p = past(bytes, p, BRACE);
  for (;;) {
    const name = key(eventKeys, bytes, view, p);
    p = next;
    if (bytes[p] === QUOTE) {
      p += 1;
      switch (name) {
        case AT:
          event.at[row] = instant(instants, bytes, view, p);
          break;
        case KIND:
          event.kind[row] = word(columns.kinds, bytes, view, p);
          break;
        case ROLE:
          event.role[row] = word(columns.roles, bytes, view, p);
          break;
        case AGENT:
          event.agent[row] = word(columns.agents, bytes, view, p);
          break;
        case EVENT_GROUP:
          event.group[row] = word(columns.groups, bytes, view, p);
          break;
        case TO:
          event.to[row] = word(columns.statuses, bytes, view, p);
          break;
        case SENSE:
          event.sense[row] = word(columns.senses, bytes, view, p);
          break;
        case SURVEY:
          event.survey[row] = word(columns.surveys, bytes, view, p);
          break;
        default:
          next = closingQuote(bytes, p) + 1;
      }
      p = next;
    } else if (name === SCORE) {
      event.score[row] = number(bytes, p);
      p = next;
    } else if (name === FROM) {
      event.from[row] = number(bytes, p);
      p = next;
    } else if (name === TO) {
      event.to[row] = number(bytes, p);
      p = next;
    } else {
      p = skip(bytes, p);
    }
    if (bytes[p] <= 32) p = space(bytes, p);
    if (bytes[p] === UNBRACE) break;
    p = past(bytes, p, COMMA);
  }
  columns.events += 1;
  return p + 1;
}

function readEvents(columns, instants, bytes, view, p) {
  p = past(bytes, p, OPEN);
  if (bytes[p] <= 32) p = space(bytes, p);
  if (bytes[p] === CLOSE) return p + 1;
  for (;;) {
    p = readEvent(columns, instants, bytes, view, p);
    if (bytes[p] <= 32) p = space(bytes, p);
    if (bytes[p] === CLOSE) return p + 1;
    p = past(bytes, p, COMMA);
  }
}

export function readTicket(columns, instants, bytes, view, p) {
  if (columns.tickets === columns.ticketRoom) columns.growTickets();
  const { ticket } = columns;
  const row = columns.tickets;
  ticket.firstEvent[row] = columns.events;
  p = past(bytes, p, BRACE);
  for (;;) {
    const name = key(ticketKeys, bytes, view, p);
    p = next;
    if (bytes[p] === QUOTE) {
      p += 1;
      switch (name) {
        case CREATED_AT:
          ticket.created[row] = instant(instants, bytes, view, p);
          break;
        case CHANNEL:
          ticket.channel[row] = word(columns.channels, bytes, view, p);
          break;
        case PRIORITY:
          ticket.priority[row] = word(columns.priorities, bytes, view, p);
          break;
        case TIER:
          ticket.tier[row] = word(columns.tiers, bytes, view, p);
          break;
        case GROUP:
          ticket.group[row] = word(columns.groups, bytes, view, p);
          break;
        case ASSIGNEE:
          ticket.assignee[row] = word(columns.agents, bytes, view, p);
          break;
        case STATUS:
          ticket.status[row] = word(columns.statuses, bytes, view, p);
          break;
        default:
          next = closingQuote(bytes, p) + 1;
      }
      p = next;
    } else if (name === EVENTS) {
      p = readEvents(columns, instants, bytes, view, p);
    } else if (name === ID) {
      ticket.id[row] = number(bytes, p);
      p = next;
    } else if (name === LEVEL) {
      ticket.level[row] = number(bytes, p);
      p = next;
    } else {
      p = skip(bytes, p);
    }
    if (bytes[p] <= 32) p = space(bytes, p);
    if (bytes[p] === UNBRACE) break;
    p = past(bytes, p, COMMA);
  }
  columns.tickets += 1;
  return p + 1;
}
