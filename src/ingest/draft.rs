//! One ticket on its way from a reader into the store.
//!
//! Readers find values; the draft knows what a ticket needs. It is reused for every row, and nothing of a ticket is
//! part of the store before [`Draft::end_ticket`], so a bad row leaves no trace but its words in the dictionaries.
//!
//! ```
//! use deskgauge::ingest::draft::{Draft, Rows};
//! use deskgauge::ingest::slot::{EventSlot, TicketSlot};
//! use deskgauge::store::Store;
//!
//! let mut store = Store::new();
//! store.begin_load();
//! let mut draft = Draft::new(&store, Rows::Tickets);
//! draft.begin_ticket(&mut store);
//! draft.set_text(&mut store, TicketSlot::Id, "T-1")?;
//! draft.set_instant(TicketSlot::Created, 1_700_000_000_000)?;
//! draft.begin_event();
//! draft.event_text(&mut store, EventSlot::Kind, "reply")?;
//! draft.event_instant(EventSlot::At, 1_700_000_060_000)?;
//! draft.end_event(&mut store)?;
//! assert_eq!(draft.end_ticket(&mut store)?, Some(0));
//! # Ok::<(), deskgauge::ingest::fault::Fault>(())
//! ```
//!
//! Easy to get wrong: a value that was refused has already been told. When the id, the opening or any part of an event
//! is refused, the end of the ticket or event then drops it without a second fault.

mod event;

use super::fault::Fault;
use super::number;
use super::slot::TicketSlot;
use crate::label::shown;
use crate::store::{Bitset, Dictionary, Event, NO_CODE, NO_INSTANT, NOT_STATED, Stated, Store};
use crate::ticket::{Dimension, Kind};
use crate::time::is_accepted;
pub use event::EventDraft;

/// What a row of the source holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// A whole ticket, which has to say when it was opened.
    Tickets,
    /// A part of a ticket, such as one event: its id comes again in other rows, and the opening may be missing.
    Parts,
    /// A ticket as it was at some time: as with parts, but a fact that is missing is no longer so.
    Snapshots,
}

/// How many tickets a load has taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows taken.
    pub rows: u64,
    /// Different tickets in these rows.
    pub tickets: u64,
    /// Tickets the store did not have before.
    pub new: u64,
    /// Rows whose ticket an earlier row of the load had brought already.
    pub repeated: u64,
    /// Events taken, before doubles are dropped.
    pub events: u64,
}

/// A ticket under way.
#[derive(Debug)]
pub struct Draft {
    rows: Rows,
    always_stated: [bool; 3],
    keep_first: Vec<TicketSlot>,
    counts: Counts,
    /// Tickets held before this load that it has brought again.
    met: Bitset,
    /// Custom dimensions by the names the load gives them, and their numbers.
    fields: (Dictionary, Vec<usize>),

    id: String,
    has_id: bool,
    created: i64,
    pub(super) words: [u32; Dimension::COUNT],
    /// One bit a dimension that the row speaks of.
    pub(super) spoken: u16,
    level: Option<u8>,
    test: Option<bool>,
    stated: [i64; 3],
    csat: f64,
    tags: Vec<u32>,
    texts: Vec<(usize, u32)>,
    numbers: Vec<(usize, f64)>,
    refused: bool,

    /// The event under way.
    pub event: EventDraft,
    /// How many events the row has begun.
    begun: usize,
}

impl Draft {
    /// A draft for one load into `store`.
    pub fn new(store: &Store, rows: Rows) -> Self {
        Self {
            rows,
            always_stated: [false; 3],
            keep_first: Vec::new(),
            counts: Counts::default(),
            met: Bitset::none(store.tickets().len()),
            fields: Default::default(),
            id: String::new(),
            has_id: false,
            created: NO_INSTANT,
            words: [NO_CODE; Dimension::COUNT],
            spoken: 0,
            level: None,
            test: None,
            stated: [NOT_STATED; 3],
            csat: f64::NAN,
            tags: Vec::new(),
            texts: Vec::new(),
            numbers: Vec::new(),
            refused: false,
            event: EventDraft::default(),
            begun: 0,
        }
    }

    /// Makes the source the authority on a fact: a row that does not state it says "has none".
    pub fn always_state(&mut self, fact: Stated) {
        self.always_stated[fact as usize] = true;
    }

