//! Conditions, as sets of tickets.

use std::rc::Rc;

use super::anchor::{Anchor, Within};
use super::dimension::Key;
use super::memo::Memo;
use super::question::{Filter, instant};
use crate::error::DeskError;
use crate::kpi::Facts;
use crate::store::{Bitset, Events, NO_INSTANT, Store};
use crate::ticket::{Dimension, Kind};

/// The tickets that exist at the cutoff, have their date within the period, and meet all conditions.
pub(super) fn select(
    store: &Store,
    facts: &Facts,
    memo: &mut Memo,
    filters: &[Filter],
    within: Within,
) -> Result<Bitset, DeskError> {
    let tickets = store.tickets().len();
    let mut chosen = match within {
        Some((Anchor::Created, (from, to))) if memo.is_in_order(store) => {
            // Exports usually list tickets by creation, so that a period is one stretch of them.
            let created = store.tickets().created();
            let place = |at: i64| created.partition_point(|&date| date < at);
            Bitset::of_range(tickets, place(from)..place(to))
        }
        Some((anchor, (from, to))) => {
            let dates = anchor.column(store, facts).unwrap_or(&[]);
            let is_in = |&at: &i64| at != NO_INSTANT && at >= from && at < to;
            Bitset::from_fn(tickets, |row| dates.get(row).is_some_and(is_in))
        }
        None => Bitset::all(tickets),
    };
    chosen.intersect(&memo.present(facts));
    for filter in filters {
        narrow(&mut chosen, store, facts, memo, filter)
            .map_err(|error| error.within(&format!("where.{}", filter.on)))?;
    }
    Ok(chosen)
}

/// What [`select`] says, which the next question often asks again.
pub(super) fn selected(
    store: &Store,
    facts: &Facts,
    memo: &mut Memo,
    filters: &[Filter],
    within: Within,
) -> Result<Rc<Bitset>, DeskError> {
    if let Some(selection) = memo.kept_selection(filters, within) {
        return Ok(selection);
    }
    let selection = Rc::new(select(store, facts, memo, filters, within)?);
    memo.keep_selection(filters, within, &selection);
    Ok(selection)
}

fn narrow(
    chosen: &mut Bitset,
    store: &Store,
    facts: &Facts,
    memo: &mut Memo,
    filter: &Filter,
) -> Result<(), DeskError> {
    let dated = filter.from.is_some() || filter.to.is_some();
    if let Some(anchor) = Anchor::of_ticket(&filter.on)
        && let Some(dates) = anchor.column(store, facts)
    {
        return by_date(chosen, dates, filter);
    }
    if dated
        && let Ok(Key::Joined(joined)) = Key::from_name(store, &filter.on)
        && let Some(dates) = joined.dates(store)
    {
        return by_date(chosen, &dates, filter);
    }
    if dated {
        let dates = "created, first_response, first_resolved, resolved, closed_at, escalated_at, last_event";
        return Err(DeskError::new("not-a-date", format!("from and to need one of the dates {dates}")));
    }
    let key = Key::from_name(store, &filter.on)?;
    match key {
        Key::Tag => {
            by_tags(chosen, store, filter);
            return Ok(());
        }
        Key::Joined(joined) if joined.is_several() => {
            joined.narrow(chosen, store, filter);
            return Ok(());
        }
        Key::EverStatus => {
            by_past_statuses(chosen, store, facts, filter);
            return Ok(());
        }
        _ => {}
    }
    if filter.min.is_some() || filter.max.is_some() {
        let (min, max) = (filter.min.unwrap_or(f64::NEG_INFINITY), filter.max.unwrap_or(f64::INFINITY));
        chosen
            .retain(|row| key.number(store, facts, row).is_some_and(|number| number >= min && number <= max));
    }
    if filter.any_of.is_none() && filter.none_of.is_none() && filter.missing.is_none() {
        return Ok(());
    }
    let grouping = memo.grouping(store, facts, key)?;
    let wanted: Vec<bool> = grouping.labels.iter().map(|label| filter.passes(label.as_deref())).collect();
    match grouping.sets() {
        Some(sets) => {
            let mut passing = Bitset::none(chosen.len());
            sets.iter().zip(&wanted).filter(|(_, wanted)| **wanted).for_each(|(set, _)| passing.unite(set));
            chosen.intersect(&passing);
        }
        None => chosen.retain(|row| wanted[grouping.codes[row] as usize]),
    }
    Ok(())
}

fn by_date(chosen: &mut Bitset, dates: &[i64], filter: &Filter) -> Result<(), DeskError> {
    let from = filter.from.map_or(Ok(i64::MIN), |at| instant(at, "from"))?;
    let to = filter.to.map_or(Ok(i64::MAX), |at| instant(at, "to"))?;
    let bounded = filter.from.is_some() || filter.to.is_some();
    chosen.retain(|row| {
        let missing = dates[row] == NO_INSTANT;
        filter.missing.is_none_or(|wanted| wanted == missing)
            && (!bounded || (!missing && dates[row] >= from && dates[row] < to))
    });
    Ok(())
}

fn by_tags(chosen: &mut Bitset, store: &Store, filter: &Filter) {
    let tickets = store.tickets();
    let codes = |list: &Option<Vec<Option<String>>>| -> Option<Bitset> {
        let mut codes = Bitset::none(tickets.tag_words().len());
        for code in list.as_deref()?.iter().flatten().filter_map(|word| tickets.tag_words().find(word)) {
            codes.insert(code as usize);
        }
        Some(codes)
    };
    let (any, none) = (codes(&filter.any_of), codes(&filter.none_of));
    let has = |tags: &[u32], codes: &Bitset| tags.iter().any(|&tag| codes.contains(tag as usize));
    chosen.retain(|row| {
        let tags = tickets.tags(row);
        any.as_ref().is_none_or(|any| has(tags, any))
            && !none.as_ref().is_some_and(|none| has(tags, none))
            && filter.missing.is_none_or(|missing| missing == tags.is_empty())
    });
}

/// Tickets by the statuses they ever had up to the cutoff.
fn by_past_statuses(chosen: &mut Bitset, store: &Store, facts: &Facts, filter: &Filter) {
    let words = store.dictionary(Dimension::Status);
    let named = |list: &Option<Vec<Option<String>>>| -> Option<Vec<bool>> {
        let list = list.as_deref()?;
        Some(words.iter().map(|word| list.iter().flatten().any(|named| named == word)).collect())
    };
    let (any, none) = (named(&filter.any_of), named(&filter.none_of));
    let events = store.events();
    chosen.retain(|row| {
        let had = |wanted: &[bool]| {
            store.tickets().events(row).any(|at| {
                Events::kind_of(events.what()[at]) == Kind::Status as u8
                    && events.at()[at] <= facts.cutoff
                    && wanted.get(events.value()[at] as usize).copied().unwrap_or(false)
            })
        };
        any.as_deref().is_none_or(had) && !none.as_deref().is_some_and(had)
    });
}
