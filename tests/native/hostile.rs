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
