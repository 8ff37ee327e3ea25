//! The history under other settings: what levels, policies, calendars and rules would have made of the same events.
//!
//! New levels re-label the same hand-offs, new policies and calendars measure clocks anew on the same events. New rules add
//! steps that nobody took, and delete nothing that happened; what they might have brought is told apart, under a stated
//! assumption (see [`Simulated`]).

use std::rc::Rc;

use serde::Serialize;

use super::{Desk, Settings};
use crate::error::DeskError;
use crate::escalation::{
    Deed, Fired, From, Handed, Rule, Simulated, Waits, fired, level_loads, reactions, simulate,
};
use crate::kpi::{Facts, Profile};
use crate::report::{ClocksQuestion, Cohort, Goal, Memo, MetricChoice, Selection};
use crate::settings::{Length, Reader, Written, within};
use crate::sla::{Keeper, Row, SlaQuestion};
use crate::sort::sort_all;
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::store::{Meanings, NO_INSTANT};
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

/// What the history comes to under some settings.
#[derive(Debug, Clone)]
struct Run {
    figures: ReplayFigures,
    outcomes: Vec<Outcome>,
    handed: Vec<Handed>,
    /// Whether the source states escalations itself.
    tells_escalations: bool,
}

/// The history under a desk's own settings, for one selection.
#[derive(Debug)]
pub(super) struct History {
    selection: Selection,
    run: Rc<Run>,
}

/// What of the history other settings may change.
#[derive(Debug, Clone, Copy)]
struct Touched {
    /// Which tickets there are, and their facts.
    facts: bool,
    /// Their clocks.
    clocks: bool,
}

impl Touched {
    fn by(settings: &Settings, selection: &Selection) -> Self {
        let words =
            !settings.statuses.is_empty() || settings.priorities.is_some() || settings.profile.is_some();
        let promises = !settings.promises.is_empty();
        Self {
            facts: words || settings.levels.is_some() || promises && selection.is_in_business_hours(),
            clocks: words || promises,
        }
    }
}

/// What a desk holds, while it runs the history under other settings.
struct Aside {
    meanings: Meanings,
    profile: Profile,
    rules: Vec<Rule>,
    goals: Vec<Goal>,
    version: u32,
    has_hours: bool,
    /// Gone where the other settings leave them as they are.
    memo: Option<Memo>,
    clocks: Option<Keeper>,
}

impl Desk {
    /// Runs the history under other settings beside the ones there are. The desk itself stays as it is.
    pub fn replay(&mut self, question: &ReplayQuestion) -> Result<ReplayAnswer, DeskError> {
        self.check_idle()?;
        let repeats = within(question.repeats.unwrap_or(100.0), "repeats", 1.0, 10_000.0)? as usize;
        let limit = within(question.limit.unwrap_or(100.0), "limit", 0.0, 100_000.0)? as usize;
        let seed = within(question.seed.unwrap_or(1.0), "seed", 0.0, 9e15)? as u64;
        let before = self.history(&question.selection)?;
        // From here on the desk is another one, whatever happens.
        let mut aside = self.set_aside();
        let after = self.run_otherwise(question, &before, &mut aside);
        let simulated = match &after {
            Ok(after) if !after.handed.is_empty() => {
                Some(self.simulated(question, &after.handed, (seed, repeats)))
            }
            _ => None,
        };
        self.take_up(aside);
        self.history = Some(History { selection: question.selection.clone(), run: Rc::clone(&before) });
        let after = after?;
        let (differs, total) = self.differences(&before.outcomes, &after.outcomes, limit);
        let mut unknown = Vec::new();
        if simulated.is_some() {
            unknown.push("reaction");
        }
        if question.settings.levels.is_some() && after.tells_escalations {
            unknown.push("recorded-escalations");
        }
        if question.settings.promises.policies.is_some() {
            unknown.push("unlogged-fields");
        }
        let simulated = simulated.transpose()?;
        let before = before.figures.clone();
        Ok(ReplayAnswer { before, after: after.figures, differs, total, simulated, unknown })
    }

    /// The history under the desk's own settings, from the last time where nothing changed since.
    fn history(&mut self, selection: &Selection) -> Result<Rc<Run>, DeskError> {
        if let Some(history) = self.history.take().filter(|history| history.selection == *selection) {
            return Ok(history.run);
        }
        let mut run = self.facts_of(selection)?;
        self.clocks_of(selection, &mut run)?;
        self.steps_of(selection, &[], &mut run)?;
        Ok(Rc::new(run))
    }

    fn set_aside(&mut self) -> Aside {
        let promises = self.clocks.clone_promises();
        Aside {
            meanings: self.store.meanings().clone(),
            profile: self.profile,
            rules: self.rules.clone(),
            goals: self.goals.clone(),
            version: self.version,
            has_hours: self.has_hours,
            memo: Some(std::mem::take(&mut self.memo)),
            clocks: Some(std::mem::replace(&mut self.clocks, promises)),
        }
    }

    fn take_up(&mut self, aside: Aside) {
        *self.store.meanings_mut() = aside.meanings;
        self.store.refresh_meanings();
        (self.profile, self.rules, self.goals) = (aside.profile, aside.rules, aside.goals);
        (self.version, self.has_hours) = (aside.version, aside.has_hours);
        if let Some(memo) = aside.memo {
            self.memo = memo;
        }
        if let Some(clocks) = aside.clocks {
            self.clocks = clocks;
        }
    }

