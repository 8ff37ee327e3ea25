/** The package's files as text, which its build writes. */
declare module "*/packed.js" {
  /** The WebAssembly, compressed by gzip, in base64. */
  export const wasm: string;
}
