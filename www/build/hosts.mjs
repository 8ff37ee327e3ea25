// The package inside real helpdesks: `npm run test:hosts`, or some of them, `npm run test:hosts -- rt`.
//
// It brings each helpdesk up on a free loopback port, runs tests/hosts against them in a browser, and takes them down again,
// also when it fails or is interrupted. What was installed, and the databases, stay in .cache/hosts for the next time.

import { spawn, spawnSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { build, dist } from "./build.mjs";
import { cache, capture, command, root, run, StepError, say, since } from "./run.mjs";
import { setup } from "./setup.mjs";

/** The helpdesks, and the package each installs. */
const HOSTS = {
  rt: "hosts/rt/RT-Extension-DeskGauge",
  "django-helpdesk": "hosts/django-helpdesk",
};
/** Small enough for every run of CI, large enough for reopenings, hand-offs and pauses. */
const TICKETS = 30;
const tests = join(root, "tests/hosts");
const home = (name) => join(cache, "hosts", name);

/** Scripts under way. */
const scripts = new Set();

/** Brings a helpdesk up: its address. */
async function bringUp(name, scenario) {
  const started = performance.now();
  say(`${name}: bringing it up`);
  const port = await freePort();
  await mkdir(home(name), { recursive: true });
  const env = {
    HOST_HOME: home(name),
    HOST_PORT: port,
    SCENARIO: scenario,
    EXTENSION: join(dist, HOSTS[name]),
  };
  await new Promise((done, failed) => {
    const script = spawn("sh", [join(tests, name, "up.sh")], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    scripts.add(script);
    script.on("error", failed);
    script.on("close", (code) => {
      scripts.delete(script);
      if (code === 0) done();
      else failed(new StepError(`${name} did not come up (exit status ${code})`));
    });
  });
  say(`${name}: up in ${since(started)}`);
  return `http://127.0.0.1:${port}`;
}

/** Takes everything down, without waiting for anything: it is also what is done when the process ends. */
function takeDown() {
  for (const script of scripts) script.kill();
  for (const name of Object.keys(HOSTS)) {
    spawnSync("sh", [join(tests, "down.sh")], { env: { ...process.env, HOST_HOME: home(name) } });
  }
}

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

async function makeScenario() {
  const text = await capture(process.execPath, [join(tests, "scenario.mjs"), "--tickets", String(TICKETS)]);
  if (text === undefined) throw new StepError("the scenario could not be made");
  const file = join(cache, "hosts/scenario.json");
  await mkdir(join(cache, "hosts"), { recursive: true });
  await writeFile(file, text);
  return file;
}

await command(async (args) => {
  const names = args.length > 0 ? args : Object.keys(HOSTS);
  const unknown = names.find((name) => !Object.hasOwn(HOSTS, name));
  if (unknown !== undefined)
    throw new StepError(`no helpdesk is called ${unknown}: there are ${Object.keys(HOSTS).join(", ")}`);
  await setup({ browser: true });
  await build();

  process.on("exit", takeDown);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
  const scenario = await makeScenario();
  // Each waits mostly for the network or a database, so they come up together.
  const addresses = await Promise.all(names.map((name) => bringUp(name, scenario)));
  const hosts = Object.fromEntries(names.map((name, at) => [name, addresses[at]]));
  const files = (await readdir(tests)).filter((name) => name.endsWith(".test.mjs")).sort();
  const options = ["--test", "--test-reporter=spec", "--test-concurrency=1"];
  await run(process.execPath, [...options, ...files.map((name) => join(tests, name))], {
    env: { DESKGAUGE_HOSTS: JSON.stringify(hosts), DESKGAUGE_SCENARIO: scenario },
  });
});
