/**
 * HubSpot: tickets in the order of their last change, with the history of their properties and what belongs to them; and the threads
 * of the conversations inbox with their messages.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { hubspot } from "deskgauge/adapters/hubspot";
 * await sync(desk, hubspot({ request }), { since: new Date("2026-01-01") });
 * ```
 *
 * Easy to get wrong: a search finds ten thousand tickets at most and gives no history. It is therefore asked anew from the last
 * change on, and only for ids; the tickets are read fifty at a time.
 */
import { DeskError } from "../error.js";
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, payloadOf, recordOf, recordsOf, textOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf, windows } from "./windows.js";

/** Requests in ten seconds of a private app of the smallest plan. */
const MOST = 100;
const WITHIN = 10_000;
/** Searches a second, of the five that an account may make. */
const SEARCHES = 4;
const FOUND = 200;
/** As many as are read at once with their history. */
const AT_ONCE = 50;
const THREADS = 100;
const FOLLOWED = ["hs_pipeline_stage", "hubspot_owner_id", "hubspot_team_id", "hs_ticket_priority"];
const PROPERTIES = [
  ...FOLLOWED,
  "createdate",
  "hs_lastmodifieddate",
  "source_type",
  "hs_ticket_category",
  "closed_date",
  "first_agent_reply_date",
];
/** What belongs to tickets, and what is asked of it where it is an object of its own. */
const EMAIL = ["hs_timestamp", "hs_createdate", "hs_email_direction", "hs_email_status", "hubspot_owner_id"];
const NOTE = ["hs_timestamp", "hs_createdate", "hs_note_body", "hubspot_owner_id"];
const SURVEY = ["hs_survey_type", "hs_response_group", "hs_value", "hs_submission_timestamp"];
const ASSOCIATED = [
  ["contacts", undefined],
  ["companies", undefined],
  ["emails", EMAIL],
  ["notes", NOTE],
  ["feedback_submissions", SURVEY],
] as const;
/** Of an association or object for which the scope is missing. */
const LEFT_OUT = { refused: /./ };

const CRM = "/crm/v3/objects";
const INBOX = "/conversations/v3/conversations";

type Ticket = Readonly<Record<string, unknown>>;

/** A ticket whose links are asked for, and where they go on. */
interface Link {
  readonly id: string;
  readonly after?: string;
}

