import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import {
  ALL,
  addDays,
  isDay,
  toggled,
  type View,
  viewToText,
  type Word,
  withWords,
} from "./dashboard/state.js";
import { tell } from "./events.js";
import { Widget } from "./widget.js";

/** A dimension that can be narrowed to some of its words. */
export interface FilterDimension {
  readonly name: string;
  /** Its name for people (default the name). */
  readonly title?: string;
  readonly words: readonly Word[];
}

/** Days back from today that can be chosen at once. */
const STRETCHES = [7, 30, 90, 365];

/** With more words than this there is a field to search them. */
const MANY = 10;
/** So many words are listed; the others are found by searching. */
const MOST = 200;

/**
 * Narrows what is shown: words of dimensions, days, and whether to compare with the time before.
 *
 * Easy to get wrong: it changes its own `view` and tells the page; what it narrows, the page or a dashboard does.
 *
 * @element deskgauge-filter-bar
 * @fires {CustomEvent} deskgauge-filter - the view changed: `{ view }`
 * @fires {CustomEvent} deskgauge-save-view - the view shall be kept under a name: `{ name, view, address }`
 * @slot actions - at its end
 * @csspart dimension - each dimension's list
 * @csspart chips - what it is narrowed to
 * @csspart days - the days
 */
export class FilterBar extends Widget {
  static override properties: PropertyDeclarations = {
    dimensions: { attribute: false },
    view: { attribute: false },
    views: { attribute: false },
    today: {},
    searched: { state: true },
  };
  static override styles = [
    ...Widget.styles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      details {
        position: relative;
      }

      summary,
      select,
      input {
        font: inherit;
        font-size: 0.8125rem;
        color: var(--_ink);
        background: var(--_surface);
        border: 1px solid var(--_strong);
        border-radius: calc(var(--_radius) * 0.6);
        padding: 0.25rem 0.5rem;
        min-block-size: 1.75rem;
      }

      summary {
        list-style: none;
      }

      summary::after {
        content: " ▾";
      }

      .panel {
        position: absolute;
        z-index: 10;
        inset-block-start: calc(100% + 0.25rem);
        inset-inline-start: 0;
        min-inline-size: 11rem;
        max-inline-size: min(18rem, 90vw);
        max-block-size: 18rem;
        overflow: auto;
        display: grid;
        gap: 0.125rem;
        padding: 0.5rem;
        background: var(--_surface);
        border: 1px solid var(--_strong);
        border-radius: calc(var(--_radius) * 0.6);
        box-shadow: 0 6px 20px rgb(0 0 0 / 18%);
      }

      .panel label {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-block-size: 1.5rem;
      }

      .panel input[type="checkbox"] {
        min-block-size: auto;
        accent-color: var(--_accent);
      }

      label.days {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem;
        overflow-wrap: normal;
      }

      .panel.end {
        inset-inline: auto 0;
      }

      /* In little room a list is as wide as the bar. */
      @container (max-width: 24rem) {
        .bar {
          position: relative;
        }

        details {
          position: static;
        }

        .panel,
        .panel.end {
          inset-block-start: auto;
          inset-inline: 0;
          max-inline-size: none;
        }
      }

      .panel input:not([type="checkbox"]) {
        inline-size: 100%;
        min-inline-size: 0;
      }

      form.panel label {
        display: grid;
        gap: 0.25rem;
      }

      .chip {
        background: var(--_soft);
        border-color: transparent;
      }

      @media (forced-colors: active) {
        .chip,
        .panel {
          border-color: CanvasText;
        }
      }
    `,
  ];

  /** What can be narrowed. */
  declare dimensions: readonly FilterDimension[] | undefined;
  /** What it is narrowed to. */
  declare view: View;
  /** Views that can be chosen by name; with a list, be it empty, what is shown can be saved as one more. */
  declare views: readonly { readonly name: string; readonly view: View }[] | undefined;
  /** The day that stretches of time end with, such as `2026-01-31` (default today's). */
  declare today: string | undefined;
  /** What is searched in which dimension. */
  declare protected searched: Readonly<Record<string, string>>;

  constructor() {
    super();
    this.view = ALL;
    this.searched = {};
  }

  protected override defaultHeading(): string {
    return this.say("filters");
  }

  protected override get ready(): boolean {
    return this.dimensions !== undefined;
  }

  protected override content(): unknown {
    return html`<div class="bar" @keydown=${this.#key} @focusout=${this.#left}>
        ${this.#stretch()}
        <label class="days small" part="days">
          ${this.say("from")}
          <input type="date" .value=${this.view.from ?? ""} @change=${(event: Event) => this.#day("from", event)} />
        </label>
        <label class="days small">
          ${this.say("to")}
          <input type="date" .value=${this.view.to ?? ""} @change=${(event: Event) => this.#day("to", event)} />
        </label>
        <label class="days small">
          <input type="checkbox" .checked=${this.view.compare === true} @change=${this.#compare} />
          ${this.say("compare")}
        </label>
        ${this.dimensions?.map((dimension) => this.#dimension(dimension))} ${this.#views()}
      </div>
      ${this.#chips()}`;
  }

  #stretch(): TemplateResult {
    const { today, from, to } = { ...this.view, today: this.#today() };
    const chosen = STRETCHES.find((days) => from === addDays(today, 1 - days) && to === today);
    return html`<select aria-label=${this.say("period")} @change=${(event: Event) => {
      const days = Number((event.target as HTMLSelectElement).value);
      this.#change({
        ...this.view,
        from: days > 0 ? addDays(today, 1 - days) : undefined,
        to: days > 0 ? today : undefined,
        within: undefined,
      });
    }}>
      <option value="0" ?selected=${from === undefined && to === undefined}>${this.say("allTime")}</option>
      ${STRETCHES.map(
        (days) =>
          html`<option value=${days} ?selected=${chosen === days}>
            ${this.say("lastDays", { n: this.words.number(days) }, days)}
          </option>`,
      )}
      ${chosen === undefined && (from !== undefined || to !== undefined) ? html`<option value="-1" selected>${this.say("ownDays")}</option>` : nothing}
    </select>`;
  }

  #dimension({ name, title, words }: FilterDimension): TemplateResult {
    const kept = this.view.where[name] ?? [];
    const searched = (this.searched[name] ?? "").toLocaleLowerCase(this.words.locale);
    const label = (word: Word) => word ?? this.say("unknown");
    const found = words.filter((word) => label(word).toLocaleLowerCase(this.words.locale).includes(searched));
    const shown = this.name(`dimension_${name}`, title ?? name);
    return html`<details part="dimension" name="deskgauge-filter" @toggle=${this.#opened}>
      <summary><bdi>${shown}</bdi>${kept.length > 0 ? ` (${this.words.number(kept.length)})` : ""}</summary>
      <div class="panel" role="group" aria-label=${shown}>
        ${
          words.length > MANY
            ? html`<input
                type="search"
                aria-label=${this.say("search")}
                placeholder=${this.say("search")}
                .value=${this.searched[name] ?? ""}
                @input=${(event: Event) => {
                  this.searched = { ...this.searched, [name]: (event.target as HTMLInputElement).value };
                }}
              />`
            : nothing
        }
        ${found.slice(0, MOST).map(
          (word) =>
            html`<label>
              <input type="checkbox" .checked=${kept.includes(word)} @change=${() => this.#change(toggled(this.view, name, word))} />
              <bdi>${label(word)}</bdi>
            </label>`,
        )}
        ${found.length > MOST ? html`<p class="muted small">${this.say("andMore", { n: this.words.number(found.length - MOST) }, found.length - MOST)}</p>` : nothing}
      </div>
    </details>`;
  }

  #views(): unknown {
    const { views } = this;
    if (views === undefined) return nothing;
    const shown = viewToText(this.view);
    const chosen = views.findIndex(({ view }) => viewToText(view) === shown);
    const choice = html`<select part="views" aria-label=${this.say("savedViews")} @change=${(
      event: Event,
    ) => {
      const chosen = views[Number((event.target as HTMLSelectElement).value)];
      if (chosen !== undefined) this.#change(chosen.view);
    }}>
      <option value="" .selected=${chosen === -1}>${this.say("savedViews")}</option>
      ${views.map(({ name }, at) => html`<option value=${at} .selected=${chosen === at}>${this.isolated(name)}</option>`)}
    </select>`;
    return html`${views.length === 0 ? nothing : choice}
      <details part="save" name="deskgauge-filter" @toggle=${this.#opened}>
        <summary>${this.say("saveView")}</summary>
        <form class="panel" @submit=${this.#save}>
          <label>
            ${this.say("viewName")}
            <input name="name" required maxlength="80" autocomplete="off" />
          </label>
          <button>${this.say("save")}</button>
        </form>
      </details>`;
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = String(new FormData(form).get("name") ?? "").trim();
    if (name === "") return;
    form.reset();
    this.#close(form.closest("details"));
    const { view } = this;
    tell(this, "deskgauge-save-view", { name, view, address: viewToText(view) });
  };

  #chips(): unknown {
    const kept = Object.entries(this.view.where);
    const { within, ...whole } = this.view;
    if (kept.length === 0 && within === undefined) return nothing;
    const title = (name: string) =>
      this.name(`dimension_${name}`, this.dimensions?.find((each) => each.name === name)?.title ?? name);
    return html`<div class="bar" part="chips">
      ${kept.flatMap(([name, words]) =>
        words.map((word) => {
          const text = `${this.isolated(title(name))}: ${this.isolated(word ?? this.say("unknown"))}`;
          const others = words.filter((each) => each !== word);
          return this.#chip(text, () => withWords(this.view, name, others));
        }),
      )}
      ${
        within === undefined
          ? nothing
          : this.#chip(`${this.say("period")}: ${this.words.days(within.from, within.to)}`, () => whole)
      }
      <button type="button" class="link small" @click=${() => this.#change({ ...whole, where: {} })}>
        ${this.say("clearFilters")}
      </button>
    </div>`;
  }

  #chip(text: string, without: () => View): TemplateResult {
    return html`<button
      type="button"
      class="chip small"
      aria-label=${this.say("removeFilter", { filter: text })}
      @click=${() => this.#change(without())}
    >
      ${text} ×
    </button>`;
  }

  #today(): string {
    const { today } = this;
    if (today !== undefined && isDay(today)) return today;
    return this.words.day(Date.now());
  }

  #day(end: "from" | "to", event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.#change({ ...this.view, [end]: isDay(value) ? value : undefined, within: undefined });
  }

  readonly #compare = (event: Event): void => {
    this.#change({ ...this.view, compare: (event.target as HTMLInputElement).checked });
  };

  /** Escape closes the list that is open, and gives the focus back to what opened it. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    const open = this.renderRoot.querySelector<HTMLDetailsElement>("details[open]");
    if (open === null) return;
    this.#close(open);
    event.stopPropagation();
  };

  #close(list: HTMLDetailsElement | null): void {
    if (list === null) return;
    list.open = false;
    list.querySelector("summary")?.focus();
  }

  /** A list that would leave the bar hangs from the other end of what opened it. */
  readonly #opened = (event: Event): void => {
    const panel = (event.currentTarget as HTMLElement).querySelector(".panel");
    panel?.classList.remove("end");
    const [list, bar] = [panel?.getBoundingClientRect(), this.getBoundingClientRect()];
    if (list === undefined) return;
    panel?.classList.toggle("end", list.left < bar.left || list.right > bar.right);
  };

  /** A list closes when the focus leaves it. */
  readonly #left = (event: FocusEvent): void => {
    for (const open of this.renderRoot.querySelectorAll<HTMLDetailsElement>("details[open]")) {
      if (event.relatedTarget instanceof Node && !open.contains(event.relatedTarget)) open.open = false;
    }
  };

  #change(view: View): void {
    this.view = view;
    tell(this, "deskgauge-filter", { view });
  }
}
