//! Answers to surveys that belong to no ticket, beside those of tickets.
//!
//! An answer has a channel, a requester, a customer and an agent, and what tables say of these two; everything else that a
//! question groups or filters by it lacks, as a ticket may. Its one date is its own.

use super::anchor::Anchor;
use super::cells::{Groups, Range, Side};
use super::dimension::Key;
use super::keyer::Keyer;
use super::question::{Filter, MetricChoice, Question};
use crate::error::DeskError;
use crate::store::{NO_INSTANT, Store, Table, TableName};
use crate::ticket::{Dimension, SurveyKind};

/// An answer that a question is about.
#[derive(Debug)]
pub(super) struct Unticketed {
    pub kind: SurveyKind,
    pub at: i64,
    pub score: f64,
    pub scale: f64,
    /// What it is grouped by.
    pub labels: [Option<String>; 2],
}

/// The answers that the metrics of a question ask for, up to its instant, that meet its conditions.
pub(super) fn unticketed(
    store: &Store,
    question: &Question,
    as_of: i64,
) -> Result<Vec<Unticketed>, DeskError> {
    let mut kinds = Vec::new();
    for (at, choice) in question.metrics.iter().enumerate().filter(|(_, choice)| choice.unticketed) {
        kinds.push(kind_of(choice).map_err(|error| error.within(&format!("metrics[{at}]")))?);
    }
    let mut found = Vec::new();
    if kinds.is_empty() {
        return Ok(found);
    }
    let keys =
        question.by.iter().enumerate().map(|(at, name)| {
            Key::from_name(store, name).map_err(|error| error.within(&format!("by[{at}]")))
        });
    let keys = keys.collect::<Result<Vec<Key>, DeskError>>()?;
    let surveys = Surveys(store.table(TableName::Surveys));
    for row in 0..surveys.0.len() {
        let kind = surveys.word("kind", row).and_then(SurveyKind::from_name);
        let (Some(kind), Some(score), Some(scale)) =
            (kind, surveys.number("score", row), surveys.number("scale", row))
        else {
            continue;
        };
        let at = surveys.at(row);
        if !kinds.contains(&kind) || at == NO_INSTANT || at > as_of {
            continue;
        }
        let mut meets = true;
        for filter in &question.filters {
            meets = meets && surveys.meets(store, row, filter)?;
        }
        if meets {
            let mut labels = [None, None];
            for (label, &key) in labels.iter_mut().zip(&keys) {
                *label = surveys.label(store, row, key);
            }
            found.push(Unticketed { kind, at, score, scale, labels });
        }
    }
    Ok(found)
}

/// The survey of a metric.
fn kind_of(choice: &MetricChoice) -> Result<SurveyKind, DeskError> {
    SurveyKind::from_name(&choice.metric).ok_or_else(|| {
        let message = "only csat, nps and ces have answers without tickets";
        DeskError::new("unknown-option", message).at("unticketed")
    })
}

/// The group and the bucket key of each answer; none outside the period, or where the question goes by a date of tickets.
fn places(
    answers: &[Unticketed],
    groups: &Groups,
    side: &Side<'_>,
) -> Result<Vec<Option<(u32, i32)>>, DeskError> {
    let (from, to) = side.period.unwrap_or((i64::MIN, i64::MAX));
    let is_dated = side.buckets.is_some() || side.period.is_some();
    let mut keyer = side.buckets.as_ref().map(|buckets| Keyer::new(buckets, side.zone));
    let mut places = Vec::with_capacity(answers.len());
    for Unticketed { at, labels, .. } in answers {
        if (is_dated && side.anchor != Anchor::Own) || *at < from || *at >= to {
            places.push(None);
            continue;
        }
        let key = keyer.as_mut().map_or(Ok(0), |keyer| keyer.key(*at))?;
        places.push(groups.labelled(labels).map(|group| (group, key)));
    }
    Ok(places)
}

/// The answers to a survey, each with its row in the table, its score and the largest of its scale.
pub(super) fn in_rows(
    answers: &[Unticketed],
    kind: &str,
    groups: &Groups,
    side: &Side<'_>,
    range: Range,
) -> Result<Vec<(u32, f64, f64)>, DeskError> {
    let kind = SurveyKind::from_name(kind);
    let mut rows = Vec::new();
    for (answer, place) in answers.iter().zip(places(answers, groups, side)?) {
        let Some((group, key)) = place.filter(|_| Some(answer.kind) == kind) else { continue };
        let bucket = i64::from(key) - i64::from(range.first);
        if (0..range.count as i64).contains(&bucket) {
            rows.push((group * range.count as u32 + bucket as u32, answer.score, answer.scale));
        }
    }
    Ok(rows)
}

/// The smallest and the largest bucket key of answers; the first is larger when there is none.
pub(super) fn span(
    answers: &[Unticketed],
    groups: &Groups,
    side: &Side<'_>,
) -> Result<(i32, i32), DeskError> {
    let keys = places(answers, groups, side)?.into_iter().flatten().map(|(_, key)| key);
    Ok(keys.fold((i32::MAX, i32::MIN), |(first, last), key| (first.min(key), last.max(key))))
}

struct Surveys<'a>(&'a Table);

impl Surveys<'_> {
    fn column(&self, name: &str) -> usize {
        TableName::Surveys.column(name).unwrap_or_default()
    }

    fn word(&self, name: &str, row: usize) -> Option<&str> {
        self.0.column(self.column(name)).word(row)
    }

    fn number(&self, name: &str, row: usize) -> Option<f64> {
        self.0.column(self.column(name)).number(row)
    }

    fn at(&self, row: usize) -> i64 {
        self.0.column(self.column("at")).instant(row)
    }

    /// The word of a dimension that an answer has.
    fn dimension(&self, dimension: Dimension, row: usize) -> Option<&str> {
        match dimension {
            Dimension::Channel => self.word("channel", row),
            Dimension::Customer => self.word("customer", row),
            Dimension::Requester => self.word("requester", row),
            Dimension::Assignee => self.word("agent", row),
            _ => None,
        }
    }

    fn label(&self, store: &Store, row: usize, key: Key) -> Option<String> {
        match key {
            Key::Word(dimension) => self.dimension(dimension, row).map(str::to_string),
            Key::Joined(joined) => {
                let of = joined.row_of_word(store, self.dimension(joined.dimension(), row)?)?;
                joined.label(store, of, self.at(row))
            }
            _ => None,
        }
    }

    fn meets(&self, store: &Store, row: usize, filter: &Filter) -> Result<bool, DeskError> {
        if Anchor::of_ticket(&filter.on).is_some() {
            return Ok(filter.from.is_none() && filter.to.is_none() && filter.missing != Some(false));
        }
        let key = Key::from_name(store, &filter.on)?;
        if let Key::Joined(joined) = key {
            let word = self.dimension(joined.dimension(), row);
            let of = word.and_then(|word| joined.row_of_word(store, word));
            return joined.meets(store, of, self.at(row), filter);
        }
        let is_bounded =
            filter.min.is_some() || filter.max.is_some() || filter.from.is_some() || filter.to.is_some();
        Ok(!is_bounded && filter.passes(self.label(store, row, key).as_deref()))
    }
}
