// The package as npm would publish it: complete, without anything that does not belong in it, and needing little else.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const manifest = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8"));
const [packed] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
);
const files = new Set(packed.files.map(({ path }) => path));

/** Every file that the manifest promises, or a pattern of files. */
function promised(target) {
  if (target === null) return [];
  if (typeof target === "string") return [target.replace(/^\.\//, "")];
  return Object.values(target).flatMap(promised);
}

test("every file the manifest names is in the package", () => {
  for (const name of [...promised(manifest.exports), ...promised(manifest.bin)]) {
    const [start, end] = name.split("*");
    const fits = (path) => path.startsWith(start) && path.endsWith(end);
    const found = end === undefined ? files.has(name) : [...files].some(fits);
    assert.ok(found, `${name} is promised but not packed`);
  }
});

test("Parcel, which does not read exports, finds the same files by alias", () => {
  assert.equal(manifest.main, manifest.exports["."].default);
  for (const [key, target] of Object.entries(manifest.exports)) {
    const file = typeof target === "string" ? target : target?.default;
    if (file === undefined || key === "." || key === "./package.json") continue;
    assert.equal(manifest.alias[key], file.replace("*", "$1"), `alias of ${key}`);
  }
});

test("nothing but the built package and its papers is in it", () => {
  const papers = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE-(MIT|APACHE))$/;
  const built = /^dist\/.*\.(js|d\.ts|wasm|json|LEGAL\.txt)$/;
  assert.deepEqual(
    [...files].filter((path) => !papers.test(path) && !built.test(path)),
    [],
  );
  for (const paper of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(files.has(paper), paper);
});

test("it installs what the widgets are made with, and nothing else", () => {
  const { dependencies, peerDependencies = {} } = manifest;
  assert.deepEqual(Object.keys(dependencies).sort(), [
    "d3-array",
    "d3-sankey",
    "d3-scale",
    "d3-shape",
    "lit",
  ]);
  assert.deepEqual(peerDependencies, {});
});

test("only widgets lean on what is installed with the package", () => {
  const scripts = [...files].filter((path) => path.endsWith(".js"));
  // Statements alone: texts may hold such words too.
  const bare = /(?:^|[;\n}])(?:import|export)\b[\w*{}\s,$]*["'](?![./]|node:)[^"']+["']/;
  const leaning = scripts.filter((path) => bare.test(readFileSync(resolve(root, path), "utf8")));
  assert.ok(leaning.length > 0);
  assert.deepEqual(
    leaning.filter((path) => !path.startsWith("dist/widgets/")),
    [],
  );
});

test("crate and package tell the same version and licence", () => {
  const crate = readFileSync(resolve(root, "Cargo.toml"), "utf8");
  assert.equal(/^version = "(.*)"$/m.exec(crate)?.[1], manifest.version);
  assert.equal(/^license = "(.*)"$/m.exec(crate)?.[1], manifest.license);
});

test("the lock file names no download hosts", () => {
  assert.doesNotMatch(readFileSync(resolve(root, "package-lock.json"), "utf8"), /"resolved"/);
});
