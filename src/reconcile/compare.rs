//! Holding ours against theirs.

use super::answer::{Difference, DifferenceBins, Kind, Reconciled, ReconciledTicket, Reconciliation};
use super::explain::{Explained, Reason, Search};
use super::given::Given;
use super::question::{ReconcileQuestion, RowsAsked};
use super::rounding::Rounded;
use super::teller::Teller;
use crate::error::DeskError;
use crate::ingest::Sources;
use crate::kpi::{Family, Metric, Profile, Spec, Unit, definition, evaluate_each};
use crate::report::{Asked, Cohort, Memo};
use crate::settings::within;
use crate::sort::sort_all;
use crate::stats::histogram::{Histogram, Steps};
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::store::{Bitset, Store};
use crate::time::{HOUR, SECOND};

const OUTCOMES: [&str; 5] = ["agree", "differ", "only-ours", "only-theirs", "neither"];

/// How ours of a ticket stands to theirs, by its place among the outcomes.
fn outcome(ours: f64, theirs: f64, rounded: &Rounded) -> usize {
    match (ours.is_nan(), theirs.is_nan()) {
        (false, false) => usize::from(!rounded.agrees(ours - theirs)),
        (false, true) => 2,
        (true, false) => 3,
        (true, true) => 4,
    }
}

/// Holds ours against theirs.
pub fn reconcile(
    asked: &Asked<'_>,
    memo: &mut Memo,
    sources: &Sources,
    question: &ReconcileQuestion,
) -> Result<Reconciliation, DeskError> {
    let examples = within(question.examples.unwrap_or(5.0), "examples", 0.0, 1_000.0)? as usize;
    let page = Page::new(question.rows.as_ref())?;
    let cohort = Cohort::new(asked, memo, &question.selection)?;
    let source = question.theirs.source.clone();
    let own = source.as_deref().and_then(|source| Profile::from_name(source).ok());
    let profile = match question.selection.profile.as_deref() {
        Some(name) => Profile::from_name(name).map_err(|error| error.at("profile"))?,
        None => own.unwrap_or(asked.profile),
    };
    let choice = question.choice();
    let spec = choice.spec(asked.store, memo.hours(), profile).map_err(|error| match error.path() {
        Some("metric") => error,
        Some("hours") if question.metric.hours.is_none() => error.within("theirs"),
        _ => error.within("metric"),
    })?;
    check(spec.metric)?;
    let given = Given::new(&question.theirs, sources, (asked.store, cohort.selected()), &spec)?;
    let mut untold = Bitset::none(asked.store.tickets().len());
    for row in sources.without_history().filter_map(|id| asked.store.tickets().ids().row(id)) {
        untold.insert(row as usize);
    }
    let scale = if definition(spec.metric).unit == Unit::Seconds { SECOND as f64 } else { 1.0 };
    let mut teller = Teller::new((asked.store, &cohort.facts), memo.hours(), &given, cohort.as_of);
    let mut under = Vec::new();
    let mut rows = (Vec::new(), 0);
    for profile in [profile, Profile::default()] {
        if under.iter().any(|known: &Reconciled| known.profile == profile.name()) {
            continue;
        }
        let switches = profile.switches().of_metric(spec.metric);
        let spec = Spec { switches, by_ticket: true, ..spec.clone() };
        let items = evaluate_each(asked.store, &cohort.facts, memo.hours(), &spec, &given.rows);
        let ours: Vec<f64> = items.iter().map(|item| item.value).collect();
        let side = Side::new(&mut teller, &spec, &given, &ours, &untold);
        let told = Told { store: asked.store, memo, given: &given, ours: &ours, side: &side, scale };
        if under.is_empty() {
            rows = told.page(&page);
        }
        under.push(told.reconciled(profile, examples));
    }
    let business = spec.counting != crate::calendar::Counting::Calendar;
    Ok(Reconciliation {
        metric: spec.metric.id(),
        unit: definition(spec.metric).unit.name(),
        source,
        hours: if business { "business" } else { "calendar" },
        as_of: cohort.as_of as f64,
        grain: given.grain / scale,
        listed: given.listed,
        unknown: given.unknown.len(),
        unknown_tickets: given.unknown.iter().take(examples).cloned().collect(),
        beyond: given.beyond,
        unreadable: given.unreadable,
        unlisted: unlisted(&cohort, memo, &spec, &given),
        under,
        rows: rows.0,
        total: rows.1,
    })
}

