//! What reports group and filter by: the ticket's words, custom dimensions, and facts.

use super::bands::{band, band_names};
use super::grouping::{Grouping, by_names, by_numbers, by_words};
use super::joined::Joined;
use crate::calendar::BusinessHours;
use crate::error::{DeskError, distance};
use crate::kpi::{Facts, flag};
use crate::store::{CustomColumn, NO_INSTANT, Store, UNRANKED};
use crate::ticket::{Dimension, StatusClass};

/// Something a ticket has one value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Word(Dimension),
    /// Tags: several a ticket, so only for filters.
    Tag,
    /// Every status the ticket had: several a ticket, so only for filters.
    EverStatus,
    Custom(usize),
    StatusClass,
    Level,
    FirstLevel,
    HighestLevel,
    Agents,
    Replies,
    Transfers,
    AgentChanges,
    Reopens,
    Escalations,
    PriorityEscalations,
    Flag(u16),
    Reopened,
    Escalated,
    PriorityEscalated,
    Deescalated,
    ResponseBand,
    ResolutionBand,
    OpeningHours,
    Shift,
    /// What a table says of the ticket's customer or agent.
    Joined(Joined),
}

const FACTS: [(&str, Key); 27] = [
    ("opening_hours", Key::OpeningHours),
    ("shift", Key::Shift),
    ("ever_status", Key::EverStatus),
    ("tags", Key::Tag),
    ("status_class", Key::StatusClass),
    ("level", Key::Level),
    ("first_level", Key::FirstLevel),
    ("highest_level", Key::HighestLevel),
    ("agents", Key::Agents),
    ("replies", Key::Replies),
    ("transfers", Key::Transfers),
    ("agent_changes", Key::AgentChanges),
    ("reopens", Key::Reopens),
    ("escalations", Key::Escalations),
    ("priority_escalations", Key::PriorityEscalations),
    ("solved", Key::Flag(flag::DONE)),
    ("closed", Key::Flag(flag::CLOSED)),
    ("outbound", Key::Flag(flag::OUTBOUND)),
    ("bounced", Key::Flag(flag::BOUNCED)),
    ("was_pending", Key::Flag(flag::PENDED)),
    ("was_on_hold", Key::Flag(flag::HELD)),
    ("reopened", Key::Reopened),
    ("escalated", Key::Escalated),
    ("priority_escalated", Key::PriorityEscalated),
    ("deescalated", Key::Deescalated),
    ("response_band", Key::ResponseBand),
    ("resolution_band", Key::ResolutionBand),
];

/// Whether any of these names is a dimension that goes by calendars.
pub(super) fn goes_by_hours<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| matches!(name, "opening_hours" | "shift"))
}

impl Key {
    /// The dimension or fact called `name`.
    pub fn from_name(store: &Store, name: &str) -> Result<Self, DeskError> {
        let word = Dimension::from_name(name).map(Self::Word);
        let fact = || FACTS.iter().find(|(known, _)| *known == name).map(|&(_, key)| key);
        let custom = || store.tickets().custom_named(name).map(|(index, _)| Self::Custom(index));
        let joined = || Joined::from_name(name).map(Self::Joined);
        word.or_else(fact).or_else(custom).or_else(joined).ok_or_else(|| {
            let customs = store.tickets().custom().iter().map(|custom| custom.name.as_str());
            let known = Dimension::ALL.iter().map(|dimension| dimension.name());
            let nearest = known
                .chain(FACTS.iter().map(|(name, _)| *name))
                .chain(customs)
                .min_by_key(|known| distance(name, known));
            let hint = nearest.map(|known| format!("; the nearest is \"{known}\"")).unwrap_or_default();
            let shown: String = name.chars().take(60).collect();
            DeskError::new(
                "unknown-dimension",
                format!("nothing to group or filter by is called \"{shown}\"{hint}"),
            )
        })
    }

    /// The number of a ticket under this key; `None` when it is no number or missing.
    pub fn number(self, store: &Store, facts: &Facts, row: usize) -> Option<f64> {
        let level = |level: u8| (level > 0).then_some(f64::from(level));
        match self {
            Self::Custom(index) => match &store.tickets().custom().get(index)?.column {
                CustomColumn::Number(values) => values.get(row).copied().filter(|value| !value.is_nan()),
                CustomColumn::Text { words, codes } => words.get(*codes.get(row)?)?.parse_number(),
            },
            Self::Joined(joined) => joined.number(store, row),
            Self::Level => level(facts.detail(store).last_level[row]),
            Self::FirstLevel => level(facts.detail(store).first_level[row]),
            Self::HighestLevel => level(facts.detail(store).highest_level[row]),
            Self::Agents => Some(f64::from(facts.detail(store).agents[row])),
            Self::Replies => Some(f64::from(facts.replies[row])),
            Self::Transfers => Some(f64::from(facts.detail(store).transfers[row])),
            Self::AgentChanges => Some(f64::from(facts.detail(store).agent_changes[row])),
            Self::Reopens => Some(f64::from(facts.reopens[row])),
            Self::Escalations => Some(f64::from(facts.escalations[row])),
            Self::PriorityEscalations => Some(f64::from(facts.detail(store).raises[row])),
            _ => None,
        }
    }

