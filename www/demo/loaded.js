// What a load took in and what it set aside.

import { el } from "./dom.js";
import { count, counted, milliseconds } from "./format.js";
import { plainTable } from "./table.js";

const SHOWN = 200;

/** @param {HTMLElement} place */
export function showLoaded(place, { loaded, name, ms }) {
  const unknown = Object.entries(loaded.unknownStatuses ?? {});
  const doubles = (loaded.duplicates?.tickets ?? 0) + (loaded.duplicates?.events ?? 0);
  place.replaceChildren(
    el(
      "div",
      { class: "loaded" },
      el("h3", { tabindex: "-1" }, `${name} is loaded`),
      el(
        "p",
        {},
        `${counted(loaded.tickets, "ticket")} and ${counted(loaded.events, "event")} from ${counted(loaded.rows, "row")} in ${milliseconds(ms)}. `,
        loaded.skipped === 0
          ? "Nothing was set aside."
          : `${count(loaded.skipped)} values or rows were set aside.`,
        doubles > 0 ? ` ${count(doubles)} doubles were left out.` : "",
      ),
      unknown.length > 0
        ? el(
            "p",
            {},
            `Statuses with no meaning given, counted as open: ${unknown.map(([word, times]) => `${word} (${count(times)})`).join(", ")}.`,
          )
        : null,
      problems(loaded),
    ),
  );
}

function problems({ problems: list = [], skipped }) {
  if (list.length === 0) return null;
  const shown = list.slice(0, SHOWN);
  return el(
    "details",
    { class: "problems" },
    el(
      "summary",
      {},
      `What was set aside (${shown.length < skipped ? `first ${count(shown.length)} of ${count(skipped)}` : count(skipped)})`,
    ),
    plainTable(
      "Rows set aside",
      ["Row", "Where", "Code", "What was found"],
      shown.map(({ row, path, code, message }) => [
        String(row ?? "–"),
        String(path ?? "–"),
        String(code),
        String(message),
      ]),
    ),
  );
}
