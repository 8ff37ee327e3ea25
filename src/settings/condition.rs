//! Conditions on the fields of tickets as settings write them.

use super::{Reader, Value, Written};

/// A condition on one field. All parts given must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    /// A dimension, `tags` or a custom field.
    pub on: String,
    /// Any of these words.
    pub any_of: Option<Vec<String>>,
    /// None of these words.
    pub none_of: Vec<String>,
}

impl Condition {
    /// The conditions of an object, by what they are on.
    pub fn all(from: &Reader<'_>) -> Vec<Self> {
        let entries: Vec<(String, Plain)> = from.entries();
        entries.into_iter().map(|(on, plain)| Self { on, ..plain.0 }).collect()
    }
}

/// A condition without the field it is on.
struct Plain(Condition);

impl Written for Plain {
    fn read(from: &Reader<'_>) -> Self {
        let mut condition = Condition::default();
        if let Value::Object(_) = from.value() {
            from.only(&["in", "not"]);
            condition.any_of = (*from.at("in").value() != Value::Nothing).then(|| from.at("in").texts());
            condition.none_of = from.at("not").texts();
        } else {
            condition.any_of = Some(from.texts());
        }
        Self(condition)
    }
}
