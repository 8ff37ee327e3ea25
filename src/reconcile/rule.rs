//! The rules by which tools differ, one row each: its name, its sentence, the metrics it may change, and how.

use super::about::{About, Measured};
use crate::kpi::{Metric, Spec, Unit, definition};
use crate::store::Event;

/// Changes a metric's switches; `with` is the number of a calendar or profile. Says whether anything is another then.
pub(super) type SpecChange = fn(&mut Spec, with: u32) -> bool;
/// Changes the events of a ticket.
pub(super) type EventChange = fn(&About<'_>, &mut Vec<Event>);
/// Changes a value.
pub(super) type ValueChange = fn(&About<'_>, Measured) -> Measured;

/// How a rule measures again.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    /// The metric with another switch.
    Spec(SpecChange),
    /// The metric of other events.
    Events(EventChange),
    /// The metric as of when the other side's value is.
    AsOf,
    /// Another value from the same events.
    Value(ValueChange),
    /// Not ticket by ticket: from all differences together.
    Together,
}

/// Once for every what a rule is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Each {
    Once,
    /// Once, before all others: it says what was, not how others count.
    First,
    /// Once, after those that change less.
    Late,
    /// For every calendar.
    Calendar,
    /// For every profile.
    Profile,
    /// For every switch of profiles, the other way round.
    Switch,
}

/// One way in which another tool may count otherwise.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub id: &'static str,
    /// What it says of the other side, a sentence.
    pub sentence: &'static str,
    /// Bits of [`of`].
    pub(super) of: u16,
    pub(super) each: Each,
    pub(super) how: How,
}

/// Kinds of metrics.
pub(super) mod of {
    /// Until the first answer.
    pub const RESPONSE: u16 = 1;
    /// How many answers.
    pub const REPLIES: u16 = 1 << 1;
    /// Until a resolution or a closing.
    pub const RESOLUTION: u16 = 1 << 2;
    /// Time in some statuses.
    pub const WAIT: u16 = 1 << 3;
    /// How often it was reopened.
    pub const REOPENS: u16 = 1 << 4;
    /// A length of time.
    pub const TIME: u16 = 1 << 5;
    pub const ANY: u16 = u16::MAX;
}

/// What kind of metric it is, as bits of [`of`].
pub(super) fn kind_of(metric: Metric) -> u16 {
    let kind = match metric {
        Metric::FirstResponseTime | Metric::AcknowledgeReplied => of::RESPONSE,
        Metric::RepliesPerTicket => of::REPLIES,
        Metric::FirstResolutionTime
        | Metric::FullResolutionTime
        | Metric::ActiveResolutionTime
        | Metric::ClosureTime => of::RESOLUTION,
        Metric::RequesterWaitTime
        | Metric::AgentWaitTime
        | Metric::OnHoldTime
        | Metric::AgentWorkTime
        | Metric::WaitingTime => of::WAIT,
        Metric::ReopensPerTicket => of::REOPENS,
        _ => 1 << 15,
    };
    kind | if definition(metric).unit == Unit::Seconds { of::TIME } else { 0 }
}
