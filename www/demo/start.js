// The start page: three widgets at work, and the way to everything else.

import "../dist/browser/kpi-tile.js";
import "../dist/browser/sla-countdown.js";
import "../dist/browser/breach-list.js";
import { byId } from "./dom.js";
import { frame } from "./frame.js";
import { openMadeUp, tell } from "./made-up.js";
import { mostUrgent } from "./urgent.js";

frame();
await tell(async () => {
  const { desk, loaded } = await openMadeUp();
  const [report, trend] = await desk.report([
    { metrics: ["first_response_time"] },
    { metrics: ["first_response_time"], bucket: "week" },
  ]);
  Object.assign(byId("tile"), { report, trend });
  Object.assign(byId("countdown"), { source: desk, ticket: await mostUrgent(desk) });
  Object.assign(byId("breaches"), { source: desk });
  byId("breaches").addEventListener("deskgauge-open-ticket", ({ detail }) => {
    Object.assign(byId("countdown"), { ticket: detail.ticket });
  });
  return `${loaded.tickets.toLocaleString("en")} made-up tickets. ${desk.engineNote}.`;
});
