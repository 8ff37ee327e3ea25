//! A desk: the data loaded, what was derived from it, and the questions it answers.
//!
//! This is what the JavaScript face calls, and what a Rust program calls in its place.
//!
//! ```
//! use deskgauge::desk::Desk;
//! use deskgauge::ingest::LoadOptions;
//! use deskgauge::report::{MetricChoice, Question};
//!
//! let mut desk = Desk::new();
//! desk.begin(LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() })?;
//! desk.push(br#"{"id":1,"created_at":"2024-03-01T08:00:00Z","events":[{"at":"2024-03-01T08:05:00Z","kind":"reply","role":"agent"}]}"#)?;
//! assert_eq!(desk.finish()?.tickets, 1);
//!
//! let metric = MetricChoice { metric: "first_response_time".into(), ..MetricChoice::default() };
//! let question = Question { metrics: vec![metric], as_of: 1_709_300_000_000.0, ..Question::default() };
//! let table = desk.report(&question)?;
//! let mean = table.header.metrics[0].statistics.iter().find(|statistic| statistic.name == "mean");
//! assert_eq!(mean.map(|column| table.values[column.offset]), Some(300.0));
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```

mod analyses;
mod lacking;
mod replay;

use serde::Serialize;

use replay::History;
pub use replay::{Load, ReplayAnswer, ReplayDifference, ReplayFigures, ReplayQuestion, ReplaySteps};

use crate::error::DeskError;
use crate::escalation::{Rule, check};
use crate::ingest::{
    Applied, ColumnsInput, LoadOptions, Loaded, Loading, Progress, Sources, apply, load_columns,
};
use crate::kpi::{Profile, Switch};
use crate::report::{
    Asked, ClocksQuestion, Goal, GoalAlert, Memo, Question, Table, answer, check_goals, contributions,
    goal_alerts, with_placing,
};
use crate::settings::{Reader, Value, Written};
use crate::sla::{
    Alert, AlertQuestion, Keeper, Knobs, PromiseSettings, RiskAnswer, RiskQuestion, SlaAnswer, ToldCycle,
    unknown_tool,
};
use crate::sort::sort_all;
use crate::store::{Key, LevelSettings, Meanings, Redaction, SnapshotReader, SnapshotWriter, Store};
use crate::ticket::StatusClass;
use crate::time::{Zone, Zones};

/// What words mean at this desk, and whose definitions apply.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whose definitions apply where a question names none.
    pub profile: Option<String>,
    /// Status words and their classes; `"*"` is every other word.
    pub statuses: Vec<(String, String)>,
    /// Priorities, most urgent first.
    pub priorities: Option<Vec<String>>,
    /// Support levels of groups and agents, and the paths of escalations.
    pub levels: Option<LevelSettings>,
    /// Calendars, policies and how clocks run.
    pub promises: PromiseSettings,
    /// Goals for metrics.
    pub goals: Option<Vec<Goal>>,
    /// Escalation rules.
    pub rules: Option<Vec<Rule>>,
}

impl Written for Settings {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&Self::KEYS);
        Self::of(from)
    }
}

impl Settings {
    /// The keys they are written with.
    pub const KEYS: [&'static str; 11] = [
        "profile",
        "statuses",
        "priorities",
        "levels",
        "calendars",
        "calendar",
        "policies",
        "clocks",
        "shifts",
        "goals",
        "rules",
    ];

    /// Reads them from an object that may have other keys.
    pub fn of(from: &Reader<'_>) -> Self {
        Self {
            profile: from.get("profile"),
            statuses: from.at("statuses").entries(),
            priorities: from.get("priorities"),
            levels: from.get("levels"),
            goals: from.get("goals"),
            rules: from.get("rules"),
            promises: PromiseSettings::of(from),
        }
    }
}

/// A ticket behind a figure, and its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The ticket's id.
    pub id: String,
    /// Its value, in the metric's unit.
    pub value: f64,
}

/// The tickets behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contributions {
    /// The largest values first.
    pub tickets: Vec<Contribution>,
    /// How many there are in all.
    pub total: usize,
}

/// Something that happened to a clock, or to a goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AnyAlert {
    /// To a clock.
    Clock(Alert),
    /// To a goal.
    Goal(GoalAlert),
}

impl AnyAlert {
    /// When it happened.
    pub fn at(&self) -> f64 {
        match self {
            Self::Clock(alert) => alert.at,
            Self::Goal(alert) => alert.at,
        }
    }
}

/// The data of a desk and the answers kept for it.
#[derive(Debug, Default)]
pub struct Desk {
    store: Store,
    zones: Zones,
    profile: Profile,
    memo: Memo,
    clocks: Keeper,
    goals: Vec<Goal>,
    rules: Vec<Rule>,
    /// Whether the memo has the hours of the calendars.
    has_hours: bool,
    /// What the history comes to, until data or settings change.
    history: Option<History>,
    loading: Option<Loading>,
    /// What payloads of sources have told.
    sources: Sources,
    /// Whether some words are marks whose key is known.
    is_veiled: bool,
    /// What words meant before the load under way, whose mapping may say otherwise.
    meanings_before: Meanings,
    version: u32,
    newest: i64,
}

impl Desk {
    /// A desk without data.
    pub fn new() -> Self {
        Self { newest: i64::MIN, ..Self::default() }
    }

    /// Makes a zone known, or replaces the table of one.
    pub fn add_zone(&mut self, zone: Zone) {
        self.zones.insert(zone);
    }

    /// Sets what words mean and whose definitions apply. What is not given stays as it is.
    pub fn configure(&mut self, settings: Settings) -> Result<(), DeskError> {
        self.check_idle()?;
        let tool = settings.profile.as_deref();
        if let Some(name) = tool.filter(|name| Knobs::named(name).is_none()) {
            return Err(unknown_tool(name).at("profile"));
        }
        // Tools whose metrics are not known to differ from ours have ours.
        let profile = tool.map(|name| Profile::from_name(name).unwrap_or_default());
        let mut statuses = Vec::new();
        for (word, class) in settings.statuses {
            let known = StatusClass::from_name(&class).ok_or_else(|| {
                let message = format!("\"{class}\" is none of new, open, pending, on_hold, solved, closed");
                DeskError::new("unknown-option", message).at(format!("statuses.{word}"))
            })?;
            statuses.push((word, known));
        }
        check_goals(settings.goals.as_deref().unwrap_or_default())?;
        if let Some(levels) = &settings.levels {
            levels.check().map_err(|error| error.within("levels"))?;
        }
        let mut promises = settings.promises;
        promises.profile = promises.profile.or(settings.profile);
        let mut clocks = self.clocks.clone_promises();
        clocks.configure(promises, &self.zones)?;
        let mut rules = settings.rules;
        if let Some(rules) = &mut rules {
            let made = |written: &Value| clocks.calendar_of(written, &self.zones);
            check(rules, &|name| clocks.calendar(name), &made)?;
        }
        self.clocks = clocks;
        self.rules = rules.unwrap_or_else(|| std::mem::take(&mut self.rules));
        self.profile = profile.unwrap_or(self.profile);
        self.goals = settings.goals.unwrap_or_else(|| std::mem::take(&mut self.goals));
        let meanings = self.store.meanings_mut();
        if !statuses.is_empty() {
            meanings.set_statuses(statuses);
        }
        if let Some(order) = settings.priorities {
            meanings.set_priorities(order);
        }
        if let Some(levels) = settings.levels {
            meanings.ladders_mut().declare(levels);
        }
        self.store.refresh_meanings();
        self.changed();
        Ok(())
    }

    /// Begins a load of bytes.
    pub fn begin(&mut self, options: LoadOptions) -> Result<(), DeskError> {
        if self.loading.is_some() {
            return Err(DeskError::new(
                "load-under-way",
                "another load is under way; wait for it or abort it",
            ));
        }
        self.meanings_before = self.store.meanings().clone();
        match Loading::begin(&mut self.store, &self.sources, options, &self.zones) {
            Ok(loading) => self.loading = Some(loading),
            Err(error) => {
                self.restore_meanings();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes the next bytes of the load. After an error the load is over and the desk as before.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DeskError> {
        let loading = self.loading.as_mut().ok_or_else(no_load)?;
        let taken = loading.push(&mut self.store, bytes);
        if taken.is_err() {
            self.abort();
        }
        taken
    }

    /// How far the load is.
    pub fn progress(&self) -> Progress {
        self.loading.as_ref().map(Loading::progress).unwrap_or_default()
    }

    /// Ends the load and says what it took.
    pub fn finish(&mut self) -> Result<Loaded, DeskError> {
        let loading = self.loading.take().ok_or_else(no_load)?;
        let loaded = loading.finish(&mut self.store, &mut self.sources);
        match &loaded {
            Ok(_) => _ = self.reveal(),
            Err(_) => self.take_back(),
        }
        self.changed();
        loaded
    }

    /// Gives the load up; the desk is as before.
    pub fn abort(&mut self) {
        if self.loading.take().is_some() {
            self.take_back();
            self.changed();
        }
    }

    /// All tickets and events as bytes, for [`Desk::restore`]; equal data gives equal bytes. What loads said about words and
    /// what later payloads of a source lean on is part of it; calendars, policies, rules and goals are settings and are not.
    pub fn save(&self) -> Result<Vec<u8>, DeskError> {
        self.save_redacted(None)
    }

    /// The same; a redaction puts marks in place of names and texts.
    pub fn save_redacted(&self, redaction: Option<Redaction>) -> Result<Vec<u8>, DeskError> {
        self.check_idle()?;
        let mut writer = SnapshotWriter::redacting(redaction);
        self.sources.note_names(&mut writer);
        self.store.save(&mut writer);
        self.sources.save(&mut writer);
        Ok(writer.finish())
    }

    /// Replaces all tickets and events by those of a snapshot; settings of this desk stay and go before what the snapshot says
    /// of words. After an error the desk is as before.
    pub fn restore(&mut self, snapshot: &[u8]) -> Result<(), DeskError> {
        self.restore_redacted(snapshot, None)
    }

    /// The same; with the key of its marks, later loads bring back the names and texts that they tell again.
    pub fn restore_redacted(&mut self, snapshot: &[u8], key: Option<Key>) -> Result<(), DeskError> {
        self.check_idle()?;
        let mut reader = SnapshotReader::begin(snapshot)?;
        let mut store = Store::restore(&mut reader)?;
        let sources = Sources::restore(&mut reader);
        reader.finish()?;
        store.meanings_mut().add_settings(self.store.meanings());
        store.refresh_meanings();
        (self.store, self.sources, self.is_veiled) = (store, sources, key.is_some());
        if let Some(key) = key {
            self.store.set_key(key);
            self.sources.set_key(key);
        }
        self.changed();
        Ok(())
    }

    /// Loads columns.
    pub fn load_columns(&mut self, columns: &ColumnsInput) -> Result<Loaded, DeskError> {
        self.check_idle()?;
        let loaded = load_columns(&mut self.store, columns);
        if loaded.is_ok() {
            self.reveal();
        }
        self.changed();
        loaded
    }

    /// Takes live events, a JSON array. Only the tickets they touch are derived again.
    pub fn apply(&mut self, events: &[u8]) -> Result<Applied, DeskError> {
        self.check_idle()?;
        let (applied, touched) = apply(&mut self.store, &self.zones, events)?;
        (self.has_hours, self.history) = (false, None);
        self.memo.update(&self.store, &touched);
        self.version = self.version.wrapping_add(1);
        for &row in &touched {
            self.newest = self.newest.max(self.store.newest_of(row as usize));
        }
        self.clocks.update(&self.store, &touched, self.newest)?;
        if self.reveal() {
            self.changed();
        }
        Ok(applied)
    }

    /// Derives all facts and clocks anew at the next question, as after a load.
    pub fn derive_again(&mut self) {
        self.memo.forget_facts();
        self.clocks.forget();
        self.history = None;
    }

    /// Answers a question.
    pub fn report(&mut self, question: &Question) -> Result<Table, DeskError> {
        self.check_idle()?;
        self.give_hours(question.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        let mut table = answer(&asked, memo, question)?;
        self.say_lacks(&mut table);
        Ok(table)
    }

    /// Answers several questions, which share what they have in common.
    pub fn reports(&mut self, questions: &[Question]) -> Result<Vec<Table>, DeskError> {
        self.check_idle()?;
        self.give_hours(questions.iter().any(Question::is_in_business_hours))?;
        let (asked, memo, _) = self.asked();
        let answer_one = |(at, question): (usize, &Question)| {
            answer(&asked, memo, question).map_err(|error| error.within(&format!("[{at}]")))
        };
        let tables: Result<Vec<Table>, DeskError> = questions.iter().enumerate().map(answer_one).collect();
        let mut tables = tables?;
        tables.iter_mut().for_each(|table| self.say_lacks(table));
        Ok(tables)
    }

    /// The tickets behind the figure of a metric in a row of the question's answer.
    pub fn tickets_of(
        &mut self,
        question: &Question,
        metric: usize,
        row: usize,
        limit: usize,
    ) -> Result<Contributions, DeskError> {
        self.check_idle()?;
        self.give_hours(question.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        let (found, total) = contributions(&asked, memo, question, (metric, row), limit)?;
        let ids = self.store.tickets().ids();
        let named = |(row, value)| Contribution { id: ids.get(row).unwrap_or_default().to_string(), value };
        Ok(Contributions { tickets: found.into_iter().map(named).collect(), total })
    }

    /// Says how the clocks stand.
    pub fn sla(&mut self, question: &ClocksQuestion) -> Result<SlaAnswer, DeskError> {
        self.check_idle()?;
        self.give_hours(question.selection.is_in_business_hours())?;
        let (asked, memo, clocks) = self.asked();
        with_placing(&asked, memo, question, |placing| {
            clocks.answer(asked.store, &question.sla, asked.newest, placing)
        })
    }

    /// What newly happened to clocks and goals between two instants, each thing once.
    pub fn alerts(&mut self, question: &AlertQuestion) -> Result<Vec<AnyAlert>, DeskError> {
        self.check_idle()?;
        let mut alerts = Vec::new();
        if self.clocks.has_policies() || self.goals.is_empty() {
            let clocks = self.clocks.alerts(&self.store, question, self.newest)?;
            alerts.extend(clocks.into_iter().map(AnyAlert::Clock));
        }
        let span = question.span()?;
        let goals = std::mem::take(&mut self.goals);
        let hours = self.give_hours(goals.iter().any(Goal::is_in_business_hours));
        let (asked, memo, _) = self.asked();
        let judged = hours.and_then(|()| goal_alerts(&asked, memo, &goals, span));
        self.goals = goals;
        alerts.extend(judged?.into_iter().map(AnyAlert::Goal));
        sort_all(&mut alerts, &mut |a, b| a.at().total_cmp(&b.at()));
        Ok(alerts)
    }

    /// Says how likely clocks under way are to breach, judged by the desk's own history.
    pub fn risk(&mut self, question: &RiskQuestion) -> Result<RiskAnswer, DeskError> {
        self.check_idle()?;
        self.clocks.risk(&self.store, question, self.newest)
    }

    /// The clocks of one ticket with their working.
    pub fn clocks(&mut self, id: &str, now: f64) -> Result<Vec<ToldCycle>, DeskError> {
        self.check_idle()?;
        self.clocks.ticket(&self.store, id, now, self.newest)
    }

    /// The newest instant of the data; `None` when there is none.
    pub fn newest(&self) -> Option<i64> {
        (self.newest > i64::MIN).then_some(self.newest)
    }

    /// Counts up with every change of the data.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Bytes held by columns, dictionaries and facts.
    pub fn memory(&self) -> usize {
        self.store.memory() + self.sources.memory() + self.memo.memory() + self.clocks.memory()
    }

    /// The tickets and events.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Makes the calendars ready, where a question needs them.
    fn give_hours(&mut self, needed: bool) -> Result<(), DeskError> {
        let needed = needed || self.profile.switches().has(Switch::BusinessHours);
        if needed && !self.has_hours {
            self.memo.set_hours(self.clocks.hours(&self.store, self.newest)?);
            self.has_hours = true;
        }
        Ok(())
    }

    fn asked(&mut self) -> (Asked<'_>, &mut Memo, &mut Keeper) {
        let asked = Asked {
            store: &self.store,
            zones: &self.zones,
            profile: self.profile,
            version: self.version,
            newest: self.newest,
        };
        (asked, &mut self.memo, &mut self.clocks)
    }

    fn check_idle(&self) -> Result<(), DeskError> {
        if self.loading.is_some() {
            return Err(DeskError::new(
                "load-under-way",
                "a load is under way; wait until it has finished, or abort it",
            ));
        }
        Ok(())
    }

    /// Puts words that came in place of their marks, everywhere. Whether any came.
    fn reveal(&mut self) -> bool {
        if !self.is_veiled {
            return false;
        }
        let mut known = self.store.reveal();
        known.append(&mut self.sources.reveal());
        for word in &known {
            self.store.recognise(word);
            self.sources.recognise(word);
        }
        self.store.reveal();
        self.sources.reveal();
        if !known.is_empty() {
            self.store.reveal_levels(&known);
        }
        !known.is_empty()
    }

    fn take_back(&mut self) {
        self.store.abandon();
        self.sources.overlook();
        self.restore_meanings();
    }

    fn restore_meanings(&mut self) {
        *self.store.meanings_mut() = std::mem::take(&mut self.meanings_before);
        self.store.refresh_meanings();
    }

    fn changed(&mut self) {
        self.memo.forget_facts();
        self.clocks.forget();
        self.has_hours = false;
        self.history = None;
        self.version = self.version.wrapping_add(1);
        self.newest = self.store.newest().unwrap_or(i64::MIN);
    }
}

fn no_load() -> DeskError {
    DeskError::new("no-load", "no load is under way; begin one first")
}
