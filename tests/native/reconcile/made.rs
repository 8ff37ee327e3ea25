//! Desks made up ticket by ticket, with what the other side says of each and the rule it says so by.

use std::collections::BTreeMap;

use deskgauge::desk::{Desk, Settings};
use deskgauge::reconcile::Reconciled;
use deskgauge::settings::{Value as Plain, read};
use serde_json::{Value, json};

use super::{about, ask, kinds, values};
use crate::desk::desk;
use crate::random::Random;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// A Monday.
pub const START: i64 = 1_704_067_200_000;

/// A desk in the making.
pub struct Made {
    random: Random,
    pub lines: Vec<String>,
    theirs: Vec<(String, f64)>,
    planted: BTreeMap<String, usize>,
    unexplained: usize,
    agree: usize,
}

/// What a ticket is made of: a time after its opening, and the rest of the event.
pub type Story<'a> = &'a [(i64, Value)];

impl Made {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            lines: Vec::new(),
            theirs: Vec::new(),
            planted: BTreeMap::new(),
            unexplained: 0,
            agree: 0,
        }
    }

    /// So many hours and an odd time after the opening.
    pub fn after(&mut self, hours: i64) -> i64 {
        hours * HOUR + 60_000 + self.random.below(1_700_000) as i64
    }

    /// When the next ticket is opened.
    pub fn opening(&mut self) -> i64 {
        START + self.lines.len() as i64 * DAY + 10 * HOUR + self.random.below(1_000_000) as i64
    }

    /// Adds a ticket, and what the other side says of it.
    pub fn ticket(&mut self, created: i64, story: Story<'_>, theirs: Option<i64>, rest: Value) {
        let id = self.lines.len();
        let events: Vec<Value> = story
            .iter()
            .enumerate()
            .map(|(seq, (after, event))| {
                let mut event = event.clone();
                event["at"] = json!(created + after);
                event["seq"] = json!(seq);
                event
            })
            .collect();
        let mut ticket = json!({ "id": id, "created_at": created, "events": events });
        for (name, value) in rest.as_object().into_iter().flatten() {
            ticket[name] = value.clone();
        }
        self.lines.push(ticket.to_string());
        self.theirs.push((id.to_string(), theirs.map_or(f64::NAN, |theirs| theirs as f64)));
    }

    pub fn plant(&mut self, rule: &str) {
        match rule {
            "" => self.agree += 1,
            "?" => self.unexplained += 1,
            _ => *self.planted.entry(rule.into()).or_default() += 1,
        }
    }

    /// Adds a ticket on which the sides differ by a rule: `""` for none, `"?"` for one nobody knows.
    pub fn tell(&mut self, rule: &str, story: Story<'_>, theirs: Option<i64>) {
        let created = self.opening();
        self.ticket(created, story, theirs, Value::Null);
        self.plant(rule);
    }

    pub fn desk(&self) -> Desk {
        let mut desk = desk(&self.lines.join("\n"));
        let day = json!([["09:00", "17:00"]]);
        let week = |hours: &Value| json!({ "weekly": { "mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours } });
        let settings = json!({
            "calendars": { "office": week(&day), "late": week(&json!([["11:00", "20:00"]])) },
            "calendar": "office",
        });
        let settings: Plain = serde_json::from_value(settings).unwrap();
        desk.configure(read::<Settings>(&settings, "bad-settings").unwrap()).unwrap();
        desk
    }

    /// Asks about a metric and holds the kinds found to those planted.
    pub fn hold(&self, metric: &str, unit: &str) -> Reconciled {
        self.hold_under("deskgauge", metric, unit, "calendar")
    }

    /// The same under a profile, in some hours.
    pub fn hold_under(&self, profile: &str, metric: &str, unit: &str, hours: &str) -> Reconciled {
        let mut question = about(metric, values(&self.theirs, unit));
        question.selection.profile = Some(profile.into());
        question.metric.hours = (!unit.is_empty()).then(|| hours.into());
        question.examples = Some(1_000.0);
        let answer = ask(&mut self.desk(), &question);
        let under = answer.under[0].clone();
        assert_eq!(under.profile, profile);
        let planted: Vec<(String, usize)> = self.planted.clone().into_iter().collect();
        assert_eq!(kinds(&under), planted, "{metric}: {under:#?}");
        assert_eq!((under.unexplained, under.agree), (self.unexplained, self.agree), "{metric}: {under:#?}");
        for kind in &under.kinds {
            assert_eq!(kind.examples.len(), kind.tickets, "{kind:#?}");
            let differences =
                kind.examples.iter().filter_map(|example| Some(example.ours? - example.theirs?));
            assert!((kind.difference - differences.sum::<f64>()).abs() < 1e-6, "{kind:#?}");
            // Other rules give the other side's value; rounding leaves ours.
            for ticket in kind.examples.iter().filter(|_| kind.rules != ["rounding"]) {
                let same = match (ticket.explained, ticket.theirs) {
                    (Some(explained), Some(theirs)) => (explained - theirs).abs() < answer.grain,
                    (explained, theirs) => explained == theirs,
                };
                assert!(same, "{ticket:#?}");
            }
        }
        under
    }
}

pub fn by(kind: &str, role: &str) -> Value {
    json!({ "kind": kind, "role": role })
}

pub fn named(kind: &str, role: &str, actor: &str) -> Value {
    json!({ "kind": kind, "role": role, "actor": actor })
}

pub fn status(to: &str) -> Value {
    json!({ "kind": "status", "to": to })
}

pub fn assigned() -> Value {
    json!({ "kind": "assigned", "agent": "Ana" })
}

/// Milliseconds from one hour to another on weekdays, day by day from a Monday.
pub fn open(hours: (i64, i64), from: i64, to: i64) -> i64 {
    let days = (from - START).div_euclid(DAY)..=(to - START).div_euclid(DAY);
    let days = days.filter(|day| day.rem_euclid(7) < 5).map(|day| START + day * DAY);
    days.map(|day| (to.min(day + hours.1 * HOUR) - from.max(day + hours.0 * HOUR)).max(0)).sum()
}
