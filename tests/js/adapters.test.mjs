// The adapters for Zendesk and Freshdesk against made-up clients of their app frameworks: how fast they ask, how they wait, where
// they go on. What becomes of the payloads is told where desks load them.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { freshdesk } from "deskgauge/adapters/freshdesk";
import { zendesk } from "deskgauge/adapters/zendesk";

const NOW = Date.UTC(2026, 2, 2, 12);
const SINCE = new Date(NOW - 86_400_000);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOW });
});

/** A client of Zendesk's framework: `answers(url)` gives a status, a body and headers; `asked` is what was asked, and when. */
function zendeskClient(answers) {
  const asked = [];
  return {
    asked,
    async request({ url }) {
      asked.push({ url, at: Date.now() - NOW });
      const { status = 200, body = {}, headers = "" } = answers(url, asked.length);
      const response = { status, responseText: JSON.stringify(body), responseHeaders: headers };
      if (status >= 400) throw response;
      return response;
    },
  };
}

/** Reads it all, letting time pass whenever something waits for it. */
async function all(reading, limit = Number.POSITIVE_INFINITY) {
  const pages = [];
  const done = (async () => {
    for await (const bytes of reading) {
      pages.push(JSON.parse(new TextDecoder().decode(bytes)));
      if (pages.length === limit) break;
    }
  })();
  let over = false;
  done.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  while (!over) {
    for (let turn = 0; turn < 50; turn += 1) await null;
    if (!over) mock.timers.tick(1_000);
  }
  await done;
  return pages;
}

test("exports of Zendesk are asked for ten times a minute, no faster", async () => {
  const client = zendeskClient((url, nth) =>
    url.includes("/tickets/")
      ? {
          body: {
            tickets: [],
            after_url: `https://d.zendesk.com/next/tickets/${nth}`,
            end_of_stream: nth > 23,
          },
        }
      : { body: { ticket_events: [], end_of_stream: true } },
  );
  const waits = [];
  const adapter = zendesk(client, { onWait: ({ until }) => waits.push(until - Date.now()) });
  await all(adapter.read({ since: SINCE }));
  assert.equal(client.asked.length, 24);
  const [{ url: first }, ...exports] = client.asked;
  assert.match(first, /groups/);
  for (const [nth, { at }] of exports.entries()) {
    const before = exports[nth - 10];
    if (before !== undefined) assert.ok(at - before.at >= 60_000, `request ${nth} at ${at}`);
  }
  assert.ok(waits.length >= 2);
  assert.ok(waits.every((wait) => wait > 0 && wait <= 60_000));
});

test("a busy helpdesk is asked again when it says, in seconds or by date, else after a minute", async () => {
  for (const [headers, wait] of [
    ["Retry-After: 7", 7_000],
    [`content-type: text/plain\r\nretry-after: ${new Date(NOW + 30_000).toUTCString()}\r\n`, 30_000],
    ["", 60_000],
  ]) {
    mock.timers.reset();
    mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOW });
    const client = zendeskClient((_, nth) =>
      nth === 1 ? { status: 429, headers } : { body: { audits: [] } },
    );
    await all(zendesk(client).read({ ticket: 1 }));
    assert.equal(client.asked[1].at, wait);
    assert.equal(client.asked[0].url, client.asked[1].url);
  }
});

test("the framework is told neither to retry by itself nor to hide headers", async () => {
  const seen = [];
  const client = {
    async request(options) {
      seen.push(options);
      return { status: 200, responseText: "{}", responseHeaders: "" };
    },
  };
  await all(zendesk(client).read({ ticket: "13 or 1=1" }));
  assert.equal(seen[0].url, "/api/v2/tickets/13%20or%201%3D1.json?include=users,groups,metric_events");
  assert.deepEqual([seen[0].autoRetry, seen[0].httpCompleteResponse], [false, true]);
});

test("an export goes on where it was left, and leads nowhere but to the account", async () => {
  const client = zendeskClient((url) => {
    if (!url.includes("/tickets/"))
      return { body: { ticket_events: [], next_page: null, end_of_stream: true } };
    const at = Number(new URL(url, "https://x.invalid").searchParams.get("cursor") ?? 0);
    const after_url = `https://elsewhere.example.com/api/v2/incremental/tickets/cursor.json?cursor=${at + 1}`;
    return { body: { tickets: [], after_url, end_of_stream: at === 4 } };
  });
  const adapter = zendesk(client);
  await all(adapter.read({ since: SINCE }), 5);
  await all(adapter.read({ since: SINCE }));
  const cursors = client.asked.flatMap(({ url }) => /\/tickets\/.*cursor=(\d)/.exec(url)?.[1] ?? []);
  // The page had not been taken when the reader left.
  assert.deepEqual(cursors, ["1", "1", "2", "3", "4"]);
  for (const { url } of client.asked) assert.match(url, /^\/api\/v2\/(incremental\/|groups)/);
});

test("an export whose next page is the same page ends", async () => {
  const client = zendeskClient((url) => ({
    body: { next_page: `https://d.zendesk.com${url}`, end_of_stream: false },
  }));
  await all(zendesk(client).read({ since: SINCE }));
  assert.equal(client.asked.length, 4);
});