    /// The history under the other settings, as far as they change it.
    fn run_otherwise(
        &mut self,
        question: &ReplayQuestion,
        before: &Run,
        aside: &mut Aside,
    ) -> Result<Run, DeskError> {
        self.configure(question.settings.clone())?;
        let selection = &question.selection;
        let touched = Touched::by(&question.settings, selection);
        if !touched.clocks
            && let Some(clocks) = aside.clocks.take()
        {
            self.clocks = clocks;
        }
        let mut run = if touched.facts {
            self.facts_of(selection)?
        } else {
            if let Some(memo) = aside.memo.take() {
                (self.memo, self.has_hours) = (memo, aside.has_hours);
            }
            before.clone()
        };
        if touched.facts || touched.clocks {
            self.clocks_of(selection, &mut run)?;
        }
        self.steps_of(selection, &aside.rules, &mut run)?;
        Ok(run)
    }

    /// The escalations of the history; clocks and steps are still to come.
    fn facts_of(&mut self, selection: &Selection) -> Result<Run, DeskError> {
        instant(selection.as_of, "asOf")?;
        self.give_hours(selection.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        let cohort = Cohort::new(&asked, memo, selection)?;
        let waits = Waits::of(&cohort, memo, (From::Opening, &MetricChoice::default()))?.waits;
        let loads = level_loads(&cohort, &waits)?.into_iter();
        let load = loads.map(|(level, hours)| Load { level, hours }).collect();
        let created = asked.store.tickets().created();
        let mut outcomes = vec![Outcome::default(); created.len()];
        let mut times = Vec::new();
        for wait in &waits {
            let outcome = escalated(&cohort.facts, created, wait.row as usize);
            outcomes[wait.row as usize] = outcome;
            times.extend(outcome.first.map(|time| time as f64 / SECOND as f64));
        }
        sort_all(&mut times, &mut f64::total_cmp);
        let figures = ReplayFigures {
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
        Ok(Run { figures, outcomes, handed: Vec::new(), tells_escalations: cohort.facts.explicit_tiers })
    }

    fn clocks_of(&mut self, selection: &Selection, run: &mut Run) -> Result<(), DeskError> {
        let (figures, outcomes) = (&mut run.figures, &mut run.outcomes);
        (figures.breaches, figures.alerts) = (0, 0);
        outcomes.iter_mut().for_each(|outcome| outcome.breaches = 0);
        figures.clocks.clear();
        if !self.clocks.has_policies() {
            return Ok(());
        }
        let as_of = instant(selection.as_of, "asOf")?;
        let sla = SlaQuestion { now: selection.as_of, ..SlaQuestion::default() };
        let asked = ClocksQuestion { selection: selection.clone(), sla, ..ClocksQuestion::default() };
        figures.clocks = self.sla(&asked)?.rows;
        let chosen = {
            let (asked, memo, _) = self.asked();
            Cohort::new(&asked, memo, selection)?.selected().clone()
        };
        let late = self.clocks.late_cycles(&self.store, as_of, self.newest)?;
        for row in chosen.iter() {
            outcomes[row].breaches = late.get(row).copied().unwrap_or(0);
            figures.breaches += u64::from(outcomes[row].breaches);
        }
        figures.alerts = self.clocks.levels_reached(&self.store, &chosen, as_of, self.newest)?;
        Ok(())
    }

    /// The steps of the rules; those of rules that are not among `known` may hand tickets on.
    fn steps_of(&mut self, selection: &Selection, known: &[Rule], run: &mut Run) -> Result<(), DeskError> {
        let (figures, outcomes) = (&mut run.figures, &mut run.outcomes);
        run.handed.clear();
        outcomes.iter_mut().for_each(|outcome| outcome.steps = 0);
        let count = |rule: &Rule| ReplaySteps { rule: rule.id.clone(), steps: 0, tickets: 0 };
        figures.steps = self.rules.iter().map(count).collect();
        if self.rules.is_empty() {
            return Ok(());
        }
        let now = instant(selection.as_of, "asOf")?;
        let period = selection.period.map(|span| span.range("period")).transpose()?;
        let handed = &mut run.handed;
        // Tickets come one after the other, so the last one that a rule had is all it takes to count each once.
        let mut last = vec![usize::MAX; self.rules.len()];
        let filtered =
            Selection { filters: selection.filters.clone(), as_of: selection.as_of, ..Selection::default() };
        self.by_rules(&filtered, &mut |asked| {
            let created = asked.store.tickets().created();
            fired(asked, now, &mut |Fired { row, rule: place, step, at }| {
                let rule = &asked.rules[place];
                if period.is_some_and(|(from, until)| created[row] < from || created[row] >= until) {
                    return;
                }
                outcomes[row].steps += 1;
                let count = &mut figures.steps[place];
                count.steps += 1;
                count.tickets += usize::from(std::mem::replace(&mut last[place], row) != row);
                let step = &rule.steps[step];
                if step.deed != Deed::Reassign || known.contains(rule) {
                    return;
                }
                let to = &step.to;
                let holder = || asked.store.level_of_holder(row, to.group.as_deref(), to.agent.as_deref());
                let level = to.level.unwrap_or_else(holder);
                if level > 0 {
                    handed.push(Handed { row: row as u32, at, level });
                }
            })
        })?;
        // As they come due; whichever ticket was loaded first makes no difference.
        let ids = self.store.tickets().ids();
        let id = |step: &Handed| ids.get(step.row);
        sort_all(&mut run.handed, &mut |a, b| a.at.cmp(&b.at).then_with(|| id(a).cmp(&id(b))));
        Ok(())
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
