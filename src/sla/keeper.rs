//! What a desk promises, and where its clocks stand, kept between questions.

use super::alerts::{Alert, AlertQuestion, alerts, levels_reached};
use super::answer::{Asked, answer, ticket};
use super::book::Book;
use super::knobs::Knobs;
use super::placing::Placing;
use super::plan::{Plan, Promises};
use super::policy::Policy;
use super::question::{SlaAnswer, SlaQuestion, ToldCycle};
use super::risk::{RiskAnswer, RiskQuestion, risk};
use super::switches::SWITCHES;
use crate::calendar::{BusinessHours, Calendar, Rules, Schedule};
use crate::error::{DeskError, distance};
use crate::settings::{Reader, Value, Written, read_by};
use crate::store::{Bitset, Moving, NO_INSTANT, Store};
use crate::ticket::Dimension;
use crate::time::{DAY, Zones, instant};

/// Calendars, policies and clock switches as written. What is not given stays as it is.
#[derive(Debug, Clone, Default)]
pub struct PromiseSettings {
    /// Calendars by name, as written.
    pub calendars: Option<Vec<(String, Plain)>>,
    /// Policies, in order.
    pub policies: Option<Vec<Policy>>,
    /// The calendar of tickets whose policy has none.
    pub calendar: Option<String>,
    /// The tool whose clocks these are.
    pub profile: Option<String>,
    /// Status words or classes that pause clocks.
    pub paused: Option<Vec<String>>,
    /// Calendars that are shifts, in order.
    pub shifts: Option<Vec<String>>,
    /// The switches of the clocks, as written.
    pub switches: Plain,
}

/// A value as it is written.
#[derive(Debug, Clone, Default)]
pub struct Plain(pub Value);

impl Written for Plain {
    fn read(from: &Reader<'_>) -> Self {
        Self(from.value().clone())
    }
}

impl PromiseSettings {
    /// Reads the settings from under their names in the desk's.
    pub fn of(from: &Reader<'_>) -> Self {
        let calendars = from.at("calendars");
        let clocks = from.at("clocks");
        if *clocks.value() != Value::Nothing {
            clocks.only(&[&["profile", "paused"][..], &SWITCHES[..]].concat());
        }
        let paused = clocks.at("paused");
        Self {
            calendars: (*calendars.value() != Value::Nothing).then(|| calendars.entries()),
            policies: from.get("policies"),
            calendar: from.get("calendar"),
            profile: clocks.get("profile"),
            paused: (*paused.value() != Value::Nothing).then(|| paused.texts()),
            shifts: from.get("shifts"),
            switches: clocks.read(),
        }
    }

    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.calendars.is_none()
            && self.calendar.is_none()
            && self.policies.is_none()
            && self.profile.is_none()
            && self.paused.is_none()
            && self.shifts.is_none()
            && self.switches.0 == Value::Nothing
    }
}

/// Promises, made ready when first asked about, and the book of clocks.
#[derive(Debug, Default)]
pub struct Keeper {
    promises: Promises,
    tool: Option<String>,
    plan: Option<Plan>,
    /// How many words each dictionary had when the plan was made.
    words: Vec<usize>,
    book: Option<(Book, Known)>,
}

/// Up to when a book knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Every event.
    All,
    /// Events up to an instant.
    Until(i64),
}

impl Keeper {
    /// The same promises, of which nothing is derived yet.
    #[must_use]
    pub fn clone_promises(&self) -> Self {
        Self { promises: self.promises.clone(), tool: self.tool.clone(), ..Self::default() }
    }

    /// Takes settings, all of them or none.
    pub fn configure(&mut self, settings: PromiseSettings, zones: &Zones) -> Result<(), DeskError> {
        if settings.is_empty() {
            return Ok(());
        }
        let named = settings.profile.is_some();
        let tool = settings.profile.or_else(|| self.tool.clone());
        let name = tool.as_deref().unwrap_or("deskgauge");
        let (Some(knobs), Some(rules)) = (Knobs::named(name), Rules::named(name)) else {
            return Err(unknown_tool(name).at("clocks.profile"));
        };
        let knobs = if named { knobs } else { self.promises.knobs };
        let knobs = read_by(&settings.switches.0, "bad-settings", |from| knobs.changed(from));
        let knobs = knobs.map_err(|error| error.within("clocks"))?;
        let mut promises = Promises { knobs, ..self.promises.clone() };
        if let Some(written) = settings.calendars {
            promises.calendars = calendars(&written, zones, rules)?;
        }
        promises.policies = settings.policies.unwrap_or(promises.policies);
        promises.calendar = settings.calendar.or(promises.calendar);
        promises.paused = settings.paused.or(promises.paused);
        promises.shifts = settings.shifts.unwrap_or(promises.shifts);
        promises.check()?;
        *self = Self { promises, tool, ..Self::default() };
        Ok(())
    }

