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

/** Serves a folder, other origins included, with `pages`, HTML by URL, beside it: its address, and how to close it. */
export async function serveFolder(folder, pages = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const type = pathname in pages ? TYPES[".html"] : (TYPES[extname(path)] ?? "text/plain");
    const head = { "content-type": type, "access-control-allow-origin": "*" };
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
