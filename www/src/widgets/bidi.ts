/**
 * Words of another direction within a sentence.
 *
 * Easy to get wrong: a sentence from right to left that names a Latin word is torn apart without isolates around the word, and
 * so is an English one that names an Arabic word. Isolates are letters that nobody sees; where they change nothing they are
 * left out, so that texts compare as they read.
 */

const [FIRST_STRONG, END] = ["\u2068", "\u2069"];

/** Languages written from right to left. */
const RIGHT_TO_LEFT = /^(?:ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)(?:-|$)/;

/** Hebrew, Arabic and their kin, and marks that turn or open a direction. */
const TURNS = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A text that keeps its own direction within a sentence of this language. */
export function isolated(text: string, locale: string): string {
  if (!(RIGHT_TO_LEFT.test(locale) || TURNS.test(text))) return text;
  // What closes an isolate within the text would close ours.
  return `${FIRST_STRONG}${text.replaceAll(END, "")}${END}`;
}
