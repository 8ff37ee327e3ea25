//! Payloads of helpdesks' own APIs: what came from a vendor, as its bytes came.
//!
//! A [`Reader`] knows one vendor's shapes and takes down facts and events; what it took down is kept by source in
//! [`Sources`], and the tickets it touches are told anew into the store at the end of each load. So tickets, histories and
//! users may come in any order, in any parts and again, and end in the same store.
//!
//! Easy to get wrong: an event waits until its ticket has come, and a reply's role may change when a payload tells who
//! wrote it. Look at `missing` of what a load returns: a further call would tell.

mod chatwoot;
mod collected;
mod django_helpdesk;
mod fields;
mod freshdesk;
mod github;
mod gitlab;
mod hubspot;
mod intercom;
mod jira;
mod labels;
mod lacks;
mod listing;
mod measured;
mod payload;
mod record;
mod redmine;
mod rt;
mod salesforce;
mod servicenow;
mod telling;
mod zammad;
mod zendesk;

use serde::Serialize;

use super::fault::Fault;
use super::json::tape::Node;
use super::loaded::Problems;
use super::named::Named;
use crate::error::DeskError;
use crate::label::shown;
use crate::store::{Key, SnapshotReader, SnapshotWriter, Store};
use collected::{Collected, Table, Told};
pub use lacks::Lack;
pub(super) use listing::Listing;
pub use measured::{OwnValue, OwnValues};
pub(super) use payload::Payloads;
use record::Record;
use telling::Noted;

/// What a source's payloads hold. A reader is a table of functions, so that each vendor costs little more than its names.
struct Reader {
    name: &'static str,
    /// Members of a payload that hold its records, a list or one; `""` where a payload may be a list itself, and with a dot
    /// members of members, which may also be an object of records by their ids. A payload without any of them is a record.
    members: &'static [&'static str],
    /// All names it asks for beside these, so that the rest of a payload costs little; none where all is read.
    names: &'static [&'static str],
    /// What kind of record stands in a member (`""` where it is the payload's own); `None` where it is none of this
    /// vendor's.
    kind: fn(&str, Node<'_>) -> Option<&'static str>,
    /// Takes a record down.
    take: fn(&'static str, Node<'_>, &mut Collected) -> Result<(), Fault>,
    /// Brings the records of a ticket, which are in order, to what they mean together.
    arrange: Option<fn(&Collected, &mut [Record])>,
    /// Whether the ids of people are names.
    logins: bool,
    /// The status of tickets before their first change, where changes do not tell it.
    first_status: &'static str,
    /// Whether statuses and priorities are numbers that other payloads give a name.
    numbered: bool,
}

/// Every vendor there is a reader for.
const READERS: [&Reader; 14] = [
    &rt::RT,
    &django_helpdesk::DJANGO_HELPDESK,
    &zendesk::ZENDESK,
    &freshdesk::FRESHDESK,
    &jira::JIRA,
    &salesforce::SALESFORCE,
    &servicenow::SERVICENOW,
    &github::GITHUB,
    &gitlab::GITLAB,
    &zammad::ZAMMAD,
    &chatwoot::CHATWOOT,
    &intercom::INTERCOM,
    &hubspot::HUBSPOT,
    &redmine::REDMINE,
];

/// What each source has told a desk, in the order of the readers.
#[derive(Debug)]
pub struct Sources {
    collected: Vec<Collected>,
    /// What each has not told.
    lacks: Vec<Vec<Lack>>,
}

impl Default for Sources {
    fn default() -> Self {
        let collected = READERS.iter().map(|_| Collected::default()).collect();
        Self { collected, lacks: vec![Vec::new(); READERS.len()] }
    }
}

/// The name of a source is checked before anything comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceNumber(usize);

impl SourceNumber {
    /// The source called `name`.
    pub fn named(name: &str) -> Result<Self, DeskError> {
        READERS.iter().position(|reader| reader.name == name).map(Self).ok_or_else(|| {
            let names: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
            let message = [&shown(name), " is none of ", &names.join(", ")].concat();
            DeskError::new("unknown-source", message).at("source")
        })
    }

