// The widgets' tags in Vue's templates; compiled, never run.

import type { Report } from "deskgauge";
import type {} from "deskgauge/vue";
import type { GlobalComponents } from "vue";

type Tile = InstanceType<GlobalComponents["deskgauge-kpi-tile"]>;

export function tile(report: Report, emit: Tile["$emit"]): Tile["$props"] {
  const event = new CustomEvent("deskgauge-drill-down", { detail: { cell: {}, metric: "csat" } });
  emit("deskgauge-drill-down", event);
  // @ts-expect-error it fires no such event
  emit("deskgauge-snooze", event);
  // @ts-expect-error a report is not a sentence
  const wrong: Tile["$props"] = { report: "weekly" };
  void wrong;
  return { report, metric: "csat", headingLevel: 2, class: "wide", id: "tile" };
}
