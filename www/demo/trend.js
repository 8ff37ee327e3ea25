// The weekly trend: one figure as a line with its interval, and the same numbers as a table.

import { TRENDS } from "./answers.js";
import { trendChart } from "./chart.js";
import { el } from "./dom.js";
import { count, days, inUnit } from "./format.js";
import { plainTable } from "./table.js";

/** @param {HTMLElement} place */
export function showTrend(place, { trend, metric, shaded, timeZone }) {
  const chosen = TRENDS.find((one) => one.metric === metric) ?? TRENDS[0];
  const unit = trend[0]?.figures[chosen.metric]?.unit ?? "count";
  const day = days(timeZone);
  const format = (value) => inUnit(value, unit);
  const column = (name, statistic) => trend.map(({ figures }) => figures[name]?.[statistic]);
  const bounded =
    chosen.statistic !== "median" && trend.some(({ figures }) => figures[chosen.metric]?.interval);
  const series = [
    {
      name: chosen.beside ? "Created" : chosen.title,
      values: column(chosen.metric, chosen.statistic),
      ...(bounded
        ? { low: ends(trend, chosen.metric, "low"), high: ends(trend, chosen.metric, "high") }
        : {}),
    },
  ];
  if (chosen.beside) series.push({ name: "Solved", values: column(chosen.beside, "value") });
  const starts = trend.map(({ bucket }) => bucket);
  const wasOpen = place.querySelector("details")?.open ?? false;
  const rows = trend.map(({ bucket, figures }) => {
    const figure = figures[chosen.metric];
    const cells = [day(bucket), format(figure?.[chosen.statistic])];
    if (chosen.beside) cells.push(format(figures[chosen.beside]?.value));
    else if (chosen.metric !== "backlog") cells.push(count(figure?.n));
    return cells;
  });
  const titles = [
    "Week of",
    series[0].name,
    ...(chosen.beside ? ["Solved"] : chosen.metric === "backlog" ? [] : ["n"]),
  ];
  place.replaceChildren(
    trendChart({ starts, series, shaded, format, day, unit, title: `${chosen.title} by week` }),
    el("p", { class: "hint" }, note(chosen, bounded)),
    el(
      "details",
      { open: wasOpen },
      el("summary", {}, "The numbers as a table"),
      plainTable(`${chosen.title} by week`, titles, rows),
    ),
  );
}

function ends(trend, metric, end) {
  return trend.map(({ figures }) => figures[metric]?.interval?.[end]);
}

function note({ metric, statistic, beside }, bounded) {
  if (beside)
    return "Tickets by the week they came in, and by the week they were last solved. Whole weeks only.";
  if (bounded) return "The band is the 95 % interval of each week.";
  if (statistic === "median") return "Median of each week.";
  return metric === "backlog" ? "At the end of each week." : "";
}
