//! Customers, agents and surveys without tickets: read in every form, in any order and again, joined to tickets, and kept.

use std::collections::BTreeMap;

use deskgauge::desk::Desk;
use deskgauge::error::DeskError;
use deskgauge::ingest::{LoadOptions, Loaded, Mapping};
use deskgauge::report::{Filter, Question};
use deskgauge::settings::{self, Value};
use deskgauge::store::{Store, TableName};
use proptest::prelude::*;

use crate::desk::{desk, metric, question};
use crate::random::Random;

fn load(desk: &mut Desk, table: &str, format: &str, text: &str) -> Result<Loaded, DeskError> {
    mapped(desk, table, format, text, None)
}

fn mapped(
    desk: &mut Desk,
    table: &str,
    format: &str,
    text: &str,
    mapping: Option<&str>,
) -> Result<Loaded, DeskError> {
    let mapping: Option<Mapping> = mapping.map(|text| {
        let value: Value = serde_json::from_str(text).unwrap();
        settings::read(&value, "bad-mapping").unwrap()
    });
    let table = Some(table.to_string());
    desk.begin(LoadOptions { table, format: Some(format.into()), mapping, ..LoadOptions::default() })?;
    for chunk in text.as_bytes().chunks(11) {
        desk.push(chunk)?;
    }
    desk.finish()
}

/// All that a table holds, by id and column.
fn held(store: &Store, name: TableName) -> BTreeMap<String, String> {
    let table = store.table(name);
    let mut all = BTreeMap::new();
    for (row, id) in table.ids().iter().enumerate() {
        for (at, (column, _)) in name.columns().iter().enumerate() {
            let of = table.column(at);
            let items: Vec<_> = of
                .items(row)
                .iter()
                .map(|item| (of.words().get(item.word), item.number.to_bits(), item.from, item.until))
                .collect();
            let told = format!("{:?} {:?} {} {items:?}", of.word(row), of.number(row), of.instant(row));
            all.insert(format!("{id}.{column}"), told);
        }
    }
    all
}

const CUSTOMERS: &str = r#"{"id":"90","name":"ACME","tier":[{"tier":"basic","until":"2024-01-01T00:00:00Z"},{"tier":"gold","from":"2024-01-01T00:00:00Z"}],"revenue":{"2024-01":100.5,"2024-02":200},"currency":"EUR","started_at":"2020-05-01T00:00:00Z"}
{"id":91,"name":"Basket","tier":"basic","revenue":50,"churned_at":"2024-06-01T00:00:00Z"}"#;
const AGENTS: &str = r#"{"id":"a1","name":"ann","skills":{"billing":3,"api":1},"languages":["de","en"],"groups":["first"],"hours":{"mon":[["09:00","12:00"],["13:00","17:00"]]},"time_zone":"Europe/Berlin","shifts":[["2024-01-01T08:00:00Z","2024-01-01T16:00:00Z"]],"cost":40,"cost_per":"hour","currency":"EUR","capacity":8}
{"id":"a2","name":"bob","skills":["api"],"calendar":"office"}"#;
const SURVEYS: &str = r#"{"id":"s1","kind":"nps","score":9,"at":"2024-01-05T00:00:00Z","customer":"ACME","channel":"mail","comment":"good"}
{"id":"s2","kind":"csat","score":2,"scale":7,"at":"2024-01-06T00:00:00Z","agent":"ann"}"#;
const TICKETS: &str = r#"{"id":"1","created_at":1704067200000,"customer":"90","assignee":"ann"}
{"id":"2","created_at":1703980800000,"customer":"ACME","assignee":"bob"}
{"id":"3","created_at":1706745600000,"customer":"Basket","assignee":"ann"}
{"id":"4","created_at":1706745600000,"customer":"unknown"}
{"id":"5","created_at":1706745600000}"#;

fn filled() -> Desk {
    let mut desk = desk(TICKETS);
    for (table, text) in [("customers", CUSTOMERS), ("agents", AGENTS), ("surveys", SURVEYS)] {
        let loaded = load(&mut desk, table, "ndjson", text).unwrap();
        assert_eq!(loaded.problems, vec![]);
        let took = loaded.table.unwrap();
        assert_eq!((took.name, took.rows, took.new_rows), (table, 2, 2));
    }
    desk
}

