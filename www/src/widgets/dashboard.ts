import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { MetricDefinition } from "../metric.js";
import type { CellSelector, Report, ReportJson, Tickets } from "../report.js";
import { Asking } from "./asking.js";
import { askItem, type ItemAnswer, type ItemSource, metricId, metricKey } from "./dashboard/ask.js";
import { checkLayout, type Layout, type LayoutItem, USUAL } from "./dashboard/layout.js";
import { ALL, toggled, type View, viewFromText, viewToText, type Word } from "./dashboard/state.js";
import { tell } from "./events.js";
import { FilterBar, type FilterDimension } from "./filter-bar.js";
import type { Source } from "./source.js";
import { create, PREFIX } from "./tags.js";
import { Widget } from "./widget.js";

/** Who a dashboard asks; with `metrics`, figures say what they mean. */
export type DashboardSource = ItemSource &
  Pick<Source, "escalations"> & {
    metrics?(): Promise<readonly MetricDefinition[]>;
  };

/** The tickets behind a figure that somebody clicked. */
interface Behind {
  readonly title: string;
  readonly tickets: Tickets;
}

/** The widgets by kind, each fetched when a layout first has it. */
const WIDGETS: Readonly<
  Record<LayoutItem["kind"], () => Promise<{ widget: new () => Widget; name: string }>>
> = {
  kpi: async () => ({ widget: (await import("./kpi-tile.js")).KpiTile, name: "kpi-tile" }),
  chart: async () => ({ widget: (await import("./metric-chart.js")).MetricChart, name: "metric-chart" }),
  table: async () => ({ widget: (await import("./ranked-table.js")).RankedTable, name: "ranked-table" }),
  "heat-map": async () => ({ widget: (await import("./heat-map.js")).HeatMap, name: "heat-map" }),
  backlog: async () => ({ widget: (await import("./backlog.js")).Backlog, name: "backlog" }),
  survey: async () => ({ widget: (await import("./survey.js")).Survey, name: "survey" }),
  attainment: async () => ({
    widget: (await import("./sla-attainment.js")).SlaAttainment,
    name: "sla-attainment",
  }),
  "escalation-times": async () => ({
    widget: (await import("./escalation-times.js")).EscalationTimesChart,
    name: "escalation-times",
  }),
  bottlenecks: async () => ({ widget: (await import("./bottlenecks.js")).Bottlenecks, name: "bottlenecks" }),
  handoffs: async () => ({
    widget: (await import("./handoff-graph.js")).HandoffGraph,
    name: "handoff-graph",
  }),
  breaches: async () => ({ widget: (await import("./breach-list.js")).BreachList, name: "breach-list" }),
  escalations: async () => ({
    widget: (await import("./escalation-panel.js")).EscalationPanel,
    name: "escalation-panel",
  }),
};

/**
 * A page of widgets from a layout, which filter each other: a click on a bar narrows all others, a click on a figure lists the
 * tickets behind it.
 *
 * ```js
 * dashboard.source = desk;
 * dashboard.layout = { items: [{ kind: "kpi", metric: "first_response_time" }] };
 * ```
 *
 * Easy to get wrong: the dashboard asks anew when its view changes, not when the data do; after a load or an event call
 * `refresh()`.
 *
 * @element deskgauge-dashboard
 * @fires {CustomEvent} deskgauge-filter - what is shown was narrowed or widened: `{ view }`
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @slot actions - beside the heading
 * @csspart items - the widgets
 * @csspart item - each widget
 * @csspart tickets - the list of tickets behind a figure
 */
export class Dashboard extends Widget {
  static override properties: PropertyDeclarations = {
    source: { attribute: false },
    layout: { attribute: false },
    view: { attribute: false },
    views: { attribute: false },
    urlKey: { attribute: "url-key" },
    prefix: {},
    behind: { state: true },
  };
  static override styles = [
    ...Widget.styles,
    css`
      .card {
        background: var(--deskgauge-ground, var(--_sunken));
        border: 0;
        padding: var(--_gap);
      }

      .items {
        display: grid;
        gap: var(--_gap);
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
        align-items: stretch;
      }

      .item > * {
        block-size: 100%;
      }

      @container (min-width: 38rem) {
        .span-2,
        .span-3,
        .span-4 {
          grid-column: span 2;
        }
      }

      @container (min-width: 56rem) {
        .span-3 {
          grid-column: span 3;
        }

        .span-4 {
          grid-column: 1 / -1;
        }
      }

      dialog {
        color: var(--_ink);
        background: var(--_surface);
        border: 1px solid var(--_strong);
        border-radius: var(--_radius);
        inline-size: min(26rem, 92vw);
        max-block-size: 80vh;
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }

      dialog ul {
        list-style: none;
        margin: 0.5rem 0;
        padding: 0;
        display: grid;
        gap: 0.25rem;
        max-block-size: 50vh;
        overflow: auto;
      }

      dialog li {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
      }

      @media print {
        deskgauge-filter-bar,
        .filters {
          display: none;
        }

        .items {
          grid-template-columns: repeat(2, 1fr);
        }
      }
    `,
  ];

