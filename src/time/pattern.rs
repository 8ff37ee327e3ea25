//! Date patterns: `d/m/yyyy HH:MM`, `MM/DD/YYYY hh:mm:ss AM`. The table of fields is in [`super::parse`].
//!
//! Easy to get wrong: `m` is a month or a minute. Case does not tell them apart, because people write both; what stands
//! before does. Directly after an hour it is the minutes.

use super::fields::{Parsed, clock_ms, day_number, digits_at, fraction_prefix, number, offset_prefix};
use crate::error::DeskError;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Field(Field),
    /// A field of so many digits, because the next field follows without a sign between.
    Packed(Field, usize),
    Literal(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Year,
    ShortYear,
    Month,
    MonthName { full: bool },
    Day,
    Weekday { full: bool },
    Hour,
    Minute,
    Second,
    Fraction,
    Meridiem,
    Offset,
}

impl Field {
    fn digits(self) -> Option<usize> {
        match self {
            Self::Year => Some(4),
            Self::ShortYear | Self::Month | Self::Day | Self::Hour | Self::Minute | Self::Second => Some(2),
            Self::Fraction => Some(9),
            Self::MonthName { .. } | Self::Weekday { .. } | Self::Meridiem | Self::Offset => None,
        }
    }
}

#[derive(Default)]
struct Found {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    millis: u32,
    afternoon: Option<bool>,
    offset_ms: Option<i32>,
}

impl Pattern {
    pub(super) fn new(written: &str) -> Result<Self, DeskError> {
        let fault = |what: &str| {
            DeskError::new(
                "bad-date-pattern",
                format!(
                    "the date pattern \"{written}\" {what}; write iso, epoch-s, epoch-ms or fields such as \
                     \"dd/mm/yyyy HH:MM:SS\""
                ),
            )
        };
        let mut pieces: Vec<Piece> = Vec::new();
        let mut last = None;
        let mut rest = written.as_bytes();
        while let Some((&first, tail)) = rest.split_first() {
            if first == b'\'' {
                let Some(end) = tail.iter().position(|&byte| byte == b'\'') else {
                    return Err(fault("opens a quote and does not close it"));
                };
                literal(&mut pieces, &tail[..end]);
                rest = &tail[end + 1..];
                continue;
            }
            if !first.is_ascii_alphabetic() || (first == b'T') {
                literal(&mut pieces, &rest[..1]);
                rest = tail;
                continue;
            }
            let (length, field) = letters(rest, last)
                .ok_or_else(|| fault("holds letters that stand for nothing (put text between ' and ')"))?;
            let again = pieces.iter().any(
                |piece| matches!(piece, Piece::Field(known) | Piece::Packed(known, _) if known.same(field)),
            );
            if again {
                return Err(fault("holds the same field twice"));
            }
            pack(&mut pieces, field, length);
            last = Some(field);
            rest = &rest[length..];
        }
        for (name, same) in [("no year", Field::Year), ("no month", Field::Month), ("no day", Field::Day)] {
            let there = pieces.iter().any(
                |piece| matches!(piece, Piece::Field(known) | Piece::Packed(known, _) if known.same(same)),
            );
            if !there {
                return Err(fault(&format!("holds {name}")));
            }
        }
        Ok(Self(pieces))
    }

    pub(super) fn read(&self, text: &[u8]) -> Option<Parsed> {
        let mut found = Found::default();
        let mut rest = text;
        for piece in &self.0 {
            rest = match piece {
                Piece::Literal(literal) => skip_literal(literal, rest)?,
                Piece::Packed(field, digits) => {
                    let (digits, tail) = rest.split_at_checked(*digits)?;
                    found.set_number(*field, digits)?;
                    tail
                }
                Piece::Field(field) => found.read(*field, rest)?,
            };
        }
        if rest.is_empty() { found.parsed() } else { None }
    }
}

impl Field {
    /// Whether both say the same part of a date.
    fn same(self, other: Self) -> bool {
        self.part() == other.part()
    }

    fn part(self) -> u8 {
        match self {
            Self::Year | Self::ShortYear => 0,
            Self::Month | Self::MonthName { .. } => 1,
            Self::Day => 2,
            Self::Weekday { .. } => 3,
            Self::Hour => 4,
            Self::Minute => 5,
            Self::Second => 6,
            Self::Fraction => 7,
            Self::Meridiem => 8,
            Self::Offset => 9,
        }
    }
}

