//! Reading tickets in the native format, straight into a draft.
//!
//! Values are first tried the short way (see [`super::fast`]); whatever that does not know is read here.

use super::fast::{self, Memory};
use super::keys::{EventKey, FIRST, Keys, TicketKey};
use super::scan::{Cursor, RawText, Shape};
use super::words::List;
use crate::ingest::draft::Draft;
use crate::ingest::fault::Fault;
use crate::ingest::instant::Instants;
use crate::ingest::slot::{EventSlot, TicketSlot};
use crate::ingest::{Problems, number};
use crate::label::shown;
use crate::store::{Stated, Store};
use crate::ticket::{Dimension, Kind};

/// Reads native records.
#[derive(Debug)]
pub(super) struct Native {
    instants: Instants,
    ticket_keys: Keys<TicketKey>,
    event_keys: Keys<EventKey>,
    /// What the short way remembers.
    memory: Memory,
    /// Whether dates are in the form that the short way knows.
    iso: bool,
    scratch: String,
    name: String,
}

/// What a reader needs besides the record.
pub(super) struct Target<'a> {
    pub store: &'a mut Store,
    pub draft: &'a mut Draft,
    pub problems: &'a mut Problems,
    pub row: u64,
}

impl Native {
    pub fn new(instants: Instants) -> Self {
        Self {
            iso: instants.reads_iso(),
            instants,
            ticket_keys: Keys::ticket(),
            event_keys: Keys::event(),
            memory: Memory::default(),
            scratch: String::new(),
            name: String::new(),
        }
    }

    /// Reads one ticket, the whole of `record`. What is wrong with a value or an event is told; the rest is taken.
    pub fn ticket(&mut self, record: &[u8], into: &mut Target<'_>) {
        let mut cursor = Cursor::new(record);
        cursor.skip_space();
        into.draft.begin_ticket(into.store);
        let read = self.members(&mut cursor, into).and_then(|()| end(&mut cursor));
        if let Err(fault) = read.and_then(|()| into.draft.end_ticket(into.store).map(|_| ())) {
            into.problems.add(into.row, fault);
        }
    }

    /// Reads the ticket that begins `bytes`, of which more may stand there or be still to come, and gives its length.
    /// `None`, and nothing told, when no whole and sound ticket is there.
    pub fn first_ticket(&mut self, bytes: &[u8], lines: bool, into: &mut Target<'_>) -> Option<usize> {
        let told = into.problems.mark();
        let mut cursor = if lines { Cursor::in_line(bytes) } else { Cursor::new(bytes) };
        into.draft.begin_ticket(into.store);
        if self.members(&mut cursor, into).is_err() || (lines && !cursor.take_line_end()) {
            into.problems.rewind(told);
            return None;
        }
        if let Err(fault) = into.draft.end_ticket(into.store) {
            into.problems.add(into.row, fault);
        }
        Some(cursor.at)
    }

    fn members(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        cursor.expect(b'{', "an object")?;
        let mut place = FIRST;
        loop {
            let key = match self.short_members(cursor, &mut place, into) {
                Some(TicketKey::End) => return Ok(()),
                Some(key) => key,
                None => {
                    cursor.skip_space();
                    let ends = if place == FIRST { cursor.take(b'}') } else { !cursor.another(b'}')? };
                    if ends {
                        return Ok(());
                    }
                    self.ticket_keys.take(cursor, &mut self.scratch)?
                }
            };
            place = place_after(key);
            cursor.skip_space();
            self.long_value(cursor, key, into)?;
        }
    }

    /// Takes members the short way, as many as it can. Gives the key of a value that takes the long way, or the end;
    /// `None` where the key itself does.
    // Apart from its caller, which is large: browsers replace slow code sooner where it is short.
    #[inline(never)]
    fn short_members(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: &mut usize,
        into: &mut Target<'_>,
    ) -> Option<TicketKey> {
        loop {
            let (key, value) = self.ticket_keys.next(*place, cursor.bytes, cursor.at)?;
            cursor.at = value;
            if key == TicketKey::End || !self.short_value(cursor, key, into) {
                return Some(key);
            }
            *place = place_after(key);
        }
    }

