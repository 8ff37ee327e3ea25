//! The model: tickets in words, read by `serde_json` on one side and out of the store on the other.

use std::collections::BTreeMap;

use deskgauge::store::{CustomColumn, Events, NO_CODE, NO_INSTANT, NOT_STATED, Stated, Store};
use deskgauge::ticket::{Dimension, Kind, Reached, Role};
use proptest::prelude::*;
use serde_json::Value;

use super::load;
use super::write::{array, lines, style, tickets};

/// Everything the store should know of a ticket, in words.
#[derive(Debug, Default, PartialEq)]
pub struct Plain {
    created: i64,
    facts: BTreeMap<String, String>,
    events: Vec<(i64, String)>,
}

/// The tickets of a store by id.
pub fn of_store(store: &Store) -> BTreeMap<String, Plain> {
    let tickets = store.tickets();
    (0..tickets.len())
        .map(|row| (tickets.ids().get(row as u32).unwrap().to_string(), ticket(store, row)))
        .collect()
}

fn ticket(store: &Store, row: usize) -> Plain {
    let tickets = store.tickets();
    let mut facts = BTreeMap::new();
    for dimension in Dimension::ALL {
        if let Some(word) = store.word(row as u32, dimension) {
            facts.insert(dimension.name().to_string(), word.to_string());
        }
    }
    if tickets.level()[row] > 0 {
        facts.insert("level".to_string(), tickets.level()[row].to_string());
    }
    if tickets.test()[row] {
        facts.insert("test".to_string(), "true".to_string());
    }
    if let Some(score) = tickets.csat(row) {
        facts.insert("csat".to_string(), score.to_string());
    }
    let mut tags: Vec<&str> =
        tickets.tags(row).iter().filter_map(|&tag| tickets.tag_words().get(tag)).collect();
    tags.sort_unstable();
    if !tags.is_empty() {
        facts.insert("tags".to_string(), tags.join("|"));
    }
    for custom in tickets.custom() {
        let value = match &custom.column {
            CustomColumn::Text { words, codes } => words.get(codes[row]).map(str::to_string),
            CustomColumn::Number(values) => (!values[row].is_nan()).then(|| values[row].to_string()),
        };
        if let Some(value) = value {
            facts.insert(format!("fields.{}", custom.name), value);
        }
    }
    for (fact, name) in STATED {
        match tickets.stated(fact, row) {
            NOT_STATED => {}
            NO_INSTANT => {
                facts.insert(name.to_string(), "none".to_string());
            }
            at => {
                facts.insert(name.to_string(), at.to_string());
            }
        }
    }
    let mut events: Vec<(i64, String)> =
        tickets.events(row).map(|at| (store.events().at()[at], event(store, at))).collect();
    events.sort();
    Plain { created: tickets.created()[row], facts, events }
}

const STATED: [(Stated, &str); 3] = [
    (Stated::FirstResponse, "first_response_at"),
    (Stated::Resolved, "resolved_at"),
    (Stated::Closed, "closed_at"),
];

fn event(store: &Store, at: usize) -> String {
    let event = store.events().get(at).unwrap();
    let value = match event.kind {
        Kind::Survey => store.survey_of(event.value).map(|survey| format!("{survey:?}")),
        Kind::Escalated => store.escalation_of(event.value).map(|step| {
            let to = match step.to {
                Reached::Group(code) => format!("group {:?}", store.dictionary(Dimension::Group).get(code)),
                Reached::Agent(code) => {
                    format!("agent {:?}", store.dictionary(Dimension::Assignee).get(code))
                }
                Reached::Level(level) => level.to_string(),
                Reached::Unknown => "0".to_string(),
            };
            format!("{:?} {} {to} {:?}", step.sense, step.from, store.label(step.reason))
        }),
        Kind::Work => Some(event.value.to_string()),
        // What a field changed to is told by no reading function; that it changed is.
        Kind::Field => None,
        kind => store.value_word(kind, event.value).map(str::to_string),
    };
    let kind = Kind::from_code(Events::kind_of(store.events().what()[at])).unwrap();
    let who = store.dictionary(Dimension::Assignee).get(event.actor);
    format!("{kind:?} {:?} {who:?} {value:?} {:?} {}", event.role, event.seq, event.id == NO_CODE)
}

/// The same of what `serde_json` read.
pub fn of_json(tickets: &[Value]) -> BTreeMap<String, Plain> {
    tickets.iter().map(|ticket| (word(&ticket["id"]).unwrap(), naive(ticket))).collect()
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => Some(chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()),
        other => other.as_i64(),
    }
}

