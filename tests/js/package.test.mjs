// The package as npm would publish it: complete, without anything that does not belong in it, and needing nothing else.

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

/** Every file that the manifest promises; a pattern's folder stands for the pattern. */
function promised(target) {
  if (typeof target === "string") return [target.replace(/^\.\//, "")];
  return Object.values(target).flatMap(promised);
}

test("every file the manifest names is in the package", () => {
  for (const name of [...promised(manifest.exports), ...promised(manifest.bin)]) {
    const folder = name.endsWith("/*") ? name.slice(0, -1) : undefined;
    const found = folder === undefined ? files.has(name) : [...files].some((path) => path.startsWith(folder));
    assert.ok(found, `${name} is promised but not packed`);
  }
});

test("nothing but the built package and its papers is in it", () => {
  const papers = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE-(MIT|APACHE))$/;
  const built = /^dist\/.*\.(js|d\.ts|wasm|json)$/;
  assert.deepEqual(
    [...files].filter((path) => !papers.test(path) && !built.test(path)),
    [],
  );
  for (const paper of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(files.has(paper), paper);
});

test("it installs nothing else", () => {
  assert.deepEqual(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), []);
});

test("crate and package tell the same version and licence", () => {
  const crate = readFileSync(resolve(root, "Cargo.toml"), "utf8");
  assert.equal(/^version = "(.*)"$/m.exec(crate)?.[1], manifest.version);
  assert.equal(/^license = "(.*)"$/m.exec(crate)?.[1], manifest.license);
});

test("the lock file names no download hosts", () => {
  assert.doesNotMatch(readFileSync(resolve(root, "package-lock.json"), "utf8"), /"resolved"/);
});
