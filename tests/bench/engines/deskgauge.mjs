// deskgauge through its documented exports: load, report, prepare.
//
// W2 asks one list of eight questions; `derive({ force: true })` makes every call derive all facts anew, as the workload
// wants. W4 asks five prepared questions an interaction.

import { Desk } from "deskgauge";

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

export async function create({ now }) {
  const open = () => Desk.open({ timeZone: "UTC", now });
  let desk = await open();
  let brushes;
  return {
    async ingest(bytes) {
      const { tickets } = await desk.load(ReadableStream.from?.(windows(bytes)) ?? bytes, {
        format: "ndjson",
      });
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
    async release() {
      for (const brush of brushes ?? []) brush.free();
      desk.free();
      desk = await open();
    },
  };
}
