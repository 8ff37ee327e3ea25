//! The bucket keys of many instants.

use crate::error::DeskError;
use crate::time::{Buckets, DAY, Zone, ZoneReader};

/// Bucket keys of many instants; days already looked up are remembered.
#[derive(Debug)]
pub(super) struct Keyer<'a> {
    buckets: &'a Buckets<'a>,
    reader: ZoneReader<'a>,
    by_day: bool,
    days: Vec<(i32, i32)>,
}

const REMEMBERED: usize = 1_024;

impl<'a> Keyer<'a> {
    pub fn new(buckets: &'a Buckets<'a>, zone: &'a Zone) -> Self {
        let by_day = buckets.key_of_day(0).is_some();
        let days = if by_day { vec![(i32::MIN, 0); REMEMBERED] } else { Vec::new() };
        Self { buckets, reader: zone.reader(), by_day, days }
    }

    pub fn key(&mut self, at: i64) -> Result<i32, DeskError> {
        if !self.by_day {
            return self.buckets.key_of(&mut self.reader, at).map(narrow);
        }
        let day = narrow(self.reader.to_local(at)?.div_euclid(DAY));
        let known = &mut self.days[day as usize & (REMEMBERED - 1)];
        if known.0 != day {
            *known = (day, narrow(self.buckets.key_of_day(i64::from(day)).unwrap_or(0)));
        }
        Ok(known.1)
    }
}

/// Keys of the years 1 to 9999 fit into 32 bits, hours included.
fn narrow(key: i64) -> i32 {
    i32::try_from(key).unwrap_or(if key < 0 { i32::MIN } else { i32::MAX })
}
