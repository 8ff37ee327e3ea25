//! What was wrong with one value, event or ticket of a file; the rest of the file loads.

/// Why something was set aside. The reader adds the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
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
        Self { code, message: message.into(), path: String::new() }
    }

    /// Names the field at fault.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }
}
