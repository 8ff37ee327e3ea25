/**
 * What all widgets have in common: a heading, a language, and the states in which there is nothing to draw.
 *
 * A widget says what it needs (`ready`), whether that holds anything (`nothing`) and how it looks (`content`); the rest stands
 * here once.
 *
 * Easy to get wrong: a widget never throws into its page. What goes wrong while it draws becomes its error state.
 */
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import type { MetricHeader } from "../table.js";
import { isolated } from "./bidi.js";
import { tell } from "./events.js";
import { localeOf, onLanguage } from "./locale.js";
import {
  fetchMessages,
  fill,
  findMessage,
  type MessageKey,
  onMessages,
  type Translation,
  type Values,
} from "./messages.js";
import { theme } from "./theme.js";
import { type Words, wordsFor } from "./words.js";

/**
 * A widget of the package.
 *
 * @fires {CustomEvent} deskgauge-retry - somebody wants to try again after an error
 * @slot actions - beside the heading
 * @csspart card - all of it
 * @csspart heading - its heading
 * @csspart empty - why there is nothing to draw
 * @csspart loading - what is shown while it waits
 * @csspart error - what went wrong
 * @csspart note - that its data are old, a part, few, or lacking
 * @cssprop {<color>} [--deskgauge-ink=light-dark(#15202b, #e6ecf1)] - text
 * @cssprop {<color>} [--deskgauge-muted=light-dark(#55636f, #a3b1bd)] - text that matters less
 * @cssprop {<color>} [--deskgauge-surface=light-dark(#ffffff, #161e25)] - the ground of cards and buttons
 * @cssprop {<color>} [--deskgauge-sunken=light-dark(#f1f4f6, #0f161b)] - a ground a little lower, under bars and rows
 * @cssprop {<color>} [--deskgauge-line=light-dark(#dbe2e8, #2a3641)] - edges and grids
 * @cssprop {<color>} [--deskgauge-strong-line=light-dark(#74828e, #7b8b98)] - edges of what can be pressed
 * @cssprop {<color>} [--deskgauge-accent=light-dark(#0b6b72, #5cc4be)] - links, focus, what is chosen
 * @cssprop {<color>} [--deskgauge-on-accent=light-dark(#ffffff, #06201f)] - text on the accent
 * @cssprop {<color>} [--deskgauge-accent-soft=light-dark(#d8eeec, #16393b)] - a ground tinted with the accent
 * @cssprop {<color>} [--deskgauge-good=light-dark(#1b7440, #6dd197)] - met, better
 * @cssprop {<color>} [--deskgauge-warn=light-dark(#8a5a00, #f0c05a)] - at risk, out of date
 * @cssprop {<color>} [--deskgauge-bad=light-dark(#b3261e, #ff9a90)] - missed, worse, wrong
 * @cssprop {<color>} [--deskgauge-series-1=light-dark(#0b6b72, #5cc4be)] - the first line of a chart
 * @cssprop {<color>} [--deskgauge-series-2=light-dark(#b5541c, #f0a06a)] - the second
 * @cssprop {<color>} [--deskgauge-series-3=light-dark(#4b53a8, #a3abf5)] - the third
 * @cssprop {<color>} [--deskgauge-series-4=light-dark(#7a3d86, #d49ae0)] - the fourth
 * @cssprop {<color>} [--deskgauge-series-5=light-dark(#5d6b15, #c3d16b)] - the fifth
 * @cssprop {<color>} [--deskgauge-series-6=light-dark(#a02c5d, #f191b8)] - the sixth
 * @cssprop {<length>} [--deskgauge-radius=10px] - how round corners are
 * @cssprop {<length>} [--deskgauge-gap=0.75rem] - room between parts
 * @cssprop {<length>} [--deskgauge-padding=0.875rem 1rem] - room inside the card
 * @cssprop {<font-family>} [--deskgauge-font=inherit] - the font
 * @cssprop {<length>} [--deskgauge-font-size=0.875rem] - the size of text
 */
export abstract class Widget extends LitElement {
  static override styles = [theme];
  static override properties: PropertyDeclarations = {
    heading: {},
    headingLevel: { type: Number, attribute: "heading-level" },
    locale: {},
    timeZone: { attribute: "time-zone" },
    theme: { reflect: true },
    messages: { attribute: false },
    loading: { type: Boolean, reflect: true },
    error: { attribute: false },
    staleSince: { type: Number, attribute: "stale-since" },
    partial: {},
    fewest: { type: Number },
  };

  /** What stands above it (default the widget's own name). */
  declare heading: string | undefined;
  /** The level of the heading in the page, 2 to 6 (default 3). */
  declare headingLevel: number;
  /** The language, such as `de-CH` (default the `lang` it stands in). */
  declare locale: string | undefined;
  /** IANA zone of times (default the browser's). */
  declare timeZone: string | undefined;
  /** `light` or `dark` (default as the page's `color-scheme`). */
  declare theme: "light" | "dark" | undefined;
  /** Sentences of this widget in other words. */
  declare messages: Translation | undefined;
  /** Whether its data are on their way. */
  declare loading: boolean;
  /** What went wrong: an error or a sentence. */
  declare error: unknown;
  /** Until when its data go, in epoch milliseconds, where that is too long ago. */
  declare staleSince: number | undefined;
  /** Why its data are only a part, where they are. */
  declare partial: string | undefined;
  /** Estimates from fewer values than this say so (default 5). */
  declare fewest: number;

  #locale = "en";
  #words: Words | undefined;
  #stop: readonly (() => void)[] = [];

