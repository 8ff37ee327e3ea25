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
        let watched = plan.ticket.iter().filter(|part| is_watched(part));
        for (part, before) in watched.zip(&mut self.now) {
            let Some((kind, code, value)) = shown_by(part, plan, cells, store, draft) else { continue };
            if code != *before || part.picked.every {
                draft.add_event(store, Event { seq, ..Event::new(at, kind).with(value) });
            }
            *before = code;
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

/// What the row shows of a watched slot: the event's kind, the code to compare, and the event's value.
fn shown_by(
    part: &TicketPart,
    plan: &Plan,
    cells: &Cells<'_>,
    store: &mut Store,
    draft: &Draft,
) -> Option<(Kind, u32, u32)> {
    match part.slot {
        TicketSlot::Word(dimension) => {
            let kind = match dimension {
                Dimension::Priority => Kind::Priority,
                Dimension::Group => Kind::AssignedGroup,
                Dimension::Assignee => Kind::AssignedAgent,
                _ => Kind::Status,
            };
            let code = draft.word(dimension)?;
            Some((kind, code, code))
        }
        TicketSlot::Text(index) => {
            let mut scratch = String::new();
            let code = store.labels().intern(plan.word(part, cells, &mut scratch)?);
            Some((Kind::Field, code, store.field_change(index, code)))
        }
        _ => None,
    }
}
