// A desk for tests of all widgets at once, and what each of them is given: with figures, and with none.

import { add, ask, HOSTILE, NOW, set } from "./harness.mjs";

const HOUR = 3_600_000;
const CHANNELS = ["email", "chat", HOSTILE, "قناة الهاتف", "An uncommonly long name of a channel"];

/** A hundred tickets, one an hour: answered, handed on, escalated, surveyed, and some of them open. */
export const TICKETS = Array.from({ length: 100 }, (_, at) => {
  const created = NOW - (102 - at) * HOUR;
  const events = [
    { at: created, kind: "assigned", group: at % 2 === 0 ? "first" : HOSTILE },
    { at: created + ((at % 4) + 1) * HOUR, kind: "reply", role: "agent" },
    ...(at % 3 === 0 ? [{ at: created + 2 * HOUR, kind: "assigned", group: "second" }] : []),
    ...(at % 6 === 0 ? [{ at: created + 5 * HOUR, kind: "assigned", group: "first" }] : []),
    ...(at % 5 === 0
      ? []
      : [
          { at: created + 12 * HOUR, kind: "status", to: "solved" },
          { at: created + 13 * HOUR, kind: "survey", survey: "csat", score: (at % 5) + 1, scale: 5 },
        ]),
  ];
  const type = at % 7 === 0 ? HOSTILE : "question";
  return {
    id: at === 0 ? HOSTILE : `T-${at}`,
    created_at: created,
    channel: CHANNELS[at % 5],
    type,
    events: events.filter((event) => event.at <= NOW),
  };
});

export const SETTINGS = {
  levels: { groups: { first: 1, [HOSTILE]: 1, second: 2 } },
  policies: [{ id: "all", targets: { first_response: "2h", resolution: "8h" } }],
  rules: [
    {
      id: HOSTILE,
      when: { since: "creation", longerThan: "24h" },
      steps: [{ do: "notify", to: { role: HOSTILE } }],
    },
  ],
};

const METRICS = ["first_response_time", "tickets"];
const NONE = { where: { channel: "fax" } };
export const QUESTIONS = {
  whole: ["report", { metrics: METRICS }],
  daily: ["report", { metrics: METRICS, bucket: "day" }],
  channels: ["report", { metrics: METRICS, by: "channel" }],
  hours: ["report", { metrics: METRICS, bucket: "hour-of-week" }],
  backlog: ["report", { metrics: ["backlog"], bucket: "day" }],
  csat: ["report", { metrics: ["csat"] }],
  sla: ["sla", { now: NOW, next: 10, by: "channel" }],
  clocks: ["clocks", "T-95"],
  steps: ["escalations", { now: NOW, next: 10 }],
  times: ["escalationTimes", { by: "channel" }],
  handoffs: ["handoffs", { of: "group" }],
  stages: ["stages", { of: "group" }],
  late: ["lateEscalations", {}],
  findings: ["findings", { limit: 5 }],
  reconciled: [
    "reconcile",
    {
      metric: "first_response_time",
      theirs: { values: { [HOSTILE]: 3, "T-1": 120, "T-2": null, "T-3": 40, nowhere: 1 }, unit: "minutes" },
      rows: {},
    },
  ],
  noWhole: ["report", { metrics: METRICS, ...NONE }],
  noChannels: ["report", { metrics: METRICS, by: "channel", ...NONE }],
  noHours: ["report", { metrics: METRICS, bucket: "hour-of-week", ...NONE }],
  noCsat: ["report", { metrics: ["csat"], ...NONE }],
};