/** The tickets of a portal. */
export function hubspot({ request, fields = [], perMinute }: AdapterOptions): Adapter {
  const searches = new Pace({ most: SEARCHES, within: 1_000 });

  async function* read(host: Host, object: string, ids: readonly string[], properties: readonly string[]) {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const inputs = ids.slice(at, at + AT_ONCE).map((id) => ({ id }));
      yield await host.json({ path: `${CRM}/${object}/batch/read`, body: { inputs, properties } });
    }
  }

  /** Tickets with their histories and everything that belongs to them. */
  async function whole(host: Host, ids: readonly string[]): Promise<Uint8Array[]> {
    const told: Uint8Array[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const inputs = ids.slice(at, at + AT_ONCE).map((id) => ({ id }));
      const properties = [...new Set([...PROPERTIES, ...fields])];
      const body = { inputs, properties, propertiesWithHistory: FOLLOWED };
      const { value } = await host.json({ path: `${CRM}/tickets/batch/read`, body });
      const associations = new Map<string, Record<string, { results: readonly object[] } | undefined>>();
      for (const [object, wanted] of ASSOCIATED) {
        const linked = new Set<string>();
        for await (const page of asFarAsAllowed(links(host, object, inputs), LEFT_OUT)) {
          for (const { from, to } of page) {
            const ids = recordsOf(to).map(({ toObjectId }) => ({ id: String(toObjectId) }));
            for (const { id } of ids) linked.add(id);
            const ticket = String(recordOf(from).id);
            const known = associations.get(ticket);
            const results = [...(known?.[object]?.results ?? []), ...ids];
            associations.set(ticket, { ...known, [object]: { results } });
          }
        }
        if (wanted === undefined) continue;
        for await (const { bytes } of asFarAsAllowed(read(host, object, [...linked], wanted), LEFT_OUT))
          told.push(bytes);
      }
      const results = recordsOf(recordOf(value).results).map((ticket: Ticket) => ({
        ...ticket,
        associations: associations.get(String(ticket.id)) ?? {},
      }));
      told.push(payloadOf({ results }));
    }
    return told;
  }

  /** What is linked with tickets, of which some may have more than an answer holds. */
  async function* links(host: Host, object: string, tickets: readonly Link[]) {
    for (let inputs: readonly Link[] = tickets; inputs.length > 0; ) {
      const { value } = await host.json({
        path: `/crm/v4/associations/tickets/${object}/batch/read`,
        body: { inputs },
      });
      const linked = recordsOf(recordOf(value).results);
      yield linked;
      const before = new Map(inputs.map((input) => [input.id, input.after]));
      inputs = linked.flatMap((one) => {
        const [id, next] = [String(recordOf(one.from).id), after(one)];
        if (next !== undefined && before.get(id) === next)
          throw new DeskError("host-repeats", "the helpdesk gives the same page again and again");
        return next === undefined ? [] : [{ id, after: next }];
      });
    }
  }

  async function found(host: Host, from: number, next: string | undefined) {
    const filters = [
      { propertyName: "hs_lastmodifieddate", operator: "GTE", value: String(Math.max(0, from)) },
    ];
    const { value } = await host.json({
      path: `${CRM}/tickets/search`,
      pace: searches,
      body: {
        filterGroups: [{ filters }],
        sorts: [{ propertyName: "hs_lastmodifieddate", direction: "ASCENDING" }],
        properties: ["hs_lastmodifieddate"],
        limit: FOUND,
        ...(next !== undefined && { after: next }),
      },
    });
    const tickets = recordsOf(recordOf(value).results);
    const times = tickets.map(({ properties, updatedAt }) => {
      return instantOf(recordOf(properties).hs_lastmodifieddate) ?? instantOf(updatedAt) ?? 0;
    });
    return {
      tickets: tickets.map(({ id }) => String(id)),
      ids: tickets.map(({ id }, at) => `${id} ${times[at]}`),
      newest: times.length > 0 ? Math.max(...times) : undefined,
      next: after(value),
    };
  }

  async function threads(host: Host, from: number, next: string | undefined) {
    const query = new URLSearchParams({
      sort: "latestMessageTimestamp",
      latestMessageTimestampAfter: new Date(Math.max(0, from - 1)).toISOString(),
      association: "TICKET",
      limit: String(THREADS),
      ...(next !== undefined && { after: next }),
    });
    const page = await host.json({ path: `${INBOX}/threads?${query}` });
    const rows = recordsOf(recordOf(page.value).results);
    const times = rows.map(({ latestMessageTimestamp }) => instantOf(latestMessageTimestamp) ?? 0);
    return {
      page,
      threads: rows.map(({ id }) => String(id)),
      ids: rows.map(({ id }, at) => `${id} ${times[at]}`),
      newest: times.length > 0 ? Math.max(...times) : undefined,
      next: after(page.value),
    };
  }

  async function* messages(host: Host, thread: string) {
    for (let next: string | undefined, more = true; more; more = next !== undefined) {
      const query = new URLSearchParams({
        limit: String(THREADS),
        ...(next !== undefined && { after: next }),
      });
      const path = `${INBOX}/threads/${encodeURIComponent(thread)}/messages?${query}`;
      const page = await host.json({ path });
      yield page;
      next = after(page.value);
    }
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    // Stages are ids until their pipelines have come.
    yield stepOf(await host.json({ path: "/crm/v3/pipelines/tickets" }));
    const fromOf = (list: string) => Math.max(since, (reachedOf(before, list) ?? since) - OVERLAP);
    let position = { tickets: fromOf("tickets"), threads: fromOf("threads") };
    const changed = windows(host, position.tickets, (from, next: string | undefined) =>
      found(host, from, next),
    );
    for await (const { tickets, reached } of changed) {
      const told = await whole(host, tickets);
      position = { ...position, tickets: reached };
      const share = shareOf(position.tickets, since, host.now()) / 2;
      yield { ...(told.length > 0 && { payload: joined(told) }), position, share };
    }
    const talks = windows(host, position.threads, (from, next: string | undefined) =>
      threads(host, from, next),
    );
    for await (const { page, threads, reached } of asFarAsAllowed(talks)) {
      const told = [page.bytes];
      for (const thread of threads)
        for await (const { bytes } of asFarAsAllowed(messages(host, thread))) told.push(bytes);
      position = { ...position, threads: reached };
      const share = (1 + shareOf(position.threads, since, host.now())) / 2;
      yield { payload: joined(told), position, share };
    }
    yield { position, share: 1 };
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    yield stepOf(await host.json({ path: "/crm/v3/pipelines/tickets" }));
    yield { payload: joined(await whole(host, [ticket])) };
    for await (const linked of asFarAsAllowed(links(host, "conversations", [{ id: ticket }]), LEFT_OUT)) {
      const threads = linked.flatMap(({ to }) => recordsOf(to).map(({ toObjectId }) => String(toObjectId)));
      const threadAssociations = { associatedTicketId: ticket };
      const results = threads.map((id) => ({ id, inboxId: null, threadAssociations }));
      yield { payload: payloadOf({ results }) };
      for (const thread of threads)
        for await (const page of asFarAsAllowed(messages(host, thread))) yield stepOf(page);
    }
  }

  async function* listed(host: Host, first: string) {
    for (let next: string | undefined, more = true; more; more = next !== undefined) {
      const going =
        next === undefined ? "" : `${first.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`;
      const page = await host.json({ path: `${first}${going}` });
      yield page;
      next = after(page.value);
    }
  }

  return {
    source: "hubspot",
    ...(fields.length > 0 && { fields }),
    request,
    pace: perMinute === undefined ? new Pace({ most: MOST, within: WITHIN }) : new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),

    async *explain(host: Host, { users, groups, accounts }: Missing) {
      const people = host.asked.fresh("person", users);
      const teams = host.asked.fresh("team", groups);
      const companies = host.asked.fresh("company", accounts);
      const visitors = people.filter((id) => id.startsWith("V-")).map((id) => id.slice(2));
      if (people.length > visitors.length || teams.length > 0)
        for await (const page of asFarAsAllowed(listed(host, "/crm/v3/owners?limit=500"), LEFT_OUT))
          yield stepOf(page);
      if (teams.length > 0)
        for await (const page of asFarAsAllowed(listed(host, "/settings/v3/users/teams"), LEFT_OUT))
          yield stepOf(page);
      for await (const page of asFarAsAllowed(
        read(host, "contacts", visitors, ["firstname", "lastname"]),
        LEFT_OUT,
      ))
        yield stepOf(page);
      for await (const page of asFarAsAllowed(
        read(host, "companies", companies, ["name", "domain"]),
        LEFT_OUT,
      ))
        yield stepOf(page);
    },
  };
}

/** Where a list goes on. */
function after(answer: unknown): string | undefined {
  const next = recordOf(recordOf(recordOf(answer).paging).next).after;
  return textOf(typeof next === "number" ? String(next) : next);
}
