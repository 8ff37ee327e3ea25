/**
 * A guess for people: what each column is taken for and why, then what only they can tell.
 */
import type { Guess } from "../guess.js";
import { aligned } from "./print.js";

/** The guess as text. */
export function guessText({ native, mapping, because, columns, questions }: Guess): string {
  if (native) return `Nothing needs to be mapped: ${because.shape}.\n`;
  const rows = columns.map(({ column, as, confidence, because, sample: [example = ""] }) => [
    column,
    as ?? "",
    as === undefined ? "" : `${Math.round(confidence * 100)} %`,
    example.length > 30 ? `${example.slice(0, 29)}…` : example,
    because,
  ]);
  const reasons = [because.shape, because.dates].filter((reason) => reason !== "");
  return `${[
    ...aligned([["column", "is", "sure", "such as", "because"], ...rows], 5),
    "",
    `A row is ${{ tickets: "a ticket", events: "an event", snapshots: "a ticket as it was then" }[mapping.shape ?? "tickets"]}: ${reasons.join("; ")}.`,
    ...questions.map(({ about, asks }) => `${about}: ${asks}`),
  ].join("\n")}\n`;
}
