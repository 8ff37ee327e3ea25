//! The keys of the native format.

use super::scan::Cursor;
use super::swar::Short;
use crate::ingest::fault::Fault;
use crate::ingest::slot::{EventSlot, TicketSlot};
use crate::store::Stated;
use crate::ticket::Dimension;

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Ticket(TicketSlot),
    Event(EventSlot),
    Tags,
    Fields,
    Events,
    Unknown,
}

/// The only key too long for [`Short`].
const FIRST_RESPONSE: &[u8] = b"first_response_at";

const BITS: u32 = 7;

/// The known keys of an object, by their bytes. No two of them share a slot.
#[derive(Debug)]
pub(super) struct Keys {
    table: [(Short, Key); 1 << BITS],
    salt: u64,
    long: Key,
}

impl Keys {
    /// Keys of a ticket.
    pub fn ticket() -> Self {
        let slots = [
            TicketSlot::Id,
            TicketSlot::Created,
            TicketSlot::Level,
            TicketSlot::Test,
            TicketSlot::Csat,
            TicketSlot::Stated(Stated::Resolved),
            TicketSlot::Stated(Stated::Closed),
        ];
        let words = Dimension::ALL.map(TicketSlot::Word);
        let slots = slots.into_iter().chain(words).map(|slot| (slot.name(), Key::Ticket(slot)));
        Self::new(
            slots.chain([("tags", Key::Tags), ("fields", Key::Fields), ("events", Key::Events)]),
            Key::Ticket(TicketSlot::Stated(Stated::FirstResponse)),
        )
    }

    /// Keys of an event; live events also name their ticket.
    pub fn event() -> Self {
        let slots = EventSlot::ALL.map(|slot| (slot.name(), Key::Event(slot)));
        Self::new(slots.into_iter().chain([("ticket", Key::Ticket(TicketSlot::Id))]), Key::Unknown)
    }

    fn new(names: impl Iterator<Item = (&'static str, Key)>, long: Key) -> Self {
        let known: Vec<(Short, Key)> =
            names.filter_map(|(name, key)| Some((Short::of(name.as_bytes())?, key))).collect();
        let empty = (Short { head: 0, tail: 0, length: 0 }, Key::Unknown);
        let mut keys = Self { table: [empty; 1 << BITS], salt: 0, long };
        while !keys.place(&known) {
            keys.salt += 1;
            keys.table.fill(empty);
        }
        keys
    }

    fn place(&mut self, known: &[(Short, Key)]) -> bool {
        known.iter().all(|&(short, key)| {
            let slot = self.slot(short);
            let free = self.table[slot].1 == Key::Unknown;
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
    pub fn read(&self, bytes: &[u8], at: usize) -> Option<(Key, usize)> {
        let short = Short::read(bytes, at)?;
        let after = at + short.length + 2;
        if *bytes.get(after)? != b':' {
            return None;
        }
        let (known, key) = self.table[self.slot(short)];
        (known == short).then_some((key, after + 1 + usize::from(bytes.get(after + 1) == Some(&b' '))))
    }

    /// Takes the next key and its colon, however they are written.
    pub fn next(&self, cursor: &mut Cursor<'_>, scratch: &mut String) -> Result<Key, Fault> {
        if let Some((key, after)) = self.read(cursor.bytes, cursor.at) {
            cursor.at = after;
            cursor.skip_space();
            return Ok(key);
        }
        cursor.skip_space();
        let raw = cursor.text()?;
        let key = self.find(raw.read(scratch)?.as_bytes());
        cursor.expect(b':', "a colon")?;
        cursor.skip_space();
        Ok(key)
    }

    fn find(&self, name: &[u8]) -> Key {
        let Some(short) = Short::of(name) else {
            return if name == FIRST_RESPONSE { self.long } else { Key::Unknown };
        };
        match self.table[self.slot(short)] {
            (known, key) if known == short => key,
            _ => Key::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_key_is_found_at_once() {
        for keys in [Keys::ticket(), Keys::event()] {
            for (short, key) in keys.table.iter().filter(|(_, key)| *key != Key::Unknown) {
                let (head, tail) = (short.head.to_le_bytes(), short.tail.to_le_bytes());
                let name = &[head, tail].concat()[..short.length];
                assert_eq!(keys.find(name), *key);
                let json = [b"\"", name, b"\": \"and so on and on\""].concat();
                assert_eq!(
                    keys.read(&json, 0),
                    Some((*key, name.len() + 4)),
                    "{}",
                    String::from_utf8_lossy(name)
                );
            }
        }
    }

    #[test]
    fn unknown_keys_are_unknown() {
        let keys = Keys::ticket();
        for name in ["", "ide", "i", "first_response", "created_at_", "a key that is rather long"] {
            assert_eq!(keys.find(name.as_bytes()), Key::Unknown, "{name}");
        }
        assert_eq!(keys.find(FIRST_RESPONSE), Key::Ticket(TicketSlot::Stated(Stated::FirstResponse)));
    }
}
