// GitHub's issues and timelines (docs.github.com, REST API endpoints for issues and timeline events): pages by Link, ETags, and five
// thousand requests an hour told with each answer; what is not modified counts for nothing.

import { createHash } from "node:crypto";
import { github } from "deskgauge/adapters/github";
import { byChange, stateAt } from "./server.mjs";
import { counter, iso } from "./world.mjs";

const PER_PAGE = 30;
const HOUR = 3_600_000;
const PATH = "/repos/acme/desk";
const API = `https://api.github.com${PATH}`;

export const name = "github";
/** The hourly limit is played by the answers themselves. */
export const limits = [{ of: /./, most: 900 }];
/** What a ticket is called. */
export const shown = (number) => `acme/desk#${number}`;
export const adapter = (request) => github({ request, repository: "acme/desk" });

const label = (name) => ({ name });

/** What GitHub would hold of simulated tickets: groups, priorities and waiting are labels there. */
export function recordsOf(world) {
  const event = counter(1);
  const records = { issues: [], events: [] };
  const people = new Map();
  for (const { number, created, requester, steps } of world) {
    const base = {
      number,
      url: `${API}/issues/${number}`,
      comments_url: `${API}/issues/${number}/comments`,
      html_url: `https://github.com/acme/desk/issues/${number}`,
    };
    for (const { at, kind, role, actor, before, after } of steps) {
      const login = role === "bot" ? "desk-bot" : role === "customer" || actor === null ? requester : actor;
      people.set(login, role === "agent");
      if (after.agent !== null) people.set(after.agent, true);
      const who = { login, type: role === "bot" ? "Bot" : "User" };
      const tell = (name, rest) => {
        const record = { id: event(), event: name, actor: who, created_at: iso(at), ...rest };
        records.events.push({ id: record.id, at, about: number, record });
      };
      // GitHub has no internal notes.
      if (kind === "reply") {
        const author_association = role === "agent" ? "MEMBER" : "NONE";
        tell("commented", { user: who, author_association, issue_url: base.url });
      }
      const swap = (from, to) => {
        if (from === to) return;
        if (from !== undefined) tell("unlabeled", { label: label(from) });
        if (to !== undefined) tell("labeled", { label: label(to) });
      };
      if (kind !== "created") {
        swap(grouped(before), grouped(after));
        swap(waiting(before), waiting(after));
        swap(urgent(before), urgent(after));
        if (isOver(before) !== isOver(after)) tell(isOver(after) ? "closed" : "reopened", {});
        if (before.agent !== after.agent) {
          if (before.agent !== null) tell("unassigned", { assignee: { login: before.agent } });
          if (after.agent !== null) tell("assigned", { assignee: { login: after.agent } });
        }
      }
      const labels = [grouped(after), waiting(after), urgent(after)]
        .filter((name) => name !== undefined)
        .map(label);
      const record = {
        ...base,
        state: isOver(after) ? "closed" : "open",
        user: { login: requester, type: "User" },
        labels,
        assignees: after.agent === null ? [] : [{ login: after.agent }],
        assignee: after.agent === null ? null : { login: after.agent },
        created_at: iso(created),
        updated_at: iso(at),
        closed_at: isOver(after) ? iso(at) : null,
        ...(number % 17 === 0 && { pull_request: { url: "x" } }),
      };
      records.issues.push({ id: number, at, record });
    }
  }
  const collaborators = [...people].map(([login, isAgent]) => ({
    login,
    permissions: { pull: true, push: isAgent },
  }));
  return { ...records, collaborators };
}

const isOver = ({ status }) => ["solved", "closed"].includes(status);
const grouped = ({ group }) => (group === null ? undefined : `team: ${group}`);
const waiting = ({ status }) => ({ pending: "status: pending", on_hold: "status: on hold" })[status];
const urgent = ({ priority }) => (priority == null ? undefined : `priority: ${priority}`);

/** What one would load who had it all. */
export function everything(records, now) {
  const issues = stateAt(records.issues, now).map(({ record }) => record);
  const timelines = issues
    .filter((issue) => issue.pull_request === undefined)
    .map(({ number, url }) => ({ issue_url: url, timeline: timelineOf(records, number, now) }));
  return [issues, ...timelines, records.collaborators];
}

function timelineOf(records, number, now) {
  return byChange(
    stateAt(
      records.events.filter(({ about }) => about === number),
      now,
    ),
  ).map(({ record }) => record);
}

export const answer = (records) => {
  let [hour, used] = [0, 0];
  return (request, now) => {
    const { path, query, headers: sent } = request;
    const found = listOf(path, query, now);
    if (found === undefined) return { status: 404, body: { message: "Not Found" } };
    if (!Array.isArray(found)) return { body: found };
    const at = Number(query.get("page") ?? 1);
    const per = Math.min(PER_PAGE, Number(query.get("per_page")));
    const body = found.slice((at - 1) * per, at * per);
    const etag = `"${createHash("md5").update(JSON.stringify(body)).digest("hex")}"`;
    if (hour !== Math.floor(now / HOUR)) [hour, used] = [Math.floor(now / HOUR), 0];
    const isSame = sent["if-none-match"] === etag;
    used += isSame ? 0 : 1;
    const headers = {
      etag,
      "x-ratelimit-remaining": String(Math.max(0, 5_000 - used)),
      "x-ratelimit-reset": String(((hour + 1) * HOUR) / 1_000),
    };
    if (isSame) return { status: 304, headers };
    if (at * per < found.length) {
      const next = new URL(`${path}?${query}`, "https://api.github.com");
      next.searchParams.set("page", String(at + 1));
      headers.link = `<${next}>; rel="next", <${next}>; rel="last"`;
    }
    return { headers, body };
  };

  function listOf(path, query, now) {
    const [, number, timeline] = /^\/repos\/acme\/desk\/issues\/(\d+)(\/timeline)?$/.exec(path) ?? [];
    if (timeline !== undefined) return timelineOf(records, Number(number), now);
    const issues = byChange(stateAt(records.issues, now));
    if (number !== undefined) return issues.find(({ id }) => id === Number(number))?.record;
    if (path === `${PATH}/collaborators`) return records.collaborators;
    if (path !== `${PATH}/issues`) return undefined;
    const since = Date.parse(query.get("since"));
    const some = issues
      .filter(({ at }) => at >= since && query.get("state") === "all")
      .map(({ record }) => record);
    return query.get("sort") === "updated" && query.get("direction") === "asc" ? some : some.toReversed();
  }
};
