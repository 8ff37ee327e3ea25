//! From facts to one value, or one reason, a ticket.

use std::ops::Range;

use super::class_time::class_time;
use super::derive::STRETCH;
use super::facts::{Detail, Facts, Step, flag};
use super::metric::{Denominator, Metric, Spec, Until};
use super::off_path::Taken;
use super::path;
use super::repeat::next_contact;
use super::{Profile, State};
use crate::calendar::{BusinessHours, Counting};
use crate::store::{Bitset, CustomColumn, NO_INSTANT, Store};
use crate::ticket::StatusClass;

/// The items of a metric: usually one a ticket, several where a ticket has several values.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// Rows of the items, where there may be several a ticket or none; empty when item `i` is ticket `i`.
    rows: Vec<u32>,
    /// The value of each item; NaN where it has none. Durations are in milliseconds, rates 0 or 1.
    pub value: Vec<f64>,
    /// Where each item stands, a [`State`] code.
    pub state: Vec<u8>,
    /// The date by which each item is put into buckets; empty where the question goes by ticket.
    pub anchor: Vec<i64>,
}

impl Evaluated {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The ticket of an item.
    pub fn row(&self, item: usize) -> usize {
        if self.rows.is_empty() { item } else { self.rows[item] as usize }
    }

    /// Whether both have the same tickets in the same order, one item each.
    pub fn has_rows_of(&self, other: &Self) -> bool {
        self.rows == other.rows
    }

    /// Whether item `i` is ticket `i`.
    pub fn is_plain(&self) -> bool {
        self.rows.is_empty()
    }

    /// The items of the tickets in `kept` only.
    #[must_use]
    pub fn only(&self, kept: &Bitset) -> Self {
        let items: Vec<u32> = if self.is_plain() {
            kept.iter().map(|row| row as u32).collect()
        } else {
            (0..self.len() as u32).filter(|&item| kept.contains(self.row(item as usize))).collect()
        };
        Self {
            rows: items.iter().map(|&item| self.row(item as usize) as u32).collect(),
            value: items.iter().map(|&item| self.value[item as usize]).collect(),
            state: items.iter().map(|&item| self.state[item as usize]).collect(),
            anchor: items.iter().filter_map(|&item| self.anchor.get(item as usize).copied()).collect(),
        }
    }

    /// Takes an item over from others; one beyond the end comes last. Returns the value there was.
    pub fn put(&mut self, item: usize, from: &Self, at: usize) -> Option<f64> {
        if item >= self.len() {
            self.value.push(from.value[at]);
            self.state.push(from.state[at]);
            self.anchor.extend(from.anchor.get(at));
            return None;
        }
        let old = (self.state[item] == State::Value as u8).then_some(self.value[item]);
        (self.value[item], self.state[item]) = (from.value[at], from.state[at]);
        if let (Some(anchor), Some(from)) = (self.anchor.get_mut(item), from.anchor.get(at)) {
            *anchor = *from;
        }
        old
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        4 * self.rows.capacity()
            + 8 * (self.value.capacity() + self.anchor.capacity())
            + self.state.capacity()
    }

    #[inline]
    fn push(&mut self, item: Item, dated: bool) {
        self.value.push(item.value);
        self.state.push(item.state as u8);
        if dated {
            self.anchor.push(item.anchor);
        }
    }
}

/// Waiting for the customer or a third party.
const WAITING: [StatusClass; 2] = [StatusClass::Pending, StatusClass::OnHold];

/// One value or reason, with its date.
#[derive(Debug, Clone, Copy)]
struct Item {
    value: f64,
    state: State,
    anchor: i64,
}

impl Item {
    const fn none(state: State, anchor: i64) -> Self {
        Self { value: f64::NAN, state, anchor }
    }

    const fn value(value: f64, anchor: i64) -> Self {
        Self { value, state: State::Value, anchor }
    }
}

/// Evaluates a metric for every ticket.
pub fn evaluate(store: &Store, facts: &Facts, hours: &BusinessHours, spec: &Spec) -> Evaluated {
    let evaluator = Evaluator { store, facts, hours, spec, next: Vec::new() };
    evaluator.run()
}

