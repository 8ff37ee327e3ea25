// Runs the engines side by side and prints their times as ratios to `typed` of the same round.
//
//     npm run bench -- --sizes 10k,100k --engines typed,deskgauge --rounds 5 --in chromium --shuffled
//
// Easy to get wrong: machines are shared and noisy. Quote the ratios, and only those of one run.

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { compare } from "./compare.mjs";
import { dataFile } from "./generate.mjs";
import { measureInPage } from "./page.mjs";

const PARTS = {
  ingestFirst: "W1 bytes, first call",
  ingestWarm: "W1 bytes, second call",
  reportFirst: "W2 report, first call",
  reportWarm: "W2 report, warm",
  bytesToReport: "W1+W2 bytes to first report",
  brushSetup: "W4 set-up",
  drag: "W4 drag",
  jump: "W4 jump",
  worst: "W4 worst",
  clocksSetup: "W3 set-up",
  clocksFirst: "W3 clocks, first call",
  clocksWarm: "W3 clocks, warm",
  liveSetup: "W5 set-up",
  live: "W5 one event",
  liveWorst: "W5 worst",
  analyticsFirst: "W6 escalation analytics, first call",
  analyticsWarm: "W6 escalation analytics, warm",
  levelsFirst: "W7 replay of new levels, first call",
  levelsWarm: "W7 replay of new levels, warm",
  rulesFirst: "W7 replay of new rules, first call",
  rulesWarm: "W7 replay of new rules, warm",
  save: "W8 snapshot, save",
  restoreFirst: "W8 snapshot, restore, first call",
  restoreWarm: "W8 snapshot, restore, second call",
  restoreFirstReport: "W8 snapshot to first report",
  restoreWarmReport: "W8 snapshot to report, second call",
  auditsFirst: "W9 Zendesk audits, as many bytes, first call",
  auditsWarm: "W9 Zendesk audits, as many bytes, second call",
};
/** What the baseline does not do itself goes by its warm report, and what stands in for a load by its load. */
const notOfBaseline = (part) => (/^(save|restore|audits)/.test(part) ? "ingestFirst" : "reportWarm");

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "100k" },
    engines: { type: "string", default: "typed,deskgauge,plain" },
    rounds: { type: "string", default: "3" },
    in: { type: "string", default: "chromium" },
    shuffled: { type: "boolean", default: false },
  },
});

const engines = options.engines.split(",");
const measured = {};
for (const size of options.sizes.split(",")) {
  const file = dataFile(size, { shuffled: options.shuffled, log: console.error });
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const times = {};
    let baseline;
    for (const engine of engines) {
      const result = await (options.in === "node"
        ? measureInNode(engine, file)
        : measureInPage(engine, file));
      times[engine] = result.times;
      if (round === 0) {
        if (baseline === undefined) baseline = result.answers;
        else tell(engine, result.answers, baseline);
      }
    }
    rounds.push(times);
    console.error(`round ${round + 1} of ${options.rounds} done`);
  }
  measured[size] = rounds;
  print(size, rounds);
}
writeFileSync(
  join(import.meta.dirname, ".cache/last-run.json"),
  JSON.stringify({ options, measured }, null, 1),
);

async function measureInNode(engine, file) {
  const child = join(import.meta.dirname, "child.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [child, engine, file], {
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

function tell(engine, answers, baseline) {
  for (const [workload, hoped] of Object.entries(baseline)) {
    if (answers[workload] === undefined) {
      console.log(`${engine} ${workload}: not done`);
      continue;
    }
    const { values, differ, first } = compare(answers[workload], hoped);
    console.log(
      `${engine} ${workload}: ${differ === 0 ? `all ${values} answers equal` : `${differ} of ${values} differ`}`,
    );
    for (const line of first) console.log(`  ${line}`);
    if (differ > 0) process.exitCode = 1;
  }
}

function print(size, rounds) {
  const median = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];
  console.log(
    `\n### ${options.in}, ${size}${options.shuffled ? ", shuffled keys" : ""}, ${rounds.length} rounds\n`,
  );
  console.log(`| | ${engines.join(" | ")} |\n|---|${engines.map(() => "---|").join("")}`);
  for (const [part, title] of Object.entries(PARTS)) {
    const cells = engines.map((engine) => {
      if (rounds[0][engine][part] === undefined) return "–";
      const time = `${median(rounds.map((times) => times[engine][part])).toPrecision(3)} ms`;
      if (engine === engines[0]) return time;
      const hoped = rounds[0][engines[0]][part] === undefined ? notOfBaseline(part) : part;
      const ratios = rounds.map((times) => times[engine][part] / times[engines[0]][hoped]);
      return `${time} (${median(ratios).toFixed(2)}×)`;
    });
    console.log(`| ${title} | ${cells.join(" | ")} |`);
  }
}
