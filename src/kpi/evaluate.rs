//! From facts to one value, or one reason, a ticket.

use std::ops::Range;

use super::derive::STRETCH;
use super::durations::WAITING;
use super::evaluated::{Evaluated, Item};
use super::facts::{Detail, Facts, flag};
use super::metric::{Denominator, Metric, Spec, Until};
use super::off_path::Taken;
use super::path;
use super::repeat::next_contact;
use super::state::State;
use super::switch::Switch;
use crate::calendar::{BusinessHours, Counting};
use crate::store::{CustomColumn, NO_INSTANT, Store};
use crate::ticket::StatusClass;

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
        let at = row as usize;
        evaluator.stretch(at..at + 1, [false, !spec.by_ticket], &mut Vec::new(), &mut out);
    }
    Some(out)
}

/// The item of each of some tickets; the last value where a ticket has several. Where other tickets decide there is none.
pub fn evaluate_each(
    store: &Store,
    facts: &Facts,
    hours: &BusinessHours,
    spec: &Spec,
    rows: &[u32],
) -> Vec<Item> {
    let switches = spec.switches.with(Switch::ByCreation, false);
    let spec = &Spec { switches, ..spec.clone() };
    let evaluator = Evaluator { store, facts, hours, spec, next: Vec::new() };
    let (listed, asks_for_others) = (evaluator.is_listed(), evaluator.asks_for_others());
    let (mut items, mut out) = (Vec::new(), Evaluated::default());
    let one = |&row: &u32| {
        let row = row as usize;
        out.clear();
        if !asks_for_others {
            evaluator.stretch(row..row + 1, [listed, true], &mut items, &mut out);
        }
        out.last().unwrap_or(Item::none(State::NoCase, evaluator.created(row)))
    };
    rows.iter().map(one).collect()
}

