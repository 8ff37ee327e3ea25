//! Reading a store, and refusing what no store can hold.

use super::super::distinct::{Distinct, Small};
use super::super::{
    Custom, CustomColumn, Events, Ids, Levels, Meanings, NO_CODE, NO_INSTANT, NOT_STATED, Rung, Seq, Store,
    Tickets,
};
use super::SnapshotReader;
use crate::error::DeskError;
use crate::ticket::{Dimension, Escalation, Kind, Reached, Sense, StatusClass, SurveyKind};
use crate::time::is_accepted;

impl Store {
    /// The store that was written with [`Store::save`].
    pub fn restore(from: &mut SnapshotReader<'_>) -> Result<Self, DeskError> {
        let mut store = Self::default();
        store.restore_words(from);
        from.so_far()?;
        store.restore_tickets(from);
        from.so_far()?;
        store.restore_events(from);
        from.so_far()?;
        store.meanings = meanings(from);
        from.so_far()?;
        store.refresh_meanings();
        store.load_start = store.events.len() as u32;
        Ok(store)
    }

    fn restore_words(&mut self, from: &mut SnapshotReader<'_>) {
        for words in self.words.iter_mut().chain([&mut self.people, &mut self.labels]) {
            *words = from.words();
        }
        self.tickets.tag_words = from.words();
        self.events.id_words = from.words();
        self.surveys = distinct(from, &mut |from| {
            let kind = from.one_of(&SurveyKind::ALL);
            let (score, scale) = (from.float(), from.float());
            from.demand(score.is_finite() && scale.is_finite());
            (kind, score.to_bits(), scale.to_bits())
        });
        let (groups, people) = (self.words[Dimension::Group.index()].len(), self.people.len());
        let labels = self.labels.len();
        self.escalations = distinct(from, &mut |from| {
            let sense = from.one_of(&Sense::ALL);
            let level = from.byte();
            let to = match from.byte() {
                1 => {
                    let level = from.code(usize::from(u8::MAX) + 1);
                    Reached::Level(u8::try_from(level).unwrap_or(0))
                }
                2 => Reached::Group(from.code(groups)),
                3 => Reached::Agent(from.code(people)),
                of => {
                    let code = from.number();
                    from.demand(of == 0 && code == 1);
                    Reached::Unknown
                }
            };
            Escalation { sense, from: level, to, reason: from.code(labels) }
        });
        self.fields = distinct(from, &mut |from| {
            let field = from.number();
            from.demand(field <= u32::MAX.into());
            (field as usize, from.code(labels))
        });
    }

    fn restore_tickets(&mut self, from: &mut SnapshotReader<'_>) {
        let mut ids = Ids::default();
        let rows = from.each_word(&mut |id| ids.intern(id));
        let mut tickets =
            Tickets { ids, tag_words: std::mem::take(&mut self.tickets.tag_words), ..Tickets::default() };
        tickets.created = sums(from, rows);
        from.demand(tickets.created.iter().all(|&at| is_accepted(at) || at == NO_INSTANT));
        for dimension in Dimension::ALL {
            let known = self.dictionary(dimension).len();
            tickets.words[dimension.index()] = from.codes(rows, known);
        }
        for dimension in Dimension::ALL {
            if from.flag() {
                let known = self.dictionary(dimension).len();
                tickets.began[dimension.index()] = from.codes(rows, known);
            }
        }
        tickets.level = from.raw(rows);
        let test = from.raw(rows);
        from.demand(test.iter().all(|&test| test < 2));
        tickets.test = test.into_iter().map(|test| test == 1).collect();
        for stated in &mut tickets.stated {
            if from.flag() {
                *stated = from.column(rows);
                for (at, created) in stated.iter_mut().zip(&tickets.created) {
                    *at = at.wrapping_add(*created);
                }
                from.demand(stated.iter().all(|&at| is_accepted(at) || at == NO_INSTANT || at == NOT_STATED));
            }
        }
        if from.flag() {
            tickets.csat = numbers(from, rows);
        }
        let tags = tickets.tag_words.len();
        if from.flag() {
            tickets.tags = vec![0; rows];
            tickets.tag_lists = vec![Vec::new()];
            for row in 0..rows {
                let list: Vec<u32> = (0..from.count()).map(|_| from.code(tags)).collect();
                if !list.is_empty() {
                    from.demand(!list.contains(&NO_CODE));
                    tickets.tags[row] = tickets.tag_lists.len() as u32;
                    tickets.tag_lists.push(list);
                }
            }
        }
        for _ in 0..from.count() {
            let custom = custom(from, rows);
            from.demand(tickets.custom_named(&custom.name).is_none());
            tickets.custom.push(custom);
        }
        self.tickets = tickets;
    }

