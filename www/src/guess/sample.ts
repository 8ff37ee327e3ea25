/**
 * The first rows of a file, to look at. The desk reads the file itself; this only looks at its start.
 *
 * Easy to get wrong: the start of a file ends in the middle of a row, a character or a gzip block. What is incomplete is left
 * out.
 */
import { DeskError } from "../error.js";
import type { Format } from "../mapping.js";
import { fitName, TICKET_NAMES } from "./names.js";

/** A row: values by the names of their columns, or by dotted paths. */
export type SampleRow = Readonly<Record<string, string>>;

/** The first rows of a file. */
export interface Sample {
  /** How the file is written. */
  readonly format: Format;
  /** CSV: what separates the values. */
  readonly delimiter?: string;
  /** JSON: dotted path of the array of tickets, where it is not the whole. */
  readonly root?: string;
  readonly columns: readonly string[];
  readonly rows: readonly SampleRow[];
  /** JSON: the lists of objects that tickets have, each by its path with the rows of all. */
  readonly lists: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly rows: readonly SampleRow[] }>
  >;
}

/** So much of a file is looked at. */
const START = 256 * 1024;
const MOST_ROWS = 5_000;

/** The first rows of a file, or of what is known of it. */
export async function readSample(input: Blob | Uint8Array | ArrayBuffer | string): Promise<Sample> {
  const { bytes, whole } = await startOf(
    typeof input === "string" || !(input instanceof Blob) ? new Blob([input as BlobPart]) : input,
  );
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
  refuseOthers(text);
  const complete = whole ? text : text.slice(0, -4);
  const first = complete.trimStart()[0];
  return first === "{" || first === "[" ? ofJson(complete.trimStart()) : ofCsv(complete, whole);
}

/** Refuses what is no list of tickets at first sight, before anybody is asked what its columns mean. */
function refuseOthers(text: string): void {
  if (text.trim() === "") throw new DeskError("empty-input", "the file is empty");
  if (/^\s*<[!?a-z]/i.test(text)) {
    const often = "often it is what a helpdesk sends in place of an export to somebody who is signed out";
    throw new DeskError("unknown-format", `the file is a web page or XML, not a list of tickets; ${often}`);
  }
  if (text.includes("\0")) throw new DeskError("unknown-format", "the file is no text in UTF-8");
}

async function startOf(file: Blob): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    return { bytes: new Uint8Array(await file.slice(0, START).arrayBuffer()), whole: file.size <= START };
  }
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  const bytes = new Uint8Array(START);
  let length = 0;
  let whole = false;
  try {
    while (length < START) {
      const { done, value } = await reader.read();
      whole = done;
      if (done) break;
      const part = value.subarray(0, START - length);
      bytes.set(part, length);
      length += part.length;
    }
  } catch (cause) {
    // The start of a gzip file that was cut off still has rows.
    if (length === 0)
      throw new DeskError("bad-gzip", "the file is damaged: it cannot be unpacked", { cause });
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return { bytes: bytes.subarray(0, length), whole };
}

const DELIMITERS = [",", ";", "\t", "|"];

/** What parts the values: what makes the same number of columns in nearly all lines, and most of them. */
function delimiterOf(text: string): string {
  // Values in quotes may hold other delimiters, and ends of lines.
  const lines = text
    .slice(0, 64 * 1024)
    .replace(/"[^"]*"/g, "")
    .split(/[\r\n]+/)
    .slice(0, 20);
  const columns = (delimiter: string) => {
    const counts = lines.filter((line) => line !== "").map((line) => line.split(delimiter).length);
    const [head = 1] = counts;
    const alike = counts.filter((count) => count === head).length / counts.length;
    return alike > 0.75 ? head : 1;
  };
  return DELIMITERS.reduce((best, one) => (columns(one) > columns(best) ? one : best));
}

function ofCsv(text: string, whole: boolean): Sample {
  const delimiter = delimiterOf(text);
  const [columns = [], ...rest] = records(text, delimiter, whole);
  const rows = rest.map((record) =>
    Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ""])),
  );
  return { format: "csv", delimiter, columns, rows, lists: {} };
}

