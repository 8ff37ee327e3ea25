/** A line above the widgets while tickets are read; it speaks up when the host is slow. */
import type { SyncProgress } from "deskgauge/sync";

/** After so many milliseconds without an answer the host is called slow. */
const SLOW = 4_000;

/** The line. */
export class Progress {
  readonly element = document.createElement("p");
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.className = "deskgauge-progress";
    this.element.setAttribute("role", "status");
    this.element.hidden = true;
  }

  /** A load begins. */
  start(): void {
    this.#say("Reading tickets …");
  }

  /** An answer came. */
  read({ tickets }: SyncProgress): void {
    this.#say(tickets < 2 ? "Reading tickets …" : `Reading tickets … ${tickets.toLocaleString()}`);
  }

  /** The load is over. */
  stop(): void {
    clearTimeout(this.#timer);
    this.element.hidden = true;
  }

  #say(text: string): void {
    clearTimeout(this.#timer);
    this.element.hidden = false;
    this.element.textContent = text;
    this.#timer = setTimeout(() => {
      this.element.textContent = "The helpdesk takes long to answer …";
    }, SLOW);
  }
}