/// Only what each ticket has one value of can be held against another.
fn check(metric: Metric) -> Result<(), DeskError> {
    const SEVERAL: [Metric; 4] =
        [Metric::NextResponseTime, Metric::HandoffWait, Metric::TimeToEachEscalation, Metric::Field];
    if definition(metric).family == Family::Distribution && !SEVERAL.contains(&metric) {
        return Ok(());
    }
    let message = "only a duration or a number of which each ticket has one can be held against another";
    Err(DeskError::new("not-reconcilable", message).at("metric"))
}

/// How many chosen tickets with a value of ours the other side does not list.
fn unlisted(cohort: &Cohort<'_>, memo: &Memo, spec: &Spec, given: &Given) -> usize {
    let rows: Vec<u32> = cohort
        .selected()
        .iter()
        .map(|row| row as u32)
        .filter(|row| given.rows.binary_search(row).is_err())
        .collect();
    let items = evaluate_each(cohort.store, &cohort.facts, memo.hours(), spec, &rows);
    items.iter().filter(|item| !item.value.is_nan()).count()
}

/// What was found under one profile.
struct Side {
    rounded: Rounded,
    explained: Explained,
}

impl Side {
    fn new<'a>(
        teller: &mut Teller<'a>,
        spec: &Spec,
        given: &'a Given,
        ours: &[f64],
        untold: &Bitset,
    ) -> Self {
        let pairs = || ours.iter().copied().zip(given.values.iter().copied());
        let rounded = Rounded::of(pairs().map(|(ours, theirs)| ours - theirs), given.grain);
        let differs = |(ours, theirs)| matches!(outcome(ours, theirs, &rounded), 1..=3);
        let open = pairs().enumerate().filter(|&(_, pair)| differs(pair));
        let open: Vec<u32> = open.map(|(place, _)| place as u32).collect();
        let found = Explained::default();
        let search = Search { teller, spec, given, ours, rounded: &rounded, untold, open, found };
        let explained = search.run();
        Self { rounded, explained }
    }
}

/// The names of the rules of a reason.
fn names(reason: &Reason) -> Vec<String> {
    reason.cases.iter().map(|case| case.name()).collect()
}

/// What is told of it.
struct Told<'a> {
    store: &'a Store,
    memo: &'a Memo,
    given: &'a Given,
    ours: &'a [f64],
    side: &'a Side,
    /// How much of ours makes one of the answer's.
    scale: f64,
}

