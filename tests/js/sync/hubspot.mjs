// HubSpot's search, batch reads, associations and conversations inbox (developers.hubspot.com, CRM and conversations APIs): two
// hundred found a page, ten thousand at most, five searches a second, fifty read at once with their history.

import { hubspot } from "deskgauge/adapters/hubspot";
import { byChange, stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const PER_PAGE = 40;
const THREADS = 30;
const MESSAGES = 20;
const MOST_FOUND = 120;
const STAGES = { new: "1", open: "2", pending: "3", on_hold: "5", solved: "4", closed: "4" };
const LABELS = { 1: "New", 2: "Waiting on us", 3: "Waiting on contact", 4: "Closed", 5: "On hold" };
const PRIORITIES = { urgent: "URGENT", high: "HIGH", normal: "MEDIUM", low: "LOW" };

export const name = "hubspot";
export const limits = [
  { of: /^\/crm\/v3\/objects\/tickets\/search$/, most: 5, within: 1_000 },
  { of: /./, most: 100, within: 10_000 },
];
/** What a ticket is called. */
export const shown = (number) => String(number);
export const adapter = (request) => hubspot({ request });

const date = (at) => new Date(at).toISOString();

/** What HubSpot would hold of simulated tickets, each with a thread of its own. */
export function recordsOf(world) {
  const [owner, contact, team] = [numbering(70), numbering(500), numbering(900)];
  const message = counter(1);
  const records = { tickets: [], threads: [], messages: [] };
  for (const { number, created, requester, steps } of world) {
    const id = String(number);
    const thread = String(10_000 + number);
    const visitor = contact(requester);
    const history = {
      hs_pipeline_stage: [],
      hubspot_owner_id: [],
      hubspot_team_id: [],
      hs_ticket_priority: [],
    };
    for (const { at, kind, role, actor, after } of steps) {
      const values = {
        hs_pipeline_stage: STAGES[after.status],
        hubspot_owner_id: after.agent === null ? "" : String(owner(after.agent)),
        hubspot_team_id: after.group === null ? "" : String(team(after.group)),
        hs_ticket_priority: PRIORITIES[after.priority] ?? "",
      };
      for (const [name, value] of Object.entries(values)) {
        const last = history[name].at(-1)?.value ?? "";
        const byBot =
          role === "bot"
            ? { sourceType: "WORKFLOWS" }
            : { sourceType: "CRM_UI", sourceId: `userId:${owner(actor ?? "nobody")}` };
        if (last !== value) history[name] = [...history[name], { value, timestamp: date(at), ...byBot }];
      }
      if (kind === "created" || kind === "reply" || kind === "note") {
        const customer = kind === "created" || role === "customer";
        const actorId = customer ? `V-${visitor}` : role === "bot" ? "B-1" : `A-${owner(actor)}`;
        const record = {
          id: `m${message()}`,
          type: kind === "note" ? "COMMENT" : "MESSAGE",
          conversationsThreadId: thread,
          createdAt: date(at),
          senders: [{ actorId }],
          direction: customer ? "INCOMING" : "OUTGOING",
        };
        records.messages.push({ id: record.id, at, about: thread, record });
        const told = {
          id: thread,
          inboxId: "1",
          latestMessageTimestamp: date(at),
          threadAssociations: { associatedTicketId: id },
        };
        records.threads.push({ id: thread, at, record: told });
      }
      const isOver = ["solved", "closed"].includes(after.status);
      const properties = {
        ...values,
        createdate: date(created),
        hs_lastmodifieddate: date(at),
        source_type: "EMAIL",
        closed_date: isOver ? date(at) : null,
      };
      // The newest value comes first.
      const propertiesWithHistory = Object.fromEntries(
        Object.entries(history).map(([name, values]) => [name, values.toReversed()]),
      );
      const record = {
        id,
        properties,
        propertiesWithHistory,
        createdAt: date(created),
        updatedAt: date(at),
        contact: visitor,
      };
      records.tickets.push({ id, at, record });
    }
  }
  const owners = [...owner.known].map(([firstName, id]) => ({
    id: String(id),
    userId: id,
    firstName,
    lastName: "",
    teams: [],
  }));
  const teams = [...team.known].map(([name, id]) => ({ id: String(id), name, userIds: [] }));
  const contacts = [...contact.known].map(([firstname, id]) => ({
    id: String(id),
    properties: { firstname, lastname: "" },
  }));
  return { ...records, owners, teams, contacts };
}

const PIPELINES = [
  {
    id: "0",
    label: "Support",
    stages: Object.entries(LABELS).map(([id, label]) => ({
      id,
      label,
      metadata: { ticketState: label === "Closed" ? "CLOSED" : "OPEN" },
    })),
  },
];

function written({ contact, ...ticket }) {
  return { ...ticket, associations: { contacts: { results: [{ id: String(contact) }] } } };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const list = (versions) => stateAt(versions, now).map(({ record }) => record);
  const parts = [
    PIPELINES,
    list(records.tickets).map(written),
    list(records.threads),
    list(records.messages),
    records.owners,
    records.teams,
    records.contacts,
  ];
  return parts.map((results) => ({ results }));
}

export const answer = (records) => (request, now) => {
  const { method, path, body, query } = request;
  const page = (all, size, after) => {
    const [start, results] = [Number(after ?? 0), all.slice(Number(after ?? 0), Number(after ?? 0) + size)];
    const end = start + results.length;
    return { body: { results, ...(end < all.length && { paging: { next: { after: String(end) } } }) } };
  };
  const [, thread] = /^\/conversations\/v3\/conversations\/threads\/(\d+)\/messages$/.exec(path) ?? [];
  if (thread !== undefined) {
    const all = byChange(
      stateAt(
        records.messages.filter(({ about }) => about === thread),
        now,
      ),
    );
    return page(
      all.toReversed().map(({ record }) => record),
      MESSAGES,
      query.get("after"),
    );
  }
  const ids = () => body.inputs.map(({ id }) => String(id));
  switch (`${method} ${path}`) {
    case "GET /crm/v3/pipelines/tickets":
      return { body: { results: PIPELINES } };
    case "POST /crm/v3/objects/tickets/search": {
      const [{ propertyName, operator, value }] = body.filterGroups[0].filters;
      const [{ direction }] = body.sorts;
      if (propertyName !== "hs_lastmodifieddate" || operator !== "GTE" || direction !== "ASCENDING")
        return { status: 400, body: { message: "another search was expected" } };
      if (Number(body.after ?? 0) >= MOST_FOUND)
        return { status: 400, body: { message: "paging past the limit" } };
      const all = byChange(stateAt(records.tickets, now)).filter(({ at }) => at >= Number(value));
      const told = all.map(({ record: { id, properties } }) => ({ id, properties }));
      return page(told.slice(0, MOST_FOUND), Math.min(PER_PAGE, body.limit), body.after);
    }
    case "POST /crm/v3/objects/tickets/batch/read": {
      if (body.inputs.length > 50) return { status: 400, body: { message: "too many inputs" } };
      const found = stateAt(records.tickets, now).filter(({ id }) => ids().includes(id));
      return { body: { results: found.map(({ record: { contact, ...ticket } }) => ticket) } };
    }
    case "POST /crm/v4/associations/tickets/contacts/batch/read": {
      const found = stateAt(records.tickets, now).filter(({ id }) => ids().includes(id));
      return {
        body: {
          results: found.map(({ id, record }) => ({ from: { id }, to: [{ toObjectId: record.contact }] })),
        },
      };
    }
    case "POST /crm/v4/associations/tickets/conversations/batch/read": {
      const found = stateAt(records.threads, now).filter(({ record }) =>
        ids().includes(record.threadAssociations.associatedTicketId),
      );
      const results = found.map(({ id, record }) => ({
        from: { id: record.threadAssociations.associatedTicketId },
        to: [{ toObjectId: id }],
      }));
      return { body: { results } };
    }
    case "POST /crm/v4/associations/tickets/companies/batch/read":
    case "POST /crm/v4/associations/tickets/emails/batch/read":
      return { body: { results: [] } };
    case "POST /crm/v4/associations/tickets/notes/batch/read":
    case "POST /crm/v4/associations/tickets/feedback_submissions/batch/read":
      return { status: 403, body: { message: "This app hasn't been granted all required scopes" } };
    case "GET /conversations/v3/conversations/threads": {
      const later = Date.parse(query.get("latestMessageTimestampAfter"));
      const all = byChange(stateAt(records.threads, now)).filter(({ at }) => at > later);
      return page(
        all.map(({ record }) => record),
        Math.min(THREADS, Number(query.get("limit"))),
        query.get("after"),
      );
    }
    case "GET /crm/v3/owners":
      return { body: { results: records.owners } };
    case "GET /settings/v3/users/teams":
      return { body: { results: records.teams } };
    case "POST /crm/v3/objects/contacts/batch/read":
      return { body: { results: records.contacts.filter(({ id }) => ids().includes(id)) } };
    default:
      return { status: 404, body: { message: `no ${method} ${path}` } };
  }
};
