//! The rows of a table, and which row an item belongs to.

use std::cell::OnceCell;
use std::rc::Rc;

use super::anchor::Anchor;
use super::dimension::Key;
use super::grouping::Grouping;
use super::keyer::Keyer;
use super::memo::Memo;
use super::question::Question;
use super::table::{BucketHeader, GroupHeader, Table};
use super::valued::Valued;
use crate::error::DeskError;
use crate::kpi::Facts;
use crate::store::{Bitset, Dictionary, NO_INSTANT, Store};
use crate::time::{Bucket, Buckets, Zone};

/// No row: the item is not part of the question.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A table may have this many rows; beyond that the question is refused rather than the page's memory filled.
const MOST_ROWS: usize = 4_000_000;

/// Up to so many groups are kept as sets; among more, a word of tickets holds too few of each.
const FEW_GROUPS: usize = 16;

/// The groups a question asks for.
#[derive(Debug)]
pub(super) struct Groups {
    keys: Vec<(String, Rc<Grouping>)>,
    /// The labels of each key by their codes, where others than tickets have groups; what has none comes after them.
    labels: Vec<Dictionary>,
    /// Codes of each group, one per key.
    combos: Vec<[u32; 2]>,
    /// The tickets of each group, where there are few combinations.
    pub sets: Option<Vec<Bitset>>,
    of_ticket: OnceCell<Vec<u32>>,
    /// The tickets that meet the conditions.
    pub selected: Rc<Bitset>,
    /// How many tickets there are.
    pub tickets: usize,
}

impl Groups {
    pub fn new(
        store: &Store,
        facts: &Facts,
        memo: &mut Memo,
        by: &[String],
        selected: Rc<Bitset>,
        others: &[[Option<String>; 2]],
    ) -> Result<Self, DeskError> {
        if by.len() > 2 {
            return Err(
                DeskError::new("too-many-groupings", "a question groups by two dimensions at most").at("by")
            );
        }
        let (mut keys, mut words) = (Vec::new(), Vec::new());
        for (at, name) in by.iter().enumerate() {
            let within = |error: DeskError| error.within(&format!("by[{at}]"));
            let key = Key::from_name(store, name).map_err(within)?;
            let grouping = memo.grouping(store, facts, key).map_err(within)?;
            if others.is_empty() {
                keys.push((name.clone(), grouping));
                continue;
            }
            let grouping = Rc::new(grouping.with(others.iter().map(|labels| &labels[at])));
            words.push(grouping.words());
            keys.push((name.clone(), grouping));
        }
        let mut groups = Self {
            keys,
            labels: words,
            combos: Vec::new(),
            sets: None,
            of_ticket: OnceCell::new(),
            selected,
            tickets: store.tickets().len(),
        };
        groups.place()?;
        for labels in others {
            groups.admit(labels);
        }
        Ok(groups)
    }

    /// The codes of labels, one per key.
    fn codes(&self, labels: &[Option<String>; 2]) -> Option<[u32; 2]> {
        let mut codes = [0, 0];
        for ((code, label), words) in codes.iter_mut().zip(labels).zip(&self.labels) {
            *code = match label {
                Some(word) => words.find(word)?,
                None => words.len() as u32,
            };
        }
        Some(codes)
    }

    /// Makes room for a group that no ticket is in.
    fn admit(&mut self, labels: &[Option<String>; 2]) {
        let Some(codes) = self.codes(labels) else { return };
        if let Err(at) = self.combos.binary_search(&codes) {
            self.combos.insert(at, codes);
            if let Some(sets) = &mut self.sets {
                sets.insert(at, Bitset::none(self.tickets));
            }
        }
    }

    /// The group of labels.
    pub fn labelled(&self, labels: &[Option<String>; 2]) -> Option<u32> {
        self.combos.binary_search(&self.codes(labels)?).ok().map(|at| at as u32)
    }

    fn place(&mut self) -> Result<(), DeskError> {
        let size = self.width(0).saturating_mul(self.width(1));
        if size <= FEW_GROUPS {
            self.intersect();
            return Ok(());
        }
        if self.keys.len() > 1 && size > 4 * MOST_ROWS {
            return Err(too_many_rows(size).at("by"));
        }
        let mut occurs = vec![false; size];
        {
            let combo = self.combo();
            self.selected.iter().for_each(|row| occurs[combo(row)] = true);
        }
        let two = self.width(1);
        let occurring = occurs.iter().enumerate().filter(|(_, occurs)| **occurs);
        self.combos = occurring.map(|(combo, _)| [(combo / two) as u32, (combo % two) as u32]).collect();
        Ok(())
    }

