import { sankey } from "d3-sankey";
import { css, html, nothing, type PropertyDeclarations, svg } from "lit";
import type { Handoffs } from "../stages.js";
import {
  type ChartTable,
  ChartWidget,
  type Mark,
  type Plot,
  type Room,
  seriesClass,
} from "./charts/chart.js";
import { fitted } from "./charts/text.js";

/** More links than this are not told apart by eye; the rest stands in the table. */
const MOST_LINKS = 60;
/** So many ways back are listed under the graph. */
const MOST_BACK = 10;
const NODE_WIDTH = 10;

type Link = Handoffs["links"][number];
type Holder = Handoffs["nodes"][number];

/**
 * Who passes tickets to whom: holders in the order in which tickets come to them, joined by bands as wide as hand-offs are
 * many. Ways back, which would make circles, are listed under the graph.
 *
 * @element deskgauge-handoff-graph
 * @fires {CustomEvent} deskgauge-select - a holder was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 * @slot actions - beside the heading
 * @csspart chart - the graph
 * @csspart back - the ways back
 * @csspart table - the table behind it
 */
export class HandoffGraph extends ChartWidget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    of: {},
  };
  static override styles = [
    ...ChartWidget.styles,
    css`
      .flow {
        fill: none;
        stroke: var(--_series);
        stroke-opacity: 0.35;
      }

      .flow.shown {
        stroke-opacity: 0.75;
      }

      text.name {
        fill: var(--_ink);
      }

      p,
      ul {
        margin: 0;
      }

      ul {
        padding-inline-start: 1.25em;
      }
    `,
  ];

  /** What `desk.handoffs()` answers. */
  declare answer: Handoffs | undefined;
  /** Between whom, as it was asked (default `group`); choosing a holder tells this dimension. */
  declare of: "group" | "agent" | "level";

  constructor() {
    super();
    this.of = "group";
    this.height = 280;
  }

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("handoffs");
  }

  protected override nothing(): string | undefined {
    return this.answer?.links.length === 0 ? this.say("noHandoffs") : undefined;
  }

  protected override summary(): string {
    const { nodes, total } = this.answer ?? { nodes: [], total: 0 };
    const { words } = this;
    const holders = this.say("holders", { n: words.number(nodes.length) }, nodes.length);
    return this.say("handoffSummary", { n: words.number(total), holders }, total);
  }

  protected override distance(mark: Mark, x: number, y: number): number {
    return Math.hypot(mark.x - x, mark.y - y);
  }

  protected override left(): number {
    return this.#links.filter(({ backward }) => !backward).length - MOST_LINKS;
  }

  protected override content(): unknown {
    const looped = this.answer?.looped ?? 0;
    const summary =
      looped === 0
        ? this.summary()
        : `${this.summary()} · ${this.say("loopedTickets", { n: this.words.number(looped) }, looped)}`;
    return html`<p class="small muted">${summary}</p>
      ${super.content()} ${this.view === "table" ? nothing : this.#back()}`;
  }

  protected override plot(room: Room): Plot {
    const { nodes } = this.answer as Handoffs;
    const links = this.#links.filter(({ backward }) => !backward).slice(0, MOST_LINKS);
    const used = [...new Set(links.flatMap(({ source, target }) => [source, target]))].sort((a, b) => a - b);
    // What stands alone has no place in a flow; the way back to it is listed.
    if (links.length === 0) return { drawing: nothing, marks: [] };
    const place = new Map(used.map((node, at) => [node, at]));
    const graph = sankey<{ readonly holder: Holder }, { readonly link: Link }>()
      .nodeWidth(NODE_WIDTH)
      .nodePadding(Math.max(4, Math.min(18, room.height / (2 * used.length))))
      .extent([
        [0, 6],
        [room.width, room.height - 6],
      ])({
      nodes: used.map((node) => ({ holder: nodes[node] as Holder })),
      links: links.map((link) => ({
        source: place.get(link.source) ?? 0,
        target: place.get(link.target) ?? 0,
        value: link.value,
        link,
      })),
    });
    const across = (x: number) => (room.mirrored ? room.width - x : x);
    const columns = Math.max(1, new Set(graph.nodes.map(({ x0 }) => x0)).size - 1);
    const wide = room.width / columns - NODE_WIDTH - 10;
    const holders = graph.nodes.map(({ holder, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }) => ({
      at: nodes.indexOf(holder),
      holder,
      last: x1 > room.width - NODE_WIDTH / 2,
      left: Math.min(across(x0), across(x1)),
      top: y0,
      high: Math.max(2, y1 - y0),
    }));
    const flows = graph.links.map(({ link, source, target, width = 1, y0 = 0, y1 = 0 }) => {
      // The layout has put the nodes themselves where their places stood.
      const [{ x1 = 0 }, { x0 = 0 }] = [source, target] as [{ x1?: number }, { x0?: number }];
      return { link, from: across(x1), to: across(x0), y0, y1, width: Math.max(1, width) };
    });
    const marks: Mark[] = [
      ...holders.map(({ holder, left, top, high }) => ({
        x: left + NODE_WIDTH / 2,
        y: top + high / 2,
        lines: this.#holderLines(holder),
        select: { dimension: this.of, word: holder.name },
      })),
      ...flows.map(({ link, from, to, y0, y1 }) => ({
        x: (from + to) / 2,
        y: (y0 + y1) / 2,
        lines: this.#linkLines(link),
      })),
    ];
    const shown = this.active === undefined ? undefined : flows[this.active - holders.length];
    const drawing = svg`${flows.map((flow) => {
      const { link, from, to, y0, y1, width } = flow;
      const middle = (from + to) / 2;
      return svg`<path class="flow ${seriesClass(link.source)} ${flow === shown ? "shown" : ""}" stroke-width=${width}
        d="M${from},${y0}C${middle},${y0} ${middle},${y1} ${to},${y1}"></path>`;
    })}
    ${holders.map(({ at, holder, last, left, top, high }) => {
      const after = last === room.mirrored;
      return svg`<rect class="bar clickable ${seriesClass(at)}" x=${left} y=${top} width=${NODE_WIDTH} height=${high}></rect>
        <text class="name" x=${after ? left + NODE_WIDTH + 5 : left - 5} y=${top + high / 2 + 4} direction="ltr"
          text-anchor=${after ? "start" : "end"}>${fitted(holder.name, wide, room.measure)}<title>${holder.name}</title></text>`;
    })}`;
    return { drawing, marks };
  }

  protected override table(): ChartTable {
    const { nodes } = this.answer as Handoffs;
    const { words } = this;
    const counts = [2, 3, 7];
    return {
      head: [
        this.say("handedFrom"),
        this.say("handedTo"),
        this.say("handoffs"),
        this.say("tickets"),
        this.say("heldFor"),
        this.say("waitMedian"),
        this.say("waitP90"),
        this.say("returnedNumber"),
        this.say("direction"),
      ],
      rows: this.#links.map((link) => [
        nodes[link.source]?.name ?? null,
        nodes[link.target]?.name ?? null,
        link.value,
        link.tickets,
        link.heldMedian,
        link.waitMedian,
        link.waitP90,
        link.returned,
        this.say(link.backward ? "backward" : "forward"),
      ]),
      text: (value, column) => {
        if (typeof value !== "number") return value ?? "–";
        return counts.includes(column) ? words.number(value) : words.duration(value);
      },
    };
  }

  get #links(): readonly Link[] {
    return this.answer?.links ?? [];
  }

  #title({ source, target }: Link): string {
    const name = (at: number) => this.answer?.nodes[at]?.name ?? "";
    return this.say("fromTo", { from: name(source), to: name(target) });
  }

  #handedOn({ value }: Link): string {
    return this.say("handedOn", { n: this.words.number(value) }, value);
  }

  #holderLines({ name, tickets, seconds }: Holder): readonly string[] {
    const { words } = this;
    return [
      this.isolated(name),
      this.say("basedOnTickets", { n: words.number(tickets) }, tickets),
      `${this.say("totalTime")}: ${words.duration(seconds)}`,
    ];
  }

  #linkLines(link: Link): readonly string[] {
    const { words } = this;
    const lines = [
      this.#title(link),
      this.#handedOn(link),
      link.heldMedian === null ? undefined : `${this.say("heldFor")}: ${words.duration(link.heldMedian)}`,
      link.waitMedian === null ? undefined : `${this.say("waitMedian")}: ${words.duration(link.waitMedian)}`,
      link.returned === 0
        ? undefined
        : this.say("returned", { n: words.number(link.returned) }, link.returned),
    ];
    return lines.filter((each) => each !== undefined);
  }

  #back(): unknown {
    const back = this.#links.filter(({ backward }) => backward);
    if (back.length === 0) return nothing;
    const more = back.length - MOST_BACK;
    return html`<div part="back" class="small">
      <strong>${this.say("handedBack")}</strong>
      <ul class="numbers">
        ${back.slice(0, MOST_BACK).map((link) => html`<li>${this.#title(link)} · ${this.#handedOn(link)}</li>`)}
      </ul>
      ${more > 0 ? html`<p class="muted">${this.say("andMore", { n: this.words.number(more) }, more)}</p>` : nothing}
    </div>`;
  }
}
