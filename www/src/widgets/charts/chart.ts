/**
 * What all charts have in common: they fit their width, stand on axes, can be walked through by keyboard, and have a table
 * behind them.
 *
 * A chart says where its marks are (`plot`), what stands at each (`Mark`), and what its table holds (`table`).
 *
 * Easy to get wrong: marks are read out and reached in the order of time or rank, also where text runs from right to left and
 * the chart is mirrored. Only sizes and places in numbers go into attributes, so that no inline style is needed.
 */
import { html, nothing, type PropertyDeclarations, type PropertyValues, svg, type TemplateResult } from "lit";
import { tell, type WidgetEvents } from "../events.js";
import { save } from "../save.js";
import { Widget } from "../widget.js";
import { chartStyles } from "./chart-styles.js";
import { exportCsv, exportPng, exportSvg } from "./export.js";
import { type Measure, measureIn } from "./text.js";
import { tip } from "./tip.js";

/** A place of a chart that can be reached: a point, a bar, a cell. */
export interface Mark {
  /** Where its tooltip stands, in pixels of the plot. */
  readonly x: number;
  readonly y: number;
  /** What it says, line by line; the first line is its name. */
  readonly lines: readonly string[];
  /** What choosing it tells the page. */
  readonly select?: WidgetEvents["deskgauge-select"];
  readonly drill?: WidgetEvents["deskgauge-drill-down"];
}

/** The room a chart draws in, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
  /** Whether the first thing stands on the right. */
  readonly mirrored: boolean;
  /** How wide its text is. */
  readonly measure: Measure;
}

/** What a colour of a chart stands for; one with `select` can be chosen. */
export interface LegendEntry {
  readonly label: string;
  readonly series: number;
  readonly select?: WidgetEvents["deskgauge-select"];
}

/** A drawn chart. */
export interface Plot {
  readonly drawing: TemplateResult | unknown;
  readonly marks: readonly Mark[];
}

/** The table behind a chart, which is also what is exported. */
export interface ChartTable {
  readonly head: readonly string[];
  /** Numbers in their own unit for files; `text` writes them for people. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly text: (value: string | number | null, column: number) => string;
}

const LEAST_WIDTH = 160;

/** A widget that draws a chart. */
export abstract class ChartWidget extends Widget {
  static override properties: PropertyDeclarations = {
    view: { reflect: true },
    height: { type: Number },
    noExport: { type: Boolean, attribute: "no-export" },
    width: { state: true },
    active: { state: true },
    refused: { state: true },
  };
  static override styles = [...Widget.styles, chartStyles];

  /** `chart` (the default) or `table`. */
  declare view: "chart" | "table";
  /** How high the plot is, in pixels. */
  declare height: number;
  /** Leaves out the buttons that export. */
  declare noExport: boolean;
  declare protected width: number;
  /** Which mark is shown. */
  declare protected active: number | undefined;
  /** Why the last export failed. */
  declare protected refused: string | undefined;

  #observer: ResizeObserver | undefined;
  #marks: readonly Mark[] = [];
  #measure: Measure = (text) => text.length;

