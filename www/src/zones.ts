/**
 * The time zones a core has. It knows none but UTC by itself: each is given to it when something first names it.
 *
 * Easy to get wrong: a zone's table holds the years that data usually have. Where data lie beyond, the core says `zone-range` and
 * is given more of them.
 */
import { isDeskError } from "./error.js";
import type { RawQuestion } from "./question.js";
import { zoneTable } from "./zone.js";

/** Hands a zone over: its name, the years it is good for, and when its offset became what. */
type Hand = (name: string, from: number, until: number, starts: Float64Array, offsets: Int32Array) => void;

/** The zones of one core. */
export class Zones {
  /** Those it has, and whether with the wide range of years. */
  readonly #given = new Map<string, boolean>([["UTC", true]]);
  readonly #hand: Hand;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  /** Gives a zone to the core, where it has it not yet. */
  give(name: string, wide: boolean): void {
    const given = this.#given.get(name);
    if (given === true || given === wide) return;
    const { from, until, starts, offsets } = zoneTable(name, wide);
    this.#hand(name, from, until, starts, offsets);
    this.#given.set(name, wide);
  }

  /** Answers with the zones that questions name; when data lie beyond their years, once more, after `idle`, with more years. */
  async answer<Result>(
    questions: readonly RawQuestion[],
    answer: () => Promise<Result>,
    idle: () => Promise<void>,
  ): Promise<Result> {
    const give = (wide: boolean) => {
      for (const { timeZone } of questions) if (typeof timeZone === "string") this.give(timeZone, wide);
    };
    give(false);
    try {
      return await answer();
    } catch (error) {
      if (!isDeskError(error) || error.code !== "zone-range") throw error;
      await idle();
      give(true);
      return answer();
    }
  }
}
