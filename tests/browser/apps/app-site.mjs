// Serves the apps for helpdesks as their vendors do: the app's frame from one origin, the page around it from another.
//
// The first part of a path says under which policy: /open/zendesk/assets/sidebar.html. No vendor documents a policy for the
// frames of apps; `usual` is one that allows what their documented way of loading the client needs, the others forbid more.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { root } from "../../../www/build/run.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
/** Where Zendesk documents its client to be loaded from. */
const SDK = "https://static.zdassets.com";
const policy = (...scripts) =>
  [
    "default-src 'none'",
    `script-src 'self' ${SDK} ${scripts.join(" ")}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
  ].join("; ");

/** What pages and their files say. */
const POLICIES = {
  open: {},
  usual: { page: policy("'wasm-unsafe-eval'"), files: policy("'wasm-unsafe-eval'") },
  strict: { page: policy() },
  strictest: { page: policy(), files: policy() },
};

/** The engine that an app finds under each policy. */
export const ENGINES = { open: "worker", usual: "worker", strict: "worker", strictest: "plain" };

/**
 * Starts the server. `outside` is the page around an app, of another origin than `inside`. `change` may change a file of an app,
 * as vendors do who fill in where their client is; `files` are further texts by path.
 */
export async function serveApps({ change = (text) => text, files = {} } = {}) {
  const server = createServer((request, response) => {
    answer(new URL(request.url, "http://localhost").pathname, response, change, files).catch(() =>
      response.writeHead(404).end("not here"),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    outside: `http://127.0.0.1:${port}`,
    inside: `http://localhost:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(path, response, change, files) {
  if (path === "/around.html") {
    response.writeHead(200, { "content-type": TYPES[".html"] });
    return response.end(
      '<!doctype html><html lang="en"><title>The helpdesk</title><link rel="icon" href="data:,"><body>',
    );
  }
  const [, name, file] = /^\/(\w+)\/(.*)$/.exec(path);
  const { page, files: rest } = POLICIES[name];
  const type = TYPES[extname(file)];
  const says = extname(file) === ".html" ? page : rest;
  const headers = { "content-type": type, ...(says && { "content-security-policy": says }) };
  const content = files[file] ?? (await readFile(join(root, "dist/hosts", normalize(file))));
  response.writeHead(200, headers);
  response.end(extname(file) === ".html" ? change(content.toString(), file) : content);
}
