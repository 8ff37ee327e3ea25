// What the words of a file mean: which statuses are solved, which groups stand on which support level.
//
// Easy to get wrong: these are the words of the first rows. Others may follow; the load says which statuses nobody explained.

import { guessStatus } from "../dist/guess.js";
import { el, field, select } from "./dom.js";

const CLASSES = [
  ["new", "new"],
  ["open", "open"],
  ["pending", "waiting for the customer"],
  ["on_hold", "waiting for a third party"],
  ["solved", "solved"],
  ["closed", "closed"],
];

const LEVELS = [
  ["", "–"],
  ["1", "1"],
  ["2", "2"],
  ["3", "3"],
  ["4", "4"],
];

/** More than this is not shown one by one. */
const MOST = 24;

/** The different words of a column in the sample. */
function wordsOf(sample, column) {
  return [...new Set(sample.rows.map((row) => row[column]).filter(Boolean))].sort();
}

/** A select for each status; writes `state.statuses`. */
export function statusFields(sample, column, state, write) {
  const words = typeof column === "string" ? wordsOf(sample, column).slice(0, MOST) : [];
  if (words.length === 0) return [];
  state.statuses ??= Object.fromEntries(words.map((word) => [word, guessStatus(word)]));
  const fields = words.map((word) => {
    const control = select(CLASSES, state.statuses[word] ?? "open");
    control.addEventListener("change", () => {
      state.statuses = { ...state.statuses, [word]: control.value };
      write();
    });
    return field(word, control);
  });
  return [el("fieldset", { class: "grid" }, el("legend", {}, "What the statuses mean"), ...fields)];
}

/** A select for each group; writes `state.levels`. A change to a group of a higher level is an escalation. */
export function levelFields(sample, column, state, write) {
  const words = typeof column === "string" ? wordsOf(sample, column).slice(0, MOST) : [];
  if (words.length === 0) return [];
  const fields = words.map((word) => {
    const control = select(LEVELS, String(state.levels?.groups?.[word] ?? ""));
    control.addEventListener("change", () => {
      const { [word]: _, ...groups } = state.levels?.groups ?? {};
      if (control.value !== "") groups[word] = Number(control.value);
      if (Object.keys(groups).length > 0) state.levels = { ...state.levels, groups };
      else delete state.levels;
      write();
    });
    return field(word, control);
  });
  return [
    el(
      "details",
      {},
      el("summary", {}, "On which support level each group works"),
      el(
        "p",
        { class: "hint" },
        "Only needed for escalation figures, where the file does not name escalations itself.",
      ),
      el("div", { class: "grid" }, ...fields),
    ),
  ];
}
