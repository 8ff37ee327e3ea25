/** The package's files as text, written by the build: for pages whose bundler left the files themselves behind. */

/** The WebAssembly, compressed by gzip, in base64. */
export const wasm: string;

/** The worker's file. */
export const worker: string;
