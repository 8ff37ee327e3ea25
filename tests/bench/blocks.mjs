// How long the page's main thread stands still: the longest gap between two turns of the event loop while 100,000 tickets are
// loaded from bytes, and while the report of W2 is made, by where deskgauge computes, with typed beside.
//
//     npm run build && node tests/bench/blocks.mjs [--size 100k] [--rounds 3]

import { relative } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../www/build/run.mjs";
import { dataFile } from "./generate.mjs";
import { inFreshPage } from "./page.mjs";

const { values: options } = parseArgs({
  options: { size: { type: "string", default: "100k" }, rounds: { type: "string", default: "3" } },
});
const data = `/${relative(root, dataFile(options.size, { log: console.error }))}`;
const SUBJECTS = [["typed"], ["deskgauge", "worker"], ["deskgauge", "page"], ["deskgauge", "plain"]];

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)].toFixed(1);

console.log(
  `Longest block of the main thread, ${options.size}, chromium, median of ${options.rounds} rounds (ms)\n`,
);
console.log("| | load: block | load: time | W2: block | W2: time |\n|---|---|---|---|---|");
for (const [name, engine] of SUBJECTS) {
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    rounds.push(await inFreshPage(probe, [name, data, engine]));
  }
  const cells = ["load.block", "load.time", "report.block", "report.time"].map((path) => {
    const [part, figure] = path.split(".");
    return median(rounds.map((each) => each[part][figure]));
  });
  console.log(`| ${engine === undefined ? name : `${name}, ${engine}`} | ${cells.join(" | ")} |`);
}

/** Runs in the page. */
async function probe([name, url, engine]) {
  const [{ create }, { NOW }] = await Promise.all([
    import(`/tests/bench/engines/${name}.mjs`),
    import("/tests/bench/world.mjs"),
  ]);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const subject = await create({ now: NOW, engine });

  /** The longest time between two turns while `work` goes on. */
  const watched = async (work) => {
    const { port1, port2 } = new MessageChannel();
    let last = performance.now();
    let block = 0;
    port1.onmessage = () => {
      const now = performance.now();
      block = Math.max(block, now - last);
      last = now;
      port2.postMessage(undefined);
    };
    port2.postMessage(undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    [last, block] = [performance.now(), 0];
    const started = last;
    await work();
    const time = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, 20));
    port1.close();
    return { block, time };
  };
  const load = await watched(() => subject.ingest(bytes));
  const report = await watched(() => subject.w2());
  return { load, report };
}
