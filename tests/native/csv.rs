//! CSV files of all three shapes end in the store as a plain reading of their rows says.

use std::collections::BTreeMap;

use crate::settings::written;
use deskgauge::error::DeskError;
use deskgauge::ingest::{LoadOptions, Loaded, Loading, Mapping, Sources};
use deskgauge::store::{CustomColumn, NO_INSTANT, Stated, Store};
use deskgauge::ticket::{Dimension, Kind};
use deskgauge::time::{Zone, Zones};
use proptest::prelude::*;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

fn load_into(store: &mut Store, bytes: &[u8], mapping: &Value, chunk: usize) -> Result<Loaded, DeskError> {
    let mapping: Mapping = written(mapping).unwrap();
    let options = LoadOptions { mapping: Some(mapping), ..LoadOptions::default() };
    let mut zones = Zones::default();
    zones.insert(Zone::new("Test/East", 0, 2_000_000 * HOUR, vec![], vec![HOUR as i32]).unwrap());
    let mut loading = Loading::begin(store, &Sources::default(), options, &zones)?;
    for bytes in bytes.chunks(chunk.max(1)) {
        loading.push(store, bytes)?;
    }
    loading.finish(store, &mut Sources::default())
}

fn load(text: &str, mapping: &Value) -> Result<(Store, Loaded), DeskError> {
    let mut store = Store::new();
    let loaded = load_into(&mut store, text.as_bytes(), mapping, 7)?;
    Ok((store, loaded))
}

/// Instant, kind and word of each event of a ticket.
fn history(store: &Store, id: &str) -> Vec<(i64, Kind, String)> {
    let row = store.tickets().ids().row(id).unwrap() as usize;
    let events = store.events();
    let told = |at: usize| {
        let event = events.get(at).unwrap();
        (event.at, event.kind, store.value_word(event.kind, event.value).unwrap_or_default().to_string())
    };
    store.tickets().events(row).map(told).collect()
}

fn codes(loaded: &Loaded) -> Vec<(f64, &str, &str)> {
    loaded.problems.iter().map(|problem| (problem.row, problem.path.as_str(), problem.code)).collect()
}

fn tickets() -> Value {
    json!({
        "dates": ["iso", "epoch-s"],
        "timeZone": "Test/East",
        "unknown": ["?", "n/a"],
        "ticket": {
            "id": "Nr",
            "created_at": { "columns": ["Day", "Clock"], "join": " " },
            "closed_at": "Closed",
            "channel": { "path": "Via", "map": { "Tel": "phone" } },
            "tags": { "path": "Labels", "separator": "|" },
            "test": { "path": "Trial", "true": ["x"] },
            "level": { "path": "Line", "map": { "Tier 2": "2" } },
            "csat": "Stars",
            "tier": { "value": "basic" }
        },
        "fields": { "visits": { "path": "Visits", "type": "number" }, "due_at": { "path": "Due", "type": "date" } }
    })
}

#[test]
fn a_row_per_ticket_fills_every_kind_of_slot() {
    let text = "Nr;Day;Clock;Closed;Via;Labels;Trial;Line;Stars;Visits;Due\r\n\
        7;2024-03-01;08:00:00;2024-03-01T09:00:00Z;Tel;a| b ;x;Tier 2;4.0;1e2;1709280000.5\r\n\
        \r\n\
        8;2024-03-01;08:00:00;?;n/a\r\n";
    let (store, loaded) = load(text, &tickets()).unwrap();
    assert_eq!((loaded.tickets, loaded.rows, loaded.skipped, loaded.format), (2, 2, 0, "csv"));
    let all = store.tickets();
    let opened = 1_709_276_400_000;
    assert_eq!(all.created(), [opened, opened]);
    assert_eq!(all.stated(Stated::Closed, 0), opened + 2 * HOUR);
    assert_eq!(all.stated(Stated::Closed, 1), NO_INSTANT);
    assert_eq!((store.word(0, Dimension::Channel), store.word(1, Dimension::Channel)), (Some("phone"), None));
    assert_eq!(store.word(1, Dimension::Tier), Some("basic"));
    let tags: Vec<_> = all.tags(0).iter().map(|&tag| all.tag_words().get(tag).unwrap()).collect();
    assert_eq!(tags, ["a", "b"]);
    assert_eq!((all.test(), all.level(), all.csat(0)), (&[true, false][..], &[2, 0][..], Some(4.0)));
    let number = |name: &str| match &all.custom_named(name).unwrap().1.column {
        CustomColumn::Number(values) => values[0],
        CustomColumn::Text { .. } => f64::NAN,
    };
    assert_eq!((number("visits"), number("due_at")), (100.0, 1_709_280_000_500.0));
}

