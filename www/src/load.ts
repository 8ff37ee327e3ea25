/** Bringing an input to the core, whatever form it has. */
import { isColumnsInput, loadColumns } from "./column-loader.js";
import { LOADING, type LoadInput, type LoadOptions } from "./desk-options.js";
import type { Engine } from "./engine/engine.js";
import { DeskError, found } from "./error.js";
import { feed } from "./feed.js";
import { bytesOf, isByteInput } from "./input.js";
import { checkKeys } from "./keys.js";
import type { Loaded } from "./loaded.js";
import { jsonLines } from "./rows.js";
import { Turns } from "./turns.js";
import { checkZone } from "./zone.js";
import type { Zones } from "./zones.js";

/** Loads an input, or leaves the desk as it was. */
export async function load(
  engine: Engine,
  zones: Zones,
  input: LoadInput,
  options: LoadOptions,
): Promise<Loaded> {
  const { format, mapping, fileName, source, fields, table, onProgress, signal } = options;
  signal?.throwIfAborted();
  checkKeys(options, LOADING);
  if (mapping?.timeZone !== undefined) {
    checkZone(mapping.timeZone, "mapping.timeZone");
    zones.give(mapping.timeZone, true);
  }
  const turns = new Turns(signal);
  const told = { source, fields, table, onProgress };
  if (isByteInput(input)) {
    const bytes = await bytesOf(input);
    const { windows, unpacked: totalBytes, name } = bytes;
    const place = () => ({ bytes: bytes.taken(), total: bytes.total });
    const from = { ...told, windows, place, format, mapping, fileName: fileName ?? name, totalBytes };
    return feed(engine, turns, from).finally(bytes.close);
  }
  if (Array.isArray(input)) {
    const format = "ndjson" as const;
    const from = { ...told, windows: jsonLines(input), format, mapping: mapping && { ...mapping, format } };
    return feed(engine, turns, { ...from, fileName });
  }
  if (isColumnsInput(input) && table !== undefined) {
    const message = "typed columns hold tickets; give the rows of a table as objects or bytes";
    throw new DeskError("bad-input", message);
  }
  if (isColumnsInput(input)) return loadColumns(engine, input, turns);
  const message = `expected bytes, a Blob, Response or stream, text, an array of tickets, or columns; found ${found(input)}`;
  throw new DeskError("bad-input", message);
}
