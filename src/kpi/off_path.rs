//! Whether the escalations of a ticket kept to the path declared for it.

use super::facts::Step;
use crate::store::{Events, ReadyPath, ReadyStep, Store};
use crate::ticket::{Dimension, Kind};

/// The steps between support levels that a ticket took.
pub(super) struct Taken<'a> {
    pub store: &'a Store,
    pub row: usize,
    pub steps: &'a [Step],
}

impl Taken<'_> {
    /// Whether any step up left the path: to a level that is none of its steps or over one, to somebody who is not among the
    /// step's resources, without its approval, or too late.
    pub fn leaves(&self, path: &ReadyPath) -> bool {
        let mut came = self.store.tickets().created()[self.row];
        self.steps.iter().any(|step| {
            let held = step.at.saturating_sub(std::mem::replace(&mut came, step.at));
            let goes_up = step.to > step.from;
            goes_up
                && match path.step(step.to) {
                    None => true,
                    Some(own) => {
                        step.from > 0 && path.passes_over(step.from, step.to)
                            || own.within.is_some_and(|within| held > within)
                            || !self.is_approved(own, step.at)
                            || !self.is_taken(own, step.at)
                    }
                }
        })
    }

    /// Whether what the step asks leave for was acknowledged by then: by its name, or as a step of a rule of that name.
    fn is_approved(&self, step: &ReadyStep, at: i64) -> bool {
        let Some(approval) = step.approval.as_deref() else { return true };
        let id = self.store.tickets().ids().get(self.row as u32).unwrap_or_default();
        let of_rule = |name: &str| {
            let rest = name.strip_prefix(id).and_then(|rest| rest.strip_prefix('/'));
            let rest = rest.and_then(|rest| rest.strip_prefix(approval));
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.known(at).any(|(kind, value)| {
            kind == Kind::Acknowledged
                && self.store.value_word(kind, value).is_some_and(|name| name == approval || of_rule(name))
        })
    }

    /// Whether the ticket then was with whom the step names.
    fn is_taken(&self, step: &ReadyStep, at: i64) -> bool {
        let tickets = self.store.tickets();
        let (mut group, mut agent) =
            (tickets.began(Dimension::Group, self.row), tickets.began(Dimension::Assignee, self.row));
        for (kind, value) in self.known(at) {
            match kind {
                Kind::AssignedGroup => group = value,
                Kind::AssignedAgent => agent = value,
                _ => {}
            }
        }
        step.takes(group, agent)
    }

    /// The events up to an instant, it included.
    fn known(&self, at: i64) -> impl Iterator<Item = (Kind, u32)> {
        let events = self.store.events();
        let range = self.store.tickets().events(self.row).take_while(move |&place| events.at()[place] <= at);
        range.filter_map(|place| {
            let kind = Kind::from_code(Events::kind_of(events.what()[place]))?;
            Some((kind, events.value()[place]))
        })
    }
}
