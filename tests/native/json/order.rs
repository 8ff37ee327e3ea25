//! The order of keys, the space between tokens and needless escapes change nothing.

use crate::settings::written;
use proptest::prelude::*;
use serde_json::Value;

use super::load;
use super::model::of_store;
use super::write::{Style, array, lines, style, tickets};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_way_of_writing_gives_the_same_tickets(tickets in tickets(), style in style(&["", " ", "\t "]), size in 1..5000_usize) {
        let plain = Style { seed: 0, shuffled: false, escapes: false, space: "" };
        let (expected, _) = load(lines(&tickets, plain).as_bytes(), "ndjson", usize::MAX).unwrap();
        let (found, _) = load(lines(&tickets, style).as_bytes(), "ndjson", size).unwrap();
        prop_assert_eq!(of_store(&found), of_store(&expected));
        let (found, _) = load(array(&tickets, style).as_bytes(), "json", size).unwrap();
        prop_assert_eq!(of_store(&found), of_store(&expected));
    }
}

#[test]
fn a_key_that_comes_twice_counts_as_it_came_last() {
    let json = r#"{"id":1,"id":2,"created_at":"2024-01-01T00:00:00Z","status":"a","status":"b","events":[{"at":1}],"events":[
        {"kind":"status","to":"x","at":"2024-01-01T00:00:00Z","to":"y","kind":"status","at":"2024-01-02T00:00:00Z"},
        {"to":"x","kind":"status","to":"z","kind":"priority","at":"2024-01-03T00:00:00Z","role":"bot","role":"agent"}]}"#;
    let (store, loaded) = load(json.as_bytes(), "json", usize::MAX).unwrap();
    assert_eq!(loaded.tickets, 1);
    let plain = format!("{:?}", of_store(&store));
    assert!(plain.starts_with("{\"2\": "), "{plain}");
    for said in
        ["\"status\": \"b\"", "Status Unknown None Some(\\\"y\\\")", "Priority Agent None Some(\\\"z\\\")"]
    {
        assert!(plain.contains(said), "{said} in {plain}");
    }
}

#[test]
fn a_ticket_that_comes_twice_has_the_events_of_both_and_the_later_words() {
    let json = r#"
        {"id":"a","created_at":"2024-01-01T00:00:00Z","channel":"email","tier":"vip","events":[{"at":"2024-01-01T00:00:00Z","kind":"note"}]}
        {"id":"b","created_at":"2024-01-01T00:00:00Z"}
        {"id":"a","created_at":"2024-01-01T00:00:00Z","channel":"chat","events":[{"at":"2024-01-01T00:00:00Z","kind":"note"}]}"#;
    let (store, loaded) = load(json.as_bytes(), "ndjson", usize::MAX).unwrap();
    assert_eq!((loaded.tickets, loaded.rows, loaded.duplicates.tickets, loaded.events), (2, 3, 1, 2));
    let found = of_store(&store);
    assert!(format!("{found:?}").contains("\"channel\": \"chat\", \"tier\": \"vip\""), "{found:?}");
}

#[test]
fn words_in_escapes_and_words_as_they_are_share_a_code() {
    let json = r#"[{"id":1,"created_at":0,"status":"so\u006cved"},{"id":2,"created_at":0,"st\u0061tus":"solved"},
        {"id":3,"created_at":0,"status":"\ud83d alone \ude00"},{"id":4,"created_at":0,"status":"\ud83d\ude00"}]"#;
    let (store, _) = load(json.as_bytes(), "json", 7).unwrap();
    let words: Vec<&str> = store.dictionary(deskgauge::ticket::Dimension::Status).iter().collect();
    assert_eq!(words, ["solved", "\u{fffd} alone \u{fffd}", "\u{1f600}"]);
}

#[test]
fn a_root_is_found_wherever_it_is() {
    let mapping = || written(&serde_json::json!({"format": "json", "root": "data.tickets"})).unwrap();
    let json = br#"{"tickets":[7],"data":{"x":{"tickets":[]},"tickets" : [ {"id":1,"created_at":0}, {"id":2,"created_at":0} ] , "tickets":[{}]}, "next":null}"#;
    for size in 1..json.len() {
        let (store, loaded) = super::load_mapped(json, "json", size, Some(mapping())).unwrap();
        assert_eq!((store.tickets().len(), loaded.skipped), (2, 0), "{size}");
    }
}

#[test]
fn a_mapping_of_the_native_names_reads_as_the_native_format_does() {
    let tickets: Vec<Value> = (0..50)
        .map(|n| {
            serde_json::json!({"id": format!("T{n}"), "created_at": "2024-01-01T00:00:00Z", "status": "open",
                "events": [{"at": "2024-01-01T00:00:05Z", "kind": "reply", "role": "agent", "actor": format!("a{}", n % 7)},
                           {"at": format!("2024-01-02T00:00:{n:02}Z"), "kind": "status", "to": "solved"}]})
        })
        .collect();
    let json = array(&tickets, Style { seed: 1, shuffled: true, escapes: true, space: " " });
    let mapping = written(&serde_json::json!({
        "ticket": {"id": "id", "created_at": "created_at", "status": "status"}, "events": "events",
        "event": {"at": "at", "kind": "kind", "role": "role", "actor": "actor", "to": "to"}
    }))
    .unwrap();
    let (native, _) = load(json.as_bytes(), "json", 100).unwrap();
    let (mapped, loaded) = super::load_mapped(json.as_bytes(), "json", 100, Some(mapping)).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(of_store(&mapped), of_store(&native));
}
