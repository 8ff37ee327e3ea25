//! The answer: a table of numbers and what they mean.

use serde::Serialize;

/// A table: `values` holds its columns one after the other, the header says where each starts. NaN is "no value".
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What the columns are.
    pub header: Header,
    /// All numbers, column after column.
    pub values: Vec<f64>,
}

/// What a table holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// How many rows each column has.
    pub rows: usize,
    /// The groupings.
    pub by: Vec<GroupHeader>,
    /// The buckets.
    pub bucket: Option<BucketHeader>,
    /// The metrics.
    pub metrics: Vec<MetricHeader>,
    /// The instant the answer is for.
    pub as_of: f64,
    /// Whose definitions applied.
    pub profile: &'static str,
    /// The zone of the buckets.
    pub time_zone: String,
    /// ISO day on which weeks start.
    pub week_start: u8,
    /// Counts up with every change of the data, so that a stale report is noticed.
    pub version: f64,
}

/// A grouping: a column of codes into `labels`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupHeader {
    /// The dimension or fact.
    pub dimension: String,
    /// What the codes stand for; `null` is "missing".
    pub labels: Vec<Option<String>>,
    /// Where its column starts.
    pub offset: usize,
}

/// The buckets: a column of starts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BucketHeader {
    /// The unit.
    pub unit: String,
    /// Where its column starts: epoch milliseconds of the bucket's start, or the slot's number of a cyclic unit.
    pub offset: usize,
    /// The date that decided: `own` or the name of a ticket's date.
    pub anchor: String,
}

/// A metric's columns and what they mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricHeader {
    /// The metric's id.
    pub metric: &'static str,
    /// The name the question gave it.
    pub key: String,
    /// Its name for people.
    pub title: &'static str,
    /// Whose definition applied.
    pub profile: &'static str,
    /// What its value is measured in.
    pub unit: &'static str,
    /// Which statistics it has.
    pub family: &'static str,
    /// Which way is better.
    pub direction: &'static str,
    /// The statistic that stands for it when only one number is shown.
    pub value: &'static str,
    /// Its columns.
    pub statistics: Vec<Statistic>,
    /// Columns of what was left out, by reason; reasons nobody was left out for are not listed.
    pub excluded: Vec<Statistic>,
    /// The goals asked about, in seconds.
    pub goals: Vec<f64>,
    /// How the interval was made, where there is one.
    pub interval: Option<&'static str>,
    /// What the sources of the desk have not told, so that it lacks data.
    pub lacks: Vec<Lacking>,
}

/// What a source has not told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lacking {
    /// The source.
    pub source: &'static str,
    /// The name of what is lacking.
    pub id: &'static str,
    /// What is lacking, in a sentence.
    pub because: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistic {
    /// Its name.
    pub name: String,
    /// Where it starts in the table's values.
    pub offset: usize,
}
