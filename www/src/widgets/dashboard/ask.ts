/**
 * What a dashboard asks for each of its items, narrowed to its view.
 *
 * Easy to get wrong: an item that is grouped by a dimension is not narrowed by that dimension, or nothing could be chosen in
 * it but what is chosen already. So with time: a chart along it is not narrowed to the days that were chosen in one.
 */

import { DeskError } from "../../error.js";
import type { EscalationTimes, EscalationTimesQuestion } from "../../escalation-times.js";
import type { MetricId } from "../../metric.js";
import type { BucketUnit, MetricSpec, Question } from "../../question.js";
import type { Report } from "../../report.js";
import type { SlaAnswer } from "../../sla.js";
import type { Handoffs, HandoffsQuestion, Stages, StagesQuestion } from "../../stages.js";
import type { FilterDimension } from "../filter-bar.js";
import type { Source } from "../source.js";
import type { LayoutItem } from "./layout.js";
import { conditions, daysOf, nextDay, type View } from "./state.js";

/** What an item is drawn from: properties of its widget. */
export interface ItemAnswer {
  readonly report?: Report;
  /** The same by time, for items that show a trend. */
  readonly trend?: Report;
  /** What the clocks or an analysis say. */
  readonly answer?: SlaAnswer | EscalationTimes | Stages | Handoffs;
}

/** The name of a metric. */
export function metricId(metric: MetricId | MetricSpec | undefined): MetricId | undefined {
  return typeof metric === "object" ? metric.metric : metric;
}

/** The key of a metric's figures. */
export function metricKey(metric: MetricId | MetricSpec | undefined): string | undefined {
  return typeof metric === "object" ? (metric.as ?? metric.metric) : metric;
}

/** Who answers; analyses only where a layout has them. */
export type ItemSource = Pick<Source, "report" | "sla"> & {
  escalationTimes?(question: EscalationTimesQuestion): Promise<EscalationTimes>;
  stages?(question: StagesQuestion): Promise<Stages>;
  handoffs?(question: HandoffsQuestion): Promise<Handoffs>;
};

/**
 * Asks what an item needs.
 *
 * @throws DeskError `no-answer` where the source has no such analysis, and those of the source
 */
export async function askItem(source: ItemSource, item: LayoutItem, view: View): Promise<ItemAnswer> {
  const base = question(item, view);
  const { by, bucket } = item;
  const grouped = { ...base, ...(by !== undefined && { by }), ...(bucket !== undefined && { bucket }) };
  const { where, period } = base;
  const selected = { ...(where && { where }), ...(period && { period }), ...(by !== undefined && { by }) };
  switch (item.kind) {
    case "kpi": {
      const compared = view.compare === true && base.period !== undefined;
      const [report, trend] = await Promise.all([
        source.report({ ...base, ...(compared && { compare: "previous" as const }) }),
        source.report({ ...base, bucket: trendUnit(view) }),
      ]);
      return { report, trend };
    }
    case "attainment":
      return { answer: await source.sla(selected) };
    case "escalation-times":
      return { answer: await known(source.escalationTimes?.(selected), "escalationTimes") };
    case "bottlenecks":
      return { answer: await known(source.stages?.(selected), "stages") };
    case "handoffs": {
      const { where, period } = selected;
      const asked = source.handoffs?.({ ...(where && { where }), ...(period && { period }) });
      return { answer: await known(asked, "handoffs") };
    }
    case "heat-map":
      return { report: await source.report({ ...base, bucket: "hour-of-week" }) };
    case "backlog":
      return {
        report: await source.report({
          ...grouped,
          metrics: ["backlog"],
          bucket: bucket ?? trendUnit({ ...view, within: undefined }),
        }),
      };
    default:
      return { report: await source.report(grouped) };
  }
}

/** Asks which words dimensions have; those without any are left out. */
export async function askDimensions(
  source: ItemSource,
  names: readonly string[],
): Promise<readonly FilterDimension[]> {
  const ask = async (name: string): Promise<FilterDimension> => {
    const report = await source.report({ metrics: ["tickets"], by: name });
    const words = report.groups.map(({ by }) => by[name] ?? null);
    return { name, words };
  };
  const asked = await Promise.all(names.map(ask));
  return asked.filter(({ words }) => words.some((word) => word !== null));
}

function known<Answer>(answer: Promise<Answer> | undefined, method: string): Promise<Answer> {
  if (answer !== undefined) return answer;
  throw new DeskError("no-answer", `the source has no ${method}(), which this part of the layout needs`);
}

function question({ kind, metric, metrics, by, bucket }: LayoutItem, view: View): Question {
  const alongTime =
    kind === "backlog" || (kind === "chart" && bucket !== undefined && !bucket.includes("-of-"));
  const { from, to } = alongTime ? view : daysOf(view);
  const period = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to: nextDay(to) }),
  };
  return {
    metrics: metrics ?? (metric === undefined ? [] : [metric]),
    where: conditions(view, by === undefined ? [] : [by]),
    ...(Object.keys(period).length > 0 && { period }),
  };
}

/** Days for a few weeks, else weeks, else months. */
function trendUnit(view: View): BucketUnit {
  const { from, to } = daysOf(view);
  if (from === undefined || to === undefined) return "week";
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days <= 45 ? "day" : days <= 400 ? "week" : "month";
}
