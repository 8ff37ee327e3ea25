//! Where a ticket stands with respect to a metric.

/// A ticket has a value, is still running, or is left out for one named reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum State {
    /// It has a value.
    Value,
    /// It may still get a value: censored at the report's instant.
    Running,
    /// Merged into another ticket.
    Merged,
    /// Marked as spam.
    Spam,
    /// Deleted.
    Deleted,
    /// A test ticket.
    Test,
    /// Opened by an agent.
    Outbound,
    /// Its end lies before its start.
    Negative,
    /// It is solved, but nobody recorded when.
    NoTime,
    /// Solved without a public agent reply.
    NoReply,
    /// Solved without being acknowledged.
    NotAcknowledged,
    /// Solved without being escalated.
    NotEscalated,
    /// Solved without the event the metric counts from.
    NoCase,
    /// Not solved, where only solved tickets count.
    NotSolved,
    /// The customer did not answer the survey.
    NoAnswer,
    /// The field is empty.
    NoValue,
    /// Nobody touched it.
    NotTouched,
    /// It has no calendar to count by.
    NoCalendar,
    /// Neither an agent nor a group ever held it.
    NotAssigned,
}

impl State {
    /// How many there are.
    pub const COUNT: usize = 19;

    /// All states, in code order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Value,
        Self::Running,
        Self::Merged,
        Self::Spam,
        Self::Deleted,
        Self::Test,
        Self::Outbound,
        Self::Negative,
        Self::NoTime,
        Self::NoReply,
        Self::NotAcknowledged,
        Self::NotEscalated,
        Self::NoCase,
        Self::NotSolved,
        Self::NoAnswer,
        Self::NoValue,
        Self::NotTouched,
        Self::NoCalendar,
        Self::NotAssigned,
    ];

    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Running => "running",
            Self::Merged => "merged",
            Self::Spam => "spam",
            Self::Deleted => "deleted",
            Self::Test => "test",
            Self::Outbound => "outbound",
            Self::Negative => "negative",
            Self::NoTime => "no-time",
            Self::NoReply => "no-reply",
            Self::NotAcknowledged => "not-acknowledged",
            Self::NotEscalated => "not-escalated",
            Self::NoCase => "no-case",
            Self::NotSolved => "not-solved",
            Self::NoAnswer => "no-answer",
            Self::NoValue => "no-value",
            Self::NotTouched => "not-touched",
            Self::NoCalendar => "no-calendar",
            Self::NotAssigned => "not-assigned",
        }
    }
}
