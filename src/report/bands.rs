//! Bands of durations, and durations given in seconds.

use crate::time::{DAY, HOUR};

/// A length in seconds from JavaScript as milliseconds; `None` when it is negative, too long or no number.
pub(super) fn duration_seconds(seconds: f64) -> Option<i64> {
    (0.0..=1e12).contains(&seconds).then_some((seconds * 1_000.0) as i64)
}

/// The bands in which response and resolution times are grouped, by their upper ends.
const BANDS: [(i64, &str); 6] = [
    (HOUR, "0–1 h"),
    (4 * HOUR, "1–4 h"),
    (8 * HOUR, "4–8 h"),
    (DAY, "8–24 h"),
    (7 * DAY, "1–7 d"),
    (i64::MAX, "7+ d"),
];

/// The number of a duration's band.
pub(super) fn band(length: i64) -> usize {
    BANDS.iter().position(|&(end, _)| length < end).unwrap_or(BANDS.len() - 1)
}

/// The names of the bands, shortest first.
pub(super) fn band_names() -> impl Iterator<Item = &'static str> {
    BANDS.iter().map(|&(_, name)| name)
}
