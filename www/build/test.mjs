// Everything the project can prove: `npm test`, or some parts of it, `npm test -- rust js`.
//
// It sets up what is missing, builds, then runs every part even when an earlier one failed, and ends with one line a part.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build, dist } from "./build.mjs";
import { check } from "./check.mjs";
import { command, demandAll, root, run, runAll, StepError } from "./run.mjs";
import { setup } from "./setup.mjs";
import { sizes } from "./size.mjs";
import { wasmTests } from "./wasm-tests.mjs";

const README = "tests/js/readme.test.mjs";

const PARTS = {
  size: () => sizes(dist),
  check,
  // The random cases are the same in every run, so that a failure can be looked into; `cargo test` alone draws new ones.
  rust: () =>
    run("cargo", ["test"], { env: { PROPTEST_RNG_SEED: process.env.PROPTEST_RNG_SEED ?? "20240108" } }),
  wasm: wasmTests,
  js: async () => nodeTests((await testFiles("tests/js")).filter((file) => file !== README)),
  readme: () => nodeTests([README]),
  browser: async () => nodeTests(await testFiles("tests/browser"), ["--test-concurrency=1"]),
};

async function nodeTests(files, options = []) {
  await run(process.execPath, ["--test", "--test-reporter=spec", ...options, ...files]);
}

/** Named one by one, because node's own search for tests in a folder differs between its versions. */
async function testFiles(folder) {
  const names = existsSync(join(root, folder)) ? await readdir(join(root, folder), { recursive: true }) : [];
  const files = names.filter((name) => name.endsWith(".test.mjs")).sort();
  if (files.length === 0) throw new StepError(`no tests in ${folder}`);
  return files.map((name) => `${folder}/${name}`);
}

await command(async (names) => {
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) {
    throw new StepError(`no part is called ${unknown}: there are ${Object.keys(PARTS).join(", ")}`);
  }
  await setup({ browser: true });
  await build();

  const parts = names.length > 0 ? names : Object.keys(PARTS);
  const results = await runAll("test", Object.fromEntries(parts.map((name) => [name, PARTS[name]])));
  console.log("");
  for (const { name, failure, time } of results) {
    console.log(
      `${failure === undefined ? "✓" : "✗"} ${name.padEnd(8)} ${time.padStart(8)}  ${failure ?? ""}`,
    );
  }
  demandAll("test", results);
  console.log("All tests passed");
});
