/**
 * A desk in an app's frame: opened with the files of the app's own package and told the app's settings.
 */
import { Desk } from "deskgauge";
import type { Helpdesk } from "./helpdesk.js";
import { marks } from "./marks.js";
import { readSettings } from "./settings.js";

/** A desk, and how far back its figures go. */
export interface OpenDesk {
  readonly desk: Desk;
  readonly days: number;
}

/**
 * Opens the desk that the app's settings describe.
 *
 * @throws DeskError `bad-setting`, those of `Desk.open` and `desk.configure`
 */
export async function openDesk(helpdesk: Helpdesk): Promise<OpenDesk> {
  const { desk: settings, days, timeZone } = readSettings(await helpdesk.settings(), helpdesk.defaults);
  const desk = await Desk.open({
    bytes: await wasmBytes(),
    workerUrl: new URL("./worker.js", import.meta.url),
    ...(timeZone !== undefined && { timeZone }),
  });
  try {
    await desk.configure(settings);
  } catch (error) {
    desk.free();
    throw error;
  }
  // For whoever looks into what a page does.
  document.documentElement.dataset.engine = desk.engine;
  return { desk, days };
}

/** The WebAssembly out of a script: the stores of apps take no file that ends in .wasm. */
async function wasmBytes(): Promise<ArrayBuffer> {
  const { wasm } = await import("../../../dist/packed.js");
  const zipped = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Tells the desk what was acknowledged and put off in this browser. */
export async function applyMarks(desk: Desk, ticket?: string): Promise<void> {
  const events = marks().filter((event) => ticket === undefined || String(event.ticket) === ticket);
  if (events.length > 0) await desk.apply(events);
}
