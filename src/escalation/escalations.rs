//! What is to be escalated: the steps due now, those that come next, and why.

use serde::Serialize;

use super::holds::{Ready, Walker};
use super::procedure::{Due, Occurrence, occurrences, step_id};
use super::rule::{Anchor, Before, Part, Quiet, Rule};
use super::state::Reached;
use crate::error::DeskError;
use crate::report::Filter;
use crate::settings::{Reader, Written, within};
use crate::sla::{Plan, Promises};
use crate::sort::sort_all;
use crate::store::{Bitset, Conditions, Store};
use crate::ticket::Dimension;
use crate::time::{SECOND, instant};

/// A question about what is to be escalated.
#[derive(Debug, Clone, Default)]
pub struct EscalationsQuestion {
    /// The instant the answer is for, in epoch milliseconds.
    pub now: f64,
    /// Also tell the steps that came due later than this.
    pub since: Option<f64>,
    /// Only this ticket.
    pub ticket: Option<String>,
    /// Only these rules; all when empty.
    pub rules: Vec<String>,
    /// Only tickets like these.
    pub filters: Vec<Filter>,
    /// How many of the steps to come to list; 50 when missing.
    pub next: Option<f64>,
}

impl Written for EscalationsQuestion {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["now", "since", "ticket", "rules", "where", "next"]);
        Self {
            now: from.get("now"),
            since: from.get("since"),
            ticket: from.get("ticket"),
            rules: from.at("rules").texts(),
            filters: Filter::all(&from.at("where")),
            next: from.get("next"),
        }
    }
}

/// Something that had come to pass when a rule came to hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Met {
    /// The part of the condition: `creation`, `customer_message`, `agent_update`, `unassigned`, `status`, `used`, `due`,
    /// `due_days`, `reopens`, `transfers`, `flag` or `field`.
    pub part: &'static str,
    /// The clock, the statuses, the flag or the field it is about.
    pub of: Option<String>,
    /// Seconds, working days, a share, or a count that had to be reached.
    pub limit: Option<f64>,
    /// When it was reached.
    pub at: f64,
    /// From when it counts; the due instant of a clock.
    pub since: Option<f64>,
    /// How often, of counts.
    pub count: Option<u32>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EscalationStep {
    /// The same for the same step, whenever it is asked for.
    pub id: String,
    /// The ticket's id.
    pub ticket: String,
    /// The rule's id.
    pub rule: String,
    /// Which step of the rule, from 0.
    pub step: usize,
    /// What is to be done.
    pub deed: &'static str,
    /// To whom: a level,
    pub level: Option<u8>,
    /// a group,
    pub group: Option<String>,
    /// an agent,
    pub agent: Option<String>,
    /// a role.
    pub role: Option<String>,
    /// When it came due, or will.
    pub at: f64,
    /// When the rule came to hold.
    pub since: f64,
    /// Until when somebody put it off.
    pub snoozed: Option<f64>,
    /// What had come to pass.
    pub why: Vec<Met>,
}

/// What is to be escalated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Escalations {
    /// The instant the answer is for.
    pub now: f64,
    /// Due and neither acknowledged, put off nor overtaken, the oldest first.
    pub due: Vec<EscalationStep>,
    /// To come if nothing happens, the soonest first.
    pub next: Vec<EscalationStep>,
    /// What came due later than `since`, whatever became of it, in order.
    pub fired: Vec<EscalationStep>,
}

/// At most twice as many steps are told at once, and so many of those to come.
const MOST: usize = 100_000;

/// What questions about escalations are asked of.
#[derive(Debug, Clone, Copy)]
pub struct EscalationsAsked<'a> {
    /// The tickets.
    pub store: &'a Store,
    /// Clocks and calendars, made ready.
    pub plan: &'a Plan,
    /// The rules.
    pub rules: &'a [Rule],
    /// What the desk promises, which names the calendars of the plan.
    pub promises: &'a Promises,
    /// The tickets asked about; all when missing.
    pub chosen: Option<&'a Bitset>,
    /// The newest instant of the data.
    pub newest: i64,
}

