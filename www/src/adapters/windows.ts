/**
 * Lists of what changed, the oldest change first, read window by window: each request begins with the last change of the answer
 * before.
 *
 * Easy to get wrong: tickets change while one reads. On a second page by number, everything may have moved up by one, and a ticket
 * is missed. A window that begins with the last change sees the boundary twice instead, which does no harm.
 */
import { DeskError, isDeskError } from "../error.js";
import type { Loading } from "./adapter.js";
import type { Host, Payload } from "./host.js";

/**
 * A change may be seen later than it is dated: a transaction ends late, a replica or an index lags behind. The next reading begins
 * so many milliseconds before the last change that this one saw.
 */
export const OVERLAP = 300_000;

/** A part of a list. */
export interface Part<Next> {
  /** Ids with their version, by which a part that brings nothing new is known. */
  readonly ids: readonly string[];
  /** When the last of it changed, in epoch milliseconds; undefined where it is empty. */
  readonly newest: number | undefined;
  /** Where the window goes on; undefined where it ends. */
  readonly next: Next | undefined;
}

/** So often pages of changes of one instant are read again until they bring nothing new. */
const MOST_PASSES = 5;
/** So many pages in a row that bring nothing new are no list; of empty ones there may be more, for all of one may not be seen. */
const MOST_REPEATS = 5;
const MOST_EMPTY = 1_000;

/**
 * All parts of a list from an instant on. `ask` gives the part of a window, the first where `next` is undefined. `reached` is where
 * the next reading has to begin, less the overlap: no later than this one began, for what was dated then may not have been seen.
 * Where the helpdesk tells instants of a window only to a `grain` of milliseconds, windows begin with one.
 */
export async function* windows<Next, Asked extends Part<Next>>(
  host: Host,
  from: number,
  ask: (from: number, next: Next | undefined) => Promise<Asked>,
  grain = 1,
): AsyncGenerator<Asked & { readonly reached: number }> {
  let [reached, began] = [from, Number.POSITIVE_INFINITY];
  for await (const part of parts(from, ask, grain)) {
    if (began === Number.POSITIVE_INFINITY) began = host.told() ?? began;
    reached = Math.max(reached, Math.min(part.newest ?? 0, began));
    yield { ...part, reached };
  }
}

async function* parts<Next, Asked extends Part<Next>>(
  from: number,
  ask: (from: number, next: Next | undefined) => Promise<Asked>,
  grain: number,
): AsyncGenerator<Asked> {
  const beginning = ({ newest }: Asked, start: number) => {
    const begins = newest === undefined ? start : newest - (newest % grain);
    return begins > start ? begins : undefined;
  };
  for (let start = from; ; ) {
    const part = await ask(start, undefined);
    yield part;
    if (part.next === undefined) return;
    // There may be more changes of one instant than fit on a page.
    const reached: number | undefined =
      beginning(part, start) ?? (yield* sameInstant(start, part, ask, beginning));
    if (reached === undefined) return;
    start = reached;
  }
}

/** The pages of a window up to one that leads on; when that is, undefined where the list ends. */
async function* sameInstant<Next, Asked extends Part<Next>>(
  start: number,
  first: Asked,
  ask: (from: number, next: Next | undefined) => Promise<Asked>,
  beginning: (part: Asked, start: number) => number | undefined,
): AsyncGenerator<Asked, number | undefined> {
  const seen = new Set(first.ids);
  let reached: number | undefined;
  for (let [pass, fresh] = [0, true]; fresh && pass < MOST_PASSES; pass += 1) {
    let part = pass === 0 ? first : await ask(start, undefined);
    fresh = false;
    for (let [repeats, empty] = [0, 0]; ; ) {
      if (part !== first) {
        const news = part.ids.filter((id) => !seen.has(id));
        for (const id of news) seen.add(id);
        if (part.ids.length === 0) empty += 1;
        else [repeats, empty] = [news.length > 0 ? 0 : repeats + 1, 0];
        fresh ||= news.length > 0;
        if (news.length > 0) yield part;
      }
      reached = beginning(part, start);
      if (part.next === undefined || reached !== undefined) break;
      if (pass === 0 && (repeats > MOST_REPEATS || empty > MOST_EMPTY))
        throw new DeskError("host-repeats", "the helpdesk gives the same page again and again");
      part = await ask(start, part.next);
    }
  }
  return reached;
}

/** Which share of the time from `since` to `now` is read, from 0 to 1. */
export function shareOf(reached: number, since: number, now: number): number {
  return Math.min(1, Math.max(0, (reached - since) / Math.max(1, now - since)));
}

/** The number of a property of a position, which may be of any shape. */
export function reachedOf(position: unknown, name: string): number | undefined {
  const value = (position as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/**
 * What may be read of something that is good to have; nothing where the helpdesk does not let one see it or lost it. Some refuse
 * what they do not have, in words that `refused` knows, which counts as the first answer only: later a list has broken off.
 */
export async function* asFarAsAllowed<Value>(
  values: AsyncIterable<Value>,
  { refused }: { readonly refused?: RegExp } = {},
): AsyncGenerator<Value> {
  let hasBegun = false;
  try {
    for await (const value of values) {
      yield value;
      hasBegun = true;
    }
  } catch (error) {
    if (!isDeskError(error)) throw error;
    const isMissing = error.code === "host-refused" && !hasBegun && refused?.test(error.message) === true;
    if (!isMissing && error.code !== "forbidden" && error.code !== "not-found") throw error;
  }
}

/** An answer as it is. */
export function stepOf({ bytes }: Payload): Loading {
  return { payload: bytes };
}
