// What a sync does with limits, failures, cursors and signals, against a server that is made up here.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeskError } from "deskgauge";
import { Pace, sync } from "deskgauge/sync";
import { MadeClock, openServer } from "./sync/server.mjs";

const NOW = Date.UTC(2026, 2, 2, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A desk that takes whatever comes, and keeps it. */
function collector() {
  const loaded = [];
  return {
    loaded,
    async load(bytes, { source }) {
      loaded.push(JSON.parse(new TextDecoder().decode(bytes)));
      return { newTickets: 1, source: { name: source, missing: NOTHING } };
    },
  };
}
const NOTHING = { users: [], groups: [], accounts: [], tickets: [], histories: [] };

/** An adapter that reads pages 1 to `last`, one position each. */
function pager(request, { last = 5, pace = new Pace() } = {}) {
  return {
    source: "zendesk",
    request,
    pace,
    async *read(host, { position }) {
      for (let page = 1 + (position?.page ?? 0); page <= last; page += 1) {
        const { bytes } = await host.json({ path: `/pages/${page}` });
        yield { payload: bytes, position: { page }, share: page / last };
      }
    },
  };
}

const page = ({ path }) => ({ body: { page: Number(path.split("/").at(-1)) } });

/** Runs with a server that is closed afterwards, whose clock stands still but for waits. */
async function served(options, use) {
  const clock = new MadeClock(NOW);
  const server = await openServer({ answer: page, clock, latency: () => 0, ...options });
  try {
    await use({ server, clock, desk: collector() });
  } finally {
    await server.close();
  }
}

test("answers are loaded one after another, with word of how far it is", async () => {
  await served({}, async ({ server, clock, desk }) => {
    const told = [];
    const done = await sync(desk, pager(server.request), { clock, onProgress: (now) => told.push(now) });
    assert.deepEqual(
      desk.loaded,
      [1, 2, 3, 4, 5].map((page) => ({ page })),
    );
    assert.deepEqual(
      told.map(({ answers, tickets, share }) => [answers, tickets, share]),
      [1, 2, 3, 4, 5].map((nth) => [nth, nth, nth / 5]),
    );
    const cursor = { version: 1, source: "zendesk", since: 0, position: { page: 5 } };
    assert.deepEqual(done, { answers: 5, tickets: 5, cursor });
    assert.deepEqual(told.at(-1).cursor, cursor);
  });
});

test("a pace is kept, over several syncs, and what one waits for is said", async () => {
  await served({ limits: [{ of: /./, most: 3 }] }, async ({ server, clock, desk }) => {
    const waits = [];
    const adapter = pager(server.request, { pace: new Pace({ most: 3 }) });
    const onProgress = ({ waiting }) => waiting && waits.push([waiting.why, waiting.until - clock.now()]);
    await sync(desk, adapter, { clock, onProgress });
    await sync(desk, adapter, { clock, onProgress });
    assert.equal(server.refused, 0);
    assert.equal(desk.loaded.length, 10);
    assert.deepEqual(waits, Array(3).fill(["pace", MINUTE]));
  });
});

/** What a server answers first, and how long it is then waited. */
const BUSY = [
  [{ status: 429, headers: { "retry-after": "7" } }, 7 * SECOND],
  [{ status: 429, headers: { "retry-after": "0.5" } }, SECOND / 2],
  [{ status: 503, headers: { "retry-after": "3" } }, 3 * SECOND],
  [{ status: 429 }, MINUTE],
  // Vendors' ways of saying when requests count anew.
  [{ status: 429, headers: { "ratelimit-reset": "41" } }, 41 * SECOND],
  [
    { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${NOW / 1_000 + 90}` } },
    90 * SECOND,
  ],
  [{ status: 429, headers: { "x-ratelimit-reset": new Date(NOW + 20_000).toISOString() } }, 20 * SECOND],
];

test("a busy helpdesk is asked again when it says", async () => {
  for (const [first, wait] of BUSY) {
    let asked = 0;
    const answer = (request) => (asked++ === 0 ? { body: {}, ...first } : page(request));
    await served({ answer }, async ({ server, clock, desk }) => {
      await sync(desk, pager(server.request, { last: 1 }), { clock });
      assert.deepEqual(clock.waits, [wait], JSON.stringify(first));
      assert.equal(server.asked.length, 2);
    });
  }
});

test("dates of a helpdesk whose clock is wrong are read by that clock", async () => {
  for (const skew of [-20 * MINUTE, 20 * MINUTE]) {
    let asked = 0;
    const answer = (request, now) => {
      const headers = { "retry-after": new Date(now + 30_000).toUTCString() };
      return asked++ === 0 ? { status: 429, headers, body: {} } : page(request);
    };
    await served({ answer, skew }, async ({ server, clock, desk }) => {
      await sync(desk, pager(server.request, { last: 1 }), { clock });
      assert.deepEqual(clock.waits, [30_000]);
    });
  }
});

test("where no request is left, the next one waits until they count anew", async () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 600) };
  const answer = (request) => ({ ...page(request), headers: request.path.endsWith("/1") ? headers : {} });
  await served({ answer }, async ({ server, clock, desk }) => {
    await sync(desk, pager(server.request, { last: 2 }), { clock });
    assert.deepEqual(clock.waits, [600 * SECOND]);
  });
});

test("a helpdesk that stays busy, or wants hours, is given up", async () => {
  const always = (headers) => () => ({ status: 429, headers, body: {} });
  await served({ answer: always({ "retry-after": "1" }) }, async ({ server, clock, desk }) => {
    await assert.rejects(sync(desk, pager(server.request), { clock }), { code: "host-busy" });
    assert.equal(server.asked.length, 6);
  });
  await served({ answer: always({ "retry-after": "86400" }) }, async ({ server, clock, desk }) => {
    await assert.rejects(sync(desk, pager(server.request), { clock }), { code: "host-busy" });
    assert.equal(server.asked.length, 1);
  });
});

for (const [fault, code] of [
  ["cut", "host-cut"],
  ["half", "host-cut"],
  ["gone", "host-unreachable"],
  ["error", "host-failed"],
  ["gateway", "host-failed"],
]) {
  test(`${fault}: asked again a few times with growing waits, then given up as ${code}`, async () => {
    let left = 3;
    await served({ fault: () => (left-- > 0 ? fault : undefined) }, async ({ server, clock, desk }) => {
      await sync(desk, pager(server.request, { last: 1 }), { clock });
      assert.equal(server.asked.length, 4);
      for (const [nth, most] of [SECOND, 2 * SECOND, 4 * SECOND].entries())
        assert.ok(clock.waits[nth] >= most / 2 && clock.waits[nth] <= most, `${clock.waits}`);
      assert.deepEqual(desk.loaded, [{ page: 1 }]);
    });
    await served({ fault: () => fault }, async ({ server, clock, desk }) => {
      await assert.rejects(sync(desk, pager(server.request), { clock }), { code });
      assert.equal(server.asked.length, 4);
      await assert.rejects(sync(desk, pager(server.request), { clock, retries: 0 }), { code });
      assert.equal(server.asked.length, 5);
    });
  });
}

test("each refusal has its code, is told once and with the helpdesk's own words", async () => {
  for (const [status, body, code, said] of [
    [401, {}, "signed-out", /session/],
    [302, {}, "signed-out", /session/],
    [403, { error: { message: "admins only" } }, "forbidden", /admins only/],
    [404, {}, "not-found", /does not know/],
    [400, [{ errorCode: "X", message: "no such field" }], "host-refused", /400: no such field/],
    [422, { errorMessages: ["bad jql"] }, "host-refused", /422: bad jql/],
  ]) {
    await served({ answer: () => ({ status, body }) }, async ({ server, clock, desk }) => {
      const request = (path, init) => fetch(new URL(path, server.base), { ...init, redirect: "manual" });
      const error = await sync(desk, pager(request), { clock }).catch((error) => error);
      assert.ok(isDeskError(error), String(error));
      assert.deepEqual([error.code, server.asked.length], [code, 1]);
      assert.match(error.message, said);
    });
  }
});

test("a helpdesk without an answer is given up in time", async () => {
  const request = () => new Promise(() => {});
  await assert.rejects(sync(collector(), pager(request), { timeout: 0.02, retries: 0 }), {
    code: "host-timeout",
    message: "the helpdesk gave no answer within 0.02 seconds",
  });
});

test("a signal ends requests, waits and loads, and what came until then is where the cursor says", async () => {
  // While it waits.
  const answer = (request) =>
    request.path.endsWith("/3")
      ? { status: 429, headers: { "retry-after": "900" }, body: {} }
      : page(request);
  await served({ answer }, async ({ server, desk }) => {
    const ended = new AbortController();
    let cursor;
    const onProgress = (now) => {
      cursor = now.cursor;
      if (now.waiting?.why === "busy") ended.abort(new Error("enough"));
    };
    const begun = performance.now();
    await assert.rejects(sync(desk, pager(server.request), { signal: ended.signal, onProgress }), /enough/);
    assert.ok(performance.now() - begun < 5_000);
    assert.deepEqual(cursor.position, { page: 2 });
    assert.equal(desk.loaded.length, 2);
  });
  // While a request is under way, of which a client knows nothing.
  const asking = new AbortController();
  const silent = () => {
    queueMicrotask(() => asking.abort(new Error("enough")));
    return new Promise(() => {});
  };
  await assert.rejects(sync(collector(), pager(silent), { signal: asking.signal }), /enough/);
  // Before anything.
  const requests = [];
  const request = async (path) => requests.push(path);
  await assert.rejects(
    sync(collector(), pager(request), { signal: AbortSignal.abort(new Error("no")) }),
    /no/,
  );
  assert.deepEqual(requests, []);
});

test("a cursor leads on, one of another helpdesk or version is refused, an earlier beginning starts anew", async () => {
  await served({}, async ({ server, clock, desk }) => {
    const adapter = pager(server.request, { last: 4 });
    const since = new Date(NOW);
    const cursor = { version: 1, source: "zendesk", since: NOW, position: { page: 3 } };
    await sync(desk, adapter, { clock, cursor: JSON.parse(JSON.stringify(cursor)) });
    await sync(desk, adapter, { clock, cursor, since });
    await sync(desk, adapter, { clock, cursor, since: new Date(NOW + 1) });
    assert.deepEqual(desk.loaded, Array(3).fill({ page: 4 }));
    const anew = await sync(desk, adapter, { clock, cursor, since: new Date(NOW - 1) });
    assert.equal(anew.answers, 4);
    assert.equal(anew.cursor.since, NOW - 1);
    const single = await sync(desk, adapter, { clock, cursor, ticket: 7 });
    assert.deepEqual(single.cursor, cursor);
    for (const bad of [
      7,
      "cursor",
      {},
      { ...cursor, version: 2 },
      { ...cursor, source: "jira" },
      { ...cursor, since: "now" },
    ]) {
      const refused = { code: "bad-cursor", path: "cursor" };
      await assert.rejects(sync(desk, adapter, { clock, cursor: bad }), refused, JSON.stringify(bad));
    }
    await assert.rejects(sync(desk, adapter, { clock, since: new Date("x") }), { code: "bad-instant" });
  });
});

test("what is missing is asked for until nothing new is told", async () => {
  const wanted = ["a", "b", "c"];
  const asked = [];
  const desk = {
    async load() {
      return {
        newTickets: 0,
        source: { missing: { ...NOTHING, users: wanted.filter((id) => !asked.includes(id)) } },
      };
    },
  };
  const adapter = {
    ...pager(async () => new Response("{}"), { last: 1 }),
    async *explain(_, { users }) {
      if (users.length === 0) return;
      asked.push(users[0]);
      yield { payload: new Uint8Array() };
    },
  };
  await sync(desk, adapter);
  assert.deepEqual(asked, wanted);
});
