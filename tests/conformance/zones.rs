//! Tables of IANA zones from chrono-tz.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;
use deskgauge::time::{DAY, HOUR, Zone, Zones};

const FROM: i64 = 0;
const UNTIL: i64 = 110 * 365 * DAY;
/// No zone changes twice in so short a time.
const STEP: i64 = 6 * HOUR;

fn offset(zone: Tz, at: i64) -> i32 {
    let local = zone.timestamp_millis_opt(at).unwrap();
    local.offset().fix().local_minus_utc() * 1_000
}

/// The zone of a name, known from 1970 to about 2080. Made once a name.
pub fn zone(name: &str) -> Option<Zone> {
    static MADE: Mutex<BTreeMap<String, Zone>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    if !made.contains_key(name) {
        made.insert(name.to_string(), make(name)?);
    }
    made.get(name).cloned()
}

fn make(name: &str) -> Option<Zone> {
    let tz: Tz = name.parse().ok()?;
    let mut now = offset(tz, FROM);
    let (mut starts, mut offsets) = (Vec::new(), vec![now]);
    for at in (FROM..UNTIL).step_by(STEP as usize) {
        let next = offset(tz, at + STEP);
        if next != now {
            let (mut before, mut after) = (at, at + STEP);
            while after - before > 1_000 {
                let middle = before + (after - before) / 2_000 * 1_000;
                if offset(tz, middle) == now { before = middle } else { after = middle }
            }
            starts.push(after);
            offsets.push(next);
            now = next;
        }
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
