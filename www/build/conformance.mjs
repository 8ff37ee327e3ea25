// The vectors of other tools, run case by case: `npm run conformance [-- DIR]`, tests/golden/sla where none is named.
//
// It ends with the runner's own exit status: 1 when an undisputed case fails or is not supported, 2 when DIR cannot be read.

import { resolve } from "node:path";
import { command, run } from "./run.mjs";
import { setup } from "./setup.mjs";

const RUNNER = ["run", "--quiet", "--example", "conformance", "--"];

await command(async ([named]) => {
  await setup({ packages: false });
  // npm starts scripts in the project's root; a directory is named from where people are.
  const directory =
    named === undefined ? "tests/golden/sla" : resolve(process.env.INIT_CWD ?? process.cwd(), named);
  await run("cargo", [...RUNNER, directory]).catch((error) => {
    throw Object.assign(error, { exitCode: error.status });
  });
});
