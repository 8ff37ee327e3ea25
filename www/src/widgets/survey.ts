import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { CesFigure, CsatFigure, Figure, NpsFigure } from "../figure.js";
import type { CellSelector, Report } from "../report.js";
import type { MetricHeader } from "../table.js";
import { Widget } from "./widget.js";

type SurveyFigure = CsatFigure | NpsFigure | CesFigure;

/**
 * Answers to a survey (CSAT, NPS or CES): the figure with its interval, how the scores spread, and how many answered.
 *
 * @element deskgauge-survey
 * @slot actions - beside the heading
 * @csspart value - the figure
 * @csspart scores - how the scores spread
 */
export class Survey extends Widget {
  static override properties: PropertyDeclarations = {
    report: { attribute: false },
    metric: {},
    cell: { attribute: false },
  };
  static override styles = [
    ...Widget.styles,
    css`
      .value {
        font-size: clamp(1.375rem, 12cqi, 2rem);
        font-weight: 650;
        line-height: 1.15;
        margin: 0;
      }

      p {
        margin: 0;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.25rem;
      }

      li {
        display: grid;
        grid-template-columns: 2.5rem 1fr 6rem;
        align-items: center;
        gap: 0.5rem;
      }

      li span:last-child {
        text-align: end;
      }

      svg {
        inline-size: 100%;
        block-size: 0.5rem;
        background: var(--_line);
        border-radius: 2px;
      }

      svg:dir(rtl) {
        transform: scaleX(-1);
      }

      rect {
        fill: var(--_accent);
      }
    `,
  ];

  /** A report with the metric `csat`, `nps` or `ces`. */
  declare report: Report | undefined;
  /** Which of them, by key; not needed where the report has only one metric. */
  declare metric: string | undefined;
  /** Which cell of a report that has several. */
  declare cell: CellSelector | undefined;

  protected override shown() {
    const named = ({ key }: MetricHeader) => this.metric === undefined || key === this.metric;
    return this.report?.header.metrics.filter(named).slice(0, 1) ?? [];
  }

  protected override defaultHeading(): string {
    const [header] = this.shown();
    return header === undefined ? "" : this.name(`metric_${header.metric}`, header.title);
  }

  protected override zone(): string | undefined {
    return this.timeZone ?? this.report?.header.timeZone;
  }

  protected override get ready(): boolean {
    return this.report !== undefined;
  }

  protected override nothing(): string | undefined {
    const figure = this.#figure;
    return figure === undefined || figure.value === null ? this.say("noAnswers") : undefined;
  }

  protected override basis(): number | undefined {
    return this.#figure?.n;
  }

  protected override content(): unknown {
    const figure = this.#figure;
    if (figure === undefined || figure.value === null) return nothing;
    const { words } = this;
    const interval = "interval" in figure ? figure.interval : undefined;
    const told = (value: number) =>
      figure.family === "nps" ? words.number(value) : words.value(value, figure.unit);
    const scores = Object.entries(figure.scores).sort(([one], [other]) => Number(other) - Number(one));
    const all = scores.reduce((sum, [, count]) => sum + count, 0);
    return html`<p class="value numbers" part="value">${told(figure.value)}</p>
      <p class="small muted">
        ${this.say("answers", { n: words.number(figure.n) }, figure.n)}
        ${interval === undefined ? nothing : html`· ${this.say("interval", { low: told(interval.low), high: told(interval.high) })}`}
      </p>
      <ul part="scores" class="small numbers">
        ${scores.map(([score, count]) => this.#score(score, count, all))}
      </ul>
      ${figure.offScale > 0 ? html`<p class="small warn">${this.say("offScale", { n: words.number(figure.offScale) }, figure.offScale)}</p>` : nothing}`;
  }

  #score(score: string, count: number, all: number): TemplateResult {
    const share = all === 0 ? 0 : count / all;
    return html`<li>
      <span>${this.words.number(Number(score), 2)}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${(100 * share).toFixed(1)} height="1"></rect>
      </svg>
      <span>${this.words.number(count)} (${this.words.percent(share, 0)})</span>
    </li>`;
  }

  get #figure(): SurveyFigure | undefined {
    const { metric, cell } = this;
    const figure: Figure | undefined = this.report?.cell({
      ...cell,
      ...(metric !== undefined && { metric }),
    });
    return figure?.family === "csat" || figure?.family === "nps" || figure?.family === "ces"
      ? figure
      : undefined;
  }
}
