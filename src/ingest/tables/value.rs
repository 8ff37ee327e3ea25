//! What a value of a row states, by the shape of its column.

use super::part::Part;
use crate::calendar::{WEEKDAYS, time_of_day};
use crate::ingest::fault::Fault;
use crate::ingest::instant::Instants;
use crate::ingest::json::tape::{Node, Tape};
use crate::ingest::number;
use crate::label::shown;
use crate::store::{Given, GivenItem, Shape};

/// How texts are to be understood.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    pub instants: &'a Instants,
    /// What stands between several things in one text; a comma, semicolon or bar when missing.
    pub separator: Option<&'a str>,
}

/// A row states at most so many things in a column.
const MOST_ITEMS: usize = 10_000;

/// What a value states.
pub(super) fn given(shape: Shape, part: Part<'_>, how: &How<'_>) -> Result<Given, Fault> {
    if part.is_nothing() {
        return Ok(Given::Nothing);
    }
    match shape {
        Shape::Name | Shape::Text | Shape::Word => Ok(Given::Word(word(part)?)),
        Shape::Number => Ok(Given::Number(number(part)?)),
        Shape::Instant => Ok(Given::Instant(instant(part, how)?)),
        _ => {
            // A cell of text may hold a list or an object of JSON.
            if let Part::Text(text) = part
                && text.starts_with(['[', '{'])
            {
                let tape = Tape::of(text.as_bytes())?;
                let mut roots = tape.roots();
                return match (roots.next(), roots.next()) {
                    (Some(root), None) => several(shape, Part::Node(root), how),
                    _ => Err(expected("one value of JSON", text)),
                };
            }
            several(shape, part, how)
        }
    }
}

fn several(shape: Shape, part: Part<'_>, how: &How<'_>) -> Result<Given, Fault> {
    let items = match (shape, part.node().filter(|node| node.is_list() || node.is_object())) {
        (Shape::Periods, None) => return Ok(Given::Word(word(part)?)),
        (Shape::Months, None) => return Ok(Given::Number(number(part)?)),
        (Shape::Words | Shape::Levels, None) => {
            let text = word(part)?;
            let is_sign = |sign: char| matches!(sign, ',' | ';' | '|');
            let texts: Vec<&str> = match how.separator.filter(|sign| !sign.is_empty()) {
                Some(separator) => text.split(separator).collect(),
                None => text.split(is_sign).collect(),
            };
            let texts = texts.into_iter().map(str::trim).filter(|text| !text.is_empty());
            texts.map(|text| worded(shape, text)).collect::<Result<_, _>>()?
        }
        (_, None) => return Err(expected("a list or an object", &word(part)?)),
        (Shape::Hours, Some(node)) => hours(node)?,
        (_, Some(node)) if node.is_object() => {
            let each = node.members().map(|(name, value)| keyed(shape, name, value, how));
            each.collect::<Result<_, _>>()?
        }
        (_, Some(node)) => node.list().map(|item| listed(shape, item, how)).collect::<Result<Vec<_>, _>>()?,
    };
    if items.len() > MOST_ITEMS {
        return Err(Fault::new("too-many-items", "a row states at most ten thousand things in a column"));
    }
    Ok(Given::List(items))
}

/// A skill such as `billing`, or `billing:3` with its level.
fn worded(shape: Shape, text: &str) -> Result<GivenItem, Fault> {
    let (word, level) = match text.rsplit_once(':') {
        Some((word, level)) if shape == Shape::Levels => (word.trim(), read_number(level.trim())?),
        _ => (text, f64::NAN),
    };
    Ok(GivenItem { word: word.to_string(), number: level, ..GivenItem::default() })
}

/// A member of an object: a skill and its level, a month and its amount, a date and what holds from it on.
fn keyed(shape: Shape, name: &str, value: Node<'_>, how: &How<'_>) -> Result<GivenItem, Fault> {
    match shape {
        Shape::Levels if value.is_none() => worded(Shape::Words, name),
        Shape::Levels => Ok(GivenItem { number: number(Part::Node(value))?, ..worded(Shape::Words, name)? }),
        Shape::Months if value.is_none() => month(name, f64::NAN),
        Shape::Months => month(name, number(Part::Node(value))?),
        Shape::Periods => {
            let from = how.instants.read(name)?;
            Ok(GivenItem { word: word(Part::Node(value))?, from, ..GivenItem::default() })
        }
        _ => Err(expected("a list", name)),
    }
}

