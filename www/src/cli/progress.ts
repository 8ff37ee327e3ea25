/**
 * A progress bar on a terminal; nothing anywhere else.
 */
import { grouped } from "../format.js";
import type { Progress } from "../loaded.js";

const WIDTH = 30;
/** Milliseconds between two drawings. */
const PAUSE = 80;

/** Draws how far a load is on stderr. */
export class ProgressBar {
  readonly #shown = process.stderr.isTTY === true;
  readonly #total: number | undefined;
  #drawn = 0;

  /** `total`: bytes of the input, where that is known. */
  constructor(total: number | undefined) {
    this.#total = total;
  }

  draw({ bytes, rows }: Progress): void {
    const now = performance.now();
    if (!this.#shown || now - this.#drawn < PAUSE) return;
    this.#drawn = now;
    process.stderr.write(`\r\x1b[K${this.#bar(bytes)}${grouped(rows)} rows`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write("\r\x1b[K");
  }

  #bar(bytes: number): string {
    if (this.#total === undefined || this.#total === 0) return "";
    const share = Math.min(1, bytes / this.#total);
    const full = Math.round(share * WIDTH);
    return `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${Math.round(share * 100)} %  `;
  }
}
