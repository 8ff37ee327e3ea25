// What the simulated desk promises: the same seed gives the same desk, the data are well formed, and the patterns its description
// names (channels of different speed, weekends, the incident, slow billing escalations) can be found in them.
import assert from "node:assert/strict";
import test from "node:test";
import { SIMULATED, simulate, simulateNdjson } from "deskgauge/simulator";

const desk = simulate({ tickets: 20_000, seed: 5 });
const tickets = readTickets(desk);

test("the same options give the same desk, another seed another one", () => {
  assert.deepEqual(simulate({ tickets: 500, seed: 9 }), simulate({ tickets: 500, seed: 9 }));
  assert.notDeepEqual(simulate({ tickets: 500, seed: 9 }), simulate({ tickets: 500, seed: 10 }));
});

test("it leans on neither Math.random nor the clock", (t) => {
  t.mock.method(Math, "random", () => assert.fail("Math.random was called"));
  t.mock.method(Date, "now", () => assert.fail("Date.now was called"));
  assert.equal(simulate({ tickets: 300 }).tickets.id.length, 300);
});

test("every column of a table has one entry a row, and event rows point at tickets", () => {
  const length = (column) => (column.codes ?? column).length;
  const { fields, ...columns } = desk.tickets;
  for (const column of [...Object.values(columns), ...Object.values(fields)])
    assert.equal(length(column), 20_000);
  const events = desk.events.at.length;
  for (const [name, column] of Object.entries(desk.events)) assert.equal(length(column), events, name);
  assert.ok(desk.events.ticket.every((row) => row < 20_000));
});

test("events of a ticket come in order, none before its creation, none at or after the end", () => {
  for (const ticket of tickets) {
    let before = ticket.createdAt;
    for (const { at } of ticket.events) {
      assert.ok(at >= before && at < SIMULATED.to);
      before = at;
    }
  }
});

test("tickets come in order of creation inside the period, with ids that do not repeat", () => {
  const { id, created_at } = desk.tickets;
  assert.ok(
    created_at.every(
      (at, row) => at >= SIMULATED.from && at < SIMULATED.to && (row === 0 || at >= created_at[row - 1]),
    ),
  );
  assert.equal(new Set(id).size, id.length);
});

test("a ticket's own columns agree with what its events leave behind", () => {
  for (const ticket of tickets) {
    const last = (kind, key) =>
      ticket.events.findLast((event) => event.kind === kind && event[key] !== undefined)?.[key];
    assert.equal(ticket.status, last("status", "to") ?? "new");
    assert.equal(ticket.group, last("assigned", "group") ?? ticket.group);
    assert.equal(ticket.priority, last("priority", "to") ?? ticket.priority);
  }
});

test("all the kinds of tickets a real desk has are there, in small numbers where they are rare", () => {
  const share = (of) => tickets.filter(of).length / tickets.length;
  const has = (kind) => (ticket) => ticket.events.some((event) => event.kind === kind);
  assert.ok(within(share(has("spam")), 0.005, 0.03));
  assert.ok(within(share(has("merged")), 0.004, 0.02));
  assert.ok(within(share(has("deleted")), 0.0002, 0.005));
  assert.ok(
    within(
      share((ticket) => ticket.events[0].role === "agent"),
      0.01,
      0.05,
    ),
    "created by agents",
  );
  assert.ok(
    within(
      share((ticket) => ticket.events.some(({ role, kind }) => role === "bot" && kind === "reply")),
      0.1,
      0.4,
    ),
  );
  assert.ok(
    within(
      share((ticket) => ["new", "open", "pending", "on_hold"].includes(ticket.status)),
      0.002,
      0.05,
    ),
    "still open",
  );
  assert.ok(
    within(
      share((ticket) => solves(ticket) > 1),
      0.03,
      0.12,
    ),
    "reopened",
  );
  assert.ok(within(share(escalatedAfter), 0.1, 0.25), "escalated to a higher level");
});

test("chat and phone answer within minutes, e-mail and web within hours", () => {
  const first = (channel) =>
    median(tickets.filter((ticket) => ticket.channel === channel).map(firstReplyAfter));
  assert.ok(first("phone") < 5 && first("chat") < 5);
  assert.ok(first("social") > first("chat"));
  assert.ok(first("email") > 60 && first("web") > 60);
});

test("the week has a rhythm and the desk's own zone sets the day's", () => {
  const local = new Intl.DateTimeFormat("en-US", {
    timeZone: SIMULATED.timeZone,
    weekday: "short",
    hour: "numeric",
    hourCycle: "h23",
  });
  const days = new Map();
  const hours = new Array(24).fill(0);
  for (const ticket of tickets) {
    const parts = Object.fromEntries(
      local.formatToParts(ticket.createdAt).map(({ type, value }) => [type, value]),
    );
    days.set(parts.weekday, (days.get(parts.weekday) ?? 0) + 1);
    hours[Number(parts.hour)]++;
  }
  assert.ok(days.get("Sun") < days.get("Mon") / 2);
  assert.ok(hours[3] < hours[10] / 5);
});

