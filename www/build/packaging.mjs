// The package as others take it in: `npm run test:packaging`, or only some of them, `npm run test:packaging -- vite next`.
//
// It packs the package, checks the file, and installs it beside the bundlers of tests/packaging/package.json in a temporary
// folder. There it makes an app with each bundler, opens it in a browser, and says what the app's scripts weigh.

import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeApp } from "../../tests/packaging/app.mjs";
import { checkBundles } from "../../tests/packaging/bundles.mjs";
import { CONSUMERS } from "../../tests/packaging/consumers.mjs";
import { entriesOf, modules } from "../../tests/packaging/entries.mjs";
import { PAGES, servePage } from "../../tests/packaging/pages.mjs";
import { followReadme } from "../../tests/packaging/readme.mjs";
import { checkNode, checkServer } from "../../tests/packaging/server.mjs";
import { visitPage } from "../../tests/packaging/visit.mjs";
import { launchBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { capture, command, root, run, StepError, say, since } from "./run.mjs";
import { setup } from "./setup.mjs";
import { measure, printSizes } from "./size.mjs";

const TESTS = join(root, "tests/packaging");
/** How many apps are made at a time: bundlers use several processors themselves. */
const AT_ONCE = 2;
/** Files of the package that are no modules with types. */
const FILES = /\.wasm$|^\.\/(mappings|browser)\//;

await command(async (words) => {
  const wanted = ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word));
  await setup({ browser: true });
  await build();
  const folder = await mkdtemp(join(tmpdir(), "deskgauge-packaging-"));
  let browser;
  try {
    const own = join(folder, "node_modules/deskgauge");
    const packed = await install(folder);
    const entries = await entriesOf(own);
    browser = await launchBrowser();
    const tries = [
      { name: "the packed files", try: () => printPacked(own, packed.files) },
      { name: "publint", try: () => tool(folder, "publint", ["--strict", own]) },
      { name: "are the types wrong", try: () => types(folder, packed.filename, entries) },
      { name: "one widget alone", try: async () => widgetSizes(await checkBundles(folder, entries)) },
      {
        name: "server-side import",
        try: () =>
          checkServer(
            folder,
            modules(entries).map(({ name }) => name),
          ),
      },
      { name: "README", try: () => followReadme(browser, join(folder, packed.filename)) },
      { name: "Node", try: async () => (await checkNode(folder)).join(", ") },
      ...PAGES.map((page) => ({ ...page, try: () => tryPage(browser, folder, page) })),
      ...CONSUMERS.map((consumer) => ({ ...consumer, try: () => tryApp(browser, folder, consumer) })),
    ].filter(wanted);
    demand(await tryAll(tries));
  } finally {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Packs the package and installs the file beside the bundlers, as `npm pack --json` tells of it. */
async function install(folder) {
  const started = performance.now();
  say("npm: packing the package, and installing it beside the bundlers");
  const packing = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse((await capture("npm", packing)) ?? "[]");
  if (packed === undefined) throw new StepError("npm pack made nothing");
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    await copyFile(join(TESTS, name), join(folder, name));
  }
  const quietly = { cwd: folder, quiet: true };
  await run("npm", ["ci", "--prefer-offline"], quietly);
  await run("npm", ["install", "--no-save", "--prefer-offline", `./${packed.filename}`], quietly);
  say(`npm: done in ${since(started)}`);
  return packed;
}

async function printPacked(own, files) {
  const rows = await Promise.all(
    files.map(async ({ path }) => ({ name: path, ...(await measure(join(own, path))) })),
  );
  const total = rows.reduce((sum, { raw, gzip, brotli }) => ({
    raw: sum.raw + raw,
    gzip: sum.gzip + gzip,
    brotli: sum.brotli + brotli,
  }));
  printSizes([...rows, { name: `all ${files.length} files`, ...total }]);
}

async function types(folder, file, entries) {
  const typed = entries.filter(({ key }) => !FILES.test(key)).map(({ key }) => key);
  await tool(folder, "attw", [file, "--profile", "esm-only", "--format", "ascii", "--entrypoints", ...typed]);
}

/** Runs a program of the bundlers' folder, and shows what it prints only when it fails. */
async function tool(folder, name, args) {
  await run(join(folder, "node_modules/.bin", name), args, { cwd: folder, quiet: true });
}

function widgetSizes(sizes) {
  return Object.entries(sizes)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(", ");
}

async function tryPage(browser, folder, page) {
  const site = await servePage(folder, page);
  try {
    return downloaded(await visitPage(browser, site.url, page));
  } finally {
    site.close();
  }
}

async function tryApp(browser, folder, consumer) {
  const app = await makeApp(folder, consumer);
  try {
    const visit = await visitPage(browser, app.url, consumer);
    if (app.size === undefined) return "";
    const { files, raw, gzip } = app.size;
    return `${downloaded(visit)} of ${files} files, ${kilobytes(raw)}, ${kilobytes(gzip)} gzip`;
  } finally {
    app.close();
  }
}

function downloaded({ files, bytes }) {
  return `${files} downloads, ${kilobytes(bytes)}`;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/** Tries all, a few at a time, and prints a line for each as it ends. */
async function tryAll(tries) {
  const failed = [];
  const waiting = [...tries];
  const width = Math.max(...tries.map(({ name }) => name.length));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = performance.now();
      const { name } = next;
      try {
        const said = (await next.try()) ?? "";
        console.log(`✓ ${name.padEnd(width)} ${since(started).padStart(8)}  ${said}`);
      } catch (error) {
        failed.push(name);
        const why = error instanceof StepError ? error.message : error.stack;
        console.log(`✗ ${name.padEnd(width)} ${since(started).padStart(8)}  ${why}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

function demand(failed) {
  if (failed.length > 0) throw new StepError(`packaging failed: ${failed.join(", ")}`);
  console.log("The package works everywhere it was tried");
}
