/**
 * Zendesk: all tickets by the incremental exports, a single one with its audits.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { zendesk, zendeskApp } from "deskgauge/adapters/zendesk";
 * await sync(desk, zendesk({ request: zendeskApp(ZAFClient.init()) }), { ticket: 35436 });
 * ```
 *
 * One ticket comes with its audits and metric events, which every agent may read. All tickets come from the incremental
 * exports, which Zendesk gives to administrators alone, ten requests a minute.
 *
 * Easy to get wrong: an export leaves out the last minute, and one page may repeat what another had. Desks tell by ids, so neither
 * does harm. Of a ticket that is older than the export's start, only the later part of its history comes.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host, Payload } from "./host.js";
import { Pace } from "./pace.js";
import { type HostRequest, pathOf, payloadOf, recordOf, responseOf } from "./request.js";
import { asFarAsAllowed, shareOf, stepOf } from "./windows.js";

/** The client of the Apps Framework, as far as fetching goes. */
export interface ZendeskClient {
  request(options: {
    readonly url: string;
    readonly type: "GET";
    readonly dataType: "json";
    readonly httpCompleteResponse: true;
    readonly autoRetry: false;
  }): Promise<unknown>;
}

/** How Zendesk is read. `fields` may name custom ones, such as `"custom_fields.360001"`. */
export interface ZendeskOptions extends AdapterOptions {
  /** The most exports in any minute (default 10; 30 with the High Volume API add-on). */
  readonly exportsPerMinute?: number | undefined;
}

/** What is exported, one after another: histories first, for a ticket without its own looks as if nothing had happened. */
const EXPORTS = ["ticket_events", "ticket_metric_events", "tickets"] as const;

/** Where each export goes on: the address of its next page. */
type Position = Readonly<Record<(typeof EXPORTS)[number], string>>;

const GROUPS = "/api/v2/groups.json?page[size]=100";
/** The most requests a minute that Zendesk answers for exports. */
const EXPORTS_PER_MINUTE = 10;
/** The least age of an export's start, with a margin. */
const NEWEST = 65_000;
/** The most pages of audits that are read of one ticket, a hundred audits each. */
const MOST_PAGES = 50;
/** So many people or organizations are asked for at a time: as many as Zendesk tells at once. */
const AT_ONCE = 100;

/** The tickets of a Zendesk account and their histories. */
export function zendesk({ request, fields, perMinute, exportsPerMinute }: ZendeskOptions): Adapter {
  const exports = new Pace({ most: exportsPerMinute ?? EXPORTS_PER_MINUTE });

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const path = `/api/v2/tickets/${encodeURIComponent(ticket)}`;
    const told = await host.json({ path: `${path}.json?include=users,groups,metric_events` });
    yield stepOf(told);
    yield { payload: metricEvents(told) };
    let next: string | undefined = `${path}/audits.json?page[size]=100`;
    for (let page = 0; next !== undefined && page < MOST_PAGES; page += 1) {
      const audits = await host.json({ path: next });
      yield stepOf(audits);
      next = nextAudits(audits);
    }
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    // Levels go by the names of groups, so that figures on the way would be wrong without these.
    if (before === undefined) yield stepOf(await host.json({ path: GROUPS }));
    const started = host.now();
    let position: Position = { ...startAt(since, started), ...knownOf(before) };
    for (const [place, list] of EXPORTS.entries()) {
      for (let ended = false; !ended; ) {
        const page = await host.json({ path: position[list], pace: exports });
        const next: string = nextPage(page) ?? position[list];
        // More events in one second than fit on a page lead back to the same page.
        ended = next === position[list] || recordOf(page.value).end_of_stream !== false;
        position = { ...position, [list]: next };
        const share = ended ? 1 : shareOf(reached(page) ?? since, since, started);
        yield { ...stepOf(page), position, share: (place + share) / EXPORTS.length };
      }
    }
  }

  async function* unknown(host: Host, { users, groups, accounts }: Missing): AsyncGenerator<Step> {
    if (host.asked.fresh("groups", groups).length > 0) yield stepOf(await host.json({ path: GROUPS }));
    for (const [list, ids] of [
      ["users", host.asked.fresh("users", users)],
      ["organizations", host.asked.fresh("organizations", accounts)],
    ] as const) {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids
          .slice(at, at + AT_ONCE)
          .map(encodeURIComponent)
          .join(",");
        yield stepOf(await host.json({ path: `/api/v2/${list}/show_many.json?ids=${some}` }));
      }
    }
  }

  return {
    source: "zendesk",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
    explain: (host: Host, missing: Missing) => asFarAsAllowed(unknown(host, missing)),
  };
}

/** Requests by the client of the framework. */
export function zendeskApp(client: ZendeskClient): HostRequest {
  const options = {
    type: "GET",
    dataType: "json",
    httpCompleteResponse: true,
    // The page shows that it waits, so the framework does not do it behind its back.
    autoRetry: false,
  } as const;
  return (url) => client.request({ url, ...options }).then(answerOf, answerOf);
}

/** What the client gives, whether it resolved with it or rejected. */
function answerOf(response: unknown) {
  const { status, responseText, responseJSON, responseHeaders } = recordOf(response);
  if (typeof status !== "number" || status === 0) throw response;
  const text =
    typeof responseText === "string" && responseText !== ""
      ? responseText
      : JSON.stringify(responseJSON ?? null);
  return responseOf(status, responseHeaders, text);
}

function startAt(since: number, now: number): Position {
  const start = Math.max(0, Math.floor(Math.min(since, now - NEWEST) / 1_000));
  return {
    ticket_events: `/api/v2/incremental/ticket_events.json?start_time=${start}&include=comment_events`,
    ticket_metric_events: `/api/v2/incremental/ticket_metric_events.json?start_time=${start}`,
    tickets: `/api/v2/incremental/tickets/cursor.json?start_time=${start}&include=users`,
  };
}

/** The addresses of a position that lead to exports. */
function knownOf(position: unknown): Partial<Position> {
  const known = EXPORTS.flatMap((list) => {
    const path = pathOf(recordOf(position)[list]);
    return path?.startsWith(`/api/v2/incremental/${list}`) ? [[list, path] as const] : [];
  });
  return Object.fromEntries(known) as Partial<Position>;
}

/** The metric events that came with a ticket, as the export gives them. */
function metricEvents({ value }: Payload): Uint8Array {
  const events = Object.values(recordOf(recordOf(recordOf(value).ticket).metric_events)).flat();
  return payloadOf({ ticket_metric_events: events });
}

/** Where an export goes on, by cursor or by time. */
function nextPage({ value }: Payload): string | undefined {
  const { after_url: byCursor, next_page: byTime } = recordOf(value);
  return pathOf(byCursor ?? byTime);
}

/** Until when a page goes, in epoch milliseconds. */
function reached({ value }: Payload): number | undefined {
  const { end_time: end, tickets } = recordOf(value);
  const last = Array.isArray(tickets) ? recordOf(tickets.at(-1)).generated_timestamp : undefined;
  const seconds = end ?? last;
  return typeof seconds === "number" ? 1_000 * seconds : undefined;
}

function nextAudits({ value }: Payload): string | undefined {
  const { meta, links } = recordOf(value);
  return recordOf(meta).has_more === true ? pathOf(recordOf(links).next) : undefined;
}
