// Every figure of the expected files, and how it is reproduced or why it is not yet: the coverage table.
//
// A row is [pattern, how]. Patterns are paths of keys; `{}` stands for any one key, a trailing `*` for the rest. The first
// pattern that fits a leaf decides. Definitions of the figures: the README beside the expected files.

import {
  backlog,
  count,
  csat,
  differs,
  dueDates,
  flagged,
  not,
  number,
  rate,
  recomputed,
  stages,
  stats,
  within,
} from "./answers.mjs";

const FILE = not("identity of the source file, no figure");
/** The hours of the expected figures. Mondays to Fridays from nine to five are configured for every log. */
const BUSINESS = { hours: "business" };
/** Due instants that tickets state; a status on hold does not stop them. */
const due = (targets) => ({ policies: [{ id: "own", targets }], clocks: { pause: "run" } });
const FORECAST = not("forecasting: waits for its room");
const ACTIVITIES = not("counts of a log's activities, most of which are no event of a ticket");
const waits = (found) =>
  [...found].reduce((sum, [name, { seconds }]) => sum + (/\/Wait/.test(name ?? "") ? seconds : 0), 0);
const QUALITY = not("a check of the raw file's columns against each other, no metric");

const month = { bucket: "month" };
/** The same figures overall and in splits. */
function splits(blocks, groups) {
  return Object.entries(groups).flatMap(([name, options]) =>
    blocks.map(([pattern, how]) => [`${name}.{}.${pattern}`, how(options)]),
  );
}

function overall(blocks) {
  return blocks.map(([pattern, how]) => [pattern, how({})]);
}

/** The blocks of logs with a ticket a row. */
const simple = [
  ["tickets", (options) => count("tickets", options)],
  ["closed.*", (options) => rate({ metric: "share", where: { closed_at: { missing: false } } }, options)],
  ["resolution_time.*", (options) => stats("full_resolution_time", options)],
];

const uci = [
  ["tickets", (options) => count("tickets", options)],
  ["resolution_time.*", (options) => stats("full_resolution_time", options)],
  ["closure_time.*", (options) => stats("closure_time", options)],
  ["sla_met.*", (options) => rate({ metric: "share", where: { made_sla: "true" } }, options)],
  ["reopen.*", (options) => rate({ metric: "share", where: { reopen_count: { min: 1 } } }, options)],
  ["reassign.*", (options) => rate({ metric: "share", where: { reassignment_count: { min: 1 } } }, options)],
  ["transfer.*", (options) => rate("transfer_rate", options)],
  ["priority_escalation.*", (options) => rate("priority_escalation_rate", options)],
];

const volvo = [
  ["tickets", (options) => count("tickets", options)],
  ["resolution_time.*", (options) => stats("first_resolution_time", options)],
  ["throughput_time.*", (options) => stats("case_duration", options)],
  ["reopen.*", (options) => rate("reopen_rate", options)],
  ["transfer.*", (options) => rate("transfer_rate", options)],
  ["escalated.*", (options) => rate("escalation_rate", options)],
  ["time_to_escalation.*", (options) => stats("time_to_escalation", options)],
  [
    "beyond_first_line.*",
    (options) => rate({ metric: "share", where: { highest_level: { min: 2 } } }, options),
  ],
  ["ping_pong.*", (options) => rate("bounce_rate", options)],
];

const helpdesk = [
  ["tickets", (options) => count("tickets", options)],
  ["first_response_time.*", (options) => stats("first_response_time", options)],
  ["resolution_time.*", (options) => stats("full_resolution_time", options)],
  ["reopen.*", (options) => rate("reopen_rate", options)],
  ["escalated.*", (options) => rate("escalation_rate", options)],
  ["time_to_escalation.*", (options) => stats("time_to_escalation", options)],
  ["waited.*", (options) => rate({ metric: "share", where: { was_pending: true } }, options)],
];

const tech = [
  ["tickets", (options) => count("tickets", options)],
  ["first_response_time.*", (options) => stats({ metric: "first_response_time", negative: "keep" }, options)],
  ["resolution_time.*", (options) => stats("full_resolution_time", options)],
  [
    "sla_first_response.label.*",
    (options) => rate({ metric: "share", where: { sla_first_response: "Within SLA" } }, options),
  ],
  [
    "sla_resolution.label.*",
    (options) => rate({ metric: "share", where: { sla_resolution: "Within SLA" } }, options),
  ],
  [
    "sla_first_response.*",
    (options) => recomputed("first_response", "sla_first_response", "Within SLA", options),
  ],
  ["sla_resolution.*", (options) => recomputed("resolution", "sla_resolution", "Within SLA", options)],
  ["csat.*", (options) => csat(options)],
];

