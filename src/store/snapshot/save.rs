//! Writing a store.

use super::super::{
    Bitset, Custom, CustomColumn, Dictionary, Events, Levels, Meanings, NO_CODE, Store, Tickets,
};
use super::SnapshotWriter;
use crate::ticket::{Dimension, Escalation, Kind, Reached};

impl Store {
    /// Writes all tickets and events, their words, and what mappings and settings said of the words.
    pub fn save(&self, to: &mut SnapshotWriter) {
        self.tables.note_names(to);
        self.save_words(to);
        save_tickets(&self.tickets, to);
        self.save_events(to);
        save_meanings(&self.meanings, &self.words[Dimension::Group.index()], to);
        self.tables.save(to);
    }

    fn save_words(&self, to: &mut SnapshotWriter) {
        for (number, words) in self.words.iter().enumerate() {
            match number == Dimension::Customer.index() {
                true => to.names(words),
                false => to.words(words),
            }
        }
        to.names(&self.people);
        let stays = self.labels_that_stay(to);
        to.veiled(&self.labels, &|code| stays.contains(code as usize));
        to.words(&self.tickets.tag_words);
        to.words(&self.events.id_words);
        to.number(self.surveys.iter().count() as u64);
        for &(kind, score, scale) in self.surveys.iter() {
            to.byte(kind as u8);
            to.float(f64::from_bits(score));
            to.float(f64::from_bits(scale));
        }
        to.number(self.escalations.iter().count() as u64);
        for &Escalation { sense, from, to: reached, reason } in self.escalations.iter() {
            to.byte(sense as u8);
            to.byte(from);
            let (of, code) = match reached {
                Reached::Unknown => (0, 0),
                Reached::Level(level) => (1, level.into()),
                Reached::Group(group) => (2, group),
                Reached::Agent(agent) => (3, agent),
            };
            to.byte(of);
            to.code(code);
            to.code(reason);
        }
        to.number(self.fields.iter().count() as u64);
        for &(field, label) in self.fields.iter() {
            to.number(field as u64);
            to.code(label);
        }
    }

    /// Labels that are no free text: ids, policies, and values of fields that are kept.
    fn labels_that_stay(&self, to: &SnapshotWriter) -> Bitset {
        let mut stay = Bitset::none(self.labels.len());
        let mut keep = |code: u32| {
            if (code as usize) < self.labels.len() {
                stay.insert(code as usize);
            }
        };
        for (&what, &value) in self.events.what.iter().zip(&self.events.value) {
            match Kind::from_code(Events::kind_of(what)) {
                Some(Kind::Merged | Kind::Policy | Kind::Acknowledged) => keep(value),
                Some(Kind::Snoozed) => keep(self.fields.get(value).map_or(NO_CODE, |&(_, label)| label)),
                _ => {}
            }
        }
        for &(field, label) in self.fields.iter() {
            if self.tickets.custom.get(field).is_some_and(|custom| to.keeps(&custom.name)) {
                keep(label);
            }
        }
        stay
    }

    fn save_events(&self, to: &mut SnapshotWriter) {
        let (tickets, events) = (&self.tickets, &self.events);
        let counts: Vec<i64> = tickets.count.iter().map(|&count| count.into()).collect();
        to.column(&counts);
        let positions: Vec<usize> = (0..tickets.len()).flat_map(|row| tickets.events(row)).collect();
        // First the bytes that every event has: they show that there can be so many.
        positions.iter().for_each(|&at| to.byte(events.what[at]));
        let mut since = Vec::with_capacity(positions.len());
        for row in 0..tickets.len() {
            let mut before = tickets.created[row];
            for at in tickets.events(row) {
                since.push(events.at[at].wrapping_sub(before));
                before = events.at[at];
            }
        }
        to.column(&since);
        let codes = |column: &[u32]| positions.iter().map(|&at| column[at]).collect::<Vec<u32>>();
        to.codes(&codes(&events.actor));
        to.codes(&codes(&events.value));
        differences(positions.iter().map(|&at| events.seq.get(at)), to);
        if to.flag(events.has_ids()) {
            differences(positions.iter().map(|&at| events.id(at).wrapping_add(1).into()), to);
        }
    }
}

