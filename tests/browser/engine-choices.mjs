// What every browser must make of the policies of engine-site.mjs.

/** Which engine is chosen, and what its note says. */
export const CHOICES = [
  ["free", "worker", /in a worker/],
  ["strict", "worker", /in a worker/],
  ["meta", "worker", /in a worker/],
  ["stricter", "plain", /wasm-unsafe-eval.*several times slower/],
  ["stricter-meta", "plain", /wasm-unsafe-eval.*several times slower/],
  ["wasm", "worker", /in a worker/],
  ["trusted", "worker", /in a worker/],
  ["no-workers", "page", /worker\.js (could not be started|was refused).*may block the page/],
  ["incomplete", "page", /worker\.js could not be started.*may block the page/],
  ["silent", "page", /did not answer within 5 seconds.*may block the page/],
];

/** What comes of an engine that is asked for by name. */
export const NAMED = [
  ["free", "page", "page"],
  ["wasm", "page", "page"],
  ["free", "plain", "plain"],
  ["strict", "page", "csp-blocked"],
  ["meta", "page", "csp-blocked"],
  ["stricter", "worker", "csp-blocked"],
  ["incomplete", "worker", "no-worker"],
  ["no-workers", "worker", "no-worker"],
  ["incomplete-wasm", "auto", "fetch-failed"],
  ["incomplete-wasm", "worker", "fetch-failed"],
];
