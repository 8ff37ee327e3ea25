//! A window over the year that slides, jumps and changes its conditions, on one desk, step by step against the plain model.

use std::collections::BTreeMap;

use crate::desk::{desk, figure, load, metric, question};
use crate::plain::Plain;
use crate::random::{Marks, Random, START, Ticket, lines, tickets};
use deskgauge::desk::Desk;
use deskgauge::report::{Filter, Question, Span, Table};

const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;
const METRICS: [&str; 6] = [
    "tickets",
    "first_response_time",
    "reopen_rate",
    "replies_per_ticket",
    "reopens",
    "full_resolution_time",
];

/// Group words and bucket number.
type Cell = (Vec<Option<String>>, i64);

/// One step of the window.
#[derive(Debug, Clone)]
struct Step {
    period: Option<(i64, i64)>,
    by: Vec<&'static str>,
    bucket: Option<(&'static str, i64)>,
    channels: Option<Vec<Option<&'static str>>>,
}

impl Step {
    fn random(random: &mut Random) -> Self {
        let from = START + random.below(40) as i64 * DAY;
        let by = random.pick(&[&[][..], &["channel"], &["region"], &["channel", "region"], &["requester"]]);
        Self {
            period: (!random.once_in(4)).then(|| (from, from + (1 + random.below(30) as i64) * DAY)),
            by: by.to_vec(),
            bucket: random.pick(&[None, Some(("day", DAY)), Some(("week", WEEK))]),
            channels: random
                .pick(&[None, Some(&[Some("email"), None][..]), Some(&[Some("chat")])])
                .map(<[_]>::to_vec),
        }
    }

    /// The next step of a drag: the same question a day later.
    fn slide(&mut self) {
        if let Some((from, to)) = &mut self.period {
            *from += DAY;
            *to += DAY;
        }
    }

    fn question(&self) -> Question {
        let any_of = |words: &Vec<Option<&str>>| Filter {
            on: "channel".into(),
            any_of: Some(words.iter().map(|word| word.map(str::to_string)).collect()),
            ..Filter::default()
        };
        Question {
            by: self.by.iter().map(|name| (*name).to_string()).collect(),
            bucket: self.bucket.map(|(name, _)| name.to_string()),
            anchor: Some("created".into()),
            period: self.period.map(|(from, to)| Span { from: Some(from as f64), to: Some(to as f64) }),
            filters: self.channels.iter().map(any_of).collect(),
            ..question(METRICS.map(metric).to_vec())
        }
    }

    fn keeps(&self, ticket: &Ticket) -> bool {
        self.period.is_none_or(|(from, to)| ticket.created >= from && ticket.created < to)
            && self.channels.as_ref().is_none_or(|channels| channels.contains(&ticket.channel))
    }

    fn cell(&self, ticket: &Ticket) -> Cell {
        let word = |name: &&str| match *name {
            "channel" => ticket.channel.map(str::to_string),
            "region" => ticket.region.map(str::to_string),
            _ => None,
        };
        let bucket = self.bucket.map_or(0, |(_, length)| (ticket.created - START).div_euclid(length));
        (self.by.iter().map(word).collect(), bucket)
    }
}

fn cell_of(step: &Step, table: &Table, row: usize) -> Cell {
    let words = table.header.by.iter().map(|by| by.labels[table.values[by.offset + row] as usize].clone());
    let bucket = table.header.bucket.as_ref().zip(step.bucket).map_or(0, |(bucket, (_, length))| {
        (table.values[bucket.offset + row] as i64 - START).div_euclid(length)
    });
    (words.collect(), bucket)
}

fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(low + (high - low) * place.fract())
}

fn is_close(found: Option<f64>, hoped: Option<f64>) -> bool {
    match (found, hoped) {
        (Some(found), Some(hoped)) => (found - hoped).abs() <= 1e-9 * hoped.abs().max(1.0),
        (found, hoped) => found == hoped,
    }
}