    /// Lets the first row of a ticket decide a slot, where otherwise the last one does. Tags always add up.
    pub fn keep_first(&mut self, slot: TicketSlot) {
        self.keep_first.push(slot);
    }

    /// What has been taken so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Begins a ticket and forgets the one before.
    pub fn begin_ticket(&mut self, store: &mut Store) {
        store.drop_events();
        self.id.clear();
        self.has_id = false;
        self.created = NO_INSTANT;
        self.words = [NO_CODE; Dimension::COUNT];
        self.spoken = 0;
        self.level = None;
        self.test = None;
        self.stated = [NOT_STATED; 3];
        self.csat = f64::NAN;
        self.tags.clear();
        self.texts.clear();
        self.numbers.clear();
        self.refused = false;
        self.begun = 0;
    }

    /// Sets a slot from text. Number slots read the text as a number; instants come through [`Draft::set_instant`].
    pub fn set_text(&mut self, store: &mut Store, slot: TicketSlot, text: &str) -> Result<(), Fault> {
        match slot {
            TicketSlot::Id => {
                self.id.clear();
                self.id.push_str(text);
                self.has_id = !text.is_empty();
            }
            TicketSlot::Word(dimension) => {
                let code = store.words(dimension).intern(text);
                self.set_word(dimension, code);
            }
            TicketSlot::Tag => {
                let code = store.tag_words().intern(text);
                self.tags.push(code);
            }
            TicketSlot::Text(index) => {
                let code = store.custom_words(index).map_or(NO_CODE, |words| words.intern(text));
                self.texts.push((index, code));
            }
            TicketSlot::Test => match text {
                "true" => self.test = Some(true),
                "false" => self.test = Some(false),
                _ => return Err(refuse("not-a-flag", text, "true or false", slot)),
            },
            TicketSlot::Level | TicketSlot::Csat | TicketSlot::Number(_) => {
                match number::read(text.as_bytes()) {
                    Some(value) => self.set_number(slot, value)?,
                    None => return Err(refuse("not-a-number", text, "a number", slot)),
                }
            }
            TicketSlot::Created | TicketSlot::Stated(_) => {
                self.refused |= slot == TicketSlot::Created;
                return Err(refuse("not-a-date", text, "an instant", slot));
            }
        }
        Ok(())
    }

    /// Sets an id of digits.
    #[inline]
    pub(super) fn set_id(&mut self, digits: &[u8]) {
        self.id.clear();
        self.id.push_str(std::str::from_utf8(digits).unwrap_or_default());
        self.has_id = true;
    }

    /// Sets the opening to an instant within the range of dates.
    #[inline]
    pub(super) fn set_created(&mut self, at: i64) {
        self.created = at;
    }

    /// Sets the support level.
    #[inline]
    pub(super) fn set_level(&mut self, level: u8) {
        self.level = Some(level);
    }

    /// Sets the code of a dimension's word.
    #[inline]
    pub(super) fn set_word(&mut self, dimension: Dimension, code: u32) {
        self.words[dimension.index()] = code;
        self.spoken |= 1 << dimension.index();
    }

    /// Sets the code of a custom text.
    pub(super) fn set_custom(&mut self, index: usize, code: u32) {
        self.texts.push((index, code));
    }

    /// The code of a dimension's word, where the row has one.
    pub(super) fn word(&self, dimension: Dimension) -> Option<u32> {
        let code = self.words[dimension.index()];
        (code != NO_CODE).then_some(code)
    }

    /// Sets a level, a score or a custom number.
    pub fn set_number(&mut self, slot: TicketSlot, value: f64) -> Result<(), Fault> {
        match slot {
            TicketSlot::Level => {
                let level = level(value).ok_or_else(|| {
                    Fault::new("level-range", "a support level is a whole number from 1 to 255").at("level")
                })?;
                self.level = Some(level);
            }
            TicketSlot::Csat if (0.0..=5.0).contains(&value) => self.csat = value,
            TicketSlot::Csat => {
                return Err(Fault::new("score-range", "a ticket's csat lies between 0 and 5").at("csat"));
            }
            TicketSlot::Number(index) => self.numbers.push((index, value)),
            _ => {
                self.refused |= matches!(slot, TicketSlot::Id | TicketSlot::Created);
                return Err(
                    Fault::new("wrong-type", "found a number where text was expected").at(slot.name())
                );
            }
        }
        Ok(())
    }

