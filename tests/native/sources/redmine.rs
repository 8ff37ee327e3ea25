//! Redmine: the scenario's facts out of issues with journals, and the recorded samples.

use deskgauge::desk::Desk;
use deskgauge::store::{NO_INSTANT, Stated};
use deskgauge::ticket::{Dimension, Kind, Role};

use super::batches::in_every_order;
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

/// An issue of a project with what is not always there, as it was changed last at 10:30.
fn issue(rest: &str) -> String {
    [
        r#"{"issue":{"id":1,"project":{"id":2,"name":"Hosting"},"author":{"id":4,"name":"Eve"},"created_on":"2026-03-02T09:00:00Z","updated_on":"2026-03-02T10:30:00Z","closed_on":"2026-03-02T10:00:00Z""#,
        rest,
        "}}",
    ]
    .concat()
}

#[test]
fn what_the_group_is_follows_from_all_that_came() {
    let journal = |id: u8, name: &str, before: &str, value: &str| {
        format!(
            r#"{{"id":{id},"user":{{"id":5}},"created_on":"2026-03-02T09:{id}:00Z","details":[{{"property":"attr","name":"{name}","old_value":{before},"new_value":{value}}}]}}"#
        )
    };
    let moved = journal(11, "project_id", "\"1\"", "\"2\"");
    let sorted = journal(12, "category_id", "null", "\"5\"");
    let unsorted = journal(13, "category_id", "\"5\"", "null");
    let with = |journals: &[&str]| issue(&format!(r#","journals":[{}]"#, journals.join(",")));
    let (early, late, list) = (with(&[&moved]), with(&[&moved, &sorted, &unsorted]), issue(""));
    let groups = |payloads: &[&str]| {
        let desk = in_every_order("redmine", payloads);
        let told = events(desk.store(), "1").into_iter().filter(|told| told.kind == Kind::AssignedGroup);
        let told: Vec<String> = told.map(|told| told.value.unwrap_or_default()).collect();
        (told, desk.store().word(0, Dimension::Group).map(str::to_string))
    };
    let hosting = Some("Hosting".to_string());
    assert_eq!(groups(&[&list]), (vec![], hosting.clone()));
    assert_eq!(groups(&[&early, &list]), (vec!["project:1".into(), "Hosting".into()], hosting));
    assert_eq!(groups(&[&early, &late, &list]), (vec!["5".into(), String::new()], None));
    let categorized = issue(r#","category":{"id":5,"name":"Web"},"journals":[]"#);
    let named = r#"{"issue_categories":[{"id":5,"name":"Web"}]}"#;
    assert_eq!(groups(&[&categorized, named]), (vec!["Web".into()], Some("Web".into())));
}

#[test]
fn an_issue_that_was_opened_again_is_not_closed() {
    let stated = |status: &str| {
        let mut desk = Desk::new();
        load(&mut desk, "redmine", issue(status).as_bytes()).unwrap();
        [Stated::Resolved, Stated::Closed].map(|fact| desk.store().tickets().stated(fact, 0))
    };
    assert_eq!(stated(r#","status":{"id":4,"name":"Feedback","is_closed":false}"#), [NO_INSTANT; 2]);
    for status in [r#","status":{"id":5,"name":"Closed","is_closed":true}"#, ""] {
        assert_eq!(stated(status), [1_772_445_600_000; 2]);
    }
}

#[test]
fn time_may_be_spent_on_a_project() {
    let times = r#"{"time_entries":[{"id":1,"project":{"id":2,"name":"Hosting"},"user":{"id":5},"hours":2.0,"created_on":"2026-03-02T09:00:00Z"},
        {"id":2,"issue":{"id":1},"user":{"id":5},"hours":1.5,"created_on":"2026-03-02T09:00:00Z"}]}"#;
    let loaded = load(&mut Desk::new(), "redmine", times.as_bytes()).unwrap();
    assert_eq!((loaded.rows, loaded.skipped, loaded.source.unwrap().waiting), (2, 0, 1));
}
