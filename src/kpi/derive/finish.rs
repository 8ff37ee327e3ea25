//! The end of a ticket's events: what it states itself, and what can only be said once all of them are known.

use super::Pass;
use crate::kpi::facts::flag;
use crate::store::{Events, NO_CODE, NO_INSTANT, NOT_STATED, Stated};
use crate::ticket::{Dimension, Kind, StatusClass, SurveyKind};

impl Pass<'_> {
    /// Adds what the ticket itself states, and what can only be said at the end. What it states of its status and level
    /// may come from `later` events, after the cutoff, and is not known then.
    pub(super) fn finish(&mut self, row: usize, later: &[u8]) {
        self.settle();
        let tickets = self.store.tickets();
        let comes_later = |kinds: &[Kind]| {
            later.iter().any(|&what| kinds.iter().any(|&kind| Events::kind_of(what) == kind as u8))
        };
        let stated = |fact| {
            let at = tickets.stated(fact, row);
            (at != NOT_STATED).then_some(if at > self.cutoff { NO_INSTANT } else { at })
        };
        if let Some(at) = stated(Stated::FirstResponse) {
            self.facts.first_reply = at;
        }
        let (resolved, closed) = (stated(Stated::Resolved), stated(Stated::Closed));
        if let Some(at) = resolved {
            self.facts.last_solved = at;
            if self.facts.first_done == NO_INSTANT {
                self.facts.first_done = at;
                self.detail.first_solved = at;
            }
        }
        if let Some(at) = closed {
            self.facts.closed = at;
            if resolved.is_none() && self.facts.last_solved == NO_INSTANT {
                self.facts.last_solved = at;
            }
            if self.facts.first_done == NO_INSTANT {
                self.facts.first_done = at;
            }
        }
        let states_end =
            resolved.is_some_and(|at| at != NO_INSTANT) || closed.is_some_and(|at| at != NO_INSTANT);
        let has_status = self.detail.left_new != NO_INSTANT
            || self.class != StatusClass::New
            || comes_later(&[Kind::Status]);
        let class = if has_status {
            self.class
        } else {
            let word = tickets.codes(Dimension::Status)[row];
            self.store.meanings().class(word).unwrap_or(StatusClass::New)
        };
        if states_end || class.is_done() {
            self.facts.flags |= flag::DONE;
        }
        if class == StatusClass::Closed || closed.is_some_and(|at| at != NO_INSTANT) {
            self.facts.flags |= flag::CLOSED;
        }
        if self.turns == 1 && self.facts.first_done != NO_INSTANT {
            self.turn(self.facts.first_done);
        }
        if self.detailed {
            self.detail.waited = self.time.waited(self.facts.last_event);
            self.detail.agents = u16::try_from(self.agents.len()).unwrap_or(u16::MAX);
            self.detail.repliers = u16::try_from(self.repliers.len()).unwrap_or(u16::MAX);
            if self.facts.flags & flag::OUTBOUND == 0 {
                self.detail.first_customer = tickets.created()[row];
                self.detail.reply_to_customer = self.facts.first_reply;
            }
            let held = |dimension| tickets.codes(dimension)[row] != NO_CODE;
            if (held(Dimension::Assignee) || held(Dimension::Group))
                && !comes_later(&[Kind::AssignedAgent, Kind::AssignedGroup])
            {
                self.detail.assigned = true;
            }
        }
        const NAMES_LEVEL: [Kind; 3] = [Kind::AssignedGroup, Kind::Escalated, Kind::AssignedAgent];
        let names_level = if self.agent_levels { &NAMES_LEVEL[..] } else { &NAMES_LEVEL[..2] };
        if self.detail.last_level == 0 && !comes_later(names_level) {
            let word = |dimension| tickets.codes(dimension)[row];
            let held = || self.ladder.level_at(word(Dimension::Group), word(Dimension::Assignee));
            self.reach(match tickets.level()[row] {
                0 => held(),
                level => level,
            });
        }
        if let Some(score) = tickets.csat(row)
            && self.facts.csat.is_nan()
        {
            self.facts.csat = score;
            self.facts.csat_scale = SurveyKind::Csat.usual_scale() as f32;
            self.facts.csat_at = self.facts.last_solved.max(self.facts.last_event);
        }
    }
}
