//! What can be asked, in the plain form that crosses from JavaScript.
//!
//! The wrapper turns its friendlier forms into this one: instants into milliseconds, single words into lists, metric names
//! into [`MetricChoice`]s.

use serde::Deserialize;

use super::bands::duration_seconds;
use crate::error::{DeskError, distance};
use crate::kpi::{Denominator, Metric, Profile, Spec, Until};
use crate::store::Store;
use crate::time::SECOND;

/// A question about the desk.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The metrics to compute.
    pub metrics: Vec<MetricChoice>,
    /// Up to two dimensions, custom dimensions or facts to group by.
    #[serde(default)]
    pub by: Vec<String>,
    /// A unit of time to split by: `hour`, `day`, `week`, `month`, `hour-of-week`, `hour-of-day`, `day-of-week`.
    #[serde(default)]
    pub bucket: Option<String>,
    /// The date that periods and buckets go by: `own` or a date of the ticket (`created`, `resolved` …).
    #[serde(default)]
    pub anchor: Option<String>,
    /// Conditions that all must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// The period asked about, half-open, on the anchor.
    #[serde(default)]
    pub period: Option<Span>,
    /// Another period to compare with.
    #[serde(default)]
    pub compare: Option<Span>,
    /// Compare with the period of the same length just before.
    #[serde(default)]
    pub compare_previous: bool,
    /// The instant the answer is for, in epoch milliseconds; what came later is ignored.
    pub as_of: f64,
    /// Whose definitions apply.
    #[serde(default)]
    pub profile: Option<String>,
    /// The IANA zone of buckets; UTC when missing.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// ISO day on which weeks start; 1 (Monday) when missing.
    #[serde(default)]
    pub week_start: Option<u8>,
    /// `linear` (type 7, the default) or `nearest` rank.
    #[serde(default)]
    pub quantiles: Option<String>,
}

/// A metric of a question, with its switches.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MetricChoice {
    /// Which metric.
    pub metric: String,
    /// The name of its columns in the answer; the metric's when missing.
    #[serde(default, rename = "as")]
    pub name: Option<String>,
    /// Goals in seconds: the answer says how many values are within each.
    #[serde(default)]
    pub goals: Vec<f64>,
    /// What is kept although usually left out: `merged`, `spam`, `deleted`, `test`, `bot`, `outbound`.
    #[serde(default)]
    pub include: Vec<String>,
    /// `exclude` (the default) or `keep` negative durations.
    #[serde(default)]
    pub negative: Option<String>,
    /// Denominator of a rate: `created`, `solved` or `touched`.
    #[serde(default)]
    pub of: Option<String>,
    /// End of a resolution or of the backlog: `usual`, `solved`, `closed`, `first-done`.
    #[serde(default)]
    pub until: Option<String>,
    /// Only escalations from this level.
    #[serde(default)]
    pub from_level: Option<u8>,
    /// Only escalations to this level.
    #[serde(default)]
    pub to_level: Option<u8>,
    /// Name of the custom dimension of `field`.
    #[serde(default)]
    pub field: Option<String>,
    /// Repeat-contact window in seconds.
    #[serde(default)]
    pub window: Option<f64>,
    /// Whether a repeat contact must be of the same type; yes when missing.
    #[serde(default)]
    pub same_type: Option<bool>,
    /// Condition of `share`.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// How often a spike may be a false alarm, from 0 to 1; one in a thousand when missing.
    #[serde(default)]
    pub false_alarms: Option<f64>,
}

/// A condition on one dimension or fact. All parts given must hold.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Filter {
    /// The dimension, custom dimension or fact.
    pub on: String,
    /// Any of these words; `null` is "missing".
    #[serde(default)]
    pub any_of: Option<Vec<Option<String>>>,
    /// None of these words; `null` is "missing".
    #[serde(default)]
    pub none_of: Option<Vec<Option<String>>>,
    /// At least this number.
    #[serde(default)]
    pub min: Option<f64>,
    /// At most this number.
    #[serde(default)]
    pub max: Option<f64>,
    /// At or after this instant (epoch milliseconds).
    #[serde(default)]
    pub from: Option<f64>,
    /// Before this instant (epoch milliseconds).
    #[serde(default)]
    pub to: Option<f64>,
    /// Whether the value must be missing (true) or present (false).
    #[serde(default)]
    pub missing: Option<bool>,
}

/// A half-open stretch of time in epoch milliseconds; a missing end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First instant.
    #[serde(default)]
    pub from: Option<f64>,
    /// First instant after it.
    #[serde(default)]
    pub to: Option<f64>,
}

