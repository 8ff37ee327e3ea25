import "deskgauge/define/sla-attainment";
import { desk } from "./desk.js";

const attainment = document.querySelector("deskgauge-sla-attainment");
attainment.answer = await desk.sla({ by: "tier" });
