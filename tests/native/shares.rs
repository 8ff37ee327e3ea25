//! Denominators, conditions and what is left out: the switches of a metric on random desks.

use crate::desk::{desk, figure, metric, question};
use crate::plain::Plain;
use crate::random::{Marks, Random, Ticket, What, lines, tickets};
use deskgauge::report::{Filter, MetricChoice};

/// An agent wrote on it, was given it, or set its status.
fn touched(ticket: &Ticket) -> bool {
    ticket.events.iter().any(|event| match event.what {
        What::Reply | What::Note | What::Work => matches!(event.role, "agent" | ""),
        What::Agent(agent) => !agent.is_empty(),
        What::Status(_) => event.role == "agent",
        _ => false,
    })
}

/// Whether a ticket is in a denominator.
type Belongs = fn(&Plain<'_>) -> bool;

#[test]
fn a_share_is_of_the_tickets_it_names() {
    for seed in 0..30 {
        let tickets = tickets(&mut Random::new(seed), 150, false);
        let mut desk = desk(&lines(&tickets, Marks::Place));
        let plain = |ticket| Plain { ticket, profile: "deskgauge", states_escalations: false };
        let is_mail =
            Filter { on: "channel".into(), any_of: Some(vec![Some("email".into())]), ..Filter::default() };
        let of: [(&str, Belongs); 3] = [
            ("created", |_| true),
            ("solved", |plain| plain.done()),
            ("touched", |plain| touched(plain.ticket)),
        ];
        for (name, belongs) in of {
            let choices = vec![
                MetricChoice { of: Some(name.into()), filters: vec![is_mail.clone()], ..metric("share") },
                MetricChoice { of: Some(name.into()), ..metric("reopen_rate") },
            ];
            let table = desk.report(&question(choices)).unwrap();
            let named: Vec<Plain<'_>> = tickets.iter().map(plain).filter(belongs).collect();
            let (mut n, mut mails, mut reopened) = (0.0, 0.0, 0.0);
            for plain in named {
                if let Ok(reopens) = plain.items("reopens_per_ticket")[0].value {
                    n += 1.0;
                    mails += f64::from(u8::from(plain.ticket.channel == Some("email")));
                    reopened += f64::from(u8::from(reopens > 0.0));
                }
            }
            for (number, hoped) in [(0, mails), (1, reopened)] {
                assert_eq!(figure(&table, number, "n", 0), Some(n), "seed {seed}, of {name}");
                assert_eq!(figure(&table, number, "count", 0), Some(hoped), "seed {seed}, of {name}");
            }
        }
    }
}

#[test]
fn what_is_kept_on_request_is_no_longer_left_out() {
    const KINDS: [&str; 4] = ["merged", "spam", "deleted", "test"];
    for seed in 100..130 {
        let tickets = tickets(&mut Random::new(seed), 200, false);
        let mut desk = desk(&lines(&tickets, Marks::Place));
        for kept in 0..16 {
            let include: Vec<String> =
                (0..4).filter(|at| kept >> at & 1 == 1).map(|at| KINDS[at].to_string()).collect();
            let choice = MetricChoice { include: include.clone(), ..metric("tickets") };
            let table = desk.report(&question(vec![choice])).unwrap();
            let left_out = KINDS.map(|kind| figure(&table, 0, kind, 0).unwrap_or_default());
            let counted = figure(&table, 0, "value", 0).unwrap();
            assert_eq!(
                counted + left_out.iter().sum::<f64>(),
                tickets.len() as f64,
                "seed {seed}: {include:?}"
            );
            for (kind, count) in KINDS.iter().zip(left_out) {
                assert!(count == 0.0 || !include.iter().any(|word| word == kind), "seed {seed}: {include:?}");
            }
        }
    }
}

#[test]
fn negative_durations_are_left_out_and_counted_or_kept() {
    // The reply lies an hour before the opening.
    let mut desk = desk(
        r#"{"id":1,"created_at":7200000,"events":[{"at":1,"kind":"reply","role":"customer"},{"at":3600000,"kind":"reply","role":"agent"}]}"#,
    );
    let kept = MetricChoice { negative: Some("keep".into()), ..metric("first_response_time") };
    let table = desk.report(&question(vec![metric("first_response_time"), kept])).unwrap();
    assert_eq!((figure(&table, 0, "n", 0), figure(&table, 0, "negative", 0)), (Some(0.0), Some(1.0)));
    assert_eq!((figure(&table, 1, "n", 0), figure(&table, 1, "mean", 0)), (Some(1.0), Some(-3600.0)));
}

#[test]
fn goals_count_the_values_within_each() {
    for seed in 200..220 {
        let tickets = tickets(&mut Random::new(seed), 150, false);
        let mut desk = desk(&lines(&tickets, Marks::Place));
        let goals = vec![0.0, 3_600.0, 86_400.0, 1e9];
        let choice = MetricChoice { goals: goals.clone(), ..metric("first_resolution_time") };
        let table = desk.report(&question(vec![choice])).unwrap();
        let plain = |ticket| Plain { ticket, profile: "deskgauge", states_escalations: false };
        let values: Vec<f64> = tickets
            .iter()
            .filter_map(|ticket| plain(ticket).items("first_resolution_time")[0].value.ok())
            .collect();
        for (at, goal) in goals.iter().enumerate() {
            let within = values.iter().filter(|value| *value <= goal).count() as f64;
            assert_eq!(figure(&table, 0, &format!("goal_{at}"), 0), Some(within), "seed {seed}, {goal} s");
        }
    }
}