/** A side of the GitHub log: issues or pull requests. */
function github(name, type) {
  const where = { type };
  const closed = { ...where, closed_at: { missing: false } };
  const blocks = simple.map(([pattern, how]) => [pattern, (options) => how({ where, ...options })]);
  return [
    ...overall(blocks),
    ["first", not("the first opening to the second: the report's buckets are coarser")],
    ["last", not("the last opening to the second: the report's buckets are coarser")],
    ["reopened_now.*", rate({ metric: "share", where: { state_reason: "reopened" } }, { where })],
    ["not_planned.*", rate({ metric: "share", where: { state_reason: "not_planned" } }, { where: closed })],
    ["no_comment.*", rate({ metric: "share", where: { comments: { max: 0 } } }, { where })],
    ["comments_total", number({ metric: "field", field: "comments" }, { where }, (figure) => figure.sum)],
    ["self_closed.*", rate({ metric: "share", where: { closed_by_author: "True" } }, { where: closed })],
    ["resolved_within.{}.*", within("full_resolution_time", { where })],
    ...splits(blocks, { by_month: month, by_author_association: { by: "author_association" } }),
    ["backlog.*", backlog("closed", { where })],
  ].map(([pattern, how]) => [`${name}.${pattern}`, how]);
}

/** The log of ServiceNow. */
const uciLog = {
  name: "uci",
  leaves: 1874,
  data: "uci-servicenow-incidents/incident_event_log.csv.gz",
  mapping: "uci",
  table: [
    ["source.*", FILE],
    ["first_opened", not("an opening to the second: the report's buckets are coarser")],
    ["last_opened", not("an opening to the second: the report's buckets are coarser")],
    ["events_by_state.*", stages("status", "events")],
    [
      "tickets_without_resolved_at",
      number("full_resolution_time", {}, (figure) => figure.excluded["no-time"]),
    ],
    ["resolved_within.{}.*", within("full_resolution_time")],
    ["resolution_time_first_event.*", stats({ metric: "first_resolution_time", until: "solved" })],
    ["first_touch_time.*", stats({ metric: "acknowledge_left_new", negative: "keep" })],
    ["business_resolution_time.*", stats({ metric: "full_resolution_time", ...BUSINESS })],
    ["reopens_total", number({ metric: "field", field: "reopen_count" }, {}, (figure) => figure.sum)],
    [
      "reopen_by_events.*",
      differs(
        rate("reopen_rate"),
        { count: 276, of: 24918, rate: 276 / 24918 },
        "events go by time, not by row",
      ),
    ],
    [
      "reassignments_total",
      number({ metric: "field", field: "reassignment_count" }, {}, (figure) => figure.sum),
    ],
    ["reassignments_per_ticket", number({ metric: "field", field: "reassignment_count" })],
    [
      "reassignments_max",
      number({ metric: "field", field: "reassignment_count" }, {}, (figure) => figure.max),
    ],
    ["transfers_total", count("transfers")],
    ["transfers_per_ticket", number("transfers_per_ticket")],
    ["priority_escalations_total", number("priority_escalations_per_ticket", {}, (figure) => figure.sum)],
    ["time_to_priority_escalation.*", stats("time_to_priority_escalation")],
    ["awaiting_user.*", rate({ metric: "share", where: { was_pending: true } })],
    ...overall(uci),
    ...splits(uci, {
      by_month: month,
      by_priority: { by: "priority" },
      by_contact_type: { by: "channel" },
    }),
    ["opened_per_weekday_mon0.{}", count("created", { bucket: "day-of-week" })],
    ["opened_per_hour.{}", count("created", { bucket: "hour-of-day" })],
    ["opened_per_day.{}", count("created", { bucket: "day" })],
    ["forecast_daily.*", FORECAST],
    ["backlog_unclosed.*", backlog("closed")],
    ["backlog_unresolved.*", backlog("solved")],
  ],
};

