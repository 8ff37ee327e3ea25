//! Stages and hand-offs of random desks against a plain walk, second by second as it were, and late escalations by hand.

use std::collections::BTreeMap;

use deskgauge::escalation::{HandoffsQuestion, LateQuestion, StagesQuestion};
use deskgauge::report::Selection;
use serde_json::json;

use crate::desk::desk;
use crate::every_metric::levelled;
use crate::plain::Plain;
use crate::random::{Marks, Random, START, Ticket, What, tickets};

const NOW: i64 = START + 60 * 86_400_000;

fn selection() -> Selection {
    Selection { as_of: NOW as f64, ..Selection::default() }
}

/// Whether the ticket counts among tickets.
fn counts(ticket: &Ticket) -> bool {
    Plain { ticket, profile: "deskgauge", states_escalations: true }.items("tickets")[0].value.is_ok()
}

/// A word and when it was set; none where it was taken away.
type Turn = (i64, Option<&'static str>);

/// Milliseconds and tickets by channel and stage.
type Sums<'a> = BTreeMap<(Option<&'a str>, Option<&'a str>), (i64, usize)>;

/// Words and instants at which they were set; nothing where taken away.
fn turns(ticket: &Ticket, word: impl Fn(What) -> Option<&'static str>) -> Vec<Turn> {
    let set =
        ticket.events.iter().filter_map(|event| Some((event.at.max(ticket.created), word(event.what)?)));
    set.map(|(at, word)| (at, (!word.is_empty()).then_some(word))).collect()
}

/// Milliseconds with each word until an instant.
fn spent(ticket: &Ticket, turns: &[Turn], end: i64) -> BTreeMap<Option<&'static str>, i64> {
    let mut spent = BTreeMap::new();
    let mut now = (ticket.created, None);
    for &(at, word) in turns.iter().chain([&(end, None)]) {
        let until = at.min(end);
        if until > now.0 {
            *spent.entry(now.1).or_default() += until - now.0;
        }
        now = (at.max(now.0), word);
    }
    spent
}

#[test]
fn time_in_statuses_and_groups_adds_up_to_a_plain_sum() {
    for seed in 800..830 {
        let tickets = tickets(&mut Random::new(seed), 90, false);
        let mut desk = levelled(&tickets, Marks::Number);
        for of in ["status", "group"] {
            let asked = StagesQuestion {
                selection: Selection { by: vec!["channel".into()], ..selection() },
                of: Some(of.into()),
                until: Some("last_event".into()),
                ..StagesQuestion::default()
            };
            let mut hoped: Sums<'_> = BTreeMap::new();
            for ticket in tickets.iter().filter(|ticket| counts(ticket)) {
                // A ticket that states its status has no event that tells when it came.
                let word = |what| match (what, of) {
                    (What::Status(word), "status") | (What::Group(word), "group") => Some(word),
                    _ => None,
                };
                let end = ticket.events.iter().map(|event| event.at).max().unwrap_or(0).max(ticket.created);
                for (word, time) in spent(ticket, &turns(ticket, word), end) {
                    let sum = hoped.entry((ticket.channel, word)).or_default();
                    (sum.0, sum.1) = (sum.0 + time, sum.1 + 1);
                }
            }
            let mut found = BTreeMap::new();
            let told = desk.stages(&asked).unwrap();
            for stage in told.stages.iter().filter(|stage| stage.tickets > 0) {
                let key = (stage.by[0].1.as_deref(), stage.stage.as_deref());
                found.insert(key, ((stage.seconds * 1_000.0) as i64, stage.tickets));
            }
            assert_eq!(found, hoped, "seed {seed}, {of}");
        }
    }
}

