//! Dates read as they were written, whatever the pattern.

use chrono::{Datelike, NaiveDateTime, Timelike};
use deskgauge::time::parse::{DateFormat, iso_fixed};
use deskgauge::time::{EARLIEST, LATEST};
use proptest::prelude::*;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn civil(ms: i64) -> NaiveDateTime {
    chrono::DateTime::from_timestamp_millis(ms).unwrap().naive_utc()
}

/// A pattern and the same moment written by it; the parts are chosen by the digits of `choice`.
fn written(ms: i64, choice: [usize; 6]) -> (String, String) {
    let at = civil(ms);
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second, milli) = (at.hour(), at.minute(), at.second(), at.nanosecond() / 1_000_000);
    let (day_field, day_text) =
        [("d", day.to_string()), ("dd", format!("{day:02}")), ("DD", format!("{day:02}"))][choice[0] % 3]
            .clone();
    let name = MONTHS[month as usize - 1];
    let (month_field, month_text) = [
        ("m", month.to_string()),
        ("MM", format!("{month:02}")),
        ("Mon", name.to_string()),
        ("mmm", name.to_uppercase()),
    ][choice[1] % 4]
        .clone();
    let year_text = format!("{year:04}");
    let sign = ["/", "-", ".", " "][choice[2] % 4];
    let dates = [
        (
            [day_field, month_field, "yyyy"].join(sign),
            [day_text.clone(), month_text.clone(), year_text.clone()].join(sign),
        ),
        (
            [month_field, day_field, "YYYY"].join(sign),
            [month_text.clone(), day_text.clone(), year_text.clone()].join(sign),
        ),
        (["yyyy", month_field, day_field].join(sign), [year_text.clone(), month_text, day_text].join(sign)),
        ("yyyymmdd".to_string(), format!("{year_text}{month:02}{day:02}")),
    ];
    let (date_field, date_text) = dates[choice[3] % 4].clone();
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let half = if hour < 12 { "AM" } else { "pm" };
    let clocks = [
        ("HH:MM:SS.fff", format!("{hour:02}:{minute:02}:{second:02}.{milli:03}")),
        ("h:mm:ss.SSS a", format!("{twelve}:{minute:02}:{second:02}.{milli:03} {half}")),
        ("hh:mm:ss.f AM", format!("{twelve:02}:{minute:02}:{second:02}.{milli:03} {half}")),
        ("HHMMSSfff", format!("{hour:02}{minute:02}{second:02}{milli:03}")),
    ];
    let (clock_field, clock_text) = clocks[choice[4] % 4].clone();
    if choice[5].is_multiple_of(2) {
        (format!("{date_field} {clock_field}"), format!("{date_text} {clock_text}"))
    } else {
        let weekday = DAYS[at.weekday().num_days_from_monday() as usize];
        (format!("eee {date_field}'T'{clock_field}"), format!("{weekday} {date_text}T{clock_text}"))
    }
}

proptest! {
    #[test]
    fn every_pattern_reads_back_what_was_written(ms in EARLIEST..=LATEST, choice: [usize; 6]) {
        let (pattern, text) = written(ms, choice);
        let format = DateFormat::parse_pattern(&pattern).unwrap();
        let read = format.read(text.as_bytes());
        prop_assert_eq!(read.map(|read| (read.local_ms, read.offset_ms)), Some((ms, None)), "{} on {}", pattern, text);
    }

    #[test]
    fn iso_reads_back_what_was_written_with_any_offset(ms in EARLIEST..=LATEST, offset in -1439_i32..=1439, form in 0..5) {
        let local = civil(ms);
        let clock = format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", local.year(), local.month(), local.day(),
            local.hour(), local.minute(), local.second(), local.nanosecond() / 1_000_000);
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let (tail, minutes) = match form {
            0 => (format!("{sign}{hours:02}:{minutes:02}"), offset),
            1 => (format!("{sign}{hours:02}{minutes:02}"), offset),
            2 => (format!("{sign}{hours:02}"), offset.signum() * hours * 60),
            3 => ("Z".to_string(), 0),
            _ => ("999z".to_string(), 0),
        };
        let text = format!("{clock}{tail}");
        let read = DateFormat::Iso.read(text.as_bytes()).and_then(|read| read.utc_ms());
        prop_assert_eq!(read, Some(ms - i64::from(minutes) * 60_000), "{}", text);
    }

    #[test]
    fn the_short_way_agrees_with_the_general_one(text in "[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{3})?Z") {
        if let Some(at) = iso_fixed(text.as_bytes()) {
            let spaced = text.replace('T', " ");
            prop_assert_eq!(DateFormat::Iso.read(spaced.as_bytes()).and_then(|read| read.utc_ms()), Some(at));
        }
    }

    #[test]
    fn no_bytes_and_no_pattern_make_it_panic(pattern in "[yYmMdDhHsSfFaAtTzZpPeEon' :/.-]{0,16}", bytes: Vec<u8>) {
        if let Ok(format) = DateFormat::parse_pattern(&pattern) {
            let _ = format.read(&bytes);
            let _ = format.read(pattern.as_bytes());
        }
        for format in [DateFormat::Iso, DateFormat::EpochSeconds, DateFormat::EpochMillis] {
            let _ = format.read(&bytes);
        }
    }
}

#[test]
fn a_leap_day_is_only_there_in_leap_years() {
    let format = DateFormat::parse_pattern("d/m/yyyy").unwrap();
    for (year, leap) in [(1900, false), (2000, true), (2015, false), (2016, true), (2100, false)] {
        assert_eq!(format.read(format!("29/2/{year}").as_bytes()).is_some(), leap, "{year}");
    }
}
