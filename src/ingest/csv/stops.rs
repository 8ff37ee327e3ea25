//! Finding delimiters and line ends eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const LOW_SEVEN: u64 = 0x7f7f_7f7f_7f7f_7f7f;

/// The places of one delimiter and of line ends in a text, in order.
#[derive(Debug)]
pub(super) struct Stops<'a> {
    text: &'a [u8],
    delimiters: u64,
    delimiter: u8,
    /// Where the word under the eye begins.
    base: usize,
    /// The stops of that word that are still to come: the top bit of their bytes.
    left: u64,
}

impl<'a> Stops<'a> {
    pub fn new(text: &'a [u8], delimiter: u8) -> Self {
        let mut stops = Self { text, delimiters: ONES * u64::from(delimiter), delimiter, base: 0, left: 0 };
        stops.seek(0);
        stops
    }

    /// Goes on from `at`.
    #[inline]
    pub fn seek(&mut self, at: usize) {
        self.base = at;
        self.left = self.stops_at(at);
    }

    /// The next stop.
    #[inline]
    pub fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.base += 8;
            if self.base >= self.text.len() {
                return None;
            }
            self.left = self.stops_at(self.base);
        }
        let stop = self.base + (self.left.trailing_zeros() / 8) as usize;
        self.left &= self.left - 1;
        Some(stop)
    }

    #[inline]
    fn stops_at(&self, at: usize) -> u64 {
        let rest = self.text.get(at..).unwrap_or(&[]);
        match rest.first_chunk::<8>() {
            Some(word) => {
                let word = u64::from_le_bytes(*word);
                zeros(word ^ self.delimiters)
                    | zeros(word ^ (ONES * u64::from(b'\n')))
                    | zeros(word ^ (ONES * u64::from(b'\r')))
            }
            None => self.stops_in_tail(rest),
        }
    }

    #[cold]
    fn stops_in_tail(&self, rest: &[u8]) -> u64 {
        let mut found = 0;
        for (at, &byte) in rest.iter().enumerate() {
            if byte == self.delimiter || byte == b'\n' || byte == b'\r' {
                found |= 0x80 << (8 * at);
            }
        }
        found
    }
}

/// The top bit of every byte that is zero, and no other bit.
#[inline]
const fn zeros(word: u64) -> u64 {
    !(((word & LOW_SEVEN) + LOW_SEVEN) | word | LOW_SEVEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stops_are_where_a_plain_search_finds_them(bytes: Vec<u8>, delimiter in 0_u8..128, from in 0_usize..40) {
            let mut stops = Stops::new(&bytes, delimiter);
            stops.seek(from);
            let found: Vec<usize> = std::iter::from_fn(|| stops.next()).collect();
            let expected: Vec<usize> = (from..bytes.len())
                .filter(|&at| [delimiter, b'\n', b'\r'].contains(&bytes[at]))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
