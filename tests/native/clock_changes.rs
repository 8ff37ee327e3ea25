//! Reports across the nights on which clocks change, counted by chrono-tz's own local times.

use std::collections::BTreeMap;

use crate::desk::{NOW, desk, figure, metric, question};
use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use deskgauge::report::Question;
use deskgauge::time::Zone;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const ZONES: [Tz; 4] = [
    chrono_tz::Europe::Berlin,
    chrono_tz::America::New_York,
    chrono_tz::Australia::Lord_Howe,
    chrono_tz::Asia::Kathmandu,
];

fn local(zone: Tz, at: i64) -> DateTime<Tz> {
    zone.timestamp_millis_opt(at).unwrap()
}

fn offset(zone: Tz, at: i64) -> i64 {
    i64::from(local(zone, at).offset().fix().local_minus_utc()) * 1_000
}

/// Transitions from 2023 to 2025, each found to the millisecond by halving the day it lies in.
fn transitions(zone: Tz) -> Vec<i64> {
    let (from, until) = (1_672_531_200_000, 1_767_225_600_000);
    let mut found = Vec::new();
    for day in (from..until).step_by(DAY as usize) {
        let (mut before, mut after) = (day, day + DAY);
        if offset(zone, before) == offset(zone, after) {
            continue;
        }
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if offset(zone, middle) == offset(zone, before) {
                before = middle;
            } else {
                after = middle;
            }
        }
        found.push(after);
    }
    found
}

fn table(zone: Tz) -> Zone {
    let (from, until) = (1_672_531_200_000, 1_767_225_600_000);
    let starts = transitions(zone);
    let at = [from].into_iter().chain(starts.iter().copied());
    let offsets = at.map(|at| offset(zone, at) as i32).collect();
    Zone::new(zone.name(), from, until, starts, offsets).unwrap()
}

/// Tickets every ten minutes for the nine days around each clock change of 2024, or around New Year where there is none.
fn instants(zone: Tz) -> Vec<i64> {
    let year = |at: &i64| local(zone, *at).year() == 2024;
    let mut around: Vec<i64> = transitions(zone).into_iter().filter(year).collect();
    if around.is_empty() {
        around.push(1_704_067_200_000);
    }
    around.iter().flat_map(|&at| (at - 4 * DAY..at + 5 * DAY).step_by(10 * MINUTE as usize)).collect()
}

/// Counts per bucket, as a question answers, whether it goes by the metric's date or by the tickets' creation.
fn counted(zone: Tz, bucket: &str, week_start: u8) -> BTreeMap<i64, f64> {
    let lines: Vec<String> = instants(zone)
        .iter()
        .enumerate()
        .map(|(id, at)| format!("{{\"id\":{id},\"created_at\":{at}}}"))
        .collect();
    let mut desk = desk(&lines.join("\n"));
    desk.add_zone(table(zone));
    let asked = Question {
        bucket: Some(bucket.into()),
        time_zone: Some(zone.name().into()),
        week_start: Some(week_start),
        as_of: NOW,
        ..question(vec![metric("created")])
    };
    let table = desk.report(&asked).unwrap();
    let by_creation = Question { anchor: Some("created".into()), ..asked };
    // NaN stands for no value, and is no reason to differ.
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert!(bits(&desk.report(&by_creation).unwrap().values) == bits(&table.values), "{zone}, {bucket}");
    let starts = table.header.bucket.as_ref().unwrap().offset;
    let row = |row| (table.values[starts + row] as i64, figure(&table, 0, "value", row).unwrap());
    (0..table.header.rows).map(row).filter(|(_, count)| *count > 0.0).collect()
}

/// Counts per bucket by what chrono-tz calls each instant.
fn hoped(zone: Tz, key: impl Fn(DateTime<Tz>) -> i64) -> BTreeMap<i64, f64> {
    let mut counts = BTreeMap::new();
    for at in instants(zone) {
        *counts.entry(key(local(zone, at))).or_default() += 1.0;
    }
    counts
}

/// The first instant of a local date.
fn midnight(zone: Tz, date: NaiveDate) -> i64 {
    zone.from_local_datetime(&date.and_hms_opt(0, 0, 0).unwrap()).earliest().unwrap().timestamp_millis()
}

