// The mapping form: which column is what, how dates are written, what statuses mean; beside it the first rows and the mapping as JSON.
//
// Easy to get wrong: the JSON is what counts. The form writes it, people may change it, and what stands there is what is loaded.

import { el, field, select } from "./dom.js";
import { levelFields, statusFields } from "./mapping-words.js";
import { plainTable } from "./table.js";

const TICKET = [
  ["id", "Ticket id", true],
  ["created_at", "Created at", true],
  ["first_response_at", "First response at"],
  ["resolved_at", "Resolved at"],
  ["closed_at", "Closed at"],
  ["channel", "Channel"],
  ["status", "Status"],
  ["priority", "Priority"],
  ["type", "Issue type"],
  ["group", "Group"],
  ["level", "Support level"],
  ["assignee", "Assignee"],
  ["requester", "Requester"],
  ["customer", "Customer"],
  ["tier", "Customer tier"],
  ["language", "Language"],
  ["csat", "CSAT score"],
];

const EVENT = [
  ["at", "Time of the event", true],
  ["kind", "What happened", true],
  ["role", "Role of the actor"],
  ["actor", "Actor"],
  ["to", "New value"],
];

const SHAPES = [
  ["tickets", "A row per ticket"],
  ["events", "A row per event"],
  ["snapshots", "A row per state of a ticket"],
];

const DATES = [
  ["iso", "2025-03-09 14:05 (ISO)"],
  ["epoch-s", "Seconds since 1970"],
  ["epoch-ms", "Milliseconds since 1970"],
  ["d/m/yyyy HH:MM", "9/3/2025 14:05, day first"],
  ["m/d/yyyy HH:MM", "3/9/2025 14:05, month first"],
  ["m/d/yyyy hh:MM:SS AM", "3/9/2025 02:05:00 PM"],
  ["own", "Another pattern …"],
];

/** Between ways to write dates, of which the first that fits counts. */
const OR = " | ";

/**
 * @param {HTMLElement} place
 * @param {{ file: File, guess: import("deskgauge/guess").Guess, timeZone: string, onload: (mapping: object) => void }} options
 */
