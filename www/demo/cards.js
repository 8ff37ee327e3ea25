// The cards: a figure, how sure it is, how it moved, and how it was computed.

import { CARDS } from "./answers.js";
import { sparkline } from "./chart.js";
import { el } from "./dom.js";
import { count, days, duration, inUnit, missing, NOTHING } from "./format.js";

/**
 * Draws the cards anew; disclosures that were open stay open.
 *
 * @param {HTMLElement} list
 * @param {{ answer: any, definitions: Map<string, any>, period: string, timeZone: string }} shown
 */
export function showCards(list, { answer, definitions, period, timeZone }) {
  const open = new Set([...list.querySelectorAll("details[open]")].map((details) => details.dataset.metric));
  list.replaceChildren(
    ...CARDS.map((card) => {
      const figure = answer.cards.figures[card.metric];
      const before = answer.before[card.metric];
      const weeks = answer.trend.map(({ figures }) => figures[card.metric]?.[card.statistic]);
      const details = disclosure(card, figure, definitions.get(card.metric), answer.cards.report, timeZone);
      details.open = open.has(card.metric);
      return el(
        "li",
        { class: "card", "data-metric": card.metric },
        el("h3", {}, card.title),
        el(
          "p",
          { class: "value" },
          el(
            "strong",
            { "data-value": figure?.[card.statistic] ?? "" },
            inUnit(figure?.[card.statistic], figure?.unit),
          ),
          el("span", { class: "of" }, statisticName(card, figure)),
        ),
        sparkline(weeks),
        change(card, figure, before, period),
        el("p", { class: "sure" }, certainty(card, figure)),
        details,
      );
    }),
  );
}

/** Why there is no value. */
const REASONS = {
  "no-tickets": "no tickets",
  "all-running": "all still running",
  "all-excluded": "all left out",
  "too-few": "too few tickets",
};

function statisticName({ statistic }, figure) {
  if (figure === undefined || missing(figure[statistic])) return REASONS[figure?.reason] ?? "no data";
  if (statistic === "median") return "median";
  if (statistic === "mean") return "mean";
  return "";
}

/** The interval and the number of tickets, in words. */
function certainty({ statistic }, figure) {
  if (figure === undefined) return NOTHING;
  const parts = [];
  const { interval, unit } = figure;
  if (interval && !missing(interval.low)) {
    const range = `${inUnit(interval.low, unit)} to ${inUnit(interval.high, unit)}`;
    if (statistic === "median") parts.push(`mean ${inUnit(figure.mean, unit)} (95 %: ${range})`);
    else parts.push(`95 %: ${range}`);
  }
  if (figure.family === "level") parts.push("unsolved tickets at the end of the period");
  else parts.push(`n\u00a0=\u00a0${count(figure.n)}`);
  return parts.join(" · ");
}

/** How the figure moved since the period before: by how much, and whether that is good. */
function change({ statistic }, figure, before, period) {
  const now = figure?.[statistic];
  const then = before?.[statistic];
  if (missing(now) || missing(then))
    return el(
      "p",
      { class: "change" },
      period === "" ? "no earlier period to compare" : "nothing to compare with",
    );
  const rate = figure.unit === "share";
  const size = rate ? (now - then) * 100 : then === 0 ? Number.NaN : ((now - then) / then) * 100;
  const text = Number.isNaN(size) ? "" : `${Math.abs(size).toFixed(1)}\u00a0${rate ? "points" : "%"}`;
  const still = !(Math.abs(size) >= 0.05);
  const good = still ? "" : verdict(size > 0, statistic, figure, before);
  const arrow = still ? "→" : size > 0 ? "▲" : "▼";
  return el(
    "p",
    { class: `change ${good}` },
    el("span", { "aria-hidden": "true" }, `${arrow} `),
    still ? "unchanged" : `${text} ${size > 0 ? "up" : "down"}`,
    good ? el("span", { class: "verdict" }, good === "chance" ? "may be chance" : good) : null,
    el("span", { class: "than" }, `from ${inUnit(then, figure.unit)} in ${period}`),
  );
}

/**
 * Whether a change is for the better. Where both figures have intervals and these overlap, it is not called either: the change is within
 * what chance alone does. Intervals are of means and shares, so they say nothing of medians.
 */
function verdict(up, statistic, figure, before) {
  if (!/^(lower|higher)/.test(figure.direction)) return "";
  const [one, other] = [figure.interval, before.interval];
  const comparable = statistic !== "median" && one && other;
  if (comparable && one.low <= other.high && other.low <= one.high) return "chance";
  return up === String(figure.direction).startsWith("higher") ? "better" : "worse";
}

function disclosure(card, figure, definition, report, timeZone) {
  const excluded = Object.entries(figure?.excluded ?? {}).filter(([, number]) => number > 0);
  const largest = el("div", { class: "largest" });
  const terms = [
    ["Counted by", definition?.anchor],
    ["Values", figure === undefined || figure.family === "level" ? undefined : count(figure.n)],
    [
      "Left out",
      excluded.length === 0
        ? "none"
        : excluded.map(([reason, number]) => `${count(number)} ${reason.replaceAll("_", " ")}`).join(", "),
    ],
    ["Still running", figure?.censored === undefined ? undefined : count(figure.censored)],
    ["Spread", spread(figure)],
    ["Interval", figure?.interval?.method],
    ["Definitions", figure?.profile],
    ["As of", figure?.asOf === undefined ? undefined : days(timeZone)(figure.asOf)],
  ];
  return el(
    "details",
    { "data-metric": card.metric },
    el("summary", {}, "How is this computed?"),
    el("p", {}, definition?.definition ?? ""),
    el(
      "dl",
      {},
      ...terms
        .filter(([, text]) => text !== undefined && text !== "")
        .map(([term, text]) => el("div", {}, el("dt", {}, term), el("dd", {}, text))),
    ),
    figure?.unit === "seconds" && figure.n > 0
      ? el(
          "button",
          { type: "button", class: "quiet", onclick: () => showLargest(largest, report, card.metric) },
          "Show the ten longest",
        )
      : null,
    largest,
  );
}

function spread(figure) {
  if (figure === undefined || missing(figure.p90)) return undefined;
  return `median ${duration(figure.median)}, 90 % within ${duration(figure.p90)}, longest ${duration(figure.max)}`;
}

async function showLargest(place, report, metric) {
  const { tickets } = await report.tickets({ metric }, { limit: 10 });
  place.replaceChildren(
    el(
      "ol",
      {},
      ...tickets.map(({ id, value }) =>
        el("li", {}, el("span", {}, `Ticket ${id}`), el("span", {}, duration(value))),
      ),
    ),
  );
}
