// The interactions of workload W4, the same for every engine: a brush dragged over the year,
// then jumps of the brush with one filter changed at random.
//
// A step is `{ from, to, channel, priority, tier }`: a half-open window in epoch milliseconds,
// and per filter either null (everything passes) or the list of words that pass.

import { CHANNELS, DAYS, PRIORITIES, random, START, TIERS } from "./world.mjs";

const STEPS = 60;
const DAY = 86_400_000;
const FILTERS = { channel: CHANNELS, priority: PRIORITIES, tier: TIERS };

const onDay = (day) => START * 1000 + day * DAY;

/** A window of 90 days that slides by one day, nothing filtered. */
export function dragSteps() {
  return Array.from({ length: STEPS }, (_, i) => ({
    from: onDay(30 + i),
    to: onDay(120 + i),
    channel: null,
    priority: null,
    tier: null,
  }));
}

/** Windows of 14 to 180 days anywhere in the year; each step also sets one filter anew or lifts it. */
export function jumpSteps() {
  const draw = random(99);
  const filters = { channel: null, priority: null, tier: null };
  return Array.from({ length: STEPS }, () => {
    const length = 14 + Math.floor(draw() * 167);
    const first = Math.floor(draw() * (DAYS - length));
    const name = Object.keys(FILTERS)[Math.floor(draw() * 3)];
    const words = FILTERS[name].map(([word]) => word);
    const kept = words.filter(() => draw() < 0.5);
    filters[name] = kept.length === 0 || kept.length === words.length ? null : kept;
    return { from: onDay(first), to: onDay(first + length), ...filters };
  });
}