  constructor() {
    super();
    this.view = "chart";
    this.height = 200;
    this.noExport = false;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      // Here styles are computed already; while charts draw they are not.
      this.#measure = measureIn(this);
      // In the next frame: drawing changes the height, and an observer may not cause what it observes.
      requestAnimationFrame(() => {
        if (entry !== undefined) this.width = Math.floor(entry.contentRect.width);
      });
    });
    if (this.hasUpdated) this.#observe();
  }

  protected override firstUpdated(changes: PropertyValues<this>): void {
    super.firstUpdated(changes);
    this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  /** Watches the room inside the card, which its padding is no part of. */
  #observe(): void {
    const card = this.renderRoot.querySelector(".card");
    if (card !== null) this.#observer?.observe(card);
  }

  /** Draws into a room. */
  protected abstract plot(room: Room): Plot;

  /** The table behind it. */
  protected abstract table(): ChartTable;

  /** What it shows, in a sentence for those who do not see it. */
  protected abstract summary(): string;

  /** Where further keys lead, for charts that are walked through in two ways. */
  protected moves(_at: number | undefined): Readonly<Record<string, number>> {
    return {};
  }

  /** How far a mark is from the pointer: along the line of time counts more than up and down. */
  protected distance(mark: Mark, x: number, y: number): number {
    return Math.hypot(mark.x - x, (mark.y - y) / 3);
  }

  /** How high its drawing is, in pixels. */
  protected plotHeight(): number {
    return this.height;
  }

  /** What its colours stand for. */
  protected legend(): readonly LegendEntry[] {
    return [];
  }

  /** How many groups are not drawn, but stand in the table. */
  protected left(): number {
    return 0;
  }

  /** The data as CSV. */
  toCSV(): string {
    return exportCsv(this.table());
  }

  /** The chart as SVG with its colours written out; undefined while there is none. */
  toSVG(): string | undefined {
    const drawn = this.renderRoot.querySelector<SVGSVGElement>("svg.plot");
    return drawn === null ? undefined : exportSvg(drawn, this.heading ?? this.defaultHeading());
  }

  /** The chart as a PNG image, so many pixels to a pixel; undefined while there is none. */
  async toPNG(scale = 2): Promise<Blob | undefined> {
    const drawn = this.toSVG();
    return drawn === undefined ? undefined : exportPng(drawn, scale);
  }

  protected override content(): unknown {
    const { refused } = this;
    return html`${refused === undefined ? nothing : html`<p class="bad small note" role="alert">${refused}</p>`}
      ${this.view === "table" ? this.#table() : this.#chart()}`;
  }

  protected override skeleton(): unknown {
    return svg`<svg class="plot skeleton" height=${this.plotHeight()}></svg>`;
  }

  protected override actions(): unknown {
    const other = this.view === "table" ? "chart" : "table";
    return html`<div class="tools" part="tools">
      <button type="button" class="link small" @click=${() => this.#show(other)}>
        ${this.say(other === "table" ? "showTable" : "showChart")}
      </button>
      ${
        this.noExport
          ? nothing
          : ["CSV", ...(this.view === "chart" ? ["SVG", "PNG"] : [])].map(
              (format) =>
                html`<button type="button" class="link small" aria-label=${this.say("exportAs", { format })} @click=${() => this.#save(format)}>
                  ${format}
                </button>`,
            )
      }
    </div>`;
  }

  #show(view: "chart" | "table"): void {
    this.view = view;
    this.active = undefined;
  }

  async #save(format: string): Promise<void> {
    const name = `${this.heading ?? this.defaultHeading()}.${format.toLowerCase()}`;
    const type = { CSV: "text/csv;charset=utf-8", SVG: "image/svg+xml", PNG: "image/png" }[format] ?? "";
    this.refused = undefined;
    try {
      const made = format === "CSV" ? this.toCSV() : format === "SVG" ? this.toSVG() : await this.toPNG();
      if (made === undefined) return;
      save(this, made instanceof Blob ? made : new Blob([made], { type }), name);
    } catch (error) {
      this.refused = error instanceof Error ? error.message : String(error);
    }
  }

  #chart(): unknown {
    if (this.width === 0) return this.skeleton();
    const width = Math.max(LEAST_WIDTH, this.width);
    const height = this.plotHeight();
    const room = { width, height, mirrored: this.rightToLeft, measure: this.#measure };
    const { drawing, marks } = this.plot(room);
    this.#marks = marks;
    const active = this.active === undefined ? undefined : marks[this.active];
    const legend = this.legend();
    const left = this.left();
    return html`<div
        class="chart"
        part="chart"
        tabindex="0"
        role="group"
        aria-roledescription=${this.say("chart")}
        aria-label=${this.summary()}
        @keydown=${this.#key}
        @blur=${() => this.#activate(undefined)}
      >
        <svg
          class="plot"
          viewBox="0 0 ${width} ${height}"
          width=${width}
          height=${height}
          aria-hidden="true"
          @pointermove=${this.#point}
          @pointerleave=${() => this.#activate(undefined)}
          @click=${this.#click}
        >
          ${drawing} ${active === undefined ? nothing : tip(active, room)}
        </svg>
        <span class="hidden" role="status">${active?.lines.join(", ")}</span>
      </div>
      ${
        legend.length < 2
          ? nothing
          : html`<ul class="legend small" part="legend">
              ${legend.map((entry) => this.#entry(entry))}
            </ul>`
      }
      ${
        left < 1
          ? nothing
          : html`<button type="button" class="link small" part="more" @click=${() => this.#show("table")}>
              ${this.say("andMore", { n: this.words.number(left) }, left)}
            </button>`
      }`;
  }

  #entry({ label, series, select }: LegendEntry): TemplateResult {
    const name = html`<bdi>${label}</bdi>`;
    return html`<li>
      <svg class=${seriesClass(series)} viewBox="0 0 10 10" aria-hidden="true"><rect class="bar" width="10" height="10" rx="2"></rect></svg>
      ${
        select === undefined
          ? name
          : html`<button type="button" class="link" @click=${() => tell(this, "deskgauge-select", select)}>${name}</button>`
      }
    </li>`;
  }

  #table(): TemplateResult {
    const { head, rows, text } = this.table();
    return html`<div class="table" part="table" tabindex="0" role="group" aria-label=${this.summary()}>
      <table class="numbers small">
        <thead>
          <tr>${head.map((name) => html`<th scope="col"><bdi>${name}</bdi></th>`)}</tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map((row) => html`<tr>${row.map((value, column) => html`<td><bdi>${text(value, column)}</bdi></td>`)}</tr>`)}
        </tbody>
      </table>
      ${rows.length > MOST_ROWS ? html`<p class="muted">${this.say("andMore", { n: this.words.number(rows.length - MOST_ROWS) }, rows.length - MOST_ROWS)}</p>` : nothing}
    </div>`;
  }

  #activate(mark: number | undefined): void {
    this.active = mark;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const last = this.#marks.length - 1;
    if (last < 0) return;
    const forward = this.rightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = this.rightToLeft ? "ArrowRight" : "ArrowLeft";
    const at = this.active;
    const moves: Record<string, number | undefined> = {
      [forward]: Math.min(last, (at ?? -1) + 1),
      [back]: Math.max(0, (at ?? last + 1) - 1),
      Home: 0,
      End: last,
      Escape: undefined,
      ...this.moves(at),
    };
    if (event.key === "Enter" || event.key === " ") {
      if (at === undefined) return;
      this.#choose(at);
    } else if (event.key in moves) {
      this.#activate(moves[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  };

  readonly #point = (event: PointerEvent): void => {
    this.#activate(this.#nearest(event));
  };

  readonly #click = (event: PointerEvent): void => {
    const mark = this.#nearest(event);
    if (mark !== undefined) this.#choose(mark);
  };

  /** The mark nearest to the pointer, in the chart's own pixels. */
  #nearest(event: PointerEvent): number | undefined {
    const drawn = event.currentTarget as SVGSVGElement;
    const box = drawn.getBoundingClientRect();
    const scale = box.width === 0 ? 1 : drawn.viewBox.baseVal.width / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    let [best, distance] = [undefined as number | undefined, Number.POSITIVE_INFINITY];
    this.#marks.forEach((mark, at) => {
      const away = this.distance(mark, x, y);
      if (away < distance) [best, distance] = [at, away];
    });
    return best;
  }

  #choose(at: number): void {
    const mark = this.#marks[at];
    if (mark?.select !== undefined) tell(this, "deskgauge-select", mark.select);
    else if (mark?.drill !== undefined) tell(this, "deskgauge-drill-down", mark.drill);
  }
}

/** More rows than this are exported, not shown. */
const MOST_ROWS = 500;

/** The class of a series' colour; after the sixth they begin anew. */
export function seriesClass(series: number): string {
  return `s${(series % 6) + 1}`;
}
