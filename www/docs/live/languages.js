import "deskgauge/define/sla-countdown";
import { useMessages } from "deskgauge/widgets/messages";
import { desk } from "./desk.js";

useMessages("en-GB-x-own", { slaClocks: "Our promise", dueIn: "{time} to go", overdueBy: "{time} too late" });

const language = document.getElementById("choice").querySelector("select");
const spoken = document.getElementById("spoken");
const countdown = spoken.querySelector("deskgauge-sla-countdown");
language.addEventListener("change", () => {
  spoken.lang = language.value;
  spoken.dir = language.value === "ar" ? "rtl" : "ltr";
  countdown.locale = language.value;
});

const { next } = await desk.sla({ next: 1 });
Object.assign(countdown, { source: desk, ticket: next[0].ticket });
