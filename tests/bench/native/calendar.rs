//! How fast a calendar answers, compiled as it ships: `cargo bench -p deskgauge-bench`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a run that cannot go on has failed")]

#[path = "../../conformance/zones.rs"]
mod zones;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deskgauge::calendar::{Calendar, Prepared, Rules, Schedule};
use deskgauge::settings::Value;
use deskgauge::time::{DAY, HOUR};
use serde_json::json;
use std::hint::black_box;

/// 2020-01-01, and the five years from then on.
const FROM: i64 = 18_262 * DAY;
const RANGE: i64 = 5 * 365 * DAY;

fn calendar(written: serde_json::Value) -> Calendar {
    let written: Value = serde_json::from_value(written).unwrap();
    let zones = zones::with("Europe/Berlin");
    Calendar::of(Schedule::read(&written, &zones, Rules::default()).unwrap())
}

/// Two intervals a weekday, one on Saturdays, and some holidays.
fn desk() -> Calendar {
    let day = json!([["08:30", "12:30"], ["13:15", "18:00"]]);
    calendar(json!({
        "timeZone": "Europe/Berlin",
        "weekly": {
            "mon": day, "tue": day, "wed": day, "thu": day, "fri": day,
            "sat": [["10:00", "14:00"]],
        },
        "holidays": ["01-01", "05-01", "10-03", "12-25", "12-26", { "from": "2021-07-01", "to": "2021-07-14" }],
        "exceptionalHours": { "2022-12-24": [["08:00", "12:00"]] },
        "breaks": [{ "date": "2023-03-08", "from": "10:00", "to": "11:00" }],
    }))
}

/// Open for a second of Christmas Day.
fn a_second_a_year() -> Calendar {
    let second = json!([["12:00:00", "12:00:01"]]);
    let dates = (1970..2080).map(|year| (format!("{year}-12-25"), second.clone()));
    calendar(json!({ "exceptionalHours": dates.collect::<serde_json::Map<_, _>>() }))
}

/// Pairs of instants, the second up to thirty days after the first.
fn pairs() -> Vec<(i64, i64)> {
    let mut seed = 1_u64;
    let mut below = |limit: i64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as i64 % limit
    };
    let pair = |_| {
        let from = FROM + below(RANGE - 31 * DAY);
        (from, from + below(30 * DAY))
    };
    (0..4_096).map(pair).collect()
}

fn questions(criterion: &mut Criterion) {
    let (calendar, pairs) = (desk(), pairs());
    let prepared = Prepared::new(calendar.clone(), (FROM, FROM + RANGE)).unwrap();
    let mut group = criterion.benchmark_group("calendar");
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.bench_function("prepared, elapsed", |bencher| {
        bencher.iter(|| {
            pairs.iter().map(|&(from, to)| prepared.elapsed(black_box(from), to).unwrap()).sum::<i64>()
        });
    });
    group.bench_function("prepared, deadline of 24 hours", |bencher| {
        bencher.iter(|| {
            pairs.iter().map(|&(from, _)| prepared.deadline(black_box(from), 24 * HOUR).unwrap()).max()
        });
    });
    group.bench_function("walked, elapsed", |bencher| {
        bencher.iter(|| {
            pairs.iter().map(|&(from, to)| calendar.elapsed(black_box(from), to).unwrap()).sum::<i64>()
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("preparing five years", |bencher| {
        bencher.iter(|| Prepared::new(calendar.clone(), (FROM, FROM + RANGE)).unwrap());
    });
    let rarely = a_second_a_year();
    group.bench_function("a deadline just out of reach, a second a year", |bencher| {
        bencher.iter(|| rarely.deadline(0, 200_000).unwrap_err());
    });
    group.finish();
}

criterion_group!(benches, questions);
criterion_main!(benches);
