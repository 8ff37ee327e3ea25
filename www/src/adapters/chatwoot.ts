/**
 * Chatwoot: conversations, the last active first, each with its messages and reporting events; and answers to surveys.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { chatwoot } from "deskgauge/adapters/chatwoot";
 * await sync(desk, chatwoot({ request, account: 1 }));
 * ```
 *
 * Easy to get wrong: the list has twenty-five conversations a page and moves while one reads, since whatever gets a message goes
 * to its top. Nothing moves up unread but by that, so that the list is read again from its top until nothing new stands there.
 */
import type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, joined, numberOf, payloadOf, recordOf, recordsOf } from "./request.js";
import { asFarAsAllowed, OVERLAP, reachedOf, shareOf, stepOf } from "./windows.js";

/** Which account is read. */
export interface ChatwootOptions extends AdapterOptions {
  /** Its number. */
  readonly account: number | string;
}

/** So often the list is read again from its top. */
const MOST_PASSES = 20;

/** How far a reading is. */
interface Position {
  /** What was active before then is read. */
  readonly active: number;
  readonly rated: number;
  /** The pass under way: what is active before `top` is to be read down from this page on. */
  readonly pass?: { readonly top: number; readonly page: number };
}

/** The conversations of an account. */
export function chatwoot({ request, fields, perMinute, account }: ChatwootOptions): Adapter {
  const path = `/api/v1/accounts/${encodeURIComponent(account)}`;

  /** The messages and reporting events of a conversation. */
  async function* history(host: Host, id: number): AsyncGenerator<Uint8Array> {
    const conversation = `${path}/conversations/${id}`;
    for (let before: number | undefined, more = true; more; ) {
      const query = before === undefined ? "" : `?before=${before}`;
      const page = await host.json({ path: `${conversation}/messages${query}` });
      const numbers = recordsOf(recordOf(page.value).payload).map((message) => numberOf(message.id) ?? 0);
      const first = Math.min(...numbers);
      more = numbers.length > 0 && first !== before;
      before = first;
      if (more) yield page.bytes;
    }
    yield* asFarAsAllowed(events(host, id));
  }

  async function* events(host: Host, id: number): AsyncGenerator<Uint8Array> {
    const { value } = await host.json({ path: `${path}/conversations/${id}/reporting_events` });
    const listed = Array.isArray(value) ? value : recordOf(value).payload;
    yield payloadOf({ conversation_id: id, reporting_events: recordsOf(listed) });
  }

  async function* one(host: Host, ticket: string): AsyncGenerator<Step> {
    const id = Number(ticket);
    const conversation = await host.json({ path: `${path}/conversations/${id}` });
    yield stepOf(conversation);
    for await (const payload of history(host, id)) yield { payload };
  }

  async function* many(host: Host, since: number, before: unknown): AsyncGenerator<Step> {
    let position: Position = {
      active: reachedOf(before, "active") ?? since,
      rated: reachedOf(before, "rated") ?? since,
    };
    const begun = recordOf(recordOf(before).pass);
    let [top, page] = [numberOf(begun.top), numberOf(begun.page) ?? 1];
    for (let [pass, fresh] = [0, true]; fresh && pass < MOST_PASSES; pass += 1) {
      const floor = Math.max(since, position.active - OVERLAP);
      for (let ended = false; !ended; page += 1) {
        const query = `status=all&assignee_type=all&sort_by=last_activity_at_desc&page=${page}`;
        const listed = await host.json({ path: `${path}/conversations?${query}` });
        const conversations = recordsOf(recordOf(recordOf(listed.value).data).payload);
        const times = conversations.map(activeAt);
        top ??= Math.max(position.active, ...times);
        const wanted = conversations.filter((conversation) => activeAt(conversation) >= floor);
        const told = [listed.bytes];
        for (const { id } of wanted)
          for await (const bytes of asFarAsAllowed(history(host, Number(id)))) told.push(bytes);
        ended = wanted.length === 0 || wanted.length < conversations.length;
        position = { ...position, pass: { top, page } };
        // What was read stands at the top, so that the share is of what is below.
        const share = times.length > 0 ? 1 - shareOf(Math.min(...times), floor, top) : 1;
        yield { ...(wanted.length > 0 && { payload: joined(told) }), position, share };
      }
      const { active, rated } = position;
      fresh = top !== undefined && top > active && top > since;
      position = { active: top ?? active, rated };
      [top, page] = [undefined, 1];
      yield { position };
    }
    yield* ratings(host, since, position);
  }

  /** Answers to surveys, the newest first. */
  async function* ratings(host: Host, since: number, before: Position): AsyncGenerator<Step> {
    const floor = Math.max(since, before.rated - OVERLAP);
    let rated = before.rated;
    for (let [page, ended] = [1, false]; !ended; page += 1) {
      ended = true;
      for await (const found of asFarAsAllowed(surveys(host, page))) {
        const times = recordsOf(found.value).map(({ created_at }) => timeOf(created_at));
        rated = Math.max(rated, ...times);
        ended = times.length === 0 || Math.min(...times) < floor;
        if (times.length > 0) yield stepOf(found);
      }
    }
    yield { position: { ...before, rated }, share: 1 };
  }

  async function* surveys(host: Host, page: number) {
    yield await host.json({ path: `${path}/csat_survey_responses?sort=-created_at&page=${page}` });
  }

  async function* unknown(host: Host, { users, groups }: Missing): AsyncGenerator<Step> {
    for (const [list, ids] of [
      ["teams", groups],
      ["agents", users],
    ] as const) {
      if (host.asked.fresh(list, ids).length === 0) continue;
      yield stepOf(await host.json({ path: `${path}/${list}` }));
    }
  }

  return {
    source: "chatwoot",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),
    read: (host: Host, { ticket, since, position }: Wanted) =>
      ticket === undefined ? many(host, since, position) : one(host, ticket),
    explain: (host: Host, missing: Missing) => asFarAsAllowed(unknown(host, missing)),
  };
}

function activeAt({ last_activity_at }: Readonly<Record<string, unknown>>): number {
  return timeOf(last_activity_at);
}

/** Chatwoot has epochs in seconds in some answers and dates in others. */
function timeOf(value: unknown): number {
  return instantOf(value) ?? 1_000 * (numberOf(value) ?? 0);
}
