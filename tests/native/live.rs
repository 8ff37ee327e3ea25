//! Random desks in parts, shuffled, twice and live: every way in ends in the same figures.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::{NOW, desk, metric, question};
use crate::random::{Event, Marks, Random, Ticket, lines, tickets};
use deskgauge::desk::{Desk, Settings};
use deskgauge::ingest::LoadOptions;
use deskgauge::report::Question;
use deskgauge::store::Levels;

const METRICS: [&str; 22] = [
    "first_response_time",
    "next_response_time",
    "first_resolution_time",
    "full_resolution_time",
    "requester_wait_time",
    "waiting_time",
    "time_to_escalation",
    "handoff_wait",
    "agents_per_ticket",
    "tickets",
    "solved",
    "open",
    "replies",
    "events",
    "escalations",
    "reopens",
    "transfers",
    "one_touch_rate",
    "csat",
    "nps",
    "backlog",
    "response_time_variance",
];

fn levels(desk: &mut Desk) {
    let groups = [("first", 1), ("second", 2), ("third", 3)].map(|(group, level)| (group.into(), level));
    let levels = Levels { groups: groups.to_vec(), ..Levels::default() };
    desk.configure(Settings { levels: Some(levels.into()), ..Settings::default() }).unwrap();
}

/// Every figure of every metric by channel and week, under a name that says what it is; NaN is left out.
fn figures(desk: &mut Desk, as_of: f64) -> BTreeMap<String, f64> {
    let asked = Question {
        by: vec!["channel".into()],
        bucket: Some("week".into()),
        as_of,
        ..question(METRICS.map(metric).to_vec())
    };
    let table = desk.report(&asked).unwrap();
    let (by, bucket) = (&table.header.by[0], table.header.bucket.as_ref().unwrap());
    let mut figures = BTreeMap::new();
    for header in &table.header.metrics {
        for column in header.statistics.iter().chain(&header.excluded) {
            for row in 0..table.header.rows {
                let channel = &by.labels[table.values[by.offset + row] as usize];
                let week = table.values[bucket.offset + row];
                let value = table.values[column.offset + row];
                if !value.is_nan() {
                    let name = format!("{channel:?}, week of {week}: {}, {}", header.key, column.name);
                    figures.insert(name, value);
                }
            }
        }
    }
    figures
}

/// All figures must be the same to the last bit.
fn same(found: &BTreeMap<String, f64>, hoped: &BTreeMap<String, f64>, place: &str) {
    let names: BTreeSet<&String> = found.keys().chain(hoped.keys()).collect();
    let differ: Vec<String> = names
        .into_iter()
        .filter(|name| found.get(*name) != hoped.get(*name))
        .map(|name| format!("{name}: found {:?}, hoped for {:?}", found.get(name), hoped.get(name)))
        .collect();
    assert!(
        differ.is_empty(),
        "{place}: {} differ\n{}",
        differ.len(),
        differ[..differ.len().min(9)].join("\n")
    );
}

/// Loads lines that may say again what is known, so that doubles are no surprise.
fn load(desk: &mut Desk, text: &str) {
    desk.begin(LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() }).unwrap();
    desk.push(text.as_bytes()).unwrap();
    let loaded = desk.finish().unwrap();
    assert_eq!(loaded.problems, vec![], "{text}");
}

fn whole(tickets: &[Ticket], marks: Marks) -> Desk {
    let mut whole = desk(&lines(tickets, marks));
    levels(&mut whole);
    whole
}

/// The tickets without their events.
fn bare(tickets: &[Ticket]) -> String {
    let lines: Vec<String> = tickets.iter().map(|ticket| ticket.json(&[], Marks::Id)).collect();
    lines.join("\n")
}

fn is_tier(event: &Event) -> bool {
    matches!(event.what, crate::random::What::Escalated { sense: "tier", .. })
}

#[test]
fn shuffled_events_in_several_loads_with_doubles_are_one_load() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let tickets = tickets(&mut random, 80, seed % 2 == 0);
        let marks = if seed % 4 < 2 { Marks::Number } else { Marks::Id };
        let hoped = figures(&mut whole(&tickets, marks), NOW);
        let mut parts = vec![Vec::new(); 1 + random.below(4) as usize];
        for ticket in &tickets {
            let mut events = ticket.events.clone();
            random.shuffle(&mut events);
            for part in &mut parts {
                part.push((ticket, Vec::new()));
            }
            for event in events {
                // An event comes in one load, or by mistake in two.
                for _ in 0..1 + usize::from(random.once_in(5)) {
                    let part = random.below(parts.len() as u64) as usize;
                    let there: &mut Vec<Event> = &mut parts[part].last_mut().unwrap().1;
                    if there.iter().all(|known| known.seq != event.seq) {
                        there.push(event);
                    }
                }
            }
        }
        let mut parted = Desk::new();
        // Rows are in the order in which tickets first came, and sums of fractions go by rows.
        load(&mut parted, &bare(&tickets));
        for part in &mut parts {
            random.shuffle(part);
            let lines: Vec<String> = part.iter().map(|(ticket, events)| ticket.json(events, marks)).collect();
            load(&mut parted, &lines.join("\n"));
        }
        levels(&mut parted);
        same(&figures(&mut parted, NOW), &hoped, &format!("seed {seed}"));
    }
}

