//! A load under way: chunks in, tickets and events out.

use super::csv::CsvReader;
use super::draft::Counts;
use super::instant::Instants;
use super::json::JsonReader;
use super::loaded::{Applied, Duplicates, Loaded, Problems, Progress};
use super::mapping::Mapping;
use super::plan::set_meanings;
use super::sources::{Listing, Payloads, SourceNumber, Sources};
use super::summary::unknown_statuses;
use super::tables::{self, Layout, TableLoaded};
use crate::error::DeskError;
use crate::label::shown;
use crate::settings::{self, Written};
use crate::store::{Store, TableName};
use crate::time::parse::DateFormat;
use crate::time::{Zone, Zones};

/// What is known of an input before it comes.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// `csv`, `json` or `ndjson`; told from the first bytes when missing.
    pub format: Option<String>,
    /// What is what; the native format when missing.
    pub mapping: Option<Mapping>,
    /// The file's name, whose ending may tell the format.
    pub file_name: Option<String>,
    /// How many bytes will come, where that is known.
    pub total_bytes: Option<f64>,
    /// The helpdesk whose API the payloads came from.
    pub source: Option<String>,
    /// Names of the source's ticket fields to keep as custom dimensions.
    pub fields: Vec<String>,
    /// The table that rows are for, where they are no tickets.
    pub table: Option<String>,
}

impl Written for LoadOptions {
    fn read(from: &settings::Reader<'_>) -> Self {
        from.only(&["format", "mapping", "fileName", "totalBytes", "source", "fields", "table"]);
        Self {
            format: from.get("format"),
            mapping: from.get("mapping"),
            file_name: from.get("fileName"),
            total_bytes: from.get("totalBytes"),
            source: from.get("source"),
            fields: from.get::<Option<_>>("fields").unwrap_or_default(),
            table: from.get("table"),
        }
    }
}

/// The format of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
    Ndjson,
}

