//! Columns and JSON of the same tickets fill the store alike.

use deskgauge::ingest::{
    ColumnValues, ColumnsInput, LoadOptions, Loading, NamedColumn, Sources, WordColumn, load_columns,
};
use deskgauge::store::{CustomColumn, Stated, Store};
use deskgauge::ticket::Dimension;
use deskgauge::time::Zones;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const KINDS: [&str; 6] = ["reply", "status", "assigned", "priority", "tagged", "survey"];
const WORDS: [&str; 4] = ["open", "solved", "second line", "é"];

/// Codes below 4 are words, others are missing.
type Ticket = (i64, [u8; 3], Option<i64>, Option<f64>);
type Event = (usize, i64, usize, [u8; 2]);

fn tickets() -> impl Strategy<Value = Vec<Ticket>> {
    let ticket = (
        0..1_000_i64,
        [0..6_u8, 0..6, 0..6],
        proptest::option::of(0..2_000_i64),
        proptest::option::of(-9.0..9.0),
    );
    proptest::collection::vec(ticket, 1..20)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec((0..20_usize, 0..3_000_i64, 0..KINDS.len(), [0..4_u8, 0..6]), 0..60)
}

fn word(code: u8) -> Option<&'static str> {
    WORDS.get(usize::from(code)).copied()
}

fn put(object: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.to_string(), value.into());
    }
}

fn as_json(tickets: &[Ticket], events: &[Event]) -> String {
    let mut list = Vec::new();
    for (row, &(created, [channel, status, group], resolved, size)) in tickets.iter().enumerate() {
        let mut ticket = Map::new();
        put(&mut ticket, "id", Some(row));
        put(&mut ticket, "created_at", Some(created));
        put(&mut ticket, "channel", word(channel));
        put(&mut ticket, "status", word(status));
        put(&mut ticket, "group", word(group));
        ticket.insert("resolved_at".to_string(), json!(resolved));
        ticket.insert("fields".to_string(), json!({ "size": size }));
        let mut own = Vec::new();
        for &(of, at, kind, [value, actor]) in events {
            if of % tickets.len() != row {
                continue;
            }
            let mut event = Map::new();
            put(&mut event, "at", Some(at));
            put(&mut event, "kind", Some(KINDS[kind]));
            put(&mut event, "actor", word(actor));
            match KINDS[kind] {
                "status" | "priority" => put(&mut event, "to", word(value)),
                "assigned" => put(&mut event, "agent", word(value)),
                "tagged" => put(&mut event, "tag", word(value)),
                "survey" => {
                    put(&mut event, "survey", Some("csat"));
                    put(&mut event, "score", Some(f64::from(value)));
                }
                _ => {}
            }
            own.push(Value::Object(event));
        }
        ticket.insert("events".to_string(), Value::Array(own));
        list.push(Value::Object(ticket));
    }
    Value::Array(list).to_string()
}

fn words(name: &str, codes: impl Iterator<Item = Option<u8>>) -> NamedColumn {
    let values = WORDS.map(str::to_string).to_vec();
    let codes = codes.map(|code| code.map_or(u32::MAX, u32::from)).collect();
    NamedColumn { name: name.to_string(), values: ColumnValues::Words(WordColumn { codes, values }) }
}

fn numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> NamedColumn {
    let values = values.map(|value| value.unwrap_or(f64::NAN)).collect();
    NamedColumn { name: name.to_string(), values: ColumnValues::Numbers(values) }
}

