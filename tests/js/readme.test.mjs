// Runs the JavaScript of the README and of the documentation: each block fenced ```js run, in its order, as a module in a scratch folder
// where the package is installed under its name. A block fenced with `file=NAME` is written there first, for the others to read.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const papers = [
  "README.md",
  ...readdirSync(join(root, "www/docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `www/docs/${name}`),
];
const blocks = papers.flatMap(blocksOf);
const runnable = blocks.filter(({ language, words }) => language === "js" && words.includes("run"));

const scratch = mkdtempSync(join(tmpdir(), "deskgauge-readme-"));
after(() => rmSync(scratch, { recursive: true }));
mkdirSync(join(scratch, "node_modules"));
symlinkSync(root, join(scratch, "node_modules/deskgauge"), "dir");
for (const { words, code } of blocks) {
  const name = words.find((word) => word.startsWith("file="))?.slice("file=".length);
  if (name !== undefined) writeFileSync(join(scratch, basename(name)), code);
}

test("the README has blocks that run", () => {
  assert.ok(
    runnable.some(({ paper }) => paper === "README.md"),
    "no block is fenced ```js run",
  );
});

for (const { paper, code, line } of runnable) {
  test(`${paper} line ${line}`, () => {
    const file = `${basename(paper)}-${line}.mjs`;
    writeFileSync(join(scratch, file), code);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
      cwd: scratch,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${paper} line ${line}: exit status ${status}\n${stdout}${stderr}`);
  });
}

/** The fenced blocks of a file. */
function blocksOf(paper) {
  const text = readFileSync(join(root, paper), "utf8");
  return [...text.matchAll(/^```(\S+)[ \t]*(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    paper,
    language: match[1],
    words: match[2].split(/\s+/),
    code: match[3],
    line: text.slice(0, match.index).split("\n").length + 1,
  }));
}
