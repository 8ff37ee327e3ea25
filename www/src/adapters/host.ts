/**
 * Asking a helpdesk: no faster than it allows, waiting when it says so, again where an answer was cut off or the helpdesk failed,
 * and saying plainly what went wrong.
 *
 * Easy to get wrong: a session that ended looks different everywhere. Some helpdesks answer 401 or 403, others send the browser
 * to a page where one signs in, with status 200. Redirects are therefore not taken, and neither is what is not JSON.
 */
import { DeskError, isDeskError } from "../error.js";
import { Asked } from "./asked.js";
import { busyUntil, hostTime, isBusy, usedUpUntil } from "./limits.js";
import type { Pace } from "./pace.js";
import { type HostRequest, type HostResponse, recordOf } from "./request.js";

/** What tells the time and waits; another one makes hours pass in a test. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** A wait: until when, in epoch milliseconds, and what for. */
export interface Wait {
  readonly until: number;
  /** The pace that is kept, the helpdesk's word that it is busy, or a failure that may pass. */
  readonly why: "pace" | "busy" | "failed";
}

/** How a helpdesk is asked. */
export interface Manners {
  readonly signal?: AbortSignal | undefined;
  /** After how many seconds without a whole answer to give one up (default 30). */
  readonly timeout?: number | undefined;
  /** How often to ask again where a connection broke or the helpdesk failed (default 3). */
  readonly retries?: number | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
  readonly onWait?: (wait: Wait) => void;
}

/** A request. */
export interface Call {
  readonly path: string;
  /** Sent as JSON, by POST. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How fast such requests may be made (default: the adapter's pace). */
  readonly pace?: Pace;
}

/** An answer that is JSON. */
export interface Payload {
  readonly status: number;
  /** As it came. */
  readonly bytes: Uint8Array;
  /** What it says, for cursors and counts. */
  readonly value: unknown;
  /** A header by its name in small letters. */
  header(name: string): string | undefined;
}

/** So often in a row a helpdesk may say that it is busy. */
const MOST_WAITS = 5;
/** A helpdesk that wants to be left alone for longer is. */
const LONGEST_WAIT = 65 * 60_000;
const FIRST_BACKOFF = 1_000;
/** What may have passed when one asks again. */
const PASSING = ["host-unreachable", "host-timeout", "host-failed", "host-cut"];

const PLATFORM: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    try {
      await stoppable(over, signal);
    } finally {
      clearTimeout(timer);
    }
  },
};

/** A helpdesk that is asked politely, one request after another. */
export class Host {
  readonly #request: HostRequest;
  readonly #pace: Pace;
  readonly #manners: Manners;
  readonly #clock: Clock;
  /** What was asked for by its id. */
  readonly asked: Asked;
  /** How far the helpdesk's clock is ahead of ours, once it has told. */
  #ahead: number | undefined;

  constructor(request: HostRequest, pace: Pace, manners: Manners, asked = new Asked()) {
    this.asked = asked;
    this.#request = request;
    this.#pace = pace;
    this.#manners = manners;
    this.#clock = manners.clock ?? PLATFORM;
  }

  /** The time by the helpdesk's clock, by ours until it has told. */
  now(): number {
    return this.#clock.now() + (this.#ahead ?? 0);
  }

  /** The time by the helpdesk's clock; undefined where it has not told, or may not tell. */
  told(): number | undefined {
    return this.#ahead === undefined ? undefined : this.now();
  }

