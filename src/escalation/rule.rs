//! Escalation rules as written: for which tickets, when, and what is then to be done, step by step.

use crate::calendar::Calendar;
use crate::settings::{Condition, Length, Reader, Value, Written};
use crate::sla::Clock;

/// A rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// Its name in answers.
    pub id: String,
    /// What a ticket must be like: dimensions, `tags` and custom fields, as in policies.
    pub conditions: Vec<Condition>,
    /// What must have come to pass. All of it, or any.
    pub when: When,
    /// The calendar whose open time its lengths count; real time when missing.
    pub hours: Option<String>,
    /// In whose open time steps are taken; what falls outside waits for the next opening.
    pub quiet: Option<Quiet>,
    /// What is to be done, one after the other.
    pub steps: Vec<Step>,
    /// What ends the steps although the rule still holds.
    pub stop: Vec<Stop>,
    /// How long after the beginning of one occurrence the next may begin.
    pub cooldown: i64,
    /// Only once a ticket, not once whenever the rule comes to hold.
    pub once_a_ticket: bool,
}

/// The open time in which steps are taken: a calendar's, or weekly windows of the rule's own.
#[derive(Debug, Clone, Default)]
pub struct Quiet {
    /// As written: a calendar's name, or a calendar in place.
    pub written: Value,
    /// The calendar written in place, from [`super::check`] on.
    pub own: Option<Calendar>,
}

impl Quiet {
    /// The name of the calendar; empty where it is written in place.
    pub fn name(&self) -> &str {
        if let Value::Text(name) = &self.written { name } else { "" }
    }
}

impl PartialEq for Quiet {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

/// What must have come to pass.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct When {
    /// Whether one of them is enough.
    pub any: bool,
    /// The parts.
    pub parts: Vec<Part>,
}

/// From when a length of time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The ticket's creation.
    Creation,
    /// The last customer message that no agent has answered.
    CustomerMessage,
    /// The last public agent reply, or the creation.
    AgentUpdate,
    /// Since nobody has it.
    Unassigned,
}

/// A part of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// So much time has passed.
    Since(Anchor, i64),
    /// It has been in one of these statuses, by word or class, for so long.
    InStatus(Vec<String>, i64),
    /// A share of a clock's target is used.
    Used(Clock, f64),
    /// A clock is due in so much time or less.
    Due(Clock, Before),
    /// It was reopened so often.
    Reopens(u32),
    /// Groups handed it on so often.
    Transfers(u32),
    /// It has a tag, or a custom field of this name is true.
    Flag(String),
    /// A custom field has one of these values.
    Field(String, Vec<String>),
}

/// How long before a clock is due; less than nothing is so long after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Milliseconds of the clock's hours.
    Time(i64),
    /// Working days, at the same time of day.
    Days(i64),
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Somebody is told.
    Notify,
    /// The priority goes up.
    RaisePriority,
    /// It is handed to somebody.
    Reassign,
    /// Somebody must agree.
    RequireApproval,
    /// Somebody is called.
    Page,
}

impl Deed {
    /// All of them with their names.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("notify", Self::Notify),
        ("raise_priority", Self::RaisePriority),
        ("reassign", Self::Reassign),
        ("require_approval", Self::RequireApproval),
        ("page", Self::Page),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What ends the steps of a rule that still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Somebody acknowledged it.
    Acknowledged,
    /// An agent replied.
    Replied,
    /// A group or an agent got it.
    Reassigned,
    /// The priority was set.
    PriorityChanged,
}

const STOPS: [(&str, Stop); 4] = [
    ("acknowledged", Stop::Acknowledged),
    ("replied", Stop::Replied),
    ("reassigned", Stop::Reassigned),
    ("priority_changed", Stop::PriorityChanged),
];

/// To whom a step goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// A support level.
    pub level: Option<u8>,
    /// A group.
    pub group: Option<String>,
    /// An agent.
    pub agent: Option<String>,
    /// A role, of which only the host knows who has it.
    pub role: Option<String>,
}

impl Target {
    /// Whether it leaves open which level, group or agent it is.
    pub fn names_nobody(&self) -> bool {
        self.level.is_none() && self.group.is_none() && self.agent.is_none()
    }
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is done.
    pub deed: Deed,
    /// To whom.
    pub to: Target,
    /// How long after the step before, or after the rule came to hold.
    pub after: i64,
    /// What calls this step off, and no other.
    pub stop: Vec<Stop>,
}

/// A rule has this many steps at most.
const MOST_STEPS: usize = 32;

/// The word of a list that a text names.
fn named<T: Copy>(from: &Reader<'_>, known: &[(&str, T)]) -> Option<T> {
    let found = match from.value() {
        Value::Text(word) => known.iter().find(|(name, _)| name == word).map(|&(_, value)| value),
        _ => None,
    };
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        from.refuse(&names.join(", "));
    }
    found
}

fn length(from: &Reader<'_>, name: &str) -> i64 {
    let Length(time) = from.get(name);
    time
}

