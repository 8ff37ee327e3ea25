//! A desk for tests: JSON lines in, figures out.

use deskgauge::desk::Desk;
use deskgauge::ingest::LoadOptions;
use deskgauge::report::{MetricChoice, Question, Table};

/// The instant questions are asked for, after everything the tests tell of.
pub const NOW: f64 = 1_800_000_000_000.0;

/// A desk with these tickets, one a line.
pub fn desk(lines: &str) -> Desk {
    let mut desk = Desk::new();
    load(&mut desk, lines);
    desk
}

/// Loads further tickets, one a line.
pub fn load(desk: &mut Desk, lines: &str) {
    let options = LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() };
    desk.begin(options).unwrap();
    desk.push(lines.as_bytes()).unwrap();
    let loaded = desk.finish().unwrap();
    assert_eq!(loaded.problems, vec![], "{lines}");
}

/// A metric without switches.
pub fn metric(id: &str) -> MetricChoice {
    MetricChoice { metric: id.into(), ..MetricChoice::default() }
}

/// A question about these metrics.
pub fn question(metrics: Vec<MetricChoice>) -> Question {
    Question { metrics, as_of: NOW, ..Question::default() }
}

/// A statistic or an excluded count of the first metric, in a row; `None` where there is no value.
pub fn figure(table: &Table, metric: usize, name: &str, row: usize) -> Option<f64> {
    let header = &table.header.metrics[metric];
    let column = header.statistics.iter().chain(&header.excluded).find(|column| column.name == name);
    column.map(|column| table.values[column.offset + row]).filter(|value| !value.is_nan())
}

/// The one figure of a metric under a profile.
pub fn under(desk: &mut Desk, profile: &str, id: &str, name: &str) -> Option<f64> {
    let asked = Question { profile: Some(profile.into()), ..question(vec![metric(id)]) };
    let table = desk.report(&asked).unwrap();
    figure(&table, 0, name, 0)
}
