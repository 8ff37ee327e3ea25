//! From what was collected of a ticket to the ticket in the store.
//!
//! A ticket begins with a `created` event and with what it began with: the value before its first change, or the one it has
//! where nothing ever changed. Events are numbered in their order, so that it holds however their times tie.

use super::Reader;
use super::collected::{Collected, Held, NONE, Table, table_of};
use super::record::{
    CLOSED, CREATED, CUSTOM, FIRST_RESPONSE, GONE, HISTORY, HOME, NUMBER, OPENING, RESOLVED, Record, SCORE,
    SUBMITTER, Slot, TAG, What, of,
};
use crate::error::DeskError;
use crate::ingest::fault::Fault;
use crate::ingest::loaded::Problems;
use crate::sort::sort_all;
use crate::store::{Event, NO_CODE, NO_INSTANT, Stated, Store};
use crate::ticket::{Dimension, Escalation, Kind, Reached, Role, Sense, Survey, SurveyKind};

/// What is found on the way beside the tickets.
#[derive(Debug)]
pub(super) struct Noted<'p> {
    /// Whom a payload of their own would explain.
    pub wanted: Vec<(Table, u32)>,
    pub problems: &'p mut Problems,
    /// The row they are told of.
    pub row: u64,
}

impl Noted<'_> {
    /// Notes something that could not be taken.
    #[cold]
    pub fn refuse(&mut self, error: &DeskError) {
        self.problems.add(self.row, Fault::new(error.code(), error.message()));
    }
}

/// A ticket on its way into the store.
pub(super) struct Telling<'a, 'p> {
    pub reader: &'static Reader,
    pub collected: &'a Collected,
    pub store: &'a mut Store,
    pub noted: &'a mut Noted<'p>,
    held: &'a Held,
    id: &'a str,
    /// Where the ticket says which group it has.
    group: Slot,
    row: u32,
    told: i64,
    /// The id of the event under way.
    event_id: String,
}

/// What a ticket has now, of what changes.
const CHANGING: [(What, Kind, Dimension); 4] = [
    (What::Status, Kind::Status, Dimension::Status),
    (What::Group, Kind::AssignedGroup, Dimension::Group),
    (What::Agent, Kind::AssignedAgent, Dimension::Assignee),
    (What::Priority, Kind::Priority, Dimension::Priority),
];

/// Puts a ticket into the store, with all its events.
pub(super) fn tell(
    reader: &'static Reader,
    collected: &Collected,
    ticket: usize,
    store: &mut Store,
    noted: &mut Noted<'_>,
) -> Result<(), DeskError> {
    let Some((id, held)) = collected.held(ticket) else { return Ok(()) };
    let id = collected.words.get(held.code(NUMBER)).unwrap_or(id);
    let mut records = held.records.clone();
    sort_all(&mut records, &mut |a, b| {
        let by_time = a.at.cmp(&b.at).then(a.order.cmp(&b.order));
        by_time.then(a.key.cmp(&b.key)).then(a.part.cmp(&b.part))
    });
    if let Some(arrange) = reader.arrange {
        arrange(collected, &mut records);
    }
    let mut group = of(Dimension::Group);
    // A ticket that never has a group of its own is of the one that stands in, which may change as well.
    if held.fact(group) == NONE && !records.iter().any(|record| record.what == What::Group) {
        group = HOME;
        records
            .iter_mut()
            .filter(|record| record.what == What::Home)
            .for_each(|moved| moved.what = What::Group);
    }
    let mut telling = Telling {
        reader,
        collected,
        store,
        noted,
        held,
        id,
        group,
        row: 0,
        told: 0,
        event_id: String::new(),
    };
    telling.ticket(&records)?;
    telling.events(&records);
    Ok(())
}

impl Telling<'_, '_> {
    fn ticket(&mut self, records: &[Record]) -> Result<(), DeskError> {
        let mut words = [NO_CODE; Dimension::COUNT];
        let mut spoken = 0;
        for dimension in Dimension::ALL {
            let slot = self.slot(dimension);
            let changing = CHANGING.iter().find(|&&(_, _, changing)| changing == dimension);
            if changing.is_some() || self.held.speaks_of(slot) {
                spoken |= 1 << dimension.index();
                let code = changing.and_then(|&(what, _, _)| self.changed(what, slot, records));
                let code = code.unwrap_or_else(|| self.held.code(slot));
                words[dimension.index()] = self.word(dimension, slot, code);
            }
        }
        self.row = self.store.upsert_with(self.id, self.held.fact(CREATED), &words, spoken)?;
        let history = self.held.speaks_of(HISTORY);
        for (slot, fact) in
            [(FIRST_RESPONSE, Stated::FirstResponse), (RESOLVED, Stated::Resolved), (CLOSED, Stated::Closed)]
        {
            match self.held.fact(slot) {
                _ if !self.held.speaks_of(slot) => {}
                _ if history => self.store.leave_unstated(self.row, fact),
                NONE => self.store.set_stated(self.row, fact, NO_INSTANT),
                at => self.store.set_stated(self.row, fact, at),
            }
        }
        if let Ok(score) = u8::try_from(self.held.fact(SCORE)) {
            self.store.set_csat(self.row, f64::from(score));
        }
        if self.held.speaks_of(TAG) {
            self.set_tags(self.held.facts(TAG).map(|tag| tag as u32).collect());
        }
        for (number, name) in self.collected.fields.iter().enumerate() {
            self.custom(CUSTOM + number as Slot * 2, name);
        }
        Ok(())
    }

