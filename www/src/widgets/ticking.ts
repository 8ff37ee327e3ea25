/**
 * Text that changes by the second: a tick writes it anew, and draws nothing else of the widget it stands in.
 *
 * ```ts
 * html`<span>${ticking((now) => words.countdown((due - now) / 1_000))}</span>`;
 * ```
 *
 * Easy to get wrong: only the text follows the time. What else depends on it, such as a colour, needs the widget drawn.
 */
import { AsyncDirective, directive } from "lit/async-directive.js";
import { type Tick, ticker } from "./ticker.js";

/** The text at a time, in epoch milliseconds. */
export type TextAt = (now: number) => string;

class Ticking extends AsyncDirective {
  #text: TextAt | undefined;
  #stop: (() => void) | undefined;

  override render(text: TextAt): string {
    this.#text = text;
    if (this.isConnected) this.#stop ??= ticker.subscribe(this.#tick);
    return text(ticker.now);
  }

  protected override disconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  protected override reconnected(): void {
    this.#stop ??= ticker.subscribe(this.#tick);
  }

  readonly #tick: Tick = (now) => {
    if (this.#text !== undefined) this.setValue(this.#text(now));
  };
}

/** Text that is written anew at every tick. */
export const ticking = directive(Ticking);

/** The first of some instants that is still to come; never where there is none. */
export function nextOf(instants: readonly (number | null)[], now: number): number {
  return Math.min(...instants.map((at) => (at === null || at <= now ? Number.POSITIVE_INFINITY : at)));
}
