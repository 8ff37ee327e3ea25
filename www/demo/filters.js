// Period, channels and reference day: the form above the figures.
//
// Easy to get wrong: the last day people name is included, the period the desk takes ends before its `to`.

import { el, field, select } from "./dom.js";
import { days, label } from "./format.js";
import { addDays, dayOf, startOfDay } from "./zone.js";

const PERIODS = [
  ["28", "Last 4 weeks"],
  ["91", "Last 13 weeks"],
  ["182", "Last 26 weeks"],
  ["all", "All of it"],
  ["own", "From … to …"],
];

/** Up to this many channels have a box each. */
const MOST_CHIPS = 12;

/**
 * Builds the form; `onchange` is told the view whenever it changes.
 *
 * @param {HTMLElement} form
 * @param {{ channels: (string|null)[], first: number, last: number, asOf: number, timeZone: string, period: string, onchange: (view: any) => void }} options
 */
export function buildFilters(form, { channels, first, last, asOf, timeZone, period, onchange }) {
  const firstDay = dayOf(first, timeZone);
  const lastDay = dayOf(last, timeZone);
  const choice = select(PERIODS, period, { id: "period" });
  const from = el("input", {
    type: "date",
    id: "from",
    value: [addDays(lastDay, -90), firstDay].sort()[1],
  });
  const to = el("input", { type: "date", id: "to", value: lastDay });
  const reference = el("input", { type: "date", id: "as-of", value: dayOf(asOf - 1, timeZone) });
  const custom = el(
    "div",
    { class: "dates", hidden: period !== "own" },
    field("From", from),
    field("To, included", to),
  );
  const picker =
    channels.length > MOST_CHIPS ? channelSelect(channels) : channelChips(channels, () => read());
  const summary = el("p", { class: "hint summary" });

  const read = () => {
    const [start, end] = span(choice.value, { from: from.value, to: to.value, firstDay, lastDay });
    custom.hidden = choice.value !== "own";
    const valid = start === undefined || (start < end && start >= "1970" && end <= "9998");
    to.setCustomValidity(valid ? "" : "The period must end after it starts.");
    if (!valid || reference.value === "") {
      to.reportValidity();
      return;
    }
    const given =
      start === undefined ? undefined : { from: startOfDay(start, timeZone), to: startOfDay(end, timeZone) };
    const length = start === undefined ? 0 : (Date.parse(end) - Date.parse(start)) / 86_400_000;
    const before = start === undefined ? undefined : addDays(start, -length);
    const hasBefore = before !== undefined && before >= addDays(firstDay, -1);
    const view = {
      first: startOfDay(firstDay, timeZone),
      channels: picker.chosen(),
      period: given,
      previous: hasBefore ? { from: startOfDay(before, timeZone), to: given.from } : undefined,
      asOf:
        reference.value === dayOf(asOf - 1, timeZone)
          ? asOf
          : startOfDay(addDays(reference.value, 1), timeZone),
      periodName: hasBefore
        ? `the ${length % 7 === 0 ? `${length / 7} weeks` : `${length} days`} before`
        : "",
    };
    summary.textContent = describe(view, { firstDay, lastDay, timeZone });
    onchange(view);
  };

  const parts = [
    field("Period", choice),
    custom,
    field("State of things on", reference),
    channels.length > 1 ? picker.element : null,
    summary,
  ];
  form.replaceChildren(...parts.filter((part) => part !== null));
  form.onchange = read;
  form.onsubmit = (event) => event.preventDefault();
  form.hidden = false;
  read();
}

/** A box for each channel. All or none of them ticked means all. */
function channelChips(channels, changed) {
  const boxes = channels.map((channel) =>
    el("input", { type: "checkbox", name: "channel", value: channel ?? "", checked: true }),
  );
  const tickAll = () => {
    for (const box of boxes) box.checked = true;
  };
  const all = el("button", { type: "button", class: "quiet", hidden: true }, "All channels");
  all.addEventListener("click", () => {
    tickAll();
    boxes[0]?.focus();
    changed();
  });
  const chips = channels.map((channel, index) =>
    el("label", { class: "chip" }, boxes[index], el("span", {}, label(channel))),
  );
  const chosen = () => {
    const ticked = boxes.filter((box) => box.checked);
    if (ticked.length === 0) tickAll();
    const some = ticked.length > 0 && ticked.length < boxes.length;
    all.hidden = !some;
    return some ? ticked.map((box) => box.value || null) : [];
  };
  return { element: el("fieldset", { class: "chips" }, el("legend", {}, "Channels"), ...chips, all), chosen };
}

/** One channel or all, for desks with very many. */
function channelSelect(channels) {
  const options = [
    ["all", "All channels"],
    ...channels.map((channel, index) => [String(index), label(channel)]),
  ];
  const control = select(options, "all", { name: "channel" });
  const chosen = () => (control.value === "all" ? [] : [channels[Number(control.value)]]);
  return { element: field("Channel", control), chosen };
}

/** First day and the day after the last, or nothing for all of it. */
function span(choice, { from, to, firstDay, lastDay }) {
  if (choice === "all") return [undefined, undefined];
  if (choice === "own") return [from || firstDay, addDays(to || lastDay, 1)];
  return [addDays(lastDay, 1 - Number(choice)), addDays(lastDay, 1)];
}

function describe({ period, channels }, { firstDay, lastDay, timeZone }) {
  const day = days(timeZone);
  const [from, to] = period
    ? [period.from, period.to - 1]
    : [startOfDay(firstDay, timeZone), startOfDay(lastDay, timeZone)];
  const which = channels.length === 0 ? "all channels" : channels.map(label).join(", ");
  return `${day(from)} to ${day(to)}, ${which}. Days and weeks are those of ${timeZone}.`;
}
