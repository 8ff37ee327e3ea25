//! Decimal text to the nearest double, exactly, without the tables of the standard parser.

/// A number by the grammar of JSON. `None` for any other text and for numbers beyond the range of a double.
///
/// ```
/// use deskgauge::ingest::number;
///
/// assert_eq!(number::read(b"4.35"), Some(4.35));
/// assert_eq!(number::read(b"1e400"), None);
/// assert_eq!(number::read(b"0x10"), None);
/// ```
pub fn read(text: &[u8]) -> Option<f64> {
    if let Some(number) = whole(text) {
        return Some(number);
    }
    let decimal = Decimal::read(text)?;
    let size = decimal.size()?;
    Some(if decimal.negative { -size } else { size })
}

/// A whole number that doubles hold exactly, as most are.
fn whole(text: &[u8]) -> Option<f64> {
    const MOST: usize = 15;
    if text.is_empty() || text.len() > MOST || (text.len() > 1 && text[0] == b'0') {
        return None;
    }
    let mut number = 0_u64;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number as f64)
}

/// Digits and where the point stands: `digits` × 10^`exponent`.
struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn read(text: &'a [u8]) -> Option<Self> {
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (whole, mut rest) = digits(text);
        if whole.is_empty() || (whole.len() > 1 && whole[0] == b'0') {
            return None;
        }
        let mut fraction: &[u8] = &[];
        if let [b'.', after @ ..] = rest {
            (fraction, rest) = digits(after);
            if fraction.is_empty() {
                return None;
            }
        }
        let mut exponent = 0;
        if let [b'e' | b'E', after @ ..] = rest {
            let (down, after) = match after {
                [b'-', after @ ..] => (true, after),
                [b'+', after @ ..] => (false, after),
                _ => (false, after),
            };
            let (power, end) = digits(after);
            if power.is_empty() {
                return None;
            }
            rest = end;
            for digit in power {
                exponent = (exponent * 10 + i64::from(digit - b'0')).min(1 << 40);
            }
            exponent = if down { -exponent } else { exponent };
        }
        rest.is_empty().then_some(Self { negative, whole, fraction, exponent })
    }

    fn size(&self) -> Option<f64> {
        let exponent = self.exponent - self.fraction.len() as i64;
        let all = || self.whole.iter().chain(self.fraction).skip_while(|&&digit| digit == b'0');
        let count = all().count();
        if count == 0 {
            return Some(0.0);
        }
        if count <= 15 && (-22..=22).contains(&exponent) {
            let digits = all().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
            return Some(if exponent < 0 {
                digits / POWERS[exponent.unsigned_abs() as usize]
            } else {
                digits * POWERS[exponent as usize]
            });
        }
        let magnitude = exponent.saturating_add(count as i64);
        if magnitude > 310 {
            return None;
        }
        if magnitude < -330 {
            return Some(0.0);
        }
        // Beyond this many digits only "is anything left" can matter to the rounding.
        const KEPT: usize = 800;
        let mut number = Big::default();
        for digit in all().take(KEPT) {
            number.scale_and_add(10, u32::from(digit - b'0'));
        }
        let exponent = exponent + count.saturating_sub(KEPT) as i64;
        let rest = all().skip(KEPT).any(|&digit| digit != b'0');
        number.rounded(exponent, rest)
    }
}

/// The powers of ten that doubles hold exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// A whole number of any size, lowest 32 bits first.
#[derive(Default)]
struct Big(Vec<u32>);

