/**
 * A simulated desk as native NDJSON: one ticket a line, its events inside.
 *
 * Easy to get wrong: the windows are cut at a size, not at line ends; a reader must carry the rest of a line over to the next window.
 */
import type { DictColumn } from "./columns.js";
import type { SimulatedDesk } from "./shape.js";

type Plain = Record<string, unknown>;

/** Tickets in native JSON, in the order of the columns. */
export function* ticketObjects(desk: SimulatedDesk): Generator<Plain> {
  const { fields, ...columns } = desk.tickets;
  const ticket = reader({ ...columns, product: fields.product });
  const { ticket: rows, ...eventColumns } = desk.events;
  const event = reader(eventColumns);
  let next = 0;
  for (let row = 0; row < columns.id.length; row++) {
    const { id, created_at, level, product, ...rest } = ticket(row);
    const events: Plain[] = [];
    for (; next < rows.length && rows[next] === row; next++) events.push(event(next));
    yield {
      id,
      created_at: iso(created_at),
      ...rest,
      level: Number(level),
      fields: { product },
      events: events.map(nativeEvent),
    };
  }
}

/** The desk as UTF-8 NDJSON in windows of about `size` bytes. */
export function* ndjsonWindows(desk: SimulatedDesk, size: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let lines: string[] = [];
  let length = 0;
  for (const ticket of ticketObjects(desk)) {
    const line = `${JSON.stringify(ticket)}\n`;
    lines.push(line);
    length += line.length;
    if (length >= size) {
      yield encoder.encode(lines.join(""));
      lines = [];
      length = 0;
    }
  }
  if (length > 0) yield encoder.encode(lines.join(""));
}

function nativeEvent({ at, from, to, kind, ...rest }: Plain): Plain {
  const level = (value: unknown): unknown =>
    kind === "escalated" && value !== undefined ? Number(value) : value;
  return {
    at: iso(at),
    kind,
    ...(from === undefined ? {} : { from: level(from) }),
    ...(to === undefined ? {} : { to: level(to) }),
    ...rest,
  };
}

function iso(at: unknown): string {
  return new Date(Number(at)).toISOString();
}

/** Reads a row of columns as an object without its missing values. */
function reader(columns: Record<string, DictColumn | Float64Array>): (row: number) => Plain {
  const entries = Object.entries(columns);
  return (row) => {
    const object: Plain = {};
    for (const [name, column] of entries) {
      const value =
        column instanceof Float64Array
          ? column[row]
          : column.values[column.codes[row] ?? column.values.length];
      if (value !== undefined && !Number.isNaN(value)) object[name] = value;
    }
    return object;
  };
}
