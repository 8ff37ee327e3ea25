import "deskgauge/define/bottlenecks";
import { desk } from "./desk.js";

const bottlenecks = document.querySelector("deskgauge-bottlenecks");
bottlenecks.answer = await desk.stages({ of: "group", tickets: 3 });
bottlenecks.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));
