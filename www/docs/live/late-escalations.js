import "deskgauge/define/late-escalations";
import { desk } from "./desk.js";

const late = document.querySelector("deskgauge-late-escalations");
late.answer = await desk.lateEscalations({ limit: 5 });
late.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));
