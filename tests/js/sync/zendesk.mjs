// Zendesk's incremental exports over tickets and audits (developer.zendesk.com, Incremental Exports): a thousand or so a page there,
// fewer here; by time for events, by cursor for tickets; ten requests a minute; nothing of the newest minute.

import { zendesk } from "deskgauge/adapters/zendesk";
import { byChange, stateAt } from "./server.mjs";
import { counter, iso, numbering } from "./world.mjs";

const PER_PAGE = 40;
const NEWEST = 60_000;
const PRIORITIES = { urgent: "urgent", high: "high", normal: "normal", low: "low" };

export const name = "zendesk";
export const settled = 2 * NEWEST;
export const limits = [{ of: /^\/api\/v2\/incremental\//, most: 10 }];
/** What a ticket is called. */
export const shown = (number) => String(number);
export const adapter = (request) => zendesk({ request });

/** What Zendesk would hold of simulated tickets. */
export function recordsOf(world) {
  const person = numbering(9_000);
  const group = numbering(100);
  const event = counter(1_000_000);
  const roles = new Map();
  const [tickets, audits] = [[], []];
  const ref = (of, name) => (name === null ? null : of(name));
  for (const { number: id, created, channel, type, requester, steps } of world) {
    const who = person(requester);
    roles.set(who, "end-user");
    for (const { at, kind, role, actor, before, after } of steps) {
      const agent = ref(person, after.agent);
      if (agent !== null) roles.set(agent, "agent");
      const author_id = role === "bot" ? -1 : actor === null ? who : person(actor);
      if (role === "agent" && actor !== null) roles.set(author_id, "agent");
      const told = (type, rest) => ({ id: event(), type, ...rest });
      const change = (field_name, previous_value, value) =>
        previous_value === value
          ? []
          : [told(kind === "created" ? "Create" : "Change", { field_name, previous_value, value })];
      const comment = (open) => told("Comment", { author_id, public: open, body: "" });
      const events = [
        ...(kind === "created" ? [comment(true), ...change("status", null, "new")] : []),
        ...(kind === "reply" ? [comment(true)] : []),
        ...(kind === "note" ? [comment(false)] : []),
        ...change("status", before.status, after.status),
        ...change("priority", before.priority, after.priority),
        ...change("group_id", ref(group, before.group), ref(group, after.group)),
        ...change("assignee_id", ref(person, before.agent), agent),
      ];
      const via = { channel: role === "bot" ? "rule" : channel };
      const audit = { id: event(), ticket_id: id, created_at: iso(at), author_id, via, events };
      audits.push({ id: audit.id, at, record: audit });
      const ticket = {
        id,
        created_at: iso(created),
        updated_at: iso(at),
        status: after.status,
        priority: PRIORITIES[after.priority] ?? null,
        type,
        via: { channel },
        requester_id: who,
        submitter_id: who,
        group_id: ref(group, after.group),
        assignee_id: agent,
        tags: [],
      };
      tickets.push({ id, at, record: ticket });
    }
  }
  const users = [...person.known].map(([name, id]) => ({ id, name, role: roles.get(id) ?? "agent" }));
  const groups = [...group.known].map(([name, id]) => ({ id, name }));
  return { tickets, audits, users, groups, ticket_metric_events: [] };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const list = (versions) => stateAt(versions, now - NEWEST).map(({ record }) => record);
  const { users, groups, ticket_metric_events } = records;
  return [
    { tickets: list(records.tickets) },
    { audits: list(records.audits) },
    { users, groups, ticket_metric_events: list(ticket_metric_events) },
  ];
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const base = `http://${request.headers.host}`;
  const all = (versions) => byChange(stateAt(versions, now - NEWEST));
  const ids = () => query.get("ids").split(",").map(Number);
  const [, one, audits] = /^\/api\/v2\/tickets\/(\d+)(\/audits)?\.json$/.exec(path) ?? [];
  if (audits !== undefined) {
    const told = all(records.audits).filter(({ record }) => record.ticket_id === Number(one));
    const start = Number(query.get("page[after]") ?? 0);
    const end = start + 5;
    const next = `${base}${path}?page[after]=${end}&page[size]=100`;
    const page = told.slice(start, end).map(({ record }) => record);
    return { body: { audits: page, meta: { has_more: end < told.length }, links: { next } } };
  }
  if (one !== undefined) {
    const found = all(records.tickets).find(({ id }) => id === Number(one));
    return { body: { ticket: { ...found.record, metric_events: {} }, users: [], groups: records.groups } };
  }
  switch (path) {
    case "/api/v2/groups.json":
      return { body: { groups: records.groups } };
    case "/api/v2/users/show_many.json":
      return { body: { users: records.users.filter(({ id }) => ids().includes(id)) } };
    case "/api/v2/organizations/show_many.json":
      return { body: { organizations: [] } };
    case "/api/v2/incremental/tickets/cursor.json": {
      const start = 1_000 * Number(query.get("start_time") ?? 0);
      if (start > now - NEWEST) return TOO_RECENT;
      const [after, last] = query.has("cursor") ? JSON.parse(atob(query.get("cursor"))) : [start - 1, 0];
      const rest = all(records.tickets).filter(({ at, id }) => at > after || (at === after && id > last));
      const page = rest.slice(0, PER_PAGE);
      const end = page.at(-1) ?? { at: after, id: last };
      const tickets = page.map(({ at, record }) => ({ ...record, generated_timestamp: at / 1_000 }));
      const cursor = btoa(JSON.stringify([end.at, end.id]));
      const after_url = `${base}${path}?cursor=${encodeURIComponent(cursor)}`;
      return { body: { tickets, after_url, end_of_stream: page.length === rest.length } };
    }
    case "/api/v2/incremental/ticket_events.json":
      return byTime("ticket_events", all(records.audits), asEvent);
    case "/api/v2/incremental/ticket_metric_events.json":
      return byTime("ticket_metric_events", all(records.ticket_metric_events), (record) => record);
    default:
      return { status: 404, body: { error: "RecordNotFound" } };
  }

  function byTime(list, versions, written) {
    const start = 1_000 * Number(query.get("start_time"));
    if (start > now - NEWEST) return TOO_RECENT;
    const rest = versions.filter(({ at }) => at >= start);
    const some = rest.slice(0, PER_PAGE);
    // Of one second all are on a page, or none would ever be.
    const page = rest.filter(({ at }, nth) => nth < PER_PAGE || at === some.at(-1).at);
    const end = page.length === 0 ? start : page.at(-1).at;
    const next_page = `${base}${path}?start_time=${end / 1_000}&include=comment_events`;
    const end_of_stream = page.length === rest.length;
    const told = page.map(({ record }) => written(record));
    return { body: { [list]: told, count: page.length, end_time: end / 1_000, next_page, end_of_stream } };
  }
};

const TOO_RECENT = {
  status: 422,
  body: { error: "StartTimeTooRecent", description: "Too recent start_time." },
};

/** An audit as the export tells it: its author is the updater, and a changed field is a member of its own. */
function asEvent({ id, ticket_id, created_at, author_id, via, events }) {
  const rule = via?.channel === "rule" ? { via: "Rule" } : {};
  const child_events = events.map(({ type, field_name, value, previous_value, ...rest }) =>
    field_name === undefined
      ? { ...rest, type, event_type: type, ...rule }
      : { id: rest.id, [field_name]: value, previous_value, event_type: type, ...rule },
  );
  const timestamp = Date.parse(created_at) / 1_000;
  return {
    id,
    ticket_id,
    timestamp,
    created_at,
    updater_id: author_id,
    event_type: "Audit",
    child_events,
    ...rule,
  };
}
