//! Getting data in: bytes of JSON, NDJSON and CSV, columns, and live events.
//!
//! Bytes come in chunks of any size and go straight into the columns of the [`crate::store::Store`]. A [`Mapping`] says what
//! is what; without one the input is in the native format that the README describes. Payloads of a helpdesk's own API are
//! read by the name of their source, and what they tell is kept in [`Sources`].
//!
//! ```
//! use deskgauge::ingest::{LoadOptions, Loading, Sources};
//! use deskgauge::store::Store;
//! use deskgauge::time::Zones;
//!
//! let mut store = Store::new();
//! let mut loading = Loading::begin(&mut store, &Sources::default(), LoadOptions::default(), &Zones::default())?;
//! loading.push(&mut store, br#"[{"id": "T-1", "created_at": "2024-03-01T08:00:00Z"}, {"id": "T-2"}]"#)?;
//! let loaded = loading.finish(&mut store, &mut Sources::default())?;
//! assert_eq!((loaded.tickets, loaded.skipped), (1, 1));
//! assert_eq!(loaded.problems[0].code, "no-created-at");
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```
//!
//! Easy to get wrong: what cannot be read is data, not an error. Look at `skipped` and `problems` of what a load returns.

mod columns;
mod csv;
pub mod draft;
pub mod fault;
mod instant;
mod json;
mod loaded;
mod loading;
mod mapping;
mod named;
pub mod number;
mod plan;
pub mod slot;
mod sources;
mod summary;
mod tables;

pub use columns::{ColumnValues, ColumnsInput, NamedColumn, WordColumn, load_columns};
pub use csv::{TicketValues, ticket_values};
pub use loaded::{Applied, Duplicates, Loaded, Problem, Problems, Progress};
pub use loading::{LoadOptions, Loading, apply};
pub use mapping::{Constant, Mapping, Source};
pub use named::Named;
pub use sources::{Lack, Missing, OwnValue, OwnValues, SourceLoaded, Sources};
pub use tables::TableLoaded;
