//! The keys of the native format.

use super::scan::Cursor;
use super::swar::{Short, is_plain};
use crate::ingest::fault::Fault;
use crate::ingest::slot::EventSlot;
use crate::ticket::Dimension;

/// What a key of a ticket stands for. The dimensions come first, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum TicketKey {
    Channel,
    Priority,
    Tier,
    Type,
    Group,
    Assignee,
    Requester,
    Customer,
    Status,
    Language,
    Id,
    Created,
    Level,
    Test,
    Csat,
    FirstResponse,
    Resolved,
    Closed,
    Tags,
    Fields,
    Events,
    Unknown,
    /// No key: the ticket ends.
    End,
}

impl TicketKey {
    const OF_DIMENSIONS: [Self; Dimension::COUNT] = [
        Self::Channel,
        Self::Priority,
        Self::Tier,
        Self::Type,
        Self::Group,
        Self::Assignee,
        Self::Requester,
        Self::Customer,
        Self::Status,
        Self::Language,
    ];

    /// The dimension, where it is one.
    #[inline(always)]
    pub fn dimension(self) -> Option<Dimension> {
        Dimension::ALL.get(self as usize).copied()
    }
}

/// What a key of an event stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKey {
    Slot(EventSlot),
    /// The id of its ticket, in live events.
    Ticket,
    Unknown,
    /// No key: the event ends.
    End,
}

const BITS: u32 = 7;
const TICKET_SALT: u64 = 3;
const EVENT_SALT: u64 = 4097;

/// Programs write the keys of every record in the same order, so what stood between two values before will do so again.
#[derive(Debug, Clone, Copy)]
struct Guess<K> {
    /// Up to 16 bytes, from the end of one value to the start of the next.
    bytes: u128,
    mask: u128,
    length: usize,
    key: K,
    /// How often it was wrong, as far as a byte counts.
    misses: u8,
}

/// A guess stays until it has been wrong this often, so that a file without an order pays little for guessing.
const PATIENCE: u8 = 8;

/// Before the first key of an object.
pub(super) const FIRST: usize = 0;
/// Places in an object that are told apart.
const PLACES: usize = 64;

/// The lowest bytes, by their number.
const MASKS: [u128; 17] = {
    let mut masks = [0; 17];
    let mut length = 1;
    while length <= 16 {
        masks[length] = u128::MAX >> (128 - 8 * length);
        length += 1;
    }
    masks
};