    /// Groups all tickets by this key.
    pub fn group(self, store: &Store, facts: &Facts, hours: &BusinessHours) -> Result<Grouping, DeskError> {
        let rows = store.tickets().len();
        let created = store.tickets().created();
        match self {
            Self::OpeningHours => {
                let mut names = ["inside", "outside"].into_iter();
                let place = |row: usize| hours.was_open(row, created[row]).map(|open| u32::from(!open));
                Ok(by_names(rows, &mut names, &place))
            }
            Self::Shift => {
                let mut names = hours.shifts.iter().map(|(name, _)| name.as_str());
                Ok(by_names(rows, &mut names, &|row| hours.shift(created[row]).map(|shift| shift as u32)))
            }
            Self::Word(dimension) => {
                let rank = |code: u32| match dimension {
                    Dimension::Priority => store.meanings().rank(code),
                    _ => UNRANKED,
                };
                Ok(by_words(store.tickets().codes(dimension), store.dictionary(dimension), &rank))
            }
            Self::Custom(index) => match store.tickets().custom().get(index).map(|custom| &custom.column) {
                Some(CustomColumn::Text { words, codes }) => Ok(by_words(codes, words, &|_| UNRANKED)),
                _ => Ok(by_numbers(rows, &|row| self.number(store, facts, row))),
            },
            Self::Joined(joined) => joined.group(store),
            Self::Tag | Self::EverStatus => Err(DeskError::new(
                "cannot-group",
                "a ticket may have several of these, so they can be filtered by but not grouped by",
            )),
            Self::StatusClass => {
                let class = |row: usize| {
                    store
                        .meanings()
                        .class(store.tickets().codes(Dimension::Status)[row])
                        .map(|class| class as u32)
                };
                Ok(by_names(rows, &mut StatusClass::ALL.map(StatusClass::name).into_iter(), &class))
            }
            Self::ResponseBand | Self::ResolutionBand => {
                let ends = if self == Self::ResponseBand { &facts.first_reply } else { &facts.last_solved };
                Ok(by_names(rows, &mut band_names(), &|row| {
                    let length = ends[row].checked_sub(created[row]).filter(|&length| length >= 0)?;
                    (ends[row] != NO_INSTANT).then(|| band(length) as u32)
                }))
            }
            Self::Flag(_)
            | Self::Reopened
            | Self::Escalated
            | Self::PriorityEscalated
            | Self::Deescalated => {
                let mut names = ["false", "true"].into_iter();
                Ok(by_names(rows, &mut names, &|row| self.yes(store, facts, row).map(u32::from)))
            }
            _ => Ok(by_numbers(rows, &|row| self.number(store, facts, row))),
        }
    }

    /// Groups some tickets anew. False where all have to be: by facts, among many labels, and where a label is new.
    pub fn group_some(self, store: &Store, rows: &[u32], grouping: &mut Grouping) -> bool {
        let Self::Word(dimension) = self else { return false };
        let (codes, words) = (store.tickets().codes(dimension), store.dictionary(dimension));
        if grouping.sets().is_none() {
            return false;
        }
        for &row in rows {
            let word = words.get(codes[row as usize]);
            let label = grouping.labels.iter().position(|label| label.as_deref() == word);
            let Some(label) = label else { return false };
            grouping.put(row as usize, label);
        }
        true
    }

    /// A yes-or-no fact.
    fn yes(self, store: &Store, facts: &Facts, row: usize) -> Option<bool> {
        Some(match self {
            Self::Flag(bit) => facts.flags[row] & bit != 0,
            Self::Reopened => facts.reopens[row] > 0,
            Self::Escalated => facts.escalations[row] > 0,
            Self::PriorityEscalated => facts.detail(store).raises[row] > 0,
            Self::Deescalated => facts.detail(store).deescalations[row] > 0,
            _ => return None,
        })
    }
}

/// Reads a word as a plain decimal number, without pulling in the general float parser.
trait ParseNumber {
    fn parse_number(&self) -> Option<f64>;
}

impl ParseNumber for str {
    fn parse_number(&self) -> Option<f64> {
        let (sign, digits) = self.strip_prefix('-').map_or((1.0, self), |rest| (-1.0, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || whole.len() + part.len() > 15 {
            return None;
        }
        let mut number = 0.0;
        for byte in whole.bytes().chain(part.bytes()) {
            number = number * 10.0 + f64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        let scale = (0..part.len()).fold(1.0, |scale, _| scale * 10.0);
        Some(sign * number / scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::number_label;

    #[test]
    fn numbers_read_as_they_are_written() {
        for (text, value) in [("0", 0.0), ("12", 12.0), ("-3.25", -3.25), ("2.5", 2.5)] {
            assert_eq!(text.parse_number(), Some(value));
            assert_eq!(number_label(value), text);
        }
        for text in ["", "x", "1e5", "--1", "NaN", "1234567890123456"] {
            assert_eq!(text.parse_number(), None, "{text}");
        }
    }
}
