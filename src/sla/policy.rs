//! Policies as written: for which tickets, which targets, in whose hours.

use super::clock::{ByClock, Clock};
use super::target::Amount;
use crate::calendar::DayRule;
use crate::settings::{Condition, Length, Reader, Value, Written, decimal};

/// A policy. The first one whose conditions a ticket meets applies.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Its name in answers.
    pub id: String,
    /// What a ticket must be like.
    pub conditions: Vec<Condition>,
    /// From when on it is in force, in epoch milliseconds; it reaches a ticket there was before at its next event.
    pub since: Option<f64>,
    /// Until when it is in force.
    pub until: Option<f64>,
    /// The calendar of targets that name none; real time where there is none either.
    pub calendar: Option<String>,
    /// The targets of each clock, by priority.
    pub targets: ByClock<Vec<Goal>>,
}

/// A target for one priority, or for all that have none of their own.
#[derive(Debug, Clone)]
pub struct Goal {
    /// The priority's word; none means every other.
    pub priority: Option<String>,
    /// How much time.
    pub amount: Amount,
    /// The custom field that states when it is due, of [`Amount::Stated`].
    pub due: Option<String>,
    /// In whose hours.
    pub hours: GoalHours,
    /// When to warn.
    pub warnings: Vec<Warning>,
}

/// In whose hours a target counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoalHours {
    /// Those of the policy.
    Policy,
    /// Real time.
    Calendar,
    /// Those of a calendar.
    Of(String),
}

/// A level before the due instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Warning {
    /// When this share of the target is used.
    Used(f64),
    /// This long before, in the target's hours.
    Before(i64),
}

impl Warning {
    /// A clock that has no level of its own warns when three quarters of its target are used.
    pub const USUAL: Self = Self::Used(0.75);

    /// How long before the due instant a target of a length comes to this level.
    pub fn before(self, length: i64) -> i64 {
        match self {
            Self::Before(time) => time,
            Self::Used(share) => (length as f64 * (1.0 - share)).round() as i64,
        }
    }
}

impl Policy {
    /// Whether it is ever not in force.
    pub fn is_dated(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// From when until when it is in force.
    pub fn span(&self) -> (f64, f64) {
        (self.since.unwrap_or(f64::NEG_INFINITY), self.until.unwrap_or(f64::INFINITY))
    }
}

impl Written for Policy {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["id", "where", "since", "until", "calendar", "targets"]);
        let targets = from.at("targets");
        let names: Vec<&str> = Clock::ALL.iter().map(|clock| clock.name()).collect();
        targets.only(&names);
        Self {
            id: from.get("id"),
            conditions: Condition::all(&from.at("where")),
            since: from.get("since"),
            until: from.get("until"),
            calendar: from.get("calendar"),
            targets: Clock::ALL.map(|clock| goals(&targets.at(clock.name()))),
        }
    }
}

/// Goals: one for all, or one a priority under `byPriority`.
fn goals(from: &Reader<'_>) -> Vec<Goal> {
    let by_priority = from.at("byPriority");
    if *by_priority.value() == Value::Nothing {
        let goal: Option<Goal> = from.read();
        return goal.into_iter().collect();
    }
    from.only(&["byPriority"]);
    let named = |(word, goal): (String, Goal)| Goal { priority: (word != "*").then_some(word), ..goal };
    by_priority.entries().into_iter().map(named).collect()
}

impl Written for Goal {
    fn read(from: &Reader<'_>) -> Self {
        let plain = |amount| Self {
            priority: None,
            amount,
            due: None,
            hours: GoalHours::Policy,
            warnings: Vec::new(),
        };
        let Value::Object(_) = from.value() else {
            let Length(time) = from.read();
            return plain(Amount::Time(time));
        };
        from.only(&["time", "days", "endOfDay", "due", "calendar", "warnings"]);
        let due: Option<String> = from.get("due");
        let days: Option<f64> = from.get("days");
        let amount = match days {
            Some(days) if (0.0..=3_660.0).contains(&days) && days.trunc() == days => {
                let end: Option<bool> = from.get("endOfDay");
                let rule = if end == Some(true) { DayRule::EndOfDay } else { DayRule::KeepTime };
                Amount::Days(days as i64, rule)
            }
            Some(_) => {
                from.at("days").refuse("a whole number of working days from 0 to 3660");
                Amount::Time(0)
            }
            None if due.is_some() => Amount::Stated,
            None => {
                let Length(time) = from.get("time");
                Amount::Time(time)
            }
        };
        let calendar = from.at("calendar");
        let hours = match calendar.value() {
            Value::Nothing => GoalHours::Policy,
            Value::Bool(false) => GoalHours::Calendar,
            _ => GoalHours::Of(calendar.read()),
        };
        Self { hours, due, warnings: from.get("warnings"), ..plain(amount) }
    }
}

impl Written for Warning {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Text(text) = from.value()
            && let Some(percent) = text.strip_suffix('%')
        {
            let share = decimal(percent).filter(|share| (0.0..=100.0).contains(share));
            if share.is_none() {
                from.refuse("a share of the target from \"0%\" to \"100%\"");
            }
            return Self::Used(share.unwrap_or(0.0) / 100.0);
        }
        let Length(before) = from.read();
        Self::Before(before)
    }
}
