//! What a desk keeps of one source: facts of tickets, records of events, and who is who.
//!
//! Payloads come in any order, so that a ticket is always told anew from all of this: what is collected does not depend on
//! the order in which it came, and what is told depends on nothing else.

mod held;
mod saved;

pub(super) use held::{Fact, Held, NONE};

use super::measured::Measured;
use super::record::{BELONGS, CREATED, HISTORY, Record, Slot, What, of};
use crate::ingest::named::Named;
use crate::store::{Dictionary, NO_CODE};
use crate::ticket::{Dimension, Role, StatusClass};

/// The lists of what has an id and a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Users,
    Groups,
    Accounts,
    /// Statuses and priorities, of vendors that number them.
    Statuses,
    Priorities,
}

/// Somebody or something with an id.
#[derive(Debug, Clone, Copy)]
struct Entry {
    name: u32,
    role: Role,
    /// Whether a payload about it has come.
    told: bool,
    /// Whether a payload about it would help.
    wanted: bool,
    changed: bool,
    /// Whether what they did is all that tells who they are.
    inferred: bool,
}

#[derive(Debug, Default)]
struct Entries {
    ids: Dictionary,
    entries: Vec<Entry>,
}

/// Everything one source has told.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub words: Dictionary,
    names: Dictionary,
    /// Values of the fields kept on request.
    pub texts: Dictionary,
    tables: [Entries; 5],
    ids: Dictionary,
    tickets: Vec<Held>,
    /// Names of the ticket fields to keep.
    pub fields: Vec<String>,
    /// Of the load under way: what words for statuses mean, as the vendor sorts them.
    pub classes: Vec<(String, StatusClass)>,
    /// Of the load under way: kinds of events that nothing is made of.
    pub unknown: Named<usize>,
    pub met: usize,
    pub met_again: usize,
    pub repeated: usize,
    /// Whether anything is known by another name or role than before the load.
    renamed: bool,
}

/// So many ids are told of what is missing.
const MOST_TOLD: usize = 1_000;

/// What all tickets tell together, and what they lack.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The kinds of their records and the slots of which they say anything, as sets of bits.
    kinds: u32,
    slots: u64,
    /// Whether any has a message of somebody of whom it is not known who they are.
    pub has_doubts: bool,
    /// Whether there is a ticket at all.
    pub has_tickets: bool,
    /// The first tickets of which only events came, and how many events they have.
    pub untold: Vec<usize>,
    pub waiting: usize,
    /// The first of which no history came.
    pub bare: Vec<usize>,
}

impl Told {
    /// Whether there is a record of a kind.
    pub fn has(&self, what: What) -> bool {
        self.kinds & (1 << what as u32) != 0
    }

    /// Whether any ticket says something of a slot.
    pub fn states(&self, slot: Slot) -> bool {
        self.slots & (1 << slot.min(63)) != 0
    }
}

impl Collected {
    /// The number of a ticket, a new one where it was not there.
    #[inline(never)]
    pub fn ticket(&mut self, id: &str) -> usize {
        let at = self.ids.intern(id) as usize;
        while self.tickets.len() <= at && at != NO_CODE as usize {
            self.tickets.push(Held::default());
        }
        at
    }

    /// The number of a ticket that a payload is about.
    pub fn meet(&mut self, id: &str) -> usize {
        let at = self.ticket(id);
        if let Some(held) = self.tickets.get_mut(at) {
            self.met += usize::from(!held.met);
            self.met_again += usize::from(held.met);
            held.met = true;
        }
        at
    }

    /// Says what a slot of a ticket holds, as of a version of the ticket.
    #[inline(never)]
    pub fn state(&mut self, ticket: usize, slot: Slot, version: i64, values: &[i64]) {
        if let Some(held) = self.tickets.get_mut(ticket) {
            held.state(slot, version, values);
        }
    }

