//! What cannot be known of a source, and which metrics therefore lack data: for good, or until more of it has come.
//!
//! A metric that lacks data is answered all the same, from what there is; the answer says what is lacking, so that a figure
//! of nothing is not taken for a good one.

use serde::Serialize;

use super::collected::Told;
use super::record::{FIRST_RESPONSE, SCORE, What};

/// What a source has not told, and the metrics that miss it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// Its name.
    pub id: &'static str,
    /// By their names.
    pub metrics: &'static [&'static str],
    /// What is lacking, in a sentence.
    pub because: String,
}

/// What would mend a lack.
enum Until {
    Never,
    /// One record of these kinds.
    Told(&'static [What]),
    /// A reply, or the instant of the first as the vendor computed it.
    Responses,
    /// One score.
    Scores,
    /// Who everybody is.
    People,
}

/// A row of the table: its name; sources, all of them where none is named; the metrics; the sentence.
struct Row {
    id: &'static str,
    sources: &'static [&'static str],
    until: Until,
    metrics: &'static [&'static str],
    because: &'static str,
}

const WAITS: &[&str] = &[
    "requester_wait_time",
    "agent_wait_time",
    "on_hold_time",
    "agent_work_time",
    "active_resolution_time",
    "waiting_time",
];
const STATUSES: &[&str] = &[
    "requester_wait_time",
    "agent_wait_time",
    "on_hold_time",
    "agent_work_time",
    "active_resolution_time",
    "waiting_time",
    "acknowledge_opened",
    "acknowledge_left_new",
    "first_resolution_time",
    "reopen_rate",
    "reopens",
    "reopens_per_ticket",
    "one_touch_rate",
    "first_contact_resolution_rate",
    "backlog",
];
const HOLDERS: &[&str] =
    &["acknowledge_assigned", "agent_changes_per_ticket", "agents_per_ticket", "handoff_wait"];
const GROUPS: &[&str] = &[
    "handoff_wait",
    "transfers",
    "transfer_rate",
    "transfers_per_ticket",
    "bounce_rate",
    "escalations",
    "escalation_rate",
    "escalations_per_ticket",
    "time_to_escalation",
    "time_to_each_escalation",
    "deescalations",
    "deescalation_rate",
    "skip_rate",
    "reescalation_rate",
    "level_bounce_rate",
    "direct_start_rate",
    "off_path_rate",
];
const PRIORITIES: &[&str] =
    &["time_to_priority_escalation", "priority_escalations_per_ticket", "priority_escalation_rate"];
const REPLIES: &[&str] = &[
    "next_response_time",
    "replies",
    "replies_per_ticket",
    "one_touch_rate",
    "first_contact_resolution_rate",
    "handoff_wait",
];
const RESPONSES: &[&str] = &["first_response_time", "acknowledge_replied", "response_time_variance"];
const CSAT: &[&str] = &["csat", "csat_response_rate"];
const SURVEYS: &[&str] = &["nps", "nps_response_rate", "ces", "ces_response_rate"];
const CLOSING: &[&str] = &["closure_time"];
const VOLUME: &[&str] = &["tickets", "created", "open", "backlog"];

const LABELLED: &[&str] = &["github", "gitlab"];
const UNKNOWN_PEOPLE: &str = "Of some people it is not known whether they are agents.";
const NO_PRIORITY: &str = "No change of a priority came.";

/// What holds the changes of tickets, as the vendors call it.
const HISTORIES: [(&str, &str); 14] = [
    ("rt", "transactions"),
    ("django-helpdesk", "follow-ups with changes"),
    ("zendesk", "audits or ticket events"),
    ("freshdesk", "activities export"),
    ("jira", "changelog"),
    ("salesforce", "CaseHistory"),
    ("servicenow", "sys_audit"),
    ("zammad", "history"),
    ("chatwoot", "reporting events or webhooks"),
    ("github", "timeline or events"),
    ("gitlab", "state and label events"),
    ("intercom", "conversation parts"),
    ("hubspot", "properties with history"),
    ("redmine", "journals"),
];

const NO_HISTORY: [&[&str]; 4] = [STATUSES, HOLDERS, GROUPS, PRIORITIES];