/// Says what is to be escalated.
pub fn escalations(
    asked: EscalationsAsked<'_>,
    question: &EscalationsQuestion,
) -> Result<Escalations, DeskError> {
    let now = instant(question.now, "now")?;
    let since = question.since.map(|since| instant(since, "since")).transpose()?;
    if since.is_some_and(|since| since > now) {
        let message = "\"since\" must not be later than \"now\"";
        return Err(DeskError::new("bad-question", message).at("since"));
    }
    let next = within(question.next.unwrap_or(50.0), "next", 0.0, MOST as f64)? as usize;
    if let Some(at) = question.rules.iter().position(|id| !asked.rules.iter().any(|rule| rule.id == *id)) {
        let message = format!("no rule is called \"{}\"", question.rules[at]);
        return Err(DeskError::new("unknown-rule", message).at(format!("rules[{at}]")));
    }
    let rules = asked.rules.iter().enumerate();
    let wanted = rules.filter(|(_, rule)| question.rules.is_empty() || question.rules.contains(&rule.id));
    let ready: Vec<Ready<'_>> = wanted.map(|(at, rule)| ready(asked, at, rule)).collect::<Result<_, _>>()?;
    let tickets = asked.store.tickets();
    let rows = match question.ticket.as_deref() {
        None => 0..tickets.len(),
        Some(id) => {
            let row = tickets.ids().row(id).ok_or_else(|| {
                DeskError::new("unknown-ticket", format!("no ticket has the id \"{id}\"")).at("ticket")
            })?;
            row as usize..row as usize + 1
        }
    };
    let mut told = Escalations { now: now as f64, due: Vec::new(), next: Vec::new(), fired: Vec::new() };
    let mut walker = Walker::new(asked.store, asked.plan, &ready);
    for row in rows {
        let is_chosen = asked.chosen.is_none_or(|chosen| chosen.contains(row));
        let is_test = tickets.test()[row] && question.ticket.is_none();
        if !is_chosen || is_test || since.is_none() && now >= asked.newest && is_done(asked.store, row) {
            continue;
        }
        walker.read(row, now)?;
        for (ready, holds) in ready.iter().zip(&walker.holds) {
            let id = tickets.ids().get(row as u32).unwrap_or_default();
            for occurrence in occurrences(id, ready, asked.plan, (holds, &walker.signs)) {
                let why = &holds[occurrence.hold];
                let step = |due: &Due| told_step(id, ready.rule, &occurrence, (due, &why.why));
                sort_out(&mut told, &occurrence, (why.until, since, now), &step);
            }
        }
        if told.next.len() > 2 * MOST {
            soonest(&mut told.next, next);
        }
        if told.due.len() + told.fired.len() > 2 * MOST {
            let message = "more than 200,000 steps; filter, or ask for less time";
            return Err(DeskError::new("too-many-steps", message));
        }
    }
    soonest(&mut told.due, usize::MAX);
    soonest(&mut told.next, next);
    soonest(&mut told.fired, usize::MAX);
    Ok(told)
}

/// A step that came due, whatever became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// The ticket.
    pub row: usize,
    /// The place of its rule,
    pub rule: usize,
    /// of the step within it.
    pub step: usize,
    /// When it came due.
    pub at: i64,
}

/// Hands out every step that came due by an instant, ticket by ticket; test tickets have none.
pub fn fired(asked: EscalationsAsked<'_>, now: i64, take: &mut dyn FnMut(Fired)) -> Result<(), DeskError> {
    let rules = asked.rules.iter().enumerate();
    let ready: Vec<Ready<'_>> = rules.map(|(at, rule)| ready(asked, at, rule)).collect::<Result<_, _>>()?;
    let tickets = asked.store.tickets();
    let mut walker = Walker::new(asked.store, asked.plan, &ready);
    for row in 0..tickets.len() {
        if tickets.test()[row] || !asked.chosen.is_none_or(|chosen| chosen.contains(row)) {
            continue;
        }
        walker.read(row, now)?;
        for (rule, (ready, holds)) in ready.iter().zip(&walker.holds).enumerate() {
            let id = tickets.ids().get(row as u32).unwrap_or_default();
            for occurrence in occurrences(id, ready, asked.plan, (holds, &walker.signs)) {
                for due in occurrence.steps.iter().filter(|due| due.at <= now) {
                    take(Fired { row, rule, step: due.step, at: due.at });
                }
            }
        }
    }
    Ok(())
}