    /// Whether lists are known that were exported as CSV from this source.
    pub fn has_lists(self) -> bool {
        listing::columns(READERS[self.0].name).is_some()
    }

    /// What the first bytes tell of such a list.
    pub fn listing(self, bytes: &[u8], fields: &[String]) -> Listing {
        listing::columns(READERS[self.0].name)
            .map_or(Listing::None, |columns| listing::listing(columns, bytes, fields))
    }

    /// What a load of so many rows of a list found.
    pub fn told(self, rows: usize) -> SourceLoaded {
        let mut records = Named::default();
        records.set("row".to_string(), rows);
        SourceLoaded { name: READERS[self.0].name, records, ..SourceLoaded::default() }
    }
}

/// What a load of a source's payloads found, and what is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceLoaded {
    /// The source.
    pub name: &'static str,
    /// Records read, by kind.
    pub records: Named<usize>,
    /// Held events whose ticket has not come.
    pub waiting: usize,
    /// Kinds of events that nothing is made of, and how many came.
    pub unknown_events: Named<usize>,
    /// What further calls would tell, by ids.
    pub missing: Missing,
    /// What the source has not told by now, and the metrics that lack data therefore.
    pub lacks: Vec<Lack>,
}

/// Ids that a payload of their own would explain; at most a thousand of each.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Missing {
    /// People whose role or name is not known.
    pub users: Vec<String>,
    /// Groups or queues whose name is not known.
    pub groups: Vec<String>,
    /// Customers' accounts whose name is not known.
    pub accounts: Vec<String>,
    /// Tickets of which only events came.
    pub tickets: Vec<String>,
    /// Tickets of which no history came.
    pub histories: Vec<String>,
}

/// What a load of a source did, in the terms of every load.
#[derive(Debug, Default)]
pub(super) struct Took {
    pub rows: u64,
    pub tickets: usize,
    pub repeated_tickets: usize,
    pub events: usize,
    pub repeated_events: usize,
    pub told: SourceLoaded,
}

/// So many ticket fields may be kept.
const MOST_FIELDS: usize = 100;

impl Sources {
    /// Begins to take payloads, of whose tickets some more fields are to be kept.
    pub(super) fn begin(&self, source: SourceNumber, fields: &[String]) -> Result<Payloads, DeskError> {
        let mut kept = self.collected[source.0].fields.clone();
        for name in fields {
            if !kept.contains(name) {
                kept.push(name.clone());
            }
        }
        if kept.len() > MOST_FIELDS {
            let message = "at most 100 fields of a source are kept";
            return Err(DeskError::new("too-many-fields", message).at("fields"));
        }
        Ok(Payloads::new(source.0, kept))
    }

