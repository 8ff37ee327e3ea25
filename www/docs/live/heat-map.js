import "deskgauge/define/heat-map";
import { desk } from "./desk.js";

const map = document.querySelector("deskgauge-heat-map");
map.report = await desk.report({ metrics: ["created"], bucket: "hour-of-week" });
