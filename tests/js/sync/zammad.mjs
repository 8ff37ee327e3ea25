// Zammad's search by condition, histories and articles (docs.zammad.org, REST API), over tickets whose last change has milliseconds.

import { zammad } from "deskgauge/adapters/zammad";
import { byChange, stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const PER_PAGE = 100;
const STATES = { new: 1, open: 2, pending: 3, on_hold: 7, solved: 4, closed: 4 };
const WORDS = { 1: "new", 2: "open", 3: "pending reminder", 4: "closed", 7: "pending close" };
const PRIORITIES = { low: [1, "1 low"], normal: [2, "2 normal"], high: [3, "3 high"], urgent: [3, "3 high"] };
const CHANNELS = { email: 1, web: 11, phone: 5, chat: 3 };

export const name = "zammad";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => String(30_000 + number);
/** What it is asked for by. */
export const askedBy = (number) => number;
export const adapter = (request) => zammad({ request });

const date = (at) => new Date(at).toISOString();

/** What Zammad would hold of simulated tickets. */
export function recordsOf(world) {
  const [person, group] = [numbering(10), numbering(1)];
  const [entry, article] = [counter(1), counter(1)];
  const agents = new Set();
  const records = { tickets: [], histories: [], articles: [] };
  for (const { number: id, created, channel, requester, steps } of world) {
    const who = person(requester);
    const base = {
      id,
      number: String(30_000 + id),
      customer_id: who,
      created_by_id: who,
      created_at: date(created),
    };
    for (const { at, kind, role, actor, before, after } of steps) {
      const by = role === "bot" ? 1 : role === "customer" || actor === null ? who : person(actor);
      if (role === "agent" && actor !== null) agents.add(actor);
      if (after.agent !== null) agents.add(after.agent);
      const change = (attribute, from, to) => {
        if (from?.[0] === to?.[0] && from?.[1] === to?.[1]) return;
        const record = {
          id: entry(),
          o_id: id,
          object: "Ticket",
          type: "updated",
          attribute,
          id_from: from?.[0] ?? null,
          id_to: to?.[0] ?? null,
          value_from: from?.[1] ?? "",
          value_to: to?.[1] ?? "",
          created_at: date(at),
          created_by_id: by,
        };
        records.histories.push({ id: record.id, at, about: id, record });
      };
      const state = (word) => [STATES[word], WORDS[STATES[word]]];
      const named = (of, name) => (name === null ? [1, "-"] : [of(name), name]);
      if (kind !== "created") {
        change("state", state(before.status), state(after.status));
        change("priority", PRIORITIES[before.priority], PRIORITIES[after.priority]);
        change("group", named(group, before.group), named(group, after.group));
        change("owner", named(person, before.agent), named(person, after.agent));
      }
      if (kind === "created" || kind === "reply" || kind === "note") {
        const sender =
          role === "customer" || kind === "created" ? "Customer" : role === "bot" ? "System" : "Agent";
        const record = {
          id: article(),
          ticket_id: id,
          sender,
          internal: kind === "note",
          type: kind === "note" ? "note" : "email",
          created_at: date(at),
          created_by_id: by,
        };
        records.articles.push({ id: record.id, at, about: id, record });
      }
      const record = {
        ...base,
        state_id: STATES[after.status],
        state: WORDS[STATES[after.status]],
        priority_id: PRIORITIES[after.priority]?.[0] ?? 2,
        priority: PRIORITIES[after.priority]?.[1] ?? "2 normal",
        create_article_type_id: CHANNELS[channel] ?? 1,
        group_id: named(group, after.group)[0],
        group: after.group ?? "-",
        owner_id: named(person, after.agent)[0],
        organization_id: null,
        updated_at: date(at),
      };
      records.tickets.push({ id, at, record });
    }
  }
  const users = [...person.known].map(([name, id]) => {
    const role_ids = agents.has(name) ? [2] : [3];
    return {
      id,
      firstname: name,
      lastname: "",
      login: name,
      role_ids,
      roles: [agents.has(name) ? "Agent" : "Customer"],
    };
  });
  const groups = [...group.known].map(([name, id]) => ({
    id,
    name,
    follow_up_possible: "yes",
    email_address_id: null,
  }));
  return { ...records, users, groups };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const list = (versions) => stateAt(versions, now).map(({ record }) => record);
  return [
    list(records.tickets),
    { history: list(records.histories) },
    list(records.articles),
    records.users,
    records.groups,
  ];
}

export const answer = (records) => (request, now) => {
  const { path, body } = request;
  const about = (versions, id) =>
    stateAt(
      versions.filter((version) => version.about === Number(id)),
      now,
    ).map(({ record }) => record);
  const [, list, id] =
    /^\/api\/v1\/(ticket_history|ticket_articles\/by_ticket|users|tickets)\/(\d+)$/.exec(path) ?? [];
  if (list === "ticket_history") return { body: { history: about(records.histories, id), assets: {} } };
  if (list === "ticket_articles/by_ticket") return { body: about(records.articles, id) };
  if (list === "users") {
    const found = records.users.find((user) => user.id === Number(id));
    return found === undefined ? { status: 404, body: { error: "No such object" } } : { body: found };
  }
  if (list === "tickets")
    return { body: stateAt(records.tickets, now).find((ticket) => ticket.id === Number(id)).record };
  if (path === "/api/v1/groups") return { body: records.groups };
  if (path === "/api/v1/ticket_priorities") return { status: 403, body: { error: "Not authorized" } };
  if (path === "/api/v1/ticket_states") {
    const types = { 1: 1, 2: 2, 3: 3, 4: 5, 7: 4 };
    return {
      body: Object.entries(WORDS).map(([id, name]) => ({ id: Number(id), name, state_type_id: types[id] })),
    };
  }
  if (path !== "/api/v1/tickets/search") return { status: 404, body: { error: "not found" } };
  const { operator, value } = body.condition["ticket.updated_at"];
  if (operator !== "after (absolute)") return { status: 422, body: { error: `no operator ${operator}` } };
  const found = byChange(stateAt(records.tickets, now)).filter(({ at }) => at > Date.parse(value));
  const size = Math.min(PER_PAGE, body.limit);
  const sorted = body.sort_by === "updated_at" && body.order_by === "asc" ? found : found.toReversed();
  return { body: sorted.slice((body.page - 1) * size, body.page * size).map(({ record }) => record) };
};
