import "deskgauge/define/kpi-tile";
import { desk } from "./desk.js";

const [report, trend] = await desk.report([
  { metrics: ["first_response_time"] },
  { metrics: ["first_response_time"], bucket: "week" },
]);
Object.assign(document.querySelector("deskgauge-kpi-tile"), { report, trend });
