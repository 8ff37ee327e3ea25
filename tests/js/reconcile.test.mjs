/** Ours beside theirs through the package: every way to give their values, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk, reconciledCsv } from "deskgauge";

const MINUTE = 60_000;
const START = Date.UTC(2026, 4, 4, 9);

/** Five tickets answered after 10, 20 … minutes; of the second a bot spoke first, after 5; the last has no answer. */
async function desk(options = {}) {
  const made = await Desk.open({
    timeZone: "UTC",
    now: START + 86_400_000,
    ...options,
  });
  const reply = (minutes, role = "agent") => ({
    at: START + minutes * MINUTE,
    kind: "reply",
    role,
  });
  await made.load(
    [1, 2, 3, 4, 5].map((id) => ({
      id: `T-${id}`,
      created_at: START,
      channel: id < 4 ? "email" : "chat",
      events: id === 5 ? [] : id === 2 ? [reply(5, "bot"), reply(20)] : [reply(10 * id)],
    })),
  );
  return made;
}

const VALUES = { "T-1": 10, "T-2": 5, "T-3": 33, "T-4": null, "X-9": 7 };

test("every way to give values gives the same answer", async () => {
  const made = await desk();
  const ask = (theirs) => made.reconcile({ metric: "first_response_time", theirs });
  const unit = "minutes";
  const answer = await ask({ values: VALUES, unit });
  const [under] = answer.under;
  assert.equal(answer.under.length, 1, "the desk's profile is the default one");
  const { tickets, agree, differ, onlyOurs, onlyTheirs, neither, explained, unexplained } = under;
  assert.deepEqual(
    [tickets, agree, differ, onlyOurs, onlyTheirs, neither, explained, unexplained],
    [4, 1, 2, 1, 0, 0, 2, 1],
  );
  // Nobody is assigned the fourth, so that a tool that wants an assignment has no value of it.
  assert.deepEqual(
    under.kinds.map(({ rules, tickets: count, difference }) => [rules, count, difference]),
    [
      [["assigned-only"], 1, 0],
      [["bot-reply"], 1, 15 * 60],
    ],
  );
  assert.deepEqual(under.examples, [
    {
      ticket: "T-3",
      outcome: "differ",
      ours: 1_800,
      theirs: 1_980,
      difference: -180,
      rules: [],
      explained: null,
    },
  ]);
  assert.deepEqual(
    [answer.listed, answer.unknown, answer.unknownTickets, answer.unlisted, answer.grain],
    [5, 1, ["X-9"], 0, 60],
  );
  assert.deepEqual(await ask({ values: new Map(Object.entries(VALUES)), unit }), answer);
  assert.deepEqual(await ask({ values: Object.entries(VALUES), unit }), answer);
  const seconds = Object.entries(VALUES).map(([id, value]) => [id, value === null ? null : value * 60]);
  assert.deepEqual(await ask({ values: seconds, unit: "seconds" }), {
    ...answer,
    grain: 1,
  });
  const csv = `Ticket ID;First reply\nT-1;10\nT-2;5\nT-3;33\nT-4;\nX-9;7\n`;
  assert.deepEqual(await ask({ csv, unit }), answer);
  assert.deepEqual(await ask({ csv: new TextEncoder().encode(csv), unit }), answer);
  const named = { csv, ticket: "Ticket ID", value: "First reply", unit };
  assert.deepEqual(await ask(named), answer);
  made.free();
});

