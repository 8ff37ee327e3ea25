//! The definition table: what reports need to know of every metric. What it means, in a sentence, stands in
//! [`explanations`](super::explanations).

use super::Metric;

/// What a value is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds; milliseconds inside.
    Seconds,
    /// A plain number per ticket.
    Number,
    /// A share from 0 to 1.
    Share,
    /// A count.
    Count,
    /// Points of a scale.
    Points,
}

impl Unit {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Number => "number",
            Self::Share => "share",
            Self::Count => "count",
            Self::Points => "points",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// It depends.
    Neutral,
}

impl Direction {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower-is-better",
            Self::Higher => "higher-is-better",
            Self::Neutral => "neutral",
        }
    }
}

/// Which statistics a metric has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Mean, quantiles, spread.
    Distribution,
    /// Numerator, denominator, Wilson interval.
    Rate,
    /// A number of things.
    Count,
    /// Top-box share of survey scores.
    Csat,
    /// Promoters less detractors.
    Nps,
    /// Mean effort.
    Ces,
    /// A stock at an instant.
    Level,
    /// Components of a variance.
    Variance,
}

impl Family {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Distribution => "distribution",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Csat => "csat",
            Self::Nps => "nps",
            Self::Ces => "ces",
            Self::Level => "level",
            Self::Variance => "variance",
        }
    }
}

/// A metric's entry in the table.
#[derive(Debug)]
pub struct Definition {
    /// Which metric.
    pub metric: Metric,
    /// Its name for people.
    pub title: &'static str,
    /// What its value is measured in.
    pub unit: Unit,
    /// The date by which it is put into buckets.
    pub anchor: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// Which statistics it has.
    pub family: Family,
}

/// The entry of a metric.
pub fn definition(metric: Metric) -> &'static Definition {
    &DEFINITIONS[metric as usize]
}

/// All entries.
pub fn definitions() -> &'static [Definition] {
    &DEFINITIONS
}

static DEFINITIONS: [Definition; Metric::ALL.len()] = [
    Definition {
        metric: Metric::FirstResponseTime,
        title: "First response time",
        unit: Unit::Seconds,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::NextResponseTime,
        title: "Next response time",
        unit: Unit::Seconds,
        anchor: "reply",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::FirstResolutionTime,
        title: "First resolution time",
        unit: Unit::Seconds,
        anchor: "first resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::FullResolutionTime,
        title: "Full resolution time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::ClosureTime,
        title: "Closure time",
        unit: Unit::Seconds,
        anchor: "closing",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::CaseDuration,
        title: "Case duration",
        unit: Unit::Seconds,
        anchor: "last event",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::RequesterWaitTime,
        title: "Requester wait time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AgentWaitTime,
        title: "Agent wait time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::OnHoldTime,
        title: "On-hold time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AgentWorkTime,
        title: "Agent work time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::ActiveResolutionTime,
        title: "Active resolution time",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::WaitingTime,
        title: "Waiting time",
        unit: Unit::Seconds,
        anchor: "last event",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AcknowledgeAssigned,
        title: "Time to acknowledge: assigned",
        unit: Unit::Seconds,
        anchor: "first assignment",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AcknowledgeOpened,
        title: "Time to acknowledge: opened",
        unit: Unit::Seconds,
        anchor: "first open status",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AcknowledgeLeftNew,
        title: "Time to acknowledge: left new",
        unit: Unit::Seconds,
        anchor: "first other status",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AcknowledgeReplied,
        title: "Time to acknowledge: replied",
        unit: Unit::Seconds,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::TimeToEscalation,
        title: "Time to escalation",
        unit: Unit::Seconds,
        anchor: "first escalation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::TimeToEachEscalation,
        title: "Time to each escalation",
        unit: Unit::Seconds,
        anchor: "escalation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::TimeToPriorityEscalation,
        title: "Time to priority escalation",
        unit: Unit::Seconds,
        anchor: "first raise",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::HandoffWait,
        title: "Hand-off wait",
        unit: Unit::Seconds,
        anchor: "next action",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AgentsPerTicket,
        title: "Agents per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::RepliesPerTicket,
        title: "Replies per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::TransfersPerTicket,
        title: "Transfers per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::AgentChangesPerTicket,
        title: "Agent changes per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::ReopensPerTicket,
        title: "Reopens per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::EscalationsPerTicket,
        title: "Escalations per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::PriorityEscalationsPerTicket,
        title: "Priority escalations per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::EventsPerTicket,
        title: "Events per ticket",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::Field,
        title: "Custom number",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
    },
    Definition {
        metric: Metric::EscalationRate,
        title: "Escalation rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::PriorityEscalationRate,
        title: "Priority escalation rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::DeescalationRate,
        title: "De-escalation rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::BounceRate,
        title: "Bounce rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::SkipRate,
        title: "Skip rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::ReescalationRate,
        title: "Re-escalation rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::LevelBounceRate,
        title: "Level bounce rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::DirectStartRate,
        title: "Direct start rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::OffPathRate,
        title: "Off-path rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::ReopenRate,
        title: "Reopen rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::OneTouchRate,
        title: "One-touch rate",
        unit: Unit::Share,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::FirstContactResolutionRate,
        title: "First contact resolution rate",
        unit: Unit::Share,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::TransferRate,
        title: "Transfer rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::RepeatContactRate,
        title: "Repeat contact rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::ResolutionRate,
        title: "Resolution rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::ResolutionWindowRate,
        title: "Resolution rate in the window",
        unit: Unit::Share,
        anchor: "creation and last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::Share,
        title: "Share",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::Tickets,
        title: "Tickets",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Created,
        title: "Created",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Solved,
        title: "Solved",
        unit: Unit::Count,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Open,
        title: "Open",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Replies,
        title: "Replies",
        unit: Unit::Count,
        anchor: "reply",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Events,
        title: "Events",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Escalations,
        title: "Escalations",
        unit: Unit::Count,
        anchor: "escalation",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Deescalations,
        title: "De-escalations",
        unit: Unit::Count,
        anchor: "return",
        direction: Direction::Neutral,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Reopens,
        title: "Reopens",
        unit: Unit::Count,
        anchor: "reopening",
        direction: Direction::Lower,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Transfers,
        title: "Transfers",
        unit: Unit::Count,
        anchor: "transfer",
        direction: Direction::Lower,
        family: Family::Count,
    },
    Definition {
        metric: Metric::Csat,
        title: "Customer satisfaction",
        unit: Unit::Share,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Csat,
    },
    Definition {
        metric: Metric::Nps,
        title: "Net promoter score",
        unit: Unit::Points,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Nps,
    },
    Definition {
        metric: Metric::Ces,
        title: "Customer effort score",
        unit: Unit::Points,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Ces,
    },
    Definition {
        metric: Metric::CsatResponseRate,
        title: "CSAT response rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::NpsResponseRate,
        title: "NPS response rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::CesResponseRate,
        title: "CES response rate",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
    },
    Definition {
        metric: Metric::Backlog,
        title: "Backlog",
        unit: Unit::Count,
        anchor: "end of the bucket",
        direction: Direction::Lower,
        family: Family::Level,
    },
    Definition {
        metric: Metric::ResponseTimeVariance,
        title: "Response time variance across channels",
        unit: Unit::Share,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Variance,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_metrics() {
        for (at, entry) in definitions().iter().enumerate() {
            assert_eq!(entry.metric as usize, at, "{}", entry.title);
        }
    }
}
