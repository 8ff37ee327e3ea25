//! Reading tickets through a mapping: the values at the paths it names become cells, and the plan does the rest.

use super::native::Target;
use super::scan::{Cursor, Shape};
use crate::error::DeskError;
use crate::ingest::draft::Draft;
use crate::ingest::fault::Fault;
use crate::ingest::instant::Instants;
use crate::ingest::mapping::Mapping;
use crate::ingest::named::Named;
use crate::ingest::plan::{LIST_SIGN, Plan};
use crate::store::Store;

/// Objects are looked into this deep.
const DEEPEST: usize = 32;

/// Reads records through a mapping.
#[derive(Debug)]
pub(super) struct Mapped {
    ticket: Paths,
    event: Paths,
    plan: Plan,
    /// Path of the events' array.
    events: Option<String>,
    ticket_cells: Cells,
    event_cells: Cells,
    here: String,
    scratch: String,
}

/// The numbers of the paths that are asked for.
#[derive(Debug, Default)]
struct Paths(Named<usize>);

/// Texts by path number, reused for every record.
#[derive(Debug, Default)]
struct Cells {
    text: String,
    ends: Vec<Option<(usize, usize)>>,
}

impl Paths {
    fn number(&mut self, path: &str) -> usize {
        let next = self.0.len();
        if let Some(known) = self.0.get(path) {
            return *known;
        }
        self.0.set(path.to_string(), next);
        next
    }

    /// Whether `path` leads to a path that is asked for.
    fn leads_on(&self, path: &str) -> bool {
        self.0.iter().any(|(known, _)| known.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
    }
}

impl Cells {
    fn clear(&mut self, count: usize) {
        self.text.clear();
        self.ends.clear();
        self.ends.resize(count, None);
    }

    fn set(&mut self, number: usize, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        if let Some(end) = self.ends.get_mut(number) {
            *end = Some((start, self.text.len()));
        }
    }

    fn all(&self) -> Vec<Option<&str>> {
        self.ends.iter().map(|end| end.and_then(|(start, end)| self.text.get(start..end))).collect()
    }
}

impl Mapped {
    pub fn new(
        mapping: &Mapping,
        store: &mut Store,
        draft: &mut Draft,
        dates: &Instants,
    ) -> Result<Self, DeskError> {
        let mut ticket = Paths::default();
        let mut event = Paths::default();
        if !mapping.ticket.has("id") || !mapping.ticket.has("created_at") {
            let path =
                if mapping.ticket.has("id") { "mapping.ticket.created_at" } else { "mapping.ticket.id" };
            return Err(DeskError::new("bad-mapping", "a mapping must say where tickets have this").at(path));
        }
        let mut find = |name: &str, path: &str| {
            let paths = if path.starts_with("mapping.event.") { &mut event } else { &mut ticket };
            Ok(paths.number(name))
        };
        let plan = Plan::new(mapping, store, draft, dates, &mut find)?;
        Ok(Self {
            ticket,
            event,
            plan,
            events: mapping.events.clone(),
            ticket_cells: Cells::default(),
            event_cells: Cells::default(),
            here: String::new(),
            scratch: String::new(),
        })
    }

    /// Reads one ticket.
    pub fn ticket(&mut self, record: &[u8], into: &mut Target<'_>) {
        into.draft.begin_ticket(into.store);
        self.ticket_cells.clear(self.ticket.0.len());
        self.here.clear();
        let mut cursor = Cursor::new(record);
        cursor.skip_space();
        let read = if cursor.peek() == Some(b'{') {
            self.object(&mut cursor, into, false, 0)
        } else {
            Err(cursor.syntax("an object"))
        };
        let whole = read.and_then(|()| {
            cursor.skip_space();
            if cursor.peek().is_some() { Err(cursor.syntax("the end of the record")) } else { Ok(()) }
        });
        if let Err(fault) = whole {
            into.problems.add(into.row, fault);
            return;
        }
        let row = into.row;
        let problems = &mut *into.problems;
        let mut tell = |fault: Fault| problems.add(row, fault);
        self.plan.fill_ticket(&self.ticket_cells.all(), into.store, into.draft, &mut tell);
        if let Err(fault) = into.draft.end_ticket(into.store) {
            into.problems.add(into.row, fault);
        }
    }

