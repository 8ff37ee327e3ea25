//! A mapping, checked and made ready: which cell goes to which slot.

use std::convert::Infallible;

use super::draft::Draft;
use super::fault::Fault;
use super::instant::Instants;
use super::mapping::{Constant, Mapping, Source};
use super::named::Named;
use super::slot::{EventSlot, TicketSlot};
use crate::error::DeskError;
use crate::label::shown;
use crate::store::{NO_CODE, Store};
use crate::ticket::{Dimension, StatusClass};
use crate::time::parse::DateFormat;
use crate::time::{Zone, Zones};

/// The cells of a row or record, by number; `None` where there is none. Lists come with [`LIST_SIGN`] between items.
pub(super) type Cells<'a> = [Option<&'a str>];

/// Stands between the items of a list in one cell.
pub(super) const LIST_SIGN: char = '\u{1f}';

/// Finds the number of a column or path, or says that there is none: the name, and its place in the mapping.
pub(super) type Find<'f> = dyn FnMut(&str, &str) -> Result<usize, DeskError> + 'f;

/// A value made of cells.
#[derive(Debug)]
pub(super) struct Picked {
    cells: Vec<usize>,
    join: String,
    map: Named<String>,
    constant: Option<String>,
    separator: Option<String>,
    yes: Vec<String>,
    instants: Option<Instants>,
    pub every: bool,
}

/// A ticket's slot and its value.
#[derive(Debug)]
pub(super) struct TicketPart {
    pub slot: TicketSlot,
    /// Its name in the mapping: what faults are told of.
    name: String,
    pub picked: Picked,
    pub history: bool,
    memo: Memo,
}

/// The text a slot was last set from and what it came to: rows of one ticket, and neighbours, often say the same.
#[derive(Debug, Default)]
struct Memo {
    text: String,
    found: Option<i64>,
}

impl Memo {
    /// What `text` comes to, asking `find` when it is not the last one.
    #[inline]
    fn recall<E>(&mut self, text: &str, find: impl FnOnce() -> Result<i64, E>) -> Result<i64, E> {
        if let Some(found) = self.found
            && self.text == text
        {
            return Ok(found);
        }
        self.found = None;
        let found = find()?;
        self.text.clear();
        self.text.push_str(text);
        self.found = Some(found);
        Ok(found)
    }
}

/// One of the events that a source event stands for: the slots it sets itself.
pub(super) type Template = Vec<(EventSlot, String)>;

/// A mapping made ready for one file.
#[derive(Debug)]
pub(super) struct Plan {
    pub ticket: Vec<TicketPart>,
    pub event: Vec<(EventSlot, Picked)>,
    kinds: Named<Vec<Template>>,
    roles: Named<String>,
    unknown: Vec<String>,
    scratch: String,
}

/// How dates are written and in which zone.
pub(super) fn instants(mapping: &Mapping, zones: &Zones) -> Result<Instants, DeskError> {
    let zone = match &mapping.time_zone {
        None => Zone::utc(),
        Some(name) => zones.get(name).map_err(|error| error.at("mapping.timeZone"))?.clone(),
    };
    let format = format(&mapping.dates, "mapping.dates")?;
    Ok(Instants::new(format.unwrap_or(DateFormat::Iso), zone))
}

/// How dates are written; `None` where nothing is said of it.
fn format(written: &[String], path: &str) -> Result<Option<DateFormat>, DeskError> {
    let mut formats = Vec::new();
    for pattern in written {
        formats.push(DateFormat::parse_pattern(pattern).map_err(|error| error.at(path))?);
    }
    Ok(if formats.len() > 1 { Some(DateFormat::Any(formats)) } else { formats.pop() })
}

/// Tells the store what the mapping says of words.
pub(super) fn set_meanings(mapping: &Mapping, store: &mut Store) -> Result<(), DeskError> {
    let mut statuses = Vec::new();
    for (word, class) in &mapping.statuses {
        let known = StatusClass::from_name(class).ok_or_else(|| {
            let message = format!("\"{class}\" is none of new, open, pending, on_hold, solved, closed");
            DeskError::new("bad-mapping", message).at(format!("mapping.statuses.{word}"))
        })?;
        statuses.push((word.clone(), known));
    }
    if let Some(levels) = &mapping.levels {
        levels.check().map_err(|error| error.within("mapping.levels"))?;
    }
    let meanings = store.meanings_mut();
    if !statuses.is_empty() {
        meanings.set_statuses(statuses);
    }
    if !mapping.priorities.is_empty() {
        meanings.set_priorities(mapping.priorities.clone());
    }
    if let Some(levels) = &mapping.levels {
        meanings.ladders_mut().map(levels);
    }
    Ok(())
}

