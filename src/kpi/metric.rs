//! The metrics by name, and the switches a question may set on one.

use super::switch::{Switch, Switches};
use crate::calendar::Counting;

macro_rules! metrics {
    ($( $name:ident = $id:literal ),* $(,)?) => {
        /// A metric. [`super::definition`] says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the definition table documents each metric in full")]
        pub enum Metric { $( $name, )* }

        impl Metric {
            /// All metrics, in the order of the definition table.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The name used in questions.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$name => $id, )* }
            }
        }
    };
}

metrics! {
    FirstResponseTime = "first_response_time",
    NextResponseTime = "next_response_time",
    FirstResolutionTime = "first_resolution_time",
    FullResolutionTime = "full_resolution_time",
    ClosureTime = "closure_time",
    CaseDuration = "case_duration",
    RequesterWaitTime = "requester_wait_time",
    AgentWaitTime = "agent_wait_time",
    OnHoldTime = "on_hold_time",
    AgentWorkTime = "agent_work_time",
    ActiveResolutionTime = "active_resolution_time",
    WaitingTime = "waiting_time",
    AcknowledgeAssigned = "acknowledge_assigned",
    AcknowledgeOpened = "acknowledge_opened",
    AcknowledgeLeftNew = "acknowledge_left_new",
    AcknowledgeReplied = "acknowledge_replied",
    TimeToEscalation = "time_to_escalation",
    TimeToEachEscalation = "time_to_each_escalation",
    TimeToPriorityEscalation = "time_to_priority_escalation",
    HandoffWait = "handoff_wait",
    AgentsPerTicket = "agents_per_ticket",
    RepliesPerTicket = "replies_per_ticket",
    TransfersPerTicket = "transfers_per_ticket",
    AgentChangesPerTicket = "agent_changes_per_ticket",
    ReopensPerTicket = "reopens_per_ticket",
    EscalationsPerTicket = "escalations_per_ticket",
    PriorityEscalationsPerTicket = "priority_escalations_per_ticket",
    EventsPerTicket = "events_per_ticket",
    Field = "field",
    EscalationRate = "escalation_rate",
    PriorityEscalationRate = "priority_escalation_rate",
    DeescalationRate = "deescalation_rate",
    BounceRate = "bounce_rate",
    SkipRate = "skip_rate",
    ReescalationRate = "reescalation_rate",
    LevelBounceRate = "level_bounce_rate",
    DirectStartRate = "direct_start_rate",
    OffPathRate = "off_path_rate",
    ReopenRate = "reopen_rate",
    OneTouchRate = "one_touch_rate",
    FirstContactResolutionRate = "first_contact_resolution_rate",
    TransferRate = "transfer_rate",
    RepeatContactRate = "repeat_contact_rate",
    ResolutionRate = "resolution_rate",
    ResolutionWindowRate = "resolution_window_rate",
    Share = "share",
    Tickets = "tickets",
    Created = "created",
    Solved = "solved",
    Open = "open",
    Replies = "replies",
    Events = "events",
    Escalations = "escalations",
    Deescalations = "deescalations",
    Reopens = "reopens",
    Transfers = "transfers",
    Csat = "csat",
    Nps = "nps",
    Ces = "ces",
    CsatResponseRate = "csat_response_rate",
    NpsResponseRate = "nps_response_rate",
    CesResponseRate = "ces_response_rate",
    Backlog = "backlog",
    ResponseTimeVariance = "response_time_variance",
}

impl Metric {
    /// Whether it is a length of time, which can be counted in the open time of a calendar.
    pub fn counts_hours(self) -> bool {
        matches!(
            self,
            Self::FirstResponseTime
                | Self::NextResponseTime
                | Self::HandoffWait
                | Self::FirstResolutionTime
                | Self::FullResolutionTime
                | Self::ClosureTime
                | Self::CaseDuration
                | Self::RequesterWaitTime
                | Self::AgentWaitTime
                | Self::OnHoldTime
                | Self::AgentWorkTime
                | Self::ActiveResolutionTime
                | Self::WaitingTime
                | Self::AcknowledgeAssigned
                | Self::AcknowledgeOpened
                | Self::AcknowledgeLeftNew
                | Self::AcknowledgeReplied
                | Self::TimeToEscalation
                | Self::TimeToEachEscalation
                | Self::TimeToPriorityEscalation
                | Self::ResponseTimeVariance
        )
    }

    /// The metric called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.id() == id)
    }
}

/// What a rate is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Denominator {
    /// All tickets asked about.
    #[default]
    Created,
    /// Those that are solved.
    Solved,
    /// Those an agent touched.
    Touched,
}

/// Which instant ends a resolution or the backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Until {
    /// The metric's own: solved, or closed without being solved before; for the backlog the whole status history.
    #[default]
    Usual,
    /// A status of class solved only; for the backlog the last resolution.
    Solved,
    /// A status of class closed only.
    Closed,
    /// The first status of class solved or closed.
    FirstDone,
}

/// Tickets that a metric leaves out unless asked to keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scope {
    /// Keep tickets merged into others.
    pub merged: bool,
    /// Keep spam.
    pub spam: bool,
    /// Keep deleted tickets.
    pub deleted: bool,
    /// Keep tests.
    pub test: bool,
    /// Count a bot's reply as a response.
    pub bot: bool,
    /// Keep tickets opened by an agent.
    pub outbound: bool,
    /// Keep negative durations.
    pub negative: bool,
}

/// A metric with its switches. Equal specs give equal values, so one evaluation serves several questions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spec {
    /// Which metric.
    pub metric: Metric,
    /// What is counted otherwise than we do; of those that can change the metric.
    pub switches: Switches,
    /// What is kept although it is usually left out.
    pub scope: Scope,
    /// Denominator of a rate.
    pub of: Denominator,
    /// End of a resolution or of the backlog.
    pub until: Until,
    /// Only steps from this level; 0 is any.
    pub from_level: u8,
    /// Only steps to this level; 0 is any.
    pub to_level: u8,
    /// Number of the custom dimension of `field`.
    pub field: usize,
    /// Window for repeat contacts, in milliseconds.
    pub window: i64,
    /// Whether a repeat contact must also be of the same type.
    pub same_type: bool,
    /// In whose hours a duration counts.
    pub counting: Counting,
    /// Whether counts of replies, escalations … are summed up per ticket because nobody asks for the date of each.
    pub by_ticket: bool,
}

impl Spec {
    /// The metric as a product counts it, without any switch of its own.
    pub fn new(metric: Metric, switches: Switches) -> Self {
        Self {
            metric,
            switches: switches.of_metric(metric),
            scope: Scope::default(),
            of: Denominator::default(),
            until: Until::default(),
            from_level: 0,
            to_level: 0,
            field: 0,
            window: 7 * crate::time::DAY,
            same_type: true,
            counting: Counting::default(),
            by_ticket: false,
        }
    }

    /// Which instant ends a ticket's part in the backlog.
    pub fn leaves_backlog(&self) -> Until {
        let closed = self.until == Until::Usual && self.switches.has(Switch::ClosedOnly);
        if closed { Until::Closed } else { self.until }
    }
}
