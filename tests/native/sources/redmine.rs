//! Redmine: the scenario's facts out of issues with journals, and the recorded samples.

use deskgauge::desk::Desk;
use deskgauge::store::Stated;
use deskgauge::ticket::{Dimension, Kind, Role};

use super::facts::{Facts, all, events, facts};
use super::{files, load, scenario};

#[test]
fn every_fact_of_the_scenario_is_found() {
    let Some(payloads) = scenario::redmine() else { return };
    let mut desk = Desk::new();
    let loaded = load(&mut desk, "redmine", payloads.concat().as_bytes()).unwrap();
    assert_eq!((loaded.tickets, loaded.new_tickets, loaded.skipped), (200, 200, 0), "{loaded:?}");
    assert_eq!(loaded.source.unwrap().missing.histories, Vec::<String>::new());
    for ticket in scenario::tickets().unwrap() {
        let found = facts(desk.store(), &ticket.number.to_string(), "Resolved", "Feedback");
        let expected = ticket.expected();
        let final_status = expected.final_status.as_deref().map(scenario::redmine_status);
        let expected = Facts { final_status: final_status.map(str::to_string), ..expected };
        assert_eq!(found, expected, "{}", ticket.text("key"));
    }
}

#[test]
fn lists_of_names_may_come_last() {
    let Some(payloads) = scenario::redmine() else { return };
    let [mut first, mut last] = [Desk::new(), Desk::new()];
    load(&mut first, "redmine", payloads.concat().as_bytes()).unwrap();
    for payload in payloads.iter().rev() {
        load(&mut last, "redmine", payload.as_bytes()).unwrap();
    }
    assert_eq!(all(first.store()), all(last.store()));
}

#[test]
fn recorded_payloads_load() {
    let Some(files) = files("../hosts/redmine/samples") else { return };
    let mut desk = Desk::new();
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "redmine", bytes);
        match name.as_str() {
            "INDEX" | "not-logged-in" => assert_eq!(loaded.unwrap_err().code(), "not-a-payload", "{name}"),
            _ => assert_eq!(loaded.unwrap().skipped, 0, "{name}"),
        }
    }
    let store = desk.store();
    let row = store.tickets().ids().row("70").unwrap();
    assert_eq!(store.word(row, Dimension::Group), Some("Support L2"));
    assert_eq!(store.word(row, Dimension::Assignee), Some("Eva Novak"));
    assert_eq!(store.word(row, Dimension::Type), Some("Support"));
    let told = events(store, "70");
    let count =
        |kind: Kind, role: Role| told.iter().filter(|told| (told.kind, told.role) == (kind, role)).count();
    assert_eq!(count(Kind::Created, Role::Customer), 1);
    let expected = scenario::tickets().unwrap().swap_remove(69).expected();
    let found = facts(store, "70", "Resolved", "Feedback");
    assert_eq!(
        (found.first_reply, found.first_resolved, found.last_resolved, found.reopens, found.notes),
        (
            expected.first_reply,
            expected.first_resolved,
            expected.last_resolved,
            expected.reopens,
            expected.notes
        )
    );
    assert_eq!((found.queue_changes, found.assignments), (expected.queue_changes, expected.assignments));
    assert_eq!(found.on_hold_seconds, expected.on_hold_seconds);
}

#[test]
fn an_issue_without_categories_is_of_its_project() {
    let mut desk = Desk::new();
    let issue = r#"{"issues":[{"id":1,"project":{"id":2,"name":"Hosting"},"status":{"id":5,"name":"Done","is_closed":true},"author":{"id":4,"name":"Eve"},"created_on":"2026-03-02T09:00:00Z","updated_on":"2026-03-02T10:00:00Z","closed_on":"2026-03-02T10:00:00Z"}]}"#;
    let loaded = load(&mut desk, "redmine", issue.as_bytes()).unwrap();
    assert!(loaded.unknown_statuses.is_empty(), "{:?}", loaded.unknown_statuses);
    assert_eq!(loaded.source.unwrap().missing.histories, ["1"]);
    let store = desk.store();
    assert_eq!(store.word(0, Dimension::Group), Some("Hosting"));
    assert_eq!(store.tickets().stated(Stated::Resolved, 0), 1_772_445_600_000);
    // The journals say that it was moved.
    let moved = r#"{"issue":{"id":1,"project":{"id":2,"name":"Hosting"},"status":{"id":5,"name":"Done"},"author":{"id":4},"created_on":"2026-03-02T09:00:00Z","updated_on":"2026-03-02T10:00:00Z","journals":[{"id":9,"user":{"id":5,"name":"Bob"},"notes":"","created_on":"2026-03-02T09:30:00Z","details":[{"property":"attr","name":"project_id","old_value":"1","new_value":"2"}]}]}}"#;
    load(&mut desk, "redmine", moved.as_bytes()).unwrap();
    let groups = events(desk.store(), "1").into_iter().filter(|event| event.kind == Kind::AssignedGroup);
    let groups: Vec<_> = groups.map(|event| event.value.unwrap()).collect();
    assert_eq!(groups.last().map(String::as_str), Some("Hosting"));
    assert!(groups.contains(&"project:1".to_string()), "{groups:?}");
}
