/**
 * Asks a source for a widget, and keeps what it answers.
 *
 * Easy to get wrong: answers may come in another order than they were asked for. Only the newest counts; an old answer stays
 * while a new one is on its way, so that nothing flickers.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ticker } from "./ticker.js";

/** A question of a widget, asked when it is told to and then every so often. */
export class Asking<Answer> implements ReactiveController {
  /** The newest answer. */
  answer: Answer | undefined;
  /** Why there is no newer one. */
  error: unknown;
  readonly #host: ReactiveControllerHost;
  readonly #ask: (now: number) => Promise<Answer> | undefined;
  readonly #every: (() => number) | undefined;
  #asked = 0;
  #at = 0;
  #stop: (() => void) | undefined;

  /**
   * @param ask asks for the time now; undefined where there is nobody to ask yet
   * @param every after how many seconds it asks again; 0 for never
   */
  constructor(
    host: ReactiveControllerHost,
    ask: (now: number) => Promise<Answer> | undefined,
    every?: () => number,
  ) {
    this.#host = host;
    this.#ask = ask;
    this.#every = every;
    host.addController(this);
  }

  hostConnected(): void {
    const ask = this.#every;
    if (ask === undefined) return;
    this.#stop = ticker.subscribe((now) => {
      const every = ask();
      if (every > 0 && now - this.#at >= every * 1_000) this.again();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Forgets the answer and asks anew: the question is another one. */
  anew(): void {
    this.answer = undefined;
    this.error = undefined;
    this.again();
  }

  /** Asks once more; the old answer stays until there is a new one. */
  again(): void {
    this.#asked += 1;
    const mine = this.#asked;
    this.#at = ticker.now;
    let asking: Promise<Answer> | undefined;
    try {
      asking = this.#ask(this.#at);
    } catch (error) {
      asking = Promise.reject(error);
    }
    asking?.then(
      (answer) => this.#settle(mine, answer, undefined),
      (error: unknown) => this.#settle(mine, this.answer, error),
    );
  }

  #settle(asked: number, answer: Answer | undefined, error: unknown): void {
    if (asked !== this.#asked) return;
    this.answer = answer;
    this.error = error;
    this.#host.requestUpdate();
  }
}
