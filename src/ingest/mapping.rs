//! How a source's columns or paths become tickets and events: a plain object that can be kept as JSON.
//!
//! The README has a worked example; `www/mappings` has one for each of ten public logs.

use super::named::Named;
use crate::settings::{Reader, Value, Written};
use crate::store::Levels;

/// A mapping as it is written. Everything is optional; what is missing is as in the native format.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// `csv`, `json` or `ndjson`.
    pub format: Option<String>,
    /// CSV: `tickets`, `events` or `snapshots`: what a row is.
    pub shape: Option<String>,
    /// JSON: dotted path of the array of records.
    pub root: Option<String>,
    /// CSV: the sign between cells.
    pub delimiter: Option<String>,
    /// How dates are written: `iso`, `epoch-s`, `epoch-ms`, a pattern, or several of these; ISO where there is none.
    pub dates: Vec<String>,
    /// IANA zone of dates that name no offset; UTC when missing.
    pub time_zone: Option<String>,
    /// Words that mean "no value", beside the empty text.
    pub unknown: Vec<String>,
    /// Where the ticket's attributes are, by native name.
    pub ticket: Named<Source>,
    /// Where the attributes of a table's rows are, by native name.
    pub row: Named<Source>,
    /// Custom dimensions by name.
    pub fields: Named<Source>,
    /// JSON: dotted path of the ticket's events.
    pub events: Option<String>,
    /// Where the event's attributes are, by native name.
    pub event: Named<Source>,
    /// The source's word for what happened, and the events it stands for; `"*"` is every other word.
    pub kinds: Named<Vec<Named<Constant>>>,
    /// Status words and their classes; `"*"` is every other word.
    pub statuses: Vec<(String, String)>,
    /// The source's word for a role: `agent`, `customer` or `bot`.
    pub roles: Named<String>,
    /// Priorities, most urgent first.
    pub priorities: Vec<String>,
    /// Support levels of groups and agents.
    pub levels: Option<Levels>,
}

/// Where a value comes from: a column or dotted path, or more than that.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Columns or dotted paths; several are joined.
    pub columns: Vec<String>,
    /// What stands between joined values.
    pub join: Option<String>,
    /// `number` for custom dimensions that hold numbers, `date` for those that hold instants.
    pub kind: Option<String>,
    /// How this date is written, where it differs from the mapping's `dates`.
    pub dates: Vec<String>,
    /// Words to replace; others stay.
    pub map: Named<String>,
    /// What separates the items of a list.
    pub separator: Option<String>,
    /// A constant in place of a column.
    pub value: Option<Constant>,
    /// Snapshots and events: whether the `first` or the `last` row decides.
    pub keep: Option<String>,
    /// Snapshots: whether every row makes an event, changed or not.
    pub every: bool,
    /// Words that mean yes.
    pub yes: Vec<String>,
    /// Snapshots: whether changes of this custom dimension become events.
    pub history: bool,
}

/// A word, whole number or truth value as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constant(pub String);

const MAPPING: [&str; 17] = [
    "format",
    "shape",
    "root",
    "delimiter",
    "dates",
    "timeZone",
    "unknown",
    "ticket",
    "row",
    "fields",
    "events",
    "event",
    "kinds",
    "statuses",
    "roles",
    "priorities",
    "levels",
];
const SOURCE: [&str; 12] = [
    "path",
    "columns",
    "join",
    "type",
    "dates",
    "map",
    "separator",
    "value",
    "keep",
    "every",
    "true",
    "history",
];

impl Written for Mapping {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&MAPPING);
        Self {
            format: from.get("format"),
            shape: from.get("shape"),
            root: from.get("root"),
            delimiter: from.get("delimiter"),
            dates: from.at("dates").texts(),
            time_zone: from.get("timeZone"),
            unknown: from.get("unknown"),
            ticket: from.get("ticket"),
            row: from.get("row"),
            fields: from.get("fields"),
            events: from.get("events"),
            event: from.get("event"),
            kinds: from.get("kinds"),
            statuses: from.at("statuses").entries(),
            roles: from.get("roles"),
            priorities: from.get("priorities"),
            levels: from.get("levels"),
        }
    }
}

impl Written for Source {
    /// The name of a column or path, or an object that says more.
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Text(path) = from.value() {
            return Self { columns: vec![path.clone()], ..Self::default() };
        }
        from.only(&SOURCE);
        let mut columns: Vec<String> = from.get("columns");
        columns.extend(from.get::<Option<_>>("path"));
        Self {
            columns,
            join: from.get("join"),
            kind: from.get("type"),
            dates: from.at("dates").texts(),
            map: from.get("map"),
            separator: from.get("separator"),
            value: from.get("value"),
            keep: from.get("keep"),
            every: from.get::<Option<_>>("every").unwrap_or(false),
            yes: from.get("true"),
            history: from.get::<Option<_>>("history").unwrap_or(false),
        }
    }
}

impl Written for Constant {
    fn read(from: &Reader<'_>) -> Self {
        let whole = |number: f64| number.trunc() == number && number.abs() < 9e15;
        let fraction = matches!(from.value(), Value::Number(number) if !whole(*number));
        match from.value().word() {
            Some(word) if !fraction => Self(word),
            _ => {
                from.refuse("a text, a whole number, true or false");
                Self::default()
            }
        }
    }
}
