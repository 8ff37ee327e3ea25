//! Columns that the page already has, taken as they are.

use super::draft::{Draft, Rows};
use super::fault::Fault;
use super::loaded::{Duplicates, Loaded, Problems};
use super::slot::{EventSlot, TicketSlot};
use super::summary::unknown_statuses;
use crate::error::DeskError;
use crate::store::Store;

/// A column of words: codes into a list. Codes beyond the list are "missing".
#[derive(Debug, Clone, Default)]
pub struct WordColumn {
    /// One code a row.
    pub codes: Vec<u32>,
    /// What the codes stand for.
    pub values: Vec<String>,
}

/// A column's values.
#[derive(Debug, Clone)]
pub enum ColumnValues {
    /// Words.
    Words(WordColumn),
    /// Numbers or epoch milliseconds; NaN is "missing".
    Numbers(Vec<f64>),
}

/// A column and its name in the native format; custom dimensions of tickets are named `fields.NAME`.
#[derive(Debug, Clone)]
pub struct NamedColumn {
    /// The name.
    pub name: String,
    /// The values.
    pub values: ColumnValues,
}

/// Tickets and events as columns.
#[derive(Debug, Clone, Default)]
pub struct ColumnsInput {
    /// The ticket columns; `id` and `created_at` must be among them.
    pub tickets: Vec<NamedColumn>,
    /// The row in the ticket columns that each event belongs to.
    pub event_ticket: Vec<u32>,
    /// The event columns; `at` and `kind` must be among them when there are events.
    pub events: Vec<NamedColumn>,
}

impl ColumnValues {
    fn len(&self) -> usize {
        match self {
            Self::Words(words) => words.codes.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }
}

/// Takes columns into the store.
pub fn load_columns(store: &mut Store, input: &ColumnsInput) -> Result<Loaded, DeskError> {
    let rows = check(&input.tickets, "tickets", &["id", "created_at"])?;
    let events = input.event_ticket.len();
    if events > 0 {
        let found = check(&input.events, "events", &["at", "kind"])?;
        if found != events {
            let message = format!("expected {events} values, one an event, and found {found}");
            return Err(DeskError::new("column-length", message).at("events"));
        }
    }
    if let Some(at) = input.event_ticket.iter().position(|&ticket| ticket as usize >= rows) {
        let message = format!("event {at} belongs to ticket row {}, of {rows}", input.event_ticket[at]);
        return Err(DeskError::new("row-range", message).at(format!("events.ticket[{at}]")));
    }
    store.begin_load();
    let draft = Draft::new(store, Rows::Tickets);
    let mut loader = Loader { store, draft, problems: Problems::default() };
    let slots = match loader.slots(input) {
        Ok(slots) => slots,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    let by_ticket = by_ticket(&input.event_ticket, rows);
    for row in 0..rows {
        loader.ticket(input, &slots, row, by_ticket.of(row));
    }
    let Loader { draft, problems, .. } = loader;
    let counts = draft.counts();
    if counts.rows == 0 {
        store.abandon();
        return Err(problems.nothing_readable(rows as u64));
    }
    let sealed = store.seal();
    Ok(Loaded {
        tickets: counts.tickets as usize,
        events: sealed.events,
        rows,
        new_tickets: counts.new as usize,
        duplicates: Duplicates { events: sealed.duplicates, tickets: counts.repeated as usize },
        unknown_statuses: unknown_statuses(store),
        skipped: problems.count(),
        problems: problems.into_kept(),
        format: "columns",
        source: None,
        table: None,
    })
}

/// All columns must be as long as the first; returns that length.
fn check(columns: &[NamedColumn], table: &str, needed: &[&str]) -> Result<usize, DeskError> {
    for name in needed {
        if !columns.iter().any(|column| column.name == *name) {
            return Err(
                DeskError::new("missing-column", "this column is needed").at(format!("{table}.{name}"))
            );
        }
    }
    let rows = columns.first().map_or(0, |column| column.values.len());
    for column in columns {
        let length = column.values.len();
        if length != rows {
            let message = format!("expected {rows} values as in \"{}\", found {length}", columns[0].name);
            return Err(DeskError::new("column-length", message).at(format!("{table}.{}", column.name)));
        }
    }
    Ok(rows)
}

/// Event numbers in the order of their tickets.
struct ByTicket {
    start: Vec<u32>,
    events: Vec<u32>,
}

impl ByTicket {
    fn of(&self, row: usize) -> &[u32] {
        &self.events[self.start[row] as usize..self.start[row + 1] as usize]
    }
}

fn by_ticket(event_ticket: &[u32], rows: usize) -> ByTicket {
    let mut start = vec![0u32; rows + 1];
    for &ticket in event_ticket {
        start[ticket as usize + 1] += 1;
    }
    for row in 0..rows {
        start[row + 1] += start[row];
    }
    let mut next = start.clone();
    let mut events = vec![0u32; event_ticket.len()];
    for (event, &ticket) in event_ticket.iter().enumerate() {
        let place = &mut next[ticket as usize];
        events[*place as usize] = event as u32;
        *place += 1;
    }
    ByTicket { start, events }
}

struct Slots {
    tickets: Vec<TicketSlot>,
    events: Vec<EventSlot>,
}

struct Loader<'a> {
    store: &'a mut Store,
    draft: Draft,
    problems: Problems,
}

impl Loader<'_> {
    fn slots(&mut self, input: &ColumnsInput) -> Result<Slots, DeskError> {
        let mut tickets = Vec::new();
        for column in &input.tickets {
            let number = matches!(column.values, ColumnValues::Numbers(_));
            let slot = match column.name.strip_prefix("fields.") {
                Some(name) => {
                    let index = self.draft.custom(self.store, name, number);
                    let index = index?;
                    if number { TicketSlot::Number(index) } else { TicketSlot::Text(index) }
                }
                None => {
                    TicketSlot::from_name(&column.name).ok_or_else(|| unknown("tickets", &column.name))?
                }
            };
            tickets.push(slot);
        }
        let mut events = Vec::new();
        for column in &input.events {
            events.push(EventSlot::from_name(&column.name).ok_or_else(|| unknown("events", &column.name))?);
        }
        Ok(Slots { tickets, events })
    }

