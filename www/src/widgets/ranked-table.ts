import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { toCsv } from "../csv.js";
import type { Report } from "../report.js";
import type { MetricHeader } from "../table.js";
import { tell } from "./events.js";
import { save } from "./save.js";
import { Widget } from "./widget.js";

/** A row: the word of the group, and a number a metric, NaN where there is none. */
interface Line {
  readonly word: string | null;
  readonly values: readonly number[];
}

/**
 * A report by one dimension as a table: a row a group, a column a metric with small bars, sorted by any of them.
 *
 * @element deskgauge-ranked-table
 * @fires {CustomEvent} deskgauge-select - a group was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-drill-down - a figure was chosen: `{ metric, cell }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart row - each group
 * @csspart bar - the bar behind a figure
 */
export class RankedTable extends Widget {
  static override properties: PropertyDeclarations = {
    report: { attribute: false },
    statistic: {},
    limit: { type: Number },
    sort: { state: true },
    all: { state: true },
  };
  static override styles = [
    ...Widget.styles,
    css`
      .scroll {
        overflow: auto;
        max-block-size: 26rem;
      }

      table {
        inline-size: 100%;
        border-collapse: collapse;
      }

      th,
      td {
        padding: 0.25rem 0.5rem;
        border-block-end: 1px solid var(--_line);
        text-align: end;
        font-weight: normal;
        white-space: nowrap;
      }

      th:first-child {
        text-align: start;
        white-space: normal;
        overflow-wrap: break-word;
        min-inline-size: 6rem;
      }

      thead th {
        position: sticky;
        inset-block-start: 0;
        background: var(--_surface);
        z-index: 1;
      }

      thead button {
        border: 0;
        background: none;
        padding: 0;
        font-weight: 600;
        white-space: normal;
        text-align: inherit;
        /* A column is as wide as its longest word: the table scrolls rather than tear one. */
        overflow-wrap: break-word;
      }

      td svg {
        display: block;
        inline-size: 100%;
        block-size: 3px;
        min-inline-size: 3rem;
      }

      td svg:dir(ltr) {
        transform: scaleX(-1);
      }

      td button.link {
        color: inherit;
        text-decoration: none;
      }

      td button.link:hover {
        text-decoration: underline;
      }

      rect {
        fill: var(--_accent);
      }
    `,
  ];

  /** The report, by one dimension and without a bucket. */
  declare report: Report | undefined;
  /** Which statistic of distributions (default `median`). */
  declare statistic: string | undefined;
  /** How many rows are shown before the rest is asked for (default 20). */
  declare limit: number;
  /** The column sorted by (0 is the name) and its direction. */
  declare protected sort: { readonly column: number; readonly descending: boolean };
  declare protected all: boolean;

  constructor() {
    super();
    this.limit = 20;
    this.sort = { column: 1, descending: true };
    this.all = false;
  }