impl Plan {
    pub fn new(
        mapping: &Mapping,
        store: &mut Store,
        draft: &mut Draft,
        dates: &Instants,
        find: &mut Find<'_>,
    ) -> Result<Self, DeskError> {
        let mut ticket = Vec::new();
        for (name, source) in mapping.ticket.iter() {
            let path = format!("mapping.ticket.{name}");
            let slot = TicketSlot::from_name(name)
                .ok_or_else(|| unknown_name(name, "a ticket has").at(path.clone()))?;
            let picked = pick(source, slot_holds_date(slot).then_some(dates), &path, find)?;
            if let TicketSlot::Stated(fact) = slot {
                draft.always_state(fact);
            }
            keep(source, slot, draft, &path)?;
            ticket.push(TicketPart {
                slot,
                name: name.clone(),
                picked,
                history: source.history,
                memo: Memo::default(),
            });
        }
        for (name, source) in mapping.fields.iter() {
            let path = format!("mapping.fields.{name}");
            let number = matches!(source.kind.as_deref(), Some("number" | "date"));
            let index =
                draft.custom(store, name, number).map_err(|fault| DeskError::from(fault).at(path.clone()))?;
            let slot = if number { TicketSlot::Number(index) } else { TicketSlot::Text(index) };
            let date = source.kind.as_deref() == Some("date");
            let picked = pick(source, date.then_some(dates), &path, find)?;
            keep(source, slot, draft, &path)?;
            let name = ["fields.", name].concat();
            ticket.push(TicketPart { slot, name, picked, history: source.history, memo: Memo::default() });
        }
        let mut event = Vec::new();
        for (name, source) in mapping.event.iter() {
            let path = format!("mapping.event.{name}");
            let slot = EventSlot::from_name(name)
                .ok_or_else(|| unknown_name(name, "an event has").at(path.clone()))?;
            event.push((slot, pick(source, (slot == EventSlot::At).then_some(dates), &path, find)?));
        }
        kind_first(&mut event);
        Ok(Self {
            ticket,
            event,
            kinds: templates(mapping)?,
            roles: mapping.roles.clone(),
            unknown: mapping.unknown.clone(),
            scratch: String::new(),
        })
    }

    /// Fills the ticket under way from the cells of a row. Faults of single values are told; the rest is taken.
    pub fn fill_ticket(
        &mut self,
        cells: &Cells<'_>,
        store: &mut Store,
        draft: &mut Draft,
        tell: &mut dyn FnMut(Fault),
    ) {
        let mut scratch = std::mem::take(&mut self.scratch);
        for part in &mut self.ticket {
            let memo = &mut part.memo;
            let Some(text) = part.picked.text(cells, &self.unknown, &mut scratch) else { continue };
            let set = match (&part.picked.instants, part.slot) {
                (Some(instants), slot) => {
                    let at = memo.recall(text, || instants.read(text));
                    at.and_then(|at| draft.set_instant(slot, at)).inspect_err(|_| {
                        if slot == TicketSlot::Created {
                            draft.refuse();
                        }
                    })
                }
                (None, TicketSlot::Tag) => {
                    let mut all = Ok(());
                    for tag in part.picked.items(text) {
                        all = all.and(draft.set_text(store, TicketSlot::Tag, tag));
                    }
                    all
                }
                (None, TicketSlot::Test) => {
                    draft.set_flag(part.picked.is_yes(text));
                    Ok(())
                }
                (None, slot @ (TicketSlot::Number(_) | TicketSlot::Level | TicketSlot::Csat)) => {
                    match super::number::read(text.trim().as_bytes()) {
                        Some(value) => draft.set_number(slot, value),
                        None => Err(Fault::new(
                            "not-a-number",
                            ["found ", &shown(text), " where a number was expected"].concat(),
                        )),
                    }
                }
                (None, TicketSlot::Word(dimension)) => {
                    let Ok(code) =
                        memo.recall(text, || Ok::<_, Infallible>(store.words(dimension).intern(text).into()));
                    draft.set_word(dimension, code as u32);
                    Ok(())
                }
                (None, TicketSlot::Text(index)) => {
                    let Ok(code) = memo.recall(text, || {
                        let code = store.custom_words(index).map_or(NO_CODE, |words| words.intern(text));
                        Ok::<_, Infallible>(code.into())
                    });
                    draft.set_custom(index, code as u32);
                    Ok(())
                }
                (None, slot) => draft.set_text(store, slot, text),
            };
            if let Err(fault) = set {
                tell(fault.at(part.name.as_str()));
            }
        }
        self.scratch = scratch;
    }

