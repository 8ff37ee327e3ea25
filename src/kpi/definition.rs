//! The definition table: what every metric means. The documentation and the widgets' "how is this computed" read it.

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
    /// One sentence.
    pub text: &'static str,
    /// What its value is measured in.
    pub unit: Unit,
    /// The date by which it is put into buckets.
    pub anchor: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// Which statistics it has.
    pub family: Family,
    /// How other profiles differ: profile, sentence.
    pub differences: &'static [(&'static str, &'static str)],
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
        text: "From the ticket's creation to the first public reply by an agent.",
        unit: Unit::Seconds,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[
            (
                "zendesk",
                "Tickets an agent opened with a public comment count from creation to the second public agent reply; outbound tickets are not left out.",
            ),
            (
                "chatwoot",
                "Runs from the bot's last action before the first agent reply where a bot spoke first; outbound conversations are not left out.",
            ),
        ],
    },
    Definition {
        metric: Metric::NextResponseTime,
        title: "Next response time",
        text: "From the oldest unanswered customer message after a first response to the next public reply by an agent; one value a reply.",
        unit: Unit::Seconds,
        anchor: "reply",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[("chatwoot", "The same measure is called reply time there.")],
    },
    Definition {
        metric: Metric::FirstResolutionTime,
        title: "First resolution time",
        text: "From creation to the first time the ticket is solved, or closed without being solved.",
        unit: Unit::Seconds,
        anchor: "first resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::FullResolutionTime,
        title: "Full resolution time",
        text: "From creation to the last time the ticket is solved, or closed without being solved; tickets open again do not count until they are solved.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[
            ("zendesk", "A reopened ticket keeps its last resolution while it is open."),
            ("chatwoot", "Every resolution counts, each from creation."),
        ],
    },
    Definition {
        metric: Metric::ClosureTime,
        title: "Closure time",
        text: "From creation to the last closing.",
        unit: Unit::Seconds,
        anchor: "closing",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::CaseDuration,
        title: "Case duration",
        text: "From creation to the last event of any kind.",
        unit: Unit::Seconds,
        anchor: "last event",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::RequesterWaitTime,
        title: "Requester wait time",
        text: "Time in new, open and on-hold statuses up to the last resolution.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AgentWaitTime,
        title: "Agent wait time",
        text: "Time in pending statuses, waiting for the customer, up to the last resolution.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::OnHoldTime,
        title: "On-hold time",
        text: "Time in on-hold statuses, waiting for a third party, up to the last resolution.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AgentWorkTime,
        title: "Agent work time",
        text: "Time in new and open statuses up to the last resolution.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::ActiveResolutionTime,
        title: "Active resolution time",
        text: "Full resolution time less the time spent waiting for the customer or a third party before it.",
        unit: Unit::Seconds,
        anchor: "last resolution",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[("zendesk", "A reopened ticket keeps its last resolution while it is open.")],
    },
    Definition {
        metric: Metric::WaitingTime,
        title: "Waiting time",
        text: "All time spent in pending and on-hold statuses, of tickets that ever waited.",
        unit: Unit::Seconds,
        anchor: "last event",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AcknowledgeAssigned,
        title: "Time to acknowledge: assigned",
        text: "From creation to the first assignment to an agent; its mean is one MTTA.",
        unit: Unit::Seconds,
        anchor: "first assignment",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AcknowledgeOpened,
        title: "Time to acknowledge: opened",
        text: "From creation to the first status of class open; its mean is one MTTA.",
        unit: Unit::Seconds,
        anchor: "first open status",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AcknowledgeLeftNew,
        title: "Time to acknowledge: left new",
        text: "From creation to the first status that is not new; its mean is one MTTA.",
        unit: Unit::Seconds,
        anchor: "first other status",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AcknowledgeReplied,
        title: "Time to acknowledge: replied",
        text: "From creation to the first public reply by an agent, outbound tickets included; its mean is one MTTA.",
        unit: Unit::Seconds,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::TimeToEscalation,
        title: "Time to escalation",
        text: "From creation to the first hand-over to a higher support level; its mean is the Average Time to Escalation (ATE).",
        unit: Unit::Seconds,
        anchor: "first escalation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::TimeToEachEscalation,
        title: "Time to each escalation",
        text: "From creation to every hand-over to a higher support level; one value an escalation.",
        unit: Unit::Seconds,
        anchor: "escalation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::TimeToPriorityEscalation,
        title: "Time to priority escalation",
        text: "From creation to the first time the priority was raised.",
        unit: Unit::Seconds,
        anchor: "first raise",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::HandoffWait,
        title: "Hand-off wait",
        text: "From a change of group or agent to the next action of an agent; one value a hand-off.",
        unit: Unit::Seconds,
        anchor: "next action",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AgentsPerTicket,
        title: "Agents per ticket",
        text: "How many different agents held the ticket or wrote on it.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::RepliesPerTicket,
        title: "Replies per ticket",
        text: "How many public replies agents wrote.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::TransfersPerTicket,
        title: "Transfers per ticket",
        text: "How often one group handed the ticket to another; the first assignment is no transfer.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::AgentChangesPerTicket,
        title: "Agent changes per ticket",
        text: "How often one agent handed the ticket to another; the first assignment is no change.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::ReopensPerTicket,
        title: "Reopens per ticket",
        text: "How often the ticket went from solved or closed back to work.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::EscalationsPerTicket,
        title: "Escalations per ticket",
        text: "How often the ticket went to a higher support level.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::PriorityEscalationsPerTicket,
        title: "Priority escalations per ticket",
        text: "How often the priority was raised.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::EventsPerTicket,
        title: "Events per ticket",
        text: "How many events the ticket has.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::Field,
        title: "Custom number",
        text: "The values of a custom dimension that holds numbers.",
        unit: Unit::Number,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Distribution,
        differences: &[],
    },
    Definition {
        metric: Metric::EscalationRate,
        title: "Escalation rate",
        text: "Share of tickets that went to a higher support level, of all created; of solved or of touched on request.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::PriorityEscalationRate,
        title: "Priority escalation rate",
        text: "Share of tickets whose priority was raised.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::DeescalationRate,
        title: "De-escalation rate",
        text: "Share of tickets that went back to a lower support level.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::BounceRate,
        title: "Bounce rate",
        text: "Share of tickets that came back to a group which had given them away.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::ReopenRate,
        title: "Reopen rate",
        text: "Share of tickets that went from solved or closed back to work, of all created; of solved on request.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::OneTouchRate,
        title: "One-touch rate",
        text: "Share of solved tickets with exactly one public agent reply that were not reopened.",
        unit: Unit::Share,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[(
            "zendesk",
            "Fewer than two public agent replies, none included; reopened tickets count.",
        )],
    },
    Definition {
        metric: Metric::FirstContactResolutionRate,
        title: "First contact resolution rate",
        text: "Share of solved tickets with at most one public agent reply, not reopened, and without another ticket of the same requester and type within 7 days.",
        unit: Unit::Share,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::TransferRate,
        title: "Transfer rate",
        text: "Share of tickets that one group handed to another at least once.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::RepeatContactRate,
        title: "Repeat contact rate",
        text: "Share of tickets after which the same requester opened another of the same type within 7 days.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::ResolutionRate,
        title: "Resolution rate",
        text: "Share of the tickets created that are solved by now: the cohort's rate.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::ResolutionWindowRate,
        title: "Resolution rate in the window",
        text: "Tickets solved in the period over tickets created in it; may pass 1.",
        unit: Unit::Share,
        anchor: "creation and last resolution",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::Share,
        title: "Share",
        text: "Share of tickets that meet the condition given as \"where\".",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::Tickets,
        title: "Tickets",
        text: "How many tickets there are, exclusions applied.",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Created,
        title: "Created",
        text: "How many tickets were opened.",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Solved,
        title: "Solved",
        text: "How many tickets were solved for the last time.",
        unit: Unit::Count,
        anchor: "last resolution",
        direction: Direction::Higher,
        family: Family::Count,
        differences: &[("chatwoot", "Every resolution counts.")],
    },
    Definition {
        metric: Metric::Open,
        title: "Open",
        text: "How many tickets are not solved at the report's instant.",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Lower,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Replies,
        title: "Replies",
        text: "How many public replies agents wrote.",
        unit: Unit::Count,
        anchor: "reply",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Events,
        title: "Events",
        text: "How many events tickets have, counted at the ticket's creation.",
        unit: Unit::Count,
        anchor: "creation",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Escalations,
        title: "Escalations",
        text: "How many hand-overs to a higher support level there were.",
        unit: Unit::Count,
        anchor: "escalation",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Deescalations,
        title: "De-escalations",
        text: "How many returns to a lower support level there were.",
        unit: Unit::Count,
        anchor: "return",
        direction: Direction::Neutral,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Reopens,
        title: "Reopens",
        text: "How often tickets went from solved or closed back to work.",
        unit: Unit::Count,
        anchor: "reopening",
        direction: Direction::Lower,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Transfers,
        title: "Transfers",
        text: "How often one group handed a ticket to another.",
        unit: Unit::Count,
        anchor: "transfer",
        direction: Direction::Lower,
        family: Family::Count,
        differences: &[],
    },
    Definition {
        metric: Metric::Csat,
        title: "Customer satisfaction",
        text: "Share of satisfied answers: 4 and 5 of 5, 3 of 3, 2 of 2; the last answer of a ticket counts.",
        unit: Unit::Share,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Csat,
        differences: &[],
    },
    Definition {
        metric: Metric::Nps,
        title: "Net promoter score",
        text: "100 × (share of 9–10 less share of 0–6); the last answer of a ticket counts.",
        unit: Unit::Points,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Nps,
        differences: &[],
    },
    Definition {
        metric: Metric::Ces,
        title: "Customer effort score",
        text: "Mean effort score. On a scale of 7 (CES 2.0) high is easy; on a scale of 5 (2008) low is easy.",
        unit: Unit::Points,
        anchor: "answer",
        direction: Direction::Higher,
        family: Family::Ces,
        differences: &[],
    },
    Definition {
        metric: Metric::CsatResponseRate,
        title: "CSAT response rate",
        text: "Share of tickets with a CSAT answer, of all created; of solved on request.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::NpsResponseRate,
        title: "NPS response rate",
        text: "Share of tickets with an NPS answer, of all created; of solved on request.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::CesResponseRate,
        title: "CES response rate",
        text: "Share of tickets with a CES answer, of all created; of solved on request.",
        unit: Unit::Share,
        anchor: "creation",
        direction: Direction::Higher,
        family: Family::Rate,
        differences: &[],
    },
    Definition {
        metric: Metric::Backlog,
        title: "Backlog",
        text: "Tickets open at the end of each bucket, by the history of their statuses.",
        unit: Unit::Count,
        anchor: "end of the bucket",
        direction: Direction::Lower,
        family: Family::Level,
        differences: &[],
    },
    Definition {
        metric: Metric::ResponseTimeVariance,
        title: "Response time variance across channels",
        text: "Variance of first response time within channels and between the channels' means, weighted by tickets; its value is the share that lies between channels.",
        unit: Unit::Share,
        anchor: "first reply",
        direction: Direction::Lower,
        family: Family::Variance,
        differences: &[],
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