    /// Takes payloads over.
    pub(super) fn load(&mut self, payloads: &Payloads, store: &mut Store, problems: &mut Problems) -> Took {
        let reader = READERS[payloads.source];
        let collected = &mut self.collected[payloads.source];
        collected.fields.clone_from(&payloads.fields);
        collected.begin();
        let mut took = Took::default();
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for (member, record) in payloads.records() {
            took.rows += 1;
            let taken = match (reader.kind)(member, record) {
                Some(kind) => {
                    match counts.iter_mut().find(|(of, _)| *of == kind) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((kind, 1)),
                    }
                    (reader.take)(kind, record, collected)
                }
                None => Err(Fault::new("unknown-record", payload::found(record))),
            };
            if let Err(fault) = taken {
                problems.add(took.rows, fault);
            }
        }
        let mut noted = Noted { wanted: Vec::new(), problems, row: took.rows };
        store.meanings_mut().explain_statuses(std::mem::take(&mut collected.classes));
        for ticket in collected.settle(reader.numbered) {
            if let Err(error) = telling::tell(reader, collected, ticket, store, &mut noted) {
                noted.refuse(&error);
            }
        }
        for (table, code) in noted.wanted {
            collected.want(table, code);
        }
        let sealed = store.seal_replacing(&[reader.name, ":"].concat());
        took.tickets = collected.met;
        took.repeated_tickets = collected.met_again;
        took.repeated_events = collected.repeated;
        took.events = sealed.events.saturating_sub(sealed.replaced);
        let told = collected.told();
        self.lacks[payloads.source] = lacks::lacks(reader.name, &told);
        let mut records = Named::default();
        for (kind, count) in counts {
            records.set(kind.to_string(), count);
        }
        took.told = SourceLoaded {
            name: reader.name,
            records,
            waiting: told.waiting,
            unknown_events: collected.unknown.clone(),
            missing: missing(collected, &told),
            lacks: self.lacks[payloads.source].clone(),
        };
        took
    }

    /// Tells which numbers are names, before anything is written.
    pub(crate) fn note_names(&self, to: &mut SnapshotWriter) {
        self.collected.iter().for_each(|collected| collected.note_names(to));
    }

    /// Writes what each source told.
    pub(crate) fn save(&self, to: &mut SnapshotWriter) {
        let told = || READERS.iter().zip(&self.collected).filter(|(_, collected)| !collected.is_empty());
        to.number(told().count() as u64);
        for (reader, collected) in told() {
            to.text(reader.name);
            collected.save(to);
        }
    }

    /// What was written with [`Sources::save`].
    pub(crate) fn restore(from: &mut SnapshotReader<'_>) -> Self {
        let mut sources = Self::default();
        for _ in 0..from.count() {
            if from.is_bad() {
                break;
            }
            match SourceNumber::named(from.text()) {
                Ok(SourceNumber(source)) => {
                    from.demand(sources.collected[source].is_empty());
                    sources.collected[source] = Collected::restore(from);
                    let collected = &sources.collected[source];
                    from.demand(!collected.is_empty());
                    sources.lacks[source] = lacks::lacks(READERS[source].name, &collected.told());
                }
                Err(_) => from.refuse(),
            }
        }
        sources
    }

    /// Gives the key that marks were made with.
    pub(crate) fn set_key(&mut self, key: Key) {
        self.collected.iter_mut().for_each(|collected| collected.set_key(key));
    }

    /// Puts words in place of their marks. Returns these, and all that came since the last time.
    pub(crate) fn reveal(&mut self) -> Vec<String> {
        self.collected.iter_mut().flat_map(Collected::reveal).collect()
    }

    /// Leaves all marks in their place that words came for since the last time.
    pub(crate) fn overlook(&mut self) {
        self.collected.iter_mut().for_each(Collected::overlook);
    }

    /// Takes note of a word that may have marks here.
    pub(crate) fn recognise(&mut self, word: &str) {
        self.collected.iter_mut().for_each(|collected| collected.recognise(word));
    }

    /// The sources that have not told what a metric needs, each with what is lacking.
    pub(crate) fn lacking(&self, metric: &str) -> Vec<(&'static str, &Lack)> {
        let of_source = |(reader, lacks): (&&'static Reader, _)| {
            let lacks: &Vec<Lack> = lacks;
            let concerned = lacks.iter().filter(|lack| lack.metrics.contains(&metric));
            concerned.map(|lack| (reader.name, lack)).collect::<Vec<_>>()
        };
        READERS.iter().zip(&self.lacks).flat_map(of_source).collect()
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.collected.iter().map(Collected::memory).sum()
    }
}

fn missing(collected: &Collected, told: &Told) -> Missing {
    let ids = |tickets: &[usize]| tickets.iter().map(|&ticket| collected.id(ticket).to_string()).collect();
    Missing {
        users: collected.missing(Table::Users),
        groups: collected.missing(Table::Groups),
        accounts: collected.missing(Table::Accounts),
        tickets: ids(&told.untold),
        histories: ids(&told.bare),
    }
}
