/** Where the WebAssembly comes from: the caller's, else the package's own file, else, where that was left behind, its copy as a module. */
import { wasmFile } from "./files.js";
import { absolute, type WasmCode, type WasmSource } from "./raw.js";
import { packedModule } from "./unpack.js";

/** What a source comes down to. */
export async function codeOf({ module, bytes, wasmUrl }: WasmSource): Promise<WasmCode> {
  if (module !== undefined) return { module };
  if (bytes !== undefined) return { bytes };
  const url = wasmUrl === undefined ? wasmFile() : absolute(wasmUrl, "wasmUrl");
  return url === undefined ? { module: await packedModule() } : { wasmUrl: url.href };
}
