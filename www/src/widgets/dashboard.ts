import { html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import type { MetricDefinition } from "../metric.js";
import type { CellSelector, Report, ReportJson, Tickets } from "../report.js";
import { Asking } from "./asking.js";
import { AskingWidget } from "./asking-widget.js";
import { readAddress, writeAddress } from "./dashboard/address.js";
import {
  askDimensions,
  askItem,
  type ItemAnswer,
  type ItemSource,
  metricId,
  metricKey,
} from "./dashboard/ask.js";
import { chosenIn, daysIn } from "./dashboard/chosen.js";
import { checkLayout, type Layout, type LayoutItem, USUAL } from "./dashboard/layout.js";
import {
  ALL,
  daysOf,
  toggled,
  toggledWithin,
  type View,
  viewFromText,
  viewToText,
} from "./dashboard/state.js";
import { dashboardStyles } from "./dashboard/styles.js";
import { ticketList } from "./dashboard/tickets.js";
import { WIDGETS } from "./dashboard/widgets.js";
import { tell } from "./events.js";
import { FilterBar, type FilterDimension } from "./filter-bar.js";
import { save } from "./save.js";
import type { Source } from "./source.js";
import { create, PREFIX } from "./tags.js";
import { Widget } from "./widget.js";

/** Who a dashboard asks; with `metrics`, figures say what they mean. */
export type DashboardSource = ItemSource &
  Pick<Source, "escalations"> & {
    metrics?(): Promise<readonly MetricDefinition[]>;
  };

/** What a dashboard shows, as plain data. */
export interface DashboardJson {
  readonly view: View;
  /** In the order of the layout; nothing but the item itself where there is no answer yet. */
  readonly items: readonly {
    readonly item: LayoutItem;
    readonly report?: ReportJson;
    readonly trend?: ReportJson;
    /** What the clocks, the rules or an analysis say. */
    readonly answer?: unknown;
  }[];
}

/** A widget of a dashboard, and what it was drawn from. */
interface Place {
  readonly item: LayoutItem;
  readonly element: Widget;
  answer: ItemAnswer | undefined;
}

/** The tickets behind a figure that somebody clicked. */
interface Behind {
  readonly title: string;
  readonly tickets: Tickets;
}

/**
 * A page of widgets from a layout, which filter each other: a click on a bar narrows all others, a click on a figure lists the
 * tickets behind it, a click along time narrows all that have no time of their own.
 *
 * ```js
 * dashboard.source = desk;
 * dashboard.layout = { items: [{ kind: "kpi", metric: "first_response_time" }] };
 * ```
 *
 * Views are kept by the page, which hands them back:
 *
 * ```js
 * dashboard.views = [];
 * dashboard.addEventListener("deskgauge-save-view", ({ detail: { name, view } }) => {
 *   dashboard.views = [...dashboard.views.filter((each) => each.name !== name), { name, view }];
 * });
 * ```
 *
 * Easy to get wrong: the dashboard asks anew when its view changes, not when the data do; after a load or an event call
 * `refresh()`.
 *
 * @element deskgauge-dashboard
 * @fires {CustomEvent} deskgauge-filter - what is shown was narrowed or widened: `{ view }`
 * @fires {CustomEvent} deskgauge-save-view - what is shown shall be kept under a name: `{ name, view, address }`
 * @fires {CustomEvent} deskgauge-export - somebody exports all figures: `{ name, blob }`; prevent its default to save it elsewhere
 * @fires {CustomEvent} deskgauge-print - somebody prints: `{}`; prevent its default to print something else than the page
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @slot actions - beside the heading
 * @csspart tools - the buttons beside the heading
 * @csspart items - the widgets
 * @csspart item - each widget
 * @csspart tickets - the list of tickets behind a figure
 * @cssprop {<color>} [--deskgauge-ground=var(--deskgauge-sunken)] - the ground that its widgets stand on
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
  static override styles = [...Widget.styles, dashboardStyles];

  /** Who is asked. */
  declare source: DashboardSource | undefined;
  /** What it is made of (default a usual layout). */
  declare layout: Layout | undefined;
  /** What it is narrowed to. */
  declare view: View;
  /**
   * Views that can be chosen by name; with a list, be it empty, what is shown can be saved as one more. The page keeps them:
   * on `deskgauge-save-view` it sets a longer list.
   */
  declare views: readonly { readonly name: string; readonly view: View }[] | undefined;
  /** Keeps the view in the page's address under this name, after the `#`. */
  declare urlKey: string | undefined;
  /** How the tags of its widgets begin (default `deskgauge`). */
  declare prefix: string;
  declare protected behind: Behind | undefined;

  readonly #filters = new Asking<readonly FilterDimension[]>(
    this,
    () => this.source && askDimensions(this.source, this.#checked.dimensions ?? USUAL.dimensions ?? []),
  );
  /** What metrics mean; none where the source does not say. */
  #meanings: Promise<readonly MetricDefinition[]> = Promise.resolve([]);
  #items: Place[] = [];
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
    for (const { element } of this.#items) if (element instanceof AskingWidget) element.refresh();
    void this.#ask();
  }

  /** What it shows, as plain data with what it is narrowed to. */
  toJSON(): DashboardJson {
    const items = this.#items.map(({ item, element, answer }) => ({
      item,
      ...(answer?.report !== undefined && { report: answer.report.toJSON() }),
      ...(answer?.trend !== undefined && { trend: answer.trend.toJSON() }),
      ...(answer?.answer !== undefined && { answer: answer.answer }),
      ...(element instanceof AskingWidget && { answer: element.toJSON() }),
    }));
    return { view: this.view, items };
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
    if (changes.has("view") && !first && this.urlKey !== undefined) {
      writeAddress(this.urlKey, viewToText(this.view));
    }
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

  protected override actions(): unknown {
    return html`<div class="tools" part="tools">
      <button type="button" class="link small" aria-label=${this.say("exportAs", { format: "JSON" })} @click=${this.#export}>JSON</button>
      <button type="button" class="link small" @click=${this.#print}>${this.say("print")}</button>
    </div>`;
  }

  readonly #export = (): void => {
    const blob = new Blob([JSON.stringify(this, undefined, 1)], { type: "application/json" });
    save(this, blob, `${this.heading ?? this.defaultHeading()}.json`);
  };

  readonly #print = (): void => {
    if (tell(this, "deskgauge-print", {})) globalThis.print();
  };

  #refuse(error: unknown): void {
    this.#refused = error;
    this.requestUpdate();
  }

  protected override content(): unknown {
    for (const { item, element, answer } of this.#items) {
      const chosen = chosenIn(item, answer?.report, this.view);
      Object.assign(element, this.#shared(), chosen !== undefined && { chosen });
    }
    return html`<div class="filters">${this.#filterBar()}</div>
      <p class="narrowed small">${this.#narrowed()}</p>
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

  /** What it is narrowed to, for paper: there the filter bar is of no use. */
  #narrowed(): string {
    const { words } = this;
    const { from, to } = daysOf(this.view);
    const days =
      from !== undefined && to !== undefined
        ? [words.days(from, to)]
        : [
            ...(from === undefined ? [] : [`${this.say("from")} ${words.days(from, from)}`]),
            ...(to === undefined ? [] : [`${this.say("to")} ${words.days(to, to)}`]),
          ];
    const kept = Object.entries(this.view.where).map(([dimension, chosen]) => {
      const list = words.list(chosen.map((word) => this.isolated(word ?? this.say("unknown"))));
      return `${this.isolated(this.name(`dimension_${dimension}`, dimension))}: ${list}`;
    });
    return [...days, ...kept].join(" · ");
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
    this.#bar.addEventListener("deskgauge-save-view", this.#keep);
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
          const own = item.kind === "breaches" ? { where: view.where } : { readonly: item.readonly === true };
          Object.assign(element, { source, limit, ...own });
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

  readonly #narrow = (event: HTMLElementEventMap["deskgauge-filter"]): void => {
    event.stopPropagation();
    this.#show(event.detail.view);
  };

  readonly #keep = (event: HTMLElementEventMap["deskgauge-save-view"]): void => {
    event.stopPropagation();
    tell(this, "deskgauge-save-view", event.detail);
  };

  readonly #select = (event: HTMLElementEventMap["deskgauge-select"]): void => {
    const { dimension, word } = event.detail;
    const view = typeof word === "number" ? this.#within(event, word) : toggled(this.view, dimension, word);
    if (view === undefined || dimension === "") return;
    event.stopPropagation();
    this.#show(view);
  };

  /** The view of the bucket that was chosen in a chart, or no longer of it; undefined where it is no stretch of time. */
  #within(event: Event, start: number): View | undefined {
    const report = this.#place(event)?.answer?.report;
    const days = report && daysIn(report, start);
    return days === undefined ? undefined : toggledWithin(this.view, days);
  }

  /** The item in which something happened. */
  #place(event: Event): Place | undefined {
    return this.#items.find(({ element }) => event.composedPath().includes(element));
  }

  #show(view: View): void {
    this.view = view;
    tell(this, "deskgauge-filter", { view });
  }

  readonly #drill = (event: HTMLElementEventMap["deskgauge-drill-down"]): void => {
    const place = this.#place(event);
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
    const words = {
      title: this.say("ticketsBehind", { metric: title }),
      close: this.say("close"),
      more: more > 0 ? this.say("andMore", { n: this.words.number(more) }, more) : undefined,
      open: (ticket: string) => this.say("openTicket", { ticket }),
    };
    return ticketList(tickets, words, {
      chosen: (ticket) => tell(this, "deskgauge-open-ticket", { ticket }),
      closed: () => {
        this.behind = undefined;
      },
    });
  }

  /** Takes the view from the address. */
  readonly #read = (): void => {
    const { urlKey } = this;
    if (urlKey === undefined) return;
    const text = readAddress(urlKey);
    const view = text === null ? ALL : viewFromText(text);
    if (viewToText(view) !== viewToText(this.view)) this.view = view;
  };
}

/** So many tickets behind a figure are listed. */
const MOST_TICKETS = 200;
