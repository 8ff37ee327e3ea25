//! The definition table: what reports need to know of every metric. What it means, in a sentence, stands in
//! [`explanations`](super::explanations).

use super::kind::{Direction, Family, Unit};
use super::metric::Metric;

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

macro_rules! definitions {
    ($( $metric:ident: $title:literal, $family:ident of $unit:ident, $anchor:literal, $direction:ident; )*) => {
        static DEFINITIONS: [Definition; Metric::ALL.len()] = [
            $(
                Definition {
                    metric: Metric::$metric,
                    title: $title,
                    unit: Unit::$unit,
                    anchor: $anchor,
                    direction: Direction::$direction,
                    family: Family::$family,
                },
            )*
        ];
    };
}

// The metric and its name, its statistics, what it is measured in, its date, and which way is better.
definitions! {
    FirstResponseTime: "First response time", Distribution of Seconds, "first reply", Lower;
    NextResponseTime: "Next response time", Distribution of Seconds, "reply", Lower;
    FirstResolutionTime: "First resolution time", Distribution of Seconds, "first resolution", Lower;
    FullResolutionTime: "Full resolution time", Distribution of Seconds, "last resolution", Lower;
    ClosureTime: "Closure time", Distribution of Seconds, "closing", Lower;
    CaseDuration: "Case duration", Distribution of Seconds, "last event", Neutral;
    RequesterWaitTime: "Requester wait time", Distribution of Seconds, "last resolution", Lower;
    AgentWaitTime: "Agent wait time", Distribution of Seconds, "last resolution", Neutral;
    OnHoldTime: "On-hold time", Distribution of Seconds, "last resolution", Lower;
    AgentWorkTime: "Agent work time", Distribution of Seconds, "last resolution", Lower;
    ActiveResolutionTime: "Active resolution time", Distribution of Seconds, "last resolution", Lower;
    WaitingTime: "Waiting time", Distribution of Seconds, "last event", Lower;
    AcknowledgeAssigned: "Time to acknowledge: assigned", Distribution of Seconds, "first assignment", Lower;
    AcknowledgeOpened: "Time to acknowledge: opened", Distribution of Seconds, "first open status", Lower;
    AcknowledgeLeftNew: "Time to acknowledge: left new", Distribution of Seconds, "first other status", Lower;
    AcknowledgeReplied: "Time to acknowledge: replied", Distribution of Seconds, "first reply", Lower;
    TimeToEscalation: "Time to escalation", Distribution of Seconds, "first escalation", Neutral;
    TimeToEachEscalation: "Time to each escalation", Distribution of Seconds, "escalation", Neutral;
    TimeToPriorityEscalation: "Time to priority escalation", Distribution of Seconds, "first raise", Neutral;
    HandoffWait: "Hand-off wait", Distribution of Seconds, "next action", Lower;
    AgentsPerTicket: "Agents per ticket", Distribution of Number, "creation", Lower;
    RepliesPerTicket: "Replies per ticket", Distribution of Number, "creation", Lower;
    TransfersPerTicket: "Transfers per ticket", Distribution of Number, "creation", Lower;
    AgentChangesPerTicket: "Agent changes per ticket", Distribution of Number, "creation", Lower;
    ReopensPerTicket: "Reopens per ticket", Distribution of Number, "creation", Lower;
    EscalationsPerTicket: "Escalations per ticket", Distribution of Number, "creation", Neutral;
    PriorityEscalationsPerTicket: "Priority escalations per ticket", Distribution of Number, "creation", Neutral;
    EventsPerTicket: "Events per ticket", Distribution of Number, "creation", Neutral;
    Field: "Custom number", Distribution of Number, "creation", Neutral;
    EscalationRate: "Escalation rate", Rate of Share, "creation", Lower;
    PriorityEscalationRate: "Priority escalation rate", Rate of Share, "creation", Lower;
    DeescalationRate: "De-escalation rate", Rate of Share, "creation", Neutral;
    BounceRate: "Bounce rate", Rate of Share, "creation", Lower;
    SkipRate: "Skip rate", Rate of Share, "creation", Lower;
    ReescalationRate: "Re-escalation rate", Rate of Share, "creation", Lower;
    LevelBounceRate: "Level bounce rate", Rate of Share, "creation", Lower;
    DirectStartRate: "Direct start rate", Rate of Share, "creation", Neutral;
    OffPathRate: "Off-path rate", Rate of Share, "creation", Neutral;
    ReopenRate: "Reopen rate", Rate of Share, "creation", Lower;
    OneTouchRate: "One-touch rate", Rate of Share, "last resolution", Higher;
    FirstContactResolutionRate: "First contact resolution rate", Rate of Share, "last resolution", Higher;
    TransferRate: "Transfer rate", Rate of Share, "creation", Lower;
    RepeatContactRate: "Repeat contact rate", Rate of Share, "creation", Lower;
    ResolutionRate: "Resolution rate", Rate of Share, "creation", Higher;
    ResolutionWindowRate: "Resolution rate in the window", Rate of Share, "creation and last resolution", Higher;
    Share: "Share", Rate of Share, "creation", Neutral;
    Tickets: "Tickets", Count of Count, "creation", Neutral;
    Created: "Created", Count of Count, "creation", Neutral;
    Solved: "Solved", Count of Count, "last resolution", Higher;
    Open: "Open", Count of Count, "creation", Lower;
    Replies: "Replies", Count of Count, "reply", Neutral;
    Events: "Events", Count of Count, "creation", Neutral;
    Escalations: "Escalations", Count of Count, "escalation", Neutral;
    Deescalations: "De-escalations", Count of Count, "return", Neutral;
    Reopens: "Reopens", Count of Count, "reopening", Lower;
    Transfers: "Transfers", Count of Count, "transfer", Lower;
    Csat: "Customer satisfaction", Csat of Share, "answer", Higher;
    Nps: "Net promoter score", Nps of Points, "answer", Higher;
    Ces: "Customer effort score", Ces of Points, "answer", Higher;
    CsatResponseRate: "CSAT response rate", Rate of Share, "creation", Higher;
    NpsResponseRate: "NPS response rate", Rate of Share, "creation", Higher;
    CesResponseRate: "CES response rate", Rate of Share, "creation", Higher;
    Backlog: "Backlog", Level of Count, "end of the bucket", Lower;
    ResponseTimeVariance: "Response time variance across channels", Variance of Share, "first reply", Lower;
}

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
