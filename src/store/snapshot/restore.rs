//! Reading a store, and refusing what no store can hold.

use super::super::distinct::{Distinct, Small};
use super::super::tables::Tables;
use super::super::{
    Custom, CustomColumn, Dictionary, Events, Ids, Levels, MOST_CUSTOM, Meanings, NO_CODE, NO_INSTANT,
    NOT_STATED, Rung, Seq, Store, Tickets,
};
use super::SnapshotReader;
use super::reader::Packed;
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
        store.tables = Tables::restore(from);
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
        let Some(ids) = Ids::of(from.word_list()) else { return from.refuse() };
        let rows = ids.len();
        let mut tickets =
            Tickets { ids, tag_words: std::mem::take(&mut self.tickets.tag_words), ..Tickets::default() };
        tickets.created = sums(from.packed(rows));
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
                let list = from.list(1, &mut |from| from.code(tags));
                if !list.is_empty() {
                    from.demand(!list.contains(&NO_CODE));
                    tickets.tags[row] = tickets.tag_lists.len() as u32;
                    tickets.tag_lists.push(list);
                }
            }
        }
        let customs = from.count();
        // The numbers of a column may take no bytes.
        from.demand(customs <= MOST_CUSTOM);
        for _ in 0..customs {
            let custom = custom(from, rows);
            from.demand(tickets.custom_named(&custom.name).is_none());
            if from.is_bad() {
                return;
            }
            tickets.custom.push(custom);
        }
        self.tickets = tickets;
    }

    fn restore_events(&mut self, from: &mut SnapshotReader<'_>) {
        let rows = self.tickets.len();
        let mut total = 0_u64;
        let counts = from.packed(rows);
        self.tickets.count = counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        self.tickets.start = counts.map(|count| {
            let start = total;
            total = total.saturating_add(count as u64);
            start as u32
        });
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
            let codes = sums(from.packed(all));
            let known = 0..=events.id_words.len() as i64;
            from.demand(codes.iter().all(|code| known.contains(code)));
            events.ids = codes.into_iter().map(|code| (code as u32).wrapping_sub(1)).collect();
        }
        if from.is_bad() {
            return;
        }
        from.demand(self.have_values(&events));
        from.demand(self.date(&mut events.at));
        from.demand(self.have_ranks(&events));
        from.demand(self.have_ids_once(&events));
        self.events = events;
    }

    /// Whether each event is of a kind, and has a value that its kind can have.
    fn have_values(&self, events: &Events) -> bool {
        let known = self.known_values();
        let most: [i64; 256] = std::array::from_fn(|what| {
            let kind = Kind::from_code(Events::kind_of(what as u8));
            kind.map_or(-1, |kind| known[kind as usize] as i64)
        });
        let kinds = events.what.chunks(MANY);
        kinds.zip(events.value.chunks(MANY)).all(|(kinds, values)| values_are_known(kinds, values, &most))
    }

    /// Makes instants of what passed since the event before, or since the ticket was created. Whether they are in order.
    fn date(&self, times: &mut [i64]) -> bool {
        let (created, rows) = (&self.tickets.created, 0..self.tickets.len());
        rows.zip(created).all(|(row, &created)| date(created, &mut times[self.tickets.events(row)]))
    }

    /// Whether events at one time are in the order of their ranks.
    fn have_ranks(&self, events: &Events) -> bool {
        (0..self.tickets.len()).all(|row| {
            let places = self.tickets.events(row);
            are_ranked(&events.at[places.clone()], places.start, &events.seq)
        })
    }

    /// Whether no ticket has an event twice.
    fn have_ids_once(&self, events: &Events) -> bool {
        let mut holder = vec![u32::MAX; if events.has_ids() { events.id_words.len() } else { 0 }];
        !events.has_ids()
            || (0..self.tickets.len()).all(|row| {
                self.tickets.events(row).all(|at| match holder.get_mut(events.id(at) as usize) {
                    Some(holder) => std::mem::replace(holder, row as u32) != row as u32,
                    None => true,
                })
            })
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

/// So many events are looked at in one call.
const MANY: usize = 4_096;

/// Whether each value is below what its kind can have; no value counts as 0, as it is written.
#[inline(never)]
fn values_are_known(kinds: &[u8], values: &[u32], most: &[i64; 256]) -> bool {
    kinds
        .iter()
        .zip(values)
        .all(|(&kind, &value)| i64::from(value.wrapping_add(1)) <= most[usize::from(kind)])
}

/// Makes instants of the times between the events of a ticket. Whether these are in order.
#[inline(never)]
fn date(created: i64, times: &mut [i64]) -> bool {
    let mut now = created;
    let mut are_in_order = true;
    for (number, at) in times.iter_mut().enumerate() {
        are_in_order &= number == 0 || *at >= 0;
        now = now.wrapping_add(*at);
        are_in_order &= is_accepted(now);
        *at = now;
    }
    are_in_order
}

/// Whether events at one time are in the order of their ranks, which begin at `first`.
#[inline(never)]
fn are_ranked(times: &[i64], first: usize, ranks: &Seq) -> bool {
    let mut pairs = times.windows(2).zip(first..);
    pairs.all(|(pair, at)| pair[0] < pair[1] || ranks.get(at) <= ranks.get(at + 1))
}

/// So many ranks, each written as the difference to the one before.
fn ranks(from: &mut SnapshotReader<'_>, count: usize) -> Seq {
    let column = from.packed(count);
    let (mut before, mut is_wide) = (0_i64, false);
    let narrow = column.map(|step| {
        before = before.wrapping_add(step);
        is_wide |= u32::try_from(before).is_err();
        before as u32
    });
    if is_wide { Seq::Wide(sums(column)) } else { Seq::Narrow(narrow) }
}

/// The numbers of a column of which each is written as the difference to the one before.
fn sums(column: Packed<'_>) -> Vec<i64> {
    let mut before = 0_i64;
    column.map(|step| {
        before = before.wrapping_add(step);
        before
    })
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
        if from.is_bad() {
            break;
        }
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
    let rules = |from: &mut SnapshotReader<'_>| from.list(2, &mut |from| rule(from));
    (meanings.status_rules, meanings.explained) = (rules(from), rules(from));
    let mut known = Dictionary::default();
    let mut said = meanings.status_rules.iter().enumerate();
    from.demand(said.all(|(at, (word, _))| word != "*" && known.intern(word) as usize == at));
    from.demand(meanings.explained.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let default = from.byte();
    from.demand(usize::from(default) <= StatusClass::ALL.len());
    meanings.status_default =
        default.checked_sub(1).and_then(|class| StatusClass::ALL.get(usize::from(class))).copied();
    meanings.set_priorities(texts(from));
    let mut rung = |from: &mut SnapshotReader<'_>| {
        let (level, name) = (from.byte(), from.text().to_string());
        Rung { level, name, groups: texts(from), agents: texts(from), roles: texts(from) }
    };
    let ladder = from.list(5, &mut rung);
    let (groups, suffixes) = (levels_by_name(from), levels_by_name(from));
    let levels = Levels { ladder, groups, suffixes, default: from.byte() };
    from.demand(levels.check().is_ok());
    meanings.ladders_mut().map(&levels);
    meanings
}

fn texts(from: &mut SnapshotReader<'_>) -> Vec<String> {
    from.list(1, &mut |from| from.text().to_string())
}

fn levels_by_name(from: &mut SnapshotReader<'_>) -> Vec<(String, u8)> {
    from.list(2, &mut |from| (from.text().to_string(), from.byte()))
}
