// What comes along with an entry: a page pays for what it uses.

import assert from "node:assert/strict";
import { basename, join } from "node:path";

/** Widgets that draw charts. */
const CHARTS = new Set([
  "backlog",
  "bottlenecks",
  "distribution",
  "escalation-times",
  "handoff-graph",
  "heat-map",
  "metric-chart",
]);

/** Widgets that are another one, or have it in them from the start. */
const MADE_OF = { backlog: "metric-chart", dashboard: "filter-bar" };

/**
 * No widget pulls in another one, and only charts the libraries to draw them; the desk pulls in no widget. `folder` holds the
 * installed packages. Resolves to the sizes of the widgets, in bytes.
 */
export async function checkBundles(folder, entries) {
  const widgets = entries
    .filter(({ key }) => /^\.\/define\/(?!all$)/.test(key))
    .map(({ key }) => basename(key));
  assert.ok(widgets.length > 15, `${widgets.length} widgets`);
  const sizes = {};
  for (const widget of widgets) {
    const { inputs, bytes } = await bundled(folder, `import "deskgauge/define/${widget}";`);
    const own = [widget, MADE_OF[widget]];
    const others = widgets.filter((other) => !own.includes(other) && inputs.includes(`widgets/${other}.js`));
    assert.deepEqual(others, [], `${widget} pulls in other widgets`);
    const charts = inputs.filter((input) => /^(d3-|widgets\/charts\/)/.test(input));
    if (!CHARTS.has(widget)) assert.deepEqual(charts, [], `${widget} pulls in charts`);
    assert.ok(inputs.includes(`widgets/${widget}.js`), inputs.join());
    assert.ok(!inputs.includes("index.js") && !inputs.includes("desk.js"), `${widget} pulls in the desk`);
    sizes[widget] = bytes;
  }
  const desk = await bundled(folder, 'import { Desk } from "deskgauge"; console.log(Desk);');
  assert.deepEqual(desk.inputs, ["chunk", "files.js", "index.js"]);
  const plain = await bundled(folder, 'import { Desk } from "deskgauge/js"; console.log(Desk);');
  assert.deepEqual(plain.inputs, ["js.js"]);
  assert.doesNotMatch(
    plain.text,
    /WebAssembly\.|\.wasm|new Worker|worker\.js/,
    "deskgauge/js knows other engines",
  );
  // An import of which nothing is used leaves nothing behind.
  for (const { name } of entries.filter(({ key }) =>
    /^\.\/(js$|widgets\/|alerts|guess|history|holidays|policies|metric-events|simulator|sync)/.test(key),
  )) {
    const { bytes } = await bundled(folder, `import {} from ${JSON.stringify(name)};`);
    assert.equal(bytes, 0, `importing ${name} has an effect`);
  }
  return sizes;
}

/** The modules that a page with this code downloads at once, how many bytes they make, and the first file. */
async function bundled(folder, code) {
  // Not imported above: the set-up that brings it in may still have to run.
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: "page.js" },
    absWorkingDir: folder,
    outdir: join(folder, "unwritten"),
    write: false,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    metafile: true,
    logLevel: "error",
  });
  const first = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === "page.js");
  const outputs = new Set();
  const follow = (path) => {
    if (outputs.has(path)) return;
    outputs.add(path);
    for (const { path: next, kind } of metafile.outputs[path].imports) {
      if (kind === "import-statement") follow(next);
    }
  };
  follow(first);
  const inputs = new Set();
  let bytes = 0;
  for (const path of outputs) {
    bytes += metafile.outputs[path].bytes;
    for (const input of Object.keys(metafile.outputs[path].inputs)) inputs.add(named(input));
  }
  inputs.delete("page.js");
  const { text } = outputFiles.find(({ path }) => path.endsWith(first));
  return { inputs: [...inputs].sort(), bytes, text };
}

/** A module of ours by its path in dist/, one of another package by that package's name. */
function named(path) {
  const [, name, rest] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(path) ?? [
    undefined,
    undefined,
    path,
  ];
  if (name !== "deskgauge") return name ?? rest;
  return rest.replace(/^dist\//, "").replace(/^chunk-\w+\.js$/, "chunk");
}
