//! Random desks against a plain re-computation over lists.

use std::collections::BTreeMap;

use crate::desk::{desk, figure, metric, question};
use deskgauge::report::Question;

/// A small generator of numbers, the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

#[derive(Debug, Clone)]
struct Event {
    at: i64,
    kind: &'static str,
    role: &'static str,
    to: &'static str,
}

#[derive(Debug)]
struct Ticket {
    created: i64,
    channel: Option<&'static str>,
    events: Vec<Event>,
}

/// The facts of a ticket, found by looking at its list of events again for each.
#[derive(Debug, Default, PartialEq)]
struct Facts {
    first_response: Option<i64>,
    first_resolution: Option<i64>,
    full_resolution: Option<i64>,
    reopens: u64,
    transfers: u64,
    left_out: bool,
    done: bool,
}

const START: i64 = 1_704_067_200_000;
const DAY: i64 = 86_400_000;

fn is_done(status: &str) -> bool {
    matches!(status, "solved" | "closed")
}

fn random_ticket(random: &mut Random) -> Ticket {
    let created = START + random.below(60 * 86_400) as i64 * 1_000;
    let channel = ["email", "chat", "phone"].get(random.below(4) as usize).copied();
    let mut at = created;
    let mut events = Vec::new();
    for _ in 0..random.below(9) {
        at += random.below(3 * 86_400) as i64 * 1_000 * random.below(2) as i64;
        let kind = random.pick(&["reply", "note", "status", "status", "assigned", "merged"]);
        // Merging is rare, so that most tickets take part.
        let kind = if kind == "merged" && random.below(6) > 0 { "reply" } else { kind };
        let role = random.pick(&["agent", "customer", "bot"]);
        let to = match kind {
            "status" => random.pick(&["new", "open", "pending", "on_hold", "solved", "closed"]),
            "assigned" => random.pick(&["alpha", "beta", "gamma"]),
            _ => "",
        };
        events.push(Event { at, kind, role, to });
    }
    Ticket { created, channel, events }
}

