/** What the overview page shows where administrators set nothing else. */
import type { Dashboard } from "deskgauge/widgets/dashboard";

/** What a dashboard is made of. */
export type Layout = NonNullable<Dashboard["layout"]>;

/** Figures first, then what burns, then where it comes from. */
export const USUAL: Layout = {
  dimensions: ["group", "priority", "tier", "assignee"],
  items: [
    { kind: "kpi", metric: "created" },
    { kind: "kpi", metric: "first_response_time" },
    { kind: "kpi", metric: "next_response_time" },
    { kind: "kpi", metric: "full_resolution_time" },
    { kind: "kpi", metric: "reopen_rate" },
    { kind: "kpi", metric: "escalation_rate" },
    { kind: "kpi", metric: "time_to_escalation" },
    { kind: "kpi", metric: "handoff_wait" },
    { kind: "breaches", span: 2 },
    { kind: "escalations", limit: 4, readonly: true, span: 2 },
    { kind: "chart", metric: "created", bucket: "week", span: 2 },
    { kind: "backlog", bucket: "week", span: 2 },
    { kind: "attainment", span: 2 },
    { kind: "chart", metric: "first_response_time", by: "group", span: 2 },
    {
      kind: "table",
      by: "group",
      metrics: ["created", "first_response_time", "full_resolution_time", "escalation_rate"],
      span: 4,
    },
  ],
};
