//! What is kept of a source, as part of a snapshot.

use super::super::measured::Measured;
use super::super::record::{CLOSED, CREATED, CUSTOM, FIRST_RESPONSE, RESOLVED, Record, Slot, What};
use super::held::by_key;
use super::{Collected, Entries, Entry, Fact, Held, NONE, Table};
use crate::store::{Bitset, Dictionary, Key, NO_CODE, SnapshotReader, SnapshotWriter};
use crate::ticket::Role;
use crate::time::is_accepted;

/// The lists whose entries are people and firms, by ids that may be names.
const NAMING: [Table; 2] = [Table::Users, Table::Accounts];
/// Bytes that a fact, a record and a measure take at least.
const FACT: usize = 3;
const RECORD: usize = 10;
const MEASURED: usize = 5;

impl Collected {
    /// Whether nothing was collected yet.
    pub fn is_empty(&self) -> bool {
        self.tickets.is_empty()
            && self.fields.is_empty()
            && self.tables.iter().all(|table| table.ids.is_empty())
    }

    /// Writes everything that a later load may lean on.
    pub fn save(&self, to: &mut SnapshotWriter) {
        to.words(&self.words);
        for (table, Entries { ids, entries }) in self.tables.iter().enumerate() {
            match NAMING.iter().any(|&naming| table == naming as usize) {
                true => to.ids(ids),
                false => to.words(ids),
            }
            for entry in entries {
                to.code(entry.name);
                to.byte(entry.role as u8);
                to.byte(u8::from(entry.told) | u8::from(entry.inferred) << 1);
                to.flag(entry.wanted);
            }
        }
        to.number(self.fields.len() as u64);
        self.fields.iter().for_each(|name| to.text(name));
        let mut stay = self.names_of_no_people();
        for (code, _) in self.names.iter().enumerate().filter(|(_, name)| to.is_id(name)) {
            stay.insert(code);
        }
        to.veiled(&self.names, &|code| stay.contains(code as usize));
        let kept = |fact: &Fact| {
            let field = fact.slot.checked_sub(CUSTOM).filter(|place| place % 2 == 0);
            field.and_then(|place| self.fields.get(usize::from(place / 2))).is_some_and(|name| to.keeps(name))
        };
        let facts = self.tickets.iter().flat_map(|held| &held.facts).filter(|fact| kept(fact));
        let stay = set_of(&self.texts, facts.map(|fact| u32::try_from(fact.value).unwrap_or(NO_CODE)));
        to.veiled(&self.texts, &|code| stay.contains(code as usize));
        to.words(&self.ids);
        for Held { facts, records, measured, .. } in &self.tickets {
            to.number(facts.len() as u64);
            for fact in facts {
                to.byte(fact.slot);
                to.signed(fact.version);
                to.signed(fact.value);
            }
            to.number(records.len() as u64);
            let (mut at, mut key) = (0_i64, 0_i64);
            for record in records {
                to.signed(record.key.wrapping_sub(key));
                to.byte(record.part);
                to.byte(record.rank);
                to.byte(record.what as u8);
                to.byte(record.role as u8);
                to.signed(record.at.wrapping_sub(at));
                to.signed(record.order.wrapping_sub(record.key));
                to.code(record.actor);
                to.code(record.value);
                to.code(record.before);
                (at, key) = (record.at, record.key);
            }
            to.number(measured.len() as u64);
            for measured in measured {
                to.code(measured.name);
                to.byte(measured.how);
                to.signed(measured.key);
                to.signed(measured.version);
                to.signed(measured.value);
            }
        }
    }

    /// Tells which numbers are names.
    pub fn note_names(&self, to: &mut SnapshotWriter) {
        let stay = self.names_of_no_people();
        let names = self.names.iter().enumerate().filter(|&(code, _)| !stay.contains(code));
        let ids = NAMING.map(|table| &self.tables[table as usize].ids);
        to.note_names(&mut names.map(|(_, name)| name), &ids);
    }

    fn names_of_no_people(&self) -> Bitset {
        let tables =
            [Table::Groups, Table::Statuses, Table::Priorities].map(|table| &self.tables[table as usize]);
        let names = tables.into_iter().flat_map(|table| table.entries.iter().map(|entry| entry.name));
        set_of(&self.names, names)
    }

    /// Gives the key that marks were made with.
    pub fn set_key(&mut self, key: Key) {
        self.each_veiled(&mut |words| words.veil(key));
    }

