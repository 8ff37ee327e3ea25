// A helpdesk's server on this machine: it answers over HTTP, holds its callers to limits and has a clock of its own, and what is to
// go wrong goes wrong. Time is made: it passes by requests and by waiting, never by itself.

import { createServer } from "node:http";

/** Time as a test makes it. */
export class MadeClock {
  /** Every wait there was, in milliseconds. */
  waits = [];

  constructor(now) {
    this.at = now;
  }

  now() {
    return this.at;
  }

  async sleep(milliseconds, signal) {
    signal?.throwIfAborted();
    this.waits.push(milliseconds);
    this.at += milliseconds;
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What may go wrong with an answer. */
export const FAULTS = {
  /** The connection breaks in the middle of the body. */
  cut: (response, { body, headers }) => {
    response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, body.length >> 1), () => response.destroy());
  },
  /** The body ends too early, and nobody says so. */
  half: (response, { body, headers }) => {
    response.writeHead(200, headers);
    response.end(body.slice(0, body.length >> 1));
  },
  /** No answer at all. */
  gone: (response) => response.destroy(),
  error: (response, { headers }) => response.writeHead(500, headers).end('{"error":"boom"}'),
  gateway: (response, { headers }) =>
    response.writeHead(502, { ...headers, "content-type": "text/html" }).end("<h1>Bad gateway</h1>"),
  seconds: (response, { headers }) => response.writeHead(429, { ...headers, "retry-after": "7" }).end("{}"),
  date: (response, { headers, now }) => {
    const until = new Date(now + 30_000).toUTCString();
    response.writeHead(429, { ...headers, "retry-after": until }).end("slow down");
  },
  unavailable: (response, { headers }) =>
    response.writeHead(503, { ...headers, "retry-after": "3" }).end("<p>maintenance</p>"),
};

/**
 * A server over `answer(request, now)`, which gives `{ status, headers, body }` of a request `{ method, path, query, body, headers }`
 * at the server's own time. `limits` are `{ of, most, within }`: requests whose path fits are counted, and those beyond are answered
 * 429. `fault(request)` may name what goes wrong with a request. Each request takes `latency()` milliseconds.
 */
export async function openServer({
  answer,
  clock,
  skew = 0,
  limits = [],
  fault = () => undefined,
  latency = () => 200,
}) {
  const asked = [];
  const made = limits.map(() => []);
  let refused = 0;

  const server = createServer(async (incoming, response) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const { pathname: path, searchParams: query } = new URL(incoming.url, "http://host.test");
    const text = Buffer.concat(parts).toString();
    const request = {
      method: incoming.method,
      path,
      query,
      headers: incoming.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    clock.at += latency();
    const now = clock.now() + skew;
    asked.push({ ...request, url: incoming.url, at: clock.now() });
    const headers = { date: new Date(now).toUTCString(), "content-type": "application/json" };
    let busy;
    for (const [place, { of, most, within = 60_000 }] of limits.entries()) {
      if (!of.test(path)) continue;
      made[place] = made[place].filter((at) => at > now - within);
      if (made[place].length >= most) busy = made[place][0] + within - now;
      made[place].push(now);
    }
    if (busy !== undefined) {
      refused += 1;
      response.writeHead(429, { ...headers, "retry-after": String(Math.ceil(busy / 1_000)) }).end("{}");
      return;
    }
    const given = answer(request, now);
    const { status = 200, headers: more = {}, body } = given;
    const written = body === undefined ? "" : JSON.stringify(body);
    const name = fault(request, status);
    if (name !== undefined && status === 200) {
      FAULTS[name](response, { body: written, headers: { ...headers, ...more }, now });
      return;
    }
    response.writeHead(status, { ...headers, ...more });
    response.end(written);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    base,
    asked,
    /** How often somebody asked too often. */
    get refused() {
      return refused;
    },
    request: (path, init) => fetch(new URL(path, base), init),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A list of versions `{ id, at, record }` as it is at an instant: the last version of each. One with `seen` is there from then on, later
 * than it is dated.
 */
export function stateAt(versions, now) {
  const state = new Map();
  for (const version of versions) {
    if ((version.seen ?? version.at) > now) continue;
    const held = state.get(version.id);
    if (held === undefined || held.at <= version.at) state.set(version.id, version);
  }
  return [...state.values()];
}

/** The oldest change first, and of one instant in the order of ids. */
export function byChange(versions) {
  return versions.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id)));
}