/// Writes numbers of which one is often near the one before.
fn differences(numbers: impl Iterator<Item = i64>, to: &mut SnapshotWriter) {
    let mut before = 0_i64;
    let steps: Vec<i64> =
        numbers.map(|number| number.wrapping_sub(std::mem::replace(&mut before, number))).collect();
    to.column(&steps);
}

fn save_tickets(tickets: &Tickets, to: &mut SnapshotWriter) {
    to.words(tickets.ids.words());
    differences(tickets.created.iter().copied(), to);
    for column in &tickets.words {
        to.codes(column);
    }
    for column in &tickets.began {
        if to.flag(!column.is_empty()) {
            to.codes(column);
        }
    }
    tickets.level.iter().for_each(|&level| to.byte(level));
    tickets.test.iter().for_each(|&test| to.byte(test.into()));
    for column in &tickets.stated {
        if to.flag(!column.is_empty()) {
            let since = column.iter().zip(&tickets.created).map(|(at, created)| at.wrapping_sub(*created));
            to.column(&since.collect::<Vec<i64>>());
        }
    }
    if to.flag(!tickets.csat.is_empty()) {
        floats(&tickets.csat, to);
    }
    if to.flag(!tickets.tags.is_empty()) {
        for row in 0..tickets.len() {
            let tags = tickets.tags(row);
            to.number(tags.len() as u64);
            tags.iter().for_each(|&tag| to.code(tag));
        }
    }
    to.number(tickets.custom.len() as u64);
    for Custom { name, column } in &tickets.custom {
        to.text(name);
        match column {
            CustomColumn::Text { words, codes } => {
                to.byte(0);
                match to.keeps(name) {
                    true => to.words(words),
                    false => to.veiled(words, &|_| false),
                }
                to.codes(codes);
            }
            CustomColumn::Number(values) => {
                to.byte(1);
                floats(values, to);
            }
        }
    }
}

fn floats(numbers: &[f64], to: &mut SnapshotWriter) {
    numbers.iter().for_each(|&number| to.float(number));
}

fn save_meanings(meanings: &Meanings, group_words: &Dictionary, to: &mut SnapshotWriter) {
    for rules in [&meanings.status_rules, &meanings.explained] {
        to.number(rules.len() as u64);
        for (word, class) in rules {
            to.text(word);
            to.byte(*class as u8);
        }
    }
    to.byte(meanings.status_default.map_or(0, |class| class as u8 + 1));
    texts(&meanings.priority_order, to);
    let Levels { ladder, groups, suffixes, default } = meanings.ladders().mapped();
    to.number(ladder.len() as u64);
    for rung in ladder {
        to.byte(rung.level);
        to.text(&rung.name);
        texts(&rung.groups, to);
        texts(&agents(&rung.agents, group_words, to), to);
        texts(&rung.roles, to);
    }
    for levels in [groups, suffixes] {
        to.number(levels.len() as u64);
        for (word, level) in levels {
            to.text(word);
            to.byte(*level);
        }
    }
    to.byte(*default);
}

/// Agents as they are written. Who was taken for a group, because nobody knew yet who that is, is there as such too.
fn agents(names: &[String], groups: &Dictionary, to: &SnapshotWriter) -> Vec<String> {
    let mut written = Vec::with_capacity(names.len());
    for name in names {
        let mark = to.written(name);
        if groups.find(name).is_none() {
            written.push(mark);
            continue;
        }
        for name in [mark, name.clone()] {
            if !written.contains(&name) {
                written.push(name);
            }
        }
    }
    written
}

fn texts(words: &[String], to: &mut SnapshotWriter) {
    to.number(words.len() as u64);
    words.iter().for_each(|word| to.text(word));
}
