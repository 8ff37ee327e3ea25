//! A store as bytes: compact, checked, and the same bytes for the same store.
//!
//! Columns are written one after the other, each number in as few bytes as the largest of its column needs: instants and
//! ranks as the difference to the one before, codes counted from 1 so that "none" is 0. So reading is copying. Events stand
//! in the order of their tickets, whatever gaps the columns have. What can be derived (indexes, the class of a status,
//! current levels) is not written.
//!
//! ```
//! use deskgauge::store::{Event, SnapshotReader, SnapshotWriter, Store};
//! use deskgauge::ticket::{Kind, Role};
//!
//! let mut store = Store::new();
//! store.begin_load();
//! let row = store.upsert("T-1", 1_700_000_000_000)?;
//! store.push_event(row, Event::new(1_700_000_060_000, Kind::Reply).by(Role::Agent));
//! store.seal();
//!
//! let mut writer = SnapshotWriter::default();
//! store.save(&mut writer);
//! let bytes = writer.finish();
//! let mut reader = SnapshotReader::begin(&bytes)?;
//! let restored = Store::restore(&mut reader)?;
//! reader.finish()?;
//! assert_eq!(restored.events().at(), store.events().at());
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```
//!
//! Easy to get wrong: bytes with a right checksum may still have been made by somebody else. A restored store is therefore
//! checked in full: no code without its word, no list longer than the bytes it came from.

mod reader;
mod restore;
mod save;
mod writer;

pub use reader::SnapshotReader;
pub use writer::SnapshotWriter;

/// What a snapshot begins with.
const MAGIC: &[u8; 8] = b"DESKGAUG";
/// The form that this version writes and reads.
const VERSION: u32 = 4;
/// Bytes before the body: the beginning, the form and the checksum of the body.
const HEADER: usize = 8 + 4 + 8;

/// A checksum of the body and of the form it is in. Any change of a single byte changes it.
fn checksum(version: u32, body: &[u8]) -> u64 {
    // Part by part, so that an engine that only begins may run it faster from the second part on.
    const PART: usize = 1 << 16;
    let mut sum = xxhash_rust::xxh64::Xxh64::new(version.into());
    body.chunks(PART).for_each(|part| sum.update(part));
    sum.digest()
}
