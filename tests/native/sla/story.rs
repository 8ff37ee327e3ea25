//! One ticket told as a story: who did what when, and how its clocks stand then.
//!
//! Times are UTC in the week of Monday, 2026-03-02: "09:00" is on Monday, "tue 09:00" on Tuesday. The calendar `office` is
//! open from nine to five, Monday to Friday; `long` from eight to eight.

use deskgauge::calendar::{Calendar, Rules, Schedule};
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{Act, Clock, Cycle, Engine, Knobs, Moment, Plan, Policy, Promises, Run, State, acts};
use deskgauge::time::{DAY, HOUR, Zones};
use serde_json::{Value, json};

use crate::desk::desk as loaded;

/// Monday, 2026-03-02.
pub const MONDAY: i64 = 1_772_409_600_000;
const MINUTE: i64 = 60_000;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A story being told.
pub struct Story {
    knobs: Knobs,
    policies: Vec<Value>,
    targets: Value,
    paused: Option<Vec<String>>,
    ticket: Value,
    events: Vec<Value>,
    /// What no event of a log tells.
    acts: Vec<Moment>,
}

/// A ticket that a customer opens at nine on Monday, under the clocks of a tool.
pub fn desk(tool: &str) -> Story {
    Story {
        knobs: Knobs::named(tool).unwrap(),
        policies: Vec::new(),
        targets: json!({}),
        paused: None,
        ticket: json!({ "id": "T", "created_at": shown("09:00") }),
        events: vec![json!({ "at": shown("09:00"), "kind": "created", "role": "customer" })],
        acts: Vec::new(),
    }
}

/// An instant of the week.
pub fn instant(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap_or(("mon", text));
    let day = DAYS.iter().position(|known| *known == day).unwrap() as i64;
    let (hours, minutes) = time.split_once(':').unwrap();
    MONDAY + day * DAY + hours.parse::<i64>().unwrap() * HOUR + minutes.parse::<i64>().unwrap() * MINUTE
}

/// The same as a source writes it.
pub fn shown(text: &str) -> String {
    let at = instant(text) - MONDAY;
    let (day, rest) = (at / DAY, at % DAY / MINUTE);
    format!("2026-03-{:02}T{:02}:{:02}:00Z", 2 + day, rest / 60, rest % 60)
}

/// Calendars that stories name.
pub fn calendars() -> Vec<(String, Calendar)> {
    let made = |from: &str, to: &str| {
        let weekly: serde_json::Map<_, _> =
            DAYS[..5].iter().map(|day| (day.to_string(), json!([[from, to]]))).collect();
        let written: Plain = serde_json::from_value(json!({ "weekly": weekly })).unwrap();
        Calendar::of(Schedule::read(&written, &Zones::default(), Rules::default()).unwrap())
    };
    vec![("office".into(), made("09:00", "17:00")), ("long".into(), made("08:00", "20:00"))]
}

impl Story {
    /// A target in real time.
    pub fn target(mut self, clock: &str, time: &str) -> Self {
        self.targets[clock] = json!(time);
        self
    }

    /// A target in the hours of the office.
    pub fn in_office_hours(mut self, clock: &str, time: &str) -> Self {
        self.targets[clock] = json!({ "time": time, "calendar": "office" });
        self
    }

    /// A whole policy, before the one that single targets make.
    pub fn policy(mut self, policy: Value) -> Self {
        self.policies.push(policy);
        self
    }

    /// Other switches than the tool's.
    pub fn with(mut self, change: impl FnOnce(&mut Knobs)) -> Self {
        change(&mut self.knobs);
        self
    }

    /// The statuses in which its timers are off.
    pub fn timers_off_in(mut self, statuses: &[&str]) -> Self {
        self.paused = Some(statuses.iter().map(|status| status.to_string()).collect());
        self
    }

    /// A field that the ticket has from the start.
    pub fn has(mut self, field: &str, value: Value) -> Self {
        self.ticket[field] = value;
        self
    }

    /// An agent opens the ticket instead.
    pub fn opened_by_agent(mut self) -> Self {
        self.events[0]["role"] = json!("agent");
        self
    }

    fn event(mut self, at: &str, kind: &str, rest: &[(&str, &str)]) -> Self {
        let mut event = json!({ "at": shown(at), "kind": kind });
        for (name, value) in rest {
            event[name] = json!(value);
        }
        self.events.push(event);
        self
    }

    pub fn customer(self, at: &str) -> Self {
        self.event(at, "reply", &[("role", "customer")])
    }

