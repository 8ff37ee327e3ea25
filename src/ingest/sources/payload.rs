//! Whether what came is a payload, and the parts that vendors' records have in common.

use super::Reader;
use crate::error::DeskError;
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::{Node, Tape};
use crate::label::shown;
use crate::time::parse::DateFormat;

/// The longest payloads taken at once.
const LONGEST: usize = 1 << 30;

/// Reads payloads, all of which have to be the vendor's.
pub(super) fn read<'a>(reader: &Reader, bytes: &'a [u8]) -> Result<Tape<'a>, DeskError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let refused = |found: &str| {
        let message = ["expected a payload of the API of ", reader.name, ", ", found].concat();
        DeskError::new("not-a-payload", message)
    };
    match bytes.trim_ascii_start().first() {
        None => return Err(DeskError::new("empty-input", "the input is empty")),
        Some(b'<') => return Err(refused("found an HTML page")),
        _ if bytes.len() > LONGEST => {
            return Err(DeskError::new("record-too-long", "the payload is longer than 1 GB"));
        }
        _ => {}
    }
    let tape = Tape::read(bytes)?;
    for root in tape.roots() {
        if !is_payload(reader, root) {
            return Err(match error_of(root) {
                Some(said) => {
                    DeskError::new("api-error", [reader.name, " answered with an error: ", &said].concat())
                }
                None => refused(&found(root)),
            });
        }
    }
    Ok(tape)
}

/// All records of payloads, with the member each stands in.
pub(super) fn records<'t>(reader: &Reader, payloads: &'t Tape<'t>) -> Vec<(&'static str, Node<'t>)> {
    payloads.roots().flat_map(|root| records_of(reader, root)).collect()
}

fn records_of<'t>(reader: &Reader, root: Node<'t>) -> Vec<(&'static str, Node<'t>)> {
    let mut found = Vec::new();
    for &member in reader.members {
        let value = if member.is_empty() { root } else { root.get(member) };
        found.extend(value.list().map(|record| (member, record)));
        if value.is_object() && !member.is_empty() {
            found.push((member, value));
        }
    }
    if found.is_empty() && root.is_object() && (reader.kind)("", root).is_some() {
        found.push(("", root));
    }
    found
}

/// Whether a payload holds a record of the vendor's, or a list for them that is empty.
fn is_payload(reader: &Reader, root: Node<'_>) -> bool {
    let records = records_of(reader, root);
    let is_empty_list = |&member: &&str| {
        let value = if member.is_empty() { root } else { root.get(member) };
        value.is_list() && value.list().next().is_none()
    };
    records.iter().any(|&(member, record)| (reader.kind)(member, record).is_some())
        || (records.is_empty() && reader.members.iter().any(is_empty_list))
}

/// What a vendor's error object says.
fn error_of(root: Node<'_>) -> Option<String> {
    let root = if root.is_list() { root.list().next()? } else { root };
    let error = root.get("error");
    let places = [
        root.get("message"),
        root.get("detail"),
        error.get("message"),
        error.get("title"),
        root.get("errorMessages").list().next().unwrap_or(root.get("description")),
        error,
    ];
    places.iter().find_map(|place| place.text()).map(shown)
}

/// What a value is, for people.
pub(super) fn found(value: Node<'_>) -> String {
    if value.is_list() {
        return match value.list().next() {
            Some(first) if first.is_object() => ["found a list whose first is: ", &found(first)].concat(),
            _ => "found a list of something else".to_string(),
        };
    }
    if !value.is_object() {
        return "found no object".to_string();
    }
    let names: Vec<String> = value.members().take(5).map(|(name, _)| shown(name)).collect();
    match names.is_empty() {
        true => "found an empty object".to_string(),
        false => ["found an object with ", &names.join(", ")].concat(),
    }
}

/// The instant of a field; `None` where it has none.
#[inline(never)]
pub(super) fn instant(record: Node<'_>, field: &str) -> Result<Option<i64>, Fault> {
    let value = record.get(field);
    let text = value.text().unwrap_or_default();
    if value.is_none() || (text.is_empty() && !value.is_number()) {
        return Ok(None);
    }
    match read_instant(text) {
        Some(at) => Ok(Some(at)),
        None => {
            let message = ["found ", &shown(text), " where a date was expected"].concat();
            Err(Fault::new("not-a-date", message).at(field))
        }
    }
}

/// The instant of an ISO text, UTC where it names no offset or says so.
pub(super) fn read_instant(text: &str) -> Option<i64> {
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    let parsed = DateFormat::Iso.read(text.as_bytes())?;
    Some(parsed.utc_ms().unwrap_or(parsed.local_ms))
}

/// The id of a record, which has to have one.
#[inline(never)]
pub(super) fn id<'t>(record: Node<'t>, field: &str) -> Result<&'t str, Fault> {
    record.get(field).word().ok_or_else(|| Fault::new("no-id", "the record has no id").at(field))
}

/// The number of a record.
#[inline(never)]
pub(super) fn key(record: Node<'_>, field: &str) -> Result<i64, Fault> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match record.get(field).number() {
        Some(number) if number.trunc() == number && number.abs() <= EXACT => Ok(number as i64),
        _ => Err(Fault::new("no-id", "the record has no number of its own").at(field)),
    }
}

/// The seconds of `HH:MM` or `HH:MM:SS`, more than none.
pub(super) fn clock(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    let mut parts = 0;
    for part in text.split('.').next()?.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
        parts += 1;
    }
    let seconds = if parts == 2 { seconds.checked_mul(60)? } else { seconds };
    ((2..=3).contains(&parts) && seconds > 0).then_some(seconds)
}

/// When something happened, by the first of some fields that says so.
#[inline(never)]
pub(super) fn when(record: Node<'_>, fields: &[&'static str]) -> Result<i64, Fault> {
    for field in fields {
        if let Some(at) = instant(record, field)? {
            return Ok(at);
        }
    }
    let field = fields.first().copied().unwrap_or_default();
    Err(Fault::new("missing-value", "the record does not say when it happened").at(field))
}

/// A number for what has none of its own: fifty-three bits of FNV-1a.
pub(super) fn hash(texts: &[&str]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        // No text has the byte that ends it.
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    (hash >> 11) as i64
}
