//! The history under other settings: what levels, policies, calendars and rules would have made of the same events.
//!
//! New levels re-label the same hand-offs, new policies and calendars measure clocks anew on the same events. New rules add
//! steps that nobody took, and delete nothing that happened; what they might have brought is told apart, under a stated
//! assumption (see [`Simulated`]).

use serde::Serialize;

use super::{Desk, Settings};
use crate::error::DeskError;
use crate::escalation::{
    Deed, EscalationsQuestion, From, Handed, Rule, Simulated, Waits, level_loads, reactions, simulate,
};
use crate::kpi::Facts;
use crate::report::{ClocksQuestion, Cohort, MetricChoice, Selection};
use crate::settings::{Reader, Written, within};
use crate::sla::{Length, Row, SlaQuestion};
use crate::sort::{sort_all, sort_numbers};
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::store::NO_INSTANT;
use crate::time::{SECOND, instant};

/// A question about the history under other settings.
#[derive(Debug, Clone, Default)]
pub struct ReplayQuestion {
    /// Which tickets; not grouped.
    pub selection: Selection,
    /// The other settings; what they do not say stays as it is.
    pub settings: Settings,
    /// How fast levels are taken to react, in milliseconds; those not named are drawn from history.
    pub reaction: Vec<(u8, i64)>,
    /// What the draws begin with; 1 when missing.
    pub seed: Option<f64>,
    /// How often they are repeated; 100 when missing.
    pub repeats: Option<f64>,
    /// How many tickets that differ to list; 100 when missing.
    pub limit: Option<f64>,
}

impl Written for ReplayQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["where", "period", "asOf", "timeZone", "reaction", "seed", "repeats", "limit"];
        from.only(&[&Settings::KEYS[..], &own[..]].concat());
        let reaction = from.at("reaction");
        let times: Vec<(String, Length)> = reaction.entries();
        let level = |(name, Length(time)): (String, Length)| {
            let level = name.parse::<u8>().unwrap_or(0);
            if level == 0 {
                reaction.refuse("times by level, such as { \"2\": \"30m\" }");
            }
            (level, time)
        };
        Self {
            selection: Selection { profile: None, by: Vec::new(), ..Selection::of(from, from.get("asOf")) },
            settings: Settings::of(from),
            reaction: times.into_iter().map(level).collect(),
            seed: from.get("seed"),
            repeats: from.get("repeats"),
            limit: from.get("limit"),
        }
    }
}

/// The tickets that came to a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Load {
    /// The level.
    pub level: u8,
    /// How many tickets came to it, by local hour of the week from Monday midnight on.
    pub hours: Vec<u32>,
}

/// How often a rule's steps came due.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplaySteps {
    /// The rule.
    pub rule: String,
    /// How many steps.
    pub steps: usize,
    /// Of how many tickets.
    pub tickets: usize,
}

/// What the history comes to under some settings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayFigures {
    /// How many tickets.
    pub tickets: usize,
    /// How many were escalated.
    pub escalated: usize,
    /// All escalations.
    pub escalations: u64,
    /// Average time to escalation, in seconds.
    pub mean: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The clocks of all tickets; none without policies.
    pub clocks: Vec<Row>,
    /// Cycles that were, or are, late.
    pub breaches: u64,
    /// Warnings, breaches and late ends that clocks have reached.
    pub alerts: u64,
    /// What came to each level, and when.
    pub load: Vec<Load>,
    /// The steps of rules.
    pub steps: Vec<ReplaySteps>,
}

/// A ticket for which something differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayDifference {
    /// The ticket's id.
    pub ticket: String,
    /// Escalations before and after.
    pub escalations: (u32, u32),
    /// Seconds to the first, before and after.
    pub time_to_escalation: (Option<f64>, Option<f64>),
    /// Late cycles before and after.
    pub breaches: (u32, u32),
    /// Steps of rules that came due, before and after.
    pub steps: (u32, u32),
}

/// The history under the settings there are and under others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayAnswer {
    /// Under the settings there are.
    pub before: ReplayFigures,
    /// Under the others.
    pub after: ReplayFigures,
    /// Tickets for which something differs, the largest differences first.
    pub differs: Vec<ReplayDifference>,
    /// How many there are in all.
    pub total: usize,
    /// What new rules might have brought; none without new rules that hand tickets to a level.
    pub simulated: Option<Simulated>,
    /// What replay cannot know: `reaction` (what people do when a rule speaks up is an assumption), `recorded-escalations`
    /// (the source states escalations itself, so other levels re-label none), `unlogged-fields` (policies see fields as they
    /// are, not as they were, where the log does not tell).
    pub unknown: Vec<&'static str>,
}

/// What a ticket comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Outcome {
    escalations: u32,
    first: Option<i64>,
    breaches: u32,
    steps: u32,
}