/// The known keys of an object, by their bytes. No two of them share a slot.
#[derive(Debug)]
pub(super) struct Keys<K> {
    table: [(Short, K); 1 << BITS],
    guesses: [Guess<K>; PLACES],
    salt: u64,
    unknown: K,
    end: K,
    /// The key too long for [`Short`].
    long: (&'static str, K),
}

impl Keys<TicketKey> {
    /// Keys of a ticket.
    pub fn ticket() -> Self {
        let words =
            TicketKey::OF_DIMENSIONS.into_iter().zip(Dimension::ALL).map(|(key, word)| (word.name(), key));
        let others = [
            ("id", TicketKey::Id),
            ("created_at", TicketKey::Created),
            ("level", TicketKey::Level),
            ("test", TicketKey::Test),
            ("csat", TicketKey::Csat),
            ("resolved_at", TicketKey::Resolved),
            ("closed_at", TicketKey::Closed),
            ("tags", TicketKey::Tags),
            ("fields", TicketKey::Fields),
            ("events", TicketKey::Events),
        ];
        let long = ("first_response_at", TicketKey::FirstResponse);
        Self::new(words.chain(others), long, [TicketKey::Unknown, TicketKey::End], TICKET_SALT)
    }
}

impl Keys<EventKey> {
    /// Keys of an event.
    pub fn event() -> Self {
        let slots = EventSlot::ALL.map(|slot| (slot.name(), EventKey::Slot(slot)));
        let others = [("ticket", EventKey::Ticket)];
        let rest = [EventKey::Unknown, EventKey::End];
        Self::new(slots.into_iter().chain(others), ("", EventKey::Unknown), rest, EVENT_SALT)
    }
}

impl<K: Copy + PartialEq> Keys<K> {
    /// `salt` is one that gives every key a slot of its own; were it not, the next such one is looked for.
    fn new(
        names: impl Iterator<Item = (&'static str, K)>,
        long: (&'static str, K),
        [unknown, end]: [K; 2],
        salt: u64,
    ) -> Self {
        let known: Vec<(Short, K)> =
            names.filter_map(|(name, key)| Some((Short::of(name.as_bytes())?, key))).collect();
        let empty = (Short { head: 0, tail: 0, length: 0 }, unknown);
        let guess = Guess { bytes: 0, mask: u128::MAX, length: 0, key: unknown, misses: 0 };
        let table = [empty; 1 << BITS];
        let mut keys = Self { table, guesses: [guess; PLACES], salt, unknown, end, long };
        while !keys.place(&known) {
            keys.salt += 1;
            keys.table.fill(empty);
        }
        keys
    }

    fn place(&mut self, known: &[(Short, K)]) -> bool {
        known.iter().all(|&(short, key)| {
            let slot = self.slot(short);
            let free = self.table[slot].1 == self.unknown;
            self.table[slot] = (short, key);
            free
        })
    }

    #[inline(always)]
    fn slot(&self, short: Short) -> usize {
        (short.mixed(self.salt) >> (64 - BITS)) as usize
    }

    /// What comes at `at`, after the value (or opening brace) that makes the `place`: a key, and the place of its value,
    /// or the end of the object. `None` says only that another reader must look.
    #[inline(always)]
    pub fn next(&mut self, place: usize, bytes: &[u8], at: usize) -> Option<(K, usize)> {
        let window = u128::from_le_bytes(*bytes.get(at..)?.first_chunk::<16>()?);
        let guess = &self.guesses[place % PLACES];
        if (window ^ guess.bytes) & guess.mask == 0 {
            return Some((guess.key, at + guess.length));
        }
        let (key, after) = self.look(place, bytes, at)?;
        let guess = &mut self.guesses[place % PLACES];
        guess.misses = guess.misses.wrapping_add(1);
        if guess.misses % PATIENCE == 1 {
            self.learn(place, window, after - at, key);
        }
        Some((key, after))
    }

    #[inline(always)]
    fn look(&self, place: usize, bytes: &[u8], mut at: usize) -> Option<(K, usize)> {
        let first = *bytes.get(at)?;
        if first == b'}' {
            return Some((self.end, at + 1));
        }
        if place != FIRST {
            if first != b',' {
                return None;
            }
            at += 1 + usize::from(bytes.get(at + 1) == Some(&b' '));
        }
        let short = Short::read(bytes, at)?;
        let after = at + short.length + 2;
        if *bytes.get(after)? != b':' {
            return None;
        }
        let (known, mut key) = self.table[self.slot(short)];
        if known != short {
            if !is_plain(bytes.get(at + 1..after - 1)?) {
                return None;
            }
            key = self.unknown;
        }
        Some((key, after + 1 + usize::from(bytes.get(after + 1) == Some(&b' '))))
    }

    #[inline(never)]
    fn learn(&mut self, place: usize, window: u128, length: usize, key: K) {
        if let Some(&mask) = MASKS.get(length) {
            self.guesses[place % PLACES] = Guess { bytes: window & mask, mask, length, key, misses: 1 };
        }
    }

    /// Takes the next key and its colon, however they are written.
    #[inline(never)]
    pub fn take(&self, cursor: &mut Cursor<'_>, scratch: &mut String) -> Result<K, Fault> {
        cursor.skip_space();
        let raw = cursor.text()?;
        let key = self.find(raw.read(scratch)?);
        cursor.expect(b':', "a colon")?;
        cursor.skip_space();
        Ok(key)
    }

    fn find(&self, name: &str) -> K {
        match Short::of(name.as_bytes()) {
            Some(short) => match self.table[self.slot(short)] {
                (known, key) if known == short => key,
                _ => self.unknown,
            },
            None if name == self.long.0 => self.long.1,
            None => self.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<K: Copy + PartialEq + std::fmt::Debug>(mut keys: Keys<K>) {
        let unknown = keys.unknown;
        for (short, key) in keys.table.into_iter().filter(|(_, key)| *key != unknown) {
            let bytes = [short.head.to_le_bytes(), short.tail.to_le_bytes()].concat();
            let name = std::str::from_utf8(&bytes[..short.length]).unwrap();
            assert_eq!(keys.find(name), key);
            let json = format!(", \"{name}\": \"and so on and on\"");
            // First looked up, then guessed.
            for _ in 0..2 {
                assert_eq!(keys.next(1, json.as_bytes(), 0), Some((key, name.len() + 6)), "{name}");
            }
            assert_eq!(keys.next(1, b"}, and so on and on and on", 0), Some((keys.end, 1)));
        }
    }

    #[test]
    fn every_known_key_is_found() {
        for (key, dimension) in TicketKey::OF_DIMENSIONS.into_iter().zip(Dimension::ALL) {
            assert_eq!(key.dimension(), Some(dimension));
        }
        assert_eq!(TicketKey::Id.dimension(), None);
        assert_eq!((Keys::ticket().salt, Keys::event().salt), (TICKET_SALT, EVENT_SALT));
        check(Keys::ticket());
        check(Keys::event());
    }

    #[test]
    fn unknown_keys_are_unknown() {
        let keys = Keys::ticket();
        for name in ["", "ide", "i", "first_response", "created_at_", "a key that is rather long"] {
            assert_eq!(keys.find(name), TicketKey::Unknown, "{name}");
        }
        assert_eq!(keys.find("first_response_at"), TicketKey::FirstResponse);
    }
}
