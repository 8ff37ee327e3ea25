//! Named sets of definition switches: how another product counts.

use crate::error::DeskError;

/// Whose definitions apply. Later the same name also sets the clock rules of service-level policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Our own, strict: people's answers only, every exclusion counted.
    #[default]
    Deskgauge,
    /// As Zendesk's native duration metrics and Explore count.
    Zendesk,
    /// As Chatwoot's reports count.
    Chatwoot,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 3] = [Self::Deskgauge, Self::Zendesk, Self::Chatwoot];

    /// The name used in questions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deskgauge => "deskgauge",
            Self::Zendesk => "zendesk",
            Self::Chatwoot => "chatwoot",
        }
    }

    /// The profile called `name`.
    pub fn from_name(name: &str) -> Result<Self, DeskError> {
        Self::ALL.into_iter().find(|profile| profile.name() == name).ok_or_else(|| {
            DeskError::new(
                "unknown-profile",
                format!("no profile is called \"{name}\"; there are deskgauge, zendesk and chatwoot"),
            )
        })
    }
}
