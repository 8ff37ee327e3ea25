import "deskgauge/define/ranked-table";
import { desk } from "./desk.js";

const table = document.querySelector("deskgauge-ranked-table");
table.report = await desk.report({
  metrics: ["created", "first_response_time", "escalation_rate"],
  by: ["type"],
});
