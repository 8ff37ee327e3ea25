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
    Acknowledged,
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
    steps: Vec<i64>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Creation(i64),
    Customer(i64),
    Agent(i64),
    Unassigned(i64),
    Pending(i64),
    Reopens(u32),
    Transfers(u32),
    Flag,
}

fn events(random: &mut Random) -> Vec<Event> {
    let mut at = 0;
    let count = random.below(14);
    let mut one = |_| {
        at += random.pick(&[0, 5, 30, 90, 400, 1_300]);
        let what = match random.below(16) {
            0..=2 => What::Customer,
            3..=5 => What::Agent,
            6 => What::Assigned(true),
            7 => What::Assigned(false),
            8..=9 => What::Group(random.pick(&["a", "b"])),
            10..=12 => What::Status(random.pick(&["open", "pending", "solved"])),
            13 => What::Tag,
            14 => What::Acknowledged,
            _ => What::Priority(random.pick(&["high", "low"])),
        };
        Event { at, what }
    };
    (0..count).map(&mut one).collect()
}

fn rule(random: &mut Random) -> Rule {
    let length = |random: &mut Random| random.pick(&[0, 20, 60, 200, 900]);
    let parts = 1 + random.below(2);
    let mut part = |_| match random.below(8) {
        0 => Part::Creation(length(random)),
        1 => Part::Customer(length(random)),
        2 => Part::Agent(length(random)),
        3 => Part::Unassigned(length(random)),
        4 => Part::Pending(length(random)),
        5 => Part::Reopens(1),
        6 => Part::Transfers(1),
        _ => Part::Flag,
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
        steps: (0..1 + random.below(3)).map(|_| random.pick(&[0, 15, 240])).collect(),
    }
}

/// Whether the office is open in a minute.
fn is_open(minute: i64) -> bool {
    let of_week = minute + 9 * 60;
    of_week.div_euclid(DAY).rem_euclid(7) < 5 && (540..1_020).contains(&of_week.rem_euclid(DAY))
}

/// Minutes counted from one to another.
fn counted(rule: &Rule, from: i64, to: i64) -> i64 {
    if rule.in_hours { (from..to).filter(|&minute| is_open(minute)).count() as i64 } else { to - from }
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
            What::Acknowledged => {}
            What::Priority(word) => state.high = word == "high",
        }
    }
    state
}

fn holds(rule: &Rule, events: &[Event], now: i64) -> bool {
    let state = state(events, now);
    if state.done || rule.high_only && !state.high {
        return false;
    }
    let mut parts = rule.parts.iter().map(|part| {
        let passed =
            |since: Option<i64>, length: i64| since.is_some_and(|since| reached(rule, since, length, now));
        match *part {
            Part::Creation(length) => passed(Some(0), length),
            Part::Customer(length) => passed(state.waiting, length),
            Part::Agent(length) => passed(Some(state.agent), length),
            Part::Unassigned(length) => passed(state.unassigned, length),
            Part::Pending(length) => passed(state.pending, length),
            Part::Reopens(times) => state.reopens >= times,
            Part::Transfers(times) => state.transfers >= times,
            Part::Flag => state.flagged,
        }
    });
    if rule.any { parts.any(|part| part) } else { parts.all(|part| part) }
}

/// Whether so much time has been counted. No time at all has at once, also while the office is closed.
fn reached(rule: &Rule, since: i64, length: i64, now: i64) -> bool {
    counted(rule, since, now) >= length
}

/// Occurrence and number and minute of every step until `now`.
fn simulated(rule: &Rule, events: &[Event], now: i64) -> BTreeSet<(i64, usize, i64)> {
    let mut fired = BTreeSet::new();
    let (mut held, mut last_start) = (false, None);
    // The occurrence under way: its start, its next step, when the one before fired, and whether it is over.
    let mut current: Option<(i64, usize, i64, bool)> = None;
    for minute in 0..=now {
        let holds = holds(rule, events, minute);
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
            (current, last_start) = (Some((minute, 0, minute, false)), Some(minute));
        }
        let Some((start, step, before, over)) = &mut current else { continue };
        let ends = |event: &Event| {
            event.at == minute
                && (event.what == What::Acknowledged || rule.stops_when_replied && event.what == What::Agent)
        };
        *over |= events.iter().any(ends);
        while !*over && *step < rule.steps.len() {
            let due = reached(rule, *before, rule.steps[*step], minute) && (!rule.quiet || is_open(minute));
            if !due {
                break;
            }
            fired.insert((*start, *step, minute));
            (*step, *before) = (*step + 1, minute);
        }
    }
    fired
}

