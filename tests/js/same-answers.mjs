// A desk with promises and rules asked everything, for engines that must answer alike to the bit. Runs in Node and in pages.

const FROM = Date.UTC(2026, 1, 16);
const UNTIL = Date.UTC(2026, 3, 13);
const DAY = [["08:00", "18:00"]];
const WEEKLY = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY };
const SETTINGS = {
  calendars: { office: { timeZone: "Europe/Berlin", weekly: WEEKLY, holidays: ["2026-04-03"] } },
  policies: [{ id: "all", calendar: "office", targets: { first_response: "2h", resolution: "16h" } }],
  rules: [
    {
      id: "silence",
      when: { since: "customer_message", longerThan: "4h" },
      steps: [
        { do: "notify", to: { role: "lead" } },
        { do: "reassign", to: { group: "experts" }, after: "30m" },
      ],
    },
  ],
};
const QUESTIONS = [
  {
    metrics: ["first_response_time", "full_resolution_time", "csat", "nps", "escalation_rate", "backlog"],
    by: ["channel", "priority"],
    compare: "previous",
    period: { from: "2026-03-16", to: "2026-04-13" },
  },
  { metrics: ["created", "response_time_variance", "requester_wait_time"], by: ["group"], bucket: "week" },
  { metrics: [{ metric: "full_resolution_time", hours: "business" }], bucket: "hour-of-week" },
];

/** Opens a desk of 1500 tickets, and gives its answers as one text: JSON, and the bytes of all numbers. */
export async function answersOf({ Desk, simulate }, options) {
  const desk = await Desk.open({ timeZone: "Europe/Berlin", now: UNTIL, ...options });
  try {
    const loaded = await desk.load(simulate({ tickets: 1500, seed: 11, from: FROM, to: UNTIL }));
    await desk.configure(SETTINGS);
    const reports = await desk.report(QUESTIONS);
    const prepared = await desk.prepare(QUESTIONS[1]);
    reports.push(await prepared.run(), await prepared.run({ where: { channel: "email" } }));
    prepared.free();
    const said = [
      loaded,
      reports.map((report) => [report, report.header, bytesOf(report)]),
      await reports[0].tickets({ channel: "email", priority: "high", metric: "first_response_time" }),
      await desk.sla({ by: "group", next: 20, bucket: "week" }),
      await desk.clocks(loaded.tickets > 0 ? (await desk.sla({ next: 1 })).next[0].ticket : ""),
      await desk.alerts({ since: UNTIL - 7 * 86_400_000 }),
      await desk.risk({ check: 0.5 }),
      await desk.escalations(),
      await desk.escalationTimes({ by: "channel" }),
      await desk.replay({ policies: [{ ...SETTINGS.policies[0], targets: { first_response: "4h" } }] }),
      await desk.checkRules(),
      await desk.stages({ of: "group" }),
      await desk.handoffs(),
      await desk.lateEscalations(),
      await desk.findings(),
      await desk.reconcile({
        metric: { metric: "first_response_time", hours: "business" },
        theirs: {
          values: Array.from({ length: 900 }, (_, at) => [at, at % 7 === 0 ? null : at]),
          unit: "minutes",
        },
        rows: {},
      }),
      await desk.slowPeriods(),
      await desk.newest(),
      await desk.report({ metrics: ["nope"] }).catch(({ code, message, path }) => [code, message, path]),
      await desk.apply([{ ticket: "new", at: UNTIL, kind: "created" }]),
    ];
    return { engine: desk.engine, note: desk.engineNote, text: JSON.stringify(said) };
  } finally {
    desk.free();
  }
}

/** The numbers of a report, bit by bit. */
function bytesOf(report) {
  const [{ key, statistics }] = report.header.metrics;
  const { buffer } = report.column(key, statistics[0].name);
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
