// Makes dist/, the package: cargo → wasm-bindgen → wasm-opt → tsc → esbuild, then the size table. `npm run build`.
//
// The crate is compiled twice: for WebAssembly, and without the features that wasm2js does not know, to make plain
// JavaScript of it. The slow steps, wasm-opt and wasm2js, are skipped while cargo's output and the options stay the same, so
// a second build takes seconds. The crate is compiled with SIMD (.cargo/config.toml); a RUSTFLAGS of the caller's would silently replace
// that, so it is not passed on.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { buildApps } from "./app-packages.mjs";
import { bundleEntries, bundlePage, bundleWidgets, minified, packFiles } from "./bundle.mjs";
import { PLAIN_TYPES, wrapGlue, wrapPlain, wrapTypes } from "./glue.mjs";
import { buildHosts } from "./host-packages.mjs";
import { describeWidgets } from "./manifest.mjs";
import { cache, cargoBuild, command, isMain, npmBin, root, run, StepError, say, since } from "./run.mjs";
import { setup } from "./setup.mjs";
import { sizes } from "./size.mjs";

const TARGET = "wasm32-unknown-unknown";
// On the whole crate -Oz is under 1 % smaller raw and 0.1 % brotli than -O3, which is quicker to run. A second round finds
// what the first made plain. Rust puts the stack lowest in memory, so no object lies in the first kilobyte.
// Large functions that are called from one place stay as they are: what the compiler kept apart compresses better apart.
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
];
const WASM_OPT = [
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=300",
  "-O3",
  "--optimize-added-constants-propagate",
  "-O3",
  ...FEATURES,
  "--enable-reference-types",
  "--enable-multivalue",
  "--enable-simd",
  "--strip-debug",
  "--strip-producers",
];
// What wasm2js does not know is said with what it does.
const LOWERED = [
  ...FEATURES,
  "--llvm-nontrapping-fptoint-lowering",
  "--llvm-memory-copy-fill-lowering",
  "--signext-lowering",
  "-O3",
  "--strip-debug",
  "--strip-producers",
];
/** Features of the compiler's own libraries, which wasm-bindgen would make use of. */
const UNKNOWN_TO_JS = ["reference-types", "multivalue"];

/** Where the package is made. */
export const dist = join(root, "dist");

/** Builds the whole package; whether it keeps its budget is for `sizes` to say. */
export async function build() {
  const started = performance.now();
  const bindgen = await buildTools();
  // Side by side, for each keeps one processor busy most of the time.
  await Promise.all([buildWasm(bindgen), buildPlain(bindgen)]);
  await buildTypeScript();
  await bundleEntries(dist);
  await packFiles(dist);
  await bundleWidgets(dist);
  await bundlePage(dist);
  await describeWidgets(dist);
  await copyMappings();
  await copyVendor();
  await writeDocs();
  await buildApps(dist);
  await buildHosts(dist);
  say(`Built dist/ in ${since(started)}`);
}

