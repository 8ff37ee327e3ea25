//! Rows of customers, agents and surveys, out of CSV, JSON or NDJSON, in names of their own or through a mapping.
//!
//! A cell of a CSV file that begins like a list or an object of JSON is read as one, so that every value can be said there;
//! short forms say the usual ones. A row without a usable id is set aside; so is a value that cannot be read, alone.

mod part;
mod value;

use std::borrow::Cow;

use serde::Serialize;

use super::csv::rows::{Row, RowReader};
use super::fault::Fault;
use super::instant::Instants;
use super::json::tape::{Node, Tape};
use super::loaded::Problems;
use super::mapping::{Constant, Mapping, Source};
use super::plan::instants;
use crate::error::DeskError;
use crate::label::shown;
use crate::store::{Given, GivenItem, Shape, TableName, TableRow};
use crate::ticket::SurveyKind;
use crate::time::Zones;
use part::Part;
use value::{How, given, month};

/// What a load brought to a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableLoaded {
    /// The table.
    pub name: &'static str,
    /// Rows taken.
    pub rows: usize,
    /// Rows the table did not have before.
    pub new_rows: usize,
}

/// How the bytes are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Csv,
    Json,
    Lines,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Id,
    Version,
    Column(usize, Shape),
}

/// A value of a row: where it goes, and what of the record it comes from.
struct Field {
    slot: Slot,
    name: String,
    source: Source,
}

/// Rows of one file.
pub(super) struct Rows<'a> {
    table: TableName,
    fields: Vec<Field>,
    unknown: &'a [String],
    instants: Instants,
    pub read: u64,
    pub taken: Vec<TableRow>,
}

const ID: &str = "id";
const VERSION: &str = "updated_at";
/// The longest input taken at once.
const LONGEST: u64 = 1 << 30;

/// Checks how much of an input has come, all of which is held until its end.
pub(super) fn check_length(bytes: u64) -> Result<(), DeskError> {
    if bytes > LONGEST {
        return Err(DeskError::new("record-too-long", "a table is loaded from at most 1 GB at once"));
    }
    Ok(())
}

/// Reads the rows of a table. What is wrong with single rows and values goes to `problems`.
pub(super) fn read<'a>(
    table: TableName,
    layout: Layout,
    mapping: &'a Mapping,
    zones: &Zones,
    bytes: &[u8],
    problems: &mut Problems,
) -> Result<Rows<'a>, DeskError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut rows = Rows {
        table,
        fields: fields(table, mapping)?,
        unknown: &mapping.unknown,
        instants: instants(mapping, zones)?,
        read: 0,
        taken: Vec::new(),
    };
    match layout {
        Layout::Csv => rows.csv(mapping, bytes, problems)?,
        Layout::Json => rows.json(mapping.root.as_deref(), bytes, problems)?,
        Layout::Lines => {
            for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
                rows.read += 1;
                match Tape::of(line) {
                    Ok(tape) => tape.roots().for_each(|record| rows.record(record, problems)),
                    Err(fault) => problems.add(rows.read, fault),
                }
            }
        }
    }
    Ok(rows)
}

/// The values a mapping names, or all by their own names.
fn fields(table: TableName, mapping: &Mapping) -> Result<Vec<Field>, DeskError> {
    let slot = |name: &str| match name {
        ID => Some(Slot::Id),
        VERSION => Some(Slot::Version),
        _ => table.column(name).map(|at| Slot::Column(at, table.columns()[at].1)),
    };
    if mapping.row.is_empty() {
        let names = [ID, VERSION].into_iter().chain(table.columns().iter().map(|&(name, _)| name));
        let field = |name: &str| {
            let source = Source { columns: vec![name.to_string()], ..Source::default() };
            Some(Field { slot: slot(name)?, name: name.to_string(), source })
        };
        return Ok(names.filter_map(field).collect());
    }
    let mut fields = Vec::new();
    for (name, source) in mapping.row.iter() {
        let path = ["mapping.row.", name].concat();
        let Some(slot) = slot(name) else {
            let message = ["a row of ", table.name(), " has nothing called ", &shown(name)].concat();
            return Err(DeskError::new("bad-mapping", message).at(path));
        };
        if source.columns.is_empty() && source.value.is_none() {
            return Err(
                DeskError::new("bad-mapping", "expected a \"path\", \"columns\" or a \"value\"").at(path)
            );
        }
        fields.push(Field { slot, name: name.clone(), source: source.clone() });
    }
    if !mapping.row.has(ID) {
        return Err(
            DeskError::new("bad-mapping", "a mapping must say where rows have this").at("mapping.row.id")
        );
    }
    Ok(fields)
}

