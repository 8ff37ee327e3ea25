/**
 * Starts the worker's file.
 *
 * Easy to get wrong: bundlers look for the URL as it stands here, as a file of its own beside the page's. The worker's file
 * therefore imports nothing, and is told where the WebAssembly is. Pages that demand Trusted Types take no bare URL.
 */
import { absolute } from "./raw.js";

/** The URL of the worker's file. */
export function workerUrlOf(workerUrl: string | URL | undefined): URL {
  return workerUrl === undefined ? new URL("./worker.js", import.meta.url) : absolute(workerUrl, "workerUrl");
}

/** A new worker; throws where there is none or the page's policy forbids it. */
export function startWorker(url: URL): Worker {
  return new Worker(trusted(url), { type: "module", name: "deskgauge" });
}

interface Policy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** Made once: a page may allow a name, but not twice. */
let policy: Policy | undefined;

/** What the platform takes for the URL of a script of the page's own choice. */
function trusted(url: URL): string {
  const types: TrustedTypes | undefined = Reflect.get(globalThis, "trustedTypes");
  if (types === undefined) return url.href;
  policy ??= types.createPolicy("deskgauge", { createScriptURL: (given) => given });
  return policy.createScriptURL(url.href);
}
