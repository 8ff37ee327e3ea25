// Open time as two tables. One has an entry an hour: the open seconds before it, and whether it is open. The other has an
// entry an open day: when it opens. From instants (epoch seconds) to open time and back is a look-up either way.

import { HOLIDAYS, OPEN, ZONE } from "../../promises.mjs";
import { DAYS, START } from "../../world.mjs";

const DAY = 86_400;
const HOUR = 3_600;
/** Days known beyond the year of the data. */
const AHEAD = 800;

function offsets(zone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  return (second) => {
    const name = parts.formatToParts(second * 1000).find(({ type }) => type === "timeZoneName").value;
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name);
    if (sign === undefined) return 0;
    return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60);
  };
}

/** Open seconds before an instant, by the table of hours and the seconds since its start. */
export function openAt(table, seconds) {
  const since = seconds | 0;
  const hour = (since / HOUR) | 0;
  const entry = table[hour];
  return (entry >> 1) + (-(entry & 1) & (since - hour * HOUR));
}

export class Hours {
  constructor() {
    const offset = offsets(ZONE);
    const utc = (local) => local - offset(local - offset(local));
    this.start = START - 2 * DAY;
    const hours = (DAYS + AHEAD) * 24;
    /** Twice the open seconds before the hour, plus 1 where it is open. */
    this.table = new Int32Array(hours + 1);
    this.dayLength = (OPEN[1] - OPEN[0]) * HOUR;
    const opens = [];
    const closed = new Set(HOLIDAYS);
    const open = new Uint8Array(hours);
    for (let date = START; date < this.start + hours * HOUR - 2 * DAY; date += DAY) {
      const weekday = new Date(date * 1000).getUTCDay();
      if (weekday === 0 || weekday === 6 || closed.has(new Date(date * 1000).toISOString().slice(0, 10)))
        continue;
      const [from, until] = OPEN.map((hour) => utc(date + hour * HOUR));
      if (from % HOUR !== 0 || until - from !== this.dayLength)
        throw new Error("the tables hold days of one length that open on the hour");
      open.fill(1, (from - this.start) / HOUR, (until - this.start) / HOUR);
      opens.push(from);
    }
    this.opens = Int32Array.from(opens);
    for (let hour = 0, before = 0; hour < hours; hour += 1) {
      this.table[hour] = before * 2 + open[hour];
      before += open[hour] * HOUR;
    }
  }

  /** Open seconds since the start of the tables. */
  position(at) {
    return openAt(this.table, at - this.start);
  }

  /** The earliest instant at which so many open seconds have passed. */
  instant(position) {
    const day = ((position - 1) / this.dayLength) | 0;
    return this.opens[day] + position - day * this.dayLength;
  }

  /** The latest such instant. */
  latest(position) {
    const day = (position / this.dayLength) | 0;
    return this.opens[day] + position - day * this.dayLength;
  }
}
