import { css, type PropertyDeclarations, svg } from "lit";
import type { SlowPeriods } from "../findings.js";
import type { Unit } from "../metric.js";
import type { Report } from "../report.js";
import { type ChartTable, ChartWidget, type Mark, type Plot, type Room } from "./charts/chart.js";

const HOURS = 24;
const DAYS = 7;
/** Shades from the least to the most. */
const SHADES = 5;

/** One hour of the week. */
interface Cell {
  /** 0 is the first day of the week. */
  readonly day: number;
  readonly hour: number;
  readonly value: number;
  readonly n: number | undefined;
  /** More than chance. */
  readonly slow: boolean;
}

/**
 * A metric by hour of the week: darker is more. Hours that are slower than chance explains carry a dot.
 *
 * It is given a report with the bucket `hour-of-week`, or what `desk.slowPeriods()` answers.
 *
 * @element deskgauge-heat-map
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart chart - the chart
 * @csspart table - the table behind it
 */
export class HeatMap extends ChartWidget {
  static override properties: PropertyDeclarations = {
    report: { attribute: false },
    slowPeriods: { attribute: false },
    metric: {},
    statistic: {},
  };
  static override styles = [
    ...ChartWidget.styles,
    css`
      .cell {
        fill: var(--_accent);
        stroke: var(--_surface);
        stroke-width: 1;
      }

      .none {
        fill: var(--_sunken);
      }

      .shade-0 {
        fill-opacity: 0.12;
      }

      .shade-1 {
        fill-opacity: 0.3;
      }

      .shade-2 {
        fill-opacity: 0.5;
      }

      .shade-3 {
        fill-opacity: 0.75;
      }

      .slow {
        fill: var(--_bad);
        stroke: var(--_surface);
      }
    `,
  ];

  /** A report with the bucket `hour-of-week` and no groups. */
  declare report: Report | undefined;
  /** Slow hours, from `desk.slowPeriods()`, in place of a report. */
  declare slowPeriods: SlowPeriods | undefined;
  /** Which metric of the report, by key; not needed where it has only one. */
  declare metric: string | undefined;
  /** Which statistic (default `median` of distributions, else `value`). */
  declare statistic: string | undefined;

  protected override get ready(): boolean {
    return this.report !== undefined || this.slowPeriods !== undefined;
  }

  protected override defaultHeading(): string {
    const header = this.#header();
    const id = header?.metric ?? this.slowPeriods?.metric ?? "";
    return this.name(`metric_${id}`, header?.title ?? id.replaceAll("_", " "));
  }

  protected override nothing(): string | undefined {
    return this.#cells().some(({ value }) => Number.isFinite(value)) ? undefined : this.say("empty");
  }

  protected override summary(): string {
    const cells = this.#cells().filter(({ value }) => Number.isFinite(value));
    const most = cells.reduce((most, cell) => (cell.value > most.value ? cell : most), cells[0] as Cell);
    return `${this.defaultHeading()}. ${this.say("statistic_max")}: ${this.#lines(most).join(", ")}`;
  }

