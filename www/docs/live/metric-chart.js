import "deskgauge/define/metric-chart";
import { desk } from "./desk.js";

const chart = document.querySelector("deskgauge-metric-chart");
chart.report = await desk.report({ metrics: ["full_resolution_time"], by: ["channel"], bucket: "month" });
chart.addEventListener("deskgauge-select", ({ detail }) => console.log(detail.dimension, detail.word));
