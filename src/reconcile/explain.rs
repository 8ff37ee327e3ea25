//! Which rule explains which ticket.
//!
//! Every rule is tried on every ticket that differs. A ticket that several rules explain goes to the one that explains the
//! most; so the kinds are as few as can be.

use super::given::Given;
use super::rounding::{Rounded, is_near};
use super::rule::{Each, Rule, kind_of};
use super::tables::{LAST, NO_HISTORY, ROUNDING, RULES, TIME_ZONE};
use super::teller::{Case, Teller};
use crate::kpi::Spec;
use crate::sort::sort_all;
use crate::store::Bitset;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// Rules that explain some tickets together.
#[derive(Debug, Clone)]
pub(super) struct Reason {
    pub cases: Vec<Case>,
    /// Other rules that explain all of these tickets as well.
    pub also: Vec<String>,
    /// By how many milliseconds theirs differ, where that is the reason.
    pub shift: Option<f64>,
}

/// The reasons found, and which is whose.
#[derive(Debug, Default)]
pub(super) struct Explained {
    pub reasons: Vec<Reason>,
    /// Of each given ticket: the reason, and the value it gives.
    pub of: Vec<Option<(usize, f64)>>,
}

/// Pairs of rules are looked for among so many tickets.
const SAMPLE: usize = 300;
/// The fewest tickets that a pair of rules or a shift of hours has to explain: fewer may be chance.
const LEAST: usize = 3;
/// The fewest values, all different, that tell to what others round.
const LEAST_ROUNDED: usize = 5;

/// A search for reasons.
pub(super) struct Search<'a, 't> {
    pub teller: &'t mut Teller<'a>,
    pub spec: &'t Spec,
    pub given: &'a Given,
    pub ours: &'t [f64],
    pub rounded: &'t Rounded,
    /// Tickets without a history.
    pub untold: &'t Bitset,
    /// Places of the tickets that differ and have no reason yet.
    pub open: Vec<u32>,
    pub found: Explained,
}

impl Search<'_, '_> {
    /// Looks for a reason for each of the tickets that differ.
    pub fn run(mut self) -> Explained {
        self.found.of = vec![None; self.given.rows.len()];
        self.near();
        let all = self.teller.cases(self.spec, &RULES);
        let of = |each: &[Each]| -> Vec<Case> {
            all.iter().copied().filter(|case| each.contains(&case.rule.each)).collect()
        };
        let own = of(&[Each::Switch, Each::Once, Each::Calendar]);
        let first = of(&[Each::First]);
        for cases in [&first, &own, &of(&[Each::Late]), &of(&[Each::Profile])] {
            self.singles(cases);
        }
        self.coarse();
        self.shifts();
        self.pairs(&[first, own].concat());
        self.histories();
        self.found
    }

    /// Those that are the same but for another way to round.
    fn near(&mut self) {
        let near = |place: usize| {
            let difference = self.difference(place);
            self.rounded.is_near(difference).then_some(self.ours[place])
        };
        let near = self.open.iter().map(|&place| near(place as usize)).collect();
        self.take_known(ROUNDING, None, near);
    }

    /// Those that are the same once rounded to whole minutes, hours or days, where all values of theirs are such.
    fn coarse(&mut self) {
        let mut values = self.given.values.clone();
        values.retain(|value| !value.is_nan() && *value != 0.0);
        sort_all(&mut values, &mut |a, b| a.total_cmp(b));
        values.dedup();
        if !self.may_be(ROUNDING) || values.len() < LEAST_ROUNDED {
            return;
        }
        let are_whole = |grain: &f64| values.iter().all(|value| value % grain == 0.0);
        let grains = [DAY, HOUR, MINUTE, SECOND].map(|grain| grain as f64);
        let Some(grain) = grains.into_iter().find(are_whole).filter(|&grain| grain > self.rounded.grain)
        else {
            return;
        };
        let near = |place: usize| is_near(self.difference(place), grain).then_some(self.ours[place]);
        let near = self.open.iter().map(|&place| near(place as usize)).collect();
        self.take_known(ROUNDING, None, near);
    }

    /// Those that differ by the same hours as many others.
    fn shifts(&mut self) {
        const STEP: f64 = (30 * MINUTE) as f64;
        const FURTHEST: f64 = (14 * HOUR) as f64;
        // Values rounded to much of a step are near one whatever the reason.
        if !self.may_be(TIME_ZONE) || self.rounded.grain * 4.0 > STEP {
            return;
        }
        loop {
            let step = |place: usize| {
                let difference = self.difference(place);
                let shift = (difference / STEP).round() * STEP;
                let is_shift = shift != 0.0
                    && shift.abs() <= FURTHEST
                    && (difference - shift).abs() < self.rounded.grain.max(1.0);
                is_shift.then_some(shift)
            };
            let mut shifts: Vec<f64> = self.open.iter().filter_map(|&place| step(place as usize)).collect();
            sort_all(&mut shifts, &mut |a, b| a.total_cmp(b));
            let longest = shifts.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
            let Some(&shift) = longest
                .filter(|same| same.len() >= LEAST && 4 * same.len() >= self.open.len())
                .and_then(<[f64]>::first)
            else {
                return;
            };
            let shifted = self
                .open
                .iter()
                .map(|&place| {
                    let ours = self.ours[place as usize];
                    (step(place as usize) == Some(shift)).then_some(ours - shift)
                })
                .collect();
            self.take_known(TIME_ZONE, Some(shift), shifted);
        }
    }

