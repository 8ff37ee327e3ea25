//! django-helpdesk: the scenario's facts out of our app's history, and the recorded samples.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};

use super::facts::{Facts, events, facts};
use super::{files, load, scenario};

#[test]
fn every_fact_of_the_scenario_is_found() {
    let Some(payloads) = scenario::django_helpdesk(50) else { return };
    let mut desk = Desk::new();
    let loaded = load(&mut desk, "django-helpdesk", payloads.concat().as_bytes()).unwrap();
    assert_eq!((loaded.tickets, loaded.new_tickets, loaded.skipped), (200, 200, 0), "{loaded:?}");
    assert!(loaded.unknown_statuses.is_empty());
    for ticket in scenario::tickets().unwrap() {
        let found = facts(desk.store(), &ticket.number.to_string(), "Resolved", "On Hold");
        let expected = ticket.expected();
        // There is no "new", and what is open again is called so.
        let is_reopened = expected.reopens > 0;
        let final_status = match expected.final_status.as_deref().unwrap() {
            "resolved" => "Resolved",
            "stalled" => "On Hold",
            "rejected" => "Duplicate",
            _ if is_reopened => "Reopened",
            _ => "Open",
        };
        let expected = Facts { final_status: Some(final_status.into()), ..expected };
        assert_eq!(found, expected, "{}", ticket.text("key"));
    }
}

#[test]
fn recorded_payloads_load() {
    let Some(files) = files("../hosts/django-helpdesk/samples") else { return };
    let mut desk = Desk::new();
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "django-helpdesk", bytes);
        match name.as_str() {
            "INDEX" | "not-logged-in" => assert_eq!(loaded.unwrap_err().code(), "not-a-payload", "{name}"),
            _ => assert_eq!(loaded.unwrap().skipped, 0, "{name}"),
        }
    }
    let store = desk.store();
    let row = store.tickets().ids().row("70").unwrap();
    assert_eq!(store.word(row, Dimension::Group), Some("Support L2"));
    assert_eq!(store.word(row, Dimension::Assignee), Some("eva"));
    assert_eq!(store.word(row, Dimension::Status), Some("Resolved"));
    let told = events(store, "70");
    let count =
        |kind: Kind, role: Role| told.iter().filter(|told| (told.kind, told.role) == (kind, role)).count();
    let found = facts(store, "70", "Resolved", "On Hold");
    assert_eq!((found.reopens, found.queue_changes, found.assignments), (2, 1, 1));
    assert_eq!(found.on_hold_seconds, 56 * 60 + 15);
    assert_eq!(count(Kind::Created, Role::Customer), 1);
    // The rows of the list alone tell a ticket as well.
    assert_eq!(store.word(store.tickets().ids().row("2").unwrap(), Dimension::Assignee), Some("Ben Okafor"));
}

#[test]
fn a_signed_out_browser_is_told_apart() {
    let mut desk = Desk::new();
    let detail = br#"{"detail":"Authentication credentials were not provided."}"#;
    let error = load(&mut desk, "django-helpdesk", detail).unwrap_err();
    assert_eq!(error.code(), "api-error");
    assert!(error.message().contains("Authentication credentials were not provided."));
}
