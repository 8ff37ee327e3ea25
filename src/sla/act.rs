//! What happens to a ticket, as its clocks see it.

use super::clock::{ByClock, Clock};

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The requester, or anybody on their side.
    Customer,
    /// An agent, or anybody inside.
    Agent,
    /// Nobody in particular.
    System,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The ticket was created, in this status.
    Created(Party, StatusId),
    /// A public message.
    Message(Party),
    /// An agent's internal note.
    Note,
    /// Something that answers the first response alone, as a source states it.
    FirstResponse,
    /// An agent's contact that is no first response, as a source states it.
    AgentContact,
    /// Another status.
    Status(StatusId),
    /// A solve that the source states without a status of its own.
    Solved,
    /// Other targets apply, by their place in the list, or none.
    Targets(Option<usize>),
    /// Somebody says by hand when a clock under way is due. No pause and no change of targets moves that.
    Due(Clock, i64),
    /// The ticket is gone: merged, deleted or spam.
    Gone,
}

/// A status by its place in the list of [`StatusRule`]s.
pub type StatusId = u32;

/// An act and its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: i64,
    /// What.
    pub act: Act,
}

/// What a status means to the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusRule {
    /// The ticket is solved.
    pub solved: bool,
    /// The clocks that it pauses.
    pub pauses: ByClock<bool>,
}

impl StatusRule {
    /// Whether it pauses a clock.
    pub fn paused(&self, clock: Clock) -> bool {
        self.pauses[clock as usize]
    }

    /// A status that pauses all clocks, or none.
    pub fn new(solved: bool, pauses: bool) -> Self {
        Self { solved, pauses: [pauses; super::clock::CLOCKS] }
    }
}
