import { Desk } from "deskgauge";
import { simulate } from "deskgauge/simulator";

const body = document.getElementById("measured").querySelector("tbody");
const tickets = simulate({ tickets: 1_000 });

/** How long a new desk takes to load the tickets and answer a question, in milliseconds. */
async function timed(engine) {
  const desk = await Desk.open({ engine });
  const start = performance.now();
  await desk.load(tickets);
  await desk.report({ metrics: ["first_response_time", "escalation_rate"], by: ["channel"], bucket: "week" });
  const time = performance.now() - start;
  desk.free();
  return time;
}

for (const engine of /** @type {const} */ (["auto", "page", "worker", "plain"])) {
  const row = body.insertRow();
  const show = (...texts) => {
    for (const text of [engine, ...texts]) row.insertCell().textContent = text;
  };
  try {
    const desk = await Desk.open({ engine });
    // The first runs of code are slow in every browser.
    const times = [await timed(engine), await timed(engine)];
    show(desk.engine, `${Math.round(Math.min(...times))} ms`, desk.engineNote);
    desk.free();
  } catch (error) {
    show(error.code, "", error.message);
  }
}
