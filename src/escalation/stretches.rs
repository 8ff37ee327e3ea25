//! The stretches of time a ticket spent in each status, group or level, with each agent, or waiting for whom.

use crate::error::DeskError;
use crate::report::Cohort;
use crate::store::{Events, Holder, NO_CODE, NO_INSTANT};
use crate::ticket::{Dimension, Kind, Role, StatusClass};

/// What a ticket's time is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The source's own status words.
    Status,
    /// The classes of statuses.
    StatusClass,
    /// For whom it waits, by the class of its status.
    WaitingFor,
    /// The group that holds it.
    Group,
    /// The agent who holds it.
    Agent,
    /// The support level it is at.
    Level,
}

/// For whom tickets wait.
const WAITING_FOR: [&str; 4] = ["agent", "customer", "third_party", "nobody"];

impl Of {
    /// What a question calls so, among those it may.
    pub fn named(name: &str, known: &[(&'static str, Self)]) -> Result<Self, DeskError> {
        let found = known.iter().find(|(word, _)| *word == name).map(|&(_, of)| of);
        found.ok_or_else(|| {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            DeskError::new("unknown-option", format!("\"{name}\" is none of {}", words.join(", "))).at("of")
        })
    }

    /// How many stages there may be; the last is that of no known one.
    pub fn stages(self, cohort: &Cohort<'_>) -> usize {
        1 + match self {
            Self::Status => cohort.store.dictionary(Dimension::Status).len(),
            Self::StatusClass => StatusClass::ALL.len(),
            Self::WaitingFor => WAITING_FOR.len(),
            Self::Group => cohort.store.dictionary(Dimension::Group).len(),
            Self::Agent => cohort.store.dictionary(Dimension::Assignee).len(),
            Self::Level => usize::from(u8::MAX),
        }
    }

    /// What a stage is called; nothing where it is not known.
    pub fn name(self, cohort: &Cohort<'_>, stage: usize) -> Option<String> {
        let word = |dimension| cohort.store.dictionary(dimension).get(stage as u32).map(str::to_string);
        match self {
            Self::Status => word(Dimension::Status),
            Self::Group => word(Dimension::Group),
            Self::Agent => word(Dimension::Assignee),
            Self::StatusClass => StatusClass::ALL.get(stage).map(|class| class.name().to_string()),
            Self::WaitingFor => WAITING_FOR.get(stage).map(|name| name.to_string()),
            Self::Level => (stage < usize::from(u8::MAX)).then(|| (stage + 1).to_string()),
        }
    }
}

/// A stretch of time in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub stage: usize,
    pub from: i64,
    pub until: i64,
}

/// Reads one ticket after the other, and keeps the memory.
pub(super) struct Walker<'c> {
    cohort: &'c Cohort<'c>,
    of: Of,
    unknown: usize,
    /// Whether events are read, and not only the steps between levels.
    with_events: bool,
    pub stretches: Vec<Stretch>,
    /// When an agent replied, noted or worked.
    pub acts: Vec<i64>,
    /// How many events named each stage, a change or not.
    pub named: Vec<usize>,
}

impl<'c> Walker<'c> {
    pub fn new(cohort: &'c Cohort<'c>, of: Of) -> Self {
        let unknown = of.stages(cohort) - 1;
        let (stretches, acts, named) = (Vec::new(), Vec::new(), Vec::new());
        Self { cohort, of, unknown, with_events: true, stretches, acts, named }
    }

    /// Reads the stretches at each level and nothing else: neither acts nor what was named.
    pub fn of_levels(cohort: &'c Cohort<'c>) -> Self {
        Self { with_events: false, ..Self::new(cohort, Of::Level) }
    }

