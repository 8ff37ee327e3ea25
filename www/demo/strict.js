// A page whose policy refuses WebAssembly: which engine a desk takes there, and why. Without workers it is plain JavaScript.

import "../dist/browser/kpi-tile.js";
import "../dist/browser/sla-countdown.js";
import "../dist/browser/metric-chart.js";
import { Desk } from "../dist/index.js";
import { simulate } from "../dist/simulator/index.js";
import { byId, el } from "./dom.js";
import { frame } from "./frame.js";
import { SETTINGS, TIME_ZONE, tell } from "./made-up.js";
import { mostUrgent } from "./urgent.js";

const NAMES = {
  worker: "WebAssembly in a worker",
  page: "WebAssembly in the page",
  plain: "Plain JavaScript",
};
/** So few that the page can make them itself: where workers are refused there is nobody else. */
const TICKETS = 2_000;
const QUARTER = 91 * 86_400_000;

frame();
const stricter = location.pathname.endsWith("/stricter.html");
byId("other").replaceChildren(
  ...(stricter
    ? ["Workers are refused as well. ", el("a", { href: "strict.html" }, "With workers allowed")]
    : [
        "A worker of its own origin is allowed. ",
        el("a", { href: "stricter.html" }, "The same with workers refused"),
      ]),
);
await tell(async () => {
  const { headers } = await fetch(location.href, { method: "HEAD" });
  byId("policy").textContent = (headers.get("content-security-policy") ?? "none").replaceAll("; ", ";\n");
  const desk = await Desk.open({ timeZone: TIME_ZONE });
  byId("engine").textContent = NAMES[desk.engine];
  byId("note").textContent = `${desk.engineNote}.`;
  await desk.configure(SETTINGS);
  const to = Date.now();
  const begun = performance.now();
  const { tickets } = await desk.load(
    simulate({ tickets: TICKETS, from: to - QUARTER, to, timeZone: TIME_ZONE }),
  );
  const [report, trend, channels] = await desk.report([
    { metrics: ["first_response_time"] },
    { metrics: ["first_response_time"], bucket: "week" },
    { metrics: ["created"], by: ["channel"] },
  ]);
  const took = performance.now() - begun;
  Object.assign(byId("tile"), { report, trend });
  Object.assign(byId("chart"), { report: channels });
  Object.assign(byId("countdown"), { source: desk, ticket: await mostUrgent(desk) });
  const { format } = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  return `${format(tickets)} made-up tickets made, loaded and reported on in ${format(took)} ms.`;
});
