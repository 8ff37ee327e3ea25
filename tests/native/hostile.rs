//! Input that means harm or was damaged: an error or a problem, never a panic, never unbounded work.

use crate::desk::{NOW, desk, figure, metric, question};
use deskgauge::desk::Desk;
use deskgauge::ingest::{LoadOptions, Loaded};
use deskgauge::report::{MetricChoice, Question, Span};

fn load(format: &str, text: &str) -> Result<Loaded, String> {
    let mut desk = Desk::new();
    let options = LoadOptions { format: Some(format.into()), ..LoadOptions::default() };
    let begun = desk.begin(options).and_then(|()| desk.push(text.as_bytes())).and_then(|()| desk.finish());
    begun.map_err(|error| error.code().to_string())
}

#[test]
fn an_empty_file_is_an_error() {
    for format in ["json", "ndjson", "csv"] {
        for text in ["", "\n\n"] {
            assert_eq!(load(format, text).unwrap_err(), "empty-input", "{format} {text:?}");
        }
    }
}

#[test]
fn a_file_that_is_all_wrong_names_its_first_problem() {
    assert_eq!(load("ndjson", "{\"id\":1}\n{\"id\":2}").unwrap_err(), "nothing-readable");
    assert_eq!(load("ndjson", "[[[[[[").unwrap_err(), "nothing-readable");
}

#[test]
fn years_beyond_the_calendar_are_set_aside() {
    for date in ["\"+262000-01-01T00:00:00Z\"", "\"-262000-01-01T00:00:00Z\"", "8.64e15", "-8.64e15", "1e300"]
    {
        let lines = format!("{{\"id\":1,\"created_at\":{date}}}\n{{\"id\":2,\"created_at\":0}}");
        let loaded = load("ndjson", &lines).unwrap();
        assert_eq!((loaded.tickets, loaded.skipped), (1, 1), "{date}");
    }
}

#[test]
fn words_that_are_no_numbers_are_set_aside() {
    for value in ["NaN", "Infinity", "-Infinity", "1e400", "01", "0x10"] {
        let lines = format!("{{\"id\":1,\"created_at\":0,\"level\":{value}}}\n{{\"id\":2,\"created_at\":0}}");
        let loaded = load("ndjson", &lines).unwrap();
        assert!(loaded.skipped > 0 && loaded.tickets > 0, "{value}");
    }
}

