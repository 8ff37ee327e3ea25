//! Random tickets, and JSON of them written in every legal way.

use chrono::{Datelike, Timelike};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Text with everything JSON has to escape, and short words that come again and again.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec!["open", "solved", "email", "a", "a rather long word", "caf\u{e9}", "exactly-fifteen", "exactly-sixteen!"])
            .prop_map(str::to_string),
        1 => "[a-z\"\\\\/\u{1}\n\té😀]{1,24}",
    ]
}

fn instant() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0..4_000_000_000_i64).prop_map(|s| json!(iso(s, ""))),
        1 => (0..4_000_000_000_i64, 0..1000).prop_map(|(s, ms)| json!(iso(s, &format!(".{ms:03}")))),
        1 => (0..4_000_000_000_000_i64).prop_map(|ms| json!(ms)),
    ]
}

fn iso(seconds: i64, fraction: &str) -> String {
    let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

fn event() -> impl Strategy<Value = Value> {
    let what = prop_oneof![
        Just(json!({"kind": "created"})),
        Just(json!({"kind": "note"})),
        Just(json!({"kind": "reply", "role": "agent"})),
        text().prop_map(|actor| json!({"kind": "reply", "role": "customer", "actor": actor})),
        text().prop_map(|to| json!({"kind": "status", "to": to})),
        text().prop_map(|to| json!({"kind": "priority", "to": to})),
        text().prop_map(|agent| json!({"kind": "assigned", "agent": agent})),
        (text(), text())
            .prop_map(|(agent, group)| json!({"kind": "assigned", "agent": agent, "group": group})),
        Just(json!({"kind": "assigned", "agent": null})),
        (1..5, 1..5)
            .prop_map(|(from, to)| json!({"kind": "escalated", "from": from, "to": to, "sense": "tier"})),
        text().prop_map(|reason| json!({"kind": "escalated", "sense": "flag", "reason": reason})),
        (0..=5).prop_map(|score| json!({"kind": "survey", "survey": "csat", "score": score})),
        (0..=100).prop_map(|score| json!({"kind": "survey", "survey": "nps", "score": score, "scale": 100})),
        (0..100_000).prop_map(|seconds| json!({"kind": "work", "seconds": seconds})),
        text().prop_map(|tag| json!({"kind": "tagged", "tag": tag})),
        (text(), text()).prop_map(|(name, value)| json!({"kind": "field", "name": name, "value": value})),
        text().prop_map(|name| json!({"kind": "policy", "name": name})),
    ];
    let extra = prop_oneof![
        5 => Just(json!({})),
        1 => (0..1000).prop_map(|seq| json!({"seq": seq})),
        1 => any::<f64>().prop_map(|number| json!({"score_of_another": [number, {"deep": [null, true]}]})),
    ];
    (instant(), what, extra).prop_map(|(at, what, extra)| {
        let mut all = Map::new();
        all.insert("at".to_string(), at);
        for part in [what, extra] {
            all.extend(part.as_object().unwrap().clone());
        }
        Value::Object(all)
    })
}

fn ticket() -> impl Strategy<Value = Value> {
    let id = prop_oneof![
        (1..2_000_000_000_u32).prop_map(|id| json!(id)),
        "[A-Z]{2}-[0-9]{1,12}".prop_map(|id| json!(id))
    ];
    let words = prop::collection::btree_map(
        prop::sample::select(vec![
            "channel",
            "priority",
            "tier",
            "type",
            "group",
            "assignee",
            "requester",
            "customer",
            "status",
            "language",
        ]),
        prop_oneof![4 => text().prop_map(|word| json!(word)), 1 => Just(Value::Null), 1 => (0..99).prop_map(|n| json!(n))],
        0..8,
    );
    let more = prop_oneof![
        4 => Just(json!({})),
        1 => (1..=9).prop_map(|level| json!({"level": level})),
        1 => prop::collection::vec(text(), 0..3).prop_map(|tags| json!({"tags": tags, "test": true})),
        1 => (0.0..5.0).prop_map(|score| json!({"csat": score, "test": false})),
        1 => (text(), any::<i32>()).prop_map(|(word, number)| json!({"fields": {"impact": word, "count": number}})),
        1 => instant().prop_map(|at| json!({"resolved_at": at, "first_response_at": null})),
        1 => text().prop_map(|word| json!({"subject": word, "extra": {"events": [], "x": [[1e300, -0.5, "]"]]}})),
    ];
    (id, instant(), words, more, prop::collection::vec(event(), 0..6)).prop_map(
        |(id, created, words, more, events)| {
            let mut all = Map::new();
            all.insert("id".to_string(), id);
            all.insert("created_at".to_string(), created);
            all.extend(words.into_iter().map(|(name, word)| (name.to_string(), word)));
            all.extend(more.as_object().unwrap().clone());
            all.insert("events".to_string(), Value::Array(events));
            Value::Object(all)
        },
    )
}

/// Up to a dozen tickets.
pub fn tickets() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(ticket(), 1..12)
}

/// How JSON is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Drives key order and escapes.
    pub seed: u64,
    /// Whether every object has its keys in an order of its own.
    pub shuffled: bool,
    /// Whether characters are escaped that need not be.
    pub escapes: bool,
    /// What stands after colons and commas.
    pub space: &'static str,
}

/// Any style; `spaces` are those to choose from.
pub fn style(spaces: &'static [&'static str]) -> impl Strategy<Value = Style> {
    (any::<u64>(), any::<bool>(), any::<bool>(), prop::sample::select(spaces))
        .prop_map(|(seed, shuffled, escapes, space)| Style { seed, shuffled, escapes, space })
}

/// Writes a value.
pub fn write(value: &Value, style: &mut Style, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            // Native programs begin with the id and the time; serde_json's map sorts by name.
            members.sort_by_key(|(name, _)| !matches!(name.as_str(), "id" | "at"));
            if style.shuffled {
                for at in (1..members.len()).rev() {
                    members.swap(at, draw(style, at + 1));
                }
            }
            out.push('{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                    out.push_str(style.space);
                }
                write_text(name, style, out);
                out.push(':');
                out.push_str(style.space);
                write(value, style, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                    out.push_str(style.space);
                }
                write(item, style, out);
            }
            out.push(']');
        }
        Value::String(text) => write_text(text, style, out),
        other => out.push_str(&other.to_string()),
    }
}

fn write_text(text: &str, style: &mut Style, out: &mut String) {
    if !style.escapes || draw(style, 3) > 0 {
        out.push_str(&Value::from(text).to_string());
        return;
    }
    out.push('"');
    for unit in text.encode_utf16() {
        out.push_str(&format!("\\u{unit:04X}"));
    }
    out.push('"');
}

fn draw(style: &mut Style, below: usize) -> usize {
    style.seed = style.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (style.seed >> 33) as usize % below
}

/// One ticket a line.
pub fn lines(tickets: &[Value], mut style: Style) -> String {
    let mut out = String::new();
    for ticket in tickets {
        write(ticket, &mut style, &mut out);
        out.push('\n');
    }
    out
}

/// An array of tickets.
pub fn array(tickets: &[Value], mut style: Style) -> String {
    let mut out = String::new();
    write(&Value::Array(tickets.to_vec()), &mut style, &mut out);
    out
}
