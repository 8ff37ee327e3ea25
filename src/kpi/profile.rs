//! Named sets of definition switches: how another product counts.

use super::switch::{Switch, Switches};
use crate::error::DeskError;
use crate::label::shown;

/// Whose definitions apply. The same name also sets the clock rules of service-level policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Our own, strict: people's answers only, every exclusion counted.
    #[default]
    Deskgauge,
    /// As Zendesk's native duration metrics and Explore count.
    Zendesk,
    /// As Freshdesk Analytics counts.
    Freshdesk,
    /// As the usual SLAs of Jira Service Management count.
    Jira,
    /// As Salesforce reports on cases.
    Salesforce,
    /// As ServiceNow counts incidents.
    Servicenow,
    /// As Zammad keeps response, update and solution times.
    Zammad,
    /// As Chatwoot's reports count.
    Chatwoot,
    /// As Intercom's reports count.
    Intercom,
}

/// A profile's row.
struct Row {
    profile: Profile,
    name: &'static str,
    switches: &'static [Switch],
}

use Switch as S;

const ROWS: [Row; 9] = [
    Row { profile: Profile::Deskgauge, name: "deskgauge", switches: &[] },
    Row {
        profile: Profile::Zendesk,
        name: "zendesk",
        switches: &[S::Outbound, S::SecondReply, S::KeepsResolution, S::FewReplies],
    },
    Row {
        profile: Profile::Freshdesk,
        name: "freshdesk",
        switches: &[S::Outbound, S::AssignedOnly, S::OneReply],
    },
    Row {
        profile: Profile::Jira,
        name: "jira",
        switches: &[S::Outbound, S::SolveAnswers, S::LastCycle, S::LessWaiting],
    },
    Row { profile: Profile::Salesforce, name: "salesforce", switches: &[S::Outbound, S::ClosedOnly] },
    Row {
        profile: Profile::Servicenow,
        name: "servicenow",
        switches: &[S::Outbound, S::SolveAnswers, S::WorkAnswers],
    },
    Row {
        profile: Profile::Zammad,
        name: "zammad",
        switches: &[
            S::Outbound,
            S::FirstEnd,
            S::LessWaiting,
            S::LongestWait,
            S::WholeMinutes,
            S::BusinessHours,
        ],
    },
    Row {
        profile: Profile::Chatwoot,
        name: "chatwoot",
        switches: &[S::Outbound, S::FromBot, S::EveryResolution, S::EverySolve],
    },
    Row {
        profile: Profile::Intercom,
        name: "intercom",
        switches: &[
            S::Outbound,
            S::FromCustomer,
            S::ByCreation,
            S::KeepsResolution,
            S::EverySolve,
            S::OneTeammate,
            S::Median,
        ],
    },
];

impl Profile {
    /// All profiles.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.profile)
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The name used in questions.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it counts otherwise than we do.
    pub fn switches(self) -> Switches {
        Switches::of(self.row().switches)
    }

    /// Whether the profile of a question, where it names one, counts business hours unasked.
    pub fn counts_hours(name: Option<&str>) -> bool {
        let named = name.and_then(|name| Self::from_name(name).ok());
        named.is_some_and(|profile| profile.switches().has(Switch::BusinessHours))
    }

    /// The profile called `name`.
    pub fn from_name(name: &str) -> Result<Self, DeskError> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.profile).ok_or_else(|| {
            let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
            let message = ["no profile is called ", &shown(name), "; there are ", &names.join(", ")].concat();
            DeskError::new("unknown-profile", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_profiles() {
        for (at, row) in ROWS.iter().enumerate() {
            assert_eq!(row.profile as usize, at, "{}", row.name);
        }
    }
}