impl Ticket {
    fn json(&self, id: usize) -> String {
        let events: Vec<String> = self
            .events
            .iter()
            .map(|Event { at, kind, role, to }| {
                let rest = match *kind {
                    "status" => format!(r#","to":"{to}""#),
                    "assigned" => format!(r#","group":"{to}""#),
                    _ => String::new(),
                };
                format!(r#"{{"at":{at},"kind":"{kind}","role":"{role}"{rest}}}"#)
            })
            .collect();
        let channel = self.channel.map(|word| format!(r#","channel":"{word}""#)).unwrap_or_default();
        format!(r#"{{"id":{id},"created_at":{}{channel},"events":[{}]}}"#, self.created, events.join(","))
    }

    fn facts(&self) -> Facts {
        let statuses: Vec<&Event> = self.events.iter().filter(|event| event.kind == "status").collect();
        let before = |turn: usize| turn.checked_sub(1).is_some_and(|turn| is_done(statuses[turn].to));
        let reply = self.events.iter().find(|event| event.kind == "reply" && event.role == "agent");
        let first = statuses.iter().find(|event| is_done(event.to));
        let mut last = None;
        let mut solved_since_work = false;
        let mut reopens = 0;
        for (turn, event) in statuses.iter().enumerate() {
            if event.to == "solved" {
                last = Some(event.at);
                solved_since_work = true;
            } else if event.to == "closed" {
                if !before(turn) && !solved_since_work {
                    last = Some(event.at);
                }
            } else if before(turn) {
                reopens += 1;
                solved_since_work = false;
            }
        }
        let groups: Vec<&str> =
            self.events.iter().filter(|event| event.kind == "assigned").map(|event| event.to).collect();
        let opened_by_agent = reply.is_some_and(|reply| {
            reply.at <= self.created
                && !self
                    .events
                    .iter()
                    .take_while(|event| !std::ptr::eq(*event, reply))
                    .any(|event| event.kind == "reply" && event.role == "customer")
        });
        let done = statuses.last().is_some_and(|event| is_done(event.to));
        Facts {
            first_response: reply.filter(|_| !opened_by_agent).map(|event| event.at - self.created),
            first_resolution: first.map(|event| event.at - self.created),
            full_resolution: last.filter(|_| done).map(|at| at - self.created),
            reopens,
            transfers: groups.windows(2).filter(|pair| pair[0] != pair[1]).count() as u64,
            left_out: self.events.iter().any(|event| event.kind == "merged"),
            done,
        }
    }

    /// The Monday of its creation, in days since 1970.
    fn week(&self) -> i64 {
        let day = self.created.div_euclid(DAY);
        day - (day + 3).rem_euclid(7)
    }
}

/// n, mean, median, p90 and variance, from a sorted copy.
fn summary(values: &[i64]) -> [Option<f64>; 5] {
    let mut sorted: Vec<f64> = values.iter().map(|&value| value as f64 / 1_000.0).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let mean = (n > 0).then(|| sorted.iter().sum::<f64>() / n as f64);
    let quantile = |share: f64| {
        let place = (n.checked_sub(1)?) as f64 * share;
        let low = sorted[place as usize];
        let high = sorted.get(place as usize + 1).copied().unwrap_or(low);
        Some(low + (high - low) * place.fract())
    };
    let variance = mean
        .filter(|_| n > 1)
        .map(|mean| sorted.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1) as f64);
    [Some(n as f64), mean, quantile(0.5), quantile(0.9), variance]
}

fn close(found: Option<f64>, hoped: Option<f64>) -> bool {
    match (found, hoped) {
        (None, None) => true,
        (Some(found), Some(hoped)) => (found - hoped).abs() <= 1e-9 * hoped.abs().max(1.0),
        _ => false,
    }
}

#[test]
fn every_cell_agrees_with_a_plain_list() {
    for seed in 0..60 {
        let mut random = Random(seed);
        let tickets: Vec<Ticket> = (0..1 + random.below(150)).map(|_| random_ticket(&mut random)).collect();
        let lines: Vec<String> = tickets.iter().enumerate().map(|(id, ticket)| ticket.json(id)).collect();
        let mut desk = desk(&lines.join("\n"));
        let durations = ["first_response_time", "first_resolution_time", "full_resolution_time"];
        let mut metrics: Vec<_> = durations.iter().map(|id| metric(id)).collect();
        metrics.extend(["tickets", "reopens", "transfers", "reopen_rate"].map(metric));
        let asked = Question {
            by: vec!["channel".into()],
            bucket: Some("week".into()),
            anchor: Some("created".into()),
            ..question(metrics)
        };
        let table = desk.report(&asked).unwrap();
        let mut groups: BTreeMap<(Option<&str>, i64), Vec<&Ticket>> = BTreeMap::new();
        for ticket in &tickets {
            groups.entry((ticket.channel, ticket.week())).or_default().push(ticket);
        }
        let (by, bucket) = (&table.header.by[0], table.header.bucket.as_ref().unwrap());
        let mut seen = 0;
        for row in 0..table.header.rows {
            let channel = by.labels[table.values[by.offset + row] as usize].as_deref();
            let week = table.values[bucket.offset + row] as i64 / DAY;
            let all = groups.get(&(channel, week)).map(Vec::as_slice).unwrap_or_default();
            seen += all.len();
            let kept: Vec<Facts> =
                all.iter().map(|ticket| ticket.facts()).filter(|facts| !facts.left_out).collect();
            let picks: [fn(&Facts) -> Option<i64>; 3] =
                [|facts| facts.first_response, |facts| facts.first_resolution, |facts| facts.full_resolution];
            for (at, pick) in picks.iter().enumerate() {
                let values: Vec<i64> = kept.iter().filter_map(pick).collect();
                for (name, hoped) in ["n", "mean", "median", "p90", "variance"].iter().zip(summary(&values)) {
                    let found = figure(&table, at, name, row);
                    assert!(
                        close(found, hoped),
                        "seed {seed}, {} {name}: {found:?}, {hoped:?}",
                        durations[at]
                    );
                }
                let header = &table.header.metrics[at];
                let left_out: f64 =
                    header.excluded.iter().map(|column| table.values[column.offset + row]).sum();
                let counted =
                    figure(&table, at, "n", row).unwrap() + figure(&table, at, "censored", row).unwrap();
                assert_eq!(
                    counted + left_out,
                    all.len() as f64,
                    "seed {seed}: all tickets are accounted for"
                );
            }
            let sum = |pick: fn(&Facts) -> u64| Some(kept.iter().map(pick).sum::<u64>() as f64);
            assert_eq!(figure(&table, 3, "value", row), Some(kept.len() as f64), "seed {seed}");
            assert_eq!(figure(&table, 4, "value", row), sum(|facts| facts.reopens), "seed {seed}");
            assert_eq!(figure(&table, 5, "value", row), sum(|facts| facts.transfers), "seed {seed}");
            let reopened = kept.iter().filter(|facts| facts.reopens > 0).count();
            assert_eq!(figure(&table, 6, "count", row), Some(reopened as f64), "seed {seed}");
        }
        assert_eq!(seen, tickets.len(), "seed {seed}: every ticket is in a row");
    }
}

#[test]
fn the_backlog_of_a_day_is_what_is_open_at_its_end() {
    for seed in 100..130 {
        let mut random = Random(seed);
        let tickets: Vec<Ticket> = (0..1 + random.below(60)).map(|_| random_ticket(&mut random)).collect();
        let lines: Vec<String> = tickets.iter().enumerate().map(|(id, ticket)| ticket.json(id)).collect();
        let mut desk = desk(&lines.join("\n"));
        let asked = Question { bucket: Some("day".into()), ..question(vec![metric("backlog")]) };
        let table = desk.report(&asked).unwrap();
        let bucket = table.header.bucket.as_ref().unwrap();
        for row in 0..table.header.rows {
            let end = table.values[bucket.offset + row] as i64 + DAY;
            let open = tickets.iter().filter(|ticket| {
                let last = ticket.events.iter().rev().find(|event| event.kind == "status" && event.at < end);
                ticket.created < end
                    && !ticket.facts().left_out
                    && !last.is_some_and(|event| is_done(event.to))
            });
            assert_eq!(figure(&table, 0, "value", row), Some(open.count() as f64), "seed {seed}, row {row}");
        }
    }
}

#[test]
fn a_period_and_a_filter_take_the_same_tickets_however_few() {
    for seed in 200..230 {
        let mut random = Random(seed);
        let tickets: Vec<Ticket> = (0..200).map(|_| random_ticket(&mut random)).collect();
        let lines: Vec<String> = tickets.iter().enumerate().map(|(id, ticket)| ticket.json(id)).collect();
        let mut desk = desk(&lines.join("\n"));
        for days in [1, 5, 20, 60] {
            let (from, to) = (START + 10 * DAY, START + (10 + days) * DAY);
            let span = deskgauge::report::Span { from: Some(from as f64), to: Some(to as f64) };
            let filter = deskgauge::report::Filter {
                on: "channel".into(),
                none_of: Some(vec![Some("chat".into())]),
                ..deskgauge::report::Filter::default()
            };
            let asked = Question {
                period: Some(span),
                anchor: Some("created".into()),
                filters: vec![filter],
                ..question(vec![metric("first_response_time"), metric("tickets")])
            };
            let table = desk.report(&asked).unwrap();
            let chosen: Vec<Facts> = tickets
                .iter()
                .filter(|ticket| {
                    ticket.created >= from && ticket.created < to && ticket.channel != Some("chat")
                })
                .map(Ticket::facts)
                .filter(|facts| !facts.left_out)
                .collect();
            let values: Vec<i64> = chosen.iter().filter_map(|facts| facts.first_response).collect();
            for (name, hoped) in ["n", "mean", "median", "p90", "variance"].iter().zip(summary(&values)) {
                assert!(close(figure(&table, 0, name, 0), hoped), "seed {seed}, {days} days, {name}");
            }
            assert_eq!(figure(&table, 1, "value", 0), Some(chosen.len() as f64), "seed {seed}, {days} days");
        }
    }
}
