/**
 * `deskgauge/simulator`: a made-up support desk for demos, tests and benchmarks.
 *
 * ```js
 * import { Desk } from "deskgauge";
 * import { simulate, SIMULATED } from "deskgauge/simulator";
 *
 * const desk = await Desk.open({ timeZone: SIMULATED.timeZone, now: SIMULATED.to });
 * await desk.load(simulate({ tickets: 10_000, seed: 7 }));
 * ```
 *
 * Same options, same desk: everything follows from `seed`, nothing from the clock. What the desk is like stands in `scene.ts`.
 *
 * Easy to get wrong: the data end at `to`, and tickets that were open then stay open. Ask with `now` (or `asOf`) at `to`, or every one
 * of them will look as if it had been waiting until today.
 */
import { Arrivals } from "./arrivals.js";
import { Intake } from "./intake.js";
import { Life } from "./life.js";
import { ndjsonWindows } from "./ndjson.js";
import { People } from "./people.js";
import { Random } from "./random.js";
import { DeskPacker, type SimulatedDesk } from "./shape.js";
import { Story } from "./story.js";
import { WallClock } from "./wall.js";

export type { DictColumn } from "./columns.js";
export type { SimulatedDesk } from "./shape.js";

export interface SimulationOptions {
  /** How many tickets come in (default 100,000). */
  readonly tickets?: number;
  /** Any whole number; another seed makes another desk of the same kind (default 1). */
  readonly seed?: number;
  /** First instant of the data (default the start of 2025 in New York). */
  readonly from?: number | Date | string;
  /** The data end before this instant (default the end of 2025 in New York). */
  readonly to?: number | Date | string;
  /** IANA zone the desk works in (default America/New_York). */
  readonly timeZone?: string;
}

/** What `simulate()` makes when nothing is said. */
export const SIMULATED = {
  tickets: 100_000,
  seed: 1,
  from: Date.UTC(2025, 0, 1, 5),
  to: Date.UTC(2026, 0, 1, 5),
  timeZone: "America/New_York",
} as const;

const MOST_TICKETS = 10_000_000;

/** A simulated desk as columns, ready for `desk.load`. */
export function simulate(options: SimulationOptions = {}): SimulatedDesk {
  const { tickets, seed, from, to, timeZone } = checked(options);
  const random = new Random(seed);
  const wall = new WallClock(timeZone, from, to);
  const arrivals = new Arrivals(wall, from, to);
  const people = new People(random, tickets);
  const intake = new Intake(random, wall, people);
  const life = new Life(random, wall, arrivals, people);
  const packer = new DeskPacker(tickets);
  for (const arrival of arrivals.draw(random, tickets)) {
    const made = intake.next(arrival);
    const story = new Story(packer, to, arrival.at, Life.intakeGroup(made), made.priority.name);
    life.tell(made, story);
    packer.ticket({
      id: made.id,
      created_at: arrival.at,
      channel: made.channel.name,
      tier: made.requester.customer.tier.name,
      type: made.type.name,
      requester: made.requester.name,
      customer: made.requester.customer.name,
      language: made.requester.customer.language,
      product: made.requester.customer.product,
      ...story.recorded,
    });
  }
  return packer.done();
}

/** The same desk as native NDJSON, in windows of about 1 MB. */
export function* simulateNdjson(options: SimulationOptions = {}): Generator<Uint8Array> {
  yield* ndjsonWindows(simulate(options), 1 << 20);
}

interface Checked {
  readonly tickets: number;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

function checked(options: SimulationOptions): Checked {
  const { tickets, seed, timeZone } = { ...SIMULATED, ...options };
  if (!Number.isInteger(tickets) || tickets < 1 || tickets > MOST_TICKETS) {
    throw new RangeError(`tickets: expected a whole number from 1 to ${MOST_TICKETS}; found ${tickets}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: expected a whole number; found ${seed}`);
  const from = instant("from", options.from ?? SIMULATED.from);
  const to = instant("to", options.to ?? SIMULATED.to);
  if (to - from < 1000) throw new RangeError("to: expected an instant at least a second after from");
  return { tickets, seed, from, to, timeZone };
}

function instant(name: string, value: number | Date | string): number {
  const at = typeof value === "string" ? Date.parse(value) : Number(value);
  // The range of dates of ECMAScript, less a year at either end for what follows the last ticket.
  if (!Number.isFinite(at) || Math.abs(at) > 8.6e15) {
    throw new RangeError(
      `${name}: expected an instant (milliseconds, Date or ISO 8601 text); found ${String(value)}`,
    );
  }
  return at;
}
