// Runs one engine through all workloads once and times each part. The same code runs in a
// Node process and in the page; the caller brings the bytes, so reading them is never timed.
//
// Easy to get wrong: parts are timed in a fixed order in a fresh process, because "first"
// means before the engine's code has been optimised. Do not call an engine beforehand.

import { MOST_REPLAYED, unstated } from "./escalations.mjs";
import { liveEvents } from "./live.mjs";
import { measuredOf, toldNatively, zendeskPayloads } from "./payloads.mjs";
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

/** Times of the clocks of all tickets, and of live events, for engines that have them. */
async function promises(engine, warmCalls, { times, answers }) {
  if (engine.w3 === undefined) return;
  [times.clocksSetup] = await timed(() => engine.w3setup());
  let clocks;
  [times.clocksFirst, clocks] = await timed(() => engine.w3());
  answers.w3 = await engine.clocks(clocks);
  const again = [];
  for (let call = 0; call < warmCalls; call += 1) again.push((await timed(() => engine.w3()))[0]);
  times.clocksWarm = median(again.slice(-3));

  [times.liveSetup] = await timed(() => engine.w5setup());
  const live = [];
  answers.live = [];
  for (const event of liveEvents(answers.loaded.tickets)) {
    const start = performance.now();
    const cards = await engine.w5(event);
    live.push(performance.now() - start);
    answers.live.push(engine.cards(cards));
  }
  times.live = median(live);
  times.liveWorst = Math.max(...live);
}

/** Times of a call that is made again and again: the first, and the median of the last three. */
async function repeated(work, warmCalls) {
  const [first, answer] = await timed(work);
  const again = [];
  for (let call = 0; call < warmCalls; call += 1) again.push((await timed(work))[0]);
  return { first, warm: median(again.slice(-3)), answer };
}

/** Times of the analyses of escalations, for engines that have them; others may know what must be found. */
async function analytics(engine, warmCalls, { times, answers }) {
  if (engine.w6check !== undefined) answers.w6 = engine.w6check();
  if (engine.w6 === undefined) return;
  await engine.w6setup();
  const { first, warm, answer } = await repeated(() => engine.w6(), warmCalls);
  [times.analyticsFirst, times.analyticsWarm] = [first, warm];
  answers.w6 = engine.analytics(answer);
}

/** Times of running the history again under other settings. */
async function replays(engine, bytes, warmCalls, { times, answers }) {
  if (answers.loaded.tickets > MOST_REPLAYED) return;
  if (engine.w7check !== undefined) answers.w7 = engine.w7check(unstated(bytes));
  if (engine.w7levels === undefined) return;
  await engine.w7setup(unstated(bytes));
  const levels = await repeated(() => engine.w7levels(), warmCalls);
  [times.levelsFirst, times.levelsWarm] = [levels.first, levels.warm];
  const rules = await repeated(() => engine.w7rules(), warmCalls);
  [times.rulesFirst, times.rulesWarm] = [rules.first, rules.warm];
  answers.w7 = engine.replays(levels.answer, rules.answer);
}

/** Times of putting all data away and opening a desk with them; others answer the same report without. */
async function snapshots(engine, { times, answers }) {
  answers.w8 = answers.w2;
  if (engine.w8save === undefined) return;
  let snapshot;
  [times.save, snapshot] = await timed(() => engine.w8save());
  answers.w8 = undefined;
  for (const [restored, reported] of [
    ["restoreFirst", "restoreFirstReport"],
    ["restoreWarm", "restoreWarmReport"],
  ]) {
    let report;
    [times[restored]] = await timed(() => engine.w8restore(snapshot));
    [times[reported], report] = await timed(() => engine.w2());
    times[reported] += times[restored];
    answers.w8 = engine.rows(report);
  }
}

/** Times of reading what a helpdesk's own API answers, for as many bytes as the file has; others say what it must give. */
async function payloads(engine, bytes, { times, answers }) {
  if (engine.w9 === undefined) {
    await engine.ingest(toldNatively(bytes));
    answers.w9 = measuredOf(engine.rows(await engine.w2()));
    return;
  }
  const told = zendeskPayloads(bytes);
  for (const call of ["auditsFirst", "auditsWarm"]) {
    const [time, report] = await timed(() => engine.w9(told));
    times[call] = (time * bytes.length) / told.length;
    answers.w9 = measuredOf(engine.rows(await report()));
  }
}

/**
 * Times (milliseconds) and answers of one engine on one file.
 * `warmCalls` is how often the report is asked for again, and the clocks; the median of the last three counts.
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

  await analytics(engine, warmCalls, { times, answers });
  await promises(engine, warmCalls, { times, answers });

  await engine.release();
  [times.ingestWarm] = await timed(() => engine.ingest(bytes));
  await snapshots(engine, { times, answers });
  await replays(engine, bytes, warmCalls, { times, answers });
  await engine.release();
  await payloads(engine, bytes, { times, answers });
  await engine.release();
  return { times, answers };
}
