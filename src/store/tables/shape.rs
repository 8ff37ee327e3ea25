//! What each table holds.

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableName {
    /// Customers (accounts): tier, revenue, churn.
    Customers,
    /// Agents: skills, languages, shifts, cost.
    Agents,
    /// Answers to surveys that belong to no ticket.
    Surveys,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A name, which a redacted snapshot leaves out.
    Name,
    /// A free text, which a redacted snapshot leaves out.
    Text,
    /// A word.
    Word,
    /// A number.
    Number,
    /// An instant.
    Instant,
    /// Several words.
    Words,
    /// Several words, each with a level.
    Levels,
    /// A word for each stretch of time.
    Periods,
    /// A number for each month.
    Months,
    /// Times of day by weekday, in milliseconds of the day; the word is the weekday.
    Hours,
    /// Stretches of time.
    Spans,
}

impl Shape {
    /// Whether a row may state several things.
    pub fn is_list(self) -> bool {
        !matches!(self, Self::Name | Self::Text | Self::Word | Self::Number | Self::Instant)
    }

    /// Whether what rows state comes together, by the beginning of each part, in place of the newest list alone.
    pub fn comes_together(self) -> bool {
        matches!(self, Self::Periods | Self::Months)
    }
}

impl TableName {
    /// All tables.
    pub const ALL: [Self; 3] = [Self::Customers, Self::Agents, Self::Surveys];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Agents => "agents",
            Self::Surveys => "surveys",
        }
    }

    /// The table called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Its columns beside the id. The first is the name, where rows have one.
    pub const fn columns(self) -> &'static [(&'static str, Shape)] {
        match self {
            Self::Customers => &[
                ("name", Shape::Name),
                ("tier", Shape::Periods),
                ("revenue", Shape::Months),
                ("currency", Shape::Word),
                ("started_at", Shape::Instant),
                ("churned_at", Shape::Instant),
            ],
            Self::Agents => &[
                ("name", Shape::Name),
                ("skills", Shape::Levels),
                ("languages", Shape::Words),
                ("groups", Shape::Words),
                ("calendar", Shape::Word),
                ("hours", Shape::Hours),
                ("shifts", Shape::Spans),
                ("time_zone", Shape::Word),
                ("cost", Shape::Number),
                ("cost_per", Shape::Word),
                ("currency", Shape::Word),
                ("capacity", Shape::Number),
            ],
            Self::Surveys => &[
                ("kind", Shape::Word),
                ("score", Shape::Number),
                ("scale", Shape::Number),
                ("at", Shape::Instant),
                ("customer", Shape::Name),
                ("requester", Shape::Name),
                ("agent", Shape::Name),
                ("channel", Shape::Word),
                ("comment", Shape::Text),
            ],
        }
    }

    /// The number of the column called `name`.
    pub fn column(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|(known, _)| *known == name)
    }
}
