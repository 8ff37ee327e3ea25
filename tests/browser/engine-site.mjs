// Serves the built package under every policy that the engines must find their way through. The first part of a path says
// which: /strict/page.html, /strict/dist/index.js; /strict/visit.html and widgets.html run the scripts in tests/browsers.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { root } from "../../www/build/run.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const SELF = "script-src 'self'";
const WASM = "script-src 'self' 'wasm-unsafe-eval'";

/** What the page says in a header and in a meta element, what its files say, and which of them are missing. */
export const POLICIES = {
  free: {},
  strict: { page: SELF },
  meta: { meta: SELF },
  stricter: { page: SELF, files: SELF },
  "stricter-meta": { meta: SELF, files: SELF },
  wasm: { page: WASM, files: WASM },
  "no-workers": { page: `${WASM}; worker-src 'none'` },
  trusted: { page: `${SELF}; require-trusted-types-for 'script'` },
  incomplete: { missing: "/dist/worker.js" },
  "incomplete-wasm": { missing: "/dist/wasm/deskgauge_bg.wasm" },
  silent: { silent: "/dist/worker.js" },
};

/** The pages, and the script of tests/browsers that each runs. */
const SCRIPTS = { "/page.html": "", "/visit.html": "visit.js", "/widgets.html": "widgets.js" };

/** Starts the server: its address, and how to close it. */
export async function serveEngines() {
  const server = createServer((request, response) => {
    answer(new URL(request.url, "http://localhost").pathname, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(url, response) {
  const [, name, path] = /^\/([^/]+)(\/.*)$/.exec(url) ?? [];
  const policy = POLICIES[name];
  if (policy === undefined || path === policy.missing) return response.writeHead(404).end("not here");
  if (Object.hasOwn(SCRIPTS, path)) {
    const script = SCRIPTS[path] && `<script type="module" src="tests/browsers/${SCRIPTS[path]}"></script>`;
    const meta = policy.meta && `<meta http-equiv="Content-Security-Policy" content="${policy.meta}">`;
    response.writeHead(200, { "content-type": "text/html", ...says(policy.page) });
    return response.end(`<!doctype html><html lang="en">${meta ?? ""}<title>${name}</title>${script}`);
  }
  const type = TYPES[extname(path)] ?? "text/plain";
  response.writeHead(200, { "content-type": type, ...says(policy.files) });
  response.end(path === policy.silent ? "" : await readFile(join(root, normalize(path))));
}

function says(policy) {
  return policy === undefined ? {} : { "content-security-policy": policy };
}
