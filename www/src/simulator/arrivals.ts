/**
 * When tickets arrive: a rhythm of day and week in the desk's own zone, a season, growth, and one incident.
 *
 * ```js
 * const arrivals = new Arrivals(wall, from, to);
 * for (const arrival of arrivals.draw(random, 100_000)) …
 * ```
 *
 * Easy to get wrong: the number of tickets is given, so a longer period makes a quieter desk, not more tickets. `load` is relative to
 * the period's own average for the same reason.
 */
import type { Random } from "./random.js";
import { hourOfDay, type WallClock, weekday } from "./wall.js";

const HOUR = 3_600_000;

/** Monday to Sunday. */
const WEEK = [1.2, 1.12, 1.06, 1.02, 0.92, 0.42, 0.36];

/** Midnight to midnight. */
const DAY = [
  0.16, 0.12, 0.1, 0.09, 0.1, 0.16, 0.32, 0.62, 1.12, 1.62, 1.82, 1.72, 1.42, 1.48, 1.62, 1.58, 1.44, 1.2,
  0.92, 0.76, 0.66, 0.54, 0.4, 0.26,
];

/** January to December: quiet in summer, busy before the year ends. */
const YEAR = [1.06, 1, 0.98, 0.96, 0.94, 0.9, 0.84, 0.86, 0.98, 1.06, 1.16, 1.22];

/** How much the last day of the period is busier than the first. */
const GROWTH = 0.2;

/** The incident: where in the period it falls, how many times the usual volume it brings at first, and how fast that fades. */
const INCIDENT = { position: 0.64, onset: 7, fades: 3 * HOUR, ends: 14 * HOUR };

export interface Arrival {
  readonly at: number;
  /** How far through the period, 0–1. */
  readonly progress: number;
  /** Chance that the ticket is about the incident; 0 at other times. */
  readonly incident: number;
}

export class Arrivals {
  readonly #from: number;
  readonly #to: number;
  readonly #incidentAt: number;
  readonly #expected: Float64Array;
  readonly #reached: Float64Array;
  readonly #load: Float64Array;

  constructor(wall: WallClock, from: number, to: number) {
    const hours = Math.max(1, Math.ceil((to - from) / HOUR));
    this.#from = from;
    this.#to = to;
    this.#incidentAt = incidentStart(wall, from, to);
    this.#expected = new Float64Array(hours);
    this.#reached = new Float64Array(hours);
    this.#load = new Float64Array(hours);
    let total = 0;
    for (let hour = 0; hour < hours; hour++) {
      const at = from + hour * HOUR;
      const local = wall.wall(at);
      const month = new Date(local).getUTCMonth();
      const growth = 1 + (GROWTH * hour) / hours;
      const usual = (WEEK[weekday(local)] ?? 1) * (DAY[hourOfDay(local)] ?? 1) * (YEAR[month] ?? 1) * growth;
      const covered = Math.min(1, (to - at) / HOUR);
      this.#expected[hour] = usual;
      total += usual * (1 + this.#surge(at)) * covered;
      this.#reached[hour] = total;
    }
    this.#fillLoad(wall);
  }

  /** `count` arrivals in order of time. */
  *draw(random: Random, count: number): Generator<Arrival> {
    const hours = this.#reached.length;
    const total = this.#reached[hours - 1] ?? 0;
    // Exponential gaps, scaled to fill the period, are sorted uniform draws without the sort.
    const positions = new Float64Array(count);
    let sum = 0;
    for (let index = 0; index < count; index++) {
      sum += random.exponential();
      positions[index] = sum;
    }
    const scale = total / (sum + random.exponential());
    let hour = 0;
    for (const position of positions) {
      const target = position * scale;
      while (hour < hours - 1 && (this.#reached[hour] ?? 0) < target) hour++;
      const before = hour === 0 ? 0 : (this.#reached[hour - 1] ?? 0);
      const width = (this.#reached[hour] ?? 0) - before;
      const start = this.#from + hour * HOUR;
      const covered = Math.min(HOUR, this.#to - start);
      const at = start + Math.floor((covered * (target - before)) / width / 1000) * 1000;
      const surge = this.#surge(at);
      yield {
        at: Math.min(Math.max(at, this.#from), this.#to - 1),
        progress: (at - this.#from) / (this.#to - this.#from),
        incident: surge / (1 + surge),
      };
    }
  }

  /** How busy the desk is at an instant: the arrivals of the day before, over what people were planned for. About 1 on average. */
  load(at: number): number {
    const hour = Math.floor((at - this.#from) / HOUR);
    return this.#load[Math.min(Math.max(hour, 0), this.#load.length - 1)] ?? 1;
  }

  /** Arrivals on top of the usual, as a multiple of it. */
  #surge(at: number): number {
    const since = at - this.#incidentAt;
    return since < 0 || since > INCIDENT.ends ? 0 : INCIDENT.onset * Math.exp(-since / INCIDENT.fades);
  }

  /** Staff follow the weekly rhythm but neither season, growth nor the incident: those make the queue longer. */
  #fillLoad(wall: WallClock): void {
    const fading = Math.exp(-1 / 24);
    let came = 0;
    let planned = 0;
    let seasons = 0;
    for (let hour = 0; hour < this.#expected.length; hour++) {
      const at = this.#from + hour * HOUR;
      const local = wall.wall(at);
      const usual = this.#expected[hour] ?? 0;
      const plan = (WEEK[weekday(local)] ?? 1) * (DAY[hourOfDay(local)] ?? 1) * (1 + GROWTH / 2);
      came = came * fading + usual * (1 + this.#surge(at));
      planned = planned * fading + plan;
      this.#load[hour] = came / planned;
      seasons += came / planned;
    }
    const average = seasons / this.#expected.length;
    for (let hour = 0; hour < this.#load.length; hour++) this.#load[hour] = (this.#load[hour] ?? 1) / average;
  }
}

/** 10:20 on the first Tuesday, Wednesday or Thursday from the incident's place in the period on. */
function incidentStart(wall: WallClock, from: number, to: number): number {
  const midnight = (at: number): number => Math.floor(wall.wall(at) / (24 * HOUR)) * 24 * HOUR;
  let day = midnight(from + INCIDENT.position * (to - from));
  while (weekday(day) < 1 || weekday(day) > 3) day += 24 * HOUR;
  return wall.instant(day + 10 * HOUR + HOUR / 3);
}
