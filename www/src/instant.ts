/**
 * Instants as callers write them, and as the core takes them: epoch milliseconds.
 *
 * ```js
 * epochMs("2025-01-01T00:00:00+01:00", berlin, "period.from"); // 1735686000000
 * epochMs("2025-01-01", berlin, "period.from"); // the same: a text without an offset is read in the zone
 * ```
 *
 * Easy to get wrong: `Date.parse` reads `2025-01-01` as UTC but `2025-01-01T00:00` in the zone of the machine. Here both
 * mean midnight in the zone of the question.
 */
import { DeskError, found } from "./error.js";
import { fromLocal, type ZoneTable } from "./zone.js";

/** Epoch milliseconds, a Date, or ISO 8601 text. Text without an offset is read in the zone of the desk or question. */
export type Instant = number | Date | string;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Epoch milliseconds of `value`; `zone` is asked for only when the text needs it. */
export function epochMs(value: unknown, zone: () => ZoneTable, path: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return Math.round(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  const text = typeof value === "string" ? readIso(value) : undefined;
  if (text === undefined) {
    const message = `expected epoch milliseconds, a Date or ISO 8601 text such as "2025-01-31T09:00:00Z"; found ${found(value)}`;
    throw new DeskError("bad-instant", message, { path });
  }
  return text.offset === undefined ? fromLocal(zone(), text.local) : text.local - text.offset;
}

/** A text as wall-clock milliseconds and, where it is written, the offset from UTC. */
function readIso(text: string): { local: number; offset: number | undefined } | undefined {
  const parts = ISO.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const millisecond = Number((parts[7] ?? "0").padEnd(3, "0").slice(0, 3));
  if (year < 1 || hour > 24 || minute > 59 || second > 59) return undefined;
  if (hour === 24 && (minute > 0 || second > 0 || millisecond > 0)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const local = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  return { local, offset: parts[8] === undefined ? undefined : offsetMs(parts[8]) };
}

function offsetMs(text: string): number {
  const [hours = 0, minutes = 0] = text.match(/\d\d/g)?.map(Number) ?? [];
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
