//! The short way through an event: known keys, short plain words, dates in the usual form, small numbers.
//!
//! Nearly every event is like that, in whatever order its keys come. Where one is not, nothing has happened yet and the
//! long way reads it from its start; both ways give the same event, and new words the same codes.

use super::dates::Dates;
use super::keys::{EventKey, FIRST, Keys};
use super::swar::{Short, is_plain};
use super::tails::{Said, Tails, Window};
use super::words::{List, Words};
use crate::ingest::draft::Draft;
use crate::ingest::slot::EventSlot;
use crate::store::{Event, NO_CODE, Store};
use crate::ticket::{Dimension, Escalation, Kind, Reached, Role, Sense, Survey, SurveyKind};

/// The status, priority or level an event leads to.
#[derive(Clone, Copy)]
enum To {
    Absent,
    /// The code of a word of the status or priority list.
    Word(Kind, u32),
    /// A word that came before the kind: the place of its opening quote.
    Later(usize),
    Level(u8),
}

/// What follows a value depends on its key, and on the word where the key is the kind.
const PLACE_OF_SLOT: usize = FIRST + 1;
const PLACE_OF_KIND: usize = PLACE_OF_SLOT + EventSlot::ALL.len();

/// What the short way remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub words: Words,
    pub dates: Dates,
    tails: Tails,
    /// What stands before the time where it comes first in an event.
    lead: Lead,
}

/// The bytes from an event's brace to the value of its first key, which is the time.
#[derive(Debug, Clone, Copy)]
struct Lead {
    bytes: u128,
    mask: u128,
    length: usize,
}

impl Default for Lead {
    fn default() -> Self {
        // No event begins with zeros.
        Self { bytes: 0, mask: u128::MAX, length: 0 }
    }
}

impl Memory {
    /// Reads the events from the brace at `at` on, as long as their time comes first and what follows it is known. Gives
    /// the brace of the next event, or the place after the bracket that ends the list.
    #[inline(never)]
    pub fn known_events(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        store: &mut Store,
        draft: &mut Draft,
    ) -> (usize, bool) {
        while let Some((when, said, end)) = self.known_event(bytes, at) {
            let ends = match bytes.get(end) {
                Some(b',') => false,
                Some(b']') => true,
                _ => break,
            };
            add(draft, store, said, when, None);
            at = end + 1;
            if ends {
                return (at, true);
            }
        }
        (at, false)
    }

    /// The time of the event whose brace is at `at`, what it says, and the place after it.
    #[inline(always)]
    fn known_event(&mut self, bytes: &[u8], at: usize) -> Option<(i64, &Said, usize)> {
        let window = u128::from_le_bytes(*bytes.get(at..)?.first_chunk::<16>()?);
        if (window ^ self.lead.bytes) & self.lead.mask != 0 {
            return None;
        }
        let (when, after) = self.dates.read(bytes, at + self.lead.length)?;
        let (said, length) =
            self.tails.find(bytes.get(after..)?.first_chunk::<{ size_of::<Window>() }>()?)?;
        Some((when, said, after + length))
    }

