// A Zendesk account small enough to work out by hand, in the shapes of its API.
//
// Monday, 2 March 2026, UTC. Four hours are promised for a first response, 48 for a resolution.
//
// | ticket | came at | answered | solved | escalated |
// | --- | --- | --- | --- | --- |
// | 11 | 08:00 | 08:30, after 30 min | 10:00, after 2 h | – |
// | 12 | 09:00 | 11:00, after 2 h | – | 11:30 to Engineering |
// | 13 | 10:00 | – | – | – |

/** What time it is: 13 is due for its first response at 14:00, in two hours. */
export const NOW = Date.parse("2026-03-02T12:00:00Z");
const DAY = "2026-03-02T";

const users = [
  { id: 1, name: "Ada Agent", role: "agent", email: "ada@desk.example.com" },
  { id: 2, name: "Ben Agent", role: "agent", email: "ben@desk.example.com" },
  { id: 9, name: "Cora Customer", role: "end-user", email: "cora@example.com" },
];
const groups = [
  { id: 101, name: "Service Desk" },
  { id: 201, name: "Engineering" },
];
const via = { channel: "email" };

function ticket(id, time, { status, group = 101, assignee = null, updated }) {
  return {
    id,
    via,
    created_at: `${DAY}${time}:00Z`,
    updated_at: `${DAY}${updated}:00Z`,
    type: "incident",
    subject: `Ticket ${id}`,
    priority: "normal",
    status,
    requester_id: 9,
    submitter_id: 9,
    assignee_id: assignee,
    group_id: group,
    tags: [],
    custom_fields: [],
    satisfaction_rating: { score: "unoffered" },
  };
}

let next = 1_000;
const change = (field_name, value, previous_value) => ({
  id: next++,
  type: "Change",
  field_name,
  value,
  previous_value,
});
const comment = (author_id) => ({ id: next++, type: "Comment", author_id, body: "made up", public: true });
const audit = (ticket_id, time, author_id, ...events) => ({
  id: next++,
  ticket_id,
  created_at: `${DAY}${time}:00Z`,
  author_id,
  via,
  events,
});
const opened = (id, time) =>
  audit(
    id,
    time,
    9,
    comment(9),
    { id: next++, type: "Create", field_name: "status", value: "new" },
    { id: next++, type: "Create", field_name: "group_id", value: "101" },
    { id: next++, type: "Create", field_name: "priority", value: "normal" },
  );

/** The account. */
export const DESK = {
  users,
  groups,
  tickets: [
    ticket(11, "08:00", { status: "solved", assignee: 1, updated: "10:00" }),
    ticket(12, "09:00", { status: "open", group: 201, assignee: 2, updated: "11:30" }),
    ticket(13, "10:00", { status: "new", updated: "10:00" }),
  ],
  audits: [
    opened(11, "08:00"),
    audit(11, "08:30", 1, comment(1), change("status", "open", "new")),
    audit(11, "10:00", 1, change("status", "solved", "open")),
    opened(12, "09:00"),
    audit(12, "11:00", 1, comment(1), change("status", "open", "new")),
    audit(12, "11:30", 1, change("group_id", "201", "101"), change("assignee_id", "2", "1")),
    opened(13, "10:00"),
  ],
};

/** The app's settings, as an administrator writes them. */
export const SETTINGS = {
  policies: JSON.stringify([{ id: "all", targets: { first_response: "4h", resolution: "48h" } }]),
  levels: JSON.stringify({ groups: { "Service Desk": 1, Engineering: 2 } }),
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
