import "deskgauge/define/dashboard";
import { desk } from "./desk.js";

const dashboard = document.querySelector("deskgauge-dashboard");
dashboard.layout = {
  dimensions: ["channel", "priority", "group"],
  items: [
    { kind: "kpi", metric: "first_response_time", target: 3_600 },
    { kind: "kpi", metric: "escalation_rate" },
    { kind: "kpi", metric: "csat" },
    { kind: "chart", metric: "created", bucket: "week", by: "channel", span: 2 },
    { kind: "breaches", limit: 5 },
    { kind: "table", by: "group", metrics: ["created", "full_resolution_time", "reopen_rate"], span: 2 },
  ],
};
dashboard.source = desk;
