/**
 * Starts the worker's file.
 *
 * Easy to get wrong: bundlers bring the worker's file along as it is, so it imports nothing and is told where the WebAssembly
 * is. Pages that demand Trusted Types take no bare URL.
 */
import { workerFile } from "./files.js";
import { absolute } from "./raw.js";
import { packedWorker } from "./unpack.js";

/** The URL of the worker's file. */
export async function workerUrlOf(workerUrl: string | URL | undefined): Promise<URL> {
  if (workerUrl !== undefined) return absolute(workerUrl, "workerUrl");
  return workerFile() ?? packedWorker();
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
