//! The kind `sla`: a ticket's events against targets, under the knobs of the tool.

use std::collections::BTreeMap;

use deskgauge::calendar::{Calendar, DayRule, Prepared};
use deskgauge::sla::{
    Act, Amount, Answers, CLOCKS, Clock, Cycle, Engine, Knobs, Moment, Party, Pause, Start, State,
    StatusRule, Target, TargetSet, Terms,
};
use deskgauge::time::DAY;
use serde_json::{Map, Value, json};

use super::calendar_case::calendar;
use super::case::{Case, Outcome, Run, instant, shown, unsupported};

/// Runs a case of kind `sla`.
pub fn run(case: Case<'_>) -> Run<Outcome> {
    case.only(&[
        "calendar",
        "targets",
        "options",
        "events",
        "now",
        "expected",
        "escalation_offset",
        "escalation_levels",
        "policy_start",
    ])?;
    let asked = Asked::read(case)?;
    let calendar = calendar(case)?;
    let Some(expected) = case.needs("expected")?.as_object() else { return unsupported("no answers") };
    let answer = |moments: &[Moment]| -> Run<Map<String, Value>> {
        let from = moments.iter().map(|moment| moment.at).min().unwrap_or(0);
        let prepared =
            Prepared::new(calendar.clone(), (from - 30 * DAY, asked.now + 30 * DAY)).map_err(failed)?;
        let terms = Terms {
            knobs: &asked.knobs,
            statuses: &asked.statuses,
            sets: &asked.sets,
            calendars: std::slice::from_ref(&prepared),
        };
        let mut engine = Engine::new(terms);
        let cycles = engine.run(moments.iter().copied(), asked.now).map_err(failed)?;
        let told = Told { case, asked: &asked, calendar: &calendar, cycles };
        expected.keys().map(|key| Ok((key.clone(), told.answer(key)?))).collect()
    };
    let ours = answer(&asked.moments)?;
    Ok(if ours == *expected { Outcome::Passed } else { Outcome::Failed(Value::Object(ours).to_string()) })
}

fn failed(error: deskgauge::error::DeskError) -> Outcome {
    Outcome::Failed(error.to_string())
}

/// A case in the engine's terms.
struct Asked {
    knobs: Knobs,
    statuses: Vec<StatusRule>,
    sets: Vec<TargetSet>,
    moments: Vec<Moment>,
    now: i64,
    /// The words that targets and answers use for a clock.
    names: Vec<(String, Clock)>,
    solved: bool,
}

impl Asked {
    fn read(case: Case<'_>) -> Run<Self> {
        let Some(knobs) = Knobs::named(case.peer()) else {
            return unsupported(format!("no clocks of \"{}\"", case.peer()));
        };
        let none = Map::new();
        let options = Case(case.get("options").and_then(Value::as_object).unwrap_or(&none));
        options.only(&[
            "clock",
            "paused_statuses",
            "paused_statuses_per_target",
            "resolved_statuses",
            "pause_applies_to",
            "pause_counts",
            "pause_mode",
            "first_response_on",
            "breach_is_inclusive",
            "update_mode",
            "update_in_aggregate",
            "while_paused_due",
        ])?;
        let names = names(options)?;
        let knobs = switches(knobs, case, options, &names)?;
        let business = match options.text("clock") {
            None | Some("business") => true,
            Some("calendar") => false,
            Some(other) => return unsupported(format!("clock \"{other}\"")),
        };
        let mut asked = Self {
            knobs,
            statuses: Vec::new(),
            sets: Vec::new(),
            moments: Vec::new(),
            now: 0,
            names,
            solved: false,
        };
        asked.events(case, options, business)?;
        Ok(asked)
    }

