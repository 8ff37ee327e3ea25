// Opening desks: the WebAssembly is compiled once, every desk has an instance of its own, and failures say what to do.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Desk, DeskError, isDeskError } from "deskgauge";
import { ROWS } from "./desk-data.mjs";

const file = new URL(import.meta.resolve("deskgauge/deskgauge.wasm"));
const bytes = await readFile(file);
let server;
let base;
let requests = [];
/** What the server answers: path to [status, type, body]. */
const answers = new Map();

before(async () => {
  server = createServer(({ url }, response) => {
    requests.push(url);
    const [status, type, body] = answers.get(url) ?? [404, "text/html", "not here"];
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});

after(() => new Promise((resolve) => server.close(resolve)));

test("desks opened at once fetch and compile once, and share no data", async () => {
  answers.set("/a.wasm", [200, "application/wasm", bytes]);
  requests = [];
  const desks = await Promise.all(Array.from({ length: 5 }, () => Desk.open({ wasmUrl: `${base}/a.wasm` })));
  assert.deepEqual(requests, ["/a.wasm"]);
  await desks[0].load(ROWS);
  assert.equal((await desks[0].report({ metrics: ["tickets"] })).cell().value, 4);
  assert.equal((await desks[1].report({ metrics: ["tickets"] })).length, 1);
  assert.equal((await desks[1].report({ metrics: ["tickets"] })).cell().value ?? 0, 0);
  desks[0].free();
  assert.equal((await desks[1].load(ROWS)).tickets, 4);
  for (const desk of desks) desk.free();
});

test("a failure is not remembered", async () => {
  answers.delete("/b.wasm");
  await assert.rejects(Desk.open({ wasmUrl: `${base}/b.wasm` }), {
    name: "DeskError",
    code: "fetch-failed",
    message: /404.*wasmUrl/,
  });
  answers.set("/b.wasm", [200, "application/wasm", bytes]);
  (await Desk.open({ wasmUrl: new URL(`${base}/b.wasm`) })).free();
});

test("a server that knows no Wasm type does no harm", async () => {
  answers.set("/c.wasm", [200, "text/plain", bytes]);
  (await Desk.open({ wasmUrl: `${base}/c.wasm` })).free();
});

test("something else than our Wasm is told apart", async () => {
  answers.set("/page", [200, "text/html", "<!doctype html>"]);
  await assert.rejects(Desk.open({ wasmUrl: `${base}/page` }), { code: "bad-wasm", message: /text\/html/ });
  answers.set("/cut.wasm", [200, "application/wasm", bytes.subarray(0, 1000)]);
  await assert.rejects(Desk.open({ wasmUrl: `${base}/cut.wasm` }), { code: "bad-wasm" });
  const other = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await assert.rejects(Desk.open({ module: other }), { code: "bad-wasm" });
  await assert.rejects(Desk.open({ wasmUrl: "http://[" }), { code: "fetch-failed", path: "wasmUrl" });
  await assert.rejects(Desk.open({ wasmUrl: "http://127.0.0.1:1/x.wasm" }), { code: "fetch-failed" });
});

test("bytes and a compiled module are taken as they are", async () => {
  (await Desk.open({ bytes })).free();
  (await Desk.open({ module: await WebAssembly.compile(bytes) })).free();
});

test("a policy against Wasm is named, and so is a runtime without it", async () => {
  const { compile, compileStreaming } = WebAssembly;
  const refuse = () => Promise.reject(new WebAssembly.CompileError("refused"));
  WebAssembly.compile = refuse;
  WebAssembly.compileStreaming = refuse;
  try {
    const engine = "page";
    await assert.rejects(Desk.open({ engine, bytes }), { code: "csp-blocked", message: /wasm-unsafe-eval/ });
    answers.set("/d.wasm", [200, "application/wasm", bytes]);
    requests = [];
    await assert.rejects(Desk.open({ engine, wasmUrl: `${base}/d.wasm` }), { code: "csp-blocked" });
    assert.deepEqual(requests, [], "nothing is fetched that could not be compiled");
    const desk = await Desk.open({ bytes });
    assert.equal(desk.engine, "plain");
    assert.match(desk.engineNote, /wasm-unsafe-eval/);
    desk.free();
  } finally {
    Object.assign(WebAssembly, { compile, compileStreaming });
  }
  const wasm = globalThis.WebAssembly;
  delete globalThis.WebAssembly;
  try {
    await assert.rejects(Desk.open({ engine: "page" }), { code: "no-wasm" });
    const desk = await Desk.open();
    assert.equal(desk.engine, "plain");
    assert.equal((await desk.load(ROWS)).tickets, 4);
    desk.free();
  } finally {
    globalThis.WebAssembly = wasm;
  }
});

test("options are checked", async () => {
  await assert.rejects(Desk.open({ timeZone: "Mars/Base" }), { code: "unknown-zone", path: "timeZone" });
  await assert.rejects(Desk.open({ now: "soon" }), { code: "bad-instant", path: "now" });
  await assert.rejects(Desk.open({ profile: "zendsk" }), { code: "unknown-profile", path: "profile" });
  await assert.rejects(Desk.open({ weekStart: 0 }), { code: "bad-option", path: "weekStart" });
  await assert.rejects(Desk.open({ engine: "gpu" }), { code: "bad-option", path: "engine" });
  await assert.rejects(Desk.open({ engine: "worker" }), { code: "no-worker" });
  await assert.rejects(Desk.open({ timezone: "UTC" }), { code: "unknown-option", path: "timezone" });
});

test("a freed desk says so; freeing twice is fine, and so is `using`", async () => {
  const desk = await Desk.open();
  const prepared = await desk.prepare({ metrics: ["tickets"] });
  desk[Symbol.dispose]();
  desk.free();
  for (const call of [
    () => desk.load(ROWS),
    () => desk.report({ metrics: ["tickets"] }),
    () => desk.apply([]),
    () => desk.configure({}),
    () => desk.metrics(),
    () => desk.memory(),
    () => desk.newest(),
    () => prepared.run(),
  ]) {
    await assert.rejects(call(), { name: "DeskError", code: "desk-freed" });
  }
});

test("errors are errors, with the stack of the caller", async () => {
  const desk = await Desk.open();
  const error = await desk.report({ metrics: ["nope"] }).catch((thrown) => thrown);
  assert.ok(error instanceof Error && error instanceof DeskError);
  assert.ok(isDeskError(error) && !isDeskError(new Error("other")) && !isDeskError({ code: "x" }));
  assert.match(error.stack, /^DeskError: .*[\s\S]*open\.test\.mjs/);
  assert.equal("row" in error, false);
  desk.free();
});

test("importing touches nothing: no fetch, no Wasm, no page", () => {
  const script = `
    for (const name of ["fetch", "WebAssembly", "document", "window", "Response", "Blob", "DecompressionStream"]) {
      Object.defineProperty(globalThis, name, { get() { throw new Error(name + " was touched"); } });
    }
    await import("deskgauge");
  `;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: new URL("../..", import.meta.url),
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
});

test("a bundle that left the files behind has them in it, whatever it is called", async () => {
  const { build } = await import("esbuild");
  const folder = await mkdtemp(join(tmpdir(), "deskgauge-bundle-"));
  try {
    for (const name of ["index.mjs", "worker.mjs"]) {
      const outfile = join(folder, name);
      const contents = `import { Desk } from "deskgauge";
        const desk = await Desk.open();
        await desk.load([{ id: 1, created_at: 0 }]);
        console.log(desk.engine, (await desk.report({ metrics: ["tickets"] })).cell().value);
        desk.free();`;
      const stdin = { contents, resolveDir: fileURLToPath(new URL("../..", import.meta.url)) };
      await build({ stdin, outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
      const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: "utf8" });
      assert.deepEqual([stdout, stderr], ["page 1\n", ""]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the URLs stand in the code as bundlers look for them", async () => {
  const code = await readFile(new URL("../../dist/files.js", import.meta.url), "utf8");
  for (const file of ["wasm\\/deskgauge_bg\\.wasm", "worker\\.js"]) {
    const pattern = new RegExp(`new URL\\("\\./${file}", ?import\\.meta\\.url\\)`, "g");
    assert.equal(code.match(pattern)?.length, 1, file);
  }
});
