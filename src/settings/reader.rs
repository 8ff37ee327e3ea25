//! Reading a plain value piece by piece, with the path of whatever is wrong.

use std::cell::RefCell;

use super::value::Value;
use crate::error::DeskError;

/// Reads `value`; the error of its first fault has `code` unless the fault is of a kind of its own.
pub fn read<T: Written>(value: &Value, code: &'static str) -> Result<T, DeskError> {
    read_by(value, code, T::read)
}

/// A number that must lie within bounds.
pub(crate) fn within(value: f64, path: &str, least: f64, most: f64) -> Result<f64, DeskError> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(DeskError::new("bad-question", format!("expected a number from {least} to {most}")).at(path))
}

/// The same by a function, which may know more than what is written.
pub fn read_by<T>(
    value: &Value,
    code: &'static str,
    read: impl FnOnce(&Reader<'_>) -> T,
) -> Result<T, DeskError> {
    let fault = RefCell::new(None);
    let made = read(&Reader { value, step: Step::Root, parent: None, code, fault: &fault });
    fault.into_inner().map_or(Ok(made), Err)
}

/// A value and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'v> {
    value: &'v Value,
    step: Step<'v>,
    parent: Option<&'v Reader<'v>>,
    code: &'static str,
    fault: &'v RefCell<Option<DeskError>>,
}

/// How to come from a value to one inside it.
#[derive(Debug, Clone, Copy)]
enum Step<'v> {
    Root,
    Name(&'v str),
    Item(usize),
}

impl<'v> Reader<'v> {
    /// The value itself.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// Its name in the object that holds it.
    pub fn name(&self) -> &'v str {
        match self.step {
            Step::Name(name) => name,
            _ => "",
        }
    }

    /// Where it stands, such as `metrics[0].goals`.
    fn path(&self) -> String {
        let before = self.parent.map(Reader::path).unwrap_or_default();
        match self.step {
            Step::Root => before,
            Step::Name(name) if before.is_empty() => name.to_string(),
            Step::Name(name) => [&before, ".", name].concat(),
            Step::Item(at) => [&before, "[", &at.to_string(), "]"].concat(),
        }
    }

    /// The same value, whose faults have another code.
    #[must_use]
    pub fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// Notes that something else was `hoped` for.
    #[cold]
    pub fn refuse(&self, hoped: &str) {
        self.note(self.code, ["expected ", hoped, "; found ", &self.value.found()].concat());
    }

    /// Notes a fault with a code and a sentence of its own.
    #[cold]
    pub fn note(&self, code: &'static str, message: String) {
        let path = self.path();
        let error = DeskError::new(code, message);
        let error = if path.is_empty() { error } else { error.at(path) };
        self.fault.borrow_mut().get_or_insert(error);
    }

    fn inner<'r>(&'r self, step: Step<'r>, value: &'r Value) -> Reader<'r> {
        Reader { value, step, parent: Some(self), code: self.code, fault: self.fault }
    }

    /// What an object has under `name`.
    pub fn at<'r>(&'r self, name: &'r str) -> Reader<'r> {
        let named = match self.value {
            Value::Object(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        };
        self.inner(Step::Name(name), named.unwrap_or(&Value::Nothing))
    }

    /// Refuses what is no object, and names that are none of `known`.
    pub fn only(&self, known: &[&str]) {
        for (name, value) in self.object() {
            if *value != Value::Nothing && !known.contains(&name.as_str()) {
                let there = known.join(", ");
                let message = ["there is no option \"", name, "\" here; there are ", &there].concat();
                self.at(name).note("unknown-option", message);
            }
        }
    }

    fn object(&self) -> &'v [(String, Value)] {
        if let Value::Object(entries) = self.value {
            return entries;
        }
        self.refuse("an object");
        &[]
    }

    /// The value as a `T`.
    pub fn read<T: Written>(&self) -> T {
        T::read(self)
    }

    /// What an object has under `name`, as a `T`.
    pub fn get<T: Written>(&self, name: &str) -> T {
        T::read(&self.at(name))
    }

    /// The values of an object, with their names, in their order; nothing where there is none.
    pub fn entries<T: Written>(&self) -> Vec<(String, T)> {
        if *self.value == Value::Nothing {
            return Vec::new();
        }
        let entry =
            |(name, value): &(String, Value)| (name.clone(), T::read(&self.inner(Step::Name(name), value)));
        self.object().iter().map(entry).collect()
    }

    /// The items of a list; nothing where there is none.
    fn items(&self) -> &'v [Value] {
        match self.value {
            Value::List(items) => return items,
            Value::Nothing => {}
            _ => self.refuse("a list"),
        }
        &[]
    }

    /// Texts: one, or a list of them.
    pub fn texts(&self) -> Vec<String> {
        match self.value {
            Value::Text(text) => vec![text.clone()],
            _ => self.read(),
        }
    }
}

/// What is read from a plain value.
pub trait Written: Sized {
    /// The value as one of these; where it is none, `from` notes so and anything is returned.
    fn read(from: &Reader<'_>) -> Self;
}

impl Written for String {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Text(text) = from.value {
            return text.clone();
        }
        from.refuse("a text");
        Self::new()
    }
}

impl Written for f64 {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Number(number) = from.value {
            return *number;
        }
        from.refuse("a number");
        0.0
    }
}

impl Written for u8 {
    fn read(from: &Reader<'_>) -> Self {
        match from.value {
            Value::Number(number) if (0.0..=255.0).contains(number) && number.trunc() == *number => {
                *number as Self
            }
            _ => {
                from.refuse("a whole number from 0 to 255");
                0
            }
        }
    }
}

impl Written for bool {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Bool(yes) = from.value {
            return *yes;
        }
        from.refuse("true or false");
        false
    }
}

impl<T: Written> Written for Option<T> {
    fn read(from: &Reader<'_>) -> Self {
        (*from.value != Value::Nothing).then(|| T::read(from))
    }
}

impl<T: Written> Written for Vec<T> {
    fn read(from: &Reader<'_>) -> Self {
        let items = from.items().iter().enumerate();
        items.map(|(at, item)| T::read(&from.inner(Step::Item(at), item))).collect()
    }
}

impl<A: Written, B: Written> Written for (A, B) {
    fn read(from: &Reader<'_>) -> Self {
        let none = &Value::Nothing;
        let [first, second] = match from.value {
            Value::List(both) if both.len() == 2 => [&both[0], &both[1]],
            _ => {
                from.refuse("a list of two");
                [none, none]
            }
        };
        (A::read(&from.inner(Step::Item(0), first)), B::read(&from.inner(Step::Item(1), second)))
    }
}
