// Lines over weeks, drawn as SVG: a sparkline for a card, and the trend with axes, a cursor and a table behind it.
//
// Easy to get wrong: a week without a value is a gap in the line, not a zero and not a bridge.

import { el, svg } from "./dom.js";
import { missing } from "./format.js";

/** A small line without axes; the trend chart says the same in words. */
export function sparkline(values) {
  const width = 240;
  const height = 36;
  const known = values.filter((value) => !missing(value));
  const picture = svg("svg", {
    class: "spark",
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  if (known.length < 2) return picture;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index) => (index / Math.max(1, values.length - 1)) * (width - 4) + 2;
  const y = (value) => height - 3 - ((value - low) / (high - low || 1)) * (height - 6);
  picture.append(
    svg("path", { d: path(values, x, y), class: "line", "vector-effect": "non-scaling-stroke" }),
  );
  return picture;
}

/**
 * The trend. `series` share the y axis; each has a name, values and perhaps an interval around them.
 *
 * @param {{ starts: number[], series: { name: string, values: number[], low?: number[], high?: number[] }[], shaded?: { from: number, to: number },
 *   format: (value: number) => string, day: (at: number) => string, title: string, unit: string }} options
 */
export function trendChart({ starts, series, shaded, format, day, title, unit }) {
  const readout = el("output", { class: "readout", "aria-live": "polite" });
  const box = el("div", {
    class: "chart",
    role: "group",
    "aria-roledescription": "chart",
    "aria-label": `${title}. Arrow keys move from week to week.`,
    tabindex: "0",
  });
  let cursor = -1;
  const draw = () => {
    const width = Math.max(280, Math.round(box.clientWidth));
    const height = width < 520 ? 220 : 300;
    box.replaceChildren(picture({ starts, series, shaded, format, unit, width, height, cursor }));
  };
  const move = (to) => {
    cursor = Math.min(Math.max(to, 0), starts.length - 1);
    const parts = series.map(
      ({ name, values }) =>
        `${series.length > 1 ? `${name} ` : ""}${missing(values[cursor]) ? "no value" : format(values[cursor])}`,
    );
    readout.textContent = `Week of ${day(starts[cursor])}: ${parts.join(", ")}`;
    draw();
  };
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -4, PageDown: 4 };
    if (event.key in steps) move(cursor < 0 ? starts.length - 1 : cursor + steps[event.key]);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(starts.length - 1);
    else return;
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    const { left, width } = box.getBoundingClientRect();
    const share = (event.clientX - left - MARGIN.left) / (width - MARGIN.left - MARGIN.right);
    const week = Math.round(share * (starts.length - 1));
    if (week !== cursor && starts.length > 0) move(week);
  });
  new ResizeObserver(draw).observe(box);
  const legend =
    series.length > 1
      ? el(
          "ul",
          { class: "legend" },
          ...series.map(({ name }, index) =>
            el(
              "li",
              { class: `series-${index}` },
              el("span", { class: "swatch", "aria-hidden": "true" }),
              name,
            ),
          ),
        )
      : null;
  return el("div", { class: "chart-frame" }, legend, box, readout);
}

const MARGIN = { left: 58, right: 14, top: 14, bottom: 28 };

