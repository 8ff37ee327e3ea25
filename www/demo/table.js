// A table people can sort by pointer or keyboard: its column heads are buttons, and it says how it is sorted.
//
// Easy to get wrong: rows without a value stay at the end whichever way the table is sorted.

import { el } from "./dom.js";
import { missing } from "./format.js";

/**
 * @typedef {{ key: string, title: string, numeric?: boolean, value: (row: any) => unknown, cell: (row: any) => Node|string }} Column
 */

/** @param {{ caption: string, columns: Column[], rows: any[], sort?: { key: string, descending: boolean } }} options */
export function sortableTable({ caption, columns, rows, sort }) {
  let sorted = sort ?? { key: "", descending: false };
  const body = el("tbody");
  const heads = columns.map((column) => {
    const button = el(
      "button",
      { type: "button", class: "sort", onclick: () => sortBy(column) },
      el("span", {}, column.title),
    );
    return el("th", { scope: "col", class: column.numeric ? "number" : null }, button);
  });

  function sortBy(column) {
    const again = sorted.key === column.key;
    sorted = { key: column.key, descending: again ? !sorted.descending : column.numeric === true };
    show();
  }

  function show() {
    const column = columns.find(({ key }) => key === sorted.key);
    const shown =
      column === undefined
        ? rows
        : [...rows].sort((a, b) => compare(column.value(a), column.value(b), sorted.descending));
    body.replaceChildren(
      ...shown.map((row) =>
        el(
          "tr",
          {},
          ...columns.map(({ cell, numeric }, index) =>
            index === 0
              ? el("th", { scope: "row" }, cell(row))
              : el("td", { class: numeric ? "number" : null }, cell(row)),
          ),
        ),
      ),
    );
    heads.forEach((head, index) => {
      const active = columns[index].key === sorted.key;
      if (active) head.setAttribute("aria-sort", sorted.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  show();
  const table = el(
    "table",
    {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, ...heads)),
    body,
  );
  return scrollable(table, caption);
}

/** A plain table. Heads and the first cell of each row are headings. */
export function plainTable(caption, titles, rows) {
  const table = el(
    "table",
    {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, ...titles.map((title) => el("th", { scope: "col" }, title)))),
    el(
      "tbody",
      {},
      ...rows.map((cells) =>
        el(
          "tr",
          {},
          ...cells.map((cell, index) =>
            index === 0 ? el("th", { scope: "row" }, cell) : el("td", {}, cell),
          ),
        ),
      ),
    ),
  );
  return scrollable(table, caption);
}

/** Tables with more rows than this scroll under their heads. */
const LONG = 14;

/** Wide tables scroll inside their own box, which the keyboard can reach. */
function scrollable(table, name) {
  const long = table.tBodies[0].rows.length > LONG;
  return el(
    "div",
    { class: long ? "scroll long" : "scroll", tabindex: "0", role: "region", "aria-label": name },
    table,
  );
}

function compare(a, b, descending) {
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  const order =
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), "en", { numeric: true });
  return descending ? -order : order;
}
