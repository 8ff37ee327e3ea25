//! What was wrong with one value, event or ticket of a file; the rest of the file loads.

use crate::error::DeskError;

/// Why something was set aside. The reader adds the row.
///
/// One pointer wide, so that handing a value on costs little where there might have been a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Box<Details>);

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// What was found and what was hoped for.
    pub message: String,
    /// Where in the row, such as `events[3].at`; empty for the row as a whole.
    pub path: String,
}

impl Fault {
    /// A fault of the whole row.
    #[cold]
    #[inline(never)]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Details { code, message: message.into(), path: String::new() }))
    }

    /// Names the field at fault.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = path.into();
        self
    }

    /// Shortens the path by a beginning that says nothing.
    #[must_use]
    pub fn without(mut self, beginning: &str) -> Self {
        if let Some(rest) = self.0.path.strip_prefix(beginning) {
            self.0.path = rest.to_string();
        }
        self
    }

    /// Code, message and path.
    pub fn details(self) -> Details {
        *self.0
    }
}

impl From<Fault> for DeskError {
    fn from(fault: Fault) -> Self {
        let Details { code, message, path } = fault.details();
        let error = Self::new(code, message);
        if path.is_empty() { error } else { error.at(path) }
    }
}