    fn events(&mut self, case: Case<'_>, options: Case<'_>, business: bool) -> Run<()> {
        let names = self.names.clone();
        let mut words = Statuses { case, options, names: &names, words: Vec::new(), rules: Vec::new() };
        let own = self.targets(case.needs("targets")?, business)?;
        let events = case.needs("events")?.as_array().cloned().unwrap_or_default();
        let attached =
            |event: &Value| event.get("type") == Some(&json!("policy")) && event.get("targets").is_none();
        let from_start = !events.iter().any(attached);
        let mut sets = vec![own];
        for event in &events {
            let Some(fields) = event.as_object() else { return unsupported("an event that is no object") };
            let event = Case(fields);
            let at = event.instant("at")?;
            let mut add = |act| self.moments.push(Moment { at, act });
            let changes = |sets: &mut Vec<TargetSet>| -> Run<Option<Act>> {
                Ok(match (event.get("targets"), event.get("policy")) {
                    (Some(targets), _) => {
                        sets.push(targets_of(targets, business, &self.names)?);
                        Some(Act::Targets(Some(sets.len() - 1)))
                    }
                    (None, Some(Value::Null)) => Some(Act::Targets(None)),
                    (None, Some(other)) => return unsupported(format!("policy {other}")),
                    (None, None) => None,
                })
            };
            match event.text("type").unwrap_or("") {
                "created" => {
                    event.only(&["at", "type", "status", "priority", "by", "owner", "requestor"])?;
                    if from_start {
                        add(Act::Targets(Some(0)));
                    }
                    let inside = event.get("owner").is_some() && event.get("owner") == event.get("by");
                    let party = match event.text("by") {
                        _ if inside => Party::System,
                        None | Some("requestor" | "customer") => Party::Customer,
                        Some("agent") => Party::Agent,
                        Some(other) => return unsupported(format!("created by \"{other}\"")),
                    };
                    add(Act::Created(party, words.id(event.text("status").unwrap_or(""))?));
                }
                "customer_reply" | "customer_waiting_since" => {
                    event.only(&["at", "type"])?;
                    add(Act::Message(Party::Customer));
                }
                "agent_reply" => {
                    event.only(&["at", "type"])?;
                    add(Act::Message(Party::Agent));
                }
                "status" => {
                    event.only(&["at", "type", "to"])?;
                    let id = words.id(event.text("to").unwrap_or(""))?;
                    self.solved = words.rules.get(id as usize).is_some_and(|rule| rule.solved);
                    add(Act::Status(id));
                }
                "priority" => {
                    event.only(&["at", "type", "to", "policy", "targets"])?;
                    changes(&mut sets)?.into_iter().for_each(add);
                }
                "policy" => {
                    event.only(&["at", "type", "policy", "targets"])?;
                    add(changes(&mut sets)?.unwrap_or(Act::Targets(Some(0))));
                }
                "set" => {
                    event.only(&["at", "type", "field", "value"])?;
                    match event.text("field").unwrap_or("") {
                        "first_response_at" => add(Act::FirstResponse),
                        "last_agent_contact_at" => add(Act::AgentContact),
                        "last_customer_contact_at" => add(Act::Message(Party::Customer)),
                        "closed_at" => add(Act::Solved),
                        "created_at" => {}
                        other => return unsupported(format!("the field \"{other}\" is set")),
                    }
                }
                other => return unsupported(format!("an event \"{other}\"")),
            }
        }
        self.statuses = words.rules;
        self.sets = sets;
        self.moments.sort_by_key(|moment| moment.at);
        let last = self.moments.last().map_or(0, |moment| moment.at);
        self.now = case.get("now").map_or(Ok(last), instant)?;
        Ok(())
    }

    fn targets(&self, written: &Value, business: bool) -> Run<TargetSet> {
        targets_of(written, business, &self.names)
    }
}

/// The words for the clocks of a case.
fn names(options: Case<'_>) -> Run<Vec<(String, Clock)>> {
    let update = match options.text("update_mode") {
        None | Some("agent_updates" | "between_agent_updates") => Clock::PeriodicUpdate,
        Some("customer_waiting") => Clock::NextResponse,
        Some(other) => return unsupported(format!("update_mode \"{other}\"")),
    };
    let own = Clock::ALL.into_iter().map(|clock| (clock.name().to_string(), clock));
    let others = [("update", update), ("response", Clock::NextResponse)];
    Ok(own.chain(others.into_iter().map(|(name, clock)| (name.to_string(), clock))).collect())
}

