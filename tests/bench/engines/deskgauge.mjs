// deskgauge through its documented exports: load, report, prepare, configure, sla, clocks, apply, the analyses of escalations, replay.
//
// W2 asks one list of eight questions; `derive({ force: true })` makes every call of W2, W3 and W6 derive everything anew, as the
// workloads want. W4 asks five prepared questions an interaction, W5 one beside the clocks.

import { Desk } from "deskgauge";
import * as asked from "../escalations.mjs";
import * as promised from "../promises.mjs";

const DURATIONS = {
  first: "first_response_time",
  resolution: "full_resolution_time",
  escalation: "time_to_escalation",
};
const STATISTICS = ["mean", "median", "p90", "p95", "variance"];
const METRICS = [
  "tickets",
  "escalation_rate",
  "reopen_rate",
  { metric: "share", as: "solved", where: { first_resolved: { missing: false } } },
  "csat",
  "replies",
  ...Object.values(DURATIONS),
];
const WINDOW = 1 << 20;

/** The groupings of the report: name, dimensions, bucket. */
const GROUPINGS = [
  ["all", []],
  ["channel", ["channel"]],
  ["priority", ["priority"]],
  ["tier", ["tier"]],
  ["group", ["group"]],
  ["agent", ["assignee"]],
  ["week", [], "week"],
  ["channel_week", ["channel"], "week"],
];
const QUESTIONS = GROUPINGS.map(([, by, bucket]) => ({
  metrics: METRICS,
  by,
  anchor: "created",
  ...(bucket && { bucket }),
}));

const isoDay = (at) => new Date(at).toISOString().slice(0, 10);
const orNull = (value) => (Number.isNaN(value) ? null : value);

/** The promises as settings. */
function settings() {
  const hours = promised.OPEN.map((hour) => `${String(hour).padStart(2, "0")}:00`);
  const days = ["mon", "tue", "wed", "thu", "fri"];
  const weekly = Object.fromEntries(days.map((day) => [day, [hours]]));
  const office = { timeZone: promised.ZONE, weekly, holidays: promised.HOLIDAYS };
  const tiers = Object.entries(promised.TARGETS);
  const policies = tiers.map(([tier, clocks], at) => ({
    id: tier,
    ...(at < tiers.length - 1 && { where: { tier } }),
    calendar: "office",
    targets: Object.fromEntries(Object.entries(clocks).map(([clock, byPriority]) => [clock, { byPriority }])),
  }));
  return { calendars: { office }, policies };
}

const standings = ({ counts }) => Object.fromEntries(promised.STANDINGS.map((name) => [name, counts[name]]));

async function* windows(bytes) {
  for (let at = 0; at < bytes.length; at += WINDOW) yield bytes.subarray(at, at + WINDOW);
}

function reportRows(reports) {
  const rows = {};
  for (const [at, report] of reports.entries()) {
    const [name] = GROUPINGS[at];
    const column = (metric, statistic) => report.column(metric, statistic);
    for (const [row, { by, bucket }] of report.groups.entries()) {
      const tickets = column("tickets")[row];
      if (tickets === 0) continue;
      const label = Object.values(by).map((word) => word ?? "");
      if (bucket !== null) label.push(isoDay(bucket));
      const [escalated, reopened, solved] = ["escalation_rate", "reopen_rate", "solved"].map(
        (m) => column(m, "count")[row],
      );
      const rated = column("csat", "n")[row];
      const line = {
        tickets,
        escalated,
        reopened,
        solved,
        rated,
        satisfied: column("csat", "count")[row],
        replies: column("replies")[row],
        escalation_rate: column("escalation_rate")[row],
        reopen_rate: solved === 0 ? null : reopened / solved,
        csat_rate: orNull(column("csat")[row]),
      };
      for (const [short, metric] of Object.entries(DURATIONS)) {
        line[short] = { n: column(metric, "n")[row] };
        for (const statistic of STATISTICS) line[short][statistic] = orNull(column(metric, statistic)[row]);
      }
      rows[`${name} ${name === "all" ? "all" : label.join(" ")}`] = line;
    }
  }
  return rows;
}

/** What of W6 is compared. */
function analytics({ times, stages, handoffs, late, slow }) {
  const { nodes, links } = handoffs;
  const channels = times.rows.map(({ by, ofCreated, resolved, waiting, escalated, curve }) => {
    const { n, mean, median, p90 } = escalated;
    const { survival } = curve.at(-1);
    return [by.channel, { n, of: ofCreated.of, resolved, waiting, mean, median, p90, survival }];
  });
  return {
    times: Object.fromEntries(channels),
    stages: Object.fromEntries(
      stages.stages.map(({ by, stage, tickets, seconds }) => [
        `${by.channel} ${stage}`,
        { tickets, seconds },
      ]),
    ),
    handoffs: Object.fromEntries(
      links.map(({ source, target, value, heldMedian }) => [
        `${nodes[source].name} ${nodes[target].name}`,
        { value, heldMedian },
      ]),
    ),
    late: { late: late.late, lost: late.lost },
    hours: slow.hours.map(({ n, median }) => ({ n, median })),
  };
}

