/**
 * GitHub: the issues of a repository in the order of their last change, each with its timeline.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { github } from "deskgauge/adapters/github";
 * const headers = { Authorization: `Bearer ${token}` };
 * const request = (path, init) =>
 *   fetch(new URL(path, "https://api.github.com"), { ...init, headers: { ...init.headers, ...headers } });
 * await sync(desk, github({ request, repository: "acme/desk" }));
 * ```
 *
 * A reading that finds nothing new is answered 304 the second time, and counts against no limit.
 *
 * Easy to get wrong: pull requests are among the issues. Their timelines are not asked for.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host, Payload } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, nextLink, payloadOf, recordOf, recordsOf, textOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, windows } from "./windows.js";

/** Which repository is read. */
export interface GithubOptions extends AdapterOptions {
  /** Such as `"acme/desk"`. */
  readonly repository: string;
}

/** Points a minute, of which a request that reads takes one. */
const PER_MINUTE = 900;
const PER_PAGE = 100;
const HEADERS = { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" };
const NOT_MODIFIED = 304;

/** The issues of a repository and their timelines. */
export function github({ request, fields, perMinute = PER_MINUTE, repository }: GithubOptions): Adapter {
  const path = `/repos/${repository.split("/").map(encodeURIComponent).join("/")}`;

  const ask = (host: Host, path: string, headers = {}) =>
    host.json({ path, headers: { ...HEADERS, ...headers } });

  async function* pages(host: Host, first: string): AsyncGenerator<Payload> {
    for (let next: string | undefined = first; next !== undefined; ) {
      const page = await ask(host, next);
      yield page;
      next = nextLink(page.header("link"));
    }
  }

  /** Everything that happened to an issue. */
  async function timeline(
    host: Host,
    { url, number }: Readonly<Record<string, unknown>>,
  ): Promise<Uint8Array> {
    const events: object[] = [];
    const listed = pages(host, `${path}/issues/${number}/timeline?per_page=${PER_PAGE}`);
    // An issue may be deleted or moved after it was listed.
    for await (const page of asFarAsAllowed(listed)) events.push(...recordsOf(page.value));
    return payloadOf({ issue_url: url, timeline: events });
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const number = encodeURIComponent(ticket.split("#").at(-1) ?? ticket);
    const issue = await ask(host, `${path}/issues/${number}`);
    yield { payload: joined([issue.bytes, await timeline(host, recordOf(issue.value))]) };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const from = Math.max(since, (reachedOf(before, "updated") ?? since) - OVERLAP);
    let position: Position = { updated: Math.max(from, reachedOf(before, "updated") ?? 0) };
    const known = recordOf(recordOf(before).unchanged);
    const part = async (start: number, next: string | undefined) => {
      const query = `state=all&sort=updated&direction=asc&since=${textAt(start)}&per_page=${PER_PAGE}`;
      const first = `${path}/issues?${query}`;
      const etag = next === undefined && known.path === first ? textOf(known.etag) : undefined;
      const page = await ask(host, next ?? first, etag === undefined ? {} : { "If-None-Match": etag });
      const issues = recordsOf(page.value);
      const times = issues.map(({ updated_at }) => instantOf(updated_at) ?? 0);
      return {
        page,
        issues,
        path: first,
        etag: page.status === NOT_MODIFIED ? etag : page.header("etag"),
        ids: issues.map(({ number }, at) => `${number} ${times[at]}`),
        newest: times.length > 0 ? Math.max(...times) : undefined,
        next: nextLink(page.header("link")),
      };
    };
    let isFirst = true;
    for await (const { page, issues, reached: updated, etag, path } of windows(host, from, part)) {
      const unchanged = isFirst && etag !== undefined ? { path, etag } : undefined;
      isFirst = false;
      if (page.status === NOT_MODIFIED) {
        position = { ...position, ...(unchanged && { unchanged }) };
        continue;
      }
      const told = [page.bytes];
      for (const issue of issues) if (!("pull_request" in issue)) told.push(await timeline(host, issue));
      position = { updated, ...(unchanged && { unchanged }) };
      yield { payload: joined(told), position, share: shareOf(updated, since, host.now()) };
    }
    yield { position, share: 1 };
  }

  return {
    source: "github",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),

    async *explain(host: Host, { users }: Missing) {
      if (users.length === 0 || host.asked.fresh("list", ["collaborators"]).length === 0) return;
      const people = pages(host, `${path}/collaborators?per_page=${PER_PAGE}`);
      for await (const { bytes } of asFarAsAllowed(people)) yield { payload: bytes };
    },
  };
}

interface Position {
  readonly updated: number;
  /** The answer to the first request, by which the helpdesk knows that nothing has changed. */
  readonly unchanged?: { readonly path: string; readonly etag: string };
}

function textAt(at: number): string {
  return `${new Date(Math.max(0, at)).toISOString().slice(0, 19)}Z`;
}
