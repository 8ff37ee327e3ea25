// What the made-up desk promises: the calendar, targets and moments of workloads W3 and W5, the same for every engine.
//
// Easy to get wrong: opening hours begin and end on whole hours of UTC, also while clocks are an hour ahead, and every open
// day is as long as any other. The typed engine's tables rely on both and refuse anything else.

export const ZONE = "Europe/Berlin";
/** Local hours of opening and closing, Monday to Friday. */
export const OPEN = [9, 17];
export const HOLIDAYS = [
  "2024-01-01",
  "2024-03-29",
  "2024-04-01",
  "2024-05-01",
  "2024-05-09",
  "2024-05-20",
  "2024-10-03",
  "2024-12-25",
  "2024-12-26",
  "2025-01-01",
  "2025-04-18",
  "2025-04-21",
  "2025-05-01",
  "2025-10-03",
  "2025-12-25",
  "2025-12-26",
];
export const CLOCKS = ["first_response", "resolution"];
/** Open seconds by tier, clock and priority; `"*"` is every other. The last tier is that of tickets without one. */
const MINUTE = 60;
const HOUR = 3_600;
export const TARGETS = {
  vip: {
    first_response: { urgent: 15 * MINUTE, high: 30 * MINUTE, normal: HOUR, "*": 2 * HOUR },
    resolution: { urgent: 4 * HOUR, high: 8 * HOUR, normal: 16 * HOUR, "*": 24 * HOUR },
  },
  basic: {
    first_response: { urgent: HOUR, high: 4 * HOUR, normal: 8 * HOUR, "*": 16 * HOUR },
    resolution: { urgent: 16 * HOUR, high: 24 * HOUR, normal: 40 * HOUR, "*": 80 * HOUR },
  },
  standard: {
    first_response: { urgent: 30 * MINUTE, high: HOUR, normal: 4 * HOUR, "*": 8 * HOUR },
    resolution: { urgent: 8 * HOUR, high: 16 * HOUR, normal: 24 * HOUR, "*": 40 * HOUR },
  },
};
/** A clock comes at risk when this share of its target is used. */
export const AT_RISK = 0.75;
/** How a clock can stand, in the order in which every engine counts. */
export const STANDINGS = ["met", "missed", "running", "atRisk", "breached", "paused", "pausedLate", "none"];

/** The instant W3 is asked for: a Wednesday afternoon while the desk of the data is at work. */
export const ASKED_AT = Date.UTC(2024, 11, 18, 13);
/** How many of the next breaches W3 lists. */
export const NEXT = 50;
/** W3 compares the whole working of one ticket in so many. */
export const SAMPLE = 500;
/** Ids of the data are numbers in a row from this one. */
export const FIRST_ID = 100_001;
/** When the events of W5 begin: a Wednesday morning, after everything in the data. */
export const LIVE_FROM = Date.UTC(2025, 11, 17, 9);
