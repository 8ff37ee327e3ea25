//! Opening hours and questions that mean harm: an error, never a panic, never unbounded work.

use deskgauge::calendar::{Calendar, DayRule, Prepared, Rules, Schedule};
use deskgauge::error::DeskError;
use deskgauge::settings::Value;
use deskgauge::time::{DAY, HOUR, SECOND, Zones};
use proptest::prelude::*;
use serde_json::json;

use crate::conformance::zones;

fn calendar(written: serde_json::Value) -> Calendar {
    let written: Value = serde_json::from_value(written).unwrap();
    Calendar::of(Schedule::read(&written, &zones::with("Europe/Berlin"), Rules::default()).unwrap())
}

/// Open for a second of Christmas Day, every year.
fn a_second_a_year() -> Calendar {
    let closed: Vec<_> = (1..=12)
        .flat_map(|month| (1..=31).map(move |day| (month, day)))
        .filter(|&(month, day)| (month, day) != (12, 25))
        .filter(|&(month, day)| chrono::NaiveDate::from_ymd_opt(2000, month, day).is_some())
        .map(|(month, day)| format!("{month:02}-{day:02}"))
        .collect();
    let second = json!([["12:00:00", "12:00:01"]]);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: serde_json::Map<_, _> =
        days.map(|day| (day.to_string(), second.clone())).into_iter().collect();
    calendar(json!({ "weekly": weekly, "holidays": closed }))
}

#[test]
fn a_deadline_that_never_comes_is_an_error_soon() {
    let calendar = a_second_a_year();
    let year = 365 * DAY;
    assert_eq!(calendar.elapsed(0, 50 * year + 12 * DAY), Ok(50 * SECOND));
    // 2199 is the last year there is: 230 Christmases.
    assert!(calendar.deadline(0, 230 * SECOND).is_ok());
    let prepared = Prepared::new(calendar.clone(), (0, year)).unwrap();
    for open in [1_000_000_000 * HOUR, 230 * SECOND + 1, i64::MAX, i64::MIN, -(70 * SECOND + 1)] {
        for answer in [calendar.deadline(0, open), prepared.deadline(0, open)] {
            assert_eq!(answer.unwrap_err().code(), "deadline-out-of-range", "{open}");
        }
    }
}

#[test]
fn days_that_never_come_are_an_error_soon() {
    let rules = [
        DayRule::KeepTime,
        DayRule::EndOfDay,
        DayRule::NearestOpen,
        DayRule::FromWorkingDay,
        DayRule::FromOpening,
    ];
    let once = calendar(json!({ "exceptionalHours": { "2026-01-05": [["09:00", "10:00"]] } }));
    for calendar in [a_second_a_year(), once, Calendar::Always] {
        for rule in rules {
            for days in [i64::MAX, i64::MIN, 1_000_000] {
                let error = calendar.add_days(0, days, rule).unwrap_err();
                assert_eq!(error.code(), "deadline-out-of-range", "{days} {rule:?}");
            }
        }
    }
}

/// Every question there is about an instant, by name.
fn questions(calendar: &Calendar, at: i64) -> Vec<(&'static str, Result<(), DeskError>)> {
    let asked = |answer: Result<i64, DeskError>| answer.map(drop);
    vec![
        ("is_open", calendar.is_open(at).map(drop)),
        ("elapsed from", asked(calendar.elapsed(at, 0))),
        ("elapsed to", asked(calendar.elapsed(0, at))),
        ("deadline", asked(calendar.deadline(at, HOUR))),
        ("deadline back", asked(calendar.deadline(at, -HOUR))),
        ("next_open", asked(calendar.next_open(at))),
        ("previous_open", asked(calendar.previous_open(at))),
        ("next_close", asked(calendar.next_close(at))),
        ("next_opening", asked(calendar.next_opening(at))),
        ("previous_opening", asked(calendar.previous_opening(at))),
        ("next_transition", asked(calendar.next_transition(at))),
        ("last_transition", asked(calendar.last_transition(at))),
        ("add_days", asked(calendar.add_days(at, 1, DayRule::FromOpening))),
        ("days_between", asked(calendar.days_between(at, 0))),
        ("local_day", asked(calendar.local_day(at))),
        ("segments", Prepared::new(calendar.clone(), (0, DAY)).and_then(|day| day.segments(at, 0)).map(drop)),
    ]
}

