//! What can be asked of the clocks, and what is answered.

use serde::{Serialize, Serializer};

use super::clock::Clock;
use super::segments::SegmentKind;
use crate::settings::Reader;

/// A question about the clocks.
#[derive(Debug, Clone, Default)]
pub struct SlaQuestion {
    /// The instant the answer is for, in epoch milliseconds.
    pub now: f64,
    /// The clocks asked about; all with a target when empty.
    pub clocks: Vec<String>,
    /// How many of the next breaches to list.
    pub next: Option<f64>,
    /// Warnings and breaches due between two instants.
    pub between: Option<(f64, f64)>,
}

impl SlaQuestion {
    /// The keys it is written with.
    pub const KEYS: [&'static str; 4] = ["now", "clocks", "next", "between"];

    /// Reads its keys from an object that may have others.
    pub fn of(from: &Reader<'_>) -> Self {
        Self {
            now: from.get("now"),
            clocks: from.at("clocks").texts(),
            next: from.get("next"),
            between: from.get("between"),
        }
    }
}

/// How many cycles of a clock stand how. A clock under way is never counted as met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Ended in time.
    pub met: u32,
    /// Ended late.
    pub missed: u32,
    /// Under way and in good time.
    pub running: u32,
    /// Under way and past a warning level.
    pub at_risk: u32,
    /// Under way and past the due instant.
    pub breached: u32,
    /// Standing still in a paused status, in time.
    pub paused: u32,
    /// Standing still, and late before that.
    pub paused_late: u32,
    /// Ended without being fulfilled, in time.
    pub cancelled: u32,
    /// Tickets without such a clock.
    pub none: u32,
}

/// A word a dimension; none where it is missing.
pub type Words = Vec<(String, Option<String>)>;

/// Words as an object.
pub fn as_object<S: Serializer>(words: &Words, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(words.iter().map(|(name, word)| (name, word)))
}

/// The counts of one clock in one group and bucket.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The group: a word a dimension, none for tickets without one.
    #[serde(serialize_with = "as_object")]
    pub by: Words,
    /// When its bucket starts, or the slot of a cyclic one; none without buckets.
    pub bucket: Option<f64>,
    /// The clock's name.
    pub clock: &'static str,
    /// How its cycles stand.
    pub counts: Counts,
    /// Share met of those decided: met, missed, and late although not yet ended.
    pub attainment: Option<f64>,
    /// Wilson 95 % interval of the share.
    pub interval: Option<(f64, f64)>,
    /// How many are decided.
    pub n: u32,
}

/// A clock under way and when it is due.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The ticket's id.
    pub ticket: String,
    /// The clock's name.
    pub clock: &'static str,
    /// When it is due, in epoch milliseconds.
    pub due: f64,
    /// When it comes at risk.
    pub warn_at: Option<f64>,
    /// What is left of its target in its hours, in seconds; less than nothing once late.
    pub remaining: f64,
    /// The policy's name.
    pub policy: String,
}

/// A level that is reached between two instants.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Level {
    /// The ticket's id.
    pub ticket: String,
    /// The clock's name.
    pub clock: &'static str,
    /// When it is due, in epoch milliseconds.
    pub due: f64,
    /// When it comes at risk.
    pub warn_at: Option<f64>,
    /// What is left of its target in its hours, in seconds; less than nothing once late.
    pub remaining: f64,
    /// The policy's name.
    pub policy: String,
    /// `warning` or `breach`.
    pub level: &'static str,
    /// When it is reached.
    pub at: f64,
}

/// What the clocks say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlaAnswer {
    /// The instant the answer is for.
    pub now: f64,
    /// A row a group and clock.
    pub rows: Vec<Row>,
    /// The next breaches, the soonest first.
    pub next: Vec<Due>,
    /// Warnings and breaches between the instants asked for, in order.
    pub levels: Vec<Level>,
    /// How many tickets lie outside the years that the calendars know; no clock of theirs is counted.
    pub beyond: usize,
}

/// One cycle of one ticket, with its working.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldCycle {
    /// The clock's name.
    pub clock: &'static str,
    /// Counted from 1.
    pub cycle: u32,
    /// `running`, `paused`, `fulfilled` or `cancelled`.
    pub state: &'static str,
    /// When it started.
    pub start: f64,
    /// When it ended.
    pub stop: Option<f64>,
    /// Its target in seconds; none for a target in working days, or for an instant that the ticket states.
    pub target: Option<f64>,
    /// Its target in working days.
    pub target_days: Option<f64>,
    /// When it is used up.
    pub due: Option<f64>,
    /// What it has used, in seconds of its hours.
    pub used: f64,
    /// What is left; less than nothing once late.
    pub remaining: Option<f64>,
    /// How long it stood still.
    pub paused: f64,
    /// When it was found late: at the due instant, or where its target came after that, with the target.
    pub breached_at: Option<f64>,
    /// How late it is in its hours.
    pub late: f64,
    /// How late it is in real time.
    pub late_calendar: f64,
    /// The policy's name.
    pub policy: String,
    /// The calendar's name; none for real time.
    pub calendar: Option<String>,
    /// Whether its hours are open at its end, or now: some tools show a clock outside them as paused.
    pub within_hours: bool,
    /// The working: what ran adds up to `used`.
    pub segments: Vec<ToldSegment>,
}

/// A stretch of time of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ToldSegment {
    /// From when.
    pub from: f64,
    /// Until when.
    pub until: f64,
    /// What it was to the clock.
    pub kind: SegmentKind,
}

/// Which clocks are asked about.
pub(super) fn clocks(names: &[String]) -> Result<Vec<Clock>, crate::error::DeskError> {
    let named = |(at, name): (usize, &String)| {
        Clock::named(name).ok_or_else(|| {
            let names: Vec<&str> = Clock::ALL.iter().map(|clock| clock.name()).collect();
            let sentence = format!("no clock is called \"{name}\"; there are {}", names.join(", "));
            crate::error::DeskError::new("unknown-clock", sentence).at(format!("clocks[{at}]"))
        })
    };
    names.iter().enumerate().map(named).collect()
}
