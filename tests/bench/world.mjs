// The made-up desk behind the benchmark: its words, its year, and the one random generator.
//
// Plain constants without Node, so that the page can import them too. Easy to get wrong:
// START is a Monday at 00:00 UTC, which is what makes WEEKS whole ISO weeks.

/** First instant of the data, in epoch seconds. */
export const START = Date.UTC(2024, 0, 1) / 1000;
export const WEEKS = 52;
export const DAYS = WEEKS * 7;
/** The moment every question is asked as of: after the last event. */
export const NOW = Date.UTC(2026, 0, 1);

/** Words with their weights. */
export const CHANNELS = [
  ["email", 38],
  ["chat", 24],
  ["web", 16],
  ["phone", 14],
  ["social", 5],
  ["api", 3],
];
export const PRIORITIES = [
  ["normal", 55],
  ["high", 22],
  ["low", 16],
  ["urgent", 7],
];
export const TIERS = [
  ["standard", 60],
  ["basic", 28],
  ["vip", 12],
];

/** Groups with their support level; each has AGENTS_PER_GROUP agents. */
export const GROUPS = [
  ["billing", 1],
  ["orders", 1],
  ["returns", 1],
  ["accounts", 1],
  ["delivery", 1],
  ["mobile", 1],
  ["general", 1],
  ["technical", 2],
  ["payments", 2],
  ["integrations", 2],
  ["engineering", 3],
  ["security", 3],
];
export const AGENTS_PER_GROUP = 5;

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}
