//! Snapshots: rows that show a ticket as it was; events are what differs from the row before.

use crate::ingest::draft::Draft;
use crate::ingest::fault::Fault;
use crate::ingest::plan::{Cells, Plan, TicketPart, is_watched};
use crate::ingest::slot::TicketSlot;
use crate::store::{Event, NO_CODE, Store};
use crate::ticket::{Dimension, Kind};

/// The last row of every ticket, as far as it is watched.
#[derive(Debug, Default)]
pub(super) struct Snapshots {
    /// Codes of the watched slots, ticket after ticket.
    last: Vec<u32>,
    now: Vec<u32>,
}

impl Snapshots {
    /// Adds the events that lead from the ticket's last row to this one. A missing value is no change.
    pub fn compare(
        &mut self,
        plan: &Plan,
        cells: &Cells<'_>,
        store: &mut Store,
        draft: &mut Draft,
    ) -> Result<(), Fault> {
        let (at, seq) = plan.snapshot_time(cells)?;
        let width = plan.ticket.iter().filter(|part| is_watched(part)).count();
        let row = store.tickets().ids().row(draft.id()).map(|row| row as usize);
        self.now.clear();
        self.now.resize(width, NO_CODE);
        if let Some(row) = row
            && let Some(last) = self.last.get(row * width..(row + 1) * width)
        {
            self.now.copy_from_slice(last);
        }
        let mut scratch = String::new();
        for (place, part) in plan.ticket.iter().filter(|part| is_watched(part)).enumerate() {
            let Some(word) = plan.word(part, cells, &mut scratch) else { continue };
            let (kind, code, value) = change(part, word, store);
            if code != self.now[place] || part.picked.every {
                draft.add_event(Event { seq, ..Event::new(at, kind).with(value) });
            }
            self.now[place] = code;
        }
        Ok(())
    }

    /// Remembers the row just compared as the last one of this ticket.
    pub fn keep(&mut self, ticket: u32) {
        let (row, width) = (ticket as usize, self.now.len());
        if self.last.len() < (row + 1) * width {
            self.last.resize((row + 1) * width, NO_CODE);
        }
        self.last[row * width..(row + 1) * width].copy_from_slice(&self.now);
    }
}

/// The event of a watched slot: its kind, the code to compare, and its value.
fn change(part: &TicketPart, word: &str, store: &mut Store) -> (Kind, u32, u32) {
    let dimension = match part.slot {
        TicketSlot::Word(dimension) => dimension,
        TicketSlot::Text(index) => {
            let code = store.labels().intern(word);
            return (Kind::Field, code, store.field_change(index, code));
        }
        _ => return (Kind::Field, NO_CODE, NO_CODE),
    };
    let code = store.words(dimension).intern(word);
    let kind = match dimension {
        Dimension::Priority => Kind::Priority,
        Dimension::Group => Kind::AssignedGroup,
        Dimension::Assignee => Kind::AssignedAgent,
        _ => Kind::Status,
    };
    (kind, code, code)
}
