//! Opening hours: when a desk works, and how much of its time lies between two instants.
//!
//! A [`Schedule`] is what people write: weekly hours, holidays, breaks and the hours of single dates, in a time zone. A
//! [`Calendar`] is a schedule, round the clock, or several of these intersected or united. It is read as a stream of
//! half-open segments of open time; elapsed time and deadlines are two walks along it. [`Prepared`] is a table of the
//! segments of one range, for many questions.
//!
//! ```
//! use deskgauge::calendar::{Calendar, Rules, Schedule};
//! use deskgauge::settings::{Value, read};
//! use deskgauge::time::{HOUR, Zones};
//!
//! let written: Value = serde_json::from_str(r#"{ "weekly": { "mon": [["09:00", "17:00"]] }, "holidays": ["1970-01-12"] }"#)?;
//! let calendar = Calendar::of(Schedule::read(&written, &Zones::default(), Rules::default())?);
//! // 1970-01-05 and 1970-01-19 are the Mondays around the holiday.
//! let monday = 4 * 24 * HOUR;
//! assert_eq!(calendar.elapsed(monday, monday + 10 * HOUR)?, HOUR);
//! assert_eq!(calendar.deadline(monday + 16 * HOUR, 2 * HOUR)?, monday + (14 * 24 + 10) * HOUR);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Easy to get wrong: open time is counted in real seconds between the instants that wall clocks show, so a night on
//! which the clocks change is an hour longer or shorter. The closing instant is not open.

mod business;
mod days;
mod hours;
mod local_day;
mod prepared;
mod query;
mod rules;
mod schedule;
mod spans;
mod walk;

pub use business::{BusinessHours, Counting};
pub(crate) use hours::{WEEKDAYS, time_of_day};
pub use prepared::Prepared;
pub use rules::{DayRule, Gap, NoHours, Rules};
pub use schedule::{Break, Schedule};
pub use spans::{Span, Spans};
pub use walk::Calendar;
