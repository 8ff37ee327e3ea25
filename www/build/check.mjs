// Everything that can be found wrong without running the code: `npm run check`, also the first part of `npm test`.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, wasmEnv } from "./build.mjs";
import { command, demandAll, isMain, npmBin, root, run, runAll, say } from "./run.mjs";
import { setup } from "./setup.mjs";

const TARGET = "wasm32-unknown-unknown";
const CLIPPY = ["clippy", "--quiet"];
const LINT = "www/build/lint.json";
const DENY = ["--", "-D", "warnings"];

/** Formatting, lints, documentation and types; expects dist/ to be built, since type tests read it. */
export async function check() {
  // What cargo does and what it has no part in, side by side.
  const cargo = runAll("check", {
    "cargo fmt": () => run("cargo", ["fmt", "--all", "--check"]),
    "clippy, native": () => run("cargo", [...CLIPPY, "--workspace", "--all-targets", ...DENY]),
    "clippy, wasm32": () =>
      run("cargo", [...CLIPPY, "--target", TARGET, "--lib", "--test", "wasm", ...DENY], { env: wasmEnv() }),
    rustdoc: () => run("cargo", ["doc", "--quiet", "--no-deps"], { env: { RUSTDOCFLAGS: "-D warnings" } }),
  });
  const others = runAll("check", {
    tsc: typeCheck,
    biome: () => run(npmBin("biome"), ["check", `--config-path=${LINT}`, "--error-on-warnings"]),
  });
  demandAll("check", [...(await cargo), ...(await others)]);
}

/** Every TypeScript project there is: the package's own, the type tests, the demo, what is beside it. */
async function typeCheck() {
  const folders = ["www/src", "tests/js", "tests/types", "www/demo", "www/docs", "www/hosts"];
  for (const folder of folders.filter((name) => existsSync(join(root, name, "tsconfig.json")))) {
    say(`check: tsc, ${folder}`);
    await run(npmBin("tsc"), ["-p", folder, "--noEmit"]);
  }
}

if (isMain(import.meta.url)) {
  await command(async () => {
    await setup();
    await build();
    await check();
  });
}
