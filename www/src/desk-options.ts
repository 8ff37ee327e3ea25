/** What desks are opened, loaded, set up and saved with. */
import type { ColumnsInput } from "./columns.js";
import type { EngineOptions } from "./engine/choose.js";
import type { ByteInput } from "./input.js";
import type { Instant } from "./instant.js";
import { keysOf } from "./keys.js";
import type { LevelSettings } from "./levels.js";
import type { Progress } from "./loaded.js";
import type { Format, Mapping, Meanings } from "./mapping.js";
import type { Redaction } from "./redaction.js";
import type { ClockProfile, Promises } from "./sla.js";
import type { SourceName } from "./source.js";
import type { AgentInput, CustomerInput, SurveyInput, TableName } from "./tables.js";
import type { TicketInput } from "./ticket.js";

/** How a desk is opened. */
export interface DeskOptions extends EngineOptions {
  /** IANA zone of buckets and of texts without an offset (default the browser's). */
  readonly timeZone?: string;
  /** The instant that questions without `asOf` are for (default the clock, at each question). */
  readonly now?: Instant;
  /**
   * Whose definitions and clocks apply (default `deskgauge`). Tools whose metrics are not known to differ from ours have
   * ours; reports name whose they used.
   */
  readonly profile?: ClockProfile;
  /** First day of the week: 1 Monday (the default) to 7 Sunday. */
  readonly weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** How a snapshot is opened. */
export interface RestoreOptions extends DeskOptions {
  /** The redaction that the snapshot was saved with; of it the key counts. */
  readonly redact?: Redaction | undefined;
}

/** How a desk is saved. */
export interface SaveOptions {
  /** Whether names and texts give way to marks (default not), and how. */
  readonly redact?: boolean | Redaction | undefined;
}

/** How an input is loaded. */
export interface LoadOptions {
  /** Default: told from the first bytes. */
  readonly format?: Format;
  /** Which column or path is what (default the native format). */
  readonly mapping?: Mapping;
  /** The file's name, whose ending may tell the format. */
  readonly fileName?: string;
  /** The helpdesk whose API gave the payload, or ServiceNow for a list of incidents as CSV: no mapping is needed then. */
  readonly source?: SourceName;
  /**
   * Of a source's tickets: names of fields to keep as custom dimensions, with dots for fields of fields (`"Queue.Name"`).
   * Numbers stay numbers, dates become instants.
   */
  readonly fields?: readonly string[];
  /** The table that rows are for, where they are no tickets. */
  readonly table?: TableName;
  /** Called now and then while the load goes on, and at its end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the load early; the desk is then as before, and the load rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What can be loaded: bytes wherever they are, text, ticket objects, typed columns. Gzip is unpacked. */
export type LoadInput =
  | ByteInput
  | readonly TicketInput[]
  | readonly (CustomerInput | AgentInput | SurveyInput)[]
  | readonly object[]
  | ColumnsInput;

/** What words mean at this desk, and whose definitions apply. */
export interface DeskSettings extends Omit<Meanings, "levels">, Promises {
  readonly levels?: LevelSettings;
  readonly profile?: ClockProfile;
}

/** Bytes in use. */
export interface Memory {
  /** By columns, dictionaries and facts. */
  readonly columns: number;
  /** By the memory of the WebAssembly, or of what stands for it, as a whole. */
  readonly wasm: number;
}

/** The names of the options of opening. */
export const OPENING = keysOf<DeskOptions>({
  timeZone: true,
  now: true,
  profile: true,
  weekStart: true,
  engine: true,
  workerUrl: true,
  wasmUrl: true,
  module: true,
  bytes: true,
});
/** The names of the options of loading. */
export const LOADING = keysOf<LoadOptions>({
  format: true,
  mapping: true,
  fileName: true,
  source: true,
  fields: true,
  table: true,
  onProgress: true,
  signal: true,
});
