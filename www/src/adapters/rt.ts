/**
 * Request Tracker 5, by its REST API (`/REST/2.0`) and the session of the page's user.
 *
 * Easy to get wrong: RT tells only SuperUsers how many rows there are, and leaves out of a page what one may not see. A page
 * that is not full is therefore not the last: the first empty one is.
 */
import { isDeskError } from "../error.js";
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, ownSession, recordOf, recordsOf } from "./request.js";
import { OVERLAP, reachedOf, stepOf } from "./windows.js";

/** Where RT is, and how it is asked: in the session of the page's user where no `request` is given. */
export interface RtOptions extends Partial<AdapterOptions> {
  /** RT's `WebPath`, such as `/rt` (default none). */
  readonly webPath?: string;
}

/** What RT tells of a ticket where it is asked for it. */
const TICKET =
  "Subject,Status,Created,Started,Starts,Due,Resolved,Told,LastUpdated,Priority,SLA,Owner,Queue,Requestor";
const TRANSACTION = "Type,Field,OldValue,NewValue,Created,Creator,ObjectId,TimeTaken";
/** Rows that tell of mails, and of watchers beside the owner: a third of all, and no event. */
const NOISE = ["EmailRecord", "CommentEmailRecord", "SetWatcher", "AddWatcher", "DelWatcher"];
/** The most that RT gives at once. */
const PER_PAGE = 100;
/** So many people are asked for at a time. */
const PEOPLE = 4;
const DAY = 86_400_000;

/** RT's priorities, numbers from 0 to 100, the most urgent first: for `desk.configure({ priorities })`. */
export const rtPriorities: readonly string[] = Array.from({ length: 101 }, (_, at) => String(100 - at));

/** The tickets of an RT and their histories. */
export function rt({ webPath = "", request = ownSession, fields, perMinute }: RtOptions = {}): Adapter {
  const api = `${webPath}/REST/2.0`;

  async function* pages(host: Host, path: string, query: Record<string, string>) {
    for (let page = 1; ; page += 1) {
      const search = new URLSearchParams({ ...query, per_page: String(PER_PAGE), page: String(page) });
      const payload = await host.json({ path: `${api}${path}?${search}` });
      const { count, pages: last } = recordOf(payload.value);
      if (count !== 0) yield payload;
      if (count === 0 || (typeof last === "number" && page >= last)) return;
    }
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const path = `/ticket/${encodeURIComponent(ticket)}`;
    yield stepOf(await host.json({ path: `${api}${path}` }));
    for await (const page of pages(host, `${path}/history`, { fields: TRANSACTION })) yield stepOf(page);
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    const from = Math.max(since, (reachedOf(before, "changed") ?? since) - OVERLAP);
    // What changed while this was read may not have been seen.
    let [changed, began] = [from, undefined as number | undefined];
    // RT reads days in the user's zone; a day earlier is early enough in all of them.
    const day = from > 0 ? new Date(from - DAY).toISOString().slice(0, 10) : undefined;
    const query = day === undefined ? "id > 0" : `LastUpdated > '${day}'`;
    const tickets = { query, orderby: "id", fields: TICKET, "fields[Queue]": "Name" };
    for await (const page of pages(host, "/tickets", tickets)) {
      const times = recordsOf(recordOf(page.value).items).map((item) => instantOf(item.LastUpdated) ?? 0);
      changed = Math.max(changed, ...times);
      began ??= host.told();
      yield stepOf(page);
    }
    const types = NOISE.map((type) => `Type != '${type}'`);
    const rows = ["ObjectType = 'RT::Ticket'", ...types, ...(day ? [`TicketLastUpdated > '${day}'`] : [])];
    const transactions = { query: rows.join(" AND "), orderby: "id", fields: TRANSACTION };
    for await (const page of pages(host, "/transactions", transactions)) yield stepOf(page);
    yield { position: { changed: Math.min(changed, began ?? changed) }, share: 1 };
  }

  /** Who a user is; nothing where RT does not say, for then the id has to do. */
  async function person(host: Host, user: string): Promise<Step | undefined> {
    try {
      return stepOf(await host.json({ path: `${api}/user/${encodeURIComponent(user)}` }));
    } catch (error) {
      if (isDeskError(error) && (error.code === "not-found" || error.code === "forbidden")) return undefined;
      throw error;
    }
  }

  return {
    source: "rt",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),

    async *explain(host: Host, { users, groups }: Missing) {
      const queues = host.asked.fresh("queue", groups);
      const people = host.asked.fresh("user", users);
      if (queues.length > 0)
        for await (const page of pages(host, "/queues/all", { fields: "Name" })) yield stepOf(page);
      for (let at = 0; at < people.length; at += PEOPLE) {
        const some = people.slice(at, at + PEOPLE);
        const told = await Promise.all(some.map((user) => person(host, user)));
        yield* told.filter((step) => step !== undefined);
      }
    },
  };
}
