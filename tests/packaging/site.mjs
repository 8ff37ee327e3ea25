// Serves folders as any file server does, without a policy: the built apps, and the package itself for pages without a bundler.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder, to other origins too: its address, and how to close it. `pages` are further texts by URL, HTML unless the URL says
 * otherwise, and `names` the folders that stand for the start of a URL.
 */
export async function serveFolder(folder, pages = {}, names = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const named = Object.keys(names).find((start) => pathname.startsWith(start)) ?? "";
    const found = (names[named] ?? "") + pathname.slice(named.length);
    const path = found.endsWith("/") ? `${found}index.html` : found;
    const head = {
      "content-type": TYPES[extname(path)] ?? (pathname in pages ? "text/html" : "text/plain"),
      "access-control-allow-origin": "*",
    };
    try {
      const body = pages[pathname] ?? (await readFile(join(folder, normalize(decodeURIComponent(path)))));
      response.writeHead(200, head).end(body);
    } catch {
      response.writeHead(404).end("not here");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
