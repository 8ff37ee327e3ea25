// Rendered on the server, which computes a figure of its own.
import { Desk } from "deskgauge";
import { Figures } from "./figures";

export default async function Page() {
  const desk = await Desk.open({ timeZone: "UTC", now: 0 });
  await desk.load([{ id: "T-0", created_at: -1 }]);
  const report = await desk.report({ metrics: ["tickets"] });
  const tickets = report.cell().value;
  desk.free();
  return (
    <>
      <p>
        Tickets counted on the server: <output id="server">{tickets}</output>
      </p>
      <Figures />
    </>
  );
}
