import { css, type PropertyDeclarations, svg } from "lit";
import type { DistributionFigure } from "../figure.js";
import type { Unit } from "../metric.js";
import { footAxis, valueAxis, valueScale } from "./charts/axes.js";
import { type ChartTable, ChartWidget, type Mark, type Plot, type Room } from "./charts/chart.js";

const MARGIN = { top: 22, bottom: 24, start: 44, end: 12 };

/** Percentiles that are marked, where there is room. */
const MARKED = ["median", "p90", "p99"] as const;

/** A histogram: how many values lie in each bin. */
export interface Bins {
  /** Lower edges, and the upper edge of the last, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * How values spread: a histogram with the median and the 90th and 99th percentile marked.
 *
 * `desk.escalationTimes()` answers with bins: `rows[0].escalated`.
 *
 * @element deskgauge-distribution
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart chart - the chart
 * @csspart table - the table behind it
 */
export class Distribution extends ChartWidget {
  static override properties: PropertyDeclarations = {
    bins: { attribute: false },
    figure: { attribute: false },
    unit: {},
  };
  static override styles = [
    ...ChartWidget.styles,
    css`
      .percentile {
        stroke: var(--_ink);
        stroke-width: 1.5;
        stroke-dasharray: 3 3;
      }
    `,
  ];

  /** The histogram. */
  declare bins: Bins | undefined;
  /** Where the percentiles come from: a figure of a report, or what has the same names. */
  declare figure: Partial<Pick<DistributionFigure, "median" | "p90" | "p99" | "lacks">> | undefined;
  /** What the values are measured in (default `seconds`). */
  declare unit: Unit;

  constructor() {
    super();
    this.unit = "seconds";
  }

  protected override shown() {
    return [{ lacks: this.figure?.lacks ?? [] }];
  }

  protected override get ready(): boolean {
    return this.bins !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("distribution");
  }

  protected override nothing(): string | undefined {
    return this.bins?.counts.some((count) => count > 0) === true ? undefined : this.say("empty");
  }

  protected override basis(): number | undefined {
    return this.bins?.counts.reduce((sum, count) => sum + count, 0);
  }

  protected override summary(): string {
    const told = this.#percentiles().map(({ name, at }) => `${name} ${this.words.value(at, this.unit)}`);
    return [this.heading ?? this.defaultHeading(), ...told].join(". ");
  }

  protected override plot(room: Room): Plot {
    const { edges, counts } = this.bins as Bins;
    const { words, unit } = this;
    const { scale, ticks } = valueScale(counts, room, MARGIN, "count");
    const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
    const long = room.width - MARGIN.start - MARGIN.end;
    const x = (value: number) => {
      const along = high === low ? 0 : ((value - low) / (high - low)) * long;
      return room.mirrored ? room.width - MARGIN.start - along : MARGIN.start + along;
    };
    const foot = room.height - MARGIN.bottom;
    const bins = counts.map((count, at) => ({ count, from: edges[at] ?? low, to: edges[at + 1] ?? high }));
    const marks: Mark[] = bins.map(({ count, from, to }) => ({
      x: (x(from) + x(to)) / 2,
      y: scale(count),
      lines: [this.#range(from, to), words.number(count)],
    }));
    const percentiles = this.#percentiles()
      .filter(({ at }) => at >= low && at <= high)
      .map(({ short, at }) => ({ text: short, at: x(at) }));
    const drawing = svg`${valueAxis(scale, ticks, "count", room, MARGIN, words)}
      ${bins.map(
        ({ count, from, to }) =>
          svg`<rect class="bar s1" x=${Math.min(x(from), x(to)) + 0.5} width=${Math.max(1, Math.abs(x(to) - x(from)) - 1)} y=${scale(count)} height=${Math.max(0, foot - scale(count))}></rect>`,
      )}
      ${percentiles.map(
        ({ at }) => svg`<line class="percentile" x1=${at} x2=${at} y1=${MARGIN.top} y2=${foot}></line>`,
      )}
      ${beside(percentiles, room).map(
        ({ at, text }) => svg`<text x=${at} y=${MARGIN.top - 6} text-anchor="middle">${text}</text>`,
      )}
      ${footAxis(
        edges.map((edge) => ({ at: x(edge), text: words.tick(edge, unit) })),
        room,
        MARGIN,
      )}`;
    return { drawing, marks };
  }

  protected override table(): ChartTable {
    const { edges, counts } = this.bins as Bins;
    const { words, unit } = this;
    const rows = counts.map((count, at) => [edges[at] ?? 0, edges[at + 1] ?? 0, count]);
    const text = (value: string | number | null, column: number) =>
      column < 2 ? words.value(Number(value), unit) : words.number(Number(value));
    return { head: [this.say("from"), this.say("to"), this.say("tickets")], rows, text };
  }

  #range(from: number, to: number): string {
    return `${this.words.value(from, this.unit)} – ${this.words.value(to, this.unit)}`;
  }

  #percentiles(): { readonly name: string; readonly short: string; readonly at: number }[] {
    const { figure } = this;
    return MARKED.flatMap((statistic) => {
      const at = figure?.[statistic];
      if (typeof at !== "number") return [];
      const name = this.say(`statistic_${statistic}`);
      return [{ name, short: statistic === "median" ? name : statistic, at }];
    });
  }
}

/** Labels that would stand over each other as one label. */
function beside(labels: readonly Label[], { width, measure }: Room): readonly Label[] {
  const half = (text: string) => measure(text) / 2;
  const kept: Label[] = [];
  for (const label of labels) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(label.at - last.at) > half(label.text) + half(last.text) + 4) {
      kept.push(label);
    } else {
      kept[kept.length - 1] = { at: (last.at + label.at) / 2, text: `${last.text}, ${label.text}` };
    }
  }
  return kept.map(({ at, text }) => ({
    text,
    at: Math.max(half(text), Math.min(width - half(text), at)),
  }));
}

interface Label {
  readonly text: string;
  readonly at: number;
}
