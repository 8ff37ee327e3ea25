//! What stands out: words, parts of the week, and words in a part of the week whose tickets take longer or fare otherwise.
//!
//! For each metric, the tickets of each word of each dimension are compared with all others, so are those of each part of the
//! week, and within each word each part of the week with other times. Durations are compared by ranks (Mann and Whitney),
//! rates by the pooled z test. All p-values together are adjusted by Holm's method, so that on data without any difference the
//! chance of even one finding is at most `alpha`, however the comparisons depend on each other. Of findings that say the same
//! of the same tickets, only the strongest is kept: a finding must still hold once the tickets of those above it are left out.

use serde::Serialize;

use super::compare::{Against, GroupsOf, Sample};
use super::parts::{HOURS, Part, hours_of_week};
use crate::error::DeskError;
use crate::kpi::{Family, Metric, Unit, definition};
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection, Words};
use crate::settings::{Reader, Written, within};
use crate::sort::sort_positions;
use crate::stats::multiple::holm;
use crate::stats::proportion::Proportion;
use crate::stats::two_proportions;
use crate::time::SECOND;

/// A question about what stands out.
#[derive(Debug, Clone, Default)]
pub struct FindingsQuestion {
    /// Which tickets; `by` names the dimensions whose words are compared.
    pub selection: Selection,
    /// Durations and rates to compare.
    pub metrics: Vec<MetricChoice>,
    /// How likely even one false finding may be; 0.05 when missing.
    pub alpha: Option<f64>,
    /// The fewest tickets a group and what it is compared with must have; 30 when missing.
    pub least: Option<f64>,
    /// How many findings to tell; 20 when missing.
    pub limit: Option<f64>,
}

impl Written for FindingsQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["metrics", "alpha", "least", "limit"];
        from.only(&[&Selection::KEYS[..], &own[..]].concat());
        Self {
            selection: Selection::of(from, from.get("asOf")),
            metrics: from.get("metrics"),
            alpha: from.get("alpha"),
            least: from.get("least"),
            limit: from.get("limit"),
        }
    }
}

/// Something that stands out, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What made it: `word`, `part-of-week` or `word-in-part-of-week`.
    pub rule: &'static str,
    /// The metric that differs.
    pub metric: String,
    /// `seconds`, or `share` for rates.
    pub unit: &'static str,
    /// The dimension; none for a part of the week alone.
    pub dimension: Option<String>,
    /// Its word; none for tickets without one.
    pub word: Option<String>,
    /// The part of the week in which the tickets were created.
    pub part: Option<&'static str>,
    /// How many tickets it is about.
    pub n: usize,
    /// How many they are compared with.
    pub others: usize,
    /// Their median, or their rate.
    pub value: f64,
    /// The median or rate of the others.
    pub other_value: f64,
    /// How far they lie apart: the median of all differences, or the difference of the rates.
    pub effect: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Chance of a difference as large without any cause.
    pub p: f64,
    /// The same, adjusted for all comparisons made.
    pub p_adjusted: f64,
    /// Ids of tickets behind it, the largest values first.
    pub tickets: Vec<String>,
}

/// What stands out, the strongest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Findings {
    /// The findings.
    pub findings: Vec<Finding>,
    /// How many comparisons were made, for all of which the p-values are adjusted.
    pub comparisons: usize,
    /// Dimensions of which only the words with the most tickets were compared.
    pub cut: Vec<String>,
}

/// Compared when a question names no dimension.
const USUAL_DIMENSIONS: [&str; 5] = ["channel", "priority", "tier", "type", "group"];
/// Compared when a question names no metric.
const USUAL_METRICS: [Metric; 5] = [
    Metric::FirstResponseTime,
    Metric::TimeToEscalation,
    Metric::FirstResolutionTime,
    Metric::EscalationRate,
    Metric::ReopenRate,
];
/// At most so many words of a dimension are compared, those with the most tickets.
const MOST_WORDS: usize = 200;
/// At most so many dimensions, and as many metrics.
const MOST_ASKED: usize = 16;
/// How many tickets a finding names.
const TOLD_TICKETS: usize = 10;

