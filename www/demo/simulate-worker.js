// Makes the simulated tickets beside the page, so that the page stays responsive meanwhile.

import { simulate } from "../dist/simulator/index.js";

addEventListener("message", ({ data: options }) => {
  const start = performance.now();
  const columns = simulate(options);
  postMessage({ columns, ms: performance.now() - start }, { transfer: buffers(columns) });
});

function buffers(value) {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  if (typeof value !== "object" || value === null || typeof value.length === "number") return [];
  return Object.values(value).flatMap(buffers);
}