test("billing escalates more slowly when the ticket came in at a weekend", () => {
  const weekend = (ticket) => [0, 6].includes(new Date(ticket.createdAt - 5 * 3_600_000).getUTCDay());
  const billing = tickets.filter((ticket) => ticket.type === "billing" && escalatedAfter(ticket) > 0);
  const slow = median(billing.filter(weekend).map(escalatedAfter));
  const usual = median(billing.filter((ticket) => !weekend(ticket)).map(escalatedAfter));
  assert.ok(slow > 1.5 * usual, `${slow} minutes at weekends, ${usual} on working days`);
});

test("one day stands out: the incident", () => {
  const tagged = tickets.filter((ticket) => ticket.events.some(({ tag }) => tag === "incident"));
  const days = new Set(
    tagged.map((ticket) => new Date(ticket.createdAt - 5 * 3_600_000).toISOString().slice(0, 10)),
  );
  assert.ok(tagged.length > 50 && days.size <= 2);
  assert.ok(tagged.every((ticket) => ticket.type === "outage"));
});

test("customers who wait longer are less satisfied", () => {
  const rated = tickets.flatMap((ticket) => {
    const score = ticket.events.find(({ survey }) => survey === "csat")?.score;
    return score === undefined ? [] : [{ score, hours: (solvedAt(ticket) - ticket.createdAt) / 3_600_000 }];
  });
  const mean = (list) => list.reduce((sum, { score }) => sum + score, 0) / list.length;
  assert.ok(rated.length > 2000);
  assert.ok(
    mean(rated.filter(({ hours }) => hours > 72)) < mean(rated.filter(({ hours }) => hours < 1)) - 0.2,
  );
});

test("NDJSON tells the same desk, one ticket a line", () => {
  const decoder = new TextDecoder();
  let text = "";
  for (const window of simulateNdjson({ tickets: 20_000, seed: 5 }))
    text += decoder.decode(window, { stream: true });
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 20_000);
  const events = lines.reduce((sum, ticket) => sum + ticket.events.length, 0);
  assert.equal(events, desk.events.at.length);
  lines.forEach((line, row) => {
    assert.equal(line.id, desk.tickets.id[row]);
    assert.equal(Date.parse(line.created_at), desk.tickets.created_at[row]);
    assert.equal(line.status, tickets[row].status);
  });
  const escalation = lines
    .flatMap(({ events: list }) => list)
    .find(({ kind, sense }) => kind === "escalated" && sense === "tier");
  assert.equal(typeof escalation.from, "number");
  assert.equal(typeof escalation.to, "number");
});

test("one ticket is enough, and so is a period of a second in a zone far away", () => {
  assert.equal(simulate({ tickets: 1 }).tickets.id.length, 1);
  const brief = simulate({
    tickets: 50,
    from: "2024-10-06T02:30:00+11:00",
    to: Date.UTC(2024, 9, 5, 15, 30, 1),
    timeZone: "Australia/Lord_Howe",
  });
  assert.ok(
    brief.tickets.created_at.every(
      (at) => at >= Date.UTC(2024, 9, 5, 15, 30) && at < Date.UTC(2024, 9, 5, 15, 30, 1),
    ),
  );
});

test("options that make no sense are refused, and the message says what was found", () => {
  assert.throws(() => simulate({ tickets: 0 }), /tickets: expected a whole number .*; found 0/);
  assert.throws(() => simulate({ tickets: 1.5 }), RangeError);
  assert.throws(() => simulate({ seed: Number.NaN }), /seed: .*found NaN/);
  assert.throws(() => simulate({ from: "yesterday" }), /from: .*found yesterday/);
  assert.throws(() => simulate({ from: 5, to: 5 }), /to: /);
  assert.throws(() => simulate({ timeZone: "Mars/Olympus" }), RangeError);
});

function readTickets({ tickets: columns, events: eventColumns }) {
  const word = ({ codes, values }, row) => values[codes[row]];
  const list = Array.from(columns.id, (id, row) => ({
    id,
    createdAt: columns.created_at[row],
    channel: word(columns.channel, row),
    type: word(columns.type, row),
    status: word(columns.status, row),
    group: word(columns.group, row),
    priority: word(columns.priority, row),
    events: [],
  }));
  for (let row = 0; row < eventColumns.at.length; row++) {
    const event = {};
    for (const [name, column] of Object.entries(eventColumns)) {
      event[name] = column.codes ? word(column, row) : column[row];
    }
    list[event.ticket].events.push(event);
  }
  return list;
}

function solves(ticket) {
  return ticket.events.filter(({ kind, to }) => kind === "status" && to === "solved").length;
}

function solvedAt(ticket) {
  return ticket.events.findLast(({ kind, to }) => kind === "status" && to === "solved").at;
}

/** Minutes until the first reply of an agent; undefined without one. */
function firstReplyAfter(ticket) {
  const reply = ticket.events.find(({ kind, role }) => kind === "reply" && role === "agent");
  return reply && (reply.at - ticket.createdAt) / 60_000;
}

/** Minutes until the first hand-off to a higher level; undefined without one. */
function escalatedAfter(ticket) {
  const escalation = ticket.events.find(({ kind, sense }) => kind === "escalated" && sense === "tier");
  return escalation && (escalation.at - ticket.createdAt) / 60_000;
}

function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function within(value, low, high) {
  return value > low && value < high;
}
