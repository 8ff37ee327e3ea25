/**
 * Zammad: tickets in the order of their last change, each with its history and its articles.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { zammad } from "deskgauge/adapters/zammad";
 * await sync(desk, zammad({ request }));
 * ```
 *
 * Easy to get wrong: the list of tickets is ordered by number and knows no last change. The search does, and it needs no
 * Elasticsearch for that.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, recordsOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

const PER_PAGE = 100;

/** The tickets of a Zammad and their histories. */
export function zammad({ request, fields, perMinute }: AdapterOptions): Adapter {
  /** What states and priorities are called here, and what they mean. */
  async function* words(host: Host): AsyncGenerator<Step> {
    for (const list of ["ticket_states", "ticket_priorities"])
      yield* asFarAsAllowed(explained(host, `/api/v1/${list}`));
  }

  /** What happened to a ticket. */
  async function* history(host: Host, ticket: string) {
    yield (await host.json({ path: `/api/v1/ticket_history/${ticket}` })).bytes;
    yield (await host.json({ path: `/api/v1/ticket_articles/by_ticket/${ticket}?expand=true` })).bytes;
  }

  async function* one(host: Host, wanted: string): AsyncGenerator<Step> {
    yield* words(host);
    const ticket = encodeURIComponent(wanted);
    yield stepOf(await host.json({ path: `/api/v1/tickets/${ticket}?expand=true` }));
    for await (const payload of history(host, ticket)) yield { payload };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    yield* words(host);
    const from = Math.max(since, (reachedOf(before, "updated") ?? since) - OVERLAP);
    let updated = from;
    const part = async (start: number, next: number | undefined) => {
      const page = next ?? 1;
      // The condition means later than, so that the second before is the one to ask for.
      const value = new Date(Math.max(0, start - 1_000)).toISOString();
      const body = {
        condition: { "ticket.updated_at": { operator: "after (absolute)", value } },
        sort_by: "updated_at",
        order_by: "asc",
        expand: true,
        limit: PER_PAGE,
        per_page: PER_PAGE,
        page,
      };
      const found = await host.json({ path: "/api/v1/tickets/search", body });
      const tickets = recordsOf(found.value);
      const times = tickets.map(({ updated_at }) => instantOf(updated_at) ?? 0);
      return {
        found,
        tickets: tickets.map(({ id }) => String(id)),
        ids: tickets.map(({ id }, at) => `${id} ${times[at]}`),
        newest: times.length > 0 ? Math.max(...times) : undefined,
        next: tickets.length >= PER_PAGE ? page + 1 : undefined,
      };
    };
    for await (const { found, tickets, reached } of windows(host, from, part)) {
      const told = [found.bytes];
      // A ticket may be deleted or moved out of sight after it was listed.
      for (const id of tickets) for await (const bytes of asFarAsAllowed(history(host, id))) told.push(bytes);
      updated = reached;
      yield { payload: joined(told), position: { updated }, share: shareOf(updated, since, host.now()) };
    }
    yield { position: { updated }, share: 1 };
  }

  async function* explained(host: Host, path: string): AsyncGenerator<Step> {
    yield stepOf(await host.json({ path }));
  }

  return {
    source: "zammad",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),

    async *explain(host: Host, { users, groups, accounts }: Missing) {
      if (host.asked.fresh("groups", groups).length > 0)
        yield* asFarAsAllowed(explained(host, "/api/v1/groups?expand=true"));
      for (const [list, ids] of [
        ["users", host.asked.fresh("users", users)],
        ["organizations", host.asked.fresh("organizations", accounts)],
      ] as const) {
        for (const id of ids)
          yield* asFarAsAllowed(explained(host, `/api/v1/${list}/${encodeURIComponent(id)}`));
      }
    },
  };
}
