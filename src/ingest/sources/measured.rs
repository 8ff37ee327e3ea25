//! What a vendor itself measured of a ticket: values to hold ours against. None of our figures goes by them.
//!
//! A vendor names its measures, or lets the desk name them (milestones, agreements); [`OWN`] says which of them speak of which
//! metric. A clock with cycles is measured several times.

use super::collected::{Collected, Held, NONE};
use super::record::{CREATED, HISTORY, NUMBER};
use super::{SourceNumber, Sources};
use crate::error::DeskError;
use crate::store::NO_CODE;
use crate::time::{MINUTE, SECOND};

/// One value by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measured {
    /// Code of the vendor's word for it.
    pub name: u32,
    /// Bits of [`how`].
    pub how: u8,
    /// What tells several of one name apart: when a cycle began.
    pub key: i64,
    /// The version of the record that says so, [`NONE`] where it does not tell; of two the newer one counts, then the one with
    /// a value, then the finer one.
    pub version: i64,
    /// Milliseconds, an instant or a count; [`NONE`] where there is none yet.
    pub value: i64,
}

/// How a value was measured.
pub(super) mod how {
    /// In the open hours of the vendor's calendar.
    pub const BUSINESS: u8 = 1;
    /// In the hours of the clock, whichever these are.
    pub const EITHER: u8 = 1 << 1;
    /// To the whole minute.
    pub const MINUTES: u8 = 1 << 2;
    /// To the whole second.
    pub const SECONDS: u8 = 1 << 3;
    /// It is the instant at which the time since the ticket's opening ended.
    pub const INSTANT: u8 = 1 << 4;
}

impl Measured {
    /// What comes before another value in the list of a ticket, and what it replaces.
    pub fn place(&self) -> (u32, u8, i64) {
        (self.name, self.how & how::BUSINESS, self.key)
    }
}

/// Which of several values of a ticket counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    /// The first cycle.
    First,
    /// The last cycle.
    Last,
    /// All of them together; none while one is still running.
    Sum,
    /// The number of stations, of which the first one is no change.
    LessOne,
}

/// What a vendor calls a metric: source, metric, words of which the name holds one (those that come first go first), and
/// which of several values count.
const OWN: [(&str, &str, &[&str], Take); 22] = [
    ("zendesk", "first_response_time", &["reply_time"], Take::First),
    ("zendesk", "first_resolution_time", &["first_resolution_time"], Take::First),
    ("zendesk", "full_resolution_time", &["full_resolution_time"], Take::First),
    ("zendesk", "agent_wait_time", &["agent_wait_time"], Take::First),
    ("zendesk", "requester_wait_time", &["requester_wait_time"], Take::First),
    ("zendesk", "on_hold_time", &["on_hold_time"], Take::First),
    ("zendesk", "reopens_per_ticket", &["reopens"], Take::First),
    ("zendesk", "replies_per_ticket", &["replies"], Take::First),
    ("zendesk", "transfers_per_ticket", &["group_stations"], Take::LessOne),
    ("zendesk", "agent_changes_per_ticket", &["assignee_stations"], Take::LessOne),
    ("freshdesk", "first_response_time", &["first_resp_time", "first_responded_at"], Take::First),
    ("freshdesk", "full_resolution_time", &["resolution_time", "resolved_at"], Take::First),
    ("freshdesk", "closure_time", &["closed_at"], Take::First),
    ("salesforce", "first_response_time", &["respon", "reply"], Take::First),
    ("salesforce", "first_resolution_time", &["resol", "clos"], Take::First),
    ("salesforce", "full_resolution_time", &["resol", "clos"], Take::Sum),
    ("servicenow", "first_response_time", &["respon", "reply"], Take::First),
    ("servicenow", "first_resolution_time", &["resol", "restor", "fix"], Take::First),
    ("servicenow", "full_resolution_time", &["resol", "restor", "fix"], Take::Sum),
    ("jira", "first_response_time", &["first respon", "respon"], Take::First),
    ("jira", "first_resolution_time", &["resol"], Take::First),
    ("jira", "full_resolution_time", &["resol"], Take::Last),
];

/// What a vendor measured of one ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnValue {
    /// The ticket, as the desk knows it.
    pub ticket: String,
    /// Milliseconds or a count; none where there is none yet.
    pub value: Option<f64>,
    /// When the vendor said so, in epoch milliseconds; the smallest number where it does not tell.
    pub version: i64,
}

/// What a vendor measured of its tickets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnValues {
    /// One a ticket that it measured anything of.
    pub values: Vec<OwnValue>,
    /// Values are whole multiples of this: milliseconds, or 1 where they are counts.
    pub grain: i64,
}

