/**
 * A ready-made set of promises to start from, by the customer's tier.
 *
 * ```js
 * import { examplePromises } from "deskgauge/policies";
 * await desk.configure(examplePromises({ timeZone: "Europe/Paris", holidays: ["2026-12-25"] }));
 * ```
 */
import type { Promises, Schedule } from "./sla.js";

/**
 * Three tiers: `vip` with a response in 15 minutes and a resolution in 2 hours for critical and urgent tickets, round the
 * clock; `standard` with 4 and 24 hours; every other tier with a day and a week of office hours.
 */
export function examplePromises({
  timeZone = "UTC",
  holidays = [],
}: Pick<Schedule, "timeZone" | "holidays"> = {}): Promises {
  const day = [["09:00", "17:00"]] as const;
  return {
    calendars: {
      office: { timeZone, weekly: { mon: day, tue: day, wed: day, thu: day, fri: day }, holidays },
    },
    policies: [
      {
        id: "vip",
        where: { tier: "vip" },
        targets: {
          first_response: { byPriority: { critical: "15m", urgent: "15m", high: "30m", "*": "1h" } },
          next_response: "2h",
          resolution: { byPriority: { critical: "2h", urgent: "2h", high: "4h", "*": "8h" } },
        },
      },
      {
        id: "standard",
        where: { tier: "standard" },
        targets: { first_response: "4h", next_response: "8h", resolution: "24h" },
      },
      {
        id: "basic",
        calendar: "office",
        targets: { first_response: "8h", resolution: "40h" },
      },
    ],
  };
}
