// The engines and widgets in Firefox and WebKit: `npm run test:browsers [-- firefox webkit]`.
//
// What is missing is brought in first: on Debian, as root, the browsers with apt; Firefox's driver with cargo, into .cache.

import { delimiter, join } from "node:path";
import { build } from "./build.mjs";
import { cache, capture, command, run, StepError, say } from "./run.mjs";
import { setup } from "./setup.mjs";

const TOOLS = join(cache, "tools");
const PATH = [join(TOOLS, "bin"), process.env.PATH].join(delimiter);

/** What each browser needs: programs, and the Debian packages that hold them. */
const NEEDS = {
  firefox: { programs: ["firefox-esr"], packages: ["firefox-esr"] },
  webkit: {
    programs: ["WebKitWebDriver", "xvfb-run"],
    packages: ["webkit2gtk-driver", "xvfb", "xauth"],
  },
};

async function ensure(name) {
  const { programs, packages } = NEEDS[name];
  if (!(await present(programs))) {
    const install = ["install", "-y", "--no-install-recommends", ...packages];
    if (process.getuid?.() !== 0 || !(await present(["apt-get"])))
      throw new StepError(`${name} is missing: apt-get ${install.join(" ")} brings it on Debian`);
    say(`${name}: installing Debian's with apt`);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env, quiet: true });
    await run("apt-get", install, { env, quiet: true });
  }
  if (name === "firefox" && !(await present(["geckodriver"]))) {
    say("firefox: building its driver with cargo");
    await run("cargo", ["install", "--quiet", "--locked", "--root", TOOLS, "geckodriver"]);
  }
}

async function present(programs) {
  const found = await Promise.all(programs.map((name) => capture("which", [name], { env: { PATH } })));
  return found.every((path) => path !== undefined);
}

await command(async (args) => {
  const names = args.length > 0 ? args : Object.keys(NEEDS);
  const unknown = names.find((name) => !Object.hasOwn(NEEDS, name));
  if (unknown !== undefined)
    throw new StepError(`no browser is called ${unknown}: there are ${Object.keys(NEEDS).join(", ")}`);
  await setup();
  for (const name of names) await ensure(name);
  await build();
  const tests = ["--test", "--test-reporter=spec", "tests/browsers/browsers.test.mjs"];
  await run(process.execPath, tests, { env: { PATH, BROWSERS: names.join(",") } });
});