#[test]
fn lone_surrogates_become_the_replacement_character() {
    let mut desk = desk(r#"{"id":"a\ud800","created_at":0,"channel":"\udc00"}"#);
    let asked = Question { by: vec!["channel".into()], ..question(vec![metric("tickets")]) };
    assert_eq!(desk.report(&asked).unwrap().header.by[0].labels, vec![Some("\u{fffd}".to_string())]);
}

#[test]
fn an_id_that_comes_twice_is_one_ticket() {
    let loaded = load("ndjson", "{\"id\":1,\"created_at\":0}\n{\"id\":\"1\",\"created_at\":5}").unwrap();
    assert_eq!((loaded.tickets, loaded.duplicates.tickets), (1, 1));
}

#[test]
fn a_claim_of_two_gigabytes_makes_no_room_for_them() {
    let mut desk = Desk::new();
    let options =
        LoadOptions { format: Some("ndjson".into()), total_bytes: Some(2e9), ..LoadOptions::default() };
    desk.begin(options).unwrap();
    let event = r#"{"at":1,"kind":"note"}"#;
    let line = format!("{{\"id\":1,\"created_at\":0,\"events\":[{}]}}\n", vec![event; 2_000].join(","));
    desk.push(line.as_bytes()).unwrap();
    desk.finish().unwrap();
    assert!(desk.memory() < 200 << 20, "{} bytes are held", desk.memory());
}

#[test]
fn a_million_different_words_are_a_million_rows() {
    let lines: String = (0..1_000_000)
        .map(|id| format!("{{\"id\":{id},\"created_at\":0,\"customer\":\"c{id}\"}}\n"))
        .collect();
    let mut desk = desk(&lines);
    let asked = Question { by: vec!["customer".into()], ..question(vec![metric("tickets")]) };
    let table = desk.report(&asked).unwrap();
    assert_eq!(table.header.rows, 1_000_000);
    let twice = Question { by: vec!["customer".into(), "requester".into()], ..asked.clone() };
    assert_eq!(desk.report(&twice).unwrap().header.rows, 1_000_000);
    let hours = Question { bucket: Some("hour-of-week".into()), ..asked };
    assert_eq!(desk.report(&hours).unwrap_err().code(), "too-many-rows");
}

#[test]
fn a_century_by_the_hour_is_refused_only_when_it_is_too_much() {
    let mut desk = desk("{\"id\":1,\"created_at\":0}\n{\"id\":2,\"created_at\":3155760000000}");
    let asked = Question { bucket: Some("hour".into()), ..question(vec![metric("created")]) };
    let table = desk.report(&Question { as_of: 4e12, ..asked }).unwrap();
    assert_eq!(figure(&table, 0, "value", table.header.rows - 1), Some(1.0));
}

#[test]
fn a_desk_without_tickets_has_no_figures_and_no_zeros() {
    let mut empty = Desk::new();
    let table =
        empty.report(&question(vec![metric("first_response_time"), metric("csat"), metric("nps")])).unwrap();
    assert_eq!(figure(&table, 0, "n", 0), Some(0.0));
    for (at, name) in [(0, "mean"), (0, "median"), (0, "low"), (1, "value"), (2, "value")] {
        assert_eq!(figure(&table, at, name, 0), None, "{name}");
    }
}

#[test]
fn questions_that_make_no_sense_name_their_fault() {
    let mut desk = desk("{\"id\":1,\"created_at\":0}");
    let first = || question(vec![metric("first_response_time")]);
    let goals = MetricChoice { goals: vec![f64::NAN], ..metric("first_response_time") };
    let field = MetricChoice { field: Some("effort".into()), ..metric("field") };
    let span = |from, to| Some(Span { from: Some(from), to: Some(to) });
    let cases = [
        (question(vec![]), "no-metric", "metrics"),
        (question(vec![metric("frt")]), "unknown-metric", "metrics[0].metric"),
        (question(vec![goals]), "bad-duration", "metrics[0].goals"),
        (question(vec![field]), "unknown-field", "metrics[0].field"),
        (question(vec![metric("share")]), "missing-condition", "metrics[0].where"),
        (Question { as_of: f64::NAN, ..first() }, "bad-instant", "asOf"),
        (Question { as_of: f64::INFINITY, ..first() }, "bad-instant", "asOf"),
        (Question { by: vec!["chanel".into()], ..first() }, "unknown-dimension", "by[0]"),
        (Question { by: vec!["tags".into()], ..first() }, "cannot-group", "by[0]"),
        (Question { bucket: Some("year".into()), ..first() }, "unknown-bucket", "bucket"),
        (Question { time_zone: Some("Mars/Base".into()), ..first() }, "unknown-zone", "timeZone"),
        (Question { period: span(5.0, 5.0), ..first() }, "empty-period", "period"),
        (Question { period: span(f64::NAN, NOW), ..first() }, "bad-instant", "period.from"),
        (Question { compare_previous: true, ..first() }, "missing-period", "period"),
        (Question { week_start: Some(8), ..first() }, "unknown-option", "weekStart"),
        (Question { profile: Some("remedy".into()), ..first() }, "unknown-profile", "profile"),
    ];
    for (asked, code, path) in cases {
        let error = desk.report(&asked).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)), "{error}");
    }
}

#[test]
fn nothing_that_happens_often_counts_from_zero_again() {
    // More of everything than fits into 16 bits.
    let count = 70_000;
    let event = r#"{"at":1,"kind":"reply","role":"agent"},{"at":1,"kind":"escalated"},{"at":2,"kind":"status","to":"solved"},{"at":2,"kind":"status","to":"open"},{"at":2,"kind":"assigned","group":"a"},{"at":2,"kind":"assigned","group":"b"}"#;
    let events = vec![event; count].join(",").replace("\"at\":2", "\"at\":1");
    let mut desk = desk(&format!("{{\"id\":1,\"created_at\":0,\"events\":[{events}]}}"));
    let ids = ["replies", "escalations", "reopens", "transfers"];
    for anchor in ["own", "created"] {
        let asked = Question {
            bucket: Some("month".into()),
            anchor: Some(anchor.into()),
            ..question(ids.map(metric).to_vec())
        };
        let table = desk.report(&asked).unwrap();
        let found = [0, 1, 2, 3].map(|at| figure(&table, at, "value", 0).unwrap());
        let hoped = [count, count, count, 2 * count - 1].map(|count| count as f64);
        assert_eq!(found, hoped, "by {anchor}");
    }
}

