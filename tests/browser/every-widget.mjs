// A desk small enough to work out by hand, and what every widget must say of it in every browser.
//
// 400 tickets, one every three hours over seven weeks and a day, by turns over three channels: answered after one to four hours,
// solved after six, those by phone after sixty; every fifth is escalated after two; every fourth is rated badly. One more waits
// since an hour, and its answer is due in an hour and a half.

const HOUR = 3_600_000;
const CHANNELS = ["email", "chat", "phone"];

/** What time it is when the page opens: a Wednesday noon. */
export const NOW = Date.UTC(2026, 10, 25, 12);

export const SETTINGS = {
  levels: { groups: { first: 1, second: 2 } },
  policies: [{ id: "all", targets: { first_response: "150m" } }],
  rules: [
    {
      id: "silence",
      when: { since: "creation", longerThan: "30m" },
      steps: [{ do: "notify", to: { role: "lead" } }],
    },
  ],
};

export const TICKETS = [
  ...Array.from({ length: 400 }, (_, at) => {
    const created = NOW - 3 * (500 - at) * HOUR;
    const channel = CHANNELS[at % CHANNELS.length];
    const solved = created + (channel === "phone" ? 60 : 6) * HOUR;
    const score = at % 4 === 0 ? 2 : 5;
    return {
      id: `T-${at}`,
      created_at: created,
      channel,
      events: [
        { at: created, kind: "assigned", group: "first" },
        { at: created + ((at % 4) + 1) * HOUR, kind: "reply", role: "agent" },
        ...(at % 5 === 0 ? [{ at: created + 2 * HOUR, kind: "assigned", group: "second" }] : []),
        { at: solved, kind: "status", to: "solved" },
        { at: solved + HOUR, kind: "survey", survey: "csat", score, scale: 5 },
      ],
    };
  }),
  { id: "waits", created_at: NOW - HOUR, channel: "email", group: "first" },
];

/** What each widget is given, made of answers of a desk. */
export const GIVEN = {
  "kpi-tile": async (desk) => {
    const report = await desk.report({ metrics: ["first_response_time"] });
    return { report, metric: "first_response_time" };
  },
  "metric-chart": async (desk) => ({ report: await desk.report({ metrics: ["tickets"], by: ["channel"] }) }),
  distribution: async (desk) => {
    const report = await desk.report({ metrics: ["first_response_time"] });
    const bins = { edges: [0, 5_400, 9_000, 12_600, 16_200], counts: [100, 100, 100, 100] };
    return { bins, figure: report.cell() };
  },
  "heat-map": async (desk) => ({
    report: await desk.report({ metrics: ["created"], bucket: "hour-of-week" }),
  }),
  "ranked-table": async (desk) => ({ report: await desk.report({ metrics: ["tickets"], by: ["channel"] }) }),
  backlog: async (desk) => ({ report: await desk.report({ metrics: ["backlog"], bucket: "day" }) }),
  survey: async (desk) => ({ report: await desk.report({ metrics: ["csat"] }) }),
  "sla-attainment": async (desk) => ({ answer: await desk.sla({ by: "channel" }) }),
  "breach-list": async (desk) => ({ source: desk }),
  "sla-countdown": async (desk) => ({ source: desk, ticket: "waits" }),
  "escalation-panel": async (desk) => ({ source: desk }),
  "escalation-times": async (desk) => ({ answer: await desk.escalationTimes() }),
  bottlenecks: async (desk) => ({ answer: await desk.stages({ of: "group" }) }),
  "handoff-graph": async (desk) => ({ answer: await desk.handoffs({ of: "group" }) }),
  "late-escalations": async (desk) => ({ answer: await desk.lateEscalations() }),
  findings: async (desk) => ({
    answer: await desk.findings({ metrics: ["full_resolution_time"], by: "channel" }),
  }),
  reconciliation: async (desk) => {
    const theirs = { values: { "T-0": 60, "T-1": 120, "T-2": 7 }, unit: "minutes" };
    return { answer: await desk.reconcile({ metric: "first_response_time", theirs }) };
  },
  "alert-feed": async (desk) => ({
    alerts: await desk.alerts({ since: NOW - 2 * HOUR, now: NOW + 3 * HOUR }),
  }),
  "filter-bar": async () => ({
    dimensions: [{ name: "channel", words: CHANNELS }],
    view: { where: { channel: ["chat"] } },
  }),
  dashboard: async (desk) => ({ source: desk, layout: { items: [{ kind: "kpi", metric: "tickets" }] } }),
};

/** What each says among all else: texts, labels, and what a chart tells of its first mark. */
export const SAYS = {
  "kpi-tile": /2h\s30m/,
  "metric-chart": /chat, 133\b.*highest 135\b/,
  distribution: /Median 2h\s30m/,
  // Seven weeks have seven Mondays.
  "heat-map": /Monday 12\sAM\W+7\b/,
  "ranked-table": /email\W+135\b/,
  backlog: /\b1\b/,
  survey: /\b75\s?%/,
  // Of 134 e-mails 67 were answered within two and a half hours; one is not decided.
  "sla-attainment": /email\W+50\s?%/,
  "breach-list": /waits\W+.*due in 1:(30:00|29:\d\d)/s,
  "sla-countdown": /due in 1:(30:00|29:\d\d)/,
  "escalation-panel": /Due now \(1\)/,
  "escalation-times": /\b80\b/,
  bottlenecks: /second/,
  "handoff-graph": /\b80\b/,
  "late-escalations": /0 of 80/,
  findings: /phone.*2d\s6h/s,
  reconciliation: /66\.7% agree · 2 of 3/,
  "alert-feed": /Open ticket waits/,
  "filter-bar": /Channel \(1\)/,
  dashboard: /\b401\b/,
};
