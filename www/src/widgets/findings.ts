import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Finding, Findings } from "../findings.js";
import { tell } from "./events.js";
import { Widget } from "./widget.js";

/** Chance below this is not told exactly. */
const LEAST_P = 0.001;

/**
 * What stands out, the strongest first: a sentence each, its evidence, and the tickets behind it.
 *
 * @element deskgauge-findings
 * @fires {CustomEvent} deskgauge-select - a word was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @slot actions - beside the heading
 * @csspart finding - each finding
 * @csspart evidence - what it rests on
 * @csspart ticket - a ticket's button
 */
export class FindingsList extends Widget {
  static override properties: PropertyDeclarations = {
    answer: { attribute: false },
    names: { attribute: false },
  };
  static override styles = [
    ...Widget.styles,
    css`
      p,
      ol,
      ul {
        margin: 0;
      }

      ol {
        list-style: none;
        padding: 0;
        display: grid;
        gap: 0.625rem;
      }

      ol > li {
        border-inline-start: 3px solid var(--_accent);
        padding-inline-start: 0.75rem;
      }

      ul {
        list-style: none;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 0.875rem;
      }
    `,
  ];

  /** What `desk.findings()` answers. */
  declare answer: Findings | undefined;
  /** What to write for a ticket's id, such as its subject. */
  declare names: ((ticket: string) => string | undefined) | undefined;

  protected override get ready(): boolean {
    return this.answer !== undefined;
  }

  protected override defaultHeading(): string {
    return this.say("findings");
  }

  protected override nothing(): string | undefined {
    return this.answer?.findings.length === 0 ? this.say("noFindings") : undefined;
  }

  protected override content(): unknown {
    const { answer, words } = this;
    if (answer === undefined) return nothing;
    const { findings, comparisons, cut } = answer;
    return html`<ol>
        ${findings.map((finding) => this.#finding(finding))}
      </ol>
      <p class="small muted">${this.say("comparisons", { n: words.number(comparisons) }, comparisons)}</p>
      ${cut.length === 0 ? nothing : html`<p class="small muted">${this.say("cutDimensions", { list: words.list(cut.map((dimension) => this.#dimension(dimension))) })}</p>`}`;
  }

  #finding(finding: Finding): TemplateResult {
    const { dimension, word } = finding;
    const sentence = this.#sentence(finding);
    return html`<li part="finding">
      ${
        dimension === null
          ? html`<span>${sentence}</span>`
          : html`<button type="button" class="link" @click=${() => tell(this, "deskgauge-select", { dimension, word })}>
              ${sentence}
            </button>`
      }
      <p class="small muted numbers" part="evidence">${this.#evidence(finding)}</p>
      ${finding.tickets.length === 0 ? nothing : this.#tickets(finding.tickets)}
    </li>`;
  }

  #sentence(finding: Finding): string {
    const { effect, unit, metric } = finding;
    const up = effect > 0;
    const key =
      unit === "seconds" ? (up ? "findingLonger" : "findingShorter") : up ? "findingHigher" : "findingLower";
    return this.say(key, {
      about: this.#about(finding),
      metric: this.name(`metric_${metric}`, metric.replaceAll("_", " ")),
      size: this.#difference(Math.abs(effect), unit),
    });
  }

  #about({ dimension, word, part }: Finding): string {
    const when = part === null ? "" : this.say(`part_${part}`);
    if (dimension === null) return this.say("findingWhen", { when });
    const named = { dimension: this.#dimension(dimension), word: word ?? this.say("unknown") };
    return part === null ? this.say("findingWord", named) : this.say("findingWordWhen", { ...named, when });
  }

  #evidence(finding: Finding): string {
    const { unit, value, otherValue, low, high, n, others, pAdjusted } = finding;
    const { words } = this;
    const tickets = (count: number) => this.say("basedOnTickets", { n: words.number(count) }, count);
    return this.say("evidence", {
      value: words.value(value, unit),
      other: words.value(otherValue, unit),
      interval: this.say("interval", {
        low: this.#difference(low, unit),
        high: this.#difference(high, unit),
      }),
      n: tickets(n),
      others: tickets(others),
      p: this.say(pAdjusted < LEAST_P ? "pBelow" : "pIs", {
        p: words.number(Math.max(pAdjusted, LEAST_P), 3),
      }),
    });
  }

  /** How far two values lie apart: of shares, in percentage points. */
  #difference(value: number, unit: Finding["unit"]): string {
    if (unit !== "share") return this.words.value(value, unit);
    const points = Math.round(value * 1_000) / 10;
    return this.say("percentagePoints", { n: this.words.number(points, 1) }, points);
  }

  #dimension(dimension: string): string {
    return this.name(`dimension_${dimension}`, dimension);
  }

  #tickets(tickets: readonly string[]): TemplateResult {
    return html`<details class="small">
      <summary>${this.say("showTickets", { n: this.words.number(tickets.length) }, tickets.length)}</summary>
      <ul>
        ${tickets.map((ticket) => {
          const name = this.names?.(ticket) ?? ticket;
          return html`<li>
            <button
              type="button"
              class="link"
              part="ticket"
              aria-label=${this.say("openTicket", { ticket: name })}
              @click=${() => tell(this, "deskgauge-open-ticket", { ticket })}
            >
              <bdi>${name}</bdi>
            </button>
          </li>`;
        })}
      </ul>
    </details>`;
  }
}
