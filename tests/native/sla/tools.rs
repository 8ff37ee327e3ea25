//! Clocks as tools run them of which there are no vectors: a small story, told with our clocks and with theirs.

use deskgauge::desk::Settings;
use serde_json::json;

use super::switches::{targets, told};

type Events = &'static [(&'static str, &'static str, &'static str)];

/// What a clock says under our profile and under a tool's.
fn both(tool: &str, events: Events, clock: &str, now: &str) -> [Vec<String>; 2] {
    ["deskgauge", tool].map(|profile| told(&json!({ "profile": profile }), &targets(), events, clock, now))
}

#[test]
fn work_begun_or_a_solve_answers_in_servicenow() {
    let begun: Events = &[("09:20", "status", "open")];
    let [ours, theirs] = both("servicenow", begun, "first_response", "09:30");
    assert_eq!(
        (ours, theirs),
        (vec!["running 30 min, due 10:00".into()], vec!["fulfilled 20 min, due 10:00".into()])
    );
    let solved: Events = &[("09:50", "status", "solved")];
    let [_, theirs] = both("servicenow", solved, "first_response", "10:30");
    assert_eq!(theirs, ["fulfilled 50 min, due 10:00"]);
}

#[test]
fn reopening_attaches_a_new_resolution_clock_in_servicenow_and_no_new_response_clock() {
    let events: Events =
        &[("09:20", "reply", "agent"), ("10:00", "status", "solved"), ("11:00", "status", "open")];
    let [ours, theirs] = both("servicenow", events, "resolution", "12:00");
    assert_eq!(ours, ["running 120 min, due 14:00"]);
    assert_eq!(theirs, ["fulfilled 60 min, due 13:00", "running 60 min, due 15:00"]);
    let [ours, theirs] = both("servicenow", events, "first_response", "12:00");
    assert_eq!(ours, theirs);
}

#[test]
fn clocks_begin_with_the_customers_message_in_intercom() {
    let events: Events = &[("09:00", "created", "agent"), ("09:20", "reply", "customer")];
    let [ours, theirs] = both("intercom", events, "first_response", "09:30");
    assert_eq!(
        (ours, theirs),
        (vec!["running 30 min, due 10:00".into()], vec!["running 10 min, due 10:20".into()])
    );
}

#[test]
fn every_profile_of_metrics_is_one_of_clocks() {
    for profile in deskgauge::kpi::Profile::all() {
        let mut desk = deskgauge::desk::Desk::new();
        let settings = Settings { profile: Some(profile.name().into()), ..Settings::default() };
        desk.configure(settings).unwrap_or_else(|error| panic!("{}: {error}", profile.name()));
    }
}
