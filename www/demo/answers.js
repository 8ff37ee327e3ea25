// The questions the page asks of the desk.
//
// Easy to get wrong: each metric is counted by a date of its own (a first response by the day it was given, not by the day the
// ticket came in), so the same period holds different tickets for different figures.

/** The cards, in order: which statistic stands large. */
export const CARDS = [
  { metric: "first_response_time", title: "First response", statistic: "median" },
  { metric: "full_resolution_time", title: "Resolution", statistic: "median" },
  { metric: "escalation_rate", title: "Escalation rate", statistic: "value" },
  { metric: "time_to_escalation", title: "Average time to escalation", statistic: "mean" },
  { metric: "csat", title: "Satisfaction (CSAT)", statistic: "value" },
  { metric: "reopen_rate", title: "Reopened", statistic: "value" },
  { metric: "one_touch_rate", title: "One-touch", statistic: "value" },
  { metric: "backlog", title: "Backlog", statistic: "value" },
];

/** What the trend can show. */
export const TRENDS = [
  { metric: "created", title: "Tickets created and solved", statistic: "value", beside: "solved" },
  ...CARDS,
];

export const CHANNEL_METRICS = [
  "tickets",
  "first_response_time",
  "full_resolution_time",
  "escalation_rate",
  "time_to_escalation",
  "csat",
  "reopen_rate",
  "one_touch_rate",
];

/** What escalation can be split by. */
export const SPLITS = [
  ["type", "Issue type"],
  ["channel", "Channel"],
  ["first_level", "Level it started on"],
  ["highest_level", "Highest level reached"],
  ["priority", "Priority"],
  ["tier", "Customer tier"],
  ["group", "Group"],
];

const HOUR = 3_600_000;

/** A week of a zone is an hour longer or shorter when the clocks change. */
const WEEK = 168 * HOUR;

/**
 * @typedef {{ first: number, channels: string[], period?: { from: number, to: number }, previous?: { from: number, to: number }, asOf: number }} View
 */

/** Everything but escalation, in one go. @param {View} view */
export async function ask(desk, view) {
  const start = performance.now();
  const metrics = CARDS.map(({ metric }) => metric);
  const questions = [
    { ...scope(view), metrics },
    { ...scope(view), metrics: CHANNEL_METRICS, by: ["channel"] },
    { ...scope({ ...view, period: undefined }), metrics: [...metrics, "created", "solved"], bucket: "week" },
  ];
  if (view.previous !== undefined) questions.push({ ...scope({ ...view, period: view.previous }), metrics });
  const [cards, channels, trend, before] = await desk.report(questions);
  return {
    cards: { report: cards, figures: rows(cards)[0]?.figures ?? {} },
    before: before === undefined ? {} : (rows(before)[0]?.figures ?? {}),
    channels: { report: channels, rows: rows(channels) },
    trend: wholeWeeks(rows(trend), view),
    ms: performance.now() - start,
  };
}

/** Weeks cut short by the start of the data or by the reference day look like a drop; they are left out unless there are no others. */
function wholeWeeks(weeks, { first, asOf }) {
  const whole = weeks.filter(({ bucket }) => bucket >= first && bucket + WEEK - HOUR <= asOf);
  return whole.length > 1 ? whole : weeks;
}

/** Escalation rate and time, split by one dimension. @param {View} view */
export async function askEscalation(desk, view, by) {
  const report = await desk.report({
    ...scope(view),
    metrics: ["tickets", "escalation_rate", "time_to_escalation"],
    by: [by],
  });
  return rows(report);
}

/** Time to escalation by the hour of the week. @param {View} view */
export async function askRhythm(desk, view) {
  return rows(await desk.report({ ...scope(view), metrics: ["time_to_escalation"], bucket: "hour-of-week" }));
}

/** The channels there are, and the first and last day on which tickets came in. */
export async function survey(desk, asOf) {
  const [channels, days] = await desk.report([
    { metrics: ["tickets"], by: ["channel"], asOf },
    { metrics: ["created"], bucket: "day", asOf },
  ]);
  const used = rows(days).filter(({ figures }) => figures.created.value > 0);
  return {
    channels: rows(channels).map(({ group }) => group.channel),
    first: used.at(0)?.bucket,
    last: used.at(-1)?.bucket,
  };
}

export function scope({ channels, period, asOf }) {
  return {
    asOf,
    ...(period ? { period } : {}),
    ...(channels.length > 0 ? { where: { channel: channels } } : {}),
  };
}

/** A report as rows: the values grouped by, the start of the bucket, and the figures by metric. */
function rows(report) {
  return report.rows().map(({ by, bucket, figures }) => ({ group: by, bucket, figures }));
}
