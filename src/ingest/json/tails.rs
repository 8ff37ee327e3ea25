//! What events say after their time, remembered whole.
//!
//! The bytes from an event's time to its closing brace are few different ones in a file, such as
//! `,"kind":"reply","role":"agent"}`. Equal bytes say the same, so the event need not be read again.

use super::swar::eight;
use crate::store::NO_CODE;
use crate::ticket::{Kind, Role};

/// What the bytes say of an event, whose time comes from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub kind: Kind,
    pub role: Role,
    pub actor: u32,
    pub value: u32,
    /// The group that an assignment names besides its agent.
    pub group: Option<u32>,
}

/// Longest tail remembered.
const LONGEST: usize = 64;
/// The bytes a tail may begin.
pub(super) type Window = [u8; LONGEST];

const BITS: u32 = 10;
const SLOTS: usize = 1 << BITS;
/// After so many new tails in a row only one in as many is remembered.
const PATIENCE: u32 = 64;
/// One tail in so many that are not in their best place is brought there.
const SELDOM: u32 = 8;

/// A tail. All that a short one needs lies in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Entry {
    said: Said,
    /// 0 where nothing is remembered.
    length: u32,
    bytes: Window,
}

impl Entry {
    /// Whether it is what the first `length` bytes of the window are.
    #[inline(always)]
    fn is(&self, window: &Window, length: usize) -> bool {
        let mask = mask(length);
        let differing = |at| (eight(window, at) ^ eight(&self.bytes, at)) & eight(mask, at);
        let half = |at| differing(at) | differing(at + 8) | differing(at + 16) | differing(at + 24);
        self.length as usize == length && half(0) == 0 && (length <= LONGEST / 2 || half(LONGEST / 2) == 0)
    }
}

/// Ones for the first `length` bytes of a window.
#[inline(always)]
fn mask(length: usize) -> &'static Window {
    static MASKS: [[u8; LONGEST]; 2] = [[0xff; LONGEST], [0; LONGEST]];
    let from = LONGEST - length.min(LONGEST);
    MASKS.as_flattened().get(from..).and_then(|mask| mask.first_chunk()).unwrap_or(&MASKS[1])
}

/// A memory of tails.
///
/// The first bytes of a window tell where the tails ended that began like them before. They and a tail's last bytes
/// together tell its place, which is one of two.
#[derive(Debug)]
pub(super) struct Tails {
    /// Where the last eight bytes of the last two tails of different length begin.
    lasts: Box<[[u8; 2]; SLOTS]>,
    entries: Box<[Entry; SLOTS]>,
    misses: u32,
    found_elsewhere: u32,
}

impl Default for Tails {
    fn default() -> Self {
        let said =
            Said { kind: Kind::Created, role: Role::Unknown, actor: NO_CODE, value: NO_CODE, group: None };
        let empty = Entry { bytes: [0; LONGEST], said, length: 0 };
        Self {
            lasts: Box::new([[0; 2]; SLOTS]),
            entries: Box::new([empty; SLOTS]),
            misses: 0,
            found_elsewhere: 0,
        }
    }
}

impl Tails {
    /// The tail that begins the window, and its length, if it is known.
    // The length does not wait for the entry, so that the next event need not either.
    #[inline(always)]
    pub fn find(&mut self, window: &Window) -> Option<(&Said, usize)> {
        let first = first(window);
        let lasts = self.lasts[slot(first)];
        let fits = window[usize::from(lasts[0]).min(LONGEST - 8) + 7] == b'}';
        let last = lasts[usize::from(!fits)];
        let at = slot(whole(window, first, last));
        let length = usize::from(last) + 8;
        if self.entries[at].is(window, length) {
            self.misses = 0;
            return Some((&self.entries[at].said, length));
        }
        self.elsewhere(window, first)
    }