export function showMappingForm(place, { file, guess, timeZone, onload }) {
  const { native, sample } = guess;
  const state = { ...guess.mapping, timeZone: guess.mapping.timeZone ?? timeZone };
  const json = el("textarea", {
    id: "mapping-json",
    rows: "14",
    spellcheck: "false",
    "aria-describedby": "mapping-json-note",
  });
  const words = el("div", { class: "words" });
  const events = el("div");
  const problem = el("p", { class: "problem", role: "alert" });
  const write = () => {
    json.value = JSON.stringify(state, null, 2);
  };

  const column = (part, columns, [name, title, required]) => {
    const source = state[part]?.[name];
    const current = labelOf(source);
    const told = guess.columns.find(({ as }) => as === `${part}.${name}`);
    const why = told === undefined || current === "" ? null : el("small", {}, reason(told));
    const known = current === "" || columns.includes(current) ? columns : [current, ...columns];
    const options = [["", required ? "choose …" : "–"], ...known.map((one) => [one, one])];
    const control = select(options, current, { name: `${part}.${name}`, required });
    control.addEventListener("change", () => {
      const { [name]: _, ...rest } = state[part] ?? {};
      const chosen = control.value === current ? source : control.value;
      state[part] = control.value === "" ? rest : { ...rest, [name]: chosen };
      if (why !== null) why.hidden = control.value !== current;
      if (name === "status") delete state.statuses;
      if (name === "group") delete state.levels;
      if (name === "status" || name === "group") showWords();
      write();
    });
    const labelled = field(title, control);
    if (why !== null) labelled.append(why);
    return labelled;
  };

  const showWords = () => {
    const group = native ? "group" : state.ticket?.group;
    words.replaceChildren(
      ...(native ? [] : statusFields(sample, labelOf(state.ticket?.status), state, write)),
      ...levelFields(sample, labelOf(group), state, write),
    );
  };

  const showEvents = () => {
    if (native) return;
    const inside = state.events !== undefined;
    const asRows = state.shape === "events" || state.shape === "snapshots";
    const columns = inside ? (sample.lists[state.events]?.columns ?? []) : sample.columns;
    const names = state.shape === "snapshots" ? EVENT.slice(0, 1) : EVENT;
    events.replaceChildren(
      ...(inside || asRows
        ? [
            el(
              "fieldset",
              { class: "grid" },
              el("legend", {}, inside ? `Events in "${state.events}"` : "Events"),
              ...names.map((one) => column("event", columns, one)),
            ),
          ]
        : []),
    );
  };

  const shape = select(SHAPES, state.shape ?? "tickets", { name: "shape" });
  shape.addEventListener("change", () => {
    if (shape.value === "tickets") {
      delete state.shape;
      delete state.event;
    } else state.shape = shape.value;
    showEvents();
    write();
  });

  const known = DATES.some(([value]) => value === (state.dates ?? "iso"));
  const dates = select(DATES, known ? (state.dates ?? "iso") : "own", { name: "dates" });
  const pattern = el("input", {
    type: "text",
    name: "pattern",
    value: known ? "" : [state.dates].flat().join(OR),
    placeholder: "dd.mm.yyyy HH:MM:SS",
  });
  const patternField = field("Pattern", pattern);
  patternField.hidden = known;
  const setDates = () => {
    patternField.hidden = dates.value !== "own";
    const value = dates.value === "own" ? pattern.value : dates.value;
    const ways = value.split(OR);
    if (value === "" || value === "iso") delete state.dates;
    else state.dates = ways.length === 1 ? value : ways;
    write();
  };
  dates.addEventListener("change", setDates);
  pattern.addEventListener("input", setDates);

  const zone = el("input", {
    type: "text",
    name: "zone",
    list: "zones",
    value: state.timeZone,
    autocomplete: "off",
  });
  zone.addEventListener("input", () => {
    state.timeZone = zone.value;
    write();
  });

  const copy = el("button", { type: "button" }, "Copy");
  const copied = el("span", { role: "status", class: "hint" });
  copy.addEventListener("click", async () => {
    json.select();
    await navigator.clipboard.writeText(json.value).then(
      () => {
        copied.textContent = "Copied.";
      },
      () => {
        copied.textContent = "The text is selected: press Ctrl or Cmd and C.";
      },
    );
  });

  const form = el(
    "form",
    { class: "mapping", "aria-labelledby": "mapping-title" },
    el("h3", { id: "mapping-title", tabindex: "-1" }, `What is what in ${file.name}`),
    el(
      "p",
      { class: "hint" },
      native
        ? "This is the package's own JSON: nothing needs to be mapped."
        : `Read as ${sample.format.toUpperCase()}. Guessed from names and values; correct what is wrong.`,
    ),
    guess.questions.length === 0
      ? null
      : el("ul", { class: "hint questions" }, ...guess.questions.map(({ asks }) => el("li", {}, asks))),
    preview(sample, state.events),
    el(
      "div",
      { class: "grid" },
      sample.format === "csv" ? field("Rows", shape) : null,
      field("Dates are written as", dates),
      patternField,
      field("Zone of dates without one", zone),
    ),
    el(
      "datalist",
      { id: "zones" },
      ...["UTC", ...Intl.supportedValuesOf("timeZone")].map((name) => el("option", { value: name })),
    ),
    native
      ? null
      : el(
          "fieldset",
          { class: "grid" },
          el("legend", {}, "Tickets"),
          ...TICKET.map((one) => column("ticket", sample.columns, one)),
        ),
    events,
    words,
    el(
      "details",
      {},
      el("summary", {}, "The mapping as JSON"),
      el(
        "p",
        { class: "hint", id: "mapping-json-note" },
        "This is what is used. Change it for what the form cannot say, or keep it for the next time.",
      ),
      el("label", { class: "visually-hidden", for: "mapping-json" }, "Mapping"),
      json,
      el("p", { class: "actions" }, copy, copied),
    ),
    problem,
    el("p", { class: "actions" }, el("button", { type: "submit", class: "primary" }, "Load the tickets")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let mapping;
    try {
      mapping = JSON.parse(json.value);
    } catch (error) {
      problem.textContent = `The mapping is no JSON: ${error.message}.`;
      json.closest("details").open = true;
      json.focus();
      return;
    }
    problem.textContent = "";
    onload(mapping);
  });
  showEvents();
  showWords();
  write();
  place.replaceChildren(form);
  form.querySelector("h3").focus();
}

/** A source as it stands in a list: a column, or several that are put together. */
function labelOf(source) {
  if (typeof source === "string") return source;
  return source?.columns?.join(" + ") ?? source?.path ?? "";
}

function reason({ confidence, because }) {
  const sentence = `${because[0].toUpperCase()}${because.slice(1)}.`;
  return confidence < 0.6 ? `Not sure: ${because}.` : sentence;
}

function preview({ columns, rows }, events) {
  if (rows.length === 0)
    return el("p", { class: "problem" }, "No complete row was found at the start of the file.");
  const shown = rows.slice(0, 6);
  const kept = columns.slice(0, 30);
  const note = events === undefined ? "" : ` Each has its events under "${events}".`;
  return el(
    "details",
    { open: true },
    el("summary", {}, `The first ${shown.length} of its rows`),
    plainTable(
      "The first rows of the file",
      kept,
      shown.map((row) => kept.map((column) => clip(row[column] ?? ""))),
    ),
    note || kept.length < columns.length
      ? el(
          "p",
          { class: "hint" },
          `${kept.length < columns.length ? `${columns.length - kept.length} more columns are not shown.` : ""}${note}`,
        )
      : null,
  );
}

function clip(text) {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