function picture({ starts, series, shaded, format, unit, width, height, cursor }) {
  const drawing = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
    focusable: "false",
  });
  const all = series
    .flatMap(({ values, low = [], high = [] }) => [...values, ...low, ...high])
    .filter((value) => !missing(value));
  if (all.length === 0) {
    drawing.append(svg("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "no values"));
    return drawing;
  }
  const highest = unit === "share" ? Math.min(1, Math.max(...all)) : Math.max(...all);
  const ticks = niceTicks(highest, unit, height < 260 ? 4 : 5);
  const top = ticks.at(-1);
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const x = (index) =>
    MARGIN.left + (starts.length < 2 ? 0.5 : index / (starts.length - 1)) * (right - MARGIN.left);
  const y = (value) => bottom - (Math.min(value, top) / top) * (bottom - MARGIN.top);
  if (shaded !== undefined) {
    const inside = starts.flatMap((start, index) =>
      start + 6.9 * 86_400_000 > shaded.from && start < shaded.to ? [index] : [],
    );
    if (inside.length > 0) {
      const left = x(inside[0]);
      drawing.append(
        svg("rect", {
          class: "shade",
          x: left,
          y: MARGIN.top,
          width: Math.max(2, x(inside.at(-1)) - left),
          height: bottom - MARGIN.top,
        }),
      );
    }
  }
  for (const tick of ticks) {
    drawing.append(
      svg("line", {
        class: tick === 0 ? "axis" : "grid",
        x1: MARGIN.left,
        x2: right,
        y1: y(tick),
        y2: y(tick),
      }),
      svg("text", { x: MARGIN.left - 8, y: y(tick) + 4, "text-anchor": "end" }, format(tick)),
    );
  }
  drawing.append(...monthLabels(starts, x, height, right - MARGIN.left));
  series.forEach(({ values, low, high }, index) => {
    if (low !== undefined && high !== undefined)
      drawing.append(svg("path", { class: `band series-${index}`, d: band(low, high, x, y) }));
    drawing.append(svg("path", { class: `line series-${index}`, d: path(values, x, y) }));
    if (cursor >= 0 && !missing(values[cursor]))
      drawing.append(
        svg("circle", { class: `dot series-${index}`, cx: x(cursor), cy: y(values[cursor]), r: 4.5 }),
      );
  });
  if (cursor >= 0)
    drawing.append(
      svg("line", { class: "cursor", x1: x(cursor), x2: x(cursor), y1: MARGIN.top, y2: bottom }),
    );
  return drawing;
}

/** A line through the values; one without neighbours is drawn as a dot, by the round end of a line without length. */
function path(values, x, y) {
  let d = "";
  values.forEach((value, index) => {
    if (missing(value)) return;
    const starts = index === 0 || missing(values[index - 1]);
    d += `${starts ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    if (starts && missing(values[index + 1])) d += "h0";
  });
  return d;
}

/** The area between two lines, a closed piece for each stretch without gaps. */
function band(low, high, x, y) {
  let d = "";
  let from = -1;
  for (let index = 0; index <= low.length; index++) {
    const gap = index === low.length || missing(low[index]) || missing(high[index]);
    if (!gap && from < 0) from = index;
    if (gap && from >= 0) {
      const there = range(from, index).map((at) => `${x(at).toFixed(1)} ${y(high[at]).toFixed(1)}`);
      const back = range(from, index)
        .reverse()
        .map((at) => `${x(at).toFixed(1)} ${y(low[at]).toFixed(1)}`);
      d += `M${[...there, ...back].join("L")}Z`;
      from = -1;
    }
  }
  return d;
}

function range(from, to) {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Round numbers from zero up past the highest value; for durations, round in the unit they will be written in. */
function niceTicks(highest, unit, wanted) {
  const steps =
    unit === "seconds"
      ? [
          1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
          172_800, 432_000, 864_000, 2_592_000,
        ]
      : Array.from({ length: 18 }, (_, power) =>
          [1, 2, 2.5, 5].map((step) => step * 10 ** (power - 6)),
        ).flat();
  const whole = unit === "count" ? steps.filter((step) => Number.isInteger(step)) : steps;
  const step = whole.find((size) => highest / size <= wanted) ?? highest / wanted;
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

const monthName = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

/** More months than this, and only years are named. */
const MOST_MONTHS = 20;

/** A name where a month begins, or a year, as many as there is room for. */
function monthLabels(starts, x, height, width) {
  const firsts = starts.flatMap((start, index) => {
    // Weeks start at local midnight; half a day on, the UTC date is the local one in every zone.
    const date = new Date(start + 43_200_000);
    const before = index === 0 ? undefined : new Date(starts[index - 1] + 43_200_000);
    // The first week stands for its month only when that month has just begun.
    const begins =
      before === undefined ? date.getUTCDate() <= 7 : before.getUTCMonth() !== date.getUTCMonth();
    return begins ? [{ index, month: date.getUTCMonth(), year: date.getUTCFullYear(), date }] : [];
  });
  const years = firsts.length > MOST_MONTHS;
  const named = years ? firsts.filter(({ month }) => month === 0) : firsts;
  const every = Math.max(1, Math.ceil((named.length * 46) / width));
  return named
    .filter(({ index }, at) => at % every === 0 && x(index) < width + MARGIN.left - 24)
    .map(({ index, month, year, date }) => {
      const text = years || month === 0 ? String(year) : monthName.format(date);
      return svg("text", { x: x(index), y: height - 8, "text-anchor": "start" }, text);
    });
}