fn clock_named(names: &[(String, Clock)], name: &str) -> Run<Clock> {
    let found = names.iter().find(|(known, _)| known == name);
    found.map_or_else(|| unsupported(format!("no clock \"{name}\"")), |(_, clock)| Ok(*clock))
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The tool's knobs with what the case itself says.
fn switches(mut knobs: Knobs, case: Case<'_>, options: Case<'_>, names: &[(String, Clock)]) -> Run<Knobs> {
    match options.text("pause_counts") {
        None | Some("business_seconds") => {}
        Some(other) => return unsupported(format!("pause_counts \"{other}\"")),
    }
    match options.text("update_in_aggregate") {
        None | Some("longest") => {}
        Some(other) => return unsupported(format!("update_in_aggregate \"{other}\"")),
    }
    if let Some(mode) = options.text("pause_mode") {
        let mode = match mode {
            "hide" => Pause::Hide,
            "stop" => Pause::Stop,
            "extend" => Pause::Extend,
            "none" => Pause::Run,
            other => return unsupported(format!("pause_mode \"{other}\"")),
        };
        knobs.pause = [mode; CLOCKS];
    }
    if options.get("pause_applies_to").is_some() {
        let listed: Run<Vec<_>> =
            texts(options.get("pause_applies_to")).into_iter().map(|name| clock_named(names, name)).collect();
        let listed = listed?;
        for clock in Clock::ALL {
            let pause = &mut knobs.pause[clock as usize];
            *pause = match (*pause, listed.contains(&clock)) {
                (Pause::Run, true) => Pause::Stop,
                (usual, true) => usual,
                (_, false) => Pause::Run,
            };
        }
    }
    if options.get("first_response_on").is_some() {
        knobs.answers = Answers::default();
        for what in texts(options.get("first_response_on")) {
            match what {
                "agent_reply" => {}
                "first paused status" => knobs.answers.paused = true,
                "open to resolved" => knobs.answers.solved = true,
                "note" => knobs.answers.note = true,
                other => return unsupported(format!("first_response_on \"{other}\"")),
            }
        }
    }
    if let Some(inclusive) = options.flag("breach_is_inclusive") {
        knobs.breach_after_due = !inclusive;
    }
    if let Some(rule) = options.text("while_paused_due") {
        let guard = rule.strip_prefix("now + remaining").and_then(|rest| match rest {
            "" => Some(0),
            rest => rest.strip_prefix(" + ")?.strip_suffix(" s")?.parse::<i64>().ok(),
        });
        let Some(guard) = guard else { return unsupported(format!("while_paused_due \"{rule}\"")) };
        knobs.paused_due = Some(guard * 1_000);
    }
    match case.text("policy_start") {
        None => {}
        Some("ticket") => knobs.start = Start::Creation,
        Some("assignment") => knobs.start = Start::Assignment,
        Some(other) => return unsupported(format!("policy_start \"{other}\"")),
    }
    Ok(knobs)
}

/// The statuses of a case, numbered as they come.
struct Statuses<'a> {
    case: Case<'a>,
    options: Case<'a>,
    names: &'a [(String, Clock)],
    words: Vec<String>,
    rules: Vec<StatusRule>,
}

impl Statuses<'_> {
    fn id(&mut self, word: &str) -> Run<u32> {
        if let Some(at) = self.words.iter().position(|known| known == word) {
            return Ok(at as u32);
        }
        let listed = |name| texts(self.options.get(name)).contains(&word);
        let solved = match self.options.get("resolved_statuses") {
            Some(_) => listed("resolved_statuses"),
            None => ["solved", "resolved", "closed"].contains(&word.to_lowercase().as_str()),
        };
        let paused = match (self.options.get("paused_statuses"), self.case.peer()) {
            (None, "glpi") => word == "waiting",
            _ => listed("paused_statuses"),
        };
        let mut rule = StatusRule::new(solved, paused);
        for (name, list) in
            self.options.get("paused_statuses_per_target").and_then(Value::as_object).into_iter().flatten()
        {
            rule.pauses[clock_named(self.names, name)? as usize] = texts(Some(list)).contains(&word);
        }
        self.words.push(word.to_string());
        self.rules.push(rule);
        Ok(self.rules.len() as u32 - 1)
    }
}

