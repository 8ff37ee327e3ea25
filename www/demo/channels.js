// The table of channels.

import { el } from "./dom.js";
import { count, duration, label, percent } from "./format.js";
import { sortableTable } from "./table.js";

/** @param {HTMLElement} place */
export function showChannels(place, rows) {
  const figure = (metric, statistic) => (row) => row.figures[metric]?.[statistic];
  const numeric = (key, title, metric, statistic, format) => ({
    key,
    title,
    numeric: true,
    value: figure(metric, statistic),
    cell: (row) => format(figure(metric, statistic)(row)),
  });
  place.replaceChildren(
    sortableTable({
      caption: "Figures by channel",
      sort: { key: "tickets", descending: true },
      rows,
      columns: [
        {
          key: "channel",
          title: "Channel",
          value: (row) => label(row.group.channel),
          cell: (row) => label(row.group.channel),
        },
        numeric("tickets", "Tickets", "tickets", "value", count),
        numeric("first", "First response, median", "first_response_time", "median", duration),
        numeric("first90", "90 % within", "first_response_time", "p90", duration),
        numeric("resolution", "Resolution, median", "full_resolution_time", "median", duration),
        numeric("escalated", "Escalated", "escalation_rate", "value", percent),
        numeric("ate", "ATE, mean", "time_to_escalation", "mean", duration),
        numeric("csat", "CSAT", "csat", "value", percent),
        numeric("reopened", "Reopened", "reopen_rate", "value", percent),
        numeric("touch", "One-touch", "one_touch_rate", "value", percent),
      ],
    }),
  );
}

/** Hands a text over as a file. */
export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