/// The field that a pattern goes on with, and how many letters it takes.
fn letters(pattern: &[u8], last: Option<Field>) -> Option<(usize, Field)> {
    for (word, field) in [
        (&b"month"[..], Field::MonthName { full: true }),
        (b"mon", Field::MonthName { full: false }),
        (b"am", Field::Meridiem),
        (b"pm", Field::Meridiem),
    ] {
        if pattern.len() >= word.len() && pattern[..word.len()].eq_ignore_ascii_case(word) {
            return Some((word.len(), field));
        }
    }
    let letter = pattern.first()?.to_ascii_lowercase();
    let length = pattern.iter().take_while(|byte| byte.to_ascii_lowercase() == letter).count();
    let field = match (letter, length) {
        (b'y', 4) => Field::Year,
        (b'y', 2) => Field::ShortYear,
        (b'm', 1..=2) if last == Some(Field::Hour) => Field::Minute,
        (b'm', 1..=2) => Field::Month,
        (b'm', 3) => Field::MonthName { full: false },
        (b'm', 4) => Field::MonthName { full: true },
        (b'd', 1..=2) => Field::Day,
        (b'e', 3) => Field::Weekday { full: false },
        (b'e', 4) => Field::Weekday { full: true },
        (b'h', 1..=2) => Field::Hour,
        (b's', 1..=9) if last == Some(Field::Second) => Field::Fraction,
        (b's', 1..=2) => Field::Second,
        (b'f', 1..=9) => Field::Fraction,
        (b'a', 1) => Field::Meridiem,
        (b'z', 1..=3) => Field::Offset,
        _ => return None,
    };
    Some((length, field))
}

fn literal(pieces: &mut Vec<Piece>, text: &[u8]) {
    match pieces.last_mut() {
        Some(Piece::Literal(before)) => before.extend_from_slice(text),
        _ => pieces.push(Piece::Literal(text.to_vec())),
    }
}

/// Adds a field; a field of digits right before it can then not have fewer digits than it has letters.
fn pack(pieces: &mut Vec<Piece>, field: Field, letters: usize) {
    let numeric = field.digits().is_some();
    if let Some(Piece::Field(before)) = pieces.last()
        && numeric
        && let Some(digits) = before.digits()
    {
        let before = *before;
        pieces.pop();
        pieces.push(Piece::Packed(before, digits));
    }
    let packed = matches!(pieces.last(), Some(Piece::Packed(..)));
    pieces.push(if packed && numeric { Piece::Packed(field, letters) } else { Piece::Field(field) });
}

fn skip_literal<'a>(literal: &[u8], text: &'a [u8]) -> Option<&'a [u8]> {
    let mut rest = text;
    for &sign in literal {
        let (&first, tail) = rest.split_first()?;
        if first != sign {
            return None;
        }
        rest = if sign == b' ' { tail.trim_ascii_start() } else { tail };
    }
    Some(rest)
}

/// The number, from 1, of the name a text begins with.
fn name_prefix<'a>(names: &[&str], full: bool, text: &'a [u8]) -> Option<(u32, &'a [u8])> {
    names.iter().zip(1..).find_map(|(name, number)| {
        let name = if full { name } else { name.get(..3)? };
        let (start, rest) = text.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name.as_bytes()).then_some((number, rest))
    })
}

