// The dashboard on a made-up desk or on a file of the reader's own; live, it works on.

import "../dist/browser/dashboard.js";
import "../dist/browser/escalation-times.js";
import "../dist/browser/bottlenecks.js";
import "../dist/browser/handoff-graph.js";
import "../dist/browser/findings.js";
import { Desk } from "../dist/index.js";
import { byId } from "./dom.js";
import { counted } from "./format.js";
import { frame } from "./frame.js";
import { liveMode, openMadeUp, tell } from "./made-up.js";
import { browserZone, ownFile } from "./own-file.js";

const LAYOUT = {
  dimensions: ["channel", "priority", "tier", "type", "group"],
  items: [
    { kind: "kpi", metric: "created" },
    { kind: "kpi", metric: "first_response_time" },
    { kind: "kpi", metric: "full_resolution_time" },
    { kind: "kpi", metric: "escalation_rate" },
    { kind: "chart", metric: "created", bucket: "week", span: 2 },
    { kind: "backlog", bucket: "week", span: 2 },
    { kind: "chart", metric: "full_resolution_time", bucket: "week", by: "priority", span: 2 },
    { kind: "heat-map", metric: "created", span: 2 },
    { kind: "chart", metric: "first_response_time", by: "channel" },
    { kind: "chart", metric: "escalation_rate", by: "type" },
    {
      kind: "table",
      by: "group",
      metrics: ["created", "first_response_time", "full_resolution_time", "escalation_rate"],
      span: 2,
    },
    { kind: "survey", metric: "csat" },
    { kind: "chart", metric: "reopen_rate", by: "priority" },
    { kind: "chart", metric: "csat", by: "channel", span: 2 },
  ],
};

const live = /** @type {HTMLInputElement} */ (byId("live"));
const board = /** @type {any} */ (byId("dashboard"));
/** @type {Desk | undefined} */
let current;
let shown = 0;

frame();
board.layout = LAYOUT;
const own = ownFile(openOwn);
byId("simulated").addEventListener("click", () => {
  own.clear();
  void tell(openSimulated);
});
liveMode(
  live,
  () => current,
  () => board.refresh(),
);
await tell(openSimulated);

async function openSimulated() {
  shown += 1;
  const mine = shown;
  const { desk, loaded } = await openMadeUp();
  if (mine !== shown) return desk.free();
  live.disabled = false;
  byId("simulated").hidden = true;
  await show(desk);
  return `${loaded.tickets.toLocaleString("en")} made-up tickets of a year. ${desk.engineNote}.`;
}

/** A file in place of the made-up desk. What was shown stays until the file is loaded. */
async function openOwn(file, mapping, { signal, onProgress }) {
  shown += 1;
  const mine = shown;
  // A file says how things stood when it was written: first it is loaded, then a desk opened that stands at its end.
  const desk = await Desk.open({ timeZone: mapping.timeZone ?? browserZone });
  try {
    const begun = performance.now();
    const loaded = await desk.load(file, { mapping, fileName: file.name, signal, onProgress });
    const loadMs = performance.now() - begun;
    if (mine !== shown) {
      desk.free();
      return undefined;
    }
    live.checked = false;
    live.dispatchEvent(new Event("change"));
    live.disabled = true;
    byId("simulated").hidden = false;
    byId("status").textContent = `${file.name}: ${counted(loaded.tickets, "ticket")}. ${desk.engineNote}.`;
    await show(desk);
    return { loaded, loadMs };
  } catch (error) {
    if (current !== desk) desk.free();
    throw error;
  }
}

async function show(desk) {
  const before = current;
  current = desk;
  board.view = { where: {} };
  board.source = desk;
  const [times, bottlenecks, handoffs, findings] = await Promise.all([
    desk.escalationTimes(),
    desk.stages({ of: "group" }),
    desk.handoffs({ of: "group" }),
    desk.findings({ limit: 6 }),
  ]);
  if (current !== desk) return;
  Object.assign(byId("times"), { answer: times });
  Object.assign(byId("bottlenecks"), { answer: bottlenecks });
  Object.assign(byId("handoffs"), { answer: handoffs });
  Object.assign(byId("findings"), { answer: findings });
  before?.free();
}