  protected override plot({ width, height, mirrored }: Room): Plot {
    const cells = this.#cells();
    const { words } = this;
    const [start, foot] = [40, 20];
    const [wide, high] = [(width - start) / HOURS, (height - foot) / DAYS];
    const x = (hour: number) => (mirrored ? width - start - (hour + 1) * wide : start + hour * wide);
    const shade = shades(cells.map(({ value }) => value));
    const marks: Mark[] = cells.map((cell) => ({
      x: x(cell.hour) + wide / 2,
      y: (cell.day + 0.5) * high,
      lines: this.#lines(cell),
    }));
    const days = Array.from({ length: DAYS }, (_, day) => day);
    const step = wide < 14 ? 6 : wide < 26 ? 3 : 2;
    const hours = Array.from({ length: HOURS / step }, (_, at) => at * step);
    const drawing = svg`${days.map(
      (day) =>
        svg`<text x=${mirrored ? width - start + 6 : start - 6} y=${(day + 0.5) * high + 4} text-anchor="end">${words.weekday(this.#weekday(day), "short")}</text>`,
    )}
      ${hours.map(
        (hour) =>
          svg`<text x=${x(hour) + wide / 2} y=${height - 4} text-anchor="middle">${words.hour(hour)}</text>`,
      )}
      ${cells.map(
        ({ day, hour, value, slow }) =>
          svg`<rect class=${`cell ${Number.isFinite(value) ? `shade-${shade(value)}` : "none"}`} x=${x(hour)} y=${day * high} width=${wide} height=${high} rx="2"></rect>
          ${slow ? svg`<circle class="slow" cx=${x(hour) + wide / 2} cy=${(day + 0.5) * high} r=${Math.min(3.5, wide / 3)}></circle>` : ""}`,
      )}`;
    return { drawing, marks };
  }

  /** Arrows up and down go by days. */
  protected override moves(at: number | undefined): Readonly<Record<string, number>> {
    const place = at ?? 0;
    return {
      ArrowDown: Math.min(place + HOURS, DAYS * HOURS - HOURS + (place % HOURS)),
      ArrowUp: Math.max(place - HOURS, place % HOURS),
    };
  }

  protected override table(): ChartTable {
    const { words } = this;
    const unit = this.#unit();
    const cells = this.#cells();
    const head = [this.say("day"), ...Array.from({ length: HOURS }, (_, hour) => words.hour(hour))];
    const rows = Array.from({ length: DAYS }, (_, day) => [
      words.weekday(this.#weekday(day), "long"),
      ...cells.filter((cell) => cell.day === day).map(({ value }) => value),
    ]);
    const text = (value: string | number | null, column: number) => {
      if (column === 0) return String(value ?? "");
      return typeof value === "number" && Number.isFinite(value) ? words.value(value, unit) : "–";
    };
    return { head, rows, text };
  }

  protected override shown() {
    const header = this.#header();
    return header === undefined ? [] : [header];
  }

  #header() {
    const metrics = this.report?.header.metrics;
    return metrics?.find(({ key }) => key === this.metric) ?? metrics?.[0];
  }

  #unit(): Unit {
    return this.#header()?.unit ?? "seconds";
  }

  /** 1 Monday to 7 Sunday. */
  #weekday(day: number): number {
    const first = this.report?.header.weekStart ?? 1;
    return ((first - 1 + day) % DAYS) + 1;
  }

  #lines({ day, hour, value, n, slow }: Cell): string[] {
    const { words } = this;
    const when = `${words.weekday(this.#weekday(day), "long")} ${words.hour(hour)}`;
    const figure = Number.isFinite(value) ? words.value(value, this.#unit()) : "–";
    const count = n === undefined ? [] : [this.say("basedOnTickets", { n: words.number(n) }, n)];
    return [when, figure, ...count, ...(slow ? [this.say("slowerThanChance")] : [])];
  }

  /** All 168 hours, day by day. */
  #cells(): readonly Cell[] {
    const { report, slowPeriods } = this;
    const empty = Array.from({ length: DAYS * HOURS }, (_, slot): Cell => {
      const [day, hour] = [Math.floor(slot / HOURS), slot % HOURS];
      return { day, hour, value: Number.NaN, n: undefined, slow: false };
    });
    if (report === undefined) {
      return empty.map((cell, slot) => {
        const told = slowPeriods?.hours[slot];
        return told === undefined
          ? cell
          : { ...cell, value: told.median ?? Number.NaN, n: told.n, slow: told.slow };
      });
    }
    const header = this.#header();
    if (header === undefined) return empty;
    const statistic = this.statistic ?? (header.family === "distribution" ? "median" : "value");
    const column = report.column(header.key, statistic);
    report.groups.forEach(({ bucket }, row) => {
      const cell = empty[bucket ?? -1];
      if (cell !== undefined) empty[bucket ?? -1] = { ...cell, value: column[row] ?? Number.NaN };
    });
    return empty;
  }
}

/** Shades by rank, so that one extreme hour does not make all others pale; where all are alike, all are pale. */
function shades(values: readonly number[]): (value: number) => number {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  const bounds = Array.from(
    { length: SHADES - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / SHADES)],
  );
  return (value) => bounds.filter((bound) => bound !== undefined && value > bound).length;
}