#[test]
fn clocks_change_twice_a_year_where_they_change() {
    let counts = ZONES.map(|zone| transitions(zone).len());
    assert_eq!(counts, [6, 6, 6, 0]);
}

#[test]
fn days_and_months_are_local_dates() {
    for zone in ZONES {
        let day = hoped(zone, |at| midnight(zone, at.date_naive()));
        assert_eq!(counted(zone, "day", 1), day, "{zone}");
        let month = hoped(zone, |at| midnight(zone, at.date_naive().with_day(1).unwrap()));
        assert_eq!(counted(zone, "month", 1), month, "{zone}");
    }
}

#[test]
fn a_day_has_as_many_hours_as_the_clock_showed() {
    // A ticket every ten minutes, on the local dates on which the clocks of 2024 changed.
    let lengths = |zone: Tz| -> Vec<f64> {
        let days = counted(zone, "day", 1);
        let changes = transitions(zone).into_iter().filter(|&at| local(zone, at).year() == 2024);
        changes.map(|at| days[&midnight(zone, local(zone, at).date_naive())] / 6.0).collect()
    };
    assert_eq!(lengths(chrono_tz::Europe::Berlin), [23.0, 25.0]);
    assert_eq!(lengths(chrono_tz::America::New_York), [23.0, 25.0]);
    assert_eq!(lengths(chrono_tz::Australia::Lord_Howe), [24.5, 23.5]);
    assert_eq!(lengths(chrono_tz::Asia::Kathmandu), [0.0; 0]);
}

#[test]
fn weeks_start_on_the_chosen_local_day() {
    for zone in ZONES {
        for (week_start, first) in [(1, Weekday::Mon), (7, Weekday::Sun)] {
            let week = hoped(zone, |at| {
                let back = at.weekday().days_since(first);
                midnight(zone, at.date_naive() - Days::new(u64::from(back)))
            });
            assert_eq!(counted(zone, "week", week_start), week, "{zone}, weeks from {first}");
        }
    }
}

#[test]
fn slots_of_the_week_are_the_hours_the_clock_showed() {
    for zone in ZONES {
        for (week_start, first) in [(1, Weekday::Mon), (7, Weekday::Sun)] {
            let weekday = |at: &DateTime<Tz>| i64::from(at.weekday().days_since(first));
            let slot = hoped(zone, |at| weekday(&at) * 24 + i64::from(at.hour()));
            assert_eq!(counted(zone, "hour-of-week", week_start), slot, "{zone}, weeks from {first}");
            let day = hoped(zone, |at| weekday(&at));
            assert_eq!(counted(zone, "day-of-week", week_start), day, "{zone}, weeks from {first}");
        }
        let hour = hoped(zone, |at| i64::from(at.hour()));
        assert_eq!(counted(zone, "hour-of-day", 1), hour, "{zone}");
    }
}

#[test]
fn an_hour_starts_when_the_clock_shows_it_and_the_autumn_hour_comes_twice() {
    for zone in [chrono_tz::Europe::Berlin, chrono_tz::America::New_York, chrono_tz::Asia::Kathmandu] {
        let hour = hoped(zone, |at| {
            let into = i64::from(at.minute()) * MINUTE + i64::from(at.second()) * 1_000;
            at.timestamp_millis() - into
        });
        let counts = counted(zone, "hour", 1);
        assert_eq!(counts, hour, "{zone}");
        // Ten minutes a ticket: hours at the two ends aside, each holds six, that shown twice included.
        let inner: Vec<f64> = counts.values().copied().filter(|count| *count != 6.0).collect();
        assert!(inner.len() <= 4, "{zone}: {inner:?}");
    }
}

#[test]
fn no_ticket_is_lost_in_the_half_hours_of_lord_howe() {
    let zone = chrono_tz::Australia::Lord_Howe;
    let counts = counted(zone, "hour", 1);
    assert_eq!(counts.values().sum::<f64>(), instants(zone).len() as f64);
    for (start, count) in counts {
        assert_eq!(local(zone, start).minute() % 30, 0, "{}", local(zone, start));
        assert!(count <= 9.0, "{}: {count}", local(zone, start));
    }
}
