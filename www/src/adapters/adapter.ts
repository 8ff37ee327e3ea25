/**
 * Adapters fetch from a helpdesk's own API; what the answers mean is known to `desk.load(bytes, { source })`.
 *
 * ```js
 * import { loadFrom } from "deskgauge/adapters/adapter";
 * import { rt } from "deskgauge/adapters/rt";
 * await loadFrom(desk, rt(), { ticket: 70 });
 * ```
 *
 * Easy to get wrong: nothing is fetched twice or in parallel that might fail twice. The first answer that cannot be taken ends
 * the load; what came before it stays in the desk.
 */
import type { Desk } from "../desk.js";
import type { Loaded } from "../loaded.js";
import type { SourceName } from "../source.js";

/** What is fetched. */
export interface Wanted {
  /** Only this ticket (default all the user may see). */
  readonly ticket?: string | number | undefined;
  /** Only tickets that changed since then, each with its whole history. */
  readonly since?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What answers so far left unexplained: ids that a further request would tell. */
export type Missing = NonNullable<Loaded["source"]>["missing"];

/** A helpdesk that can be read. */
export interface Adapter {
  /** The format of its answers. */
  readonly source: SourceName;
  /** Fields of tickets that are kept as custom dimensions. */
  readonly fields?: readonly string[];
  /** The answers, one after another. */
  read(wanted: Wanted): AsyncIterable<Uint8Array>;
  /** The answers that explain what is missing; without it nothing is asked for again. */
  explain?(missing: Missing, wanted: Pick<Wanted, "signal">): AsyncIterable<Uint8Array>;
}

/** How far a load is. */
export interface Reading {
  /** Answers read. */
  readonly answers: number;
  /** Tickets the desk did not have before. */
  readonly tickets: number;
}

/** How a host is loaded. */
export interface LoadFromOptions extends Wanted {
  readonly onProgress?: (reading: Reading) => void;
}

/**
 * Loads a desk from a helpdesk, answer by answer.
 *
 * @throws DeskError those of the host (`signed-out`, `forbidden`, `not-found`, `host-refused`, `host-failed`, `host-timeout`,
 *   `host-unreachable`, `not-json`) and those of {@link Desk.load}
 */
export async function loadFrom(
  desk: Pick<Desk, "load">,
  adapter: Adapter,
  { onProgress, ...wanted }: LoadFromOptions = {},
): Promise<Reading> {
  const { source, fields } = adapter;
  const { signal } = wanted;
  let reading: Reading = { answers: 0, tickets: 0 };
  let missing: Missing | undefined;
  const take = async (bytes: Uint8Array) => {
    const options = { source, ...(fields && { fields }), ...(signal && { signal }) };
    const loaded = await desk.load(bytes, options);
    missing = loaded.source?.missing;
    reading = { answers: reading.answers + 1, tickets: reading.tickets + loaded.newTickets };
    onProgress?.(reading);
  };
  for await (const bytes of adapter.read(wanted)) await take(bytes);
  if (missing !== undefined && adapter.explain !== undefined)
    for await (const bytes of adapter.explain(missing, wanted)) await take(bytes);
  return reading;
}
