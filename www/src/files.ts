/**
 * Where the files of the package are that no module imports: the WebAssembly and the worker's file.
 *
 * Easy to get wrong: bundlers look for the URLs exactly as they stand here, and bring the files along. Some do not (esbuild,
 * Rollup, Vite before 8 in development): they move this code and leave the files behind. Only this module's own name tells
 * them from a page without a bundler, so it stays a file of its own, named as below.
 */

const NAME = "files.js";

declare global {
  interface ImportMeta {
    /** Which webpack made this a part of its bundle. */
    readonly webpack?: number;
  }
}

/** Undefined in scripts that are no modules. Webpack brings files along; its URLs would name folders of the machine it ran on. */
const here: string | undefined = import.meta.webpack ? NAME : import.meta.url;

/** The URL of the WebAssembly, undefined where the file was left behind. */
export function wasmFile(): URL | undefined {
  if (here === undefined) return undefined;
  return unlessLeft(new URL("./wasm/deskgauge_bg.wasm", import.meta.url), "wasm/deskgauge_bg.wasm");
}

/** The URL of the worker's file, undefined where the file was left behind. */
export function workerFile(): URL | undefined {
  if (here === undefined) return undefined;
  return unlessLeft(new URL("./worker.js", import.meta.url), "worker.js");
}

/** A URL that nobody changed, in code that was moved, leads nowhere, nor does one without a host, as Next gives to its server. */
function unlessLeft(url: URL, path: string): URL | undefined {
  if (url.protocol === "") return undefined;
  const [file = ""] = (here ?? "").split(/[?#]/);
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return file === folder + NAME || url.href !== folder + path ? url : undefined;
}
