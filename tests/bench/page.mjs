// One engine in a Chromium page of its own. The page gets the project's files and the data from a server on 127.0.0.1.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, relative } from "node:path";
import { launchBrowser } from "../../www/build/browser.mjs";
import { root } from "../../www/build/run.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
/** What makes the page isolated: without them its clock ticks only every 0.1 ms, longer than a step of W4. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const PAGE = `<!doctype html><title>bench</title>
<script type="importmap">{ "imports": { "deskgauge": "/dist/index.js" } }</script>`;

/** Measures an engine on a file in a fresh browser. */
export async function measureInPage(engine, file) {
  return inFreshPage(
    async ([name, data]) => {
      const bytes = new Uint8Array(await (await fetch(data)).arrayBuffer());
      const { measure } = await import("/tests/bench/measure.mjs");
      return measure(await import(`/tests/bench/engines/${name}.mjs`), bytes);
    },
    [engine, `/${relative(root, file)}`],
  );
}

/** What a function gives in a page of a fresh browser, which may import every file of the project. */
export async function inFreshPage(visit, argument) {
  const server = createServer((request, response) => answer(request.url ?? "/", response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(visit, argument);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

function answer(url, response) {
  if (url === "/") return response.writeHead(200, { ...ISOLATED, "content-type": "text/html" }).end(PAGE);
  const file = normalize(join(root, new URL(url, "http://localhost").pathname));
  if (!file.startsWith(root) || !existsSync(file)) return response.writeHead(404).end();
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...ISOLATED, "content-type": type, "content-length": statSync(file).size });
  createReadStream(file).pipe(response);
}
