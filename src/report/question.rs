//! What can be asked, and how it is written: as in JavaScript, but for instants, which the wrapper makes milliseconds of.

use super::bands::duration_seconds;
use super::dimension::goes_by_hours;
use crate::calendar::{BusinessHours, Counting};
use crate::error::{DeskError, distance};
use crate::kpi::{Denominator, Metric, Profile, Spec, Switch, Until};
use crate::settings::{Reader, Value, Written};
use crate::store::Store;
use crate::time::SECOND;
pub(super) use crate::time::instant;

/// A question about the desk.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The metrics to compute.
    pub metrics: Vec<MetricChoice>,
    /// Up to two dimensions, custom dimensions or facts to group by.
    pub by: Vec<String>,
    /// A unit of time to split by: `hour`, `day`, `week`, `month`, `hour-of-week`, `hour-of-day`, `day-of-week`.
    pub bucket: Option<String>,
    /// The date that periods and buckets go by: `own` or a date of the ticket (`created`, `resolved` …).
    pub anchor: Option<String>,
    /// Conditions that all must hold.
    pub filters: Vec<Filter>,
    /// The period asked about, half-open, on the anchor.
    pub period: Option<Span>,
    /// Another period to compare with.
    pub compare: Option<Span>,
    /// Compare with the period of the same length just before.
    pub compare_previous: bool,
    /// The instant the answer is for, in epoch milliseconds; what came later is ignored.
    pub as_of: f64,
    /// Whose definitions apply.
    pub profile: Option<String>,
    /// The IANA zone of buckets; UTC when missing.
    pub time_zone: Option<String>,
    /// ISO day on which weeks start; 1 (Monday) when missing.
    pub week_start: Option<u8>,
    /// `linear` (type 7, the default) or `nearest` rank.
    pub quantiles: Option<String>,
}

/// A metric of a question, with its switches.
#[derive(Debug, Clone, Default)]
pub struct MetricChoice {
    /// Which metric.
    pub metric: String,
    /// The name of its columns in the answer; the metric's when missing.
    pub name: Option<String>,
    /// Goals in seconds: the answer says how many values are within each.
    pub goals: Vec<f64>,
    /// What is kept although usually left out: `merged`, `spam`, `deleted`, `test`, `bot`, `outbound`.
    pub include: Vec<String>,
    /// `exclude` (the default) or `keep` negative durations.
    pub negative: Option<String>,
    /// Denominator of a rate: `created`, `solved` or `touched`.
    pub of: Option<String>,
    /// End of a resolution or of the backlog: `usual`, `solved`, `closed`, `first-done`.
    pub until: Option<String>,
    /// Only escalations from this level.
    pub from_level: Option<u8>,
    /// Only escalations to this level.
    pub to_level: Option<u8>,
    /// Name of the custom dimension of `field`.
    pub field: Option<String>,
    /// Repeat-contact window in seconds.
    pub window: Option<f64>,
    /// Whether a repeat contact must be of the same type; yes when missing.
    pub same_type: Option<bool>,
    /// `calendar` (the default) or `business`: the open time of the ticket's policy, or of the desk.
    pub hours: Option<String>,
    /// The calendar whose open time counts.
    pub calendar: Option<String>,
    /// Condition of `share`.
    pub filters: Vec<Filter>,
    /// Of surveys: whether answers count that belong to no ticket.
    pub unticketed: bool,
    /// How often a spike may be a false alarm, from 0 to 1; one in a thousand when missing.
    pub false_alarms: Option<f64>,
}

/// A condition on one dimension or fact. All parts given must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// The dimension, custom dimension or fact.
    pub on: String,
    /// Any of these words; `null` is "missing".
    pub any_of: Option<Vec<Option<String>>>,
    /// None of these words; `null` is "missing".
    pub none_of: Option<Vec<Option<String>>>,
    /// At least this number.
    pub min: Option<f64>,
    /// At most this number.
    pub max: Option<f64>,
    /// At or after this instant (epoch milliseconds).
    pub from: Option<f64>,
    /// Before this instant (epoch milliseconds).
    pub to: Option<f64>,
    /// Whether the value must be missing (true) or present (false).
    pub missing: Option<bool>,
}

