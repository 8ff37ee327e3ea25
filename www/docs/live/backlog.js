import "deskgauge/define/backlog";
import { desk } from "./desk.js";

const backlog = document.querySelector("deskgauge-backlog");
backlog.report = await desk.report({ metrics: ["backlog"], by: ["priority"], bucket: "week" });
