/**
 * How fast a helpdesk may be asked: so many requests in any stretch of time, and none before the helpdesk wants to be asked again.
 *
 * Easy to get wrong: limits hold for an account, not for one reading. An adapter therefore has its paces for as long as it lives.
 */

/** How fast. */
export interface PaceOptions {
  /** The most requests (default: as many as the helpdesk answers). */
  readonly most?: number | undefined;
  /** In how many milliseconds (default a minute). */
  readonly within?: number;
}

/** When requests were made, and when the next one may be. */
export class Pace {
  readonly #most: number;
  readonly #within: number;
  #made: number[] = [];
  #free = Number.NEGATIVE_INFINITY;

  constructor({ most = Number.POSITIVE_INFINITY, within = 60_000 }: PaceOptions = {}) {
    this.#most = most;
    this.#within = within;
  }

  /** When the next request may be made; now where it may be at once. */
  next(now: number): number {
    this.#made = this.#made.filter((at) => at > now - this.#within && at <= now);
    const first = this.#made[this.#made.length - this.#most];
    return Math.max(now, this.#free, first === undefined ? now : first + this.#within);
  }

  /**
   * A request is made. What it gives is to be told when the answer has come: the helpdesk counted the request at some time between,
   * and counts from the later end keep every limit.
   */
  ask(now: number): (now: number) => void {
    if (this.#most === Number.POSITIVE_INFINITY) return () => {};
    this.#made.push(now);
    return (later) => {
      const at = this.#made.indexOf(now);
      if (at >= 0) this.#made.splice(at, 1);
      this.#made.push(later);
    };
  }

  /** No request before then. */
  hold(until: number): void {
    this.#free = Math.max(this.#free, until);
  }
}
