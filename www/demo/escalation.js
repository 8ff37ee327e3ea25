// Escalation figures: a table with a bar for each rate and its interval, and the hours of the week.

import { el, svg } from "./dom.js";
import { count, duration, inUnit, label, missing, percent } from "./format.js";
import { plainTable, sortableTable } from "./table.js";

/** Zero is a finding only where the data could have said otherwise. */
const NOBODY =
  "Nothing was handed to a higher level. Where a file neither names escalations nor says, in its mapping, on which level each group works, none can be found.";

/** @param {HTMLElement} place */
export function showEscalation(place, { rows, by, title }) {
  const highest = Math.max(
    0.01,
    ...rows.map(
      ({ figures }) => figures.escalation_rate?.interval?.high ?? figures.escalation_rate?.value ?? 0,
    ),
  );
  const rate = (row) => row.figures.escalation_rate ?? {};
  const time = (row) => row.figures.time_to_escalation ?? {};
  const some = rows.some((row) => rate(row).count > 0);
  place.replaceChildren(
    some ? "" : el("p", { class: "note" }, NOBODY),
    sortableTable({
      caption: `Escalation by ${title.toLowerCase()}`,
      sort: { key: "n", descending: true },
      rows,
      columns: [
        { key: "group", title, value: (row) => label(row.group[by]), cell: (row) => label(row.group[by]) },
        {
          key: "n",
          title: "Tickets",
          numeric: true,
          value: (row) => rate(row).n,
          cell: (row) => count(rate(row).n),
        },
        {
          key: "count",
          title: "Escalated",
          numeric: true,
          value: (row) => rate(row).count,
          cell: (row) => count(rate(row).count),
        },
        {
          key: "rate",
          title: "Escalation rate",
          numeric: true,
          value: (row) => rate(row).value,
          cell: (row) =>
            el(
              "span",
              { class: "with-bar" },
              bar(rate(row), highest),
              el("span", {}, percent(rate(row).value)),
            ),
        },
        {
          key: "ate",
          title: "ATE (mean)",
          numeric: true,
          value: (row) => time(row).mean,
          cell: (row) => withInterval(time(row)),
        },
        {
          key: "median",
          title: "Median",
          numeric: true,
          value: (row) => time(row).median,
          cell: (row) => duration(time(row).median),
        },
        {
          key: "p90",
          title: "90 % within",
          numeric: true,
          value: (row) => time(row).p90,
          cell: (row) => duration(time(row).p90),
        },
      ],
    }),
  );
}

function withInterval(figure) {
  const { interval, mean } = figure;
  if (missing(mean)) return duration(mean);
  const range =
    interval && !missing(interval.low)
      ? `${duration(Math.max(0, interval.low))} – ${duration(interval.high)}`
      : "";
  return el("span", {}, duration(mean), range ? el("small", {}, range) : null);
}

/** A bar as long as the rate, with a whisker over its interval; the number stands beside it. */
function bar({ value, interval }, highest) {
  const x = (share) => (share / highest) * 100;
  const drawing = svg("svg", {
    class: "bar",
    viewBox: "0 0 100 12",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  if (missing(value)) return drawing;
  drawing.append(svg("rect", { class: "fill", x: 0, y: 1, width: x(value), height: 10 }));
  if (interval && !missing(interval.low)) {
    drawing.append(
      svg("line", {
        class: "whisker",
        x1: x(interval.low),
        x2: x(interval.high),
        y1: 6,
        y2: 6,
        "vector-effect": "non-scaling-stroke",
      }),
    );
  }
  return drawing;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SHADES = 5;

/** The hours of the week as a grid of shades. @param {HTMLElement} place */
export function showRhythm(place, { rows, statistic }) {
  const figures = new Array(168);
  for (const { bucket, figures: found } of rows) figures[bucket] = found.time_to_escalation;
  const value = (hour) => figures[hour]?.[statistic];
  const enough = (hour) => (figures[hour]?.n ?? 0) >= (statistic === "n" ? 1 : 5);
  const format = (number) => inUnit(number, statistic === "n" ? "count" : "seconds");
  const shown = Array.from({ length: 168 }, (_, hour) => (enough(hour) ? value(hour) : undefined));
  const sorted = shown.filter((number) => !missing(number)).sort((a, b) => a - b);
  const edges = Array.from(
    { length: SHADES - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / SHADES)],
  );
  const shade = (number) => (missing(number) ? "none" : edges.filter((edge) => number >= edge).length);
  const wasOpen = place.querySelector("details")?.open ?? false;
  place.replaceChildren(
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Hours of the week" },
      grid(shown, shade, format),
    ),
    legend(sorted, shade, format),
    el(
      "p",
      { class: "hint" },
      statistic === "n" ? "" : "Hours with fewer than five escalations are left blank.",
    ),
    el(
      "details",
      { open: wasOpen },
      el("summary", {}, "The numbers as a table"),
      plainTable(
        "Escalations by hour of the week",
        ["Hour", ...DAYS],
        Array.from({ length: 24 }, (_, hour) => [
          clock(hour),
          ...DAYS.map((_, day) => format(value(day * 24 + hour))),
        ]),
      ),
    ),
  );
}

function grid(values, shade, format) {
  const left = 34;
  const [wide, high] = [30, 22];
  const drawing = svg("svg", {
    class: "rhythm",
    viewBox: `0 0 ${left + 24 * wide} ${7 * high + 20}`,
    role: "img",
    "aria-label": summary(values, format),
  });
  DAYS.forEach((day, row) => {
    drawing.append(svg("text", { x: 0, y: row * high + 15 }, day));
    for (let hour = 0; hour < 24; hour++) {
      const value = values[row * 24 + hour];
      const cell = svg("rect", {
        class: `shade-${shade(value)}`,
        x: left + hour * wide + 1,
        y: row * high + 1,
        width: wide - 2,
        height: high - 2,
        rx: 3,
      });
      cell.append(svg("title", {}, `${day} ${clock(hour)}: ${missing(value) ? "too few" : format(value)}`));
      drawing.append(cell);
    }
  });
  for (let hour = 0; hour < 24; hour += 3)
    drawing.append(svg("text", { x: left + hour * wide + 1, y: 7 * high + 15 }, clock(hour)));
  return drawing;
}

function summary(values, format) {
  let [slowest, fastest] = [-1, -1];
  values.forEach((value, hour) => {
    if (missing(value)) return;
    if (slowest < 0 || value > values[slowest]) slowest = hour;
    if (fastest < 0 || value < values[fastest]) fastest = hour;
  });
  if (slowest < 0) return "Hours of the week: too few escalations to show";
  const at = (hour) => `${DAYS[Math.floor(hour / 24)]} ${clock(hour % 24)}`;
  return `Hours of the week. Highest ${format(values[slowest])} on ${at(slowest)}, lowest ${format(values[fastest])} on ${at(fastest)}.`;
}

/** Which values each shade stands for; shades no value has are left out. */
function legend(sorted, shade, format) {
  const shades = Array.from({ length: SHADES }, (_, index) =>
    sorted.filter((value) => shade(value) === index),
  );
  const items = shades.flatMap((values, index) => {
    if (values.length === 0) return [];
    const [low, high] = [format(values[0]), format(values.at(-1))];
    const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
    return [el("li", { class: `shade-${index}` }, swatch, low === high ? low : `${low} – ${high}`)];
  });
  return el("ul", { class: "legend shades" }, ...items);
}

function clock(hour) {
  return `${String(hour).padStart(2, "0")}:00`;
}
