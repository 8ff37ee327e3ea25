/**
 * Request Tracker 5, by its REST API (`/REST/2.0`) and the session of the page's user.
 *
 * Easy to get wrong: RT tells only SuperUsers how many rows there are, and leaves out of a page what one may not see. A page
 * that is not full is therefore not the last: the first empty one is.
 */
import { isDeskError } from "../error.js";
import type { Adapter, Missing, Wanted } from "./adapter.js";
import { type Asking, askHost, parsed } from "./host.js";

/** Where RT is, and how it is asked. */
export interface RtOptions extends Pick<Asking, "timeout"> {
  /** RT's `WebPath`, such as `/rt` (default none). */
  readonly webPath?: string;
  /** Fields of tickets to keep as custom dimensions, such as `["Due"]`. */
  readonly fields?: readonly string[];
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

/** RT's priorities, numbers from 0 to 100, the most urgent first: for `desk.configure({ priorities })`. */
export const rtPriorities: readonly string[] = Array.from({ length: 101 }, (_, at) => String(100 - at));

interface Page {
  readonly count: number;
  readonly page: number;
  readonly pages?: number | null;
}

/** The tickets of an RT and their histories. */
export function rt({ webPath = "", fields, timeout }: RtOptions = {}): Adapter {
  const api = `${webPath}/REST/2.0`;

  async function* pages(path: string, query: Record<string, string>, signal: AbortSignal | undefined) {
    for (let page = 1; ; page += 1) {
      const search = new URLSearchParams({ ...query, per_page: String(PER_PAGE), page: String(page) });
      const bytes = await askHost(`${api}${path}?${search}`, { signal, timeout });
      const { count, pages: last } = parsed<Page>(bytes);
      if (count > 0) yield bytes;
      if (count === 0 || (typeof last === "number" && page >= last)) return;
    }
  }

  async function* one(ticket: string, signal: AbortSignal | undefined) {
    yield await askHost(`${api}/ticket/${ticket}`, { signal, timeout });
    yield* pages(`/ticket/${ticket}/history`, { fields: TRANSACTION }, signal);
  }

  async function* many(since: Date | undefined, signal: AbortSignal | undefined) {
    // RT reads days in the user's zone; a day earlier is early enough in all of them.
    const day = since && new Date(since.getTime() - 86_400_000).toISOString().slice(0, 10);
    const query = day === undefined ? "id > 0" : `LastUpdated > '${day}'`;
    yield* pages("/tickets", { query, orderby: "id", fields: TICKET, "fields[Queue]": "Name" }, signal);
    const types = NOISE.map((type) => `Type != '${type}'`);
    const rows = ["ObjectType = 'RT::Ticket'", ...types, ...(day ? [`TicketLastUpdated > '${day}'`] : [])];
    yield* pages("/transactions", { query: rows.join(" AND "), orderby: "id", fields: TRANSACTION }, signal);
  }

  /** Who a user is; nothing where RT does not say, for then the id has to do. */
  async function person(user: string, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    try {
      return await askHost(`${api}/user/${encodeURIComponent(user)}`, { signal, timeout });
    } catch (error) {
      if (isDeskError(error) && (error.code === "not-found" || error.code === "forbidden")) return undefined;
      throw error;
    }
  }

  return {
    source: "rt",
    ...(fields && { fields }),
    read: ({ ticket, since, signal }: Wanted) =>
      ticket === undefined ? many(since, signal) : one(encodeURIComponent(ticket), signal),

    async *explain({ users, groups }: Missing, { signal }) {
      if (groups.length > 0) yield* pages("/queues/all", { fields: "Name" }, signal);
      for (let at = 0; at < users.length; at += PEOPLE) {
        const some = users.slice(at, at + PEOPLE);
        const told = await Promise.all(some.map((user) => person(user, signal)));
        yield* told.filter((bytes) => bytes !== undefined);
      }
    },
  };
}