    /// Adds what happened to a ticket.
    #[inline(never)]
    pub fn add(&mut self, ticket: usize, record: Record) {
        if let Some(held) = self.tickets.get_mut(ticket) {
            held.records.push(record);
        }
    }

    /// What all tickets tell, as of the end of the last load.
    pub fn told(&self) -> Told {
        let mut told = Told::default();
        for (ticket, held) in self.tickets() {
            told.has_tickets = true;
            if !held.has(CREATED) {
                told.waiting += held.records.len();
                first(&mut told.untold, ticket);
                continue;
            }
            if !held.has(HISTORY) {
                first(&mut told.bare, ticket);
            }
            told.slots |= held.sum.slots;
            told.kinds |= held.sum.kinds;
            let requester = held.code(of(Dimension::Requester));
            told.has_doubts = told.has_doubts
                || held
                    .of_strangers()
                    .any(|record| record.actor != requester && self.is_doubted(record.actor));
        }
        told
    }

    /// Whether somebody has an id, and it is not known who they are.
    fn is_doubted(&self, user: u32) -> bool {
        let entry = self.tables[Table::Users as usize].entries.get(user as usize);
        entry.is_some_and(|entry| !entry.told && entry.role == Role::Unknown)
    }

    /// Says that something with events of its own belongs to a ticket.
    #[inline(never)]
    pub fn belongs(&mut self, part: &str, ticket: usize) {
        let (part, value) = (self.ticket(part), ticket as i64);
        if let Some(held) = self.tickets.get_mut(part)
            && !held.facts(BELONGS).any(|known| known == value)
        {
            held.facts.push(Fact { slot: BELONGS, version: 0, value });
            held.changed = true;
        }
    }

    /// Notes that the history of a ticket has come.
    pub fn has_history(&mut self, ticket: usize) {
        self.state(ticket, HISTORY, 0, &[1]);
    }

    /// The code of a word, [`NO_CODE`] for none.
    #[inline(never)]
    pub fn word(&mut self, word: Option<&str>) -> u32 {
        word.map_or(NO_CODE, |word| self.words.intern(word))
    }

    /// The code of somebody or something by its id, [`NO_CODE`] for none.
    #[inline(never)]
    pub fn entry(&mut self, table: Table, id: Option<&str>) -> u32 {
        id.map_or(NO_CODE, |id| self.entry_of(table, id))
    }

    #[inline(never)]
    fn entry_of(&mut self, table: Table, id: &str) -> u32 {
        let Entries { ids, entries } = &mut self.tables[table as usize];
        let code = ids.intern(id);
        if code as usize == entries.len() {
            entries.push(Entry {
                name: NO_CODE,
                role: Role::Unknown,
                told: false,
                wanted: false,
                changed: false,
                inferred: false,
            });
        }
        code
    }

    /// Says how somebody or something is called, and who they are.
    #[inline(never)]
    pub fn tell(&mut self, table: Table, id: &str, name: Option<&str>, role: Role) {
        let name = name.map_or(NO_CODE, |name| self.names.intern(name));
        let code = self.entry_of(table, id);
        let Some(entry) = self.tables[table as usize].entries.get_mut(code as usize) else { return };
        let name = if name == NO_CODE { entry.name } else { name };
        entry.inferred &= role == Role::Unknown;
        let role = if role == Role::Unknown { entry.role } else { role };
        entry.changed |= (name, role) != (entry.name, entry.role);
        self.renamed |= entry.changed;
        (entry.name, entry.role) = (name, role);
        entry.told = true;
    }

    /// Says who somebody is in one of several places. Whoever is an agent in any of them is one.
    #[inline(never)]
    pub fn tell_member(&mut self, id: &str, name: Option<&str>, role: Role) {
        let code = self.entry_of(Table::Users, id);
        let entry = self.tables[Table::Users as usize].entries.get(code as usize);
        let is_agent = entry.is_some_and(|entry| entry.role == Role::Agent && !entry.inferred);
        self.tell(Table::Users, id, name, if is_agent { Role::Unknown } else { role });
    }