    /// Adds the events that the cells of a row or of an element stand for.
    pub fn fill_events(
        &mut self,
        cells: &Cells<'_>,
        store: &mut Store,
        draft: &mut Draft,
        tell: &mut dyn FnMut(Fault),
    ) {
        let word = self.kind_word(cells);
        let templates = match word.as_deref() {
            Some(word) => self.kinds.get(word).or_else(|| self.kinds.get("*")),
            None => None,
        };
        match templates {
            None if !self.kinds.is_empty() && word.is_some() => {
                let word = word.unwrap_or_default();
                draft.begin_event();
                let message = ["the mapping's kinds do not say what ", &shown(&word), " stands for"].concat();
                tell(draft.event_fault("unknown-kind", EventSlot::Kind, &message));
            }
            None => self.fill_event(cells, &[], 0, store, draft, tell),
            Some(templates) => {
                for (part, template) in templates.iter().enumerate() {
                    self.fill_event(cells, template, part as u32, store, draft, tell);
                }
            }
        }
    }

    /// Whether rows stand for events of their own, beside what differs between snapshots.
    pub fn makes_events(&self) -> bool {
        self.event.iter().any(|(slot, _)| *slot == EventSlot::Kind)
    }

    fn kind_word(&self, cells: &Cells<'_>) -> Option<String> {
        let (_, picked) = self.event.iter().find(|(slot, _)| *slot == EventSlot::Kind)?;
        let mut scratch = String::new();
        picked.text(cells, &self.unknown, &mut scratch).map(str::to_string)
    }

    fn fill_event(
        &self,
        cells: &Cells<'_>,
        template: &[(EventSlot, String)],
        part: u32,
        store: &mut Store,
        draft: &mut Draft,
        tell: &mut dyn FnMut(Fault),
    ) {
        draft.begin_part(part);
        let mut scratch = String::new();
        for (slot, text) in template {
            if let Err(fault) = draft.event_text(store, *slot, text) {
                tell(fault);
            }
        }
        for (slot, picked) in &self.event {
            if template.iter().any(|(set, _)| set == slot)
                || (*slot == EventSlot::Kind && !self.kinds.is_empty())
            {
                continue;
            }
            let Some(text) = picked.text(cells, &self.unknown, &mut scratch) else { continue };
            let set = match (&picked.instants, slot) {
                (Some(instants), _) => match instants.read(text) {
                    Ok(at) => draft.event_instant(*slot, at),
                    Err(fault) => {
                        draft.refuse_event();
                        Err(fault.at(draft.event_path(slot.name())))
                    }
                },
                (None, EventSlot::Role) => {
                    let role = self.roles.get(text).map_or(text, String::as_str);
                    draft.event_text(store, *slot, role)
                }
                (None, _) => draft.event_text(store, *slot, text),
            };
            if let Err(fault) = set {
                tell(fault);
            }
        }
        if let Err(fault) = draft.end_event(store) {
            tell(fault);
        }
    }

    /// The instant and the number of a row that is a snapshot.
    pub fn snapshot_time(&self, cells: &Cells<'_>) -> Result<(i64, Option<i64>), Fault> {
        let mut scratch = String::new();
        let mut at = Err(Fault::new("missing-value", "the row does not say when it was").at("at"));
        let mut seq = None;
        for (slot, picked) in &self.event {
            let Some(text) = picked.text(cells, &self.unknown, &mut scratch) else { continue };
            match (slot, &picked.instants) {
                (EventSlot::At, Some(instants)) => at = instants.read(text).map_err(|fault| fault.at("at")),
                (EventSlot::Seq, _) => {
                    seq = super::number::read(text.trim().as_bytes()).map(|number| number as i64)
                }
                _ => {}
            }
        }
        at.map(|at| (at, seq))
    }

    /// The word of a slot of the row, if any.
    pub fn word<'c>(
        &self,
        part: &'c TicketPart,
        cells: &'c Cells<'_>,
        scratch: &'c mut String,
    ) -> Option<&'c str> {
        part.picked.text(cells, &self.unknown, scratch)
    }
}

