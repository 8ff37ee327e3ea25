/**
 * CSV that is safe to open in a spreadsheet.
 *
 * Easy to get wrong: a text that starts with `=`, `+`, `-`, `@`, a tab or a carriage return is run as a formula. An
 * apostrophe before it shows it as the text it is.
 */

/** Rows as CSV (RFC 4180); null and NaN become empty. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