    /// Sets the opening or a stated fact, in milliseconds since 1970 UTC.
    pub fn set_instant(&mut self, slot: TicketSlot, at: i64) -> Result<(), Fault> {
        if !is_accepted(at) {
            self.refused |= slot == TicketSlot::Created;
            return Err(out_of_range().at(slot.name()));
        }
        match slot {
            TicketSlot::Created => self.created = at,
            TicketSlot::Stated(fact) => self.stated[fact as usize] = at,
            TicketSlot::Number(index) => self.numbers.push((index, at as f64)),
            _ => {
                return Err(
                    Fault::new("wrong-type", "found an instant where text was expected").at(slot.name())
                );
            }
        }
        Ok(())
    }

    /// Says whether the ticket is a test.
    pub fn set_flag(&mut self, test: bool) {
        self.test = Some(test);
    }

    /// Says that a slot has no value: words become missing, a stated fact becomes "has none".
    pub fn set_none(&mut self, slot: TicketSlot) {
        match slot {
            TicketSlot::Word(dimension) => self.set_word(dimension, NO_CODE),
            TicketSlot::Stated(fact) => self.stated[fact as usize] = NO_INSTANT,
            TicketSlot::Level => self.level = Some(0),
            TicketSlot::Text(index) => self.texts.push((index, NO_CODE)),
            TicketSlot::Number(index) => self.numbers.push((index, f64::NAN)),
            TicketSlot::Id => self.has_id = false,
            TicketSlot::Created => self.created = NO_INSTANT,
            TicketSlot::Csat => self.csat = f64::NAN,
            TicketSlot::Test => self.test = Some(false),
            TicketSlot::Tag => {}
        }
    }

    /// Adds an event that a reader made itself.
    #[inline(always)]
    pub(super) fn add_event(&mut self, store: &mut Store, event: Event) {
        self.begun += 1;
        store.add_event(event);
    }

    /// Adds the group that an assignment names besides its agent.
    #[inline(never)]
    pub(super) fn add_group(&mut self, store: &mut Store, event: Event, value: u32) {
        store.add_event(Event { kind: Kind::AssignedGroup, value, ..event });
    }

    /// Forgets the events read so far, for a list of events that comes again.
    pub(super) fn forget_events(&mut self, store: &mut Store) {
        store.drop_events();
        self.begun = 0;
    }

    /// The id read so far.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Whether the ticket has an id that the store does not know.
    pub(super) fn is_unknown(&self, store: &Store) -> bool {
        self.has_id && store.tickets().ids().row(&self.id).is_none()
    }

    /// Notes that the ticket cannot be taken and that this has been told.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// The number of the custom dimension called `name`, which is added when it is new.
    pub fn custom(&mut self, store: &mut Store, name: &str, number: bool) -> Result<usize, Fault> {
        let path = || ["fields.", name].concat();
        let known = self.fields.0.find(name);
        if let Some(&index) = known.and_then(|code| self.fields.1.get(code as usize))
            && store.custom_is_number(index) == Some(number)
        {
            return Ok(index);
        }
        let index = store
            .custom(name, number)
            .map_err(|error| Fault::new(error.code(), error.message()).at(path()))?;
        match known {
            Some(code) => self.fields.1[code as usize] = index,
            None => {
                self.fields.0.intern(name);
                self.fields.1.push(index);
            }
        }
        Ok(index)
    }

    /// Sets a custom text, adding the dimension when it is new.
    pub fn field_text(&mut self, store: &mut Store, name: &str, text: &str) -> Result<(), Fault> {
        let index = self.custom(store, name, false)?;
        self.set_text(store, TicketSlot::Text(index), text)
    }

    /// Sets a custom number, adding the dimension when it is new.
    pub fn field_number(&mut self, store: &mut Store, name: &str, value: f64) -> Result<(), Fault> {
        let index = self.custom(store, name, true)?;
        self.numbers.push((index, value));
        Ok(())
    }

