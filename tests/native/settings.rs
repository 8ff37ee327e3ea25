//! Settings are read from plain values, and what is wrong is named with its path.

use deskgauge::desk::Settings;
use deskgauge::error::DeskError;
use deskgauge::ingest::LoadOptions;
use deskgauge::report::Question;
use deskgauge::settings::{Value, Written, read};
use serde_json::json;

/// What is read from JSON.
pub fn written<T: Written>(json: &serde_json::Value) -> Result<T, DeskError> {
    let value: Value = serde_json::from_value(json.clone()).unwrap();
    read(&value, "bad-settings")
}

fn fault<T: Written>(json: serde_json::Value) -> (&'static str, String) {
    let error = written::<T>(&json).err().unwrap();
    (error.code(), error.path().unwrap_or_default().to_string())
}

fn refused(code: &'static str, path: &str) -> (&'static str, String) {
    (code, path.to_string())
}

#[test]
fn a_question_reads_as_it_is_written() {
    let question: Question = written(&json!({
        "metrics": ["created", { "metric": "share", "as": "phone", "where": { "channel": "phone" } }],
        "by": "channel",
        "where": {
            "priority": ["high", 1, null],
            "test": false,
            "agents": { "min": 2, "not": [3, 2.5] },
            "created": { "from": 5, "to": null },
        },
        "compare": "previous",
        "asOf": 7,
    }))
    .unwrap();
    assert_eq!(question.metrics[0].metric, "created");
    assert_eq!(question.metrics[1].name.as_deref(), Some("phone"));
    assert_eq!(question.metrics[1].filters[0].any_of, Some(vec![Some("phone".into())]));
    assert_eq!(question.by, ["channel"]);
    let [agents, created, priority, test] = question.filters.as_slice() else { panic!("four conditions") };
    assert_eq!(priority.any_of, Some(vec![Some("high".into()), Some("1".into()), None]));
    assert_eq!(test.any_of, Some(vec![Some("false".into())]));
    assert_eq!((agents.on.as_str(), agents.min), ("agents", Some(2.0)));
    assert_eq!(agents.none_of, Some(vec![Some("3".into()), Some("2.5".into())]));
    assert_eq!((created.from, created.to), (Some(5.0), None));
    assert!(question.compare_previous && question.compare.is_none());
}

#[test]
fn what_is_wrong_with_a_question_is_named() {
    let with = |name: &str, value: serde_json::Value| {
        let mut question = json!({ "metrics": ["created"], "asOf": 0 });
        question[name] = value;
        fault::<Question>(question)
    };
    assert_eq!(with("metrics", json!(null)), refused("bad-settings", "metrics"));
    assert_eq!(with("metrics", json!("created")), refused("bad-settings", "metrics"));
    assert_eq!(with("metrics", json!(["created", 7])), refused("bad-settings", "metrics[1]"));
    assert_eq!(
        with("metrics", json!([{ "metric": "x", "goals": [1, "2"] }])),
        refused("bad-settings", "metrics[0].goals[1]")
    );
    assert_eq!(with("metrics", json!([{ "gaols": [] }])), refused("unknown-option", "metrics[0].gaols"));
    assert_eq!(with("by", json!([1])), refused("bad-settings", "by[0]"));
    assert_eq!(with("colour", json!("red")), refused("unknown-option", "colour"));
    assert_eq!(with("where", json!([])), refused("bad-filter", "where"));
    assert_eq!(with("where", json!({ "tags": [{}] })), refused("bad-filter", "where.tags[0]"));
    assert_eq!(with("where", json!({ "tags": { "inn": [] } })), refused("unknown-option", "where.tags.inn"));
    assert_eq!(with("period", json!("march")), refused("bad-period", "period"));
    assert_eq!(with("compare", json!({ "from": "x" })), refused("bad-period", "compare.from"));
    assert_eq!(with("asOf", json!(null)), refused("bad-settings", "asOf"));
    assert_eq!(with("weekStart", json!(1.5)), refused("bad-settings", "weekStart"));
    assert_eq!(fault::<Question>(json!(null)), refused("bad-settings", ""));
}

#[test]
fn what_is_wrong_with_a_mapping_or_with_settings_is_named() {
    let mapping = |mapping: serde_json::Value| fault::<LoadOptions>(json!({ "mapping": mapping }));
    assert_eq!(mapping(json!([])), refused("bad-settings", "mapping"));
    assert_eq!(mapping(json!({ "tikcet": {} })), refused("unknown-option", "mapping.tikcet"));
    assert_eq!(
        mapping(json!({ "ticket": { "id": { "pth": "a" } } })),
        refused("unknown-option", "mapping.ticket.id.pth")
    );
    assert_eq!(
        mapping(json!({ "kinds": { "x": [{ "kind": 1.5 }] } })),
        refused("bad-settings", "mapping.kinds.x[0].kind")
    );
    assert_eq!(
        mapping(json!({ "levels": { "suffixes": [["x", 1], ["y"]] } })),
        refused("bad-settings", "mapping.levels.suffixes[1]")
    );
    assert_eq!(
        fault::<Settings>(json!({ "levels": { "default": "one" } })),
        refused("bad-settings", "levels.default")
    );
    assert_eq!(
        fault::<Settings>(json!({ "statuses": { "done": 1 } })),
        refused("bad-settings", "statuses.done")
    );
}

#[test]
fn a_value_that_is_nested_without_end_is_refused() {
    let deep = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();
    assert!(serde_json::from_str::<Value>(&deep(12)).is_ok());
    assert!(serde_json::from_str::<Value>(&deep(13)).is_err());
}
