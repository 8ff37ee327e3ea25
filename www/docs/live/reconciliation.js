import "deskgauge/define/reconciliation";
import { desk } from "./desk.js";

const table = document.querySelector("deskgauge-reconciliation");
const theirs = { values: await theirValues(), unit: "minutes" };
table.answer = await desk.reconcile({ metric: "first_response_time", theirs, rows: {} });
table.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));

/** A report of another tool: whole minutes, and a private note counts for it. Yours comes from its export. */
async function theirValues() {
  const metric = "first_response_time";
  const none = await desk.report({ metrics: [metric] });
  const { tickets } = await none.tickets({ metric, limit: 200 });
  return tickets.map(({ id, value }, at) => [id, Math.floor(value / 60) - (at % 9 === 0 ? 17 : 0)]);
}
