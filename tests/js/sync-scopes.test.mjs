// Which tickets a sync is limited to, what it does without, and what it asks for again after it did not come to its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { freshdesk } from "deskgauge/adapters/freshdesk";
import { salesforce } from "deskgauge/adapters/salesforce";
import { servicenow } from "deskgauge/adapters/servicenow";
import { Pace, sync } from "deskgauge/sync";
import { asking } from "./sync/asking.mjs";

const NOW = Date.UTC(2026, 2, 2, 12);
const MINUTE = 60_000;
const desks = () => Desk.open({ engine: "page", timeZone: "UTC", now: NOW });

/** A clock by which several wait at the same time: it goes on to whoever waits the least. */
class SharedClock {
  #at = NOW;
  #waiting = [];

  now() {
    return this.#at;
  }

  sleep(milliseconds) {
    const over = new Promise((wake) => this.#waiting.push({ until: this.#at + milliseconds, wake }));
    setTimeout(() => {
      this.#waiting.sort((a, b) => a.until - b.until);
      const { until, wake } = this.#waiting.shift();
      this.#at = Math.max(this.#at, until);
      wake();
    });
    return over;
  }
}

const ticket = {
  id: 1,
  status: 2,
  priority: 1,
  source: 2,
  requester_id: 5,
  responder_id: 9,
  group_id: 3,
  created_at: "2026-03-02T09:00:00Z",
  updated_at: "2026-03-02T09:00:00Z",
};

test("who is missing is asked for again by another desk, and after a sync that did not come to its end", async () => {
  let fails = true;
  const { paths, request } = asking((path) => {
    if (path.startsWith("/api/v2/tickets?")) return { body: [ticket] };
    if (path.startsWith("/api/v2/groups"))
      return fails ? { status: 500 } : { body: [{ id: 3, name: "L1", description: null, agent_ids: [9] }] };
    if (path.startsWith("/api/v2/agents"))
      return { body: [{ id: 9, contact: { name: "Ana" }, occasional: false }] };
  });
  const adapter = freshdesk({ request, conversations: false });
  const named = async (desk) =>
    (await desk.report({ metrics: ["tickets"], by: ["group"] })).groups[0].by.group;
  const desk = await desks();
  await assert.rejects(sync(desk, adapter, { retries: 0 }), { code: "host-failed" });
  assert.equal(await named(desk), "3");
  fails = false;
  const { cursor } = await sync(desk, adapter);
  assert.equal(await named(desk), "L1");
  const another = await desks();
  await sync(another, adapter);
  assert.equal(await named(another), "L1");
  const before = paths.filter((path) => path.startsWith("/api/v2/groups")).length;
  await sync(another, adapter, { cursor });
  assert.equal(
    paths.filter((path) => path.startsWith("/api/v2/groups")).length,
    before,
    "told once is enough",
  );
  desk.free();
  another.free();
});

test("Freshdesk: ratings that one may not see are done without, and a position is no earlier than the beginning", async () => {
  const { request } = asking((path) => {
    if (path.includes("satisfaction_ratings")) return { status: 403 };
    if (path.startsWith("/api/v2/tickets?")) return { body: [ticket] };
  });
  const desk = await desks();
  const since = new Date(NOW);
  let { cursor } = await sync(desk, freshdesk({ request, conversations: false }), { since });
  ({ cursor } = await sync(desk, freshdesk({ request, conversations: false }), { cursor }));
  assert.ok(
    Object.values(cursor.position).every((at) => at >= NOW),
    JSON.stringify(cursor),
  );
  desk.free();
});

test("Salesforce: a condition on cases holds for all that is about them", async () => {
  const where = "RecordType.DeveloperName = 'Support' OR IsEscalated = true";
  const history = {
    Id: "017000000000001AAA",
    CaseId: "500000000000009AAA",
    Field: "Status",
    NewValue: "Closed",
  };
  const attributes = { type: "CaseHistory" };
  const { paths, request } = asking((path) => {
    const isHistory = path.includes("FROM CaseHistory") && !path.includes("CaseId IN ('");
    const records = isHistory
      ? [{ attributes, CreatedDate: "2026-03-02T09:00:00.000+0000", ...history }]
      : [];
    return { body: { done: true, records } };
  });
  const desk = await desks();
  await sync(desk, salesforce({ request, where }));
  const queries = paths.map((path) => path.split("?q=")[1]);
  assert.ok(queries.length > 5);
  for (const query of queries) assert.ok(query.includes(where), query);
  const untold = queries.find((query) => query.includes("Id IN ('500000000000009AAA')"));
  assert.match(untold, /FROM Case WHERE Id IN \('500000000000009AAA'\) AND \(RecordType/);
  desk.free();
});

test("ServiceNow: a query holds for SLAs and for what is asked for afterwards, in each of its parts", async () => {
  const query = "assignment_group.name=Desk^ORcategory=a^^b^NQactive=true^EQ";
  const id = "a".repeat(32);
  const { paths, request } = asking((path) => {
    const isSla = path.includes("/task_sla?") && !path.includes("taskIN");
    const row = {
      sys_id: "f1",
      task: id,
      "sla.name": "R",
      has_breached: "true",
      planned_end_time: "2026-03-02 10:00:00",
    };
    return {
      body: { result: isSla ? [{ ...row, sys_updated_on: "2026-03-02 09:00:00" }] : [] },
      headers: { link: "" },
    };
  });
  const desk = await desks();
  await sync(desk, servicenow({ request, query }));
  const asked = (table) => paths.filter((path) => path.includes(`/${table}?`));
  const [slas] = asked("task_sla");
  assert.match(
    slas,
    /=sys_updated_on>=[^^]*\^task\.sys_class_name=incident\^task\.ref_incident\.assignment_group\.name=Desk\^ORtask\.ref_incident\.category=a\^\^b\^NQsys_updated_on>=[^^]*\^task\.sys_class_name=incident\^task\.ref_incident\.active=true\^EQ\^ORDERBY/,
  );
  const untold = asked("incident").find((path) => path.includes(`sys_idIN${id}`));
  assert.ok(
    untold.includes(`sys_idIN${id}^assignment_group.name=Desk^ORcategory=a^^b^NQsys_idIN${id}^active=true`),
    untold,
  );
  desk.free();
});

test("ServiceNow: pages of which nothing may be seen lead on", async () => {
  const { request } = asking((path) => {
    const offset = Number(/sysparm_offset=(\d+)/.exec(path)?.[1]);
    if (!path.includes("/incident?")) return { body: { result: [] } };
    const row = { sys_id: "b".repeat(32), number: "INC1", state: "1", opened_at: "2026-03-02 09:00:00" };
    const result = offset === 900 ? [{ ...row, sys_updated_on: "2026-03-02 09:00:00" }] : [];
    return { body: { result }, headers: { link: offset < 900 ? '<https://x/y>;rel="next"' : "" } };
  });
  const desk = await desks();
  await sync(desk, servicenow({ request }));
  assert.equal((await desk.report({ metrics: ["tickets"] })).cell().value, 1);
  desk.free();
});

test("syncs side by side keep one pace; a helpdesk of which nothing is left for hours is given up", async () => {
  const clock = new SharedClock();
  const times = [];
  const { request } = asking(() => ({ body: { tickets: [], users: [] } }));
  const timed = (path, init) => {
    times.push(clock.now());
    return request(path, init);
  };
  const pace = new Pace({ most: 1 });
  const adapter = {
    source: "zendesk",
    request: timed,
    pace,
    async *read(host) {
      const answers = await Promise.all([1, 2, 3].map((page) => host.json({ path: `/${page}` })));
      yield { payload: answers[0].bytes };
    },
  };
  const desk = await desks();
  await sync(desk, adapter, { clock });
  times.sort((a, b) => a - b);
  assert.deepEqual(
    times.map((at) => at - NOW),
    [0, MINUTE, 2 * MINUTE],
  );
  pace.hold(clock.now() + 22 * 60 * MINUTE);
  await assert.rejects(sync(desk, adapter, { clock }), { code: "host-busy" });
  desk.free();
});

test("a desk refuses to be saved under an option it does not know", async () => {
  const desk = await desks();
  await assert.rejects(desk.save({ redacted: true }), { code: "unknown-option", path: "redacted" });
  const csv = new Blob(["id,minutes\n1,2"]);
  await assert.rejects(desk.reconcile({ metric: "first_response_time", theirs: { csv, unit: "minutes" } }), {
    code: "bad-question",
    path: "theirs.csv",
  });
  desk.free();
});
