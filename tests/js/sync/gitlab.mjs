// GitLab's issues, notes and resource events (docs.gitlab.com, REST API): pages by Link or by X-Next-Page.

import { gitlab } from "deskgauge/adapters/gitlab";
import { byChange, stateAt } from "./server.mjs";
import { counter } from "./world.mjs";

const PER_PAGE = 30;
const PATH = "/api/v4/projects/acme%2Fdesk";

export const name = "gitlab";
export const limits = [{ of: /./, most: 2_000 }];
/** What a ticket is called. */
export const shown = (number) => `acme/desk#${number}`;
export const adapter = (request) => gitlab({ request, project: "acme/desk" });

const date = (at) => new Date(at).toISOString();
const isOver = ({ status }) => ["solved", "closed"].includes(status);
const grouped = ({ group }) => (group === null ? undefined : `group::${group}`);
const waiting = ({ status }) => ({ pending: "status::pending", on_hold: "status::on hold" })[status];
const urgent = ({ priority }) => (priority == null ? undefined : `priority::${priority}`);

/** What GitLab would hold of simulated tickets: groups, priorities and waiting are scoped labels there. */
export function recordsOf(world) {
  const [note, event] = [counter(1), counter(1)];
  const records = { issues: [], notes: [], resource_label_events: [], resource_state_events: [] };
  const people = new Map();
  for (const { number: iid, created, requester, steps } of world) {
    const id = 4_000 + iid;
    for (const { at, kind, role, actor, before, after } of steps) {
      const username =
        role === "bot" ? "desk-bot" : role === "customer" || actor === null ? requester : actor;
      people.set(username, role === "agent");
      if (after.agent !== null) people.set(after.agent, true);
      const user = { username };
      const say = (rest) => {
        const record = {
          id: note(),
          noteable_id: id,
          noteable_type: "Issue",
          noteable_iid: iid,
          author: user,
          created_at: date(at),
          updated_at: date(at),
          system: false,
          internal: false,
          body: "",
          ...rest,
        };
        records.notes.push({ id: record.id, at, about: iid, record });
      };
      const tell = (list, rest) => {
        const record = {
          id: event(),
          user,
          created_at: date(at),
          resource_type: "Issue",
          resource_id: id,
          ...rest,
        };
        records[list].push({ id: record.id, at, about: iid, record });
      };
      if (kind === "reply") say({});
      if (kind === "note") say({ internal: true });
      const swap = (from, to) => {
        if (from === to) return;
        if (from !== undefined) tell("resource_label_events", { action: "remove", label: { name: from } });
        if (to !== undefined) tell("resource_label_events", { action: "add", label: { name: to } });
      };
      if (kind !== "created") {
        swap(grouped(before), grouped(after));
        swap(waiting(before), waiting(after));
        swap(urgent(before), urgent(after));
        if (isOver(before) !== isOver(after))
          tell("resource_state_events", { state: isOver(after) ? "closed" : "reopened" });
        if (before.agent !== after.agent) {
          const parts = [
            after.agent && `assigned to @${after.agent}`,
            before.agent && `unassigned @${before.agent}`,
          ];
          say({ system: true, body: parts.filter(Boolean).join(" and ") });
        }
      }
      const record = {
        id,
        iid,
        state: isOver(after) ? "closed" : "opened",
        author: { username: requester },
        labels: [grouped(after), waiting(after), urgent(after)].filter((name) => name !== undefined),
        assignees: after.agent === null ? [] : [{ username: after.agent }],
        references: { full: `acme/desk#${iid}` },
        created_at: date(created),
        updated_at: date(at),
        closed_at: isOver(after) ? date(at) : null,
      };
      records.issues.push({ id: iid, at, record });
    }
  }
  const members = [...people].map(([username, isAgent]) => ({ username, access_level: isAgent ? 30 : 10 }));
  return { ...records, members };
}

const LISTS = ["notes", "resource_label_events", "resource_state_events"];

function about(versions, iid, now) {
  return byChange(
    stateAt(
      versions.filter((version) => version.about === iid),
      now,
    ),
  ).map(({ record }) => record);
}

/** What one would load who had it all. */
export function everything(records, now) {
  const issues = stateAt(records.issues, now).map(({ record }) => record);
  const histories = issues.map(({ id, iid }) => ({
    issue_id: id,
    ...Object.fromEntries(LISTS.map((list) => [list, about(records[list], iid, now)])),
  }));
  return [records.members, issues, ...histories];
}

export const answer = (records) => (request, now) => {
  const { path, query } = request;
  const found = listOf(path, query, now);
  if (found === undefined) return { status: 404, body: { message: "404 Not found" } };
  if (!Array.isArray(found)) return { body: found };
  const at = Number(query.get("page") ?? 1);
  const per = Math.min(PER_PAGE, Number(query.get("per_page")));
  const more = at * per < found.length;
  const next = new URL(`${path}?${query}`, "https://gitlab.example");
  next.searchParams.set("page", String(at + 1));
  // Some lists of GitLab say it in one way, some in the other.
  const headers = path.endsWith("/notes")
    ? { "x-next-page": more ? String(at + 1) : "" }
    : { link: more ? `<${next}>; rel="next"` : `<${next}>; rel="first"` };
  return { headers, body: found.slice((at - 1) * per, at * per) };

  function listOf(path, query, now) {
    if (!path.startsWith(`${PATH}/`)) return undefined;
    const rest = path.slice(PATH.length + 1);
    const [, iid, list] = /^issues\/(\d+)(?:\/(\w+))?$/.exec(rest) ?? [];
    if (list !== undefined) return LISTS.includes(list) ? about(records[list], Number(iid), now) : undefined;
    const issues = byChange(stateAt(records.issues, now));
    if (iid !== undefined) return issues.find(({ id }) => id === Number(iid))?.record;
    if (rest === "members/all") return records.members;
    if (rest !== "issues") return undefined;
    const some = issues
      .filter(({ at }) => at > Date.parse(query.get("updated_after")))
      .map(({ record }) => record);
    return query.get("order_by") === "updated_at" && query.get("sort") === "asc" ? some : some.toReversed();
  }
};
