/**
 * The page of its own: the dashboard over all tickets of the last days, which grows while they are read.
 *
 * Easy to get wrong: helpdesks give exports slowly. What was read stays when the reading is stopped or fails, and going on starts
 * where it ended.
 */
import type { LiveEvent } from "deskgauge";
import "deskgauge/define/dashboard";
import { type SyncCursor, type SyncProgress, sync } from "deskgauge/sync";
import type { Dashboard } from "deskgauge/widgets/dashboard";
import type {} from "deskgauge/widgets/events";
import { applyMarks, type OpenDesk, openDesk } from "./desk.js";
import type { Helpdesk } from "./helpdesk.js";
import { OVERVIEW } from "./layout.js";
import { onMark } from "./marks.js";
import { explain, part, speak } from "./page.js";
import { recent } from "./recent.js";
import type { FrameWords } from "./words.js";

/** How often what changed is read, in milliseconds. */
const EVERY = 300_000;
const DAY = 86_400_000;
/** How often the dashboard is drawn anew while answers come, in milliseconds. */
const REDRAW = 3_000;

/** Shows the dashboard and reads the helpdesk's tickets. */
export async function showOverview(helpdesk: Helpdesk): Promise<void> {
  await new Overview(helpdesk, await speak(helpdesk, "overview")).read();
}

class Overview {
  readonly #helpdesk: Helpdesk;
  readonly #words: FrameWords;
  readonly #dashboard = part<Dashboard>("deskgauge-dashboard");
  readonly #status = part("#status");
  readonly #progress = part<HTMLProgressElement>("progress");
  readonly #button = part<HTMLButtonElement>("#stop");
  #desk: OpenDesk | undefined;
  #reading: AbortController | undefined;
  /** Since when tickets are read and shown. */
  #since: Date | undefined;
  /** Where the next reading goes on. */
  #cursor: SyncCursor | undefined;
  #complete = false;
  #tickets = 0;
  #drawn = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(helpdesk: Helpdesk, words: FrameWords) {
    this.#helpdesk = helpdesk;
    this.#words = words;
    this.#dashboard.layout = OVERVIEW;
    this.#dashboard.heading = words.say("overview");
    this.#button.addEventListener("click", () => {
      if (this.#reading === undefined) void this.read();
      else this.#reading.abort();
    });
    document.addEventListener("deskgauge-retry", () => {
      if (this.#reading === undefined && this.#dashboard.error !== undefined) void this.read();
    });
    document.addEventListener("deskgauge-open-ticket", ({ detail }) => helpdesk.open(detail.ticket));
    onMark((mark) => void this.#mark(mark));
  }

  /** Reads from where it ended, then every so often what changed since. */
  async read(): Promise<void> {
    clearTimeout(this.#again);
    const reading = new AbortController();
    this.#reading = reading;
    this.#dashboard.error = undefined;
    // Once all is read, what changes is read without a word.
    this.#progress.hidden = this.#complete;
    this.#button.hidden = this.#complete;
    this.#button.textContent = this.#words.say("stop");
    if (!this.#complete) this.#dashboard.partial = this.#words.say("partial");
    try {
      await this.#load(reading.signal);
      this.#finish();
    } catch (error) {
      if (reading.signal.aborted) this.#stopped();
      else this.#fail(error);
    } finally {
      this.#reading = undefined;
      this.#progress.hidden = true;
    }
  }

  async #load(signal: AbortSignal): Promise<void> {
    this.#desk ??= await openDesk(this.#helpdesk);
    const { desk, days } = this.#desk;
    const before = this.#tickets;
    const words = this.#words;
    const onProgress = ({ tickets, cursor, share, waiting }: SyncProgress) => {
      this.#tickets = before + tickets;
      this.#cursor = cursor;
      if (this.#complete) return;
      if (share !== undefined) this.#progress.value = share;
      const until = waiting && words.say("waiting", { at: words.time(waiting.until) });
      this.#say(until === undefined ? this.#soFar() : `${this.#soFar()}. ${until}`);
      if (tickets > 0 && Date.now() - this.#drawn > REDRAW) this.#draw();
    };
    this.#since ??= new Date(Date.now() - days * DAY);
    const { adapter } = this.#helpdesk;
    await sync(desk, adapter, { since: this.#since, cursor: this.#cursor, signal, onProgress });
    await applyMarks(desk);
  }

  async #mark(mark: LiveEvent): Promise<void> {
    await this.#desk?.desk.apply([mark]);
    this.#draw();
  }

  #finish(): void {
    this.#complete = true;
    this.#dashboard.partial = undefined;
    this.#draw();
    const words = this.#words;
    this.#say(words.say("complete", { tickets: this.#tickets, at: words.time(Date.now()) }));
    this.#button.hidden = true;
    this.#again = setTimeout(() => void this.read(), EVERY);
  }

  #stopped(): void {
    this.#draw();
    this.#say(this.#words.say("stopped", { tickets: this.#tickets }));
    this.#button.textContent = this.#words.say("goOn");
  }

  #fail(error: unknown): void {
    const words = this.#words;
    const { reasons, overviewReasons } = this.#helpdesk;
    const reason = explain(error, words, { ...reasons, ...overviewReasons });
    if (this.#tickets === 0) {
      this.#dashboard.error = reason;
      this.#say("");
      this.#button.hidden = true;
      return;
    }
    // The figures stay, and what they are of.
    this.#draw();
    this.#say(`${reason} ${words.say("stopped", { tickets: this.#tickets })}`);
    this.#button.hidden = false;
    this.#button.textContent = words.say("goOn");
  }

  #draw(): void {
    if (this.#desk === undefined || this.#since === undefined) return;
    this.#drawn = Date.now();
    if (this.#dashboard.source === undefined) this.#dashboard.source = recent(this.#desk.desk, this.#since);
    else this.#dashboard.refresh();
  }

  #soFar(): string {
    return this.#words.say("reading", { tickets: this.#tickets });
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}
