// Reads instants such as 2024-03-01T08:15:30Z, twenty bytes, into epoch seconds.
//
// Five four-byte loads hold the whole text; a table for the year last seen turns month and day
// into a day number. Easy to get wrong: the answer is -1 for anything else, and then the caller
// takes the slow way (`Instants.parse`).

const decoder = new TextDecoder();

export class Instants {
  constructor() {
    this.year = 0;
    this.days = new Int32Array(32 * 32);
  }

  /** Epoch seconds of the instant at `p`, or -1 when it is not in the expected form. */
  at(view, p) {
    const year = view.getInt32(p, true);
    const month = view.getInt32(p + 4, true); //  -MM-
    const day = view.getInt32(p + 8, true); //    DDTh
    const hour = view.getInt32(p + 12, true); //  h:mm
    const rest = view.getInt32(p + 16, true); //  :ssZ
    const shape =
      ((month & 0xfff0f0ff) ^ 0x2d30302d) |
      ((day & 0xf0fff0f0) ^ 0x30543030) |
      ((hour & 0xf0f0fff0) ^ 0x30303a30) |
      ((rest & 0xfff0f0ff) ^ 0x5a30303a);
    const digits =
      ((month + 0x00060600) & 0x00404000) |
      ((day + 0x06000606) & 0x40004040) |
      ((hour + 0x06060006) & 0x40400040) |
      ((rest + 0x00060600) & 0x00404000);
    if ((shape | digits) !== 0) return -1;
    if (year !== this.year && !this.turn(year)) return -1;
    const m = ((month >> 8) & 15) * 10 + ((month >> 16) & 15);
    const d = (day & 15) * 10 + ((day >> 8) & 15);
    const start = m < 32 && d < 32 ? this.days[(m << 5) | d] : -1;
    const h = ((day >> 24) & 15) * 10 + (hour & 15);
    const min = ((hour >> 16) & 15) * 10 + ((hour >> 24) & 15);
    const s = ((rest >> 8) & 15) * 10 + ((rest >> 16) & 15);
    return start < 0 || h > 23 || min > 59 || s > 59 ? -1 : start + h * 3600 + min * 60 + s;
  }

  /** Makes the table for another year, given as its four digits; false when they are none. */
  turn(word) {
    const text = String.fromCharCode(word & 255, (word >> 8) & 255, (word >> 16) & 255, (word >> 24) & 255);
    if (!/^(19[7-9]|20[0-3])\d$/.test(text)) return false;
    this.days.fill(-1);
    for (let m = 1; m <= 12; m += 1) {
      const last = new Date(Date.UTC(Number(text), m, 0)).getUTCDate();
      for (let d = 1; d <= last; d += 1) this.days[(m << 5) | d] = Date.UTC(Number(text), m - 1, d) / 1000;
    }
    this.year = word;
    return true;
  }

  /** The slow way, for any text `Date.parse` reads. */
  parse(bytes, start, end) {
    return Math.floor(Date.parse(decoder.decode(bytes.subarray(start, end))) / 1000);
  }
}
