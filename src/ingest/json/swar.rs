//! Eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The eight bytes from `from` on.
#[inline(always)]
pub(super) fn eight<const LENGTH: usize>(bytes: &[u8; LENGTH], from: usize) -> u64 {
    bytes.get(from..).and_then(|rest| rest.first_chunk()).map_or(0, |word| u64::from_le_bytes(*word))
}

/// The top bit of the first zero byte of `word`; further bits may be set above it. 0 when no byte is zero.
#[inline(always)]
const fn first_zero(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGH
}

/// The top bit of the first byte that equals `byte`; further bits may be set above it.
#[inline(always)]
pub(super) const fn first(word: u64, byte: u8) -> u64 {
    first_zero(word ^ (ONES * byte as u64))
}

/// Whether all bytes are ASCII.
#[inline(always)]
pub(super) const fn is_ascii(word: u64) -> bool {
    word & HIGH == 0
}

/// The top bit of the first quote, backslash or control character; further bits may be set above it.
#[inline(always)]
pub(super) const fn first_special(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    first(word, b'"') | first(word, b'\\') | control
}

/// How many bytes stand before the one marked by [`first`].
#[inline(always)]
pub(super) const fn before(mark: u64) -> usize {
    (mark.trailing_zeros() / 8) as usize
}

/// The bytes before the one marked by [`first`], the others as zeros.
#[inline(always)]
pub(super) const fn kept(word: u64, mark: u64) -> u64 {
    let lowest = mark & mark.wrapping_neg();
    word & ((lowest >> 7).wrapping_sub(1))
}

/// The bytes before the first that equals `byte`, and all but the top bit of that one; `word` itself where none does.
#[inline(always)]
pub(super) const fn up_to(word: u64, byte: u8) -> u64 {
    let mark = first(word, byte);
    word & (mark & mark.wrapping_neg()).wrapping_sub(1)
}

/// A short string that stands in quotes: its bytes, filled up with zeros, and their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short {
    pub head: u64,
    pub tail: u64,
    pub length: usize,
}

impl Short {
    /// The longest text that fits.
    pub const LONGEST: usize = 15;
    /// How many bytes from the opening quote on must be there to look at.
    const WINDOW: usize = 18;

    /// The string whose opening quote is at `at`, up to the next quote, whatever stands in it.
    #[inline(always)]
    pub fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let window = bytes.get(at..)?.first_chunk::<{ Self::WINDOW }>()?;
        if window[0] != b'"' {
            return None;
        }
        let [_, a, b, c, d, e, f, g, h, tail @ .., _] = *window;
        let head = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let mark = first(head, b'"');
        if mark != 0 {
            return Some(Self { head: kept(head, mark), tail: 0, length: before(mark) });
        }
        let tail = u64::from_le_bytes(tail);
        let mark = first(tail, b'"');
        (mark != 0).then(|| Self { head, tail: kept(tail, mark), length: 8 + before(mark) })
    }

    /// The same for text without its quotes. `None` when it is too long.
    pub fn of(text: &[u8]) -> Option<Self> {
        if text.len() > Self::LONGEST {
            return None;
        }
        let mut bytes = [0; 16];
        bytes[..text.len()].copy_from_slice(text);
        let [a, b, c, d, e, f, g, h, tail @ ..] = bytes;
        let head = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        Some(Self { head, tail: u64::from_le_bytes(tail), length: text.len() })
    }

    /// A number well spread over 64 bits; its top bits are the best.
    #[inline(always)]
    pub fn mixed(self, salt: u64) -> u64 {
        (self.head ^ self.tail.rotate_left(29) ^ salt.rotate_left(56)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// Whether text in quotes reads as it is written.
pub(super) fn is_plain(text: &[u8]) -> bool {
    text.iter().all(|&byte| (0x20..0x7f).contains(&byte) && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_string_is_the_same_read_either_way() {
        for length in 0..=20 {
            let text: Vec<u8> = (0..length).map(|at| b'a' + at as u8).collect();
            let mut json = vec![b'"'];
            json.extend_from_slice(&text);
            json.extend_from_slice(b"\":\"and so on and on\"");
            assert_eq!(Short::read(&json, 0), Short::of(&text), "{length}");
        }
    }

    #[test]
    fn the_first_special_byte_is_found_among_any_others() {
        let mut state = 3_u64;
        for _ in 0..100_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let kinds = [
                b'a', b'"', b'\\', 0x1f, 0x20, 0xe9, 0x80, 0xff, b'!', b']', b'[', 0x21, 0x5d, b'z', b'0',
                0xa2,
            ];
            let bytes: [u8; 8] = std::array::from_fn(|at| kinds[(state >> (16 + 4 * at)) as usize % 16]);
            let plain = bytes.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20);
            let mark = first_special(u64::from_le_bytes(bytes));
            assert_eq!((mark != 0).then(|| before(mark)), plain, "{bytes:?}");
        }
    }
}