impl Sources {
    /// What a source's payloads say of a metric themselves, in calendar or business time; of the measures called `named`, where
    /// a name is given.
    pub(crate) fn own(
        &self,
        source: &str,
        metric: &str,
        named: Option<&str>,
        business: bool,
    ) -> Result<OwnValues, DeskError> {
        let SourceNumber(number) = SourceNumber::named(source).map_err(|error| error.at("theirs.source"))?;
        let Some(&(_, _, words, take)) = OWN.iter().find(|own| own.0 == source && own.1 == metric) else {
            let there: Vec<&str> = OWN.iter().filter(|own| own.0 == source).map(|own| own.1).collect();
            let there = if there.is_empty() { "no metric".to_string() } else { there.join(", ") };
            let message = ["payloads of ", source, " hold values of their own of ", &there].concat();
            return Err(DeskError::new("no-own-values", message).at("metric"));
        };
        let collected = &self.collected[number];
        let mut own = OwnValues::default();
        for (number, held) in collected.tickets() {
            let chosen = match named {
                Some(name) => collected.chosen(held, business, &|known| known.eq_ignore_ascii_case(name)),
                None => words
                    .iter()
                    .map(|word| {
                        collected.chosen(held, business, &|known| known.to_ascii_lowercase().contains(word))
                    })
                    .find(|chosen| !chosen.is_empty())
                    .unwrap_or_default(),
            };
            let Some(version) = chosen.iter().map(|measured| measured.version).max() else { continue };
            let called = collected.words.get(held.code(NUMBER));
            let ticket = called.unwrap_or_else(|| collected.id(number)).to_string();
            for measured in &chosen {
                own.grain = own.grain.max(match measured.how & (how::MINUTES | how::SECONDS) {
                    how::MINUTES => MINUTE,
                    how::SECONDS => SECOND,
                    _ => 1,
                });
            }
            own.values.push(OwnValue { ticket, value: taken(&chosen, take, held), version });
        }
        Ok(own)
    }

    /// Tickets that came without a history, as the desk knows them.
    pub(crate) fn without_history(&self) -> impl Iterator<Item = &str> {
        self.collected.iter().flat_map(|collected| {
            let bare = collected.tickets().filter(|(_, held)| held.has(CREATED) && !held.has(HISTORY));
            bare.map(|(ticket, held)| {
                collected.words.get(held.code(NUMBER)).unwrap_or_else(|| collected.id(ticket))
            })
        })
    }
}

impl Collected {
    /// The values of a ticket whose name is meant, in the hours asked for, the earliest first.
    fn chosen(&self, held: &Held, business: bool, is_meant: &dyn Fn(&str) -> bool) -> Vec<Measured> {
        let in_hours = |measured: &&Measured| {
            measured.how & how::EITHER != 0 || (measured.how & how::BUSINESS != 0) == business
        };
        let is_named = |measured: &&Measured| self.words.get(measured.name).is_some_and(is_meant);
        let mut chosen: Vec<Measured> =
            held.measured.iter().filter(in_hours).filter(is_named).copied().collect();
        crate::sort::sort_all(&mut chosen, &mut |a, b| a.key.cmp(&b.key));
        chosen
    }
}

fn taken(chosen: &[Measured], take: Take, held: &Held) -> Option<f64> {
    let value = |measured: &Measured| match measured.value {
        NONE => None,
        at if measured.how & how::INSTANT != 0 => {
            Some(at).zip(Some(held.fact(CREATED)).filter(|&at| at != NONE)).map(|(at, from)| at - from)
        }
        value => Some(value),
    };
    let found = match take {
        Take::First => value(chosen.first()?)?,
        Take::Last => value(chosen.last()?)?,
        Take::LessOne => (value(chosen.first()?)? - 1).max(0),
        Take::Sum => chosen.iter().try_fold(0_i64, |sum, measured| sum.checked_add(value(measured)?))?,
    };
    Some(found as f64)
}

/// Something a reader found, on its way to the ticket.
pub(super) struct Found<'a> {
    pub name: &'a str,
    pub how: u8,
    pub key: i64,
    pub version: i64,
    pub value: i64,
}

impl Collected {
    /// Keeps what a vendor measured of a ticket.
    #[inline(never)]
    pub fn measure(&mut self, ticket: usize, found: Found<'_>) {
        let Found { name, how, key, version, value } = found;
        let name = self.word(Some(name));
        let measured = Measured { name, how, key, version, value };
        let Some(held) = self.held_mut(ticket).filter(|_| name != NO_CODE) else { return };
        match held.measured.binary_search_by_key(&measured.place(), Measured::place) {
            Ok(at) => {
                let known = &mut held.measured[at];
                let rank = |of: &Measured| (of.version, of.value != NONE, of.how & how::MINUTES == 0);
                if rank(known) <= rank(&measured) {
                    *known = measured;
                }
            }
            Err(at) => held.measured.insert(at, measured),
        }
    }
}

/// A number of units as milliseconds; [`NONE`] where there is none that can be.
pub(super) fn length(number: Option<f64>, unit: i64) -> i64 {
    let number = number.map(|number| number * unit as f64).filter(|length| (0.0..1e15).contains(length));
    number.map_or(NONE, |length| length.round() as i64)
}
