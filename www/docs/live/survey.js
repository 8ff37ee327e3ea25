import "deskgauge/define/survey";
import { desk } from "./desk.js";

document.querySelector("deskgauge-survey").report = await desk.report({ metrics: ["csat"] });
