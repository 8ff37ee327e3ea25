//! JSON: an array, one object after the other, or one a line; in the native format or through a mapping.

mod dates;
mod fast;
mod keys;
mod mapped;
mod native;
mod scan;
mod seek;
mod split;
mod swar;
mod tails;
pub(super) mod tape;
mod words;

use super::draft::{Counts, Draft, Rows};
use super::fault::Fault;
use super::instant::Instants;
use super::loaded::Problems;
use super::mapping::Mapping;
use super::plan::instants;
use crate::error::DeskError;
use crate::store::Store;
use crate::time::Zones;
use mapped::Mapped;
use native::{Native, Target};
use split::{Splitter, Take};

/// May stand before the first record.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads JSON that comes in chunks.
#[derive(Debug)]
pub(super) struct JsonReader {
    splitter: Splitter,
    records: Records,
    draft: Draft,
    row: u64,
    /// How many bytes of the byte order mark have come, all when something else has.
    mark: usize,
}

/// How a record is read.
#[derive(Debug)]
enum Records {
    Native(Box<Native>),
    Mapped(Box<Mapped>),
    /// Live events, each of which names its ticket.
    Live(Box<Native>),
}

impl JsonReader {
    /// A reader of one record a line, or of an array or sequence of records.
    pub fn new(lines: bool, mapping: Mapping, store: &mut Store, zones: &Zones) -> Result<Self, DeskError> {
        let dates = instants(&mapping, zones)?;
        let splitter = if lines { Splitter::lines() } else { Splitter::values(mapping.root.as_deref()) };
        let mut draft = Draft::new(store, Rows::Tickets);
        let native = mapping.ticket.is_empty() && mapping.fields.is_empty() && mapping.event.is_empty();
        let records = if native {
            Records::Native(Box::new(Native::new(dates)))
        } else {
            Records::Mapped(Box::new(Mapped::new(&mapping, store, &mut draft, &dates)?))
        };
        Ok(Self { splitter, records, draft, row: 0, mark: 0 })
    }

    /// A reader of live events in the native format.
    pub fn live(store: &Store, dates: Instants) -> Self {
        let records = Records::Live(Box::new(Native::new(dates)));
        Self {
            splitter: Splitter::values(None),
            records,
            draft: Draft::new(store, Rows::Parts),
            row: 0,
            mark: 0,
        }
    }

    pub fn push(
        &mut self,
        store: &mut Store,
        problems: &mut Problems,
        mut chunk: &[u8],
    ) -> Result<(), DeskError> {
        let mark_left = BYTE_ORDER_MARK.get(self.mark..).unwrap_or_default();
        let same = mark_left.iter().zip(chunk).take_while(|(a, b)| a == b).count();
        chunk = &chunk[same..];
        self.mark += same;
        let held = if chunk.is_empty() || self.mark >= BYTE_ORDER_MARK.len() { 0 } else { self.mark };
        if !chunk.is_empty() {
            self.mark = BYTE_ORDER_MARK.len();
        }
        let Self { splitter, records, draft, row, .. } = self;
        let take = &mut Taking { records, draft, store, problems, row };
        splitter.push(&BYTE_ORDER_MARK[..held], take);
        splitter.push(chunk, take);
        Ok(())
    }

    pub fn finish(&mut self, store: &mut Store, problems: &mut Problems) -> Result<(), DeskError> {
        let Self { splitter, records, draft, row, .. } = self;
        splitter.finish(&mut Taking { records, draft, store, problems, row })?;
        if self.splitter.broke_off() {
            let message = "the file breaks off before its list of records ends";
            problems.add(self.row + 1, Fault::new("broken-off", message));
        }
        Ok(())
    }

    pub fn counts(&self) -> Counts {
        self.draft.counts()
    }

    /// Records read.
    pub fn rows(&self) -> u64 {
        self.row
    }
}

/// A reader while it takes records.
struct Taking<'a> {
    records: &'a mut Records,
    draft: &'a mut Draft,
    store: &'a mut Store,
    problems: &'a mut Problems,
    row: &'a mut u64,
}

impl Take for Taking<'_> {
    #[inline]
    fn first(&mut self, bytes: &[u8], lines: bool) -> Option<usize> {
        let Records::Native(native) = &mut *self.records else { return None };
        let row = *self.row + 1;
        let into = &mut Target { store: self.store, draft: self.draft, problems: self.problems, row };
        let length = native.first_ticket(bytes, lines, into)?;
        *self.row = row;
        Some(length)
    }

    fn whole(&mut self, record: &[u8]) {
        if record.trim_ascii().is_empty() {
            return;
        }
        *self.row += 1;
        let into =
            &mut Target { store: self.store, draft: self.draft, problems: self.problems, row: *self.row };
        match &mut *self.records {
            Records::Native(native) => native.ticket(record, into),
            Records::Mapped(mapped) => mapped.ticket(record, into),
            Records::Live(native) => native.live(record, into),
        }
    }

    fn too_long(&mut self) {
        *self.row += 1;
        self.problems.add(*self.row, Fault::new("record-too-long", "the record is longer than 64 MB"));
    }
}
