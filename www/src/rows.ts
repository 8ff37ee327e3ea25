/**
 * Arrays of ticket objects, packed into columns; what does not pack goes to the core as JSON lines, which it reads and
 * reports on like those of a file.
 *
 * Easy to get wrong: `null` and `undefined` both mean "missing". But a fact that the source states (`resolved_at: null`)
 * says "has none" where the property stands, and nothing where it does not.
 */
import type { ColumnsInput, EventColumns, TicketColumns, WordColumn } from "./columns.js";
import { absoluteMs } from "./instant.js";
import { Words } from "./words.js";

const TICKET_WORDS = [
  "channel",
  "priority",
  "tier",
  "type",
  "group",
  "assignee",
  "requester",
  "customer",
  "status",
  "language",
] as const;
const EVENT_WORDS = [
  "kind",
  "role",
  "actor",
  "to",
  "from",
  "agent",
  "group",
  "sense",
  "reason",
  "into",
  "survey",
  "tag",
  "name",
  "value",
  "id",
] as const;
const EVENT_NUMBERS = ["score", "scale", "seconds", "seq"] as const;
const TICKET_NAMES = new Set<string>(["id", "created_at", "fields", "events", ...TICKET_WORDS]);
const EVENT_NAMES = new Set<string>(["at", ...EVENT_WORDS, ...EVENT_NUMBERS]);

/** Rows as columns; undefined when a row holds anything that columns do not. */
export function packRows(rows: readonly unknown[]): ColumnsInput | undefined {
  let count = 0;
  for (const row of rows) {
    const events = isObject(row) ? row.events : undefined;
    if (Array.isArray(events)) count += events.length;
  }
  try {
    return new Packer(rows.length, count).pack(rows);
  } catch (thrown) {
    if (thrown === UNPACKABLE) return undefined;
    throw thrown;
  }
}

/** Rows as JSON lines of about 256 KB at a time. */
export function* jsonLines(rows: readonly unknown[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let lines = "";
  for (const row of rows) {
    lines += `${JSON.stringify(row) ?? "null"}\n`;
    if (lines.length > 1 << 18) {
      yield encoder.encode(lines);
      lines = "";
    }
  }
  if (lines !== "") yield encoder.encode(lines);
}

/** Thrown where packing ends early; not an error anybody sees. */
const UNPACKABLE = Symbol("unpackable");

class Packer {
  readonly #id: string[] = [];
  readonly #createdAt: Float64Array;
  readonly #words = new Map<string, Words>();
  readonly #fields = new Map<string, Words | Float64Array>();
  readonly #ticket: Uint32Array;
  readonly #at: Float64Array;
  readonly #eventWords = new Map<string, Words>();
  readonly #eventNumbers = new Map<string, Float64Array>();
  readonly #rows: number;
  readonly #events: number;
  #event = 0;

  constructor(rows: number, events: number) {
    this.#rows = rows;
    this.#events = events;
    this.#createdAt = new Float64Array(rows);
    this.#ticket = new Uint32Array(events);
    this.#at = new Float64Array(events);
  }

  pack(rows: readonly unknown[]): ColumnsInput {
    rows.forEach((row, index) => {
      if (!isObject(row)) throw UNPACKABLE;
      this.#pushTicket(row, index);
    });
    const tickets = {
      id: this.#id,
      created_at: this.#createdAt,
      ...done(this.#words),
      fields: Object.fromEntries(
        [...this.#fields].map(([name, column]) => [name, column instanceof Words ? column.done() : column]),
      ),
    } satisfies TicketColumns;
    if (this.#events === 0) return { tickets };
    const words = done(this.#eventWords);
    const { kind } = words;
    if (kind === undefined) throw UNPACKABLE;
    const events: EventColumns = {
      ticket: this.#ticket,
      at: this.#at,
      ...words,
      kind,
      ...Object.fromEntries(this.#eventNumbers),
    };
    return { tickets, events };
  }

  #pushTicket(row: Readonly<Record<string, unknown>>, index: number): void {
    this.#id.push(id(row.id));
    this.#createdAt[index] = instant(row.created_at);
    for (const name in row) {
      if (!TICKET_NAMES.has(name)) throw UNPACKABLE;
    }
    for (const name of TICKET_WORDS) {
      const word = row[name];
      if (word === undefined || word === null) continue;
      if (typeof word !== "string") throw UNPACKABLE;
      columnOf(this.#words, name, this.#rows).set(index, word);
    }
    const { fields, events } = row;
    if (isObject(fields)) this.#pushFields(fields, index);
    else if (fields !== undefined && fields !== null) throw UNPACKABLE;
    if (Array.isArray(events)) for (const event of events) this.#pushEvent(event, index);
    else if (events !== undefined && events !== null) throw UNPACKABLE;
  }

  #pushFields(fields: Readonly<Record<string, unknown>>, index: number): void {
    for (const [name, value] of Object.entries(fields)) {
      if (value === null || value === undefined) continue;
      let column = this.#fields.get(name);
      if (typeof value === "number") {
        column ??= new Float64Array(this.#rows).fill(Number.NaN);
        if (column instanceof Words) throw UNPACKABLE;
        column[index] = value;
      } else {
        column ??= new Words(this.#rows);
        if (!(column instanceof Words) || (typeof value !== "string" && typeof value !== "boolean"))
          throw UNPACKABLE;
        column.set(index, String(value));
      }
      this.#fields.set(name, column);
    }
  }

  #pushEvent(event: unknown, index: number): void {
    if (!isObject(event)) throw UNPACKABLE;
    const row = this.#event++;
    this.#ticket[row] = index;
    this.#at[row] = instant(event.at);
    for (const name in event) {
      const value = event[name];
      if (name === "at" || value === undefined || value === null) continue;
      if (!EVENT_NAMES.has(name)) throw UNPACKABLE;
      if (typeof value === "string") columnOf(this.#eventWords, name, this.#events).set(row, value);
      else if (typeof value === "number") this.#pushNumber(name, row, value);
      else throw UNPACKABLE;
    }
    // Taking an agent or a group away is said by null, which a column cannot tell from silence.
    if (event.kind === "assigned" && (event.agent === null || event.group === null)) throw UNPACKABLE;
  }

  #pushNumber(name: string, row: number, value: number): void {
    if (!EVENT_NUMBERS.some((number) => number === name)) {
      if (!Number.isSafeInteger(value)) throw UNPACKABLE;
      columnOf(this.#eventWords, name, this.#events).set(row, String(value));
      return;
    }
    let column = this.#eventNumbers.get(name);
    if (column === undefined) {
      column = new Float64Array(this.#events).fill(Number.NaN);
      this.#eventNumbers.set(name, column);
    }
    column[row] = value;
  }
}

function columnOf(columns: Map<string, Words>, name: string, rows: number): Words {
  let column = columns.get(name);
  if (column === undefined) {
    column = new Words(rows);
    columns.set(name, column);
  }
  return column;
}

function done(columns: ReadonlyMap<string, Words>): Record<string, WordColumn> {
  return Object.fromEntries([...columns].map(([name, column]) => [name, column.done()]));
}

function id(value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  if (Number.isSafeInteger(value)) return String(value);
  throw UNPACKABLE;
}

function instant(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (value instanceof Date) return value.getTime();
  const at = typeof value === "string" ? absoluteMs(value) : undefined;
  if (at === undefined || Number.isNaN(at)) throw UNPACKABLE;
  return at;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
