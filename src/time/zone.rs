//! A time zone as a list of transitions, for the range of time the caller vouches for.

use super::{EARLIEST, LATEST};
use crate::error::DeskError;

/// Offsets of a zone between two instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    from: i64,
    until: i64,
    /// Instants at which the offset changes, ascending.
    starts: Vec<i64>,
    /// Milliseconds east of UTC: before the first transition, then from each on.
    offsets: Vec<i32>,
}

/// Nobody has ever been further from UTC than this.
const WIDEST_OFFSET: i32 = 26 * 3_600_000;

impl Zone {
    /// UTC, for all time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_string(), from: EARLIEST, until: LATEST, starts: Vec::new(), offsets: vec![0] }
    }

    /// A zone that is known from `from` up to `until`: `starts` are the transitions, ascending; `offsets` (milliseconds
    /// east of UTC) holds one more, the first being the offset before any transition.
    pub fn new(
        name: &str,
        from: i64,
        until: i64,
        starts: Vec<i64>,
        offsets: Vec<i32>,
    ) -> Result<Self, DeskError> {
        let bad =
            |what: &str| Err(DeskError::new("bad-zone", format!("the table of time zone \"{name}\" {what}")));
        if name.is_empty() {
            return bad("has no name");
        }
        if offsets.len() != starts.len() + 1 {
            return bad("must hold one offset more than transitions");
        }
        if !starts.windows(2).all(|pair| pair[0] < pair[1]) {
            return bad("must list its transitions in ascending order");
        }
        if offsets.iter().any(|offset| offset.unsigned_abs() > WIDEST_OFFSET.unsigned_abs()) {
            return bad("holds an offset of more than 26 hours");
        }
        if from >= until || from < EARLIEST || until > LATEST {
            return bad("must cover a range within the years 1 to 9999");
        }
        Ok(Self { name: name.to_string(), from, until, starts, offsets })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The range of instants it is known for: from, until.
    pub fn range(&self) -> (i64, i64) {
        (self.from, self.until)
    }

    /// Milliseconds east of UTC at an instant.
    pub fn offset(&self, at: i64) -> Result<i32, DeskError> {
        if at < self.from || at > self.until {
            return Err(self.out_of_range());
        }
        Ok(self.offsets[self.segment(at)])
    }

    /// The local time at an instant, as milliseconds since 1970-01-01T00:00 on the wall clock.
    pub fn to_local(&self, at: i64) -> Result<i64, DeskError> {
        Ok(at + i64::from(self.offset(at)?))
    }

    /// The instant of a local time. A time the clock skipped becomes the transition; a time it showed twice is the first.
    pub fn to_utc(&self, local: i64) -> Result<i64, DeskError> {
        let reach = i64::from(WIDEST_OFFSET);
        let mut segment = self.segment(local.saturating_sub(reach));
        loop {
            let at = local.saturating_sub(i64::from(self.offsets[segment]));
            let starts = segment.checked_sub(1).map_or(i64::MIN, |before| self.starts[before]);
            let ends = self.starts.get(segment).copied().unwrap_or(i64::MAX);
            if at < ends {
                let at = at.max(starts);
                return if at < self.from || at > self.until { Err(self.out_of_range()) } else { Ok(at) };
            }
            segment += 1;
        }
    }

    /// A reader that remembers the last offset, for many instants close to each other.
    pub fn reader(&self) -> ZoneReader<'_> {
        ZoneReader { zone: self, from: i64::MAX, until: i64::MIN, offset: 0 }
    }

    fn segment(&self, at: i64) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    fn out_of_range(&self) -> DeskError {
        DeskError::new(
            "zone-range",
            format!("the time lies outside the years for which the offsets of \"{}\" were given", self.name),
        )
    }
}

/// Reads local times of many instants, see [`Zone::reader`].
#[derive(Debug)]
pub struct ZoneReader<'a> {
    zone: &'a Zone,
    from: i64,
    until: i64,
    offset: i64,
}

impl ZoneReader<'_> {
    /// The local time at an instant.
    #[allow(
        clippy::wrong_self_convention,
        reason = "named like Zone::to_local; it changes only what it remembers"
    )]
    pub fn to_local(&mut self, at: i64) -> Result<i64, DeskError> {
        if at < self.from || at >= self.until {
            self.offset = i64::from(self.zone.offset(at)?);
            let segment = self.zone.segment(at);
            let starts = segment.checked_sub(1).map_or(i64::MIN, |before| self.zone.starts[before]);
            let ends = self.zone.starts.get(segment).copied().unwrap_or(i64::MAX);
            self.from = starts.max(self.zone.from);
            self.until = ends.min(self.zone.until.saturating_add(1));
        }
        Ok(at + self.offset)
    }
}

/// The zones a desk knows by name. UTC is always one of them.
#[derive(Debug, Clone)]
pub struct Zones(Vec<Zone>);

impl Default for Zones {
    fn default() -> Self {
        Self(vec![Zone::utc()])
    }
}

impl Zones {
    /// Adds a zone, or replaces the one of the same name.
    pub fn insert(&mut self, zone: Zone) {
        match self.0.iter_mut().find(|known| known.name == zone.name) {
            Some(known) => *known = zone,
            None => self.0.push(zone),
        }
    }

    /// The zone of this name.
    pub fn get(&self, name: &str) -> Result<&Zone, DeskError> {
        self.0.iter().find(|zone| zone.name == name).ok_or_else(|| {
            DeskError::new(
                "unknown-zone",
                format!("no table was given for the time zone \"{name}\"; use an IANA name such as \"Europe/Paris\""),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    /// One hour east, two from 100 h to 200 h.
    fn summer() -> Zone {
        let hour = 3_600_000;
        Zone::new("Test/Summer", 0, 1_000 * HOUR, vec![100 * HOUR, 200 * HOUR], vec![hour, 2 * hour, hour])
            .unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_skipped_time_becomes_the_transition_and_a_repeated_one_the_first() {
        let zone = summer();
        assert_eq!(zone.to_utc(100 * HOUR), Ok(99 * HOUR));
        assert_eq!(zone.to_utc(101 * HOUR + HOUR / 2), Ok(100 * HOUR));
        assert_eq!(zone.to_utc(102 * HOUR), Ok(100 * HOUR));
        assert_eq!(zone.to_utc(201 * HOUR + HOUR / 2), Ok(199 * HOUR + HOUR / 2));
        assert_eq!(zone.to_utc(202 * HOUR), Ok(201 * HOUR));
    }

    #[test]
    fn local_and_back_agree_away_from_transitions() {
        let zone = summer();
        let mut reader = zone.reader();
        for at in (0..300 * HOUR).step_by(HOUR as usize / 4) {
            let local = zone.to_local(at).unwrap();
            assert_eq!(reader.to_local(at).unwrap(), local);
            let back = zone.to_utc(local).unwrap();
            assert!(back == at || back == at - HOUR, "{at}");
        }
    }

    #[test]
    fn outside_its_range_it_refuses() {
        assert_eq!(summer().to_local(-1).unwrap_err().code(), "zone-range");
        assert_eq!(summer().to_utc(2_000 * HOUR).unwrap_err().code(), "zone-range");
        assert_eq!(Zones::default().get("Mars/Base").unwrap_err().code(), "unknown-zone");
    }
}