fn targets_of(written: &Value, business: bool, names: &[(String, Clock)]) -> Run<TargetSet> {
    let mut set = TargetSet::default();
    let calendar = business.then_some(0);
    for (key, value) in written.as_object().into_iter().flatten() {
        let clock = clock_named(names, key.strip_suffix("_s").unwrap_or(key))?;
        let amount = match value {
            Value::Null => continue,
            Value::Number(seconds) => {
                Amount::Time((seconds.as_f64().unwrap_or(0.0) * 1_000.0).round() as i64)
            }
            _ => amount_of(value)?,
        };
        set.targets[clock as usize] = Some(Target { amount, calendar });
    }
    Ok(set)
}

/// `{ amount, unit, end_of_working_day }`.
fn amount_of(value: &Value) -> Run<Amount> {
    let Some(fields) = value.as_object() else { return unsupported(format!("the target {value}")) };
    let target = Case(fields);
    target.only(&["amount", "unit", "end_of_working_day"])?;
    let amount = target.number("amount")?;
    let time = |ms: f64| Ok(Amount::Time((amount * ms).round() as i64));
    match target.text("unit").unwrap_or("") {
        "second" => time(1_000.0),
        "minute" => time(60_000.0),
        "hour" => time(3_600_000.0),
        "day" => {
            let end = target.flag("end_of_working_day") == Some(true);
            Ok(Amount::Days(amount as i64, if end { DayRule::EndOfDay } else { DayRule::KeepTime }))
        }
        other => unsupported(format!("the unit \"{other}\"")),
    }
}

/// What our cycles say to each thing a case asks.
struct Told<'a> {
    case: Case<'a>,
    asked: &'a Asked,
    calendar: &'a Calendar,
    cycles: &'a [Cycle],
}

