//! Settings as they are written: plain values, and the reader that makes questions, mappings and options of them.
//!
//! ```
//! use deskgauge::report::Question;
//! use deskgauge::settings::{Value, read};
//!
//! let written: Value = serde_json::from_str(r#"{ "metrics": [{ "metric": "created", "gaols": [1] }], "asOf": 0 }"#)?;
//! let error = read::<Question>(&written, "bad-question").err();
//! assert_eq!(error.as_ref().and_then(|error| error.path()), Some("metrics[0].gaols"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Easy to get wrong: a reader never stops. It notes the first fault, goes on with nothing in its place, and [`read`]
//! gives the fault instead of what was made.

mod condition;
mod length;
mod reader;
mod value;

pub use condition::Condition;
pub use length::Length;
pub(crate) use length::decimal;
pub(crate) use reader::within;
pub use reader::{Reader, Written, read, read_by};
pub use value::Value;
