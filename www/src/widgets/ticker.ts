/**
 * The one timer of a page: widgets that show time passing are told of every full second, all by the same timer, and not at
 * all while the page is hidden.
 *
 * ```js
 * const stop = ticker.subscribe((now) => console.log(new Date(now)));
 * stop();
 * ```
 *
 * Easy to get wrong: a tick says what time it is. Whoever counts ticks instead drifts, for a hidden page has none.
 */

/** Called with the time in epoch milliseconds. */
export type Tick = (now: number) => void;

/** Tells its subscribers the time, once a second. */
export class Ticker {
  readonly #clock: () => number;
  readonly #ticks = new Set<Tick>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param clock what time it is, for tests that must not wait */
  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** The time in epoch milliseconds. */
  get now(): number {
    return this.#clock();
  }

  /** How many are told. */
  get size(): number {
    return this.#ticks.size;
  }

  /** Whether the timer is set. */
  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Tells `tick` of every second from now on, until the function this returns is called. */
  subscribe(tick: Tick): () => void {
    if (this.#ticks.size === 0) document.addEventListener("visibilitychange", this.#visibility);
    // A function of its own, so that the same tick can be told twice.
    const mine: Tick = (now) => tick(now);
    this.#ticks.add(mine);
    this.#schedule();
    return () => {
      if (!this.#ticks.delete(mine) || this.#ticks.size > 0) return;
      document.removeEventListener("visibilitychange", this.#visibility);
      this.#stop();
    };
  }

  /** Tells all subscribers the time now. One that throws does not keep it from the others. */
  tick(): void {
    const { now } = this;
    for (const tick of this.#ticks) {
      try {
        tick(now);
      } catch (error) {
        globalThis.reportError(error);
      }
    }
  }

  #schedule(): void {
    if (this.#timer !== undefined || document.hidden) return;
    // To the next full second, so that all clocks of the page turn over together and late timers are caught up.
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.tick();
        if (this.#ticks.size > 0) this.#schedule();
      },
      1_000 - (this.now % 1_000),
    );
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #visibility = () => {
    if (document.hidden) {
      this.#stop();
    } else {
      this.tick();
      this.#schedule();
    }
  };
}

/** The page's ticker. */
export const ticker = new Ticker();
