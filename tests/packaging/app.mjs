// An app of somebody else: made in a folder of its own beside the installed packages, and served.

import { spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { run, StepError } from "../../www/build/run.mjs";
import { serveFolder } from "./site.mjs";

const here = import.meta.dirname;
/** How long a server may take until it says where it is, in milliseconds. */
const PATIENCE = 60_000;
const ENV = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: undefined, FORCE_COLOR: undefined, NO_COLOR: "1" };

/** Makes the app of a consumer under `folder`: its URL, the size of what its bundler made, and how to end it. */
export async function makeApp(folder, { name, app, script, page = "index.html", build, output, start }) {
  const own = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const place = join(folder, "apps", own);
  await cp(join(here, "apps", app), place, { recursive: true });
  const manifest = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
  await writeFile(join(place, "package.json"), JSON.stringify({ ...manifest, name: own }));
  await mkdir(join(place, "src"), { recursive: true });
  for (const file of ["page.js", "index.js"]) await cp(join(here, file), join(place, "src", file));
  if (script !== undefined) {
    const html = await readFile(join(here, "page.html"), "utf8");
    await mkdir(dirname(join(place, page)), { recursive: true });
    await writeFile(join(place, page), html.replace("SCRIPT", script));
  }
  if (build !== undefined) await run("npm", ["run", build], { cwd: place, env: ENV, quiet: true });
  const size = output === undefined ? undefined : await sizeOf(join(place, output));
  const site = start === undefined ? await serveFolder(join(place, output)) : await startServer(place, start);
  return { ...site, size };
}

/** Starts a server by a script of the app, on a free port. */
async function startServer(place, script) {
  const port = await freePort();
  const child = spawn("npm", ["run", script, "--", "--port", String(port)], {
    cwd: place,
    env: { ...process.env, ...ENV },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const close = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  };
  const until = Date.now() + PATIENCE;
  for (;;) {
    const url = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+\/?/.exec(output)?.[0];
    if (url !== undefined) return { url: `${url.replace(/\/$/, "")}/`, close };
    if (child.exitCode !== null || Date.now() > until) {
      close();
      throw new StepError(`npm run ${script} served nothing:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Bytes of the scripts and the WebAssembly in a folder: `{ files, raw, gzip }`. */
async function sizeOf(folder) {
  const names = await readdir(folder, { recursive: true });
  const size = { files: 0, raw: 0, gzip: 0 };
  for (const name of names.filter((each) => /\.(m?js|wasm)$/.test(each))) {
    const bytes = await readFile(join(folder, name));
    size.files += 1;
    size.raw += bytes.length;
    size.gzip += (await promisify(gzip)(bytes, { level: 9 })).length;
  }
  return size;
}
