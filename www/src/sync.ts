/**
 * `deskgauge/sync`: loads a desk from a helpdesk's own API, and later what changed since.
 *
 * ```js
 * import { sync } from "deskgauge/sync";
 * import { zendesk } from "deskgauge/adapters/zendesk";
 *
 * const request = (path, init) => fetch(new URL(path, "https://acme.zendesk.com"), init);
 * const kept = await history.restore();
 * const desk = kept?.desk ?? (await Desk.open());
 * const { cursor } = await sync(desk, zendesk({ request }), { cursor: kept?.cursor, signal, onProgress });
 * await history.save(desk, { cursor });
 * ```
 *
 * It asks no faster than the helpdesk documents, waits when the helpdesk says so, and asks again where an answer was cut off. What
 * comes twice changes nothing: desks tell events by their ids.
 *
 * Easy to get wrong: a sync that ends early, by its signal or an error, has left in the desk what came until then. Keep the
 * desk together with the cursor that `onProgress` told last, and nothing is read twice or lost.
 */
import type { Adapter, Missing, Step, Wanted } from "./adapters/adapter.js";
import { Asked } from "./adapters/asked.js";
import { type Clock, Host, type Manners, type Wait } from "./adapters/host.js";
import type { Desk } from "./desk.js";
import { DeskError, found } from "./error.js";
import type { SourceName } from "./source.js";

export type { Adapter, AdapterOptions, Missing, Step, Wanted } from "./adapters/adapter.js";
export type { Call, Clock, Host, Payload, Wait } from "./adapters/host.js";
export { Pace, type PaceOptions } from "./adapters/pace.js";
export { type HostInit, type HostRequest, type HostResponse, ownSession } from "./adapters/request.js";

/** How far fetching is: plain JSON, of use to the same adapter only. */
export interface SyncCursor {
  /** Of the shape of cursors. */
  readonly version: 1;
  readonly source: SourceName;
  /** Since when tickets were asked for, in epoch milliseconds. */
  readonly since: number;
  /** Whatever the adapter goes by. */
  readonly position: unknown;
}

/** What is loaded, and how. */
export interface SyncOptions extends Pick<Manners, "signal" | "timeout" | "retries"> {
  /** Only this ticket, with its history; the cursor stays as it is. */
  readonly ticket?: string | number | undefined;
  /** Only tickets that changed since then (default: all the helpdesk tells of). One earlier than the cursor's begins anew. */
  readonly since?: Date | undefined;
  /** Where an earlier sync ended or was stopped; null or undefined to begin. */
  readonly cursor?: unknown;
  /** Called after each answer, and whenever there is a wait. */
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
  /** Tells the time and waits (default: the platform's), for tests. */
  readonly clock?: Clock | undefined;
}

/** What was loaded. */
export interface Synced {
  /** Answers loaded. */
  readonly answers: number;
  /** Tickets the desk did not have before. */
  readonly tickets: number;
  /** Where the next sync goes on; undefined only where a single ticket was asked for without one. */
  readonly cursor: SyncCursor | undefined;
}

/** How far a sync is. */
export interface SyncProgress extends Synced {
  /** Which share of all is read, from 0 to 1; undefined as long as that is not known. */
  readonly share: number | undefined;
  /** Set while it waits. */
  readonly waiting: Wait | undefined;
}

const VERSION = 1;
/** What was asked for to explain a desk's tickets, as long as every sync of it came to its end. */
const ASKED = new WeakMap<object, WeakMap<Adapter, Asked>>();
/** So often it is asked what answers left unexplained. */
const MOST_ROUNDS = 100;

/**
 * Loads a desk from a helpdesk, answer by answer: everything, what changed since the cursor, or one ticket.
 *
 * @throws DeskError those of the helpdesk (`signed-out`, `forbidden`, `not-found`, `host-busy`, `host-refused`, `host-failed`,
 *   `host-cut`, `host-timeout`, `host-unreachable`, `host-repeats`, `quota-used`, `not-json`), `bad-cursor` for a cursor of
 *   another helpdesk or a later version, and those of {@link Desk.load}; the signal's reason
 */
export async function sync(
  desk: Pick<Desk, "load">,
  adapter: Adapter,
  { ticket, since, cursor: given, onProgress, ...manners }: SyncOptions = {},
): Promise<Synced> {
  const { source, fields } = adapter;
  const before = cursorOf(given, source);
  const begins = since?.getTime() ?? before?.since ?? 0;
  if (Number.isNaN(begins)) {
    throw new DeskError("bad-instant", "expected a date; found an invalid one", { path: "since" });
  }
  const goesOn = before !== undefined && begins >= before.since;
  const wanted: Wanted = {
    ...(ticket !== undefined && { ticket: String(ticket) }),
    ...(goesOn && { position: before.position }),
    since: goesOn ? before.since : begins,
  };
  let progress: SyncProgress = {
    answers: 0,
    tickets: 0,
    cursor: goesOn || ticket !== undefined ? before : undefined,
    share: undefined,
    waiting: undefined,
  };
  let missing: Missing | undefined;

  const tell = (more: Partial<SyncProgress>) => {
    progress = { ...progress, waiting: undefined, ...more };
    onProgress?.(progress);
  };
  const take = async ({ payload, position, share }: Step) => {
    const { signal } = manners;
    let { answers, tickets, cursor } = progress;
    if (payload !== undefined) {
      const options = { source, ...(fields && { fields }), ...(signal && { signal }) };
      const loaded = await desk.load(payload, options);
      missing = loaded.source?.missing ?? missing;
      [answers, tickets] = [answers + 1, tickets + loaded.newTickets];
    }
    if (position !== undefined && ticket === undefined)
      cursor = { version: VERSION, source, since: wanted.since, position };
    tell({ answers, tickets, cursor, ...(share !== undefined && { share }) });
  };

  const known = ASKED.get(desk) ?? new WeakMap<Adapter, Asked>();
  ASKED.set(desk, known);
  const asked = known.get(adapter) ?? new Asked();
  // After a sync that does not come to its end it is not known what of it came.
  known.delete(adapter);
  const host = new Host(
    adapter.request,
    adapter.pace,
    { ...manners, onWait: (waiting) => tell({ waiting }) },
    asked,
  );
  for await (const step of adapter.read(host, wanted)) await take(step);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (missing === undefined || adapter.explain === undefined) break;
    let told = false;
    for await (const step of adapter.explain(host, missing)) {
      await take(step);
      told = true;
    }
    if (!told) break;
  }
  known.set(adapter, asked);
  const { answers, tickets, cursor } = progress;
  return { answers, tickets, cursor };
}

/** The cursor that was given, where it can be gone on from. */
function cursorOf(given: unknown, source: SourceName): SyncCursor | undefined {
  if (given === undefined || given === null) return undefined;
  const bad = (message: string) => new DeskError("bad-cursor", message, { path: "cursor" });
  if (typeof given !== "object") throw bad(`expected the cursor of an earlier sync; found ${found(given)}`);
  const { version, source: of, since, position } = given as Partial<Record<keyof SyncCursor, unknown>>;
  if (version !== VERSION)
    throw bad(`expected a cursor of version ${VERSION}; found one of version ${found(version)}`);
  if (of !== source) throw bad(`expected a cursor of ${source}; found one of ${found(of)}`);
  if (typeof since !== "number" || !Number.isFinite(since))
    throw bad(`expected an instant as the cursor's since; found ${found(since)}`);
  return { version, source, since, position };
}
