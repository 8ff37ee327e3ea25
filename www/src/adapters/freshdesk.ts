/**
 * Freshdesk: tickets in the order of their last change, and their satisfaction ratings.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { freshdesk, freshdeskApp } from "deskgauge/adapters/freshdesk";
 * await sync(desk, freshdesk({ request: freshdeskApp(await app.initialized()) }), { ticket: 42 });
 * ```
 *
 * Without a frame of Freshdesk around the page, `request` brings the API key along. An app's `config/requests.json` holds the
 * templates that {@link FreshdeskTemplate} names; the platform lets an app make fifty requests a minute. Plans allow more to others:
 * say so with `perMinute`.
 *
 * Easy to get wrong: Freshdesk's API has no history of changes. A list of tickets tells when each was first answered, resolved,
 * reopened and closed; a ticket's conversation is a request of its own. Moves between groups are in the export of activities
 * alone, which is a file to load.
 */
import type { Adapter, AdapterOptions, Loading, Missing, Step, Wanted } from "./adapter.js";
import type { Host, Payload } from "./host.js";
import { Pace } from "./pace.js";
import { type HostRequest, instantOf, joined, recordOf, recordsOf, responseOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** The requests an app may make, by the names of its templates. */
export type FreshdeskTemplate = "ticket" | "conversations" | "tickets" | "groups" | "agents" | "ratings";

/** The client of an app, as far as fetching goes. */
export interface FreshdeskClient {
  readonly request: {
    invokeTemplate(
      template: string,
      options: { readonly context: Readonly<Record<string, string>> },
    ): Promise<unknown>;
  };
}

/** How Freshdesk is read. `perMinute` is 50 where nothing else is said: what an app may ask. */
export interface FreshdeskOptions extends AdapterOptions {
  /** Whether all tickets come with their conversations, at a request for each (default false). */
  readonly conversations?: boolean | undefined;
}

/** The most requests a minute that the platform lets an app make. */
const REQUESTS_PER_MINUTE = 50;
const PER_PAGE = 100;
/** The last page that Freshdesk gives of a list. */
const LAST_PAGE = 300;

/** The tickets of a Freshdesk account. */
export function freshdesk({
  request,
  fields,
  perMinute = REQUESTS_PER_MINUTE,
  conversations = false,
}: FreshdeskOptions): Adapter {
  async function* pages(host: Host, path: string): AsyncGenerator<Payload> {
    for (let page = 1; page <= LAST_PAGE; page += 1) {
      const payload = await host.json({ path: paged(path, page) });
      yield payload;
      if (recordsOf(payload.value).length < PER_PAGE) return;
    }
  }

  async function* conversation(host: Host, ticket: string): AsyncGenerator<Loading> {
    for await (const page of pages(host, `/api/v2/tickets/${encodeURIComponent(ticket)}/conversations`))
      yield stepOf(page);
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const path = `/api/v2/tickets/${encodeURIComponent(ticket)}?include=stats,requester,company`;
    yield stepOf(await host.json({ path }));
    yield* conversation(host, ticket);
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const fromOf = (list: string) => Math.max(since, (reachedOf(before, list) ?? since) - OVERLAP);
    const rated = fromOf("ratings");
    let position = { tickets: fromOf("tickets"), ratings: rated };
    const part = async (from: number, next: number | undefined) => {
      const query = `updated_since=${textAt(from)}&include=stats,requester&order_by=updated_at&order_type=asc`;
      const page = next ?? 1;
      const payload = await host.json({ path: paged(`/api/v2/tickets?${query}`, page) });
      const tickets = recordsOf(payload.value);
      const more = tickets.length === PER_PAGE && page < LAST_PAGE;
      return {
        ...stepOf(payload),
        ids: tickets.map(({ id, updated_at }) => `${id} ${updated_at}`),
        tickets: tickets.map(({ id }) => String(id)),
        newest: latest(tickets, "updated_at"),
        next: more ? page + 1 : undefined,
      };
    };
    for await (const { payload, tickets, reached } of windows(host, position.tickets, part)) {
      const told = [payload];
      // A ticket may be deleted after it was listed.
      if (conversations)
        for (const id of tickets)
          for await (const step of asFarAsAllowed(conversation(host, id))) told.push(step.payload);
      position = { ...position, tickets: reached };
      yield { payload: joined(told), position, share: shareOf(position.tickets, since, host.now()) };
    }
    const ratings = pages(host, `/api/v2/surveys/satisfaction_ratings?created_since=${textAt(rated)}`);
    // Not every plan has surveys, nor may everybody see them.
    for await (const page of asFarAsAllowed(ratings)) {
      const newest = latest(recordsOf(page.value), "created_at");
      position = { ...position, ratings: Math.max(position.ratings, newest ?? 0) };
      yield stepOf(page);
    }
    yield { position, share: 1 };
  }

  async function* unknown(host: Host, { users, groups }: Missing): AsyncGenerator<Step> {
    // Customers stay numbers: Freshdesk tells of them one by one.
    for (const [list, ids] of [
      ["groups", groups],
      ["agents", users],
    ] as const) {
      if (host.asked.fresh(list, ids).length === 0) continue;
      for await (const page of asFarAsAllowed(pages(host, `/api/v2/${list}`))) yield stepOf(page);
    }
  }

  return {
    source: "freshdesk",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
    explain: unknown,
  };
}

/** The templates, and the paths that they make. */
const TEMPLATES: readonly (readonly [RegExp, FreshdeskTemplate])[] = [
  [/^\/api\/v2\/tickets\/([^/]+)\/conversations$/, "conversations"],
  [/^\/api\/v2\/tickets\/([^/]+)$/, "ticket"],
  [/^\/api\/v2\/tickets$/, "tickets"],
  [/^\/api\/v2\/groups$/, "groups"],
  [/^\/api\/v2\/agents$/, "agents"],
  [/^\/api\/v2\/surveys\/satisfaction_ratings$/, "ratings"],
];

/** Requests by the client of the platform, through the request templates of the app. */
export function freshdeskApp(client: FreshdeskClient): HostRequest {
  return async (path) => {
    const { pathname, searchParams } = new URL(path, "https://freshdesk.invalid");
    const since = searchParams.get("updated_since") ?? searchParams.get("created_since");
    const page = searchParams.get("page");
    for (const [pattern, template] of TEMPLATES) {
      const [, ticket] = pattern.exec(pathname) ?? [undefined, null];
      if (ticket === null) continue;
      const context = {
        ...(ticket !== undefined && { ticket }),
        ...(since !== null && { since }),
        ...(page !== null && { page }),
      };
      return client.request.invokeTemplate(template, { context }).then(answerOf, answerOf);
    }
    throw new TypeError(`no template of the app makes ${pathname}`);
  };
}

/** What the client gives, whether it resolved with it or rejected. */
function answerOf(response: unknown) {
  const { status, response: body, headers } = recordOf(response);
  if (typeof status !== "number" || status === 0) throw response;
  return responseOf(status, headers, typeof body === "string" ? body : JSON.stringify(body ?? null));
}

function paged(path: string, page: number): string {
  return `${path}${path.includes("?") ? "&" : "?"}per_page=${PER_PAGE}&page=${page}`;
}

function textAt(at: number): string {
  return new Date(Math.max(0, at)).toISOString();
}

function latest(records: readonly Readonly<Record<string, unknown>>[], field: string): number | undefined {
  const times = records.map((record) => instantOf(record[field]) ?? 0);
  return times.length > 0 ? Math.max(...times) : undefined;
}
