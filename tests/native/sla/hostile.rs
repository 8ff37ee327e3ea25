//! Policies and event logs that mean harm: an error with its path, never a panic, never unbounded work.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use deskgauge::desk::{Desk, Settings};
use deskgauge::error::DeskError;
use deskgauge::report::{ClocksQuestion, Selection};
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{SlaAnswer, SlaQuestion};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::story::MONDAY;
use crate::desk::desk;
use crate::random::{Marks, Random, lines, tickets};

fn configure(desk: &mut Desk, written: &Plain) -> Result<(), DeskError> {
    desk.configure(read::<Settings>(written, "bad-settings")?)
}

fn plain(written: Value) -> Plain {
    serde_json::from_value(written).unwrap()
}

fn ask(desk: &mut Desk, now: i64) -> Result<SlaAnswer, DeskError> {
    let now = now as f64;
    let selection = Selection { by: vec!["priority".into()], as_of: now, ..Selection::default() };
    let sla = SlaQuestion { now, next: Some(10.0), between: Some((0.0, now)), ..SlaQuestion::default() };
    desk.sla(&ClocksQuestion { selection, bucket: Some("month".into()), sla, ..ClocksQuestion::default() })
}

/// Far above what it takes, far below what more than linear work would take.
#[expect(clippy::disallowed_methods, reason = "the core is asked, and the test looks at the clock")]
fn within(limit: u64, what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < Duration::from_secs(limit), "{what} took {:?}", start.elapsed());
}

