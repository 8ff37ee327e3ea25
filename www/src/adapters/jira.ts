/**
 * Jira Service Management (Cloud): issues in the order of their last change, each with its changelog and comments.
 *
 * ```js
 * import { requestJira } from "@forge/bridge";
 * import { sync } from "deskgauge/sync";
 * import { jira } from "deskgauge/adapters/jira";
 * await sync(desk, jira({ request: requestJira, jql: "project = DESK" }));
 * ```
 *
 * Changelogs come for a hundred issues at a time, which costs fewer points of the hour's quota than one request an issue.
 *
 * Easy to get wrong: JQL knows minutes, in the time zone of the user's profile. The user is therefore asked for it.
 */
import type { Adapter, AdapterOptions, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, payloadOf, recordOf, recordsOf, textOf } from "./request.js";
import { OVERLAP, reachedOf, shareOf, windows } from "./windows.js";

/** How Jira is read. `fields` may name custom ones, such as `"fields.customfield_10010.value"`. */
export interface JiraOptions extends AdapterOptions {
  /** Which issues are tickets, such as `"project = DESK"` (default: all the user may see). */
  readonly jql?: string | undefined;
}

const PER_PAGE = 100;
/** As many as Jira gives of a list at once. */
const MOST = 1_000;
const COMMENTS = 100;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** All but what is long and says nothing here. */
const FIELDS = [
  "*all",
  "-description",
  "-environment",
  "-attachment",
  "-worklog",
  "-issuelinks",
  "-subtasks",
];

type Issue = Readonly<Record<string, unknown>>;

/** The issues of a Jira site and their histories. */
export function jira({ request, fields, perMinute, jql }: JiraOptions): Adapter {
  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const query = new URLSearchParams({ fields: FIELDS.join(",") });
    const { value } = await host.json({ path: `/rest/api/3/issue/${encodeURIComponent(ticket)}?${query}` });
    yield { payload: await told(host, [recordOf(value)]) };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const myself = await host.json({ path: "/rest/api/3/myself" });
    const timeZone = textOf(recordOf(myself.value).timeZone) ?? "UTC";
    const from = Math.max(since, (reachedOf(before, "updated") ?? since) - OVERLAP);
    const part = async (start: number, next: string | undefined) => {
      const changed = `updated >= "${minuteAt(start, timeZone)}"`;
      const body = {
        jql: `${jql === undefined ? changed : `(${jql}) AND ${changed}`} ORDER BY updated ASC`,
        maxResults: PER_PAGE,
        fields: FIELDS,
        ...(next !== undefined && { nextPageToken: next }),
      };
      const { value } = await host.json({ path: "/rest/api/3/search/jql", body });
      const issues = recordsOf(recordOf(value).issues);
      const times = issues.map((issue) => instantOf(recordOf(issue.fields).updated) ?? 0);
      return {
        issues,
        ids: issues.map(({ key }, at) => `${key} ${times[at]}`),
        newest: times.length > 0 ? Math.max(...times) : undefined,
        next: textOf(recordOf(value).nextPageToken),
      };
    };
    let updated = from;
    for await (const { issues, reached } of windows(host, from, part, MINUTE)) {
      updated = reached;
      const payload = await told(host, issues);
      yield { payload, position: { updated }, share: shareOf(updated, since, host.now()) };
    }
    yield { position: { updated }, share: 1 };
  }

  return {
    source: "jira",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
  };
}

/** Issues with their changelogs and all comments, as a search with both would give them. */
async function told(host: Host, issues: readonly Issue[]): Promise<Uint8Array> {
  const changes = issues.length > 0 ? await changelogs(host, issues) : new Map<string, object[]>();
  const whole: Issue[] = [];
  for (const issue of issues) {
    const comment = await comments(host, issue);
    whole.push({
      ...issue,
      fields: { ...recordOf(issue.fields), ...(comment && { comment }) },
      changelog: { histories: changes.get(String(issue.id)) ?? [] },
    });
  }
  return payloadOf({ issues: whole });
}

async function changelogs(host: Host, issues: readonly Issue[]): Promise<Map<string, object[]>> {
  const found = new Map<string, object[]>();
  const issueIdsOrKeys = issues.map(({ id }) => String(id));
  for (let nextPageToken: string | undefined, more = true; more; more = nextPageToken !== undefined) {
    const body = { issueIdsOrKeys, maxResults: MOST, ...(nextPageToken !== undefined && { nextPageToken }) };
    const { value } = await host.json({ path: "/rest/api/3/changelog/bulkfetch", body });
    for (const { issueId, changeHistories } of recordsOf(recordOf(value).issueChangeLogs)) {
      const histories = recordsOf(changeHistories).map((history) => ({
        ...history,
        created: dateOf(history.created),
      }));
      found.set(String(issueId), [...(found.get(String(issueId)) ?? []), ...histories]);
    }
    nextPageToken = textOf(recordOf(value).nextPageToken);
  }
  return found;
}

/** Jira's documentation shows epochs where its schema has dates. */
function dateOf(created: unknown): unknown {
  if (typeof created !== "number") return created;
  return new Date(created < 1e11 ? created * 1_000 : created).toISOString();
}

/** All comments of an issue; undefined where it came with all of them. */
async function comments(host: Host, { id, fields }: Issue): Promise<object | undefined> {
  const { comments: came, total } = recordOf(recordOf(fields).comment);
  if (typeof total !== "number" || recordsOf(came).length >= total) return undefined;
  const all: object[] = [];
  for (let more = true; more; ) {
    const query = `startAt=${all.length}&maxResults=${COMMENTS}&orderBy=created`;
    const { value } = await host.json({ path: `/rest/api/3/issue/${id}/comment?${query}` });
    const some = recordsOf(recordOf(value).comments);
    all.push(...some);
    more = some.length > 0 && all.length < Number(recordOf(value).total);
  }
  return { comments: all };
}

/**
 * A minute at or before an instant, as JQL reads it in a zone. Where clocks are put back a minute is there twice, and which is
 * meant is not known: an hour earlier is early enough.
 */
function minuteAt(at: number, timeZone: string): string {
  const start = Math.max(0, at);
  const isNearChange = offset(start - 2 * HOUR, timeZone) !== offset(start + 2 * HOUR, timeZone);
  const early = isNearChange ? start - HOUR : start;
  return new Date(early + offset(early, timeZone)).toISOString().slice(0, 16).replace("T", " ");
}

/** By how many milliseconds a zone's clocks are ahead of UTC. */
function offset(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE;
}
