/**
 * Tickets and events as typed columns: the cheapest way to hand over what is already in memory.
 *
 * ```js
 * await desk.load({
 *   tickets: {
 *     id: Float64Array.of(1, 2),
 *     created_at: Float64Array.of(1741000000000, 1741000060000),
 *     channel: { codes: Uint8Array.of(0, 255), values: ["email"] }, // the second ticket has none
 *   },
 *   events: { ticket: Uint32Array.of(0), at: Float64Array.of(1741000600000), kind: ["reply"] },
 * });
 * ```
 *
 * Easy to get wrong: `events.ticket` is the **row** of the ticket in `tickets`, counted from 0, not its id.
 */

/** Words as codes into a list; a code beyond the list means "missing". */
export interface DictColumn {
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly values: readonly string[];
}

/** A column of words. */
export type WordColumn = DictColumn | readonly (string | null)[];

/** Tickets, one entry a row in every column. NaN and null mean "missing"; instants are epoch milliseconds. */
export interface TicketColumns {
  readonly id: Float64Array | readonly string[];
  readonly created_at: Float64Array;
  readonly channel?: WordColumn;
  readonly priority?: WordColumn;
  readonly tier?: WordColumn;
  readonly type?: WordColumn;
  readonly group?: WordColumn;
  readonly level?: WordColumn | Float64Array;
  readonly assignee?: WordColumn;
  readonly requester?: WordColumn;
  readonly customer?: WordColumn;
  readonly status?: WordColumn;
  readonly language?: WordColumn;
  /** 1 for a test ticket. */
  readonly test?: Float64Array;
  readonly first_response_at?: Float64Array;
  readonly resolved_at?: Float64Array;
  readonly closed_at?: Float64Array;
  readonly csat?: Float64Array;
  /** Custom dimensions by name. */
  readonly fields?: Readonly<Record<string, WordColumn | Float64Array>>;
}

/** Events, one entry a row in every column; the values of each kind as in {@link TicketEvent}. */
export interface EventColumns {
  /** Row of the ticket in the columns of tickets, counted from 0. */
  readonly ticket: Uint32Array;
  readonly at: Float64Array;
  readonly kind: WordColumn;
  readonly role?: WordColumn;
  readonly actor?: WordColumn;
  readonly to?: WordColumn;
  readonly from?: WordColumn;
  readonly agent?: WordColumn;
  readonly group?: WordColumn;
  readonly sense?: WordColumn;
  readonly reason?: WordColumn;
  readonly into?: WordColumn;
  readonly survey?: WordColumn;
  readonly score?: Float64Array;
  readonly scale?: Float64Array;
  readonly seconds?: Float64Array;
  readonly tag?: WordColumn;
  readonly name?: WordColumn;
  readonly value?: WordColumn;
  readonly seq?: Float64Array;
  readonly id?: WordColumn | Float64Array;
}

/** A desk as typed columns. */
export interface ColumnsInput {
  readonly tickets: TicketColumns;
  readonly events?: EventColumns;
}
