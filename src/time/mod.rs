//! Instants, zones and the buckets of a calendar.
//!
//! An instant is an integer: milliseconds since 1970-01-01T00:00Z. The crate has no clock and no zone data; both are
//! arguments. A zone is a list of transitions that the page takes from the browser.
//!
//! ```
//! use deskgauge::time::{Bucket, Buckets, Zone};
//!
//! let utc = Zone::utc();
//! let weeks = Buckets::new(Bucket::Week, &utc, 1);
//! // 1970-01-01 was a Thursday; its week starts on Monday 1969-12-29.
//! assert_eq!(weeks.start(weeks.key(0)?)?, -3 * 86_400_000);
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```
//!
//! Easy to get wrong: a local day is not always 24 hours long. Add days to local dates, never to instants.

mod bucket;
mod civil;
mod fields;
mod instant;
pub mod parse;
mod pattern;
mod zone;

pub use bucket::{Bucket, Buckets};
pub use civil::{Date, date_of, day_of, month_key, month_start};
pub use instant::instant;
pub use zone::{Zone, ZoneReader, Zones};

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds of a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 3_600 * SECOND;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;
/// First instant accepted: the start of the year 1.
pub const EARLIEST: i64 = -719_162 * DAY;
/// Last instant accepted: the end of the year 9999.
pub const LATEST: i64 = 2_932_897 * DAY - 1;

/// Whether an instant is one that is accepted.
pub const fn is_accepted(at: i64) -> bool {
    EARLIEST <= at && at <= LATEST
}
