//! From the fields of a vendor's record to facts and codes, by tables, so that each vendor costs little more than its names.

use super::collected::{Collected, NONE, Table};
use super::payload::{instant, read_instant};
use super::record::{CREATED, CUSTOM, Slot, What};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ingest::number;
use crate::store::NO_CODE;
use crate::ticket::Role;

/// Words by what stands for them in payloads.
pub(super) type Words = &'static [(&'static str, &'static str)];

/// A field of a ticket: its name, with dots for fields of fields, and what it says. Lists say several things.
pub(super) type Field = (&'static str, Slot, How);

/// How the value of a field becomes a fact.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    Word,
    /// A word, or what stands for it.
    Named(Words),
    /// The id of somebody or something, or an object with the id and perhaps the name.
    Of(Table),
    /// The id of a person who may hold tickets.
    Agent,
    Instant,
}

/// Takes the facts of a ticket down. `names` are those of its opening and of when it was changed last; `version` stands in
/// for the latter. Gives the ticket and its version, or nothing where the record does not say when it was opened.
pub(super) fn ticket(
    record: Node<'_>,
    id: &str,
    names: [&str; 2],
    fields: &[Field],
    into: &mut Collected,
) -> Result<Option<(usize, i64)>, Fault> {
    let Some(created) = instant(record, names[0])? else { return Ok(None) };
    let version = instant(record, names[1])?.unwrap_or(created);
    let ticket = into.meet(id);
    into.state(ticket, CREATED, version, &[created]);
    state(record, ticket, version, fields, into)?;
    Ok(Some((ticket, version)))
}

/// The same of a record that has to say when the ticket was opened.
#[inline(never)]
pub(super) fn opened(
    record: Node<'_>,
    id: &str,
    names: [&'static str; 2],
    fields: &[Field],
    into: &mut Collected,
) -> Result<(usize, i64), Fault> {
    ticket(record, id, names, fields, into)?
        .ok_or_else(|| Fault::new("no-created-at", "the ticket does not say when it was opened").at(names[0]))
}

/// Takes facts down of a ticket as of a version, those the record speaks of and those kept on request.
pub(super) fn state(
    record: Node<'_>,
    ticket: usize,
    version: i64,
    fields: &[Field],
    into: &mut Collected,
) -> Result<(), Fault> {
    for &(name, slot, how) in fields {
        let (of, last) = match name.split_once('.') {
            Some((first, rest)) => (record.get(first), rest),
            None => (record, name),
        };
        let value = of.get(last);
        if !value.is_there() {
            continue;
        }
        if value.is_list() && !matches!(how, How::Instant) {
            let facts = value.list().map(|item| fact_of(code(item, how, into)));
            let values: Vec<i64> = facts.filter(|&fact| fact != NONE).collect();
            into.state(ticket, slot, version, &values);
            continue;
        }
        let fact = match how {
            How::Instant => instant(of, last)?.unwrap_or(NONE),
            _ => fact_of(code(value, how, into)),
        };
        into.state(ticket, slot, version, &[fact]);
    }
    keep(record, ticket, version, into);
    Ok(())
}

/// The fact of a code.
pub(super) fn fact_of(code: u32) -> i64 {
    if code == NO_CODE { NONE } else { i64::from(code) }
}

fn code(value: Node<'_>, how: How, into: &mut Collected) -> u32 {
    let first = |names: [&str; 4]| names.into_iter().find_map(|name| value.get(name).word());
    let written = match value.is_object() {
        true => first(["id", "accountId", "value", "display_value"]),
        false => value.word(),
    };
    match how {
        How::Named(words) => into.word(named(words, written)),
        How::Of(table) => {
            tell_name(table, value, written, into);
            into.entry(table, written)
        }
        How::Agent => {
            tell_name(Table::Users, value, written, into);
            agent(written, into)
        }
        _ => into.word(written),
    }
}

/// An object with an id may tell the name as well.
fn tell_name(table: Table, value: Node<'_>, id: Option<&str>, into: &mut Collected) {
    let names = ["Name", "title", "displayName", "display_value"];
    let name = names.into_iter().find_map(|name| value.get(name).word());
    if let (Some(id), Some(name)) = (id, name) {
        into.tell(table, id, Some(name), Role::Unknown);
    }
}

/// The code of a person who may hold tickets, and is an agent for that.
#[inline(never)]
pub(super) fn agent(id: Option<&str>, into: &mut Collected) -> u32 {
    let code = into.entry(Table::Users, id.filter(|&id| id != "Nobody" && id != "None"));
    into.infer_agent(code);
    code
}

/// The word that something stands for, in the writing of the list.
#[inline(never)]
pub(super) fn named(words: Words, written: Option<&str>) -> Option<&str> {
    let written = written?;
    let known = words.iter().find(|(sign, word)| *sign == written || word.eq_ignore_ascii_case(written));
    Some(known.map_or(written, |&(_, word)| word))
}

/// The code of what a change says, before or after it.
#[inline(never)]
pub(super) fn change(what: What, written: Option<&str>, into: &mut Collected) -> u32 {
    match what {
        What::Group => into.entry(Table::Groups, written),
        What::Agent => agent(written, into),
        _ => into.word(written),
    }
}

/// Whether a field kept on request holds numbers that may be written as texts.
pub(super) fn is_count(name: &str) -> bool {
    name.ends_with("_count")
}

/// States the fields of a ticket that are kept on request.
fn keep(record: Node<'_>, ticket: usize, version: i64, into: &mut Collected) {
    for number in 0..into.fields.len() {
        let name = into.fields[number].clone();
        let mut value = record;
        let mut rest = name.as_str();
        // A name with dots may be the field's own.
        while !value.has(rest)
            && let Some((first, after)) = rest.split_once('.')
        {
            value = member(value, first);
            rest = after;
        }
        value = member(value, rest);
        let slot = CUSTOM + number as Slot * 2;
        let (text, is_count) = (value.text(), is_count(&name));
        let number = match text {
            _ if value.is_number() => value.number(),
            Some(text) if is_count => number::read(text.as_bytes()),
            Some(text) if text.contains('T') => read_instant(text).map(|at| at as f64),
            _ => None,
        };
        let word = match text {
            _ if number.is_some() => None,
            None if value.is_flag() => Some(if value.is_true() { "true" } else { "false" }),
            text => text.filter(|text| !text.is_empty()),
        };
        let word = fact_of(word.map_or(NO_CODE, |word| into.texts.intern(word)));
        into.state(ticket, slot, version, &[word]);
        into.state(ticket, slot + 1, version, &[number.map_or(NONE, |number| number.to_bits() as i64)]);
    }
}

/// A member of an object, or the value of that of a list of `id` and `value` which has this id.
fn member<'t>(of: Node<'t>, name: &str) -> Node<'t> {
    let found = of.list().find(|field| field.get("id").word() == Some(name));
    found.map_or(of.get(name), |field| field.get("value"))
}
