/**
 * Hands columns to the core, one at a time and checked: what is no column is named before anything is loaded.
 */
import type { ColumnsInput, DictColumn } from "./columns.js";
import { DeskError, found } from "./error.js";
import type { RawDesk } from "./raw.js";
import { Words } from "./words.js";

/** Whether an input is columns rather than rows or bytes. */
export function isColumnsInput(input: unknown): input is ColumnsInput {
  return typeof input === "object" && input !== null && "tickets" in input;
}

/** Gives the core all columns of an input; the rows of tickets of the events come last, with the load itself. */
export function giveColumns(raw: RawDesk, input: ColumnsInput): void {
  const { tickets, events } = input;
  giveTable(raw, "tickets", tickets);
  if (events === undefined) return;
  const { ticket, ...columns } = events;
  if (!(ticket instanceof Uint32Array)) {
    throw new DeskError("bad-column", `expected a Uint32Array of ticket rows; found ${found(ticket)}`, {
      path: "events.ticket",
    });
  }
  giveTable(raw, "events", columns);
}

function giveTable(raw: RawDesk, table: "tickets" | "events", columns: object): void {
  if (typeof columns !== "object" || columns === null) {
    throw new DeskError("bad-column", `expected an object of columns; found ${found(columns)}`, {
      path: table,
    });
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined) continue;
    if (name === "fields" && table === "tickets") {
      for (const [field, values] of Object.entries(column)) give(raw, table, `fields.${field}`, values);
    } else {
      give(raw, table, name, column);
    }
  }
}

function give(raw: RawDesk, table: "tickets" | "events", name: string, column: unknown): void {
  if (column instanceof Float64Array) {
    raw.number_column(table === "events", name, column);
    return;
  }
  const words = isDict(column)
    ? column
    : Array.isArray(column)
      ? coded(column, `${table}.${name}`)
      : undefined;
  if (words === undefined) {
    const message = `expected a Float64Array, an array of words or { codes, values }; found ${found(column)}`;
    throw new DeskError("bad-column", message, { path: `${table}.${name}` });
  }
  const { codes, values } = words;
  raw.word_column(table === "events", name, codes instanceof Uint32Array ? codes : new Uint32Array(codes), [
    ...values,
  ]);
}

function isDict(column: unknown): column is DictColumn {
  if (typeof column !== "object" || column === null || !("codes" in column) || !("values" in column))
    return false;
  const { codes, values } = column;
  const coded = codes instanceof Uint8Array || codes instanceof Uint16Array || codes instanceof Uint32Array;
  return coded && Array.isArray(values) && values.every((value) => typeof value === "string");
}

function coded(list: readonly unknown[], path: string): DictColumn {
  const words = new Words(list.length);
  list.forEach((word, row) => {
    if (typeof word === "string") words.set(row, word);
    else if (word !== null && word !== undefined) {
      throw new DeskError("bad-column", `expected words or null; found ${found(word)}`, {
        path: `${path}[${row}]`,
      });
    }
  });
  return words.done();
}
