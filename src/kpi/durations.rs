//! How long things took: responses, resolutions, times in statuses.

use super::class_time::class_time;
use super::evaluate::Evaluator;
use super::evaluated::Item;
use super::facts::{Facts, Wait, flag};
use super::metric::{Metric, Spec, Until};
use super::state::State;
use super::switch::{Switch, Switches};
use crate::calendar::Counting;
use crate::store::{NO_INSTANT, Store};
use crate::ticket::StatusClass;
use crate::time::SECOND;

/// Waiting for the customer or a third party.
pub(super) const WAITING: [StatusClass; 2] = [StatusClass::Pending, StatusClass::OnHold];

const MINUTE: i64 = 60 * SECOND;

/// When a length of time began that ended at an instant: at creation but for what switches say. Never where it needs a message
/// of the customer and there is none.
pub fn beginning(store: &Store, facts: &Facts, spec: &Spec, row: usize, end: i64) -> i64 {
    let created = store.tickets().created()[row];
    let detail = || facts.detail(store);
    let is_response = matches!(spec.metric, Metric::FirstResponseTime | Metric::ResponseTimeVariance);
    if is_response && spec.scope.bot && detail().first_bot_reply[row] == end {
        return created;
    }
    if spec.switches.has(Switch::FromCustomer) {
        return detail().first_customer[row];
    }
    if spec.switches.has(Switch::FromBot) {
        return detail().bot_handoff[row].max(created);
    }
    if spec.switches.has(Switch::LastCycle) {
        let reopenings = detail().lists.reopenings.of(row).iter().rev();
        return reopenings.copied().find(|&at| at <= end).unwrap_or(created);
    }
    created
}

/// The earlier of two instants, of which either may not have happened.
fn earlier(one: i64, other: i64) -> i64 {
    if one == NO_INSTANT || other == NO_INSTANT { one.max(other) } else { one.min(other) }
}

