/**
 * The frame beside a ticket: how its clocks stand, and what is to be escalated.
 */
import type { LiveEvent } from "deskgauge";
import "deskgauge/define/escalation-panel";
import "deskgauge/define/sla-countdown";
import { type SyncProgress, sync } from "deskgauge/sync";
import type { EscalationPanel } from "deskgauge/widgets/escalation-panel";
import type {} from "deskgauge/widgets/events";
import type { SlaCountdown } from "deskgauge/widgets/sla-countdown";
import { applyMarks, type OpenDesk, openDesk } from "./desk.js";
import type { Helpdesk } from "./helpdesk.js";
import { onMark } from "./marks.js";
import { explain, fitFrame, part, speak } from "./page.js";
import type { FrameWords } from "./words.js";

/** Shows the ticket that the helpdesk shows, and follows its changes. */
export async function showSidebar(helpdesk: Helpdesk): Promise<void> {
  fitFrame(helpdesk);
  await new Sidebar(helpdesk, await speak(helpdesk, "sidebar")).read();
}

class Sidebar {
  readonly #helpdesk: Helpdesk;
  readonly #words: FrameWords;
  readonly #countdown = part<SlaCountdown>("deskgauge-sla-countdown");
  readonly #panel = part<EscalationPanel>("deskgauge-escalation-panel");
  readonly #status = part("#status");
  /** Opened at the first reading, and again where that failed. */
  #desk: Promise<OpenDesk> | undefined;
  #reading = new AbortController();

  constructor(helpdesk: Helpdesk, words: FrameWords) {
    this.#helpdesk = helpdesk;
    this.#words = words;
    helpdesk.onChange(() => void this.read());
    document.addEventListener("deskgauge-retry", () => void this.read());
    document.addEventListener("deskgauge-open-ticket", ({ detail }) => helpdesk.open(detail.ticket));
    onMark((mark) => void this.#mark(mark));
  }

  /** Reads the ticket, for the first time or anew. */
  async read(): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const words = this.#words;
    if (this.#countdown.ticket === undefined) this.#say(words.say("readingTicket"));
    try {
      const [{ desk }, ticket] = await Promise.all([this.#open(), this.#helpdesk.ticket()]);
      const onProgress = ({ waiting }: SyncProgress) => {
        if (waiting !== undefined) this.#say(words.say("waiting", { at: words.time(waiting.until) }));
      };
      // Whoever looks may try again by the widget's button.
      await sync(desk, this.#helpdesk.adapter, { ticket, signal, onProgress, retries: 0 });
      await applyMarks(desk, ticket);
      if (!signal.aborted) this.#show(desk, ticket);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #open(): Promise<OpenDesk> {
    this.#desk ??= openDesk(this.#helpdesk).catch((error: unknown) => {
      this.#desk = undefined;
      throw error;
    });
    return this.#desk;
  }

  #show(desk: OpenDesk["desk"], ticket: string): void {
    for (const widget of [this.#countdown, this.#panel]) {
      const known = widget.source === desk && widget.ticket === ticket;
      Object.assign(widget, { source: desk, ticket, error: undefined, hidden: false });
      if (known) widget.refresh();
    }
    this.#say("");
  }

  #fail(error: unknown): void {
    this.#countdown.error = explain(error, this.#words, this.#helpdesk.reasons);
    this.#panel.hidden = true;
    this.#say("");
  }

  async #mark(mark: LiveEvent): Promise<void> {
    const { desk } = await this.#open();
    await desk.apply([mark]);
    this.#panel.refresh();
  }

  #say(text: string): void {
    this.#status.textContent = text;
    this.#status.hidden = text === "";
  }
}
