import "deskgauge/define/kpi-tile";
import { desk } from "./desk.js";

const month = 30 * 86_400_000;
const now = Date.now();
const [report, trend] = await desk.report([
  { metrics: ["first_response_time"], period: { from: now - month, to: now }, compare: "previous" },
  { metrics: ["first_response_time"], bucket: "week" },
]);
const definitions = await desk.metrics();
const definition = definitions.find(({ id }) => id === "first_response_time");
Object.assign(document.querySelector("deskgauge-kpi-tile"), { report, trend, definition });
