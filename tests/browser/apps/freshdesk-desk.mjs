// A Freshdesk account small enough to work out by hand, in the shapes of its API.
//
// Monday, 2 March 2026, UTC. Freshdesk itself has promised four hours for a first response, 48 for a resolution.
//
// | ticket | came at | answered | resolved |
// | --- | --- | --- | --- |
// | 21 | 08:00 | 08:30, after 30 min | 10:00, after 2 h |
// | 22 | 09:00 | 11:00, after 2 h | – |
// | 23 | 10:00 | – | – |

/** What time it is: 23 is due for its first response at 14:00, in two hours. */
export const NOW = Date.parse("2026-03-02T12:00:00Z");
const DAY = "2026-03-02T";
const at = (time) => (time === null ? null : `${DAY}${time}:00Z`);
const later = (time, hours) => new Date(Date.parse(at(time)) + hours * 3_600_000).toISOString();

function ticket(id, time, { status, responded = null, resolved = null, updated }) {
  return {
    id,
    subject: `Ticket ${id}`,
    type: "Incident",
    status,
    priority: 2,
    source: 1,
    requester_id: 9,
    responder_id: responded === null ? null : 1,
    group_id: 101,
    company_id: null,
    product_id: null,
    created_at: at(time),
    updated_at: at(updated),
    fr_due_by: later(time, 4),
    due_by: later(time, 48),
    fr_escalated: false,
    is_escalated: false,
    spam: false,
    tags: [],
    custom_fields: {},
    stats: {
      agent_responded_at: at(responded),
      requester_responded_at: null,
      first_responded_at: at(responded),
      status_updated_at: at(resolved ?? responded ?? time),
      reopened_at: null,
      resolved_at: at(resolved),
      closed_at: null,
      pending_since: null,
    },
  };
}

const answer = (id, ticket_id, time) => ({
  id,
  ticket_id,
  user_id: 1,
  incoming: false,
  private: false,
  source: 0,
  body_text: "made up",
  created_at: at(time),
  updated_at: at(time),
});

/** The account. */
export const DESK = {
  groups: [{ id: 101, name: "Service Desk", description: null, escalate_to: null, unassigned_for: null }],
  agents: [{ id: 1, contact: { name: "Ada Agent", email: "ada@desk.example.com" }, ticket_scope: 1 }],
  tickets: [
    ticket(21, "08:00", { status: 4, responded: "08:30", resolved: "10:00", updated: "10:00" }),
    ticket(22, "09:00", { status: 2, responded: "11:00", updated: "11:00" }),
    ticket(23, "10:00", { status: 2, updated: "10:00" }),
  ],
  conversations: [answer(301, 21, "08:30"), answer(302, 22, "11:00")],
  ratings: [
    {
      id: 401,
      survey_id: 1,
      user_id: 9,
      agent_id: 1,
      group_id: 101,
      ticket_id: 21,
      created_at: at("10:30"),
      updated_at: at("10:30"),
      ratings: { default_question: 103 },
    },
  ],
};

/** The app's settings, as an administrator writes them; no policies, so that those of Freshdesk hold. */
export const SETTINGS = {
  domain: "desk.freshdesk.com",
  rules: JSON.stringify([
    {
      id: "silence",
      when: { since: "creation", longerThan: "1h" },
      steps: [{ do: "notify", to: { role: "lead" } }],
    },
  ]),
  time_zone: "UTC",
  days: 30,
};