/// One metric of the question.
struct Measured {
    choice: MetricChoice,
    is_rate: bool,
    unit: &'static str,
    sample: Sample,
}

/// Which tickets a comparison is about, and which they are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Group {
    metric: usize,
    word: Option<(usize, usize)>,
    part: Option<Part>,
}

/// What groups are made of.
struct Marks {
    dimensions: Vec<(String, Words)>,
    hours: Vec<u8>,
}

impl Marks {
    fn has_word(&self, (dimension, word): (usize, usize), row: u32) -> bool {
        let codes = self.dimensions.get(dimension).map(|(_, words)| words.codes());
        codes.and_then(|codes| codes.get(row as usize)).is_some_and(|&code| code as usize == word)
    }

    fn in_part(&self, part: Part, row: u32) -> bool {
        self.hours.get(row as usize).is_some_and(|&hour| part.holds(hour))
    }

    fn holds(&self, group: Group, row: u32) -> bool {
        group.word.is_none_or(|word| self.has_word(word, row))
            && group.part.is_none_or(|part| self.in_part(part, row))
    }

    /// Whether a ticket is one that the group or what it is compared with is made of.
    fn concerns(&self, group: Group, row: u32) -> bool {
        group.part.is_none() || group.word.is_none_or(|word| self.has_word(word, row))
    }
}

/// Finds what stands out.
pub fn findings(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &FindingsQuestion,
) -> Result<Findings, DeskError> {
    let alpha = within(question.alpha.unwrap_or(0.05), "alpha", 1e-9, 0.5)?;
    let least = within(question.least.unwrap_or(30.0), "least", 5.0, 1e9)? as usize;
    let limit = within(question.limit.unwrap_or(20.0), "limit", 0.0, 1_000.0)? as usize;
    let whole = Selection { by: Vec::new(), ..question.selection.clone() };
    let cohort = Cohort::new(asked, memo, &whole)?;
    let measured = measure(&cohort, memo, &question.metrics)?;
    let marks = Marks {
        dimensions: dimensions(&cohort, memo, &question.selection.by)?,
        hours: hours_of_week(cohort.zone, cohort.store.tickets().created())?,
    };
    let (tests, cut) = compare_all(&measured, &marks, least);
    let raw: Vec<f64> = tests.iter().map(|(_, against)| against.p).collect();
    let adjusted = holm(&raw);
    let mut order: Vec<u32> = (0..tests.len() as u32).filter(|&at| adjusted[at as usize] <= alpha).collect();
    let strength = |at: usize| (raw[at], std::cmp::Reverse(tests[at].1.n));
    sort_positions(&mut order, &mut |a, b| {
        let (one, other) = (strength(a), strength(b));
        one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
    });
    let mut kept: Vec<Group> = Vec::new();
    let mut told = Vec::new();
    for at in order.into_iter().map(|at| at as usize) {
        if told.len() >= limit {
            break;
        }
        let (group, against) = tests[at];
        let sample = &measured[group.metric].sample;
        let above: Vec<Group> = kept.iter().copied().filter(|above| above.metric == group.metric).collect();
        if still_holds(sample, &marks, group, &above, (against, least, alpha / raw.len() as f64)) {
            kept.push(group);
            told.extend(tell(&measured[group.metric], &marks, &cohort, group, (against, adjusted[at])));
        }
    }
    let cut = cut.into_iter().map(|at| marks.dimensions[at].0.clone()).collect();
    Ok(Findings { findings: told, comparisons: raw.len(), cut })
}

