//! The vectors of other tools: every undisputed case passes under its tool's rules, and what is unknown never passes.

#[path = "../conformance/mod.rs"]
mod runner;

use std::path::Path;

pub use runner::zones;

use runner::report::{Counts, Tally, run_directory};
use serde_json::json;

#[test]
fn every_undisputed_case_passes() {
    let tally = run_directory(Path::new("tests/golden/sla")).unwrap();
    let faults: Vec<_> = tally.counts.iter().filter(|counts| counts.faults() > 0).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{}", tally.details.join("\n"));
    assert_eq!(tally.counts.iter().map(|counts| counts.passed).sum::<usize>(), 630);
    // A disputed case shows their answer and both of ours.
    let disputed = tally.details.iter().find(|detail| detail.starts_with("working-hours-0140 ")).unwrap();
    let answers = "working_hours answers 86400, we by its rules the same, plainly 90000.0";
    assert_eq!(disputed, &format!("working-hours-0140 disputed: {answers}"));
}

fn run(name: &str, cases: &str) -> Tally {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("cases.json"), cases).unwrap();
    run_directory(&directory).unwrap()
}

/// Passed, failed, not supported.
fn counted(tally: &Tally) -> [usize; 3] {
    let sum = |of: fn(&Counts) -> usize| tally.counts.iter().map(of).sum();
    [sum(|counts| counts.passed), sum(|counts| counts.failed), sum(|counts| counts.unsupported)]
}

#[test]
fn what_is_unknown_is_not_supported() {
    let calendar = r#""calendar": { "weekly": { "mon": [["09:00", "17:00"]] } }"#;
    let open = format!(
        r#""id": "a", "kind": "is_open", {calendar}, "at": "2026-01-05T10:00:00Z", "expected": true"#
    );
    let cases = [
        format!(r#"{{ "peer": "deskgauge", {open} }}"#),
        // A tool of which nothing is known is read plainly.
        format!(r#"{{ "peer": "nobody", {open} }}"#),
        format!(r#"{{ "peer": "deskgauge", "colour": "red", {open} }}"#),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("weekly", "monthly")),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("is_open", "is_ajar")),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("true", "false")),
        "17".to_string(),
    ];
    let tally = run("unknown", &format!("[{}]", cases.join(",")));
    assert_eq!(counted(&tally), [2, 1, 4], "{:#?}", tally.details);
    assert_eq!(tally.details.len(), 5);
    let damaged = run("damaged", "{");
    assert_eq!((counted(&damaged), damaged.details.len()), ([0, 0, 1], 1));
}

#[test]
fn a_case_overrides_its_tools_rules() {
    let case = |peer: &str, kind: &str, rest: serde_json::Value| {
        let day = json!([["09:00", "17:00"]]);
        let weekly = json!({ "mon": day, "tue": day, "wed": day, "thu": day, "fri": day });
        let mut case =
            json!({ "peer": peer, "kind": kind, "calendar": { "time_zone": "UTC", "weekly": weekly } });
        case.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        case
    };
    // 2015-02-27 was a Friday.
    let between = |peer: &str, from: &str, to: &str, unit: &str, whole: i64| {
        case(peer, "elapsed_trunc", json!({ "from": from, "to": to, "unit": unit, "expected_value": whole }))
    };
    let (friday, later) = ("2015-02-27T10:00:00Z", "2015-03-20T13:30:00Z");
    let moment = "moment-business-time";
    let evening = "2015-02-26T17:00:00Z";
    let next_day = "2015-02-27T09:00:00Z";
    let mut cases = vec![
        between(moment, friday, later, "days", 15),
        between(moment, later, friday, "day", -15),
        between("moment_business_time", "2015-02-26T18:00:00Z", "2015-02-27T06:00:00Z", "days", 0),
        between(moment, "2015-02-21T10:00:00Z", "2015-02-27T15:00:00Z", "days", 4),
        between(moment, friday, "2015-03-02T13:30:00Z", "hours", 11),
        between(moment, "2015-03-02T13:30:00Z", friday, "hours", -11),
        between(moment, "2015-02-27T00:00:00Z", "2015-05-27T00:00:00Z", "months", 3),
        between(moment, "2015-05-26T23:59:59Z", "2015-02-27T00:00:00Z", "month", -2),
        between(moment, "2015-02-27T00:00:00Z", "2016-02-26T00:00:00Z", "years", 0),
        between(moment, friday, later, "weeks", 3),
    ];
    // Tool, kind, instant, what else is asked, and the answer.
    let asked = [
        (moment, "is_open", evening, json!({}), json!(true)),
        (moment, "is_open", evening, json!({ "end_inclusive": false }), json!(false)),
        ("biz", "is_open", evening, json!({ "end_inclusive": true }), json!(true)),
        ("biz", "next_open", evening, json!({ "end_inclusive": true }), json!(evening)),
        ("business_time", "next_open", evening, json!({ "end_inclusive": true }), json!(next_day)),
        (moment, "last_transition", evening, json!({}), json!("2015-02-26T09:00:00Z")),
    ];
    let at =
        |(peer, kind, at, mut rest, expected): (&str, &str, &str, serde_json::Value, serde_json::Value)| {
            (rest["at"], rest["expected"]) = (json!(at), expected);
            case(peer, kind, rest)
        };
    cases.extend(asked.map(at));
    let (monday, close) = ("2015-03-02T10:00:00Z", "2015-02-27T17:00:00Z");
    let from = [
        (
            "biz",
            "elapsed",
            friday,
            json!({ "to": "2015-02-26T16:00:00Z", "reversed": "negative", "expected_seconds": -7_200 }),
        ),
        (
            moment,
            "elapsed",
            friday,
            json!({ "to": "2015-02-27T10:00:01.500Z", "rounding": "nearest second", "expected_seconds": 2 }),
        ),
        (
            "biz",
            "deadline",
            friday,
            json!({ "add_seconds": 25_200, "at_period_end": "close", "expected": close }),
        ),
        (
            moment,
            "deadline",
            friday,
            json!({ "add_seconds": 25_200, "at_period_end": "next_open", "expected": "2015-03-02T09:00:00Z" }),
        ),
        (
            moment,
            "deadline_back",
            friday,
            json!({ "subtract_seconds": 3_600, "at_period_start": "prev_close", "expected": evening }),
        ),
        (moment, "add_days", "2015-02-28T10:00:00Z", json!({ "days": 1, "expected": monday })),
        (
            "business-time",
            "add_days",
            "2015-02-28T10:00:00Z",
            json!({ "days": 1, "expected": "2015-03-03T09:00:00Z" }),
        ),
        (
            moment,
            "add_days",
            friday,
            json!({ "days": 1, "end_of_working_day": true, "expected": "2015-03-02T17:00:00Z" }),
        ),
        ("business_time", "days_between", friday, json!({ "to": later, "expected_days": 15 })),
    ];
    cases.extend(from.map(|(peer, kind, from, mut rest)| {
        rest["from"] = json!(from);
        case(peer, kind, rest)
    }));
    let tally = run("overridden", &json!(cases).to_string());
    assert_eq!(counted(&tally), [cases.len(), 0, 0], "{:#?}", tally.details);
}