#[test]
fn without_a_mapping_the_columns_have_the_native_names() {
    let text = "created_at,note,id,status\n2024-03-01T08:00:00Z,hello,1,solved\n";
    let (store, loaded) = load(text, &json!({})).unwrap();
    assert_eq!((loaded.tickets, loaded.skipped, store.word(0, Dimension::Status)), (1, 0, Some("solved")));
    let error = load("id,opened\n1,2024-03-01\n", &json!({})).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-column", Some("mapping.ticket.created_at")));
}

#[test]
fn a_stated_fact_stays_through_events_that_do_not_speak_of_it_and_goes_with_a_snapshot_that_lacks_it() {
    let text = "id,at,what,done\nA,1,note,\nA,2,note,5\nA,3,note,\n";
    let mut mapping = json!({
        "shape": "events",
        "dates": "epoch-ms",
        "ticket": { "id": "id", "resolved_at": "done" },
        "event": { "at": "at", "kind": "what" }
    });
    let resolved = |mapping: &Value| load(text, mapping).unwrap().0.tickets().stated(Stated::Resolved, 0);
    assert_eq!(resolved(&mapping), 5);
    mapping["shape"] = json!("snapshots");
    assert_eq!(resolved(&mapping), NO_INSTANT);
}

#[test]
fn what_cannot_be_read_is_set_aside_with_its_row_and_the_rest_loads() {
    let mapping = json!({
        "ticket": { "id": "id", "created_at": "at", "resolved_at": "done" },
        "fields": { "size": { "path": "size", "type": "number" } }
    });
    let text = "id,at,done,size\n\
        1,2024-03-01T08:00:00Z,soon,2\n\
        2,yesterday,,\n\
        ,2024-03-01T08:00:00Z,,\n\
        4,2024-03-01T08:00:00Z,,NaN\n\
        5,2024-03-01T08:00:00Z,,1,2\n\
        6,2024-03-01T08:00:00Z\n";
    let (store, loaded) = load(text, &mapping).unwrap();
    let expected = [
        (1.0, "resolved_at", "not-a-date"),
        (2.0, "created_at", "not-a-date"),
        (3.0, "id", "no-id"),
        (4.0, "fields.size", "not-a-number"),
        (5.0, "", "too-many-cells"),
    ];
    assert_eq!(codes(&loaded), expected);
    assert_eq!((loaded.tickets, loaded.rows, loaded.skipped), (3, 6, 5));
    assert!(["1", "4", "6"].iter().all(|id| store.tickets().ids().row(id).is_some()));
}

#[test]
fn a_file_that_gives_nothing_is_an_error_not_an_empty_success() {
    let mapping = json!({ "ticket": { "id": "id", "created_at": "at" } });
    let code = |bytes: &[u8]| load_into(&mut Store::new(), bytes, &mapping, 5).unwrap_err().code();
    assert_eq!(code(b""), "empty-input");
    assert_eq!(code(b" \r\n \n"), "empty-input");
    assert_eq!(code(b"id,at\n"), "empty-input");
    assert_eq!(code(b"id,at\n1,never\n2,never\n"), "nothing-readable");
    assert_eq!(code(b"\x1f\x8b\x08\x00\x00"), "compressed-input");
    assert_eq!(code(b"\xff\xfei\0d\0\n\0"), "not-csv");
    let zoned = json!({ "timeZone": "Mars/Base", "ticket": { "id": "id", "created_at": "at" } });
    assert_eq!(load("id,at\n1,2024-03-01\n", &zoned).unwrap_err().code(), "unknown-zone");
}