    fn restore_events(&mut self, from: &mut SnapshotReader<'_>) {
        let rows = self.tickets.len();
        let counts = from.column(rows);
        let mut total = 0_u64;
        for count in counts {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            self.tickets.start.push(total as u32);
            self.tickets.count.push(count);
            total = total.saturating_add(count.into());
        }
        let all = usize::try_from(total).unwrap_or(usize::MAX);
        if all > u32::MAX as usize || !from.holds(all) {
            return from.refuse();
        }
        let mut events = Events { id_words: std::mem::take(&mut self.events.id_words), ..Events::default() };
        events.what = from.raw(all);
        events.at = from.column(all);
        let people = self.people.len();
        events.actor = from.codes(all, people);
        events.value = from.codes(all, u32::MAX as usize);
        events.seq = ranks(from, all);
        if from.flag() {
            let codes = sums(from, all);
            let known = 0..=events.id_words.len() as i64;
            from.demand(codes.iter().all(|code| known.contains(code)));
            events.ids = codes.into_iter().map(|code| (code as u32).wrapping_sub(1)).collect();
        }
        if from.is_bad() {
            return;
        }
        let known = self.known_values();
        for (&what, &value) in events.what.iter().zip(&events.value) {
            let known = Kind::from_code(Events::kind_of(what)).map(|kind| known[kind as usize]);
            from.demand(known.is_some_and(|known| value == NO_CODE || (value as usize) < known));
        }
        for row in 0..rows {
            let mut at = self.tickets.created[row];
            for (number, place) in self.tickets.events(row).enumerate() {
                // Events of a ticket stand in order of time.
                from.demand(number == 0 || events.at[place] >= 0);
                at = at.wrapping_add(events.at[place]);
                from.demand(is_accepted(at));
                events.at[place] = at;
            }
        }
        let mut holder = vec![u32::MAX; if events.has_ids() { events.id_words.len() } else { 0 }];
        for row in 0..rows {
            for at in self.tickets.events(row) {
                // A ticket has an event once.
                if let Some(holder) = holder.get_mut(events.id(at) as usize) {
                    from.demand(std::mem::replace(holder, row as u32) != row as u32);
                }
            }
            let in_order =
                self.tickets.events(row).zip(self.tickets.events(row).skip(1)).all(|(at, next)| {
                    events.at[at] < events.at[next] || events.seq.get(at) <= events.seq.get(next)
                });
            from.demand(in_order);
        }
        self.events = events;
    }

    /// How many different values the events of each kind can have.
    fn known_values(&self) -> [usize; Kind::ALL.len()] {
        Kind::ALL.map(|kind| match kind {
            Kind::AssignedAgent => self.people.len(),
            Kind::AssignedGroup => self.dictionary(Dimension::Group).len(),
            Kind::Status => self.dictionary(Dimension::Status).len(),
            Kind::Priority => self.dictionary(Dimension::Priority).len(),
            Kind::Tagged => self.tickets.tag_words.len(),
            Kind::Merged | Kind::Policy | Kind::Acknowledged => self.labels.len(),
            Kind::Survey => self.surveys.iter().count(),
            Kind::Escalated => self.escalations.iter().count(),
            Kind::Field | Kind::Snoozed => self.fields.iter().count(),
            // Seconds, and what has no value.
            _ => u32::MAX as usize,
        })
    }
}

/// So many ranks, each written as the difference to the one before.
fn ranks(from: &mut SnapshotReader<'_>, count: usize) -> Seq {
    let column = from.packed(count);
    let ranks = || {
        let mut before = 0_i64;
        (0..count).map(move |at| {
            before = before.wrapping_add(column.get(at));
            before
        })
    };
    let mut narrow = Vec::with_capacity(count);
    for rank in ranks() {
        let Ok(rank) = u32::try_from(rank) else { return Seq::Wide(ranks().collect()) };
        narrow.push(rank);
    }
    Seq::Narrow(narrow)
}

/// So many numbers, each written as the difference to the one before.
fn sums(from: &mut SnapshotReader<'_>, count: usize) -> Vec<i64> {
    let mut numbers = from.column(count);
    let mut before = 0_i64;
    for number in &mut numbers {
        before = before.wrapping_add(*number);
        *number = before;
    }
    numbers
}

/// `count` numbers, not a number where there is none.
fn numbers(from: &mut SnapshotReader<'_>, count: usize) -> Vec<f64> {
    let numbers: Vec<f64> = (0..count).map(|_| from.float()).collect();
    from.demand(numbers.iter().all(|number| !number.is_infinite()));
    numbers
}

fn distinct<T: Small>(
    from: &mut SnapshotReader<'_>,
    next: &mut dyn FnMut(&mut SnapshotReader<'_>) -> T,
) -> Distinct<T> {
    let mut values = Distinct::default();
    for code in 0..from.count() {
        let value = next(from);
        from.demand(values.intern(value) as usize == code);
    }
    values
}

fn custom(from: &mut SnapshotReader<'_>, rows: usize) -> Custom {
    let name = from.text().to_string();
    let column = match from.byte() {
        0 => {
            let words = from.words();
            let known = words.len();
            CustomColumn::Text { words, codes: from.codes(rows, known) }
        }
        kind => {
            from.demand(kind == 1);
            CustomColumn::Number(numbers(from, rows))
        }
    };
    Custom { name, column }
}

fn meanings(from: &mut SnapshotReader<'_>) -> Meanings {
    let mut meanings = Meanings::default();
    let rule = |from: &mut SnapshotReader<'_>| (from.text().to_string(), from.one_of(&StatusClass::ALL));
    let rules: Vec<_> = (0..from.count()).map(|_| rule(from)).collect();
    meanings.set_statuses(rules);
    let default = from.byte();
    from.demand(usize::from(default) <= StatusClass::ALL.len());
    meanings.status_default =
        default.checked_sub(1).and_then(|class| StatusClass::ALL.get(usize::from(class))).copied();
    meanings.set_priorities(texts(from));
    let mut levels = Levels::default();
    for _ in 0..from.count() {
        let (level, name) = (from.byte(), from.text().to_string());
        levels.ladder.push(Rung {
            level,
            name,
            groups: texts(from),
            agents: texts(from),
            roles: texts(from),
        });
    }
    levels.groups = levels_by_name(from);
    levels.suffixes = levels_by_name(from);
    levels.default = from.byte();
    from.demand(levels.check().is_ok());
    meanings.ladders_mut().map(&levels);
    meanings
}

fn texts(from: &mut SnapshotReader<'_>) -> Vec<String> {
    (0..from.count()).map(|_| from.text().to_string()).collect()
}

fn levels_by_name(from: &mut SnapshotReader<'_>) -> Vec<(String, u8)> {
    (0..from.count()).map(|_| (from.text().to_string(), from.byte())).collect()
}
