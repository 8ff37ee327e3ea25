//! What is no payload, is broken or means harm: an error that says what came, and a desk as before.

use deskgauge::desk::Desk;
use proptest::prelude::*;

use super::facts::all;
use super::load;

const SOURCES: [&str; 2] = ["rt", "django-helpdesk"];

/// A payload of each kind, in small.
const RECORDS: [&str; 6] = [
    r#"{"items":[{"type":"ticket","id":"1","Created":"2026-03-02T09:00:00Z","LastUpdated":"2026-03-02T09:00:00Z","Status":"new","Queue":{"id":"3","Name":"L1"},"Owner":{"id":"ana"},"Requestor":[{"id":"bob"}]}]}"#,
    r#"{"items":[{"type":"transaction","id":"9","Type":"Set","Field":"Owner","OldValue":"6","NewValue":"27","Created":"2026-03-02T10:00:00Z","Creator":{"id":"ana"},"ObjectId":"1"}]}"#,
    r#"{"Name":"ana","Privileged":1,"_hyperlinks":[{"ref":"self","id":27}]}"#,
    r#"{"tickets":[{"id":1,"created":"2026-03-02T09:00:00Z","modified":"2026-03-02T09:00:00Z","status":1,"queue":{"id":2,"title":"L1"},"assigned_to":"eva","followups":[{"id":5,"date":"2026-03-02T10:00:00Z","public":true,"user":"eva","comment":true,"new_status":3,"changes":[{"field":"Queue","old":"1","new":"2"}]}]}]}"#,
    r#"{"results":[{"id":5,"ticket":1,"user":null,"title":"x","comment":"y","public":true,"new_status":null,"time_spent":"00:10:00","date":"2026-03-02T19:53:56+01:00","message_id":"<a>"}]}"#,
    r#"{"data":[{"id":1,"priority":3,"queue":{"title":"L1","id":1},"status":"Open","created":"2026-03-02T19:53:56+01:00","assigned_to":"None","row_class":""}]}"#,
];

fn code(source: &str, bytes: &[u8]) -> &'static str {
    load(&mut Desk::new(), source, bytes).map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn what_is_no_payload_is_named() {
    for source in SOURCES {
        assert_eq!(code(source, b""), "empty-input");
        assert_eq!(code(source, b" \n<!DOCTYPE html><html>"), "not-a-payload");
        assert_eq!(code(source, b"{\"a\":1}"), "not-a-payload");
        assert_eq!(code(source, b"[1]"), "not-a-payload");
        assert_eq!(code(source, b"null"), "not-a-payload");
        assert_eq!(code(source, b"{\"message\":\"Unauthorized\"}"), "api-error");
        assert_eq!(code(source, b"id,created\n1,2"), "bad-json");
        assert_eq!(code(source, &[0xff, 0xfe, 0x00]), "bad-json");
        assert_eq!(code(source, "[".repeat(100_000).as_bytes()), "too-deep");
    }
    assert_eq!(code("none", b"{}"), "unknown-source");
    let error = load(&mut Desk::new(), "rt", b"<html>").unwrap_err();
    assert_eq!(error.message(), "expected a payload of the API of rt, found an HTML page");
}

#[test]
fn no_part_of_a_payload_is_taken_for_a_whole() {
    for (source, payloads) in [("rt", &RECORDS[..3]), ("django-helpdesk", &RECORDS[3..])] {
        for payload in payloads {
            assert_eq!(code(source, payload.as_bytes()), "fine", "{payload}");
            for end in 1..payload.len() {
                assert_eq!(code(source, &payload.as_bytes()[..end]), "bad-json", "{}", &payload[..end]);
            }
        }
    }
}

#[test]
fn an_error_leaves_the_desk_as_it_was() {
    let mut desk = Desk::new();
    load(&mut desk, "rt", RECORDS[0].as_bytes()).unwrap();
    let before = all(desk.store());
    for bad in [RECORDS[1].to_string() + "{", RECORDS[1].to_string() + "{\"message\":\"no\"}"] {
        load(&mut desk, "rt", bad.as_bytes()).unwrap_err();
        assert_eq!(all(desk.store()), before);
    }
    let loaded = load(&mut desk, "rt", RECORDS[1].as_bytes()).unwrap();
    assert!(loaded.events > 0);
}

/// Puts a value of another kind in the place of one of a payload's values.
fn spoilt(payload: &str, place: usize, with: &str) -> String {
    let starts: Vec<usize> = payload.match_indices(':').map(|(at, _)| at + 1).collect();
    let start = starts[place % starts.len()];
    let rest = &payload[start..];
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    [&payload[..start], with, &rest[end..]].concat()
}

proptest! {
    #[test]
    fn nothing_panics(
        which in 0..RECORDS.len(), place in any::<usize>(),
        with in prop::sample::select(vec!["null", "[]", "{}", "-1", "1e300", "\"\"", "\"x\"", "true", "[[]]", "{\"id\":[]}", "\"9999-99-99T00:00:00Z\"", "99999999999999999999"]),
        cut in any::<usize>(), byte in any::<u8>(),
    ) {
        let spoilt = spoilt(RECORDS[which], place, with);
        let mut bytes = spoilt.clone().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = byte;
        for source in SOURCES {
            let mut desk = Desk::new();
            for record in RECORDS {
                let _ = load(&mut desk, source, record.as_bytes());
            }
            let _ = load(&mut desk, source, spoilt.as_bytes());
            let _ = load(&mut desk, source, &bytes);
        }
    }
}

#[test]
fn a_ticket_with_very_many_events_is_no_trouble() {
    let items: Vec<String> = (0..60_000)
        .rev()
        .map(|at| format!(r#"{{"type":"transaction","id":"{at}","Type":"Comment","Created":"2026-03-02T10:00:00Z","Creator":{{"id":"u{at}"}},"ObjectId":"1"}}"#))
        .collect();
    let page = format!(r#"{{"items":[{}]}}"#, items.join(","));
    let mut desk = Desk::new();
    load(&mut desk, "rt", RECORDS[0].as_bytes()).unwrap();
    let loaded = load(&mut desk, "rt", page.as_bytes()).unwrap();
    // With them come the status, queue and owner that the ticket began with.
    assert_eq!(loaded.events, 60_003);
}