#[test]
fn a_time_beyond_the_zone_table_is_set_aside() {
    let mapping = json!({ "timeZone": "Test/East", "ticket": { "id": "id", "created_at": "at" } });
    let (_, loaded) = load("id,at\n1,1901-01-01\n2,1971-01-01\n", &mapping).unwrap();
    assert_eq!((loaded.tickets, loaded.problems[0].code), (1, "zone-range"));
}

#[test]
fn an_open_quote_at_the_end_is_told() {
    let mapping = json!({ "ticket": { "id": "id", "created_at": "at" } });
    let (_, loaded) = load("id,at\n1,2024-03-01\n2,\"2024-03-01\n3,2024-03-01\n", &mapping).unwrap();
    assert_eq!((loaded.tickets, loaded.problems[0].code), (1, "unterminated-quote"));
}

fn events() -> Value {
    json!({
        "shape": "events",
        "dates": "epoch-ms",
        "ticket": { "id": "case", "type": { "path": "topic", "keep": "first" }, "customer": "who" },
        "event": { "at": "at", "kind": "what", "agent": "agent", "actor": "agent", "to": "state" },
        "kinds": {
            "take": [{ "kind": "assigned" }, { "kind": "reply", "role": "agent" }],
            "set": [{ "kind": "status" }],
            "end": [{ "kind": "status", "to": "closed" }],
            "log": [],
            "*": [{ "kind": "note" }]
        }
    })
}

#[test]
fn events_of_a_ticket_may_lie_among_others() {
    let text = "case,at,what,agent,state,topic,who\n\
        A,10,take,ann,,first,\n\
        B,11,set,,on hold,other,x\n\
        A,12,log,ann,,second,y\n\
        A,13,set,bob,open,,\n\
        B,14,end,,,,\n\
        A,12,hello,,,,\n";
    let (store, loaded) = load(text, &events()).unwrap();
    assert_eq!((loaded.tickets, loaded.events, loaded.rows, loaded.skipped), (2, 6, 6, 0));
    assert_eq!(loaded.duplicates.tickets, 0);
    let word = |at, kind, word: &str| (at, kind, word.to_string());
    assert_eq!(
        history(&store, "A"),
        [
            word(10, Kind::AssignedAgent, "ann"),
            word(10, Kind::Reply, ""),
            word(12, Kind::Note, ""),
            word(13, Kind::Status, "open")
        ]
    );
    assert_eq!(history(&store, "B"), [word(11, Kind::Status, "on hold"), word(14, Kind::Status, "closed")]);
    let a = store.tickets().ids().row("A").unwrap();
    assert_eq!(
        (store.word(a, Dimension::Type), store.word(a, Dimension::Customer)),
        (Some("first"), Some("y"))
    );
    assert_eq!(store.tickets().created()[a as usize], 10);
}

#[test]
fn a_kind_the_mapping_does_not_explain_is_set_aside_alone() {
    let mut mapping = events();
    mapping["kinds"].as_object_mut().unwrap().remove("*");
    let (store, loaded) =
        load("case,at,what,agent,state,topic,who\nA,10,hello,,,,\nA,11,end,,,,\n", &mapping).unwrap();
    assert_eq!((loaded.events, loaded.problems[0].code), (1, "unknown-kind"));
    assert_eq!(history(&store, "A").len(), 1);
}

fn snapshots() -> Value {
    json!({
        "shape": "snapshots",
        "dates": "epoch-ms",
        "unknown": ["?"],
        "ticket": {
            "id": "id",
            "status": { "columns": ["state", "sub"], "join": "/" },
            "priority": { "path": "priority", "every": true },
            "group": "team",
            "assignee": "agent"
        },
        "fields": { "impact": "impact" },
        "event": { "at": "at" }
    })
}

#[derive(Debug, Clone)]
struct Shot {
    id: u8,
    at: i64,
    words: [u8; 5],
}