impl Found {
    fn read<'a>(&mut self, field: Field, text: &'a [u8]) -> Option<&'a [u8]> {
        match field {
            Field::MonthName { full } => {
                let (month, rest) = name_prefix(&MONTHS, full, text)?;
                self.month = month;
                Some(rest)
            }
            Field::Weekday { full } => name_prefix(&WEEKDAYS, full, text).map(|(_, rest)| rest),
            Field::Meridiem => {
                let (half, rest) = text.split_at_checked(2)?;
                if half.eq_ignore_ascii_case(b"am") {
                    self.afternoon = Some(false);
                } else if half.eq_ignore_ascii_case(b"pm") {
                    self.afternoon = Some(true);
                } else {
                    return None;
                }
                Some(rest)
            }
            Field::Offset => {
                let (offset, rest) = offset_prefix(text)?;
                self.offset_ms = Some(offset);
                Some(rest)
            }
            Field::Fraction => {
                let (millis, rest) = fraction_prefix(text)?;
                self.millis = millis;
                Some(rest)
            }
            _ => {
                let most = field.digits().unwrap_or(2);
                let length = digits_at(text).min(most);
                if most > 2 && length < most {
                    return None;
                }
                let (digits, rest) = text.split_at_checked(length)?;
                self.set_number(field, digits)?;
                Some(rest)
            }
        }
    }

    fn set_number(&mut self, field: Field, digits: &[u8]) -> Option<()> {
        if field == Field::Fraction {
            let (millis, rest) = fraction_prefix(digits)?;
            self.millis = millis;
            return rest.is_empty().then_some(());
        }
        let value = number(digits)?;
        match field {
            Field::Year => self.year = value,
            Field::ShortYear => self.year = if value < 70 { 2000 + value } else { 1900 + value },
            Field::Month => self.month = value,
            Field::Day => self.day = value,
            Field::Hour => self.hour = value,
            Field::Minute => self.minute = value,
            _ => self.second = value,
        }
        Some(())
    }

    fn parsed(&self) -> Option<Parsed> {
        let hour = match self.afternoon {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(afternoon) => self.hour % 12 + if afternoon { 12 } else { 0 },
        };
        let days = day_number(self.year as i32, self.month, self.day)?;
        let clock = clock_ms(hour, self.minute, self.second, self.millis)?;
        Some(Parsed { local_ms: days * 86_400_000 + clock, offset_ms: self.offset_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, text: &str) -> Option<i64> {
        Pattern::new(pattern)
            .expect(pattern)
            .read(text.as_bytes())
            .map(|parsed| parsed.local_ms - i64::from(parsed.offset_ms.unwrap_or(0)))
    }

    #[test]
    fn the_same_minute_in_many_hands() {
        for (pattern, text) in [
            ("d/m/yyyy HH:MM", "29/2/2016 13:16"),
            ("dd/mm/yyyy hh:mm", "29/02/2016 13:16"),
            ("MM/DD/YYYY hh:mm:ss AM", "02/29/2016 01:16:00 PM"),
            ("m/d/yy h:mm a", "2/29/16 1:16 pm"),
            ("yyyy/mm/dd HH:MM:SS.fff", "2016/02/29 13:16:00.000"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2016-02-29T13:16:00.0"),
            ("yyyymmddTHHMMSS", "20160229T131600"),
            ("yyyymmddhhmm", "201602291316"),
            ("yymmdd HH:MM:SS", "160229 13:16:00"),
            ("dd-Mon-yyyy HH:MM", "29-FEB-2016 13:16"),
            ("d Month yyyy, HH.MM", "29 february 2016, 13.16"),
            ("eee, dd mmm yyyy HH:MM:SS zzz", "Mon, 29 Feb 2016 14:16:00 +0100"),
            ("yyyy-mm-dd HH:MM:SS Z", "2016-02-29   13:16:00 Z"),
            ("HH:MM dd.mm.yyyy", "13:16 29.02.2016"),
            ("yyyymmddHHMMSSfff", "20160229131600000"),
        ] {
            assert_eq!(read(pattern, text), Some(1_456_751_760_000), "{pattern} on {text}");
        }
        assert_eq!(read("yyyymmdd", "20160229"), Some(1_456_704_000_000));
        assert_eq!(read("d/m/yyyy hh:mm AM", "29/2/2016 12:00 AM"), Some(1_456_704_000_000));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (pattern, text) in [
            ("d/m/yyyy", "30/2/2016"),
            ("d/m/yyyy", "1/1/16"),
            ("d/m/yyyy", "1/1/20166"),
            ("d/m/yyyy", "1//2016"),
            ("d/m/yyyy HH:MM", "1/1/2016"),
            ("d/m/yyyy hh:mm AM", "1/1/2016 13:00 PM"),
            ("yyyymmdd", "2016229"),
            ("dd-Mon-yyyy", "29-Fev-2016"),
        ] {
            assert_eq!(read(pattern, text), None, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_pattern_that_says_no_date_is_an_error() {
        for pattern in ["", "HH:MM", "dd/mm", "yyyy-mm-dd dd", "yyyy-mm-dd 'x", "yyyyy-mm-dd", "mm/yyyy q"] {
            assert_eq!(
                Pattern::new(pattern).map_err(|error| error.code()),
                Err("bad-date-pattern"),
                "{pattern}"
            );
        }
    }
}