    fn object(
        &mut self,
        cursor: &mut Cursor<'_>,
        into: &mut Target<'_>,
        event: bool,
        depth: usize,
    ) -> Result<(), Fault> {
        cursor.take(b'{');
        cursor.skip_space();
        if cursor.take(b'}') {
            return Ok(());
        }
        loop {
            cursor.skip_space();
            let length = self.here.len();
            if length > 0 {
                self.here.push('.');
            }
            let key = cursor.text()?.read(&mut self.scratch)?;
            self.here.push_str(key);
            cursor.expect(b':', "a colon")?;
            cursor.skip_space();
            self.value(cursor, into, event, depth)?;
            self.here.truncate(length);
            if !cursor.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn value(
        &mut self,
        cursor: &mut Cursor<'_>,
        into: &mut Target<'_>,
        event: bool,
        depth: usize,
    ) -> Result<(), Fault> {
        if !event && self.events.as_deref() == Some(self.here.as_str()) {
            return self.events(cursor, into);
        }
        let paths = if event { &self.event } else { &self.ticket };
        let number = paths.0.get(&self.here).copied();
        let leads_on = paths.leads_on(&self.here)
            || (!event && self.events.as_ref().is_some_and(|events| events.starts_with(&self.here)));
        let shape = cursor.shape()?;
        if shape == Shape::Object && leads_on && depth < DEEPEST {
            return self.object(cursor, into, event, depth + 1);
        }
        let Some(number) = number else { return cursor.skip_value() };
        let cells = if event { &mut self.event_cells } else { &mut self.ticket_cells };
        match shape {
            Shape::Text => cells.set(number, cursor.text()?.read(&mut self.scratch)?),
            Shape::Number => {
                let raw = cursor.number();
                cells.set(number, std::str::from_utf8(raw).unwrap_or_default());
            }
            Shape::True | Shape::False => {
                let word = if shape == Shape::True { "true" } else { "false" };
                cursor.word(word)?;
                cells.set(number, word);
            }
            Shape::Null => cursor.word("null")?,
            Shape::Array => return self.list(cursor, number, event),
            Shape::Object => return cursor.skip_value(),
        }
        Ok(())
    }

    /// A list of words becomes one cell with a sign between them; other items are skipped.
    fn list(&mut self, cursor: &mut Cursor<'_>, number: usize, event: bool) -> Result<(), Fault> {
        let mut joined = String::new();
        cursor.take(b'[');
        cursor.skip_space();
        if cursor.take(b']') {
            return Ok(());
        }
        loop {
            cursor.skip_space();
            match cursor.shape()? {
                Shape::Text => {
                    if !joined.is_empty() {
                        joined.push(LIST_SIGN);
                    }
                    joined.push_str(cursor.text()?.read(&mut self.scratch)?);
                }
                _ => cursor.skip_value()?,
            }
            if !cursor.another(b']')? {
                break;
            }
        }
        let cells = if event { &mut self.event_cells } else { &mut self.ticket_cells };
        cells.set(number, &joined);
        Ok(())
    }

    fn events(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        if cursor.shape()? != Shape::Array {
            return cursor.skip_value();
        }
        into.draft.forget_events(into.store);
        cursor.take(b'[');
        cursor.skip_space();
        if cursor.take(b']') {
            return Ok(());
        }
        let outside = std::mem::take(&mut self.here);
        loop {
            cursor.skip_space();
            if cursor.shape()? == Shape::Object {
                self.event_cells.clear(self.event.0.len());
                self.here.clear();
                self.object(cursor, into, true, 0)?;
                let row = into.row;
                let problems = &mut *into.problems;
                let mut tell = |fault: Fault| problems.add(row, fault);
                self.plan.fill_events(&self.event_cells.all(), into.store, into.draft, &mut tell);
            } else {
                cursor.skip_value()?;
            }
            if !cursor.another(b']')? {
                break;
            }
        }
        self.here = outside;
        Ok(())
    }
}
