//! Who holds a ticket, followed through its assignments, at desks where agents are on levels of their own.
//!
//! The level is that of the agent where the agent's is declared, else that of the group. Assignments of one instant count
//! as one, because a source that hands a ticket to an agent of another group says so in two events.

use super::super::{NO_CODE, NO_INSTANT};
use super::Ladder;
use crate::ticket::Kind;

/// Group and agent of one ticket.
#[derive(Debug, Clone)]
pub struct Holder {
    group: u32,
    agent: u32,
    /// Whether an agent decided the level when it was last told, and which agent, or which group.
    decided: (bool, u32),
    /// The instant of assignments whose level was not told yet.
    changed: i64,
}

impl Holder {
    /// A ticket that nobody holds.
    pub const NOBODY: Self =
        Self { group: NO_CODE, agent: NO_CODE, decided: (false, NO_CODE), changed: NO_INSTANT };

    /// Notes an assignment, and tells the instant and level that those of an earlier instant brought.
    pub fn assign(&mut self, ladder: Ladder<'_>, at: i64, kind: Kind, value: u32) -> Option<(i64, u8)> {
        let before = if at == self.changed { None } else { self.settle(ladder) };
        match kind {
            Kind::AssignedAgent => self.agent = value,
            Kind::AssignedGroup if value != NO_CODE => self.group = value,
            _ => return before,
        }
        self.changed = at;
        before
    }

    /// Tells the instant and level that the last assignments brought, once. Nothing where somebody of no known level holds
    /// the ticket, or where who decides the level did not change.
    pub fn settle(&mut self, ladder: Ladder<'_>) -> Option<(i64, u8)> {
        let at = std::mem::replace(&mut self.changed, NO_INSTANT);
        if at == NO_INSTANT {
            return None;
        }
        let by_agent = ladder.agent(self.agent) > 0;
        let decides = (by_agent, if by_agent { self.agent } else { self.group });
        if std::mem::replace(&mut self.decided, decides) == decides {
            return None;
        }
        let level = ladder.level_at(self.group, self.agent);
        (level > 0).then_some((at, level))
    }
}