fn counts(desk: &mut Desk, by: &str, filters: Vec<Filter>) -> Result<BTreeMap<String, f64>, DeskError> {
    let by = if by.is_empty() { vec![] } else { vec![by.to_string()] };
    let table = desk.report(&Question { by, filters, ..question(vec![metric("tickets")]) })?;
    let offset = table.header.metrics[0].statistics[0].offset;
    let rows = (0..table.header.rows).map(|row| {
        let label = table.header.by.first().map(|group| {
            group.labels[table.values[group.offset + row] as usize].clone().unwrap_or_else(|| "none".into())
        });
        (label.unwrap_or_default(), table.values[offset + row])
    });
    Ok(rows.filter(|(_, count)| *count > 0.0).collect())
}

fn is(on: &str, word: &str) -> Filter {
    Filter { on: on.into(), any_of: Some(vec![Some(word.into())]), ..Filter::default() }
}

#[test]
fn every_value_is_read_and_found() {
    let desk = filled();
    let store = desk.store();
    let customers = store.table(TableName::Customers);
    let column = |name: &str| customers.column(TableName::Customers.column(name).unwrap());
    let acme = customers.find("90").unwrap();
    assert_eq!(customers.find("ACME"), Some(acme));
    assert_eq!(customers.find("acme"), None);
    assert_eq!(column("tier").word_at(acme, 1_704_067_199_999), Some("basic"));
    assert_eq!(column("tier").word_at(acme, 1_704_067_200_000), Some("gold"));
    let january_2024 = 54 * 12;
    assert_eq!(column("revenue").item_at(acme, january_2024).map(|item| item.number), Some(100.5));
    assert_eq!(column("revenue").item_at(acme, january_2024 + 2), None);
    assert_eq!(column("currency").word(acme), Some("EUR"));
    assert_eq!(column("started_at").instant(acme), 1_588_291_200_000);
    let basket = customers.find("91").unwrap();
    assert_eq!(column("revenue").item_at(basket, 3).map(|item| item.number), Some(50.0));
    let agents = store.table(TableName::Agents);
    let column = |name: &str| agents.column(TableName::Agents.column(name).unwrap());
    let skills: Vec<_> = column("skills").items(0).iter().map(|item| item.number).collect();
    assert_eq!(skills, [3.0, 1.0]);
    let hours: Vec<_> = column("hours").items(0).iter().map(|item| (item.from, item.until)).collect();
    assert_eq!(hours, [(32_400_000, 43_200_000), (46_800_000, 61_200_000)]);
    assert_eq!(column("shifts").items(0)[0].until, 1_704_124_800_000);
    assert_eq!(column("capacity").number(0), Some(8.0));
    let surveys = store.table(TableName::Surveys);
    let scale = surveys.column(TableName::Surveys.column("scale").unwrap());
    assert_eq!([scale.number(0), scale.number(1)], [Some(10.0), Some(7.0)]);
}

