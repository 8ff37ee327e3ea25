import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { ALL, isDay, toggled, type View, type Word, withWords } from "./dashboard/state.js";
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
        align-items: center;
        gap: 0.375rem;
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
  /** Views that can be chosen by name. */
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
    const chosen = STRETCHES.find((days) => from === daysBefore(today, days - 1) && to === today);
    return html`<select aria-label=${this.say("period")} @change=${(event: Event) => {
      const days = Number((event.target as HTMLSelectElement).value);
      this.#change({
        ...this.view,
        from: days > 0 ? daysBefore(today, days - 1) : undefined,
        to: days > 0 ? today : undefined,
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
    return html`<details part="dimension" name="deskgauge-filter">
      <summary>${shown}${kept.length > 0 ? ` (${this.words.number(kept.length)})` : ""}</summary>
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
              ${label(word)}
            </label>`,
        )}
        ${found.length > MOST ? html`<p class="muted small">${this.say("andMore", { n: this.words.number(found.length - MOST) }, found.length - MOST)}</p>` : nothing}
      </div>
    </details>`;
  }

  #views(): unknown {
    const { views } = this;
    if (views === undefined || views.length === 0) return nothing;
    return html`<select aria-label=${this.say("savedViews")} @change=${(event: Event) => {
      const chosen = views[Number((event.target as HTMLSelectElement).value)];
      if (chosen !== undefined) this.#change(chosen.view);
    }}>
      <option value="">${this.say("savedViews")}</option>
      ${views.map(({ name }, at) => html`<option value=${at}>${name}</option>`)}
    </select>`;
  }

  #chips(): unknown {
    const kept = Object.entries(this.view.where);
    if (kept.length === 0) return nothing;
    const title = (name: string) =>
      this.name(`dimension_${name}`, this.dimensions?.find((each) => each.name === name)?.title ?? name);
    return html`<div class="bar" part="chips">
      ${kept.flatMap(([name, words]) =>
        words.map((word) => {
          const text = `${title(name)}: ${word ?? this.say("unknown")}`;
          return html`<button
            type="button"
            class="chip small"
            aria-label=${this.say("removeFilter", { filter: text })}
            @click=${() =>
              this.#change(
                withWords(
                  this.view,
                  name,
                  words.filter((each) => each !== word),
                ),
              )}
          >
            ${text} ×
          </button>`;
        }),
      )}
      <button type="button" class="link small" @click=${() => this.#change({ ...this.view, where: {} })}>
        ${this.say("clearFilters")}
      </button>
    </div>`;
  }

  #today(): string {
    const { today } = this;
    if (today !== undefined && isDay(today)) return today;
    return this.words.day(Date.now());
  }

  #day(end: "from" | "to", event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.#change({ ...this.view, [end]: isDay(value) ? value : undefined });
  }

  readonly #compare = (event: Event): void => {
    this.#change({ ...this.view, compare: (event.target as HTMLInputElement).checked });
  };

  /** Escape closes the list that is open, and gives the focus back to what opened it. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    const open = this.renderRoot.querySelector<HTMLDetailsElement>("details[open]");
    if (open === null) return;
    open.open = false;
    open.querySelector("summary")?.focus();
    event.stopPropagation();
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

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