#[test]
fn unknown_names_are_answered_with_the_nearest() {
    let mut desk = desk(r#"{"id":1,"created_at":0,"fields":{"impact":"wide"}}"#);
    let tickets = || question(vec![metric("tickets")]);
    for (name, nearest) in [("chanel", "channel"), ("prioritty", "priority"), ("impct", "impact")] {
        let error = desk.report(&Question { by: vec![name.into()], ..tickets() }).unwrap_err();
        assert!(error.message().contains(&format!("\"{nearest}\"")), "{error}");
    }
    let error = desk.report(&question(vec![metric("first_respons_tme")])).unwrap_err();
    assert!(error.message().contains("\"first_response_time\""), "{error}");
    let long = "x".repeat(1_000_000);
    let error = desk.report(&question(vec![metric(&long)])).unwrap_err();
    assert!(error.message().len() < 300, "an error does not repeat a megabyte");
}

#[test]
fn numbers_that_are_none_are_refused_wherever_a_question_takes_one() {
    let mut desk = desk("{\"id\":1,\"created_at\":0}");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
        let goals = MetricChoice { goals: vec![60.0, number], ..metric("first_response_time") };
        assert_eq!(desk.report(&question(vec![goals])).unwrap_err().code(), "bad-duration", "{number}");
        let window = MetricChoice { window: Some(number), ..metric("repeat_contact_rate") };
        assert_eq!(desk.report(&question(vec![window])).unwrap_err().code(), "bad-duration", "{number}");
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 8.64e15, -8.64e15, f64::MAX] {
        let asked = Question { as_of: number, ..question(vec![metric("tickets")]) };
        assert_eq!(desk.report(&asked).unwrap_err().code(), "bad-instant", "{number}");
    }
}

#[test]
fn the_first_and_the_last_year_of_the_calendar_can_be_asked_about() {
    let (first, last) = (-62_135_596_800_000i64, 253_402_300_799_999i64);
    let mut desk = desk(&format!(
        "{{\"id\":1,\"created_at\":{first},\"events\":[{{\"at\":{last},\"kind\":\"status\",\"to\":\"solved\"}}]}}"
    ));
    let span = Span { from: Some(first as f64), to: Some(last as f64) };
    for id in ["full_resolution_time", "created", "backlog", "requester_wait_time", "csat"] {
        let whole = Question { as_of: last as f64, ..question(vec![metric(id)]) };
        desk.report(&whole).unwrap();
        desk.report(&Question { period: Some(span), ..whole.clone() }).unwrap();
        for bucket in ["hour", "day", "week", "month", "hour-of-week"] {
            let asked = Question { bucket: Some(bucket.into()), period: Some(span), ..whole.clone() };
            if let Err(error) = desk.report(&asked) {
                assert!(
                    ["too-many-rows", "date-range", "zone-range"].contains(&error.code()),
                    "{id} {bucket}: {error}"
                );
            }
        }
        let back = Question { period: Some(span), compare_previous: true, ..whole };
        if let Err(error) = desk.report(&back) {
            assert!(["bad-instant", "date-range"].contains(&error.code()), "{id}: {error}");
        }
    }
}

#[test]
fn an_empty_desk_answers_every_metric_with_nothing() {
    let mut empty = Desk::new();
    for definition in deskgauge::kpi::definitions() {
        let id = definition.metric.id();
        let by = vec!["channel".into(), "group".into()];
        let asked = Question { by, bucket: Some("week".into()), ..question(vec![metric(id)]) };
        match empty.report(&asked) {
            Ok(table) => assert_eq!(table.header.rows, 0, "{id}"),
            Err(error) => {
                assert!(["missing-field", "missing-condition"].contains(&error.code()), "{id}: {error}")
            }
        }
        if let Ok(table) = empty.report(&question(vec![metric(id)])) {
            let value = if definition.family.name() == "distribution" { "mean" } else { "value" };
            let zero = ["count", "level"].contains(&definition.family.name()).then_some(0.0);
            assert_eq!(figure(&table, 0, value, 0), zero, "{id}");
        }
    }
}
