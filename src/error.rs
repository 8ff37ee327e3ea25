//! The one error the crate returns: a stable code, a sentence, and where it happened.
//!
//! ```
//! use deskgauge::error::DeskError;
//!
//! let error = DeskError::new("unknown-metric", "no metric is called \"frt\"; the nearest is \"first_response_time\"")
//!     .at("metrics[0]");
//! assert_eq!(error.code(), "unknown-metric");
//! assert_eq!(error.path(), Some("metrics[0]"));
//! ```
//!
//! Codes are public API in kebab case; sentences may improve at any time, so match on the code.

use std::fmt;

/// What went wrong, where, and what would have been right.
///
/// One pointer wide, so that handing an answer on costs little where there might have been an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskError(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    code: &'static str,
    message: String,
    path: Option<String>,
    row: Option<u64>,
}

impl DeskError {
    /// An error with a stable kebab-case `code` and a sentence for people.
    #[cold]
    #[inline(never)]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Details { code, message: message.into(), path: None, row: None }))
    }

    /// Names the setting or field at fault, such as `metrics[0].goals`.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Puts `parent` before the path, for errors found deeper down.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn within(mut self, parent: &str) -> Self {
        self.0.path = Some(match self.0.path.take() {
            None => parent.to_string(),
            Some(path) if path.starts_with('[') => format!("{parent}{path}"),
            Some(path) => format!("{parent}.{path}"),
        });
        self
    }

    /// Names the input row at fault, counted from 1.
    #[must_use]
    pub fn on_row(mut self, row: u64) -> Self {
        self.0.row = Some(row);
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The setting or field at fault.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The input row at fault, counted from 1.
    pub fn row(&self) -> Option<u64> {
        self.0.row
    }
}

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, " (at {path})")?;
        }
        if let Some(row) = self.0.row {
            write!(f, " (row {row})")?;
        }
        Ok(())
    }
}

impl std::error::Error for DeskError {}

/// How many letters have to change to get from one word to the other; long words count as far.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    if a.len() > 60 {
        return a.len();
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
