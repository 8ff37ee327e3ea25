// Runs one engine through all workloads once and times each part. The same code runs in a
// Node process and in the page; the caller brings the bytes, so reading them is never timed.
//
// Easy to get wrong: parts are timed in a fixed order in a fresh process, because "first"
// means before the engine's code has been optimised. Do not call an engine beforehand.

import { dragSteps, jumpSteps } from "./steps.mjs";
import { NOW } from "./world.mjs";

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function interactions(engine, steps) {
  const times = [];
  const answers = [];
  for (const step of steps) {
    const start = performance.now();
    const answer = await engine.w4(step);
    times.push(performance.now() - start);
    answers.push(engine.interaction(answer));
  }
  return { times, answers };
}

/**
 * Times (milliseconds) and answers of one engine on one file.
 * `warmCalls` is how often the report is asked for again; the median of the last three counts.
 */
export async function measure({ create }, bytes, { warmCalls = 4 } = {}) {
  const times = {};
  const answers = {};
  let engine;
  [times.start, engine] = await timed(() => create({ now: NOW }));

  [times.ingestFirst, answers.loaded] = await timed(() => engine.ingest(bytes));
  let report;
  [times.reportFirst, report] = await timed(() => engine.w2());
  times.bytesToReport = times.ingestFirst + times.reportFirst;
  answers.w2 = engine.rows(report);
  const again = [];
  for (let call = 0; call < warmCalls; call += 1) again.push((await timed(() => engine.w2()))[0]);
  times.reportWarm = median(again.slice(-3));

  [times.brushSetup] = await timed(() => engine.w4setup());
  const drag = await interactions(engine, dragSteps());
  const jump = await interactions(engine, jumpSteps());
  times.drag = median(drag.times);
  times.jump = median(jump.times);
  times.worst = Math.max(...drag.times, ...jump.times);
  answers.drag = drag.answers;
  answers.jump = jump.answers;

  await engine.release();
  [times.ingestWarm] = await timed(() => engine.ingest(bytes));
  await engine.release();
  return { times, answers };
}
