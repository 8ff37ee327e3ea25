//! Lengths of time as settings write them.

use super::{Reader, Value, Written};

/// A length in milliseconds: written as seconds, or as text such as `"15m"`, `"4h"`, `"1h 30m"`, `"90s"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(pub i64);

/// No target is longer than this many seconds: more than thirty thousand years.
const LONGEST: f64 = 1e12;

impl Written for Length {
    fn read(from: &Reader<'_>) -> Self {
        let seconds = match from.value() {
            Value::Number(seconds) => Some(*seconds),
            Value::Text(text) => seconds(text),
            _ => None,
        };
        let known = seconds.filter(|seconds| (0.0..=LONGEST).contains(seconds));
        if known.is_none() {
            from.refuse("a length such as \"15m\", \"4h\", \"1h 30m\" or a number of seconds");
        }
        Self((known.unwrap_or(0.0) * 1_000.0).round() as i64)
    }
}

/// The seconds of a text of numbers, each with `h`, `m` or `s`.
fn seconds(text: &str) -> Option<f64> {
    let mut sum = None;
    for part in text.split_ascii_whitespace() {
        let number = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let unit = match &part[number.len()..] {
            "s" => 1.0,
            "m" | "min" => 60.0,
            "h" => 3_600.0,
            _ => return None,
        };
        sum = Some(sum.unwrap_or(0.0) + decimal(number)? * unit);
    }
    sum
}

/// A number of plain digits with at most one point. The standard library reads more than that, in ten times the code.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| -> Option<f64> {
        let plain = !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0')))
    };
    Some(digits(whole)? + digits(fraction)? / 10_f64.powi(fraction.len() as i32))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn lengths_are_numbers_with_units() {
        assert_eq!(seconds("15m"), Some(900.0));
        assert_eq!(seconds("1h 30m"), Some(5_400.0));
        assert_eq!(seconds("0.5h"), Some(1_800.0));
        for wrong in ["", "h", "4", "4 h", "-4h", "4d", "1e9h", "infh"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
