// The explorer: opens a desk, asks it, shows what it says, in elements of its own and without a widget.
//
// It opens on the file that `npm start -- --data FILE` offers, else on a simulated desk of 100,000 tickets made in the page.
//
// Easy to get wrong: loads and questions overlap. Each has a number, and an answer to an older one is dropped.

import { Desk } from "../dist/index.js";
import { SIMULATED } from "../dist/simulator/index.js";
import { showFailure } from "./advice.js";
import { ask, askEscalation, askRhythm, SPLITS, scope, survey, TRENDS } from "./answers.js";
import { showCards } from "./cards.js";
import { download, showChannels } from "./channels.js";
import { askDepth, showDepth } from "./depth.js";
import { byId, el } from "./dom.js";
import { showEscalation, showRhythm } from "./escalation.js";
import { buildFilters } from "./filters.js";
import { count, megabytes, milliseconds } from "./format.js";
import { frame } from "./frame.js";
import { browserZone, ownFile } from "./own-file.js";
import { simulated } from "./simulated.js";
import { showTrend } from "./trend.js";

/** The desk on the page and all that is shown of it. */
let current;
let loads = 0;
let asks = 0;

async function start() {
  fillSelects();
  listen();
  const offered = await fetch("../data/index.json").then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  );
  if (offered?.data)
    await openOffered(offered).catch((error) => fail(error, `${offered.data.name} could not be loaded`));
  else await openSimulated();
}

async function openSimulated() {
  const load = ++loads;
  stage(`Making ${count(SIMULATED.tickets)} simulated tickets …`);
  try {
    const { tickets, seed, from, to, timeZone } = SIMULATED;
    const { columns, ms: made } = await simulated({ tickets, seed, from, to, timeZone });
    if (load !== loads) return;
    stage("Loading them …");
    await open(load, columns, {
      label: "Simulated data",
      text: `${count(SIMULATED.tickets)} made-up tickets of one year, the same on every visit. No real desk stands behind them.`,
      timeZone: SIMULATED.timeZone,
      now: SIMULATED.to,
      period: "91",
      made,
    });
  } catch (error) {
    fail(error, "The simulated desk could not be opened");
  }
}