/// A half-open stretch of time in epoch milliseconds; a missing end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Span {
    /// First instant.
    pub from: Option<f64>,
    /// First instant after it.
    pub to: Option<f64>,
}

const QUESTION: [&str; 12] = [
    "metrics",
    "by",
    "bucket",
    "anchor",
    "where",
    "period",
    "compare",
    "asOf",
    "profile",
    "timeZone",
    "weekStart",
    "quantiles",
];
const METRIC: [&str; 17] = [
    "metric",
    "as",
    "goals",
    "negative",
    "include",
    "of",
    "until",
    "fromLevel",
    "toLevel",
    "field",
    "window",
    "sameType",
    "hours",
    "calendar",
    "where",
    "unticketed",
    "falseAlarms",
];

impl Question {
    /// Whether it needs the hours of calendars.
    pub fn is_in_business_hours(&self) -> bool {
        let own = self.filters.iter().chain(self.metrics.iter().flat_map(|metric| &metric.filters));
        let names = own.map(|filter| filter.on.as_str()).chain(self.by.iter().map(String::as_str));
        self.metrics.iter().any(MetricChoice::is_in_business_hours)
            || Profile::counts_hours(self.profile.as_deref())
            || goes_by_hours(names)
    }
}

impl Written for Question {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&QUESTION);
        if *from.at("metrics").value() == Value::Nothing {
            from.at("metrics").refuse("a list of metrics");
        }
        let compare = from.at("compare");
        let previous = matches!(compare.value(), Value::Text(word) if word == "previous");
        Self {
            metrics: from.get("metrics"),
            by: from.at("by").texts(),
            bucket: from.get("bucket"),
            anchor: from.get("anchor"),
            filters: Filter::all(&from.at("where")),
            period: from.get("period"),
            compare: if previous { None } else { compare.read() },
            compare_previous: previous,
            as_of: from.get("asOf"),
            profile: from.get("profile"),
            time_zone: from.get("timeZone"),
            week_start: from.get("weekStart"),
            quantiles: from.get("quantiles"),
        }
    }
}

impl Written for MetricChoice {
    /// Its name, or an object with it.
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Text(metric) = from.value() {
            return Self { metric: metric.clone(), ..Self::default() };
        }
        if !matches!(from.value(), Value::Object(_)) {
            from.refuse("the name of a metric, or an object with it");
        }
        from.only(&METRIC);
        Self {
            metric: from.get("metric"),
            name: from.get("as"),
            goals: from.get("goals"),
            include: from.get("include"),
            negative: from.get("negative"),
            of: from.get("of"),
            until: from.get("until"),
            from_level: from.get("fromLevel"),
            to_level: from.get("toLevel"),
            field: from.get("field"),
            window: from.get("window"),
            same_type: from.get("sameType"),
            hours: from.get("hours"),
            calendar: from.get("calendar"),
            filters: Filter::all(&from.at("where")),
            unticketed: from.get::<Option<_>>("unticketed").unwrap_or(false),
            false_alarms: from.get("falseAlarms"),
        }
    }
}

impl Filter {
    /// Whether a label, or that there is none, meets it.
    pub(super) fn passes(&self, label: Option<&str>) -> bool {
        let named = |list: &[Option<String>]| list.iter().any(|word| word.as_deref() == label);
        self.any_of.as_deref().is_none_or(named)
            && !self.none_of.as_deref().is_some_and(named)
            && self.missing.is_none_or(|missing| missing == label.is_none())
    }

    /// The conditions of an object, by what they are on.
    pub fn all(from: &Reader<'_>) -> Vec<Self> {
        from.coded("bad-filter").entries().into_iter().map(|(_, filter)| filter).collect()
    }
}

