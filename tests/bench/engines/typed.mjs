// The baseline: JavaScript written by hand over typed-array columns for exactly these
// workloads. Every ratio of the benchmark is to this engine.
//
// typed/ holds its parts: steady and general (W1), report (W2), clocks (W3), brush (W4), live (W5). Of W6 and W7 it only checks
// the answers (escalations).

import { ASKED_AT, LIVE_FROM } from "../promises.mjs";
import { Brush } from "./typed/brush.mjs";
import { Clocks, plainClocks } from "./typed/clocks.mjs";
import { Columns } from "./typed/columns.mjs";
import { analytics, replays } from "./typed/escalations.mjs";
import { readTicket } from "./typed/general.mjs";
import { Instants } from "./typed/instant.mjs";
import { Live } from "./typed/live.mjs";
import { report, rowsOf } from "./typed/report.mjs";
import { readSteady } from "./typed/steady.mjs";

/** Bytes the scanners may look at beyond the line they read. */
const MARGIN = 64;
/** After this many lines in a row that were not steady, so many are read the general way. */
const PATIENCE = 4;
const DETOUR = 256;

function readLines(columns, instants, bytes, end) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let p = 0;
  let strangers = 0;
  while (p < end) {
    const start = p;
    if (strangers < PATIENCE) p = readSteady(columns, instants, bytes, view, p, end);
    if (p >= end) break;
    if (p > start) strangers = 0;
    strangers = strangers > DETOUR ? 0 : strangers + 1;
    while (bytes[p] <= 32 && p < end) p += 1;
    if (p >= end) break;
    p = readTicket(columns, instants, bytes, view, p);
    while (bytes[p] <= 32 && p < end) p += 1;
  }
}

function ingest(bytes) {
  const columns = new Columns(bytes.length);
  const instants = new Instants();
  let last = bytes.length - MARGIN;
  while (last > 0 && bytes[last - 1] !== 10) last -= 1;
  last = Math.max(last, 0);
  readLines(columns, instants, bytes, last);
  const tail = new Uint8Array(bytes.length - last + MARGIN);
  tail.set(bytes.subarray(last));
  readLines(columns, instants, tail, bytes.length - last);
  if (columns.tickets === columns.ticketRoom) columns.growTickets();
  columns.ticket.firstEvent[columns.tickets] = columns.events;
  return columns;
}

export async function create({ now }) {
  let columns = null;
  let brush = null;
  let clocks = null;
  let live = null;
  return {
    ingest(bytes) {
      columns = ingest(bytes);
      return { tickets: columns.tickets };
    },
    w2: () => report(columns),
    rows: rowsOf,
    w4setup() {
      brush = new Brush(columns);
    },
    w4: (step) => brush.show(step),
    interaction: (answer) => brush.plain(answer),
    w3setup() {
      clocks = new Clocks(columns);
    },
    w3: () => clocks.derive(ASKED_AT / 1000),
    clocks: (answer) => plainClocks(clocks, answer),
    w5setup() {
      live = new Live(columns, LIVE_FROM / 1000);
    },
    w5(event) {
      live.apply(event);
      return live.cards();
    },
    cards: (cards) => cards,
    w6check: () => analytics(columns, now / 1000),
    w7check: (bytes) => replays(ingest(bytes), now / 1000),
    release() {
      columns = brush = clocks = live = null;
    },
  };
}