impl Evaluator<'_> {
    /// A duration from `start` to `end`; `missing` says why a finished ticket may lack it.
    #[inline]
    pub(super) fn span(&self, row: usize, start: i64, end: i64, missing: State) -> Item {
        if end == NO_INSTANT {
            let state = if self.is_done(row) { missing } else { State::Running };
            return Item::none(state, self.created(row));
        }
        self.between(row, start, end)
    }

    /// A duration between two instants, in the hours asked for.
    #[inline]
    pub(super) fn between(&self, row: usize, start: i64, end: i64) -> Item {
        if self.spec.counting == Counting::Calendar || end < start {
            return self.length(end.saturating_sub(start), end);
        }
        match self.hours.elapsed(self.spec.counting, row, start, end) {
            Some(length) => self.length(length, end),
            None => Item::none(State::NoCalendar, end),
        }
    }

    #[inline]
    fn length(&self, length: i64, anchor: i64) -> Item {
        if length < 0 && !self.spec.scope.negative {
            return Item::none(State::Negative, anchor);
        }
        let rest = if self.switched(Switch::WholeMinutes) { length.rem_euclid(MINUTE) } else { 0 };
        Item::value((length - rest) as f64, anchor)
    }

    /// The same as a span, less the time waited in it where that does not count.
    #[inline]
    fn worked(&self, row: usize, start: i64, end: i64, missing: State) -> Item {
        let takes_off = self.switched(Switch::LessWaiting) && self.has(row, flag::PENDED | flag::HELD);
        if takes_off && end != NO_INSTANT {
            return self.less_waited(row, start, end);
        }
        self.span(row, start, end, missing)
    }

    /// A duration between two instants, less the time waited between them.
    fn less_waited(&self, row: usize, start: i64, end: i64) -> Item {
        if end < start {
            return self.length(end.saturating_sub(start), end);
        }
        let elapsed = |from, to| self.hours.elapsed(self.spec.counting, row, from, to);
        let until = |at| class_time(self.store, row, at, &WAITING, &elapsed);
        let before = if start > self.created(row) { until(start) } else { Some(0) };
        match (elapsed(start, end), until(end), before) {
            (Some(whole), Some(waited), Some(before)) => self.length(whole - (waited - before), end),
            _ => Item::none(State::NoCalendar, end),
        }
    }

    #[inline]
    pub(super) fn first_response(&self, row: usize) -> Item {
        let facts = self.facts;
        let created = self.created(row);
        let outbound = self.has(row, flag::OUTBOUND);
        if outbound && !self.spec.scope.outbound && !self.switched(Switch::Outbound) {
            return Item::none(State::Outbound, created);
        }
        let (mut start, mut end) = (self.start(row, i64::MAX), facts.first_reply[row]);
        if self.switched(Switch::SecondReply) && outbound && end != NO_INSTANT && end <= created {
            end = self.detail().second_reply[row];
        }
        if self.switched(Switch::FromCustomer) {
            end = self.detail().reply_to_customer[row];
            if start == NO_INSTANT {
                return Item::none(State::NoCase, created);
            }
        }
        if self.spec.scope.bot && self.detail().first_bot_reply[row] != NO_INSTANT {
            let bot = self.detail().first_bot_reply[row];
            if end == NO_INSTANT || bot < end {
                end = bot;
                start = created;
            }
        }
        if self.switched(Switch::SolveAnswers) {
            end = earlier(end, facts.first_done[row]);
        }
        if self.switched(Switch::WorkAnswers) {
            end = earlier(end, self.detail().first_opened[row]);
        }
        self.worked(row, start, end, State::NoReply)
    }

    /// A wait that a list tells.
    pub(super) fn waited(&self, row: usize, wait: &Wait) -> Item {
        self.between(row, wait.at - wait.length, wait.at)
    }

    /// The longest of a ticket's waits for a next response.
    pub(super) fn longest_wait(&self, row: usize) -> Item {
        let waits = self.detail().lists.next_replies.of(row).iter().map(|wait| self.waited(row, wait));
        let longer = |one: Item, other: Item| if other.value > one.value { other } else { one };
        waits.reduce(longer).unwrap_or(Item::none(State::NoCase, self.created(row)))
    }

    pub(super) fn first_resolution(&self, row: usize) -> Item {
        let end = match self.spec.until {
            Until::Solved => self.detail().first_solved[row],
            Until::Closed => self.facts.closed[row],
            Until::Usual if self.switched(Switch::ClosedOnly) => self.last_end(row),
            Until::Usual | Until::FirstDone => self.facts.first_done[row],
        };
        match self.start(row, end) {
            NO_INSTANT => Item::none(State::NoCase, self.created(row)),
            start => self.worked(row, start, end, State::NoTime),
        }
    }

    /// The last resolution; `active` without the time waited.
    pub(super) fn full_resolution(&self, row: usize, active: bool) -> Item {
        let facts = self.facts;
        let end = match self.spec.until {
            Until::Usual if !active && self.switched(Switch::FirstEnd) => facts.first_done[row],
            Until::Usual => self.last_end(row),
            Until::Solved if self.detail().first_solved[row] == NO_INSTANT => NO_INSTANT,
            Until::Solved => facts.last_solved[row],
            Until::Closed => facts.closed[row],
            Until::FirstDone => facts.first_done[row],
        };
        if end == NO_INSTANT {
            return self.span(row, 0, NO_INSTANT, State::NoTime);
        }
        let keeps_old = self.switched(Switch::KeepsResolution)
            || self.switched(Switch::FirstEnd)
            || self.spec.until != Until::Usual;
        if !self.is_done(row) && !keeps_old {
            return Item::none(State::Running, self.created(row));
        }
        match self.start(row, end) {
            NO_INSTANT => Item::none(State::NoCase, self.created(row)),
            start if active => self.active(row, start, end),
            start => self.worked(row, start, end, State::NoTime),
        }
    }

    /// The time to an end without that waited, which is known in real time from creation to the usual ends.
    fn active(&self, row: usize, start: i64, end: i64) -> Item {
        let created = self.created(row);
        if self.spec.counting != Counting::Calendar || start != created || self.switched(Switch::ClosedOnly) {
            return self.less_waited(row, start, end);
        }
        let waited = match self.spec.until {
            Until::FirstDone => self.detail().waited_first[row],
            _ => self.detail().in_pending[row] + self.detail().in_hold[row],
        };
        self.length(end - created - waited, end)
    }

    /// See [`beginning`].
    #[inline]
    fn start(&self, row: usize, end: i64) -> i64 {
        const OTHERS: Switches = Switches::of(&[Switch::FromCustomer, Switch::FromBot, Switch::LastCycle]);
        if self.spec.switches.has_any(OTHERS) {
            return beginning(self.store, self.facts, self.spec, row, end);
        }
        self.created(row)
    }

    /// The time in some classes of statuses up to the last resolution, which in real time is `length`.
    pub(super) fn in_statuses(&self, row: usize, length: i64, classes: &[StatusClass]) -> Item {
        let end = self.last_end(row);
        if end == NO_INSTANT || !self.is_done(row) {
            return self.span(row, 0, NO_INSTANT, State::NoTime);
        }
        if self.switched(Switch::ClosedOnly) {
            return self.class_time(row, classes, end);
        }
        self.in_classes(row, length, classes, end)
    }

    /// The time in some classes of statuses until an end, which in real time is `length`.
    pub(super) fn in_classes(&self, row: usize, length: i64, classes: &[StatusClass], end: i64) -> Item {
        if self.spec.counting == Counting::Calendar {
            return self.length(length, end);
        }
        self.class_time(row, classes, end)
    }

    fn class_time(&self, row: usize, classes: &[StatusClass], end: i64) -> Item {
        let elapsed = |from, to| self.hours.elapsed(self.spec.counting, row, from, to);
        match class_time(self.store, row, end, classes, &elapsed) {
            Some(length) => self.length(length, end),
            None => Item::none(State::NoCalendar, end),
        }
    }

    pub(super) fn escalation(&self, row: usize) -> Item {
        let created = self.created(row);
        if self.spec.from_level == 0 && self.spec.to_level == 0 {
            return self.span(row, created, self.facts.first_escalated[row], State::NotEscalated);
        }
        let first = self.steps_up(row).next().unwrap_or(NO_INSTANT);
        self.span(row, created, first, State::NotEscalated)
    }
}
