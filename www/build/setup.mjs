// Brings in what the project needs and the machine lacks: `npm run setup`.
//
//     await setup({ browser: true });   // Rust's target and tools, the npm packages, a browser for the tests
//
// Every step looks first and acts only on what is missing, so running it again costs a moment and changes nothing.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { cache, capture, command, isMain, root, run, StepError, say, since } from "./run.mjs";

const TARGET = "wasm32-unknown-unknown";

/** Makes the machine ready to build, with `browser` to run the browser tests too, without `packages` for Rust alone. */
export async function setup({ browser = false, packages = true } = {}) {
  await mkdir(cache, { recursive: true });
  checkNode();
  await ensureRust();
  if (packages) await ensurePackages();
  if (browser) await ensureBrowser();
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new StepError(`Node ${process.versions.node} is too old: install Node 20 or newer`);
}

async function ensureRust() {
  const rustup = await capture("rustup", ["--version"]);
  if (rustup === undefined && (await capture("cargo", ["--version"])) === undefined) {
    throw new StepError("Rust is missing: install it with rustup (https://rustup.rs), then run this again");
  }
  let missing = await missingRust();
  if (missing.length > 0 && rustup !== undefined) {
    say(`Rust: installing what rust-toolchain.toml names (missing: ${missing.join(", ")})`);
    await run("rustup", ["toolchain", "install", "--no-self-update"]);
    missing = await missingRust();
  }
  if (missing.length > 0)
    throw new StepError(`Rust lacks ${missing.join(", ")}: install them and run this again`);
  if ((await capture("cc", ["--version"])) === undefined) {
    throw new StepError(
      "a C linker is missing: install one that answers to `cc` (Debian: apt-get install gcc libc6-dev)",
    );
  }
}

/** The parts of the Rust toolchain that are not there yet. */
async function missingRust() {
  const [version, libraries, fmt, clippy] = await Promise.all([
    capture("rustc", ["--version"]),
    capture("rustc", ["--print", "target-libdir", "--target", TARGET]),
    capture("cargo", ["fmt", "--version"]),
    capture("cargo", ["clippy", "--version"]),
  ]);
  const wanted =
    /^rust-version = "(.*)"$/m.exec(await readFile(join(root, "Cargo.toml"), "utf8"))?.[1] ?? "0";
  const found = /^rustc (\d+\.\d+)/.exec(version ?? "")?.[1];
  return [
    (found === undefined || minor(found) < minor(wanted)) && `rustc ${wanted} or newer`,
    !(libraries !== undefined && existsSync(libraries.trim())) && `the ${TARGET} target`,
    fmt === undefined && "rustfmt",
    clippy === undefined && "clippy",
  ].filter(Boolean);
}

function minor(version) {
  const [major, rest] = version.split(".").map(Number);
  return major * 1000 + rest;
}

/** Installs the npm packages whenever they are missing or the lock file has changed since. */
async function ensurePackages() {
  const lock = await readFile(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = join(root, "node_modules/.deskgauge-lock");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === hash) return;
  const started = performance.now();
  say("npm: installing the packages of package-lock.json");
  await run("npm", ["ci", "--no-fund", "--no-audit"]);
  await writeFile(stamp, hash);
  say(`npm: done in ${since(started)}`);
}

if (isMain(import.meta.url)) {
  await command(async () => {
    await setup({ browser: true });
    say("Everything is in place");
  });
}
