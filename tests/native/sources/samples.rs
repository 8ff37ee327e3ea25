//! Payloads out of the fixtures of public client libraries: every one with tickets loads whole.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};
use serde_json::Value;

use super::facts::{Told, events};
use super::{files, load};

fn word(desk: &Desk, id: &str, of: Dimension) -> Option<String> {
    let row = desk.store().tickets().ids().row(id).unwrap();
    desk.store().word(row, of).map(str::to_string)
}

/// How many records a payload has: those of a list, of the lists and objects in it, or itself.
fn count(bytes: &[u8], members: &[&str]) -> usize {
    let payload: Value = serde_json::from_slice(bytes).unwrap();
    let of = |value: &Value| value.as_array().map_or(1, Vec::len);
    let inside = members.iter().filter_map(|member| payload.get(member)).map(of).sum();
    if inside == 0 { of(&payload) } else { inside }
}

#[test]
fn zendesk_samples_load() {
    let Some(files) = files("vendor-api-samples/zendesk") else { return };
    let mut desk = Desk::new();
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "zendesk", bytes);
        match name.as_str() {
            // Settings are no tickets.
            "sla_policies" | "sla_policy" => {
                let loaded = loaded.unwrap();
                let count = if name == "sla_policy" { 1 } else { 3 };
                assert_eq!((loaded.rows, loaded.skipped), (count, count), "{name}");
                assert_eq!(loaded.source.unwrap().records.get("sla_policy"), Some(&count));
                assert!(loaded.problems.iter().all(|problem| problem.code == "settings"));
                assert!(loaded.problems[0].message.contains("zendeskAgreements"));
            }
            // Comments alone do not say of which ticket they are.
            "ticket_comments" => {
                let problems = loaded.unwrap().problems;
                assert!(!problems.is_empty() && problems.iter().all(|problem| problem.code == "no-ticket"));
            }
            _ => {
                let loaded = loaded.unwrap();
                let members = ["tickets", "ticket", "results", "audits", "audit", "groups"];
                let count = count(bytes, &members);
                assert_eq!((loaded.skipped, loaded.rows), (0, count), "{name} {:?}", loaded.problems);
            }
        }
    }
    assert_eq!(word(&desk, "2", Dimension::Channel).as_deref(), Some("email"));
    assert_eq!(word(&desk, "2", Dimension::Status).as_deref(), Some("solved"));
    assert_eq!(word(&desk, "4", Dimension::Priority).as_deref(), Some("urgent"));
    // The audit's ticket has not come; its status was changed by a trigger.
    let ticket = br#"{"ticket":{"id":666,"created_at":"2011-09-25T22:00:00Z","status":"open"}}"#;
    let loaded = load(&mut desk, "zendesk", ticket).unwrap();
    assert_eq!(loaded.source.unwrap().waiting, 0);
    let told: Vec<(Kind, Role)> =
        events(desk.store(), "666").into_iter().map(|told| (told.kind, told.role)).collect();
    assert!(told.contains(&(Kind::Note, Role::Agent)), "{told:?}");
    assert_eq!(told.last(), Some(&(Kind::Status, Role::Bot)));
}

#[test]
fn freshdesk_samples_load() {
    let Some(files) = files("vendor-api-samples/freshdesk") else { return };
    let mut desk = Desk::new();
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "freshdesk", bytes).unwrap();
        let count = count(bytes, &["results"]);
        assert_eq!((loaded.skipped, loaded.rows), (0, count), "{name} {:?}", loaded.problems);
    }
    assert_eq!(word(&desk, "1", Dimension::Status).as_deref(), Some("Open"));
    assert_eq!(word(&desk, "1", Dimension::Priority).as_deref(), Some("low"));
    assert_eq!(word(&desk, "1", Dimension::Channel).as_deref(), Some("web"));
    let row = desk.store().tickets().ids().row("1").unwrap();
    assert_eq!(desk.store().tickets().tags(row as usize).len(), 2);
    let told = events(desk.store(), "1");
    let count = |kind: Kind| told.iter().filter(|told| told.kind == kind).count();
    assert_eq!((count(Kind::Reply), count(Kind::Note), count(Kind::Work)), (1, 1, 1), "{told:?}");
    assert_eq!(told.iter().find(|told| told.kind == Kind::Work).unwrap().value.as_deref(), Some("900"));
}

