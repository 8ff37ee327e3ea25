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
  ["free", "worker", "worker"],
  ["free", "plain", "plain"],
  ["wasm", "page", "page"],
  ["wasm", "worker", "worker"],
  ["wasm", "plain", "plain"],
  ["strict", "page", "csp-blocked"],
  ["strict", "worker", "worker"],
  ["strict", "plain", "plain"],
  ["meta", "page", "csp-blocked"],
  ["meta", "worker", "worker"],
  ["meta", "plain", "plain"],
  ["trusted", "page", "csp-blocked"],
  ["trusted", "worker", "worker"],
  ["trusted", "plain", "plain"],
  ["stricter", "page", "csp-blocked"],
  ["stricter", "worker", "csp-blocked"],
  ["stricter", "plain", "plain"],
  ["no-workers", "page", "page"],
  ["no-workers", "worker", "no-worker"],
  ["no-workers", "plain", "plain"],
  ["incomplete", "worker", "no-worker"],
  ["incomplete-wasm", "auto", "fetch-failed"],
  ["incomplete-wasm", "worker", "fetch-failed"],
];
