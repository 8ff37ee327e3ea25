//! What labels say where a desk has no fields for it: `team: Night`, `priority::high`, `status/pending`.
//!
//! Labels and assignees are put on and taken off one by one, several at a time perhaps; a ticket has one group, one
//! priority, one status and one holder. [`arrange`] makes the one out of the other.

use super::collected::{Collected, NONE, Table};
use super::payload::when;
use super::record::{CLOSED as AT_END, GONE, RESOLVED, Record, Slot, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const OPEN: &str = "open";
pub(super) const CLOSED: &str = "closed";

const GROUP: Slot = of(Dimension::Group);
const PRIORITY: Slot = of(Dimension::Priority);
const STATUS: Slot = of(Dimension::Status);
const TYPE: Slot = of(Dimension::Type);
const TIER: Slot = of(Dimension::Tier);

/// Beginnings of labels by what the rest says.
const KINDS: [(&str, Slot); 8] = [
    ("team", GROUP),
    ("group", GROUP),
    ("priority", PRIORITY),
    ("status", STATUS),
    ("workflow", STATUS),
    ("type", TYPE),
    ("kind", TYPE),
    ("tier", TIER),
];

/// What a label says, and of which dimension. Scopes are parted by the last `::`, else by the first `:` or `/`.
fn said(label: &str) -> Option<(Slot, &str)> {
    let (kind, value) = label.rsplit_once("::").or_else(|| label.split_once([':', '/']))?;
    let &(_, slot) = KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind.trim()))?;
    Some((slot, value.trim())).filter(|(_, value)| !value.is_empty())
}

#[inline(never)]
fn code(slot: Slot, value: &str, into: &mut Collected) -> u32 {
    if slot != GROUP {
        return into.word(Some(value));
    }
    into.tell(Table::Groups, value, Some(value), Role::Unknown);
    into.entry(Table::Groups, Some(value))
}

/// The name of a label, which is a word, or an object.
pub(super) fn titled(label: Node<'_>) -> Option<&str> {
    label.word().or(label.get("name").word()).or(label.get("title").word())
}

/// What a ticket has as of a version, by its labels, whether it is closed, and its type where it has one of its own.
#[inline(never)]
pub(super) fn state(
    labels: Node<'_>,
    is_closed: bool,
    kind: Option<&str>,
    (ticket, version): (usize, i64),
    into: &mut Collected,
) {
    let labels: Vec<&str> = labels.list().filter_map(titled).collect();
    let tags: Vec<i64> = labels.iter().map(|label| i64::from(into.word(Some(label)))).collect();
    into.state(ticket, TAG, version, &tags);
    // Both words have to be known, whichever comes.
    let states = [OPEN, CLOSED].map(|word| into.word(Some(word)));
    for slot in [GROUP, PRIORITY, STATUS, TYPE, TIER] {
        let last = labels.iter().rev().filter_map(|label| said(label)).find(|&(of, _)| of == slot);
        let labelled = match kind {
            Some(kind) if slot == TYPE => Some(kind),
            _ => last.map(|(_, value)| value),
        };
        let value = match labelled {
            _ if slot == STATUS && is_closed => i64::from(states[1]),
            Some(value) => i64::from(code(slot, value, into)),
            None if slot == STATUS => i64::from(states[0]),
            None => NONE,
        };
        into.state(ticket, slot, version, &[value]);
    }
}

/// Takes down that a label was put on or taken off.
#[inline(never)]
pub(super) fn change(label: &str, is_added: bool, told: &Record, ticket: usize, into: &mut Collected) {
    let Some((slot, value)) = said(label) else { return };
    let what = match slot {
        GROUP => What::Group,
        PRIORITY => What::Priority,
        STATUS => What::Hold,
        _ => return,
    };
    put(what, code(slot, value, into), is_added, told, ticket, into);
}

/// Takes down that something was put on a ticket or taken off.
#[inline(never)]
pub(super) fn put(what: What, code: u32, is_added: bool, told: &Record, ticket: usize, into: &mut Collected) {
    let (before, value) = if is_added { (NO_CODE, code) } else { (code, NO_CODE) };
    into.add(ticket, Record { what, before, value, ..*told });
}

/// Takes down that a ticket was closed, or reopened.
#[inline(never)]
pub(super) fn end(is_closed: bool, told: &Record, ticket: usize, into: &mut Collected) {
    let value = into.word(Some(if is_closed { CLOSED } else { OPEN }));
    into.add(ticket, Record { what: What::Status, value, ..*told });
}

/// What both hosts say of a closed ticket's end, and why one does not count.
#[inline(never)]
pub(super) fn ended(
    record: Node<'_>,
    is_closed: bool,
    gone: i64,
    (ticket, version): (usize, i64),
    into: &mut Collected,
) -> Result<(), Fault> {
    let closed = if is_closed { when(record, &["closed_at", "updated_at"])? } else { NONE };
    for (slot, value) in [(RESOLVED, closed), (AT_END, closed), (GONE, gone)] {
        into.state(ticket, slot, version, &[value]);
    }
    Ok(())
}

/// Makes what a ticket has out of single labels, assignees, closings and reopenings; and of what its opener writes a
/// customer's words.
pub(super) fn arrange(collected: &Collected, records: &mut [Record]) {
    let find = |word| collected.words.find(word).unwrap_or(NO_CODE);
    let (open, closed) = (find(OPEN), find(CLOSED));
    let first = |what: What| records.iter().find(|record| record.what == what);
    let requester = first(What::Created).map_or(NO_CODE, |record| record.actor);
    // What is taken off first was there from the beginning.
    let mut on = KEPT.map(|what| match first(what) {
        Some(record) if record.value == NO_CODE && record.before != NO_CODE => vec![record.before],
        _ => Vec::new(),
    });
    let mut is_closed = first(What::Status).is_some_and(|record| record.value == open);
    for record in records {
        if record.actor == requester && record.what == What::Public && record.role != Role::Bot {
            record.role = Role::Customer;
        }
        let place = KEPT.iter().position(|&what| what == record.what);
        if place.is_none() && record.what != What::Status {
            continue;
        }
        let place = place.unwrap_or(LABELLED);
        let now = |on: &[Vec<u32>; 4], is_closed: bool| {
            let of = &on[place];
            let one = if place == HOLDER { of.first() } else { of.last() }.copied();
            match place {
                LABELLED if is_closed => closed,
                LABELLED => one.unwrap_or(open),
                _ => one.unwrap_or(NO_CODE),
            }
        };
        let before = now(&on, is_closed);
        if record.what == What::Status {
            is_closed = record.value == closed;
        } else if record.value == NO_CODE {
            on[place].retain(|&code| code != record.before);
        } else if !on[place].contains(&record.value) {
            on[place].truncate(MOST);
            on[place].push(record.value);
        }
        (record.before, record.value) = (before, now(&on, is_closed));
        if place == LABELLED {
            record.what = What::Status;
        }
    }
}

/// What is put on and taken off one by one.
const KEPT: [What; 4] = [What::Group, What::Priority, What::Agent, What::Hold];
const HOLDER: usize = 2;
const LABELLED: usize = 3;
/// So many of a kind are told apart at a time; no ticket has so many.
const MOST: usize = 99;
