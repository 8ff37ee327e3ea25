/**
 * Columns that grow: numbers in a typed array, words as codes into a list of distinct values.
 *
 * ```js
 * const channel = new Words(2);
 * channel.put(0, "email"); // row 1 stays missing
 * channel.done(2); // { codes: Uint8Array [0, 255], values: ["email"] }
 * ```
 *
 * Easy to get wrong: a row nobody puts anything in is missing: for words a code **outside** the list of values, never an empty text;
 * for numbers NaN, never 0.
 */
export interface DictColumn {
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly values: string[];
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A column of words, its codes as narrow as they can be: the widest code of each width is kept free and stands for "missing". */
export class Words {
  #codes: Codes;
  #missing = 0xff;
  readonly #values: string[] = [];
  readonly #known = new Map<string, number>();
  #lastWord: string | undefined;
  #lastCode = 0;

  /** A column with room for about `rows` rows; it grows when there are more. */
  constructor(rows: number) {
    this.#codes = new Uint8Array(rows).fill(this.#missing);
  }

  put(row: number, word: string): void {
    // The same word often comes several times in a row; comparing it is much cheaper than looking it up.
    if (word !== this.#lastWord) {
      this.#lastCode = this.#known.get(word) ?? this.#add(word);
      this.#lastWord = word;
    }
    if (row >= this.#codes.length)
      this.#codes = this.#copied(Math.max(row + 1, this.#codes.length * 2), this.#missing);
    this.#codes[row] = this.#lastCode;
  }

  /** The first `rows` rows. */
  done(rows: number): DictColumn {
    const codes = rows > this.#codes.length ? this.#copied(rows, this.#missing) : this.#codes.slice(0, rows);
    return { codes, values: this.#values };
  }

  #add(word: string): number {
    const code = this.#values.push(word) - 1;
    this.#known.set(word, code);
    if (code === this.#missing) {
      const missing = this.#missing === 0xff ? 0xffff : 0xffffffff;
      this.#codes = this.#copied(this.#codes.length, missing);
      this.#missing = missing;
    }
    return code;
  }

  /** The codes in an array of another length or width. */
  #copied(length: number, missing: number): Codes {
    const copy =
      missing === 0xff
        ? new Uint8Array(length)
        : missing === 0xffff
          ? new Uint16Array(length)
          : new Uint32Array(length);
    copy.set(this.#codes);
    copy.fill(missing, this.#codes.length);
    if (missing !== this.#missing) {
      for (let row = 0; row < this.#codes.length; row++) if (copy[row] === this.#missing) copy[row] = missing;
    }
    return copy;
  }
}

/** A column of numbers. */
export class Numbers {
  #values: Float64Array;

  constructor(rows: number) {
    this.#values = new Float64Array(rows).fill(Number.NaN);
  }

  put(row: number, value: number): void {
    if (row >= this.#values.length) this.#values = this.#copied(Math.max(row + 1, this.#values.length * 2));
    this.#values[row] = value;
  }

  done(rows: number): Float64Array {
    return rows > this.#values.length ? this.#copied(rows) : this.#values.slice(0, rows);
  }

  #copied(length: number): Float64Array {
    const copy = new Float64Array(length).fill(Number.NaN, this.#values.length);
    copy.set(this.#values);
    return copy;
  }
}

/** A column of row numbers of another table, filled without gaps. */
export class Rows {
  #values: Uint32Array;

  constructor(rows: number) {
    this.#values = new Uint32Array(rows);
  }

  put(row: number, value: number): void {
    if (row >= this.#values.length) {
      const grown = new Uint32Array(Math.max(row + 1, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[row] = value;
  }

  done(rows: number): Uint32Array {
    return this.#values.slice(0, rows);
  }
}