  /** Who is asked. */
  declare source: DashboardSource | undefined;
  /** What it is made of (default a usual layout). */
  declare layout: Layout | undefined;
  /** What it is narrowed to. */
  declare view: View;
  /** Views that can be chosen by name. */
  declare views: readonly { readonly name: string; readonly view: View }[] | undefined;
  /** Keeps the view in the page's address under this name, after the `#`. */
  declare urlKey: string | undefined;
  /** How the tags of its widgets begin (default `deskgauge`). */
  declare prefix: string;
  declare protected behind: Behind | undefined;

  readonly #filters = new Asking<readonly FilterDimension[]>(this, () => this.#askDimensions());
  /** What metrics mean; none where the source does not say. */
  #meanings: Promise<readonly MetricDefinition[]> = Promise.resolve([]);
  #items: { item: LayoutItem; element: Widget; answer: ItemAnswer | undefined }[] = [];
  #bar: FilterBar | undefined;
  #checked: Layout = USUAL;
  #asked = 0;
  /** What is wrong with the layout, or with what was asked of it. */
  #refused: unknown;

  constructor() {
    super();
    this.view = ALL;
    this.prefix = PREFIX;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener("hashchange", this.#read);
    this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener("hashchange", this.#read);
  }

  /** Asks everything again, for instance after events were applied. */
  refresh(): void {
    this.#filters.again();
    void this.#ask();
  }

  /** What it shows, as plain data with what it is narrowed to. */
  toJSON(): { readonly view: View; readonly reports: readonly { item: LayoutItem; report: ReportJson }[] } {
    const reports = this.#items.flatMap(({ item, answer }) =>
      answer?.report === undefined ? [] : [{ item, report: answer.report.toJSON() }],
    );
    return { view: this.view, reports };
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    const first = !this.hasUpdated;
    if (changes.has("layout") || first) this.#lay();
    if (changes.has("source")) {
      this.#filters.anew();
      // Figures do without what they mean where nobody tells.
      this.#meanings = (this.source?.metrics?.() ?? Promise.resolve([])).catch(() => []);
    }
    if (changes.has("source") || changes.has("layout") || changes.has("view")) void this.#ask();
    if (changes.has("view") && !first) this.#write();
  }

  protected override defaultHeading(): string {
    return this.say("dashboard");
  }

  protected override get ready(): boolean {
    return this.source !== undefined;
  }

  protected override retry(): void {
    super.retry();
    [this.error, this.#refused] = [undefined, undefined];
    this.refresh();
  }

  protected override failure(): unknown {
    return this.error ?? this.#refused ?? this.#filters.error;
  }

  #refuse(error: unknown): void {
    this.#refused = error;
    this.requestUpdate();
  }

  protected override content(): unknown {
    for (const { element } of this.#items) Object.assign(element, this.#shared());
    return html`<div class="filters">${this.#filterBar()}</div>
      <div
        class="items"
        part="items"
        @deskgauge-select=${this.#select}
        @deskgauge-drill-down=${this.#drill}
        @deskgauge-retry=${() => void this.#ask()}
      >
        ${this.#items.map(({ item, element }) => html`<div class="item span-${item.span ?? 1}" part="item">${element}</div>`)}
      </div>
      ${this.#tickets()}`;
  }

  protected override updated(changes: PropertyValues<this>): void {
    super.updated(changes);
    const dialog = this.renderRoot.querySelector("dialog");
    if (this.behind !== undefined && dialog !== null && !dialog.open) dialog.showModal();
  }

  #filterBar(): FilterBar {
    this.#bar ??= create(FilterBar, "filter-bar", this.prefix);
    const { answer: dimensions } = this.#filters;
    Object.assign(this.#bar, { dimensions, view: this.view, views: this.views, ...this.#shared() });
    this.#bar.addEventListener("deskgauge-filter", this.#narrow);
    return this.#bar;
  }

  /** What all widgets of a dashboard have from it. */
  #shared() {
    const { locale, timeZone, theme, messages, headingLevel } = this;
    return { locale, timeZone, theme, messages, headingLevel: headingLevel + 1 };
  }

  /** Makes the widgets of the layout; those that stay keep their place and state. */
  #lay(): void {
    this.#refused = undefined;
    try {
      this.#checked = this.layout === undefined ? USUAL : checkLayout(this.layout);
    } catch (error) {
      this.#refused = error;
      return;
    }
    this.#items = [];
    const mine = this.#checked;
    const made = mine.items.map(async (item) => {
      const { widget, name } = await WIDGETS[item.kind]();
      const element = create(widget, name, this.prefix);
      if (item.heading !== undefined) element.heading = item.heading;
      return { item, element, answer: undefined };
    });
    void Promise.all(made).then(
      (items) => {
        if (mine !== this.#checked) return;
        this.#items = items;
        void this.#ask();
      },
      (error: unknown) => this.#refuse(error),
    );
  }

  async #ask(): Promise<void> {
    const { source, view } = this;
    if (source === undefined) return;
    this.#asked += 1;
    const mine = this.#asked;
    await Promise.all(
      this.#items.map(async (place) => {
        const { item, element } = place;
        if (item.kind === "breaches" || item.kind === "escalations") {
          const limit = item.limit ?? 10;
          Object.assign(element, { source, limit, ...(item.kind === "breaches" && { where: view.where }) });
          return;
        }
        try {
          const [answer, meanings] = await Promise.all([askItem(source, item, view), this.#meanings]);
          if (mine !== this.#asked) return;
          place.answer = answer;
          const { target, statistic } = item;
          const key = metricKey(item.metric);
          const definition = meanings.find(({ id }) => id === metricId(item.metric));
          const told = {
            ...(key !== undefined && { metric: key }),
            statistic,
            target,
            goal: target,
            definition,
          };
          Object.assign(element, { ...answer, ...told, error: undefined });
        } catch (error) {
          if (mine === this.#asked) element.error = error;
        }
      }),
    );
    this.requestUpdate();
  }

  async #askDimensions(): Promise<readonly FilterDimension[]> {
    const { source } = this;
    const names = this.#checked.dimensions ?? USUAL.dimensions ?? [];
    if (source === undefined) return [];
    const ask = async (name: string): Promise<FilterDimension> => {
      const report = await source.report({ metrics: ["tickets"], by: name });
      const words = report.groups.map(({ by }) => by[name] ?? null);
      return { name, words };
    };
    const asked = await Promise.all(names.map(ask));
    return asked.filter(({ words }) => words.some((word) => word !== null));
  }

  readonly #narrow = (event: HTMLElementEventMap["deskgauge-filter"]): void => {
    event.stopPropagation();
    this.#show(event.detail.view);
  };

