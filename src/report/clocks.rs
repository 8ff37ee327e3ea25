//! Clocks of service levels by the groups and buckets of reports.

use super::answer::Asked;
use super::cohort::{Cohort, Selection};
use super::memo::Memo;
use super::question::instant;
use crate::error::DeskError;
use crate::settings::{Reader, Written};
use crate::sla::{Placing, SlaQuestion, Words};
use crate::store::{Bitset, Store};
use crate::ticket::Dimension;
use crate::time::{Bucket, Buckets};

/// A question about clocks: of which tickets, by what.
#[derive(Debug, Clone, Default)]
pub struct ClocksQuestion {
    /// Which tickets, and in what groups. Its instant is that of `sla`.
    pub selection: Selection,
    /// A unit of time to split by.
    pub bucket: Option<String>,
    /// The date by which cycles fall into buckets: `start`, or `due` where that is known.
    pub anchor: Option<String>,
    /// ISO day on which weeks start; 1 (Monday) when missing.
    pub week_start: Option<u8>,
    /// What is asked.
    pub sla: SlaQuestion,
}

impl Written for ClocksQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["by", "where", "period", "timeZone", "bucket", "anchor", "weekStart"];
        from.only(&[&SlaQuestion::KEYS[..], &own[..]].concat());
        let sla = SlaQuestion::of(from);
        Self {
            selection: Selection::of(from, sla.now),
            bucket: from.get("bucket"),
            anchor: from.get("anchor"),
            week_start: from.get("weekStart"),
            sla,
        }
    }
}

/// Tickets in groups, by words alone or by all that reports know.
struct Chosen {
    tickets: Bitset,
    labels: Vec<Words>,
    group_of: Vec<u32>,
}

/// Chooses and places what is asked about, and hands it over; nothing where all tickets are asked about at once.
pub fn with_placing<T>(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &ClocksQuestion,
    answer: impl FnOnce(Option<&Placing<'_>>) -> Result<T, DeskError>,
) -> Result<T, DeskError> {
    let ClocksQuestion { selection, bucket, anchor, week_start, .. } = question;
    instant(question.sla.now, "now")?;
    let by_due = match anchor.as_deref() {
        None | Some("start") => false,
        Some("due") => true,
        Some(word) => {
            let message = format!("\"{word}\" is none of start, due");
            return Err(DeskError::new("unknown-anchor", message).at("anchor"));
        }
    };
    let unfiltered = selection.filters.is_empty() && selection.period.is_none();
    if unfiltered && selection.by.is_empty() && bucket.is_none() {
        return answer(None);
    }
    let chosen = match by_words(asked.store, &selection.by).filter(|_| unfiltered) {
        Some(chosen) => chosen,
        None => chosen(asked, memo, selection)?,
    };
    let zone = asked.zones.get(selection.time_zone.as_deref().unwrap_or("UTC"));
    let zone = zone.map_err(|error| error.at("timeZone"))?;
    let unit = bucket.as_deref().map(Bucket::named).transpose()?;
    let buckets = unit.map(|unit| Buckets::new(unit, zone, week_start.unwrap_or(1)));
    let Chosen { tickets, labels, group_of } = &chosen;
    answer(Some(&Placing { chosen: tickets, labels: labels.clone(), group_of, buckets, by_due }))
}

/// All tickets by the words of at most one dimension, which needs no facts.
fn by_words(store: &Store, by: &[String]) -> Option<Chosen> {
    let tickets = Bitset::all(store.tickets().len());
    let [name] = by else { return None };
    let dimension = Dimension::from_name(name)?;
    let words = store.dictionary(dimension);
    let label = |code: usize| vec![(name.clone(), words.get(code as u32).map(str::to_string))];
    let none = words.len() as u32;
    let codes = store.tickets().codes(dimension).iter().map(|&code| code.min(none));
    Some(Chosen { tickets, labels: (0..=words.len()).map(label).collect(), group_of: codes.collect() })
}

fn chosen(asked: &Asked<'_>, memo: &mut Memo, selection: &Selection) -> Result<Chosen, DeskError> {
    let cohort = Cohort::new(asked, memo, selection)?;
    let label = |group: usize| {
        let words = cohort.words(group).into_iter();
        words.map(|(name, word)| (name.to_string(), word.map(str::to_string))).collect()
    };
    Ok(Chosen {
        tickets: cohort.selected().clone(),
        labels: (0..cohort.groups()).map(label).collect(),
        group_of: cohort.group_of().to_vec(),
    })
}