    /// Takes a value the short way, if it can.
    #[inline(always)]
    fn short_value(&mut self, cursor: &mut Cursor<'_>, key: TicketKey, into: &mut Target<'_>) -> bool {
        let (bytes, at) = (cursor.bytes, cursor.at);
        let after = match key {
            TicketKey::Created if self.iso => {
                let Some((instant, after)) = self.memory.dates.read(bytes, at) else { return false };
                into.draft.set_created(instant);
                after
            }
            TicketKey::Id => {
                let Some((_, after)) = fast::small(bytes, at) else { return false };
                into.draft.set_id(&bytes[at..after]);
                after
            }
            TicketKey::Level => {
                let Some((level, after)) = fast::level(bytes, at) else { return false };
                into.draft.set_level(level);
                after
            }
            _ => {
                let Some(dimension) = key.dimension() else { return false };
                let list = List::Of(dimension);
                let words = &mut self.memory.words;
                let known = words.known(bytes, at, list).or_else(|| words.read(bytes, at, list, into.store));
                let Some((code, after)) = known else { return false };
                into.draft.set_word(dimension, code);
                after
            }
        };
        cursor.at = after;
        true
    }

    fn long_value(
        &mut self,
        cursor: &mut Cursor<'_>,
        key: TicketKey,
        into: &mut Target<'_>,
    ) -> Result<(), Fault> {
        let slot = match key {
            TicketKey::Events => return self.events(cursor, into),
            TicketKey::Tags => return self.tags(cursor, into),
            TicketKey::Fields => return self.fields(cursor, into),

            TicketKey::Id => TicketSlot::Id,
            TicketKey::Created => TicketSlot::Created,
            TicketKey::Level => TicketSlot::Level,
            TicketKey::Test => TicketSlot::Test,
            TicketKey::Csat => TicketSlot::Csat,
            TicketKey::FirstResponse => TicketSlot::Stated(Stated::FirstResponse),
            TicketKey::Resolved => TicketSlot::Stated(Stated::Resolved),
            TicketKey::Closed => TicketSlot::Stated(Stated::Closed),
            _ => match key.dimension() {
                Some(dimension) => TicketSlot::Word(dimension),
                None => return cursor.skip_value(),
            },
        };
        self.ticket_value(cursor, slot, into)
    }

    fn ticket_value(
        &mut self,
        cursor: &mut Cursor<'_>,
        slot: TicketSlot,
        into: &mut Target<'_>,
    ) -> Result<(), Fault> {
        let shape = cursor.shape()?;
        let taken = match (shape, slot) {
            (Shape::Null, _) => {
                cursor.word("null")?;
                into.draft.set_none(slot);
                Ok(())
            }
            (Shape::Text, TicketSlot::Created | TicketSlot::Stated(_)) => {
                let text = cursor.text()?.read(&mut self.scratch)?;
                let read = self.instants.read(text);
                set_instant(into, slot, read)
            }
            (Shape::Text, _) => {
                let text = cursor.text()?.read(&mut self.scratch)?;
                into.draft.set_text(into.store, slot, text)
            }
            (Shape::Number, _) => {
                let raw = cursor.number();
                let value = checked_number(cursor, raw)?;
                match slot {
                    TicketSlot::Id | TicketSlot::Word(_) => into.draft.set_text(into.store, slot, ascii(raw)),
                    TicketSlot::Created | TicketSlot::Stated(_) => {
                        let read = self.instants.number(value);
                        set_instant(into, slot, read)
                    }
                    _ => into.draft.set_number(slot, value),
                }
            }
            (Shape::True | Shape::False, TicketSlot::Test) => {
                cursor.word(if shape == Shape::True { "true" } else { "false" })?;
                into.draft.set_flag(shape == Shape::True);
                Ok(())
            }
            _ => {
                cursor.skip_value()?;
                if matches!(slot, TicketSlot::Id | TicketSlot::Created) {
                    into.draft.refuse();
                }
                Err(Fault::new("wrong-type", "found a value of the wrong type").at(slot.name()))
            }
        };
        if let Err(fault) = taken {
            into.problems.add(into.row, fault);
        }
        Ok(())
    }

    fn tags(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        match cursor.shape()? {
            Shape::Null => return cursor.word("null"),
            Shape::Array => {}
            _ => {
                cursor.skip_value()?;
                into.problems.add(into.row, Fault::new("wrong-type", "tags are a list of words").at("tags"));
                return Ok(());
            }
        }
        cursor.take(b'[');
        cursor.skip_space();
        if cursor.take(b']') {
            return Ok(());
        }
        loop {
            cursor.skip_space();
            if cursor.shape()? == Shape::Text {
                let text = cursor.text()?.read(&mut self.scratch)?;
                into.draft.set_text(into.store, TicketSlot::Tag, text)?;
            } else {
                cursor.skip_value()?;
                into.problems.add(into.row, Fault::new("wrong-type", "a tag is a word").at("tags"));
            }
            if !cursor.another(b']')? {
                return Ok(());
            }
        }
    }

