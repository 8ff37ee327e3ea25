import "deskgauge/define/escalation-panel";
import { acknowledge, snooze } from "deskgauge";
import { desk } from "./desk.js";

const panel = document.querySelector("deskgauge-escalation-panel");
panel.source = desk;
panel.addEventListener("deskgauge-acknowledge", async ({ detail }) => {
  await desk.apply([acknowledge(detail.step, detail.at)]);
  panel.refresh();
});
panel.addEventListener("deskgauge-snooze", async ({ detail }) => {
  await desk.apply([snooze(detail.step, detail.seconds, detail.at)]);
  panel.refresh();
});