  constructor() {
    super();
    this.headingLevel = 3;
    this.loading = false;
    this.fewest = 5;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const draw = () => this.requestUpdate();
    this.#stop = [onMessages(draw), onLanguage(draw)];
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stop) stop();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    const locale = localeOf(this, this.locale);
    this.#words = wordsFor(locale, this.zone());
    if (locale === this.#locale) return;
    this.#locale = locale;
    void fetchMessages(locale).then((came) => came && this.requestUpdate());
  }

  /** Numbers and dates in the widget's language. */
  protected get words(): Words {
    this.#words ??= wordsFor(this.#locale, this.zone());
    return this.#words;
  }

  /** The zone of times. */
  protected zone(): string | undefined {
    return this.timeZone;
  }

  /** A sentence in the widget's language. */
  protected say(key: MessageKey, values: Values = {}, count?: number): string {
    return fill(findMessage(this.#locale, key, this.messages) ?? key, this.#locale, values, count);
  }

  /** The name of a thing of the core, such as `metric_csat`; as it is given where no catalogue names it. */
  protected name(key: string, given: string): string {
    const message = findMessage(this.#locale, key, this.messages);
    return message === undefined ? given : fill(message, this.#locale, {});
  }

  /** A word of the host within other text: it keeps its own direction. */
  protected isolated(text: string): string {
    return isolated(text, this.#locale);
  }

  /** Whether text runs from right to left here. */
  protected get rightToLeft(): boolean {
    // Styles would have to be computed after every other widget's change; the direction itself stands in the document.
    return SELECTS_DIRECTION ? this.matches(":dir(rtl)") : getComputedStyle(this).direction === "rtl";
  }

  /** Its heading where the page sets none. */
  protected abstract defaultHeading(): string;

  /** Whether it has what it needs to draw; without it and without an error it is loading. */
  protected abstract get ready(): boolean;

  /** Why there is nothing to draw, where that is so. */
  protected nothing(): string | undefined {
    return undefined;
  }

  /** How many values what it shows is estimated from; undefined where nothing is, as a count is no estimate. */
  protected basis(): number | undefined {
    return undefined;
  }

  /** The metrics that it shows, where these are of a report: what they lack is told. */
  protected shown(): readonly Pick<MetricHeader, "lacks">[] {
    return [];
  }

  /** What went wrong, where something did. */
  protected failure(): unknown {
    return this.error;
  }

  /** What it shows. */
  protected abstract content(): unknown;

  /** What stands beside the heading. */
  protected actions(): unknown {
    return nothing;
  }

  /** What is shown while it waits. */
  protected skeleton(): unknown {
    return html`<div class="skeleton"></div><div class="skeleton"></div><div class="skeleton"></div>`;
  }

  /** Somebody wants to try again. */
  protected retry(): void {
    tell(this, "deskgauge-retry", {});
  }

  protected override render(): TemplateResult {
    const failure = this.failure();
    const waiting = failure === undefined && (this.loading || !this.ready);
    return html`<div class="card" part="card" role="group" aria-labelledby="heading" aria-busy=${waiting ? "true" : "false"}>
      <div class="head" part="head">
        <div id="heading" class="heading" part="heading" role="heading" aria-level=${this.headingLevel}>
          <bdi>${this.heading ?? this.defaultHeading()}</bdi>
        </div>
        ${failure === undefined && !waiting ? this.#actions() : nothing}
        <slot name="actions"></slot>
      </div>
      ${failure !== undefined ? this.#failed(failure) : waiting ? this.#waiting() : this.#drawn()}
    </div>`;
  }

  #actions(): unknown {
    try {
      return this.actions();
    } catch {
      // What is wrong is told where the content would be.
      return nothing;
    }
  }

  #drawn(): unknown {
    try {
      const without = this.nothing();
      if (without !== undefined) {
        return html`${this.#notes(undefined)}<p class="muted state" part="empty">${without}</p>`;
      }
      return html`${this.#notes(this.basis())}${this.content()}`;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #notes(basis: number | undefined): unknown {
    const { staleSince, partial } = this;
    const notes = [
      staleSince === undefined ? undefined : this.say("stale", { at: this.words.instant(staleSince) }),
      partial === undefined ? undefined : this.say("partial", { reason: partial }),
      basis === undefined || basis >= this.fewest
        ? undefined
        : this.say("fewValues", { n: this.words.number(basis) }, basis),
      ...this.#lacking(),
    ];
    return notes
      .filter((note) => note !== undefined)
      .map((note) => html`<p class="warn small note" part="note">${note}</p>`);
  }

  #lacking(): ReadonlySet<string> {
    const lacking = this.shown().flatMap(({ lacks }) => lacks);
    return new Set(
      lacking.map(({ source, id, because }) => {
        const said = this.name(`lack_${id}`, because);
        return this.say("lacking", { source, because: this.isolated(said) });
      }),
    );
  }

  #waiting(): unknown {
    return html`<div part="loading" class="waiting">
      <span class="hidden">${this.say("loading")}</span>
      <div aria-hidden="true">${this.skeleton()}</div>
    </div>`;
  }

  #failed(error: unknown): unknown {
    return html`<div part="error" role="alert" class="state">
      <p><strong>${this.say("error")}</strong></p>
      <p class="small">${sentence(error)}</p>
      <button type="button" @click=${() => this.retry()}>${this.say("retry")}</button>
    </div>`;
  }
}

const SELECTS_DIRECTION = globalThis.CSS?.supports("selector(:dir(rtl))") === true;

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const path =
    "path" in error && typeof error.path === "string" && error.path !== "" ? `${error.path}: ` : "";
  return error.message.startsWith(path) ? error.message : `${path}${error.message}`;
}
