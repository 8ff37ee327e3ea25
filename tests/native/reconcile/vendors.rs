//! Six invented tickets as five vendors tell them: what each vendor measured itself is ours, or a named rule says why not.

use deskgauge::desk::Desk;
use deskgauge::reconcile::{ReconcileQuestion, Theirs};
use deskgauge::report::{MetricChoice, Selection};

use super::{ask, kinds};
use crate::sla::vendor::SNAPSHOT;
use crate::sources::lifecycle::{configure, names, payloads, telling};
use crate::sources::load;

/// A desk with the payloads of a vendor, the last first where `turned`.
fn desk_of(vendor: &str, folder: &str, turned: bool) -> Option<Desk> {
    let (mut payloads, expected) = payloads(folder)?;
    payloads.extend(names(vendor, &expected));
    payloads.retain(|(name, _)| !name.starts_with("request_"));
    if turned {
        payloads.reverse();
    }
    let mut desk = Desk::new();
    for (_, bytes) in &payloads {
        load(&mut desk, vendor, bytes).unwrap();
    }
    configure(&mut desk, &telling(vendor), &expected);
    Some(desk)
}

/// How many agree, of how many nobody has a value, and the kinds of the rest.
type Hoped = (usize, usize, &'static [(&'static str, usize)]);

/// Holds a metric in some hours to what is hoped for under the vendor's profile and under the default, whichever payload comes
/// first, also from a snapshot.
fn hold(vendor: &str, folder: &str, metrics: &[(&str, &str, Hoped, Hoped)]) {
    for turned in [false, true] {
        let Some(mut desk) = desk_of(vendor, folder, turned) else { return };
        let saved = desk.save().unwrap();
        hold_desk(&mut desk, vendor, metrics);
        desk.restore(&saved).unwrap();
        assert_eq!(desk.save().unwrap(), saved);
        hold_desk(&mut desk, vendor, metrics);
    }
}

fn hold_desk(desk: &mut Desk, vendor: &str, metrics: &[(&str, &str, Hoped, Hoped)]) {
    for &(metric, hours, theirs, ours) in metrics {
        let hours = (!hours.is_empty()).then(|| hours.to_string());
        let question = ReconcileQuestion {
            selection: Selection { as_of: SNAPSHOT, ..Selection::default() },
            metric: MetricChoice { metric: metric.into(), hours, ..MetricChoice::default() },
            theirs: Theirs { source: Some(vendor.into()), ..Theirs::default() },
            ..ReconcileQuestion::default()
        };
        let answer = ask(desk, &question);
        assert_eq!((answer.unknown, answer.beyond, answer.under.len()), (0, 0, 2));
        for (under, (agree, neither, differing)) in answer.under.iter().zip([theirs, ours]) {
            let what = format!("{vendor} {metric} {:?}: {under:#?}", question.metric.hours);
            let differing: Vec<(String, usize)> =
                differing.iter().map(|&(kind, tickets)| (kind.to_string(), tickets)).collect();
            assert_eq!((under.agree, under.neither, kinds(under)), (agree, neither, differing), "{what}");
            assert_eq!((under.tickets, under.unexplained), (6, 0), "{what}");
            assert!(agree == 0 || under.rounding == ["exact"], "{what}");
        }
    }
}

/// The ticket that is still open counts with its time so far.
const STILL_OPEN: &[(&str, usize)] = &[("still-open", 1)];
/// A solve before any reply ends the wait for one.
const SOLVE: &[(&str, usize)] = &[("solve-answers", 1)];
/// A milestone that is not begun anew ends with the last solve.
const LAST: &[(&str, usize)] = &[("last-resolution", 1)];
/// So does one that only a closing ends.
const CLOSED: &[(&str, usize)] = &[("closed-only", 1)];
const NONE: &[(&str, usize)] = &[];

#[test]
fn zendesk_measured_the_same() {
    let all = (6, 0, NONE);
    let mut metrics = vec![
        ("reopens_per_ticket", "", all, all),
        ("replies_per_ticket", "", all, all),
        ("transfers_per_ticket", "", all, all),
        ("agent_changes_per_ticket", "", all, all),
    ];
    for hours in ["calendar", "business"] {
        metrics.extend([
            ("first_response_time", hours, (4, 2, NONE), (4, 2, NONE)),
            ("first_resolution_time", hours, (5, 1, NONE), (5, 1, NONE)),
            ("full_resolution_time", hours, (5, 1, NONE), (5, 1, NONE)),
            ("agent_wait_time", hours, (5, 0, STILL_OPEN), (5, 0, STILL_OPEN)),
            ("requester_wait_time", hours, (5, 0, STILL_OPEN), (5, 0, STILL_OPEN)),
            ("on_hold_time", hours, (5, 0, STILL_OPEN), (5, 0, STILL_OPEN)),
        ]);
    }
    hold("zendesk", "zendesk", &metrics);
}

#[test]
fn freshdesk_measured_the_same() {
    let metrics = [
        ("first_response_time", "", (4, 2, NONE), (4, 2, NONE)),
        ("full_resolution_time", "", (5, 1, NONE), (5, 1, NONE)),
        ("closure_time", "", (3, 3, NONE), (3, 3, NONE)),
    ];
    hold("freshdesk", "freshdesk", &metrics);
}