#[test]
fn csv_json_and_mappings_say_the_same() {
    let reference = filled();
    let csv = "id;name;tier;revenue.2024-01;revenue.2024-02;currency;started_at\n90;ACME;\"[{\"\"tier\"\":\"\"basic\"\",\"\"until\"\":\"\"2024-01-01T00:00:00Z\"\"},{\"\"tier\"\":\"\"gold\"\",\"\"from\"\":\"\"2024-01-01T00:00:00Z\"\"}]\";100.5;200;EUR;2020-05-01T00:00:00Z\n";
    let json = format!("[{}]", CUSTOMERS.replace('\n', ","));
    let named = r#"{"data":{"accounts":[{"Account":{"Id":"90","Title":"ACME"},"plan":{"2024-01-01T00:00:00Z":"G"},"mrr":{"2024-01":100.5,"2024-02":200},"cur":"?"}]}}"#;
    let mapping = r#"{"root":"data.accounts","unknown":["?"],"row":{"id":"Account.Id","name":"Account.Title","tier":{"path":"plan"},"revenue":"mrr","currency":"cur"}}"#;
    let mut by_csv = Desk::new();
    load(&mut by_csv, "customers", "csv", csv).unwrap();
    let mut by_json = Desk::new();
    load(&mut by_json, "customers", "json", &json).unwrap();
    let hoped = held(reference.store(), TableName::Customers);
    assert_eq!(held(by_json.store(), TableName::Customers), hoped);
    for (key, value) in held(by_csv.store(), TableName::Customers) {
        assert_eq!(hoped[&key], value, "{key}");
    }
    let mut by_mapping = Desk::new();
    let loaded = mapped(&mut by_mapping, "customers", "json", named, Some(mapping)).unwrap();
    assert_eq!(loaded.problems, vec![]);
    let found = held(by_mapping.store(), TableName::Customers);
    assert_eq!(found["90.name"], hoped["90.name"]);
    assert_eq!(found["90.revenue"], hoped["90.revenue"]);
    assert_ne!(found["90.currency"], hoped["90.currency"]);
    let agents = "ID,Wer,Kann,Sprachen\n a1 ,ann,billing:3|api:1,de / en\n";
    let mapping = r#"{"row":{"id":"ID","name":{"path":"Wer","map":{"ann":"Ann"}},"skills":"Kann","languages":{"path":"Sprachen","separator":"/"},"cost_per":{"value":"hour"}}}"#;
    let mut desk = Desk::new();
    mapped(&mut desk, "agents", "csv", agents, Some(mapping)).unwrap();
    let (found, hoped) = (held(desk.store(), TableName::Agents), held(reference.store(), TableName::Agents));
    for key in ["a1.skills", "a1.languages", "a1.cost_per"] {
        assert_eq!(found[key], hoped[key]);
    }
    assert!(found["a1.name"].contains("\"Ann\""));
}

#[test]
fn tickets_are_grouped_and_chosen_by_what_tables_say() {
    let mut desk = filled();
    let mut by = |name: &str| {
        let counts = counts(&mut desk, name, vec![]).unwrap();
        counts.into_iter().map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>().join(", ")
    };
    // Ticket 2 was created before the tier changed.
    assert_eq!(by("customer.tier"), "basic 2, gold 1, none 2");
    assert_eq!(by("customer.name"), "ACME 2, Basket 1, none 2");
    assert_eq!(by("customer.revenue"), "100.5 1, 50 1, none 3");
    assert_eq!(by("customer.churned_at"), "false 2, none 2, true 1");
    assert_eq!(by("agent.capacity"), "8 2, none 3");
    assert_eq!(by("agent.cost_per"), "hour 2, none 3");
    let mut chosen =
        |filter: Filter| counts(&mut desk, "", vec![filter]).unwrap().get("").copied().unwrap_or(0.0);
    assert_eq!(chosen(is("agent.skills", "api")), 3.0);
    assert_eq!(chosen(is("agent.skills", "billing")), 2.0);
    let without = Filter { on: "agent.languages".into(), missing: Some(true), ..Filter::default() };
    assert_eq!(chosen(without), 3.0);
    let nothing = Some(vec![None]);
    let none = Filter { on: "agent.skills".into(), any_of: nothing.clone(), ..Filter::default() };
    assert_eq!(chosen(none), 2.0);
    let some = Filter { on: "agent.skills".into(), none_of: nothing, ..Filter::default() };
    assert_eq!(chosen(some), 3.0);
    let never = Filter {
        on: "agent.skills".into(),
        none_of: Some(vec![Some("billing".into())]),
        ..Filter::default()
    };
    assert_eq!(chosen(never), 3.0);
    assert_eq!(chosen(is("customer.tier", "gold")), 1.0);
    let rich = Filter { on: "customer.revenue".into(), min: Some(60.0), ..Filter::default() };
    assert_eq!(chosen(rich), 1.0);
    let early = Filter { on: "customer.started_at".into(), to: Some(1.6e12), ..Filter::default() };
    assert_eq!(chosen(early), 2.0);
    let error = counts(&mut desk, "agent.skills", vec![]).unwrap_err();
    assert_eq!((error.code(), error.path()), ("cannot-group", Some("by[0]")));
    let mut csat = metric("csat");
    csat.unticketed = true;
    let by = ["channel", "colour"].map(String::from).to_vec();
    let error = desk.report(&Question { by, ..question(vec![csat]) }).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-dimension", Some("by[1]")));
    for unknown in ["customer.colour", "agent.", "surveys.score", "customer"] {
        let known = counts(&mut desk, unknown, vec![]);
        assert_eq!(known.is_ok(), unknown == "customer", "{unknown}");
    }
}

