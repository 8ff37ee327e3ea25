// What somebody writes after a minute with the README: a figure, a tile and a countdown. Every app has a copy.
import { Desk } from "deskgauge";
import "deskgauge/define/kpi-tile";
import "deskgauge/define/sla-countdown";

const tickets = [
  {
    id: "T-1",
    created_at: "2025-03-03T09:00:00Z",
    events: [
      { at: "2025-03-03T09:25:00Z", kind: "reply", role: "agent" },
      { at: "2025-03-03T11:00:00Z", kind: "status", to: "solved" },
    ],
  },
  { id: "T-2", created_at: Date.now() - 30 * 60_000 },
];

export async function show() {
  // ?engine=plain, as in a page where WebAssembly is refused.
  const engine = new URLSearchParams(location.search).get("engine") ?? "auto";
  const desk = await Desk.open({ timeZone: "UTC", engine });
  await desk.configure({ policies: [{ id: "all", targets: { first_response: "4h" } }] });
  await desk.load(tickets);
  const report = await desk.report({ metrics: ["first_response_time"] });
  const definitions = await desk.metrics();

  document.querySelector("#figure").textContent = `${report.cell().mean} s`;
  const definition = definitions.find(({ id }) => id === "first_response_time");
  Object.assign(document.querySelector("deskgauge-kpi-tile"), { report, definition });
  Object.assign(document.querySelector("deskgauge-sla-countdown"), { source: desk, ticket: "T-2" });
  document.querySelector("#engine").textContent = desk.engine;
}
