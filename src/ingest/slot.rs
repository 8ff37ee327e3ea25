//! The places a source's values go to.

use crate::store::Stated;
use crate::ticket::Dimension;

/// A place in a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketSlot {
    /// The id.
    Id,
    /// When it was opened.
    Created,
    /// A text dimension.
    Word(Dimension),
    /// The support level.
    Level,
    /// One of its tags.
    Tag,
    /// Whether it is a test.
    Test,
    /// A fact the source states itself.
    Stated(Stated),
    /// A CSAT score on the ticket itself.
    Csat,
    /// A custom text dimension, by its number in the store.
    Text(usize),
    /// A custom number, by its number in the store.
    Number(usize),
}

impl TicketSlot {
    /// The name used in the native format and in mappings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Created => "created_at",
            Self::Word(dimension) => dimension.name(),
            Self::Level => "level",
            Self::Tag => "tags",
            Self::Test => "test",
            Self::Stated(Stated::FirstResponse) => "first_response_at",
            Self::Stated(Stated::Resolved) => "resolved_at",
            Self::Stated(Stated::Closed) => "closed_at",
            Self::Csat => "csat",
            Self::Text(_) | Self::Number(_) => "fields",
        }
    }

    /// The slot called `name`; custom dimensions have names of their own.
    pub fn from_name(name: &str) -> Option<Self> {
        const OTHERS: [TicketSlot; 9] = [
            TicketSlot::Id,
            TicketSlot::Created,
            TicketSlot::Level,
            TicketSlot::Tag,
            TicketSlot::Test,
            TicketSlot::Stated(Stated::FirstResponse),
            TicketSlot::Stated(Stated::Resolved),
            TicketSlot::Stated(Stated::Closed),
            TicketSlot::Csat,
        ];
        OTHERS
            .into_iter()
            .find(|slot| slot.name() == name)
            .or_else(|| Dimension::from_name(name).map(Self::Word))
    }
}

/// A place in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum EventSlot {
    /// When it happened.
    At,
    /// The source's own number of the event.
    Seq,
    /// The source's own id of the event.
    Id,
    /// What happened.
    Kind,
    /// Agent, customer or bot.
    Role,
    /// Who did it.
    Actor,
    /// The new status or priority, or the level or group escalated to.
    To,
    /// The level escalated from.
    From,
    /// The agent assigned.
    Agent,
    /// The group assigned.
    Group,
    /// The sense of an escalation.
    Sense,
    /// The reason of an escalation.
    Reason,
    /// The ticket merged into.
    Into,
    /// Which survey was answered.
    Survey,
    /// The score given.
    Score,
    /// The largest score possible.
    Scale,
    /// Seconds worked.
    Seconds,
    /// The tag added.
    Tag,
    /// The field set, or the policy applied.
    Name,
    /// The field's new value.
    Value,
}

impl EventSlot {
    /// All of them, in the order of the native format's documentation.
    pub const ALL: [Self; 20] = [
        Self::At,
        Self::Seq,
        Self::Id,
        Self::Kind,
        Self::Role,
        Self::Actor,
        Self::To,
        Self::From,
        Self::Agent,
        Self::Group,
        Self::Sense,
        Self::Reason,
        Self::Into,
        Self::Survey,
        Self::Score,
        Self::Scale,
        Self::Seconds,
        Self::Tag,
        Self::Name,
        Self::Value,
    ];

    /// The name used in the native format and in mappings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::At => "at",
            Self::Seq => "seq",
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Role => "role",
            Self::Actor => "actor",
            Self::To => "to",
            Self::From => "from",
            Self::Agent => "agent",
            Self::Group => "group",
            Self::Sense => "sense",
            Self::Reason => "reason",
            Self::Into => "into",
            Self::Survey => "survey",
            Self::Score => "score",
            Self::Scale => "scale",
            Self::Seconds => "seconds",
            Self::Tag => "tag",
            Self::Name => "name",
            Self::Value => "value",
        }
    }

    /// The slot called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.name() == name)
    }
}
