import "deskgauge/define/handoff-graph";
import { desk } from "./desk.js";

const graph = document.querySelector("deskgauge-handoff-graph");
graph.answer = await desk.handoffs({ of: "group", limit: 12 });
