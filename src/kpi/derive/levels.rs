//! Levels of support: which a ticket was on, and when it was escalated.

use super::Pass;
use crate::kpi::facts::Step;
use crate::store::NO_INSTANT;
use crate::ticket::{Kind, Sense};

impl Pass<'_> {
    /// Notes who holds the ticket, and the level of who held it until now.
    pub(super) fn held(&mut self, at: i64, kind: Kind, value: u32) {
        if let Some((at, level)) = self.holder.assign(self.ladder, at, kind, value) {
            self.came_to(at, level);
        }
    }

    /// The same at the end, or before the source itself names a level.
    pub(super) fn settle(&mut self) {
        if self.agent_levels
            && let Some((at, level)) = self.holder.settle(self.ladder)
        {
            self.came_to(at, level);
        }
    }

    /// An assignment brought the ticket to a level.
    pub(super) fn came_to(&mut self, at: i64, level: u8) {
        if self.explicit_tiers {
            self.reach(level);
        } else {
            self.step(at, self.detail.last_level, level);
        }
    }

    /// Notes a level without counting an escalation.
    pub(super) fn reach(&mut self, level: u8) {
        if self.detail.first_level == 0 {
            self.detail.first_level = level;
        }
        self.detail.last_level = level;
        self.detail.highest_level = self.detail.highest_level.max(level);
    }

    fn step(&mut self, at: i64, from: u8, to: u8) {
        if from > 0 && to > from {
            self.escalate(at, from, to);
        } else if to < from {
            self.detail.deescalations = self.detail.deescalations.saturating_add(1);
            if self.detailed {
                self.lists.steps.push(Step { at, from, to });
            }
        }
        self.reach(to);
    }

    fn escalate(&mut self, at: i64, from: u8, to: u8) {
        if self.facts.first_escalated == NO_INSTANT {
            self.facts.first_escalated = at;
        }
        self.facts.escalations = self.facts.escalations.saturating_add(1);
        if self.detailed {
            self.lists.steps.push(Step { at, from, to });
        }
    }

    pub(super) fn escalated(&mut self, at: i64, value: u32) {
        let Some(escalation) = self.store.escalation_of(value) else { return };
        if escalation.sense != Sense::Tier {
            return;
        }
        self.settle();
        let to = self.ladder.reached(escalation.to);
        let from = if escalation.from > 0 { escalation.from } else { self.detail.last_level };
        if from > 0 && self.detail.first_level == 0 {
            self.detail.first_level = from;
        }
        if to > 0 && to < from {
            self.step(at, from, to);
            return;
        }
        self.escalate(at, from, to);
        if to > 0 {
            self.reach(to);
        }
    }
}