/// Evaluates a metric for some tickets, one item each. Nothing where a ticket may have several, or where other tickets or
/// calendars decide.
pub fn evaluate_some(
    store: &Store,
    facts: &Facts,
    hours: &BusinessHours,
    spec: &Spec,
    rows: &[u32],
) -> Option<Evaluated> {
    let evaluator = Evaluator { store, facts, hours, spec, next: Vec::new() };
    if evaluator.is_listed() || evaluator.asks_for_others() || spec.counting != Counting::Calendar {
        return None;
    }
    let mut out = Evaluated::default();
    for &row in rows {
        evaluator.stretch(row as usize..row as usize + 1, false, &mut Vec::new(), &mut out);
    }
    Some(out)
}

struct Evaluator<'a> {
    store: &'a Store,
    facts: &'a Facts,
    hours: &'a BusinessHours,
    spec: &'a Spec,
    /// Time to the next contact of the same requester, for the metrics that ask.
    next: Vec<Option<i64>>,
}

impl Evaluator<'_> {
    fn run(mut self) -> Evaluated {
        let rows = self.store.tickets().len();
        if self.asks_for_others() {
            self.next = next_contact(self.store, self.spec.same_type);
        }
        let mut out = Evaluated::default();
        out.value.reserve_exact(rows);
        out.state.reserve_exact(rows);
        out.anchor.reserve_exact(if self.spec.by_ticket { 0 } else { rows });
        self.stretch(0..rows, self.is_listed(), &mut Vec::new(), &mut out);
        out
    }

    /// Half by half, because a browser can only change to the optimised form of a function when the function is called.
    fn stretch(&self, rows: Range<usize>, listed: bool, items: &mut Vec<Item>, out: &mut Evaluated) {
        if rows.len() > STRETCH {
            let middle = rows.start + rows.len() / 2;
            self.stretch(rows.start..middle, listed, items, out);
            self.stretch(middle..rows.end, listed, items, out);
            return;
        }
        let dated = !self.spec.by_ticket;
        for row in rows {
            if !listed {
                let item = match self.left_out(row) {
                    Some(state) => Item::none(state, self.created(row)),
                    None => self.single(row),
                };
                out.push(self.dated(item, row), dated);
                continue;
            }
            items.clear();
            match self.left_out(row) {
                Some(state) => items.push(Item::none(state, self.created(row))),
                None => self.list(row, items),
            }
            for &item in items.iter() {
                out.rows.push(row as u32);
                out.push(self.dated(item, row), dated);
            }
        }
    }

    /// Whether the value of a ticket depends on other tickets.
    fn asks_for_others(&self) -> bool {
        matches!(self.spec.metric, Metric::FirstContactResolutionRate | Metric::RepeatContactRate)
    }

    /// An end before the start is no date to go by; such an item stands at the ticket's creation.
    #[inline]
    fn dated(&self, item: Item, row: usize) -> Item {
        if item.state == State::Negative { Item { anchor: self.created(row), ..item } } else { item }
    }

    #[inline(never)]
    fn detail(&self) -> &Detail {
        self.facts.detail(self.store)
    }

    /// Whether a ticket may have several values.
    fn is_listed(&self) -> bool {
        match self.spec.metric {
            Metric::NextResponseTime | Metric::HandoffWait | Metric::TimeToEachEscalation => true,
            Metric::Replies
            | Metric::Escalations
            | Metric::Deescalations
            | Metric::Reopens
            | Metric::Transfers => !self.spec.by_ticket,
            Metric::FullResolutionTime | Metric::Solved => self.every_resolution(),
            Metric::ResolutionWindowRate => true,
            _ => false,
        }
    }

    fn every_resolution(&self) -> bool {
        self.spec.profile == Profile::Chatwoot && self.spec.until == Until::Usual
    }

    #[inline]
    fn created(&self, row: usize) -> i64 {
        self.store.tickets().created()[row]
    }

    #[inline]
    fn has(&self, row: usize, flag: u16) -> bool {
        self.facts.flags[row] & flag != 0
    }

    /// The exclusions every metric shares.
    #[inline]
    fn left_out(&self, row: usize) -> Option<State> {
        let flags = self.facts.flags[row];
        if flags & (flag::MERGED | flag::SPAM | flag::DELETED | flag::TEST) == 0 {
            return None;
        }
        let scope = &self.spec.scope;
        [
            (flag::MERGED, scope.merged, State::Merged),
            (flag::SPAM, scope.spam, State::Spam),
            (flag::DELETED, scope.deleted, State::Deleted),
            (flag::TEST, scope.test, State::Test),
        ]
        .into_iter()
        .find(|&(bit, kept, _)| flags & bit != 0 && !kept)
        .map(|(_, _, state)| state)
    }

    /// A duration from `start` to `end`; `missing` says why a finished ticket may lack it.
    #[inline]
    fn span(&self, row: usize, start: i64, end: i64, missing: State) -> Item {
        if end == NO_INSTANT {
            let state = if self.has(row, flag::DONE) { missing } else { State::Running };
            return Item::none(state, self.created(row));
        }
        self.between(row, start, end)
    }

    /// A duration between two instants, in the hours asked for.
    #[inline]
    fn between(&self, row: usize, start: i64, end: i64) -> Item {
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
        Item::value(length as f64, anchor)
    }

    fn single(&self, row: usize) -> Item {
        let facts = self.facts;
        let created = self.created(row);
        let from_creation = |end: i64, missing| self.span(row, created, end, missing);
        match self.spec.metric {
            Metric::FirstResponseTime => self.first_response(row),
            Metric::FirstResolutionTime => {
                let end = match self.spec.until {
                    Until::Solved => self.detail().first_solved[row],
                    Until::Closed => facts.closed[row],
                    Until::Usual | Until::FirstDone => facts.first_done[row],
                };
                from_creation(end, State::NoTime)
            }
            Metric::FullResolutionTime => self.full_resolution(row, 0),
            Metric::ClosureTime => match facts.closed[row] {
                NO_INSTANT if self.has(row, flag::CLOSED) => Item::none(State::NoTime, created),
                NO_INSTANT => Item::none(State::Running, created),
                end => self.between(row, created, end),
            },
            Metric::CaseDuration => self.between(row, created, facts.last_event[row]),
            Metric::RequesterWaitTime => self.in_statuses(
                row,
                self.detail().in_new[row] + self.detail().in_open[row] + self.detail().in_hold[row],
                &[StatusClass::New, StatusClass::Open, StatusClass::OnHold],
            ),
            Metric::AgentWaitTime => {
                self.in_statuses(row, self.detail().in_pending[row], &[StatusClass::Pending])
            }
            Metric::OnHoldTime => self.in_statuses(row, self.detail().in_hold[row], &[StatusClass::OnHold]),
            Metric::AgentWorkTime => self.in_statuses(
                row,
                self.detail().in_new[row] + self.detail().in_open[row],
                &[StatusClass::New, StatusClass::Open],
            ),
            Metric::ActiveResolutionTime if self.spec.until == Until::FirstDone => {
                match facts.first_done[row] {
                    NO_INSTANT => from_creation(NO_INSTANT, State::NoTime),
                    end => self.less_waited(row, self.detail().waited_first[row], end),
                }
            }
            Metric::ActiveResolutionTime => {
                let waited = self.detail().in_pending[row] + self.detail().in_hold[row];
                self.full_resolution(row, waited)
            }
            Metric::WaitingTime => {
                if self.has(row, flag::PENDED | flag::HELD) {
                    let end = facts.last_event[row];
                    self.in_classes(row, self.detail().waited[row], &WAITING, end)
                } else {
                    Item::none(State::NoCase, created)
                }
            }
            Metric::AcknowledgeAssigned => {
                from_creation(self.detail().first_assigned[row], State::NotAcknowledged)
            }
            Metric::AcknowledgeOpened => {
                from_creation(self.detail().first_opened[row], State::NotAcknowledged)
            }
            Metric::AcknowledgeLeftNew => from_creation(self.detail().left_new[row], State::NotAcknowledged),
            Metric::AcknowledgeReplied => from_creation(facts.first_reply[row], State::NotAcknowledged),
            Metric::TimeToEscalation => self.escalation(row),
            Metric::TimeToPriorityEscalation => {
                from_creation(self.detail().first_raised[row], State::NotEscalated)
            }
            Metric::AgentsPerTicket => Item::value(f64::from(self.detail().agents[row]), created),
            Metric::RepliesPerTicket => Item::value(self.replies(row) as f64, created),
            Metric::TransfersPerTicket => Item::value(self.transfers(row) as f64, created),
            Metric::AgentChangesPerTicket => {
                Item::value(f64::from(self.detail().agent_changes[row]), created)
            }
            Metric::ReopensPerTicket => Item::value(self.reopens(row) as f64, created),
            Metric::EscalationsPerTicket => Item::value(f64::from(facts.escalations[row]), created),
            Metric::PriorityEscalationsPerTicket => {
                Item::value(f64::from(self.detail().raises[row]), created)
            }
            Metric::EventsPerTicket | Metric::Events => {
                Item::value(f64::from(self.detail().events[row]), created)
            }
            Metric::Field => self.field(row),
            Metric::EscalationRate => self.rate(row, facts.escalations[row] > 0, created),
            Metric::PriorityEscalationRate => self.rate(row, self.detail().raises[row] > 0, created),
            Metric::DeescalationRate => self.rate(row, self.detail().deescalations[row] > 0, created),
            Metric::BounceRate => self.rate(row, self.has(row, flag::BOUNCED), created),
            Metric::SkipRate => self.rate(row, path::skips(self.steps(row), self.store.path(row)), created),
            Metric::ReescalationRate => self.rate(row, path::goes_up_again(self.steps(row)), created),
            Metric::LevelBounceRate => self.rate(row, path::bounces(self.steps(row)), created),
            Metric::DirectStartRate => match self.detail().first_level[row] {
                0 => Item::none(State::NoValue, created),
                first => self.rate(row, first > 1, created),
            },
            Metric::OffPathRate => match self.store.path(row) {
                None => Item::none(State::NoValue, created),
                Some(path) => {
                    let taken = Taken { store: self.store, row, steps: self.steps(row) };
                    self.rate(row, taken.leaves(path), created)
                }
            },
            Metric::ReopenRate => self.rate(row, facts.reopens[row] > 0, created),
            Metric::TransferRate => self.rate(row, self.detail().transfers[row] > 0, created),
            Metric::ResolutionRate => self.rate(row, self.is_resolved(row), created),
            // The report sets the values: it knows the condition.
            Metric::Share => self.rate(row, false, created),
            Metric::RepeatContactRate => {
                self.rate(row, self.next[row].is_some_and(|after| after <= self.spec.window), created)
            }
            Metric::OneTouchRate => self.of_solved(row, self.is_one_touch(row)),
            Metric::FirstContactResolutionRate => {
                let again = self.next[row].is_some_and(|after| after <= self.spec.window);
                self.of_solved(row, facts.replies[row] <= 1 && facts.reopens[row] == 0 && !again)
            }
            Metric::Tickets | Metric::Created => Item::value(1.0, created),
            Metric::Solved => match facts.last_solved[row] {
                NO_INSTANT => from_creation(NO_INSTANT, State::NoTime),
                end => Item::value(1.0, end),
            },
            Metric::Open => {
                if self.has(row, flag::DONE) {
                    Item::none(State::NoCase, created)
                } else {
                    Item::value(1.0, created)
                }
            }
            Metric::Csat => self.answer(row, facts.csat[row], facts.csat_at[row]),
            Metric::Nps => self.answer(row, self.detail().nps[row], self.detail().nps_at[row]),
            Metric::Ces => self.answer(row, self.detail().ces[row], self.detail().ces_at[row]),
            Metric::CsatResponseRate => self.rate(row, !facts.csat[row].is_nan(), created),
            Metric::NpsResponseRate => self.rate(row, !self.detail().nps[row].is_nan(), created),
            Metric::CesResponseRate => self.rate(row, !self.detail().ces[row].is_nan(), created),
            Metric::ResponseTimeVariance => self.first_response(row),
            Metric::Backlog => self.stock(row),
            Metric::Replies => self.counted(row, self.replies(row)),
            Metric::Reopens => self.counted(row, self.reopens(row)),
            Metric::Transfers => self.counted(row, self.transfers(row)),
            Metric::Escalations => self.counted(row, self.steps_up(row).count()),
            Metric::Deescalations => self.counted(row, self.steps_down(row).count()),
            Metric::NextResponseTime
            | Metric::HandoffWait
            | Metric::TimeToEachEscalation
            | Metric::ResolutionWindowRate => Item::none(State::NoCase, created),
        }
    }

    #[inline]
    fn first_response(&self, row: usize) -> Item {
        let facts = self.facts;
        let created = self.created(row);
        let outbound = self.has(row, flag::OUTBOUND);
        let mut end = facts.first_reply[row];
        let mut start = created;
        match self.spec.profile {
            Profile::Deskgauge => {
                if outbound && !self.spec.scope.outbound {
                    return Item::none(State::Outbound, created);
                }
            }
            // An agent's opening message is the ticket's text, so the answer is the comment after it.
            Profile::Zendesk => {
                if outbound && end != NO_INSTANT && end <= created {
                    end = self.detail().second_reply[row];
                }
            }
            Profile::Chatwoot => {
                if self.detail().bot_handoff[row] != NO_INSTANT {
                    start = self.detail().bot_handoff[row].max(created);
                }
            }
        }
        if self.spec.scope.bot && self.detail().first_bot_reply[row] != NO_INSTANT {
            let bot = self.detail().first_bot_reply[row];
            if end == NO_INSTANT || bot < end {
                end = bot;
                start = created;
            }
        }
        self.span(row, start, end, State::NoReply)
    }

    /// The resolution, less the time waited.
    fn full_resolution(&self, row: usize, waited: i64) -> Item {
        let facts = self.facts;
        let end = match self.spec.until {
            Until::Usual => facts.last_solved[row],
            Until::Solved if self.detail().first_solved[row] == NO_INSTANT => NO_INSTANT,
            Until::Solved => facts.last_solved[row],
            Until::Closed => facts.closed[row],
            Until::FirstDone => facts.first_done[row],
        };
        if end == NO_INSTANT {
            return self.span(row, 0, NO_INSTANT, State::NoTime);
        }
        let keeps_old = self.spec.profile == Profile::Zendesk || self.spec.until != Until::Usual;
        if !self.has(row, flag::DONE) && !keeps_old {
            return Item::none(State::Running, self.created(row));
        }
        if waited == 0 {
            return self.between(row, self.created(row), end);
        }
        self.less_waited(row, waited, end)
    }

    /// The time from creation to an end, less that spent waiting, which in real time is `waited`.
    fn less_waited(&self, row: usize, waited: i64, end: i64) -> Item {
        let created = self.created(row);
        if self.spec.counting == Counting::Calendar {
            return self.length(end - created - waited, end);
        }
        let elapsed = |from, to| self.hours.elapsed(self.spec.counting, row, from, to);
        let waited = class_time(self.store, row, end, &WAITING, &elapsed);
        match elapsed(created, end).zip(waited) {
            Some((whole, waited)) => self.length(whole - waited, end),
            None => Item::none(State::NoCalendar, end),
        }
    }

    fn in_statuses(&self, row: usize, length: i64, classes: &[StatusClass]) -> Item {
        let end = self.facts.last_solved[row];
        if end == NO_INSTANT || !self.has(row, flag::DONE) {
            return self.span(row, 0, NO_INSTANT, State::NoTime);
        }
        self.in_classes(row, length, classes, end)
    }

    /// The time in some classes of statuses until an end, which in real time is `length`.
    fn in_classes(&self, row: usize, length: i64, classes: &[StatusClass], end: i64) -> Item {
        if self.spec.counting == Counting::Calendar {
            return self.length(length, end);
        }
        let elapsed = |from, to| self.hours.elapsed(self.spec.counting, row, from, to);
        match class_time(self.store, row, end, classes, &elapsed) {
            Some(length) => self.length(length, end),
            None => Item::none(State::NoCalendar, end),
        }
    }

    fn escalation(&self, row: usize) -> Item {
        let created = self.created(row);
        if self.spec.from_level == 0 && self.spec.to_level == 0 {
            return self.span(row, created, self.facts.first_escalated[row], State::NotEscalated);
        }
        let first = self.steps_up(row).next().unwrap_or(NO_INSTANT);
        self.span(row, created, first, State::NotEscalated)
    }

    fn is_asked(&self, from: u8, to: u8) -> bool {
        (self.spec.from_level == 0 || self.spec.from_level == from)
            && (self.spec.to_level == 0 || self.spec.to_level == to)
    }

    fn field(&self, row: usize) -> Item {
        let created = self.created(row);
        let value = self.store.tickets().custom().get(self.spec.field).map(|custom| &custom.column);
        match value {
            Some(CustomColumn::Number(values)) if !values[row].is_nan() => Item::value(values[row], created),
            _ => Item::none(State::NoValue, created),
        }
    }

    fn is_resolved(&self, row: usize) -> bool {
        self.facts.last_solved[row] != NO_INSTANT || self.has(row, flag::DONE)
    }

    fn is_one_touch(&self, row: usize) -> bool {
        let replies = self.facts.replies[row];
        match self.spec.profile {
            Profile::Zendesk => replies < 2,
            Profile::Deskgauge | Profile::Chatwoot => replies == 1 && self.facts.reopens[row] == 0,
        }
    }

    #[inline]
    fn rate(&self, row: usize, yes: bool, anchor: i64) -> Item {
        match self.spec.of {
            Denominator::Solved if !self.has(row, flag::DONE) => Item::none(State::NotSolved, anchor),
            Denominator::Touched if !self.has(row, flag::TOUCHED) => Item::none(State::NotTouched, anchor),
            _ => Item::value(if yes { 1.0 } else { 0.0 }, anchor),
        }
    }

    fn of_solved(&self, row: usize, yes: bool) -> Item {
        if !self.has(row, flag::DONE) {
            return Item::none(State::Running, self.created(row));
        }
        let end = self.facts.last_solved[row];
        Item::value(if yes { 1.0 } else { 0.0 }, if end == NO_INSTANT { self.created(row) } else { end })
    }

    fn answer(&self, row: usize, score: f64, at: i64) -> Item {
        if score.is_nan() { Item::none(State::NoAnswer, self.created(row)) } else { Item::value(score, at) }
    }

    /// The backlog counts stretches, which the report reads itself; here only who takes part.
    fn stock(&self, row: usize) -> Item {
        let created = self.created(row);
        let end = self.facts.last_solved[row].max(self.facts.closed[row]);
        if end != NO_INSTANT && end < created && !self.spec.scope.negative {
            return Item::none(State::Negative, created);
        }
        Item::value(1.0, created)
    }

    fn list(&self, row: usize, items: &mut Vec<Item>) {
        let facts = self.facts;
        let created = self.created(row);
        match self.spec.metric {
            Metric::NextResponseTime => {
                items.extend(
                    self.detail()
                        .lists
                        .next_replies
                        .of(row)
                        .iter()
                        .map(|wait| self.between(row, wait.at - wait.length, wait.at)),
                );
            }
            Metric::HandoffWait => {
                items.extend(
                    self.detail()
                        .lists
                        .handoffs
                        .of(row)
                        .iter()
                        .map(|wait| self.between(row, wait.at - wait.length, wait.at)),
                );
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
                if facts.last_solved[row] != NO_INSTANT {
                    items.push(Item::value(1.0, facts.last_solved[row]));
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
                if !self.has(row, flag::DONE) {
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
    fn counted(&self, row: usize, count: usize) -> Item {
        let created = self.created(row);
        if count == 0 { Item::none(State::NoCase, created) } else { Item::value(count as f64, created) }
    }

    fn replies(&self, row: usize) -> usize {
        whole(self.facts.replies[row], || self.detail().lists.reply_times.of(row).len())
    }

    fn reopens(&self, row: usize) -> usize {
        whole(self.facts.reopens[row], || self.detail().lists.reopenings.of(row).len())
    }

    fn transfers(&self, row: usize) -> usize {
        whole(self.detail().transfers[row], || self.detail().lists.transfer_times.of(row).len())
    }

    fn steps(&self, row: usize) -> &[Step] {
        self.detail().lists.steps.of(row)
    }

    fn steps_down(&self, row: usize) -> impl Iterator<Item = i64> {
        let down = self.detail().lists.steps.of(row).iter().filter(|step| step.to > 0 && step.to < step.from);
        down.filter(|step| self.is_asked(step.from, step.to)).map(|step| step.at)
    }

    /// A source that says "escalated" is believed, even where the ticket was on that level already.
    fn steps_up(&self, row: usize) -> impl Iterator<Item = i64> {
        let up = self.detail().lists.steps.of(row).iter().filter(|step| step.to == 0 || step.to >= step.from);
        up.filter(|step| self.is_asked(step.from, step.to)).map(|step| step.at)
    }
}

/// A count, from the ticket's list only where it may not have fitted into the narrow column.
fn whole(narrow: u16, listed: impl Fn() -> usize) -> usize {
    if narrow == u16::MAX { listed() } else { usize::from(narrow) }
}
