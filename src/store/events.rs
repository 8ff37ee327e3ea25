//! The event columns: one array a field.

use super::{Dictionary, NO_CODE};
use crate::ticket::{Kind, Role};

/// One event on its way into the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// What happened.
    pub kind: Kind,
    /// Who did it.
    pub role: Role,
    /// Code of the person in [`super::Store::people`], or [`NO_CODE`].
    pub actor: u32,
    /// What the kind needs: a word's code, or an index into the survey, escalation or field list.
    pub value: u32,
    /// The source's own number of the event; without it the event's position in the load ranks it.
    pub seq: Option<i64>,
    /// Code of the event's own id, or [`NO_CODE`].
    pub id: u32,
}

impl Event {
    /// An event by nobody in particular, without a value.
    pub const fn new(at: i64, kind: Kind) -> Self {
        Self { at, kind, role: Role::Unknown, actor: NO_CODE, value: NO_CODE, seq: None, id: NO_CODE }
    }

    /// Says who did it.
    #[must_use]
    pub const fn by(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Gives the kind's value.
    #[must_use]
    pub const fn with(mut self, value: u32) -> Self {
        self.value = value;
        self
    }
}

/// Rank of events at one instant: narrow until a source sends a number beyond 32 bits.
#[derive(Debug)]
pub enum Seq {
    /// Numbers from 0 to 2³²−1.
    Narrow(Vec<u32>),
    /// Any number.
    Wide(Vec<i64>),
}

impl Default for Seq {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Seq {
    /// The rank of event `at`.
    #[inline]
    pub fn get(&self, at: usize) -> i64 {
        match self {
            Self::Narrow(values) => i64::from(values[at]),
            Self::Wide(values) => values[at],
        }
    }

    fn push(&mut self, seq: i64) {
        match self {
            Self::Narrow(values) => match u32::try_from(seq) {
                Ok(narrow) => {
                    values.push(narrow);
                }
                Err(_) => {
                    let mut wide: Vec<i64> = values.iter().map(|&value| i64::from(value)).collect();
                    wide.push(seq);
                    *self = Self::Wide(wide);
                }
            },
            Self::Wide(values) => {
                values.push(seq);
            }
        }
    }

    fn set_last(&mut self, seq: i64) {
        match self {
            Self::Narrow(values) => {
                values.pop();
            }
            Self::Wide(values) => {
                values.pop();
            }
        }
        self.push(seq);
    }

    fn truncate(&mut self, len: usize) {
        match self {
            Self::Narrow(values) => values.truncate(len),
            Self::Wide(values) => values.truncate(len),
        }
    }

    fn gather(&mut self, order: &[u32]) {
        match self {
            Self::Narrow(values) => gather(values, order),
            Self::Wide(values) => gather(values, order),
        }
    }

    fn memory(&self) -> usize {
        match self {
            Self::Narrow(values) => 4 * values.capacity(),
            Self::Wide(values) => 8 * values.capacity(),
        }
    }
}

const KIND_BITS: u8 = 0b1_1111;
const ROLE_SHIFT: u8 = 5;
const SEQ_GIVEN: u8 = 0b1000_0000;

/// All events, one array a field. A ticket's events are one stretch of them.
#[derive(Debug, Default)]
pub struct Events {
    pub(super) at: Vec<i64>,
    /// Kind in the low five bits, role in the next two, and whether the source gave `seq` in the last.
    pub(super) what: Vec<u8>,
    pub(super) actor: Vec<u32>,
    pub(super) value: Vec<u32>,
    pub(super) seq: Seq,
    /// Codes into `id_words`; empty until a source gives ids.
    pub(super) ids: Vec<u32>,
    pub(super) id_words: Dictionary,
}

impl Events {
    /// How many events there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// When each happened.
    pub fn at(&self) -> &[i64] {
        &self.at
    }

    /// Kind and role of each, packed; read with [`Events::kind_of`] and [`Events::role_of`].
    pub fn what(&self) -> &[u8] {
        &self.what
    }

    /// The person's code of each.
    pub fn actor(&self) -> &[u32] {
        &self.actor
    }

    /// The value of each.
    pub fn value(&self) -> &[u32] {
        &self.value
    }

    /// Kind, role and whether the source gave a number, packed.
    #[inline(always)]
    pub const fn what_of(event: &Event) -> u8 {
        let given = if event.seq.is_some() { SEQ_GIVEN } else { 0 };
        event.kind as u8 | (event.role as u8) << ROLE_SHIFT | given
    }

    /// The kind's code in a packed byte.
    pub const fn kind_of(what: u8) -> u8 {
        what & KIND_BITS
    }

    /// The role in a packed byte.
    pub const fn role_of(what: u8) -> Role {
        match what >> ROLE_SHIFT & 0b11 {
            1 => Role::Agent,
            2 => Role::Customer,
            3 => Role::Bot,
            _ => Role::Unknown,
        }
    }

