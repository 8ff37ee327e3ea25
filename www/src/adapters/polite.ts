/**
 * Asking a helpdesk through the client that it gives to apps: no faster than it allows, waiting when it says so, and saying
 * plainly what went wrong.
 *
 * Easy to get wrong: such clients cannot be stopped. When a request is given up, its late answer is nobody's.
 */
import { DeskError, isDeskError } from "../error.js";

/** What a host answered, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** A header by its name in small letters. */
  header(name: string): string | undefined;
}

/** Carries a request out; it rejects only where there was no answer at all. */
export type Ask<Request> = (request: Request) => Promise<Answer>;

/** How a host is asked. */
export interface Manners {
  /** The most requests in any minute (default: as many as the host answers). */
  readonly perMinute?: number;
  /** After how many seconds without an answer to give up (default 30). */
  readonly timeout?: number;
  /** Told when the host wants to be left alone for a while, and until when, in epoch milliseconds. */
  readonly onWait?: (wait: { readonly until: number }) => void;
}

/** An answer that is JSON. */
export interface Payload {
  /** As it came. */
  readonly text: string;
  /** What it says, for cursors and counts. */
  readonly value: unknown;
}

/** So often in a row a host may say that it is busy. */
const MOST_WAITS = 5;
/** How long to wait where a host is busy and does not say for how long. */
const USUAL_WAIT = 60_000;
const LONGEST_WAIT = 600_000;
const MINUTE = 60_000;

/** A helpdesk that is asked politely, one request after another. */
export class PoliteHost<Request> {
  readonly #ask: Ask<Request>;
  readonly #manners: Manners;
  /** When the requests of the last minute were made. */
  #asked: number[] = [];

  constructor(ask: Ask<Request>, manners: Manners) {
    this.#ask = ask;
    this.#manners = manners;
  }

  /**
   * Asks for JSON. A host that is busy is asked again when it wants to be.
   *
   * @throws DeskError `signed-out`, `forbidden`, `not-found`, `host-busy`, `host-refused`, `host-failed`, `host-timeout`,
   *   `host-unreachable`, `not-json`; the signal's reason
   */
  async json(request: Request, signal: AbortSignal | undefined): Promise<Payload> {
    for (let waits = 0; ; waits += 1) {
      await this.#turn(signal);
      const answer = await this.#answer(request, signal);
      if (answer.status === 429 || (answer.status === 503 && answer.header("retry-after") !== undefined)) {
        if (waits === MOST_WAITS) throw busy(answer.status);
        await this.#pause(retryAfter(answer), signal);
        continue;
      }
      return payload(answer);
    }
  }

  /** Waits until one more request fits into the minute. */
  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const { perMinute } = this.#manners;
    signal?.throwIfAborted();
    if (perMinute === undefined) return;
    this.#asked = this.#asked.filter((at) => at > Date.now() - MINUTE);
    const [first] = this.#asked;
    if (first !== undefined && this.#asked.length >= perMinute)
      await this.#pause(first + MINUTE - Date.now(), signal);
    this.#asked.push(Date.now());
  }

  async #answer(request: Request, signal: AbortSignal | undefined): Promise<Answer> {
    const { timeout = 30 } = this.#manners;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new DeskError("host-timeout", `the helpdesk gave no answer within ${timeout} seconds`));
    }, 1_000 * timeout);
    try {
      return await Promise.race([
        this.#ask(request),
        aborted(late.signal),
        ...(signal ? [aborted(signal)] : []),
      ]);
    } catch (cause) {
      signal?.throwIfAborted();
      late.signal.throwIfAborted();
      throw new DeskError("host-unreachable", "the helpdesk could not be reached", { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  async #pause(wanted: number, signal: AbortSignal | undefined): Promise<void> {
    const milliseconds = Math.min(Math.max(wanted, 0), LONGEST_WAIT);
    this.#manners.onWait?.({ until: Date.now() + milliseconds });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    try {
      await (signal === undefined ? over : Promise.race([over, aborted(signal)]));
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Rejects once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Seconds, or a date, as HTTP has it. */
function retryAfter(answer: Answer): number {
  const said = answer.header("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(said)) return Number(said) * 1_000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? USUAL_WAIT : at - Date.now();
}

function payload({ status, text }: Answer): Payload {
  if (status === 401)
    throw new DeskError("signed-out", "the session has ended: sign in again, then try again");
  if (status === 403) throw new DeskError("forbidden", "the helpdesk does not let you see this");
  if (status === 404) throw new DeskError("not-found", "the helpdesk does not know this");
  if (status >= 500) throw new DeskError("host-failed", `the helpdesk failed with status ${status}`);
  if (status < 200 || status >= 300)
    throw new DeskError("host-refused", `the helpdesk refused with status ${status}`);
  try {
    return { text, value: JSON.parse(text) };
  } catch (cause) {
    const found = /^\s*</.test(text) ? "a page" : "something else";
    throw new DeskError("not-json", `expected JSON from the helpdesk; found ${found}`, { cause });
  }
}

function busy(status: number): DeskError {
  return new DeskError("host-busy", `the helpdesk goes on refusing: too many requests (status ${status})`);
}

/** The value as an object; one without properties where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A header, from lines of text as browsers give them or from an object. */
export function headerOf(headers: unknown, name: string): string | undefined {
  const pairs =
    typeof headers === "string"
      ? headers.split(/\r?\n/).map((line) => /^([^:]+):\s*(.*)$/.exec(line)?.slice(1) ?? ["", ""])
      : Object.entries(recordOf(headers));
  const [, found] = pairs.find(([key]) => String(key).toLowerCase() === name) ?? [];
  return found === undefined ? undefined : String(found);
}

/** A payload's bytes, as they came. */
export function bytesOf({ text }: Payload): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What may be read of something that is good to have; nothing where the helpdesk does not let one see it or lost it. */
export async function* asFarAsAllowed(payloads: AsyncIterable<Payload>): AsyncGenerator<Uint8Array> {
  try {
    for await (const payload of payloads) yield bytesOf(payload);
  } catch (error) {
    if (!isDeskError(error) || !["forbidden", "not-found"].includes(error.code)) throw error;
  }
}