test("who is missing is asked for a hundred at a time, and once", async () => {
  const client = zendeskClient(() => ({ body: { users: [] } }));
  const missing = {
    users: Array.from({ length: 150 }, (_, nth) => String(nth)),
    groups: [],
    accounts: ["7"],
    tickets: [],
    histories: [],
  };
  const adapter = zendesk(client);
  await all(adapter.explain(missing, {}));
  await all(adapter.explain(missing, {}));
  const counts = client.asked.map(({ url }) => [url.split("?")[0], url.split("=")[1].split(",").length]);
  assert.deepEqual(counts, [
    ["/api/v2/users/show_many.json", 100],
    ["/api/v2/users/show_many.json", 50],
    ["/api/v2/organizations/show_many.json", 1],
  ]);
});

test("names that one may not see are done without; other refusals are told", async () => {
  const missing = { users: ["1"], groups: ["2"], accounts: [], tickets: [], histories: [] };
  for (const status of [403, 404]) await all(zendesk(zendeskClient(() => ({ status }))).explain(missing, {}));
  await assert.rejects(all(zendesk(zendeskClient(() => ({ status: 500 }))).explain(missing, {})), {
    code: "host-failed",
  });
});

test("a signal ends a wait and a request under way", async () => {
  const waiting = new AbortController();
  const client = zendeskClient(() => ({ status: 429, headers: "Retry-After: 500" }));
  const adapter = zendesk(client, { onWait: () => queueMicrotask(() => waiting.abort(new Error("enough"))) });
  await assert.rejects(all(adapter.read({ ticket: 1, signal: waiting.signal })), /enough/);
  assert.equal(client.asked.length, 1);

  const asking = new AbortController();
  const silent = { request: () => new Promise(() => {}) };
  const reading = all(zendesk(silent).read({ ticket: 1, signal: asking.signal }));
  asking.abort(new Error("enough"));
  await assert.rejects(reading, /enough/);
});

test("a helpdesk that is silent or out of reach is told apart", async () => {
  const silent = { request: () => new Promise(() => {}) };
  await assert.rejects(all(zendesk(silent, { timeout: 5 }).read({ ticket: 1 })), {
    code: "host-timeout",
    message: "the helpdesk gave no answer within 5 seconds",
  });
  for (const request of [
    () => Promise.reject({ status: 0 }),
    () => Promise.reject(new TypeError("no")),
    undefined,
  ]) {
    await assert.rejects(all(zendesk({ request }).read({ ticket: 1 })), { code: "host-unreachable" });
  }
});

/** A client of the Freshworks platform over tickets that the API lists by their last change. */
function freshdeskClient(tickets) {
  const asked = [];
  return {
    asked,
    request: {
      async invokeTemplate(template, { context }) {
        asked.push({ template, context, at: Date.now() - NOW });
        if (template !== "tickets") return { status: 200, headers: {}, response: "[]" };
        const changed = tickets.filter(({ updated_at }) => updated_at >= context.since);
        const page = changed.slice((context.page - 1) * 100, context.page * 100);
        return { status: 200, headers: {}, response: JSON.stringify(page) };
      },
    },
  };
}

const minute = (nth) => new Date(SINCE.getTime() + nth * 1_000).toISOString().replace(".000Z", "Z");

test("Freshdesk's tickets come oldest change first, and the next reading begins with the last change", async () => {
  const tickets = Array.from({ length: 250 }, (_, id) => ({ id, updated_at: minute(id) }));
  const client = freshdeskClient(tickets);
  const shares = [];
  const adapter = freshdesk(client, { onShare: (share) => shares.push(share) });
  const pages = await all(adapter.read({ since: SINCE }));
  assert.deepEqual(
    pages.map(({ length }) => length),
    [100, 100, 50, 0],
  );
  assert.ok(shares.every((share, nth) => nth === 0 || share >= shares[nth - 1]));
  assert.equal(shares.at(-1), 1);
  tickets.push({ id: 999, updated_at: minute(2_000) });
  const again = await all(adapter.read({ since: SINCE }));
  assert.deepEqual(
    again.flat().map(({ id }) => id),
    [249, 999],
  );
});

test("a list of Freshdesk ends at its 300th page, and the next begins where it ended", async () => {
  const tickets = Array.from({ length: 30_050 }, (_, id) => ({ id, updated_at: minute(id) }));
  const client = freshdeskClient(tickets);
  const pages = await all(freshdesk(client).read({ since: SINCE }));
  assert.equal(new Set(pages.flat().map(({ id }) => id)).size, 30_050);
  assert.ok(client.asked.every(({ context }) => context.page <= 300));
  for (const [nth, { at }] of client.asked.entries()) {
    const before = client.asked[nth - 50];
    if (before !== undefined) assert.ok(at - before.at >= 60_000, `request ${nth} at ${at}`);
  }
});

test("agents of Freshdesk are asked for once; customers have no list", async () => {
  const client = freshdeskClient([]);
  const missing = { users: ["9"], groups: [], accounts: [], tickets: [], histories: [] };
  const adapter = freshdesk(client);
  await all(adapter.explain(missing, {}));
  await all(adapter.explain(missing, {}));
  assert.deepEqual(
    client.asked.map(({ template }) => template),
    ["agents"],
  );
});