const ROWS: &[Row] = &[
    Row {
        id: "no-responses",
        sources: &[],
        until: Until::Responses,
        metrics: RESPONSES,
        because: "No replies came, nor when the first ones were.",
    },
    Row {
        id: "no-replies",
        sources: &[],
        until: Until::Told(&[What::Public]),
        metrics: REPLIES,
        because: "No replies came.",
    },
    Row {
        id: "unknown-people",
        sources: &[],
        until: Until::People,
        metrics: RESPONSES,
        because: UNKNOWN_PEOPLE,
    },
    Row {
        id: "unknown-people",
        sources: &[],
        until: Until::People,
        metrics: REPLIES,
        because: UNKNOWN_PEOPLE,
    },
    Row {
        id: "ratings-untold",
        sources: &[
            "rt",
            "django-helpdesk",
            "salesforce",
            "servicenow",
            "github",
            "gitlab",
            "zammad",
            "redmine",
        ],
        until: Until::Never,
        metrics: CSAT,
        because: "The API tells no ratings.",
    },
    Row {
        id: "no-ratings",
        sources: &["zendesk", "freshdesk", "jira", "chatwoot", "intercom", "hubspot"],
        until: Until::Scores,
        metrics: CSAT,
        because: "No ratings came.",
    },
    Row {
        id: "surveys-untold",
        sources: &[
            "rt",
            "django-helpdesk",
            "zendesk",
            "freshdesk",
            "jira",
            "salesforce",
            "servicenow",
            "zammad",
            "chatwoot",
            "github",
            "gitlab",
            "intercom",
            "redmine",
        ],
        until: Until::Never,
        metrics: SURVEYS,
        because: "The API tells no answers of this kind.",
    },
    Row {
        id: "no-surveys",
        sources: &["hubspot"],
        until: Until::Told(&[What::Nps]),
        metrics: &["nps", "nps_response_rate"],
        because: "No answers of this kind came.",
    },
    Row {
        id: "no-surveys",
        sources: &["hubspot"],
        until: Until::Told(&[What::Ces]),
        metrics: &["ces", "ces_response_rate"],
        because: "No answers of this kind came.",
    },
    Row {
        id: "merges-untold",
        sources: &["freshdesk"],
        until: Until::Never,
        metrics: VOLUME,
        because: "The API does not tell which tickets were merged into others, so that these count too.",
    },
    Row {
        id: "statuses-untracked",
        sources: &["salesforce"],
        until: Until::Told(&[What::Status]),
        metrics: STATUSES,
        because: "No change of a status came: Salesforce keeps those of tracked fields only.",
    },
    Row {
        id: "owners-untracked",
        sources: &["salesforce"],
        until: Until::Told(&[What::Agent, What::Group]),
        metrics: GROUPS,
        because: "No change of an owner came: Salesforce keeps those of tracked fields only.",
    },
    Row {
        id: "priorities-untracked",
        sources: &["salesforce"],
        until: Until::Told(&[What::Priority]),
        metrics: PRIORITIES,
        because: "No change of a priority came: Salesforce keeps those of tracked fields only.",
    },
    Row {
        id: "no-group-field",
        sources: &["jira"],
        until: Until::Told(&[What::Group]),
        metrics: GROUPS,
        because: "No change of a field with \"group\" or \"team\" in its name came.",
    },
    Row {
        id: "no-waiting-label",
        sources: LABELLED,
        until: Until::Told(&[What::Hold]),
        metrics: WAITS,
        because: "No label tells when an issue waits.",
    },
    Row {
        id: "no-team-label",
        sources: LABELLED,
        until: Until::Told(&[What::Group]),
        metrics: GROUPS,
        because: "No label tells which team has an issue.",
    },
    Row {
        id: "no-priority-changes",
        sources: LABELLED,
        until: Until::Told(&[What::Priority]),
        metrics: PRIORITIES,
        because: NO_PRIORITY,
    },
    Row {
        id: "no-changes",
        sources: &["chatwoot"],
        until: Until::Told(&[What::Group, What::Agent, What::Priority]),
        metrics: WAITS,
        because: "No changes came, of which only webhooks tell: when conversations were put off is not known.",
    },
    Row {
        id: "no-team-changes",
        sources: &["chatwoot"],
        until: Until::Told(&[What::Group]),
        metrics: GROUPS,
        because: "No change of a team came, which only webhooks tell.",
    },
    Row {
        id: "no-agent-changes",
        sources: &["chatwoot"],
        until: Until::Told(&[What::Agent]),
        metrics: HOLDERS,
        because: "No change of an agent came, which only webhooks tell.",
    },
    Row {
        id: "no-priority-changes",
        sources: &["chatwoot"],
        until: Until::Told(&[What::Priority]),
        metrics: PRIORITIES,
        because: NO_PRIORITY,
    },
    Row {
        id: "priority-changes-untold",
        sources: &["intercom"],
        until: Until::Never,
        metrics: PRIORITIES,
        because: "The API does not tell when the priority changed.",
    },
    Row {
        id: "closing-untold",
        sources: &["chatwoot", "zammad"],
        until: Until::Never,
        metrics: CLOSING,
        because: "The source does not tell closed from solved.",
    },
    Row {
        id: "on-hold-untold",
        sources: &["chatwoot", "zammad", "intercom"],
        until: Until::Never,
        metrics: &["on_hold_time"],
        because: "The source does not tell waiting for others from waiting for the customer.",
    },
];

impl Until {
    fn has_come(&self, told: &Told) -> bool {
        match self {
            Self::Never => false,
            Self::Told(kinds) => kinds.iter().any(|&kind| told.has(kind)),
            Self::Responses => told.has(What::Public) || told.states(FIRST_RESPONSE),
            Self::Scores => told.has(What::Survey) || told.states(SCORE),
            Self::People => !told.has_doubts,
        }
    }
}

/// What a source has not told.
pub(super) fn lacks(source: &str, told: &Told) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if !told.has_tickets {
        return lacks;
    }
    if !told.bare.is_empty() {
        let known = HISTORIES.iter().find(|(name, _)| *name == source);
        let history = known.map_or("history", |(_, history)| history);
        let because = ["No ", history, " came of some tickets: what changed in them is not known."].concat();
        lacks.extend(NO_HISTORY.map(|metrics| Lack { id: "no-history", metrics, because: because.clone() }));
    }
    let speaks_of = |row: &&Row| row.sources.is_empty() || row.sources.contains(&source);
    let lacking = ROWS.iter().filter(speaks_of).filter(|row| !row.until.has_come(told));
    lacks.extend(lacking.map(|row| Lack {
        id: row.id,
        metrics: row.metrics,
        because: row.because.to_string(),
    }));
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::Metric;

    #[test]
    fn every_metric_and_source_of_the_table_exists() {
        let tables = ROWS.iter().map(|row| row.metrics).chain(NO_HISTORY);
        for metric in tables.flatten() {
            assert!(Metric::from_id(metric).is_some(), "{metric}");
        }
        for reader in super::super::READERS {
            assert!(HISTORIES.iter().any(|(name, _)| *name == reader.name), "{}", reader.name);
        }
        for source in ROWS.iter().flat_map(|row| row.sources) {
            assert!(HISTORIES.iter().any(|(name, _)| name == source), "{source}");
        }
    }
}
