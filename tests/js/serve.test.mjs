// The demo's server: right types, a strict policy, and nothing but what it is meant to serve.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../www/build/serve.mjs";

let folder;
let site;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "deskgauge-serve-"));
  await writeFile(join(folder, "my tickets.csv"), "id,created_at\n1,2026-01-05T09:00:00Z\n");
  await writeFile(join(folder, "m.json"), '{"format":"csv"}');
  site = await serve({ data: join(folder, "my tickets.csv"), mapping: join(folder, "m.json") });
});

after(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** A request whose path and headers are sent just as written; fetch would tidy them. */
function ask(path, headers = {}, method = "GET") {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site.url);
    request({ hostname, port, path, headers, method }, async (response) => {
      const body = [];
      for await (const chunk of response) body.push(chunk);
      resolve({
        status: response.statusCode,
        headers: response.headers,
        text: Buffer.concat(body).toString(),
      });
    })
      .on("error", reject)
      .end();
  });
}

test("modules and Wasm come with the types that browsers insist on", async () => {
  const [module, wasm] = await Promise.all([ask("/dist/index.js"), ask("/dist/wasm/deskgauge_bg.wasm")]);
  assert.equal(module.headers["content-type"], "text/javascript; charset=utf-8");
  assert.equal(wasm.headers["content-type"], "application/wasm");
  assert.match(module.headers["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval';/);
});

test("the documentation is served, its first page under its folder", async () => {
  const [folder, first] = await Promise.all([ask("/docs/"), ask("/docs/index.html")]);
  assert.equal(folder.status, 200);
  assert.equal(folder.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(folder.text, first.text);
  assert.equal((await ask("/docs/widgets/kpi-tile.html")).status, 200);
});

test("the strict pages of the demo may compile no Wasm, and one of them start no worker", async () => {
  const policy = async (path) => (await ask(path)).headers["content-security-policy"];
  assert.match(
    await policy("/demo/dashboard.html"),
    /script-src 'self' 'wasm-unsafe-eval';.*worker-src 'self';/,
  );
  assert.match(await policy("/demo/strict.html"), /script-src 'self';.*worker-src 'self';/);
  assert.match(await policy("/demo/stricter.html"), /script-src 'self';.*worker-src 'none';/);
});

test("the caller's file and mapping are found through the index", async () => {
  const index = JSON.parse((await ask("/data/index.json")).text);
  assert.deepEqual(index, {
    data: { name: "my tickets.csv", url: "/data/my%20tickets.csv", bytes: 37 },
    mapping: { name: "m.json", url: "/data/mapping.json" },
  });
  assert.match((await ask(index.data.url)).text, /^id,created_at\n1,/);
  assert.equal((await ask(index.mapping.url)).text, '{"format":"csv"}');
});

test("nothing outside the served folders can be reached", async () => {
  for (const path of [
    "/package.json",
    "/../package.json",
    "/dist/../package.json",
    "/dist/%2e%2e/package.json",
    "/dist/..%2fpackage.json",
    "/dist/..%5cpackage.json",
    "/dist//../../package.json",
    "/demo/../build/serve.mjs",
    "/data/m.json",
    "/dist/%00",
    "/dist/%",
    "/dist/",
    "/dist",
    "/docs/../../package.json",
    "/docs/%2e%2e/wasm-stamp",
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

test("another host's name and other methods are turned away", async () => {
  assert.equal((await ask("/data/index.json", { host: "evil.example" })).status, 403);
  assert.equal((await ask("/data/index.json", {}, "POST")).status, 405);
  assert.equal((await ask("/dist/index.js", {}, "HEAD")).text, "");
});
