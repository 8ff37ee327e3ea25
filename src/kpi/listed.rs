//! What a ticket may have several of: replies, waits, reopenings, hand-overs, steps between levels.

use super::evaluate::Evaluator;
use super::evaluated::Item;
use super::facts::Step;
use super::metric::Metric;
use super::state::State;
use crate::store::NO_INSTANT;

impl Evaluator<'_> {
    /// All items of a ticket.
    pub(super) fn list(&self, row: usize, items: &mut Vec<Item>) {
        let created = self.created(row);
        match self.spec.metric {
            Metric::NextResponseTime => {
                let waits = self.detail().lists.next_replies.of(row).iter();
                items.extend(waits.map(|wait| self.waited(row, wait)));
            }
            Metric::HandoffWait => {
                let waits = self.detail().lists.handoffs.of(row).iter();
                items.extend(waits.map(|wait| self.waited(row, wait)));
            }
            Metric::TimeToEachEscalation => {
                items.extend(self.steps_up(row).map(|at| self.between(row, created, at)));
            }
            Metric::Escalations => items.extend(self.steps_up(row).map(|at| Item::value(1.0, at))),
            Metric::Deescalations => items.extend(self.steps_down(row).map(|at| Item::value(1.0, at))),
            Metric::Replies => {
                items.extend(self.detail().lists.reply_times.of(row).iter().map(|&at| Item::value(1.0, at)))
            }
            Metric::Reopens => {
                items.extend(self.detail().lists.reopenings.of(row).iter().map(|&at| Item::value(1.0, at)))
            }
            Metric::Transfers => items
                .extend(self.detail().lists.transfer_times.of(row).iter().map(|&at| Item::value(1.0, at))),
            Metric::ResolutionWindowRate => {
                items.push(Item::value(0.0, created));
                let end = self.last_end(row);
                if end != NO_INSTANT {
                    items.push(Item::value(1.0, end));
                }
            }
            Metric::FullResolutionTime | Metric::Solved => {
                let counts = self.spec.metric == Metric::Solved;
                let ends = self.detail().lists.backlog.of(row).iter().skip(1).step_by(2);
                items.extend(
                    ends.map(
                        |&at| {
                            if counts { Item::value(1.0, at) } else { self.between(row, created, at) }
                        },
                    ),
                );
                if !self.is_done(row) {
                    items.push(Item::none(State::Running, created));
                }
            }
            _ => {}
        }
        if items.is_empty() {
            items.push(Item::none(State::NoCase, created));
        }
    }

    /// A ticket's count of something of which it may have none.
    pub(super) fn counted(&self, row: usize, count: usize) -> Item {
        let created = self.created(row);
        if count == 0 { Item::none(State::NoCase, created) } else { Item::value(count as f64, created) }
    }

    pub(super) fn replies(&self, row: usize) -> usize {
        whole(self.facts.replies[row], || self.detail().lists.reply_times.of(row).len())
    }

    pub(super) fn reopens(&self, row: usize) -> usize {
        whole(self.facts.reopens[row], || self.detail().lists.reopenings.of(row).len())
    }

    pub(super) fn transfers(&self, row: usize) -> usize {
        whole(self.detail().transfers[row], || self.detail().lists.transfer_times.of(row).len())
    }

    pub(super) fn steps(&self, row: usize) -> &[Step] {
        self.detail().lists.steps.of(row)
    }

    pub(super) fn steps_down(&self, row: usize) -> impl Iterator<Item = i64> {
        let down = self.detail().lists.steps.of(row).iter().filter(|step| step.to > 0 && step.to < step.from);
        down.filter(|step| self.is_asked(step.from, step.to)).map(|step| step.at)
    }

    /// A source that says "escalated" is believed, even where the ticket was on that level already.
    pub(super) fn steps_up(&self, row: usize) -> impl Iterator<Item = i64> {
        let up = self.detail().lists.steps.of(row).iter().filter(|step| step.to == 0 || step.to >= step.from);
        up.filter(|step| self.is_asked(step.from, step.to)).map(|step| step.at)
    }

    fn is_asked(&self, from: u8, to: u8) -> bool {
        (self.spec.from_level == 0 || self.spec.from_level == from)
            && (self.spec.to_level == 0 || self.spec.to_level == to)
    }
}

/// A count, from the ticket's list only where it may not have fitted into the narrow column.
fn whole(narrow: u16, listed: impl Fn() -> usize) -> usize {
    if narrow == u16::MAX { listed() } else { usize::from(narrow) }
}
