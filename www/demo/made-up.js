// The made-up desk behind the pages with widgets: a year that ends now, with promises and escalation rules, and live mode.

import { Desk } from "../dist/index.js";
import { showFailure } from "./advice.js";
import { byId, el } from "./dom.js";
import { simulated } from "./simulated.js";

const YEAR = 365 * 86_400_000;
const TICKETS = 20_000;
export const TIME_ZONE = "America/New_York";
const DAY = ["08:00", "20:00"];
export const SETTINGS = {
  calendars: {
    office: {
      timeZone: TIME_ZONE,
      weekly: { mon: [DAY], tue: [DAY], wed: [DAY], thu: [DAY], fri: [DAY], sat: [DAY], sun: [DAY] },
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
/** How often the live desk works, in milliseconds. */
const PACE = 3_000;

/** A desk with a year of tickets, those tickets as columns, and what was loaded. */
export async function openMadeUp() {
  const now = Date.now();
  const { columns } = await simulated({
    tickets: TICKETS,
    from: now - YEAR,
    to: now,
    timeZone: TIME_ZONE,
  });
  const desk = await Desk.open({ timeZone: TIME_ZONE });
  await desk.configure(SETTINGS);
  const loaded = await desk.load(columns);
  return { desk, columns, loaded };
}

/** Does the work of a page, and tells in its #status how it ended: with a sentence, or with what went wrong. */
export async function tell(work) {
  const status = byId("status");
  try {
    status.textContent = await work();
  } catch (error) {
    const place = el("div", {});
    status.replaceChildren();
    status.after(place);
    showFailure(place, error, "The desk could not be opened");
  }
}

/**
 * Live mode while the box is checked: every few seconds a ticket comes in, and an agent solves the one that is due next, as a
 * host would tell of it.
 *
 * @param {HTMLInputElement} box @param {() => Desk | undefined} current @param {() => void} changed
 */
export function liveMode(box, current, changed) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let working;
  box.addEventListener("change", () => {
    clearInterval(working);
    if (box.checked) working = setInterval(() => void work(current()).then(changed), PACE);
  });
}

let made = 0;

async function work(desk) {
  if (desk === undefined) return;
  const at = new Date().toISOString();
  made += 1;
  await desk.load([{ id: `live-${made}`, created_at: at, channel: made % 2 === 0 ? "chat" : "email" }]);
  const { next } = await desk.sla({ next: 1 });
  const ticket = next[0]?.ticket;
  if (ticket === undefined) return;
  await desk.apply([
    { ticket, at, kind: "reply", role: "agent" },
    { ticket, at, kind: "status", to: "solved" },
  ]);
}