fn measure(
    cohort: &Cohort<'_>,
    memo: &mut Memo,
    choices: &[MetricChoice],
) -> Result<Vec<Measured>, DeskError> {
    let usual = || {
        USUAL_METRICS
            .map(|metric| MetricChoice { metric: metric.id().to_string(), ..MetricChoice::default() })
    };
    let choices = if choices.is_empty() { usual().to_vec() } else { choices.to_vec() };
    check_number(choices.len(), "metrics")?;
    let mut measured = Vec::new();
    for (at, choice) in choices.into_iter().enumerate() {
        let path = |error: DeskError| error.within(&format!("metrics[{at}]"));
        let values = cohort.values(memo, &choice).map_err(path)?;
        let definition = definition(Metric::from_id(&choice.metric).unwrap_or(Metric::Tickets));
        let is_rate = definition.family == Family::Rate;
        if !(is_rate || definition.family == Family::Distribution) {
            let message = "expected a duration, a number a ticket or a rate";
            return Err(path(DeskError::new("not-comparable", message).at("metric")));
        }
        let scale = if definition.unit == Unit::Seconds { 1.0 / SECOND as f64 } else { 1.0 };
        let sample = Sample::of(&values, cohort.selected(), scale);
        measured.push(Measured { choice, is_rate, unit: definition.unit.name(), sample });
    }
    Ok(measured)
}

fn dimensions(
    cohort: &Cohort<'_>,
    memo: &mut Memo,
    by: &[String],
) -> Result<Vec<(String, Words)>, DeskError> {
    check_number(by.len(), "by")?;
    let usual = USUAL_DIMENSIONS.map(str::to_string);
    let names = if by.is_empty() { &usual[..] } else { by };
    let mut dimensions = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let words = cohort.dimension(memo, name).map_err(|error| error.within(&format!("by[{at}]")))?;
        dimensions.push((name.clone(), words));
    }
    Ok(dimensions)
}

/// All comparisons, and the dimensions of which not all words were compared.
fn compare_all(measured: &[Measured], marks: &Marks, least: usize) -> (Vec<(Group, Against)>, Vec<usize>) {
    let (mut tests, mut cut) = (Vec::new(), Vec::new());
    let enough = |against: &Against| against.n >= least && against.others >= least;
    for (metric, Measured { sample, is_rate, .. }) in measured.iter().enumerate() {
        let mut add = |group: Group, against: Option<Against>| {
            tests.extend(against.filter(enough).map(|against| (group, against)));
        };
        for (part, against) in Part::ALL.into_iter().zip(by_part(sample, marks, *is_rate)) {
            add(Group { metric, word: None, part: Some(part) }, against);
        }
        for (dimension, (_, words)) in marks.dimensions.iter().enumerate() {
            let samples = sample.split(words.codes(), words.labels().len());
            let mut chosen: Vec<u32> = (0..samples.len() as u32).collect();
            chosen.retain(|&word| samples[word as usize].len() >= least);
            sort_positions(&mut chosen, &mut |a, b| samples[b].len().cmp(&samples[a].len()));
            if chosen.len() > MOST_WORDS && !cut.contains(&dimension) {
                cut.push(dimension);
            }
            chosen.truncate(MOST_WORDS);
            let codes = words.codes();
            let by_word =
                compare(sample, *is_rate, samples.len(), &|row, take| take(codes[row as usize] as usize));
            for word in chosen.into_iter().map(|word| word as usize) {
                add(Group { metric, word: Some((dimension, word)), part: None }, by_word[word]);
                for (part, against) in Part::ALL.into_iter().zip(by_part(&samples[word], marks, *is_rate)) {
                    add(Group { metric, word: Some((dimension, word)), part: Some(part) }, against);
                }
            }
        }
    }
    (tests, cut)
}

fn by_part(sample: &Sample, marks: &Marks, is_rate: bool) -> Vec<Option<Against>> {
    let mut parts_of = [0u16; HOURS];
    for (hour, parts) in parts_of.iter_mut().enumerate() {
        for part in Part::ALL.into_iter().filter(|part| part.holds(hour as u8)) {
            *parts |= 1 << part as u16;
        }
    }
    compare(sample, is_rate, Part::ALL.len(), &|row, take| {
        let mut parts = parts_of[usize::from(marks.hours[row as usize])];
        while parts != 0 {
            take(parts.trailing_zeros() as usize);
            parts &= parts - 1;
        }
    })
}