    /// Puts words in place of their marks. Returns these, and all that came since the last time.
    pub fn reveal(&mut self) -> Vec<String> {
        let mut known = Vec::new();
        self.each_veiled(&mut |words| known.append(&mut words.reveal()));
        known
    }

    /// Leaves all marks in their place that words came for since the last time.
    pub fn overlook(&mut self) {
        self.each_veiled(&mut Dictionary::overlook);
    }

    /// Takes note of a word that may have marks here.
    pub fn recognise(&mut self, word: &str) {
        self.each_veiled(&mut |words| words.recognise(word));
    }

    /// The dictionaries of names and texts.
    fn each_veiled(&mut self, visit: &mut dyn FnMut(&mut Dictionary)) {
        for table in NAMING {
            visit(&mut self.tables[table as usize].ids);
        }
        visit(&mut self.names);
        visit(&mut self.texts);
    }

    /// What was written with [`Collected::save`]. Codes that have no word are no harm: they are looked up where they are used.
    pub fn restore(from: &mut SnapshotReader<'_>) -> Self {
        let mut collected = Self { words: from.words(), ..Self::default() };
        for table in &mut collected.tables {
            table.ids = from.words();
            for _ in 0..table.ids.len() {
                if from.is_bad() {
                    return collected;
                }
                let (name, role) = (from.code(u32::MAX as usize), from.one_of(&Role::ALL));
                let known = from.byte();
                from.demand(known < 4);
                table.entries.push(Entry {
                    name,
                    role,
                    told: known & 1 != 0,
                    wanted: from.flag(),
                    changed: false,
                    inferred: known & 2 != 0,
                });
            }
        }
        collected.fields = from.list(1, &mut |from| from.text().to_string());
        from.demand(collected.fields.len() <= super::super::MOST_FIELDS);
        let last = CUSTOM as usize + 2 * collected.fields.len();
        (collected.names, collected.texts) = (from.words(), from.words());
        collected.ids = from.words();
        for _ in 0..collected.ids.len() {
            if from.is_bad() {
                break;
            }
            let facts = from.list(FACT, &mut |from| fact(from, last));
            let (mut at, mut key) = (0_i64, 0_i64);
            let records = from.list(RECORD, &mut |from| {
                let record = record(from, at, key);
                (at, key) = (record.at, record.key);
                record
            });
            from.demand(records.iter().all(|record| is_accepted(record.at)));
            from.demand(records.windows(2).all(|pair| by_key(&pair[0], &pair[1]).is_lt()));
            let words = collected.words.len();
            let measured = from.list(MEASURED, &mut |from| measured(from, words));
            from.demand(measured.windows(2).all(|pair| pair[0].place() < pair[1].place()));
            let tidy = records.len();
            let mut held = Held { facts, records, measured, tidy, ..Held::default() };
            held.sum_up();
            collected.tickets.push(held);
        }
        collected
    }
}

fn set_of(words: &Dictionary, codes: impl Iterator<Item = u32>) -> Bitset {
    let mut set = Bitset::none(words.len());
    codes.map(|code| code as usize).filter(|&code| code < words.len()).for_each(|code| set.insert(code));
    set
}

fn fact(from: &mut SnapshotReader<'_>, last: usize) -> Fact {
    const INSTANTS: [Slot; 4] = [CREATED, FIRST_RESPONSE, RESOLVED, CLOSED];
    let fact = Fact { slot: from.byte(), version: from.signed(), value: from.signed() };
    from.demand(usize::from(fact.slot) < last);
    from.demand(!INSTANTS.contains(&fact.slot) || fact.value == NONE || is_accepted(fact.value));
    fact
}

fn measured(from: &mut SnapshotReader<'_>, words: usize) -> Measured {
    let (name, how) = (from.code(words), from.byte());
    let (key, version, value) = (from.signed(), from.signed(), from.signed());
    from.demand(value == NONE || value.abs() < 1 << 52);
    Measured { name, how, key, version, value }
}

fn record(from: &mut SnapshotReader<'_>, at: i64, key: i64) -> Record {
    let key = key.wrapping_add(from.signed());
    let (part, rank) = (from.byte(), from.byte());
    let (what, role) = (from.one_of(&What::ALL), from.one_of(&Role::ALL));
    let at = at.wrapping_add(from.signed());
    let order = key.wrapping_add(from.signed());
    let mut any = || from.code(u32::MAX as usize);
    Record { key, part, rank, what, role, at, order, actor: any(), value: any(), before: any() }
}
