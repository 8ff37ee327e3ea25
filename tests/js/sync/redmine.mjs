// Redmine's issues, journals and members (redmine.org, REST API): offsets of a hundred, dates in whole seconds.

import { redmine } from "deskgauge/adapters/redmine";
import { byChange, stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const MOST = 100;
const STATUSES = { new: 1, open: 2, pending: 4, on_hold: 7, solved: 3, closed: 5 };
const NAMES = { 1: "New", 2: "In Progress", 3: "Resolved", 4: "Feedback", 5: "Closed", 7: "On Hold" };
const PRIORITIES = { low: 1, normal: 2, high: 3, urgent: 4 };

export const name = "redmine";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => String(number);
/** What it is asked for by. */
export const askedBy = (number) => number;
export const adapter = (request) => redmine({ request });

const whole = (at) => Math.floor(at / 1_000) * 1_000;
const date = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** What Redmine would hold of simulated tickets: an issue is one record with all its journals until then. */
export function recordsOf(world) {
  const [person, category, journal] = [numbering(10), numbering(1), counter(1)];
  const agents = new Set();
  const records = { issues: [] };
  const named = (of, name) => ({ id: of(name), name });
  for (const { number: id, created, requester, steps } of world) {
    const journals = [];
    for (const { at, kind, role, actor, before, after } of steps) {
      const by = role === "bot" ? "Robot" : role === "customer" || actor === null ? requester : actor;
      if (role === "agent" && actor !== null) agents.add(actor);
      if (after.agent !== null) agents.add(after.agent);
      const number = (of, name) => (name === null || name === undefined ? null : String(of(name)));
      const changes = [
        ["status_id", (word) => STATUSES[word], "status"],
        ["priority_id", (word) => PRIORITIES[word], "priority"],
        ["category_id", category, "group"],
        ["assigned_to_id", person, "agent"],
      ].flatMap(([field, of, member]) => {
        const [old_value, new_value] = [before, after].map((state) => number(of, state[member]));
        return old_value === new_value ? [] : [{ property: "attr", name: field, old_value, new_value }];
      });
      if (kind !== "created") {
        const notes = kind === "reply" || kind === "note" ? "…" : "";
        journals.push({
          id: journal(),
          user: named(person, by),
          notes,
          private_notes: kind === "note",
          created_on: date(at),
          details: changes,
        });
      }
      const record = {
        id,
        project: { id: 1, name: "Desk" },
        tracker: { id: 3, name: "Support" },
        status: { id: STATUSES[after.status], name: NAMES[STATUSES[after.status]] },
        priority: named((word) => PRIORITIES[word] ?? 2, after.priority ?? "normal"),
        author: named(person, requester),
        ...(after.group !== null && { category: named(category, after.group) }),
        ...(after.agent !== null && { assigned_to: named(person, after.agent) }),
        created_on: date(created),
        updated_on: date(at),
        closed_on: after.status === "closed" ? date(at) : null,
        journals: [...journals],
      };
      records.issues.push({ id, at: whole(at), record });
    }
  }
  const memberships = [...person.known].map(([name, id]) => ({
    id,
    project: { id: 1, name: "Desk" },
    user: { id, name },
    roles: [{ id: 6, name: agents.has(name) ? "Agent" : "Reporter" }],
  }));
  const categories = [...category.known].map(([name, id]) => ({
    id,
    name,
    project: { id: 1, name: "Desk" },
  }));
  return { ...records, memberships, categories };
}

const statuses = Object.entries(NAMES).map(([id, name]) => ({
  id: Number(id),
  name,
  is_closed: name === "Closed",
}));

/** What one would load who had it all. */
export function everything({ issues, memberships, categories }, now) {
  return [
    { issue_statuses: statuses },
    { issue_categories: categories },
    { memberships },
    ...stateAt(issues, now).map(({ record }) => ({ issue: record })),
  ];
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const [, id] = /^\/issues\/(\d+)\.json$/.exec(path) ?? [];
  if (id !== undefined) {
    const found = stateAt(records.issues, now).find((issue) => issue.id === Number(id));
    return found === undefined ? { status: 404 } : { body: { issue: found.record } };
  }
  const page = (list) => {
    const offset = Number(query.get("offset") ?? 0);
    return list.slice(offset, offset + Math.min(MOST, Number(query.get("limit") ?? 25)));
  };
  if (path === "/issue_statuses.json") return { body: { issue_statuses: statuses } };
  if (path === "/projects/1/issue_categories.json") return { body: { issue_categories: records.categories } };
  if (path === "/projects/1/memberships.json") return { body: { memberships: page(records.memberships) } };
  if (path.startsWith("/users/") || path === "/enumerations/issue_priorities.json") return { status: 403 };
  if (path !== "/issues.json" || query.get("status_id") !== "*") return { status: 404 };
  const [, since] = /^>=(.+)$/.exec(query.get("updated_on")) ?? [];
  const found = byChange(stateAt(records.issues, now)).filter(({ at }) => at >= Date.parse(since));
  const sorted = query.get("sort") === "updated_on,id" ? found : found.toReversed();
  return { body: { issues: page(sorted).map(({ record: { journals, ...issue } }) => issue) } };
};
