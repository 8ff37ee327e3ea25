//! Which row of a table each item belongs to.
//!
//! Where items are tickets that all go by one date, and groups are few, rows are kept as sets: the tickets of each group, and
//! the stretches of tickets of each bucket. Counting is then a matter of whole words. Other items have their row written next
//! to them.

use std::cell::OnceCell;
use std::ops::Range;

use super::cells::{Groups, NO_ROW};
use crate::store::Bitset;

/// Rows of items. Rows are groups of `buckets` each.
#[derive(Debug)]
pub(super) struct Places<'a> {
    rows: usize,
    tickets: Option<Tickets<'a>>,
    row_of: OnceCell<Vec<u32>>,
    totals: OnceCell<Vec<u32>>,
}

/// Groups of tickets, and the stretches of tickets of each bucket.
#[derive(Debug)]
struct Tickets<'a> {
    groups: &'a Groups,
    buckets: Vec<Vec<Range<usize>>>,
}

impl<'a> Places<'a> {
    /// Items with their rows; [`NO_ROW`] is none.
    pub fn of_items(row_of: Vec<u32>, rows: usize) -> Self {
        Self { rows, tickets: None, row_of: OnceCell::from(row_of), totals: OnceCell::new() }
    }

    /// Items that are tickets.
    pub fn of_tickets(groups: &'a Groups, buckets: Vec<Vec<Range<usize>>>) -> Self {
        Self {
            rows: groups.len() * buckets.len(),
            tickets: Some(Tickets { groups, buckets }),
            row_of: OnceCell::new(),
            totals: OnceCell::new(),
        }
    }

    fn sets(&self) -> Option<(&Tickets<'a>, &[Bitset])> {
        let tickets = self.tickets.as_ref()?;
        Some((tickets, tickets.groups.sets.as_deref()?))
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether rows are sets.
    pub fn has_sets(&self) -> bool {
        self.sets().is_some()
    }

    /// The row of each item.
    pub fn row_of(&self) -> &[u32] {
        match &self.tickets {
            Some(tickets) if tickets.buckets.len() == 1 => tickets.groups.of_ticket(),
            tickets => self.row_of.get_or_init(|| tickets.as_ref().map_or(Vec::new(), Tickets::row_of)),
        }
    }

    /// How many items each row has.
    pub fn totals(&self) -> &[u32] {
        self.totals.get_or_init(|| {
            let all = Bitset::all(
                self.tickets.as_ref().map_or_else(|| self.row_of().len(), |tickets| tickets.groups.tickets),
            );
            self.count(&all)
        })
    }

    /// How many items of `of` each row has.
    pub fn count(&self, of: &Bitset) -> Vec<u32> {
        let mut counts = vec![0; self.rows];
        match self.sets() {
            Some((tickets, sets)) => {
                tickets.each_stretch(sets, &mut |row, set, stretch| {
                    counts[row] += set.count_shared(of, stretch) as u32;
                });
            }
            None => {
                let row_of = self.row_of();
                for item in of.iter() {
                    if row_of[item] != NO_ROW {
                        counts[row_of[item] as usize] += 1;
                    }
                }
            }
        }
        counts
    }

    /// Words of the items in `of`, row by row, each with its row and first item; nothing where rows are no sets.
    pub fn each_word(&self, of: &Bitset, take: &mut dyn FnMut(usize, usize, u64)) {
        if let Some((tickets, sets)) = self.sets() {
            tickets.each_stretch(sets, &mut |row, set, stretch| {
                set.each_shared(of, stretch, &mut |first, word| take(row, first, word));
            });
        }
    }

    /// Row and item of the items in `of` that have a row. Sets come row by row; the items of a row always ascend.
    pub fn items(&self, of: &Bitset) -> Vec<(u32, u32)> {
        let mut items = Vec::with_capacity(of.count());
        match self.sets() {
            Some(_) => self.each_word(of, &mut |row, first, mut word| {
                while word != 0 {
                    items.push((row as u32, first as u32 + word.trailing_zeros()));
                    word &= word - 1;
                }
            }),
            None => {
                let row_of = self.row_of();
                let placed = of.iter().map(|item| (row_of[item], item as u32));
                items.extend(placed.filter(|&(row, _)| row != NO_ROW));
            }
        }
        items
    }
}

impl Tickets<'_> {
    /// Group by group and bucket by bucket: each row, the set of its group and the stretches of its bucket.
    fn each_stretch(&self, sets: &[Bitset], take: &mut dyn FnMut(usize, &Bitset, Range<usize>)) {
        for (group, set) in sets.iter().enumerate() {
            for (bucket, stretches) in self.buckets.iter().enumerate() {
                let row = group * self.buckets.len() + bucket;
                for stretch in stretches {
                    take(row, set, stretch.clone());
                }
            }
        }
    }

    /// The row of each ticket. A single bucket holds all that are selected, so there the row is the group.
    fn row_of(&self) -> Vec<u32> {
        let group_of = self.groups.of_ticket();
        let mut rows = vec![NO_ROW; group_of.len()];
        for (bucket, stretches) in self.buckets.iter().enumerate() {
            for stretch in stretches {
                for (row, &group) in rows[stretch.clone()].iter_mut().zip(&group_of[stretch.clone()]) {
                    if group != NO_ROW {
                        *row = group * self.buckets.len() as u32 + bucket as u32;
                    }
                }
            }
        }
        rows
    }
}