/** What each widget is given, made of the answers in the page; `none` leaves nothing to draw. */
export const WIDGETS = {
  "kpi-tile": {
    some: ({ whole, daily }) => ({
      report: whole,
      trend: daily,
      metric: "first_response_time",
      target: 3_600,
    }),
    none: ({ noWhole }) => ({ report: noWhole }),
  },
  "metric-chart": {
    some: ({ channels }) => ({ report: channels }),
    none: ({ noChannels }) => ({ report: noChannels }),
  },
  distribution: {
    some: ({ whole }) => ({
      bins: { edges: [0, 3_600, 7_200, 14_400], counts: [10, 5, 25] },
      figure: whole.cell({ metric: "first_response_time" }),
    }),
    none: () => ({ bins: { edges: [0, 1], counts: [0] } }),
  },
  "heat-map": {
    some: ({ hours }) => ({ report: hours, metric: "tickets" }),
    none: ({ noHours }) => ({ report: noHours, metric: "first_response_time" }),
  },
  "ranked-table": {
    some: ({ channels }) => ({ report: channels }),
    none: ({ noChannels }) => ({ report: noChannels }),
  },
  "sla-countdown": { some: ({ clocks }) => ({ cycles: clocks }), none: () => ({ cycles: [] }) },
  "breach-list": {
    some: ({ sla }) => ({ answer: sla }),
    none: ({ sla }) => ({ answer: { ...sla, next: [] } }),
  },
  "sla-attainment": {
    some: ({ sla }) => ({ answer: sla, target: 0.9 }),
    none: ({ sla }) => ({ answer: { ...sla, rows: [] } }),
  },
  "escalation-panel": {
    some: ({ steps }) => ({ answer: steps }),
    none: ({ steps }) => ({ answer: { ...steps, due: [], next: [] } }),
  },
  "escalation-times": {
    some: ({ times }) => ({ answer: times }),
    none: () => ({ answer: { horizon: 0, rows: [], logRank: null } }),
  },
  "handoff-graph": {
    some: ({ handoffs }) => ({ answer: handoffs }),
    none: () => ({ answer: { nodes: [], links: [], total: 0, looped: 0 } }),
  },
  bottlenecks: {
    some: ({ stages }) => ({ answer: stages, of: "group" }),
    none: () => ({ answer: { stages: [], uncounted: 0 } }),
  },
  "late-escalations": {
    some: ({ late }) => ({ answer: late }),
    none: ({ late }) => ({ answer: { ...late, escalated: 0 } }),
  },
  findings: {
    some: ({ findings }) => ({ answer: findings }),
    none: ({ findings }) => ({ answer: { ...findings, findings: [] } }),
  },
  reconciliation: {
    some: ({ reconciled }) => ({ answer: reconciled }),
    none: ({ reconciled }) => ({
      answer: { ...reconciled, under: reconciled.under.map((one) => ({ ...one, tickets: 0 })) },
    }),
  },
  backlog: {
    some: ({ backlog }) => ({ report: backlog }),
    none: ({ noChannels }) => ({ report: noChannels, metric: "tickets" }),
  },
  survey: { some: ({ csat }) => ({ report: csat }), none: ({ noCsat }) => ({ report: noCsat }) },
  "alert-feed": {
    some: ({ sla }) => ({
      alerts: sla.next.map(({ ticket, clock, due }) => ({
        kind: "clock",
        id: `${ticket} ${clock}`,
        level: "breach",
        at: due,
        ticket,
        clock,
        cycle: 1,
        due,
        target: 60,
        used: 61,
        policy: "all",
      })),
    }),
    none: () => ({ alerts: [] }),
  },
  // The dashboard and its filter bar draw whatever the view leaves.
  "filter-bar": {
    some: ({ channels }) => {
      const words = channels.groups.map(({ by }) => by.channel);
      return {
        dimensions: [{ name: "channel", words }],
        view: { where: { channel: words }, within: { from: "2026-11-02", to: "2026-11-08" } },
        views: [{ name: words[2], view: { where: {} } }],
      };
    },
  },
  dashboard: { some: ({ desk }) => ({ source: desk }) },
};

/** Loads the desk, and adds every widget with its figures. */
export async function addAll(page, names = Object.keys(WIDGETS)) {
  await ask(page, TICKETS, QUESTIONS, SETTINGS);
  for (const name of names) await add(page, name, WIDGETS[name].some);
  await drawn(page);
}

/** Waits until all charts know their width and are drawn. */
export async function drawn(page) {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++) {
      for (const each of document.querySelectorAll("main > *")) await each.updateComplete;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
}

/** Sets properties of one of them. */
export async function give(page, name, properties) {
  await page.evaluate((tag) => {
    window.last = document.querySelector(tag);
  }, `deskgauge-${name}`);
  await set(page, properties);
}
