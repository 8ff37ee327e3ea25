import { css, html, nothing, type PropertyDeclarations, svg, type TemplateResult } from "lit";
import type { Stage, Stages, StagesQuestion } from "../stages.js";
import { type ChartTable, ChartWidget, type Mark, type Plot, type Room } from "./charts/chart.js";
import { fitted } from "./charts/text.js";
import { tell } from "./events.js";

/** More stages than this are not drawn; the rest stands in the table. */
const MOST_STAGES = 12;
const ROW = 38;

/**
 * Where the time goes: a bar a stage, the one that takes most first, with its share, its percentiles and the tickets that
 * lingered there longest.
 *
 * @element deskgauge-bottlenecks
 * @fires {CustomEvent} deskgauge-select - a stage was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket that lingered was clicked: `{ ticket }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart chart - the bars
 * @csspart longest - the tickets that lingered longest
 * @csspart ticket - a ticket's button
 * @csspart table - the table behind it
 */
export class Bottlenecks extends ChartWidget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    of: {},
    names: { attribute: false },
  };
  static override styles = [
    ...ChartWidget.styles,
    css`
      .track {
        fill: var(--_sunken);
      }

      text.name {
        fill: var(--_ink);
      }

      p,
      ul {
        margin: 0;
      }

      ul {
        list-style: none;
        padding: 0;
      }

      li {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
        padding-block: 0.125rem;
      }
    `,
  ];

  /** What `desk.stages()` answers. */
  declare answer: Stages | undefined;
  /** What the time is divided by, as it was asked (default `waiting_for`); choosing a stage tells this dimension. */
  declare of: NonNullable<StagesQuestion["of"]>;
  /** What to write for a ticket's id, such as its subject. */
  declare names: ((ticket: string) => string | undefined) | undefined;

  constructor() {
    super();
    this.of = "waiting_for";
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("bottlenecks");
  }

  protected override nothing(): string | undefined {
    return this.#stages.length === 0 ? this.say("empty") : undefined;
  }

  protected override summary(): string {
    const [first] = this.#stages;
    return first === undefined ? this.defaultHeading() : `${this.defaultHeading()}. ${this.#sentence(first)}`;
  }

  protected override plotHeight(): number {
    return this.answer === undefined ? this.height : ROW * Math.min(MOST_STAGES, this.#stages.length);
  }

  protected override left(): number {
    return this.#stages.length - MOST_STAGES;
  }

  protected override distance(mark: Mark, _: number, y: number): number {
    return Math.abs(mark.y - y);
  }

  protected override content(): unknown {
    const uncounted = this.answer?.uncounted ?? 0;
    return html`${
      uncounted === 0
        ? nothing
        : html`<p class="small warn">${this.say("uncounted", { n: this.words.number(uncounted) }, uncounted)}</p>`
    }
    ${super.content()} ${this.#stages.slice(0, MOST_STAGES).map((stage) => this.#longest(stage))}`;
  }

  protected override plot(room: Room): Plot {
    const stages = this.#stages.slice(0, MOST_STAGES);
    const most = Math.max(...stages.map(({ seconds }) => seconds), 1);
    const { width, mirrored, measure } = room;
    const direction = mirrored ? "rtl" : "ltr";
    const marks: Mark[] = [];
    const bars = stages.map((stage, at) => {
      const wide = Math.max(2, (stage.seconds / most) * width);
      const top = at * ROW;
      const end = this.#amount(stage);
      const name = this.isolated(this.#name(stage));
      const fitting = fitted(name, width - measure(end) - 16, measure);
      marks.push({
        x: mirrored ? width - wide / 2 : wide / 2,
        y: top + 27,
        lines: this.#lines(stage),
        select: { dimension: this.of, word: stage.stage },
      });
      return svg`<text class="name" x=${mirrored ? width : 0} y=${top + 14} direction=${direction} text-anchor="start">${fitting}${fitting === name ? nothing : svg`<title>${name}</title>`}</text>
        <text x=${mirrored ? 0 : width} y=${top + 14} direction=${direction} text-anchor="end">${end}</text>
        <rect class="track" x="0" y=${top + 20} width=${width} height="12" rx="3"></rect>
        <rect class="bar s1 clickable" x=${mirrored ? width - wide : 0} y=${top + 20} width=${wide} height="12" rx="3"></rect>`;
    });
    return { drawing: svg`${bars}`, marks };
  }

  protected override table(): ChartTable {
    const { words } = this;
    const dimensions = Object.keys(this.#stages[0]?.by ?? {});
    const before = dimensions.length + 1;
    return {
      head: [
        ...dimensions.map((dimension) => this.name(`dimension_${dimension}`, dimension)),
        this.say("stage"),
        this.say("tickets"),
        this.say("visits"),
        this.say("totalTime"),
        this.say("share"),
        this.say("statistic_mean"),
        this.say("statistic_median"),
        this.say("statistic_p75"),
        this.say("statistic_p90"),
        this.say("statistic_p95"),
      ],
      rows: this.#stages.map((stage) => [
        ...dimensions.map((dimension) => stage.by[dimension] ?? null),
        this.#stage(stage),
        stage.tickets,
        stage.visits,
        stage.seconds,
        stage.share,
        stage.mean,
        stage.median,
        stage.p75,
        stage.p90,
        stage.p95,
      ]),
      text: (value, column) => {
        if (typeof value !== "number") return value ?? "–";
        if (column < before + 2) return words.number(value);
        return column === before + 3 ? words.percent(value) : words.duration(value);
      },
    };
  }

  get #stages(): readonly Stage[] {
    return this.answer?.stages ?? [];
  }

  #stage({ stage }: Stage): string {
    if (stage === null) return this.say("unknown");
    return this.of === "waiting_for" ? this.name(`stage_${stage}`, stage) : stage;
  }

  #name(stage: Stage): string {
    const groups = Object.values(stage.by).map((word) => word ?? this.say("unknown"));
    return [...groups, this.#stage(stage)].join(" · ");
  }

  #amount({ seconds, share }: Stage): string {
    const time = this.words.duration(seconds);
    return share === null ? time : `${time} · ${this.words.percent(share, 0)}`;
  }

  #sentence(stage: Stage): string {
    const share = stage.share === null ? "–" : this.words.percent(stage.share);
    return this.say("stageSummary", {
      stage: this.#name(stage),
      time: this.words.duration(stage.seconds),
      share,
    });
  }

  #lines(stage: Stage): readonly string[] {
    const { words } = this;
    const statistics = (["mean", "median", "p75", "p90", "p95"] as const).flatMap((key) => {
      const value = stage[key];
      if (value === null) return [];
      const statistic = this.say(`statistic_${key}`);
      return [this.say("statisticIs", { statistic, value: words.duration(value) })];
    });
    return [
      this.#name(stage),
      ...(stage.share === null ? [] : [this.say("shareOfTime", { share: words.percent(stage.share) })]),
      this.say("basedOnTickets", { n: words.number(stage.tickets) }, stage.tickets),
      ...statistics,
    ];
  }

  #longest(stage: Stage): TemplateResult | typeof nothing {
    if (stage.longest.length === 0) return nothing;
    return html`<details part="longest" class="small">
      <summary>${this.say("lingered", { stage: this.#name(stage) })}</summary>
      <ul class="numbers">
        ${stage.longest.map(
          ({ ticket, seconds }) =>
            html`<li>
              <button
                type="button"
                class="link"
                part="ticket"
                aria-label=${this.say("openTicket", { ticket: this.names?.(ticket) ?? ticket })}
                @click=${() => tell(this, "deskgauge-open-ticket", { ticket })}
              >
                <bdi>${this.names?.(ticket) ?? ticket}</bdi>
              </button>
              <span>${this.words.duration(seconds)}</span>
            </li>`,
        )}
      </ul>
    </details>`;
  }
}
