//! Every metric of random desks, cell by cell, against the plain model.

use std::collections::BTreeMap;

use crate::desk::{desk, figure, metric, question};
use crate::plain::{Item, Plain, level_of};
use crate::random::{Marks, Random, START, Ticket, What, lines, tickets};
use deskgauge::desk::{Desk, Settings};
use deskgauge::kpi::Profile;
use deskgauge::report::{Filter, MetricChoice, Question, Table};
use deskgauge::store::Levels;

const WEEK: i64 = 7 * 86_400_000;

const DISTRIBUTIONS: [&str; 29] = [
    "first_response_time",
    "next_response_time",
    "first_resolution_time",
    "full_resolution_time",
    "closure_time",
    "case_duration",
    "requester_wait_time",
    "agent_wait_time",
    "on_hold_time",
    "agent_work_time",
    "active_resolution_time",
    "waiting_time",
    "acknowledge_assigned",
    "acknowledge_opened",
    "acknowledge_left_new",
    "acknowledge_replied",
    "time_to_escalation",
    "time_to_each_escalation",
    "time_to_priority_escalation",
    "handoff_wait",
    "agents_per_ticket",
    "replies_per_ticket",
    "transfers_per_ticket",
    "agent_changes_per_ticket",
    "reopens_per_ticket",
    "escalations_per_ticket",
    "priority_escalations_per_ticket",
    "events_per_ticket",
    "field",
];
const RATES: [&str; 15] = [
    "escalation_rate",
    "priority_escalation_rate",
    "deescalation_rate",
    "bounce_rate",
    "skip_rate",
    "reescalation_rate",
    "level_bounce_rate",
    "direct_start_rate",
    "off_path_rate",
    "reopen_rate",
    "transfer_rate",
    "resolution_rate",
    "csat_response_rate",
    "nps_response_rate",
    "one_touch_rate",
];
const COUNTS: [&str; 10] = [
    "tickets",
    "created",
    "solved",
    "open",
    "replies",
    "events",
    "escalations",
    "deescalations",
    "reopens",
    "transfers",
];
const SCORES: [&str; 2] = ["csat", "nps"];

pub fn metrics() -> Vec<&'static str> {
    [&DISTRIBUTIONS[..], &RATES, &COUNTS, &SCORES].concat()
}

fn choice(id: &str) -> MetricChoice {
    let field = (id == "field").then(|| "effort".to_string());
    MetricChoice { field, ..metric(id) }
}

/// A desk at which the groups first, second and third are the levels 1 to 3.
pub fn levelled(tickets: &[Ticket], marks: Marks) -> Desk {
    let mut loaded = desk(&lines(tickets, marks));
    let groups = ["first", "second", "third"].map(|group| (group.to_string(), level_of(group)));
    let levels = Levels { groups: groups.to_vec(), ..Levels::default() };
    loaded.configure(Settings { levels: Some(levels.into()), ..Settings::default() }).unwrap();
    loaded
}

pub fn states_escalations(tickets: &[Ticket]) -> bool {
    let tier = |what| matches!(what, What::Escalated { sense: "tier", .. });
    tickets.iter().flat_map(|ticket| &ticket.events).any(|event| tier(event.what))
}

fn close(found: Option<f64>, hoped: Option<f64>) -> bool {
    match (found, hoped) {
        (None, None) => true,
        (Some(found), Some(hoped)) => (found - hoped).abs() <= 1e-9 * hoped.abs().max(1.0),
        _ => false,
    }
}

/// Type 7: the values at both sides of (n − 1)·p, mixed.
fn linear(sorted: &[f64], p: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let low = sorted[place.floor() as usize];
    let high = sorted[place.ceil() as usize];
    Some(low + (high - low) * place.fract())
}

/// The smallest value that at least the share `p` of all does not exceed.
fn nearest(sorted: &[f64], p: f64) -> Option<f64> {
    let enough = |at: &usize| (at + 1) as f64 >= p * sorted.len() as f64;
    (0..sorted.len()).find(enough).map(|at| sorted[at])
}

type Figures = Vec<(String, Option<f64>)>;

