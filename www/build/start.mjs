// The demo on 127.0.0.1: `npm start`, or with a file of your own `npm start -- --data FILE --mapping MAPPING`.
//
// MAPPING is a JSON file or the name of one in www/mappings. Paths are read from where npm was called.

import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { command, root, StepError, say } from "./run.mjs";
import { serve } from "./serve.mjs";
import { setup } from "./setup.mjs";

const USAGE = "usage: npm start [-- [--data FILE] [--mapping FILE|NAME] [--port N]]";

await command(async (args) => {
  const options = await read(args);
  await setup();
  await build();
  const site = await serve(options).catch((error) => {
    throw new StepError(`cannot serve on port ${options.port}: ${error.message}`);
  });
  if (options.data !== undefined)
    say(`${options.data} is shown at ${site.url}demo/explore.html, to this machine only`);
  say(`The demo is at ${site.url} (Ctrl-C ends it)`);
});

async function read(args) {
  let values;
  try {
    const options = { data: { type: "string" }, mapping: { type: "string" }, port: { type: "string" } };
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw usage(error.message);
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw usage(`--port ${values.port} is no port number`);
  return { port, data: await dataFile(values.data), mapping: await mappingFile(values.mapping) };
}

async function dataFile(name) {
  if (name === undefined) return undefined;
  const path = fromCaller(name);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw usage(`--data ${name}: there is no such file`);
  return path;
}

async function mappingFile(name) {
  if (name === undefined) return undefined;
  const shipped = join(root, "www/mappings", `${name}.json`);
  const path = existsSync(fromCaller(name)) ? fromCaller(name) : shipped;
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) throw usage(`--mapping ${name}: neither a file nor a mapping in www/mappings`);
  try {
    JSON.parse(text);
  } catch (error) {
    throw usage(`--mapping ${name} is no JSON: ${error.message}`);
  }
  return path;
}

function fromCaller(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

function usage(message) {
  return Object.assign(new StepError(`${message}\n${USAGE}`), { exitCode: 2 });
}
