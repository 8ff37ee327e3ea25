// The desk of these examples: half a year of made-up tickets that ends now. Yours loads an export, or what your API answers.
import { Desk } from "deskgauge";
import { simulate } from "deskgauge/simulator";

const DAY = 86_400_000;
const now = Date.now();

export const desk = await Desk.open({ timeZone: "America/New_York" });
await desk.load(simulate({ tickets: 4_000, from: now - 180 * DAY, to: now }));
await desk.configure({
  calendars: {
    office: {
      timeZone: "America/New_York",
      weekly: {
        mon: [["09:00", "17:00"]],
        tue: [["09:00", "17:00"]],
        wed: [["09:00", "17:00"]],
        thu: [["09:00", "17:00"]],
        fri: [["09:00", "17:00"]],
      },
    },
  },
  policies: [{ id: "all", calendar: "office", targets: { first_response: "4h", resolution: "24h" } }],
  rules: [
    {
      id: "nearly-late",
      when: { clock: "resolution", used: "80%" },
      steps: [
        { do: "notify", to: { role: "lead" } },
        { do: "page", to: { role: "manager" }, after: "4h" },
      ],
    },
  ],
});
