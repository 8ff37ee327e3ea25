// The list of metrics: what each means from the definition table, what it leaves out and which statistics it has from the header of a
// report of it.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { block, escaped, headingOf, inline } from "./markdown.mjs";

/** The families, in the order of the page, with what they have in common. */
const FAMILIES = {
  distribution: [
    "Durations and numbers",
    "One value a ticket, a reply or a hand-off, with all statistics of a distribution.",
  ],
  rate: ["Rates", "A share of tickets, with numerator, denominator and a Wilson interval."],
  count: ["Counts", "How many there were."],
  csat: ["Satisfaction", "The share of the best answers, with a Wilson interval."],
  nps: ["Net promoter score", "Promoters less detractors, −100 to 100."],
  ces: ["Customer effort", "The mean of the scale."],
  level: ["Levels", "A stock at an instant or at the end of each bucket."],
  variance: ["Variance", "How much values differ, within groups and between them."],
};
const UNITS = {
  seconds: "seconds",
  number: "a number",
  share: "a share, 0 to 1",
  count: "a count",
  points: "points",
};
const DIRECTIONS = {
  "lower-is-better": "lower is better",
  "higher-is-better": "higher is better",
  neutral: "neither way is better",
};
/** Metrics that need to be told more than their name. */
const NEEDED = { field: { field: "effort" }, share: { where: { channel: "email" } } };
const TO = {
  assigned: { agent: "a" },
  status: { to: "open" },
  escalated: { sense: "tier", to_level: 2 },
  priority: { to: "high" },
};
const DAY = 86_400_000;
const TRIAL_ENDS = Date.UTC(2026, 0, 31);
/** Tickets of every kind that a metric may leave out: a report tells what it left out, and why, of those it met. */
const ODD_TICKETS = [
  ["merged", { events: [{ at: hour(1), kind: "merged", into: "other" }] }],
  ["spam", { events: [{ at: hour(1), kind: "spam" }] }],
  ["deleted", { events: [{ at: hour(1), kind: "deleted" }] }],
  ["test", { test: true }],
  [
    "outbound",
    {
      events: [
        { at: hour(0), kind: "created", role: "agent" },
        { at: hour(0), kind: "reply", role: "agent" },
      ],
    },
  ],
  ["silent", { fields: { effort: 1 }, events: [{ at: hour(2), kind: "status", to: "solved" }] }],
  ["timeless", { status: "solved" }],
  ["closed", { status: "closed" }],
  [
    "backwards",
    {
      priority: "low",
      first_response_at: hour(-1),
      resolved_at: hour(-1),
      closed_at: hour(-1),
      events: ["assigned", "status", "escalated", "priority"].map((kind) => ({
        at: hour(-1),
        kind,
        ...TO[kind],
      })),
    },
  ],
].map(([id, ticket]) => ({ id, created_at: hour(0), ...ticket }));
/** What no metric counts; the page tells it once. */
const EVERYWHERE = ["merged", "spam", "deleted", "test"];
const PROFILES = {
  zendesk: "Zendesk",
  freshdesk: "Freshdesk",
  jira: "Jira Service Management",
  salesforce: "Salesforce",
  servicenow: "ServiceNow",
  zammad: "Zammad",
  chatwoot: "Chatwoot",
  intercom: "Intercom",
};

/** Everything there is to say of every metric: the definitions, each with `excluded` and `statistics`. */
export async function readMetrics(dist) {
  const from = (path) => import(pathToFileURL(join(dist, path)));
  const [{ Desk }, { simulate }, { en }] = await Promise.all(
    ["index.js", "simulator/index.js", "widgets/messages/en.js"].map(from),
  );
  const desk = await Desk.open({ timeZone: "UTC", now: TRIAL_ENDS, engine: "page" });
  await desk.load(simulate({ tickets: 1_000, from: TRIAL_ENDS - 30 * DAY, to: TRIAL_ENDS }));
  await desk.load(ODD_TICKETS);
  const metrics = [];
  for (const definition of await desk.metrics()) {
    const { id } = definition;
    const report = await desk.report({ metrics: [{ metric: id, ...NEEDED[id] }] });
    const [{ excluded, statistics }] = report.header.metrics;
    metrics.push({
      ...definition,
      excluded: excluded.map(({ name }) => ({ name, words: en[`excluded_${name}`] })),
      statistics: statistics.map(({ name }) => name),
    });
  }
  desk.free();
  return metrics;
}

/** The metrics as HTML, family by family, each under an anchor of its own name, with a field that narrows them. */
export function metricList(metrics) {
  const headings = [];
  const sections = Object.entries(FAMILIES).map(([family, [title, about]]) => {
    const members = metrics.filter((metric) => metric.family === family);
    const id = `family-${family}`;
    headings.push({ id, words: title });
    return `<section class="family" aria-labelledby="${id}">
${headingOf(2, id, title)}<p>${about}</p>
${members.map(metricEntry).join("\n")}
</section>`;
  });
  const filter = `<form class="filter" role="search">
<label for="filter">Find a metric</label>
<input type="search" id="filter" autocomplete="off" placeholder="escalation, csat, backlog …">
<p role="status">${metrics.length} metrics</p>
</form>`;
  return { html: `${filter}\n${sections.join("\n")}`, headings };
}

function metricEntry({ id, title, definition, unit, anchor, direction, differences, excluded, statistics }) {
  const facts = [
    ["Unit", UNITS[unit]],
    ["Its date", `the ${escaped(anchor)}`],
    ["Better", DIRECTIONS[direction]],
    ["Left out and counted", leftOut(excluded)],
    ["Statistics", statistics.map((name) => `<code>${escaped(name)}</code>`).join(" ")],
    ...Object.entries(differences).map(([profile, text]) => [
      `In ${PROFILES[profile] ?? profile}`,
      inline(text),
    ]),
  ];
  const told = facts.map(([name, words]) => `<div><dt>${name}</dt><dd>${words}</dd></div>`).join("\n");
  return `<section class="metric" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${escaped(title)} <code>${id}</code> <a class="anchor" href="#${id}" aria-label="Link to ${escaped(title)}">#</a></h3>
${block(definition)}
<dl>${told}</dl>
</section>`;
}

/** Every metric leaves out what every other does; what is its own is told by itself. */
function leftOut(excluded) {
  const own = excluded.filter(({ name }) => !EVERYWHERE.includes(name));
  const words = own.map(
    ({ name, words: told }) => `${told === name ? "" : `${escaped(told)} `}<code>${name}</code>`,
  );
  return ["as everywhere", ...words].join("; ");
}

function hour(count) {
  return TRIAL_ENDS - DAY + count * 3_600_000;
}
