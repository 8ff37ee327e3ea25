// What pages download, made of the modules that tsc wrote to dist/: few files instead of many, without a word too much.
//
//     await bundleEntries(dist);   // the package's entries and its worker, in place
//     await packFiles(dist);       // WebAssembly and worker as a module, for bundlers that leave files behind
//     await bundleWidgets(dist);   // dist/browser/: a file a widget
//     await bundlePage(dist);      // dist/browser/: everything in one file, as a module and as a classic script
//
// Nothing here is imported before it is called: the set-up that brings esbuild in may still have to run.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** How everything is bundled. */
export const COMMON = {
  bundle: true,
  allowOverwrite: true,
  minify: true,
  // Modules are always read as UTF-8; escapes would make Arabic and Japanese three times as long.
  charset: "utf8",
  target: "es2022",
  // Lit's development build says on the console that it is one.
  conditions: ["browser", "production"],
  legalComments: "linked",
  logLevel: "warning",
};

/** Modules that pages fetch only when they ask for what is in them. */
export const LATER = ["./wasm/definitions.js", "./plain/deskgauge.js", "./vendor/ical.min.js", "./packed.js"];

/** What pages import; the command line runs on the modules as they are. */
const ENTRIES = ["index.js", "holidays.js", "alerts.js", "metric-events.js", "policies.js", "guess.js"];

/** Code without comments, and with short names inside. */
export async function minified(code) {
  const { transform } = await import("esbuild");
  const { charset, target } = COMMON;
  return (await transform(code, { minify: true, format: "esm", target, charset })).code;
}

/** One file an entry compresses better than many; what entries share, such as the class of errors, stands in a chunk. */
export async function bundleEntries(dist) {
  const { build } = await import("esbuild");
  // The desk with the engine that needs neither WebAssembly nor a worker, and nothing of the others.
  await build({
    ...COMMON,
    entryPoints: [{ in: join(dist, "index.js"), out: "js" }],
    outdir: dist,
    format: "esm",
    external: LATER,
    plugins: [instead("engine/choose.js", join(dist, "engine/plain.js"))],
  });
  await build({
    ...COMMON,
    entryPoints: ENTRIES.map((name) => join(dist, name)),
    outdir: dist,
    splitting: true,
    format: "esm",
    // The module that knows where the files are is known by its name. Only modules beside it import it, so that it has this one.
    external: [...LATER, "./files.js"],
  });
  // What keeps desks leans on the entry, so that the desk stays in one file.
  await build({
    ...COMMON,
    entryPoints: [join(dist, "history.js")],
    outfile: join(dist, "history.js"),
    format: "esm",
    external: ["./index.js"],
  });
  // The worker's file stands alone, wherever a page serves it.
  await build({
    ...COMMON,
    entryPoints: [join(dist, "worker.js")],
    outfile: join(dist, "worker.js"),
    format: "esm",
  });
}

/** Writes the WebAssembly and the worker's file into a module. */
export async function packFiles(dist) {
  const wasm = await promisify(gzip)(await readFile(join(dist, "wasm/deskgauge_bg.wasm")), { level: 9 });
  const worker = await readFile(join(dist, "worker.js"), "utf8");
  const texts = { wasm: wasm.toString("base64"), worker };
  const lines = Object.entries(texts).map(
    ([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`,
  );
  await writeFile(join(dist, "packed.js"), lines.join(""));
}

/** The widgets: a file each, one for all, one for their words, and what they share in chunks. */
export async function bundleWidgets(dist) {
  const { build } = await import("esbuild");
  const define = join(dist, "widgets/define");
  await build({
    ...COMMON,
    entryPoints: [
      ...(await readdir(define))
        .filter((name) => name.endsWith(".js"))
        .map((name) => ({ in: join(define, name), out: name.replace(/\.js$/, "") })),
      // For pages that put other words in the widgets' mouths: the words must be those of the same files.
      { in: join(dist, "widgets/messages.js"), out: "messages" },
    ],
    outdir: join(dist, "browser"),
    splitting: true,
    chunkNames: "shared/[name]-[hash]",
    format: "esm",
  });
}

/** The desk and all widgets: `deskgauge.js` for `<script type="module">`, `deskgauge.iife.js` for a classic script. */
export async function bundlePage(dist) {
  const { build } = await import("esbuild");
  const folder = join(dist, "browser");
  const entry = { in: join(folder, "deskgauge.js"), out: "deskgauge" };
  const common = { ...COMMON, outdir: folder };
  await build({
    ...common,
    entryPoints: [{ ...entry, out: "deskgauge.iife" }],
    format: "iife",
    globalName: "deskgauge",
    plugins: [beside("document.currentScript?.src ?? location.href")],
  });
  await build({ ...common, entryPoints: [entry], format: "esm", plugins: [beside("import.meta.url")] });
  await writeFile(
    join(folder, "deskgauge.iife.d.ts"),
    'export * from "./deskgauge.js";\nexport as namespace deskgauge;\n',
  );
}

/** Puts another module in a module's place. */
function instead(name, path) {
  const filter = new RegExp(`/${name.replaceAll(".", "\\.")}$`);
  return { name: "instead", setup: (build) => void build.onResolve({ filter }, () => ({ path })) };
}

/** Lets code in dist/browser/ find the package's files one folder above, of which `here`, an expression, is the URL. */
function beside(here) {
  const files = `const here = ${here};
export const wasmFile = () => new URL("../wasm/deskgauge_bg.wasm", here);
export const workerFile = () => new URL("../worker.js", here);
`;
  return {
    name: "beside",
    setup(build) {
      build.onResolve({ filter: /\/files\.js$/ }, () => ({ path: "files", namespace: "beside" }));
      build.onLoad({ filter: /.*/, namespace: "beside" }, () => ({ contents: files }));
      build.onResolve({ filter: /^\.\// }, ({ path }) =>
        LATER.includes(path) ? { path: `.${path}`, external: true } : undefined,
      );
    },
  };
}
