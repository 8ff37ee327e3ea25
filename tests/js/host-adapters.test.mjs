// Adapters against a host that is made up here: which requests they make, what they take for the end, what they refuse.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Desk, isDeskError } from "deskgauge";
import { djangoHelpdesk } from "deskgauge/adapters/django-helpdesk";
import { rt } from "deskgauge/adapters/rt";
import { rtAgreements } from "deskgauge/adapters/rt-agreements";
import { sync } from "deskgauge/sync";

const platform = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = platform;
});

const json = (body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** A host: answers by path and page, and remembers what it was asked. */
function play(answer) {
  const asked = [];
  globalThis.fetch = async (url, { signal } = {}) => {
    const { pathname, searchParams } = new URL(url, "http://host.test");
    asked.push(`${pathname}${searchParams.has("page") ? ` ${searchParams.get("page")}` : ""}`);
    return answer(pathname, searchParams, signal);
  };
  return asked;
}

const QUEUES = { count: 1, page: 1, items: [{ type: "queue", id: "3", Name: "Support" }] };
const ticket = (id) => ({
  id: String(id),
  type: "ticket",
  Subject: "a subject",
  Status: "open",
  Created: "2026-03-02T08:00:00Z",
  LastUpdated: "2026-03-02T09:00:00Z",
  Queue: { id: "3", type: "queue" },
  Requestor: [{ id: "mara", type: "user" }],
});
const reply = (id, about, by) => ({
  id: String(id),
  type: "transaction",
  Type: "Correspond",
  Field: "",
  OldValue: "",
  NewValue: "",
  Created: "2026-03-02T08:30:00Z",
  Creator: { id: by, type: "user" },
  ObjectId: String(about),
});

test("RT is read page by page until an empty one, then who and what is missing", async () => {
  const page = (items, page) => json({ count: items.length, page, pages: null, total: null, items });
  const asked = play((path, search) => {
    const at = Number(search.get("page"));
    if (path.endsWith("/tickets")) return page(at === 1 ? [ticket(1), ticket(2)] : [], at);
    // One may see a single row of the second page; the third is the end.
    if (path.endsWith("/transactions"))
      return page([[reply(11, 1, "mara"), reply(12, 1, "ana")], [reply(13, 2, "bob")], []][at - 1], at);
    if (path.endsWith("/queues/all")) return json({ ...QUEUES, pages: 1 });
    if (path.endsWith("/user/ana")) return json({ Name: "ana", Privileged: 1 });
    return json({ message: "Not Found" }, 404);
  });
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-03-03T00:00:00Z" });
  const progress = [];
  const reading = await sync(desk, rt({ webPath: "/rt" }), {
    onProgress: (now) => progress.push(now.answers),
  });
  assert.deepEqual(asked, [
    "/rt/REST/2.0/tickets 1",
    "/rt/REST/2.0/tickets 2",
    "/rt/REST/2.0/transactions 1",
    "/rt/REST/2.0/transactions 2",
    "/rt/REST/2.0/transactions 3",
    "/rt/REST/2.0/queues/all 1",
    "/rt/REST/2.0/user/ana",
    "/rt/REST/2.0/user/bob",
  ]);
  assert.equal(reading.tickets, 2);
  assert.deepEqual(progress, [1, 2, 3, 3, 4, 5]);
  const report = await desk.report({ metrics: ["first_response_time"], by: "group" });
  assert.deepEqual(
    report.rows().map(({ by, figures }) => [by.group, figures.first_response_time.mean]),
    [["Support", 1_800]],
  );
  desk.free();
});

test("RT is asked for one ticket with its history, and for what changed since", async () => {
  const asked = play((path) =>
    path.endsWith("/ticket/7") ? json(ticket(7)) : json({ count: 0, page: 1, items: [] }),
  );
  const desk = { load: async () => ({ newTickets: 1 }) };
  await sync(desk, rt(), { ticket: 7 });
  assert.deepEqual(asked, ["/REST/2.0/ticket/7", "/REST/2.0/ticket/7/history 1"]);

  const queries = [];
  play((_, search) => {
    queries.push(search.get("query"));
    return json({ count: 0, page: 1, items: [] });
  });
  await sync(desk, rt(), { since: new Date("2026-03-02T08:00:00Z") });
  assert.equal(queries[0], "LastUpdated > '2026-03-01'");
  assert.match(queries[1], /TicketLastUpdated > '2026-03-01'/);
});

test("django-helpdesk is read from id to id", async () => {
  const afters = [];
  play((_, search) => {
    afters.push(search.get("after"));
    return json({ tickets: [], next: afters.length < 3 ? afters.length * 100 : null });
  });
  const desk = { load: async () => ({ newTickets: 0 }) };
  const reading = await sync(desk, djangoHelpdesk({ history: "/d/history.json" }));
  assert.deepEqual(afters, ["0", "100", "200"]);
  assert.equal(reading.answers, 3);
});

test("each refusal of a host has its code, and nothing is asked after it", async () => {
  const html = (body) => new Response(body, { headers: { "content-type": "text/html" } });
  const cases = [
    ["signed-out", () => json({}, 401)],
    ["signed-out", () => html('<input type="password">')],
    ["forbidden", () => json({}, 403)],
    ["not-found", () => json({}, 404)],
    ["host-refused", () => json({}, 400)],
    ["host-failed", () => json({}, 502)],
    ["not-json", () => html("<p>hello</p>")],
    ["not-json", () => new Response("<p>", { headers: { "content-type": "application/json" } })],
    ["host-unreachable", () => Promise.reject(new TypeError("failed to fetch"))],
    [
      "host-timeout",
      (_, __, signal) =>
        new Promise((_, refuse) => signal.addEventListener("abort", () => refuse(signal.reason))),
    ],
  ];
  for (const [code, answer] of cases) {
    const asked = play(answer);
    const desk = { load: () => assert.fail("nothing was to be loaded") };
    const error = await sync(desk, rt(), { timeout: 0.05, retries: 0 }).catch((error) => error);
    assert.ok(isDeskError(error), `${code}: ${error}`);
    assert.equal(error.code, code);
    assert.equal(asked.length, 1, code);
  }
});

test("a load ends with its signal", async () => {
  const ended = new AbortController();
  play((_, __, signal) => {
    ended.abort(new Error("enough"));
    return new Promise((_, refuse) => {
      if (signal.aborted) refuse(signal.reason);
    });
  });
  await assert.rejects(sync({ load: assert.fail }, rt(), { signal: ended.signal }), /enough/);
});

test("RT's agreements become policies, and what cannot be said is named", async () => {
  const day = { Start: "08:00", End: "18:00", Breaks: [{ Start: "12:00", End: "12:30" }] };
  const { promises, leftOut } = rtAgreements({
    timeZone: "Europe/Berlin",
    withoutSla: ["General"],
    businessHours: {
      Default: { 0: { Name: "Sunday", Start: null, End: null }, 1: day, holidays: ["12-25", "2026-04-03"] },
    },
    agreements: {
      Default: "gold",
      QueueDefault: { Billing: "gold", "New York": { Level: "gold", Timezone: "America/New_York" } },
      Levels: {
        gold: {
          Response: 60,
          KeepInLoop: { BusinessMinutes: "120", IgnoreOnStatuses: ["stalled"] },
          Resolve: { RealMinutes: 1440 },
        },
        odd: { Resolve: { RealMinutes: 10, BusinessMinutes: 20 } },
        later: { Response: 30, OutOfHours: { Response: { RealMinutes: 60 } }, BusinessHours: "Night" },
      },
    },
  });
  const targets = {
    next_response: 3_600,
    keep_in_loop: 7_200,
    resolution: { time: 86_400, calendar: false },
  };
  assert.deepEqual(promises.policies, [
    {
      id: "gold, New York",
      where: { tier: "gold", group: "New York" },
      calendar: "Default, America/New_York",
      targets,
    },
    { id: "gold", where: { tier: "gold", group: { not: ["General"] } }, calendar: "Default", targets },
  ]);
  assert.deepEqual(promises.calendars.Default.weekly.mon, [
    ["08:00", "12:00"],
    ["12:30", "18:00"],
  ]);
  assert.deepEqual(promises.calendars.Default.weekly.sun, []);
  assert.deepEqual(promises.calendars.Default.holidays, ["12-25", "2026-04-03"]);
  assert.deepEqual(promises.clocks, {
    profile: "rt",
    paused: ["stalled"],
    pause: { "*": "run", keep_in_loop: "hide" },
  });
  assert.equal(leftOut.length, 2);
  assert.match(leftOut[0], /^odd\.Resolve: /);
  assert.match(leftOut[1], /^later\.Response: /);
  const desk = await Desk.open({ timeZone: "UTC" });
  await desk.configure(promises);
  desk.free();
  assert.deepEqual(rtAgreements({}).promises.policies, []);
});