  readonly #select = (event: HTMLElementEventMap["deskgauge-select"]): void => {
    const { dimension, word } = event.detail;
    if (typeof word === "number" || dimension === "") return;
    event.stopPropagation();
    this.#show(toggled(this.view, dimension, word as Word));
  };

  #show(view: View): void {
    this.view = view;
    tell(this, "deskgauge-filter", { view });
  }

  readonly #drill = (event: HTMLElementEventMap["deskgauge-drill-down"]): void => {
    const place = this.#items.find(({ element }) => event.composedPath().includes(element));
    if (place?.answer?.report === undefined) return;
    event.stopPropagation();
    void this.#listTickets(place.answer.report, event.detail.metric, event.detail.cell);
  };

  async #listTickets(report: Report, metric: string, cell: CellSelector): Promise<void> {
    const title = report.header.metrics.find(({ key }) => key === metric);
    try {
      const tickets = await report.tickets({ ...cell, metric }, { limit: MOST_TICKETS });
      this.behind = {
        title: title === undefined ? metric : this.name(`metric_${title.metric}`, title.title),
        tickets,
      };
    } catch (error) {
      // The data changed since: what is asked now can be drilled into again.
      if (error instanceof Error && "code" in error && error.code === "stale-report") this.refresh();
      else this.#refuse(error);
    }
  }

  #tickets(): unknown {
    const { behind } = this;
    if (behind === undefined) return nothing;
    const { title, tickets } = behind;
    const more = tickets.total - tickets.tickets.length;
    return html`<dialog part="tickets" aria-labelledby="behind" @close=${() => {
      this.behind = undefined;
    }}>
      <div class="head">
        <strong id="behind">${this.say("ticketsBehind", { metric: title })}</strong>
        <button type="button" @click=${(event: Event) => (event.target as Element).closest("dialog")?.close()}>${this.say("close")}</button>
      </div>
      <ul>
        ${tickets.tickets.map(({ id }) => html`<li>${this.#ticket(id)}</li>`)}
      </ul>
      ${more > 0 ? html`<p class="muted small">${this.say("andMore", { n: this.words.number(more) }, more)}</p>` : nothing}
    </dialog>`;
  }

  #ticket(id: string): TemplateResult {
    return html`<button type="button" class="link" @click=${() => tell(this, "deskgauge-open-ticket", { ticket: id })}>
      ${this.say("openTicket", { ticket: id })}
    </button>`;
  }

  /** Takes the view from the address. */
  readonly #read = (): void => {
    const { urlKey } = this;
    if (urlKey === undefined) return;
    const text = fragment().get(urlKey);
    const view = text === null ? ALL : viewFromText(text);
    if (viewToText(view) !== viewToText(this.view)) this.view = view;
  };

  /** Writes the view into the address; going back leaves the page, not the view. */
  #write(): void {
    const { urlKey } = this;
    if (urlKey === undefined) return;
    const parts = fragment();
    const text = viewToText(this.view);
    if ((parts.get(urlKey) ?? "") === text) return;
    if (text === "") parts.delete(urlKey);
    else parts.set(urlKey, text);
    const written = parts.toString();
    const { pathname, search } = globalThis.location;
    history.replaceState(history.state, "", `${pathname}${search}${written === "" ? "" : `#${written}`}`);
  }
}

/** So many tickets behind a figure are listed. */
const MOST_TICKETS = 200;

function fragment(): URLSearchParams {
  return new URLSearchParams(globalThis.location.hash.slice(1));
}
