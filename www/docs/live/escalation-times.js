import "deskgauge/define/escalation-times";
import { desk } from "./desk.js";

const times = document.querySelector("deskgauge-escalation-times");
times.answer = await desk.escalationTimes({ by: "priority" });