    fn ticket(&mut self, input: &ColumnsInput, slots: &Slots, row: usize, events: &[u32]) {
        self.draft.begin_ticket(self.store);
        for (column, &slot) in input.tickets.iter().zip(&slots.tickets) {
            let set = match &column.values {
                ColumnValues::Numbers(numbers) => self.number(slot, numbers[row]),
                ColumnValues::Words(words) => match word(words, row) {
                    Some(text) => self.draft.set_text(self.store, slot, text),
                    None => Ok(()),
                },
            };
            self.tell(row, set);
        }
        for &event in events {
            let event = event as usize;
            self.draft.begin_event();
            for kinds_first in [true, false] {
                for (column, &slot) in input.events.iter().zip(&slots.events) {
                    if (slot == EventSlot::Kind) == kinds_first {
                        let set = self.event_value(&column.values, slot, event);
                        self.tell(row, set);
                    }
                }
            }
            let ended = self.draft.end_event(self.store);
            self.tell(row, ended);
        }
        let ended = self.draft.end_ticket(self.store).map(|_| ());
        self.tell(row, ended);
    }

    fn number(&mut self, slot: TicketSlot, value: f64) -> Result<(), Fault> {
        match slot {
            _ if value.is_nan() => {
                if let TicketSlot::Stated(_) = slot {
                    self.draft.set_none(slot);
                }
                Ok(())
            }
            TicketSlot::Created | TicketSlot::Stated(_) => {
                self.draft.set_instant(slot, whole(value, slot.name())?)
            }
            TicketSlot::Id => self.draft.set_text(self.store, slot, &whole(value, "id")?.to_string()),
            TicketSlot::Test => {
                self.draft.set_flag(value != 0.0);
                Ok(())
            }
            _ => self.draft.set_number(slot, value),
        }
    }

    fn event_value(&mut self, values: &ColumnValues, slot: EventSlot, event: usize) -> Result<(), Fault> {
        match values {
            ColumnValues::Words(words) => match word(words, event) {
                Some(text) => self.draft.event_text(self.store, slot, text),
                None => Ok(()),
            },
            ColumnValues::Numbers(numbers) => {
                let value = numbers[event];
                match slot {
                    _ if value.is_nan() => Ok(()),
                    EventSlot::At => match whole(value, "at") {
                        Ok(at) => self.draft.event_instant(slot, at),
                        Err(fault) => {
                            self.draft.refuse_event();
                            Err(fault)
                        }
                    },
                    EventSlot::To | EventSlot::Id | EventSlot::Into | EventSlot::Value => {
                        let text = whole(value, slot.name())?.to_string();
                        self.draft.event_text(self.store, slot, &text)
                    }
                    _ => self.draft.event_number(slot, value),
                }
            }
        }
    }

    fn tell(&mut self, row: usize, result: Result<(), Fault>) {
        if let Err(fault) = result {
            self.problems.add(row as u64 + 1, fault);
        }
    }
}

fn word(words: &WordColumn, row: usize) -> Option<&str> {
    words.values.get(words.codes[row] as usize).map(String::as_str)
}

/// A whole number, as ids and instants are.
fn whole(value: f64, path: &str) -> Result<i64, Fault> {
    if value.abs() < 9e15 {
        Ok(value as i64)
    } else {
        Err(Fault::new("number-range", "the number is out of its range").at(path))
    }
}

fn unknown(table: &str, name: &str) -> DeskError {
    let message = "no column of the native format has this name; custom dimensions go under fields";
    DeskError::new("unknown-column", message).at(format!("{table}.{name}"))
}