impl Span {
    /// As whole milliseconds, open ends at the ends of time.
    pub(super) fn range(self, path: &str) -> Result<(i64, i64), DeskError> {
        let from = self.from.map_or(Ok(i64::MIN), |at| instant(at, &format!("{path}.from")))?;
        let to = self.to.map_or(Ok(i64::MAX), |at| instant(at, &format!("{path}.to")))?;
        if from >= to {
            return Err(DeskError::new("empty-period", "the period must start before it ends").at(path));
        }
        Ok((from, to))
    }
}

/// An instant from JavaScript, or an error that names it.
pub(super) fn instant(at: f64, path: &str) -> Result<i64, DeskError> {
    if at.is_finite() && (crate::time::EARLIEST as f64..=crate::time::LATEST as f64).contains(&at) {
        Ok(at as i64)
    } else {
        Err(DeskError::new("bad-instant", "expected epoch milliseconds within the years 1 to 9999").at(path))
    }
}

impl MetricChoice {
    /// The checked form, for a question asked under `profile`.
    pub(super) fn spec(&self, store: &Store, profile: Profile) -> Result<Spec, DeskError> {
        let metric = Metric::from_id(&self.metric).ok_or_else(|| unknown_metric(&self.metric))?;
        let mut spec = Spec::new(metric, profile);
        for word in &self.include {
            let switch = match word.as_str() {
                "merged" => &mut spec.scope.merged,
                "spam" => &mut spec.scope.spam,
                "deleted" => &mut spec.scope.deleted,
                "test" => &mut spec.scope.test,
                "bot" => &mut spec.scope.bot,
                "outbound" => &mut spec.scope.outbound,
                _ => return Err(unknown("include", word, "merged, spam, deleted, test, bot, outbound")),
            };
            *switch = true;
        }
        spec.scope.negative = match self.negative.as_deref() {
            None | Some("exclude") => false,
            Some("keep") => true,
            Some(word) => return Err(unknown("negative", word, "exclude, keep")),
        };
        spec.of = match self.of.as_deref() {
            None | Some("created") => Denominator::Created,
            Some("solved") => Denominator::Solved,
            Some("touched") => Denominator::Touched,
            Some(word) => return Err(unknown("of", word, "created, solved, touched")),
        };
        spec.until = match self.until.as_deref() {
            None | Some("usual") => Until::Usual,
            Some("solved") => Until::Solved,
            Some("closed") => Until::Closed,
            Some("first-done") => Until::FirstDone,
            Some(word) => return Err(unknown("until", word, "usual, solved, closed, first-done")),
        };
        spec.from_level = self.from_level.unwrap_or(0);
        spec.to_level = self.to_level.unwrap_or(0);
        if let Some(seconds) = self.window {
            spec.window = duration_seconds(seconds).ok_or_else(|| {
                DeskError::new("bad-duration", "expected a number of seconds that is not negative")
                    .at("window")
            })?;
        }
        spec.same_type = self.same_type.unwrap_or(true);
        if metric == Metric::Field {
            spec.field = self.custom_number(store)?;
        }
        Ok(spec)
    }

    /// The goals in milliseconds.
    pub(super) fn goals(&self) -> Result<Vec<f64>, DeskError> {
        let checked = self.goals.iter().map(|&goal| duration_seconds(goal).map(|_| goal * SECOND as f64));
        checked.collect::<Option<_>>().ok_or_else(|| {
            DeskError::new("bad-duration", "goals are numbers of seconds that are not negative").at("goals")
        })
    }

    fn custom_number(&self, store: &Store) -> Result<usize, DeskError> {
        let Some(name) = &self.field else {
            return Err(DeskError::new(
                "missing-field",
                "the metric \"field\" needs the name of a custom dimension",
            )
            .at("field"));
        };
        match store.tickets().custom_named(name) {
            Some((index, custom)) if matches!(custom.column, crate::store::CustomColumn::Number(_)) => {
                Ok(index)
            }
            Some(_) => {
                Err(DeskError::new("field-type", format!("the custom dimension \"{name}\" holds text"))
                    .at("field"))
            }
            None => Err(DeskError::new("unknown-field", format!("no custom dimension is called \"{name}\""))
                .at("field")),
        }
    }
}

fn unknown(path: &str, word: &str, known: &str) -> DeskError {
    DeskError::new("unknown-option", format!("\"{word}\" is none of {known}")).at(path)
}

fn unknown_metric(id: &str) -> DeskError {
    let nearest = Metric::ALL.iter().map(|metric| metric.id()).min_by_key(|known| distance(id, known));
    let hint = nearest.map(|known| format!("; the nearest is \"{known}\"")).unwrap_or_default();
    let shown: String = id.chars().take(60).collect();
    DeskError::new("unknown-metric", format!("no metric is called \"{shown}\"{hint}")).at("metric")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_metric_names_the_nearest() {
        let error = unknown_metric("first_respons_time");
        assert_eq!(error.code(), "unknown-metric");
        assert!(error.message().contains("\"first_response_time\""));
    }
}