/// Compares groups with the rest by ranks, or by the share of ones.
fn compare(sample: &Sample, is_rate: bool, count: usize, groups_of: GroupsOf<'_>) -> Vec<Option<Against>> {
    if !is_rate {
        return sample.each_against_rest(count, groups_of);
    }
    let mut all = Proportion::default();
    let mut shares = vec![Proportion::default(); count];
    for (&row, &value) in sample.rows.iter().zip(&sample.values) {
        all.push(value > 0.0);
        groups_of(row, &mut |group| {
            if let Some(share) = shares.get_mut(group) {
                share.push(value > 0.0);
            }
        });
    }
    let test = |here: Proportion| {
        let others = rest(all, here);
        let test = two_proportions::test(here, others)?;
        Some(Against { n: here.n as usize, others: others.n as usize, p: test.p, larger: test.z > 0.0 })
    };
    shares.into_iter().map(test).collect()
}

fn rest(all: Proportion, here: Proportion) -> Proportion {
    Proportion { successes: all.successes - here.successes, n: all.n - here.n }
}

/// Whether a difference remains, in the same direction, without the tickets of the findings above it.
fn still_holds(
    sample: &Sample,
    marks: &Marks,
    group: Group,
    above: &[Group],
    (found, least, alpha): (Against, usize, f64),
) -> bool {
    if above.is_empty() {
        return true;
    }
    let left =
        sample.only(&|row| marks.concerns(group, row) && !above.iter().any(|&above| marks.holds(above, row)));
    let against = left.against(&|row| marks.holds(group, row));
    // Among few tickets that are left, a difference is as real where it is as large; so it is judged by the same bound.
    against.is_some_and(|left| {
        left.n >= least && left.others >= least && left.larger == found.larger && left.p <= alpha
    })
}

/// Puts a finding's figures together.
fn tell(
    measured: &Measured,
    marks: &Marks,
    cohort: &Cohort<'_>,
    group: Group,
    (against, p_adjusted): (Against, f64),
) -> Option<Finding> {
    let concerned = measured.sample.only(&|row| marks.concerns(group, row));
    let here = |row: u32| marks.holds(group, row);
    let (inside, outside) = (concerned.only(&here), concerned.only(&|row| !here(row)));
    let (value, other_value, effect, low, high) = if measured.is_rate {
        let (one, other) = (inside.share(), outside.share());
        let interval = two_proportions::difference(one, other, 0.95)?;
        let (one, other) = (one.rate()?, other.rate()?);
        (one, other, one - other, interval.low, interval.high)
    } else {
        let shift = concerned.shift(&here)?;
        (inside.median()?, outside.median()?, shift.value, shift.low, shift.high)
    };
    let word = group.word.and_then(|(dimension, word)| {
        let (name, words) = marks.dimensions.get(dimension)?;
        Some((name.clone(), words.labels().get(word).cloned().flatten()))
    });
    let ids = cohort.store.tickets().ids();
    let tickets = inside.largest(TOLD_TICKETS).filter_map(|row| ids.get(row)).map(str::to_string);
    Some(Finding {
        rule: match (&word, group.part) {
            (Some(_), Some(_)) => "word-in-part-of-week",
            (Some(_), None) => "word",
            _ => "part-of-week",
        },
        metric: measured.choice.name.clone().unwrap_or_else(|| measured.choice.metric.clone()),
        unit: measured.unit,
        dimension: word.as_ref().map(|(name, _)| name.clone()),
        word: word.and_then(|(_, word)| word),
        part: group.part.map(Part::name),
        n: against.n,
        others: against.others,
        value,
        other_value,
        effect,
        low,
        high,
        p: against.p,
        p_adjusted,
        tickets: tickets.collect(),
    })
}

fn check_number(asked: usize, path: &str) -> Result<(), DeskError> {
    if asked > MOST_ASKED {
        let message = format!("at most {MOST_ASKED} can be compared at once; ask twice");
        return Err(DeskError::new("too-many", message).at(path));
    }
    Ok(())
}
