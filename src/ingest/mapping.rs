//! How a source's columns or paths become tickets and events: a plain object that can be kept as JSON.
//!
//! The README has a worked example; `www/mappings` has one for each of ten public logs.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A mapping as it is written. Everything is optional; what is missing is as in the native format.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// `csv`, `json` or `ndjson`.
    #[serde(default)]
    pub format: Option<String>,
    /// CSV: `tickets`, `events` or `snapshots`: what a row is.
    #[serde(default)]
    pub shape: Option<String>,
    /// JSON: dotted path of the array of records.
    #[serde(default)]
    pub root: Option<String>,
    /// CSV: the sign between cells.
    #[serde(default)]
    pub delimiter: Option<String>,
    /// How dates are written: `iso`, `epoch-s`, `epoch-ms`, a pattern, or several of these.
    #[serde(default)]
    pub dates: Option<Several>,
    /// IANA zone of dates that name no offset; UTC when missing.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Words that mean "no value", beside the empty text.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Where the ticket's attributes are, by native name.
    #[serde(default)]
    pub ticket: BTreeMap<String, Source>,
    /// Custom dimensions by name.
    #[serde(default)]
    pub fields: BTreeMap<String, Source>,
    /// JSON: dotted path of the ticket's events.
    #[serde(default)]
    pub events: Option<String>,
    /// Where the event's attributes are, by native name.
    #[serde(default)]
    pub event: BTreeMap<String, Source>,
    /// The source's word for what happened, and the events it stands for; `"*"` is every other word.
    #[serde(default)]
    pub kinds: BTreeMap<String, Vec<BTreeMap<String, Scalar>>>,
    /// Status words and their classes; `"*"` is every other word.
    #[serde(default)]
    pub statuses: BTreeMap<String, String>,
    /// The source's word for a role: `agent`, `customer` or `bot`.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// Priorities, most urgent first.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Support levels of groups.
    #[serde(default)]
    pub levels: Option<Levels>,
}

/// Support levels of groups.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Levels {
    /// Levels by group name.
    #[serde(default)]
    pub groups: BTreeMap<String, u8>,
    /// Levels by the end of the group's name; the longest end that fits decides.
    #[serde(default)]
    pub suffixes: Vec<(String, u8)>,
    /// Level of all other groups; 0 is "none known".
    #[serde(default)]
    pub default: u8,
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
    pub dates: Option<Several>,
    /// Words to replace; others stay.
    pub map: BTreeMap<String, String>,
    /// What separates the items of a list.
    pub separator: Option<String>,
    /// A constant in place of a column.
    pub value: Option<String>,
    /// Snapshots and events: whether the `first` or the `last` row decides.
    pub keep: Option<String>,
    /// Snapshots: whether every row makes an event, changed or not.
    pub every: bool,
    /// Words that mean yes.
    pub yes: Vec<String>,
    /// Snapshots: whether changes of this custom dimension become events.
    pub history: bool,
}

/// One word, or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Several(pub Vec<String>);

/// A word, number or truth value as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scalar(pub String);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    join: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    dates: Option<Several>,
    #[serde(default)]
    map: BTreeMap<String, String>,
    #[serde(default)]
    separator: Option<String>,
    #[serde(default)]
    value: Option<Scalar>,
    #[serde(default)]
    keep: Option<String>,
    #[serde(default)]
    every: bool,
    #[serde(default, rename = "true")]
    yes: Vec<String>,
    #[serde(default)]
    history: bool,
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Source;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "the name of a column or path, or an object with \"path\", \"columns\" or \"value\"",
                )
            }

            fn visit_str<E: serde::de::Error>(self, path: &str) -> Result<Source, E> {
                Ok(Source { columns: vec![path.to_string()], ..Source::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
                let written = Written::deserialize(MapAccessDeserializer::new(map))?;
                let mut columns = written.columns;
                columns.extend(written.path);
                Ok(Source {
                    columns,
                    join: written.join,
                    kind: written.kind,
                    dates: written.dates,
                    map: written.map,
                    separator: written.separator,
                    value: written.value.map(|Scalar(text)| text),
                    keep: written.keep,
                    every: written.every,
                    yes: written.yes,
                    history: written.history,
                })
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Several {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Several;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Several, E> {
                Ok(Several(vec![word.to_string()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Several, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = items.next_element::<String>()? {
                    words.push(word);
                }
                Ok(Several(words))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, a number, true or false")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Scalar, E> {
                Ok(Scalar(word.to_string()))
            }

            fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<Scalar, E> {
                Ok(Scalar(yes.to_string()))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Scalar, E> {
                if number.trunc() == number && number.abs() < 9e15 {
                    Ok(Scalar((number as i64).to_string()))
                } else {
                    Err(E::custom("write fractions as text"))
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