impl Format {
    fn from_name(name: &str) -> Result<Self, DeskError> {
        match name {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "ndjson" | "jsonl" => Ok(Self::Ndjson),
            _ => Err(DeskError::new("unknown-format", format!("\"{name}\" is none of csv, json, ndjson"))
                .at("format")),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
}

#[derive(Debug)]
enum Reader {
    Csv(Box<CsvReader>),
    Json(Box<JsonReader>),
}

/// A load under way.
#[derive(Debug)]
pub struct Loading {
    options: LoadOptions,
    zones: Zones,
    format: Option<Format>,
    reader: Option<Reader>,
    payloads: Option<Payloads>,
    /// The source of which a list may come, until the first bytes have told.
    may_list: Option<SourceNumber>,
    /// The source of the list that came.
    lists: Option<SourceNumber>,
    table: Option<TableName>,
    /// The first bytes, until the format is known; all bytes of a table.
    held: Vec<u8>,
    problems: Problems,
    bytes: u64,
    sized: bool,
}

/// So many bytes tell JSON from NDJSON, unless the first record is longer.
const TOLD_BY: usize = 64 << 10;

impl Loading {
    /// Begins a load into `store`, or of payloads into `sources`.
    pub fn begin(
        store: &mut Store,
        sources: &Sources,
        options: LoadOptions,
        zones: &Zones,
    ) -> Result<Self, DeskError> {
        let named = options
            .format
            .as_deref()
            .or(options.mapping.as_ref().and_then(|mapping| mapping.format.as_deref()));
        let format = named.map(Format::from_name).transpose()?;
        let source = options.source.as_deref().map(SourceNumber::named).transpose()?;
        let payloads = source.map(|source| sources.begin(source, &options.fields)).transpose()?;
        if payloads.is_some() && options.mapping.is_some() {
            let message = "payloads of a source need no mapping; give one or the other";
            return Err(DeskError::new("source-and-mapping", message).at("mapping"));
        }
        let table = options.table.as_deref().map(table_named).transpose()?;
        if table.is_some() && source.is_some() {
            let message = "payloads of a source are tickets; load tables by themselves";
            return Err(DeskError::new("source-and-table", message).at("table"));
        }
        if let Some(mapping) = &options.mapping {
            let (is_other, path) = match table {
                Some(_) => (!mapping.ticket.is_empty() || !mapping.event.is_empty(), "mapping.ticket"),
                None => (!mapping.row.is_empty(), "mapping.row"),
            };
            if is_other {
                let message = "a mapping of a table says \"row\" where one of tickets says \"ticket\"";
                return Err(DeskError::new("bad-mapping", message).at(path));
            }
            set_meanings(mapping, store)?;
        }
        store.refresh_meanings();
        store.begin_load();
        let mut loading = Self {
            options,
            zones: zones.clone(),
            format,
            reader: None,
            payloads,
            may_list: source.filter(|source| source.has_lists()),
            lists: None,
            table,
            held: Vec::new(),
            problems: Problems::default(),
            bytes: 0,
            sized: false,
        };
        if format.is_some() && loading.payloads.is_none() && table.is_none() {
            loading.open(store)?;
        }
        Ok(loading)
    }

    /// Takes the next chunk.
    pub fn push(&mut self, store: &mut Store, chunk: &[u8]) -> Result<(), DeskError> {
        if self.bytes == 0 && chunk.starts_with(&[0x1f, 0x8b]) {
            let message = "the input is compressed with gzip; pass it through DecompressionStream first";
            return Err(DeskError::new("compressed-input", message));
        }
        self.bytes += chunk.len() as u64;
        if let Some(source) = self.may_list {
            return self.push_first(source, store, chunk);
        }
        if let Some(payloads) = &mut self.payloads {
            return payloads.push(chunk);
        }
        if self.table.is_some() {
            tables::check_length(self.bytes)?;
            self.held.extend_from_slice(chunk);
            return Ok(());
        }
        if self.reader.is_some() {
            self.read(store, chunk)?;
        } else {
            self.held.extend_from_slice(chunk);
            self.format = self.guess(false);
            if self.format.is_some() {
                self.open(store)?;
                let held = std::mem::take(&mut self.held);
                self.read(store, &held)?;
            }
        }
        self.make_room(store);
        Ok(())
    }

    /// Takes the first bytes of a source, which tell a list from payloads.
    fn push_first(&mut self, source: SourceNumber, store: &mut Store, chunk: &[u8]) -> Result<(), DeskError> {
        self.held.extend_from_slice(chunk);
        let listing = source.listing(&self.held, &self.options.fields);
        if matches!(listing, Listing::Unknown) {
            return Ok(());
        }
        self.may_list = None;
        let held = std::mem::take(&mut self.held);
        if let Listing::Of(mapping) = listing {
            (self.lists, self.payloads) = (Some(source), None);
            (self.options.mapping, self.format) = (Some(*mapping), Some(Format::Csv));
            self.open(store)?;
            return self.read(store, &held);
        }
        self.payloads.as_mut().map_or(Ok(()), |payloads| payloads.push(&held))
    }

    /// How far the load is.
    pub fn progress(&self) -> Progress {
        Progress { bytes: self.bytes as f64, rows: self.rows() as f64, events: self.counts().events as f64 }
    }

    /// Ends the load. What a source's payloads tell goes to what `sources` hold of it already.
    pub fn finish(mut self, store: &mut Store, sources: &mut Sources) -> Result<Loaded, DeskError> {
        if let Some(mut payloads) = self.payloads.take() {
            payloads.push(&std::mem::take(&mut self.held))?;
            return self.finish_payloads(payloads, store, sources);
        }
        if let Some(table) = self.table {
            return self.finish_table(table, store);
        }
        if self.reader.is_none() {
            if self.held.trim_ascii().is_empty() {
                return Err(DeskError::new("empty-input", "the input is empty"));
            }
            self.format = self.guess(true);
            self.open(store)?;
            let held = std::mem::take(&mut self.held);
            self.read(store, &held)?;
        }
        match &mut self.reader {
            Some(Reader::Csv(reader)) => reader.finish(store, &mut self.problems)?,
            Some(Reader::Json(reader)) => reader.finish(store, &mut self.problems)?,
            None => {}
        }
        let (counts, rows) = (self.counts(), self.rows());
        if counts.rows == 0 {
            return Err(self.problems.nothing_readable(rows));
        }
        let sealed = store.seal();
        Ok(Loaded {
            tickets: counts.tickets as usize,
            events: sealed.events,
            rows: rows as usize,
            new_tickets: counts.new as usize,
            duplicates: Duplicates { events: sealed.duplicates, tickets: self.repeated(counts) },
            unknown_statuses: unknown_statuses(store),
            skipped: self.problems.count(),
            problems: self.problems.into_kept(),
            format: self.format.unwrap_or(Format::Json).name(),
            source: self.lists.map(|source| source.told(rows as usize)),
            ..Loaded::default()
        })
    }

    fn finish_table(mut self, table: TableName, store: &mut Store) -> Result<Loaded, DeskError> {
        if self.held.trim_ascii().is_empty() {
            return Err(DeskError::new("empty-input", "the input is empty"));
        }
        let format = self.format.or_else(|| self.guess(true)).unwrap_or(Format::Json);
        let layout = match format {
            Format::Csv => Layout::Csv,
            Format::Json => Layout::Json,
            Format::Ndjson => Layout::Lines,
        };
        let mapping = self.options.mapping.clone().unwrap_or_default();
        let rows = tables::read(table, layout, &mapping, &self.zones, &self.held, &mut self.problems)?;
        let (read, taken) = (rows.read as usize, rows.taken);
        if taken.is_empty() && read > 0 {
            return Err(self.problems.nothing_readable(read as u64));
        }
        let rows = taken.len();
        let new_rows = store.table_mut(table).take(taken);
        store.seal();
        Ok(Loaded {
            rows: read,
            skipped: self.problems.count(),
            problems: self.problems.into_kept(),
            format: format.name(),
            table: Some(TableLoaded { name: table.name(), rows, new_rows }),
            ..Loaded::default()
        })
    }

    fn finish_payloads(
        mut self,
        mut payloads: Payloads,
        store: &mut Store,
        sources: &mut Sources,
    ) -> Result<Loaded, DeskError> {
        payloads.finish()?;
        let before = store.tickets().len();
        let took = sources.load(&payloads, store, &mut self.problems);
        Ok(Loaded {
            tickets: took.tickets,
            events: took.events,
            rows: took.rows as usize,
            new_tickets: store.tickets().len() - before,
            duplicates: Duplicates { events: took.repeated_events, tickets: took.repeated_tickets },
            unknown_statuses: unknown_statuses(store),
            skipped: self.problems.count(),
            problems: self.problems.into_kept(),
            format: Format::Json.name(),
            source: Some(took.told),
            table: None,
        })
    }

    /// Rows of tickets that came before; where rows are events or snapshots that is what they are for.
    fn repeated(&self, counts: Counts) -> usize {
        let shape = self.options.mapping.as_ref().and_then(|mapping| mapping.shape.as_deref());
        if matches!(shape, Some("events" | "snapshots")) { 0 } else { counts.repeated as usize }
    }

    fn open(&mut self, store: &mut Store) -> Result<(), DeskError> {
        let mapping = self.options.mapping.clone().unwrap_or_default();
        self.reader = Some(match self.format.unwrap_or(Format::Json) {
            Format::Csv => Reader::Csv(Box::new(CsvReader::new(mapping, store, &self.zones)?)),
            format => Reader::Json(Box::new(JsonReader::new(
                format == Format::Ndjson,
                mapping,
                store,
                &self.zones,
            )?)),
        });
        Ok(())
    }

    fn read(&mut self, store: &mut Store, chunk: &[u8]) -> Result<(), DeskError> {
        match &mut self.reader {
            Some(Reader::Csv(reader)) => reader.push(store, &mut self.problems, chunk),
            Some(Reader::Json(reader)) => reader.push(store, &mut self.problems, chunk),
            None => Ok(()),
        }
    }

    fn counts(&self) -> Counts {
        match &self.reader {
            Some(Reader::Csv(reader)) => reader.counts(),
            Some(Reader::Json(reader)) => reader.counts(),
            None => Counts::default(),
        }
    }

    fn rows(&self) -> u64 {
        match &self.reader {
            Some(Reader::Csv(reader)) => reader.rows(),
            Some(Reader::Json(reader)) => reader.rows(),
            None => 0,
        }
    }

    /// After the first events: makes room for as many as the rest of the bytes promises, so that columns grow once.
    fn make_room(&mut self, store: &mut Store) {
        let Some(total) = self.options.total_bytes else { return };
        if self.sized || store.pending_events() < 1_000 {
            return;
        }
        self.sized = true;
        // A claim is only believed as far as the bytes already there bear it out.
        let left = ((total - self.bytes as f64) / self.bytes as f64).clamp(0.0, 2_000.0);
        store.reserve(left * 1.02);
    }

    /// The format, by the file's name or its first bytes; `None` when these are too few and `last` is not set.
    fn guess(&self, last: bool) -> Option<Format> {
        let name = self.options.file_name.as_deref().unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(name);
        match name.rsplit('.').next() {
            Some("csv" | "tsv") => return Some(Format::Csv),
            Some("ndjson" | "jsonl") => return Some(Format::Ndjson),
            _ => {}
        }
        let text = self.held.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.held).trim_ascii_start();
        match text.first() {
            None => None,
            Some(b'[') => Some(Format::Json),
            Some(b'{') if self.options.mapping.as_ref().is_some_and(|mapping| mapping.root.is_some()) => {
                Some(Format::Json)
            }
            Some(b'{') => match text.iter().position(|&byte| byte == b'\n') {
                // A line that is a whole object by itself is NDJSON; one that is not is a spread-out object.
                Some(end) if text[..end].trim_ascii_end().ends_with(b"}") => Some(Format::Ndjson),
                Some(_) => Some(Format::Json),
                None if last || text.len() > TOLD_BY => Some(Format::Json),
                None => None,
            },
            Some(_) => Some(Format::Csv),
        }
    }
}

fn table_named(name: &str) -> Result<TableName, DeskError> {
    TableName::from_name(name).ok_or_else(|| {
        let names = TableName::ALL.map(TableName::name).join(", ");
        DeskError::new("unknown-table", [&shown(name), " is none of ", &names].concat()).at("table")
    })
}

/// Takes live events, a JSON array of events that name their ticket. Returns what was done and the rows that changed.
pub fn apply(store: &mut Store, zones: &Zones, events: &[u8]) -> Result<(Applied, Vec<u32>), DeskError> {
    let zone = zones.get("UTC").cloned().unwrap_or_else(|_| Zone::utc());
    let mut reader = JsonReader::live(store, Instants::new(DateFormat::Iso, zone));
    let mut problems = Problems::default();
    store.begin_load();
    let read = reader.push(store, &mut problems, events).and_then(|()| reader.finish(store, &mut problems));
    read.inspect_err(|_| store.abandon())?;
    let sealed = store.seal_live();
    let ids = store.tickets().ids();
    let tickets = sealed.touched.iter().filter_map(|&row| ids.get(row)).map(str::to_string).collect();
    let applied = Applied {
        tickets,
        events: sealed.events,
        duplicates: sealed.duplicates,
        skipped: problems.count(),
        problems: problems.into_kept(),
    };
    Ok((applied, sealed.touched))
}