    /// Ends the ticket: its attributes and events go into the store. `None` when a refused id or opening has been told.
    pub fn end_ticket(&mut self, store: &mut Store) -> Result<Option<u32>, Fault> {
        if self.refused {
            return Ok(None);
        }
        if !self.has_id {
            return Err(Fault::new("no-id", "the ticket has no id").at("id"));
        }
        if self.created == NO_INSTANT && self.rows == Rows::Tickets {
            return Err(
                Fault::new("no-created-at", "the ticket does not say when it was opened").at("created_at")
            );
        }
        let before = store.tickets().len();
        let known = self.keeps(TicketSlot::Created, store);
        let created = if known { NO_INSTANT } else { self.created };
        self.drop_decided(store);
        let row = store
            .upsert_with(&self.id, created, &self.words, self.spoken)
            .map_err(|error| Fault::new(error.code(), error.message()))?;
        self.count(row as usize, before);
        self.fill(store, row);
        self.counts.events += store.attach_events(row) as u64;
        Ok(Some(row))
    }

    fn count(&mut self, row: usize, before: usize) {
        self.counts.rows += 1;
        if row >= before {
            self.counts.new += 1;
            self.counts.tickets += 1;
        } else if row < self.met.len() && !self.met.contains(row) {
            self.met.insert(row);
            self.counts.tickets += 1;
        } else {
            self.counts.repeated += 1;
        }
    }

    /// Whether the ticket is there already and the first row decides its `slot`.
    fn keeps(&self, slot: TicketSlot, store: &Store) -> bool {
        self.keep_first.contains(&slot)
            && store.tickets().ids().row(&self.id).is_some_and(|row| match slot {
                TicketSlot::Created => {
                    store.tickets().created().get(row as usize).is_some_and(|&at| at != NO_INSTANT)
                }
                _ => true,
            })
    }

    fn fill(&mut self, store: &mut Store, row: u32) {
        if let Some(level) = self.level {
            store.set_level(row, level);
        }
        if let Some(test) = self.test {
            store.set_test(row, test);
        }
        for fact in [Stated::FirstResponse, Stated::Resolved, Stated::Closed] {
            match self.stated[fact as usize] {
                NOT_STATED if self.always_stated[fact as usize] && !self.leaves(store, row, fact) => {
                    store.set_stated(row, fact, NO_INSTANT);
                }
                NOT_STATED => {}
                at => store.set_stated(row, fact, at),
            }
        }
        if !self.csat.is_nan() {
            store.set_csat(row, self.csat);
        }
        for &tag in &self.tags {
            store.add_tag(row, tag);
        }
        for &(index, code) in &self.texts {
            store.set_custom_code(row, index, code);
        }
        for &(index, value) in &self.numbers {
            store.set_custom_number(row, index, value);
        }
    }

    /// Whether a row that says nothing of a fact leaves it as it is: rows of events speak of what they are about only.
    fn leaves(&self, store: &Store, row: u32, fact: Stated) -> bool {
        self.rows == Rows::Parts && store.tickets().stated(fact, row as usize) != NOT_STATED
    }

    /// Forgets what an earlier row of the ticket has decided for good.
    fn drop_decided(&mut self, store: &Store) {
        if self.keep_first.is_empty() {
            return;
        }
        let Some(row) = store.tickets().ids().row(&self.id).map(|row| row as usize) else { return };
        let tickets = store.tickets();
        for slot in &self.keep_first {
            match *slot {
                TicketSlot::Word(dimension) if tickets.codes(dimension)[row] != NO_CODE => {
                    self.spoken &= !(1 << dimension.index());
                }
                TicketSlot::Level if tickets.level()[row] != 0 => self.level = None,
                TicketSlot::Csat if tickets.csat(row).is_some() => self.csat = f64::NAN,
                TicketSlot::Stated(fact) if tickets.stated(fact, row) > NOT_STATED => {
                    self.stated[fact as usize] = tickets.stated(fact, row);
                }
                TicketSlot::Text(index) if store.has_custom(row, index) => {
                    self.texts.retain(|&(set, _)| set != index);
                }
                TicketSlot::Number(index) if store.has_custom(row, index) => {
                    self.numbers.retain(|&(set, _)| set != index);
                }
                _ => {}
            }
        }
    }
}

fn out_of_range() -> Fault {
    Fault::new("date-range", "an instant lies between the years 1 and 9999")
}

/// A support level as the store keeps it.
fn level(value: f64) -> Option<u8> {
    ((1.0..=255.0).contains(&value) && value.trunc() == value).then_some(value as u8)
}

fn refuse(code: &'static str, text: &str, hoped: &str, slot: TicketSlot) -> Fault {
    Fault::new(code, ["found ", &shown(text), " where ", hoped, " was expected"].concat()).at(slot.name())
}