#[test]
fn jira_stops_at_a_solve_and_begins_anew_with_a_reopening() {
    // These clocks ran while the customer was waited for, unlike those of the profile.
    let waited: &[(&str, usize)] = &[("without-less-waiting", 2)];
    let metrics = [
        ("first_response_time", "", (5, 1, NONE), (4, 1, SOLVE)),
        ("first_resolution_time", "", (3, 1, waited), (5, 1, NONE)),
        ("full_resolution_time", "", (3, 1, waited), (4, 1, &[("last-cycle", 1)])),
    ];
    hold("jira", "jira-service-management", &metrics);
}

#[test]
fn salesforce_stops_at_a_solve() {
    let metrics = [
        ("first_response_time", "", (4, 1, SOLVE), (4, 1, SOLVE)),
        ("first_resolution_time", "", (5, 1, NONE), (4, 1, CLOSED)),
        ("full_resolution_time", "", (5, 1, NONE), (5, 1, NONE)),
    ];
    hold("salesforce", "salesforce", &metrics);
}

#[test]
fn servicenow_stops_at_a_solve() {
    // These clocks waited for a reply, not for work to begin, as those of the profile do.
    let worked: &[(&str, usize)] = &[("without-work-answers", 3)];
    let mut metrics = Vec::new();
    for hours in ["calendar", "business"] {
        metrics.extend([
            ("first_response_time", hours, (3, 0, worked), (4, 1, SOLVE)),
            ("first_resolution_time", hours, (4, 1, LAST), (4, 1, LAST)),
            ("full_resolution_time", hours, (5, 1, NONE), (5, 1, NONE)),
        ]);
    }
    hold("servicenow", "servicenow", &metrics);
}

#[test]
fn the_ticket_that_differs_is_named_with_both_values() {
    for (vendor, folder, ticket) in
        [("jira", "jira-service-management", "DESK-6"), ("servicenow", "servicenow", "INC0000006")]
    {
        let Some(mut desk) = desk_of(vendor, folder, false) else { return };
        let mut question =
            super::about("first_response_time", Theirs { source: Some(vendor.into()), ..Theirs::default() });
        question.selection.as_of = SNAPSHOT;
        let answer = ask(&mut desk, &question);
        let example = &answer.under[1].kinds[0].examples[0];
        assert_eq!(example.ticket, ticket);
        assert_eq!((example.ours, example.theirs), (None, Some(600.0)));
        assert_eq!((example.outcome, example.explained), ("only-theirs", Some(600.0)));
        let sentence = "A solve before any reply is the first response.";
        assert_eq!(answer.under[1].kinds[0].sentence, sentence);
    }
}

#[test]
fn an_agreement_may_be_named() {
    let Some(mut desk) = desk_of("servicenow", "servicenow", false) else { return };
    let mut theirs = Theirs { source: Some("servicenow".into()), ..Theirs::default() };
    theirs.named = Some("resolution 24 H".into());
    let mut question = super::about("first_response_time", theirs);
    question.selection.as_of = SNAPSHOT;
    // The time to a resolution is no time to a response, so that few agree.
    let answer = ask(&mut desk, &question);
    assert!(answer.under[0].agree < 2, "{answer:?}");
    question.theirs.named = Some("none".into());
    assert_eq!(ask(&mut desk, &question).listed, 0);
}

#[test]
fn what_a_source_does_not_measure_is_refused() {
    let mut desk = Desk::new();
    let theirs = |source: &str| Theirs { source: Some(source.into()), ..Theirs::default() };
    let error = desk.reconcile(&super::about("events_per_ticket", theirs("zendesk"))).unwrap_err();
    assert_eq!((error.code(), error.path()), ("no-own-values", Some("metric")));
    let error = desk.reconcile(&super::about("first_response_time", theirs("nobody"))).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-source", Some("theirs.source")));
}

#[test]
fn of_two_values_of_one_version_the_finer_one_counts() {
    let ticket = r#"{"ticket":{"id":1,"created_at":"2026-03-02T09:00:00Z","status":"open","requester_id":5,"assignee_id":9}}
        {"audit":{"id":10,"ticket_id":1,"created_at":"2026-03-02T09:01:30Z","author_id":9,"events":[{"id":11,"type":"Comment","public":true}]}}"#;
    let metric = |times: &str| {
        let [from, until] =
            [r#"{"ticket_metrics":[{"id":3,"ticket_id":1,"updated_at":"2026-03-02T10:00:00Z","#, "}]}"];
        [from, times, until].concat()
    };
    let fine = metric(r#""reply_time_in_seconds":{"calendar":90}"#);
    let coarse = metric(r#""reply_time_in_minutes":{"calendar":9}"#);
    for payloads in [[ticket, &fine, &coarse], [&coarse, &fine, ticket]] {
        let mut desk = Desk::new();
        for payload in payloads {
            load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
        }
        let question = ReconcileQuestion {
            selection: Selection { as_of: 1.8e12, ..Selection::default() },
            metric: MetricChoice { metric: "first_response_time".into(), ..MetricChoice::default() },
            theirs: Theirs { source: Some("zendesk".into()), ..Theirs::default() },
            ..ReconcileQuestion::default()
        };
        assert!(ask(&mut desk, &question).under.iter().all(|under| under.agree == 1), "{payloads:?}");
    }
}
