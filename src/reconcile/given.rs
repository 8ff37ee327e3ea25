//! The other side's values, brought to tickets of the desk and to one unit.

use super::question::Theirs;
use crate::error::DeskError;
use crate::ingest::{Sources, TicketValues, ticket_values};
use crate::kpi::{Spec, Unit, definition};
use crate::sort::{order_by, sort_all};
use crate::store::{Bitset, Store};
use crate::time::{HOUR, MINUTE, SECOND};

/// An instant that nobody told.
pub(super) const NO_VERSION: i64 = i64::MIN;

/// Values of chosen tickets, one a ticket, in the order of the desk.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub rows: Vec<u32>,
    /// Milliseconds or counts; NaN where the other side has none.
    pub values: Vec<f64>,
    /// As of when each is; [`NO_VERSION`] where nobody says.
    pub versions: Vec<i64>,
    /// Values are whole multiples of this.
    pub grain: f64,
    /// Tickets the other side lists.
    pub listed: usize,
    /// Those the desk does not have.
    pub unknown: Vec<String>,
    /// Those that were not asked about.
    pub beyond: usize,
    /// Values that are no numbers.
    pub unreadable: usize,
}

/// No value is further from nothing than this.
const FURTHEST: f64 = 1e15;

impl Given {
    /// Reads them.
    pub fn new(
        theirs: &Theirs,
        sources: &Sources,
        (store, chosen): (&Store, &Bitset),
        spec: &Spec,
    ) -> Result<Self, DeskError> {
        let mut given = Self::default();
        let listed: Vec<(String, f64, i64)> = match &theirs.source {
            Some(source) => {
                let business = spec.counting != crate::calendar::Counting::Calendar;
                let own = sources.own(source, spec.metric.id(), theirs.named.as_deref(), business)?;
                given.grain = own.grain as f64;
                let value =
                    |own: crate::ingest::OwnValue| (own.ticket, own.value.unwrap_or(f64::NAN), own.version);
                own.values.into_iter().map(value).collect()
            }
            None => given.written(theirs, spec)?,
        };
        given.place(listed, store, chosen);
        Ok(given)
    }

    /// Values as they were given.
    fn written(&mut self, theirs: &Theirs, spec: &Spec) -> Result<Vec<(String, f64, i64)>, DeskError> {
        let unit = unit(theirs, spec)?;
        let mut values = theirs.values.clone();
        if let Some(csv) = &theirs.csv {
            let read: TicketValues =
                ticket_values(csv.as_bytes(), theirs.ticket.as_deref(), theirs.value.as_deref())
                    .map_err(|error| error.within("theirs"))?;
            self.unreadable += read.unreadable;
            values.extend(read.values);
        }
        let is_taken = |value: f64| value.is_nan() || (value * unit).abs() <= FURTHEST;
        self.unreadable += values.iter().filter(|&&(_, value)| !is_taken(value)).count();
        self.grain = grain(values.iter().map(|&(_, value)| value).filter(|value| value.is_finite()), unit);
        let scaled = |(ticket, value): (String, f64)| {
            let value = if is_taken(value) { value * unit } else { f64::NAN };
            (ticket, value, NO_VERSION)
        };
        Ok(values.into_iter().map(scaled).collect())
    }

    /// Finds the tickets of the desk; of several values of one ticket the last counts.
    fn place(&mut self, listed: Vec<(String, f64, i64)>, store: &Store, chosen: &Bitset) {
        let ids = store.tickets().ids();
        let mut found: Vec<(u32, usize)> = Vec::new();
        let mut unknown: Vec<&str> = Vec::new();
        for (place, (ticket, ..)) in listed.iter().enumerate() {
            match ids.row(ticket) {
                Some(row) => found.push((row, place)),
                None => unknown.push(ticket),
            }
        }
        sort_all(&mut unknown, &mut |a, b| a.cmp(b));
        unknown.dedup();
        self.unknown = unknown.into_iter().map(str::to_string).collect();
        let order = order_by(found.len(), &|at| u64::from(found[at].0) << 32 | found[at].1 as u64);
        let mut last = None;
        for &at in order.iter().rev() {
            let (row, place) = found[at as usize];
            if last == Some(row) {
                continue;
            }
            last = Some(row);
            self.listed += 1;
            if !chosen.contains(row as usize) {
                self.beyond += 1;
                continue;
            }
            self.rows.push(row);
            self.values.push(listed[place].1);
            self.versions.push(listed[place].2);
        }
        self.listed += self.unknown.len();
        self.rows.reverse();
        self.values.reverse();
        self.versions.reverse();
    }
}

fn unit(theirs: &Theirs, spec: &Spec) -> Result<f64, DeskError> {
    let is_time = definition(spec.metric).unit == Unit::Seconds;
    Ok(match (theirs.unit.as_deref(), is_time) {
        (None | Some("count"), false) => 1.0,
        (Some("ms"), true) => 1.0,
        (Some("seconds"), true) => SECOND as f64,
        (Some("minutes"), true) => MINUTE as f64,
        (Some("hours"), true) => HOUR as f64,
        (None, true) => {
            let message = "say what theirs are in: ms, seconds, minutes or hours";
            return Err(DeskError::new("missing-unit", message).at("theirs.unit"));
        }
        (Some(_), _) => {
            let message = if is_time {
                "expected ms, seconds, minutes or hours"
            } else {
                "this metric is a count and has no unit"
            };
            return Err(DeskError::new("unknown-option", message).at("theirs.unit"));
        }
    })
}

/// What values written with so many decimals are multiples of.
fn grain(values: impl Iterator<Item = f64>, unit: f64) -> f64 {
    const MOST_DECIMALS: usize = 6;
    let mut decimals = 0;
    let mut scale = 1.0;
    for value in values {
        while decimals < MOST_DECIMALS {
            let scaled = value * scale;
            if (scaled - scaled.round()).abs() <= 1e-9 * scaled.abs().max(1.0) {
                break;
            }
            decimals += 1;
            scale *= 10.0;
        }
    }
    (unit / scale).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_tell_what_values_are_multiples_of() {
        let minutes = |values: &[f64]| grain(values.iter().copied(), MINUTE as f64);
        assert_eq!(minutes(&[30.0, 1_050.0]), 60_000.0);
        assert_eq!(minutes(&[30.0, 959.5]), 6_000.0);
        assert_eq!(minutes(&[959.46, 689.46, 3.0]), 600.0);
        assert_eq!(minutes(&[1.0 / 3.0]), 1.0, "a millisecond is the finest");
        assert_eq!(grain([0.1, 0.2].into_iter(), 1.0), 1.0);
    }
}