    /// The promises, and what was made ready of them, for rules that lean on clocks and calendars.
    pub fn ready(&mut self, store: &Store, newest: i64) -> Result<(&Promises, &Plan), DeskError> {
        let plan = self.planned(store, newest)?;
        Ok((&self.promises, self.plan.insert(plan)))
    }

    /// The place of a calendar in the list.
    pub fn calendar(&self, name: &str) -> Result<usize, DeskError> {
        self.promises.calendar(name)
    }

    /// A calendar written in place of a name.
    pub fn calendar_of(&self, written: &Value, zones: &Zones) -> Result<Calendar, DeskError> {
        let rules = Rules::named(self.tool.as_deref().unwrap_or("deskgauge")).unwrap_or_default();
        Schedule::read(written, zones, rules).map(Calendar::of)
    }

    /// How many levels the clocks of these tickets have reached by `now`.
    pub fn levels_reached(
        &mut self,
        store: &Store,
        chosen: &Bitset,
        now: i64,
        newest: i64,
    ) -> Result<u64, DeskError> {
        Ok(levels_reached(self.asked(store, now, newest)?, chosen, now))
    }

    /// How many cycles of each ticket were or are late at `now`.
    pub fn late_cycles(&mut self, store: &Store, now: i64, newest: i64) -> Result<Vec<u32>, DeskError> {
        let asked = self.asked(store, now, newest)?;
        let after_due = asked.promises.knobs.breach_after_due;
        let late = |brief: &&super::book::Brief| brief.is_late(now, after_due);
        let count = |row| asked.book.of(row).iter().filter(late).count() as u32;
        Ok((0..store.tickets().len()).map(count).collect())
    }

    /// Whether there is any policy.
    pub fn has_policies(&self) -> bool {
        !self.promises.policies.is_empty()
    }

    /// Forgets what was derived from the data.
    pub fn forget(&mut self) {
        (self.plan, self.book) = (None, None);
    }

    /// Brings the clocks of some tickets up to date.
    pub fn update(&mut self, store: &Store, rows: &[u32], newest: i64) -> Result<(), DeskError> {
        if self.plan.is_some() && self.words != words(store) {
            let range = self.range(store, newest);
            self.plan = Some(Plan::new(&self.promises, store, range)?);
            self.words = words(store);
        }
        match (&self.plan, &mut self.book) {
            (Some(plan), Some((book, Known::All))) => book.update(plan, store, rows, newest),
            _ => self.book = None,
        }
        Ok(())
    }

    /// Answers a question about all tickets, or about those that `placing` chose.
    pub fn answer(
        &mut self,
        store: &Store,
        question: &SlaQuestion,
        newest: i64,
        placing: Option<&Placing<'_>>,
    ) -> Result<SlaAnswer, DeskError> {
        let now = instant(question.now, "now")?;
        answer(self.asked(store, now, newest)?, question, now, placing)
    }

    /// What newly happened to clocks.
    pub fn alerts(
        &mut self,
        store: &Store,
        question: &AlertQuestion,
        newest: i64,
    ) -> Result<Vec<Alert>, DeskError> {
        let now = instant(question.now, "now")?;
        alerts(self.asked(store, now, newest)?, question)
    }

    /// How likely clocks under way are to breach.
    pub fn risk(
        &mut self,
        store: &Store,
        question: &RiskQuestion,
        newest: i64,
    ) -> Result<RiskAnswer, DeskError> {
        let now = instant(question.now, "now")?;
        risk(self.asked(store, now, newest)?, question)
    }

    /// The cycles of one ticket with their working.
    pub fn ticket(
        &mut self,
        store: &Store,
        id: &str,
        now: f64,
        newest: i64,
    ) -> Result<Vec<ToldCycle>, DeskError> {
        let now = instant(now, "now")?;
        ticket(self.asked(store, now, newest)?, id, now)
    }

    /// Bytes held by the book.
    pub fn memory(&self) -> usize {
        self.book.as_ref().map_or(0, |(book, _)| book.memory())
    }

    fn range(&self, store: &Store, newest: i64) -> (i64, i64) {
        let created = store.tickets().created().iter().copied().filter(|&at| at != NO_INSTANT);
        let oldest = created.min().unwrap_or(0);
        (oldest.saturating_sub(DAY), newest.saturating_add(AHEAD))
    }

