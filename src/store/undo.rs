//! Taking back what a load did to the tickets.
//!
//! New tickets are cut off again. Of a ticket that was there before, everything a reader may overwrite is kept when the load
//! first comes upon it.

use super::{Bitset, CustomColumn, Tickets};
use crate::ticket::Dimension;

/// How the tickets were when the load under way began.
#[derive(Debug, Default)]
pub(super) struct Undo {
    tickets: usize,
    custom: usize,
    had_stated: [bool; 3],
    had_csat: bool,
    had_tags: bool,
    kept: Vec<Kept>,
    seen: Bitset,
}

/// A ticket as it was.
#[derive(Debug)]
struct Kept {
    row: u32,
    created: i64,
    words: [u32; Dimension::COUNT],
    began: [Option<u32>; Dimension::COUNT],
    level: u8,
    test: bool,
    stated: [Option<i64>; 3],
    csat: Option<f64>,
    tags: Vec<u32>,
    custom: Vec<Value>,
}

#[derive(Debug)]
enum Value {
    Code(u32),
    Number(f64),
}

impl Undo {
    /// From here on, `tickets` can be brought back.
    pub fn begin(&mut self, tickets: &Tickets) {
        *self = Self {
            tickets: tickets.len(),
            seen: Bitset::none(tickets.len()),
            custom: tickets.custom.len(),
            had_stated: [0, 1, 2].map(|fact| !tickets.stated[fact].is_empty()),
            had_csat: !tickets.csat.is_empty(),
            had_tags: !tickets.tags.is_empty(),
            ..Self::default()
        };
    }

    /// Keeps a ticket as it is, before it is overwritten.
    pub fn keep(&mut self, tickets: &Tickets, row: u32) {
        let at = row as usize;
        if at >= self.tickets || self.seen.contains(at) {
            return;
        }
        self.seen.insert(at);
        self.kept.push(Kept {
            row,
            created: tickets.created[at],
            words: std::array::from_fn(|dimension| tickets.words[dimension][at]),
            began: std::array::from_fn(|dimension| tickets.began[dimension].get(at).copied()),
            level: tickets.level[at],
            test: tickets.test[at],
            stated: [0, 1, 2].map(|fact| tickets.stated[fact].get(at).copied()),
            csat: tickets.csat.get(at).copied(),
            tags: tickets.tags(at).to_vec(),
            custom: tickets.custom.iter().map(|custom| value(&custom.column, at)).collect(),
        });
    }

    /// Forgets how it was; the load is there to stay.
    pub fn end(&mut self) {
        *self = Self::default();
    }

    /// Brings the tickets back to how they were.
    pub fn restore(&mut self, tickets: &mut Tickets) {
        tickets.truncate(self.tickets, self.custom);
        for fact in 0..3 {
            if !self.had_stated[fact] {
                tickets.stated[fact].clear();
            }
        }
        if !self.had_csat {
            tickets.csat.clear();
        }
        if !self.had_tags {
            tickets.tags.clear();
            tickets.tag_lists.clear();
        }
        for kept in self.kept.drain(..) {
            let at = kept.row as usize;
            tickets.created[at] = kept.created;
            for (column, word) in tickets.words.iter_mut().zip(kept.words) {
                column[at] = word;
            }
            for (column, word) in tickets.began.iter_mut().zip(kept.began) {
                restore_in(column, at, word);
            }
            tickets.level[at] = kept.level;
            tickets.test[at] = kept.test;
            for (column, stated) in tickets.stated.iter_mut().zip(kept.stated) {
                restore_in(column, at, stated);
            }
            restore_in(&mut tickets.csat, at, kept.csat);
            if let Some(list) =
                tickets.tags.get(at).and_then(|&list| tickets.tag_lists.get_mut(list as usize))
                && !kept.tags.is_empty()
            {
                *list = kept.tags;
            } else if let Some(list) = tickets.tags.get_mut(at) {
                *list = 0;
            }
            for (custom, value) in tickets.custom.iter_mut().zip(kept.custom) {
                match (&mut custom.column, value) {
                    (CustomColumn::Text { codes, .. }, Value::Code(code)) => {
                        restore_in(codes, at, Some(code))
                    }
                    (CustomColumn::Number(numbers), Value::Number(number)) => {
                        restore_in(numbers, at, Some(number));
                    }
                    _ => {}
                }
            }
        }
        self.end();
    }
}

fn value(column: &CustomColumn, at: usize) -> Value {
    match column {
        CustomColumn::Text { codes, .. } => Value::Code(codes[at]),
        CustomColumn::Number(numbers) => Value::Number(numbers[at]),
    }
}

/// Columns that only some desks have are empty again by now, where they were.
fn restore_in<T>(column: &mut [T], at: usize, value: Option<T>) {
    if let (Some(cell), Some(value)) = (column.get_mut(at), value) {
        *cell = value;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, NO_INSTANT, Stated, Store};
    use crate::ticket::{Dimension, Kind};

    /// Everything about the tickets, as text.
    fn shown(store: &Store) -> String {
        let tickets = store.tickets();
        let rows: Vec<String> = (0..tickets.len())
            .map(|row| {
                let words: Vec<_> = Dimension::ALL.iter().map(|&of| store.word(row as u32, of)).collect();
                let stated = [Stated::FirstResponse, Stated::Resolved, Stated::Closed];
                let stated = stated.map(|fact| (tickets.states(fact), tickets.stated(fact, row)));
                format!(
                    "{:?} {} {words:?} {stated:?} {:?} {:?} {:?} {} {}",
                    tickets.ids().get(row as u32),
                    tickets.created()[row],
                    tickets.csat(row),
                    tickets.tags(row),
                    tickets.events(row),
                    tickets.level()[row],
                    tickets.test()[row],
                )
            })
            .collect();
        format!("{rows:#?} {:?}", tickets.custom().iter().map(|custom| &custom.name).collect::<Vec<_>>())
    }

    fn fill(store: &mut Store, id: &str, word: &str, tag: &str) {
        let row = store.upsert(id, 1_000).unwrap();
        let code = store.words(Dimension::Channel).intern(word);
        store.set_word(row, Dimension::Channel, code);
        let tag = store.tag_words().intern(tag);
        store.add_tag(row, tag);
        store.push_event(row, Event::new(2_000, Kind::Reply));
    }

    #[test]
    fn an_abandoned_load_leaves_no_trace_in_the_tickets() {
        let mut store = Store::new();
        store.begin_load();
        fill(&mut store, "A", "email", "vip");
        let row = store.upsert("B", 3_000).unwrap();
        let cost = store.custom("cost", true).unwrap();
        store.set_custom_number(row, cost, 7.5);
        store.seal();
        let before = shown(&store);

        store.begin_load();
        fill(&mut store, "A", "chat", "new");
        fill(&mut store, "B", "chat", "new");
        fill(&mut store, "C", "phone", "new");
        store.set_level(row, 3);
        store.set_test(row, true);
        store.set_stated(row, Stated::Resolved, NO_INSTANT);
        store.set_csat(row, 4.0);
        store.set_custom_number(row, cost, 1.0);
        store.custom("other", false).unwrap();
        store.abandon();
        assert_eq!(shown(&store), before);

        store.begin_load();
        fill(&mut store, "C", "phone", "new");
        assert_eq!(store.seal().events, 1);
        assert_eq!(store.word(2, Dimension::Channel), Some("phone"));
    }
}
