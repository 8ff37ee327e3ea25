//! The short way through an event: known keys, short plain words, dates in the usual form, small numbers.
//!
//! Nearly every event is like that, in whatever order its keys come. Where one is not, nothing has happened yet and the
//! long way reads it from its start; both ways give the same event, and new words the same codes.

use super::dates::Dates;
use super::keys::{EventKey, FIRST, Keys};
use super::swar::{Short, is_plain};
use super::tails::{Said, Tails};
use super::words::{List, Words};
use crate::ingest::draft::Draft;
use crate::ingest::slot::EventSlot;
use crate::store::{Event, NO_CODE, Store};
use crate::ticket::{Dimension, Escalation, Kind, Role, Sense, Survey, SurveyKind};

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
}

impl Memory {
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
        // Whether time and number are all that was read so far, and the bytes after the time.
        let (mut bare, mut tail) = (true, None);
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
            place = PLACE_OF_SLOT + slot as usize;
            bare &= matches!(slot, EventSlot::At | EventSlot::Seq);
            match slot {
                EventSlot::At => {
                    let (read, after) = self.dates.read(bytes, value)?;
                    when = Some(read);
                    at = after;
                    // What comes again after a tail has begun belongs to no tail.
                    let found = if bare && tail.is_none() { self.tails.tail(bytes, at) } else { None };
                    if let Some(found) = found
                        && let Some((said, length)) = self.tails.find(bytes, found)
                    {
                        add(draft, store, said, read, seq);
                        return Some(at + length);
                    }
                    tail = found;
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
        let event = Event { role, actor, ..Event::new(when, kind) };
        let said = match kind {
            Kind::Created | Kind::Reply | Kind::Note | Kind::Spam | Kind::Deleted | Kind::Restored => {
                Said::Event(event)
            }
            Kind::AssignedAgent | Kind::AssignedGroup => {
                agent.or(group)?;
                Said::Assigned(event, agent, group)
            }
            Kind::Status | Kind::Priority => Said::Event(event.with(match to {
                To::Word(of, code) if of == kind => code,
                To::Later(at) => self.words.read(bytes, at, list_of(kind)?, store)?.0,
                _ => return None,
            })),
            Kind::Escalated => {
                let to = match to {
                    To::Absent => 0,
                    To::Level(level) => level,
                    _ => return None,
                };
                let value = store.escalation(Escalation { sense, from, to, reason: NO_CODE });
                Said::Event(event.with(value))
            }
            Kind::Survey => {
                let (kind, score) = (survey?, score?);
                let scale = kind.usual_scale();
                if score > scale {
                    return None;
                }
                Said::Event(event.with(store.survey(Survey { kind, score, scale })))
            }
            Kind::Merged | Kind::Work | Kind::Tagged | Kind::Field | Kind::Policy => return None,
        };
        add(draft, store, &said, when, seq);
        if let Some(tail) = tail {
            self.tails.learn(bytes, tail, at, said);
        }
        Some(at)
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
    match *said {
        Said::Event(event) => draft.add_event(store, Event { at, seq, ..event }),
        Said::Assigned(event, agent, group) => {
            draft.add_assigned(store, Event { at, seq, ..event }, agent, group);
        }
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