    /// Where the ticket says what it has of a dimension.
    fn slot(&self, dimension: Dimension) -> Slot {
        if dimension == Dimension::Group { self.group } else { of(dimension) }
    }

    /// What the last change made of a slot, where it is no older than what the ticket says of it.
    fn changed(&self, what: What, slot: Slot, records: &[Record]) -> Option<u32> {
        let last = records.iter().rfind(|record| record.what == what)?;
        let counts = last.at >= self.held.version(slot) && (last.value != NO_CODE || what != What::Status);
        counts.then_some(last.value)
    }

    /// A field kept on request, which holds either words or numbers.
    fn custom(&mut self, slot: Slot, name: &str) {
        let word = u32::try_from(self.held.fact(slot)).ok().and_then(|code| self.collected.texts.get(code));
        let number = Some(self.held.fact(slot + 1)).filter(|&bits| bits != NONE && word.is_none());
        if (word.is_some() || number.is_some())
            && let Err(error) = self.store.custom(name, word.is_none())
        {
            self.noted.refuse(&error);
        }
        let Some((index, _)) = self.store.tickets().custom_named(name) else { return };
        let code = word.and_then(|word| Some(self.store.custom_words(index)?.intern(word)));
        self.store.set_custom_code(self.row, index, code.unwrap_or(NO_CODE));
        let value = number.map_or(f64::NAN, |bits| f64::from_bits(bits as u64));
        self.store.set_custom_number(self.row, index, value);
    }

    /// The store's code for a code of a slot.
    fn word(&mut self, dimension: Dimension, slot: Slot, code: u32) -> u32 {
        let table = table_of(slot, self.reader.numbered);
        let word = match table {
            Some(table) => self.collected.name(table, code),
            None => self.collected.words.get(code),
        };
        let Some(word) = word else { return NO_CODE };
        if let Some(table) = table {
            // A person whose id is a name needs no further word; words by number are told by what they are called anyway.
            let helps = match table {
                Table::Users => self.is_no_name(word),
                Table::Groups | Table::Accounts => true,
                Table::Statuses | Table::Priorities => false,
            };
            if helps && !self.collected.is_told(table, code) {
                self.noted.wanted.push((table, code));
            }
        }
        self.store.words(dimension).intern(word)
    }

    fn events(&mut self, records: &[Record]) {
        let created = self.held.fact(CREATED);
        self.tags(records);
        let opening = records.iter().find(|record| record.what == What::Created);
        let mut opened = opening.copied().unwrap_or_else(|| Record::new(0, What::Created, created));
        if opened.actor == NO_CODE {
            let requester = || self.held.code(of(Dimension::Requester));
            opened.actor =
                Some(self.held.code(SUBMITTER)).filter(|&code| code != NO_CODE).unwrap_or_else(requester);
        }
        self.event(&Record { at: created, ..opened }, Kind::Created, NO_CODE, ":created");
        let mut now = self.beginnings(records, created);
        for record in records {
            self.record(record, created, &mut now);
        }
        let gone = match self.held.fact(GONE) {
            gone if gone == What::Spam as i64 => Some(Kind::Spam),
            gone if gone == What::Deleted as i64 => Some(Kind::Deleted),
            gone if gone == What::Merged as i64 => Some(Kind::Merged),
            _ => None,
        };
        if let Some(kind) = gone {
            let last = records.last().map_or(created, |record| record.at.max(created));
            let at = self.held.version(GONE).max(last);
            self.event(&Record::new(0, What::Deleted, at), kind, NO_CODE, ":gone");
        }
        self.store.attach_events(self.row);
    }

    /// Tells the tags that came and did not go, where the ticket itself does not say which it has.
    fn tags(&mut self, records: &[Record]) {
        let mut changes = records.iter().filter(|record| record.what == What::Tag).peekable();
        if self.held.speaks_of(TAG) || changes.peek().is_none() {
            return;
        }
        let mut tags = Vec::new();
        for change in changes {
            tags.retain(|&tag| tag != change.before && tag != change.value);
            tags.extend(Some(change.value).filter(|&tag| tag != NO_CODE));
        }
        self.set_tags(tags);
    }

    fn set_tags(&mut self, tags: Vec<u32>) {
        self.store.clear_tags(self.row);
        for tag in tags {
            let word = self.collected.words.get(tag).unwrap_or_default();
            let code = self.store.tag_words().intern(word);
            self.store.add_tag(self.row, code);
        }
    }