/// An item of a list: a text, or an object that names its parts.
fn listed(shape: Shape, item: Node<'_>, how: &How<'_>) -> Result<GivenItem, Fault> {
    let bound = |name: &str, place: usize, open: i64| {
        let value = if item.is_list() { item.list().nth(place) } else { Some(item.get(name)) };
        value.filter(|value| !value.is_none()).map_or(Ok(open), |value| instant(Part::Node(value), how))
    };
    let named =
        |names: [&str; 2]| names.map(|name| item.get(name)).into_iter().find(|value| !value.is_none());
    match shape {
        Shape::Spans => {
            let (from, until) = (bound("from", 0, i64::MIN)?, bound("until", 1, i64::MAX)?);
            if from >= until {
                return Err(Fault::new("empty-period", "the stretch of time ends before it starts"));
            }
            Ok(GivenItem { from, until, ..GivenItem::default() })
        }
        Shape::Words | Shape::Levels if !item.is_object() => worded(shape, &word(Part::Node(item))?),
        Shape::Levels => {
            let level = item.get("level");
            let number = if level.is_none() { f64::NAN } else { number(Part::Node(level))? };
            let word = word(stated(named(["skill", "name"]))?)?;
            Ok(GivenItem { word, number, ..GivenItem::default() })
        }
        Shape::Periods => {
            let word = word(stated(named(["tier", "value"]))?)?;
            let (from, until) = (bound("from", 0, i64::MIN)?, bound("until", 1, i64::MAX)?);
            Ok(GivenItem { word, from, until, ..GivenItem::default() })
        }
        Shape::Months => {
            month(&word(stated(named(["month", "from"]))?)?, number(stated(named(["amount", "revenue"]))?)?)
        }
        _ => Err(expected("a word", "an object")),
    }
}

fn stated(value: Option<Node<'_>>) -> Result<Part<'_>, Fault> {
    value.map(Part::Node).ok_or_else(|| Fault::new("missing-value", "an item of the list lacks its value"))
}

/// Opening hours by weekday, as calendars write them.
fn hours(week: Node<'_>) -> Result<Vec<GivenItem>, Fault> {
    let mut items = Vec::new();
    for (name, day) in week.members() {
        if !WEEKDAYS.contains(&name) {
            return Err(expected("a weekday from mon to sun", name));
        }
        for hours in day.list() {
            let mut ends = hours.list().map(|end| end.text().and_then(time_of_day));
            let (Some(Some(from)), Some(Some(until)), None) = (ends.next(), ends.next(), ends.next()) else {
                let message = "hours are a list of two times of day such as [\"09:00\", \"17:00\"]";
                return Err(Fault::new("bad-hours", message));
            };
            items.push(GivenItem { word: name.to_string(), from, until, ..GivenItem::default() });
        }
    }
    Ok(items)
}

/// An amount of a month such as `2026-03`, which may be written as its first day. Months count from 1970-01.
pub(super) fn month(text: &str, amount: f64) -> Result<GivenItem, Fault> {
    let digits = |from: usize, until: usize| -> Option<i64> {
        let part = text.get(from..until)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let well = matches!(text.len(), 7 | 10) && text.get(4..5) == Some("-");
    match (digits(0, 4), digits(5, 7).filter(|month| well && (1..=12).contains(month))) {
        (Some(year), Some(month)) => {
            let from = (year - 1970) * 12 + month - 1;
            Ok(GivenItem { number: amount, from, until: from + 1, ..GivenItem::default() })
        }
        _ => Err(expected("a month such as 2026-03", text)),
    }
}

fn word(part: Part<'_>) -> Result<String, Fault> {
    let text = part.text().ok_or_else(|| Fault::new("not-a-word", "expected a word or a number"))?;
    Ok(text.into_owned())
}

/// The number of a value.
pub(super) fn number(part: Part<'_>) -> Result<f64, Fault> {
    read_number(part.text().as_deref().unwrap_or_default())
}

fn read_number(text: &str) -> Result<f64, Fault> {
    let read = number::read(text.as_bytes()).filter(|number| number.is_finite());
    read.ok_or_else(|| {
        Fault::new("not-a-number", ["found ", &shown(text), " where a number was expected"].concat())
    })
}

fn instant(part: Part<'_>, how: &How<'_>) -> Result<i64, Fault> {
    match part.node().filter(|node| node.is_number()).and_then(Node::number) {
        Some(number) => how.instants.number(number),
        None => how.instants.read(&word(part)?),
    }
}

#[cold]
fn expected(hoped: &str, found: &str) -> Fault {
    Fault::new("bad-value", ["expected ", hoped, "; found ", &shown(found)].concat())
}
