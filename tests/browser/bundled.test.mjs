// A bundle that left the package's files behind, as esbuild makes it, under every policy: it has the files in it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { launchBrowser } from "../../www/build/browser.mjs";
import { root } from "../../www/build/run.mjs";

const CODE = `import { Desk } from "deskgauge";
async function run() {
  const desk = await Desk.open();
  await desk.load([{ id: 1, created_at: 0 }]);
  const report = await desk.report({ metrics: ["tickets"] });
  return { engine: desk.engine, note: desk.engineNote, tickets: report.cell().value };
}
globalThis.answer = run().catch(({ code, message }) => ({ code, message }));`;

/** What the page says, which engine then runs, and what its note tells. */
const POLICIES = {
  none: [undefined, "worker", /in a worker/],
  "no-blob": ["script-src 'self' 'wasm-unsafe-eval'", "page", /allow blob: in worker-src/],
  blob: ["script-src 'self' 'wasm-unsafe-eval'; worker-src blob:", "worker", /in a worker/],
  "no-wasm": ["script-src 'self'; worker-src blob:", "plain", /wasm-unsafe-eval/],
  "no-connection": [
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
    "worker",
    /in a worker/,
  ],
  trusted: [
    "script-src 'self' 'wasm-unsafe-eval' blob:; require-trusted-types-for 'script'; trusted-types deskgauge",
    "worker",
    /in a worker/,
  ],
};

let browser;
let server;

before(async () => {
  const stdin = { contents: CODE, resolveDir: root };
  const made = await build({ stdin, bundle: true, minify: true, write: false, logLevel: "error" });
  const [{ text }] = made.outputFiles;
  server = createServer(({ url }, response) => {
    const [, name, file] = url.split("/");
    const [policy] = POLICIES[name] ?? [];
    const head = policy === undefined ? {} : { "content-security-policy": policy };
    if (file === "page.js") response.writeHead(200, { ...head, "content-type": "text/javascript" }).end(text);
    else if (file === "") {
      const page = '<!doctype html><title>a bundle</title><script src="page.js"></script>';
      response.writeHead(200, { ...head, "content-type": "text/html" }).end(page);
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
});

for (const [name, [, engine, note]] of Object.entries(POLICIES)) {
  test(`${name}: ${engine}`, async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/${name}/`);
    const answer = await page.evaluate(() => globalThis.answer);
    assert.equal(answer.engine, engine, JSON.stringify(answer));
    assert.match(answer.note, note);
    assert.equal(answer.tickets, 1);
    await page.close();
  });
}
