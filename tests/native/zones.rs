//! Buckets across the changes of real zones, against chrono-tz.

use chrono::{DateTime, Datelike, Offset, TimeZone, Timelike};
use chrono_tz::Tz;
use deskgauge::time::{Bucket, Buckets, Zone};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
/// 2024-01-01 and 2026-01-01.
const FROM: i64 = 1_704_067_200_000;
const UNTIL: i64 = 1_767_225_600_000;

fn local(zone: Tz, at: i64) -> DateTime<Tz> {
    zone.timestamp_millis_opt(at).unwrap()
}

fn offset(zone: Tz, at: i64) -> i32 {
    local(zone, at).offset().fix().local_minus_utc() * 1_000
}

/// The zone's transitions, found by looking at every quarter of an hour.
fn table(zone: Tz) -> Zone {
    let (mut starts, mut offsets) = (Vec::new(), vec![offset(zone, FROM - 40 * DAY)]);
    let mut at = FROM - 40 * DAY;
    while at < UNTIL + 9 * DAY {
        let now = offset(zone, at);
        if Some(&now) != offsets.last() {
            starts.push(at);
            offsets.push(now);
        }
        at += 15 * MINUTE;
    }
    Zone::new(zone.name(), FROM - 40 * DAY, UNTIL + 9 * DAY, starts, offsets).unwrap()
}

#[test]
fn days_weeks_and_months_are_those_of_the_zone() {
    let zones = [
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Africa::Casablanca,
    ];
    for zone in zones {
        let known = table(zone);
        for week_start in [1u8, 7] {
            let of = |unit| Buckets::new(unit, &known, week_start);
            let (day, week, month, slot, hour) = (
                of(Bucket::Day),
                of(Bucket::Week),
                of(Bucket::Month),
                of(Bucket::HourOfWeek),
                of(Bucket::Hour),
            );
            let mut at = FROM;
            while at < UNTIL {
                let here = local(zone, at);
                let date = here.date_naive();
                let start = |buckets: &Buckets<'_>| {
                    let key = buckets.key(at).unwrap();
                    let start = buckets.start(key).unwrap();
                    assert!(start <= at, "{zone} {here}: a bucket starts before what is in it");
                    assert_eq!(
                        buckets.key(start).unwrap(),
                        key,
                        "{zone} {here}: a start is in its own bucket"
                    );
                    local(zone, start)
                };
                assert_eq!(start(&day).date_naive(), date, "{zone} {here}");
                let first = start(&week).date_naive();
                assert_eq!(first.weekday().number_from_monday(), u32::from(week_start), "{zone} {here}");
                assert!((0..7).contains(&(date - first).num_days()), "{zone} {here}");
                let first = start(&month).date_naive();
                assert_eq!(
                    (first.day(), first.month(), first.year()),
                    (1, date.month(), date.year()),
                    "{zone}"
                );
                start(&hour);
                let weekday = i64::from(date.weekday().num_days_from_monday()) + 8 - i64::from(week_start);
                assert_eq!(slot.key(at).unwrap(), weekday % 7 * 24 + i64::from(here.hour()), "{zone} {here}");
                at += 17 * 15 * MINUTE;
            }
        }
    }
}