export async function create({ now, engine = "page" }) {
  const open = () => Desk.open({ timeZone: "UTC", now, engine });
  let desk = await open();
  let brushes;
  let card;
  let replayed;
  let loaded = 0;
  return {
    async ingest(bytes) {
      const { tickets } = await desk.load(ReadableStream.from?.(windows(bytes)) ?? bytes, {
        format: "ndjson",
      });
      loaded = tickets;
      return { tickets };
    },
    async w2() {
      await desk.derive({ force: true });
      return desk.report(QUESTIONS);
    },
    rows: reportRows,
    async w4setup() {
      const count = (by, bucket) => ({
        metrics: ["tickets"],
        by,
        ...(bucket && { bucket }),
        anchor: "created",
      });
      const asked = [count(["channel"]), count(["priority"]), count(["tier"]), count([], "day")];
      asked.push({ metrics: ["first_response_time"], anchor: "created" });
      brushes = await Promise.all(asked.map((question) => desk.prepare(question)));
    },
    async w4({ from, to, channel, priority, tier }) {
      const where = Object.fromEntries(
        Object.entries({ channel, priority, tier }).filter(([, words]) => words !== null),
      );
      const changes = { period: { from, to }, where };
      return Promise.all(brushes.map((brush) => brush.run(changes)));
    },
    interaction([channel, priority, tier, day, first]) {
      const counts = (report) =>
        Object.fromEntries(
          report.groups.flatMap(({ by, bucket }, row) => {
            const count = report.column("tickets")[row];
            return count === 0 ? [] : [[bucket === null ? Object.values(by)[0] : isoDay(bucket), count]];
          }),
        );
      const byChannel = counts(channel);
      const figure = (statistic) => orNull(first.column("first_response_time", statistic)[0]);
      return {
        tickets: Object.values(byChannel).reduce((sum, count) => sum + count, 0),
        channel: byChannel,
        priority: counts(priority),
        tier: counts(tier),
        day: counts(day),
        n: figure("n"),
        mean: figure("mean"),
        median: figure("median"),
        p90: figure("p90"),
      };
    },
    w3setup: () => desk.configure(settings()),
    async w3() {
      await desk.derive({ force: true });
      return desk.sla({ now: promised.ASKED_AT, by: "tier", next: promised.NEXT });
    },
    async clocks({ rows, next, beyond }) {
      if (beyond > 0) throw new Error(`${beyond} tickets lie beyond the calendars`);
      const byTier = rows.map((row) => [
        `${row.by.tier} ${row.clock}`,
        { ...standings(row), n: row.n, attainment: row.attainment },
      ]);
      const soon = next.map(({ ticket, clock, due, remaining }) => ({ ticket, clock, due, remaining }));
      const sample = {};
      for (let id = promised.FIRST_ID; id < promised.FIRST_ID + loaded; id += promised.SAMPLE) {
        for (const cycle of await desk.clocks(id, { now: promised.ASKED_AT })) {
          const { state, start, stop, due, used, remaining, breachedAt } = cycle;
          sample[`${id} ${cycle.clock}`] = { state, start, stop, due, used, remaining, breachedAt };
        }
      }
      return { rows: Object.fromEntries(byTier), next: soon, sample };
    },
    w6setup: () => desk.configure({ levels: { groups: asked.LEVELS } }),
    async w6() {
      await desk.derive({ force: true });
      const by = asked.BY;
      return {
        times: await desk.escalationTimes({ by }),
        stages: await desk.stages({ of: "waiting_for", by }),
        handoffs: await desk.handoffs({ of: "group" }),
        late: await desk.lateEscalations({ by }),
        slow: await desk.slowPeriods({ by }),
      };
    },
    analytics,
    async w7setup(bytes) {
      replayed = await open();
      await replayed.load(bytes, { format: "ndjson" });
      await replayed.configure({ levels: { groups: asked.LEVELS }, ...settings() });
    },
    w7levels: () => replayed.replay({ levels: { groups: asked.OTHER_LEVELS } }),
    w7rules: () => replayed.replay({ rules: asked.RULES }),
    replays(levels, rules) {
      const figures = ({ escalated, escalations, mean, median }) => ({
        escalated,
        escalations,
        mean,
        median,
      });
      const [{ steps, tickets }] = rules.after.steps;
      return {
        before: figures(levels.before),
        after: figures(levels.after),
        differs: levels.total,
        silences: { steps, tickets },
      };
    },
    async w9(payloads) {
      desk.free();
      desk = await open();
      await desk.load(payloads, { source: "zendesk" });
      return () => desk.report(QUESTIONS);
    },
    w8save: () => desk.save(),
    async w8restore(snapshot) {
      desk.free();
      desk = await Desk.restore(snapshot, { timeZone: "UTC", now, engine });
    },
    async w5setup() {
      card = await desk.prepare({ metrics: ["tickets", "first_response_time"], by: ["channel"] });
      await Promise.all([
        card.run({ asOf: promised.LIVE_FROM }),
        desk.sla({ now: promised.LIVE_FROM, next: 1 }),
      ]);
    },
    async w5(event) {
      await desk.apply([event]);
      return Promise.all([card.run({ asOf: event.at }), desk.sla({ now: event.at, next: 1 })]);
    },
    cards([report, { rows, next }]) {
      const column = (metric, statistic) => report.column(metric, statistic);
      const channels = report.groups.flatMap(({ by }, row) => {
        const tickets = column("tickets")[row];
        if (tickets === 0) return [];
        const n = column("first_response_time", "n")[row];
        const median = orNull(column("first_response_time", "median")[row]);
        return [[by.channel, { tickets, n, median }]];
      });
      const [soonest] = next.map(({ ticket, clock, due }) => ({ ticket, clock, due }));
      return {
        channels: Object.fromEntries(channels),
        standings: Object.fromEntries(rows.map((row) => [row.clock, standings(row)])),
        next: soonest ?? null,
      };
    },
    async release() {
      for (const prepared of [...(brushes ?? []), ...(card ? [card] : [])]) prepared.free();
      replayed?.free();
      desk.free();
      desk = await open();
    },
  };
}