impl Big {
    fn scale_and_add(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides and tells whether something was left over.
    fn divide(&mut self, by: u32) -> bool {
        let mut left = 0_u64;
        for part in self.0.iter_mut().rev() {
            left = left << 32 | u64::from(*part);
            *part = (left / u64::from(by)) as u32;
            left %= u64::from(by);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        left > 0
    }

    /// The double nearest to `self` × 10^`exponent`, ties to even; `rest` says that the true value is a little larger.
    fn rounded(mut self, exponent: i64, mut rest: bool) -> Option<f64> {
        let mut shift = 0_i64;
        if exponent >= 0 {
            for _ in 0..exponent {
                self.scale_and_add(10, 0);
            }
        } else {
            // 10 takes fewer than 3.4 bits, so at least 64 bits stay after the division.
            let parts = (exponent.unsigned_abs() as usize * 34 / 10 + 64) / 32 + 1;
            self.0.splice(0..0, std::iter::repeat_n(0, parts));
            shift = -(parts as i64 * 32);
            for _ in 0..exponent.unsigned_abs() {
                rest |= self.divide(10);
            }
        }
        let length = self.bits();
        // The lowest bit a double keeps: 53 bits below the top, or 2^-1074 for the smallest numbers.
        let lowest = (length + shift - 53).max(-1074) - shift;
        let (mut kept, half, below) = self.split(lowest);
        if half && (below || rest || kept & 1 == 1) {
            kept += 1;
        }
        let mut value = kept as f64;
        let mut power = lowest + shift;
        while power > 0 {
            let step = power.min(1000);
            value *= two_to(step);
            power -= step;
        }
        if power < 0 {
            // Exact: `kept` has no more bits than the result can hold.
            value = if power < -1000 {
                value * two_to(-1000) * two_to(power + 1000)
            } else {
                value * two_to(power)
            };
        }
        value.is_finite().then_some(value)
    }

    fn bits(&self) -> i64 {
        self.0.last().map_or(0, |top| self.0.len() as i64 * 32 - i64::from(top.leading_zeros()))
    }

    fn bit(&self, at: i64) -> bool {
        at >= 0 && self.0.get((at / 32) as usize).is_some_and(|part| part >> (at % 32) & 1 == 1)
    }

    /// The bits from `lowest` up as a number, the bit just below, and whether any further bit is set.
    fn split(&self, lowest: i64) -> (u64, bool, bool) {
        let mut kept = 0;
        for at in (lowest..self.bits()).rev() {
            kept = kept << 1 | u64::from(self.bit(at));
        }
        let below = (0..(lowest - 1).max(0)).any(|at| self.bit(at));
        (kept, self.bit(lowest - 1), below)
    }
}

/// A power of two between 2^-1022 and 2^1023.
fn two_to(power: i64) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let standard: f64 = text.parse().unwrap();
        let expected = standard.is_finite().then_some(standard.to_bits());
        assert_eq!(read(text.as_bytes()).map(f64::to_bits), expected, "{text}");
    }

    #[test]
    fn the_hard_cases_round_like_the_standard_parser() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1",
            "9007199254740993",
            "9007199254740993.0000000000000000000000000000001",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "5e-325",
            "1e-400",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e308",
            "1e309",
            "1e400",
            "123456789012345678901234567890",
            "0.1",
            "0.30000000000000004",
            "1e22",
            "1e23",
            "8.988465674311579e307",
            "6.02214076e23",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
        ] {
            agrees(text);
        }
        agrees(&format!("1{}", "0".repeat(400)));
        agrees(&format!("0.{}1", "0".repeat(400)));
        agrees(&format!("9007199254740993.{}1", "0".repeat(900)));
        agrees(&format!("{}e-950", "7".repeat(1000)));
    }

    #[test]
    fn only_the_grammar_of_json_counts() {
        for text in
            ["", "-", "+1", "01", "1.", ".5", "1e", "1e+", "NaN", "Infinity", "1_0", " 1", "1 ", "0x1"]
        {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_double_survives_its_shortest_text(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            agrees(&format!("{value:e}"));
            agrees(&format!("{value}"));
        }

        #[test]
        fn any_digits_round_like_the_standard_parser(text in "-?[1-9][0-9]{0,30}(\\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?") {
            agrees(&text);
        }
    }
}
