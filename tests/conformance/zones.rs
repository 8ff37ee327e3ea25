//! Tables of IANA zones from chrono-tz.

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;
use deskgauge::time::{DAY, HOUR, Zone, Zones};

const FROM: i64 = 0;
const UNTIL: i64 = 110 * 365 * DAY;

fn offset(zone: Tz, at: i64) -> i32 {
    let local = zone.timestamp_millis_opt(at).unwrap();
    local.offset().fix().local_minus_utc() * 1_000
}

/// The zone of a name, known from 1970 to about 2080.
pub fn zone(name: &str) -> Option<Zone> {
    let tz: Tz = name.parse().ok()?;
    let (mut starts, mut offsets) = (Vec::new(), vec![offset(tz, FROM)]);
    let mut at = FROM;
    while at < UNTIL {
        let next = at + 6 * HOUR;
        if offset(tz, next) != offset(tz, at) {
            let (mut before, mut after) = (at, next);
            while after - before > 1_000 {
                let middle = before + (after - before) / 2_000 * 1_000;
                if offset(tz, middle) == offset(tz, at) { before = middle } else { after = middle }
            }
            starts.push(after);
            offsets.push(offset(tz, next));
        }
        at = next;
    }
    Zone::new(name, FROM, UNTIL, starts, offsets).ok()
}

/// UTC and one other zone.
pub fn with(name: &str) -> Zones {
    let mut zones = Zones::default();
    if let Some(zone) = zone(name) {
        zones.insert(zone);
    }
    zones
}
