//! The tickets an analysis is about, chosen and grouped as in reports, and the values of a metric for each of them.

use std::rc::Rc;

use super::answer::Asked;
use super::cells::{Groups, NO_ROW};
use super::dimension::{Key, goes_by_hours};
use super::filter::selected;
use super::grouping::Grouping;
use super::memo::Memo;
use super::question::{Filter, MetricChoice, Span, instant};
use super::valued::Valued;
use crate::error::DeskError;
use crate::kpi::{Facts, Profile, State};
use crate::settings::Reader;
use crate::store::{Bitset, Store};
use crate::time::Zone;

/// Which tickets, and in what groups. An analysis reads it beside what it asks of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Up to two dimensions, custom dimensions or facts to group by.
    pub by: Vec<String>,
    /// Conditions that all must hold.
    pub filters: Vec<Filter>,
    /// The tickets created within this stretch, half-open.
    pub period: Option<Span>,
    /// The instant the answer is for, in epoch milliseconds; what came later is ignored.
    pub as_of: f64,
    /// Whose definitions apply.
    pub profile: Option<String>,
    /// The IANA zone of hours, days and months; UTC when missing.
    pub time_zone: Option<String>,
}

impl Selection {
    /// The keys it is written with.
    pub const KEYS: [&'static str; 6] = ["by", "where", "period", "asOf", "profile", "timeZone"];

    /// Whether it needs the hours of calendars.
    pub fn is_in_business_hours(&self) -> bool {
        let conditions = self.filters.iter().map(|filter| filter.on.as_str());
        Profile::counts_hours(self.profile.as_deref())
            || goes_by_hours(conditions.chain(self.by.iter().map(String::as_str)))
    }

    /// Reads its keys from an object that may have others; the instant is `asOf`, or what another key says.
    pub fn of(from: &Reader<'_>, as_of: f64) -> Self {
        Self {
            by: from.at("by").texts(),
            filters: Filter::all(&from.at("where")),
            period: from.get("period"),
            as_of,
            profile: from.get("profile"),
            time_zone: from.get("timeZone"),
        }
    }
}

/// Tickets in groups.
#[derive(Debug)]
pub struct Cohort<'a> {
    /// The tickets and events.
    pub store: &'a Store,
    /// What happened to each ticket, as far as was known at the instant asked for.
    pub facts: Rc<Facts>,
    /// The zone of hours, days and months.
    pub zone: &'a Zone,
    /// The instant the answer is for.
    pub as_of: i64,
    profile: Profile,
    groups: Groups,
}

impl<'a> Cohort<'a> {
    /// The group of a ticket that was not chosen.
    pub const NO_GROUP: u32 = NO_ROW;

    /// Chooses and groups tickets.
    pub fn new(asked: &Asked<'a>, memo: &mut Memo, selection: &Selection) -> Result<Self, DeskError> {
        let as_of = instant(selection.as_of, "asOf")?;
        let facts = memo.facts(asked.store, if as_of >= asked.newest { i64::MAX } else { as_of });
        let profile = selection.profile.as_deref().map(Profile::from_name).transpose();
        let zone = asked.zones.get(selection.time_zone.as_deref().unwrap_or("UTC"));
        let period = selection.period.map(|span| span.range("period")).transpose()?;
        let within = period.map(|period| (super::anchor::Anchor::Created, period));
        let selected = selected(asked.store, &facts, memo, &selection.filters, within)?;
        let groups = Groups::new(asked.store, &facts, memo, &selection.by, selected, &[])?;
        Ok(Self {
            store: asked.store,
            zone: zone.map_err(|error| error.at("timeZone"))?,
            as_of,
            profile: profile.map_err(|error| error.at("profile"))?.unwrap_or(asked.profile),
            facts,
            groups,
        })
    }

    /// The tickets chosen.
    pub fn selected(&self) -> &Bitset {
        &self.groups.selected
    }

    /// How many groups there are: one where nothing is grouped by.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The group of every ticket; [`Cohort::NO_GROUP`] for those not chosen.
    pub fn group_of(&self) -> &[u32] {
        self.groups.of_ticket()
    }

    /// The words of a group, in the order of `by`; none is "missing".
    pub fn words(&self, group: usize) -> Vec<(&str, Option<&str>)> {
        self.groups.words(group)
    }

    /// The values of a metric for all tickets, chosen or not.
    pub fn values(&self, memo: &mut Memo, choice: &MetricChoice) -> Result<Values, DeskError> {
        let mut spec = choice.spec(self.store, &memo.hours, self.profile)?;
        spec.by_ticket = true;
        Ok(Values(memo.valued(self.store, &self.facts, &spec)))
    }

    /// How a metric counts the time between two instants of a ticket, in milliseconds; nothing where it has no calendar.
    pub fn counting<'m>(
        &self,
        memo: &'m Memo,
        choice: &MetricChoice,
    ) -> Result<impl Fn(usize, i64, i64) -> Option<i64> + 'm, DeskError> {
        let counting = choice.spec(self.store, &memo.hours, self.profile)?.counting;
        Ok(move |row, from, until| memo.hours.elapsed(counting, row, from, until))
    }

    /// What all tickets, chosen or not, have of a dimension.
    pub fn dimension(&self, memo: &mut Memo, name: &str) -> Result<Words, DeskError> {
        let key = Key::from_name(self.store, name)?;
        Ok(Words(memo.grouping(self.store, &self.facts, key)?))
    }
}

/// A metric's value of every ticket, or the reason why it has none. Durations are in milliseconds.
#[derive(Debug)]
pub struct Values(Rc<Valued>);

impl Values {
    /// Ticket and value of every item that has one, in the order of the tickets.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        let items = &self.0.evaluated;
        let valued = (0..items.len()).filter(|&item| items.state[item] == State::Value as u8);
        valued.map(|item| (items.row(item), items.value[item]))
    }

    /// Ticket and state of every item.
    pub fn states(&self) -> impl Iterator<Item = (usize, State)> {
        let items = &self.0.evaluated;
        let state = |item: usize| State::ALL.get(usize::from(items.state[item])).copied();
        (0..items.len()).filter_map(move |item| Some((items.row(item), state(item)?)))
    }

    /// Tickets and values in ascending order of the values; equal ones by ticket.
    pub fn in_order(&self) -> impl Iterator<Item = (usize, f64)> {
        let items = &self.0.evaluated;
        let order = self.0.order();
        order.items.iter().zip(&order.values).map(|(&item, &value)| (items.row(item as usize), value))
    }
}

/// What tickets have of a dimension.
#[derive(Debug)]
pub struct Words(Rc<Grouping>);

impl Words {
    /// The place among [`Words::labels`] of each ticket's word.
    pub fn codes(&self) -> &[u32] {
        &self.0.codes
    }

    /// The words; none is "missing".
    pub fn labels(&self) -> &[Option<String>] {
        &self.0.labels
    }
}
