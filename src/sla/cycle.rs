//! One cycle of a clock, as it stands or as it ended.

use super::clock::Clock;
use super::target::Amount;

/// Where a cycle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Under way.
    Running,
    /// Standing still, or hidden, in a paused status.
    Paused,
    /// Ended by what it waited for.
    Fulfilled,
    /// Ended without: its target was taken away, or the ticket is gone.
    Cancelled,
}

/// One cycle. Times are milliseconds of the target's hours unless they say otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle {
    /// Which clock.
    pub clock: Clock,
    /// Counted from 1.
    pub number: u32,
    /// Where it stands.
    pub state: State,
    /// When it started.
    pub start: i64,
    /// When it ended.
    pub stop: Option<i64>,
    /// What it may use.
    pub amount: Amount,
    /// When it is used up: known while it runs, after it ended, and where it was used up before a pause.
    pub due: Option<i64>,
    /// What it has used.
    pub used: i64,
    /// What is left; less than nothing once late.
    pub remaining: Option<i64>,
    /// How long it stood still.
    pub paused: i64,
    /// When it was found late: at the due instant, or where its target came after that, with the target.
    pub breached_at: Option<i64>,
    /// How late it is, or ended.
    pub late: i64,
    /// The same in real time.
    pub late_calendar: i64,
    /// How many messages were missed, where each counts.
    pub misses: u32,
    /// The set its target is in, by its place in the list.
    pub set: usize,
    /// The policy, by its place in the list.
    pub policy: usize,
    /// The calendar whose hours count, by its place in the list; real time where there is none.
    pub calendar: Option<usize>,
}

impl Cycle {
    /// Whether it is, or ended, late.
    pub fn breached(&self) -> bool {
        self.breached_at.is_some()
    }
}