    pub fn agent(self, at: &str) -> Self {
        self.event(at, "reply", &[("role", "agent")])
    }

    pub fn note(self, at: &str) -> Self {
        self.event(at, "note", &[("role", "agent")])
    }

    pub fn status(self, at: &str, to: &str) -> Self {
        self.event(at, "status", &[("to", to)])
    }

    pub fn priority(self, at: &str, to: &str) -> Self {
        self.event(at, "priority", &[("to", to)])
    }

    pub fn group(self, at: &str, group: &str) -> Self {
        self.event(at, "assigned", &[("group", group)])
    }

    pub fn merged(self, at: &str) -> Self {
        self.event(at, "merged", &[("into", "U")])
    }

    /// Somebody sets a clock's due instant.
    pub fn due_by_hand(mut self, at: &str, clock: Clock, due: &str) -> Self {
        self.acts.push(Moment { at: instant(at), act: Act::Due(clock, instant(due)) });
        self
    }

    /// How its clocks stand then.
    pub fn at(&self, now: &str) -> Told {
        let mut ticket = self.ticket.clone();
        ticket["events"] = json!(self.events);
        let desk = loaded(&ticket.to_string());
        let mut policies = self.policies.clone();
        if self.targets != json!({}) {
            policies.push(json!({ "id": "plain", "targets": self.targets }));
        }
        let policies: Plain = serde_json::from_value(json!(policies)).unwrap();
        let promises = Promises {
            shifts: Vec::new(),
            policies: read::<Option<Vec<Policy>>>(&policies, "bad-settings").unwrap().unwrap(),
            calendars: calendars(),
            calendar: None,
            knobs: self.knobs,
            paused: self.paused.clone(),
        };
        promises.check().unwrap();
        let plan = Plan::new(&promises, desk.store(), (MONDAY - DAY, MONDAY + 30 * DAY)).unwrap();
        let mut moments = Vec::new();
        acts(&plan, desk.store(), 0, &mut moments);
        moments.extend(&self.acts);
        moments.sort_by_key(|moment| moment.at);
        Told { cycles: Engine::new(plan.terms()).explain(moments, instant(now)).unwrap() }
    }
}

/// How the clocks stand.
pub struct Told {
    pub cycles: Vec<(Cycle, Vec<Run>)>,
}

impl Told {
    /// The cycles of a clock in words.
    pub fn of(&self, clock: &str) -> Vec<String> {
        let clock = Clock::named(clock).unwrap();
        self.cycles.iter().filter(|(cycle, _)| cycle.clock == clock).map(|(cycle, _)| words(cycle)).collect()
    }

    /// The last cycle of a clock.
    pub fn last(&self, clock: &str) -> &Cycle {
        let clock = Clock::named(clock).unwrap();
        self.cycles.iter().map(|(cycle, _)| cycle).rfind(|cycle| cycle.clock == clock).unwrap()
    }
}

fn words(cycle: &Cycle) -> String {
    let state = match cycle.state {
        State::Running => "running",
        State::Paused => "paused",
        State::Fulfilled => "fulfilled",
        State::Cancelled => "cancelled",
    };
    let mut told = format!("{state} from {}", time(cycle.start));
    let mut add = |word: &str, value: Option<String>| {
        if let Some(value) = value {
            told.push_str(&format!("{word} {value}"));
        }
    };
    add(" to", cycle.stop.map(time));
    add(": used", Some(length(cycle.used)));
    add(", left", cycle.remaining.map(length));
    add(", paused", (cycle.paused > 0).then(|| length(cycle.paused)));
    add(", due", cycle.due.map(time));
    add(", breached", cycle.breached_at.map(time));
    add(", late", (cycle.late_calendar > 0).then(|| length(cycle.late)));
    add(", in real time", (cycle.late_calendar != cycle.late).then(|| length(cycle.late_calendar)));
    told
}

fn time(at: i64) -> String {
    let (day, rest) = ((at - MONDAY).div_euclid(DAY), (at - MONDAY).rem_euclid(DAY));
    let time = format!("{:02}:{:02}", rest / HOUR, rest % HOUR / MINUTE);
    match day {
        0 => time,
        1..=6 => format!("{} {time}", DAYS[day as usize]),
        _ => format!("day {day} {time}"),
    }
}

fn length(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    format!("{sign}{}:{:02}", ms.abs() / HOUR, ms.abs() % HOUR / MINUTE)
}
