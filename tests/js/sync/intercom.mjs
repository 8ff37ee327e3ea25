// Intercom's searches and conversations (developers.intercom.com, REST API): a hundred and fifty a page by starting_after, parts with a
// single conversation alone, times in seconds, so many requests in any ten seconds.

import { intercom } from "deskgauge/adapters/intercom";
import { byChange, stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const PER_PAGE = 40;

export const name = "intercom";
export const limits = [{ of: /./, most: 1_666, within: 10_000 }];
/** What a ticket is called. */
export const shown = (number) => String(number);
export const adapter = (request) => intercom({ request });

const seconds = (at) => Math.floor(at / 1_000);
const isOver = ({ status }) => ["solved", "closed"].includes(status);
const stateOf = (after) =>
  isOver(after) ? "closed" : after.status === "pending" || after.status === "on_hold" ? "snoozed" : "open";

/** What Intercom would hold of simulated tickets. */
export function recordsOf(world) {
  const [admin, contact, team] = [numbering(1), numbering(5_000), numbering(800)];
  const part = counter(100_000);
  const records = { conversations: [], parts: [] };
  for (const { number, created, requester, steps } of world) {
    const id = String(number);
    const customer = { type: "user", id: String(contact(requester)), name: requester };
    for (const { at, kind, role, actor, before, after } of steps) {
      const author =
        role === "bot"
          ? { type: "bot", id: "9999", name: "Operator" }
          : role === "customer" || actor === null
            ? customer
            : { type: "admin", id: String(admin(actor)), name: actor };
      const tell = (part_type, rest = {}) => {
        const record = {
          type: "conversation_part",
          id: String(part()),
          part_type,
          created_at: seconds(at),
          author,
          body: null,
          ...rest,
        };
        records.parts.push({ id: record.id, at, about: id, record });
      };
      if (kind === "reply") tell("comment", { body: "<p></p>" });
      if (kind === "note") tell("note", { body: "<p></p>" });
      if (kind === "assigned") {
        if (after.group !== before.group && after.group !== null)
          tell("assignment", { assigned_to: { type: "team", id: String(team(after.group)) } });
        if (after.agent !== before.agent && after.agent !== null)
          tell("assignment", { assigned_to: { type: "admin", id: String(admin(after.agent)) } });
      }
      const [was, is] = [stateOf(before), stateOf(after)];
      if (was !== is)
        tell(
          is === "closed" ? "close" : is === "snoozed" ? "snoozed" : was === "snoozed" ? "unsnoozed" : "open",
        );
      const record = {
        type: "conversation",
        id,
        created_at: seconds(created),
        updated_at: seconds(at),
        state: is,
        open: is === "open",
        priority: after.priority === "urgent" || after.priority === "high" ? "priority" : "not_priority",
        source: { type: "conversation", delivered_as: "customer_initiated", author: customer },
        contacts: { contacts: [{ type: "contact", id: customer.id }] },
        admin_assignee_id: after.agent === null ? null : admin(after.agent),
        team_assignee_id: after.group === null ? null : String(team(after.group)),
      };
      records.conversations.push({ id, at: 1_000 * seconds(at), record });
    }
  }
  const named = (type, known) => [...known].map(([name, id]) => ({ type, id: String(id), name }));
  return {
    ...records,
    admins: named("admin", admin.known),
    teams: named("team", team.known),
    contacts: named("contact", contact.known),
  };
}

function whole(records, { id, record }, now) {
  const parts = byChange(
    stateAt(
      records.parts.filter(({ about }) => about === id),
      now,
    ),
  ).map(({ record }) => record);
  return { ...record, conversation_parts: { conversation_parts: parts, total_count: parts.length } };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const conversations = stateAt(records.conversations, now).map((version) => whole(records, version, now));
  const { admins, teams, contacts } = records;
  return [{ conversations }, { admins }, { teams }, { data: contacts }];
}

export const answer = (records) => (request, now) => {
  const { method, path, body } = request;
  const [, id] = /^\/conversations\/(\d+)$/.exec(path) ?? [];
  if (id !== undefined) {
    const found = stateAt(records.conversations, now).find((version) => version.id === id);
    return { body: whole(records, found, now) };
  }
  switch (`${method} ${path}`) {
    case "POST /conversations/search": {
      const { query, sort, pagination } = body;
      const all = stateAt(records.conversations, now).toSorted(
        (a, b) => a.record.updated_at - b.record.updated_at || Number(a.id) - Number(b.id),
      );
      const some = all.filter(({ record }) => record[query.field] > query.value);
      if (sort.field !== "updated_at" || sort.order !== "ascending") some.reverse();
      const start = Number(pagination.starting_after ?? 0);
      const end = start + Math.min(PER_PAGE, pagination.per_page);
      const next = end < some.length ? { next: { page: 2, starting_after: String(end) } } : {};
      const conversations = some.slice(start, end).map(({ record }) => record);
      return {
        body: {
          type: "conversation.list",
          conversations,
          total_count: some.length,
          pages: { type: "pages", ...next },
        },
      };
    }
    case "POST /tickets/search":
      return { status: 403, body: { type: "error.list", errors: [{ code: "api_plan_restricted" }] } };
    case "GET /admins":
      return { body: { type: "admin.list", admins: records.admins } };
    case "GET /teams":
      return { body: { type: "team.list", teams: records.teams } };
    case "POST /contacts/search":
      return {
        body: { type: "list", data: records.contacts.filter(({ id }) => body.query.value.includes(id)) },
      };
    default:
      return { status: 404, body: { type: "error.list", errors: [{ code: "not_found" }] } };
  }
};
