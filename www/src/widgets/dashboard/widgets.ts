/** Which widget draws which kind of item. */
import type { Widget } from "../widget.js";
import type { LayoutItem } from "./layout.js";

/** The widgets by kind, each fetched when a layout first has it. */
export const WIDGETS: Readonly<
  Record<LayoutItem["kind"], () => Promise<{ widget: new () => Widget; name: string }>>
> = {
  kpi: async () => ({ widget: (await import("../kpi-tile.js")).KpiTile, name: "kpi-tile" }),
  chart: async () => ({ widget: (await import("../metric-chart.js")).MetricChart, name: "metric-chart" }),
  table: async () => ({ widget: (await import("../ranked-table.js")).RankedTable, name: "ranked-table" }),
  "heat-map": async () => ({ widget: (await import("../heat-map.js")).HeatMap, name: "heat-map" }),
  backlog: async () => ({ widget: (await import("../backlog.js")).Backlog, name: "backlog" }),
  survey: async () => ({ widget: (await import("../survey.js")).Survey, name: "survey" }),
  attainment: async () => ({
    widget: (await import("../sla-attainment.js")).SlaAttainment,
    name: "sla-attainment",
  }),
  "escalation-times": async () => ({
    widget: (await import("../escalation-times.js")).EscalationTimesChart,
    name: "escalation-times",
  }),
  bottlenecks: async () => ({ widget: (await import("../bottlenecks.js")).Bottlenecks, name: "bottlenecks" }),
  handoffs: async () => ({
    widget: (await import("../handoff-graph.js")).HandoffGraph,
    name: "handoff-graph",
  }),
  breaches: async () => ({ widget: (await import("../breach-list.js")).BreachList, name: "breach-list" }),
  escalations: async () => ({
    widget: (await import("../escalation-panel.js")).EscalationPanel,
    name: "escalation-panel",
  }),
};