#[test]
fn intercom_samples_load() {
    let Some(mut files) = files("vendor-api-samples/intercom") else { return };
    let examples: Value = serde_json::from_slice(&files.remove(0).1).unwrap();
    let mut desk = Desk::new();
    for (name, payload) in examples.as_object().unwrap() {
        // Schemas are of parts of a conversation.
        if name.starts_with("schema") {
            continue;
        }
        let loaded = load(&mut desk, "intercom", payload.to_string().as_bytes()).unwrap();
        assert_eq!((loaded.rows, loaded.skipped, loaded.tickets), (1, 0, 1), "{name} {:?}", loaded.problems);
        assert_eq!(loaded.source.unwrap().unknown_events.len(), 0, "{name}");
    }
    assert_eq!(desk.store().tickets().len(), 5);
    // The first message and a comment, which is older than its conversation.
    let told = events(desk.store(), "503");
    let is_reply = |told: &&Told| told.kind == Kind::Reply && told.role == Role::Agent;
    assert_eq!(told.iter().filter(is_reply).count(), 2, "{told:?}");
    assert_eq!(word(&desk, "503", Dimension::Status).as_deref(), Some("closed"));
    assert_eq!(word(&desk, "503", Dimension::Group).as_deref(), Some("5017691"));
    assert_eq!(word(&desk, "631", Dimension::Status).as_deref(), Some("submitted"));
    assert_eq!(word(&desk, "631", Dimension::Type).as_deref(), Some("my-ticket-type-30"));
    assert_eq!(word(&desk, "631", Dimension::Assignee), None);
    // The parts of a conversation whose examples stand by themselves, put into one.
    let mut conversation = examples["get /conversations :: successful"]["conversations"][0].clone();
    for part in ["conversation_statistics", "sla_applied", "conversation_rating"] {
        let member = part.strip_prefix("conversation_").filter(|&part| part == "statistics").unwrap_or(part);
        conversation[member] = examples[format!("schema {part} (its own example values)")].clone();
    }
    let loaded = load(&mut desk, "intercom", conversation.to_string().as_bytes()).unwrap();
    assert_eq!((loaded.skipped, loaded.new_tickets), (0, 0), "{:?}", loaded.problems);
    let told = events(desk.store(), "471");
    assert_eq!(told.iter().filter(|told| told.kind == Kind::Survey).count(), 1, "{told:?}");
}

#[test]
fn zendesk_tells_the_same_by_audits_and_by_the_incremental_export() {
    let ticket = r#"{"tickets":[{"id":1,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T12:00:00Z","status":"solved","requester_id":5,"assignee_id":9,"group_id":2}],
        "users":[{"id":9,"name":"Ana","role":"agent"}],"groups":[{"id":2,"name":"Desk"}]}"#;
    let audits = r#"{"audits":[
        {"id":10,"ticket_id":1,"created_at":"2026-03-02T09:30:00Z","author_id":9,"via":{"channel":"web"},"events":[
            {"id":11,"type":"Comment","public":true,"author_id":9},
            {"id":12,"type":"Change","field_name":"status","value":"solved","previous_value":"new"},
            {"id":13,"type":"Notification"}]}]}"#;
    let export = r#"{"ticket_events":[
        {"id":10,"ticket_id":1,"created_at":"2026-03-02T09:30:00Z","updater_id":9,"via":"Web form","child_events":[
            {"id":11,"event_type":"Comment","public":true,"author_id":9},
            {"id":12,"event_type":"Change","status":"solved","previous_value":"new"},
            {"id":13,"event_type":"Notification"}]}],"end_time":1}"#;
    let desk_of = |payloads: &[&str]| {
        let mut desk = Desk::new();
        for payload in payloads {
            let loaded = load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
            assert_eq!(loaded.skipped, 0);
        }
        desk
    };
    let by_audits = super::facts::all(desk_of(&[ticket, audits]).store());
    assert_eq!(super::facts::all(desk_of(&[export, ticket]).store()), by_audits);
    assert_eq!(super::facts::all(desk_of(&[export, audits, ticket]).store()), by_audits);
    let desk = desk_of(&[ticket, audits]);
    assert_eq!(word(&desk, "1", Dimension::Assignee).as_deref(), Some("Ana"));
    assert_eq!(word(&desk, "1", Dimension::Group).as_deref(), Some("Desk"));
}

#[test]
fn what_a_vendor_computed_counts_until_a_history_comes() {
    use crate::desk::{figure, metric};
    use deskgauge::report::Question;
    let mut desk = Desk::new();
    let first = |desk: &mut Desk| {
        let asked =
            Question { metrics: vec![metric("first_response_time")], as_of: 1.8e12, ..Question::default() };
        figure(&desk.report(&asked).unwrap(), 0, "mean", 0)
    };
    let ticket = br#"{"ticket":{"id":1,"created_at":"2026-03-02T09:00:00Z","status":"solved","requester_id":5,"assignee_id":9,
        "metric_set":{"created_at":"2026-03-02T09:00:00Z","solved_at":"2026-03-02T10:00:00Z","reply_time_in_minutes":{"calendar":20}}}}"#;
    let loaded = load(&mut desk, "zendesk", ticket).unwrap();
    assert_eq!(loaded.source.unwrap().missing.histories, ["1"]);
    assert_eq!(first(&mut desk), Some(1200.0));
    let audit = br#"{"audit":{"id":10,"ticket_id":1,"created_at":"2026-03-02T09:30:00Z","author_id":9,"events":[{"id":11,"type":"Comment","public":true}]}}"#;
    load(&mut desk, "zendesk", audit).unwrap();
    assert_eq!(first(&mut desk), Some(1800.0));
}
