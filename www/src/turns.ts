/**
 * Taking turns with the page: long work stops now and then, so that clicks, timers and paints get through.
 */

/** How long work goes on before it stops, in milliseconds. */
const SLICE = 24;

/** Long work that calls `pause` often, obeys an `AbortSignal`, and lets the page breathe. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    this.#signal = signal;
  }

  /** Whether it is time for {@link pause}. */
  get over(): boolean {
    return performance.now() - this.#since > SLICE;
  }

  /** Throws the signal's reason when it is aborted; else lets the page have its turn if it is time. */
  async pause(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (!this.over) return;
    await nextTask();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}

/** A task of the event loop, sooner than the four milliseconds that nested timers wait. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof globalThis.setImmediate === "function") {
      setImmediate(resolve);
    } else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
