// Freshdesk's lists (developers.freshdesk.com/api): tickets of the last thirty days unless `updated_since` says otherwise, a hundred
// a page and three hundred pages at most, so many requests a minute by plan.

import { freshdesk } from "deskgauge/adapters/freshdesk";
import { byChange, stateAt } from "./server.mjs";
import { counter, iso, numbering } from "./world.mjs";

/** Of the plan that is played; fewer a page than Freshdesk gives, where the caller asks for them. */
const PER_MINUTE = 200;
const LAST_PAGE = 300;
const STATUSES = { new: 2, open: 2, pending: 3, on_hold: 7, solved: 4, closed: 5 };
const PRIORITIES = { low: 1, normal: 2, high: 3, urgent: 4 };
const SOURCES = { email: 1, web: 2, phone: 3, chat: 7 };

export const name = "freshdesk";
export const limits = [{ of: /^\/api\/v2\//, most: PER_MINUTE }];
/** What a ticket is called. */
export const shown = (number) => String(number);
export const adapter = (request) => freshdesk({ request, perMinute: PER_MINUTE, conversations: true });

/** What Freshdesk would hold of simulated tickets. */
export function recordsOf(world) {
  const person = numbering(9_000);
  const group = numbering(100);
  const message = counter(1_000);
  const agentIds = new Set();
  const [tickets, conversations, ratings] = [[], [], []];
  for (const { number: id, created, channel, type, requester, steps } of world) {
    const who = person(requester);
    let stats = { first_responded_at: null, resolved_at: null, closed_at: null };
    for (const { at, kind, role, actor, after } of steps) {
      const agent = after.agent === null ? null : person(after.agent);
      if (agent !== null) agentIds.add(agent);
      const by = role === "customer" || actor === null ? who : person(actor);
      if (role === "agent" && actor !== null) agentIds.add(by);
      if (kind === "reply" || kind === "note") {
        const record = {
          id: message(),
          ticket_id: id,
          user_id: by,
          incoming: role === "customer",
          private: kind === "note",
          source: kind === "note" ? 2 : 0,
          created_at: iso(at),
          updated_at: iso(at),
        };
        conversations.push({ id: record.id, at, record });
        if (kind === "reply" && role === "agent")
          stats = { ...stats, first_responded_at: stats.first_responded_at ?? iso(at) };
      }
      if (kind === "status" && after.status === "solved") stats = { ...stats, resolved_at: iso(at) };
      if (kind === "status" && after.status === "closed") stats = { ...stats, closed_at: iso(at) };
      const record = {
        id,
        created_at: iso(created),
        updated_at: iso(at),
        status: STATUSES[after.status],
        priority: PRIORITIES[after.priority] ?? 2,
        source: SOURCES[channel] ?? 2,
        type,
        requester_id: who,
        responder_id: agent,
        group_id: after.group === null ? null : group(after.group),
        stats,
      };
      tickets.push({ id, at, record });
    }
  }
  const agents = [...person.known]
    .filter(([, id]) => agentIds.has(id))
    .map(([name, id]) => ({ id, contact: { name } }));
  const groups = [...group.known].map(([name, id]) => ({
    id,
    name,
    escalate_to: null,
    unassigned_for: null,
  }));
  return { tickets, conversations, ratings, agents, groups };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const list = (versions) => stateAt(versions, now).map(({ record }) => record);
  const { agents, groups } = records;
  return [list(records.conversations), list(records.tickets), list(records.ratings), agents, groups].filter(
    ({ length }) => length > 0,
  );
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const per = Number(query.get("per_page") ?? 30);
  const at = Number(query.get("page") ?? 1);
  if (at > LAST_PAGE) return { status: 400, body: { description: "Validation failed", errors: [] } };
  const page = (list) => ({ body: list.slice((at - 1) * per, at * per) });
  const of = (versions) => byChange(stateAt(versions, now)).map(({ record }) => record);
  const talk = /^\/api\/v2\/tickets\/(\d+)\/conversations$/.exec(path);
  if (talk !== null)
    return page(of(records.conversations).filter(({ ticket_id }) => ticket_id === Number(talk[1])));
  const one = /^\/api\/v2\/tickets\/(\d+)$/.exec(path);
  if (one !== null) {
    const found = of(records.tickets).find(({ id }) => id === Number(one[1]));
    return found === undefined ? { status: 404, body: {} } : { body: found };
  }
  switch (path) {
    case "/api/v2/tickets": {
      const since = Date.parse(query.get("updated_since") ?? iso(now - 30 * 86_400_000));
      const list = of(records.tickets).filter(({ updated_at }) => Date.parse(updated_at) >= since);
      // The newest first, unless it is asked for otherwise.
      const ordered = query.get("order_by") === "updated_at" && query.get("order_type") === "asc";
      return page(ordered ? list : list.toReversed());
    }
    case "/api/v2/surveys/satisfaction_ratings":
      return page(of(records.ratings).filter(({ created_at }) => created_at >= query.get("created_since")));
    case "/api/v2/agents":
      return page(records.agents);
    case "/api/v2/groups":
      return page(records.groups);
    default:
      return { status: 404, body: {} };
  }
};