    /// The event at a position.
    pub fn get(&self, at: usize) -> Option<Event> {
        let what = *self.what.get(at)?;
        Some(Event {
            at: self.at[at],
            kind: Kind::from_code(Self::kind_of(what))?,
            role: Self::role_of(what),
            actor: self.actor[at],
            value: self.value[at],
            seq: self.seq_given(at).then(|| self.seq.get(at)),
            id: self.id(at),
        })
    }

    /// Code of an event's own id.
    pub(super) fn id(&self, at: usize) -> u32 {
        self.ids.get(at).copied().unwrap_or(NO_CODE)
    }

    /// The event ids seen so far.
    pub fn id_words(&mut self) -> &mut Dictionary {
        &mut self.id_words
    }

    pub(super) fn id_text(&self, code: u32) -> Option<&[u8]> {
        self.id_words.bytes(code)
    }

    pub(super) fn has_ids(&self) -> bool {
        !self.ids.is_empty()
    }

    pub(super) fn seq(&self, at: usize) -> i64 {
        self.seq.get(at)
    }

    pub(super) fn seq_given(&self, at: usize) -> bool {
        self.what[at] & SEQ_GIVEN != 0
    }

    /// Whether these events stand in the order of their times, those of one time in the order of their ranks.
    #[inline]
    pub(super) fn is_sorted(&self, range: std::ops::Range<usize>) -> bool {
        let start = range.start;
        let at = &self.at[range];
        at.windows(2).enumerate().all(|(index, pair)| {
            pair[0] < pair[1] || (pair[0] == pair[1] && self.seq(start + index) < self.seq(start + index + 1))
        })
    }

    /// Makes room for about `extra` more events, so that a load of known size grows each column once.
    pub(super) fn reserve(&mut self, extra: usize) {
        self.at.reserve_exact(extra);
        self.what.reserve_exact(extra);
        self.actor.reserve_exact(extra);
        self.value.reserve_exact(extra);
        if let Seq::Narrow(values) = &mut self.seq {
            values.reserve_exact(extra);
        }
    }

    /// Appends an event; `position` ranks it when the source gave no number.
    #[inline(always)]
    pub(super) fn push(&mut self, event: &Event, position: u32) {
        self.at.push(event.at);
        self.what.push(Self::what_of(event));
        self.actor.push(event.actor);
        self.value.push(event.value);
        match (&mut self.seq, event.seq) {
            (Seq::Narrow(values), None) => values.push(position),
            (seq, given) => seq.push(given.unwrap_or(i64::from(position))),
        }
        if event.id != NO_CODE || self.has_ids() {
            self.ids.resize(self.at.len() - 1, NO_CODE);
            self.ids.push(event.id);
        }
    }

    /// Forgets all events from `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.at.truncate(len);
        self.what.truncate(len);
        self.actor.truncate(len);
        self.value.truncate(len);
        self.seq.truncate(len);
        self.ids.truncate(len);
    }

    /// Rebuilds every column so that position `i` holds what was at `order[i]`; one column at a time.
    pub(super) fn gather(&mut self, order: &[u32]) {
        gather(&mut self.at, order);
        gather(&mut self.what, order);
        gather(&mut self.actor, order);
        gather(&mut self.value, order);
        self.seq.gather(order);
        if self.has_ids() {
            gather(&mut self.ids, order);
        }
    }

    /// Puts the events of one stretch, which starts at `start`, into the order given by positions.
    pub(super) fn permute(&mut self, start: usize, order: &[u32]) {
        permute(&mut self.at, start, order);
        permute(&mut self.what, start, order);
        permute(&mut self.actor, start, order);
        permute(&mut self.value, start, order);
        match &mut self.seq {
            Seq::Narrow(values) => permute(values, start, order),
            Seq::Wide(values) => permute(values, start, order),
        }
        if self.has_ids() {
            permute(&mut self.ids, start, order);
        }
    }

    /// Copies the event at `at` to the end.
    pub(super) fn repeat(&mut self, at: usize) {
        let (when, what, actor, value, seq) =
            (self.at[at], self.what[at], self.actor[at], self.value[at], self.seq.get(at));
        let id = self.id(at);
        self.at.push(when);
        self.what.push(what);
        self.actor.push(actor);
        self.value.push(value);
        self.seq.push(seq);
        if self.has_ids() {
            self.ids.push(id);
        }
    }

    /// Ranks the last event.
    pub(super) fn rank_last(&mut self, seq: i64) {
        self.seq.set_last(seq);
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        8 * self.at.capacity()
            + self.what.capacity()
            + 4 * (self.actor.capacity() + self.value.capacity() + self.ids.capacity())
            + self.seq.memory()
            + self.id_words.memory()
    }
}

fn gather<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    let gathered = order.iter().map(|&from| column[from as usize]).collect();
    *column = gathered;
}

fn permute<T: Copy>(column: &mut [T], start: usize, order: &[u32]) {
    let moved: Vec<T> = order.iter().map(|&from| column[from as usize]).collect();
    column[start..start + moved.len()].copy_from_slice(&moved);
}
