/**
 * `deskgauge/guess`: a mapping for a file that nobody has described, proposed from its first rows, with the reasons.
 *
 * ```js
 * import { guessMapping } from "deskgauge/guess";
 *
 * const { mapping, columns, questions } = await guessMapping(file);
 * for (const { column, as, because } of columns) console.log(column, as ?? "is left out", because);
 * for (const { asks } of questions) console.log(asks);
 * await desk.load(file, { mapping });
 * ```
 *
 * Names are known in English, German, French and Spanish, some in Italian, Portuguese and Dutch; values decide whether a name is
 * believed. Nothing of it is in the core: pages that do not import it do not load it.
 *
 * Easy to get wrong: it is a proposal. What could be read in two ways stands in `questions`, and words that come later in the
 * file have not been seen; the load says which statuses nobody explained.
 */
import { Proposal } from "./guess/proposal.js";
import { readSample, type Sample } from "./guess/sample.js";
import type { Guess } from "./guess/told.js";
import { statusOf } from "./guess/words.js";
import type { Mapping } from "./mapping.js";
import type { StatusClass } from "./ticket.js";

export type { Sample, SampleRow } from "./guess/sample.js";
export type { Alternative, ColumnGuess, Guess, GuessQuestion } from "./guess/told.js";

/** Proposes a mapping for a file, or for the beginning of one; at most 256 KB are looked at, gzip or not. */
export async function guessMapping(file: Blob | Uint8Array | ArrayBuffer | string): Promise<Guess> {
  const sample = await readSample(file);
  return isNative(sample) ? nativeGuess(sample) : new Proposal(sample).guess();
}

/** What a word for a status probably means. */
export function guessStatus(word: string): StatusClass {
  return statusOf(word).status;
}

function isNative({ format, columns, lists }: Sample): boolean {
  const named = columns.includes("id") && columns.includes("created_at");
  return format !== "csv" && named && Object.keys(lists).every((path) => path === "events");
}

function nativeGuess(sample: Sample): Guess {
  const { format, root } = sample;
  const mapping: Mapping = { format, ...(root === undefined ? {} : { root }) };
  const shape = "these are tickets in the package’s own format";
  return { mapping, native: true, because: { shape, dates: "" }, columns: [], questions: [], sample };
}
