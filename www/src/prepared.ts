/**
 * A question asked again and again while little of it changes: a brush that is dragged, a filter that is clicked.
 *
 * ```js
 * const prepared = await desk.prepare({ metrics: ["first_response_time"], by: ["channel"] });
 * const report = await prepared.run({ period: { from: "2025-03-01", to: "2025-04-01" } });
 * ```
 *
 * Easy to get wrong: every run starts from the question as it was prepared. Changes replace, they do not add up.
 */
import { whenCollected } from "./collected.js";
import { dispose } from "./dispose.js";
import type { Changes } from "./question.js";
import type { Report } from "./report.js";

/** A prepared question, from `desk.prepare`. */
export class Prepared {
  readonly #run: (changes: Changes) => Promise<Report>;
  readonly #free: () => void;

  /** Prepared questions come from `desk.prepare`. */
  constructor(run: (changes: Changes) => Promise<Report>, free: () => void) {
    this.#run = run;
    this.#free = free;
    whenCollected(this, free);
  }

  /**
   * Asks the question, with these changes.
   *
   * @throws DeskError as `desk.report`, and `question-freed`
   */
  run(changes: Changes = {}): Promise<Report> {
    return this.#run(changes);
  }

  /** Gives the question's memory back. The garbage collector does, too, only later. */
  free(): void {
    this.#free();
  }

  [dispose](): void {
    this.free();
  }
}
