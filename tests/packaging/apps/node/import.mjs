import { Desk } from "deskgauge";

const desk = await Desk.open({ timeZone: "UTC" });
await desk.load([{ id: 1, created_at: 0, first_response_at: 1_500_000 }]);
const report = await desk.report({ metrics: ["first_response_time"] });
console.log(desk.engine, report.cell().mean);
desk.free();
