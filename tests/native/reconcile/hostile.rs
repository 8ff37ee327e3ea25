//! Values of any kind for tickets of any kind: nothing panics, and the counts add up.

use deskgauge::desk::Desk;
use deskgauge::reconcile::{ReconcileQuestion, RowsAsked, Theirs};
use deskgauge::settings::{Value as Plain, read};
use proptest::prelude::*;
use serde_json::json;

use super::{about, ask, values};
use crate::desk::desk;
use crate::random::{Marks, Random, lines, tickets};

const METRICS: [&str; 12] = [
    "first_response_time",
    "first_resolution_time",
    "full_resolution_time",
    "closure_time",
    "case_duration",
    "requester_wait_time",
    "agent_wait_time",
    "on_hold_time",
    "active_resolution_time",
    "replies_per_ticket",
    "reopens_per_ticket",
    "time_to_escalation",
];

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (0_u32..200_000).prop_map(f64::from),
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(f64::INFINITY), Just(-1.0), Just(1e300), Just(-0.0), Just(f64::MIN_POSITIVE)],
    ]
}

proptest! {
    #[test]
    fn counts_add_up_whatever_the_other_side_says(
        seed in 0_u64..1_000,
        metric in 0..METRICS.len(),
        unit in 0..4_usize,
        theirs in prop::collection::vec((0_u32..60, any_value()), 0..80),
    ) {
        let mut random = Random::new(seed);
        let mut desk = desk(&lines(&tickets(&mut random, 40, false), Marks::Number));
        let theirs: Vec<(String, f64)> =
            theirs.into_iter().map(|(id, value)| (id.to_string(), value)).collect();
        let metric = METRICS[metric];
        let unit = if metric.ends_with("_per_ticket") { "" } else { ["ms", "seconds", "minutes", "hours"][unit] };
        let mut question = about(metric, values(&theirs, unit));
        question.rows = Some(RowsAsked { limit: Some(1e6), ..RowsAsked::default() });
        let answer = ask(&mut desk, &question);
        prop_assert_eq!(answer.rows.len(), answer.under[0].tickets);
        // What goes out is JSON without a number that is none.
        let text = serde_json::to_string(&answer).unwrap();
        prop_assert!(!text.contains("NaN") && !text.contains("inf"));
        let agree = answer.rows.iter().filter(|row| row.outcome == "agree").count();
        prop_assert_eq!(agree, answer.under[0].agree);
    }

    #[test]
    fn tables_of_any_bytes_are_read_or_refused(csv in "[\\PC\n\",;]{0,200}") {
        let theirs = Theirs { csv: Some(csv), unit: Some("minutes".into()), ..Theirs::default() };
        if let Err(error) = Desk::new().reconcile(&about("first_response_time", theirs)) {
            prop_assert!(error.path().is_none_or(|path| path.starts_with("theirs")), "{}", error);
        }
    }
}

#[test]
fn ours_held_against_ours_agree() {
    let mut random = Random::new(5);
    let mut desk = desk(&lines(&tickets(&mut random, 200, false), Marks::Number));
    for metric in METRICS {
        let unit = if metric.ends_with("_per_ticket") { "" } else { "seconds" };
        let all = desk.store().tickets().ids().len() as u32;
        let ids = (0..all).map(|row| desk.store().tickets().ids().get(row).unwrap().to_string());
        let none: Vec<(String, f64)> = ids.map(|id| (id, f64::NAN)).collect();
        let mut question = about(metric, values(&none, unit));
        question.rows = Some(RowsAsked { limit: Some(1e6), ..RowsAsked::default() });
        let first = ask(&mut desk, &question);
        let same: Vec<(String, f64)> =
            first.rows.iter().map(|row| (row.ticket.clone(), row.ours.unwrap_or(f64::NAN))).collect();
        let again = ask(&mut desk, &about(metric, values(&same, unit)));
        assert_eq!(again.under[0].agree + again.under[0].neither, again.under[0].tickets, "{metric}");
        assert_eq!(again.under[0].agree, first.under[0].only_ours, "{metric}");
        assert_eq!(again.unlisted, 0);
        // What is not listed is no difference, but is counted.
        let half = ask(&mut desk, &about(metric, values(&same[..same.len() / 2], unit)));
        assert_eq!(half.under[0].agree + half.unlisted, again.under[0].agree, "{metric}");
    }
}

#[test]
fn pages_of_rows_are_those_of_all_rows() {
    let mut random = Random::new(6);
    let mut desk = desk(&lines(&tickets(&mut random, 100, false), Marks::Number));
    let theirs: Vec<(String, f64)> = (0..100).map(|id| (id.to_string(), f64::from(id % 7) * 60.0)).collect();
    let mut question = about("first_response_time", values(&theirs, "minutes"));
    let page = |offset: f64, limit: f64, outcome: Option<&str>| {
        let outcome = outcome.map(str::to_string);
        Some(RowsAsked { offset: Some(offset), limit: Some(limit), outcome })
    };
    question.rows = page(0.0, 1e6, None);
    let all = ask(&mut desk, &question).rows;
    question.rows = page(10.0, 5.0, None);
    assert_eq!(ask(&mut desk, &question).rows, all[10..15]);
    question.rows = page(0.0, 1e6, Some("only-theirs"));
    let only = ask(&mut desk, &question);
    assert_eq!(only.total, only.under[0].only_theirs);
    assert!(only.rows.iter().all(|row| row.outcome == "only-theirs" && row.ours.is_none()));
    question.rows = page(0.0, 1.0, Some("none"));
    let error = desk.reconcile(&question).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-option", Some("rows.outcome")));
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_path() {
    let refused = |asked: serde_json::Value| {
        let plain: Plain = serde_json::from_value(asked).unwrap();
        let error = read::<ReconcileQuestion>(&plain, "bad-question")
            .and_then(|question| Desk::new().reconcile(&question).map(|_| ()))
            .unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_string())
    };
    let theirs = json!({ "unit": "minutes" });
    let ask =
        |metric: &str, theirs: &serde_json::Value| json!({ "metric": metric, "theirs": theirs, "asOf": 0 });
    assert_eq!(refused(ask("first_response", &theirs)), ("unknown-metric", "metric".into()));
    assert_eq!(refused(ask("escalation_rate", &theirs)), ("not-reconcilable", "metric".into()));
    assert_eq!(refused(ask("next_response_time", &theirs)), ("not-reconcilable", "metric".into()));
    assert_eq!(refused(ask("first_response_time", &json!({}))), ("missing-unit", "theirs.unit".into()));
    let days = json!({ "unit": "days" });
    assert_eq!(refused(ask("first_response_time", &days)), ("unknown-option", "theirs.unit".into()));
    assert_eq!(refused(ask("replies_per_ticket", &theirs)), ("unknown-option", "theirs.unit".into()));
    let hours = json!({ "unit": "minutes", "hours": "some" });
    assert_eq!(refused(ask("first_response_time", &hours)), ("unknown-option", "theirs.hours".into()));
    assert_eq!(
        refused(ask("first_response_time", &json!("excel"))),
        ("unknown-source", "theirs.source".into())
    );
    let csv = json!({ "csv": "a,b\n1,2\n", "ticket": "c", "unit": "minutes" });
    assert_eq!(refused(ask("first_response_time", &csv)), ("unknown-column", "theirs.ticket".into()));
    assert_eq!(refused(json!({ "metric": "created", "their": 1 })).0, "unknown-option");
}
