// The size table at the end of a build, and the budgets that a build may not exceed (budgets.json).
//
// A set is an entry module, or several, with every module it imports statically, and the files named beside it: what a page that uses
// the entry downloads. What import() fetches later, when it is asked for, stands in the table on a line of its own. Sizes are of the files as published; a page's bundler makes them smaller.

import { readdir, readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { StepError } from "./run.mjs";

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Prints the sizes of what is in `dist`, and throws when a set outgrew its budget. */
export async function sizes(dist) {
  // What helpdesks install is made of the same again.
  const names = (await readdir(dist, { recursive: true }))
    .filter((name) => /\.(js|wasm)$/.test(name) && !/^hosts\b/.test(name))
    .sort();
  const measured = new Map();
  for (const name of names) measured.set(name, await measure(join(dist, name)));

  const budgets = JSON.parse(
    await readFile(join(dirname(fileURLToPath(import.meta.url)), "budgets.json"), "utf8"),
  );
  const rows = [...measured].map(([name, size]) => ({ name, ...size }));
  const over = [];
  for (const [set, budget] of Object.entries(budgets)) {
    const files = new Set(budget.with);
    for (const entry of [budget.entry].flat()) await closure(dist, entry, files);
    const total = [...files].map((name) => measured.get(name)).reduce(add);
    rows.push({ name: `all a ${set} downloads (${files.size} files)`, ...total, budget: budget.brotli });
    if (total.brotli > budget.brotli) {
      over.push(
        `what a ${set} downloads is ${total.brotli} bytes brotli, ${total.brotli - budget.brotli} over its budget`,
      );
    }
  }
  printSizes(rows);
  if (over.length > 0) throw new StepError(`${over.join("; ")} (www/build/budgets.json)`);
}

/** What a page downloads that uses an entry; `measured` remembers the sizes of files from call to call. */
export async function downloadOf(dist, entry, measured = new Map()) {
  let total = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of await closure(dist, entry)) {
    if (!measured.has(name)) measured.set(name, await measure(join(dist, name)));
    total = add(total, measured.get(name));
  }
  return total;
}

/** How large a file is: `{ raw, gzip, brotli }`. */
export async function measure(path) {
  const bytes = await readFile(path);
  const [gz, br] = await Promise.all([
    compressGzip(bytes, { level: 9 }),
    compressBrotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  ]);
  return { raw: bytes.length, gzip: gz.length, brotli: br.length };
}

function add(a, b) {
  return { raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli };
}

/** The entry and every module of ours that is fetched with it. */
async function closure(dist, entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const code = await readFile(join(dist, entry), "utf8");
  for (const [, name] of code.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g)) {
    await closure(dist, posix.join(posix.dirname(entry), name), seen);
  }
  return seen;
}

/** Prints a table of `{ name, raw, gzip, brotli, budget }`. */
export function printSizes(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cell = (value) => String(value).padStart(10);
  console.log(`${"file".padEnd(width)}${["raw", "gzip", "brotli", "budget"].map(cell).join("")}`);
  for (const { name, raw, gzip: gz, brotli, budget = "" } of rows) {
    console.log(`${name.padEnd(width)}${[raw, gz, brotli, budget].map(cell).join("")}`);
  }
}
