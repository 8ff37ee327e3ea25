//! How long each ticket waited to be escalated, and what ended that.

use super::times::From;
use crate::error::DeskError;
use crate::kpi::{Metric, State, flag};
use crate::report::{Cohort, Memo, MetricChoice};
use crate::sort::sorted_times;
use crate::store::NO_INSTANT;
use crate::time::SECOND;

/// What ended the wait of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was escalated.
    Escalated,
    /// It was resolved without.
    Resolved,
    /// Nothing yet.
    Waiting,
}

/// Counts the time between two instants of a ticket, in milliseconds; nothing where it has no calendar.
pub(super) type Elapsed<'a> = &'a dyn Fn(usize, i64, i64) -> Option<i64>;

/// One ticket's wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// The ticket.
    pub row: u32,
    /// Its group.
    pub group: u32,
    /// Milliseconds.
    pub time: i64,
    /// What ended it.
    pub end: End,
}

/// The waits of the tickets of a cohort.
#[derive(Debug, Default)]
pub struct Waits {
    /// In ascending order of time.
    pub waits: Vec<Wait>,
    /// How many tickets are left out of each group, and why.
    pub excluded: Vec<(u32, State)>,
    /// Tickets of which nobody knows when they were picked up.
    pub unknown: Vec<u32>,
}

/// What is left out of one group.
#[derive(Debug, Clone, Default)]
pub(super) struct LeftOut {
    /// Tickets of which nobody knows when they were picked up.
    pub unknown: u64,
    by_state: [u64; State::COUNT],
}

impl LeftOut {
    /// How many by reason, without those that there are none of.
    pub fn reasons(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let named = State::ALL.iter().zip(self.by_state).map(|(state, count)| (state.name(), count));
        named.filter(|&(_, count)| count > 0)
    }
}

impl Waits {
    /// What is left out, counted by group.
    pub(super) fn left_out(&self, groups: usize) -> Vec<LeftOut> {
        let mut left_out = vec![LeftOut::default(); groups];
        for &(group, state) in &self.excluded {
            left_out[group as usize].by_state[state as usize] += 1;
        }
        for &group in &self.unknown {
            left_out[group as usize].unknown += 1;
        }
        left_out
    }

    /// Reads them off the facts, in the hours of a metric's switches.
    pub fn of(
        cohort: &Cohort<'_>,
        memo: &mut Memo,
        (from, hours): (From, &MetricChoice),
    ) -> Result<Self, DeskError> {
        let choice = MetricChoice { metric: Metric::TimeToEscalation.id().to_string(), ..hours.clone() };
        let values = cohort.values(memo, &choice)?;
        let elapsed = cohort.counting(memo, &choice)?;
        let (facts, created) = (&cohort.facts, cohort.store.tickets().created());
        let groups = cohort.group_of();
        let mut waits = Self::default();
        for (row, state) in values.states() {
            let group = groups[row];
            if group == Cohort::NO_GROUP {
                continue;
            }
            let (until, end) = match state {
                State::Value => (facts.first_escalated[row], End::Escalated),
                State::NotEscalated if facts.first_done[row] != NO_INSTANT => {
                    (facts.first_done[row], End::Resolved)
                }
                State::Running => (cohort.as_of, End::Waiting),
                state => {
                    waits.excluded.push((group, state));
                    continue;
                }
            };
            let start = match from {
                From::Opening => created[row],
                From::Pickup => match pickup(cohort, row).filter(|&at| at <= until) {
                    Some(at) => at,
                    None => {
                        waits.unknown.push(group);
                        continue;
                    }
                },
            };
            match elapsed(row, start, until).filter(|&time| time >= 0) {
                Some(time) => waits.waits.push(Wait { row: row as u32, group, time, end }),
                None => waits.excluded.push((group, State::Negative)),
            }
        }
        let order = crate::sort::order_by(waits.waits.len(), &|at| waits.waits[at].time as u64);
        waits.waits = order.into_iter().map(|at| waits.waits[at as usize]).collect();
        Ok(waits)
    }
}

/// When an agent took the ticket up: was given it, answered, or set it to work, whatever came first.
fn pickup(cohort: &Cohort<'_>, row: usize) -> Option<i64> {
    let detail = cohort.facts.detail(cohort.store);
    let signs = [detail.first_assigned[row], cohort.facts.first_reply[row], detail.first_opened[row]];
    signs.into_iter().filter(|&at| at != NO_INSTANT).min()
}

/// Whether an agent touched a ticket, and whether it is solved.
pub(super) fn standing(cohort: &Cohort<'_>, row: u32) -> (bool, bool) {
    let flags = cohort.facts.flags[row as usize];
    (flags & flag::TOUCHED != 0, flags & flag::DONE != 0)
}

/// Times in seconds, in ascending order.
pub(super) fn sorted_seconds(times: &[i64]) -> Vec<f64> {
    sorted_times(times).into_iter().map(|time| time as f64 / SECOND as f64).collect()
}
