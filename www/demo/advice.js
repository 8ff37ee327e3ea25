// What went wrong and what to do about it, in words.

import { el } from "./dom.js";

/** What helps, by the code of the error. */
const ADVICE = {
  "nothing-readable":
    "Usually the id or the date column is the wrong one, or the dates are written another way than the form says. Change that, then load again.",
  "empty-input": "The file holds nothing. Choose another one.",
  "no-root": 'Say in the mapping (as "root") under which name the list of tickets stands.',
  "unknown-column": "Choose another column in the form; names are compared letter by letter.",
  "missing-column": "Choose another column in the form; names are compared letter by letter.",
  "missing-field": "Say in the form which column that is, then load again.",
  "bad-mapping": "Correct the mapping at the place named, then load again.",
  "unknown-zone": "Write the zone as a name such as Europe/Berlin, then load again.",
  "unknown-format": "Only CSV, JSON and NDJSON can be read, plain or gzip.",
  "compressed-input": "Only gzip can be unpacked here. Unpack the file first.",
  "bad-gzip": "The file ends early or is damaged. Fetch it once more.",
  "record-too-long":
    "One row is longer than any ticket should be: often a quotation mark that is never closed.",
  "csp-blocked": "The page must allow 'wasm-unsafe-eval' in the script-src of its Content-Security-Policy.",
  "fetch-failed": "Reload the page.",
};

const OTHERWISE = "Check the file and the mapping, then load again.";

/** @param {HTMLElement} place @param {unknown} error */
export function showFailure(place, error, title = "That did not work") {
  const { code, path, row, message } = /** @type {any} */ (error ?? {});
  const facts = [
    ["Code", code],
    ["Where", path],
    ["Row", row],
  ].filter(([, value]) => value !== undefined);
  place.replaceChildren(
    el(
      "div",
      { class: "failure" },
      el("h3", {}, title),
      el("p", {}, String(message ?? error)),
      facts.length > 0
        ? el(
            "dl",
            {},
            ...facts.map(([term, value]) =>
              el("div", {}, el("dt", {}, term), el("dd", {}, el("code", {}, String(value)))),
            ),
          )
        : null,
      el("p", {}, ADVICE[code] ?? OTHERWISE),
    ),
  );
}
