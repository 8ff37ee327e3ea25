// The adapters for Zendesk and Freshdesk through made-up clients of their app frameworks: what these are asked and told, how fast, and
// where a second reading goes on. Nothing is kept in a desk here; what becomes of payloads is told where desks load them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { freshdesk, freshdeskApp } from "deskgauge/adapters/freshdesk";
import { zendesk, zendeskApp } from "deskgauge/adapters/zendesk";
import { sync } from "deskgauge/sync";
import { MadeClock } from "./sync/server.mjs";

const NOW = Date.UTC(2026, 2, 2, 12);
const SINCE = new Date(NOW - 86_400_000);
const NOTHING = { users: [], groups: [], accounts: [], tickets: [], histories: [] };

/** A desk that keeps the payloads it is given, and misses what a test says. */
function collector(missing = NOTHING) {
  const pages = [];
  return {
    pages,
    async load(bytes) {
      pages.push(JSON.parse(new TextDecoder().decode(bytes)));
      return { newTickets: 0, source: { missing: { ...NOTHING, ...missing } } };
    },
  };
}

/** A client of Zendesk's framework: `answers(url)` gives a status, a body and headers; `asked` is what was asked, and when. */
function zendeskClient(answers, clock) {
  const asked = [];
  return {
    asked,
    async request({ url }) {
      asked.push({ url, at: clock.now() - NOW });
      const { status = 200, body = {}, headers = "" } = answers(url, asked.length);
      const response = { status, responseText: JSON.stringify(body), responseHeaders: headers };
      if (status >= 400) throw response;
      return response;
    },
  };
}

test("exports of Zendesk are asked for ten times a minute, no faster", async () => {
  const clock = new MadeClock(NOW);
  const client = zendeskClient(
    (url, nth) =>
      url.includes("/tickets/")
        ? {
            body: {
              tickets: [],
              after_url: `https://d.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor=${nth}`,
              end_of_stream: nth > 23,
            },
          }
        : { body: { ticket_events: [], end_of_stream: true } },
    clock,
  );
  const waits = [];
  const onProgress = ({ waiting }) => waiting && waits.push(waiting.until - clock.now());
  await sync(collector(), zendesk({ request: zendeskApp(client) }), { since: SINCE, clock, onProgress });
  assert.equal(client.asked.length, 24);
  const [{ url: first }, ...exports] = client.asked;
  assert.match(first, /groups/);
  for (const [nth, { at }] of exports.entries()) {
    const before = exports[nth - 10];
    if (before !== undefined) assert.ok(at - before.at >= 60_000, `request ${nth} at ${at}`);
  }
  assert.deepEqual(waits, [60_000, 60_000]);
});

test("the framework is told neither to retry by itself nor to hide headers", async () => {
  const seen = [];
  const client = {
    async request(options) {
      seen.push(options);
      return { status: 200, responseText: "{}", responseHeaders: "" };
    },
  };
  await sync(collector(), zendesk({ request: zendeskApp(client) }), { ticket: "13 or 1=1" });
  assert.equal(seen[0].url, "/api/v2/tickets/13%20or%201%3D1.json?include=users,groups,metric_events");
  assert.deepEqual([seen[0].autoRetry, seen[0].httpCompleteResponse], [false, true]);
});

test("an answer of the framework is told by its status, its headers and what it says", async () => {
  const clock = new MadeClock(NOW);
  for (const [headers, wait] of [
    ["Retry-After: 7", 7_000],
    [`content-type: text/plain\r\nretry-after: ${new Date(NOW + 30_000).toUTCString()}\r\n`, 30_000],
  ]) {
    const client = zendeskClient(
      (_, nth) => (nth === 1 ? { status: 429, headers } : { body: { audits: [] } }),
      clock,
    );
    clock.at = NOW;
    await sync(collector(), zendesk({ request: zendeskApp(client) }), { ticket: 1, clock });
    assert.equal(client.asked[1].at, wait);
    assert.equal(client.asked[0].url, client.asked[1].url);
  }
  for (const request of [
    () => Promise.reject({ status: 0 }),
    () => Promise.reject(new TypeError("no")),
    undefined,
  ]) {
    const adapter = zendesk({ request: zendeskApp({ request }) });
    await assert.rejects(sync(collector(), adapter, { ticket: 1, clock }), { code: "host-unreachable" });
  }
});

