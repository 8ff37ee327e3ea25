//! Rules against a walk minute by minute that knows no stretches, and what arrival and splits of time must not change.

use std::collections::BTreeSet;

use deskgauge::desk::Desk;
use deskgauge::escalation::{EscalationStep, EscalationsQuestion};
use serde_json::{Value, json};

use super::procedures::{configure, instant, office};
use crate::desk::desk;
use crate::random::Random;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440;

/// An event in minutes from nine on Monday.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Event {
    at: i64,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Customer,
    Agent,
    Assigned(bool),
    Group(&'static str),
    Status(&'static str),
    Tag,
    /// Of one of the rules.
    Acknowledged(usize),
    /// One of the rules, for some minutes.
    Snoozed(usize, i64),
    Priority(&'static str),
}

/// A rule of one or two parts.
#[derive(Debug, Clone)]
struct Rule {
    parts: Vec<Part>,
    any: bool,
    high_only: bool,
    in_hours: bool,
    quiet: bool,
    once: bool,
    cooldown: i64,
    stops_when_replied: bool,
    /// How long after the one before each step comes, and whether a reply calls it off, and it alone.
    steps: Vec<(i64, bool)>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Creation(i64),
    Customer(i64),
    Agent(i64),
    Unassigned(i64),
    Pending(i64),
    /// Percent of the target for the resolution.
    Used(i64),
    Reopens(u32),
    Transfers(u32),
    Flag,
}

/// The target for the resolution, in minutes of the office's hours.
const TARGET: i64 = 600;
/// A desk has at most so many rules, and as many tickets.
const MOST: u64 = 3;

fn events(random: &mut Random, rules: u64) -> Vec<Event> {
    let mut at = 0;
    let count = random.below(16);
    let mut one = |_| {
        at += random.pick(&[0, 5, 30, 90, 400, 1_300]);
        let what = match random.below(20) {
            0..=2 => What::Customer,
            3..=5 => What::Agent,
            6 => What::Assigned(true),
            7 => What::Assigned(false),
            8..=9 => What::Group(random.pick(&["a", "b"])),
            10..=12 => What::Status(random.pick(&["open", "pending", "solved"])),
            13 => What::Tag,
            14 => What::Acknowledged(random.below(rules) as usize),
            15..=18 => What::Snoozed(random.below(rules) as usize, random.pick(&[10, 300, 1_000])),
            _ => What::Priority(random.pick(&["high", "low"])),
        };
        Event { at, what }
    };
    (0..count).map(&mut one).collect()
}

fn rule(random: &mut Random) -> Rule {
    let length = |random: &mut Random| random.pick(&[0, 20, 60, 200, 900]);
    let parts = 1 + random.below(2);
    let mut part = |_| match random.below(10) {
        0 => Part::Creation(length(random)),
        1 => Part::Customer(length(random)),
        2 => Part::Agent(length(random)),
        3 => Part::Unassigned(length(random)),
        4 => Part::Pending(length(random)),
        5 => Part::Reopens(1),
        6 => Part::Transfers(1),
        7 => Part::Flag,
        _ => Part::Used(random.pick(&[0, 10, 50, 100, 125])),
    };
    let parts = (0..parts).map(&mut part).collect();
    Rule {
        parts,
        any: random.once_in(2),
        high_only: random.once_in(3),
        in_hours: random.once_in(3),
        quiet: random.once_in(3),
        once: random.once_in(4),
        cooldown: random.pick(&[0, 0, 100, 1_000]),
        stops_when_replied: random.once_in(2),
        steps: (0..1 + random.below(3))
            .map(|_| (random.pick(&[0, 15, 240, 700]), random.once_in(4)))
            .collect(),
    }
}

/// Whether the office is open in a minute.
fn is_open(minute: i64) -> bool {
    let of_week = minute + 9 * 60;
    of_week.div_euclid(DAY).rem_euclid(7) < 5 && (540..1_020).contains(&of_week.rem_euclid(DAY))
}

/// How many of the minutes up to each one are counted, one after the other.
fn counts(until: i64, is_counted: impl Fn(i64) -> bool) -> Vec<i64> {
    let mut count = 0;
    let mut before = |minute| {
        let so_far = count;
        count += i64::from(is_counted(minute));
        so_far
    };
    (0..=until).map(&mut before).collect()
}

/// What is known of the ticket in a minute.
#[derive(Debug, Clone, Copy)]
struct State {
    waiting: Option<i64>,
    agent: i64,
    unassigned: Option<i64>,
    pending: Option<i64>,
    status: &'static str,
    done: bool,
    reopens: u32,
    group: &'static str,
    transfers: u32,
    flagged: bool,
    high: bool,
}

fn state(events: &[Event], now: i64) -> State {
    let mut state = State {
        waiting: Some(0),
        agent: 0,
        unassigned: Some(0),
        pending: None,
        status: "",
        done: false,
        reopens: 0,
        group: "",
        transfers: 0,
        flagged: false,
        high: false,
    };
    for &Event { at, what } in events.iter().filter(|event| event.at <= now) {
        match what {
            What::Customer => state.waiting = state.waiting.or(Some(at)),
            What::Agent => (state.waiting, state.agent) = (None, at),
            What::Assigned(true) => state.unassigned = None,
            What::Assigned(false) => state.unassigned = state.unassigned.or(Some(at)),
            What::Group(group) => {
                state.transfers += u32::from(!state.group.is_empty() && state.group != group);
                state.group = group;
            }
            What::Status(status) => {
                let done = status == "solved";
                state.reopens += u32::from(state.done && !done);
                state.done = done;
                if status != state.status {
                    state.pending = (status == "pending").then_some(at);
                }
                state.status = status;
            }
            What::Tag => state.flagged = true,
            What::Acknowledged(_) | What::Snoozed(..) => {}
            What::Priority(word) => state.high = word == "high",
        }
    }
    state
}

/// What is known of a ticket in each minute.
struct Walk {
    states: Vec<State>,
    /// Minutes before each in which the office was open,
    open: Vec<i64>,
    /// and the clock for the resolution ran.
    used: Vec<i64>,
}

impl Walk {
    fn of(events: &[Event], until: i64) -> Self {
        let states: Vec<State> = (0..=until).map(|minute| state(events, minute)).collect();
        let runs = |minute: i64| {
            let state = &states[minute as usize];
            !state.done && state.status != "pending"
        };
        let used = counts(until, |minute| is_open(minute) && runs(minute));
        Self { open: counts(until, is_open), used, states }
    }

    /// Whether so much time has been counted. No time at all has at once, also while the office is closed.
    fn reached(&self, rule: &Rule, since: i64, length: i64, now: i64) -> bool {
        let counted =
            if rule.in_hours { self.open[now as usize] - self.open[since as usize] } else { now - since };
        counted >= length
    }
}

fn holds(rule: &Rule, walk: &Walk, now: i64) -> bool {
    let state = walk.states[now as usize];
    if state.done || rule.high_only && !state.high {
        return false;
    }
    let mut parts = rule.parts.iter().map(|part| {
        let passed = |since: Option<i64>, length: i64| {
            since.is_some_and(|since| walk.reached(rule, since, length, now))
        };
        match *part {
            Part::Creation(length) => passed(Some(0), length),
            Part::Customer(length) => passed(state.waiting, length),
            Part::Agent(length) => passed(Some(state.agent), length),
            Part::Unassigned(length) => passed(state.unassigned, length),
            Part::Pending(length) => passed(state.pending, length),
            Part::Used(percent) => walk.used[now as usize] >= TARGET * percent / 100,
            Part::Reopens(times) => state.reopens >= times,
            Part::Transfers(times) => state.transfers >= times,
            Part::Flag => state.flagged,
        }
    });
    if rule.any { parts.any(|part| part) } else { parts.all(|part| part) }
}

/// An occurrence under way.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    start: i64,
    /// The next step.
    step: usize,
    /// When the one before came due.
    before: i64,
    /// Until when it is put off.
    snoozed: i64,
    replied: bool,
    over: bool,
}

/// Occurrence and number and minute of every step of a rule, by its place among all, until `now`.
fn simulated(
    (place, rule): (usize, &Rule),
    (events, walk): (&[Event], &Walk),
    now: i64,
) -> BTreeSet<(i64, usize, i64)> {
    let mut fired = BTreeSet::new();
    let (mut held, mut last_start) = (false, None);
    let mut current: Option<Occurrence> = None;
    for minute in 0..=now {
        let holds = holds(rule, walk, minute);
        if !holds {
            (held, current) = (false, None);
            continue;
        }
        if !held {
            current = None;
        }
        held = true;
        let may_start = last_start.is_none_or(|last| !rule.once && minute >= last + rule.cooldown);
        let is_new = current.is_none() && may_start;
        if is_new {
            let start = minute;
            current = Some(Occurrence {
                start,
                step: 0,
                before: start,
                snoozed: start,
                replied: false,
                over: false,
            });
            last_start = Some(start);
        }
        let Some(under_way) = &mut current else { continue };
        let mut happens = events.iter().filter(|event| event.at == minute).map(|event| event.what);
        under_way.replied |= happens.clone().any(|what| what == What::Agent);
        under_way.over |= happens
            .any(|what| what == What::Acknowledged(place) || rule.stops_when_replied && what == What::Agent);
        while !under_way.over && under_way.step < rule.steps.len() {
            let (after, off_when_replied) = rule.steps[under_way.step];
            let is_due = walk.reached(rule, under_way.before, after, minute)
                && minute >= under_way.snoozed
                && (!rule.quiet || is_open(minute));
            if !is_due {
                break;
            }
            if !(off_when_replied && under_way.replied) {
                fired.insert((under_way.start, under_way.step, minute));
            }
            (under_way.step, under_way.before) = (under_way.step + 1, minute);
        }
        // Whoever puts a rule off in the minute of a step leaves that one due.
        for event in events.iter().filter(|event| event.at == minute) {
            if let What::Snoozed(which, minutes) = event.what
                && which == place
            {
                under_way.snoozed = under_way.snoozed.max(minute + minutes);
            }
        }
    }
    fired
}

fn written((place, rule): (usize, &Rule)) -> Value {
    let length = |minutes: i64| json!(minutes * 60);
    let part = |part: &Part| match *part {
        Part::Creation(time) => json!({ "since": "creation", "longerThan": length(time) }),
        Part::Customer(time) => json!({ "since": "customer_message", "longerThan": length(time) }),
        Part::Agent(time) => json!({ "since": "agent_update", "longerThan": length(time) }),
        Part::Unassigned(time) => json!({ "since": "unassigned", "longerThan": length(time) }),
        Part::Pending(time) => json!({ "status": "pending", "longerThan": length(time) }),
        Part::Used(percent) => json!({ "clock": "resolution", "used": format!("{percent}%") }),
        Part::Reopens(times) => json!({ "reopens": times }),
        Part::Transfers(times) => json!({ "transfers": times }),
        Part::Flag => json!({ "flag": "angry" }),
    };
    let parts: Vec<Value> = rule.parts.iter().map(part).collect();
    let steps: Vec<Value> =
        rule.steps.iter().map(|&(after, off)| json!({ "do": "notify", "after": length(after), "stop": if off { vec!["replied"] } else { vec![] } })).collect();
    let mut told = json!({ "id": place.to_string(), "when": { if rule.any { "any" } else { "all" }: parts }, "steps": steps });
    let stops =
        if rule.stops_when_replied { json!(["acknowledged", "replied"]) } else { json!(["acknowledged"]) };
    told["stop"] = stops;
    told["cooldown"] = length(rule.cooldown);
    told["once"] = json!(if rule.once { "ticket" } else { "cycle" });
    if rule.high_only {
        told["where"] = json!({ "priority": "high" });
    }
    if rule.in_hours {
        told["hours"] = json!("office");
    }
    if rule.quiet {
        told["quiet"] = if rule.once { json!("office") } else { office()["office"].clone() };
    }
    told
}

fn told(event: &Event, seq: usize) -> Value {
    let mut told = match event.what {
        What::Customer => json!({ "kind": "reply", "role": "customer" }),
        What::Agent => json!({ "kind": "reply", "role": "agent" }),
        What::Assigned(true) => json!({ "kind": "assigned", "agent": "ann" }),
        What::Assigned(false) => json!({ "kind": "assigned", "agent": null }),
        What::Group(group) => json!({ "kind": "assigned", "group": group }),
        What::Status(status) => json!({ "kind": "status", "to": status }),
        What::Tag => json!({ "kind": "tagged", "tag": "angry" }),
        What::Acknowledged(rule) => json!({ "kind": "acknowledged", "name": rule.to_string() }),
        What::Snoozed(rule, minutes) => {
            json!({ "kind": "snoozed", "name": rule.to_string(), "seconds": minutes * 60 })
        }
        What::Priority(word) => json!({ "kind": "priority", "to": word }),
    };
    told["at"] = json!(instant("09:00") + event.at * MINUTE);
    (told["seq"], told["id"]) = (json!(seq), json!(seq.to_string()));
    told
}

/// A desk with tickets called by their places, and one more that says the words rules ask for.
fn desk_of(tickets: &[Vec<Value>], rules: &[Rule]) -> Desk {
    let nine = instant("09:00");
    let ticket = |(at, events): (usize, &Vec<Value>)| json!({ "id": at.to_string(), "created_at": nine, "priority": "low", "events": events });
    let mut lines: Vec<Value> = tickets.iter().enumerate().map(ticket).collect();
    lines.push(json!({ "id": "W", "created_at": nine, "priority": "high", "tags": ["angry"], "events": [
            { "at": nine, "kind": "status", "to": "solved" },
        ] }));
    let mut desk = desk(&lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"));
    let rules: Vec<Value> = rules.iter().enumerate().map(written).collect();
    let policies = json!([{ "id": "p", "calendar": "office", "targets": { "resolution": TARGET * 60 } }]);
    configure(&mut desk, &json!({ "calendars": office(), "policies": policies, "rules": rules })).unwrap();
    desk
}

fn asked(since: Option<i64>, now: i64) -> EscalationsQuestion {
    let at = |minute: i64| (instant("09:00") + minute * MINUTE) as f64;
    EscalationsQuestion {
        now: at(now),
        since: since.map(at),
        next: Some(100.0),
        ..EscalationsQuestion::default()
    }
}

fn minute(at: f64) -> i64 {
    (at as i64 - instant("09:00")) / MINUTE
}

/// Ticket, rule, occurrence, number and minute of a step.
type Fired = (usize, usize, i64, usize, i64);

#[test]
fn steps_come_due_in_the_minute_a_plain_walk_says() {
    let (mut total, mut by_share, mut put_off) = (0, 0, 0);
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let rules: Vec<Rule> = (0..1 + random.below(MOST)).map(|_| rule(&mut random)).collect();
        let tickets: Vec<Vec<Event>> =
            (0..1 + random.below(MOST)).map(|_| events(&mut random, rules.len() as u64)).collect();
        let now = tickets.iter().flatten().map(|event| event.at).max().unwrap_or(0) + 1_000;
        let written: Vec<Vec<Value>> = tickets
            .iter()
            .map(|events| events.iter().enumerate().map(|(seq, event)| told(event, seq)).collect())
            .collect();
        let mut desk = desk_of(&written, &rules);
        let answer = desk.escalations(&asked(Some(-1), now)).unwrap();
        let found: BTreeSet<Fired> = answer
            .fired
            .iter()
            .map(|step| {
                let (ticket, rule) = (step.ticket.parse().unwrap(), step.rule.parse().unwrap());
                (ticket, rule, minute(step.since), step.step, minute(step.at))
            })
            .collect();
        let mut hoped = BTreeSet::new();
        for (ticket, events) in tickets.iter().enumerate() {
            let walk = &Walk::of(events, now);
            let is_snooze = |event: &Event| matches!(event.what, What::Snoozed(..));
            let calm: Vec<Event> = events.iter().filter(|event| !is_snooze(event)).copied().collect();
            for (place, rule) in rules.iter().enumerate() {
                let fired = simulated((place, rule), (events, walk), now);
                put_off += usize::from(simulated((place, rule), (&calm, walk), now) != fired);
                let has_share = rule.parts.iter().any(|part| matches!(part, Part::Used(_)));
                by_share += if has_share { fired.len() } else { 0 };
                hoped.extend(fired.into_iter().map(|(start, step, at)| (ticket, place, start, step, at)));
            }
        }
        assert_eq!(found, hoped, "seed {seed}: {rules:?} {tickets:?}");
        assert_eq!(found.len(), answer.fired.len(), "seed {seed}: a step came due twice");
        total += found.len();
        let ids = |steps: &[EscalationStep]| steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
        // In parts of any length the same steps, once each.
        let mut parts = Vec::new();
        let mut from = -1;
        while from < now {
            let until = (from + 1 + random.below(700) as i64).min(now);
            parts.extend(ids(&desk.escalations(&asked(Some(from), until)).unwrap().fired));
            from = until;
        }
        assert_eq!(parts, ids(&answer.fired), "seed {seed}");
        // What comes next comes, where nothing happens meanwhile.
        if let Some(next) = answer.next.iter().find(|step| minute(step.at) > now) {
            let later = desk.escalations(&asked(Some(now), minute(next.at))).unwrap();
            assert!(ids(&later.fired).contains(&next.id), "seed {seed}: {next:?}");
        }
        // However the events arrive.
        let named = |(ticket, event): (usize, &Value)| {
            let mut event = event.clone();
            event["ticket"] = json!(ticket.to_string());
            event["id"] = json!(format!("{ticket}/{}", event["seq"]));
            event
        };
        let each =
            written.iter().enumerate().flat_map(|(at, events)| events.iter().map(move |event| (at, event)));
        let mut shuffled: Vec<Value> = each.map(named).collect();
        random.shuffle(&mut shuffled);
        let mut live = desk_of(&vec![Vec::new(); tickets.len()], &rules);
        for event in shuffled {
            live.apply(json!([event]).to_string().as_bytes()).unwrap();
        }
        let again = live.escalations(&asked(Some(-1), now)).unwrap();
        assert_eq!((again.due, again.fired), (answer.due, answer.fired), "seed {seed}");
    }
    assert!(
        total > 800 && by_share > 200 && put_off > 12,
        "{total} steps, {by_share} by a share of the clock, {put_off} put off"
    );
}
