// The benchmarks on a fresh build: `npm run bench [-- ARGUMENTS OF tests/bench/run.mjs]`.

import { build } from "./build.mjs";
import { command, run } from "./run.mjs";
import { setup } from "./setup.mjs";

await command(async (args) => {
  await setup({ browser: true });
  await build();
  await run(process.execPath, ["tests/bench/run.mjs", ...args]);
});
