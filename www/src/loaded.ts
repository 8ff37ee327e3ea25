/**
 * What a load or live events did, and what was set aside.
 *
 * Easy to get wrong: what cannot be read is data, not an error. Look at `skipped` before trusting a load.
 */
import type { Format } from "./mapping.js";
import type { SourceLoaded } from "./source.js";
import type { TableLoaded } from "./tables.js";

/** Something that was set aside. */
export interface Problem {
  /** The row of the input, counted from 1. */
  readonly row: number;
  /** The field at fault; empty for the whole row. */
  readonly path: string;
  /** Stable, in kebab case. */
  readonly code: string;
  /** What was found and what was hoped for. */
  readonly message: string;
}

/** What a load did. */
export interface Loaded {
  /** Different tickets in the input. */
  readonly tickets: number;
  /** Events taken. */
  readonly events: number;
  /** Rows or records read, whether taken or set aside. */
  readonly rows: number;
  /** Tickets the desk did not have before. */
  readonly newTickets: number;
  /** What was already there, and rows whose ticket another row had brought. */
  readonly duplicates: { readonly events: number; readonly tickets: number };
  /** Status words that nothing explains, and how many tickets have them now; they count as open. */
  readonly unknownStatuses: Readonly<Record<string, number>>;
  /** How many values, events and rows were set aside. */
  readonly skipped: number;
  /** The first thousand of them. */
  readonly problems: readonly Problem[];
  /** How the input was read. */
  readonly format: Format | "columns";
  /** Of payloads of a source: what they hold besides, and what further calls would tell. */
  readonly source?: SourceLoaded;
  /** What a load brought to a table. */
  readonly table?: TableLoaded;
}

/** What live events did. */
export interface Applied {
  /** Ids of the tickets that changed. */
  readonly tickets: readonly string[];
  /** Events taken. */
  readonly events: number;
  /** Events that were already there. */
  readonly duplicates: number;
  /** How many were set aside. */
  readonly skipped: number;
  /** The first thousand of them. */
  readonly problems: readonly Problem[];
}

/** How far a load is. */
export interface Progress {
  /** Bytes of the input taken, packed or not. */
  readonly bytes: number;
  /** How many there are, where that is known. */
  readonly total?: number;
  /** Rows read. */
  readonly rows: number;
  /** Events taken. */
  readonly events: number;
}
