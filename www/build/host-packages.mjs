// What helpdesks install: dist/hosts/<name>, the files of www/hosts/<name> with a bundle of the package in them.
//
// The bundle stands in a folder that is named after its content, because helpdesks let browsers keep static files for long.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { COMMON, LATER } from "./bundle.mjs";
import { root, say } from "./run.mjs";

/** Where each host wants its package, its static files, and the file that tells the folder's name. */
const HOSTS = {
  rt: {
    folder: "rt/RT-Extension-DeskGauge",
    assets: "static/deskgauge",
    told: "lib/RT/Extension/DeskGauge/Bundle.pm",
    tell: (name) =>
      `# Written by the build.\npackage RT::Extension::DeskGauge::Bundle;\n\nour $Folder = '${name}';\n\n1;\n`,
  },
  "django-helpdesk": {
    folder: "django-helpdesk",
    assets: "deskgauge_helpdesk/static/deskgauge_helpdesk",
    told: "deskgauge_helpdesk/bundle.py",
    tell: (name) => `"""Written by the build."""\n\nFOLDER = "${name}"\n`,
  },
};

/** What the bundle fetches by itself, beside its own files. */
const FETCHED = [
  "files.js",
  "worker.js",
  "wasm/deskgauge_bg.wasm",
  "wasm/definitions.js",
  "plain/deskgauge.js",
];

/** Makes the packages; `dist` holds everything else by then. */
export async function buildHosts(dist) {
  say("esbuild: packages for helpdesks");
  for (const name of Object.keys(HOSTS)) await buildHost(dist, name);
}

async function buildHost(dist, name) {
  const { folder, assets, told, tell } = HOSTS[name];
  const from = join(root, "www/hosts", name);
  const made = join(dist, "hosts", folder);
  await rm(join(dist, "hosts", name), { recursive: true, force: true });
  await cp(from, made, { recursive: true, filter: (path) => !/\.(ts|css)$/.test(path) });
  await cp(join(root, "LICENSE-MIT"), join(made, "LICENSE"));

  const fresh = join(made, assets, "fresh");
  await bundle(join(from, "boot.ts"), fresh);
  for (const file of FETCHED) await cp(join(dist, file), join(fresh, file));
  const hash = await contentHash(fresh);
  await rename(fresh, join(made, assets, hash));
  await mkdir(join(made, told, ".."), { recursive: true });
  await writeFile(join(made, told), tell(hash));
}

async function bundle(entry, outdir) {
  const { build } = await import("esbuild");
  await build({
    ...COMMON,
    entryPoints: { boot: entry },
    outdir,
    splitting: true,
    // All in one folder: the engines' files are looked for beside the file that asks for them.
    chunkNames: "[name]-[hash]",
    external: [...LATER, "./files.js"],
    loader: { ".css": "text" },
    format: "esm",
  });
}

async function contentHash(folder) {
  const hash = createHash("sha256");
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}