impl Written for Rule {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["id", "where", "when", "hours", "quiet", "steps", "stop", "cooldown", "once"]);
        let steps: Vec<Step> = from.get("steps");
        if steps.is_empty() || steps.len() > MOST_STEPS {
            from.at("steps").refuse("a list of one to 32 steps");
        }
        let given = |name: &str| *from.at(name).value() != Value::Nothing;
        const ONCE: [(&str, bool); 2] = [("cycle", false), ("ticket", true)];
        Self {
            id: from.get("id"),
            conditions: Condition::all(&from.at("where")),
            when: from.get("when"),
            hours: from.get("hours"),
            quiet: from.get("quiet"),
            steps,
            stop: if given("stop") { from.get("stop") } else { vec![Stop::Acknowledged] },
            cooldown: if given("cooldown") { length(from, "cooldown") } else { 0 },
            once_a_ticket: given("once") && named(&from.at("once"), &ONCE) == Some(true),
        }
    }
}

impl Written for Stop {
    fn read(from: &Reader<'_>) -> Self {
        named(from, &STOPS).unwrap_or(Self::Acknowledged)
    }
}

impl Written for Quiet {
    fn read(from: &Reader<'_>) -> Self {
        Self { written: from.value().clone(), own: None }
    }
}

impl Written for When {
    fn read(from: &Reader<'_>) -> Self {
        let given = |name: &str| *from.at(name).value() != Value::Nothing;
        if given("any") {
            from.only(&["any"]);
            return Self { any: true, parts: from.get("any") };
        }
        if given("all") {
            from.only(&["all"]);
            return Self { any: false, parts: from.get("all") };
        }
        Self { any: false, parts: vec![from.read()] }
    }
}

impl Written for Part {
    fn read(from: &Reader<'_>) -> Self {
        const ANCHORS: [(&str, Anchor); 4] = [
            ("creation", Anchor::Creation),
            ("customer_message", Anchor::CustomerMessage),
            ("agent_update", Anchor::AgentUpdate),
            ("unassigned", Anchor::Unassigned),
        ];
        let given = |name: &str| *from.at(name).value() != Value::Nothing;
        if given("since") {
            from.only(&["since", "longerThan"]);
            let anchor = named(&from.at("since"), &ANCHORS).unwrap_or(Anchor::Creation);
            return Self::Since(anchor, length(from, "longerThan"));
        }
        if given("status") {
            from.only(&["status", "longerThan"]);
            return Self::InStatus(from.at("status").texts(), length(from, "longerThan"));
        }
        if given("clock") {
            return clock(from, &given);
        }
        if given("reopens") {
            from.only(&["reopens"]);
            return Self::Reopens(count(from, "reopens"));
        }
        if given("transfers") {
            from.only(&["transfers"]);
            return Self::Transfers(count(from, "transfers"));
        }
        if given("field") {
            from.only(&["field", "is"]);
            let words = from.at("is").texts();
            if words.is_empty() {
                from.at("is").refuse("a value, or a list of them");
            }
            return Self::Field(from.get("field"), words);
        }
        if !given("flag") {
            from.refuse("since, status, clock, reopens, transfers, flag or field");
        }
        from.only(&["flag"]);
        Self::Flag(from.get("flag"))
    }
}

fn clock(from: &Reader<'_>, given: &dyn Fn(&str) -> bool) -> Part {
    from.only(&["clock", "used", "beforeDue", "afterDue"]);
    let clocks = Clock::ALL.map(|clock| (clock.name(), clock));
    let clock = named(&from.at("clock"), &clocks).unwrap_or(Clock::FirstResponse);
    if given("used") {
        let share = match from.at("used").value() {
            Value::Text(text) => text.strip_suffix('%').and_then(|percent| percent.parse::<u16>().ok()),
            _ => None,
        };
        if share.is_none() {
            from.at("used").refuse("a share of the target such as \"80%\"");
        }
        return Part::Used(clock, f64::from(share.unwrap_or(0)) / 100.0);
    }
    if given("beforeDue") {
        return Part::Due(clock, before(&from.at("beforeDue"), 1));
    }
    if !given("afterDue") {
        from.refuse("used, beforeDue or afterDue");
    }
    Part::Due(clock, before(&from.at("afterDue"), -1))
}

/// A length, or `{ days }` of working days.
fn before(from: &Reader<'_>, sign: i64) -> Before {
    if !matches!(from.value(), Value::Object(_)) {
        let Length(time) = from.read();
        return Before::Time(sign * time);
    }
    from.only(&["days"]);
    let days: f64 = from.get("days");
    if !(0.0..=3_660.0).contains(&days) || days.trunc() != days {
        from.at("days").refuse("a whole number of working days from 0 to 3660");
    }
    Before::Days(sign * days as i64)
}

fn count(from: &Reader<'_>, name: &str) -> u32 {
    let count: f64 = from.get(name);
    if !(1.0..=1e6).contains(&count) || count.trunc() != count {
        from.at(name).refuse("a whole number from 1");
    }
    count as u32
}

impl Written for Step {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["do", "to", "after", "stop"]);
        let after = if *from.at("after").value() == Value::Nothing { 0 } else { length(from, "after") };
        let deed = named(&from.at("do"), &Deed::NAMED).unwrap_or(Deed::Notify);
        Self { deed, to: from.get("to"), after, stop: from.get("stop") }
    }
}

impl Written for Target {
    fn read(from: &Reader<'_>) -> Self {
        if *from.value() == Value::Nothing {
            return Self::default();
        }
        from.only(&["level", "group", "agent", "role"]);
        Self {
            level: from.get("level"),
            group: from.get("group"),
            agent: from.get("agent"),
            role: from.get("role"),
        }
    }
}
