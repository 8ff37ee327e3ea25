//! Request Tracker: the scenario's facts, the recorded samples, and what later payloads change.

use deskgauge::desk::Desk;
use deskgauge::store::Store;
use deskgauge::ticket::{Dimension, Kind, Role};

use super::facts::{events, facts};
use super::{files, load, scenario};

fn kinds(store: &Store, id: &str) -> Vec<(Kind, Role)> {
    events(store, id).into_iter().map(|event| (event.kind, event.role)).collect()
}

#[test]
fn every_fact_of_the_scenario_is_found() {
    let Some(payloads) = scenario::rt(100) else { return };
    let mut desk = Desk::new();
    let loaded = load(&mut desk, "rt", payloads.concat().as_bytes()).unwrap();
    assert_eq!((loaded.tickets, loaded.new_tickets, loaded.skipped), (200, 200, 0), "{loaded:?}");
    let source = loaded.source.unwrap();
    assert_eq!(source.waiting, 0);
    assert_eq!(source.missing, Default::default());
    assert!(source.unknown_events.is_empty(), "{:?}", source.unknown_events);
    for ticket in scenario::tickets().unwrap() {
        let id = ticket.number.to_string();
        let found = facts(desk.store(), &id, "resolved", "stalled");
        assert_eq!(found, ticket.expected(), "{}", ticket.text("key"));
    }
}

#[test]
fn recorded_payloads_load() {
    let Some(files) = files("../hosts/rt5/samples") else { return };
    let mut desk = Desk::new();
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "rt", bytes);
        match name.as_str() {
            "INDEX" | "rt" | "not-logged-in" => {
                assert_eq!(loaded.unwrap_err().code(), "not-a-payload", "{name}")
            }
            _ => assert_eq!(loaded.unwrap().skipped, 0, "{name}"),
        }
    }
    let store = desk.store();
    assert_eq!(store.tickets().len(), 3);
    let row = store.tickets().ids().row("70").unwrap();
    assert_eq!(store.word(row, Dimension::Group), Some("Support L2"));
    assert_eq!(store.word(row, Dimension::Tier), Some("silver"));
    // The whole history of ticket 70 is there: replies by ana and eva, and by its requestor.
    let told = events(store, "70");
    assert_eq!(told[0].kind, Kind::Created);
    assert_eq!((told[0].role, told[0].actor.as_deref()), (Role::Customer, Some("sofia.kaya.30")));
    let replies: Vec<_> = told.iter().filter(|event| event.kind == Kind::Reply).collect();
    assert!(
        replies
            .iter()
            .all(|reply| (reply.role == Role::Customer) == (reply.actor.as_deref() == Some("sofia.kaya.30")))
    );
    assert!(replies.iter().any(|reply| reply.role == Role::Agent));
}

#[test]
fn who_wrote_a_reply_may_be_told_later() {
    let mut desk = Desk::new();
    let reply = r#"{"items":[{"type":"transaction","id":"7","Type":"Correspond","Created":"2026-03-02T10:00:00Z","Creator":{"id":"bob"},"ObjectId":"1","Field":"","OldValue":"","NewValue":""}]}"#;
    let loaded = load(&mut desk, "rt", reply.as_bytes()).unwrap();
    assert_eq!((loaded.tickets, loaded.events), (0, 0));
    let source = loaded.source.unwrap();
    assert_eq!((source.waiting, source.missing.tickets), (1, vec!["1".to_string()]));

    let ticket = r#"{"type":"ticket","id":1,"Created":"2026-03-02T09:00:00Z","LastUpdated":"2026-03-02T10:00:00Z","Status":"open","Requestor":[{"id":"eve"}]}"#;
    let loaded = load(&mut desk, "rt", ticket.as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().missing.users, ["bob"]);
    assert!(kinds(desk.store(), "1").contains(&(Kind::Reply, Role::Unknown)));

    for (privileged, role) in [("1", Role::Agent), ("0", Role::Customer)] {
        let user = format!(r#"{{"Name":"bob","Privileged":{privileged}}}"#);
        let loaded = load(&mut desk, "rt", user.as_bytes()).unwrap();
        assert_eq!(loaded.source.unwrap().missing.users, Vec::<String>::new());
        let told = kinds(desk.store(), "1");
        assert_eq!(told.iter().filter(|&&event| event == (Kind::Reply, role)).count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|(kind, _)| *kind == Kind::Reply).count(), 1, "{told:?}");
    }
}

#[test]
fn live_events_stay_when_a_ticket_is_told_anew() {
    let mut desk = Desk::new();
    let ticket = r#"{"type":"ticket","id":1,"Created":"2026-03-02T09:00:00Z","LastUpdated":"2026-03-02T10:00:00Z","Status":"open","Requestor":[]}"#;
    load(&mut desk, "rt", ticket.as_bytes()).unwrap();
    let live = r#"[{"ticket":"1","at":"2026-03-02T11:00:00Z","kind":"acknowledged","name":"rule"}]"#;
    assert_eq!(desk.apply(live.as_bytes()).unwrap().events, 1);
    let later = ticket.replace("open", "resolved").replace("T10", "T12");
    load(&mut desk, "rt", later.as_bytes()).unwrap();
    assert!(kinds(desk.store(), "1").contains(&(Kind::Acknowledged, Role::Unknown)));
    assert_eq!(desk.store().word(0, Dimension::Status), Some("resolved"));
    // An older state of the ticket changes nothing.
    load(&mut desk, "rt", ticket.as_bytes()).unwrap();
    assert_eq!(desk.store().word(0, Dimension::Status), Some("resolved"));
}

#[test]
fn fields_are_kept_on_request() {
    use deskgauge::ingest::LoadOptions;
    let mut desk = Desk::new();
    let options = LoadOptions {
        source: Some("rt".into()),
        fields: ["Due", "TimeWorked", "Queue.Name", "CF.{Site}"].map(String::from).to_vec(),
        ..LoadOptions::default()
    };
    desk.begin(options).unwrap();
    let ticket = br#"{"type":"ticket","id":1,"Created":"2026-03-02T09:00:00Z","Due":"2026-03-03T09:00:00Z","TimeWorked":25,"Queue":{"id":"3","Name":"L1"},"CF.{Site}":"Berlin"}"#;
    desk.push(ticket).unwrap();
    desk.finish().unwrap();
    let store = desk.store();
    let value = |name: &str| {
        let (_, custom) = store.tickets().custom_named(name).unwrap();
        match &custom.column {
            deskgauge::store::CustomColumn::Number(values) => values[0].to_string(),
            deskgauge::store::CustomColumn::Text { words, codes } => words.get(codes[0]).unwrap().to_string(),
        }
    };
    assert_eq!(value("Due"), "1772528400000");
    assert_eq!(value("TimeWorked"), "25");
    assert_eq!(value("Queue.Name"), "L1");
    assert_eq!(value("CF.{Site}"), "Berlin");
    // Of another kind than the ticket before.
    let options = LoadOptions {
        source: Some("rt".into()),
        fields: ["TimeWorked".to_string()].to_vec(),
        ..LoadOptions::default()
    };
    desk.begin(options).unwrap();
    desk.push(br#"{"type":"ticket","id":2,"Created":"2026-03-02T09:00:00Z","TimeWorked":"long"}"#).unwrap();
    let loaded = desk.finish().unwrap();
    let problems: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
    assert_eq!((loaded.new_tickets, problems), (1, vec!["field-type"]));
}
