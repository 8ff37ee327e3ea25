import "deskgauge/define/reconciliation";
import { desk } from "./desk.js";

const table = document.querySelector("deskgauge-reconciliation");
table.answer = await desk.reconcile({
  metric: "full_resolution_time",
  theirs: { values: await theirValues(), unit: "minutes" },
  rows: {},
});
table.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));

/** What another tool reports: the first resolution in whole minutes, and for some tickets a number of its own. Yours comes from its export. */
async function theirValues() {
  const metric = "first_resolution_time";
  const report = await desk.report({ metrics: [metric] });
  const { tickets } = await report.tickets({ metric }, { limit: 1_000 });
  const minutes = tickets.map(({ id, value }, at) => [
    id,
    Math.floor(value / 60) + (at % 90 === 0 ? 1_999 : 0),
  ]);
  return Object.fromEntries(minutes);
}