    /// The calendars for reports that count by them, and which is whose.
    pub fn hours(&mut self, store: &Store, newest: i64) -> Result<BusinessHours, DeskError> {
        let plan = self.planned(store, newest)?;
        let names = self.promises.calendars.iter().map(|(name, _)| name.clone());
        let calendars: Vec<_> = names.zip(plan.calendars().iter().cloned()).collect();
        let usual = self.promises.calendar.as_deref().map(|name| self.promises.calendar(name)).transpose()?;
        let own =
            |policy: &Policy| policy.calendar.as_deref().and_then(|name| self.promises.calendar(name).ok());
        let of_policy: Vec<Option<usize>> = self.promises.policies.iter().map(own).collect();
        let of_ticket = |row: usize| {
            let policy = plan.policy(store, row, &Moving::of(store, row))?;
            of_policy.get(policy).copied().flatten()
        };
        let place = |row| of_ticket(row).map(|place| place as u32);
        let tickets = if of_policy.is_empty() { 0 } else { store.tickets().len() };
        let of_ticket = (0..tickets).map(place).collect();
        self.plan = Some(plan);
        let shift = |name: &String| Ok((name.clone(), self.promises.calendar(name)? as u32));
        let shifts: Result<_, DeskError> = self.promises.shifts.iter().map(shift).collect();
        Ok(BusinessHours { calendars, of_ticket, usual: usual.map(|place| place as u32), shifts: shifts? })
    }

    /// Takes the plan out, or makes it.
    fn planned(&mut self, store: &Store, newest: i64) -> Result<Plan, DeskError> {
        if let Some(plan) = self.plan.take() {
            return Ok(plan);
        }
        self.words = words(store);
        Plan::new(&self.promises, store, self.range(store, newest))
    }

    fn asked<'a>(&'a mut self, store: &'a Store, now: i64, newest: i64) -> Result<Asked<'a>, DeskError> {
        if self.promises.policies.is_empty() {
            let sentence = "the desk has no policies; give some with configure({ policies: [ … ] })";
            return Err(DeskError::new("no-policies", sentence));
        }
        let plan = self.planned(store, newest.max(now))?;
        let known = if now >= newest { Known::All } else { Known::Until(now) };
        let book = match self.book.take().filter(|&(_, kept)| kept == known) {
            Some((book, _)) => book,
            None => Book::new(&plan, store, now),
        };
        let plan = self.plan.insert(plan);
        let (book, _) = self.book.insert((book, known));
        Ok(Asked { store, promises: &self.promises, plan, book })
    }
}

/// The tools whose clocks are known.
const TOOLS: [&str; 13] = [
    "deskgauge",
    "zendesk",
    "freshdesk",
    "jira",
    "salesforce",
    "servicenow",
    "zammad",
    "chatwoot",
    "intercom",
    "frappe",
    "rt",
    "otobo",
    "glpi",
];

/// Refuses a tool whose clocks nobody knows.
pub fn unknown_tool(name: &str) -> DeskError {
    let sentence = format!("there are no clocks called \"{name}\"; there are {}", TOOLS.join(", "));
    DeskError::new("unknown-profile", sentence)
}

/// How far beyond the newest event calendars are made ready.
const AHEAD: i64 = 400 * DAY;

/// How many words there are, a dictionary at a time.
fn words(store: &Store) -> Vec<usize> {
    let dimensions = Dimension::ALL.iter().map(|&dimension| store.dictionary(dimension).len());
    let tickets = store.tickets();
    dimensions.chain([tickets.tag_words().len(), tickets.custom().len()]).collect()
}

/// Calendars as written: schedules, or several of the others at once.
fn calendars(
    written: &[(String, Plain)],
    zones: &Zones,
    rules: Rules,
) -> Result<Vec<(String, Calendar)>, DeskError> {
    let mut made: Vec<(String, Calendar)> = Vec::new();
    for (name, Plain(value)) in written {
        let within = |error: DeskError| error.within(&format!("calendars.{name}"));
        let calendar = match combined(value, &made).map_err(within)? {
            Some(combined) => combined,
            None => Calendar::of(Schedule::read(value, zones, rules).map_err(within)?),
        };
        made.push((name.clone(), calendar));
    }
    Ok(made)
}

/// `{ all: [names] }` or `{ any: [names] }` of calendars given before.
fn combined(value: &Value, made: &[(String, Calendar)]) -> Result<Option<Calendar>, DeskError> {
    let Value::Object(entries) = value else { return Ok(None) };
    let [(how, Value::List(names))] = entries.as_slice() else { return Ok(None) };
    let part = |(at, name): (usize, &Value)| {
        let known = made.iter().find(|(known, _)| *name == Value::Text(known.clone()));
        known.map(|(_, calendar)| calendar.clone()).ok_or_else(|| {
            let text = if let Value::Text(text) = name { text.as_str() } else { "" };
            let nearest =
                made.iter().min_by_key(|(known, _)| distance(known, text)).map(|(known, _)| known.as_str());
            let hint = nearest.unwrap_or("none before this one");
            let sentence =
                format!("expected the name of a calendar given before this one; the nearest is {hint}");
            DeskError::new("unknown-calendar", sentence).at(format!("{how}[{at}]"))
        })
    };
    let parts = || names.iter().enumerate().map(part).collect::<Result<Vec<_>, _>>();
    Ok(match how.as_str() {
        "all" => Some(Calendar::All(parts()?)),
        "any" => Some(Calendar::Any(parts()?)),
        _ => None,
    })
}
