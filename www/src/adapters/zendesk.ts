/**
 * Zendesk, through the client that its Apps Framework gives to an app's frame and the session of the agent.
 *
 * ```js
 * import { loadFrom } from "deskgauge/adapters/adapter";
 * import { zendesk } from "deskgauge/adapters/zendesk";
 * await loadFrom(desk, zendesk(ZAFClient.init()), { ticket: 35436 });
 * ```
 *
 * One ticket comes with its audits and metric events, which every agent may read. All tickets come from the incremental
 * exports, which Zendesk gives to administrators alone, ten requests a minute. A second reading of all goes on where the first
 * ended or was stopped.
 *
 * Easy to get wrong: an export leaves out the last minute, and one page may repeat what another had. Desks tell by ids, so neither
 * does harm. Of a ticket that is older than the export's start, only the later part of its history comes.
 */
import type { Adapter, Missing, Wanted } from "./adapter.js";
import {
  type Answer,
  type Ask,
  asFarAsAllowed,
  bytesOf,
  headerOf,
  type Manners,
  type Payload,
  PoliteHost,
  recordOf,
} from "./polite.js";

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

/** How Zendesk is read. */
export interface ZendeskOptions extends Manners {
  /** Fields of tickets to keep as custom dimensions, such as `["custom_fields.360001"]`. */
  readonly fields?: readonly string[];
  /** Told which share of all tickets and their histories is read, from 0 to 1. */
  readonly onShare?: (share: number) => void;
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
export function zendesk(
  client: ZendeskClient,
  { fields, onShare, ...manners }: ZendeskOptions = {},
): Adapter {
  const ask = askedOf(client);
  const host = new PoliteHost(ask, manners);
  const exports = new PoliteHost(ask, { perMinute: EXPORTS_PER_MINUTE, ...manners });
  let position: Position | undefined;
  /** Who was asked for: whoever is not told of then is gone. */
  const asked = new Set<string>();

  async function* one(ticket: string, signal: AbortSignal | undefined) {
    const path = `/api/v2/tickets/${ticket}`;
    const told = await host.json(`${path}.json?include=users,groups,metric_events`, signal);
    yield bytesOf(told);
    yield metricEvents(told);
    let next: string | undefined = `${path}/audits.json?page[size]=100`;
    for (let page = 0; next !== undefined && page < MOST_PAGES; page += 1) {
      const audits = await host.json(next, signal);
      yield bytesOf(audits);
      next = nextAudits(audits);
    }
  }

  async function* many(since: number, signal: AbortSignal | undefined) {
    const started = Date.now();
    if (position === undefined) {
      // Levels go by the names of groups, so that figures on the way would be wrong without these.
      yield bytesOf(await host.json(GROUPS, signal));
      position = startAt(since);
    }
    for (const [place, list] of EXPORTS.entries()) {
      for (let ended = false; !ended; ) {
        const page = await exports.json(position[list], signal);
        yield bytesOf(page);
        // Only now is the page in the desk.
        const next: string = nextPage(page) ?? position[list];
        // More events in one second than fit on a page lead back to the same page.
        ended = next === position[list] || recordOf(page.value).end_of_stream !== false;
        position = { ...position, [list]: next };
        const share = ended ? 1 : ((reached(page) ?? since) - since) / (started - since);
        onShare?.((place + Math.min(1, Math.max(0, share))) / EXPORTS.length);
      }
    }
  }

  async function* unknown({ users, groups, accounts }: Missing, signal: AbortSignal | undefined) {
    if (groups.length > 0) yield await host.json(GROUPS, signal);
    for (const [list, ids] of [
      ["users", users],
      ["organizations", accounts],
    ] as const) {
      const fresh = ids.filter((id) => !asked.has(`${list} ${id}`));
      for (let at = 0; at < fresh.length; at += AT_ONCE) {
        const some = fresh.slice(at, at + AT_ONCE);
        for (const id of some) asked.add(`${list} ${id}`);
        yield await host.json(`/api/v2/${list}/show_many.json?ids=${some.join(",")}`, signal);
      }
    }
  }

  return {
    source: "zendesk",
    ...(fields && { fields }),
    read: ({ ticket, since, signal }: Wanted) =>
      ticket === undefined ? many(since?.getTime() ?? 0, signal) : one(encodeURIComponent(ticket), signal),

    explain: (missing: Missing, { signal }) => asFarAsAllowed(unknown(missing, signal)),
  };
}

/** How a client of the framework is asked: every status is an answer. */
function askedOf(client: ZendeskClient): Ask<string> {
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
function answerOf(response: unknown): Answer {
  const { status, responseText, responseJSON, responseHeaders } = recordOf(response);
  if (typeof status !== "number" || status === 0) throw response;
  const text =
    typeof responseText === "string" && responseText !== ""
      ? responseText
      : JSON.stringify(responseJSON ?? null);
  return { status, text, header: (name) => headerOf(responseHeaders, name) };
}

function startAt(since: number): Position {
  const start = Math.max(0, Math.floor(Math.min(since, Date.now() - NEWEST) / 1_000));
  return {
    ticket_events: `/api/v2/incremental/ticket_events.json?start_time=${start}&include=comment_events`,
    ticket_metric_events: `/api/v2/incremental/ticket_metric_events.json?start_time=${start}`,
    tickets: `/api/v2/incremental/tickets/cursor.json?start_time=${start}&include=users`,
  };
}

/** The metric events that came with a ticket, as the export gives them. */
function metricEvents({ value }: Payload): Uint8Array {
  const events = Object.values(recordOf(recordOf(recordOf(value).ticket).metric_events)).flat();
  return new TextEncoder().encode(JSON.stringify({ ticket_metric_events: events }));
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

/** The client asks the account it stands in, whatever host a link names. */
function pathOf(url: unknown): string | undefined {
  if (typeof url !== "string" || url === "") return undefined;
  const { pathname, search } = new URL(url, "https://zendesk.invalid");
  return `${pathname}${search}`;
}
