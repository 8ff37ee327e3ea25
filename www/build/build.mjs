// Makes dist/, the package: cargo → wasm-bindgen → wasm-opt → tsc → esbuild, then the size table. `npm run build`.
//
// The slow step, wasm-opt, is skipped while cargo's output and the options stay the same, so a second build takes
// seconds. The crate is compiled with SIMD (.cargo/config.toml); a RUSTFLAGS of the caller's would silently replace
// that, so it is not passed on.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { wrapGlue, wrapTypes } from "./glue.mjs";
import { cache, cargoBuild, command, isMain, npmBin, root, run, StepError, say, since } from "./run.mjs";
import { setup } from "./setup.mjs";
import { sizes } from "./size.mjs";

const TARGET = "wasm32-unknown-unknown";
// On the whole crate -Oz is under 1 % smaller raw and 0.1 % brotli than -O3, which is quicker to run. A second round finds
// what the first made plain. Rust puts the stack lowest in memory, so no object lies in the first kilobyte.
// Large functions that are called from one place stay as they are: what the compiler kept apart compresses better apart.
const WASM_OPT = [
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=300",
  "-O3",
  "--optimize-added-constants-propagate",
  "-O3",
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-multivalue",
  "--enable-simd",
  "--strip-debug",
  "--strip-producers",
];

/** Where the package is made. */
export const dist = join(root, "dist");

/** Builds the whole package; whether it keeps its budget is for `sizes` to say. */
export async function build() {
  const started = performance.now();
  await buildWasm();
  await buildTypeScript();
  await bundleEntries();
  await copyMappings();
  await copyVendor();
  say(`Built dist/ in ${since(started)}`);
}

/** The environment for compiling to WebAssembly. */
export function wasmEnv() {
  return { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
}

async function buildWasm() {
  say("cargo: compiling the crate to WebAssembly");
  // Link-time optimisation takes place only where nothing but the module is made, not a Rust library beside it.
  const module = ["--lib", "--crate-type", "cdylib", "--target", TARGET];
  // Messages of panics name source files; where this machine keeps its crates is nobody's business, and differs elsewhere.
  const crates = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const flags = `target.${TARGET}.rustflags=${JSON.stringify([`--remap-path-prefix=${crates}=crates`])}`;
  const made = await cargoBuild(["rustc", "--release", "--config", flags, ...module], { env: wasmEnv() });
  const compiled = made
    .find(({ name }) => name === "deskgauge")
    ?.files.find((file) => file.endsWith(".wasm"));
  if (compiled === undefined) throw new StepError("cargo made no deskgauge.wasm");
  const tools = await cargoBuild(["build", "-p", "deskgauge-build"]);
  const bindgen = tools.find(({ name, executable }) => name === "deskgauge-build" && executable)?.executable;

  const stamp = join(cache, "wasm-stamp");
  const inputs = createHash("sha256").update(WASM_OPT.join(" "));
  for (const file of [compiled, bindgen, join(root, "package-lock.json"), join(root, "www/build/glue.mjs")])
    inputs.update(await readFile(file));
  const hash = inputs.digest("hex");
  const current =
    existsSync(join(dist, "wasm/deskgauge_bg.wasm")) &&
    (await readFile(stamp, "utf8").catch(() => "")) === hash;
  if (current) return;

  say("wasm-bindgen and wasm-opt: making the module and its glue");
  const work = join(cache, "wasm");
  await rm(work, { recursive: true, force: true });
  await run(bindgen, [compiled, work]);
  const bound = join(work, "deskgauge_bg.wasm");
  await run(npmBin("wasm-opt"), [...WASM_OPT, bound, "-o", bound]);
  await rewrite(join(work, "deskgauge.js"), (glue) => minified(wrapGlue(glue)));
  await rewrite(join(work, "deskgauge.d.ts"), wrapTypes);
  await mkdir(dist, { recursive: true });
  await rm(join(dist, "wasm"), { recursive: true, force: true });
  await rename(work, join(dist, "wasm"));
  await writeFile(stamp, hash);
}

async function rewrite(file, change) {
  await writeFile(file, await change(await readFile(file, "utf8")));
}

/** Declarations keep their doc comments; the code that pages download does without, and with short names inside. */
async function buildTypeScript() {
  say("tsc, esbuild: compiling www/src");
  for (const name of await readdir(dist)) {
    if (name !== "wasm") await rm(join(dist, name), { recursive: true });
  }
  const project = ["-p", "www/src"];
  await run(npmBin("tsc"), [...project, "--emitDeclarationOnly"]);
  await run(npmBin("tsc"), [...project, "--declaration", "false"]);
  for (const name of await readdir(dist, { recursive: true })) {
    if (name.endsWith(".js") && dirname(name) !== "wasm") await rewrite(join(dist, name), minified);
  }
}

async function minified(code) {
  // Not imported above: the set-up that brings it in may still have to run.
  const { transform } = await import("esbuild");
  const made = await transform(code, { minify: true, format: "esm", target: "es2022" });
  return made.code;
}

/** What pages import; the command line runs on the modules as they are. */
const ENTRIES = ["index.js", "holidays.js", "alerts.js", "metric-events.js", "policies.js"];

/** One file an entry compresses better than many; what entries share, such as the class of errors, stands in a chunk. */
async function bundleEntries() {
  const { build: bundle } = await import("esbuild");
  await bundle({
    entryPoints: ENTRIES.map((name) => join(dist, name)),
    outdir: dist,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    external: ["./wasm/definitions.js", "./vendor/ical.min.js"],
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
}

async function copyMappings() {
  const from = join(root, "www/mappings");
  if (!existsSync(from)) return;
  await cp(from, join(dist, "mappings"), {
    recursive: true,
    filter: (path) => path === from || path.endsWith(".json"),
  });
}

/** The one library that pages may load, as its authors publish it, so that they need neither a bundler nor a second package. */
async function copyVendor() {
  await mkdir(join(dist, "vendor"), { recursive: true });
  await cp(join(root, "node_modules/ical.js/dist/ical.min.js"), join(dist, "vendor/ical.min.js"));
}

if (isMain(import.meta.url)) {
  await command(async () => {
    await setup();
    await build();
    await sizes(dist);
  });
}
