// Escalations in depth: how long tickets wait, where the time goes, who passes them on, and what stands out.

import { findingText } from "../dist/index.js";
import { el, svg } from "./dom.js";
import { count, duration, percent } from "./format.js";
import { plainTable, sortableTable } from "./table.js";

/** What the panel tells, in one go. @param {import("deskgauge").Desk} desk */
export async function askDepth(desk, selected, of) {
  const [times, stages, handoffs, late, found] = await Promise.all([
    desk.escalationTimes({ ...selected, points: 120 }),
    desk.stages({ ...selected, of, tickets: 1 }),
    desk.handoffs({ ...selected, limit: 8 }),
    desk.lateEscalations({ ...selected, limit: 0 }),
    desk.findings({ ...selected, limit: 8 }),
  ]);
  return { times: times.rows[0], horizon: times.horizon, stages: stages.stages, handoffs, late, found };
}

/** @param {HTMLElement} place */
export function showDepth(place, { times, horizon, stages, handoffs, late, found }) {
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  place.replaceChildren(
    el("h3", {}, "How long tickets wait"),
    el("p", {}, waits(times, horizon)),
    curve(times, Math.max(280, Math.round(place.clientWidth))),
    el("h3", {}, "Where the time goes"),
    bottlenecks(stages),
    el("h3", {}, "Who passes tickets to whom"),
    passed(handoffs),
    el("h3", {}, "What came late"),
    el("p", {}, lateness(late)),
    el("h3", {}, "What stands out"),
    standsOut(found),
  );
  place.querySelectorAll("details").forEach((details, at) => {
    details.open = open[at] ?? false;
  });
}

function waits({ ofCreated, escalated, censored, waiting }, horizon) {
  if (escalated.n === 0) return "No ticket of this choice was escalated.";
  const km =
    censored.median === null
      ? "fewer than half would ever be, if nothing else ended the wait"
      : `half would be within ${duration(censored.median)}, if nothing else ended the wait`;
  return `${percent(ofCreated.rate)} were escalated, after ${duration(escalated.mean)} on average and ${duration(escalated.median)} in the middle. Counting the ${count(waiting)} that still wait, ${km}; the mean up to ${duration(horizon)} is ${duration(censored.restrictedMean)}.`;
}

/** The shares escalated and resolved without, over the time since opening; hours near the start get more room. */
function curve({ curve: points }, width) {
  if (points.length < 2) return el("p", { class: "hint" }, "Too few tickets for a curve.");
  const [height, left, bottom] = [width < 520 ? 180 : 240, 44, 26];
  const longest = points.at(-1).time;
  const x = (time) => left + Math.sqrt(time / longest) * (width - left - 8);
  const y = (share) => 8 + (1 - share) * (height - bottom - 8);
  const line = (key) =>
    points.reduce(
      (path, point) => `${path}H${x(point.time).toFixed(1)}V${y(point[key]).toFixed(1)}`,
      `M${left} ${y(0)}`,
    );
  const drawing = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `In the end ${percent(points.at(-1).escalated)} are escalated and ${percent(points.at(-1).resolved)} resolved without.`,
  });
  for (const share of [0, 0.5, 1]) {
    drawing.append(svg("line", { class: "grid", x1: left, x2: width - 8, y1: y(share), y2: y(share) }));
    drawing.append(svg("text", { x: 0, y: y(share) + 4 }, percent(share)));
  }
  for (const part of width < 520 ? [0.1, 1] : [0.01, 0.1, 0.4, 1]) {
    const time = longest * part;
    const anchor = part === 1 ? "end" : "middle";
    drawing.append(svg("text", { x: x(time), y: height - 6, "text-anchor": anchor }, duration(time)));
  }
  drawing.append(svg("path", { class: "line", d: line("escalated") }));
  drawing.append(svg("path", { class: "line series-1", d: line("resolved") }));
  const rows = points
    .filter((_, at) => at % Math.ceil(points.length / 12) === 0 || at === points.length - 1)
    .map(({ time, escalated, resolved, waiting }) => [
      duration(time),
      percent(escalated),
      percent(resolved),
      percent(waiting),
    ]);
  return el(
    "div",
    { class: "chart" },
    el(
      "ul",
      { class: "legend" },
      el("li", { class: "series-0" }, el("span", { class: "swatch", "aria-hidden": "true" }), "Escalated"),
      el(
        "li",
        { class: "series-1" },
        el("span", { class: "swatch", "aria-hidden": "true" }),
        "Resolved without",
      ),
    ),
    drawing,
    el(
      "details",
      {},
      el("summary", {}, "The numbers as a table"),
      plainTable("Shares by time since opening", ["After", "Escalated", "Resolved without", "Waiting"], rows),
    ),
  );
}

function bottlenecks(stages) {
  if (stages.length === 0) return el("p", { class: "hint" }, "Nothing to divide the time by.");
  const numeric = (key, title, value, cell) => ({ key, title, numeric: true, value, cell });
  return sortableTable({
    caption: "Time by stage",
    sort: { key: "share", descending: true },
    rows: stages.slice(0, 12),
    columns: [
      { key: "stage", title: "Stage", value: name, cell: name },
      numeric(
        "tickets",
        "Tickets",
        ({ tickets }) => tickets,
        ({ tickets }) => count(tickets),
      ),
      numeric(
        "share",
        "Share of all time",
        ({ share }) => share,
        ({ share }) => barred(share),
      ),
      numeric(
        "median",
        "Median",
        ({ median }) => median,
        ({ median }) => duration(median),
      ),
      numeric(
        "p90",
        "90 % within",
        ({ p90 }) => p90,
        ({ p90 }) => duration(p90),
      ),
    ],
  });
}

function name({ stage }) {
  return stage === null ? "(unknown)" : stage.replaceAll("_", " ");
}

function barred(share) {
  const drawing = svg("svg", {
    class: "bar",
    viewBox: "0 0 100 12",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  drawing.append(svg("rect", { class: "fill", x: 0, y: 1, width: 100 * (share ?? 0), height: 10 }));
  return el("span", { class: "with-bar" }, drawing, el("span", {}, percent(share)));
}

function passed({ nodes, links, total, looped }) {
  if (links.length === 0) return el("p", { class: "hint" }, "No ticket went from one group to another.");
  const rows = links.map(({ source, target, value, heldMedian, waitMedian, returned }) => [
    `${nodes[source].name} → ${nodes[target].name}`,
    count(value),
    duration(heldMedian),
    duration(waitMedian),
    count(returned),
  ]);
  const head = ["Hand-off", "Times", "Held before (median)", "Until the next acted", "Came straight back"];
  return el(
    "div",
    {},
    plainTable("Hand-offs between groups", head, rows),
    el(
      "p",
      { class: "hint" },
      `${count(total)} hand-offs in all; ${count(looped)} tickets came back to a group they had left.`,
    ),
  );
}

function lateness({ escalated, late, lost, unknown }) {
  if (escalated === 0) return "Nothing was escalated.";
  const judged = `${count(late)} of ${count(escalated)} escalated tickets had stayed below longer than three quarters of the tickets that their level solved itself: ${duration(lost)} in sum.`;
  return unknown > 0 ? `${judged} ${count(unknown)} cannot be judged.` : judged;
}

function standsOut({ findings, comparisons }) {
  if (findings.length === 0) {
    return el(
      "p",
      { class: "hint" },
      `Nothing that is more than chance in ${count(comparisons)} comparisons.`,
    );
  }
  return el("ul", {}, ...findings.map((finding) => el("li", {}, findingText(finding))));
}
