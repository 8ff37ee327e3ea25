//! In whose hours durations are counted.

use super::prepared::Prepared;
use crate::error::DeskError;

/// Calendars made ready, and which is whose.
#[derive(Debug, Default)]
pub struct BusinessHours {
    /// Calendars by name.
    pub calendars: Vec<(String, Prepared)>,
    /// The calendar of each ticket's policy, by its place in the list.
    pub of_ticket: Vec<Option<u32>>,
    /// The calendar of tickets without one of their own.
    pub usual: Option<u32>,
    /// The shifts in order: names and calendars of the list.
    pub shifts: Vec<(String, u32)>,
}

/// How a duration is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Counting {
    /// In real time.
    #[default]
    Calendar,
    /// In the open time of a calendar, by its place in the list.
    Of(u32),
    /// In that of the calendar of the ticket's policy, or the desk's.
    Business,
}

impl BusinessHours {
    /// The calendar of a name.
    pub fn named(&self, name: &str) -> Result<Counting, DeskError> {
        let place = self.calendars.iter().position(|(known, _)| known == name);
        place.map(|place| Counting::Of(place as u32)).ok_or_else(|| {
            let names: Vec<&str> = self.calendars.iter().map(|(known, _)| known.as_str()).collect();
            let there = if names.is_empty() { "none is configured".to_string() } else { names.join(", ") };
            let sentence = format!("no calendar is called \"{name}\"; there are {there}");
            DeskError::new("unknown-calendar", sentence)
        })
    }

    /// The calendar of a ticket: that of its policy, or the desk's.
    fn own(&self, row: usize) -> Option<u32> {
        self.of_ticket.get(row).copied().flatten().or(self.usual)
    }

    /// Whether a ticket's calendar was open at an instant; `None` where it has none.
    pub fn was_open(&self, row: usize, at: i64) -> Option<bool> {
        self.is_open(self.own(row)?, at)
    }

    /// The first shift that was at work at an instant.
    pub fn shift(&self, at: i64) -> Option<usize> {
        self.shifts.iter().position(|&(_, place)| self.is_open(place, at) == Some(true))
    }

    fn is_open(&self, place: u32, at: i64) -> Option<bool> {
        self.calendars.get(place as usize)?.1.is_open(at).ok()
    }

    /// Milliseconds from one instant to another as a ticket counts them; `None` where it has no calendar, or that does not
    /// know these years.
    pub fn elapsed(&self, counting: Counting, row: usize, from: i64, to: i64) -> Option<i64> {
        let place = match counting {
            Counting::Calendar => return Some(to.saturating_sub(from)),
            Counting::Of(place) => place,
            Counting::Business => self.own(row)?,
        };
        let (_, calendar) = self.calendars.get(place as usize)?;
        calendar.elapsed(from, to).ok()
    }
}
