//! The text dimensions every ticket has.

/// A text attribute of a ticket that reports group and filter by. Custom dimensions stand beside these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Dimension {
    /// How the ticket came in: email, chat, phone …
    Channel,
    /// Urgency, in the source's words.
    Priority,
    /// The customer's plan: vip, standard, basic or any other.
    Tier,
    /// Issue type.
    Type,
    /// The team that holds the ticket.
    Group,
    /// The agent who holds the ticket.
    Assignee,
    /// The person who asked.
    Requester,
    /// The account the requester belongs to.
    Customer,
    /// Status, in the source's words.
    Status,
    /// Language of the conversation.
    Language,
}

impl Dimension {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// All of them, in column order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Channel,
        Self::Priority,
        Self::Tier,
        Self::Type,
        Self::Group,
        Self::Assignee,
        Self::Requester,
        Self::Customer,
        Self::Status,
        Self::Language,
    ];

    /// The name used in mappings and questions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Priority => "priority",
            Self::Tier => "tier",
            Self::Type => "type",
            Self::Group => "group",
            Self::Assignee => "assignee",
            Self::Requester => "requester",
            Self::Customer => "customer",
            Self::Status => "status",
            Self::Language => "language",
        }
    }

    /// The dimension called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    /// Its column number.
    pub const fn index(self) -> usize {
        self as usize
    }
}