  /** The rows as CSV, in the order shown. */
  toCSV(): string {
    const { report } = this;
    if (report === undefined) return "";
    const head = [this.#dimension(report), ...report.header.metrics.map(({ key }) => key)];
    return toCsv([head, ...this.#lines(report).map(({ word, values }) => [word, ...values])]);
  }

  protected override zone(): string | undefined {
    return this.timeZone ?? this.report?.header.timeZone;
  }

  protected override defaultHeading(): string {
    const { report } = this;
    if (report === undefined) return "";
    const dimension = this.#dimension(report);
    return this.name(`dimension_${dimension}`, dimension);
  }

  protected override shown() {
    return this.report?.header.metrics ?? [];
  }

  protected override get ready(): boolean {
    return this.report !== undefined;
  }

  protected override nothing(): string | undefined {
    return this.report?.length === 0 ? this.say("empty") : undefined;
  }

  protected override actions(): unknown {
    return html`<div class="tools" part="tools">
      <button type="button" class="link small" aria-label=${this.say("exportAs", { format: "CSV" })} @click=${this.#save}>CSV</button>
    </div>`;
  }

  protected override content(): unknown {
    const report = this.report as Report;
    const { metrics } = report.header;
    const lines = this.#lines(report);
    const most = metrics.map((_, at) => largest(lines.map(({ values }) => values[at] ?? 0)));
    const shown = this.all ? lines.slice(0, MOST_ROWS) : lines.slice(0, this.limit);
    const more = lines.length - shown.length;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${this.heading ?? this.defaultHeading()}>
        <table class="numbers">
          <thead>
            <tr>
              ${this.#head(this.defaultHeading(), 0)}
              ${metrics.map((metric, at) => this.#head(this.name(`metric_${metric.metric}`, metric.title), at + 1))}
            </tr>
          </thead>
          <tbody>
            ${shown.map((line) => this.#row(report, line, most))}
          </tbody>
        </table>
      </div>
      ${
        more > 0 && !this.all
          ? html`<button type="button" class="link small" @click=${() => {
              this.all = true;
            }}>${this.say("andMore", { n: this.words.number(more) }, more)}</button>`
          : nothing
      }`;
  }

  #head(title: string, column: number): TemplateResult {
    const { sort } = this;
    const sorted = sort.column === column ? (sort.descending ? "descending" : "ascending") : "none";
    const sign = { descending: " ▼", ascending: " ▲", none: "" }[sorted];
    return html`<th scope="col" aria-sort=${sorted}>
      <button type="button" aria-label=${this.say("sortBy", { column: title })} @click=${() => this.#sortBy(column)}>
        ${title}${sign}
      </button>
    </th>`;
  }

  #row(report: Report, { word, values }: Line, most: readonly number[]): TemplateResult {
    const dimension = this.#dimension(report);
    return html`<tr part="row">
      <th scope="row">
        <button type="button" class="link" @click=${() => tell(this, "deskgauge-select", { dimension, word })}>
          <bdi>${word ?? this.say("unknown")}</bdi>
        </button>
      </th>
      ${report.header.metrics.map((metric, at) => this.#cell(metric, values[at] ?? Number.NaN, most[at] ?? 0, { [dimension]: word }))}
    </tr>`;
  }

  #cell(
    metric: MetricHeader,
    value: number,
    most: number,
    cell: Record<string, string | null>,
  ): TemplateResult {
    if (!Number.isFinite(value)) return html`<td class="muted">–</td>`;
    const wide = most > 0 ? Math.max(0, (100 * value) / most) : 0;
    return html`<td>
      <button type="button" class="link" @click=${() => tell(this, "deskgauge-drill-down", { metric: metric.key, cell })}>
        ${this.words.value(value, metric.unit)}
      </button>
      <svg part="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${wide.toFixed(1)} height="1"></rect>
      </svg>
    </td>`;
  }

  #dimension(report: Report): string {
    return report.header.by[0]?.dimension ?? "";
  }

  #lines(report: Report): readonly Line[] {
    const { metrics } = report.header;
    const columns = metrics.map(({ key, family }) =>
      report.column(key, family === "distribution" ? (this.statistic ?? "median") : "value"),
    );
    const dimension = this.#dimension(report);
    const lines = report.groups.map(({ by }, row) => ({
      word: by[dimension] ?? null,
      values: columns.map((column) => column[row] ?? Number.NaN),
    }));
    const { column, descending } = this.sort;
    const name = ({ word }: Line) => word ?? this.say("unknown");
    const collator = new Intl.Collator(this.words.locale, { numeric: true });
    const byName = (one: Line, other: Line) => collator.compare(name(one), name(other));
    const way = descending ? -1 : 1;
    return lines.sort((one, other) => {
      if (column === 0) return way * byName(one, other);
      const [left, right] = [one.values[column - 1] ?? Number.NaN, other.values[column - 1] ?? Number.NaN];
      // What has no figure comes last, whichever way.
      if (Number.isNaN(left) || Number.isNaN(right))
        return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      return way * (left - right) || byName(one, other);
    });
  }

  #sortBy(column: number): void {
    const { sort } = this;
    this.sort = { column, descending: sort.column === column ? !sort.descending : column > 0 };
  }

  readonly #save = (): void => {
    const blob = new Blob([this.toCSV()], { type: "text/csv;charset=utf-8" });
    save(this, blob, `${this.heading ?? this.defaultHeading()}.csv`);
  };
}

/** So many rows are drawn at once; all are exported. */
const MOST_ROWS = 1_000;

function largest(values: readonly number[]): number {
  return values.filter(Number.isFinite).reduce((most, value) => Math.max(most, value), 0);
}