/// A ticket whose status changes a hundred thousand times, while its customer writes and its priority flips.
fn restless() -> String {
    let mut events = String::new();
    for step in 0..100_000_i64 {
        let at = MONDAY / 1_000 + step * 60;
        let at = written(at);
        let status = ["pending", "open", "solved", "open"][step as usize % 4];
        let priority = ["a", "none", "b", "none"][step as usize / 2 % 4];
        let role = if step % 50_000 == 7 { "agent" } else { "customer" };
        let comma = if step == 0 { "" } else { "," };
        let _ = write!(
            events,
            r#"{comma}{{"at":{at},"kind":"status","to":"{status}"}},{{"at":{at},"kind":"priority","to":"{priority}"}},{{"at":{at},"kind":"reply","role":"{role}"}}"#
        );
    }
    format!(r#"{{"id":"T","created_at":{},"priority":"a","events":[{events}]}}"#, written(MONDAY / 1_000))
}

/// An instant as JSON.
fn written(seconds: i64) -> String {
    let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let date = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(day as u64);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("\"{date}T{hour:02}:{minute:02}:{second:02}Z\"")
}

#[test]
fn a_restless_ticket_costs_what_its_events_cost() {
    let targets =
        json!({ "resolution": "200h", "first_response": "1h", "next_response": "1h", "agent_work": "5h" });
    let mut desk = desk(&restless());
    for profile in ["zendesk", "chatwoot", "jira", "rt"] {
        let settings = plain(json!({
            "clocks": { "profile": profile },
            "calendars": {
                "one": { "weekly": { "mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]] } },
                "two": { "weekly": { "mon": [["08:00", "20:00"]], "fri": [["08:00", "20:00"]] } },
            },
            "policies": [
                { "id": "a", "where": { "priority": "a" }, "calendar": "one", "targets": targets },
                { "id": "b", "where": { "priority": "b" }, "calendar": "two", "targets": targets },
            ],
        }));
        configure(&mut desk, &settings).unwrap();
        let now = MONDAY + 100 * 86_400_000;
        within(20, profile, || {
            let answer = ask(&mut desk, now).unwrap();
            assert_eq!(answer.beyond, 0);
        });
        within(20, profile, || {
            if let Err(error) = desk.clocks("T", now as f64) {
                assert_eq!(error.code(), "too-many-segments");
            }
        });
    }
}

#[test]
fn a_target_longer_than_all_time_is_refused_and_a_very_long_one_is_never_due() {
    let mut desk = desk(&json!({ "id": "T", "created_at": "2026-03-02T09:00:00Z" }).to_string());
    let policies = |time: Value| {
        plain(json!({
            "calendars": { "second": { "exceptionalHours": { "2026-12-25": [["12:00:00", "12:00:01"]] } } },
            "policies": [
                { "id": "x", "targets": { "on_hold": "1h" }, "where": { "priority": "none" } },
                { "id": "y", "calendar": "second", "targets": { "first_response": time, "resolution": {
                    "calendar": false, "time": time,
                } } },
            ],
        }))
    };
    for wrong in [json!("1000000000h"), json!(3.6e12), json!(-1), json!("1e9h"), json!(null), json!([1])] {
        let refused = configure(&mut desk, &policies(wrong.clone()));
        if wrong == json!(null) {
            continue;
        }
        let error = refused.unwrap_err();
        assert_eq!(error.path(), Some("policies[1].targets.first_response"), "{wrong}");
    }
    for long in [json!("250000000h"), json!(1e12), json!("2s")] {
        configure(&mut desk, &policies(long.clone())).unwrap();
        let answer = ask(&mut desk, MONDAY + 400 * 86_400_000).unwrap();
        assert!(answer.next.iter().all(|due| due.clock == "resolution"), "{long}");
        let cycles = desk.clocks("T", (MONDAY + 86_400_000) as f64).unwrap();
        let first = cycles.iter().find(|cycle| cycle.clock == "first_response").unwrap();
        assert_eq!((first.used, first.due), (0.0, None), "{long}");
    }
}

#[test]
fn faults_are_named_by_their_paths() {
    let path = |policies: Value| {
        let settings = plain(json!({ "policies": policies }));
        configure(&mut Desk::new(), &settings).unwrap_err().path().unwrap_or_default().to_string()
    };
    let good = json!({ "id": "a", "targets": { "resolution": "1h" } });
    let third = |targets: Value| json!([good, { "id": "b", "targets": { "resolution": "1h" } }, { "id": "c", "targets": targets }]);
    let hoped = [
        (third(json!({ "first_response": "soon" })), "policies[2].targets.first_response"),
        (third(json!({ "first_reply": "1h" })), "policies[2].targets.first_reply"),
        (third(json!({ "resolution": { "days": 1.5 } })), "policies[2].targets.resolution.days"),
        (
            third(json!({ "resolution": { "time": "1h", "warnings": ["175%"] } })),
            "policies[2].targets.resolution.warnings[0]",
        ),
        (
            third(json!({ "resolution": { "byPriority": { "low": {} } } })),
            "policies[2].targets.resolution.byPriority.low.time",
        ),
        (
            third(json!({ "resolution": { "time": "1h", "calendar": "x" } })),
            "policies[2].targets.resolution.calendar",
        ),
        (third(json!({})), "policies[2].targets"),
        (json!([good, good]), "policies[1].id"),
        (json!([{ "id": "a", "when": {} }]), "policies[0].when"),
        (json!([{ "id": "a", "calendar": "x", "targets": { "resolution": 1 } }]), "policies[0].calendar"),
        (json!({}), "policies"),
    ];
    for (policies, hoped) in hoped {
        assert_eq!(path(policies.clone()), hoped, "{policies}");
    }
    let settings = plain(
        json!({ "policies": [{ "id": "a", "where": { "moon": "full" }, "targets": { "resolution": "1h" } }] }),
    );
    let mut desk = desk(r#"{"id":"T","created_at":"2026-03-02T09:00:00Z"}"#);
    configure(&mut desk, &settings).unwrap();
    assert_eq!(ask(&mut desk, MONDAY).unwrap_err().path(), Some("policies[0].where.moon"));
}

#[test]
fn a_hundred_thousand_policies_with_priorities_of_their_own() {
    let policy = |at: usize| {
        json!({ "id": at.to_string(), "where": { "group": at.to_string() }, "targets": {
            "resolution": { "byPriority": { at.to_string(): "1h", "*": "2h" } },
        } })
    };
    let policies: Vec<Value> = (0..100_000).map(policy).collect();
    let settings = plain(json!({ "policies": policies }));
    let line = |at: usize| {
        json!({ "id": at, "group": (at * 9_999).to_string(), "priority": (at * 9_999 / 2 * 2).to_string(),
            "created_at": "2026-03-02T09:00:00Z" })
        .to_string()
    };
    let text: Vec<String> = (0..10).map(line).collect();
    let mut desk = desk(&text.join("\n"));
    within(30, "policies", || {
        configure(&mut desk, &settings).unwrap();
        let answer = ask(&mut desk, MONDAY + 9 * 3_600_000 + 1).unwrap();
        let hours: Vec<f64> = answer.next.iter().map(|due| (due.remaining / 3_600.0).round()).collect();
        assert_eq!(hours, [1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
    });
}

#[test]
fn a_word_a_status() {
    let events: Vec<String> = (0..200_000_i64)
        .map(|at| format!(r#"{{"at":{},"kind":"status","to":"s{at}"}}"#, written(MONDAY / 1_000 + at)))
        .collect();
    let line = format!(r#"{{"id":"T","created_at":"2026-03-02T00:00:00Z","events":[{}]}}"#, events.join(","));
    let mut desk = desk(&line);
    let settings = plain(json!({
        "statuses": { "s5": "pending", "*": "open" }, "clocks": { "paused": ["s7", "pending"] },
        "policies": [{ "id": "a", "where": { "status": { "not": "s3" } }, "targets": { "resolution": "1h" } }],
    }));
    within(30, "statuses", || {
        configure(&mut desk, &settings).unwrap();
        ask(&mut desk, MONDAY + 3_600_000).unwrap();
        let cycles = desk.clocks("T", (MONDAY + 1_800_000) as f64).unwrap();
        assert_eq!((cycles[0].used, cycles[0].paused), (1_798.0, 2.0));
    });
}

fn any_text() -> impl Strategy<Value = String> {
    const TEXTS: [&str; 16] = [
        "1h", "15m", "75%", "0s", "a", "b", "low", "high", "*", "office", "open", "pending", "09:00",
        "17:00", "", "ü",
    ];
    prop::sample::select(TEXTS.as_slice()).prop_map(str::to_string)
}

fn any_value() -> impl Strategy<Value = Plain> {
    const NAMES: [&str; 24] = [
        "id",
        "where",
        "calendar",
        "targets",
        "first_response",
        "resolution",
        "next_response",
        "on_hold",
        "time",
        "days",
        "endOfDay",
        "warnings",
        "byPriority",
        "low",
        "*",
        "in",
        "not",
        "priority",
        "tags",
        "status",
        "weekly",
        "mon",
        "all",
        "office",
    ];
    let leaf = prop_oneof![
        6 => any_text().prop_map(Plain::Text),
        2 => (0..100_000_u32).prop_map(|number| Plain::Number(f64::from(number))),
        1 => any::<f64>().prop_map(Plain::Number),
        1 => any::<bool>().prop_map(Plain::Bool),
        1 => Just(Plain::Nothing),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let name = prop::sample::select(NAMES.as_slice()).prop_map(str::to_string);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Plain::List),
            prop::collection::vec((name, inner), 0..5).prop_map(Plain::Object),
        ]
    })
}

fn object(entries: Vec<(&str, Plain)>) -> Plain {
    Plain::Object(entries.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

/// A goal that is mostly one.
fn any_goal() -> impl Strategy<Value = Plain> {
    let time = || any_text().prop_map(Plain::Text);
    let long = prop_oneof![Just(1e12), Just(0.0), 0.0..1e6].prop_map(Plain::Number);
    let days = (0..4_000_u32).prop_map(|days| object(vec![("days", Plain::Number(f64::from(days)))]));
    let by = (time(), time())
        .prop_map(|(low, rest)| object(vec![("byPriority", object(vec![("low", low), ("*", rest)]))]));
    prop_oneof![4 => Just(Plain::Text("1h".into())), 1 => time(), 2 => long, 2 => days, 1 => by, 1 => any_value()]
}

/// Settings whose parts are mostly in their places.
fn any_settings() -> impl Strategy<Value = Plain> {
    let policy = (any_text(), any_goal(), any_goal(), any_goal(), prop::option::of(any_value())).prop_map(
        |(id, one, two, three, condition)| {
            let targets = vec![("first_response", one), ("resolution", two), ("periodic_update", three)];
            let mut parts = vec![("id", Plain::Text(id)), ("targets", object(targets))];
            if let Some(condition) = condition {
                parts.push(("where", object(vec![("priority", condition)])));
            } else {
                parts.push(("calendar", Plain::Text("office".into())));
            }
            object(parts)
        },
    );
    let profile = prop::sample::select(vec![
        "zendesk",
        "jira",
        "otobo",
        "rt",
        "chatwoot",
        "frappe",
        "glpi",
        "salesforce",
    ]);
    let office = plain(json!({ "weekly": { "mon": [["09:00", "17:00"]] }, "holidays": ["2024-01-15"] }));
    let calendars = prop_oneof![6 => Just(object(vec![("office", office)])), 1 => any_value()];
    let policies =
        prop_oneof![9 => prop::collection::vec(policy, 1..4).prop_map(Plain::List), 1 => any_value()];
    (policies, calendars, profile, any_value()).prop_map(|(policies, calendars, profile, paused)| {
        let clocks = object(vec![("profile", Plain::Text(profile.into())), ("paused", paused)]);
        object(vec![("policies", policies), ("calendars", calendars), ("clocks", clocks)])
    })
}

proptest! {
    #[test]
    fn whatever_is_promised_and_whatever_happens_there_is_an_answer_or_an_error(
        settings in any_settings(), seed in 0..u64::MAX, ahead in 0..200_i64,
    ) {
        let mut random = Random::new(seed);
        let tickets = tickets(&mut random, 12, true);
        let mut desk = desk(&lines(&tickets, Marks::Number));
        match configure(&mut desk, &settings) {
            Err(error) => prop_assert!(!error.message().is_empty() && error.path().is_some(), "{error:?}"),
            Ok(()) => {
                for now in [crate::random::START + ahead * 86_400_000, i64::MAX / 2, -1, 0] {
                    match ask(&mut desk, now) {
                        Err(error) => prop_assert!(!error.message().is_empty()),
                        Ok(answer) => prop_assert!(answer.beyond <= tickets.len()),
                    }
                    let _ = desk.clocks("0", now as f64);
                }
            }
        }
    }
}