fn as_columns(tickets: &[Ticket], events: &[Event]) -> ColumnsInput {
    let of_kind = |name: &str, kinds: &[&str]| {
        words(
            name,
            events.iter().map(|&(_, _, kind, [value, _])| kinds.contains(&KINDS[kind]).then_some(value)),
        )
    };
    let survey = |kind: usize| KINDS[kind] == "survey";
    let named = |name: &str, values: &[&str], codes: Vec<u32>| NamedColumn {
        name: name.to_string(),
        values: ColumnValues::Words(WordColumn {
            codes,
            values: values.iter().map(ToString::to_string).collect(),
        }),
    };
    ColumnsInput {
        tickets: vec![
            numbers("id", (0..tickets.len()).map(|row| Some(row as f64))),
            numbers("created_at", tickets.iter().map(|ticket| Some(ticket.0 as f64))),
            words("channel", tickets.iter().map(|ticket| Some(ticket.1[0]))),
            words("status", tickets.iter().map(|ticket| Some(ticket.1[1]))),
            words("group", tickets.iter().map(|ticket| Some(ticket.1[2]))),
            numbers("resolved_at", tickets.iter().map(|ticket| ticket.2.map(|at| at as f64))),
            numbers("fields.size", tickets.iter().map(|ticket| ticket.3)),
        ],
        event_ticket: events.iter().map(|event| (event.0 % tickets.len()) as u32).collect(),
        events: vec![
            numbers("at", events.iter().map(|event| Some(event.1 as f64))),
            named("kind", &KINDS, events.iter().map(|event| event.2 as u32).collect()),
            words("actor", events.iter().map(|event| Some(event.3[1]))),
            of_kind("to", &["status", "priority"]),
            of_kind("agent", &["assigned"]),
            of_kind("tag", &["tagged"]),
            named("survey", &["csat"], events.iter().map(|event| u32::from(!survey(event.2))).collect()),
            numbers("score", events.iter().map(|event| survey(event.2).then_some(f64::from(event.3[0])))),
        ],
    }
}

/// Everything a store says, in words.
fn told(store: &Store) -> Vec<String> {
    let tickets = store.tickets();
    let told = |row: usize| {
        let words = Dimension::ALL.map(|dimension| store.word(row as u32, dimension));
        let sizes = tickets.custom().iter().filter_map(|custom| match &custom.column {
            CustomColumn::Number(values) => {
                (!values[row].is_nan()).then(|| format!("{}={}", custom.name, values[row]))
            }
            CustomColumn::Text { .. } => None,
        });
        let events = tickets.events(row).map(|at| {
            let event = store.events().get(at).unwrap();
            let value = store.value_word(event.kind, event.value);
            let survey =
                (event.kind == deskgauge::ticket::Kind::Survey).then(|| store.survey_of(event.value));
            format!(
                "{} {:?} {:?} {value:?} {survey:?}",
                event.at,
                event.kind,
                store.dictionary(Dimension::Assignee).get(event.actor)
            )
        });
        format!(
            "{:?} {} {words:?} {:?} {:?} {:?}",
            tickets.ids().get(row as u32),
            tickets.created()[row],
            tickets.stated(Stated::Resolved, row),
            sizes.collect::<Vec<_>>(),
            events.collect::<Vec<_>>()
        )
    };
    (0..tickets.len()).map(told).collect()
}

proptest! {
    #[test]
    fn columns_and_json_come_to_the_same(tickets in tickets(), events in events()) {
        let mut by_columns = Store::new();
        let columns = load_columns(&mut by_columns, &as_columns(&tickets, &events)).unwrap();
        let mut by_json = Store::new();
        let mut loading = Loading::begin(&mut by_json, &Sources::default(), LoadOptions::default(), &Zones::default()).unwrap();
        loading.push(&mut by_json, as_json(&tickets, &events).as_bytes()).unwrap();
        let json = loading.finish(&mut by_json, &mut Sources::default()).unwrap();
        prop_assert_eq!((columns.tickets, columns.events, columns.skipped), (json.tickets, json.events, json.skipped));
        prop_assert_eq!((columns.skipped, columns.events), (0, events.len()));
        prop_assert_eq!(told(&by_columns), told(&by_json));
    }
}

#[test]
fn columns_that_do_not_fit_each_other_are_named() {
    let fault = |input: &ColumnsInput| {
        let error = load_columns(&mut Store::new(), input).unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_string())
    };
    let good = as_columns(&[(0, [0; 3], None, None)], &[(0, 1, 0, [0; 2])]);
    let mut short = good.clone();
    short.tickets[2] = words("channel", std::iter::empty());
    assert_eq!(fault(&short), ("column-length", "tickets.channel".to_string()));
    let mut beyond = good.clone();
    beyond.event_ticket[0] = 1;
    assert_eq!(fault(&beyond), ("row-range", "events.ticket[0]".to_string()));
    let mut without = good.clone();
    without.events.remove(1);
    assert_eq!(fault(&without), ("missing-column", "events.kind".to_string()));
    let mut strange = good;
    strange.tickets[2].name = "chanel".to_string();
    assert_eq!(fault(&strange).1, "tickets.chanel");
}
