// Jira's search by JQL, its bulk changelogs and comments (developer.atlassian.com, Jira Cloud platform REST API v3): JQL in minutes of
// the user's zone, tokens for pages, few comments with an issue and the others on request.

import { jira } from "deskgauge/adapters/jira";
import { byChange, stateAt } from "./server.mjs";
import { counter, numbering } from "./world.mjs";

const PER_PAGE = 20;
const CHANGES = 60;
const COMMENTS = 3;
/** Of the user who asks. Its clocks change on 8 March and 1 November. */
const ZONE = "America/New_York";
const STATUSES = {
  new: "Open",
  open: "Work in progress",
  pending: "Waiting for customer",
  on_hold: "Pending",
  solved: "Resolved",
  closed: "Closed",
};
const PRIORITIES = { urgent: "Highest", high: "High", normal: "Medium", low: "Low" };

export const name = "jira";
export const limits = [];
/** What a ticket is called. */
export const shown = (number) => `DESK-${number}`;
export const adapter = (request) => jira({ request, jql: "project = DESK" });

const date = (at) => new Date(at).toISOString().replace("Z", "+0000");

/** What Jira would hold of simulated tickets. */
export function recordsOf(world) {
  const group = numbering(100);
  const [history, comment] = [counter(10_000), counter(50_000)];
  const [issues, changes, comments] = [[], [], []];
  const account = (name, role) =>
    name === null
      ? null
      : {
          accountId: `id-${name}`,
          displayName: name,
          accountType: role === "customer" ? "customer" : "atlassian",
        };
  for (const { number, created, type, requester, steps } of world) {
    const id = String(10_000 + number);
    let resolved = null;
    for (const { at, kind, role, actor, before, after } of steps) {
      const by = account(role === "customer" ? requester : actor, role) ?? {
        accountId: "bot",
        accountType: "app",
      };
      if (kind === "reply" || kind === "note") {
        const record = {
          id: String(comment()),
          author: by,
          created: date(at),
          jsdPublic: kind === "reply",
          body: {},
        };
        comments.push({ id: record.id, at, about: id, record });
      }
      const item = (field, from, to, fromString, toName) =>
        from === to ? [] : [{ field, from, to, fromString, toString: toName }];
      const [was, is] = [STATUSES[before.status], STATUSES[after.status]];
      const items = [
        ...item("status", was, is, was, is),
        ...item(
          "priority",
          before.priority,
          after.priority,
          PRIORITIES[before.priority],
          PRIORITIES[after.priority],
        ),
        ...item(
          "assignee",
          account(before.agent)?.accountId ?? null,
          account(after.agent)?.accountId ?? null,
          before.agent,
          after.agent,
        ),
        ...item(
          "Support group",
          number_(group, before.group),
          number_(group, after.group),
          before.group,
          after.group,
        ),
      ];
      if (items.length > 0) {
        const record = { id: String(history()), author: by, created: at, items };
        changes.push({ id: record.id, at, about: id, record });
      }
      if (["solved", "closed"].includes(after.status)) resolved ??= date(at);
      else resolved = null;
      const fields = {
        created: date(created),
        updated: date(at),
        status: { name: is },
        priority: { name: PRIORITIES[after.priority] ?? "Medium" },
        issuetype: { name: type },
        reporter: account(requester, "customer"),
        assignee: account(after.agent),
        labels: [],
        resolutiondate: resolved,
        customfield_10050:
          after.group === null ? null : { id: number_(group, after.group), value: after.group },
      };
      issues.push({ id, at, record: { id, key: `DESK-${number}`, fields } });
    }
  }
  return { issues, changes, comments };
}

function number_(of, name) {
  return name === null ? null : String(of(name));
}

function commentsOf(records, id, now) {
  return stateAt(
    records.comments.filter(({ about }) => about === id),
    now,
  ).map(({ record }) => record);
}

/** As the field of the documentation's schema. */
function written({ created, ...history }) {
  return { ...history, created: typeof created === "number" ? date(created) : created };
}

/** What one would load who had it all. */
export function everything(records, now) {
  const issues = stateAt(records.issues, now).map(({ id, record }) => ({
    ...record,
    fields: { ...record.fields, comment: { comments: commentsOf(records, id, now) } },
    changelog: {
      histories: stateAt(
        records.changes.filter(({ about }) => about === id),
        now,
      ).map(({ record }) => written(record)),
    },
  }));
  return [{ issues }];
}

export const answer = (records) => (request, now) => {
  const { path, method, body, query } = request;
  const talk = /^\/rest\/api\/3\/issue\/(\w+)\/comment$/.exec(path);
  if (talk !== null) {
    const all = commentsOf(records, talk[1], now);
    const start = Number(query.get("startAt"));
    const comments = all.slice(start, start + COMMENTS);
    return { body: { startAt: start, maxResults: COMMENTS, total: all.length, comments } };
  }
  switch (`${method} ${path}`) {
    case "GET /rest/api/3/myself":
      return { body: { accountId: "me", timeZone: ZONE } };
    case "POST /rest/api/3/search/jql": {
      const [, text] = /updated >= "([^"]+)" ORDER BY updated ASC$/.exec(body.jql) ?? [];
      if (text === undefined) return { status: 400, body: { errorMessages: [`no such query: ${body.jql}`] } };
      const start = Number(body.nextPageToken ?? 0);
      const found = byChange(stateAt(records.issues, now)).filter(({ at }) => wall(at) >= text);
      const issues = found.slice(start, start + Math.min(PER_PAGE, body.maxResults)).map(({ id, record }) => {
        const comments = commentsOf(records, id, now);
        const comment = { comments: comments.slice(0, COMMENTS), total: comments.length };
        return { ...record, fields: { ...record.fields, comment } };
      });
      const more = start + issues.length < found.length;
      return {
        body: { issues, isLast: !more, ...(more && { nextPageToken: String(start + issues.length) }) },
      };
    }
    case "POST /rest/api/3/changelog/bulkfetch": {
      const start = Number(body.nextPageToken ?? 0);
      const found = stateAt(
        records.changes.filter(({ about }) => body.issueIdsOrKeys.includes(about)),
        now,
      );
      const page = byChange(found).slice(start, start + CHANGES);
      const issueChangeLogs = body.issueIdsOrKeys.flatMap((issueId) => {
        const changeHistories = page.filter(({ about }) => about === issueId).map(({ record }) => record);
        return changeHistories.length > 0 ? [{ issueId, changeHistories }] : [];
      });
      const more = start + page.length < found.length;
      return { body: { issueChangeLogs, nextPageToken: more ? String(start + page.length) : null } };
    }
    default: {
      const [, key] = /^\/rest\/api\/3\/issue\/([\w-]+)$/.exec(path) ?? [];
      const found = stateAt(records.issues, now).find(({ record }) => record.key === key);
      if (found === undefined) return { status: 404, body: { errorMessages: ["Issue does not exist"] } };
      const comments = commentsOf(records, found.id, now);
      const comment = { comments: comments.slice(0, COMMENTS), total: comments.length };
      return { body: { ...found.record, fields: { ...found.record.fields, comment } } };
    }
  }
};

const clocks = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" });

function wall(at) {
  return clocks.format(at);
}