impl Told<'_> {
    fn answer(&self, key: &str) -> Run<Value> {
        Ok(match key {
            "due" | "next_due" => instant_value(self.next_due()),
            "paused_s" => {
                let cycle = self.last(Clock::Resolution).or_else(|| self.cycles.last());
                cycle.map_or(Value::Null, |cycle| seconds(cycle.paused))
            }
            "status" => json!(self.status()?),
            "breaches" => json!(self.breaches()),
            "due_changed" => json!(false),
            "escalation_at" => match self.next_due() {
                Some(due) => instant_value(Some(self.moved(due, self.case.needs("escalation_offset")?)?)),
                None => Value::Null,
            },
            "levels_fired" => self.levels()?,
            _ => return self.of_clock(key),
        })
    }

    fn of_clock(&self, key: &str) -> Run<Value> {
        const ASKED: [&str; 6] = ["_escalation_at", "_due", "_in_s", "_slack_s", "_late_s", "_at"];
        let split = ASKED.into_iter().find_map(|suffix| Some((key.strip_suffix(suffix)?, suffix)));
        let Some((name, suffix)) = split else { return unsupported(format!("asks for \"{key}\"")) };
        let clock = clock_named(&self.asked.names, name)?;
        let done = self.done(clock);
        Ok(match suffix {
            "_due" => instant_value(self.due(clock)),
            "_in_s" => done.map_or(Value::Null, |cycle| seconds(cycle.used)),
            "_slack_s" => done.and_then(|cycle| cycle.remaining).map_or(Value::Null, seconds),
            "_late_s" => self.last(clock).map_or(Value::Null, |cycle| seconds(cycle.late)),
            "_at" => instant_value(done.and_then(|cycle| cycle.stop)),
            _ => match self.due(clock) {
                Some(due) => instant_value(Some(due + self.noted_offset(clock)?)),
                None => Value::Null,
            },
        })
    }

    fn last(&self, clock: Clock) -> Option<&Cycle> {
        self.cycles.iter().rev().find(|cycle| cycle.clock == clock)
    }

    /// The cycle whose figures count: the longest exchange of updates, the last of the others.
    fn done(&self, clock: Clock) -> Option<&Cycle> {
        let mut done =
            self.cycles.iter().filter(|cycle| cycle.clock == clock && cycle.state == State::Fulfilled);
        if clock == Clock::NextResponse || clock.asks_for_updates() {
            return done.max_by_key(|cycle| cycle.used);
        }
        done.next_back()
    }

    fn due(&self, clock: Clock) -> Option<i64> {
        let open = |cycle: &&Cycle| matches!(cycle.state, State::Running | State::Paused);
        let cycle = self.last(clock).filter(open)?;
        // Once solved or paused nothing is due, unless the tool shows it.
        let shown = cycle.state == State::Running || self.asked.knobs.paused_due.is_some();
        cycle.due.filter(|_| shown)
    }

    fn next_due(&self) -> Option<i64> {
        Clock::ALL.into_iter().filter_map(|clock| self.due(clock)).min()
    }

    fn breaches(&self) -> Vec<&'static str> {
        let named = |clock: Clock| self.cycles.iter().filter(move |cycle| cycle.clock == clock);
        let times = |cycle: &Cycle| {
            if self.asked.knobs.miss_each_message && cycle.misses > 0 {
                cycle.misses as usize
            } else {
                usize::from(cycle.breached())
            }
        };
        let all = Clock::ALL.into_iter().map(|clock| (clock, named(clock).map(times).sum::<usize>()));
        all.flat_map(|(clock, many)| std::iter::repeat_n(clock.name(), many)).collect()
    }

    fn status(&self) -> Run<&'static str> {
        let missed = !self.breaches().is_empty();
        let state = |clock| self.last(clock).map(|cycle| cycle.state);
        Ok(match self.case.peer() {
            "chatwoot" => match (self.asked.solved, missed) {
                (true, true) => "missed",
                (true, false) => "hit",
                (false, true) => "active_with_misses",
                (false, false) => "active",
            },
            "helpdesk" | "frappe" => match state(Clock::Resolution) {
                _ if missed => "failed",
                Some(State::Fulfilled) => "fulfilled",
                Some(State::Paused) => "paused",
                _ if state(Clock::FirstResponse) == Some(State::Running) => "first_response_due",
                _ => "resolution_due",
            },
            other => return unsupported(format!("a status of \"{other}\"")),
        })
    }

    /// An instant moved by `{ seconds }` of open time or `{ days }` working days.
    fn moved(&self, due: i64, offset: &Value) -> Run<i64> {
        let moved =
            match (offset.get("seconds").and_then(Value::as_i64), offset.get("days").and_then(Value::as_i64))
            {
                (Some(seconds), None) => self.calendar.deadline(due, seconds * 1_000),
                (None, Some(days)) => self.calendar.add_days(due, days, DayRule::KeepTime),
                _ => return unsupported(format!("the offset {offset}")),
            };
        moved.map_err(failed)
    }

    /// The offset that the case's note gives to each target in turn.
    fn noted_offset(&self, clock: Clock) -> Run<i64> {
        let note = self.case.text("peer_semantics_note").unwrap_or("");
        let numbers = note
            .split_once("offsets ")
            .and_then(|(_, rest)| rest.split_once(" min"))
            .map(|(numbers, _)| numbers);
        let given: BTreeMap<_, _> = Clock::ALL
            .into_iter()
            .filter(|clock| self.last(*clock).is_some())
            .zip(numbers.unwrap_or("").split(" and "))
            .collect();
        let minutes = given.get(&clock).and_then(|minutes| minutes.parse::<i64>().ok());
        minutes.map_or_else(|| unsupported("no offset"), |minutes| Ok(minutes * 60_000))
    }

    fn levels(&self) -> Run<Value> {
        let Some(due) = self.next_due() else { return Ok(json!([])) };
        let mut fired = Vec::new();
        for level in self.case.needs("escalation_levels")?.as_array().into_iter().flatten() {
            let seconds = level.get("offset_s").cloned().unwrap_or_default();
            if self.moved(due, &json!({ "seconds": seconds }))? <= self.asked.now {
                fired.push(level.get("name").cloned().unwrap_or_default());
            }
        }
        Ok(Value::Array(fired))
    }
}

fn instant_value(at: Option<i64>) -> Value {
    at.map_or(Value::Null, |at| json!(shown(at)))
}

fn seconds(ms: i64) -> Value {
    if ms % 1_000 == 0 { json!(ms / 1_000) } else { json!(ms as f64 / 1_000.0) }
}
