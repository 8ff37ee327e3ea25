/** What the page of its own shows: a month at a glance, what burns first, and where it comes from. */
import type { Dashboard } from "deskgauge/widgets/dashboard";

export const OVERVIEW: NonNullable<Dashboard["layout"]> = {
  dimensions: ["group", "priority", "channel", "type", "assignee"],
  items: [
    { kind: "kpi", metric: "created" },
    { kind: "kpi", metric: "first_response_time" },
    { kind: "kpi", metric: "full_resolution_time" },
    { kind: "kpi", metric: "escalation_rate" },
    { kind: "breaches", span: 2 },
    { kind: "escalations", span: 2, limit: 5 },
    { kind: "attainment", by: "group", span: 2 },
    { kind: "chart", metric: "created", bucket: "day", span: 2 },
    { kind: "backlog", bucket: "day", span: 2 },
    { kind: "chart", metric: "first_response_time", by: "priority", span: 2 },
    {
      kind: "table",
      by: "group",
      metrics: ["created", "first_response_time", "full_resolution_time", "escalation_rate"],
      span: 4,
    },
  ],
};
