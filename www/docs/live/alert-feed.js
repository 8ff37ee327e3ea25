import "deskgauge/define/alert-feed";
import { desk } from "./desk.js";

const feed = document.querySelector("deskgauge-alert-feed");
feed.alerts = await desk.alerts({ since: Date.now() - 5 * 86_400_000 });
feed.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));