/** The logs: how many figures each must give, where it is, the mapping that reads it, and the table of its figures. */
export const logs = [
  uciLog,
  {
    ...uciLog,
    source: "servicenow",
    fields: ["subcategory", "impact", "urgency", "made_sla", "reopen_count", "reassignment_count"],
  },
  {
    name: "volvo_incidents",
    leaves: 2054,
    data: "bpic2013-volvo-incidents/vinst_incidents.csv.gz",
    mapping: "volvo_incidents",
    // The log's days are those of the offset written in it, +01:00 all year.
    timeZone: "Etc/GMT-1",
    table: [
      ["source.*", FILE],
      ["first_opened", not("an opening to the second: the report's buckets are coarser")],
      ["last_event", not("an instant to the second: the report's buckets are coarser")],
      ["events_by_state.*", stages("status", "events")],
      [
        "events_by_line.*",
        not("rows of the log by the line at work: a row that changes no group is no event of one"),
      ],
      ["resolved_within.{}.*", within("first_resolution_time")],
      ["last_completion_time.*", stats("full_resolution_time")],
      ["first_accept_time.*", stats("acknowledge_replied")],
      ["working_time.*", stats({ metric: "active_resolution_time", until: "first-done" })],
      ["business_resolution_time.*", stats({ metric: "first_resolution_time", ...BUSINESS })],
      ["open_at_end", count("open")],
      ["reopens_total", count("reopens")],
      ["transfers_total", count("transfers")],
      ["owner_changes_total", number("agent_changes_per_ticket", {}, (figure) => figure.sum)],
      ["escalations_total", count("escalations")],
      ["de_escalations_total", count("deescalations")],
      ["de_escalated.*", rate("deescalation_rate")],
      ["time_to_escalation_all.*", stats("time_to_each_escalation")],
      ["escalations_by_step.1->2", count({ metric: "escalations", fromLevel: 1, toLevel: 2 })],
      ["escalations_by_step.2->3", count({ metric: "escalations", fromLevel: 2, toLevel: 3 })],
      ["escalations_by_step.1->3", count({ metric: "escalations", fromLevel: 1, toLevel: 3 })],
      ["first_line_only.*", rate({ metric: "share", where: { highest_level: { max: 1 } } })],
      [
        "first_line_to_higher.*",
        rate({ metric: "share", where: { highest_level: { min: 2 } } }, { where: { first_level: 1 } }),
      ],
      ["opened_at_line.{}", count("tickets", { by: "first_level" })],
      ["ended_at_line.{}", count("tickets", { by: "level" })],
      ["highest_line.{}", count("tickets", { by: "highest_level" })],
      ["state_seconds.*", stages("status", "seconds")],
      ["wait_seconds", stages("status", "seconds", waits)],
      ["wait_user.*", rate({ metric: "share", where: { ever_status: "Accepted/Wait - User" } })],
      ...overall(volvo),
      ...splits(volvo, { by_month: month, by_impact: { by: "impact" } }),
      ["opened_per_day.{}", count("created", { bucket: "day" })],
      ["backlog.*", backlog("solved")],
    ],
  },
  {
    name: "helpdesk_2010_2011",
    leaves: 3528,
    data: "helpdesk-italy-2010-2011/helpdesk_2010_2011.csv.gz",
    mapping: "helpdesk_2010_2011",
    table: [
      ["source.*", FILE],
      ["first_opened", not("an opening to the second: the report's buckets are coarser")],
      ["last_event", not("an instant to the second: the report's buckets are coarser")],
      ["events.*", ACTIVITIES],
      ["first_resolution_time.*", stats("first_resolution_time")],
      ["business_resolution_time.*", stats({ metric: "full_resolution_time", ...BUSINESS })],
      ["resolved_within.{}.*", within("full_resolution_time")],
      ["first_response_within.{}.*", within("first_response_time")],
      ["active_time.*", stats("active_resolution_time")],
      ["closure_time.*", stats("closure_time")],
      ["case_duration.*", stats("case_duration")],
      ["reopens_total", count("reopens")],
      ["resolve_again_total", ACTIVITIES],
      ["escalations_total", count("escalations")],
      ["sw_anomaly.*", rate({ metric: "share", where: { tags: "sw-anomaly" } })],
      ["wait_time.*", stats("waiting_time")],
      ["owner_change.*", rate({ metric: "share", where: { agent_changes: { min: 1 } } })],
      ["owner_changes_total", number("agent_changes_per_ticket", {}, (figure) => figure.sum)],
      ["starts_with.{}", count("tickets", { by: "first_activity" })],
      ["ends_with.{}", count("tickets", { by: "last_activity" })],
      ...overall(helpdesk),
      ...splits(helpdesk, {
        by_month: month,
        by_service_level: { by: "service_level" },
        by_product: { by: "product" },
        by_workgroup: { by: "workgroup" },
      }),
      ["opened_per_day.{}", count("created", { bucket: "day" })],
      ["backlog_unresolved.*", backlog("solved")],
      ["backlog_unclosed.*", backlog("closed")],
      [
        "published.*",
        not("a filter by first and last activity of a public analysis; its figures are in other units"),
      ],
    ],
  },
  {
    name: "nyc311",
    leaves: 2102,
    data: "nyc311-illegal-animals/nyc311.csv.gz",
    mapping: "nyc311",
    promises: due({ resolution: { due: "due_at" } }),
    table: [
      ["source.*", FILE],
      ["first_opened", not("an opening to the second: the report's buckets are coarser")],
      ["last_opened", not("an opening to the second: the report's buckets are coarser")],
      ["invalid", number("full_resolution_time", {}, (figure) => figure.excluded.negative)],
      ["resolved_within.{}.*", within("full_resolution_time")],
      ["status.{}", count("tickets", { by: "status" })],
      ...overall(simple),
      ...splits(simple, {
        by_month: month,
        by_channel: { by: "channel" },
        by_complaint_top15: { by: "type" },
        by_borough_top15: { by: "borough" },
      }),
      ["sla.*", dueDates("resolution")],
      ["backlog.*", backlog("closed")],
    ],
  },
  {
    name: "sf311",
    leaves: 2134,
    data: "sf311-sample/sf311.csv.gz",
    mapping: "sf311",
    table: [
      ["source.*", FILE],
      ["first_opened", not("an opening to the second: the report's buckets are coarser")],
      ["last_opened", not("an opening to the second: the report's buckets are coarser")],
      ["invalid", number("full_resolution_time", {}, (figure) => figure.excluded.negative)],
      ["resolved_within.{}.*", within("full_resolution_time")],
      ["status.{}", count("tickets", { by: "status" })],
      ...overall(simple),
      ...splits(simple, {
        by_month: month,
        by_channel: { by: "channel" },
        by_agency_top15: { by: "group" },
        by_category_top15: { by: "type" },
      }),
      ["backlog.*", backlog("closed")],
    ],
  },
  {
    name: "boston311",
    leaves: 495,
    data: "boston311-100/boston311.csv",
    mapping: "boston311",
    promises: due({ resolution: { due: "due_at" } }),
    table: [
      ["source.*", FILE],
      ["first_opened", not("an opening to the second: the report's buckets are coarser")],
      ["last_opened", not("an opening to the second: the report's buckets are coarser")],
      ["invalid", number("full_resolution_time", {}, (figure) => figure.excluded.negative ?? 0)],
      ["resolved_within.{}.*", within("full_resolution_time")],
      ["status.{}", count("tickets", { by: "status" })],
      ...overall(simple),
      ...splits(simple, {
        by_month: month,
        by_channel: { by: "channel" },
        by_department_top15: { by: "group" },
        by_reason_top15: { by: "reason" },
      }),
      ["sla.*", dueDates("resolution")],
      ["label.all_rows.{}", count("tickets", { by: "ontime" })],
      ["label.*", flagged("resolution", "ontime", { met: "ONTIME", missed: "OVERDUE" })],
      ["backlog.*", backlog("closed")],
    ],
  },
  {
    name: "github_issues",
    leaves: 1859,
    data: "hf-datasets-github-issues/issues.csv.gz",
    mapping: "github_issues",
    table: [["source.*", FILE], ...github("issues", "issue"), ...github("pull_requests", "pull request")],
  },
  {
    name: "tech_support",
    leaves: 2518,
    data: "tech-support-2023-synthetic/tickets.csv.gz",
    mapping: "tech_support",
    promises: due({
      first_response: { due: "first_response_due_at" },
      resolution: { due: "resolution_due_at" },
    }),
    table: [
      ["source.*", FILE],
      ["first_created", not("an opening to the second: the report's buckets are coarser")],
      ["last_created", not("an opening to the second: the report's buckets are coarser")],
      ["closure_time.*", stats("closure_time")],
      ["status.{}", count("tickets", { by: "status" })],
      ["oddities.*", QUALITY],
      ["tier2_share.*", rate({ metric: "share", where: { support_level: "Tier 2" } })],
      ["contacts.*", stats({ metric: "field", field: "interactions" })],
      [
        "one_touch.*",
        rate(
          { metric: "share", where: { interactions: { min: 1, max: 1 } } },
          { where: { status: ["Closed", "Resolved"], interactions: { missing: false } } },
        ),
      ],
      ...overall(tech),
      ...splits(tech, {
        by_month: month,
        by_priority: { by: "priority" },
        by_channel: { by: "channel" },
        by_tier: { by: "support_level" },
        by_topic: { by: "type" },
        by_agent: { by: "assignee" },
      }),
      ["backlog_unresolved.*", backlog("solved")],
    ],
  },
];
