//! Which row of a table each item belongs to.
//!
//! Where items are tickets that all go by one date, and groups are few, rows are kept as sets: the tickets of each group, and
//! the stretches of tickets of each bucket. Counting is then a matter of whole words. Other items have their row written next
//! to them.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::cells::NO_ROW;
use crate::store::Bitset;

/// Rows of items. Rows are groups of `buckets` each.
#[derive(Debug)]
pub(super) struct Places {
    rows: usize,
    sets: Option<Sets>,
    row_of: OnceCell<Vec<u32>>,
    totals: OnceCell<Vec<u32>>,
}

/// Tickets of groups, and where the buckets lie.
#[derive(Debug)]
struct Sets {
    groups: Rc<Vec<Bitset>>,
    /// The stretches of tickets of each bucket.
    buckets: Vec<Vec<Range<usize>>>,
    tickets: usize,
}

impl Places {
    /// Items with their rows; [`NO_ROW`] is none.
    pub fn of_items(row_of: Vec<u32>, rows: usize) -> Self {
        Self { rows, sets: None, row_of: OnceCell::from(row_of), totals: OnceCell::new() }
    }

    /// Items that are tickets.
    pub fn of_tickets(groups: &Rc<Vec<Bitset>>, buckets: Vec<Vec<Range<usize>>>, tickets: usize) -> Self {
        Self {
            rows: groups.len() * buckets.len(),
            sets: Some(Sets { groups: Rc::clone(groups), buckets, tickets }),
            row_of: OnceCell::new(),
            totals: OnceCell::new(),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether rows are sets.
    pub fn has_sets(&self) -> bool {
        self.sets.is_some()
    }

    /// The row of each item.
    pub fn row_of(&self) -> &[u32] {
        self.row_of.get_or_init(|| {
            let Some(sets) = &self.sets else { return Vec::new() };
            let mut row_of = vec![NO_ROW; sets.tickets];
            for (row, item) in self.items(&Bitset::all(sets.tickets)) {
                row_of[item as usize] = row;
            }
            row_of
        })
    }

    /// How many items each row has.
    pub fn totals(&self) -> &[u32] {
        self.totals.get_or_init(|| match &self.sets {
            Some(sets) => self.count(&Bitset::all(sets.tickets)),
            None => {
                let mut totals = vec![0; self.rows];
                for &row in self.row_of() {
                    if row != NO_ROW {
                        totals[row as usize] += 1;
                    }
                }
                totals
            }
        })
    }

    /// How many items of `of` each row has.
    pub fn count(&self, of: &Bitset) -> Vec<u32> {
        let mut counts = vec![0; self.rows];
        match &self.sets {
            Some(sets) => sets.each_word(of, &mut |row, _, word| counts[row] += word.count_ones()),
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

    /// Row and item of the items in `of` that have a row. Sets come row by row; the items of a row always ascend.
    pub fn items(&self, of: &Bitset) -> Vec<(u32, u32)> {
        let mut items = Vec::with_capacity(of.count());
        match &self.sets {
            Some(sets) => sets.each_word(of, &mut |row, first, mut word| {
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

impl Sets {
    /// Words of the tickets in `of`, group by group and bucket by bucket, with their row and first ticket.
    fn each_word(&self, of: &Bitset, take: &mut dyn FnMut(usize, usize, u64)) {
        for (group, set) in self.groups.iter().enumerate() {
            for (bucket, stretches) in self.buckets.iter().enumerate() {
                let row = group * self.buckets.len() + bucket;
                for stretch in stretches {
                    set.each_shared(of, stretch.clone(), &mut |first, word| take(row, first, word));
                }
            }
        }
    }
}
