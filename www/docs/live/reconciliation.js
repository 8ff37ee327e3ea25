import "deskgauge/define/reconciliation";
import { desk } from "./desk.js";

const table = document.querySelector("deskgauge-reconciliation");
table.answer = await desk.reconcile({
  metric: "first_response_time",
  theirs: { values: await theirValues(), unit: "minutes" },
  rows: {},
});
table.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));

/** What another tool reports: whole minutes, and every ninth ticket another number. Yours comes from its export. */
async function theirValues() {
  const metric = "first_response_time";
  const report = await desk.report({ metrics: [metric] });
  const { tickets } = await report.tickets({ metric }, { limit: 200 });
  const minutes = tickets.map(({ id, value }, at) => [id, Math.floor(value / 60) - (at % 9 === 0 ? 17 : 0)]);
  return Object.fromEntries(minutes);
}
