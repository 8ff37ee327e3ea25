/**
 * The cycles of a ticket's clocks as a stream of events, one a change, as Zendesk's ticket metric events tell them.
 *
 * ```js
 * import { metricEvents } from "deskgauge/metric-events";
 * for (const { at, metric, instanceId, type } of metricEvents(await desk.clocks("T-1"))) console.log(at, metric, instanceId, type);
 * ```
 *
 * Easy to get wrong: a clock that goes on after a pause is activated again, under the same instance.
 */
import type { ClockCycle, ClockName } from "./sla.js";

/** A change of a clock. */
export interface MetricEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly metric: ClockName;
  /** The number of the clock's cycle, from 1. */
  readonly instanceId: number;
  readonly type: "activate" | "apply_sla" | "pause" | "breach" | "fulfill" | "update_status";
  /** Of `apply_sla`: the policy, the target in seconds and whether it counts business hours. */
  readonly sla?: {
    readonly policy: string;
    readonly target: number | null;
    readonly businessHours: boolean;
  };
  /** Of `update_status`: the seconds used and left when the cycle ended, or now. */
  readonly status?: { readonly used: number; readonly remaining: number | null };
}

/** What comes first where several happen at one instant. */
const ORDER = ["activate", "apply_sla", "pause", "breach", "fulfill", "update_status"] as const;

/** The events of these cycles in order. */
export function metricEvents(cycles: readonly ClockCycle[]): MetricEvent[] {
  const events = cycles.flatMap(eventsOf);
  const rank = ({ type }: MetricEvent) => ORDER.indexOf(type);
  return events.sort((a, b) => a.at - b.at || a.instanceId - b.instanceId || rank(a) - rank(b));
}

function eventsOf(cycle: ClockCycle): MetricEvent[] {
  const { clock, cycle: instanceId, state, start, stop, breachedAt, segments, used, remaining } = cycle;
  const { policy, target, calendar } = cycle;
  const of = { metric: clock, instanceId };
  const sla = { policy, target, businessHours: calendar !== null };
  const events: MetricEvent[] = [{ ...of, at: start, type: "apply_sla", sla }];
  // Closed hours and holidays are no pauses: the clock is under way, and time does not count.
  let active = false;
  for (const { from, kind } of segments) {
    if ((kind !== "paused") === active) continue;
    active = kind !== "paused";
    events.push({ ...of, at: from, type: active ? "activate" : "pause" });
  }
  if (segments.length === 0) events.push({ ...of, at: start, type: "activate" });
  if (breachedAt !== null) events.push({ ...of, at: breachedAt, type: "breach" });
  if (stop === null) return events;
  if (state === "fulfilled") events.push({ ...of, at: stop, type: "fulfill" });
  events.push({ ...of, at: stop, type: "update_status", status: { used, remaining } });
  return events;
}