impl Told<'_> {
    fn outcome(&self, place: usize) -> usize {
        outcome(self.ours[place], self.given.values[place], &self.side.rounded)
    }

    fn difference(&self, place: usize) -> Option<f64> {
        self.scaled(self.ours[place] - self.given.values[place])
    }

    fn scaled(&self, value: f64) -> Option<f64> {
        (!value.is_nan()).then_some(value / self.scale)
    }

    fn ticket(&self, place: usize) -> ReconciledTicket {
        let reason = self.side.explained.of[place];
        let rules = |at: usize| names(&self.side.explained.reasons[at]);
        ReconciledTicket {
            ticket: self.store.tickets().ids().get(self.given.rows[place]).unwrap_or_default().to_string(),
            outcome: OUTCOMES[self.outcome(place)],
            ours: self.scaled(self.ours[place]),
            theirs: self.scaled(self.given.values[place]),
            difference: self.difference(place),
            rules: reason.map(|(at, _)| rules(at)).unwrap_or_default(),
            explained: reason.and_then(|(_, value)| self.scaled(value)),
        }
    }

    fn page(&self, page: &Page) -> (Vec<ReconciledTicket>, usize) {
        let places = (0..self.given.rows.len())
            .filter(|&place| page.outcome.is_none_or(|asked| asked == self.outcome(place)));
        let places: Vec<usize> = places.collect();
        let shown = places.iter().skip(page.offset).take(page.limit);
        (shown.map(|&place| self.ticket(place)).collect(), places.len())
    }

    fn reconciled(&self, profile: Profile, examples: usize) -> Reconciled {
        let mut counts = [0; OUTCOMES.len()];
        let mut unexplained = Vec::new();
        let mut of_reason: Vec<Vec<usize>> = vec![Vec::new(); self.side.explained.reasons.len()];
        for place in 0..self.given.rows.len() {
            let outcome = self.outcome(place);
            counts[outcome] += 1;
            match self.side.explained.of[place] {
                Some((reason, _)) => of_reason[reason].push(place),
                None if matches!(outcome, 1..=3) => unexplained.push(place),
                None => {}
            }
        }
        let [agree, differ, only_ours, only_theirs, neither] = counts;
        let reasons = self.side.explained.reasons.iter().zip(&of_reason);
        let mut kinds: Vec<Kind> =
            reasons.map(|(reason, places)| self.kind(reason, places, examples)).collect();
        sort_all(&mut kinds, &mut |a, b| b.tickets.cmp(&a.tickets));
        Reconciled {
            profile: profile.name(),
            tickets: self.given.rows.len(),
            agree,
            differ,
            only_ours,
            only_theirs,
            neither,
            explained: differ + only_ours + only_theirs - unexplained.len(),
            unexplained: unexplained.len(),
            rounding: self.side.rounded.fitting.clone(),
            differences: self.differences(),
            kinds,
            examples: unexplained.iter().take(examples).map(|&place| self.ticket(place)).collect(),
        }
    }

    fn kind(&self, reason: &Reason, places: &[usize], examples: usize) -> Kind {
        let with =
            |id: &str| reason.cases.iter().find(|case| case.rule.id == id).map(|case| case.with as usize);
        let calendars = &self.memo.hours().calendars;
        let sentences: Vec<String> = reason.cases.iter().map(|case| case.sentence()).collect();
        Kind {
            rules: names(reason),
            sentence: sentences.join(" "),
            also: reason.also.clone(),
            calendar: with("calendar").and_then(|at| calendars.get(at)).map(|(name, _)| name.clone()),
            profile: with("profile").and_then(|at| Profile::all().nth(at)).map(|profile| profile.name()),
            shift: reason.shift.map(|shift| shift / HOUR as f64),
            tickets: places.len(),
            difference: places.iter().filter_map(|&place| self.difference(place)).fold(0.0, |a, b| a + b),
            examples: places.iter().take(examples).map(|&place| self.ticket(place)).collect(),
        }
    }

    fn differences(&self) -> Option<Difference> {
        const BINS: usize = 12;
        let mut all: Vec<f64> =
            (0..self.given.rows.len()).filter_map(|place| self.difference(place)).collect();
        if all.is_empty() {
            return None;
        }
        sort_all(&mut all, &mut |a, b| a.total_cmp(b));
        let steps = if self.scale > 1.0 { Steps::Clock { per_second: 1.0 } } else { Steps::Decimal };
        let bins = Histogram::of(&all, steps, BINS);
        Some(Difference {
            n: all.len(),
            mean: Summary::of(&all).mean(),
            median: sorted_quantile(&all, 0.5),
            p10: sorted_quantile(&all, 0.1),
            p90: sorted_quantile(&all, 0.9),
            histogram: bins
                .map(|bins| DifferenceBins { edges: bins.edges().collect(), counts: bins.counts().to_vec() }),
        })
    }
}

/// Which tickets are listed.
#[derive(Default)]
struct Page {
    offset: usize,
    limit: usize,
    outcome: Option<usize>,
}

impl Page {
    fn new(asked: Option<&RowsAsked>) -> Result<Self, DeskError> {
        let Some(asked) = asked else { return Ok(Self::default()) };
        let outcome = asked.outcome.as_deref().map(|name| {
            OUTCOMES.iter().position(|known| *known == name).ok_or_else(|| {
                let message = ["expected one of ", &OUTCOMES.join(", ")].concat();
                DeskError::new("unknown-option", message).at("rows.outcome")
            })
        });
        Ok(Self {
            offset: within(asked.offset.unwrap_or(0.0), "rows.offset", 0.0, 1e9)? as usize,
            limit: within(asked.limit.unwrap_or(1_000.0), "rows.limit", 0.0, 1e6)? as usize,
            outcome: outcome.transpose()?,
        })
    }
}