  /**
   * Asks for JSON.
   *
   * @throws DeskError `signed-out`, `forbidden`, `not-found`, `host-busy`, `host-refused`, `host-failed`, `host-cut`,
   *   `host-timeout`, `host-unreachable`, `not-json`, whose `cause` is the response where there was one; the signal's reason
   */
  async json(call: Call): Promise<Payload> {
    const { pace = this.#pace } = call;
    const { retries = 3 } = this.#manners;
    let why: Wait["why"] = "pace";
    for (let [waits, failures] = [0, 0]; ; ) {
      const answered = await this.#turn(pace, why);
      try {
        const answer = await this.#answer(call).finally(() => answered(this.#clock.now()));
        if (!isBusy(answer.response)) return payload(answer);
        const until = busyUntil(answer.response, this.#clock.now(), waits);
        waits += 1;
        if (waits > MOST_WAITS || until > this.#clock.now() + LONGEST_WAIT) throw busy(answer.response);
        pace.hold(until);
        why = "busy";
      } catch (error) {
        if (!isDeskError(error) || !PASSING.includes(error.code) || failures >= retries) throw error;
        const backoff = FIRST_BACKOFF * 2 ** failures * (0.5 + Math.random() / 2);
        failures += 1;
        await this.#wait({ until: this.#clock.now() + backoff, why: "failed" });
        why = "pace";
      }
    }
  }

  /** Waits until one more request may be made, and makes it. */
  async #turn(pace: Pace, why: Wait["why"]): Promise<(now: number) => void> {
    this.#manners.signal?.throwIfAborted();
    // Others may have taken the turn that one waited for. A clock that stands still or was put back makes nobody wait twice.
    for (let waited = Number.NEGATIVE_INFINITY; ; ) {
      const now = this.#clock.now();
      const until = pace.next(now);
      if (until <= Math.max(now, waited)) return pace.ask(now);
      if (until > now + LONGEST_WAIT) throw usedUp(until - now);
      await this.#wait({ until, why });
      waited = until;
    }
  }

  async #wait(wait: Wait): Promise<void> {
    this.#manners.onWait?.(wait);
    await this.#clock.sleep(Math.max(0, wait.until - this.#clock.now()), this.#manners.signal);
  }

  async #answer({ path, body, headers, pace = this.#pace }: Call): Promise<Answer> {
    const { signal, timeout = 30 } = this.#manners;
    const ended = new AbortController();
    const late = new DeskError("host-timeout", `the helpdesk gave no answer within ${timeout} seconds`);
    const timer = setTimeout(() => ended.abort(late), 1_000 * timeout);
    const stop = () => ended.abort(signal?.reason);
    signal?.addEventListener("abort", stop);
    let response: HostResponse | undefined;
    try {
      const sent = { Accept: "application/json", ...(body !== undefined && JSON_TYPE), ...headers };
      const init = {
        method: body === undefined ? ("GET" as const) : ("POST" as const),
        headers: sent,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: ended.signal,
      };
      response = await stoppable(this.#request(path, init), ended.signal);
      const text = await stoppable(response.text(), ended.signal);
      const now = this.#clock.now();
      const told = hostTime(response);
      if (told !== undefined) this.#ahead = told - now;
      pace.hold(usedUpUntil(response, now) ?? Number.NEGATIVE_INFINITY);
      return { response, text };
    } catch (cause) {
      if (ended.signal.aborted) throw ended.signal.reason;
      if (response === undefined)
        throw new DeskError("host-unreachable", "the helpdesk could not be reached", { cause });
      throw new DeskError("host-cut", "the helpdesk's answer broke off", { cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

interface Answer {
  readonly response: HostResponse;
  readonly text: string;
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** The promise, unless the signal comes first. Some clients cannot be stopped; their late answer is nobody's. */
async function stoppable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  promise.catch(() => {});
  signal?.throwIfAborted();
  if (signal === undefined) return promise;
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function payload({ response, text }: Answer): Payload {
  const refused = refusal(response, text);
  if (refused !== undefined) throw refused;
  const { status, headers } = response;
  const value = status === NOT_MODIFIED ? undefined : parsed(response, text);
  const header = (name: string) => headers.get(name) ?? undefined;
  return { status, bytes: new TextEncoder().encode(text), value, header };
}

const NOT_MODIFIED = 304;

/** Why an answer cannot be taken; undefined where it can. */
function refusal(response: HostResponse, text: string): DeskError | undefined {
  const { status } = response;
  const error = (code: string, message: string) => new DeskError(code, message, { cause: response });
  // A redirect that is not followed has no status in browsers.
  const redirected = status < 200 || (status >= 300 && status < 400 && status !== NOT_MODIFIED);
  if (status === 401 || redirected || asksForPassword(response, text))
    return error("signed-out", "the session has ended: sign in again, then try again");
  if (status === 403) return error("forbidden", `the helpdesk does not let you see this${said(text)}`);
  if (status === 404 || status === 410) return error("not-found", "the helpdesk does not know this");
  if (status >= 500) return error("host-failed", `the helpdesk failed with status ${status}`);
  if (status >= 400) return error("host-refused", `the helpdesk refused with status ${status}${said(text)}`);
  return undefined;
}

/** What the helpdesk says of it, to be read by people. */
function said(text: string): string {
  const [first] = [jsonOf(text)].flat();
  const { message, description, errorMessages, error, errors } = recordOf(first);
  const sentences = [message, errorMessages, description, recordOf(error).message, error, errors];
  const sentence = sentences.flat().find((value) => typeof value === "string" && value !== "");
  return sentence === undefined ? "" : `: ${String(sentence).slice(0, 200)}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed(response: HostResponse, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (/^\s*([[{]|$)/.test(text))
      throw new DeskError("host-cut", "the helpdesk's answer broke off", { cause });
    const type = response.headers.get("content-type");
    const kind = type !== null && !/\bjson\b/i.test(type) ? type : undefined;
    const found = kind ?? (/^\s*</.test(text) ? "a page" : "something else");
    throw new DeskError("not-json", `expected JSON from the helpdesk; found ${found}`, { cause: response });
  }
}

/** Whether it is a page where one signs in. */
function asksForPassword(response: HostResponse, text: string): boolean {
  return /html/i.test(response.headers.get("content-type") ?? "") && /type=["']?password/i.test(text);
}

function usedUp(wait: number): DeskError {
  const minutes = Math.ceil(wait / 60_000);
  return new DeskError("host-busy", `no request is left to the helpdesk's limit for ${minutes} minutes`);
}

function busy(response: HostResponse): DeskError {
  const message = `the helpdesk goes on refusing: too many requests (status ${response.status})`;
  return new DeskError("host-busy", message, { cause: response });
}