#[test]
fn live_events_change_their_tickets_alone_and_end_as_a_whole_load() {
    for seed in 100..116 {
        let mut random = Random::new(seed);
        let tickets = tickets(&mut random, 60, seed % 2 == 0);
        let mut live = desk(&bare(&tickets));
        levels(&mut live);
        let mut events: Vec<(usize, Event)> =
            tickets.iter().flat_map(|ticket| ticket.events.iter().map(|&event| (ticket.id, event))).collect();
        random.shuffle(&mut events);
        while !events.is_empty() {
            let some = events.split_off(events.len() - (1 + random.below(30) as usize).min(events.len()));
            let texts: Vec<String> =
                some.iter().map(|(ticket, event)| event.json(*ticket, Marks::Id, Some(*ticket))).collect();
            let text = format!("[{}]", texts.join(","));
            let applied = live.apply(text.as_bytes()).unwrap();
            assert_eq!(
                (applied.events, applied.skipped),
                (some.len(), 0),
                "seed {seed}: {:?}",
                applied.problems
            );
            let mut named: Vec<usize> = some.iter().map(|(ticket, _)| *ticket).collect();
            named.sort_unstable();
            named.dedup();
            let mut changed: Vec<usize> = applied.tickets.iter().map(|id| id.parse().unwrap()).collect();
            changed.sort_unstable();
            assert_eq!(changed, named, "seed {seed}");
            let again = live.apply(text.as_bytes()).unwrap();
            assert_eq!((again.events, again.duplicates), (0, some.len()), "seed {seed}: doubles are dropped");
            // Questions between the events must not leave anything behind.
            let before = figures(&mut live, NOW);
            live.derive_again();
            same(&before, &figures(&mut live, NOW), &format!("seed {seed}: kept, and derived anew"));
        }
        let hoped = figures(&mut whole(&tickets, Marks::Id), NOW);
        same(&figures(&mut live, NOW), &hoped, &format!("seed {seed}"));
    }
}

#[test]
fn live_tickets_join_what_is_kept_of_the_others() {
    for seed in 400..415 {
        let mut random = Random::new(seed);
        let tickets = tickets(&mut random, 40, seed % 2 == 0);
        let (there, later) = tickets.split_at(tickets.len().div_ceil(2));
        let mut live = whole(there, Marks::Id);
        figures(&mut live, NOW);
        for ticket in later {
            let id = ticket.id;
            let created = format!(r#"{{"ticket":{id},"kind":"created","at":{}}}"#, ticket.created);
            let others = ticket.events.iter().map(|event| event.json(id, Marks::Id, Some(id)));
            let texts: Vec<String> = [created].into_iter().chain(others).collect();
            let applied = live.apply(format!("[{}]", texts.join(",")).as_bytes()).unwrap();
            assert_eq!(applied.tickets, [id.to_string()], "seed {seed}: {:?}", applied.problems);
            let kept = figures(&mut live, NOW);
            live.derive_again();
            same(&kept, &figures(&mut live, NOW), &format!("seed {seed}: kept, and derived anew"));
        }
    }
}

#[test]
fn the_first_escalation_a_source_states_changes_what_groups_mean_everywhere() {
    let tickets = r#"{"id":1,"created_at":0,"events":[{"at":1000,"kind":"assigned","group":"first"},{"at":2000,"kind":"assigned","group":"second"}]}
{"id":2,"created_at":0}"#;
    let mut live = desk(tickets);
    levels(&mut live);
    figures(&mut live, NOW);
    live.apply(br#"[{"ticket":2,"at":3000,"kind":"escalated","to":2}]"#).unwrap();
    let kept = figures(&mut live, NOW);
    live.derive_again();
    same(&kept, &figures(&mut live, NOW), "kept, and derived anew");
}

#[test]
fn a_load_given_up_leaves_every_figure_as_it_was() {
    for seed in 300..320 {
        let mut random = Random::new(seed);
        let before = tickets(&mut random, 40, false);
        let others = tickets(&mut random, 60, true);
        let mut held = whole(&before, Marks::Id);
        let hoped = figures(&mut held, NOW);
        held.begin(LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() }).unwrap();
        let text = lines(&others, Marks::Place);
        let cut = random.below(text.len() as u64) as usize;
        held.push(&text.as_bytes()[..cut]).unwrap();
        held.abort();
        same(&figures(&mut held, NOW), &hoped, &format!("seed {seed}"));
    }
}

#[test]
fn an_earlier_as_of_knows_what_a_load_up_to_then_knows() {
    for seed in 200..230 {
        let mut random = Random::new(seed);
        let tickets = tickets(&mut random, 80, seed % 2 == 0);
        let latest =
            tickets.iter().flat_map(|ticket| &ticket.events).map(|event| event.at).max().unwrap_or(0);
        let first = tickets.iter().map(|ticket| ticket.created).min().unwrap_or(0);
        let cut = first + random.below((latest - first).max(0) as u64 + 1) as i64;
        let mut known: Vec<Ticket> = tickets.iter().filter(|ticket| ticket.created <= cut).cloned().collect();
        known.iter_mut().for_each(|ticket| ticket.events.retain(|event| event.at <= cut));
        // Whether groups or the source tell of escalations is a property of the source, known from the start; a status
        // and a score that the ticket itself states have no date.
        let tells = |tickets: &[Ticket]| tickets.iter().flat_map(|ticket| &ticket.events).any(is_tier);
        if tells(&tickets) != tells(&known) {
            continue;
        }
        let mut early = whole(&tickets, Marks::Number);
        let hoped = figures(&mut whole(&known, Marks::Number), cut as f64);
        same(&figures(&mut early, cut as f64), &hoped, &format!("seed {seed}, cut at {cut}"));
        let hoped = figures(&mut whole(&tickets, Marks::Number), NOW);
        same(&figures(&mut early, NOW), &hoped, &format!("seed {seed}: a look back leaves nothing behind"));
    }
}