impl Picked {
    /// The text of the value; `None` when it is missing.
    fn text<'c>(
        &'c self,
        cells: &'c Cells<'_>,
        unknown: &[String],
        scratch: &'c mut String,
    ) -> Option<&'c str> {
        let known = |text: &&str| !text.is_empty() && !unknown.iter().any(|word| word == text);
        let found = match (&self.constant, self.cells.as_slice()) {
            (Some(constant), _) => Some(constant.as_str()),
            (None, [only]) => cells.get(*only).copied().flatten().map(trimmed).filter(known),
            (None, several) => {
                scratch.clear();
                for cell in several {
                    if let Some(text) = cells.get(*cell).copied().flatten().map(trimmed).filter(known) {
                        if !scratch.is_empty() {
                            scratch.push_str(&self.join);
                        }
                        scratch.push_str(text);
                    }
                }
                Some(scratch.as_str())
            }
        };
        found.map(|text| self.map.get(text).map_or(text, String::as_str)).filter(|text| !text.is_empty())
    }

    fn items<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let separator = self.separator.as_deref().filter(|sign| !sign.is_empty());
        let sign = move |text: &'t str| -> Vec<&'t str> {
            match separator {
                Some(separator) => text.split(separator).collect(),
                None => text.split(LIST_SIGN).collect(),
            }
        };
        sign(text).into_iter().map(str::trim).filter(|item| !item.is_empty())
    }

    fn is_yes(&self, text: &str) -> bool {
        if self.yes.is_empty() {
            matches!(text, "true" | "True" | "TRUE" | "yes" | "1")
        } else {
            self.yes.iter().any(|word| word == text)
        }
    }
}

/// A cell without space around it.
#[inline]
fn trimmed(cell: &str) -> &str {
    let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = cell.as_bytes();
    if graphic(bytes.first()) && graphic(bytes.last()) { cell } else { cell.trim() }
}

fn slot_holds_date(slot: TicketSlot) -> bool {
    matches!(slot, TicketSlot::Created | TicketSlot::Stated(_))
}

fn pick(
    source: &Source,
    dates: Option<&Instants>,
    path: &str,
    find: &mut Find<'_>,
) -> Result<Picked, DeskError> {
    if source.columns.is_empty() && source.value.is_none() {
        return Err(DeskError::new("bad-mapping", "expected a \"path\", \"columns\" or a \"value\"").at(path));
    }
    let cells = source.columns.iter().map(|name| find(name, path)).collect::<Result<_, _>>()?;
    let instants = match dates {
        None => None,
        Some(dates) => Some(match format(&source.dates, &format!("{path}.dates"))? {
            None => dates.clone(),
            Some(own) => dates.with_format(own),
        }),
    };
    Ok(Picked {
        cells,
        join: source.join.clone().unwrap_or_else(|| "/".to_string()),
        map: source.map.clone(),
        constant: source.value.clone().map(|Constant(text)| text),
        separator: source.separator.clone(),
        yes: source.yes.clone(),
        instants,
        every: source.every,
    })
}

fn keep(source: &Source, slot: TicketSlot, draft: &mut Draft, path: &str) -> Result<(), DeskError> {
    match source.keep.as_deref() {
        None | Some("last") => Ok(()),
        Some("first") => {
            draft.keep_first(slot);
            Ok(())
        }
        Some(word) => Err(DeskError::new("bad-mapping", format!("\"{word}\" is neither first nor last"))
            .at(format!("{path}.keep"))),
    }
}

/// The kind decides how the target is read, so it comes first.
fn kind_first<T>(slots: &mut Vec<(EventSlot, T)>) {
    if let Some(at) = slots.iter().position(|(slot, _)| *slot == EventSlot::Kind) {
        let kind = slots.remove(at);
        slots.insert(0, kind);
    }
}

fn templates(mapping: &Mapping) -> Result<Named<Vec<Template>>, DeskError> {
    let mut kinds = Named::default();
    for (word, parts) in mapping.kinds.iter() {
        let mut templates = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let path = format!("mapping.kinds.{word}[{at}]");
            let mut template = Vec::new();
            for (name, value) in part.iter() {
                let slot = EventSlot::from_name(name)
                    .filter(|slot| *slot != EventSlot::At)
                    .ok_or_else(|| unknown_name(name, "an event has").at(format!("{path}.{name}")))?;
                template.push((slot, value.0.clone()));
            }
            if !template.iter().any(|(slot, _)| *slot == EventSlot::Kind) {
                return Err(DeskError::new("bad-mapping", "each event needs a \"kind\"").at(path));
            }
            kind_first(&mut template);
            templates.push(template);
        }
        kinds.set(word.clone(), templates);
    }
    Ok(kinds)
}

fn unknown_name(name: &str, whose: &str) -> DeskError {
    DeskError::new(
        "bad-mapping",
        format!("{whose} nothing called \"{name}\"; custom dimensions go under \"fields\""),
    )
}

/// The watched slots of a snapshot row: what becomes an event when it differs from the row before.
pub(super) fn is_watched(part: &TicketPart) -> bool {
    match part.slot {
        TicketSlot::Word(dimension) => {
            matches!(
                dimension,
                Dimension::Status | Dimension::Priority | Dimension::Group | Dimension::Assignee
            )
        }
        TicketSlot::Text(_) => part.history,
        _ => false,
    }
}