fn check(desk: &mut Desk, tickets: &[Ticket], step: &Step, context: &str) {
    let table = desk.report(&step.question()).unwrap();
    let kept = || tickets.iter().filter(|ticket| step.keeps(ticket));
    for (number, id) in METRICS.iter().enumerate() {
        let mut cells: BTreeMap<Cell, (Vec<f64>, usize)> = BTreeMap::new();
        for ticket in kept() {
            let plain = Plain { ticket, profile: "deskgauge", states_escalations: false };
            let (values, running) = cells.entry(step.cell(ticket)).or_default();
            for item in plain.items(id) {
                match item.value {
                    Ok(value) => values.push(value),
                    Err("running") => *running += 1,
                    Err(_) => {}
                }
            }
        }
        let mut seen = 0;
        for row in 0..table.header.rows {
            let context = format!("{context}, {id}, row {row} of {step:?}");
            let cell = cell_of(step, &table, row);
            let (mut values, running) = cells.remove(&cell).unwrap_or_default();
            values.sort_by(f64::total_cmp);
            let sum = values.iter().sum::<f64>();
            let some = !values.is_empty();
            let n = values.len() as f64;
            let figures = match *id {
                "tickets" | "reopens" => vec![("value", Some(sum))],
                "reopen_rate" => vec![("n", Some(n)), ("count", Some(sum))],
                _ => vec![
                    ("n", Some(n)),
                    ("mean", some.then(|| sum / n)),
                    ("median", quantile(&values, 0.5)),
                    ("p90", quantile(&values, 0.9)),
                    ("max", values.last().copied()),
                    ("censored", Some(running as f64)),
                ],
            };
            for (name, hoped) in figures {
                let found = match name {
                    "censored" => figure(&table, number, name, row).or(Some(0.0)),
                    _ => figure(&table, number, name, row),
                };
                assert!(is_close(found, hoped), "{context}: {name} is {found:?}, hoped for {hoped:?}");
            }
            seen += 1;
        }
        assert!(
            cells.values().all(|(values, _)| values.is_empty()),
            "{context}, {id}: {cells:?} of {seen} rows"
        );
    }
}

/// A drag, and jumps, over a desk that grows in between.
fn walk(seed: u64, in_order: bool) {
    let mut random = Random::new(seed);
    let mut all = tickets(&mut random, 400, false);
    if in_order {
        all.sort_by_key(|ticket| ticket.created);
    }
    let early = all.len() * 2 / 3;
    let mut desk = desk(&lines(&all[..early], Marks::Place));
    for (turn, known) in [early, all.len()].into_iter().enumerate() {
        if turn == 1 {
            load(&mut desk, &lines(&all[early..], Marks::Place));
        }
        for jump in 0..8 {
            let mut step = Step::random(&mut random);
            for slide in 0..3 {
                check(
                    &mut desk,
                    &all[..known],
                    &step,
                    &format!("seed {seed}, turn {turn}, jump {jump}, slide {slide}"),
                );
                step.slide();
            }
        }
    }
}

#[test]
fn windows_over_tickets_in_order_agree_with_the_model() {
    (0..8).for_each(|seed| walk(seed, true));
}

#[test]
fn windows_over_tickets_in_no_order_agree_with_the_model() {
    (100..108).for_each(|seed| walk(seed, false));
}

#[test]
fn a_period_to_compare_with_goes_by_each_metrics_own_date() {
    for seed in 200..220 {
        let all = tickets(&mut Random::new(seed), 200, false);
        let (from, to) = (START + 10 * DAY, START + 30 * DAY);
        let asked = Question {
            compare: Some(Span { from: Some(from as f64), to: Some(to as f64) }),
            ..question(vec![metric("full_resolution_time")])
        };
        let table = desk(&lines(&all, Marks::Place)).report(&asked).unwrap();
        let plain = |ticket| Plain { ticket, profile: "deskgauge", states_escalations: false };
        let items: Vec<_> =
            all.iter().flat_map(|ticket| plain(ticket).items("full_resolution_time")).collect();
        let with = items.iter().filter(|item| item.value.is_ok());
        let before = with.clone().filter(|item| item.at >= from && item.at < to).count();
        assert_eq!(figure(&table, 0, "n", 0), Some(with.count() as f64), "seed {seed}");
        assert_eq!(figure(&table, 0, "previous_n", 0), Some(before as f64), "seed {seed}");
    }
}
