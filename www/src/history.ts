/**
 * `deskgauge/history`: desks kept in this browser, so that a page begins where it left off.
 *
 * ```js
 * import { Desk } from "deskgauge";
 * import { rt } from "deskgauge/adapters/rt";
 * import { openHistory } from "deskgauge/history";
 * import { sync } from "deskgauge/sync";
 *
 * const history = await openHistory("support");
 * await history.alone(async () => {
 *   const kept = await history.restore();
 *   const desk = kept?.desk ?? (await Desk.open());
 *   const { cursor } = await sync(desk, rt(), { cursor: kept?.cursor });
 *   if (history.available) await history.save(desk, { cursor });
 * });
 * ```
 *
 * Tickets and cursor are kept together or not at all, in IndexedDB, as {@link Desk.save} makes them: names are in them as they
 * are, unless `redact` puts marks in their place. Whoever may use this browser profile can read them; call
 * {@link DeskHistory.forget} when somebody signs out.
 *
 * Easy to get wrong: settings are no part of it. Configure a desk that was restored as one that is new.
 */
import { deleteDB, type IDBPDatabase, openDB } from "idb";
import { found, sentence } from "./error.js";
import {
  Desk,
  DeskError,
  isDeskError,
  type RestoreOptions,
  type SaveOptions as SnapshotOptions,
} from "./index.js";

/** What is known of a desk without reading it. */
export interface Kept {
  /** When it was saved, in epoch milliseconds. */
  readonly savedAt: number;
  /** Bytes it takes. */
  readonly bytes: number;
  /** What was saved beside it: how far the host's own fetching was. */
  readonly cursor: unknown;
}

/** A desk that was kept. */
export interface KeptDesk extends Kept {
  readonly desk: Desk;
}

/** What is saved beside a desk, and what of the desk is left out. */
export interface SaveOptions extends SnapshotOptions {
  /** How far fetching was: the cursor of a sync, or anything else that can be cloned. */
  readonly cursor?: unknown;
}

const DATABASE = "deskgauge";
const ABOUT = "about";
const SNAPSHOTS = "snapshots";
const LONGEST_NAME = 200;
const KEPT_HERE = "kept in this browser";
/** Before the name of a desk: where it is noted that one was saved, should the browser clear the database alone. */
const NOTED = "deskgauge history ";

/**
 * Opens the history of a desk by a name of the page's own choice. Where the browser keeps nothing, as some do in private windows,
 * `available` is false and `note` says why; `restore` then gives nothing.
 *
 * @throws DeskError `bad-option`
 */
export async function openHistory(name: string): Promise<DeskHistory> {
  if (typeof name !== "string" || name === "" || name.length > LONGEST_NAME) {
    const message = `expected a name of 1 to ${LONGEST_NAME} characters; found ${found(name)}`;
    throw new DeskError("bad-option", message, { path: "name" });
  }
  try {
    await inDatabase((database) => database.count(ABOUT));
    return new DeskHistory(name, undefined);
  } catch (cause) {
    return new DeskHistory(name, cause);
  }
}

/** Forgets all desks kept on this origin. */
export async function forgetHistories(): Promise<void> {
  await deleteDB(DATABASE);
  inNotes((notes) => {
    for (const key of Object.keys(notes)) if (key.startsWith(NOTED)) notes.removeItem(key);
  });
}

/** The history of one desk in this browser. */
export class DeskHistory {
  readonly name: string;
  /** Whether this browser keeps anything here. */
  readonly available: boolean;
  #note: string;

  /** @internal */
  constructor(name: string, refusal: unknown) {
    this.name = name;
    this.available = refusal === undefined;
    this.#note = this.available
      ? KEPT_HERE
      : `this browser keeps nothing here (${sentence(refusal)}); the desk is loaded anew each time`;
  }

  /** What became of what was kept: a sentence for people. */
  get note(): string {
    return this.#note;
  }

  /** What is kept, without reading it; null where nothing is. */
  async kept(): Promise<Kept | null> {
    if (!this.available) return null;
    return (await inDatabase((database) => database.get(ABOUT, this.name))) ?? this.#nothing();
  }

  /**
   * The desk that was kept, null where there is none. One that is damaged is forgotten, one of a newer version left alone; `note`
   * then says so, and also where the browser has thrown away what was kept.
   *
   * @throws DeskError those of {@link Desk.open}
   */
  async restore(options: RestoreOptions = {}): Promise<KeptDesk | null> {
    if (!this.available) return null;
    const [about, snapshot] = await inDatabase((database) => {
      const reading = database.transaction([ABOUT, SNAPSHOTS]);
      return Promise.all([
        reading.objectStore(ABOUT).get(this.name) as Promise<Kept | undefined>,
        reading.objectStore(SNAPSHOTS).get(this.name) as Promise<Uint8Array | undefined>,
      ]);
    });
    if (about === undefined || snapshot === undefined) return this.#nothing();
    try {
      return { ...about, desk: await Desk.restore(snapshot, options) };
    } catch (error) {
      if (!isDeskError(error) || !["bad-snapshot", "newer-snapshot", "bad-input"].includes(error.code))
        throw error;
      if (error.code !== "newer-snapshot") await this.forget();
      this.#note = `what was kept is of no use (${error.message})`;
      return null;
    }
  }

