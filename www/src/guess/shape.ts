/**
 * What a row of a table is: a ticket, something that happened to one, or a ticket as it was at one time.
 *
 * Easy to get wrong: ids that come again are either a history, where a date goes on within the rows of a ticket, or no ids of
 * tickets by themselves.
 */
import { type Fit, fitsOf, type Traits } from "./columns.js";
import type { SampleRow } from "./sample.js";

/** What rows are, and why. */
export interface Shape {
  readonly shape: "tickets" | "events" | "snapshots";
  readonly because: string;
  /** The column of ids; with `idWith` before it where only both together are one. */
  readonly id?: string;
  readonly idWith?: string;
  /** How sure the id is, from 0 to 1. */
  readonly idConfidence: number;
  /** The column that says when what a row tells happened. */
  readonly at?: string;
  /** Columns of dates that stay the same for all rows of a ticket. */
  readonly steady: ReadonlySet<string>;
}

/** What the rows of a table are. */
export function shapeOf(columns: readonly Traits[], rows: readonly SampleRow[]): Shape {
  const id = idOf(columns);
  const none = { shape: "tickets", steady: new Set<string>() } as const;
  if (id === undefined)
    return { ...none, idConfidence: 0, because: "no column looks like the id of a ticket" };
  const { column, confidence } = id;
  const ids = new Set(rows.map((row) => row[column])).size;
  const sure = { id: column, idConfidence: confidence };
  if (ids >= rows.length * 0.995) return { ...none, ...sure, because: `each row has its own “${column}”` };
  const instants = columns.filter(({ dates }) => dates !== undefined);
  const moving = instants.filter((date) => moves(date.column, column, rows));
  const steady = new Set(instants.filter((date) => !moving.includes(date)).map((date) => date.column));
  const at = moving
    .map((date) => ({ date: date.column, fit: named(date, "event.at")?.confidence ?? 0.1 }))
    .sort((a, b) => b.fit - a.fit)[0]?.date;
  const times = `“${column}” comes ${(rows.length / ids).toFixed(1)} times each`;
  if (at !== undefined && rows.length / ids > 1.5) {
    const kind = columns.find((one) => (named(one, "event.kind")?.confidence ?? 0) > 0.8);
    const shape = kind === undefined ? "snapshots" : "events";
    const what =
      kind === undefined ? "each row tells how the ticket was then" : `“${kind.column}” says what happened`;
    return { shape, ...sure, at, steady, because: `${times}, while “${at}” goes on; ${what}` };
  }
  const idWith = columns.find((one) => {
    if (one.column === column || one.dates !== undefined || one.times || one.filled < 0.99) return false;
    return new Set(rows.map((row) => `${row[one.column]}\n${row[column]}`)).size >= rows.length * 0.995;
  })?.column;
  const because =
    idWith === undefined
      ? `${times}, and nothing tells why`
      : `${times}; with “${idWith}” each row has its own`;
  return {
    ...none,
    ...sure,
    idConfidence: confidence * 0.8,
    because,
    ...(idWith === undefined ? {} : { idWith }),
  };
}

function named(traits: Traits, as: Fit["as"]): Fit | undefined {
  return fitsOf(traits, as.startsWith("event") ? "event" : "ticket").find((fit) => fit.as === as);
}

/** The column of ids: the best name, else the first column whose values are all different. */
function idOf(columns: readonly Traits[]): { column: string; confidence: number } | undefined {
  const byName = columns
    .map((one) => ({ column: one.column, confidence: named(one, "ticket.id")?.confidence ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence)[0];
  if (byName !== undefined && byName.confidence >= 0.45) return byName;
  const own = columns.find((one) => {
    const isOwn = one.filled > 0.99 && one.distinct.length === one.values.length && one.values.length > 0;
    return isOwn && (one.dates === undefined || one.dates.bare);
  });
  return own === undefined ? undefined : { column: own.column, confidence: 0.4 };
}

/** Whether a date differs among the rows of some ticket in ten. */
function moves(date: string, id: string, rows: readonly SampleRow[]): boolean {
  const first = new Map<string, string>();
  const moved = new Set<string>();
  const several = new Set<string>();
  for (const row of rows) {
    const key = row[id] ?? "";
    const before = first.get(key);
    if (before === undefined) first.set(key, row[date] ?? "");
    else {
      several.add(key);
      if (before !== row[date]) moved.add(key);
    }
  }
  return moved.size > several.size * 0.1;
}
