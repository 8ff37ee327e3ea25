// The package where there is no page: servers import all of it, and compute with it.

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { capture } from "../../www/build/run.mjs";

/** Importing any entry in Node works, and says nothing. */
export async function checkServer(folder, names) {
  const code = `for (const name of ${JSON.stringify(names)}) {
    await import(name).catch((error) => console.log(name, error));
  }`;
  const args = ["--input-type=module", "--eval", code];
  assert.equal(await capture(process.execPath, args, { cwd: folder }), "");
}

/** Scripts of an app, by `import` and, where this Node can, by `require` of a package that has modules only. */
export async function checkNode(folder) {
  const place = join(folder, "apps/node");
  await cp(join(import.meta.dirname, "apps/node"), place, { recursive: true });
  const ways = process.features.require_module ? ["import", "require"] : ["import"];
  for (const way of ways) {
    const said = await capture("npm", ["run", "--silent", way], { cwd: place });
    assert.equal(said, "page 1500\n", way);
  }
  return ways;
}
