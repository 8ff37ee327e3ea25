/**
 * The files of the package for pages whose bundler left them behind: they are fetched as a module, which every bundler brings
 * along, and by nobody else.
 */
import { DeskError, sentence } from "./error.js";
import { compile, demandWasm } from "./raw.js";

let module: Promise<WebAssembly.Module> | undefined;
let worker: Promise<URL> | undefined;

/** The WebAssembly, compiled once. */
export function packedModule(): Promise<WebAssembly.Module> {
  module ??= unpack();
  // A failure is not kept, so that the next open tries again.
  module.catch(() => {
    module = undefined;
  });
  return module;
}

/** A URL of the page's own for the worker's file. */
export function packedWorker(): Promise<URL> {
  worker ??= packed().then(
    (files) => new URL(URL.createObjectURL(new Blob([files.worker], { type: "text/javascript" }))),
  );
  worker.catch(() => {
    worker = undefined;
  });
  return worker;
}

async function unpack(): Promise<WebAssembly.Module> {
  await demandWasm();
  const { wasm } = await packed();
  const zipped = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return compile(await new Response(stream).arrayBuffer(), "packed.js");
}

async function packed(): Promise<typeof import("./packed.js")> {
  try {
    return await import("./packed.js");
  } catch (cause) {
    const message = `the WebAssembly could not be fetched (${sentence(cause)}): this page's bundler left deskgauge's files behind; serve them, and say where with wasmUrl and workerUrl`;
    throw new DeskError("fetch-failed", message, { cause });
  }
}
