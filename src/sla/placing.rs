//! Which tickets a question about clocks is about, and which row of the answer each cycle counts in.

use super::answer::Asked;
use super::book::Brief;
use super::clock::{ByClock, Clock, Clocks};
use super::question::{Counts, Words};
use crate::error::DeskError;
use crate::store::{Bitset, NO_INSTANT};
use crate::time::Buckets;

/// Tickets chosen and grouped by whoever asks, and buckets of time for their cycles.
#[derive(Debug)]
pub struct Placing<'a> {
    /// The tickets asked about.
    pub chosen: &'a Bitset,
    /// What the groups are called: a word a dimension.
    pub labels: Vec<Words>,
    /// The group of every ticket; beyond the end of `labels` for those without one.
    pub group_of: &'a [u32],
    /// The unit of time and its zone.
    pub buckets: Option<Buckets<'a>>,
    /// Whether a cycle goes by the instant at which it is due, where that is known; else it goes by its start.
    pub by_due: bool,
}

/// A row of the answer.
pub(super) struct Place {
    pub label: usize,
    /// When the bucket starts, or the slot of a cyclic one.
    pub bucket: Option<f64>,
    pub counts: ByClock<Counts>,
}

/// An answer may have this many groups and buckets.
const MOST: usize = 100_000;

/// Takes group, bucket, a cycle or none for the ticket itself, and the clocks the ticket has so far.
type Take<'a> = &'a mut dyn FnMut(usize, i64, Option<&Brief>, Clocks);

impl Asked<'_> {
    /// The counts of each clock, group by group and bucket by bucket. Tickets without a clock count where they were created.
    pub(super) fn places(&self, placing: &Placing<'_>, now: i64) -> Result<Vec<Place>, DeskError> {
        let (first, last) = self.span(placing, now)?;
        let buckets = usize::try_from(last - first + 1).unwrap_or(0);
        let rows = placing.labels.len().saturating_mul(buckets);
        if rows > MOST {
            let message = format!("{rows} groups and buckets; filter, or take a longer bucket");
            return Err(DeskError::new("too-many-rows", message));
        }
        let mut counted = vec![ByClock::<Counts>::default(); rows];
        self.each(placing, now, &mut |group, key, brief, clocks| {
            let counts = &mut counted[group * buckets + (key - first) as usize];
            match brief {
                Some(brief) => counts[brief.clock as usize].add(brief, now, self.breaches_after_due()),
                None => {
                    for (clock, counts) in Clock::ALL.into_iter().zip(counts) {
                        counts.none += u32::from(!clocks.contains(clock));
                    }
                }
            }
        })?;
        let mut places = Vec::with_capacity(rows);
        for (row, counts) in counted.into_iter().enumerate() {
            let key = first + (row % buckets) as i64;
            let start = placing.buckets.map(|buckets| buckets.start(key)).transpose()?;
            places.push(Place { label: row / buckets, bucket: start.map(|at| at as f64), counts });
        }
        Ok(places)
    }

    /// The first and the last bucket that has anything.
    fn span(&self, placing: &Placing<'_>, now: i64) -> Result<(i64, i64), DeskError> {
        if placing.buckets.is_none() {
            return Ok((0, 0));
        }
        let mut span = (i64::MAX, i64::MIN);
        self.each(placing, now, &mut |_, key, _, _| span = (span.0.min(key), span.1.max(key)))?;
        Ok(if span.0 > span.1 { (0, -1) } else { span })
    }

    /// Group and bucket of every cycle, and after the cycles of a ticket those of the ticket with the clocks it has.
    fn each(&self, placing: &Placing<'_>, now: i64, take: Take<'_>) -> Result<(), DeskError> {
        let mut reader = placing.buckets.map(|buckets| (buckets, buckets.reader()));
        let mut bucket = |at: i64| match &mut reader {
            Some((buckets, reader)) => buckets.key_of(reader, at),
            None => Ok(0),
        };
        let created = self.store.tickets().created();
        for row in placing.chosen.iter().filter(|&row| created.get(row).is_some_and(|&at| at <= now)) {
            let group = placing.group_of.get(row).map_or(usize::MAX, |&group| group as usize);
            if group >= placing.labels.len() {
                continue;
            }
            let mut clocks = Clocks::default();
            for brief in self.book.of(row) {
                clocks = clocks.with(brief.clock);
                let at = if placing.by_due && brief.due != NO_INSTANT { brief.due } else { brief.start };
                take(group, bucket(at)?, Some(brief), clocks);
            }
            take(group, bucket(created[row])?, None, clocks);
        }
        Ok(())
    }
}
