/** Plain JavaScript: the engine for pages that refuse WebAssembly, and the only one of `deskgauge/js`. */
import { DeskError, found } from "../error.js";
import { openPlainRaw } from "../raw.js";
import type { EngineOptions } from "./choose.js";
import type { Engine } from "./engine.js";
import { LocalEngine } from "./local.js";

/** What engines note that compute in the page. */
export const MAY_BLOCK = "a report may block the page while it is computed";

/** Opens it, for a reason that its note gives. */
export async function openPlain(why: string): Promise<Engine> {
  const note = `JavaScript without WebAssembly, ${why}: several times slower, and ${MAY_BLOCK}`;
  return new LocalEngine(await openPlainRaw(), "plain", note);
}

/** Opens the engine that the options ask for, where there is no other. */
export async function openEngine({ engine = "auto" }: EngineOptions): Promise<Engine> {
  if (engine === "auto" || engine === "plain") return openPlain("the one that deskgauge/js has");
  const message = `expected "auto" or "plain" of deskgauge/js; found ${found(engine)}`;
  throw new DeskError("bad-option", message, { path: "engine" });
}
