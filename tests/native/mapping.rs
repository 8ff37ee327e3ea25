//! Mappings are checked once, and an error says where in the mapping it is and what was hoped for.

use crate::settings::written;
use deskgauge::error::DeskError;
use deskgauge::ingest::{LoadOptions, Loaded, Loading, Mapping, Sources};
use deskgauge::store::Store;
use deskgauge::time::Zones;
use serde_json::{Value, json};

fn load(text: &str, mapping: Value) -> Result<Loaded, DeskError> {
    let mapping: Mapping = written(&mapping)?;
    let options = LoadOptions { mapping: Some(mapping), ..LoadOptions::default() };
    let mut store = Store::new();
    let mut loading = Loading::begin(&mut store, &Sources::default(), options, &Zones::default())?;
    loading.push(&mut store, text.as_bytes())?;
    loading.finish(&mut store, &mut Sources::default())
}

fn fault(mapping: Value) -> (String, String) {
    let text = "Ticket ID,Created time,Status\n1,2024-03-01,Open\n";
    let error = load(text, mapping).unwrap_err();
    (error.code().to_string(), error.path().unwrap_or_default().to_string())
}

#[test]
fn a_column_the_file_does_not_have_is_named_with_the_nearest_ones() {
    let mapping = json!({ "ticket": { "id": "Ticket Id", "created_at": "Created time", "status": "State" } });
    let error = load("Ticket ID,Created time,Status\n1,2024-03-01,Open\n", mapping).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-column", Some("mapping.ticket.id")));
    assert!(
        error.message().contains("\"Ticket Id\"") && error.message().contains("\"Ticket ID\""),
        "{error}"
    );
}

#[test]
fn every_part_of_a_mapping_is_checked() {
    let with = |name: &str, value: Value| {
        let mut mapping = json!({ "ticket": { "id": "Ticket ID", "created_at": "Created time" } });
        mapping[name] = value;
        fault(mapping)
    };
    let error = |code: &str, path: &str| (code.to_string(), path.to_string());
    assert_eq!(with("shape", json!("rows")), error("bad-mapping", "mapping.shape"));
    assert_eq!(with("delimiter", json!("ab")), error("bad-mapping", "mapping.delimiter"));
    assert_eq!(with("dates", json!("dd/mm")), error("bad-date-pattern", "mapping.dates"));
    assert_eq!(with("timeZone", json!("Mars/Base")), error("unknown-zone", "mapping.timeZone"));
    assert_eq!(with("statuses", json!({ "Open": "opened" })), error("bad-mapping", "mapping.statuses.Open"));
    assert_eq!(with("fields", json!({ "x": {} })), error("bad-mapping", "mapping.fields.x"));
    assert_eq!(
        with("ticket", json!({ "id": "Ticket ID", "created_at": "Created time", "state": "Status" })),
        error("bad-mapping", "mapping.ticket.state")
    );
    assert_eq!(
        with("ticket", json!({ "created_at": "Created time" })),
        error("bad-mapping", "mapping.ticket.id")
    );
    assert_eq!(
        with(
            "ticket",
            json!({ "id": { "path": "Ticket ID", "keep": "best" }, "created_at": "Created time" })
        ),
        error("bad-mapping", "mapping.ticket.id.keep")
    );
}

#[test]
fn events_need_a_time_and_a_kind() {
    let mapping = |event: Value, kinds: Value| {
        fault(json!({ "shape": "events", "ticket": { "id": "Ticket ID" }, "event": event, "kinds": kinds }))
    };
    let error = |path: &str| ("bad-mapping".to_string(), path.to_string());
    assert_eq!(mapping(json!({}), json!({})), error("mapping.event.at"));
    assert_eq!(mapping(json!({ "at": "Created time" }), json!({})), error("mapping.event.kind"));
    let event = json!({ "at": "Created time", "kind": "Status" });
    assert_eq!(mapping(event.clone(), json!({ "Open": [{ "to": "x" }] })), error("mapping.kinds.Open[0]"));
    assert_eq!(
        mapping(event, json!({ "Open": [{ "kind": "status", "into": "y", "at": "x" }] })),
        error("mapping.kinds.Open[0].at")
    );
}

#[test]
fn the_example_mappings_can_be_read() {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/www/mappings")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let json = serde_json::from_str(&text).unwrap();
        let mapping: Mapping = written(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(mapping.format.as_deref(), Some("csv"));
        names.push(path);
    }
    // Of ten logs and of fourteen tables of connectors.
    assert_eq!(names.len(), 10 + 14);
}

#[test]
fn levels_of_the_settings_come_before_those_of_mappings_in_either_order() {
    use crate::desk::{figure, metric, question};
    use deskgauge::desk::{Desk, Settings};
    use deskgauge::store::Levels;

    let ticket = |id: u8, groups: [&str; 3]| {
        let assigned =
            |(at, group): (usize, &&str)| json!({ "at": at + 1, "kind": "assigned", "group": group });
        let events: Vec<Value> = groups.iter().enumerate().map(assigned).collect();
        json!({ "id": id, "created_at": 0, "events": events }).to_string()
    };
    let text =
        [ticket(1, ["front", "back 2nd", "odd"]), ticket(2, ["back 2nd", "front", "back 2nd"])].join("\n");
    let mapping = json!({ "levels": { "groups": { "front": 1 }, "suffixes": [[" 2nd", 2]], "default": 4 } });
    let own = || Settings {
        levels: Some(Levels { groups: vec![("front".into(), 3)], ..Levels::default() }.into()),
        ..Settings::default()
    };
    let ids = ["escalation_rate", "skip_rate", "reescalation_rate", "level_bounce_rate", "direct_start_rate"];
    let figures = |settings: [Option<Settings>; 2]| {
        let mut desk = Desk::new();
        let [before, after] = settings;
        before.into_iter().for_each(|settings| desk.configure(settings).unwrap());
        let mapping: Mapping = written(&mapping).unwrap();
        desk.begin(LoadOptions { mapping: Some(mapping), ..LoadOptions::default() }).unwrap();
        desk.push(text.as_bytes()).unwrap();
        desk.finish().unwrap();
        after.into_iter().for_each(|settings| desk.configure(settings).unwrap());
        let table = desk.report(&question(ids.map(metric).to_vec())).unwrap();
        [0, 1, 2, 3, 4].map(|at| figure(&table, at, "value", 0).unwrap())
    };
    // By the mapping 1-2-4 and 2-1-2; by the settings front is 3: 3-2-4 and 2-3-2.
    assert_eq!(figures([None, None]), [1.0, 0.5, 0.5, 0.5, 0.5]);
    assert_eq!(figures([Some(own()), None]), [1.0, 0.5, 0.5, 0.5, 1.0]);
    assert_eq!(figures([None, Some(own())]), [1.0, 0.5, 0.5, 0.5, 1.0]);
}