    /// Reads the event whose brace is at `at` into the draft, and gives the place after it. `None` when it takes the
    /// long way.
    pub fn event(
        &mut self,
        keys: &mut Keys<EventKey>,
        bytes: &[u8],
        mut at: usize,
        store: &mut Store,
        draft: &mut Draft,
    ) -> Option<usize> {
        let mut when = None;
        let mut kind = None;
        let mut role = Role::Unknown;
        let (mut actor, mut agent, mut group) = (NO_CODE, None, None);
        let mut to = To::Absent;
        let (mut from, mut sense) = (0, Sense::Tier);
        let (mut survey, mut score) = (None, None);
        let mut seq = None;
        let brace = at;
        // The places of the time and of what follows it, where the time comes first and only once, and no number comes.
        let mut tail = None;
        if *bytes.get(at)? != b'{' {
            return None;
        }
        at += 1;
        let mut place = FIRST;
        loop {
            let (key, value) = keys.next(place, bytes, at)?;
            let slot = match key {
                EventKey::Slot(slot) => slot,
                EventKey::End => {
                    at = value;
                    break;
                }
                EventKey::Ticket | EventKey::Unknown => return None,
            };
            let first = place == FIRST;
            place = PLACE_OF_SLOT + slot as usize;
            match slot {
                EventSlot::At => {
                    let (read, after) = self.dates.read(bytes, value)?;
                    when = Some(read);
                    at = after;
                    tail = (first && value - brace <= 16).then_some((value, at));
                }
                EventSlot::Kind => {
                    let (code, after) = self.words.read(bytes, value, List::Kinds, store)?;
                    kind = Some(*Kind::ALL.get(code as usize)?);
                    place = PLACE_OF_KIND + code as usize;
                    at = after;
                }
                EventSlot::Role => {
                    let (code, after) = self.words.read(bytes, value, List::Roles, store)?;
                    role = *Role::ALL.get(code as usize)?;
                    at = after;
                }
                EventSlot::Actor => (actor, at) = self.words.read(bytes, value, List::People, store)?,
                EventSlot::Agent => {
                    let (code, after) = self.words.read(bytes, value, List::People, store)?;
                    agent = Some(code);
                    at = after;
                }
                EventSlot::Group => {
                    let (code, after) = self.words.read(bytes, value, List::Of(Dimension::Group), store)?;
                    group = Some(code);
                    at = after;
                }
                EventSlot::To => (to, at) = self.target(kind, bytes, value, store)?,
                EventSlot::From => (from, at) = level(bytes, value)?,
                EventSlot::Sense => {
                    let (code, after) = self.words.read(bytes, value, List::Senses, store)?;
                    sense = *Sense::ALL.get(code as usize)?;
                    at = after;
                }
                EventSlot::Survey => {
                    let (code, after) = self.words.read(bytes, value, List::Surveys, store)?;
                    survey = Some(*SurveyKind::ALL.get(code as usize)?);
                    at = after;
                }
                EventSlot::Score => {
                    let (number, after) = small(bytes, value)?;
                    score = Some(f64::from(number));
                    at = after;
                }
                EventSlot::Seq => {
                    let (number, after) = small(bytes, value)?;
                    seq = Some(i64::from(number));
                    at = after;
                    tail = None;
                }
                _ => return None,
            }
        }
        let (kind, when) = (kind?, when?);
        let bare = Said { kind, role, actor, value: NO_CODE, group: None };
        let said = match kind {
            Kind::Created | Kind::Reply | Kind::Note | Kind::Spam | Kind::Deleted | Kind::Restored => bare,
            Kind::AssignedAgent | Kind::AssignedGroup => match (agent, group) {
                (Some(value), group) => Said { kind: Kind::AssignedAgent, value, group, ..bare },
                (None, group) => Said { kind: Kind::AssignedGroup, value: group?, ..bare },
            },
            Kind::Status | Kind::Priority => {
                let value = match to {
                    To::Word(of, code) if of == kind => code,
                    To::Later(at) => self.words.read(bytes, at, list_of(kind)?, store)?.0,
                    _ => return None,
                };
                Said { value, ..bare }
            }
            Kind::Escalated => {
                let to = match to {
                    To::Absent => Reached::Unknown,
                    To::Level(level) => Reached::Level(level),
                    _ => return None,
                };
                let value = store.escalation(Escalation { sense, from, to, reason: NO_CODE });
                Said { value, ..bare }
            }
            Kind::Survey => {
                let (kind, score) = (survey?, score?);
                let scale = kind.usual_scale();
                if score > scale {
                    return None;
                }
                Said { value: store.survey(Survey { kind, score, scale }), ..bare }
            }
            Kind::Merged
            | Kind::Work
            | Kind::Tagged
            | Kind::Field
            | Kind::Policy
            | Kind::Acknowledged
            | Kind::Snoozed => return None,
        };
        add(draft, store, &said, when, seq);
        if let Some((value, after)) = tail {
            self.learn(bytes, brace, value, after, at, said);
        }
        Some(at)
    }

    /// Remembers an event whose time is between `value` and `after`.
    fn learn(&mut self, bytes: &[u8], brace: usize, value: usize, after: usize, end: usize, said: Said) {
        let lead = bytes.get(brace..).and_then(|rest| rest.first_chunk::<16>());
        let window = bytes.get(after..).and_then(|rest| rest.first_chunk::<{ size_of::<Window>() }>());
        if let (Some(lead), Some(window)) = (lead, window) {
            let length = value - brace;
            let mask = u128::MAX >> (8 * (16 - length.clamp(1, 16)));
            self.lead = Lead { bytes: u128::from_le_bytes(*lead) & mask, mask, length };
            self.tails.learn(window, end - after, said);
        }
    }

    fn target(
        &mut self,
        kind: Option<Kind>,
        bytes: &[u8],
        at: usize,
        store: &mut Store,
    ) -> Option<(To, usize)> {
        if *bytes.get(at)? != b'"' {
            return level(bytes, at).map(|(level, after)| (To::Level(level), after));
        }
        match kind {
            Some(kind) => {
                let (code, after) = self.words.read(bytes, at, list_of(kind)?, store)?;
                Some((To::Word(kind, code), after))
            }
            None => {
                let length = Short::read(bytes, at)?.length;
                is_plain(bytes.get(at + 1..at + 1 + length)?).then_some((To::Later(at), at + length + 2))
            }
        }
    }
}

/// Adds what an event says, at a time and with the source's number.
#[inline(always)]
fn add(draft: &mut Draft, store: &mut Store, said: &Said, at: i64, seq: Option<i64>) {
    let &Said { kind, role, actor, value, group } = said;
    let event = Event { at, kind, role, actor, value, seq, id: NO_CODE };
    draft.add_event(store, event);
    if let Some(group) = group {
        draft.add_group(store, event, group);
    }
}

/// The list from which events of this kind take the word they lead to.
fn list_of(kind: Kind) -> Option<List> {
    match kind {
        Kind::Status => Some(List::Of(Dimension::Status)),
        Kind::Priority => Some(List::Of(Dimension::Priority)),
        _ => None,
    }
}

/// A whole number of up to nine digits, and the place after it.
#[inline(always)]
pub(super) fn small(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let first = bytes.get(at)?.wrapping_sub(b'0');
    if first > 9 {
        return None;
    }
    let mut number = u32::from(first);
    let mut after = at + 1;
    loop {
        let byte = *bytes.get(after)?;
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return matches!(byte, b',' | b'}' | b']').then_some((number, after));
        }
        if number == 0 || after - at == 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
        after += 1;
    }
}

/// A support level, and the place after it.
#[inline(always)]
pub(super) fn level(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let (number, after) = small(bytes, at)?;
    Some((u8::try_from(number).ok().filter(|&level| level > 0)?, after))
}
