/**
 * Intercom: conversations and tickets in the order of their last change, each with its parts.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { intercom } from "deskgauge/adapters/intercom";
 * await sync(desk, intercom({ request }), { since: new Date("2026-01-01") });
 * ```
 *
 * Easy to get wrong: a search gives conversations without their parts; each of them is a request of its own.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { joined, numberOf, recordOf, recordsOf, textOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** How Intercom is read. */
export interface IntercomOptions extends AdapterOptions {
  /** Of the API (default `2.11`). */
  readonly version?: string | undefined;
}

/** Requests in ten seconds, a sixth of what an app may ask in a minute. */
const MOST = 1_600;
const WITHIN = 10_000;
const PER_PAGE = 150;
const CONTACTS = 50;
const LISTS = ["conversations", "tickets"] as const;

/** The conversations and tickets of a workspace. */
export function intercom({ request, fields, perMinute, version = "2.11" }: IntercomOptions): Adapter {
  const headers = { "Intercom-Version": version };

  async function* whole(host: Host, list: string, id: string) {
    yield (await host.json({ path: `/${list}/${encodeURIComponent(id)}`, headers })).bytes;
  }

  async function part(host: Host, list: (typeof LISTS)[number], from: number, next: string | undefined) {
    // Intercom counts in seconds, and knows only what is later than one.
    const value = Math.max(0, Math.floor(from / 1_000) - 1);
    const { value: found } = await host.json({
      path: `/${list}/search`,
      headers,
      body: {
        query: { field: "updated_at", operator: ">", value },
        sort: { field: "updated_at", order: "ascending" },
        pagination: { per_page: PER_PAGE, ...(next !== undefined && { starting_after: next }) },
      },
    });
    const { pages } = recordOf(found);
    const rows = recordsOf(recordOf(found)[list]);
    const times = rows.map(({ updated_at }) => 1_000 * (numberOf(updated_at) ?? 0));
    return {
      rows: rows.map(({ id }) => String(id)),
      ids: rows.map(({ id }, at) => `${id} ${times[at]}`),
      newest: times.length > 0 ? Math.max(...times) : undefined,
      next: textOf(recordOf(recordOf(pages).next).starting_after),
    };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const fromOf = (list: string) => Math.max(since, (reachedOf(before, list) ?? since) - OVERLAP);
    let position = { conversations: fromOf("conversations"), tickets: fromOf("tickets") };
    for (const [place, list] of LISTS.entries()) {
      const parts = windows(host, position[list], (from, next: string | undefined) =>
        part(host, list, from, next),
      );
      // Not every workspace has tickets.
      for await (const { rows, reached } of list === "tickets" ? asFarAsAllowed(parts) : parts) {
        const told: Uint8Array[] = [];
        for (const id of rows)
          for await (const bytes of asFarAsAllowed(whole(host, list, id))) told.push(bytes);
        position = { ...position, [list]: reached };
        const share = (place + shareOf(position[list], since, host.now())) / LISTS.length;
        yield { ...(told.length > 0 && { payload: joined(told) }), position, share };
      }
    }
    yield { position, share: 1 };
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    for await (const payload of whole(host, "conversations", ticket)) yield { payload };
  }

  async function* unknown(host: Host, { users, groups }: Missing): AsyncGenerator<Step> {
    if (host.asked.fresh("team", groups).length > 0)
      yield stepOf(await host.json({ path: "/teams", headers }));
    const people = host.asked.fresh("person", users);
    if (people.length > 0 && host.asked.fresh("list", ["admins"]).length > 0)
      yield stepOf(await host.json({ path: "/admins", headers }));
    for (let at = 0; at < people.length; at += CONTACTS) {
      const query = { field: "id", operator: "IN", value: people.slice(at, at + CONTACTS) };
      const body = { query, pagination: { per_page: CONTACTS } };
      yield stepOf(await host.json({ path: "/contacts/search", headers, body }));
    }
  }

  return {
    source: "intercom",
    ...(fields && { fields }),
    request,
    pace: perMinute === undefined ? new Pace({ most: MOST, within: WITHIN }) : new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
    explain: (host: Host, missing: Missing) => asFarAsAllowed(unknown(host, missing)),
  };
}