#[test]
fn instants_beyond_all_calendars_are_refused() {
    let berlin = calendar(json!({ "timeZone": "Europe/Berlin", "weekly": { "mon": [["09:00", "17:00"]] } }));
    let calendars = [
        Calendar::Always,
        Calendar::All(Vec::new()),
        Calendar::Any(Vec::new()),
        berlin.clone().and(Calendar::Always),
        berlin,
    ];
    for calendar in calendars {
        let (first, last) = calendar.range();
        for at in [i64::MIN, i64::MIN + 1, first - 1, last + 1, i64::MAX - 1, i64::MAX] {
            for (name, answer) in questions(&calendar, at) {
                let code = answer.err().map(|error| error.code());
                assert!(
                    matches!(code, Some("deadline-out-of-range" | "zone-range")),
                    "{name} {at}: {code:?}"
                );
            }
            assert!(calendar.forward(at).all(|span| span.0 >= first && span.1 <= last));
            assert!(calendar.backward(at).all(|span| span.0 >= first && span.1 <= last));
            let _ = calendar.is_working_day(at);
            if let Some(schedule) = calendar.schedule() {
                let _ = (schedule.hours_of(at), schedule.is_holiday(at), schedule.in_break(at));
                let _ = schedule.instant(at);
            }
        }
        // Up to the ends there are answers, or an opening that lies beyond.
        for at in [first, last] {
            let _ = questions(&calendar, at);
        }
        let all = Prepared::new(calendar.clone(), (i64::MIN, i64::MAX)).unwrap();
        assert_eq!(all.elapsed(first, last), calendar.elapsed(first, last));
        let none = Prepared::new(calendar.clone(), (i64::MAX, i64::MIN)).unwrap();
        assert_eq!(none.elapsed(0, DAY), calendar.elapsed(0, DAY));
    }
}

fn any_text() -> impl Strategy<Value = String> {
    const TEXTS: [&str; 14] = [
        "00:00",
        "09:00",
        "17:30:15",
        "24:00",
        "25:00",
        "2026-12-24",
        "2026-12-31",
        "12-24",
        "02-29",
        "UTC",
        "",
        "ü",
        "0001-01-01",
        "9999-12-31",
    ];
    let any = prop::collection::vec(any::<char>(), 0..12).prop_map(String::from_iter);
    prop_oneof![4 => prop::sample::select(TEXTS.as_slice()).prop_map(str::to_string), 1 => any]
}

fn any_value() -> impl Strategy<Value = Value> {
    let names = [
        "timeZone",
        "weekly",
        "exceptionalHours",
        "holidays",
        "breaks",
        "mon",
        "sun",
        "from",
        "to",
        "date",
        "2026-12-24",
        "other",
    ];
    let leaf = prop_oneof![
        6 => any_text().prop_map(Value::Text),
        1 => any::<f64>().prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Nothing),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let name = prop::sample::select(names.to_vec()).prop_map(str::to_string);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Value::List(vec![a, b])),
            prop::collection::vec((name, inner), 0..6).prop_map(Value::Object),
        ]
    })
}

/// A value whose parts are mostly in their places.
fn any_written() -> impl Strategy<Value = Value> {
    let intervals = || {
        let pair =
            (any_text(), any_text()).prop_map(|(a, b)| Value::List(vec![Value::Text(a), Value::Text(b)]));
        prop::collection::vec(prop_oneof![9 => pair, 1 => any_value()], 0..4).prop_map(Value::List)
    };
    let dates = prop::collection::vec((any_text(), intervals()), 0..3).prop_map(Value::Object);
    let holidays = prop::collection::vec(any_value(), 0..3).prop_map(Value::List);
    let shaped = (intervals(), intervals(), dates, holidays).prop_map(|(mon, sun, dates, holidays)| {
        let named = |name: &str, value| (name.to_string(), value);
        Value::Object(vec![
            named("weekly", Value::Object(vec![named("mon", mon), named("sun", sun)])),
            named("exceptionalHours", dates),
            named("holidays", holidays),
        ])
    });
    prop_oneof![shaped, any_value()]
}

proptest! {
    #[test]
    fn whatever_is_written_makes_a_calendar_or_an_error(written in any_written(), at in any::<i64>()) {
        let tools = ["deskgauge", "zammad", "chatwoot", "otobo", "working_hours", "moment"];
        for tool in tools {
            let rules = Rules::named(tool).unwrap();
            match Schedule::read(&written, &Zones::default(), rules) {
                Err(error) => prop_assert!(!error.message().is_empty()),
                Ok(schedule) => {
                    let calendar = Calendar::of(schedule);
                    for at in [at, at % (80 * 365 * DAY)] {
                        let _ = calendar.deadline(at, HOUR);
                        let _ = calendar.last_transition(at);
                        let _ = calendar.add_days(at, 3, DayRule::NearestOpen);
                    }
                }
            }
        }
    }
}