/// Puts steps in order and keeps the first of them.
fn soonest(steps: &mut Vec<EscalationStep>, most: usize) {
    sort_all(steps, &mut |a, b| a.at.total_cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
    steps.truncate(most);
}

/// Whether a ticket is solved, so that no rule holds for it now.
fn is_done(store: &Store, row: usize) -> bool {
    let status = store.tickets().codes(Dimension::Status).get(row).copied();
    status.and_then(|status| store.meanings().class(status)).is_some_and(|class| class.is_done())
}

fn ready<'r>(asked: EscalationsAsked<'r>, at: usize, rule: &'r Rule) -> Result<Ready<'r>, DeskError> {
    let conditions = Conditions::new(asked.store, &rule.conditions);
    let calendar =
        |name: &Option<String>| name.as_deref().map(|name| asked.promises.calendar(name)).transpose();
    Ok(Ready {
        rule,
        conditions: conditions.map_err(|error| error.within(&format!("rules[{at}].where")))?,
        hours: calendar(&rule.hours)?,
        quiet: match &rule.quiet {
            Some(Quiet { own: Some(own), .. }) => Some(own),
            Some(quiet) => {
                let named = asked.promises.calendar(quiet.name())?;
                asked.promises.calendars.get(named).map(|(_, calendar)| calendar)
            }
            None => None,
        },
    })
}

/// Puts the steps of an occurrence where they belong.
fn sort_out(
    told: &mut Escalations,
    occurrence: &Occurrence,
    (until, since, now): (i64, Option<i64>, i64),
    step: &dyn Fn(&Due) -> EscalationStep,
) {
    let fired = occurrence.steps.iter().filter(|due| due.at <= now);
    if let Some(since) = since {
        told.fired.extend(fired.clone().filter(|due| due.at > since).map(step));
    }
    if occurrence.ended.is_some() || until <= now {
        return;
    }
    let stands = |due: &&Due| !due.over;
    told.due
        .extend(fired.filter(stands).filter(|due| due.snoozed.is_none_or(|until| until <= now)).map(step));
    let put_off = |due: &&Due| !due.over && due.at <= now && due.snoozed.is_some_and(|until| until > now);
    told.next.extend(occurrence.steps.iter().filter(put_off).map(step));
    told.next.extend(occurrence.steps.iter().find(|due| due.at > now).map(step));
}

fn told_step(
    ticket: &str,
    rule: &Rule,
    occurrence: &Occurrence,
    (due, why): (&Due, &[(usize, Reached)]),
) -> EscalationStep {
    let step = &rule.steps[due.step];
    let met = |&(place, reached): &(usize, Reached)| met(&rule.when.parts[place], reached);
    EscalationStep {
        id: step_id(ticket, &rule.id, occurrence.from, due.step),
        ticket: ticket.to_string(),
        rule: rule.id.clone(),
        step: due.step,
        deed: step.deed.name(),
        level: step.to.level,
        group: step.to.group.clone(),
        agent: step.to.agent.clone(),
        role: step.to.role.clone(),
        at: due.at as f64,
        since: occurrence.from as f64,
        snoozed: due.snoozed.map(|until| until as f64),
        why: why.iter().map(met).collect(),
    }
}

fn met(part: &Part, reached: Reached) -> Met {
    let seconds = |time: i64| Some(time as f64 / SECOND as f64);
    let (name, of, limit) = match part {
        Part::Since(Anchor::Creation, time) => ("creation", None, seconds(*time)),
        Part::Since(Anchor::CustomerMessage, time) => ("customer_message", None, seconds(*time)),
        Part::Since(Anchor::AgentUpdate, time) => ("agent_update", None, seconds(*time)),
        Part::Since(Anchor::Unassigned, time) => ("unassigned", None, seconds(*time)),
        Part::InStatus(words, time) => ("status", Some(words.join(", ")), seconds(*time)),
        Part::Used(clock, share) => ("used", Some(clock.name().to_string()), Some(*share)),
        Part::Due(clock, Before::Time(time)) => ("due", Some(clock.name().to_string()), seconds(-*time)),
        Part::Due(clock, Before::Days(days)) => {
            ("due_days", Some(clock.name().to_string()), Some(-*days as f64))
        }
        Part::Reopens(times) => ("reopens", None, Some(f64::from(*times))),
        Part::Transfers(times) => ("transfers", None, Some(f64::from(*times))),
        Part::Flag(tag) => ("flag", Some(tag.clone()), None),
        Part::Field(name, _) => ("field", Some(name.clone()), None),
    };
    Met {
        part: name,
        of,
        limit,
        at: reached.at as f64,
        since: reached.since.map(|at| at as f64),
        count: reached.count,
    }
}
