// The widgets' tags in Svelte's templates; compiled, never run.

import type { Report } from "deskgauge";
import type {} from "deskgauge/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

type Tile = SvelteHTMLElements["deskgauge-kpi-tile"];

export function tile(report: Report): readonly Tile[] {
  const drilled = ({ detail }: CustomEvent<{ readonly metric: string }>) => void detail.metric;
  // @ts-expect-error a report is not a sentence
  const wrong: Tile = { report: "weekly" };
  // @ts-expect-error a drill-down carries no number
  const deaf: Tile = { "ondeskgauge-drill-down": (event: CustomEvent<number>) => void event };
  void [wrong, deaf];
  return [
    { report, metric: "csat", class: "wide", "ondeskgauge-drill-down": drilled },
    { report, "on:deskgauge-drill-down": drilled },
  ];
}
