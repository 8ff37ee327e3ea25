/**
 * Hands columns to the core, one at a time and checked: what is no column is named before anything is loaded.
 */
import type { ColumnsInput, DictColumn } from "./columns.js";
import type { Engine } from "./engine/engine.js";
import { DeskError, found } from "./error.js";
import type { Loaded } from "./loaded.js";
import type { Turns } from "./turns.js";
import { Words } from "./words.js";

/** Whether an input is columns rather than rows or bytes. */
export function isColumnsInput(input: unknown): input is ColumnsInput {
  return typeof input === "object" && input !== null && "tickets" in input;
}

/** Loads the columns of an input, and lets the page have its turn between two of them. */
export async function loadColumns(engine: Engine, input: ColumnsInput, turns: Turns): Promise<Loaded> {
  try {
    for (const [table, name, column] of columnsOf(input)) {
      await give(engine, table, name, column);
      await turns.pause();
    }
    return await engine.call("load_columns", input.events?.ticket ?? new Uint32Array());
  } finally {
    await engine.call("drop_columns").catch(() => undefined);
  }
}

type Table = "tickets" | "events";

/** Every column, with its table and its name. */
function* columnsOf({ tickets, events }: ColumnsInput): Generator<[Table, string, unknown]> {
  yield* columnsIn("tickets", tickets);
  if (events === undefined) return;
  const { ticket, ...columns } = events;
  if (!(ticket instanceof Uint32Array)) {
    throw new DeskError("bad-column", `expected a Uint32Array of ticket rows; found ${found(ticket)}`, {
      path: "events.ticket",
    });
  }
  yield* columnsIn("events", columns);
}

function* columnsIn(table: Table, columns: object): Generator<[Table, string, unknown]> {
  if (typeof columns !== "object" || columns === null) {
    throw new DeskError("bad-column", `expected an object of columns; found ${found(columns)}`, {
      path: table,
    });
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined) continue;
    if (name === "fields" && table === "tickets") {
      for (const [field, values] of Object.entries(column)) yield [table, `fields.${field}`, values];
    } else {
      yield [table, name, column];
    }
  }
}

async function give(engine: Engine, table: Table, name: string, column: unknown): Promise<void> {
  if (column instanceof Float64Array) return engine.call("number_column", table === "events", name, column);
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
  const wide = codes instanceof Uint32Array ? codes : new Uint32Array(codes);
  return engine.call("word_column", table === "events", name, wide, [...values]);
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
