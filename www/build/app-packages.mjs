// The apps that administrators upload to a helpdesk: dist/hosts/<name> and deskgauge-<name>.zip beside it, the files of
// www/hosts/<name> with a bundle of the package in them.
//
// Scripts are bundled with what they import of the package, into one folder, because an app's frame finds its worker beside its
// other scripts. The zip files hold no times, so the same sources make the same bytes.

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { COMMON } from "./bundle.mjs";
import { root, say } from "./run.mjs";

/** The helpdesks that take a zip file: where their package has its scripts and its styles. */
const APPS = {
  zendesk: { scripts: "assets", styles: "assets", manifest: "manifest.json" },
  freshdesk: { scripts: "app/scripts", styles: "app/styles" },
};
/** What of a host's folder is made into scripts or is for the compiler. */
const SOURCE = /\.ts$/;
/** The least time that a zip file can tell, in whatever zone. */
const NO_TIME = new Date(1980, 0, 1);

/** Makes all packages of the built package in `dist`. */
export async function buildApps(dist) {
  say("esbuild: apps for helpdesks");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  for (const [name, app] of Object.entries(APPS)) await buildApp(dist, name, app, version);
}

async function buildApp(dist, name, { scripts, styles, manifest }, version) {
  const from = join(root, "www/hosts", name);
  const to = join(dist, "hosts", name);
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, filter: (path) => !SOURCE.test(path) });
  await bundle([join(from, "sidebar.ts"), join(from, "overview.ts")], join(to, scripts));
  await cp(join(dist, "worker.js"), join(to, scripts, "worker.js"));
  await cp(join(root, "www/hosts/frame/frame.css"), join(to, styles, "frame.css"));
  if (manifest !== undefined) {
    const path = join(to, manifest);
    const written = { ...JSON.parse(await readFile(path, "utf8")), version };
    await writeFile(path, `${JSON.stringify(written, null, 2)}\n`);
  }
  await zip(to, join(dist, "hosts", `deskgauge-${name}.zip`));
}

async function bundle(entryPoints, outdir) {
  const { build } = await import("esbuild");
  await build({
    ...COMMON,
    entryPoints,
    outdir,
    splitting: true,
    // All in one folder: the worker's file is looked for beside the script that asks for it.
    chunkNames: "[name]-[hash]",
    format: "esm",
    // The stores of apps take no text files among the scripts.
    legalComments: "eof",
  });
}

/** Packs a folder. */
async function zip(folder, file) {
  const { zipSync } = await import("fflate");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = {};
  for (const path of paths.sort())
    contents[relative(folder, path).split(sep).join("/")] = new Uint8Array(await readFile(path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, zipSync(contents, { level: 9, mtime: NO_TIME }));
}
