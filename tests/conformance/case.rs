//! A case as its file has it.

use deskgauge::calendar::Rules;
use serde_json::{Map, Value};

/// What a case may say about itself without changing what it asks.
const REMARKS: [&str; 14] = [
    "id",
    "peer",
    "peer_repo",
    "kind",
    "source",
    "source_file",
    "source_line",
    "note",
    "title",
    "why",
    "disputed",
    "validated",
    "ran_note",
    "peer_semantics_note",
];

/// What overrides the rules of the case's tool.
const STEERING: [&str; 7] = [
    "at_period_end",
    "at_period_start",
    "day_rule",
    "end_inclusive",
    "end_of_working_day",
    "reversed",
    "rounding",
];

/// How a case went.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Passed,
    /// What we answer.
    Failed(String),
    /// Why it cannot be run.
    NotSupported(String),
}

/// Why a case has no outcome of its own: it cannot be run.
pub type Run<T> = Result<T, Outcome>;

pub fn unsupported<T>(why: impl Into<String>) -> Run<T> {
    Err(Outcome::NotSupported(why.into()))
}

/// Compares our answer with the case's.
pub fn compare<T: PartialEq + std::fmt::Debug>(ours: T, theirs: &T) -> Outcome {
    if ours == *theirs { Outcome::Passed } else { Outcome::Failed(format!("{ours:?}")) }
}

/// One case of a file.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a>(pub &'a Map<String, Value>);

impl<'a> Case<'a> {
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    pub fn text(self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Value::as_str)
    }

    pub fn flag(self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }

    pub fn number(self, name: &str) -> Run<f64> {
        self.get(name)
            .and_then(Value::as_f64)
            .map_or_else(|| unsupported(format!("no number \"{name}\"")), Ok)
    }

    pub fn needs(self, name: &str) -> Run<&'a Value> {
        self.get(name).map_or_else(|| unsupported(format!("no \"{name}\"")), Ok)
    }

    pub fn instant(self, name: &str) -> Run<i64> {
        instant(self.needs(name)?)
    }

    /// Refuses fields that the kind does not know.
    pub fn only(self, known: &[&str]) -> Run<()> {
        let unknown =
            self.0.keys().find(|key| !REMARKS.contains(&key.as_str()) && !known.contains(&key.as_str()));
        unknown.map_or(Ok(()), |key| unsupported(format!("unknown field \"{key}\"")))
    }

    pub fn peer(self) -> &'a str {
        self.text("peer").unwrap_or("")
    }

    /// The same question, asked plainly: of no tool, and without what steers its answer.
    pub fn plain(self) -> Map<String, Value> {
        let mut fields = self.0.clone();
        fields.retain(|name, _| !STEERING.contains(&name.as_str()));
        fields.insert("peer".to_string(), "deskgauge".into());
        fields
    }

    /// The rules of the case's tool, with what the case itself says.
    pub fn rules(self) -> Run<Rules> {
        // A tool that is not known here is read plainly; what its cases say of themselves still counts.
        let mut rules = Rules::named(self.peer()).unwrap_or_default();
        let switch = |name: &str, no: &str, yes: &str| match self.text(name) {
            None => Ok(None),
            Some(word) if word == yes => Ok(Some(true)),
            Some(word) if word == no => Ok(Some(false)),
            Some(word) => unsupported(format!("{name} \"{word}\"")),
        };
        if let Some(yes) = switch("at_period_end", "close", "next_open")? {
            rules.deadline_at_next_opening = yes;
        }
        if let Some(yes) = switch("at_period_start", "open", "prev_close")? {
            rules.deadline_back_at_closing = yes;
        }
        if let Some(yes) = switch("reversed", "negative", "zero")? {
            rules.never_negative = yes;
        }
        match self.flag("end_inclusive") {
            Some(true) if !rules.closing_is_open => {
                (rules.closing_is_open, rules.stays_at_closing) = (true, true);
            }
            Some(false) => (rules.closing_is_open, rules.stays_at_closing) = (false, false),
            _ => {}
        }
        Ok(rules)
    }
}

/// The instant a value states, in milliseconds.
pub fn instant(value: &Value) -> Run<i64> {
    let text = value.as_str().unwrap_or("");
    let read = chrono::DateTime::parse_from_rfc3339(text).ok();
    read.map_or_else(|| unsupported(format!("no instant: {value}")), |read| Ok(read.timestamp_millis()))
}

/// An instant as messages show it.
pub fn shown(at: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at);
    at.map_or_else(|| "?".to_string(), |at| format!("{:?}Z", at.naive_utc()))
}
