/** What a guess tells: the mapping it proposes, column by column with the reasons, and what only people can answer. */
import type { Mapping } from "../mapping.js";
import type { Sample } from "./sample.js";

/** What a column might be as well. */
export interface Alternative {
  readonly as: string;
  readonly confidence: number;
  readonly because: string;
}

/** What a column is taken for. */
export interface ColumnGuess {
  /** The name of the column, or its dotted path. */
  readonly column: string;
  /** The place in the mapping: `ticket.id`, `event.at`, `fields.due_at`; nothing where it is left out. */
  readonly as: string | undefined;
  /** How sure that is, from 0 to 1. */
  readonly confidence: number;
  readonly because: string;
  /** The first different values. */
  readonly sample: readonly string[];
  readonly alternatives: readonly Alternative[];
}

/** What only people can tell. */
export interface GuessQuestion {
  /** The place in the mapping that the answer belongs to, such as `dates` or `ticket.created_at`. */
  readonly about: string;
  readonly asks: string;
  /** Values for that place, the proposed one first; none where it could be anything. */
  readonly choices: readonly { readonly value: unknown; readonly because: string }[];
}

/** A proposal for a file. */
export interface Guess {
  /** The mapping, to load the file with. */
  readonly mapping: Mapping;
  /** Whether it is the package's own format, which needs no mapping. */
  readonly native: boolean;
  /** Why rows are taken for tickets, events or states of tickets, and how dates are written. */
  readonly because: { readonly shape: string; readonly dates: string };
  /** What each column is taken for, in the file's order; events within tickets come last. */
  readonly columns: readonly ColumnGuess[];
  /** What only people can tell. */
  readonly questions: readonly GuessQuestion[];
  /** The rows that were looked at. */
  readonly sample: Sample;
}