    /// Tells what the ticket began with, and gives its codes.
    fn beginnings(&mut self, records: &[Record], created: i64) -> [u32; 4] {
        let mut now = [NO_CODE; 4];
        for (place, &(what, kind, dimension)) in CHANGING.iter().enumerate() {
            let first = records.iter().find(|record| record.what == what);
            let code = match first {
                Some(first) if first.before == NO_CODE && what == What::Status && first.at > created => {
                    self.collected.words.find(self.reader.first_status).unwrap_or(NO_CODE)
                }
                Some(first) => first.before,
                None if self.held.speaks_of(HISTORY) => self.held.code(self.slot(dimension)),
                None => NO_CODE,
            };
            now[place] = code;
            if code != NO_CODE {
                let value = self.word(dimension, of(dimension), code);
                let record = Record { role: Role::Bot, ..Record::new(0, what, created) };
                self.event(&record, kind, value, [":status", ":group", ":agent", ":priority"][place]);
            }
        }
        now
    }

    fn record(&mut self, record: &Record, created: i64, now: &mut [u32; 4]) {
        let changing = CHANGING.iter().position(|&(what, _, _)| what == record.what);
        if let Some(place) = changing {
            let (_, kind, dimension) = CHANGING[place];
            if now[place] != record.value {
                now[place] = record.value;
                let value = self.word(dimension, of(dimension), record.value);
                if value != NO_CODE || kind != Kind::Status {
                    self.event(record, kind, value, "");
                }
            }
            return;
        }
        match record.what {
            // What the customer wrote to open the ticket is no answer to anything.
            What::Public if record.at <= created + OPENING && self.role(record) == Role::Customer => {}
            What::Public => self.event(record, Kind::Reply, NO_CODE, ""),
            What::Private => self.event(record, Kind::Note, NO_CODE, ""),
            What::Survey | What::Nps | What::Ces => {
                let kind = match record.what {
                    What::Nps => SurveyKind::Nps,
                    What::Ces => SurveyKind::Ces,
                    _ => SurveyKind::Csat,
                };
                let (score, scale) = (f64::from(record.value), f64::from(record.before));
                let value = self.store.survey(Survey { kind, score, scale });
                self.event(record, Kind::Survey, value, "");
            }
            What::Work => self.event(record, Kind::Work, record.value, ""),
            What::Spam => self.event(record, Kind::Spam, NO_CODE, ""),
            What::Deleted => self.event(record, Kind::Deleted, NO_CODE, ""),
            What::Restored => self.event(record, Kind::Restored, NO_CODE, ""),
            What::Policy | What::Breach => {
                let word = self.collected.words.get(record.value).unwrap_or_default();
                let label = self.store.labels().intern(word);
                if record.what == What::Policy {
                    return self.event(record, Kind::Policy, label, "");
                }
                let (sense, to) = (Sense::Deadline, Reached::Unknown);
                let value = self.store.escalation(Escalation { sense, from: 0, to, reason: label });
                self.event(record, Kind::Escalated, value, "");
            }
            _ => {}
        }
    }

    /// Who did it: as the payload says, else the customer where it is the requester, else as the person is known.
    fn role(&mut self, record: &Record) -> Role {
        if record.role != Role::Unknown || record.actor == NO_CODE {
            return record.role;
        }
        let actor = i64::from(record.actor);
        if self.held.facts(of(Dimension::Requester)).any(|requester| requester == actor) {
            return Role::Customer;
        }
        let role = self.collected.role(record.actor);
        if role == Role::Unknown && !self.collected.is_told(Table::Users, record.actor) {
            self.noted.wanted.push((Table::Users, record.actor));
        }
        role
    }

    /// Whether the id of a person says little to people.
    fn is_no_name(&self, id: &str) -> bool {
        !self.reader.logins || id.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Writes the id of an event.
    fn name_event(&mut self, record: &Record, part: &str) {
        let Self { event_id, id, reader, .. } = self;
        event_id.clear();
        event_id.extend([reader.name, ":"]);
        if !part.is_empty() {
            event_id.extend(["ticket:", id, part]);
            return;
        }
        event_id.push_str(&record.key.to_string());
        if record.part != 0 {
            event_id.extend([":", &record.part.to_string()]);
        }
    }

    /// Adds an event. `part` ends the id of one that no single record stands for.
    fn event(&mut self, record: &Record, kind: Kind, value: u32, part: &str) {
        self.name_event(record, part);
        let role = self.role(record);
        let actor = match self.collected.name(Table::Users, record.actor) {
            Some(name) => {
                if self.is_no_name(name) && !self.collected.is_told(Table::Users, record.actor) {
                    self.noted.wanted.push((Table::Users, record.actor));
                }
                self.store.people().intern(name)
            }
            None => NO_CODE,
        };
        let id = self.store.event_ids().intern(&self.event_id);
        let event = Event { at: record.at, kind, role, actor, value, seq: Some(self.told), id };
        self.told += 1;
        self.store.add_event(event);
    }
}