    /// Says how somebody or something was called by the way, which counts until a payload of their own comes.
    #[inline(never)]
    pub fn mention(&mut self, table: Table, id: Option<&str>, name: Option<&str>) {
        let code = self.entry(table, id);
        let name = name.map_or(NO_CODE, |name| self.names.intern(name));
        if let Some(entry) = self.tables[table as usize].entries.get_mut(code as usize)
            && !entry.told
            && name != NO_CODE
        {
            entry.changed |= name != entry.name;
            entry.name = name;
            self.renamed |= entry.changed;
        }
    }

    /// Notes that somebody acts as only agents can, which counts until a payload tells who they are.
    #[inline(never)]
    pub fn infer_agent(&mut self, user: u32) {
        if let Some(entry) = self.tables[Table::Users as usize].entries.get_mut(user as usize)
            && entry.role == Role::Unknown
        {
            (entry.role, entry.inferred) = (Role::Agent, true);
            entry.changed = true;
            self.renamed = true;
        }
    }

    /// How somebody or something is called.
    pub fn name(&self, table: Table, code: u32) -> Option<&str> {
        let Entries { ids, entries } = &self.tables[table as usize];
        let entry = entries.get(code as usize)?;
        self.names.get(entry.name).or_else(|| ids.get(code))
    }

    /// Who somebody is.
    pub fn role(&self, user: u32) -> Role {
        let entries = &self.tables[Table::Users as usize].entries;
        entries.get(user as usize).map_or(Role::Unknown, |entry| entry.role)
    }

    /// Whether a payload about somebody or something has come.
    pub fn is_told(&self, table: Table, code: u32) -> bool {
        self.tables[table as usize].entries.get(code as usize).is_some_and(|entry| entry.told)
    }

    /// Notes that a payload about somebody or something would help.
    pub fn want(&mut self, table: Table, code: u32) {
        if let Some(entry) = self.tables[table as usize].entries.get_mut(code as usize) {
            entry.wanted = true;
        }
    }

    /// The first ids that a payload of their own would explain.
    pub fn missing(&self, table: Table) -> Vec<String> {
        let Entries { ids, entries } = &self.tables[table as usize];
        let wanted = entries.iter().enumerate().filter(|(_, entry)| entry.wanted && !entry.told);
        let found = wanted.take(MOST_TOLD).filter_map(|(code, _)| ids.get(code as u32));
        found.map(str::to_string).collect()
    }

    /// All tickets with their numbers, and what belongs to a ticket that has not been told.
    pub fn tickets(&self) -> impl Iterator<Item = (usize, &Held)> {
        self.tickets.iter().enumerate().filter(|(_, held)| !held.has(BELONGS))
    }

    /// The id of a ticket.
    pub fn id(&self, ticket: usize) -> &str {
        self.ids.get(ticket as u32).unwrap_or_default()
    }

    /// A ticket and its id.
    pub fn held(&self, ticket: usize) -> Option<(&str, &Held)> {
        Some((self.ids.get(ticket as u32)?, self.tickets.get(ticket)?))
    }

    pub(super) fn held_mut(&mut self, ticket: usize) -> Option<&mut Held> {
        self.tickets.get_mut(ticket)
    }

    /// Begins a load.
    pub fn begin(&mut self) {
        self.unknown = Named::default();
        self.classes = Vec::new();
        (self.met, self.met_again, self.repeated) = (0, 0, 0);
    }

    /// Counts an event of a kind that nothing is made of.
    #[inline(never)]
    pub fn pass_over(&mut self, kind: &str) {
        let count = self.unknown.get(kind).copied().unwrap_or(0);
        self.unknown.set(kind.to_string(), count + 1);
    }

