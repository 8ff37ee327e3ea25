/**
 * How requests get to a helpdesk: by a function that the page gives, so that signing in, proxies and the clients of app
 * frameworks stay its own. `fetch` fits, and so does everything that answers like it.
 */

/** What a request is besides its path. */
export interface HostInit {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
  /** Ends the request; clients that cannot be stopped may leave it aside. */
  readonly signal: AbortSignal;
}

/** What a helpdesk answered, whatever its status; a `Response` is one. */
export interface HostResponse {
  readonly status: number;
  readonly headers: {
    /** A header by its name in small letters. */
    get(name: string): string | null;
  };
  text(): Promise<string>;
}

/** Carries a request to a path of the helpdesk out. It rejects only where there was no answer at all. */
export type HostRequest = (path: string, init: HostInit) => Promise<HostResponse>;

/**
 * Asks in the session of the page's user, at the page's own origin. Redirects are not followed: they lead to where one signs in.
 */
export const ownSession: HostRequest = (path, init) =>
  fetch(path, { ...init, credentials: "same-origin", redirect: "manual" });

/** An answer out of the parts that clients of app frameworks give; `headers` are lines of text or an object. */
export function responseOf(status: number, headers: unknown, text: string): HostResponse {
  return { status, headers: { get: (name) => headerOf(headers, name) ?? null }, text: async () => text };
}

function headerOf(headers: unknown, name: string): string | undefined {
  const pairs =
    typeof headers === "string"
      ? headers.split(/\r?\n/).map((line) => /^([^:]+):\s*(.*)$/.exec(line)?.slice(1) ?? ["", ""])
      : Object.entries(recordOf(headers));
  const [, found] = pairs.find(([key]) => String(key).toLowerCase() === name) ?? [];
  return found === undefined ? undefined : String(found);
}

/** The value as an object; one without properties where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The value as a list of objects; an empty one where it is none. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

/** The value where it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The value where it is text with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Epoch milliseconds of a date as an API writes it. */
export function instantOf(value: unknown): number | undefined {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** The bytes of a payload that an adapter puts together. */
export function payloadOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Several payloads as one, each after the other. */
export function joined(payloads: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(payloads.reduce((length, { byteLength }) => length + byteLength + 1, 0));
  let at = 0;
  for (const payload of payloads) {
    bytes.set(payload, at);
    at += payload.byteLength;
    bytes[at] = 0x0a;
    at += 1;
  }
  return bytes;
}

/** Path and query of an address; requests go to the one helpdesk, whatever host a link names. */
export function pathOf(url: unknown): string | undefined {
  if (typeof url !== "string" || url === "") return undefined;
  try {
    const { pathname, search } = new URL(url, "https://helpdesk.invalid");
    return `${pathname}${search}`;
  } catch {
    return undefined;
  }
}

/** Where a `Link` header says the next page is. */
export function nextLink(header: string | undefined): string | undefined {
  return pathOf(/<([^>]+)>\s*;[^,]*\brel="?next\b/.exec(header ?? "")?.[1]);
}
