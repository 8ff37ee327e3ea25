// The widgets on a simulated desk that ends now: a ticket page, a dashboard, and the analysis of escalations.
//
// Live, the desk works on: every few seconds an agent answers the ticket that is due next, as a host would report it.

import "../dist/browser/all.js";
import { acknowledge, Desk, snooze } from "../dist/index.js";

const YEAR = 365 * 86_400_000;
const TICKETS = 20_000;
const DAY = ["09:00", "17:00"];
const SETTINGS = {
  calendars: {
    office: {
      timeZone: "Europe/Berlin",
      weekly: { mon: [DAY], tue: [DAY], wed: [DAY], thu: [DAY], fri: [DAY] },
    },
  },
  policies: [
    {
      id: "usual",
      calendar: "office",
      targets: { first_response: "4h", next_response: "8h", resolution: "24h" },
    },
  ],
  rules: [
    {
      id: "nearly-late",
      when: { clock: "resolution", used: "80%" },
      steps: [
        { do: "notify", to: { role: "lead" } },
        { do: "page", to: { role: "manager" }, after: "4h" },
      ],
    },
  ],
};
/** How often the live desk gets an answer, in milliseconds. */
const PACE = 3_000;

const status = /** @type {HTMLElement} */ (document.querySelector("#status"));
const settings = /** @type {HTMLFormElement} */ (document.querySelector("#settings"));
const [breaches, countdown, panel, dashboard, times, bottlenecks, handoffs, findings] = [
  "breaches",
  "countdown",
  "panel",
  "dashboard",
  "times",
  "bottlenecks",
  "handoffs",
  "findings",
].map((id) => /** @type {any} */ (document.getElementById(id)));

/** @type {ReturnType<typeof setInterval> | undefined} */
let working;

settings.addEventListener("change", () => {
  const chosen = new FormData(settings);
  document.documentElement.dataset.theme = String(chosen.get("theme"));
  document.documentElement.lang = String(chosen.get("language"));
  document.documentElement.dir = chosen.get("language") === "ar" ? "rtl" : "ltr";
  for (const widget of [breaches, countdown, panel, dashboard, times, bottlenecks, handoffs, findings]) {
    widget.locale = chosen.get("language");
  }
});

try {
  await show();
} catch (error) {
  status.textContent = error instanceof Error ? error.message : String(error);
}

async function show() {
  const desk = await Desk.open({ timeZone: "Europe/Berlin" });
  const now = Date.now();
  await desk.configure(SETTINGS);
  const loaded = await desk.load(await simulated({ tickets: TICKETS, from: now - YEAR, to: now }));
  const { format } = new Intl.NumberFormat("en");
  status.textContent = `${format(loaded.tickets)} tickets of a made-up desk. ${desk.engineNote}.`;

  breaches.source = desk;
  dashboard.source = desk;
  countdown.source = desk;
  panel.source = desk;
  const { next } = await desk.sla({ next: 1 });
  countdown.ticket = next[0]?.ticket;
  times.answer = await desk.escalationTimes({ by: "priority" });
  bottlenecks.answer = await desk.stages({ of: "group" });
  handoffs.answer = await desk.handoffs({ of: "group" });
  findings.answer = await desk.findings({ limit: 6 });
  react(desk);
}

/** What a host does with what the widgets tell. @param {Desk} desk */
function react(desk) {
  const refresh = () => [breaches, countdown, panel].forEach((widget) => void widget.refresh());
  document.addEventListener("deskgauge-open-ticket", ({ detail }) => {
    countdown.ticket = detail.ticket;
    countdown.scrollIntoView({ block: "nearest" });
  });
  panel.addEventListener("deskgauge-acknowledge", async (/** @type {CustomEvent} */ { detail }) => {
    await desk.apply([acknowledge(detail.step, detail.at)]);
    refresh();
  });
  panel.addEventListener("deskgauge-snooze", async (/** @type {CustomEvent} */ { detail }) => {
    await desk.apply([snooze(detail.step, detail.seconds, detail.at)]);
    refresh();
  });
  settings.addEventListener("change", () => {
    const live = new FormData(settings).get("live") !== null;
    clearInterval(working);
    if (!live) return;
    working = setInterval(async () => {
      const { next } = await desk.sla({ next: 1 });
      const ticket = next[0]?.ticket;
      if (ticket === undefined) return;
      const at = new Date().toISOString();
      await desk.apply([
        { ticket, at, kind: "reply", role: "agent" },
        { ticket, at, kind: "status", to: "solved" },
      ]);
      refresh();
      dashboard.refresh();
    }, PACE);
  });
}

/** Tickets from the worker beside this page. @param {object} options @returns {Promise<any>} */
function simulated(options) {
  const { href } = new URL("simulate-worker.js", import.meta.url);
  // Pages that demand Trusted Types want the address of a worker vouched for; this one is a literal of ours.
  const types = Reflect.get(globalThis, "trustedTypes");
  const policy = types?.createPolicy("deskgauge-demo", {
    createScriptURL: (/** @type {string} */ url) => url,
  });
  const worker = new Worker(policy?.createScriptURL(href) ?? href, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      resolve(data.columns);
      worker.terminate();
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(options);
  });
}
