// The bench's tickets as Zendesk's API tells them: pages of tickets, and the audits of each, with what such answers carry
// beside what is measured (texts of comments three times over, metadata, senders).
//
// Easy to get wrong: seven in eight bytes are of no use here, as in the real answers. Compare bytes a second, not tickets.

import { random } from "./world.mjs";

/** So many of the file's tickets are told. */
const MOST = 10_000;
/** So many records stand in a page. */
const PAGE = 100;

const CLIENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const WORDS =
  "the order has not come and our page says it is on its way since Monday could you look where this parcel is please thank you we asked the carrier they will answer until tomorrow then I write again".split(
    " ",
  );

/** What the payloads tell, one after the other, as bytes. */
export function zendeskPayloads(bytes) {
  const told = tickets(bytes);
  const ids = new Ids();
  const pages = [];
  for (const page of paged(told)) {
    const records = page.map((ticket) => ticketRecord(ticket, ids));
    pages.push({ tickets: records, next_page: null, previous_page: null, count: told.length });
  }
  const draw = random(5);
  const audits = told.flatMap((ticket) => auditsOf(ticket, ids, draw));
  for (const page of paged(audits)) {
    pages.push({ audits: page, next_page: null, previous_page: null, count: audits.length });
  }
  pages.push({ groups: ids.named("group"), count: 0 }, { users: ids.named("agent"), count: 0 });
  return new TextEncoder().encode(pages.map((page) => `${JSON.stringify(page)}\n`).join(""));
}

/** The tickets that are told, in the bench's own format, as bytes. */
export function toldNatively(bytes) {
  let end = 0;
  for (let line = 0; line < MOST && end < bytes.length; line += 1)
    end = bytes.indexOf(10, end) + 1 || bytes.length;
  return bytes.subarray(0, end);
}

/** What the payloads tell, of the rows of a report: levels, tiers and surveys are none of it. */
export function measuredOf(rows) {
  const groupings = /^(all|channel|priority|group|agent|week) /;
  const told = Object.entries(rows).filter(([name]) => groupings.test(name));
  return Object.fromEntries(
    told.map(([name, { tickets, replies, first, resolution }]) => [
      name,
      { tickets, replies, first, resolution },
    ]),
  );
}

function tickets(bytes) {
  const lines = new TextDecoder().decode(toldNatively(bytes)).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function* paged(records) {
  for (let at = 0; at < records.length; at += PAGE) yield records.slice(at, at + PAGE);
}

/** Numbers in place of names, as Zendesk has them. */
class Ids {
  #known = { group: new Map(), agent: new Map() };
  #next = 360_000_000_000;

  of(kind, name) {
    const known = this.#known[kind];
    if (name !== undefined && !known.has(name)) known.set(name, this.fresh());
    return known.get(name) ?? null;
  }

  fresh() {
    this.#next += 7;
    return this.#next;
  }

  named(kind) {
    return Array.from(this.#known[kind], ([name, id]) => ({ id, name, role: "agent" }));
  }
}

function ticketRecord(ticket, ids) {
  const last = ticket.events.at(-1)?.at ?? ticket.created_at;
  return {
    url: `https://example.zendesk.com/api/v2/tickets/${ticket.id}.json`,
    id: ticket.id,
    external_id: null,
    via: { channel: ticket.channel, source: { from: {}, to: {}, rel: null } },
    created_at: ticket.created_at,
    updated_at: last,
    type: "incident",
    subject: "My order",
    raw_subject: "My order",
    description: WORDS.join(" "),
    priority: ticket.priority,
    status: ticket.status,
    recipient: null,
    requester_id: 900_000_000 + ticket.id,
    submitter_id: 900_000_000 + ticket.id,
    assignee_id: ids.of("agent", ticket.assignee),
    organization_id: null,
    group_id: ids.of("group", ticket.group),
    collaborator_ids: [],
    follower_ids: [],
    has_incidents: false,
    is_public: true,
    tags: [ticket.tier],
    custom_fields: [{ id: 360_000_001, value: null }],
    satisfaction_rating: null,
  };
}

function auditsOf(ticket, ids, draw) {
  const requester = 900_000_000 + ticket.id;
  const before = { status: "new" };
  const audits = [];
  const change = (field, value) => {
    const previous = before[field] ?? null;
    before[field] = value;
    return { id: ids.fresh(), type: "Change", field_name: field, value, previous_value: previous };
  };
  const audit = (at, author, events) => {
    const id = ids.fresh();
    const system = { client: CLIENT, ip_address: "192.0.2.17", location: "Berlin, BE, Germany" };
    audits.push({
      id,
      ticket_id: ticket.id,
      created_at: at,
      author_id: author,
      metadata: { system: { ...system, latitude: 52.51, longitude: 13.4 }, custom: {} },
      events: events.map((event) => ("attachments" in event ? { ...event, audit_id: id } : event)),
      via: { channel: "web", source: { from: {}, to: {}, rel: null } },
    });
  };
  audit(ticket.created_at, requester, [
    comment(requester, true, ids, draw),
    { id: ids.fresh(), type: "Create", field_name: "status", value: "new" },
    { id: ids.fresh(), type: "Create", field_name: "priority", value: ticket.priority },
  ]);
  let agent = null;
  for (const event of ticket.events) {
    if (event.kind === "assigned") {
      agent = ids.of("agent", event.agent);
      const group = event.group === undefined ? [] : [change("group_id", `${ids.of("group", event.group)}`)];
      audit(event.at, agent, [...group, change("assignee_id", `${agent}`)]);
    } else if (event.kind === "reply" || event.kind === "note") {
      const by = { agent: agent ?? ids.of("agent", "a00"), customer: requester, bot: -1 }[event.role];
      audit(event.at, by, [comment(by, event.kind === "reply", ids, draw)]);
    } else if (event.kind === "status") {
      audit(event.at, agent ?? ids.of("agent", "a00"), [change("status", event.to)]);
    }
  }
  return audits;
}

function comment(author, isPublic, ids, draw) {
  const count = 10 + Math.floor(draw() * 60);
  const text = Array.from({ length: count }, () => WORDS[Math.floor(draw() * WORDS.length)]).join(" ");
  return {
    id: ids.fresh(),
    type: "Comment",
    author_id: author,
    body: text,
    html_body: `<div class="zd-comment" dir="auto"><p dir="auto">${text}</p></div>`,
    plain_body: text,
    public: isPublic,
    attachments: [],
  };
}