    /// How many labels a key has.
    fn width(&self, at: usize) -> usize {
        self.keys.get(at).map_or(1, |(_, grouping)| grouping.labels.len())
    }

    /// The combination of a ticket, as one number.
    fn combo(&self) -> impl Fn(usize) -> usize {
        let codes = |at: usize| self.keys.get(at).map(|(_, grouping)| grouping.codes.as_slice());
        let (first, second, width) = (codes(0), codes(1), self.width(1));
        move |row| {
            let code = |codes: Option<&[u32]>| codes.map_or(0, |codes| codes[row] as usize);
            code(first) * width + code(second)
        }
    }

    /// Makes the set of each combination that occurs, in label order.
    fn intersect(&mut self) {
        let mut sets = vec![([0, 0], Bitset::clone(&self.selected))];
        for (at, (_, grouping)) in self.keys.iter().enumerate() {
            let mut narrower = Vec::new();
            for (combo, set) in &sets {
                for (label, of_label) in grouping.sets().unwrap_or_default().iter().enumerate() {
                    let mut set = set.clone();
                    set.intersect(of_label);
                    if !set.is_empty() {
                        let mut combo: [u32; 2] = *combo;
                        combo[at] = label as u32;
                        narrower.push((combo, set));
                    }
                }
            }
            sets = narrower;
        }
        self.combos = sets.iter().map(|(combo, _)| *combo).collect();
        self.sets = Some(sets.into_iter().map(|(_, set)| set).collect());
    }

    /// Group of each ticket; [`NO_ROW`] for tickets that are not selected.
    pub fn of_ticket(&self) -> &[u32] {
        self.of_ticket.get_or_init(|| {
            let mut number = vec![NO_ROW; self.width(0) * self.width(1)];
            for (group, &[one, two]) in self.combos.iter().enumerate() {
                number[one as usize * self.width(1) + two as usize] = group as u32;
            }
            let mut of_ticket = vec![NO_ROW; self.tickets];
            let combo = self.combo();
            self.selected.iter().for_each(|row| of_ticket[row] = number[combo(row)]);
            of_ticket
        })
    }

    pub fn len(&self) -> usize {
        self.combos.len()
    }

    /// The words of a group, key by key.
    pub fn words(&self, group: usize) -> Vec<(&str, Option<&str>)> {
        let codes = self.combos.get(group).copied().unwrap_or_default();
        let mut words = Vec::new();
        for ((name, grouping), code) in self.keys.iter().zip(codes) {
            words.push((name.as_str(), grouping.labels.get(code as usize).and_then(Option::as_deref)));
        }
        words
    }

    pub fn headers(&self, table: &mut Table, buckets: usize) {
        for (at, (name, grouping)) in self.keys.iter().enumerate() {
            let offset = table.values.len();
            for combo in &self.combos {
                table.values.extend(std::iter::repeat_n(f64::from(combo[at]), buckets));
            }
            table.header.by.push(GroupHeader {
                dimension: name.clone(),
                labels: grouping.labels.clone(),
                offset,
            });
        }
    }
}

/// The stretch of time and the buckets of one side of a question (the period asked about, or the one compared with).
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub buckets: Option<Buckets<'a>>,
    pub period: Option<(i64, i64)>,
    pub anchor: Anchor,
    pub zone: &'a Zone,
}

/// Bucket keys of items, before it is known which keys occur.
#[derive(Debug)]
pub(super) struct Placed {
    /// Group of each item; [`NO_ROW`] when it is not part of the question.
    pub group: Vec<u32>,
    /// Bucket key of each item; empty when there are no buckets.
    pub key: Vec<i32>,
    /// The smallest and the largest key.
    pub span: (i32, i32),
}

impl<'a> Side<'a> {
    pub fn new(
        question: &Question,
        zone: &'a Zone,
        week_start: u8,
        period: Option<(i64, i64)>,
    ) -> Result<Self, DeskError> {
        let unit = question.bucket.as_deref().map(Bucket::named).transpose()?;
        let anchor = Anchor::from_name(question.anchor.as_deref())?;
        Ok(Self { buckets: unit.map(|unit| Buckets::new(unit, zone, week_start)), period, anchor, zone })
    }