impl Written for Filter {
    /// A word, a list of words, or an object.
    fn read(from: &Reader<'_>) -> Self {
        let on = from.name().to_string();
        let any_of = match from.value() {
            Value::Object(_) => None,
            Value::List(_) => Some(words(from.read())),
            _ => Some(words(vec![from.read()])),
        };
        if any_of.is_some() {
            return Self { on, any_of, ..Self::default() };
        }
        from.only(&["in", "not", "min", "max", "missing", "from", "to"]);
        Self {
            on,
            any_of: from.get::<Option<_>>("in").map(words),
            none_of: from.get::<Option<_>>("not").map(words),
            min: from.get("min"),
            max: from.get("max"),
            from: from.get("from"),
            to: from.get("to"),
            missing: from.get("missing"),
        }
    }
}

/// A word of a condition, as tickets are grouped by it; nothing is "missing".
struct Word(Option<String>);

impl Written for Word {
    fn read(from: &Reader<'_>) -> Self {
        let word = from.value().word();
        if word.is_none() && *from.value() != Value::Nothing {
            from.refuse("a word, a number, true, false or null");
        }
        Self(word)
    }
}

fn words(list: Vec<Word>) -> Vec<Option<String>> {
    list.into_iter().map(|Word(word)| word).collect()
}

impl Written for Span {
    fn read(from: &Reader<'_>) -> Self {
        let from = from.coded("bad-period");
        from.only(&["from", "to"]);
        Self { from: from.get("from"), to: from.get("to") }
    }
}

impl Span {
    /// As whole milliseconds, open ends at the ends of time.
    pub fn range(self, path: &str) -> Result<(i64, i64), DeskError> {
        let from = self.from.map_or(Ok(i64::MIN), |at| instant(at, &format!("{path}.from")))?;
        let to = self.to.map_or(Ok(i64::MAX), |at| instant(at, &format!("{path}.to")))?;
        if from >= to {
            return Err(DeskError::new("empty-period", "the period must start before it ends").at(path));
        }
        Ok((from, to))
    }
}

impl MetricChoice {
    /// The checked form, for a question asked under `profile`.
    pub(crate) fn spec(
        &self,
        store: &Store,
        hours: &BusinessHours,
        profile: Profile,
    ) -> Result<Spec, DeskError> {
        let metric = Metric::from_id(&self.metric).ok_or_else(|| unknown_metric(&self.metric))?;
        let mut spec = Spec::new(metric, profile.switches());
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
        spec.counting = self.counting(hours, metric)?;
        let says = self.hours.is_some() || self.calendar.is_some();
        if spec.switches.has(Switch::BusinessHours) && !says && !hours.calendars.is_empty() {
            spec.counting = Counting::Business;
        }
        if metric == Metric::Field {
            spec.field = self.custom_number(store)?;
        }
        Ok(spec)
    }

    /// Whether it counts the open time of calendars.
    pub fn is_in_business_hours(&self) -> bool {
        self.hours.is_some() || self.calendar.is_some()
    }

    fn counting(&self, hours: &BusinessHours, metric: Metric) -> Result<Counting, DeskError> {
        let (counting, path) = match (self.hours.as_deref(), &self.calendar) {
            (Some("calendar") | None, None) => return Ok(Counting::Calendar),
            (Some("business"), None) => (Counting::Business, "hours"),
            (Some("business") | None, Some(name)) => {
                (hours.named(name).map_err(|error| error.at("calendar"))?, "calendar")
            }
            (Some(word), _) => {
                return Err(unknown("hours", word, "business, or calendar without a calendar"));
            }
        };
        if !metric.counts_hours() {
            let sentence = "this metric is no length of time, so it is not counted in business hours";
            return Err(DeskError::new("no-business-hours", sentence).at(path));
        }
        Ok(counting)
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

pub(super) fn unknown_metric(id: &str) -> DeskError {
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
