//! The keys of the native format.

use super::scan::Cursor;
use super::swar::Short;
use crate::ingest::fault::Fault;
use crate::ingest::slot::EventSlot;
use crate::ticket::Dimension;

/// What a key of a ticket stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TicketKey {
    Id,
    Created,
    Word(Dimension),
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
}

/// What a key of an event stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKey {
    Slot(EventSlot),
    /// The id of its ticket, in live events.
    Ticket,
    Unknown,
}

const BITS: u32 = 7;

/// The known keys of an object, by their bytes. No two of them share a slot.
#[derive(Debug)]
pub(super) struct Keys<K> {
    table: [(Short, K); 1 << BITS],
    salt: u64,
    unknown: K,
    /// The key too long for [`Short`].
    long: (&'static str, K),
}

impl Keys<TicketKey> {
    /// Keys of a ticket.
    pub fn ticket() -> Self {
        let words = Dimension::ALL.map(|dimension| (dimension.name(), TicketKey::Word(dimension)));
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
        Self::new(words.into_iter().chain(others), long, TicketKey::Unknown)
    }
}

impl Keys<EventKey> {
    /// Keys of an event.
    pub fn event() -> Self {
        let slots = EventSlot::ALL.map(|slot| (slot.name(), EventKey::Slot(slot)));
        let others = [("ticket", EventKey::Ticket)];
        Self::new(slots.into_iter().chain(others), ("", EventKey::Unknown), EventKey::Unknown)
    }
}

impl<K: Copy + PartialEq> Keys<K> {
    fn new(names: impl Iterator<Item = (&'static str, K)>, long: (&'static str, K), unknown: K) -> Self {
        let known: Vec<(Short, K)> =
            names.filter_map(|(name, key)| Some((Short::of(name.as_bytes())?, key))).collect();
        let empty = (Short { head: 0, tail: 0, length: 0 }, unknown);
        let mut keys = Self { table: [empty; 1 << BITS], salt: 0, unknown, long };
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

    /// What the key stands for whose opening quote is at `at`, and the place of its value. `None` says only that another
    /// reader must look.
    #[inline(always)]
    pub fn read(&self, bytes: &[u8], at: usize) -> Option<(K, usize)> {
        let short = Short::read(bytes, at)?;
        let after = at + short.length + 2;
        if *bytes.get(after)? != b':' {
            return None;
        }
        let (known, key) = self.table[self.slot(short)];
        (known == short).then_some((key, after + 1 + usize::from(bytes.get(after + 1) == Some(&b' '))))
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
        let Some(short) = Short::of(name.as_bytes()) else {
            return if name == self.long.0 { self.long.1 } else { self.unknown };
        };
        match self.table[self.slot(short)] {
            (known, key) if known == short => key,
            _ => self.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<K: Copy + PartialEq + std::fmt::Debug>(keys: &Keys<K>) {
        for (short, key) in keys.table.iter().filter(|(_, key)| *key != keys.unknown) {
            let bytes = [short.head.to_le_bytes(), short.tail.to_le_bytes()].concat();
            let name = std::str::from_utf8(&bytes[..short.length]).unwrap();
            assert_eq!(keys.find(name), *key);
            let json = format!("\"{name}\": \"and so on and on\"");
            assert_eq!(keys.read(json.as_bytes(), 0), Some((*key, name.len() + 4)), "{name}");
        }
    }

    #[test]
    fn every_known_key_is_found_at_once() {
        check(&Keys::ticket());
        check(&Keys::event());
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