    /// Looks in all places that a tail may be in. One that is often found like this gets the better place in the end.
    #[inline(never)]
    fn elsewhere(&mut self, window: &Window, first: u64) -> Option<(&Said, usize)> {
        let lasts = self.lasts[slot(first)];
        for way in 0..4 {
            let last = lasts[way / 2];
            let best = slot(whole(window, first, last));
            let mut at = best ^ (way % 2);
            let length = usize::from(last) + 8;
            if self.entries[at].is(window, length) {
                self.misses = 0;
                self.found_elsewhere = self.found_elsewhere.wrapping_add(1);
                if self.found_elsewhere.is_multiple_of(SELDOM) {
                    self.entries.swap(at, best);
                    at = best;
                }
                return Some((&self.entries[at].said, length));
            }
        }
        None
    }

    /// Remembers what the first `length` bytes of the window say.
    #[inline(never)]
    pub fn learn(&mut self, window: &Window, length: usize, said: Said) {
        self.misses = self.misses.wrapping_add(1);
        if !(8..=LONGEST).contains(&length)
            || (self.misses > PATIENCE && !self.misses.is_multiple_of(PATIENCE))
        {
            return;
        }
        let first = first(window);
        let last = (length - 8) as u8;
        let lasts = &mut self.lasts[slot(first)];
        if lasts[0] != last {
            *lasts = [last, lasts[0]];
        }
        let at = slot(whole(window, first, last));
        self.entries[at ^ 1] =
            std::mem::replace(&mut self.entries[at], Entry { bytes: *window, said, length: length as u32 });
    }
}

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number made of the first bytes but those that nearly all tails have.
#[inline(always)]
fn first(window: &Window) -> u64 {
    (eight(window, 8) ^ eight(window, 16).rotate_left(23) ^ eight(window, 24).rotate_left(45))
        .wrapping_mul(SPREAD)
}

/// A number made of the first bytes and the last ones.
#[inline(always)]
fn whole(window: &Window, first: u64, last: u8) -> u64 {
    (first ^ eight(window, usize::from(last).min(LONGEST - 8))).wrapping_mul(SPREAD)
}

#[inline(always)]
fn slot(number: u64) -> usize {
    (number >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: usize) -> Said {
        Said { kind: Kind::Reply, role: Role::Agent, actor: NO_CODE, value: value as u32, group: None }
    }

    #[test]
    fn only_the_very_same_bytes_are_found() {
        for length in 0..=70 {
            let mut window: Window = std::array::from_fn(|at| b'a' + at as u8 % 20);
            let mut tails = Tails::default();
            assert!(tails.find(&window).is_none());
            tails.learn(&window, length, said(length));
            if !(8..=window.len()).contains(&length) {
                assert!(tails.find(&window).is_none());
                continue;
            }
            for at in 0..window.len() {
                window[at] ^= 1;
                // The bytes after a tail may tell its place, but not whether it is there.
                if at < length {
                    assert!(tails.find(&window).is_none(), "{length} {at}");
                }
                window[at] ^= 1;
            }
            let found = tails.find(&window).unwrap();
            assert_eq!(found, (&said(length), length));
        }
    }

    #[test]
    fn tails_that_begin_alike_are_all_found() {
        let mut tails = Tails::default();
        let window = |number: usize| {
            let text = format!(
                ",\"kind\":\"assigned\",\"agent\":\"somebody {number}\"}},{{\"at\":\"2024-01-01T00\""
            );
            let length = text.find('}').unwrap() + 1;
            (*text.as_bytes().first_chunk::<64>().unwrap(), length)
        };
        let missed = |tails: &mut Tails| {
            (100..110)
                .filter(|&number| {
                    let (window, length) = window(number);
                    let found = tails.find(&window).map(|(said, _)| *said);
                    assert!(found.is_none_or(|found| found == said(number)));
                    tails.learn(&window, length, said(number));
                    found.is_none()
                })
                .count()
        };
        assert_eq!(missed(&mut tails), 10);
        assert_eq!(missed(&mut tails), 0);
    }
}