fn naive(ticket: &Value) -> Plain {
    let mut facts = BTreeMap::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            facts.insert(name.to_string(), value);
        }
    };
    for dimension in Dimension::ALL {
        put(dimension.name(), word(&ticket[dimension.name()]));
    }
    put("level", word(&ticket["level"]));
    put("test", (ticket["test"] == true).then(|| "true".to_string()));
    put("csat", ticket["csat"].as_f64().map(|score| score.to_string()));
    let listed = ticket["tags"].as_array().into_iter().flatten();
    let added = ticket["events"].as_array().into_iter().flatten().map(|event| &event["tag"]);
    let mut tags: Vec<String> = listed.chain(added).filter_map(word).collect();
    tags.sort();
    tags.dedup();
    put("tags", (!tags.is_empty()).then(|| tags.join("|")));
    put("fields.impact", word(&ticket["fields"]["impact"]));
    put("fields.count", ticket["fields"]["count"].as_f64().map(|count| count.to_string()));
    for (_, name) in STATED {
        if let Some(value) = ticket.get(name) {
            put(name, Some(instant(value).map_or("none".to_string(), |at| at.to_string())));
        }
    }
    let empty = Vec::new();
    let mut events = Vec::new();
    for event in ticket["events"].as_array().unwrap_or(&empty) {
        naive_event(event, &mut events);
    }
    events.sort();
    Plain { created: instant(&ticket["created_at"]).unwrap(), facts, events }
}

fn naive_event(event: &Value, out: &mut Vec<(i64, String)>) {
    let at = instant(&event["at"]).unwrap();
    let seq = event["seq"].as_i64();
    let role = event["role"].as_str().and_then(Role::from_name).unwrap_or(Role::Unknown);
    let who = word(&event["actor"]);
    let mut say = |kind: Kind, value: Option<String>| {
        out.push((at, format!("{kind:?} {role:?} {who:?} {value:?} {seq:?} true")));
    };
    match event["kind"].as_str().unwrap() {
        "assigned" => {
            if let Some(agent) = event.get("agent") {
                say(Kind::AssignedAgent, word(agent));
            }
            if let Some(group) = event.get("group") {
                say(Kind::AssignedGroup, word(group));
            }
        }
        "escalated" => {
            let sense = if event["sense"] == "flag" { "Flag" } else { "Tier" };
            let level = |name: &str| event[name].as_i64().unwrap_or(0);
            let reason = word(&event["reason"]);
            say(Kind::Escalated, Some(format!("{sense} {} {} {reason:?}", level("from"), level("to"))));
        }
        "survey" => {
            let (kind, usual) = if event["survey"] == "csat" { ("Csat", 5.0) } else { ("Nps", 10.0) };
            let score = event["score"].as_f64().unwrap();
            let scale = event["scale"].as_f64().unwrap_or(usual);
            say(Kind::Survey, Some(format!("Survey {{ kind: {kind}, score: {score:?}, scale: {scale:?} }}")));
        }
        kind @ ("status" | "priority") => say(Kind::from_name(kind).unwrap(), word(&event["to"])),
        "work" => say(Kind::Work, word(&event["seconds"])),
        "tagged" => say(Kind::Tagged, word(&event["tag"])),
        "policy" => say(Kind::Policy, word(&event["name"])),
        kind => say(Kind::from_name(kind).unwrap(), None),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lines_load_as_the_model_reads_them(tickets in tickets(), style in style(&["", " "]), size in 1..3000_usize) {
        compare(&tickets, &lines(&tickets, style), "ndjson", size)?;
    }

    #[test]
    fn arrays_load_as_the_model_reads_them(tickets in tickets(), style in style(&["", " ", "\n  "]), size in 1..3000_usize) {
        compare(&tickets, &array(&tickets, style), "json", size)?;
    }
}

fn compare(tickets: &[Value], json: &str, format: &str, size: usize) -> Result<(), TestCaseError> {
    let expected = of_json(tickets);
    prop_assume!(expected.len() == tickets.len());
    let (store, loaded) =
        load(json.as_bytes(), format, size).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&loaded.problems, &vec![], "{}", json);
    let mut found = of_store(&store);
    for (id, ticket) in &mut found {
        // What the ticket does not say of itself is taken from its events, which the store's own tests prove.
        for name in ["status", "priority", "group", "assignee", "level"] {
            if expected.get(id).is_some_and(|ticket| !ticket.facts.contains_key(name)) {
                ticket.facts.remove(name);
            }
        }
    }
    prop_assert_eq!(found, expected, "{}", json);
    Ok(())
}