    /// Reads the stretches of a ticket from its creation until an instant; those of no length are left out, and neighbours of
    /// one stage are one.
    pub fn read(&mut self, row: usize, end: i64) {
        self.stretches.clear();
        self.acts.clear();
        self.named.clear();
        let store = self.cohort.store;
        let created = store.tickets().created()[row];
        if created == NO_INSTANT {
            return;
        }
        let mut now = (self.first(row), created);
        let events = store.events();
        let range = if self.with_events { store.tickets().events(row) } else { 0..0 };
        let (agents, mut holder) = (store.meanings().ladders().declares_agents(), Holder::NOBODY);
        let ladder = store.ladder(row);
        for at in range {
            let (when, what) = (events.at()[at], events.what()[at]);
            if when > self.cohort.facts.cutoff {
                break;
            }
            let Some(kind) = Kind::from_code(Events::kind_of(what)) else { continue };
            let by_agent = matches!(Events::role_of(what), Role::Agent | Role::Unknown);
            if by_agent && matches!(kind, Kind::Reply | Kind::Note | Kind::Work) {
                self.acts.push(when);
            }
            let value = events.value()[at];
            if self.of == Of::Level && matches!(kind, Kind::AssignedGroup | Kind::AssignedAgent) {
                let level = match (agents, kind) {
                    (true, _) => holder.assign(ladder, when, kind, value).map_or(0, |told| told.1),
                    (false, Kind::AssignedGroup) => ladder.group(value),
                    (false, _) => 0,
                };
                self.named.extend(usize::from(level).checked_sub(1));
            }
            if let Some(stage) = self.stage(kind, value) {
                self.named.push(stage);
                self.turn(&mut now, stage, when.max(created), end);
            }
        }
        if let Some((_, level)) = holder.settle(ladder) {
            self.named.push(usize::from(level) - 1);
        }
        if self.of == Of::Level {
            let steps = &self.cohort.facts.detail(store).lists.steps;
            for step in steps.of(row).iter().filter(|step| step.to > 0) {
                self.turn(&mut now, usize::from(step.to) - 1, step.at.max(created), end);
            }
        }
        self.close(now, end);
    }

    /// When an agent first acted in a stretch, where one did.
    pub fn first_act(&self, stretch: &Stretch) -> Option<i64> {
        let at = self.acts.partition_point(|&act| act < stretch.from);
        self.acts.get(at).copied().filter(|&act| act <= stretch.until)
    }

    fn turn(&mut self, now: &mut (usize, i64), stage: usize, at: i64, end: i64) {
        if stage != now.0 {
            self.close(*now, at.min(end));
            *now = (stage, at.max(now.1));
        }
    }

    fn close(&mut self, (stage, from): (usize, i64), until: i64) {
        if until <= from {
            return;
        }
        match self.stretches.last_mut() {
            Some(last) if last.stage == stage && last.until == from => last.until = until,
            _ => self.stretches.push(Stretch { stage, from, until }),
        }
    }

    /// The stage a ticket begins in. Who held it before the first assignment is not known; what it states itself is who holds
    /// it in the end, and says so of all its time only where nobody was ever assigned.
    fn first(&self, row: usize) -> usize {
        let (tickets, events) = (self.cohort.store.tickets(), self.cohort.store.events());
        let began = |dimension, kind: Kind| {
            let mut kinds = tickets.events(row).map(|at| Events::kind_of(events.what()[at]));
            let stated =
                if kinds.any(|own| own == kind as u8) { NO_CODE } else { tickets.began(dimension, row) };
            (stated as usize).min(self.unknown)
        };
        match self.of {
            Of::Status => self.unknown,
            Of::StatusClass => StatusClass::New as usize,
            Of::WaitingFor => 0,
            Of::Group => began(Dimension::Group, Kind::AssignedGroup),
            Of::Agent => began(Dimension::Assignee, Kind::AssignedAgent),
            Of::Level => match self.cohort.facts.detail(self.cohort.store).first_level[row] {
                0 => self.unknown,
                level => usize::from(level) - 1,
            },
        }
    }

    /// The stage that an event brings.
    fn stage(&self, kind: Kind, value: u32) -> Option<usize> {
        let word = || if value == NO_CODE { self.unknown } else { value as usize };
        let class = || self.cohort.store.meanings().class(value);
        match (self.of, kind) {
            (Of::Status, Kind::Status)
            | (Of::Group, Kind::AssignedGroup)
            | (Of::Agent, Kind::AssignedAgent) => Some(word()),
            (Of::StatusClass, Kind::Status) => class().map(|class| class as usize),
            (Of::WaitingFor, Kind::Status) => class().map(|class| match class {
                StatusClass::New | StatusClass::Open => 0,
                StatusClass::Pending => 1,
                StatusClass::OnHold => 2,
                StatusClass::Solved | StatusClass::Closed => 3,
            }),
            _ => None,
        }
    }
}
