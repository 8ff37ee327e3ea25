//! Support levels: the ladders of a desk, who stands where on them, and the paths that escalations should take.
//!
//! A [`Ladder`] says the level of groups and agents. Tickets that an override fits have a ladder of their own, all others the
//! desk's. What the desk itself declares is asked first, then what the mapping of a load adds.
//!
//! Easy to get wrong: no level is kept in events or tickets but those that the source states as numbers. All others are
//! looked up when facts are derived, so that another ladder re-labels what happened before.

mod holder;
mod ladders;
mod path;
mod table;
mod written;

pub use holder::Holder;
pub use ladders::{Ladder, Ladders};
pub use path::{Path, PathStep, ReadyPath, ReadyStep};
pub use written::{LevelSettings, Levels, Override, Rung};
