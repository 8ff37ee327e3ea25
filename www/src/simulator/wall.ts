/**
 * The wall clock of the simulated desk: which hour it is there, and when the people there are at work.
 *
 * ```js
 * const wall = new WallClock("Europe/Berlin", from, to);
 * wall.afterWork(at, 90 * 60_000, OFFICE); // ninety working minutes later
 * ```
 *
 * Easy to get wrong: *wall time* here is an instant moved by the zone's offset, so that `wall mod 24 h` is the time of day. It is no
 * instant and must be turned back before it is stored.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When somebody is at work: the same hours every working day, with or without the weekend. */
export interface Hours {
  /** First working hour of the day, 0–23. */
  readonly from: number;
  /** Hour the day ends, 1–24. */
  readonly to: number;
  readonly weekend: boolean;
}

/** Day and night, every day. */
export const ALWAYS: Hours = { from: 0, to: 24, weekend: true };

export class WallClock {
  /** Instants from which an offset holds, ascending, and the offsets. */
  readonly #since: number[] = [];
  readonly #offsets: number[] = [];

  constructor(timeZone: string, from: number, to: number) {
    const read = offsetReader(timeZone);
    let known = read(from);
    this.#since.push(Number.NEGATIVE_INFINITY);
    this.#offsets.push(known);
    // Zones keep an offset for weeks at least (Ramadan in Morocco is the shortest in use), so a daily look misses none.
    for (let at = from; at < to; at += DAY) {
      const next = read(at + DAY);
      if (next === known) continue;
      let before = at;
      let after = at + DAY;
      while (after - before > 60_000) {
        const middle = before + Math.floor((after - before) / 120_000) * 60_000;
        if (read(middle) === known) before = middle;
        else after = middle;
      }
      known = next;
      this.#since.push(after);
      this.#offsets.push(known);
    }
  }

  /** The wall time of an instant. */
  wall(at: number): number {
    return at + this.#offsetAt(at);
  }

  /** The instant of a wall time; in a doubled hour the later one, in a missing hour the one an hour on. */
  instant(wall: number): number {
    return wall - this.#offsetAt(wall - this.#offsetAt(wall));
  }

  /** The instant at which `work` milliseconds of the given hours have passed since `at`. */
  afterWork(at: number, work: number, hours: Hours): number {
    if (hours.weekend && hours.from === 0 && hours.to === 24) return at + work;
    let left = work;
    let wall = this.wall(at);
    for (;;) {
      const day = Math.floor(wall / DAY);
      const opens = day * DAY + hours.from * HOUR;
      const closes = day * DAY + hours.to * HOUR;
      if (hours.weekend || !isWeekend(wall)) {
        const start = Math.max(wall, opens);
        if (start + left < closes) return this.instant(start + left);
        if (start < closes) left -= closes - start;
      }
      wall = (day + 1) * DAY;
    }
  }

  #offsetAt(at: number): number {
    let offset = 0;
    for (let index = this.#since.length - 1; index >= 0; index--) {
      if (at >= (this.#since[index] ?? 0)) {
        offset = this.#offsets[index] ?? 0;
        break;
      }
    }
    return offset;
  }
}

/** Day of the week of a wall time, Monday = 0. */
export function weekday(wall: number): number {
  // 1 January 1970 was a Thursday.
  return (((Math.floor(wall / DAY) + 3) % 7) + 7) % 7;
}

export function isWeekend(wall: number): boolean {
  return weekday(wall) >= 5;
}

/** Hour of the day of a wall time, 0–23. */
export function hourOfDay(wall: number): number {
  return Math.floor((((wall % DAY) + DAY) % DAY) / HOUR);
}

/** Whether a wall time lies inside the hours. */
export function atWork(wall: number, hours: Hours): boolean {
  const hour = hourOfDay(wall);
  return hour >= hours.from && hour < hours.to && (hours.weekend || !isWeekend(wall));
}

/** A function that tells a zone's offset from UTC at an instant, in milliseconds. */
function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return wall - Math.floor(at / 1000) * 1000;
  };
}
