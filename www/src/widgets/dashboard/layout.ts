/**
 * Layouts: which widgets a dashboard is made of, as plain JSON.
 *
 * ```js
 * dashboard.layout = {
 *   dimensions: ["channel", "priority"],
 *   items: [
 *     { kind: "kpi", metric: "first_response_time", target: 3600 },
 *     { kind: "chart", metric: "tickets", bucket: "week", by: "channel", span: 2 },
 *     { kind: "breaches" },
 *   ],
 * };
 * ```
 */
import { DeskError, found } from "../../error.js";
import type { MetricId } from "../../metric.js";
import type { BucketUnit, MetricSpec } from "../../question.js";

/** What an item can be. */
export const KINDS = [
  "kpi",
  "chart",
  "table",
  "heat-map",
  "backlog",
  "survey",
  "attainment",
  "breaches",
  "escalations",
  "escalation-times",
  "bottlenecks",
  "handoffs",
] as const;

/** A kind of item. */
export type ItemKind = (typeof KINDS)[number];

/** One widget of a dashboard. */
export interface LayoutItem {
  readonly kind: ItemKind;
  /** Its heading (default its metric's name). */
  readonly heading?: string;
  /** How many columns it is wide where there is room (default 1). */
  readonly span?: number;
  readonly metric?: MetricId | MetricSpec;
  /** The metrics of a table. */
  readonly metrics?: readonly (MetricId | MetricSpec)[];
  readonly statistic?: string;
  /** The dimension it is grouped by. */
  readonly by?: string;
  readonly bucket?: BucketUnit;
  /** What the figure shall reach, in the metric's unit. */
  readonly target?: number;
  /** How many rows it lists. */
  readonly limit?: number;
  /** Steps of escalations can only be looked at, where the page keeps no events. */
  readonly readonly?: boolean;
}

/** A dashboard as JSON. */
export interface Layout {
  /** What can be filtered by (default channel, priority, tier, type and group). */
  readonly dimensions?: readonly string[];
  readonly items: readonly LayoutItem[];
}

/** What is shown where no layout is given. */
export const USUAL: Layout = {
  dimensions: ["channel", "priority", "tier", "type", "group"],
  items: [
    { kind: "kpi", metric: "created" },
    { kind: "kpi", metric: "first_response_time" },
    { kind: "kpi", metric: "full_resolution_time" },
    { kind: "kpi", metric: "escalation_rate" },
    { kind: "kpi", metric: "time_to_escalation" },
    { kind: "kpi", metric: "reopen_rate" },
    { kind: "chart", metric: "created", bucket: "week", span: 2 },
    { kind: "backlog", bucket: "week" },
    { kind: "chart", metric: "full_resolution_time", bucket: "week", by: "priority", span: 2 },
    { kind: "heat-map", metric: "created", span: 2 },
    { kind: "chart", metric: "first_response_time", by: "channel" },
    { kind: "chart", metric: "escalation_rate", by: "type" },
    {
      kind: "table",
      by: "group",
      metrics: ["created", "first_response_time", "full_resolution_time", "escalation_rate"],
      span: 2,
    },
    { kind: "survey", metric: "csat" },
  ],
};

const NEED_METRIC = ["kpi", "chart", "heat-map", "survey"];

/** The most items of a layout: each is a question. */
const MOST_ITEMS = 60;

/**
 * Checks a layout from wherever it came.
 *
 * @throws DeskError `bad-layout` with the path at fault
 */
export function checkLayout(layout: unknown): Layout {
  const fault = (path: string, message: string) => new DeskError("bad-layout", message, { path });
  if (!isObject(layout)) throw fault("layout", `expected an object; found ${found(layout)}`);
  const { items, dimensions } = layout;
  if (!Array.isArray(items)) throw fault("layout.items", `expected a list of items; found ${found(items)}`);
  if (items.length > MOST_ITEMS)
    throw fault("layout.items", `expected at most ${MOST_ITEMS} items; found ${items.length}`);
  if (
    dimensions !== undefined &&
    !(Array.isArray(dimensions) && dimensions.every((name) => typeof name === "string"))
  ) {
    throw fault("layout.dimensions", "expected a list of names of dimensions");
  }
  items.forEach((item: unknown, at) => {
    const path = `layout.items[${at}]`;
    if (!isObject(item)) throw fault(path, `expected an object; found ${found(item)}`);
    const { kind, metric, span } = item;
    if (!KINDS.some((known) => known === kind)) {
      throw fault(`${path}.kind`, `expected one of ${KINDS.join(", ")}; found ${found(kind)}`);
    }
    if (NEED_METRIC.some((needs) => needs === kind) && metric === undefined) {
      throw fault(`${path}.metric`, "expected the name of a metric");
    }
    if (kind === "table" && !(Array.isArray(item.metrics) && typeof item.by === "string")) {
      throw fault(path, "a table needs metrics and the dimension it is by");
    }
    if (span !== undefined && !(Number.isInteger(span) && Number(span) >= 1 && Number(span) <= 4)) {
      throw fault(`${path}.span`, `expected 1 to 4 columns; found ${found(span)}`);
    }
  });
  return layout as unknown as Layout;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