#[test]
fn handoffs_equal_a_plain_walk() {
    let mut total = 0;
    for seed in 830..870 {
        let tickets = tickets(&mut Random::new(seed), 90, false);
        let mut desk = levelled(&tickets, Marks::Number);
        let told = desk
            .handoffs(&HandoffsQuestion { selection: selection(), ..HandoffsQuestion::default() })
            .unwrap();
        let mut hoped: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for ticket in tickets.iter().filter(|ticket| counts(ticket)) {
            let word = |what| if let What::Group(word) = what { Some(word) } else { None };
            // Who held it for no time at all passed nothing on.
            let mut holders: Vec<(&str, i64)> = Vec::new();
            let turns = turns(ticket, word);
            for (at, &(when, word)) in turns.iter().enumerate() {
                let until = turns.get(at + 1).map_or(i64::MAX, |turn| turn.0);
                if let Some(word) = word.filter(|_| until > when) {
                    holders.push((word, when));
                }
            }
            holders.dedup_by_key(|(word, _)| *word);
            for pair in holders.windows(2) {
                *hoped.entry((pair[0].0, pair[1].0)).or_default() += 1;
            }
        }
        let name = |place: usize| told.nodes[place].name.as_str();
        let found: BTreeMap<(&str, &str), usize> =
            told.links.iter().map(|link| ((name(link.source), name(link.target)), link.value)).collect();
        assert_eq!(found, hoped, "seed {seed}");
        assert_eq!(told.total, hoped.values().sum::<usize>());
        // Without the links that go backward, no path comes back.
        assert!(told.links.iter().all(|link| link.backward == (link.source > link.target)));
        total += told.total;
    }
    assert!(total > 150, "only {total}");
}

/// Level 1 solves twenty-one billing tickets after 1 to 21 hours; then six of seven escalations are late.
#[test]
fn a_ticket_that_stayed_longer_than_its_level_usually_takes_was_late() {
    let at = |hours: i64| START + hours * 3_600_000;
    let ticket = |id: String, kind: &str, event: serde_json::Value| {
        let group = json!({ "at": at(0), "kind": "assigned", "group": "first" });
        json!({ "id": id, "created_at": at(0), "type": kind, "events": [group, event] }).to_string()
    };
    let solved = |hours: i64, kind: &str| {
        ticket(format!("S{kind}{hours}"), kind, json!({ "at": at(hours), "kind": "status", "to": "solved" }))
    };
    let up = |hours: i64, kind: &str| {
        ticket(
            format!("U{kind}{hours}"),
            kind,
            json!({ "at": at(hours), "kind": "assigned", "group": "second" }),
        )
    };
    let mut lines: Vec<String> = (1..=21).map(|hours| solved(hours, "billing")).collect();
    lines.extend((1..=3).map(|hours| solved(hours, "login")));
    lines.extend([10, 16, 17, 20, 30].map(|hours| up(hours, "billing")));
    lines.extend([15, 40].map(|hours| up(hours, "login")));
    let mut desk = desk(&lines.join("\n"));
    let groups = vec![("first".to_string(), 1), ("second".to_string(), 2)];
    let levels = deskgauge::store::Levels { groups, ..Default::default() };
    desk.configure(deskgauge::desk::Settings { levels: Some(levels.into()), ..Default::default() }).unwrap();
    let told =
        desk.late_escalations(&LateQuestion { selection: selection(), ..LateQuestion::default() }).unwrap();
    // Three quarters of 1 to 21 hours is 16; of all 24 solved at the level (1, 1, 2, 2, 3, 3, 4 … 21) it is 15.25.
    let rows: Vec<_> = told
        .rows
        .iter()
        .map(|row| {
            (
                row.word.as_deref(),
                row.usual.map(|usual| usual / 3_600.0),
                row.n,
                row.of,
                row.late,
                row.lost / 3_600.0,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Some("login"), Some(15.25), 24, Some("level"), 1, 24.75),
            (Some("billing"), Some(16.0), 21, Some("type"), 3, 1.0 + 4.0 + 14.0),
        ]
    );
    assert_eq!((told.escalated, told.late, told.unknown, told.lost), (7, 4, 0, 43.75 * 3_600.0));
    let latest = &told.tickets[0];
    assert_eq!(
        (latest.ticket.as_str(), latest.held, latest.lost),
        ("Ulogin40", 40.0 * 3_600.0, 24.75 * 3_600.0)
    );
    let strict = LateQuestion { selection: selection(), least: Some(25.0), ..LateQuestion::default() };
    assert_eq!(desk.late_escalations(&strict).unwrap().unknown, 7);
}