  /**
   * Keeps a desk in place of what was kept before.
   *
   * @throws DeskError `no-storage` where the browser keeps nothing, `quota-exceeded` where it has no room: what was kept before is
   *   then still there; `not-cloneable` for a cursor that cannot be stored
   */
  async save(desk: Desk, { cursor, ...options }: SaveOptions = {}): Promise<Kept> {
    if (!this.available) throw new DeskError("no-storage", this.#note);
    const snapshot = await desk.save(options);
    const about: Kept = { savedAt: Date.now(), bytes: snapshot.length, cursor };
    try {
      await inDatabase(async (database) => {
        const writing = database.transaction([ABOUT, SNAPSHOTS], "readwrite");
        await Promise.all([
          writing.objectStore(ABOUT).put(about, this.name),
          writing.objectStore(SNAPSHOTS).put(snapshot, this.name),
          writing.done,
        ]);
      });
    } catch (cause) {
      throw refused(cause, snapshot.length);
    }
    inNotes((notes) => notes.setItem(NOTED + this.name, String(about.savedAt)));
    const isSafe = (await globalThis.navigator?.storage?.persisted?.().catch(() => false)) ?? false;
    this.#note = isSafe ? KEPT_HERE : `${KEPT_HERE}, which may throw it away when it needs the room`;
    return about;
  }

  /** Forgets this desk. */
  async forget(): Promise<void> {
    if (!this.available) return;
    await inDatabase(async (database) => {
      const writing = database.transaction([ABOUT, SNAPSHOTS], "readwrite");
      await Promise.all([
        writing.objectStore(ABOUT).delete(this.name),
        writing.objectStore(SNAPSHOTS).delete(this.name),
        writing.done,
      ]);
    });
    inNotes((notes) => notes.removeItem(NOTED + this.name));
  }

  /** Nothing is kept; where something was, the note says since when it is missing. */
  #nothing(): null {
    const savedAt = Number(inNotes((notes) => notes.getItem(NOTED + this.name)));
    if (savedAt > 0) {
      const day = new Date(savedAt).toISOString().slice(0, 10);
      this.#note = `what was kept on ${day} is gone: the browser or somebody cleared it; the desk is loaded anew`;
    }
    return null;
  }

  /**
   * Does work that no other tab does at the same time under this name: restoring, fetching what is new and saving. Tabs that come
   * later wait, and then find what the first one saved. Where the browser has no Web Locks, tabs may fetch the same twice, which
   * changes no figure.
   */
  async alone<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    const locks: LockManager | undefined = globalThis.navigator?.locks;
    if (locks === undefined) return work();
    const options: LockOptions = signal === undefined ? {} : { signal };
    return (await locks.request(`deskgauge history ${this.name}`, options, work)) as Result;
  }

  /** Asks the browser not to throw away what is kept when room is short. Whether it agreed. */
  async persist(): Promise<boolean> {
    return (await globalThis.navigator?.storage?.persist?.()) ?? false;
  }
}

/** A connection lives as long as its work, so that no tab keeps another from forgetting. */
async function inDatabase<Result>(work: (database: IDBPDatabase) => Promise<Result>): Promise<Result> {
  const database = await openDB(DATABASE, 1, {
    upgrade(made) {
      made.createObjectStore(ABOUT);
      made.createObjectStore(SNAPSHOTS);
    },
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** What is noted outside the database, where the browser lets this page note anything. */
function inNotes<Result>(work: (notes: Storage) => Result): Result | undefined {
  try {
    return work(globalThis.localStorage);
  } catch {
    return undefined;
  }
}

function refused(cause: unknown, bytes: number): DeskError {
  const name = cause instanceof Error ? cause.name : "";
  if (name === "QuotaExceededError") {
    const message = `the browser has no room for ${bytes} bytes; what was kept before is still there`;
    return new DeskError("quota-exceeded", message, { cause });
  }
  if (name === "DataCloneError") {
    const message = "the cursor cannot be stored; use text, numbers, lists or plain objects";
    return new DeskError("not-cloneable", message, { path: "cursor", cause });
  }
  return new DeskError("no-storage", `the browser did not keep the desk (${sentence(cause)})`, { cause });
}
