// A small file server for the demo page and the browser tests, on 127.0.0.1 only.
//
//     const site = await serve({ data: "tickets.csv", mapping: "mapping.json" });
//     console.log(site.url);   // http://127.0.0.1:41234/
//     await site.close();
//
// It serves www/index.html, www/demo/, dist/ and the documentation, under a policy as strict as the strictest host page that
// still lets Wasm compile; the strict pages of the demo refuse even that. A data file is private: requests that name another
// host (a rebound DNS name) are turned away.

import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { cache, root } from "./run.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".ndjson": "application/x-ndjson; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".gz": "application/gzip",
};

/** What every file says of itself and may do. */
const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "lit-html deskgauge deskgauge-demo",
};

/** What pages that show how strict a page may be say in place of that. One of them is the other under a second address. */
const STRICTER = {
  "/demo/strict.html": { "script-src": "'self'" },
  "/demo/stricter.html": { "script-src": "'self'", "worker-src": "'none'" },
};
const SAME = { "/demo/stricter.html": "/demo/strict.html" };

const HEADERS = {
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
};

function headersOf(url) {
  const policy = Object.entries({ ...POLICY, ...STRICTER[url] }).map((directive) => directive.join(" "));
  return { ...HEADERS, "Content-Security-Policy": policy.join("; ") };
}

/** What is served under which first part of a path. */
const FOLDERS = { dist: join(root, "dist"), demo: join(root, "www/demo"), docs: join(cache, "docs") };

/**
 * Serves until closed. `data` and `mapping` are paths of files to offer under /data/, where /data/index.json says what
 * there is: `{ data: { name, url, bytes } | null, mapping: { name, url } | null }`. `files` are further paths by URL.
 */
export async function serve({ data, mapping, files = {}, port = 0 } = {}) {
  const offered = await offer(data, mapping);
  for (const [url, path] of Object.entries(files)) offered.set(url, { path });
  const server = createServer((request, response) => {
    answer(request, response, offered).catch((error) => {
      if (response.headersSent) response.destroy(error);
      else send(response, 500, "the server failed");
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

/** What /data/ holds: a path or a JSON text for each URL. */
async function offer(data, mapping) {
  const index = { data: null, mapping: null };
  const offered = new Map();
  if (mapping !== undefined) {
    index.mapping = { name: basename(mapping), url: "/data/mapping.json" };
    offered.set(index.mapping.url, { path: mapping });
  }
  if (data !== undefined) {
    const name = basename(data);
    const reserved = name === "mapping.json" || name === "index.json";
    index.data = {
      name,
      url: `/data/${reserved ? "tickets-" : ""}${encodeURIComponent(name)}`,
      bytes: (await stat(data)).size,
    };
    offered.set(index.data.url, { path: data });
  }
  offered.set("/data/index.json", { text: JSON.stringify(index) });
  return offered;
}

async function answer(request, response, offered) {
  const { port } = request.socket.address();
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host))
    return send(response, 403, "wrong host");
  if (request.method !== "GET" && request.method !== "HEAD")
    return send(response, 405, "only GET and HEAD are answered");

  const [url] = request.url.split(/[?#]/);
  const { path, text } = offered.get(url) ?? { path: await locate(SAME[url] ?? url) };
  if (text !== undefined) return send(response, 200, text, TYPES[".json"]);
  const file = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (!file?.isFile()) return send(response, 404, `nothing is at ${url}`);

  response.writeHead(200, {
    ...headersOf(url),
    "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
    "Content-Length": file.size,
  });
  if (request.method === "HEAD") return response.end();
  await pipeline(createReadStream(path), response).catch(() => response.destroy());
}

/** The file a URL stands for, or undefined when it leads out of the folders that are served. */
async function locate(url) {
  if (url === "/" || url === "/index.html") return join(root, "www/index.html");
  let parts;
  try {
    parts = decodeURIComponent(url).split("/").slice(1);
  } catch {
    return undefined;
  }
  if (!Object.hasOwn(FOLDERS, parts[0]) || parts.some((part) => part.startsWith(".") || /[\\\0]/.test(part)))
    return undefined;
  const folder = FOLDERS[parts[0]];
  if (parts.at(-1) === "") parts[parts.length - 1] = "index.html";
  const path = await realpath(join(folder, ...parts.slice(1))).catch(() => undefined);
  return path?.startsWith(folder + sep) ? path : undefined;
}

function send(response, status, text, type = "text/plain; charset=utf-8") {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headersOf(), "Content-Type": type, "Content-Length": length });
  response.end(response.req.method === "HEAD" ? undefined : text);
}
