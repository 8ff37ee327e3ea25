/**
 * What helpdesks say of their limits: that one asked too often, until when to wait, and that nothing is left.
 *
 * Easy to get wrong: a date in a header is by the helpdesk's clock. What counts is how far it is from the date of the answer.
 */
import type { HostResponse } from "./request.js";

/** How long to wait where a helpdesk is busy and does not say for how long; then twice as long. */
const USUAL_WAIT = 60_000;

/** Whether the helpdesk refused because it was asked too often. */
export function isBusy({ status, headers }: HostResponse): boolean {
  const told = headers.get("retry-after") !== null;
  return (
    status === 429 ||
    (status === 503 && told) ||
    // GitHub's.
    (status === 403 && (told || headers.get("x-ratelimit-remaining") === "0"))
  );
}

/** Until when a busy helpdesk wants to be left alone, by our clock; `waits` in a row went before. */
export function busyUntil(response: HostResponse, now: number, waits: number): number {
  const wait = retryAfter(response, now) ?? untilReset(response, now) ?? USUAL_WAIT * 2 ** waits;
  return now + Math.max(0, wait);
}

/** Until when no request is left, by our clock; undefined where one is, or where it is not told. */
export function usedUpUntil(response: HostResponse, now: number): number | undefined {
  if (first(response, "remaining") !== "0") return undefined;
  const wait = untilReset(response, now);
  return wait === undefined ? undefined : now + wait;
}

/** The helpdesk's time as it answered. */
export function hostTime({ headers }: HostResponse): number | undefined {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? undefined : at;
}

/** Seconds, or a date, as HTTP has it. */
function retryAfter(response: HostResponse, now: number): number | undefined {
  const said = response.headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(said)) return Number(said) * 1_000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? undefined : at - (hostTime(response) ?? now);
}

/** How long until requests count anew: seconds, an epoch in seconds or milliseconds, or a date, as vendors have it. */
function untilReset(response: HostResponse, now: number): number | undefined {
  const said = first(response, "reset")?.trim() ?? "";
  const date = hostTime(response) ?? now;
  if (!/^\d+(\.\d+)?$/.test(said)) {
    const at = Date.parse(said);
    return Number.isNaN(at) ? undefined : at - date;
  }
  const value = Number(said);
  if (value < 1e8) return value * 1_000;
  return (value < 1e11 ? value * 1_000 : value) - date;
}

function first({ headers }: HostResponse, what: string): string | undefined {
  for (const prefix of ["x-ratelimit", "ratelimit", "x-rate-limit"]) {
    const said = headers.get(`${prefix}-${what}`);
    if (said !== null) return said;
  }
  return undefined;
}
