// Starting other programs, and telling people about it.
//
//     await run("cargo", ["test"]);            // inherits the terminal, throws StepError when it fails
//     const text = await capture("rustc", ["-V"]);   // stdout, or undefined when it cannot be run
//
// Programs get no stdin, so that nothing ever waits for an answer where nobody sits.

import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where everything that is fetched or remembered goes; safe to delete. */
export const cache = resolve(root, ".cache");

/** A step that failed for a reason its message tells in full: print it without a stack. */
export class StepError extends Error {
  name = "StepError";
}

/** Says what is being done. */
export function say(text) {
  const line = `▸ ${text}`;
  console.log(process.stdout.isTTY ? `\x1b[1m${line}\x1b[0m` : line);
}

/** "3.2 s" since `started`, a `performance.now()`. */
export function since(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/** A program of the npm packages, such as `tsc`. */
export function npmBin(name) {
  return resolve(root, "node_modules/.bin", name);
}

/** Runs a program to its end and throws a StepError, with its exit `status`, unless it succeeds. */
export async function run(command, args, { cwd, env = {}, quiet = false, timeout } = {}) {
  const { code, output } = await start(command, args, {
    cwd,
    env,
    timeout,
    stdio: quiet ? "pipe" : "inherit",
  });
  if (code === 0) return;
  if (quiet) process.stderr.write(output);
  const failed = new StepError(`${[command.split("/").pop(), ...args].join(" ")} ${ending(code)}`);
  throw Object.assign(failed, { status: code });
}

/** What a program prints, or undefined when it is missing or fails. */
export async function capture(command, args, { cwd, env = {}, timeout } = {}) {
  const { code, stdout } = await start(command, args, { cwd, env, timeout, stdio: "pipe" });
  return code === 0 ? stdout : undefined;
}

/** Builds with cargo, shows its messages, and returns the files it made: `{ target, kind, files, executable }`. */
export async function cargoBuild(args, { env = {} } = {}) {
  const child = start("cargo", [...args, "--message-format=json-render-diagnostics"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { code, stdout } = await child;
  if (code !== 0) throw new StepError(`cargo ${args.join(" ")} ${ending(code)}`);
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter((message) => message.reason === "compiler-artifact")
    .map(({ target, filenames, executable }) => ({ ...target, files: filenames, executable }));
}

/** Runs every step of `{ name: function }`, also after one failed, and says which failed: `{ name, failure, time }`. */
export async function runAll(title, steps) {
  const results = [];
  for (const [name, step] of Object.entries(steps)) {
    say(`${title}: ${name}`);
    const started = performance.now();
    let failure;
    try {
      await step();
    } catch (error) {
      failure = error instanceof StepError ? error.message : (error.stack ?? String(error));
      console.error(`✗ ${title}: ${name}: ${failure}`);
    }
    results.push({ name, failure, time: since(started) });
  }
  return results;
}

/** Throws when one of the `results` of `runAll` failed. */
export function demandAll(title, results) {
  const failed = results.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  if (failed.length > 0) throw new StepError(`${title} failed: ${failed.join(", ")}`);
}

/** Runs `main` as a command: failures end the process with status 1 and one clear line. */
export async function command(main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof StepError ? `\ndeskgauge: ${error.message}` : error);
    process.exitCode = error.exitCode ?? 1;
  }
}

/** True when the file with this `import.meta.url` is the one node was started with. */
export function isMain(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === realpathSync(process.argv[1]);
}

function ending(code) {
  if (code === undefined) return "could not be started: is it installed and on the PATH?";
  return typeof code === "number" ? `failed (exit status ${code})` : `was ended by ${code}`;
}

function start(command, args, { cwd = root, env, stdio, timeout }) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: typeof stdio === "string" ? ["ignore", stdio, stdio] : stdio,
      timeout,
    });
    const out = [];
    const all = [];
    child.stdout?.on("data", (chunk) => out.push(chunk) && all.push(chunk));
    child.stderr?.on("data", (chunk) => all.push(chunk));
    const finish = (code) =>
      done({ code, stdout: Buffer.concat(out).toString(), output: Buffer.concat(all).toString() });
    child.on("error", () => finish(undefined));
    child.on("close", (code, signal) => finish(code ?? signal));
  });
}
