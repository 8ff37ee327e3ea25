import { css, html, nothing, type PropertyDeclarations, svg, type TemplateResult } from "lit";
import type { SlaAnswer, SlaRow } from "../sla.js";
import { tell } from "./events.js";
import { Widget } from "./widget.js";

/**
 * The share of clocks that were met, clock by clock and group by group, each with its 95 % interval.
 *
 * @element deskgauge-sla-attainment
 * @fires {CustomEvent} deskgauge-select - a group was chosen: `{ dimension, word }`
 * @slot actions - beside the heading
 * @csspart row - each clock of each group
 * @csspart bar - its bar, with the interval as a line
 */
export class SlaAttainment extends Widget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    target: { type: Number },
  };
  static override styles = [
    ...Widget.styles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.625rem;
      }

      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 0.75rem;
      }

      .share {
        font-weight: 650;
      }

      svg {
        display: block;
        inline-size: 100%;
        block-size: 0.75rem;
      }

      svg:dir(rtl) {
        transform: scaleX(-1);
      }

      .ground {
        fill: var(--_line);
      }

      .met {
        fill: var(--_accent);
      }

      .interval,
      .target {
        stroke: var(--_ink);
        vector-effect: non-scaling-stroke;
      }

      .interval {
        stroke-width: 2;
      }

      .target {
        stroke-width: 2;
        stroke-dasharray: 2 2;
      }
    `,
  ];

  /** What the clocks say, from `desk.sla({ by })`. */
  declare answer: SlaAnswer | undefined;
  /** The share that shall be met, 0 to 1. */
  declare target: number | undefined;

  protected override defaultHeading(): string {
    return this.say("attainment");
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override nothing(): string | undefined {
    return this.answer?.rows.some(({ n }) => n > 0) === true ? undefined : this.say("empty");
  }

  protected override content(): unknown {
    return html`<ul>
      ${this.answer?.rows.filter(({ n }) => n > 0).map((row) => this.#row(row))}
    </ul>`;
  }

  #row(row: SlaRow): TemplateResult {
    const { words, target } = this;
    const { clock, attainment, interval, counts, n } = row;
    const share = attainment ?? 0;
    const missed = target !== undefined && share < target;
    const tone = target === undefined ? "" : missed ? "bad" : "good";
    const met = this.say("attained", {
      share: words.percent(share),
      met: words.number(counts.met),
      n: words.number(n),
    });
    const range =
      interval === null
        ? nothing
        : this.say("interval", { low: words.percent(interval[0]), high: words.percent(interval[1]) });
    return html`<li part="row">
      <div class="line">
        <span>${this.say(`clock_${clock}`)} ${Object.entries(row.by).map(([dimension, word]) => this.#group(dimension, word))}</span>
        <span class="share numbers ${tone}">
          ${target === undefined ? nothing : html`<span aria-hidden="true">${missed ? "✗ " : "✓ "}</span>`}${words.percent(share)}
        </span>
      </div>
      <svg part="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ground" y="2" width="100" height="6" rx="1"></rect>
        <rect class="met" y="2" width=${(100 * share).toFixed(2)} height="6" rx="1"></rect>
        ${interval === null ? nothing : svg`<line class="interval" x1=${100 * interval[0]} x2=${100 * interval[1]} y1="5" y2="5"></line>`}
        ${target === undefined ? nothing : svg`<line class="target" x1=${100 * target} x2=${100 * target} y1="0" y2="10"></line>`}
      </svg>
      <div class="small muted">
        ${met} · ${range}${n < this.fewest ? html` · <span class="warn" part="few">${this.say("tooFew")}</span>` : nothing}
      </div>
    </li>`;
  }

  #group(dimension: string, word: string | null): TemplateResult {
    return html`<button type="button" class="link" @click=${() => tell(this, "deskgauge-select", { dimension, word })}>
      <bdi>${word ?? this.say("unknown")}</bdi>
    </button>`;
  }
}
