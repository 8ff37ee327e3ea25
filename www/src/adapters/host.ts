/**
 * Asking a helpdesk's own API as the page's user, and saying plainly what went wrong.
 *
 * Easy to get wrong: a session that ended looks different everywhere. Some hosts answer 401 or 403, others send the browser to
 * a page where one signs in, with status 200. Redirects are therefore not followed, and what is not JSON is not taken.
 */
import { DeskError } from "../error.js";

/** How a host is asked. */
export interface Asking {
  /** Ends the request; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** After how many seconds without a whole answer to give up (default 30). */
  readonly timeout?: number | undefined;
}

/**
 * The bytes of a JSON answer.
 *
 * @throws DeskError `signed-out`, `forbidden`, `not-found`, `host-refused`, `host-failed`, `host-timeout`, `host-unreachable`,
 *   `not-json`; the `cause` is the response, where there was one
 */
export async function askHost(url: string, { signal, timeout = 30 }: Asking = {}): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const late = new DeskError("host-timeout", `the helpdesk gave no answer within ${timeout} seconds`);
  const timer = setTimeout(() => ended.abort(late), 1_000 * timeout);
  const abort = () => ended.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: ended.signal,
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const refused = refusal(response, bytes);
    if (refused !== undefined) throw refused;
    return bytes;
  } catch (cause) {
    if (ended.signal.aborted) throw ended.signal.reason;
    if (cause instanceof DeskError) throw cause;
    throw new DeskError("host-unreachable", "the helpdesk could not be reached", { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * What an answer says of itself, such as where the next one is.
 *
 * @throws DeskError `not-json`
 */
export function parsed<Answer>(bytes: Uint8Array): Answer {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Answer;
  } catch (cause) {
    throw new DeskError("not-json", "expected JSON from the helpdesk; found what only says it is JSON", {
      cause,
    });
  }
}

/** Why an answer cannot be taken; undefined where it can. */
function refusal(response: Response, bytes: Uint8Array): DeskError | undefined {
  const { status, type } = response;
  const error = (code: string, message: string) => new DeskError(code, message, { cause: response });
  if (status === 401 || type === "opaqueredirect" || asksForPassword(response, bytes))
    return error("signed-out", "the session has ended: sign in again, then try again");
  if (status === 403) return error("forbidden", "the helpdesk does not let you see this");
  if (status === 404) return error("not-found", "the helpdesk does not know this");
  if (status >= 500) return error("host-failed", `the helpdesk failed with status ${status}`);
  if (!response.ok) return error("host-refused", `the helpdesk refused with status ${status}`);
  if (isJson(response)) return undefined;
  const found = response.headers.get("content-type") ?? "an answer without a type";
  return error("not-json", `expected JSON from the helpdesk; found ${found}`);
}

function isJson({ headers }: Response): boolean {
  return /\bjson\b/i.test(headers.get("content-type") ?? "");
}

/** Whether it is a page where one signs in. */
function asksForPassword(response: Response, bytes: Uint8Array): boolean {
  if (!/html/i.test(response.headers.get("content-type") ?? "")) return false;
  return /type=["']?password/i.test(new TextDecoder().decode(bytes));
}
