/**
 * Redmine: issues in the order of their last change, each with its journals, and the members of their projects.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { redmine } from "deskgauge/adapters/redmine";
 * await sync(desk, redmine({ request }));
 * ```
 *
 * Easy to get wrong: a request without the key of its API makes browsers ask for a password, and never settles.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, recordOf, recordsOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** The most issues or members that Redmine gives at once. */
const PER_PAGE = 100;

/** The issues of a Redmine and their journals. */
export function redmine({ request, fields, perMinute }: AdapterOptions): Adapter {
  /** What statuses and priorities are called here. */
  async function* words(host: Host): AsyncGenerator<Step> {
    for (const list of ["issue_statuses", "enumerations/issue_priorities"])
      yield* asFarAsAllowed(told(host, `/${list}.json`));
  }

  async function* told(host: Host, path: string): AsyncGenerator<Step> {
    yield stepOf(await host.json({ path }));
  }

  /** The categories and members of a project. */
  async function* project(host: Host, id: string): AsyncGenerator<Step> {
    const path = `/projects/${encodeURIComponent(id)}`;
    yield* asFarAsAllowed(told(host, `${path}/issue_categories.json`));
    yield* asFarAsAllowed(members(host, path));
  }

  async function* members(host: Host, path: string): AsyncGenerator<Step> {
    for (let offset = 0; ; offset += PER_PAGE) {
      const page = await host.json({ path: `${path}/memberships.json?limit=${PER_PAGE}&offset=${offset}` });
      yield stepOf(page);
      if (recordsOf(recordOf(page.value).memberships).length < PER_PAGE) return;
    }
  }

  /** An issue with its journals, which lists do not have. */
  async function* issue(host: Host, id: string) {
    yield await host.json({ path: `/issues/${encodeURIComponent(id)}.json?include=journals` });
  }

  async function* one(host: Host, wanted: string): AsyncGenerator<Step> {
    yield* words(host);
    for await (const payload of issue(host, wanted)) {
      yield* projects(host, [recordOf(recordOf(payload.value).issue)]);
      yield stepOf(payload);
    }
  }

  /** The projects of issues that were not asked for before. */
  async function* projects(host: Host, issues: readonly Readonly<Record<string, unknown>>[]) {
    const ids = issues.map(({ project }) => String(recordOf(project).id ?? ""));
    for (const id of host.asked.fresh("projects", [...new Set(ids)].filter(Boolean)))
      yield* project(host, id);
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    yield* words(host);
    const from = Math.max(since, (reachedOf(before, "updated") ?? since) - OVERLAP);
    let updated = from;
    const part = async (start: number, next: number | undefined) => {
      const offset = next ?? 0;
      const query = new URLSearchParams({
        status_id: "*",
        sort: "updated_on,id",
        updated_on: `>=${new Date(start).toISOString().slice(0, 19)}Z`,
        limit: String(PER_PAGE),
        offset: String(offset),
      });
      const found = await host.json({ path: `/issues.json?${query}` });
      const issues = recordsOf(recordOf(found.value).issues);
      const times = issues.map(({ updated_on }) => instantOf(updated_on) ?? 0);
      return {
        issues,
        ids: issues.map(({ id }, at) => `${id} ${times[at]}`),
        newest: times.length > 0 ? Math.max(...times) : undefined,
        next: issues.length >= PER_PAGE ? offset + PER_PAGE : undefined,
      };
    };
    for await (const { issues, reached } of windows(host, from, part)) {
      yield* projects(host, issues);
      const payloads: Uint8Array[] = [];
      // An issue may be deleted or moved out of sight after it was listed.
      for (const { id } of issues)
        for await (const { bytes } of asFarAsAllowed(issue(host, String(id)))) payloads.push(bytes);
      updated = reached;
      const position = { updated };
      const share = shareOf(updated, since, host.now());
      yield payloads.length > 0 ? { payload: joined(payloads), position, share } : { position, share };
    }
    yield { position: { updated }, share: 1 };
  }

  return {
    source: "redmine",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),

    async *explain(host: Host, { users }: Missing) {
      for (const id of host.asked.fresh("users", users))
        yield* asFarAsAllowed(told(host, `/users/${encodeURIComponent(id)}.json?include=memberships`));
    },
  };
}
