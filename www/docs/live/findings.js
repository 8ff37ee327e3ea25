import "deskgauge/define/findings";
import { desk } from "./desk.js";

const findings = document.querySelector("deskgauge-findings");
findings.answer = await desk.findings({ limit: 5 });
findings.addEventListener("deskgauge-select", ({ detail }) => console.log(detail.dimension, detail.word));