#[test]
fn a_name_of_two_rows_joins_neither_and_rows_may_come_before_tickets() {
    let mut desk = Desk::new();
    load(
        &mut desk,
        "customers",
        "ndjson",
        "{\"id\":1,\"name\":\"Twin\",\"tier\":\"a\"}\n{\"id\":2,\"name\":\"Twin\",\"tier\":\"b\"}",
    )
    .unwrap();
    crate::desk::load(
        &mut desk,
        r#"{"id":"1","created_at":1704067200000,"customer":"Twin"}
{"id":"2","created_at":1704067200000,"customer":"2"}"#,
    );
    let told = counts(&mut desk, "customer.tier", vec![]).unwrap();
    assert_eq!(told, BTreeMap::from([("b".into(), 1.0), ("none".into(), 1.0)]));
    load(&mut desk, "customers", "ndjson", r#"{"id":1,"name":"Other"}"#).unwrap();
    assert_eq!(counts(&mut desk, "customer.tier", vec![]).unwrap().get("b"), Some(&2.0));
}

#[test]
fn what_cannot_be_read_is_set_aside_and_named() {
    let row = |rest: &str| format!("{{\"id\":\"1\",{rest}}}\n{{\"id\":\"2\"}}");
    let codes = |table: &str, text: &str| -> Vec<(String, String)> {
        let mut desk = Desk::new();
        let loaded = load(&mut desk, table, "ndjson", text).unwrap();
        loaded.problems.iter().map(|problem| (problem.code.to_string(), problem.path.clone())).collect()
    };
    for (table, text, code, path) in [
        ("customers", row(r#""revenue":{"2024-13":1}"#), "bad-value", "revenue"),
        ("customers", row(r#""revenue":{"24-01":1}"#), "bad-value", "revenue"),
        ("customers", row(r#""revenue":{"2024-01":"much"}"#), "not-a-number", "revenue"),
        ("customers", row(r#""revenue":"1e999""#), "not-a-number", "revenue"),
        ("customers", row(r#""churned_at":"soon""#), "not-a-date", "churned_at"),
        ("customers", row(r#""tier":[{"from":"2024-01-01"}]"#), "missing-value", "tier"),
        ("customers", row(r#""tier":{"x":"gold"}"#), "not-a-date", "tier"),
        ("customers", row(r#""name":["a"]"#), "not-a-word", "name"),
        ("customers", row(r#""updated_at":"?""#), "not-a-date", "updated_at"),
        ("agents", row(r#""skills":{"api":"high"}"#), "not-a-number", "skills"),
        ("agents", row(r#""hours":"always""#), "bad-value", "hours"),
        ("agents", row(r#""hours":{"someday":[]}"#), "bad-value", "hours"),
        ("agents", row(r#""hours":{"mon":[["9","25:00"]]}"#), "bad-hours", "hours"),
        (
            "agents",
            row(r#""shifts":[["2024-01-02T00:00:00Z","2024-01-01T00:00:00Z"]]"#),
            "empty-period",
            "shifts",
        ),
        ("customers", "{\"name\":\"a\"}\n{\"id\":1}".to_string(), "no-id", "id"),
        ("customers", "[1]\n{\"id\":1}".to_string(), "unknown-record", ""),
        ("customers", "{\"id\":\n{\"id\":1}".to_string(), "bad-json", ""),
    ] {
        assert_eq!(codes(table, &text), [(code.to_string(), path.to_string())], "{text}");
    }
    let survey = |rest: &str| format!("{{\"id\":\"1\",{rest}}}\n{}", SURVEYS);
    for (text, code, path) in [
        (survey(r#""score":1,"at":1704067200000"#), "missing-value", "kind"),
        (survey(r#""kind":"mood","score":1,"at":1704067200000"#), "unknown-survey", "kind"),
        (survey(r#""kind":"nps","score":11,"at":1704067200000"#), "score-range", "score"),
        (survey(r#""kind":"nps","score":-1,"at":1704067200000"#), "score-range", "score"),
        (survey(r#""kind":"csat","score":0,"scale":0,"at":1704067200000"#), "score-range", "score"),
        (survey(r#""kind":"nps","at":1704067200000"#), "missing-value", "score"),
        (survey(r#""kind":"nps","score":1"#), "missing-value", "at"),
    ] {
        assert_eq!(codes("surveys", &text), [(code.to_string(), path.to_string())], "{text}");
    }
}

#[test]
fn a_load_that_cannot_be_is_refused_and_changes_nothing() {
    let mut desk = filled();
    let before = desk.save().unwrap();
    let refusals = [
        ("tickets", "ndjson", "{}", None, "unknown-table"),
        ("customers", "ndjson", "", None, "empty-input"),
        ("customers", "ndjson", "{\"name\":1}", None, "nothing-readable"),
        ("customers", "json", "[{\"id\":1}", None, "bad-json"),
        ("customers", "json", "{\"a\":1}", Some(r#"{"root":"b","row":{"id":"id"}}"#), "no-root"),
        ("customers", "csv", "name\na\n", None, "unknown-column"),
        ("customers", "csv", "id\n1\n", Some(r#"{"row":{"id":"id","name":"Name"}}"#), "unknown-column"),
        ("customers", "csv", "id\n1\n", Some(r#"{"row":{"id":"id","colour":"c"}}"#), "bad-mapping"),
        ("customers", "csv", "id\n1\n", Some(r#"{"row":{"name":"id"}}"#), "bad-mapping"),
        ("customers", "csv", "id\n1\n", Some(r#"{"ticket":{"id":"id"}}"#), "bad-mapping"),
    ];
    for (table, format, text, mapping, code) in refusals {
        let refused = mapped(&mut desk, table, format, text, mapping).map(|_| ()).unwrap_err();
        assert_eq!(refused.code(), code, "{table} {text}");
        desk.abort();
        assert_eq!(desk.save().unwrap(), before, "{code}");
    }
    // What is held until the end is never longer than 1 GB; the zeroes of this test are never looked at.
    desk.begin(LoadOptions { table: Some("agents".into()), ..LoadOptions::default() }).unwrap();
    assert_eq!(desk.push(&vec![0; (1 << 30) + 1]).unwrap_err().code(), "record-too-long");
    desk.abort();
    let both =
        LoadOptions { table: Some("agents".into()), source: Some("rt".into()), ..LoadOptions::default() };
    assert_eq!(desk.begin(both).unwrap_err().code(), "source-and-table");
    // A mapping of rows is for tables alone.
    let value: Value = serde_json::from_str(r#"{"row":{"id":"id"}}"#).unwrap();
    let mapping: Mapping = settings::read(&value, "bad-mapping").unwrap();
    let rows = LoadOptions { mapping: Some(mapping), ..LoadOptions::default() };
    assert_eq!(desk.begin(rows).unwrap_err().code(), "bad-mapping");
}

#[test]
fn memory_counts_tables_and_a_snapshot_keeps_them() {
    let mut desk = filled();
    assert!(desk.memory() > crate::desk::desk(TICKETS).memory());
    let snapshot = desk.save().unwrap();
    let mut again = Desk::new();
    again.restore(&snapshot).unwrap();
    assert_eq!(again.save().unwrap(), snapshot);
    for name in TableName::ALL {
        assert_eq!(held(again.store(), name), held(desk.store(), name));
    }
    let tiers = counts(&mut desk, "customer.tier", vec![]).unwrap();
    assert_eq!(counts(&mut again, "customer.tier", vec![]).unwrap(), tiers);
    // It goes on from there.
    load(&mut again, "customers", "ndjson", r#"{"id":"91","tier":"gold"}"#).unwrap();
    assert_eq!(counts(&mut again, "customer.tier", vec![]).unwrap().get("gold"), Some(&2.0));
}

/// Rows of one customer, each with an instant of its own.
fn rows(random: &mut Random) -> Vec<String> {
    let mut version = 1_704_067_200_000_u64;
    let mut rows = Vec::new();
    for _ in 0..2 + random.below(12) {
        version += 1 + random.below(1_000);
        let id = random.below(3);
        let field = match random.below(8) {
            0 => format!("\"name\":\"n{}\"", random.below(3)),
            1 => format!("\"tier\":\"t{}\"", random.below(3)),
            2 => format!("\"tier\":{{\"202{}-01-01T00:00:00Z\":\"t{}\"}}", random.below(4), random.below(3)),
            3 => format!("\"revenue\":{{\"2024-0{}\":{}}}", 1 + random.below(4), random.below(100)),
            4 => format!("\"revenue\":{}", random.below(9)),
            5 => "\"churned_at\":null".to_string(),
            6 => format!("\"churned_at\":{}", version),
            _ => format!("\"currency\":\"c{}\",\"name\":null", random.below(2)),
        };
        rows.push(format!("{{\"id\":{id},\"updated_at\":{version},{field}}}"));
    }
    rows
}

proptest! {
    #[test]
    fn any_order_batches_and_repeats_equal_one_load(seed in 0..u64::MAX) {
        let mut random = Random::new(seed);
        let all = rows(&mut random);
        let mut once = Desk::new();
        load(&mut once, "customers", "ndjson", &all.join("\n")).unwrap();
        let mut mixed: Vec<String> = all.clone();
        for _ in 0..random.below(6) {
            mixed.push(all[random.below(all.len() as u64) as usize].clone());
        }
        for at in (1..mixed.len()).rev() {
            mixed.swap(at, random.below(at as u64 + 1) as usize);
        }
        let mut parts = Desk::new();
        let size = 1 + random.below(4) as usize;
        for batch in mixed.chunks(size) {
            load(&mut parts, "customers", "ndjson", &batch.join("\n")).unwrap();
            if random.once_in(3) {
                let saved = parts.save().unwrap();
                parts = Desk::new();
                parts.restore(&saved).unwrap();
            }
        }
        prop_assert_eq!(held(parts.store(), TableName::Customers), held(once.store(), TableName::Customers));
    }

    #[test]
    fn hostile_bytes_never_panic(seed in 0..u64::MAX) {
        let mut random = Random::new(seed);
        for (table, text) in [("customers", CUSTOMERS), ("agents", AGENTS), ("surveys", SURVEYS)] {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..1 + random.below(6) {
                let at = random.below(bytes.len() as u64) as usize;
                match random.below(4) {
                    0 => bytes[at] = random.pick(b"{}[]\",:\\0-9e;\n\xff"),
                    1 => { bytes.remove(at); }
                    2 => bytes.insert(at, random.below(256) as u8),
                    _ => { let end = (at + random.below(20) as usize).min(bytes.len()); let copy = bytes[at..end].to_vec(); bytes.splice(at..at, copy); }
                }
            }
            let mut desk = crate::desk::desk(TICKETS);
            let format = random.pick(&["csv", "json", "ndjson"]).to_string();
            desk.begin(LoadOptions { table: Some(table.into()), format: Some(format), ..LoadOptions::default() }).unwrap();
            let _ = desk.push(&bytes);
            let _ = desk.finish();
            for by in ["customer.tier", "customer.revenue", "agent.cost", "agent.name", "customer.churned_at"] {
                counts(&mut desk, by, vec![]).unwrap();
            }
            let saved = desk.save().unwrap();
            let mut again = Desk::new();
            again.restore(&saved).unwrap();
            prop_assert_eq!(again.save().unwrap(), saved);
        }
    }
}
