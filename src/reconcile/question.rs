//! What can be asked, and how it is written.

use crate::report::{MetricChoice, Selection};
use crate::settings::{Reader, Value, Written};

/// A question about ours and theirs.
#[derive(Debug, Clone, Default)]
pub struct ReconcileQuestion {
    /// Which tickets; not grouped. Its profile is the other side's: the source's own where none is named.
    pub selection: Selection,
    /// The metric, with its switches.
    pub metric: MetricChoice,
    /// The other side's values.
    pub theirs: Theirs,
    /// How many example tickets to name of each kind; 5 when missing.
    pub examples: Option<f64>,
    /// Which tickets to list one by one.
    pub rows: Option<RowsAsked>,
}

/// A page of the tickets, in the order of the desk.
#[derive(Debug, Clone, Default)]
pub struct RowsAsked {
    /// How many to pass over; none when missing.
    pub offset: Option<f64>,
    /// How many to list; 1,000 when missing.
    pub limit: Option<f64>,
    /// Only tickets of this outcome: `agree`, `differ`, `only-ours`, `only-theirs`, `neither`.
    pub outcome: Option<String>,
}

/// The other side's values: those that came with payloads of a source, or as given.
#[derive(Debug, Clone, Default)]
pub struct Theirs {
    /// The source whose payloads hold them.
    pub source: Option<String>,
    /// The vendor's name of the measure, where the usual one is not meant: a milestone, an agreement.
    pub named: Option<String>,
    /// Values by ticket, in `unit`; NaN is "none".
    pub values: Vec<(String, f64)>,
    /// A table of tickets and values, as CSV.
    pub csv: Option<String>,
    /// The column of the tickets' ids.
    pub ticket: Option<String>,
    /// The column of the values.
    pub value: Option<String>,
    /// What values are in: `ms`, `seconds`, `minutes`, `hours`; not needed where they are counts.
    pub unit: Option<String>,
    /// `calendar` or `business`: in which hours they are counted; those of the metric when missing.
    pub hours: Option<String>,
}

impl ReconcileQuestion {
    /// The metric in the hours of the values it is held against.
    pub(super) fn choice(&self) -> MetricChoice {
        let own = self.metric.hours.clone().or_else(|| match self.metric.calendar {
            None => self.theirs.hours.clone(),
            Some(_) => None,
        });
        MetricChoice { hours: own, ..self.metric.clone() }
    }
}

impl Written for ReconcileQuestion {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&[
            "metric", "theirs", "where", "period", "asOf", "profile", "timeZone", "examples", "rows",
        ]);
        let selection = Selection::of(from, from.get("asOf"));
        Self {
            selection: Selection { by: Vec::new(), ..selection },
            metric: from.get("metric"),
            theirs: from.get("theirs"),
            examples: from.get("examples"),
            rows: from.get("rows"),
        }
    }
}

impl Written for RowsAsked {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["offset", "limit", "outcome"]);
        Self { offset: from.get("offset"), limit: from.get("limit"), outcome: from.get("outcome") }
    }
}

impl Written for Theirs {
    /// The name of a source, or an object.
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Text(source) = from.value() {
            return Self { source: Some(source.clone()), ..Self::default() };
        }
        from.only(&["source", "named", "csv", "ticket", "value", "unit", "hours"]);
        Self {
            source: from.get("source"),
            named: from.get("named"),
            values: Vec::new(),
            csv: from.get("csv"),
            ticket: from.get("ticket"),
            value: from.get("value"),
            unit: from.get("unit"),
            hours: from.get("hours"),
        }
    }
}