/// A run of the history.
struct Run {
    figures: ReplayFigures,
    outcomes: Vec<Outcome>,
    handed: Vec<Handed>,
}

impl Desk {
    /// Runs the history under other settings beside the ones there are. The desk itself stays as it is.
    pub fn replay(&mut self, question: &ReplayQuestion) -> Result<ReplayAnswer, DeskError> {
        self.check_idle()?;
        let repeats = within(question.repeats.unwrap_or(100.0), "repeats", 1.0, 10_000.0)? as usize;
        let limit = within(question.limit.unwrap_or(100.0), "limit", 0.0, 100_000.0)? as usize;
        let seed = within(question.seed.unwrap_or(1.0), "seed", 0.0, 9e15)? as u64;
        let kept = (self.store.meanings().clone(), self.clocks.clone_promises(), self.profile);
        let (rules, goals) = (self.rules.clone(), self.goals.clone());
        let before = self.run(question, &[])?;
        // From here on the desk is another one, whatever happens.
        let after = self.configure(question.settings.clone()).and_then(|()| self.run(question, &rules));
        let simulated = match &after {
            Ok(after) if !after.handed.is_empty() => {
                Some(self.simulated(question, &after.handed, (seed, repeats)))
            }
            _ => None,
        };
        let explicit = self.tells_escalations();
        *self.store.meanings_mut() = kept.0;
        self.store.refresh_meanings();
        (self.clocks, self.profile, self.rules, self.goals) = (kept.1, kept.2, rules, goals);
        self.changed();
        let after = after?;
        let (differs, total) = self.differences(&before.outcomes, &after.outcomes, limit);
        let mut unknown = Vec::new();
        if simulated.is_some() {
            unknown.push("reaction");
        }
        if question.settings.levels.is_some() && explicit {
            unknown.push("recorded-escalations");
        }
        if question.settings.promises.policies.is_some() {
            unknown.push("unlogged-fields");
        }
        let simulated = simulated.transpose()?;
        Ok(ReplayAnswer { before: before.figures, after: after.figures, differs, total, simulated, unknown })
    }

    /// Whether the source states escalations itself.
    fn tells_escalations(&mut self) -> bool {
        let (asked, memo, _) = self.asked();
        memo.facts(asked.store, i64::MAX).explicit_tiers
    }

