/**
 * Axes: a scale of values with its grid lines, and labels along the other side.
 *
 * Easy to get wrong: durations are best cut at minutes, hours and days, not at powers of ten seconds.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { nothing, svg } from "lit";
import type { Unit } from "../../metric.js";
import type { Words } from "../words.js";
import type { Room } from "./chart.js";
import { fitted } from "./text.js";

/** Room left around the plot for labels, in pixels. */
export interface Margin {
  readonly top: number;
  readonly bottom: number;
  /** On the side where text starts. */
  readonly start: number;
  readonly end: number;
}

/** Lengths of time that axes of durations are cut at, in seconds. */
const CUTS = [
  1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** A scale of values from nought, up to a round value at the top. */
export function valueScale(values: Iterable<number>, room: Room, margin: Margin, unit: Unit) {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) high = unit === "share" ? 1 : low + 1;
  const scale = scaleLinear([low, high], [room.height - margin.bottom, margin.top]);
  const ticks = unit === "seconds" ? durationTicks(low, high) : scale.nice(4).ticks(4);
  const [first, last] = [ticks[0] ?? low, ticks.at(-1) ?? high];
  return { scale: scale.domain([Math.min(low, first), Math.max(high, last)]), ticks };
}

/** Round lengths of time from at or under `low` to at or over `high`, in seconds. */
export function durationTicks(low: number, high: number): number[] {
  const wanted = (high - low) / 4;
  const days = 604_800 * Math.max(1, Math.ceil(wanted / 604_800));
  const step = CUTS.find((cut) => cut >= wanted) ?? days;
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** Grid lines and labels of a scale of values. */
export function valueAxis(
  scale: ScaleLinear<number, number>,
  ticks: readonly number[],
  unit: Unit,
  { width, mirrored }: Room,
  margin: Margin,
  words: Words,
): unknown {
  const [from, to] = mirrored ? [margin.end, width - margin.start] : [margin.start, width - margin.end];
  return ticks.map(
    (tick) =>
      svg`<line class="grid" x1=${from} x2=${to} y1=${scale(tick)} y2=${scale(tick)}></line>
        <text x=${mirrored ? to + 6 : from - 6} y=${scale(tick) + 4} text-anchor="end">${words.tick(tick, unit)}</text>`,
  );
}

/** Room between two labels along the foot, and the least a label is cut to, in pixels. */
const GAP = 8;
const LEAST = 44;

/**
 * Labels along the foot of a plot, as many as find room. Names are cut where all of them find some room that way, and then
 * say in full what they are when pointed at; others, such as instants, are left out rather than cut.
 */
export function footAxis(
  labels: readonly { readonly at: number; readonly text: string }[],
  { width, height, measure }: Room,
  margin: Margin,
  kind: "names" | "instants" = "instants",
): unknown {
  const [first, end] = [labels[0]?.at ?? 0, labels.at(-1)?.at ?? 0];
  const step = labels.length < 2 ? width : Math.abs(end - first) / (labels.length - 1);
  const widest = labels.reduce((most, { text }) => Math.max(most, measure(text)), 0);
  const least = kind === "names" ? Math.min(LEAST, widest) : widest;
  const every = Math.max(1, Math.ceil((least + GAP) / step));
  const room = kind === "names" ? every * step - GAP : width;
  let last = { middle: Number.NaN, half: 0 };
  return labels
    .filter((_, at) => at % every === 0)
    .map(({ at, text }) => {
      const fit = fitted(text, room, measure);
      // The first and the last may be wider than what stands over them, and stay within the plot.
      const half = measure(fit) / 2;
      const middle = Math.max(half, Math.min(width - half, at));
      if (Math.abs(middle - last.middle) < half + last.half + GAP / 2) return nothing;
      last = { middle, half };
      const full = fit === text ? nothing : svg`<title>${text}</title>`;
      return svg`<text x=${middle} y=${height - margin.bottom + 16} text-anchor="middle">${fit}${full}</text>`;
    });
}
