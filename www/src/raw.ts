/**
 * The one door to what is generated: it fetches and compiles the WebAssembly once, and gives every desk an instance of
 * its own. The same core without WebAssembly and the definitions of the metrics are fetched only for those who ask for them.
 *
 * Easy to get wrong: nothing here may run at import, because servers import the package too.
 */
import { DeskError, found, sentence } from "./error.js";
import type { MetricDefinition } from "./metric.js";
import instantiate, { type RawDesk } from "./wasm/deskgauge.js";

export type { RawDesk };

/** Where the WebAssembly comes from, where the package's own file will not do. */
export interface WasmSource {
  /** The URL of `deskgauge_bg.wasm`. */
  readonly wasmUrl?: string | URL | undefined;
  /** A compiled module, for instance one that a worker sent. */
  readonly module?: WebAssembly.Module | undefined;
  /** The bytes of the module. */
  readonly bytes?: Uint8Array<ArrayBuffer> | ArrayBuffer | undefined;
}

/** Where it comes from in the end. */
export type WasmCode =
  | { readonly wasmUrl: string }
  | { readonly module: WebAssembly.Module }
  | { readonly bytes: Uint8Array<ArrayBuffer> | ArrayBuffer };

/** The classes of an instance of its own. */
export type Raw = Awaited<ReturnType<typeof instantiate>>;

/** Compiled modules, or modules being compiled, by URL. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

/** A new instance. */
export async function openRaw(code: WasmCode): Promise<Raw> {
  const module = await compiled(code);
  try {
    return await instantiate(async (imports) => (await WebAssembly.instantiate(module, imports)).exports);
  } catch (cause) {
    // Who brought a compiled module was not asked about the policy before: it may allow this much, or not.
    await demandWasm();
    throw new DeskError(
      "bad-wasm",
      `the module is not the one this version of deskgauge was built with: ${sentence(cause)}`,
      { cause },
    );
  }
}

/** A new instance without WebAssembly. */
export async function openPlainRaw(): Promise<Raw> {
  let plain: typeof import("./plain/deskgauge.js");
  try {
    plain = await import("./plain/deskgauge.js");
  } catch (cause) {
    const message = `the engine without WebAssembly could not be fetched (${sentence(cause)}); serve the folder plain beside deskgauge's index.js`;
    throw new DeskError("fetch-failed", message, { cause });
  }
  return plain.default();
}

/** What every metric means. */
export async function metricDefinitions(): Promise<MetricDefinition[]> {
  const { definitions } = await import("./wasm/definitions.js");
  return structuredClone([...definitions]);
}

async function compiled(code: WasmCode): Promise<WebAssembly.Module> {
  if ("module" in code) return code.module;
  await demandWasm();
  if ("bytes" in code) return compile(code.bytes, "bytes");
  const { wasmUrl } = code;
  const known = modules.get(wasmUrl);
  if (known !== undefined) return known;
  const url = new URL(wasmUrl);
  const loading = url.protocol === "file:" ? readFile(url) : download(url);
  modules.set(wasmUrl, loading);
  // A failure is not kept, so that the next open tries again.
  loading.catch(() => modules.delete(wasmUrl));
  return loading;
}

/** Asks for leave before anything large is fetched. Chromium and Firefox refuse to compile, WebKit to make an instance. */
export async function demandWasm(): Promise<void> {
  if (typeof globalThis.WebAssembly?.compile !== "function") {
    throw new DeskError("no-wasm", "this page or runtime has no WebAssembly");
  }
  const smallest = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  try {
    await WebAssembly.instantiate(await WebAssembly.compile(smallest));
  } catch (cause) {
    const message =
      "the Content-Security-Policy refuses WebAssembly; add 'wasm-unsafe-eval' to its script-src";
    throw new DeskError("csp-blocked", message, { cause });
  }
}

/** A URL of an option, against the page's own. */
export function absolute(url: string | URL, option: string): URL {
  try {
    return new URL(url, globalThis.document?.baseURI);
  } catch (cause) {
    throw new DeskError("fetch-failed", `${option}: expected a URL; found ${found(url)}`, {
      path: option,
      cause,
    });
  }
}

async function download(url: URL): Promise<WebAssembly.Module> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const message = `${url.href} could not be fetched (${sentence(cause)}); check wasmUrl, the network and the page's connect-src`;
    throw new DeskError("fetch-failed", message, { cause });
  }
  if (!response.ok) {
    const message = `${url.href} answered ${response.status}; serve deskgauge_bg.wasm there, or say where it is with wasmUrl`;
    throw new DeskError("fetch-failed", message);
  }
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/wasm") && typeof WebAssembly.compileStreaming === "function") {
    return WebAssembly.compileStreaming(response).catch((cause: unknown) => refusal(cause, url.href));
  }
  return compile(await response.arrayBuffer(), `${url.href} (${type === "" ? "of no content type" : type})`);
}

/** Node reads a package's own file from the disk; `fetch` knows no `file:` there. */
async function readFile(url: URL): Promise<WebAssembly.Module> {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  if (fs === undefined) return download(url);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await fs.readFile(url);
  } catch (cause) {
    const message = `${url.href} could not be read (${sentence(cause)}); say where deskgauge_bg.wasm is with wasmUrl, or pass its bytes`;
    throw new DeskError("fetch-failed", message, { cause });
  }
  return compile(bytes, url.href);
}

/** Compiles bytes that came from somewhere, of which an error tells. */
export async function compile(bytes: BufferSource, from: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytes).catch((cause: unknown) => refusal(cause, from));
}

function refusal(cause: unknown, from: string): never {
  throw new DeskError("bad-wasm", `${from} is not deskgauge's WebAssembly: ${sentence(cause)}`, { cause });
}
