/**
 * Feeding the core with bytes, a window at a time: it tells how far it is, obeys an `AbortSignal`, and lets the page have its
 * turn.
 *
 * Easy to get wrong: whatever goes wrong in mid-load, the desk is then as before.
 */
import type { Engine } from "./engine/engine.js";
import { isDeskError } from "./error.js";
import type { Loaded, Progress } from "./loaded.js";
import type { Format, Mapping } from "./mapping.js";
import type { SourceName } from "./source.js";
import type { TableName } from "./tables.js";
import type { Turns } from "./turns.js";

/** What is known about the bytes. */
export interface Feed {
  readonly windows: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly format?: Format | undefined;
  readonly mapping?: Mapping | undefined;
  readonly fileName?: string | undefined;
  readonly totalBytes?: number | undefined;
  readonly source?: SourceName | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly table?: TableName | undefined;
  /** How far the input is, where that differs from how far the core is. */
  readonly place?: () => { readonly bytes: number; readonly total: number | undefined };
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Loads the windows, and takes everything back when something goes wrong. */
export async function feed(engine: Engine, turns: Turns, from: Feed): Promise<Loaded> {
  const { windows, format, mapping, fileName, totalBytes, source, fields, table, onProgress, place } = from;
  await engine.call("begin", { format, mapping, fileName, totalBytes, source, fields, table });
  try {
    for await (const window of windows) {
      await engine.call("push", window);
      if (onProgress !== undefined) {
        const progress: Progress = await engine.call("progress");
        const { bytes, total } = place?.() ?? progress;
        onProgress({ ...progress, bytes, ...(total !== undefined && { total }) });
      }
      await turns.pause();
    }
    return await engine.call("finish");
  } catch (error) {
    if (!isDeskError(error) || (error.code !== "desk-freed" && error.code !== "engine-failed")) {
      await engine.call("abort");
    }
    throw error;
  }
}