test("an export goes on where it was left, and leads nowhere but to the account", async () => {
  const clock = new MadeClock(NOW);
  const client = zendeskClient((url) => {
    if (!url.includes("/tickets/"))
      return { body: { ticket_events: [], next_page: null, end_of_stream: true } };
    const at = Number(new URL(url, "https://x.invalid").searchParams.get("cursor") ?? 0);
    const after_url = `https://elsewhere.example.com/api/v2/incremental/tickets/cursor.json?cursor=${at + 1}`;
    return { body: { tickets: [], after_url, end_of_stream: at === 4 } };
  }, clock);
  const adapter = zendesk({ request: zendeskApp(client) });
  const ended = new AbortController();
  let cursor;
  const onProgress = (now) => {
    cursor = now.cursor;
    if (now.answers === 5) ended.abort();
  };
  await assert.rejects(sync(collector(), adapter, { since: SINCE, clock, signal: ended.signal, onProgress }));
  await sync(collector(), adapter, { since: SINCE, clock, cursor });
  const cursors = client.asked.flatMap(({ url }) => /\/tickets\/.*cursor=(\d)/.exec(url)?.[1] ?? []);
  assert.deepEqual(cursors, ["1", "2", "3", "4"]);
  for (const { url } of client.asked) assert.match(url, /^\/api\/v2\/(incremental\/|groups)/);
  // A cursor that somebody wrote by hand leads to exports or nowhere.
  const before = client.asked.length;
  const odd = { ...cursor, position: { tickets: "/api/v2/users.json", ticket_events: 7 } };
  await sync(collector(), adapter, { cursor: odd, clock });
  for (const { url } of client.asked.slice(before)) assert.match(url, /^\/api\/v2\/incremental\//);
});

test("an export whose next page is the same page ends", async () => {
  const clock = new MadeClock(NOW);
  const client = zendeskClient(
    (url) => ({ body: { next_page: `https://d.zendesk.com${url}`, end_of_stream: false } }),
    clock,
  );
  await sync(collector(), zendesk({ request: zendeskApp(client) }), { since: SINCE, clock });
  assert.equal(client.asked.length, 4);
});

test("who is missing is asked for a hundred at a time, and once", async () => {
  const clock = new MadeClock(NOW);
  const client = zendeskClient(() => ({ body: { users: [] } }), clock);
  const users = Array.from({ length: 150 }, (_, nth) => String(nth));
  const adapter = zendesk({ request: zendeskApp(client) });
  const desk = collector({ users, accounts: ["7"] });
  await sync(desk, adapter, { ticket: 1, clock });
  await sync(desk, adapter, { ticket: 1, clock });
  const explaining = client.asked.filter(({ url }) => url.includes("show_many"));
  const counts = explaining.map(({ url }) => [url.split("?")[0], url.split("=")[1].split(",").length]);
  assert.deepEqual(counts, [
    ["/api/v2/users/show_many.json", 100],
    ["/api/v2/users/show_many.json", 50],
    ["/api/v2/organizations/show_many.json", 1],
  ]);
});

test("names that one may not see are done without; other refusals are told", async () => {
  const clock = new MadeClock(NOW);
  const reading = (status) => {
    const client = zendeskClient((url) => (url.includes("show_many") ? { status } : {}), clock);
    return sync(collector({ users: ["1"] }), zendesk({ request: zendeskApp(client) }), { ticket: 1, clock });
  };
  for (const status of [403, 404]) await reading(status);
  await assert.rejects(reading(500), { code: "host-failed" });
});

/** A client of the Freshworks platform over tickets that the API lists by their last change. */
function freshdeskClient(tickets, clock) {
  const asked = [];
  return {
    asked,
    request: {
      async invokeTemplate(template, { context }) {
        asked.push({ template, context, at: clock.now() - NOW });
        if (template !== "tickets") return { status: 200, headers: {}, response: "[]" };
        const since = Date.parse(context.since);
        const changed = tickets.filter(({ updated_at }) => Date.parse(updated_at) >= since);
        const page = Number(context.page);
        return {
          status: 200,
          headers: {},
          response: JSON.stringify(changed.slice((page - 1) * 100, page * 100)),
        };
      },
    },
  };
}

const second = (nth) => new Date(SINCE.getTime() + nth * 1_000).toISOString().replace(".000Z", "Z");
const idsOf = ({ pages }) => pages.flat().map(({ id }) => id);

test("Freshdesk's tickets come oldest change first, and the next reading begins before the last change", async () => {
  const clock = new MadeClock(NOW);
  const tickets = Array.from({ length: 250 }, (_, id) => ({ id, updated_at: second(1_000 * id) }));
  const client = freshdeskClient(tickets, clock);
  const shares = [];
  const adapter = freshdesk({ request: freshdeskApp(client) });
  const desk = collector();
  const onProgress = ({ share }) => share !== undefined && shares.push(share);
  const { cursor } = await sync(desk, adapter, { since: SINCE, clock, onProgress });
  // The boundary of two windows comes twice, and no page after the first is asked for.
  assert.deepEqual(
    desk.pages.filter(({ length }) => length > 0).map(({ length }) => length),
    [100, 100, 52],
  );
  assert.equal(new Set(idsOf(desk)).size, 250);
  assert.ok(client.asked.every(({ context }) => context.page === "1"));
  assert.ok(shares.every((share, nth) => nth === 0 || share >= shares[nth - 1]));
  assert.equal(shares.at(-1), 1);
  tickets.push({ id: 999, updated_at: second(250_000) });
  const later = collector();
  await sync(later, adapter, { clock, cursor });
  assert.deepEqual(idsOf(later), [249, 999]);
});

test("tickets that change while Freshdesk's list is read are neither lost nor in the way", async () => {
  const clock = new MadeClock(NOW);
  const tickets = Array.from({ length: 1_000 }, (_, id) => ({ id, updated_at: second(id) }));
  const client = freshdeskClient(tickets, clock);
  const { invokeTemplate } = client.request;
  client.request.invokeTemplate = async (...args) => {
    const answer = await invokeTemplate(...args);
    // After each answer, ninety tickets that were read move to the end.
    for (const ticket of tickets.splice(0, 90))
      tickets.push({ ...ticket, updated_at: second(2_000 + clock.at++) });
    if (clock.at > NOW + 900) client.request.invokeTemplate = invokeTemplate;
    return answer;
  };
  const desk = collector();
  await sync(desk, freshdesk({ request: freshdeskApp(client) }), { since: SINCE, clock });
  assert.equal(new Set(idsOf(desk)).size, 1_000);
});

test("a change that is seen later than it is dated is not lost", async () => {
  const clock = new MadeClock(NOW);
  const tickets = [
    { id: 1, updated_at: second(1_000) },
    { id: 2, updated_at: second(1_310) },
  ];
  const adapter = freshdesk({ request: freshdeskApp(freshdeskClient(tickets, clock)) });
  const { cursor } = await sync(collector(), adapter, { since: SINCE, clock });
  tickets.splice(1, 0, { id: 3, updated_at: second(1_020) });
  const later = collector();
  await sync(later, adapter, { clock, cursor });
  assert.deepEqual(idsOf(later), [3, 2]);
});

test("what was not yet seen when a reading began is asked for by the next, however long the reading took", async () => {
  for (const skew of [0, -3_600_000, 3_600_000]) {
    const clock = new MadeClock(NOW);
    const host = () => clock.now() + skew;
    const dated = (at) => new Date(at).toISOString();
    // A page that reaches up to the moment it is read; behind it is what comes hours later.
    const tickets = Array.from({ length: 100 }, (_, id) => ({
      id,
      updated_at: dated(host() - 200_000 + 1_000 * id),
    }));
    const invokeTemplate = async (template, { context }) => {
      const response = { status: 200, headers: { Date: new Date(host()).toUTCString() } };
      if (template !== "tickets") return { ...response, response: "[]" };
      const changed = tickets.filter(({ updated_at }) => updated_at >= context.since).slice(0, 100);
      if (clock.now() === NOW) {
        // Dated before the first page was read, and there only after it.
        tickets.splice(50, 0, { id: "late", updated_at: tickets[50].updated_at });
        clock.at += 6 * 3_600_000;
        tickets.push({ id: "new", updated_at: dated(host()) });
      }
      return { ...response, response: JSON.stringify(changed) };
    };
    const adapter = freshdesk({ request: freshdeskApp({ request: { invokeTemplate } }) });
    const first = collector();
    const { cursor } = await sync(first, adapter, { since: SINCE, clock });
    assert.ok(idsOf(first).includes("new") && !idsOf(first).includes("late"));
    const later = collector();
    await sync(later, adapter, { clock, cursor });
    assert.ok(idsOf(later).includes("late"), `clocks ${skew} apart`);
  }
});

test("more changes of one second than fit on a page are read page by page, and again until nothing new comes", async () => {
  const clock = new MadeClock(NOW);
  const tickets = [
    ...Array.from({ length: 40 }, (_, id) => ({ id, updated_at: second(id) })),
    // As after a bulk edit.
    ...Array.from({ length: 730 }, (_, id) => ({ id: 1_000 + id, updated_at: second(100) })),
    ...Array.from({ length: 40 }, (_, id) => ({ id: 2_000 + id, updated_at: second(200 + id) })),
  ];
  const client = freshdeskClient(tickets, clock);
  const { invokeTemplate } = client.request;
  let moved = 0;
  client.request.invokeTemplate = async (...args) => {
    const answer = await invokeTemplate(...args);
    // One of the second's tickets changes after a page that had it: all that follow move up by one.
    if (args[1].context.page === "3" && moved++ === 0) {
      const [changed] = tickets.splice(50, 1);
      tickets.push({ ...changed, updated_at: second(900) });
    }
    return answer;
  };
  const desk = collector();
  await sync(desk, freshdesk({ request: freshdeskApp(client) }), { since: SINCE, clock });
  assert.equal(moved > 0, true);
  assert.equal(new Set(idsOf(desk)).size, 810);
});

test("a list that never ends is no list", async () => {
  const same = Array.from({ length: 100 }, (_, id) => ({ id, updated_at: second(0) }));
  const invokeTemplate = async () => ({ status: 200, headers: {}, response: JSON.stringify(same) });
  const adapter = freshdesk({ request: freshdeskApp({ request: { invokeTemplate } }), perMinute: 1e9 });
  await assert.rejects(sync(collector(), adapter, { since: SINCE }), { code: "host-repeats" });
});

test("a long list of Freshdesk is read without its 301st page, at fifty requests a minute", async () => {
  const clock = new MadeClock(NOW);
  const tickets = Array.from({ length: 30_050 }, (_, id) => ({ id, updated_at: second(id) }));
  const client = freshdeskClient(tickets, clock);
  const desk = collector();
  await sync(desk, freshdesk({ request: freshdeskApp(client) }), { since: SINCE, clock });
  assert.equal(new Set(idsOf(desk)).size, 30_050);
  assert.ok(client.asked.every(({ context }) => Number(context.page) <= 300));
  for (const [nth, { at }] of client.asked.entries()) {
    const before = client.asked[nth - 50];
    if (before !== undefined) assert.ok(at - before.at >= 60_000, `request ${nth} at ${at}`);
  }
});

test("agents of Freshdesk are asked for once; customers have no list", async () => {
  const clock = new MadeClock(NOW);
  const client = freshdeskClient([], clock);
  const adapter = freshdesk({ request: freshdeskApp(client) });
  const desk = collector({ users: ["9"] });
  await sync(desk, adapter, { clock });
  await sync(desk, adapter, { clock });
  const explaining = client.asked.filter(({ template }) => !["tickets", "ratings"].includes(template));
  assert.deepEqual(
    explaining.map(({ template }) => template),
    ["agents"],
  );
});
