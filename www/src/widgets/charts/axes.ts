/**
 * Axes: a scale of values with its grid lines, and labels along the other side.
 *
 * Easy to get wrong: durations are best cut at minutes, hours and days, not at powers of ten seconds.
 */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { svg } from "lit";
import type { Unit } from "../../metric.js";
import type { Words } from "../words.js";
import type { Room } from "./chart.js";

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
        <text x=${mirrored ? to + 6 : from - 6} y=${scale(tick) + 4} text-anchor=${mirrored ? "start" : "end"} direction="ltr">${words.tick(tick, unit)}</text>`,
  );
}

/** Longer labels are cut; the mark above says them in full. */
const LONGEST = 14;

/** Labels along the foot of a plot, as many as find room. */
export function footAxis(
  labels: readonly { readonly at: number; readonly text: string }[],
  { height }: Room,
  margin: Margin,
): unknown {
  const longest = Math.min(
    LONGEST,
    labels.reduce((most, { text }) => Math.max(most, text.length), 0),
  );
  const wide = 6.2 * longest + 10;
  let [last, kept] = [Number.NaN, [] as { at: number; text: string }[]];
  for (const label of labels) {
    if (Math.abs(label.at - last) < wide) continue;
    kept = [...kept, label];
    last = label.at;
  }
  return kept.map(
    ({ at, text }) =>
      svg`<text x=${at} y=${height - margin.bottom + 16} text-anchor="middle" direction="ltr">${cut(text)}</text>`,
  );
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join("")}…`;
}