/// What one metric is evaluated with.
pub(super) struct Evaluator<'a> {
    pub store: &'a Store,
    pub facts: &'a Facts,
    pub hours: &'a BusinessHours,
    pub spec: &'a Spec,
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
        self.stretch(0..rows, [self.is_listed(), !self.spec.by_ticket], &mut Vec::new(), &mut out);
        out
    }

    /// The items of some tickets, of which each may have several where they are `listed`, with their dates where these are
    /// asked for. All of them are made here: what this calls has no other caller, so that the compiler puts it in here.
    ///
    /// Half by half, because a browser can only change to the optimised form of a function when the function is called.
    fn stretch(
        &self,
        rows: Range<usize>,
        [listed, dated]: [bool; 2],
        items: &mut Vec<Item>,
        out: &mut Evaluated,
    ) {
        if rows.len() > STRETCH {
            let middle = rows.start + rows.len() / 2;
            self.stretch(rows.start..middle, [listed, dated], items, out);
            self.stretch(middle..rows.end, [listed, dated], items, out);
            return;
        }
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
        match self.spec.metric {
            Metric::RepeatContactRate => true,
            Metric::FirstContactResolutionRate => {
                !self.switched(Switch::OneReply) && !self.switched(Switch::OneTeammate)
            }
            _ => false,
        }
    }

    /// An end before the start is no date to go by; such an item stands at the ticket's creation.
    #[inline]
    fn dated(&self, item: Item, row: usize) -> Item {
        let opened = item.state == State::Negative || self.switched(Switch::ByCreation);
        if opened { Item { anchor: self.created(row), ..item } } else { item }
    }

    #[inline(never)]
    pub(super) fn detail(&self) -> &Detail {
        self.facts.detail(self.store)
    }

    /// Whether a ticket may have several values.
    fn is_listed(&self) -> bool {
        match self.spec.metric {
            Metric::NextResponseTime => !self.switched(Switch::LongestWait),
            Metric::HandoffWait | Metric::TimeToEachEscalation => true,
            Metric::Replies
            | Metric::Escalations
            | Metric::Deescalations
            | Metric::Reopens
            | Metric::Transfers => !self.spec.by_ticket,
            Metric::FullResolutionTime => {
                self.switched(Switch::EveryResolution) && self.spec.until == Until::Usual
            }
            Metric::Solved => self.switched(Switch::EverySolve) && self.spec.until == Until::Usual,
            Metric::ResolutionWindowRate => true,
            _ => false,
        }
    }

    #[inline]
    pub(super) fn switched(&self, switch: Switch) -> bool {
        self.spec.switches.has(switch)
    }

    #[inline]
    pub(super) fn created(&self, row: usize) -> i64 {
        self.store.tickets().created()[row]
    }

    #[inline]
    pub(super) fn has(&self, row: usize, flag: u16) -> bool {
        self.facts.flags[row] & flag != 0
    }

    /// Whether it is solved or closed, or closed where only that counts.
    #[inline]
    pub(super) fn is_done(&self, row: usize) -> bool {
        self.has(row, if self.switched(Switch::ClosedOnly) { flag::CLOSED } else { flag::DONE })
    }

    /// When it was resolved for the last time, or closed where only that counts.
    #[inline]
    pub(super) fn last_end(&self, row: usize) -> i64 {
        if !self.switched(Switch::ClosedOnly) {
            self.facts.last_solved[row]
        } else if self.has(row, flag::CLOSED) {
            self.facts.closed[row]
        } else {
            NO_INSTANT
        }
    }

    /// The exclusions every metric shares.
    #[inline]
    fn left_out(&self, row: usize) -> Option<State> {
        const ODD: u16 = flag::MERGED | flag::SPAM | flag::DELETED | flag::TEST;
        let is_odd = self.facts.flags[row] & ODD != 0;
        if is_odd || self.switched(Switch::AssignedOnly) { self.why_left_out(row, is_odd) } else { None }
    }

    #[inline(never)]
    fn why_left_out(&self, row: usize, is_odd: bool) -> Option<State> {
        if !is_odd {
            return (!self.detail().assigned[row]).then_some(State::NotAssigned);
        }
        let flags = self.facts.flags[row];
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

    fn single(&self, row: usize) -> Item {
        let facts = self.facts;
        let created = self.created(row);
        let from_creation = |end: i64, missing| self.span(row, created, end, missing);
        match self.spec.metric {
            Metric::FirstResponseTime => self.first_response(row),
            Metric::FirstResolutionTime => self.first_resolution(row),
            Metric::FullResolutionTime => self.full_resolution(row, false),
            Metric::ActiveResolutionTime => self.full_resolution(row, true),
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
            Metric::FirstContactResolutionRate => self.of_solved(row, self.is_first_contact(row)),
            Metric::Tickets | Metric::Created => Item::value(1.0, created),
            Metric::Solved => match self.last_end(row) {
                NO_INSTANT => from_creation(NO_INSTANT, State::NoTime),
                end => Item::value(1.0, end),
            },
            Metric::Open => {
                if self.is_done(row) {
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
            Metric::NextResponseTime => self.longest_wait(row),
            Metric::HandoffWait | Metric::TimeToEachEscalation | Metric::ResolutionWindowRate => {
                Item::none(State::NoCase, created)
            }
        }
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
        self.last_end(row) != NO_INSTANT || self.is_done(row)
    }

    fn is_one_touch(&self, row: usize) -> bool {
        let replies = self.facts.replies[row];
        if self.switched(Switch::FewReplies) {
            return replies < 2;
        }
        replies == 1 && self.facts.reopens[row] == 0
    }

    fn is_first_contact(&self, row: usize) -> bool {
        let (replies, reopens) = (self.facts.replies[row], self.facts.reopens[row]);
        if self.switched(Switch::OneTeammate) {
            return self.detail().repliers[row] == 1 && reopens == 0;
        }
        if self.switched(Switch::OneReply) {
            return replies == 1 && reopens == 0;
        }
        let again = self.next[row].is_some_and(|after| after <= self.spec.window);
        replies <= 1 && reopens == 0 && !again
    }

    #[inline]
    fn rate(&self, row: usize, yes: bool, anchor: i64) -> Item {
        match self.spec.of {
            Denominator::Solved if !self.is_done(row) => Item::none(State::NotSolved, anchor),
            Denominator::Touched if !self.has(row, flag::TOUCHED) => Item::none(State::NotTouched, anchor),
            _ => Item::value(if yes { 1.0 } else { 0.0 }, anchor),
        }
    }

    fn of_solved(&self, row: usize, yes: bool) -> Item {
        if !self.is_done(row) {
            return Item::none(State::Running, self.created(row));
        }
        let end = self.last_end(row);
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
}
