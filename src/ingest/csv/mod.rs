//! CSV: a row per ticket, per event, or per snapshot.

pub(super) mod rows;
mod snapshot;
mod stops;
mod values;

use std::borrow::Cow;

use super::draft::{Counts, Draft, Rows};
use super::fault::Fault;
use super::instant::Instants;
use super::loaded::Problems;
use super::mapping::{Mapping, Source};
use super::named::Named;
use super::plan::{Plan, instants};
use super::slot::TicketSlot;
use crate::error::{DeskError, distance};
use crate::sort::sort_positions;
use crate::store::Store;
use crate::time::Zones;
use rows::{Row, RowReader};
use snapshot::Snapshots;
pub use values::{TicketValues, ticket_values};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Tickets,
    Events,
    Snapshots,
}

/// Reads a CSV file that comes in chunks.
#[derive(Debug)]
pub(super) struct CsvReader {
    mapping: Mapping,
    dates: Instants,
    shape: Shape,
    rows: RowReader,
    plan: Option<Plan>,
    snapshots: Snapshots,
    draft: Draft,
    columns: usize,
    /// The columns that the mapping names, by number.
    wanted: Vec<usize>,
    row: u64,
}

impl CsvReader {
    pub fn new(mapping: Mapping, store: &Store, zones: &Zones) -> Result<Self, DeskError> {
        let shape = match mapping.shape.as_deref() {
            None | Some("tickets") => Shape::Tickets,
            Some("events") => Shape::Events,
            Some("snapshots") => Shape::Snapshots,
            Some(word) => {
                let message = format!("\"{word}\" is none of tickets, events, snapshots");
                return Err(DeskError::new("bad-mapping", message).at("mapping.shape"));
            }
        };
        let delimiter = delimiter(&mapping)?;
        let native = shape == Shape::Tickets && mapping.ticket.is_empty();
        let opening = native || shape != Shape::Tickets || mapping.ticket.has("created_at");
        let needs: &[(&str, bool)] = &[
            ("mapping.ticket.id", native || mapping.ticket.has("id")),
            ("mapping.ticket.created_at", opening),
            ("mapping.event.at", shape == Shape::Tickets || mapping.event.has("at")),
            ("mapping.event.kind", shape != Shape::Events || mapping.event.has("kind")),
        ];
        if let Some((path, _)) = needs.iter().find(|(_, has)| !has) {
            return Err(DeskError::new("bad-mapping", "a CSV file needs this part of a mapping").at(*path));
        }
        let dates = instants(&mapping, zones)?;
        let rows_hold = match shape {
            Shape::Tickets => Rows::Tickets,
            Shape::Events => Rows::Parts,
            Shape::Snapshots => Rows::Snapshots,
        };
        Ok(Self {
            dates,
            shape,
            rows: RowReader::new(delimiter),
            plan: None,
            snapshots: Snapshots::default(),
            draft: Draft::new(store, rows_hold),
            columns: 0,
            wanted: Vec::new(),
            row: 0,
            mapping,
        })
    }

    pub fn push(
        &mut self,
        store: &mut Store,
        problems: &mut Problems,
        chunk: &[u8],
    ) -> Result<(), DeskError> {
        let mut rows = std::mem::take(&mut self.rows);
        let pushed = rows.push(chunk, &mut |row| self.take(store, problems, row));
        self.rows = rows;
        pushed
    }

    pub fn finish(&mut self, store: &mut Store, problems: &mut Problems) -> Result<(), DeskError> {
        let mut rows = std::mem::take(&mut self.rows);
        let open = rows.finish(&mut |row| self.take(store, problems, row))?;
        if open {
            let message = "a quoted cell is not closed before the end of the file";
            problems.add(self.row, Fault::new("unterminated-quote", message));
        }
        Ok(())
    }

    pub fn counts(&self) -> Counts {
        self.draft.counts()
    }

    /// Rows read, the header not counted.
    pub fn rows(&self) -> u64 {
        self.row
    }

