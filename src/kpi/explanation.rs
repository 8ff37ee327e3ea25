//! What every metric means, in a sentence; how other products count it, [`differences`](super::differences) tell. The documentation and the widgets' "how is this computed" read it.
//!
//! Easy to get wrong: nothing that answers questions may name this table, so that the module a page downloads goes without.
//! The build writes it, with the definitions, into a file of its own that `desk.metrics()` fetches.

use super::metric::Metric;

/// What a metric means.
#[derive(Debug)]
pub struct Explanation {
    /// Which metric.
    pub metric: Metric,
    /// One sentence.
    pub text: &'static str,
}

/// All explanations, in the order of the metrics.
pub fn explanations() -> &'static [Explanation] {
    &EXPLANATIONS
}

static EXPLANATIONS: [Explanation; Metric::ALL.len()] = [
    Explanation {
        metric: Metric::FirstResponseTime,
        text: "From the ticket's creation to the first public reply by an agent.",
    },
    Explanation {
        metric: Metric::NextResponseTime,
        text: "From the oldest unanswered customer message after a first response to the next public reply by an agent; one value a reply.",
    },
    Explanation {
        metric: Metric::FirstResolutionTime,
        text: "From creation to the first time the ticket is solved, or closed without being solved.",
    },
    Explanation {
        metric: Metric::FullResolutionTime,
        text: "From creation to the last time the ticket is solved, or closed without being solved; tickets open again do not count until they are solved.",
    },
    Explanation { metric: Metric::ClosureTime, text: "From creation to the last closing." },
    Explanation { metric: Metric::CaseDuration, text: "From creation to the last event of any kind." },
    Explanation {
        metric: Metric::RequesterWaitTime,
        text: "Time in new, open and on-hold statuses up to the last resolution.",
    },
    Explanation {
        metric: Metric::AgentWaitTime,
        text: "Time in pending statuses, waiting for the customer, up to the last resolution.",
    },
    Explanation {
        metric: Metric::OnHoldTime,
        text: "Time in on-hold statuses, waiting for a third party, up to the last resolution.",
    },
    Explanation {
        metric: Metric::AgentWorkTime,
        text: "Time in new and open statuses up to the last resolution.",
    },
    Explanation {
        metric: Metric::ActiveResolutionTime,
        text: "Full resolution time less the time spent waiting for the customer or a third party before it.",
    },
    Explanation {
        metric: Metric::WaitingTime,
        text: "All time spent in pending and on-hold statuses, of tickets that ever waited.",
    },
    Explanation {
        metric: Metric::AcknowledgeAssigned,
        text: "From creation to the first assignment to an agent; its mean is one MTTA.",
    },
    Explanation {
        metric: Metric::AcknowledgeOpened,
        text: "From creation to the first status of class open; its mean is one MTTA.",
    },
    Explanation {
        metric: Metric::AcknowledgeLeftNew,
        text: "From creation to the first status that is not new; its mean is one MTTA.",
    },
    Explanation {
        metric: Metric::AcknowledgeReplied,
        text: "From creation to the first public reply by an agent, outbound tickets included; its mean is one MTTA.",
    },
    Explanation {
        metric: Metric::TimeToEscalation,
        text: "From creation to the first hand-over to a higher support level; its mean is the Average Time to Escalation (ATE).",
    },
    Explanation {
        metric: Metric::TimeToEachEscalation,
        text: "From creation to every hand-over to a higher support level; one value an escalation.",
    },
    Explanation {
        metric: Metric::TimeToPriorityEscalation,
        text: "From creation to the first time the priority was raised.",
    },
    Explanation {
        metric: Metric::HandoffWait,
        text: "From a change of group or agent to the next action of an agent; one value a hand-off.",
    },
    Explanation {
        metric: Metric::AgentsPerTicket,
        text: "How many different agents held the ticket or wrote on it.",
    },
    Explanation { metric: Metric::RepliesPerTicket, text: "How many public replies agents wrote." },
    Explanation {
        metric: Metric::TransfersPerTicket,
        text: "How often one group handed the ticket to another; the first assignment is no transfer.",
    },
    Explanation {
        metric: Metric::AgentChangesPerTicket,
        text: "How often one agent handed the ticket to another; the first assignment is no change.",
    },
    Explanation {
        metric: Metric::ReopensPerTicket,
        text: "How often the ticket went from solved or closed back to work.",
    },
    Explanation {
        metric: Metric::EscalationsPerTicket,
        text: "How often the ticket went to a higher support level.",
    },
    Explanation { metric: Metric::PriorityEscalationsPerTicket, text: "How often the priority was raised." },
    Explanation { metric: Metric::EventsPerTicket, text: "How many events the ticket has." },
    Explanation { metric: Metric::Field, text: "The values of a custom dimension that holds numbers." },
    Explanation {
        metric: Metric::EscalationRate,
        text: "Share of tickets that went to a higher support level, of all created; of solved or of touched on request.",
    },
    Explanation {
        metric: Metric::PriorityEscalationRate,
        text: "Share of tickets whose priority was raised.",
    },
    Explanation {
        metric: Metric::DeescalationRate,
        text: "Share of tickets that went back to a lower support level.",
    },
    Explanation {
        metric: Metric::BounceRate,
        text: "Share of tickets that came back to a group which had given them away.",
    },
    Explanation {
        metric: Metric::SkipRate,
        text: "Share of tickets that went up over at least one step of the path declared for them, or, without a path, over at least one support level, such as from 1 to 3; steps from or to an unknown level are none.",
    },
    Explanation {
        metric: Metric::ReescalationRate,
        text: "Share of tickets that went to a higher support level again after they had gone back to a lower one.",
    },
    Explanation {
        metric: Metric::LevelBounceRate,
        text: "Share of tickets that came back to a support level which they had just left, up and down again or down and up.",
    },
    Explanation {
        metric: Metric::DirectStartRate,
        text: "Share of tickets that began above the first support level, of those whose first level is known.",
    },
    Explanation {
        metric: Metric::OffPathRate,
        text: "Share of tickets whose escalations left the path declared for them, of those that have one: to a level that is no step of it or over one, to somebody who is not among a step's resources, without its approval, or later than it allows.",
    },
    Explanation {
        metric: Metric::ReopenRate,
        text: "Share of tickets that went from solved or closed back to work, of all created; of solved on request.",
    },
    Explanation {
        metric: Metric::OneTouchRate,
        text: "Share of solved tickets with exactly one public agent reply that were not reopened.",
    },
    Explanation {
        metric: Metric::FirstContactResolutionRate,
        text: "Share of solved tickets with at most one public agent reply, not reopened, and without another ticket of the same requester and type within 7 days.",
    },
    Explanation {
        metric: Metric::TransferRate,
        text: "Share of tickets that one group handed to another at least once.",
    },
    Explanation {
        metric: Metric::RepeatContactRate,
        text: "Share of tickets after which the same requester opened another of the same type within 7 days.",
    },
    Explanation {
        metric: Metric::ResolutionRate,
        text: "Share of the tickets created that are solved by now: the cohort's rate.",
    },
    Explanation {
        metric: Metric::ResolutionWindowRate,
        text: "Tickets solved in the period over tickets created in it; may pass 1.",
    },
    Explanation {
        metric: Metric::Share,
        text: "Share of tickets that meet the condition given as \"where\".",
    },
    Explanation { metric: Metric::Tickets, text: "How many tickets there are, exclusions applied." },
    Explanation { metric: Metric::Created, text: "How many tickets were opened." },
    Explanation { metric: Metric::Solved, text: "How many tickets were solved for the last time." },
    Explanation { metric: Metric::Open, text: "How many tickets are not solved at the report's instant." },
    Explanation { metric: Metric::Replies, text: "How many public replies agents wrote." },
    Explanation {
        metric: Metric::Events,
        text: "How many events tickets have, counted at the ticket's creation.",
    },
    Explanation {
        metric: Metric::Escalations,
        text: "How many hand-overs to a higher support level there were.",
    },
    Explanation {
        metric: Metric::Deescalations,
        text: "How many returns to a lower support level there were.",
    },
    Explanation {
        metric: Metric::Reopens,
        text: "How often tickets went from solved or closed back to work.",
    },
    Explanation { metric: Metric::Transfers, text: "How often one group handed a ticket to another." },
    Explanation {
        metric: Metric::Csat,
        text: "Share of satisfied answers: 4 and 5 of 5, 3 of 3, 2 of 2; the last answer of a ticket counts.",
    },
    Explanation {
        metric: Metric::Nps,
        text: "100 × (share of 9–10 less share of 0–6); the last answer of a ticket counts.",
    },
    Explanation {
        metric: Metric::Ces,
        text: "Mean effort score. On a scale of 7 (CES 2.0) high is easy; on a scale of 5 (2008) low is easy.",
    },
    Explanation {
        metric: Metric::CsatResponseRate,
        text: "Share of tickets with a CSAT answer, of all created; of solved on request.",
    },
    Explanation {
        metric: Metric::NpsResponseRate,
        text: "Share of tickets with an NPS answer, of all created; of solved on request.",
    },
    Explanation {
        metric: Metric::CesResponseRate,
        text: "Share of tickets with a CES answer, of all created; of solved on request.",
    },
    Explanation {
        metric: Metric::Backlog,
        text: "Tickets open at the end of each bucket, by the history of their statuses.",
    },
    Explanation {
        metric: Metric::ResponseTimeVariance,
        text: "Variance of first response time within channels and between the channels' means, weighted by tickets; its value is the share that lies between channels.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_metrics() {
        for (at, entry) in explanations().iter().enumerate() {
            assert_eq!(entry.metric as usize, at, "{}", entry.text);
        }
    }
}
