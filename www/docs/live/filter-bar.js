import "deskgauge/define/filter-bar";
import { desk } from "./desk.js";

const bar = document.querySelector("deskgauge-filter-bar");
const output = document.querySelector("#created");
const { format } = new Intl.NumberFormat(document.documentElement.lang);

bar.dimensions = [
  { name: "channel", title: "Channel", words: ["chat", "email", "phone", "social", "web"] },
  { name: "priority", title: "Priority", words: ["urgent", "high", "normal", "low"] },
];
const count = async () => {
  const { where, from, to } = bar.view;
  const period = { from: from ?? 0, to: to === undefined ? Date.now() : Date.parse(to) + 86_400_000 };
  const report = await desk.report({ metrics: ["created"], where, period });
  output.textContent = format(report.cell().value ?? 0);
};
bar.addEventListener("deskgauge-filter", count);
await count();