    fn fields(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        match cursor.shape()? {
            Shape::Null => return cursor.word("null"),
            Shape::Object => {}
            _ => {
                cursor.skip_value()?;
                into.problems.add(into.row, Fault::new("wrong-type", "fields are an object").at("fields"));
                return Ok(());
            }
        }
        cursor.take(b'{');
        cursor.skip_space();
        if cursor.take(b'}') {
            return Ok(());
        }
        loop {
            cursor.skip_space();
            let name = cursor.text()?.read(&mut self.scratch)?;
            self.name.clear();
            self.name.push_str(name);
            cursor.expect(b':', "a colon")?;
            cursor.skip_space();
            let taken = match cursor.shape()? {
                Shape::Text => {
                    let text = cursor.text()?.read(&mut self.scratch)?;
                    into.draft.field_text(into.store, &self.name, text)
                }
                Shape::Number => {
                    let raw = cursor.number();
                    let value = checked_number(cursor, raw)?;
                    into.draft.field_number(into.store, &self.name, value)
                }
                shape @ (Shape::True | Shape::False) => {
                    let text = if shape == Shape::True { "true" } else { "false" };
                    cursor.word(text)?;
                    into.draft.field_text(into.store, &self.name, text)
                }
                Shape::Null => cursor.word("null"),
                Shape::Object | Shape::Array => {
                    cursor.skip_value()?;
                    let path = ["fields.", &self.name].concat();
                    Err(Fault::new("wrong-type", "a field is a word, a number, true or false").at(path))
                }
            };
            if let Err(fault) = taken {
                into.problems.add(into.row, fault);
            }
            if !cursor.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn events(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        match cursor.shape()? {
            Shape::Null => return cursor.word("null"),
            Shape::Array => {}
            _ => {
                cursor.skip_value()?;
                into.problems.add(into.row, Fault::new("wrong-type", "events are a list").at("events"));
                return Ok(());
            }
        }
        into.draft.forget_events(into.store);
        cursor.take(b'[');
        cursor.skip_space();
        if cursor.take(b']') {
            return Ok(());
        }
        loop {
            cursor.skip_space();
            if self.iso {
                let (at, ended) = self.memory.known_events(cursor.bytes, cursor.at, into.store, into.draft);
                cursor.at = at;
                if ended {
                    return Ok(());
                }
                cursor.skip_space();
            }
            self.one_event(cursor, into)?;
            if !cursor.another(b']')? {
                return Ok(());
            }
        }
    }

    #[inline]
    fn one_event(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        if self.iso
            && let Some(after) =
                self.memory.event(&mut self.event_keys, cursor.bytes, cursor.at, into.store, into.draft)
        {
            cursor.at = after;
            return Ok(());
        }
        self.long_event(cursor, into)
    }

    #[inline(never)]
    fn long_event(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>) -> Result<(), Fault> {
        into.draft.begin_event();
        let taken = if cursor.shape()? == Shape::Object {
            self.event(cursor, into, false)?;
            into.draft.end_event(into.store)
        } else {
            cursor.skip_value()?;
            let path = into.draft.event_path("");
            Err(Fault::new("wrong-type", "an event is an object").at(path.trim_end_matches('.')))
        };
        if let Err(fault) = taken {
            into.problems.add(into.row, fault);
        }
        Ok(())
    }

    /// Reads the members of an event, of a live event also the id of its ticket.
    fn event(&mut self, cursor: &mut Cursor<'_>, into: &mut Target<'_>, live: bool) -> Result<(), Fault> {
        cursor.take(b'{');
        cursor.skip_space();
        if cursor.take(b'}') {
            return Ok(());
        }
        loop {
            match self.event_keys.take(cursor, &mut self.scratch)? {
                EventKey::Slot(slot) => self.event_value(cursor, slot, into)?,
                EventKey::Ticket if live => self.ticket_value(cursor, TicketSlot::Id, into)?,
                _ => cursor.skip_value()?,
            }
            if !cursor.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn event_value(
        &mut self,
        cursor: &mut Cursor<'_>,
        slot: EventSlot,
        into: &mut Target<'_>,
    ) -> Result<(), Fault> {
        let taken = match cursor.shape()? {
            Shape::Text => {
                let raw = cursor.text()?;
                self.event_text(raw, slot, into)?
            }
            Shape::Number => {
                let raw = cursor.number();
                let value = checked_number(cursor, raw)?;
                match slot {
                    EventSlot::At => self
                        .instants
                        .number(value)
                        .map_err(|fault| fault.at(into.draft.event_path("at")))
                        .and_then(|at| into.draft.event_instant(slot, at)),
                    EventSlot::Seq
                    | EventSlot::From
                    | EventSlot::Score
                    | EventSlot::Scale
                    | EventSlot::Seconds => into.draft.event_number(slot, value),
                    _ => into.draft.event_text(into.store, slot, ascii(raw)),
                }
            }
            Shape::Null => {
                cursor.word("null")?;
                into.draft.event_none(slot);
                Ok(())
            }
            shape @ (Shape::True | Shape::False) if slot == EventSlot::Value => {
                let text = if shape == Shape::True { "true" } else { "false" };
                cursor.word(text)?;
                into.draft.event_text(into.store, slot, text)
            }
            _ => {
                cursor.skip_value()?;
                Err(into.draft.event_fault("wrong-type", slot, "found a value of the wrong type"))
            }
        };
        if let Err(fault) = taken {
            into.draft.refuse_event();
            into.problems.add(into.row, fault);
        }
        Ok(())
    }

    fn event_text(
        &mut self,
        raw: RawText<'_>,
        slot: EventSlot,
        into: &mut Target<'_>,
    ) -> Result<Result<(), Fault>, Fault> {
        let text = raw.read(&mut self.scratch)?;
        if slot == EventSlot::At {
            let read = self.instants.read(text).map_err(|fault| fault.at(into.draft.event_path("at")));
            return Ok(read.and_then(|at| into.draft.event_instant(slot, at)));
        }
        // The word goes into its list at once where the kind is known, so that lists keep the file's order.
        let dimension = match into.draft.event.kind {
            Some(Kind::Status) if slot == EventSlot::To => Dimension::Status,
            Some(Kind::Priority) if slot == EventSlot::To => Dimension::Priority,
            _ => return Ok(into.draft.event_text(into.store, slot, text)),
        };
        let code = into.store.words(dimension).intern(text);
        into.draft.event_word(code);
        Ok(Ok(()))
    }

    /// Reads one live event: an event that names its ticket. Only a `created` event may name one the store does not have.
    pub fn live(&mut self, record: &[u8], into: &mut Target<'_>) {
        into.draft.begin_ticket(into.store);
        into.draft.begin_event();
        let mut cursor = Cursor::new(record);
        cursor.skip_space();
        let read = if cursor.peek() == Some(b'{') {
            self.event(&mut cursor, into, true).and_then(|()| end(&mut cursor))
        } else {
            Err(cursor.syntax("an event, which is an object"))
        };
        let taken = read.and_then(|()| {
            let created = into.draft.event.kind == Some(Kind::Created);
            if !created && into.draft.is_unknown(into.store) {
                let message = ["no ticket ", &shown(into.draft.id()), " is loaded"].concat();
                return Err(Fault::new("unknown-ticket", message).at("ticket"));
            }
            into.draft.end_event(into.store)?;
            into.draft.end_ticket(into.store).map(|_| ())
        });
        if let Err(fault) = taken {
            into.problems.add(into.row, fault.without("events[0]."));
        }
    }
}

/// Where in a ticket the next key stands after one.
fn place_after(key: TicketKey) -> usize {
    FIRST + 1 + key as usize
}

fn set_instant(into: &mut Target<'_>, slot: TicketSlot, read: Result<i64, Fault>) -> Result<(), Fault> {
    read.and_then(|at| into.draft.set_instant(slot, at)).map_err(|fault| {
        if slot == TicketSlot::Created {
            into.draft.refuse();
        }
        fault.at(slot.name())
    })
}

fn end(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    cursor.skip_space();
    if cursor.peek().is_some() { Err(cursor.syntax("the end of the record")) } else { Ok(()) }
}

fn checked_number(cursor: &Cursor<'_>, raw: &[u8]) -> Result<f64, Fault> {
    number::read(raw).ok_or_else(|| cursor.syntax("a number within the range of a double"))
}

fn ascii(raw: &[u8]) -> &str {
    std::str::from_utf8(raw).unwrap_or_default()
}
