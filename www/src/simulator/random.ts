/**
 * Chance with a seed: the same seed gives the same numbers for ever.
 *
 * The generator is sfc32 (Chris Doty-Humphrey's "small fast counting" generator, public domain): 128 bits of state, quick in
 * 32-bit integer arithmetic, which is what JavaScript engines are good at.
 *
 * ```js
 * const random = new Random(1);
 * random.lognormal(60, 0.8); // around 60, skewed to the right
 * ```
 *
 * Easy to get wrong: `lognormal` takes the **median**, not the mean. The mean lies higher by `exp(sigma² / 2)`.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal = Number.NaN;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 4294967296) | 0;
    this.#c = 0x9e3779b9 | 0;
    // The first outputs still resemble the seed; neighbouring seeds drift apart after a few rounds.
    for (let round = 0; round < 16; round++) this.#next();
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1). */
  uniform(): number {
    return this.#next() / 4294967296;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Exponential with mean 1: the gap between arrivals that know nothing of each other. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** Standard normal, by the polar method; every second call returns the spare of the first. */
  normal(): number {
    const spare = this.#spareNormal;
    if (!Number.isNaN(spare)) {
      this.#spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        this.#spareNormal = y * scale;
        return x * scale;
      }
    }
  }

  /** Lognormal with the given median; `sigma` is the standard deviation of its logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** How many times in a row something happens that goes on with the given probability, at most `most`. */
  geometric(goesOn: number, most: number): number {
    let count = 0;
    while (count < most && this.chance(goesOn)) count++;
    return count;
  }
}

/** A choice among values of unequal weight; the weights need not add up to one. */
export class Choice<T> {
  readonly #values: readonly T[];
  readonly #upTo: readonly number[];
  readonly #last: T;

  constructor(weighted: readonly (readonly [T, number])[]) {
    const [first] = weighted;
    if (first === undefined) throw new RangeError("a choice needs at least one value; found none");
    const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
    let reached = 0;
    this.#values = weighted.map(([value]) => value);
    this.#upTo = weighted.map(([, weight]) => {
      reached += weight / total;
      return reached;
    });
    this.#last = this.#values.at(-1) ?? first[0];
  }

  pick(random: Random): T {
    const draw = random.uniform();
    let index = 0;
    // The shares may add up to a hair less than one, so a draw can pass them all; then it is the last value.
    while (index < this.#upTo.length && draw >= (this.#upTo[index] ?? 1)) index++;
    return this.#values[index] ?? this.#last;
  }
}