async function openOffered({ data, mapping }) {
  const load = ++loads;
  stage(`Loading ${data.name} …`);
  const map = mapping ? await fetch(mapping.url).then((response) => response.json()) : undefined;
  const response = await fetch(data.url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${data.name}`);
  await open(load, response, fileSource(data.name, map));
}

function fileSource(name, mapping) {
  return {
    label: "Your file",
    text: name,
    timeZone: browserZone,
    now: undefined,
    period: "all",
    mapping,
    fileName: name,
  };
}

/** Loads into a new desk and, when that worked, shows it instead of the one before. */
async function open(load, input, source, { signal, onProgress } = {}) {
  const { timeZone, now, mapping, fileName } = source;
  const engine = new URLSearchParams(location.search).get("engine") ?? "auto";
  const desk = await Desk.open({ timeZone, engine, ...(now === undefined ? {} : { now }) });
  try {
    const begun = performance.now();
    const options = {
      ...(mapping ? { mapping } : {}),
      ...(fileName ? { fileName } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    };
    const loaded = await desk.load(input, options);
    const loadMs = performance.now() - begun;
    if (load !== loads) {
      desk.free();
      return undefined;
    }
    stage("Computing …");
    await show(desk, { ...source, loaded, loadMs });
    return { loaded, loadMs };
  } catch (error) {
    if (current?.desk !== desk) desk.free();
    throw error;
  }
}

async function show(desk, source) {
  // A file says how things stood when it was written: tickets open then have not been waiting until today.
  const now = source.now ?? Math.min(Date.now(), ((await desk.newest()) ?? Date.now()) + 1);
  const [found, definitions] = await Promise.all([survey(desk, now), desk.metrics()]);
  const before = current?.desk;
  current = {
    desk,
    source,
    now,
    definitions: new Map(definitions.map((definition) => [definition.id, definition])),
    view: undefined,
    answer: undefined,
  };
  before?.free();
  byId("source-label").textContent = source.label;
  byId("source-label").classList.toggle("own", source.fileName !== undefined);
  byId("source-text").textContent = source.text;
  byId("simulated").hidden = source.fileName === undefined;
  byId("failure").replaceChildren();
  for (const id of ["trend", "channels", "escalation", "depth"]) byId(id).hidden = false;
  if (found.first === undefined) throw new Error("no ticket came in before the reference day");
  buildFilters(byId("filters"), {
    ...found,
    asOf: now,
    timeZone: source.timeZone,
    period: source.period,
    onchange: (view) => {
      current.view = view;
      refresh();
    },
  });
}

/** Asks everything anew. The figures on the page stay until the new ones are there. */
async function refresh() {
  const asked = ++asks;
  const { desk, view, definitions, source } = current;
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(desk, view);
    if (asked !== asks) return;
    current.answer = answer;
    showCards(byId("cards"), { answer, definitions, period: view.periodName, timeZone: source.timeZone });
    showChannels(byId("channels-body"), answer.channels.rows);
    drawTrend();
    await Promise.all([drawEscalation(), drawRhythm(), drawDepth()]);
    if (asked !== asks) return;
    const memory = await desk.memory();
    showTimings({ ...source, answerMs: answer.ms, desk, memory });
    stage("");
    byId("failure").replaceChildren();
  } catch (error) {
    if (asked === asks) fail(error, "The figures could not be computed");
  } finally {
    if (asked === asks) document.body.removeAttribute("aria-busy");
  }
}

function drawTrend() {
  const { answer, view, source } = current;
  const metric = byId("trend-metric").value;
  showTrend(byId("trend-body"), {
    trend: answer.trend,
    metric,
    shaded: view.period,
    timeZone: source.timeZone,
  });
}

async function drawEscalation() {
  const { desk, view } = current;
  const by = byId("escalation-by").value;
  const title = SPLITS.find(([value]) => value === by)?.[1] ?? by;
  const rows = await askEscalation(desk, view, by);
  if (current.view === view && byId("escalation-by").value === by)
    showEscalation(byId("escalation-body"), { rows, by, title });
}

async function drawRhythm() {
  const { desk, view } = current;
  const rows = await askRhythm(desk, view);
  if (current.view === view)
    showRhythm(byId("rhythm-body"), { rows, statistic: byId("rhythm-metric").value });
}

async function drawDepth() {
  const { desk, view } = current;
  const of = byId("depth-of").value;
  const answer = await askDepth(desk, scope(view), of);
  if (current.view === view && byId("depth-of").value === of) showDepth(byId("depth-body"), answer);
}

function showTimings({ made, loaded, loadMs, answerMs, desk, memory }) {
  const facts = [
    ["Tickets", count(loaded.tickets)],
    ["Events", count(loaded.events)],
    ["Made in", made === undefined ? undefined : milliseconds(made)],
    ["Loaded in", milliseconds(loadMs)],
    ["Answered in", milliseconds(answerMs)],
    ["Memory", megabytes(memory.wasm)],
    ["Engine", desk.engineNote],
  ];
  byId("timings").replaceChildren(
    ...facts
      .filter(([, value]) => value !== undefined)
      .map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))),
  );
}

/** Loads a file that somebody chose; undefined when another load has overtaken it. */
async function loadOwn(file, mapping, told) {
  const load = ++loads;
  try {
    const source = { ...fileSource(file.name, mapping), timeZone: mapping.timeZone ?? browserZone };
    return await open(load, file, source, told);
  } finally {
    stage("");
  }
}

function stage(text) {
  byId("stage").textContent = text;
}

function fail(error, title) {
  stage("");
  showFailure(byId("failure"), error, title);
}

function fillSelects() {
  byId("trend-metric").replaceChildren(
    ...TRENDS.map(({ metric, title }) => el("option", { value: metric }, title)),
  );
  byId("escalation-by").replaceChildren(...SPLITS.map(([value, title]) => el("option", { value }, title)));
}

function listen() {
  byId("trend-metric").addEventListener("change", drawTrend);
  byId("escalation-by").addEventListener("change", drawEscalation);
  byId("depth-of").addEventListener("change", drawDepth);
  byId("rhythm-metric").addEventListener("change", drawRhythm);
  byId("channels-csv").addEventListener("click", () =>
    download("channels.csv", current.answer.channels.report.toCSV(), "text/csv"),
  );
  byId("simulated").addEventListener("click", () => {
    own.clear();
    openSimulated();
  });
}

frame();
const own = ownFile(loadOwn);
start();