    /// Those of which we know too little.
    fn histories(&mut self) {
        let untold =
            |place: u32| self.untold.contains(self.given.rows[place as usize] as usize).then_some(f64::NAN);
        let untold = self.open.iter().map(|&place| untold(place)).collect();
        self.take_known(NO_HISTORY, None, untold);
    }

    /// Those that one rule explains.
    fn singles(&mut self, cases: &[Case]) {
        let tried = cases.iter().filter_map(|case| self.try_out(vec![*case])).collect();
        self.take_most(tried, 1);
    }

    /// Those that two rules explain together.
    fn pairs(&mut self, cases: &[Case]) {
        if self.open.len() < LEAST {
            return;
        }
        let least = LEAST.max(self.open.len() / 10);
        let all = std::mem::take(&mut self.open);
        let step = all.len().div_ceil(SAMPLE);
        self.open = all.iter().copied().step_by(step).collect();
        let mut tried = Vec::new();
        for (at, first) in cases.iter().enumerate() {
            let is_other = |other: &&Case| other.name() != first.name();
            let others = cases[at + 1..].iter().filter(is_other);
            for other in others {
                tried.extend(self.try_out(vec![*first, *other]));
            }
        }
        // Of pairs that explain the same tickets one is tried on all.
        let best = most(&tried, self.open.len(), least.div_ceil(step));
        let best: Vec<Vec<Case>> = best.into_iter().map(|(tried, _)| tried.cases.clone()).collect();
        self.open = all;
        let tried = best.into_iter().filter_map(|cases| self.try_out(cases)).collect();
        self.take_most(tried, least);
    }

    /// Which of the open tickets some rules explain; nothing where they change nothing.
    fn try_out(&mut self, cases: Vec<Case>) -> Option<Tried> {
        let values = self.teller.values(self.spec, &cases, &self.open)?;
        let explains = Bitset::from_fn(self.open.len(), |at| self.is_theirs(self.open[at], values[at]));
        (explains.count() > 0).then_some(Tried { cases, explains })
    }

    /// Gives each ticket to the rules that explain the most of those still open, as long as they explain `least`.
    fn take_most(&mut self, tried: Vec<Tried>, least: usize) {
        let places = self.open.clone();
        for (Tried { cases, .. }, taken) in most(&tried, places.len(), least) {
            let explained: Vec<u32> = taken.iter().map(|&at| places[at]).collect();
            let mut also: Vec<String> = Vec::new();
            for other in tried.iter().filter(|other| other.cases.len() == 1) {
                let id = other.cases[0].name();
                let explains_all = taken.iter().all(|&at| other.explains.contains(at));
                if explains_all && !also.contains(&id) && cases.iter().all(|case| case.name() != id) {
                    also.push(id);
                }
            }
            let values = self.teller.values(self.spec, cases, &explained).unwrap_or_default();
            for (&place, value) in explained.iter().zip(values) {
                self.found.of[place as usize] = Some((self.found.reasons.len(), value));
            }
            self.found.reasons.push(Reason { cases: cases.clone(), also, shift: None });
        }
        self.open.retain(|&place| self.found.of[place as usize].is_none());
    }

    /// Gives those of the open tickets that have a value here to a rule.
    fn take_known(&mut self, id: &str, shift: Option<f64>, values: Vec<Option<f64>>) {
        if values.iter().all(Option::is_none) {
            return;
        }
        for (&place, value) in self.open.iter().zip(values) {
            self.found.of[place as usize] = value.map(|value| (self.found.reasons.len(), value));
        }
        let case = Case::of(self.rule(id));
        self.found.reasons.push(Reason { cases: vec![case], also: Vec::new(), shift });
        self.open.retain(|&place| self.found.of[place as usize].is_none());
    }

    fn rule(&self, id: &str) -> &'static Rule {
        let named = RULES.iter().chain(&LAST).find(|rule| rule.id == id);
        named.unwrap_or(&LAST[0])
    }

    /// Whether a rule may change the metric.
    fn may_be(&self, id: &str) -> bool {
        self.rule(id).of & kind_of(self.spec.metric) != 0
    }

    /// Ours less theirs; NaN where one of them has none.
    fn difference(&self, place: usize) -> f64 {
        self.ours[place] - self.given.values[place]
    }

    /// Whether a value is the other side's, but for rounding.
    fn is_theirs(&self, place: u32, value: f64) -> bool {
        let theirs = self.given.values[place as usize];
        match (value.is_nan(), theirs.is_nan()) {
            (true, true) => true,
            (false, false) => self.rounded.is_near(value - theirs),
            _ => false,
        }
    }
}

/// What some rules explain, among the tickets that were open.
struct Tried {
    cases: Vec<Case>,
    explains: Bitset,
}

/// The rules that explain the most of `count` tickets, as long as they explain `least` of those the ones before leave; with the
/// places of these.
fn most(tried: &[Tried], count: usize, least: usize) -> Vec<(&Tried, Vec<usize>)> {
    let mut left = Bitset::all(count);
    let mut found = Vec::new();
    loop {
        let mut best: Option<(usize, &Tried)> = None;
        for tried in tried {
            let explained = tried.explains.count_shared(&left, 0..count);
            if explained >= least && best.is_none_or(|(most, _)| explained > most) {
                best = Some((explained, tried));
            }
        }
        let Some((_, best)) = best else { return found };
        found.push((best, best.explains.iter().filter(|&at| left.contains(at)).collect()));
        left.remove(&best.explains);
    }
}
