// The live examples of the documentation. Each is files of www/docs/live: NAME.html, NAME.js, perhaps NAME.css, and the desk they
// share. What runs is what is shown: only the names of the package become addresses, as an import map or a bundler would do.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root, StepError } from "../run.mjs";
import { codeBlock } from "./markdown.mjs";

const FOLDER = join(root, "www/docs/live");
/** Where the parts of the package stand, seen from an example. */
const ADDRESSES = [
  [/^deskgauge$/, "../../dist/index.js"],
  [/^deskgauge\/(simulator)$/, "../../dist/$1/index.js"],
  [/^deskgauge\/(alerts|holidays|policies|metric-events)$/, "../../dist/$1.js"],
  [/^deskgauge\/define\/(.+)$/, "../../dist/browser/$1.js"],
  [/^deskgauge\/widgets\/messages$/, "../../dist/browser/messages.js"],
];

/** The examples by name: their files by ending. */
export async function readExamples() {
  const examples = new Map();
  for (const file of (await readdir(FOLDER)).sort()) {
    const [, name, ending] = /^([\w-]+)\.(html|js|css)$/.exec(file) ?? [];
    if (name === undefined) continue;
    const files = examples.get(name) ?? {};
    files[ending] = await readFile(join(FOLDER, file), "utf8");
    examples.set(name, files);
  }
  return examples;
}

/** A script of an example as the browser runs it. */
export function runnable(code) {
  return code.replace(/(\bfrom |^import )"(deskgauge[^"]*)"/gm, (_, before, name) => {
    const [pattern, address] = ADDRESSES.find(([each]) => each.test(name)) ?? [];
    if (pattern === undefined) throw new StepError(`documentation: no address is known for ${name}`);
    return `${before}"${name.replace(pattern, address)}"`;
  });
}

/** An example as it runs, and the code it is made of. */
export function showExample(examples, name) {
  const files = examples.get(name);
  if (files?.js === undefined) throw new StepError(`documentation: there is no example ${name}`);
  const live = files.html === undefined ? "" : `<div class="live">\n${files.html}</div>\n`;
  const shown = ["html", "css", "js"]
    .filter((ending) => files[ending] !== undefined)
    .map((ending) => codeBlock(files[ending], ending))
    .join("");
  const shared = /"\.\/desk\.js"/.test(files.js)
    ? `<details><summary>The desk it asks: <code>desk.js</code></summary>${codeBlock(examples.get("desk").js, "js", "desk.js")}</details>\n`
    : "";
  return { live, code: `${shown}${shared}`, style: files.css !== undefined };
}
