// Chatwoot's conversations, twenty-five a page and the last active first, twenty messages a page, and the reporting events of one
// conversation (developers.chatwoot.com, Application APIs).

import { chatwoot } from "deskgauge/adapters/chatwoot";
import { stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const PER_PAGE = 25;
const MESSAGES = 20;
const STATUSES = {
  new: "open",
  open: "open",
  pending: "snoozed",
  on_hold: "snoozed",
  solved: "resolved",
  closed: "resolved",
};

export const name = "chatwoot";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => String(number);
export const adapter = (request) => chatwoot({ request, account: 3 });

const seconds = (at) => Math.floor(at / 1_000);

/** What Chatwoot would hold of simulated tickets. */
export function recordsOf(world) {
  const [agent, contact, team] = [numbering(1), numbering(500), numbering(1)];
  const [message, event] = [counter(1), counter(1)];
  const records = { conversations: [], messages: [], events: [] };
  for (const { number: id, created, requester, steps } of world) {
    const customer = { id: contact(requester), name: requester, type: "contact" };
    let replied = null;
    for (const { at, kind, role, actor, after } of steps) {
      const by =
        role === "customer" || actor === null ? customer : { id: agent(actor), name: actor, type: "user" };
      const say = (rest) => {
        const record = { id: message(), conversation_id: id, created_at: seconds(at), content: "", ...rest };
        records.messages.push({ id: record.id, at, about: id, record });
      };
      if (kind === "created") say({ message_type: 0, private: false, sender: customer });
      if (kind === "reply" || kind === "note") {
        const incoming = role === "customer";
        const sender = role === "bot" ? { id: 1, name: "Bot", type: "agent_bot" } : by;
        say({ message_type: incoming ? 0 : role === "bot" ? 3 : 1, private: kind === "note", sender });
        if (kind === "reply" && role === "agent") replied ??= seconds(at);
      }
      if (kind === "status" || kind === "assigned") say({ message_type: 2, private: false, sender: null });
      if (kind === "status" && after.status === "solved") {
        const record = {
          id: event(),
          name: "conversation_resolved",
          value: seconds(at - created),
          event_start_time: new Date(created).toISOString(),
          event_end_time: new Date(at).toISOString(),
          created_at: new Date(at).toISOString(),
          user_id: after.agent === null ? null : agent(after.agent),
        };
        records.events.push({ id: record.id, at, about: id, record });
      }
      const assignee =
        after.agent === null ? null : { id: agent(after.agent), name: after.agent, type: "user" };
      const record = {
        id,
        status: STATUSES[after.status],
        priority: after.priority === "normal" ? "medium" : after.priority,
        can_reply: true,
        created_at: seconds(created),
        last_activity_at: seconds(at),
        updated_at: at / 1_000,
        first_reply_created_at: replied,
        labels: [],
        meta: {
          sender: customer,
          channel: "Channel::WebWidget",
          ...(assignee !== null && { assignee }),
          ...(after.group !== null && { team: { id: team(after.group), name: after.group } }),
        },
      };
      records.conversations.push({ id, at, record });
    }
  }
  const agents = [...agent.known].map(([name, id]) => ({ id, name, available_name: name, role: "agent" }));
  const teams = [...team.known].map(([name, id]) => ({ id, name, allow_auto_assign: true }));
  return { ...records, agents, teams };
}

function eventsOf(records, id, now) {
  return stateAt(
    records.events.filter(({ about }) => about === id),
    now,
  ).map(({ record }) => record);
}

/** What one would load who had it all. */
export function everything(records, now) {
  const list = (versions) => stateAt(versions, now).map(({ record }) => record);
  const conversations = list(records.conversations);
  return [
    { data: { payload: conversations } },
    { payload: list(records.messages) },
    conversations.map(({ id }) => ({ conversation_id: id, reporting_events: eventsOf(records, id, now) })),
    records.agents,
    records.teams,
  ];
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const [, rest] = /^\/api\/v1\/accounts\/3\/(.+)$/.exec(path) ?? [];
  const [, id, list] = /^conversations\/(\d+)(?:\/(messages|reporting_events))?$/.exec(rest ?? "") ?? [];
  if (list === "messages") {
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const all = stateAt(
      records.messages.filter(({ about }) => about === Number(id)),
      now,
    );
    const older = all.map(({ record }) => record).filter((message) => message.id < before);
    return { body: { meta: {}, payload: older.toSorted((a, b) => a.id - b.id).slice(-MESSAGES) } };
  }
  if (list === "reporting_events") return { body: eventsOf(records, Number(id), now) };
  if (id !== undefined)
    return { body: stateAt(records.conversations, now).find((one) => one.id === Number(id)).record };
  const page = (all) =>
    all.slice((Number(query.get("page")) - 1) * PER_PAGE, Number(query.get("page")) * PER_PAGE);
  switch (rest) {
    case "conversations": {
      if (query.get("status") !== "all") return { status: 422, body: { error: "only open ones" } };
      const all = stateAt(records.conversations, now).toSorted((a, b) => b.at - a.at || b.id - a.id);
      return {
        body: { data: { meta: { all_count: all.length }, payload: page(all).map(({ record }) => record) } },
      };
    }
    case "csat_survey_responses":
      return { body: [] };
    case "agents":
      return { body: records.agents };
    case "teams":
      return { body: records.teams };
    default:
      return { status: 404, body: { error: "not found" } };
  }
};
