// What the package lets others import: every key of its `exports`, patterns written out.

import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** The entries of the package in a folder: `{ name, file, types }`, with paths from the package's root. */
export async function entriesOf(folder) {
  const { name, exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder, { recursive: true })).map((path) => posix.join(path));
  const shut = Object.keys(exports)
    .filter((key) => exports[key] === null)
    .map((key) => key.replace("*", ""));
  return Object.entries(exports).flatMap(([key, target]) => {
    if (target === null) return [];
    const { types, default: file } = typeof target === "string" ? { default: target } : target;
    const entry = (star) => ({
      name: posix.join(name, key.replace("*", star)),
      key: key.replace("*", star),
      file: file && posix.join(file.replace("*", star)),
      types: types && posix.join(types.replace("*", star)),
    });
    if (!key.includes("*")) return [entry("")];
    const [start, end] = posix.join(file).split("*");
    return files
      .filter((path) => path.startsWith(start) && path.endsWith(end) && path.includes("."))
      .map((path) => entry(path.slice(start.length, end === "" ? undefined : -end.length)))
      .filter((each) => !shut.some((prefix) => each.key.startsWith(prefix)));
  });
}

/** The entries that are modules to import anywhere: no files of data, and nothing that only a page can run. */
export function modules(entries) {
  return entries.filter(({ key, file }) => file?.endsWith(".js") && !key.startsWith("./browser/"));
}
