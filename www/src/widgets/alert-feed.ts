import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { Alert, GoalAlert } from "../sla.js";
import { tell } from "./events.js";
import { Widget } from "./widget.js";

const LOOKS: Readonly<
  Record<(Alert | GoalAlert)["level"], { readonly sign: string; readonly tone: string }>
> = {
  warning: { sign: "▲", tone: "warn" },
  breach: { sign: "■", tone: "bad" },
  recovered: { sign: "✓", tone: "muted" },
  missed: { sign: "■", tone: "bad" },
  met: { sign: "✓", tone: "good" },
};

/**
 * What newly happened to clocks and goals, the newest first. What comes while it is shown is read out.
 *
 * @element deskgauge-alert-feed
 * @fires {CustomEvent} deskgauge-open-ticket - a ticket was clicked: `{ ticket }`
 * @slot actions - beside the heading
 * @csspart alert - each alert
 */
export class AlertFeed extends Widget {
  static override properties: PropertyDeclarations = {
    alerts: { attribute: false },
    limit: { type: Number },
    news: { state: true },
  };
  static override styles = [
    ...Widget.styles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.5rem;
        max-block-size: 24rem;
        overflow: auto;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 0.75rem;
      }

      .sign {
        display: inline-block;
        min-inline-size: 1.25em;
      }
    `,
  ];

  /** Alerts, from `desk.alerts()`, in any order. */
  declare alerts: readonly (Alert | GoalAlert)[] | undefined;
  /** How many to show (default 50). */
  declare limit: number;
  /** What came since it was last drawn, for those who hear it. */
  declare protected news: string;
  #known: ReadonlySet<string> | undefined;

  constructor() {
    super();
    this.limit = 50;
    this.news = "";
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    if (!changes.has("alerts") || this.alerts === undefined) return;
    const known = this.#known;
    const fresh = known === undefined ? [] : this.alerts.filter(({ id }) => !known.has(id));
    this.news = fresh
      .slice(0, 3)
      .map((alert) => this.#text(alert))
      .join(". ");
    this.#known = new Set(this.alerts.map(({ id }) => id));
  }

  protected override defaultHeading(): string {
    return this.say("alerts");
  }

  protected override get ready(): boolean {
    return this.alerts !== undefined;
  }

  protected override nothing(): string | undefined {
    return this.alerts?.length === 0 ? this.say("noAlerts") : undefined;
  }

  protected override content(): unknown {
    const newest = [...(this.alerts ?? [])].sort((one, other) => other.at - one.at);
    const more = newest.length - this.limit;
    return html`<span class="hidden" role="status">${this.news}</span>
      <ul tabindex="0" aria-label=${this.heading ?? this.defaultHeading()}>
        ${newest.slice(0, this.limit).map((alert) => this.#alert(alert))}
      </ul>
      ${more > 0 ? html`<p class="muted small">${this.say("andMore", { n: this.words.number(more) }, more)}</p>` : nothing}`;
  }

  #alert(alert: Alert | GoalAlert): TemplateResult {
    const { sign, tone } = LOOKS[alert.level];
    return html`<li part="alert">
      <span>
        <span class="sign ${tone}" aria-hidden="true">${sign}</span>
        ${this.#text(alert)}
        ${
          alert.kind === "clock"
            ? html`<button type="button" class="link" @click=${() => tell(this, "deskgauge-open-ticket", { ticket: alert.ticket })}>
                ${this.say("openTicket", { ticket: alert.ticket })}
              </button>`
            : nothing
        }
      </span>
      <time class="small muted" datetime=${new Date(alert.at).toISOString()} title=${this.words.instant(alert.at, "full")}>
        ${this.words.instant(alert.at)}
      </time>
    </li>`;
  }

  #text(alert: Alert | GoalAlert): string {
    const what = alert.kind === "clock" ? this.say(`clock_${alert.clock}`) : alert.goal;
    return this.say(`alert_${alert.level}`, { what });
  }
}
