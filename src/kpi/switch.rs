//! What products differ in when they count the same tickets, one switch a difference.
//!
//! A [`Profile`](super::Profile) is a set of switches, and a [`Spec`](super::Spec) holds the set that applies: what counts
//! asks for switches, never for names of products. So one switch alone can be set or taken away, and what it changes is what
//! that difference explains.

use super::definition::definition;
use super::kind::Family;
use super::metric::Metric;

macro_rules! switches {
    ($( $(#[doc = $text:literal])* $name:ident = $id:literal ),* $(,)?) => {
        /// One way in which a product counts otherwise.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Switch { $( $(#[doc = $text])* $name, )* }

        impl Switch {
            /// All switches.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The name of the switch.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$name => $id, )* }
            }

            /// What it means, in a sentence.
            pub fn text(self) -> &'static str {
                match self { $( Self::$name => concat!($($text),*).trim_start(), )* }
            }
        }
    };
}

switches! {
    /// Tickets that an agent opened have a first response like all others.
    Outbound = "outbound",
    /// An agent's opening message is the ticket's text: the public reply after it is the first response.
    SecondReply = "second-reply",
    /// The first response counts from the bot's last action before it.
    FromBot = "from-bot",
    /// Times count from the customer's first message, and the first response is the reply after it; without either there is none.
    FromCustomer = "from-customer",
    /// A solve before any reply is the first response.
    SolveAnswers = "solve-answers",
    /// Work begun, the first status of class open, is the first response where nothing came before it.
    WorkAnswers = "work-answers",
    /// Falls on the date the ticket was opened.
    ByCreation = "by-creation",
    /// Only tickets that were assigned to an agent or a group count.
    AssignedOnly = "assigned-only",
    /// A reopened ticket keeps its last resolution while it is open.
    KeepsResolution = "keeps-resolution",
    /// Every resolution counts, each from creation.
    EveryResolution = "every-resolution",
    /// Every resolution counts, not only the last.
    EverySolve = "every-solve",
    /// Ends when the ticket is first solved or closed, whatever comes after.
    FirstEnd = "first-end",
    /// Only closing ends a ticket: one that is solved is open, one that is reopened has no end.
    ClosedOnly = "closed-only",
    /// Each reopening starts a new cycle, and the last cycle counts, from the reopening.
    LastCycle = "last-cycle",
    /// Time waiting for the customer or a third party is taken off.
    LessWaiting = "less-waiting",
    /// Fewer than two public agent replies, none included; reopened tickets count.
    FewReplies = "few-replies",
    /// Solved with exactly one public agent reply and not reopened; what the requester asks later changes nothing.
    OneReply = "one-reply",
    /// Solved once with exactly one agent who replied; what the requester asks later changes nothing.
    OneTeammate = "one-teammate",
    /// One value a ticket, its longest wait.
    LongestWait = "longest-wait",
    /// Cut down to whole minutes.
    WholeMinutes = "whole-minutes",
    /// Counts business hours where calendars are configured and the question asks for no other hours.
    BusinessHours = "business-hours",
    /// The median stands for it, not the mean.
    Median = "median",
}

impl Switch {
    /// Whether it can change a metric.
    pub fn touches(self, metric: Metric) -> bool {
        use Metric as M;
        let response = matches!(metric, M::FirstResponseTime | M::ResponseTimeVariance);
        let first_resolution = metric == M::FirstResolutionTime;
        let resolution = matches!(metric, M::FullResolutionTime | M::ActiveResolutionTime);
        match self {
            Self::Outbound | Self::SecondReply | Self::FromBot | Self::SolveAnswers | Self::WorkAnswers => {
                response
            }
            Self::FromCustomer => response || first_resolution || resolution,
            Self::ByCreation => {
                response || first_resolution || resolution || metric == M::FirstContactResolutionRate
            }
            Self::AssignedOnly => true,
            Self::KeepsResolution | Self::LastCycle => resolution,
            Self::EveryResolution | Self::FirstEnd => metric == M::FullResolutionTime,
            Self::EverySolve => metric == M::Solved,
            Self::ClosedOnly => {
                let never = matches!(
                    metric,
                    M::CaseDuration
                        | M::WaitingTime
                        | M::ClosureTime
                        | M::NextResponseTime
                        | M::HandoffWait
                        | M::TimeToEachEscalation
                );
                let counts = matches!(metric, M::Solved | M::Open | M::Backlog);
                !never && (metric.counts_hours() || definition(metric).family == Family::Rate || counts)
            }
            Self::LessWaiting => response || first_resolution || metric == M::FullResolutionTime,
            Self::FewReplies => metric == M::OneTouchRate,
            Self::OneReply | Self::OneTeammate => metric == M::FirstContactResolutionRate,
            Self::LongestWait => metric == M::NextResponseTime,
            Self::WholeMinutes | Self::BusinessHours => metric.counts_hours(),
            Self::Median => metric.counts_hours() && metric != M::ResponseTimeVariance,
        }
    }
}

/// A set of switches. The empty set is how we count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Switches(u32);

impl Switches {
    /// The set of these.
    pub const fn of(switches: &[Switch]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < switches.len() {
            set |= 1 << switches[at] as u32;
            at += 1;
        }
        Self(set)
    }

    /// Whether a switch is set.
    #[inline]
    pub const fn has(self, switch: Switch) -> bool {
        self.0 & (1 << switch as u32) != 0
    }

    /// Whether any of some switches is set.
    #[inline]
    pub const fn has_any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// The set with one switch set, or taken away.
    #[must_use]
    pub const fn with(self, switch: Switch, is_set: bool) -> Self {
        let bit = 1 << switch as u32;
        Self(if is_set { self.0 | bit } else { self.0 & !bit })
    }

    /// The switches that are set, in the order of [`Switch::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Switch> {
        Switch::ALL.iter().copied().filter(move |&switch| self.has(switch))
    }

    /// Those that can change a metric, so that sets which count it alike are equal.
    #[must_use]
    pub fn of_metric(self, metric: Metric) -> Self {
        let others = self.iter().filter(|switch| !switch.touches(metric));
        others.fold(self, |set, switch| set.with(switch, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let set = Switches::of(&[Switch::Median, Switch::Outbound]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Switch::Outbound, Switch::Median]);
        assert_eq!(set.with(Switch::Outbound, false), Switches::of(&[Switch::Median]));
        assert_eq!(set.of_metric(Metric::Solved), Switches::default());
    }

    #[test]
    fn every_switch_fits_has_a_name_of_its_own_and_changes_something() {
        assert!(Switch::ALL.len() <= 32);
        for (at, switch) in Switch::ALL.iter().enumerate() {
            assert!(Switch::ALL[..at].iter().all(|other| other.id() != switch.id()));
            assert!(switch.text().ends_with('.'), "{}", switch.text());
            assert!(Metric::ALL.iter().any(|&metric| switch.touches(metric)), "{}", switch.id());
        }
    }
}