fn distribution(mut values: Vec<f64>, quantile: fn(&[f64], f64) -> Option<f64>) -> Figures {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = (n > 0.0).then(|| values.iter().sum::<f64>() / n);
    let squares = |mean: f64| values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let variance = mean.filter(|_| n > 1.0).map(|mean| squares(mean) / (n - 1.0));
    let mut figures = vec![
        ("n", Some(n)),
        ("mean", mean),
        ("sum", mean.map(|_| values.iter().sum())),
        ("variance", variance),
        ("sd", variance.map(f64::sqrt)),
        ("min", values.first().copied()),
        ("max", values.last().copied()),
    ];
    for (name, p) in [("median", 0.5), ("p75", 0.75), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
        figures.push((name, quantile(&values, p)));
    }
    figures.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

fn rate(values: &[f64]) -> Figures {
    let (yes, n) = (values.iter().sum::<f64>(), values.len() as f64);
    let value = (n > 0.0).then(|| yes / n);
    vec![("value".into(), value), ("count".into(), Some(yes)), ("n".into(), Some(n))]
}

fn csat(answers: &[(f64, u32)]) -> Figures {
    let on_scale: Vec<&(f64, u32)> =
        answers.iter().filter(|(score, scale)| *score >= 1.0 && *score <= f64::from(*scale)).collect();
    let top = |&&&(score, scale): &&&(f64, u32)| if scale == 5 { score >= 4.0 } else { score == 3.0 };
    let satisfied = on_scale.iter().filter(top).count() as f64;
    let n = on_scale.len() as f64;
    let one_scale = on_scale.iter().all(|answer| answer.1 == on_scale[0].1);
    let mean = (n > 0.0 && one_scale).then(|| on_scale.iter().map(|answer| answer.0).sum::<f64>() / n);
    vec![
        ("value".into(), (n > 0.0).then(|| satisfied / n)),
        ("count".into(), Some(satisfied)),
        ("n".into(), Some(n)),
        ("mean".into(), mean),
        ("off_scale".into(), Some(answers.len() as f64 - n)),
    ]
}

fn nps(scores: &[f64]) -> Figures {
    let n = scores.len() as f64;
    let share =
        |from: f64, to: f64| scores.iter().filter(|&&score| score >= from && score <= to).count() as f64;
    let (promoters, detractors) = (share(9.0, 10.0), share(0.0, 6.0));
    let value = (n > 0.0).then(|| 100.0 * (promoters - detractors) / n);
    vec![
        ("value".into(), value),
        ("n".into(), Some(n)),
        ("promoters".into(), Some(promoters)),
        ("passives".into(), Some(share(7.0, 8.0))),
        ("detractors".into(), Some(detractors)),
    ]
}

/// Where an item belongs: the group's words and the week's number.
type Cell = (Option<&'static str>, Option<&'static str>, i64);

/// Which tickets a filter lets through.
type Keep = fn(&Ticket) -> bool;

/// What a test asks for, in the model's words.
#[derive(Clone, Copy)]
struct Asked<'a> {
    seed: u64,
    profile: &'a str,
    marks: Marks,
    /// Whether weeks go by creation or by each metric's own date.
    by_creation: bool,
    keep: Keep,
    nearest: bool,
}

/// Asks for every metric by channel, region and week, and compares all cells with the model's.
fn compare(tickets: &[Ticket], asked: Asked<'_>, filters: Vec<Filter>) {
    let Asked { seed, profile, .. } = asked;
    let ids = metrics();
    let asked_of_desk = Question {
        by: vec!["channel".into(), "region".into()],
        bucket: Some("week".into()),
        anchor: asked.by_creation.then(|| "created".into()),
        profile: Some(profile.into()),
        quantiles: asked.nearest.then(|| "nearest".into()),
        filters,
        ..question(ids.iter().map(|id| choice(id)).collect())
    };
    let table = levelled(tickets, asked.marks).report(&asked_of_desk).unwrap();
    let states_escalations = states_escalations(tickets);
    for (number, id) in ids.iter().enumerate() {
        let mut cells: BTreeMap<Cell, Vec<(Item, u32)>> = BTreeMap::new();
        let mut items = 0;
        for ticket in tickets.iter().filter(|ticket| (asked.keep)(ticket)) {
            let plain = Plain { ticket, profile, states_escalations };
            let scale = plain.answer(id).map_or(0, |answer| answer.1);
            for item in plain.items(id) {
                let at = if asked.by_creation { ticket.created } else { item.at };
                let cell = (ticket.channel, ticket.region, (at - START).div_euclid(WEEK));
                cells.entry(cell).or_default().push((item, scale));
                items += 1;
            }
        }
        let mut found = 0;
        for row in 0..table.header.rows {
            let cell = cell_of(&table, row);
            let there = cells.get(&cell).map(Vec::as_slice).unwrap_or_default();
            found += there.len();
            check_cell(
                &table,
                number,
                row,
                there,
                asked.nearest,
                &format!("seed {seed}, {profile}, {id}, {cell:?}"),
            );
        }
        assert_eq!(found, items, "seed {seed}, {profile}, {id}: every item is in a row");
    }
}

fn cell_of(table: &Table, row: usize) -> Cell {
    let word = |at: usize| {
        let by = &table.header.by[at];
        let label = by.labels[table.values[by.offset + row] as usize].as_deref()?;
        ["email", "chat", "phone", "north", "south"].into_iter().find(|known| *known == label)
    };
    let start = table.values[table.header.bucket.as_ref().unwrap().offset + row] as i64;
    (word(0), word(1), (start - START).div_euclid(WEEK))
}