fn written(rule: &Rule) -> Value {
    let length = |minutes: i64| json!(minutes * 60);
    let part = |part: &Part| match *part {
        Part::Creation(time) => json!({ "since": "creation", "longerThan": length(time) }),
        Part::Customer(time) => json!({ "since": "customer_message", "longerThan": length(time) }),
        Part::Agent(time) => json!({ "since": "agent_update", "longerThan": length(time) }),
        Part::Unassigned(time) => json!({ "since": "unassigned", "longerThan": length(time) }),
        Part::Pending(time) => json!({ "status": "pending", "longerThan": length(time) }),
        Part::Reopens(times) => json!({ "reopens": times }),
        Part::Transfers(times) => json!({ "transfers": times }),
        Part::Flag => json!({ "flag": "angry" }),
    };
    let parts: Vec<Value> = rule.parts.iter().map(part).collect();
    let steps: Vec<Value> =
        rule.steps.iter().map(|&after| json!({ "do": "notify", "after": length(after) })).collect();
    let mut told =
        json!({ "id": "r", "when": { if rule.any { "any" } else { "all" }: parts }, "steps": steps });
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
        told["quiet"] = json!("office");
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
        What::Acknowledged => json!({ "kind": "acknowledged", "name": "r" }),
        What::Priority(word) => json!({ "kind": "priority", "to": word }),
    };
    told["at"] = json!(instant("09:00") + event.at * MINUTE);
    (told["seq"], told["id"]) = (json!(seq), json!(seq.to_string()));
    told
}

fn desk_of(events: &[Value], rule: &Rule) -> Desk {
    let ticket = json!({ "id": "T", "created_at": instant("09:00"), "priority": "low", "events": events });
    let words = json!({ "id": "W", "created_at": instant("09:00"), "priority": "high", "tags": ["angry"], "events": [
        { "at": instant("09:00"), "kind": "status", "to": "solved" },
    ] });
    let mut desk = desk(&format!("{ticket}\n{words}"));
    configure(&mut desk, &json!({ "calendars": office(), "rules": [written(rule)] })).unwrap();
    desk
}

fn asked(since: Option<i64>, now: i64) -> EscalationsQuestion {
    let at = |minute: i64| (instant("09:00") + minute * MINUTE) as f64;
    EscalationsQuestion {
        now: at(now),
        since: since.map(at),
        ticket: Some("T".into()),
        next: Some(100.0),
        ..EscalationsQuestion::default()
    }
}

fn minute(at: f64) -> i64 {
    (at as i64 - instant("09:00")) / MINUTE
}

#[test]
fn steps_come_due_in_the_minute_a_plain_walk_says() {
    let mut total = 0;
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let (events, rule) = (events(&mut random), rule(&mut random));
        let now = events.last().map_or(0, |event| event.at) + 1_000;
        let written: Vec<Value> = events.iter().enumerate().map(|(seq, event)| told(event, seq)).collect();
        let mut desk = desk_of(&written, &rule);
        let answer = desk.escalations(&asked(Some(-1), now)).unwrap();
        let found: BTreeSet<(i64, usize, i64)> =
            answer.fired.iter().map(|step| (minute(step.since), step.step, minute(step.at))).collect();
        let hoped = simulated(&rule, &events, now);
        assert_eq!(found, hoped, "seed {seed}: {rule:?} {events:?}");
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
        if let Some(next) = answer.next.first() {
            let later = desk.escalations(&asked(Some(now), minute(next.at))).unwrap();
            assert!(ids(&later.fired).contains(&next.id), "seed {seed}: {next:?}");
        }
        // However the events arrive.
        let mut shuffled = written.clone();
        random.shuffle(&mut shuffled);
        let mut live = desk_of(&[], &rule);
        for event in shuffled {
            let mut event = event;
            event["ticket"] = json!("T");
            live.apply(json!([event]).to_string().as_bytes()).unwrap();
        }
        let again = live.escalations(&asked(Some(-1), now)).unwrap();
        assert_eq!((again.due, again.fired), (answer.due, answer.fired), "seed {seed}");
    }
    assert!(total > 300, "only {total} steps");
}
