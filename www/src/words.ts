/**
 * Columns of words: distinct values once, a code a row.
 */
import type { DictColumn } from "./columns.js";

/** The code of "missing": beyond every list. */
const MISSING = 0xffffffff;

/** Collects words, one a row. */
export class Words {
  readonly #codes: Uint32Array;
  readonly #values: string[] = [];
  readonly #known = new Map<string, number>();
  #lastWord: string | undefined;
  #lastCode = MISSING;

  /** A column of `rows` rows, all missing. */
  constructor(rows: number) {
    this.#codes = new Uint32Array(rows).fill(MISSING);
  }

  set(row: number, word: string): void {
    // The same word often comes several times in a row; comparing it is much cheaper than looking it up.
    if (word !== this.#lastWord) {
      let code = this.#known.get(word);
      if (code === undefined) {
        code = this.#values.push(word) - 1;
        this.#known.set(word, code);
      }
      this.#lastWord = word;
      this.#lastCode = code;
    }
    this.#codes[row] = this.#lastCode;
  }

  /** The codes and what they stand for. */
  done(): DictColumn {
    return { codes: this.#codes, values: this.#values };
  }
}