fn check_cell(table: &Table, number: usize, row: usize, items: &[(Item, u32)], by_rank: bool, place: &str) {
    let header = &table.header.metrics[number];
    let id = header.metric;
    let values: Vec<f64> = items.iter().filter_map(|(item, _)| item.value.ok()).collect();
    let hoped = if DISTRIBUTIONS.contains(&id) {
        distribution(values, if by_rank { nearest } else { linear })
    } else if RATES.contains(&id) {
        rate(&values)
    } else if id == "nps" {
        nps(&values)
    } else if id == "csat" {
        let answers = items.iter().filter_map(|(item, scale)| item.value.ok().map(|score| (score, *scale)));
        csat(&answers.collect::<Vec<_>>())
    } else {
        vec![("value".into(), Some(values.iter().sum()))]
    };
    for (name, hoped) in hoped {
        let found = figure(table, number, &name, row);
        assert!(close(found, hoped), "{place}, {name}: found {found:?}, hoped for {hoped:?}");
    }
    let mut left_out: BTreeMap<&str, f64> = BTreeMap::new();
    for reason in items.iter().filter_map(|(item, _)| item.value.err()) {
        *left_out.entry(reason).or_default() += 1.0;
    }
    let running = left_out.remove("running").unwrap_or_default();
    assert_eq!(figure(table, number, "censored", row), Some(running), "{place}, censored");
    let found =
        header.excluded.iter().map(|column| (column.name.as_str(), table.values[column.offset + row]));
    let found: BTreeMap<&str, f64> = found.filter(|(_, count)| *count > 0.0).collect();
    assert_eq!(found, left_out, "{place}, left out");
}

const PLAIN: Asked<'_> = Asked {
    seed: 0,
    profile: "deskgauge",
    marks: Marks::Place,
    by_creation: true,
    keep: |_| true,
    nearest: false,
};

#[test]
fn every_cell_by_channel_region_and_week_of_creation() {
    for seed in 0..20 {
        let tickets = tickets(&mut Random::new(seed), 200, seed % 2 == 0);
        for profile in Profile::all().map(Profile::name) {
            compare(&tickets, Asked { seed, profile, ..PLAIN }, vec![]);
        }
    }
}

#[test]
fn every_cell_by_each_metrics_own_week() {
    for seed in 1_000..1_020 {
        let tickets = tickets(&mut Random::new(seed), 200, seed % 2 == 0);
        for profile in Profile::all().map(Profile::name) {
            let asked = Asked { seed, profile, by_creation: false, marks: Marks::Id, ..PLAIN };
            compare(&tickets, asked, vec![]);
        }
    }
}

#[test]
fn quantiles_by_nearest_rank_are_values_that_occur() {
    for seed in 2_000..2_008 {
        let tickets = tickets(&mut Random::new(seed), 150, false);
        compare(&tickets, Asked { seed, nearest: true, ..PLAIN }, vec![]);
    }
}

#[test]
fn filters_keep_the_tickets_the_words_say() {
    let on = |on: &str| Filter { on: on.into(), ..Filter::default() };
    let words = |words: &[&str]| Some(words.iter().map(|word| Some(word.to_string())).collect());
    let cases: [(Filter, Keep); 7] = [
        (Filter { any_of: words(&["email", "fax"]), ..on("channel") }, |ticket| {
            ticket.channel == Some("email")
        }),
        (Filter { none_of: words(&["email"]), ..on("channel") }, |ticket| ticket.channel != Some("email")),
        (Filter { missing: Some(true), ..on("region") }, |ticket| ticket.region.is_none()),
        (Filter { missing: Some(false), ..on("effort") }, |ticket| ticket.effort.is_some()),
        (Filter { min: Some(20.0), max: Some(100.0), ..on("effort") }, |ticket| {
            ticket.effort.is_some_and(|effort| (20.0..=100.0).contains(&effort))
        }),
        (Filter { any_of: words(&["vip"]), ..on("tags") }, |ticket| {
            ticket.events.iter().any(|event| event.what == What::Tagged)
        }),
        (Filter { from: Some(START as f64), to: Some((START + WEEK) as f64), ..on("created") }, |ticket| {
            ticket.created < START + WEEK
        }),
    ];
    for seed in 3_000..3_006 {
        let tickets = tickets(&mut Random::new(seed), 200, seed % 2 == 0);
        for (filter, keep) in &cases {
            compare(&tickets, Asked { seed, keep: *keep, ..PLAIN }, vec![filter.clone()]);
        }
    }
}
