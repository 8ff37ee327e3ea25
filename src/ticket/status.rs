//! What a status word means.

/// The meaning of a status. Every source word maps to one; the word itself is kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum StatusClass {
    /// Nobody has taken it up yet.
    New,
    /// An agent is on it.
    Open,
    /// Waiting for the customer.
    Pending,
    /// Waiting for a third party.
    OnHold,
    /// Answered; the customer may reopen it.
    Solved,
    /// Finished for good.
    Closed,
}

impl StatusClass {
    /// All classes, in order of a ticket's usual life.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Open, Self::Pending, Self::OnHold, Self::Solved, Self::Closed];

    /// The name used in mappings and questions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::OnHold => "on_hold",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// The class called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Solved or closed: no longer in the backlog.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }

    /// The class of a word no mapping names, judged by the usual words of helpdesks; `None` when it is none of them.
    pub fn guess(word: &str) -> Option<Self> {
        const WORDS: [(&str, StatusClass); 48] = [
            ("new", StatusClass::New),
            ("unassigned", StatusClass::New),
            ("queued", StatusClass::New),
            ("bot", StatusClass::New),
            ("submitted", StatusClass::New),
            ("open", StatusClass::Open),
            ("reopened", StatusClass::Open),
            ("active", StatusClass::Open),
            ("assigned", StatusClass::Open),
            ("accepted", StatusClass::Open),
            ("in progress", StatusClass::Open),
            ("in_progress", StatusClass::Open),
            ("in-progress", StatusClass::Open),
            ("work in progress", StatusClass::Open),
            ("waiting on us", StatusClass::Open),
            ("pending", StatusClass::Pending),
            ("pending reminder", StatusClass::Pending),
            ("pending close", StatusClass::Pending),
            ("replied", StatusClass::Pending),
            ("snoozed", StatusClass::Pending),
            ("waiting for customer", StatusClass::Pending),
            ("waiting on customer", StatusClass::Pending),
            ("waiting_on_customer", StatusClass::Pending),
            ("waiting on contact", StatusClass::Pending),
            ("awaiting user info", StatusClass::Pending),
            ("awaiting caller", StatusClass::Pending),
            ("hold", StatusClass::OnHold),
            ("on_hold", StatusClass::OnHold),
            ("on hold", StatusClass::OnHold),
            ("on-hold", StatusClass::OnHold),
            ("stalled", StatusClass::OnHold),
            ("waiting on third party", StatusClass::OnHold),
            ("awaiting vendor", StatusClass::OnHold),
            ("awaiting problem", StatusClass::OnHold),
            ("awaiting evidence", StatusClass::OnHold),
            ("awaiting change", StatusClass::OnHold),
            ("solved", StatusClass::Solved),
            ("resolved", StatusClass::Solved),
            ("completed", StatusClass::Solved),
            ("done", StatusClass::Solved),
            ("closed", StatusClass::Closed),
            ("rejected", StatusClass::Closed),
            ("deleted", StatusClass::Closed),
            ("duplicate", StatusClass::Closed),
            ("merged", StatusClass::Closed),
            ("removed", StatusClass::Closed),
            ("cancelled", StatusClass::Closed),
            ("canceled", StatusClass::Closed),
        ];
        WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|&(_, class)| class)
    }
}
