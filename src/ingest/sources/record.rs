//! What readers take down of a payload: facts of tickets and things that happened to them, in a form all vendors share.

use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

/// Something that happened to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// The vendor's number of the event; a repeat has the same.
    pub key: i64,
    /// Which of the records that one event of the vendor stands for.
    pub part: u8,
    /// Of two records with the same key and part the one with the higher rank is believed.
    pub rank: u8,
    pub what: What,
    /// Who did it, where the payload itself says so; else it follows from who `actor` is.
    pub role: Role,
    pub at: i64,
    /// Orders records of one instant.
    pub order: i64,
    /// Code of a person.
    pub actor: u32,
    /// Code of a word, person or group, or a number, as `what` says.
    pub value: u32,
    /// The value before a change, where it is told.
    pub before: u32,
}

impl Record {
    /// A record by nobody in particular, without a value.
    pub fn new(key: i64, what: What, at: i64) -> Self {
        Self {
            key,
            part: 0,
            rank: 0,
            what,
            role: Role::Unknown,
            at,
            order: key,
            actor: NO_CODE,
            value: NO_CODE,
            before: NO_CODE,
        }
    }
}

/// What a record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum What {
    Created,
    /// A message that the customer sees.
    Public,
    /// A message that only the desk sees.
    Private,
    /// Of a word.
    Status,
    /// Of a word.
    Priority,
    /// Of a group.
    Group,
    /// Of a person.
    Agent,
    /// The ticket is put on hold or taken off, where that is no status; the word says which.
    Hold,
    /// Of customer satisfaction: the score is `value`, the largest possible one `before`.
    Survey,
    /// The seconds are `value`.
    Work,
    Spam,
    Deleted,
    Restored,
    Merged,
    /// A deadline passed; of which clock is the word.
    Breach,
    /// A service-level policy was applied, whose name is the word.
    Policy,
    /// A tag came, the word `value`, or went, the word `before`.
    Tag,
    /// Like a survey, of how likely the customer is to recommend.
    Nps,
    /// Like a survey, of the customer's effort.
    Ces,
    /// Of the group that stands in where a ticket never has one of its own.
    Home,
    /// What another record tells better.
    Nothing,
}

impl What {
    /// All of them, by their numbers.
    pub const ALL: [Self; 20] = [
        Self::Created,
        Self::Public,
        Self::Private,
        Self::Status,
        Self::Priority,
        Self::Group,
        Self::Agent,
        Self::Hold,
        Self::Survey,
        Self::Work,
        Self::Spam,
        Self::Deleted,
        Self::Restored,
        Self::Merged,
        Self::Breach,
        Self::Policy,
        Self::Tag,
        Self::Nps,
        Self::Ces,
        Self::Home,
    ];
}

/// Vendors write the message that opens a ticket a moment after the ticket; the longest such moment, in milliseconds.
pub(super) const OPENING: i64 = 2_000;

/// A fact of a ticket. The dimensions come first, by their numbers.
pub(super) type Slot = u8;

pub(super) const CREATED: Slot = 10;
/// A person: who opened the ticket, where that need not be the requester.
pub(super) const SUBMITTER: Slot = 11;
/// Instants that the vendor computed; they count as long as no history has come.
pub(super) const FIRST_RESPONSE: Slot = 12;
pub(super) const RESOLVED: Slot = 13;
pub(super) const CLOSED: Slot = 14;
/// A word; a ticket may have several.
pub(super) const TAG: Slot = 15;
/// That a history of the ticket has come.
pub(super) const HISTORY: Slot = 16;
/// Why the ticket does not count, as the number of the `What`.
pub(super) const GONE: Slot = 17;
/// What the customer says of it, out of five.
pub(super) const SCORE: Slot = 18;
/// The word the ticket is known by to people, where that is not its id.
pub(super) const NUMBER: Slot = 19;
/// The number of a ticket, of something with events of its own that belongs to it; there may be several.
pub(super) const BELONGS: Slot = 20;
/// A group, which stands in where a ticket never has one of its own.
pub(super) const HOME: Slot = 21;
/// Custom fields, from here on.
pub(super) const CUSTOM: Slot = 32;

/// The slot of a dimension.
pub(super) const fn of(dimension: Dimension) -> Slot {
    dimension as Slot
}