/** The environment for compiling to WebAssembly. */
export function wasmEnv() {
  return { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
}

/** The program that writes the glue. */
async function buildTools() {
  const tools = await cargoBuild(["build", "-p", "deskgauge-build"]);
  return tools.find(({ name, executable }) => name === "deskgauge-build" && executable)?.executable;
}

async function buildWasm(bindgen) {
  say("cargo: compiling the crate to WebAssembly");
  const compiled = await compile([], []);
  await remade("wasm", [compiled, bindgen], WASM_OPT, async (work) => {
    say("wasm-bindgen and wasm-opt: making the module and its glue");
    await run(bindgen, [compiled, work]);
    const bound = join(work, "deskgauge_bg.wasm");
    await run(npmBin("wasm-opt"), [...WASM_OPT, bound, "-o", bound]);
    await rewrite(join(work, "deskgauge.js"), (glue) => minified(wrapGlue(glue)));
    await rewrite(join(work, "deskgauge.d.ts"), wrapTypes);
  });
}

async function buildPlain(bindgen) {
  say("cargo: compiling the crate for plain JavaScript");
  const features = ["simd128", ...UNKNOWN_TO_JS].map((name) => `-${name}`).join(",");
  const folder = join(root, "target/plain");
  const compiled = await compile(["--target-dir", folder], [`-Ctarget-feature=${features}`]);
  await remade("plain", [compiled, bindgen], LOWERED, async (work) => {
    say("wasm-bindgen, wasm-opt and wasm2js: making the module without WebAssembly");
    const input = join(work, "input.wasm");
    await mkdir(work, { recursive: true });
    await writeFile(input, disowned(await readFile(compiled)));
    const bound = join(work, "bound");
    await run(bindgen, [input, bound]);
    const module = join(bound, "deskgauge_bg.wasm");
    await run(npmBin("wasm-opt"), [...LOWERED, module, "-o", module], { quiet: true });
    await run(npmBin("wasm2js"), ["-O", module, "-o", join(bound, "core.js")], { quiet: true });
    const [glue, core] = await Promise.all(
      ["deskgauge.js", "core.js"].map((name) => readFile(join(bound, name), "utf8")),
    );
    await writeFile(join(work, "deskgauge.js"), await minified(wrapPlain(glue, core)));
    await writeFile(join(work, "deskgauge.d.ts"), PLAIN_TYPES);
    await rm(bound, { recursive: true });
    await rm(input);
  });
}

/** The crate as WebAssembly of its own: the path of the file. */
async function compile(options, rustflags) {
  // Link-time optimisation takes place only where nothing but the module is made, not a Rust library beside it.
  const module = ["--lib", "--crate-type", "cdylib", "--target", TARGET, ...options];
  // Messages of panics name source files; where this machine keeps its crates is nobody's business, and differs elsewhere.
  const crates = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const all = [`--remap-path-prefix=${crates}=crates`, ...rustflags];
  const flags = `target.${TARGET}.rustflags=${JSON.stringify(all)}`;
  const made = await cargoBuild(["rustc", "--release", "--config", flags, ...module], { env: wasmEnv() });
  const compiled = made
    .find(({ name }) => name === "deskgauge")
    ?.files.find((file) => file.endsWith(".wasm"));
  if (compiled === undefined) throw new StepError("cargo made no deskgauge.wasm");
  return compiled;
}

/** Makes a folder of dist/ anew, unless it stands there and was made of the same. */
async function remade(name, inputs, options, make) {
  const stamp = join(cache, `${name}-stamp`);
  const parts = createHash("sha256").update(options.join(" "));
  const own = ["package-lock.json", "www/build/glue.mjs"].map((file) => join(root, file));
  for (const file of [...inputs, ...own]) parts.update(await readFile(file));
  const hash = parts.digest("hex");
  const made = join(dist, name);
  const current =
    existsSync(join(made, "deskgauge.js")) && (await readFile(stamp, "utf8").catch(() => "")) === hash;
  if (current) return;
  const work = join(cache, name);
  await rm(work, { recursive: true, force: true });
  await make(work);
  await mkdir(dist, { recursive: true });
  await rm(made, { recursive: true, force: true });
  await rename(work, made);
  await writeFile(stamp, hash);
}

/** A module that owns up to none of the features that its code does not use. */
function disowned(wasm) {
  for (const name of UNKNOWN_TO_JS) {
    const at = wasm.lastIndexOf(`+${String.fromCharCode(name.length)}${name}`);
    if (at >= 0) wasm[at] = "-".charCodeAt(0);
  }
  return wasm;
}

async function rewrite(file, change) {
  await writeFile(file, await change(await readFile(file, "utf8")));
}

/** Declarations keep their doc comments; the code that pages download does without, and with short names inside. */
async function buildTypeScript() {
  say("tsc, esbuild: compiling www/src");
  for (const name of await readdir(dist)) {
    if (name !== "wasm" && name !== "plain") await rm(join(dist, name), { recursive: true });
  }
  const project = ["-p", "www/src"];
  await run(npmBin("tsc"), [...project, "--emitDeclarationOnly"]);
  await run(npmBin("tsc"), [...project, "--declaration", "false"]);
  for (const name of await readdir(dist, { recursive: true })) {
    if (name.endsWith(".js") && !["wasm", "plain"].includes(dirname(name)))
      await rewrite(join(dist, name), minified);
  }
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

/** The documentation reads the package that was just built. */
async function writeDocs() {
  say("docs: writing the pages of the documentation");
  // Not imported above: the set-up that brings in what it is made with may still have to run.
  const { buildDocs } = await import("./docs.mjs");
  await buildDocs(dist);
}

if (isMain(import.meta.url)) {
  await command(async () => {
    await setup();
    await build();
    await sizes(dist);
  });
}