    /// Places the items of a metric into groups and bucket keys.
    pub fn place(
        &self,
        store: &Store,
        facts: &Facts,
        groups: &Groups,
        valued: &Valued,
    ) -> Result<Placed, DeskError> {
        let items = &valued.evaluated;
        let dates = self.anchor.column(store, facts);
        let mut group = Vec::with_capacity(items.len());
        if items.is_plain() && !items.is_empty() {
            group.extend_from_slice(groups.of_ticket());
        } else {
            let of_ticket = groups.of_ticket();
            group.extend((0..items.len()).map(|item| of_ticket[items.row(item)]));
        }
        let date = |item: usize| match dates {
            None => items.anchor.get(item).copied().unwrap_or(NO_INSTANT),
            Some(dates) => dates[items.row(item)],
        };
        if dates.is_some() || self.period.is_some() {
            let (from, to) = self.period.unwrap_or((i64::MIN, i64::MAX));
            for (item, group) in group.iter_mut().enumerate() {
                let at = date(item);
                if at == NO_INSTANT || at < from || at >= to {
                    *group = NO_ROW;
                }
            }
        }
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        let mut key = Vec::new();
        if let Some(buckets) = &self.buckets {
            let mut keyer = Keyer::new(buckets, self.zone);
            key.reserve_exact(items.len());
            for (item, &group) in group.iter().enumerate() {
                if group == NO_ROW {
                    key.push(0);
                    continue;
                }
                let found = keyer.key(date(item))?;
                key.push(found);
                first = first.min(found);
                last = last.max(found);
            }
        }
        Ok(Placed { group, key, span: (first, last) })
    }

    /// The bucket keys the period spans, when it says where it starts and ends.
    pub fn span(&self) -> Result<Option<(i32, i32)>, DeskError> {
        let Some(buckets) = &self.buckets else { return Ok(None) };
        if let Some(slots) = buckets.unit().slots() {
            return Ok(Some((0, slots as i32 - 1)));
        }
        match self.period {
            Some((from, to)) if from != i64::MIN && to != i64::MAX => {
                let mut keyer = Keyer::new(buckets, self.zone);
                Ok(Some((keyer.key(from)?, keyer.key(to - 1)?)))
            }
            _ => Ok(None),
        }
    }
}

/// The bucket keys of a table: from `first`, `count` of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub first: i32,
    pub count: usize,
}

impl Range {
    /// From the period, else from the smallest and largest keys that occur in any metric.
    pub fn of(side: &Side<'_>, occurring: &[(i32, i32)]) -> Result<Self, DeskError> {
        if side.buckets.is_none() {
            return Ok(Self { first: 0, count: 1 });
        }
        let (first, last) = match side.span()? {
            Some(span) => span,
            None => (
                occurring.iter().map(|span| span.0).min().unwrap_or(i32::MAX),
                occurring.iter().map(|span| span.1).max().unwrap_or(i32::MIN),
            ),
        };
        let count = if first > last { 0 } else { (i64::from(last) - i64::from(first) + 1) as usize };
        Ok(Self { first, count })
    }

    /// The row of each item.
    pub fn rows(&self, placed: &Placed) -> Vec<u32> {
        if placed.key.is_empty() {
            return placed.group.clone();
        }
        let place = |(&group, &key): (&u32, &i32)| {
            let bucket = i64::from(key) - i64::from(self.first);
            if group == NO_ROW || bucket < 0 || bucket >= self.count as i64 {
                NO_ROW
            } else {
                group * self.count as u32 + bucket as u32
            }
        };
        placed.group.iter().zip(&placed.key).map(place).collect()
    }

    /// Writes the column of bucket starts.
    pub fn header(
        &self,
        side: &Side<'_>,
        unit: &str,
        anchor: &str,
        groups: usize,
        table: &mut Table,
    ) -> Result<(), DeskError> {
        let Some(buckets) = &side.buckets else { return Ok(()) };
        let mut starts = Vec::with_capacity(self.count);
        for at in 0..self.count {
            starts.push(buckets.start(i64::from(self.first) + at as i64)? as f64);
        }
        let offset = table.values.len();
        for _ in 0..groups {
            table.values.extend_from_slice(&starts);
        }
        table.header.bucket =
            Some(BucketHeader { unit: unit.to_string(), offset, anchor: anchor.to_string() });
        Ok(())
    }
}

/// Refuses tables nobody could read.
pub(super) fn check_size(rows: usize) -> Result<(), DeskError> {
    if rows > MOST_ROWS { Err(too_many_rows(rows)) } else { Ok(()) }
}

fn too_many_rows(rows: usize) -> DeskError {
    DeskError::new(
        "too-many-rows",
        format!("the answer would have {rows} rows; filter, shorten the period or take a longer bucket"),
    )
}
