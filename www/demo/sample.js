// The first rows of a file, to show and to guess a mapping from. The package reads the file itself; this only looks at its start.
//
// Easy to get wrong: the start of a file ends in the middle of a row, a character or a gzip block. What is incomplete is left out.

const START = 256 * 1024;
const ROWS = 40;

/**
 * @typedef {{ format: "csv"|"json"|"ndjson", delimiter?: string, root?: string, columns: string[], rows: Record<string, string>[], events?: string,
 *   eventColumns?: string[], eventRows?: Record<string, string>[] }} Sample
 */

/** @param {File} file @returns {Promise<Sample>} */
export async function readSample(file) {
  const bytes = await startOf(file);
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
  refuseOthers(text);
  const complete = bytes.length >= START ? text.slice(0, -4) : text;
  const first = complete.trimStart()[0];
  if (first === "{" || first === "[") return sampleOfJson(complete.trimStart());
  return sampleOfCsv(complete, bytes.length < START);
}

/** Refuses what is no list of tickets at first sight, before anybody is asked what its columns mean. */
function refuseOthers(text) {
  const refuse = (code, message) => {
    throw Object.assign(new Error(message), { code });
  };
  if (text.trim() === "") refuse("empty-input", "the file is empty");
  if (/^\s*<[!?a-z]/i.test(text)) {
    const often = "often it is what a helpdesk sends in place of an export to somebody who is signed out";
    refuse("unknown-format", `the file is a web page or XML, not a list of tickets; ${often}`);
  }
  if (text.includes("\0")) refuse("unknown-format", "the file is no text in UTF-8");
}

async function startOf(file) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return new Uint8Array(await file.slice(0, START).arrayBuffer());
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts = [];
  let length = 0;
  try {
    while (length < START) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function sampleOfCsv(text, whole) {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [",", ";", "\t", "|"].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  const records = csvRecords(text, delimiter, whole);
  const [columns = [], ...rest] = records;
  const rows = rest
    .slice(0, ROWS)
    .map((record) => Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ""])));
  return { format: "csv", delimiter, columns, rows };
}

function csvRecords(text, delimiter, whole) {
  const records = [];
  let record = [];
  let value = "";
  let quoted = false;
  for (let at = 0; at < text.length && records.length <= ROWS; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[at + 1] === '"') value += text[++at];
      else quoted = false;
    } else if (character === '"' && value === "") quoted = true;
    else if (character === delimiter) {
      record.push(value);
      value = "";
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") at++;
      records.push([...record, value]);
      record = [];
      value = "";
    } else value += character;
  }
  if (whole && (value !== "" || record.length > 0)) records.push([...record, value]);
  return records.filter((one) => one.length > 1 || one[0] !== "");
}

function sampleOfJson(text) {
  const root = rootOf(text);
  const ndjson = text[0] === "{" && root === undefined;
  const list = objects(ndjson ? text : text.slice(root?.at ?? 0));
  const rows = list.map((one) => flat(one));
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const sample = {
    format: ndjson ? "ndjson" : "json",
    columns,
    rows,
    ...(root?.path ? { root: root.path } : {}),
  };
  const events = list.flatMap((one) => Object.entries(one)).find(([, value]) => isObjects(value))?.[0];
  if (events === undefined) return sample;
  const eventRows = list
    .flatMap((one) => (isObjects(one[events]) ? one[events] : []))
    .map((one) => flat(one));
  return { ...sample, events, eventRows, eventColumns: [...new Set(eventRows.flatMap(Object.keys))] };
}

function isObjects(value) {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "object" && one !== null)
  );
}

/** Where the array of tickets starts: the first array of objects, under the name before it. A lone object is a line of NDJSON. */
function rootOf(text) {
  if (text[0] === "[") return { path: "", at: 0 };
  const line = text.slice(0, text.search(/[\r\n]|$/));
  if (isJson(line) && text.slice(line.length).trim() !== "") return undefined;
  const match = /"((?:[^"\\]|\\.)*)"\s*:\s*\[\s*\{/.exec(text);
  return match === null ? undefined : { path: match[1], at: match.index + match[0].length - 1 };
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The complete objects in a stretch of JSON, at whatever depth the first one stands. */
function objects(text) {
  const found = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length && found.length < ROWS; at++) {
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
      const piece = text.slice(start, at + 1);
      if (depth === 0 && isJson(piece)) found.push(JSON.parse(piece));
    }
  }
  return found;
}

/** Nested objects as dotted paths; lists and what is deeper as text. */
function flat(object, prefix = "", into = {}) {
  for (const [name, value] of Object.entries(object)) {
    const path = `${prefix}${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) flat(value, `${path}.`, into);
    else if (!isObjects(value))
      into[path] = Array.isArray(value) ? value.join(", ") : value === null ? "" : String(value);
  }
  return into;
}
