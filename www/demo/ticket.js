// A ticket page as a helpdesk has it, with the widgets beside the ticket. The page is the host here: it opens tickets, and
// carries out what the escalation panel asks for.

import "../dist/browser/sla-countdown.js";
import "../dist/browser/escalation-panel.js";
import "../dist/browser/breach-list.js";
import "../dist/browser/alert-feed.js";
import { acknowledge, snooze } from "../dist/index.js";
import { byId, el } from "./dom.js";
import { frame } from "./frame.js";
import { liveMode, openMadeUp, TIME_ZONE, tell } from "./made-up.js";
import { TicketBook } from "./ticket-book.js";
import { mostUrgent } from "./urgent.js";

/** Alerts of so long ago are still shown, in milliseconds. */
const RECENT = 6 * 3_600_000;

const [countdown, panel, breaches, alerts] = ["countdown", "panel", "breaches", "alerts"].map(
  (id) => /** @type {any} */ (byId(id)),
);
const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: TIME_ZONE });
/** @type {import("deskgauge").Desk} */
let desk;
let book;

frame();
await tell(async () => {
  const { columns, ...made } = await openMadeUp();
  desk = made.desk;
  book = new TicketBook(columns);
  for (const widget of [countdown, panel, breaches]) {
    widget.source = desk;
    widget.timeZone = TIME_ZONE;
  }
  open(await mostUrgent(desk));
  await refresh();
  listen();
  return `${made.loaded.tickets.toLocaleString("en")} made-up tickets. ${desk.engineNote}.`;
});

/** Shows a ticket with its clocks and its escalations. */
function open(ticket) {
  countdown.ticket = ticket;
  panel.ticket = ticket;
  const { facts, events } = book.read(ticket);
  byId("ticket-title").textContent = `Ticket ${ticket}`;
  byId("facts").replaceChildren(
    ...facts.map(([term, word]) => el("div", {}, el("dt", {}, term), el("dd", {}, word))),
  );
  byId("history").replaceChildren(
    ...events.map(({ at, text }) =>
      el(
        "li",
        {},
        el("span", {}, text),
        el("time", { datetime: new Date(at).toISOString() }, when.format(at)),
      ),
    ),
  );
}

function listen() {
  document.addEventListener("deskgauge-open-ticket", ({ detail }) => {
    open(detail.ticket);
    byId("ticket-title").focus();
  });
  panel.addEventListener("deskgauge-acknowledge", ({ detail }) => apply(acknowledge(detail.step, detail.at)));
  panel.addEventListener("deskgauge-snooze", ({ detail }) =>
    apply(snooze(detail.step, detail.seconds, detail.at)),
  );
  const box = /** @type {HTMLInputElement} */ (byId("live"));
  liveMode(box, () => desk, refresh);
}

async function apply(event) {
  await desk.apply([event]);
  await refresh();
}

async function refresh() {
  for (const widget of [countdown, panel, breaches]) widget.refresh();
  const now = Date.now();
  alerts.alerts = await desk.alerts({ since: now - RECENT, now });
}