function records(text: string, delimiter: string, whole: boolean): string[][] {
  const found: string[][] = [];
  let record: string[] = [];
  let value = "";
  let quoted = false;
  for (let at = 0; at < text.length && found.length <= MOST_ROWS; at++) {
    const character = text[at] ?? "";
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[at + 1] === '"') {
        value += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && value === "") quoted = true;
    else if (character === delimiter) {
      record.push(value);
      value = "";
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") at++;
      found.push([...record, value]);
      record = [];
      value = "";
    } else value += character;
  }
  if (whole && (value !== "" || record.length > 0)) found.push([...record, value]);
  return found.filter((one) => one.length > 1 || one[0] !== "");
}

function ofJson(text: string): Sample {
  const root = rootOf(text);
  const list = objects(text.slice(root?.at ?? 0));
  const rows = list.map((one) => flat(one, "", {}));
  const lists: Record<string, { columns: string[]; rows: SampleRow[] }> = {};
  for (const one of list) {
    for (const [path, items] of listsOf(one, "")) {
      lists[path] ??= { columns: [], rows: [] };
      if (lists[path].rows.length < MOST_ROWS)
        lists[path].rows.push(...items.map((item) => flat(item, "", {})));
    }
  }
  for (const found of Object.values(lists)) found.columns = namesOf(found.rows);
  const where = root === undefined || root.path === "" ? {} : { root: root.path };
  return { format: root === undefined ? "ndjson" : "json", columns: namesOf(rows), rows, lists, ...where };
}

function namesOf(rows: readonly SampleRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

type Json = Readonly<Record<string, unknown>>;

function areObjects(value: unknown): value is Json[] {
  const isObject = (one: unknown) => typeof one === "object" && one !== null && !Array.isArray(one);
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** Lists of objects in an object, by their paths. */
function listsOf(object: Json, before: string): [string, Json[]][] {
  return Object.entries(object).flatMap(([name, value]): [string, Json[]][] => {
    if (areObjects(value)) return [[`${before}${name}`, value]];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? listsOf(value as Json, `${before}${name}.`) : [];
  });
}

/** Nested objects as dotted paths; lists and what is in them as text. */
function flat(object: Json, before: string, into: Record<string, string>): SampleRow {
  for (const [name, value] of Object.entries(object)) {
    const path = `${before}${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      flat(value as Json, `${path}.`, into);
    else if (!areObjects(value)) into[path] = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  }
  return into;
}

/**
 * Where the array of tickets begins: the first array of objects that stands in no other, and the names it stands under. Nothing
 * where object follows object, one a line.
 */
function rootOf(text: string): { path: string; at: number } | undefined {
  if (text[0] === "{") {
    const line = text.slice(0, text.search(/[\r\n]|$/));
    if (parsed(line) !== undefined && text.slice(line.length).trim() !== "") return undefined;
    // A ticket by itself is no wrapper of its events.
    const names = TICKET_NAMES.created_at ?? {};
    const lone = Object.entries(parsed(text) ?? {});
    if (
      lone.some(
        ([name, value]) =>
          ["string", "number"].includes(typeof value) && (fitName(name, names)?.fit ?? 0) > 0.8,
      )
    )
      return undefined;
  }
  const names: string[] = [];
  let name = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const start = at;
      do {
        at += text[at] === "\\" ? 2 : 1;
      } while (at < text.length && text[at] !== '"');
      if (/^\s*:/.test(text.slice(at + 1, at + 20))) name = text.slice(start + 1, at);
    } else if (character === "{") {
      names.push(name);
      name = "";
    } else if (character === "}") names.pop();
    else if (character === "[") {
      if (/^\[\s*\{/.test(text.slice(at, at + 200))) {
        return { path: [...names.slice(1), name].filter((one) => one !== "").join("."), at };
      }
      at = pastList(text, at);
    }
  }
  return undefined;
}

/** The end of a list of something else than objects. */
function pastList(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "[") depth++;
    else if (!quoted && character === "]" && --depth === 0) return at;
  }
  return text.length;
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return areObjects([value]) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** The complete objects in a stretch of JSON, at whatever depth the first one stands. */
function objects(text: string): Json[] {
  const found: Json[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length && found.length < MOST_ROWS; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") {
      if (depth === 0) start = at;
      depth++;
    } else if (character === "}") {
      depth--;
      const piece = depth === 0 ? parsed(text.slice(start, at + 1)) : undefined;
      if (piece !== undefined) found.push(piece);
      // What follows the list is no ticket.
    } else if (character === "]" && depth === 0) break;
  }
  return found;
}
