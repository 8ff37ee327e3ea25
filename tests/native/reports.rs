//! What a report promises beside its statistics: stocks, spikes, rates over a window, and the tickets behind a figure.

use crate::desk::{NOW, desk, figure, metric, question};
use deskgauge::report::{MetricChoice, Question, Span};

const DAY: i64 = 86_400_000;
/// Monday 2024-01-01.
const START: i64 = 1_704_067_200_000;

fn solved_after(id: usize, day: i64, days: Option<i64>) -> String {
    let created = START + day * DAY;
    let event =
        days.map(|days| format!(r#"{{"at":{},"kind":"status","to":"solved"}}"#, created + days * DAY));
    format!(r#"{{"id":"T{id}","created_at":{created},"events":[{}]}}"#, event.unwrap_or_default())
}

fn days(from: i64, to: i64) -> Option<Span> {
    Some(Span { from: Some((START + from * DAY) as f64), to: Some((START + to * DAY) as f64) })
}

#[test]
fn a_backlog_holds_tickets_from_before_its_period_whatever_the_anchor() {
    // One ticket opened on day 0 and never solved, one on day 10 and solved on day 12.
    let mut desk = desk(&[solved_after(1, 0, None), solved_after(2, 10, Some(2))].join("\n"));
    for anchor in ["own", "created"] {
        let asked = Question {
            bucket: Some("day".into()),
            period: days(10, 14),
            anchor: Some(anchor.into()),
            ..question(vec![metric("backlog"), metric("created")])
        };
        let table = desk.report(&asked).unwrap();
        let column = |at| (0..4).map(|row| figure(&table, at, "value", row).unwrap()).collect::<Vec<_>>();
        assert_eq!(column(0), [2.0, 2.0, 1.0, 1.0], "{anchor}");
        assert_eq!(column(1), [1.0, 0.0, 0.0, 0.0], "{anchor}");
    }
}

#[test]
fn the_window_rate_is_solved_over_created_in_the_period() {
    // Created on days 0, 1 and 8; solved on days 8 and 9: one created and two solved in the second week.
    let lines = [solved_after(1, 0, Some(8)), solved_after(2, 1, Some(8)), solved_after(3, 8, None)];
    let mut desk = desk(&lines.join("\n"));
    let asked = Question { period: days(7, 14), ..question(vec![metric("resolution_window_rate")]) };
    let table = desk.report(&asked).unwrap();
    let of = |name| figure(&table, 0, name, 0);
    assert_eq!((of("value"), of("count"), of("n")), (Some(2.0), Some(2.0), Some(1.0)));
}

#[test]
fn a_day_busier_than_the_same_day_of_earlier_weeks_is_a_spike() {
    // Three tickets every Monday of seven weeks, thirty on the eighth; nothing else.
    let mut lines = Vec::new();
    for week in 0..8 {
        for _ in 0..if week == 7 { 30 } else { 3 } {
            lines.push(solved_after(lines.len(), week * 7, None));
        }
    }
    let mut desk = desk(&lines.join("\n"));
    let asked = Question { bucket: Some("day".into()), ..question(vec![metric("created")]) };
    let table = desk.report(&asked).unwrap();
    assert_eq!(table.header.rows, 50);
    // Four Mondays are the least history; before that nothing is said.
    assert_eq!(figure(&table, 0, "spike", 21), None);
    assert_eq!((figure(&table, 0, "spike", 28), figure(&table, 0, "expected", 28)), (Some(0.0), Some(3.0)));
    assert_eq!((figure(&table, 0, "spike", 49), figure(&table, 0, "expected", 49)), (Some(1.0), Some(3.0)));
    assert!(figure(&table, 0, "p_value", 49).unwrap() < 1e-9);
    let strict = MetricChoice { false_alarms: Some(0.0), ..metric("created") };
    let table = desk.report(&Question { metrics: vec![strict], ..asked }).unwrap();
    assert_eq!(figure(&table, 0, "spike", 49), Some(0.0), "no count is a spike when no alarm may be false");
}

#[test]
fn effort_is_read_on_the_scale_it_was_asked_on() {
    let survey = |id: u32, score: u32, scale: u32| {
        format!(
            r#"{{"id":{id},"created_at":0,"events":[{{"at":5,"kind":"survey","survey":"ces","score":{score},"scale":{scale}}}]}}"#
        )
    };
    // CES 2.0: 7, 6 and 2 of 7; one answer on the scale of 2008 does not fit and is counted apart.
    let lines = [survey(1, 7, 7), survey(2, 6, 7), survey(3, 2, 7), survey(4, 1, 5)];
    let mut new = desk(&lines.join("\n"));
    let table = new.report(&question(vec![metric("ces")])).unwrap();
    let of = |name| figure(&table, 0, name, 0);
    assert_eq!((of("n"), of("value"), of("off_scale")), (Some(3.0), Some(5.0), Some(1.0)));
    assert_eq!(of("easy"), Some(2.0 / 3.0));
    assert_eq!(of("net").map(f64::round), Some(33.0));
    // The scale of 2008: 1 and 2 of 5 are easy.
    let mut old = desk(&[survey(1, 1, 5), survey(2, 2, 5), survey(3, 5, 5)].join("\n"));
    let table = old.report(&question(vec![metric("ces")])).unwrap();
    assert_eq!(figure(&table, 0, "easy", 0), Some(2.0 / 3.0));
    assert_eq!(figure(&table, 0, "net", 0), None);
}

#[test]
fn a_cell_names_its_tickets_the_largest_first() {
    let lines = [solved_after(1, 0, Some(1)), solved_after(2, 1, Some(5)), solved_after(3, 40, Some(3))];
    let mut desk = desk(&lines.join("\n"));
    let metrics = || vec![metric("full_resolution_time")];
    let whole = question(metrics());
    let found = desk.tickets_of(&whole, 0, 0, 2).unwrap();
    let named: Vec<(&str, f64)> = found.tickets.iter().map(|one| (one.id.as_str(), one.value)).collect();
    assert_eq!((named, found.total), (vec![("T2", 5.0 * 86_400.0), ("T3", 3.0 * 86_400.0)], 3));
    // A period that takes few tickets answers from a part of the columns; the ids must not shift.
    let few = Question { period: days(30, 50), anchor: Some("created".into()), ..question(metrics()) };
    assert_eq!(desk.tickets_of(&few, 0, 0, 9).unwrap().tickets[0].id, "T3");
    assert_eq!(desk.tickets_of(&whole, 0, 7, 9).unwrap().total, 0, "there is no such row");
    assert_eq!(desk.tickets_of(&whole, 3, 0, 9).unwrap_err().code(), "unknown-metric");
}

#[test]
fn contacts_repeat_within_a_week_and_of_one_type() {
    let contact = |id: u32, day: i64, kind: &str| {
        let created = START + day * DAY;
        format!(
            r#"{{"id":{id},"created_at":{created},"requester":"ann","type":"{kind}","events":[{{"at":{},"kind":"reply","role":"agent"}},{{"at":{},"kind":"status","to":"solved"}}]}}"#,
            created + 1_000,
            created + 2_000
        )
    };
    // Billing on days 0, 6 and 20, a bug on day 7: only the first is followed by another of its type within 7 days.
    let lines =
        [contact(1, 0, "billing"), contact(2, 6, "billing"), contact(3, 20, "billing"), contact(4, 7, "bug")];
    let mut desk = desk(&lines.join("\n"));
    let any_type = MetricChoice { same_type: Some(false), ..metric("repeat_contact_rate") };
    let long = MetricChoice { window: Some(14.0 * 86_400.0), ..metric("repeat_contact_rate") };
    let rates = vec![metric("repeat_contact_rate"), metric("first_contact_resolution_rate"), any_type, long];
    let table = desk.report(&Question { as_of: NOW, ..question(rates) }).unwrap();
    let counts: Vec<_> = (0..4).map(|at| figure(&table, at, "count", 0).unwrap()).collect();
    assert_eq!(counts, [1.0, 3.0, 2.0, 2.0]);
}

#[test]
fn numbers_that_are_written_alike_stay_groups_of_their_own() {
    let ticket = |id: usize, big: &str| {
        format!(r#"{{"id":{id},"created_at":1704067200000,"fields":{{"big":{big}}}}}"#)
    };
    let numbers = ["0.1234561", "0.1234562", "9.1e15", "9.2e15", "9.3e15"];
    let mut lines: Vec<String> = numbers.iter().enumerate().map(|(id, big)| ticket(id, big)).collect();
    lines.push(r#"{"id":9,"created_at":1704067200000}"#.to_string());
    let mut desk = desk(&lines.join("\n"));
    let asked = Question { by: vec!["big".into()], ..question(vec![metric("tickets")]) };
    let table = desk.report(&asked).unwrap();
    let counts: Vec<_> = (0..table.header.rows).map(|row| figure(&table, 0, "value", row)).collect();
    assert_eq!(counts, vec![Some(1.0); numbers.len() + 1]);
}
