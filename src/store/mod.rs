//! Tickets and events as columns: what ingest fills and the metrics read.
//!
//! A ticket is a row number. Its words are codes into [`Dictionary`]s; its events are one stretch of the event columns.
//! [`Store::upsert`] and [`Store::push_event`] add what a reader found; [`Store::seal`] then brings every ticket's events
//! together, in order and without doubles.
//!
//! ```
//! use deskgauge::store::{Event, Store};
//! use deskgauge::ticket::{Dimension, Kind, Role};
//!
//! let mut store = Store::new();
//! store.begin_load();
//! let row = store.upsert("T-1", 1_700_000_000_000)?;
//! let email = store.words(Dimension::Channel).intern("email");
//! store.set_word(row, Dimension::Channel, email);
//! store.push_event(row, Event::new(1_700_000_060_000, Kind::Reply).by(Role::Agent));
//! let sealed = store.seal();
//! assert_eq!((sealed.events, sealed.duplicates), (1, 0));
//! assert_eq!(store.word(row, Dimension::Channel), Some("email"));
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```
//!
//! Easy to get wrong: between [`Store::begin_load`] and [`Store::seal`] the events of this load are not yet part of any
//! ticket. Ask nothing of a store that is not sealed.

mod bitset;
mod columns;
mod conditions;
mod dictionary;
mod distinct;
mod events;
mod ids;
mod levels;
mod load;
mod meaning;
mod order;
mod read;
mod reveal;
mod snapshot;
mod tables;
mod tickets;
mod undo;
mod veil;

pub use bitset::Bitset;
use columns::MOST_CUSTOM;
pub use columns::{Custom, CustomColumn, NO_CODE, NO_INSTANT, NOT_STATED};
pub use conditions::{Conditions, Moving};
pub use dictionary::Dictionary;
pub use events::{Event, Events, Seq};
pub use ids::Ids;
pub use levels::{
    Holder, Ladder, Ladders, LevelSettings, Levels, Override, Path, PathStep, ReadyPath, ReadyStep, Rung,
};
pub use meaning::Meanings;
pub use meaning::UNRANKED;
pub use order::Sealed;
pub use snapshot::{SnapshotReader, SnapshotWriter};
pub use tables::{Column, Given, GivenItem, Item, Shape, Table, TableName, TableRow};
pub use tickets::{Stated, Tickets};
pub use veil::{Key, Redaction};

use crate::ticket::{Dimension, Escalation, SurveyKind};
use distinct::Distinct;
use order::Run;
use tables::Tables;
use undo::Undo;

/// All tickets and events of a desk, with their dictionaries.
#[derive(Debug, Default)]
pub struct Store {
    tickets: Tickets,
    events: Events,
    /// One dictionary a dimension; requester and assignee share [`Store::people`].
    words: [Dictionary; Dimension::COUNT],
    people: Dictionary,
    labels: Dictionary,
    /// Distinct survey answers: kind, and score and scale as bits.
    surveys: Distinct<(SurveyKind, u64, u64)>,
    escalations: Distinct<Escalation>,
    /// Distinct field changes: number of the custom dimension, code of the value in `labels`.
    fields: Distinct<(usize, u32)>,
    meanings: Meanings,
    tables: Tables,
    runs: Vec<Run>,
    /// Tickets whose events came in another order than theirs.
    disordered: Vec<u32>,
    load_start: u32,
    /// Positions in the event columns that belong to no ticket any more.
    unused: usize,
    /// Tickets whose attributes changed in this load.
    touched: Vec<u32>,
    /// How to take back what the load under way did to the tickets.
    undo: Undo,
}
