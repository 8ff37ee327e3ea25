//! From a date as the source writes it to an instant.

use super::fault::Fault;
use crate::label::shown;
use crate::time::parse::{DateFormat, Parsed};
use crate::time::{DAY, Zone};

/// Reads dates in a format; those that name no offset are read in a zone.
#[derive(Debug, Clone)]
pub struct Instants {
    format: DateFormat,
    zone: Zone,
}

impl Instants {
    /// A reader of `format` in `zone`.
    pub fn new(format: DateFormat, zone: Zone) -> Self {
        Self { format, zone }
    }

    /// The same zone with another format.
    #[must_use]
    pub fn with_format(&self, format: DateFormat) -> Self {
        Self { format, ..self.clone() }
    }

    /// Whether dates are written as ISO 8601.
    pub fn reads_iso(&self) -> bool {
        matches!(self.format, DateFormat::Iso)
    }

    /// The instant of a date.
    pub fn read(&self, text: &str) -> Result<i64, Fault> {
        let parsed = self.format.read(text.as_bytes()).ok_or_else(|| not_a_date(text))?;
        self.place(parsed)
    }

    /// The instant of a number: epoch seconds where the format says so, else epoch milliseconds.
    pub fn number(&self, value: f64) -> Result<i64, Fault> {
        const FURTHEST: f64 = 1e6 * 366.0 * DAY as f64;
        match self.format.read_number(value) {
            Some(parsed) if value.abs() <= FURTHEST => self.place(parsed),
            _ => Err(Fault::new("date-range", "an instant lies between the years 1 and 9999")),
        }
    }

    fn place(&self, parsed: Parsed) -> Result<i64, Fault> {
        match parsed.utc_ms() {
            Some(at) => Ok(at),
            None => {
                self.zone.to_utc(parsed.local_ms).map_err(|error| Fault::new(error.code(), error.message()))
            }
        }
    }
}

fn not_a_date(text: &str) -> Fault {
    Fault::new(
        "not-a-date",
        ["found ", &shown(text), " where a date in the format of the mapping was expected"].concat(),
    )
}
