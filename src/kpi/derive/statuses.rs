//! Statuses: when a ticket was solved, closed and opened again, and how long it was in each.

use super::Pass;
use crate::kpi::facts::flag;
use crate::store::NO_INSTANT;
use crate::ticket::{Role, StatusClass};

impl Pass<'_> {
    pub(super) fn status(&mut self, at: i64, status: u32, role: Role) {
        let Some(class) = self.store.meanings().class(status) else { return };
        let was = self.class;
        if role == Role::Agent {
            self.facts.flags |= flag::TOUCHED;
        }
        match class {
            StatusClass::Pending => self.facts.flags |= flag::PENDED,
            StatusClass::OnHold => self.facts.flags |= flag::HELD,
            _ => {}
        }
        if class != StatusClass::New && self.detail.left_new == NO_INSTANT {
            self.detail.left_new = at;
        }
        if class == StatusClass::Open && self.detail.first_opened == NO_INSTANT {
            self.detail.first_opened = at;
        }
        if class.is_done() {
            self.done(at, class, was);
        } else if was.is_done() {
            self.facts.reopens = self.facts.reopens.saturating_add(1);
            if self.detailed {
                self.lists.reopenings.push(at);
            }
            self.turn(at);
            self.solved_since_work = false;
        }
        if self.detailed {
            self.time.switch(class, at);
        }
        self.class = class;
    }

    fn done(&mut self, at: i64, class: StatusClass, was: StatusClass) {
        if self.facts.first_done == NO_INSTANT {
            self.facts.first_done = at;
            if self.detailed {
                self.detail.waited_first = self.time.waited(at);
            }
        }
        if class == StatusClass::Solved {
            if self.detail.first_solved == NO_INSTANT {
                self.detail.first_solved = at;
            }
            self.detail.solves = self.detail.solves.saturating_add(1);
            self.resolve(at);
            self.solved_since_work = true;
        } else {
            if !self.solved_since_work && !was.is_done() {
                self.detail.solves = self.detail.solves.saturating_add(1);
                self.resolve(at);
            }
            self.facts.closed = at;
        }
        if !was.is_done() {
            self.turn(at);
            self.waiting_since = NO_INSTANT;
            self.handed_at = NO_INSTANT;
        }
    }

    /// Notes that the ticket entered the backlog, or left it.
    pub(super) fn turn(&mut self, at: i64) {
        if self.detailed {
            self.lists.backlog.push(at);
        }
        self.turns += 1;
    }

    fn resolve(&mut self, at: i64) {
        self.facts.last_solved = at;
        if !self.detailed {
            return;
        }
        self.detail.in_new = self.time.until(at, StatusClass::New);
        self.detail.in_open = self.time.until(at, StatusClass::Open);
        self.detail.in_pending = self.time.until(at, StatusClass::Pending);
        self.detail.in_hold = self.time.until(at, StatusClass::OnHold);
    }
}
