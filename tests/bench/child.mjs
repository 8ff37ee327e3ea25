// One engine in a Node process of its own: measures and prints the result as JSON.
//
//     node tests/bench/child.mjs ENGINE FILE

import { readFileSync } from "node:fs";
import { measure } from "./measure.mjs";

const [engine, file] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const result = await measure(await import(`./engines/${engine}.mjs`), bytes);
process.stdout.write(JSON.stringify(result));
