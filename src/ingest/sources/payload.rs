//! Whether what came is a payload, and the parts that vendors' records have in common.

use super::record::{Record, What};
use super::{READERS, Reader};
use crate::error::DeskError;
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::{Node, Tape};
use crate::label::shown;
use crate::store::Dictionary;
use crate::time::is_accepted;
use crate::time::parse::DateFormat;

/// The names of members of fields that are objects, or are kept on request.
const OF_FIELDS: [&str; 6] = ["id", "accountId", "value", "display_value", "Name", "displayName"];
/// The longest payloads taken at once.
const LONGEST: usize = 1 << 30;

/// Payloads of one source on their way in: what the reader asks for is kept, the rest of the bytes forgotten.
#[derive(Debug)]
pub(in crate::ingest) struct Payloads {
    pub(super) source: usize,
    pub(super) fields: Vec<String>,
    tape: Tape,
    /// Payloads found sound so far.
    sound: usize,
    /// The beginning of the payload under way, and how long it has to be before it is looked at again.
    rest: Vec<u8>,
    patience: usize,
    came: usize,
}

impl Payloads {
    /// Payloads of a source, of whose tickets these fields are kept.
    pub fn new(source: usize, fields: Vec<String>) -> Self {
        let tape = Tape::new(names(READERS[source], &fields));
        Self { source, fields, tape, sound: 0, rest: Vec::new(), patience: 0, came: 0 }
    }

    /// Takes the next bytes, all of which have to be payloads of the vendor's.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), DeskError> {
        self.came = self.came.saturating_add(chunk.len());
        if self.came > LONGEST {
            return Err(DeskError::new("record-too-long", "the payload is longer than 1 GB"));
        }
        if self.rest.is_empty() && self.sound > 0 {
            return self.read(chunk, false);
        }
        self.rest.extend_from_slice(chunk);
        if self.rest.len() < self.patience {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.rest);
        self.read(&bytes, false)
    }

    /// Takes what has not been looked at.
    pub fn finish(&mut self) -> Result<(), DeskError> {
        let bytes = std::mem::take(&mut self.rest);
        self.read(&bytes, true)?;
        if self.sound == 0 {
            return Err(DeskError::new("empty-input", "the input is empty"));
        }
        Ok(())
    }

    /// All records, with the member each stands in.
    pub(super) fn records(&self) -> impl Iterator<Item = (&'static str, Node<'_>)> {
        self.tape.roots().flat_map(|root| records_of(READERS[self.source], root))
    }

    fn read(&mut self, bytes: &[u8], are_last: bool) -> Result<(), DeskError> {
        let reader = READERS[self.source];
        // A mark of the encoding stands before the first payload.
        let mark = if self.sound == 0 { "\u{feff}".as_bytes() } else { &[] };
        let bytes = bytes.strip_prefix(mark).unwrap_or(bytes);
        if bytes.trim_ascii_start().starts_with(b"<") {
            return Err(refused(reader, "found an HTML page"));
        }
        let read = self.tape.read(bytes, are_last)?;
        let mut came = self.tape.latest();
        if let Some(place) = came.position(|root| !is_payload(reader, root)) {
            // To say what came, all of it is read.
            let mut all = Tape::new(Dictionary::default());
            all.read(bytes, are_last)?;
            return Err(all
                .roots()
                .nth(place)
                .map_or(refused(reader, "found nothing"), |root| refusal(reader, root)));
        }
        self.sound += self.tape.latest().count();
        // What takes many chunks is looked at ever more seldom, so that it is not read over and over.
        self.rest.extend_from_slice(&bytes[read..]);
        self.patience = self.rest.len() * 2;
        Ok(())
    }
}

fn refused(reader: &Reader, found: &str) -> DeskError {
    let message = ["expected a payload of the API of ", reader.name, ", ", found].concat();
    DeskError::new("not-a-payload", message)
}

/// Why a payload is none of the vendor's.
fn refusal(reader: &Reader, root: Node<'_>) -> DeskError {
    match error_of(root) {
        Some(said) => DeskError::new("api-error", [reader.name, " answered with an error: ", &said].concat()),
        None => refused(reader, &found(root)),
    }
}

/// The names a reader asks for, and those of fields that are kept; none where all are read.
fn names(reader: &Reader, fields: &[String]) -> Dictionary {
    let mut names = Dictionary::default();
    if reader.names.is_empty() {
        return names;
    }
    for name in reader.names.iter().chain(reader.members).chain(&OF_FIELDS) {
        names.intern(name);
    }
    for field in fields {
        let mut rest = Some(field.as_str());
        while let Some(name) = rest {
            names.intern(name);
            rest = name.split_once('.').map(|(first, rest)| {
                names.intern(first);
                rest
            });
        }
    }
    names
}

fn records_of<'t>(reader: &Reader, root: Node<'t>) -> Vec<(&'static str, Node<'t>)> {
    let mut found = Vec::new();
    for &member in reader.members {
        let value = value_of(root, member);
        found.extend(value.list().map(|record| (member, record)));
        if value.is_object() && member.contains('.') {
            found.extend(value.members().map(|(_, record)| (member, record)));
        } else if value.is_object() && !member.is_empty() {
            found.push((member, value));
        }
    }
    if found.is_empty() && root.is_object() && (reader.kind)("", root).is_some() {
        found.push(("", root));
    }
    found
}

/// What stands in a member of a payload, or in one of its members.
fn value_of<'t>(root: Node<'t>, member: &str) -> Node<'t> {
    match member.split_once('.') {
        Some((outer, inner)) => root.get(outer).get(inner),
        None if member.is_empty() => root,
        None => root.get(member),
    }
}

/// Whether a payload holds a record of the vendor's, or a list for them that is empty.
fn is_payload(reader: &Reader, root: Node<'_>) -> bool {
    let records = records_of(reader, root);
    let is_empty_list = |&member: &&str| {
        let value = value_of(root, member);
        let by_ids = member.split_once('.').map(|(outer, _)| root.get(outer));
        (value.is_list() && value.list().next().is_none())
            || by_ids.is_some_and(|outer| outer.is_object() && outer.members().next().is_none())
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
        root.get("errors").list().next().unwrap_or(error).get("message"),
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

/// The instant of a field, which may be a number of seconds, or of milliseconds where these would be thousands of years;
/// `None` where it has none, or the number 0.
#[inline(never)]
pub(super) fn instant(record: Node<'_>, field: &str) -> Result<Option<i64>, Fault> {
    const MOST_SECONDS: f64 = 1e11;
    let value = record.get(field);
    let text = value.word().unwrap_or_default();
    let seconds = if value.is_number() { value.number() } else { None };
    if text.is_empty() || seconds == Some(0.0) {
        return Ok(None);
    }
    let read = match seconds {
        Some(number) => {
            let ms = if number.abs() < MOST_SECONDS { number * 1_000.0 } else { number };
            Some(ms as i64).filter(|&at| is_accepted(at))
        }
        None => read_instant(text),
    };
    match read {
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
    Some(parsed.utc_ms().unwrap_or(parsed.local_ms)).filter(|&at| is_accepted(at))
}

/// What a field says as a word, a name or an id.
#[inline(never)]
pub(super) fn word<'t>(record: Node<'t>, field: &str) -> Option<&'t str> {
    record.get(field).word()
}

/// Something that happened, with the number in `id` and the time in a field.
#[inline(never)]
pub(super) fn happened(record: Node<'_>, what: What, time: &'static str) -> Result<Record, Fault> {
    Ok(Record::new(key(record, "id")?, what, when(record, &[time])?))
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