/// What differs from the row before of the same ticket, by hand; within a row in the order of the mapping's names.
fn naive(shots: &[Shot]) -> BTreeMap<u8, Vec<(i64, Kind, String)>> {
    let mut last: BTreeMap<u8, [Option<String>; 4]> = BTreeMap::new();
    let mut histories: BTreeMap<u8, Vec<(i64, Kind, String)>> = BTreeMap::new();
    for shot in shots {
        let [state, sub, priority, team, agent] = shot.words;
        let status = match (word(state), word(sub)) {
            (None, None) => None,
            (Some(state), None) => Some(state),
            (None, Some(sub)) => Some(sub),
            (Some(state), Some(sub)) => Some(format!("{state}/{sub}")),
        };
        let now = [word(agent), word(team), word(priority), status];
        let before = last.entry(shot.id).or_default();
        let history = histories.entry(shot.id).or_default();
        for (at, kind) in
            [Kind::AssignedAgent, Kind::AssignedGroup, Kind::Priority, Kind::Status].into_iter().enumerate()
        {
            let Some(word) = &now[at] else { continue };
            if before[at].as_ref() != Some(word) || kind == Kind::Priority {
                history.push((shot.at, kind, word.clone()));
            }
            before[at] = Some(word.clone());
        }
    }
    for history in histories.values_mut() {
        history.sort_by_key(|&(at, ..)| at);
    }
    histories
}

fn word(code: u8) -> Option<String> {
    (code > 0).then(|| format!("w{code}"))
}

fn shots() -> impl Strategy<Value = Vec<Shot>> {
    let words = [0..4_u8, 0..3, 0..3, 0..4, 0..3].map(Strategy::boxed);
    let shot = (0..6_u8, 0..50_i64, words).prop_map(|(id, at, words)| Shot { id, at, words });
    proptest::collection::vec(shot, 1..60)
}

proptest! {
    #[test]
    fn snapshots_become_what_differs_from_the_row_before(shots in shots(), chunk in 1_usize..200) {
        let mut text = String::from("id,at,state,sub,priority,team,agent,impact\n");
        for shot in &shots {
            let words = shot.words.map(|code| word(code).unwrap_or_else(|| ["", "?", " "][shot.at as usize % 3].to_string()));
            text.push_str(&format!("T{},{},{},i{}\n", shot.id, shot.at, words.join(","), shot.at));
        }
        let mut store = Store::new();
        let loaded = load_into(&mut store, text.as_bytes(), &snapshots(), chunk).unwrap();
        prop_assert_eq!(loaded.skipped, 0);
        let expected = naive(&shots);
        prop_assert_eq!(loaded.events, expected.values().map(Vec::len).sum::<usize>());
        for (id, expected) in &expected {
            prop_assert_eq!(&history(&store, &format!("T{id}")), expected, "ticket {}", id);
        }
        let again = load_into(&mut store, text.as_bytes(), &snapshots(), 1 << 20).unwrap();
        prop_assert_eq!((again.events, again.duplicates.events, again.new_tickets), (0, loaded.events, 0));
    }

    #[test]
    fn mutated_bytes_neither_panic_nor_hang(
        shape in 0..3_usize,
        cuts in proptest::collection::vec((0..400_usize, any::<u8>()), 0..12),
        chunk in 1_usize..64,
    ) {
        let (mapping, text) = [
            (tickets(), "Nr;Day;Clock;Closed;Via;Labels;Trial;Line;Stars;Visits;Due\n7;2024-03-01;08:00:00;2024-03-01T09:00:00Z;\"T;el\";a|b;x;2;4;1e2;1709280000\n8;2024-03-01;08:00:00;;;;;;;;\n".repeat(2)),
            (events(), "case,at,what,agent,state,topic,who\nA,10,take,ann,,first,\nB,11,set,,on hold,\"o\"\"ther\",x\nA,12,log,ann,,second,y\n".repeat(2)),
            (snapshots(), "id,at,state,sub,priority,team,agent,impact\na,1,x,y,z,t,u,v\na,2,x,\"y\nz\",z,t,u,v\nb,3,?,?,?,?,?,?\n".repeat(2)),
        ][shape].clone();
        let mut bytes = text.into_bytes();
        for (at, byte) in cuts {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let mut whole = Store::new();
        let first = load_into(&mut whole, &bytes, &mapping, usize::MAX);
        let mut pieces = Store::new();
        let second = load_into(&mut pieces, &bytes, &mapping, chunk);
        prop_assert_eq!(first, second);
    }
}
