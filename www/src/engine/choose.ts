/**
 * Choosing an engine: the worker where there can be one, else the page, else plain JavaScript where WebAssembly is refused.
 *
 * Easy to get wrong: only a platform that refuses WebAssembly leads to plain JavaScript. A file that is missing is an error
 * to mend, not a reason to be slow.
 */

import { codeOf } from "../code.js";
import { DeskError, found, isDeskError } from "../error.js";
import { openRaw, type WasmSource } from "../raw.js";
import type { Engine, EngineKind } from "./engine.js";
import { LocalEngine } from "./local.js";
import { MAY_BLOCK, openPlain } from "./plain.js";
import { openWorker } from "./worker.js";

/** Where to compute, and where its files are. */
export interface EngineOptions extends WasmSource {
  /**
   * Where to compute. `auto`, the default, takes the `worker` where a page can have one, else the `page` itself, and `plain`
   * JavaScript where WebAssembly is refused. One that is named is taken, or the desk does not open.
   */
  readonly engine?: "auto" | EngineKind;
  /** The URL of `worker.js`, of the page's own origin, where the package's own file will not do. */
  readonly workerUrl?: string | URL | undefined;
}

/** Opens the engine that the options ask for. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { engine = "auto" } = options;
  switch (engine) {
    case "auto":
      return openAny(options);
    case "page":
      return openPage(options, "as asked");
    case "worker":
      return openWorker(options);
    case "plain":
      return openPlain("as asked");
    default: {
      const message = `expected "auto", "worker", "page" or "plain"; found ${found(engine)}`;
      throw new DeskError("bad-option", message, { path: "engine" });
    }
  }
}

async function openAny(options: EngineOptions): Promise<Engine> {
  let why = "as there is no document that it could block";
  if (globalThis.document !== undefined) {
    try {
      return await openWorker(options);
    } catch (error) {
      why = because(error);
    }
  }
  try {
    return await openPage(options, why);
  } catch (error) {
    if (!isDeskError(error) || (error.code !== "csp-blocked" && error.code !== "no-wasm")) throw error;
    return openPlain(because(error));
  }
}

async function openPage(source: WasmSource, why: string): Promise<Engine> {
  return new LocalEngine(
    await openRaw(await codeOf(source)),
    "page",
    `WebAssembly in the page, ${why}: ${MAY_BLOCK}`,
  );
}

function because(error: unknown): string {
  return `because ${isDeskError(error) ? error.message : String(error)}`;
}