test("only the tickets asked about are compared, and listed as asked", async () => {
  const made = await desk();
  const question = {
    metric: "first_response_time",
    theirs: { values: VALUES, unit: "minutes" },
  };
  const chat = await made.reconcile({
    ...question,
    where: { channel: "chat" },
  });
  assert.deepEqual([chat.under[0].tickets, chat.beyond, chat.listed], [1, 3, 5]);
  assert.deepEqual(chat.rows, []);
  const all = await made.reconcile({ ...question, rows: {} });
  assert.deepEqual(
    all.rows.map(({ ticket, outcome }) => [ticket, outcome]),
    [
      ["T-1", "agree"],
      ["T-2", "differ"],
      ["T-3", "differ"],
      ["T-4", "only-ours"],
    ],
  );
  const differ = await made.reconcile({
    ...question,
    rows: { outcome: "differ", offset: 1 },
  });
  assert.deepEqual([differ.rows.map(({ ticket }) => ticket), differ.total], [["T-3"], 2]);
  assert.equal(
    reconciledCsv(all),
    [
      "ticket,outcome,ours,theirs,difference,rules,explained",
      "T-1,agree,600,600,0,,",
      "T-2,differ,1200,300,900,bot-reply,300",
      "T-3,differ,1800,1980,-180,,",
      "T-4,only-ours,2400,,,assigned-only,",
      "",
    ].join("\r\n"),
  );
  made.free();
});

test("the values that came with a source's payloads are held against, also by plain JavaScript", async () => {
  for (const engine of ["page", "plain"]) {
    const made = await Desk.open({
      timeZone: "UTC",
      now: START + 86_400_000,
      engine,
    });
    const payload = {
      tickets: [
        {
          id: 1,
          created_at: "2026-05-04T09:00:00Z",
          updated_at: "2026-05-04T10:00:00Z",
          status: "open",
          requester_id: 5,
          metric_set: {
            created_at: "2026-05-04T09:00:00Z",
            updated_at: "2026-05-04T10:00:00Z",
            reply_time_in_minutes: { calendar: 12, business: 12 },
          },
        },
      ],
      users: [{ id: 9, name: "Ana", role: "agent" }],
      audits: [
        {
          id: 10,
          ticket_id: 1,
          created_at: "2026-05-04T09:12:30Z",
          author_id: 9,
          events: [{ id: 11, type: "Comment", public: true }],
        },
      ],
    };
    await made.load(JSON.stringify(payload), { source: "zendesk" });
    const answer = await made.reconcile({
      metric: "first_response_time",
      theirs: "zendesk",
    });
    assert.equal(answer.source, "zendesk");
    assert.deepEqual(
      answer.under.map(({ profile, agree, rounding }) => [profile, agree, rounding]),
      [
        ["zendesk", 1, ["nearest", "floor"]],
        ["deskgauge", 1, ["nearest", "floor"]],
      ],
    );
    const again = await Desk.restore(await made.save(), {
      timeZone: "UTC",
      now: START + 86_400_000,
      engine,
    });
    assert.deepEqual(
      await again.reconcile({
        metric: "first_response_time",
        theirs: "zendesk",
      }),
      answer,
    );
    again.free();
    made.free();
  }
});

test("what cannot be held against is refused with its path", async () => {
  const made = await desk();
  const refused = (question, code, path) =>
    assert.rejects(made.reconcile({ metric: "first_response_time", ...question }), { code, path });
  await refused({ theirs: 5 }, "bad-question", "theirs");
  await refused({ theirs: { values: 5 } }, "bad-question", "theirs.values");
  await refused({ theirs: { values: { a: "b" }, unit: "ms" } }, "bad-question", "theirs.values.a");
  await refused({ theirs: { values: [["a", "b"]], unit: "ms" } }, "bad-question", "theirs.values[0][1]");
  await refused({ theirs: { values: [3], unit: "ms" } }, "bad-question", "theirs.values[0]");
  await refused({ theirs: { values: {} } }, "missing-unit", "theirs.unit");
  await refused({ theirs: "excel" }, "unknown-source", "theirs.source");
  await refused({ theirs: "rt" }, "no-own-values", "metric");
  await refused({ theirs: { csv: "", unit: "ms" } }, "empty-input", "theirs.csv");
  await refused({ metric: "escalation_rate", theirs: "zendesk" }, "not-reconcilable", "metric");
  await refused({ theirs: "zendesk", profile: "none" }, "unknown-profile", "profile");
  await refused({ theirs: "zendesk", them: 1 }, "unknown-option", "them");
  made.free();
});