    /// Ends a load: brings records in order, and gives the tickets that have to be told anew. `numbered` is the reader's.
    pub fn settle(&mut self, numbered: bool) -> Vec<usize> {
        for held in &mut self.tickets {
            self.repeated += held.settle();
        }
        self.attach();
        let mut told = Vec::new();
        for at in 0..self.tickets.len() {
            let changed = self.tickets[at].changed || (self.renamed && self.speaks_of_renamed(at, numbered));
            let held = &mut self.tickets[at];
            if held.changed {
                held.sum_up();
            }
            (held.changed, held.met) = (false, false);
            if changed && held.fact(CREATED) != NONE {
                told.push(at);
            }
        }
        for entry in self.tables.iter_mut().flat_map(|table| &mut table.entries) {
            entry.changed = false;
        }
        self.renamed = false;
        told
    }

    /// Brings the events of what belongs to tickets to these.
    fn attach(&mut self) {
        for at in 0..self.tickets.len() {
            let part = &self.tickets[at];
            if !part.changed || !part.speaks_of(BELONGS) {
                continue;
            }
            let records = part.records.clone();
            let owners: Vec<usize> = part.facts(BELONGS).filter_map(|owner| owner.try_into().ok()).collect();
            for owner in owners {
                if let Some(held) = self.tickets.get_mut(owner) {
                    held.records.extend_from_slice(&records);
                    held.settle();
                }
            }
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let held = |held: &Held| {
            size_of::<Held>()
                + held.facts.capacity() * size_of::<Fact>()
                + held.records.capacity() * size_of::<Record>()
                + held.measured.capacity() * size_of::<Measured>()
        };
        let table = |table: &Entries| table.ids.memory() + table.entries.capacity() * size_of::<Entry>();
        [&self.words, &self.names, &self.texts, &self.ids].map(Dictionary::memory).iter().sum::<usize>()
            + self.tables.iter().map(table).sum::<usize>()
            + self.tickets.iter().map(held).sum::<usize>()
    }

    fn speaks_of_renamed(&self, ticket: usize, numbered: bool) -> bool {
        let held = &self.tickets[ticket];
        let is = |table: Table, code: u32| {
            self.tables[table as usize].entries.get(code as usize).is_some_and(|entry| entry.changed)
        };
        let in_facts = held.all().iter().any(|fact| {
            let code = u32::try_from(fact.value).unwrap_or(NO_CODE);
            table_of(fact.slot, numbered).is_some_and(|table| is(table, code))
        });
        in_facts
            || held.records.iter().any(|record| {
                let table = match record.what {
                    What::Agent => Some(Table::Users),
                    What::Group | What::Home => Some(Table::Groups),
                    What::Status if numbered => Some(Table::Statuses),
                    What::Priority if numbered => Some(Table::Priorities),
                    _ => None,
                };
                is(Table::Users, record.actor)
                    || table.is_some_and(|table| is(table, record.value) || is(table, record.before))
            })
    }
}

fn first(tickets: &mut Vec<usize>, ticket: usize) {
    if tickets.len() < MOST_TOLD {
        tickets.push(ticket);
    }
}

/// The list that a slot's codes belong to, where these are not words. `numbered` is the reader's.
pub(super) fn table_of(slot: Slot, numbered: bool) -> Option<Table> {
    const ASSIGNEE: Slot = of(Dimension::Assignee);
    const REQUESTER: Slot = of(Dimension::Requester);
    const GROUP: Slot = of(Dimension::Group);
    const CUSTOMER: Slot = of(Dimension::Customer);
    const STATUS: Slot = of(Dimension::Status);
    const PRIORITY: Slot = of(Dimension::Priority);
    match slot {
        ASSIGNEE | REQUESTER | super::record::SUBMITTER => Some(Table::Users),
        GROUP | super::record::HOME => Some(Table::Groups),
        CUSTOMER => Some(Table::Accounts),
        STATUS if numbered => Some(Table::Statuses),
        PRIORITY if numbered => Some(Table::Priorities),
        _ => None,
    }
}
