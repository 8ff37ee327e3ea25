/**
 * GitLab: the issues of a project in the order of their last change, each with its notes and its label and state events.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { gitlab } from "deskgauge/adapters/gitlab";
 * await sync(desk, gitlab({ request, project: "acme/desk" }));
 * ```
 *
 * Easy to get wrong: people count as customers until the members of the project have come, who are asked for first.
 */
import type { Adapter, AdapterOptions, Step, Wanted } from "./adapter.js";
import type { Host, Payload } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, nextLink, payloadOf, recordOf, recordsOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** Which project is read. */
export interface GitlabOptions extends AdapterOptions {
  /** Its id or its path, such as `"acme/desk"`. */
  readonly project: string | number;
}

/** Requests a minute on GitLab.com; what a site of one's own allows, it says. */
const PER_MINUTE = 2_000;
const PER_PAGE = 100;
/** What happened to an issue, list by list. */
const LISTS = ["notes", "resource_label_events", "resource_state_events"] as const;

/** The issues of a project and their histories. */
export function gitlab({ request, fields, perMinute = PER_MINUTE, project }: GitlabOptions): Adapter {
  const path = `/api/v4/projects/${encodeURIComponent(project)}`;

  async function* pages(host: Host, first: string): AsyncGenerator<Payload> {
    for (let next: string | undefined = first; next !== undefined; ) {
      const page = await host.json({ path: next });
      yield page;
      next = following(page, next);
    }
  }

  async function history(host: Host, { id, iid }: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
    const told: Record<string, unknown> = { issue_id: id };
    for (const list of LISTS) {
      const found: object[] = [];
      const order = list === "notes" ? "&sort=asc&order_by=created_at" : "";
      const listed = pages(host, `${path}/issues/${iid}/${list}?per_page=${PER_PAGE}${order}`);
      // An issue may be deleted or moved after it was listed.
      for await (const page of asFarAsAllowed(listed)) found.push(...recordsOf(page.value));
      told[list] = found;
    }
    return payloadOf(told);
  }

  async function* members(host: Host): AsyncGenerator<Step> {
    const people = pages(host, `${path}/members/all?per_page=${PER_PAGE}`);
    for await (const page of asFarAsAllowed(people)) yield stepOf(page);
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    yield* members(host);
    const iid = encodeURIComponent(ticket.split("#").at(-1) ?? ticket);
    const issue = await host.json({ path: `${path}/issues/${iid}` });
    yield { payload: joined([issue.bytes, await history(host, recordOf(issue.value))]) };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    yield* members(host);
    const from = Math.max(since, (reachedOf(before, "updated") ?? since) - OVERLAP);
    let updated = from;
    const part = async (start: number, next: string | undefined) => {
      const query = `scope=all&order_by=updated_at&sort=asc&updated_after=${textAt(start)}&per_page=${PER_PAGE}`;
      const asked = next ?? `${path}/issues?${query}`;
      const page = await host.json({ path: asked });
      const issues = recordsOf(page.value);
      const times = issues.map(({ updated_at }) => instantOf(updated_at) ?? 0);
      return {
        page,
        issues,
        ids: issues.map(({ id }, at) => `${id} ${times[at]}`),
        newest: times.length > 0 ? Math.max(...times) : undefined,
        next: following(page, asked),
      };
    };
    for await (const { page, issues, reached } of windows(host, from, part)) {
      const told = [page.bytes];
      for (const issue of issues) told.push(await history(host, issue));
      updated = reached;
      yield { payload: joined(told), position: { updated }, share: shareOf(updated, since, host.now()) };
    }
    yield { position: { updated }, share: 1 };
  }

  return {
    source: "gitlab",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
  };
}

/** The page after one: by the link, by the number in a header, or the next where a page is full. */
function following(page: Payload, asked: string): string | undefined {
  const link = page.header("link");
  if (link !== undefined) return nextLink(link);
  const { pathname, searchParams } = new URL(asked, "https://gitlab.invalid");
  const at = Number(searchParams.get("page") ?? 1);
  const isFull = recordsOf(page.value).length >= PER_PAGE;
  const next = page.header("x-next-page") ?? (isFull ? String(at + 1) : "");
  if (next === "") return undefined;
  searchParams.set("page", next);
  return `${pathname}?${searchParams}`;
}

/** Hundredths of a second count, so that the instant before is the one to ask for. */
function textAt(at: number): string {
  return new Date(Math.max(0, at - 1)).toISOString();
}