    fn take(&mut self, store: &mut Store, problems: &mut Problems, row: &Row<'_>) -> Result<(), DeskError> {
        if self.plan.is_none() {
            let name = |at| String::from_utf8_lossy(&row.cell(at)).trim().to_string();
            return self.header(store, &(0..row.len()).map(name).collect::<Vec<_>>());
        }
        let Some(plan) = self.plan.as_mut() else { return Ok(()) };
        self.row += 1;
        let number = self.row;
        let mut tell = |fault: Fault| problems.add(number, fault);
        if row.len() > self.columns {
            let message = format!("the row has {} cells, the header {}", row.len(), self.columns);
            tell(Fault::new("too-many-cells", message));
            return Ok(());
        }
        let bytes: Vec<Cow<'_, [u8]>> = self.wanted.iter().map(|&column| row.cell(column)).collect();
        let mut cells: Vec<Option<&str>> = Vec::with_capacity(bytes.len());
        for cell in &bytes {
            match std::str::from_utf8(cell) {
                Ok(text) => cells.push(Some(text)),
                Err(_) => {
                    tell(Fault::new("invalid-utf8", "the row is not valid UTF-8; save the file as UTF-8"));
                    return Ok(());
                }
            }
        }
        self.draft.begin_ticket(store);
        plan.fill_ticket(&cells, store, &mut self.draft, &mut tell);
        match self.shape {
            Shape::Tickets => {}
            Shape::Events => plan.fill_events(&cells, store, &mut self.draft, &mut tell),
            Shape::Snapshots => {
                if let Err(fault) = self.snapshots.compare(plan, &cells, store, &mut self.draft) {
                    tell(fault);
                    return Ok(());
                }
                if plan.makes_events() {
                    plan.fill_events(&cells, store, &mut self.draft, &mut tell);
                }
            }
        }
        match self.draft.end_ticket(store) {
            Ok(Some(ticket)) if self.shape == Shape::Snapshots => self.snapshots.keep(ticket),
            Ok(_) => {}
            Err(fault) => tell(fault),
        }
        Ok(())
    }

    fn header(&mut self, store: &mut Store, names: &[String]) -> Result<(), DeskError> {
        self.columns = names.len();
        if self.shape == Shape::Tickets && self.mapping.ticket.is_empty() {
            if let Some(missing) =
                ["id", "created_at"].into_iter().find(|name| !names.iter().any(|known| known == name))
            {
                let message = format!(
                    "the file has no column \"{missing}\", and no mapping says which column stands for it; give a mapping"
                );
                return Err(DeskError::new("unknown-column", message).at(format!("mapping.ticket.{missing}")));
            }
            self.mapping.ticket = native(names);
        }
        let wanted = &mut self.wanted;
        let mut find = |name: &str, path: &str| {
            let column = names
                .iter()
                .position(|known| known == name)
                .ok_or_else(|| no_column(name, names).at(path))?;
            Ok(wanted.iter().position(|&known| known == column).unwrap_or_else(|| {
                wanted.push(column);
                wanted.len() - 1
            }))
        };
        self.plan = Some(Plan::new(&self.mapping, store, &mut self.draft, &self.dates, &mut find)?);
        Ok(())
    }
}

/// The sign between cells that a mapping states.
pub(super) fn delimiter(mapping: &Mapping) -> Result<Option<u8>, DeskError> {
    match mapping.delimiter.as_deref().map(str::as_bytes) {
        None => Ok(None),
        Some([sign]) if sign.is_ascii() && !matches!(sign, b'"' | b'\n' | b'\r') => Ok(Some(*sign)),
        Some(_) => {
            Err(DeskError::new("bad-mapping", "the delimiter is one character").at("mapping.delimiter"))
        }
    }
}

/// The mapping of a table in the native format: its columns have the native names. Two of them must be there.
fn native(names: &[String]) -> Named<Source> {
    let known = names.iter().filter(|name| TicketSlot::from_name(name).is_some()).map(String::as_str);
    let mut ticket = Named::default();
    for name in known.chain(["id", "created_at"]) {
        ticket.set(name.to_string(), Source { columns: vec![name.to_string()], ..Source::default() });
    }
    ticket
}

fn no_column(name: &str, names: &[String]) -> DeskError {
    let lower = name.to_ascii_lowercase();
    let far: Vec<usize> = names.iter().map(|known| distance(&known.to_ascii_lowercase(), &lower)).collect();
    let mut near: Vec<u32> = (0..names.len() as u32).collect();
    sort_positions(&mut near, &mut |a, b| far[a].cmp(&far[b]));
    let near: Vec<String> = near.iter().take(3).map(|&at| format!("\"{}\"", names[at as usize])).collect();
    let message = format!("the file has no column \"{name}\"; the nearest are {}", near.join(", "));
    DeskError::new("unknown-column", message)
}