impl Rows<'_> {
    fn csv(&mut self, mapping: &Mapping, bytes: &[u8], problems: &mut Problems) -> Result<(), DeskError> {
        let delimiter = super::csv::delimiter(mapping)?;
        let mut reader = RowReader::new(delimiter);
        let mut header: Option<Vec<String>> = None;
        let is_native = mapping.row.is_empty();
        let mut take = |row: &Row<'_>| {
            let cells: Vec<Cow<'_, [u8]>> = (0..row.len()).map(|at| row.cell(at)).collect();
            let Some(names) = &header else {
                let names: Vec<String> =
                    cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_string()).collect();
                self.columns(&names, is_native)?;
                header = Some(names);
                return Ok(());
            };
            self.read += 1;
            if cells.len() > names.len() {
                problems
                    .add(self.read, Fault::new("too-many-cells", "the row has more cells than the header"));
                return Ok(());
            }
            let texts: Option<Vec<&str>> =
                cells.iter().map(|cell| std::str::from_utf8(cell).ok().map(str::trim)).collect();
            let Some(texts) = texts else {
                let message = "the row is not valid UTF-8; save the file as UTF-8";
                problems.add(self.read, Fault::new("invalid-utf8", message));
                return Ok(());
            };
            let find = |name: &str| {
                let at = names.iter().position(|known| known == name)?;
                texts.get(at).copied().filter(|text| !text.is_empty()).map(Part::Text)
            };
            self.row(&find, problems);
            Ok(())
        };
        reader.push(bytes, &mut take)?;
        if reader.finish(&mut take)? {
            let message = "a quoted cell is not closed before the end of the file";
            problems.add(self.read, Fault::new("unterminated-quote", message));
        }
        Ok(())
    }

    /// Looks at the names of columns: those of a mapping must be there, and a table by its own names needs an id. A column
    /// such as `revenue.2026-03` holds a month.
    fn columns(&mut self, names: &[String], is_native: bool) -> Result<(), DeskError> {
        let has = |name: &String| names.contains(name);
        for field in &mut self.fields {
            if is_native {
                if let Slot::Column(_, Shape::Months) = field.slot {
                    let prefix = [&field.name, "."].concat();
                    let months = names.iter().filter(|name| name.starts_with(&prefix)).cloned();
                    field.source.columns.extend(months);
                }
                field.source.columns.retain(has);
            }
            let missing = field.source.columns.iter().find(|name| !has(name)).map(String::as_str);
            let is_empty = field.slot == Slot::Id && field.source.columns.is_empty() && is_native;
            if let Some(name) = missing.or(is_empty.then_some(ID)) {
                let message = ["the file has no column ", &shown(name)].concat();
                let path = ["mapping.row.", &field.name].concat();
                return Err(DeskError::new("unknown-column", message).at(path));
            }
        }
        Ok(())
    }

    fn json(&mut self, root: Option<&str>, bytes: &[u8], problems: &mut Problems) -> Result<(), DeskError> {
        let tape = Tape::of(bytes)?;
        for mut value in tape.roots() {
            for step in root.unwrap_or_default().split('.').filter(|step| !step.is_empty()) {
                value = value.get(step);
            }
            if root.is_some() && !value.is_list() {
                let message = ["the file holds no array under ", &shown(root.unwrap_or_default())].concat();
                return Err(DeskError::new("no-root", message).at("mapping.root"));
            }
            for record in value.list().chain((!value.is_list()).then_some(value)) {
                self.read += 1;
                self.record(record, problems);
            }
        }
        Ok(())
    }

    fn record(&mut self, record: Node<'_>, problems: &mut Problems) {
        if !record.is_object() {
            return problems.add(self.read, Fault::new("unknown-record", "expected an object"));
        }
        let find = |path: &str| {
            // A name with dots may be the field's own.
            let (mut value, mut rest) = (record, path);
            while !value.has(rest)
                && let Some((first, after)) = rest.split_once('.')
            {
                (value, rest) = (value.get(first), after);
            }
            value.has(rest).then(|| Part::Node(value.get(rest)))
        };
        self.row(&find, problems);
    }

    fn row<'p>(&mut self, find: &dyn Fn(&str) -> Option<Part<'p>>, problems: &mut Problems) {
        let mut row = TableRow::default();
        for field in &self.fields {
            match self.value(field, find) {
                Ok(None) => {}
                Ok(Some(given)) => match (field.slot, given) {
                    (Slot::Id, Given::Word(id)) => row.id = id,
                    (Slot::Version, Given::Instant(at)) => row.version = at,
                    (Slot::Column(at, _), given) => row.fields.push((at, given)),
                    _ => {}
                },
                Err(fault) => problems.add(self.read, fault.at(field.name.as_str())),
            }
        }
        if row.id.is_empty() {
            return problems.add(self.read, Fault::new("no-id", "the row has no id").at(ID));
        }
        match self.complete(&mut row) {
            Ok(()) => self.taken.push(row),
            Err(fault) => problems.add(self.read, fault),
        }
    }

    fn value<'p>(
        &self,
        field: &Field,
        find: &dyn Fn(&str) -> Option<Part<'p>>,
    ) -> Result<Option<Given>, Fault> {
        let shape = match field.slot {
            Slot::Id => Shape::Word,
            Slot::Version => Shape::Instant,
            Slot::Column(_, shape) => shape,
        };
        let Source { columns, value, join, map, separator, .. } = &field.source;
        let how = How { instants: &self.instants, separator: separator.as_deref() };
        let is_known = |text: &str| !self.unknown.iter().any(|unknown| unknown == text);
        if let Some(Constant(text)) = value {
            return given(shape, Part::Text(text), &how).map(Some);
        }
        if let [only] = columns.as_slice()
            && (shape != Shape::Months || !is_month(only))
        {
            let Some(part) = find(only) else { return Ok(None) };
            let text = part.text();
            return match text.as_deref() {
                Some(text) if !is_known(text) => Ok(None),
                Some(text) => match map.get(text) {
                    Some(other) => given(shape, Part::Text(other), &how).map(Some),
                    None => given(shape, part, &how).map(Some),
                },
                None => given(shape, part, &how).map(Some),
            };
        }
        if shape == Shape::Months {
            let mut items = Vec::new();
            for name in columns {
                let part = find(name).filter(|part| part.text().as_deref().is_some_and(is_known));
                let Some(amount) = part.map(value::number).transpose()? else { continue };
                items.push(match is_month(name) {
                    true => month(last(name), amount)?,
                    false => GivenItem { number: amount, ..GivenItem::default() },
                });
            }
            return Ok((!items.is_empty()).then_some(Given::List(items)));
        }
        let texts: Vec<String> = columns
            .iter()
            .filter_map(|name| find(name)?.text().map(Cow::into_owned))
            .filter(|text| is_known(text))
            .collect();
        let text = texts.join(join.as_deref().unwrap_or("/"));
        if text.is_empty() { Ok(None) } else { given(shape, Part::Text(&text), &how).map(Some) }
    }

    /// Answers to surveys say of which kind they are, when they were given, and a score within their scale.
    fn complete(&self, row: &mut TableRow) -> Result<(), Fault> {
        const KIND: usize = 0;
        const SCORE: usize = 1;
        const SCALE: usize = 2;
        const AT: usize = 3;
        if self.table != TableName::Surveys {
            return Ok(());
        }
        let stated = |at: usize| row.fields.iter().find(|(of, _)| *of == at).map(|(_, given)| given);
        let missing =
            |name: &'static str| Fault::new("missing-value", "the answer does not say this").at(name);
        let kind = match stated(KIND) {
            Some(Given::Word(word)) => SurveyKind::from_name(word)
                .ok_or_else(|| {
                    Fault::new("unknown-survey", [&shown(word), " is none of csat, nps, ces"].concat())
                })
                .map_err(|fault| fault.at("kind"))?,
            _ => return Err(missing("kind")),
        };
        if !matches!(stated(AT), Some(Given::Instant(_))) {
            return Err(missing("at"));
        }
        let scale = match stated(SCALE) {
            Some(&Given::Number(scale)) => scale,
            _ => kind.usual_scale(),
        };
        match stated(SCORE) {
            Some(&Given::Number(score)) if scale > 0.0 && (0.0..=scale).contains(&score) => {}
            Some(Given::Number(_)) => {
                let message = "a score lies between 0 and the largest of its scale, which is more than 0";
                return Err(Fault::new("score-range", message).at("score"));
            }
            _ => return Err(missing("score")),
        }
        row.fields.retain(|(of, _)| *of != SCALE);
        row.fields.push((SCALE, Given::Number(scale)));
        Ok(())
    }
}

/// What stands behind the last dot of a name.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a column such as `revenue.2026-03` is about a month.
fn is_month(name: &str) -> bool {
    month(last(name), 0.0).is_ok()
}
