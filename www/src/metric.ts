/**
 * The metrics by name. What each means, in a sentence: `await desk.metrics()`.
 */

/** Durations of a ticket, in seconds of calendar time. */
export type DurationMetricId =
  | "first_response_time"
  | "next_response_time"
  | "first_resolution_time"
  | "full_resolution_time"
  | "closure_time"
  | "case_duration"
  | "requester_wait_time"
  | "agent_wait_time"
  | "on_hold_time"
  | "agent_work_time"
  | "active_resolution_time"
  | "waiting_time"
  | "acknowledge_assigned"
  | "acknowledge_opened"
  | "acknowledge_left_new"
  | "acknowledge_replied"
  | "time_to_escalation"
  | "time_to_each_escalation"
  | "time_to_priority_escalation"
  | "handoff_wait";

/** Numbers a ticket. */
export type PerTicketMetricId =
  | "agents_per_ticket"
  | "replies_per_ticket"
  | "transfers_per_ticket"
  | "agent_changes_per_ticket"
  | "reopens_per_ticket"
  | "escalations_per_ticket"
  | "priority_escalations_per_ticket"
  | "events_per_ticket"
  /** Any custom dimension that holds numbers: `{ metric: "field", field: "effort" }`. */
  | "field";

/** Shares of tickets, 0 to 1. */
export type RateMetricId =
  | "escalation_rate"
  | "priority_escalation_rate"
  | "deescalation_rate"
  | "bounce_rate"
  | "skip_rate"
  | "reescalation_rate"
  | "level_bounce_rate"
  | "direct_start_rate"
  | "off_path_rate"
  | "reopen_rate"
  | "one_touch_rate"
  | "first_contact_resolution_rate"
  | "transfer_rate"
  | "repeat_contact_rate"
  | "resolution_rate"
  | "resolution_window_rate"
  | "csat_response_rate"
  | "nps_response_rate"
  | "ces_response_rate"
  /** The tickets that pass a filter: `{ metric: "share", where: { … } }`. */
  | "share";

/** How many. */
export type CountMetricId =
  | "tickets"
  | "created"
  | "solved"
  | "open"
  | "replies"
  | "events"
  | "escalations"
  | "deescalations"
  | "reopens"
  | "transfers";

/** Answers to surveys. */
export type ScoreMetricId = "csat" | "nps" | "ces";

/** The name of a metric. */
export type MetricId =
  | DurationMetricId
  | PerTicketMetricId
  | RateMetricId
  | CountMetricId
  | ScoreMetricId
  /** Unsolved tickets at the end of each bucket, or at `asOf`. */
  | "backlog"
  /** Variance of first response times within each channel, and between the channels. */
  | "response_time_variance";

/** A named set of definition switches: how one vendor computes what another computes differently. */
export type ProfileName =
  | "deskgauge"
  | "zendesk"
  | "freshdesk"
  | "jira"
  | "salesforce"
  | "servicenow"
  | "zammad"
  | "chatwoot"
  | "intercom";

/** Which way is the better one. */
export type Direction = "lower-is-better" | "higher-is-better" | "neutral";

/** What a value is measured in: `share` runs from 0 to 1, `points` are those of a survey's scale. */
export type Unit = "seconds" | "number" | "share" | "count" | "points";

/** Which statistics a metric has. */
export type Family = "distribution" | "rate" | "count" | "csat" | "nps" | "ces" | "level" | "variance";

/** What a metric means. */
export interface MetricDefinition {
  readonly id: MetricId;
  /** Its name for people. */
  readonly title: string;
  /** One sentence. */
  readonly definition: string;
  readonly unit: Unit;
  readonly family: Family;
  readonly direction: Direction;
  /** The date by which it falls into periods and buckets. */
  readonly anchor: string;
  /** How other profiles count it, and which public document says so, by profile. */
  readonly differences: Readonly<Record<string, string>>;
}