    /// The history under the present settings; steps of rules that are not among `known` may hand tickets on.
    fn run(&mut self, question: &ReplayQuestion, known: &[Rule]) -> Result<Run, DeskError> {
        let as_of = instant(question.selection.as_of, "asOf")?;
        self.give_hours(question.selection.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        let cohort = Cohort::new(&asked, memo, &question.selection)?;
        let waits = Waits::of(&cohort, memo, (From::Opening, &MetricChoice::default()))?.waits;
        let chosen = cohort.selected().clone();
        let loads = level_loads(&cohort, &waits)?.into_iter();
        let load = loads.map(|(level, hours)| Load { level, hours }).collect();
        let facts = std::rc::Rc::clone(&cohort.facts);
        let mut outcomes = vec![Outcome::default(); asked.store.tickets().len()];
        let mut times = Vec::new();
        for wait in &waits {
            outcomes[wait.row as usize] =
                escalated(&facts, asked.store.tickets().created(), wait.row as usize);
            times.extend(outcomes[wait.row as usize].first.map(|time| time as f64 / SECOND as f64));
        }
        sort_all(&mut times, &mut f64::total_cmp);
        let mut figures = ReplayFigures {
            tickets: waits.len(),
            escalated: times.len(),
            escalations: outcomes.iter().map(|outcome| u64::from(outcome.escalations)).sum(),
            mean: Summary::of(&times).mean(),
            median: sorted_quantile(&times, 0.5),
            clocks: Vec::new(),
            breaches: 0,
            alerts: 0,
            load,
            steps: Vec::new(),
        };
        drop(cohort);
        if self.clocks.has_policies() {
            self.clocks_of(question, as_of, &chosen, (&mut figures, &mut outcomes))?;
        }
        let handed = self.steps_of(question, known, (&mut figures, &mut outcomes))?;
        Ok(Run { figures, outcomes, handed })
    }

    fn clocks_of(
        &mut self,
        question: &ReplayQuestion,
        as_of: i64,
        chosen: &crate::store::Bitset,
        (figures, outcomes): (&mut ReplayFigures, &mut [Outcome]),
    ) -> Result<(), DeskError> {
        let sla = SlaQuestion { now: as_of as f64, ..SlaQuestion::default() };
        let asked =
            ClocksQuestion { selection: question.selection.clone(), sla, ..ClocksQuestion::default() };
        figures.clocks = self.sla(&asked)?.rows;
        let late = self.clocks.late_cycles(&self.store, as_of, self.newest)?;
        for row in chosen.iter() {
            outcomes[row].breaches = late.get(row).copied().unwrap_or(0);
            figures.breaches += u64::from(outcomes[row].breaches);
        }
        figures.alerts = self.clocks.levels_reached(&self.store, chosen, as_of, self.newest)?;
        Ok(())
    }

    /// An instant before anything happened.
    fn before_all(&self, as_of: i64) -> f64 {
        let created = self.store.tickets().created().iter().copied().filter(|&at| at != NO_INSTANT);
        created.fold(as_of, i64::min).saturating_sub(1) as f64
    }

    fn steps_of(
        &mut self,
        question: &ReplayQuestion,
        known: &[Rule],
        (figures, outcomes): (&mut ReplayFigures, &mut [Outcome]),
    ) -> Result<Vec<Handed>, DeskError> {
        if self.rules.is_empty() {
            return Ok(Vec::new());
        }
        let asked = EscalationsQuestion {
            now: question.selection.as_of,
            since: Some(self.before_all(instant(question.selection.as_of, "asOf")?)),
            filters: question.selection.filters.clone(),
            next: Some(0.0),
            ..EscalationsQuestion::default()
        };
        let fired = self.escalations(&asked)?.fired;
        let period = question.selection.period.map(|span| span.range("period")).transpose()?;
        let mut handed: Vec<Handed> = Vec::new();
        let mut count: Vec<ReplaySteps> = Vec::new();
        for rule in &self.rules {
            count.push(ReplaySteps { rule: rule.id.clone(), steps: 0, tickets: 0 });
        }
        let mut of_rule: Vec<Vec<u32>> = vec![Vec::new(); self.rules.len()];
        for step in &fired {
            let Some(row) = self.store.tickets().ids().row(&step.ticket) else { continue };
            let created = self.store.tickets().created()[row as usize];
            if period.is_some_and(|(from, until)| created < from || created >= until) {
                continue;
            }
            let Some(place) = self.rules.iter().position(|rule| rule.id == step.rule) else { continue };
            outcomes[row as usize].steps += 1;
            count[place].steps += 1;
            of_rule[place].push(row);
            let rule = &self.rules[place];
            let level =
                step.level.or_else(|| Some(self.store.meanings().level_of_word(step.group.as_deref()?)));
            if let Some(level) = level.filter(|&level| level > 0)
                && rule.steps[step.step].deed == Deed::Reassign
                && !known.contains(rule)
            {
                handed.push(Handed { row, at: step.at as i64, level });
            }
        }
        for (count, rows) in count.iter_mut().zip(&mut of_rule) {
            sort_numbers(rows);
            rows.dedup();
            count.tickets = rows.len();
        }
        figures.steps = count;
        Ok(handed)
    }

    fn simulated(
        &mut self,
        question: &ReplayQuestion,
        handed: &[Handed],
        repeat: (u64, usize),
    ) -> Result<Simulated, DeskError> {
        let (asked, memo, _) = self.asked();
        let cohort = Cohort::new(&asked, memo, &question.selection)?;
        let waits = Waits::of(&cohort, memo, (From::Opening, &MetricChoice::default()))?.waits;
        let history = reactions(&cohort, &waits);
        Ok(simulate(&waits, asked.store.tickets().created(), handed, (&history, &question.reaction), repeat))
    }

    fn differences(
        &self,
        before: &[Outcome],
        after: &[Outcome],
        limit: usize,
    ) -> (Vec<ReplayDifference>, usize) {
        let seconds = |time: Option<i64>| time.map(|time| time as f64 / SECOND as f64);
        let ids = self.store.tickets().ids();
        let pairs = before.iter().zip(after).enumerate().filter(|(_, (one, other))| one != other);
        let mut differs: Vec<ReplayDifference> = pairs
            .map(|(row, (one, other))| ReplayDifference {
                ticket: ids.get(row as u32).unwrap_or_default().to_string(),
                escalations: (one.escalations, other.escalations),
                time_to_escalation: (seconds(one.first), seconds(other.first)),
                breaches: (one.breaches, other.breaches),
                steps: (one.steps, other.steps),
            })
            .collect();
        let total = differs.len();
        let size = |of: &ReplayDifference| {
            let apart = |(one, other): (u32, u32)| one.abs_diff(other);
            (apart(of.escalations), apart(of.breaches), apart(of.steps))
        };
        sort_all(&mut differs, &mut |a, b| size(b).cmp(&size(a)));
        differs.truncate(limit);
        (differs, total)
    }
}

/// The escalations of a ticket.
fn escalated(facts: &Facts, created: &[i64], row: usize) -> Outcome {
    let first = facts.first_escalated[row];
    Outcome {
        escalations: u32::from(facts.escalations[row]),
        first: (first != NO_INSTANT).then(|| first - created[row]),
        ..Outcome::default()
    }
}
