//! What is answered.

use serde::Serialize;

/// Ours beside theirs. Durations are in seconds; differences are ours less theirs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reconciliation {
    /// The metric.
    pub metric: &'static str,
    /// `seconds` or `number`.
    pub unit: &'static str,
    /// The source whose payloads held the other side's values; none where they were given.
    pub source: Option<String>,
    /// `calendar` or `business`: in which hours both count.
    pub hours: &'static str,
    /// The instant the answer is for.
    pub as_of: f64,
    /// The other side's values are multiples of this.
    pub grain: f64,
    /// How many tickets the other side lists.
    pub listed: usize,
    /// How many of them are not at the desk.
    pub unknown: usize,
    /// The first of these.
    pub unknown_tickets: Vec<String>,
    /// How many of them the question leaves out.
    pub beyond: usize,
    /// How many of their values are no numbers, and count as none.
    pub unreadable: usize,
    /// How many tickets of the question with a value of ours the other side does not list.
    pub unlisted: usize,
    /// Under the other side's profile, then under the default.
    pub under: Vec<Reconciled>,
    /// The tickets asked for, under the other side's profile.
    pub rows: Vec<ReconciledTicket>,
    /// How many there are in all.
    pub total: usize,
}

/// Ours beside theirs under one profile. `tickets` is the sum of `agree`, `differ`, `onlyOurs`, `onlyTheirs` and `neither`;
/// `explained` and `unexplained` are those of the middle three.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reconciled {
    /// Whose definitions ours are.
    pub profile: &'static str,
    /// Tickets that the other side lists and the question takes.
    pub tickets: usize,
    /// Both have the same value, to the other side's rounding.
    pub agree: usize,
    /// Both have a value, and another one.
    pub differ: usize,
    /// Only we have one.
    pub only_ours: usize,
    /// Only the other side has one.
    pub only_theirs: usize,
    /// Nobody has one.
    pub neither: usize,
    /// Of those that do not agree: a rule explains them.
    pub explained: usize,
    /// No rule does.
    pub unexplained: usize,
    /// The ways to round that fit all tickets which agree: `exact`, or some of `nearest`, `floor`, `ceil`; none where no way
    /// fits all.
    pub rounding: Vec<&'static str>,
    /// Of the tickets of which both have a value; none where there is none.
    pub differences: Option<Difference>,
    /// The kinds of differences that rules explain, the commonest first.
    pub kinds: Vec<Kind>,
    /// Tickets that no rule explains.
    pub examples: Vec<ReconciledTicket>,
}

/// The distribution of differences.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Of how many tickets.
    pub n: usize,
    /// Their sum over their count.
    pub mean: Option<f64>,
    /// Half are less.
    pub median: Option<f64>,
    /// One in ten is less.
    pub p10: Option<f64>,
    /// One in ten is more.
    pub p90: Option<f64>,
    /// How many lie where.
    pub histogram: Option<DifferenceBins>,
}

/// How many differences lie where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferenceBins {
    /// One more than there are counts; a bin holds its lower edge.
    pub edges: Vec<f64>,
    /// How many.
    pub counts: Vec<u64>,
}

/// A kind of difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kind {
    /// The rule that explains it, or two that do together: the name of a rule, of a profiles' switch that the other side has,
    /// or `without-` and that of one it has not.
    pub rules: Vec<String>,
    /// What the rules say of the other side.
    pub sentence: String,
    /// Other rules that explain all of these tickets as well: which of them the other side goes by, these tickets do not tell.
    pub also: Vec<String>,
    /// The calendar, of the rule `calendar`.
    pub calendar: Option<String>,
    /// The profile, of the rule `profile`.
    pub profile: Option<&'static str>,
    /// By how many hours ours are more, of the rule `time-zone`.
    pub shift: Option<f64>,
    /// How many tickets.
    pub tickets: usize,
    /// The sum of the differences of those of which both have a value.
    pub difference: f64,
    /// The first of them.
    pub examples: Vec<ReconciledTicket>,
}

/// A ticket, ours and theirs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReconciledTicket {
    /// The ticket's id.
    pub ticket: String,
    /// `agree`, `differ`, `only-ours`, `only-theirs` or `neither`.
    pub outcome: &'static str,
    /// Our value.
    pub ours: Option<f64>,
    /// Theirs.
    pub theirs: Option<f64>,
    /// Ours less theirs, where both have one.
    pub difference: Option<f64>,
    /// The rules that explain it.
    pub rules: Vec<String>,
    /// Our value under these rules.
    pub explained: Option<f64>,
}
