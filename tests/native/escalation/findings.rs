//! A finding is more than chance, and a real difference is found.

use super::{lines, on_weekend, replies};
use crate::desk::{NOW, desk, metric};
use crate::random::Random;
use deskgauge::escalation::{Finding, FindingsQuestion};
use deskgauge::report::Selection;

const TWO_HOURS: i64 = 7_200;

fn asked() -> FindingsQuestion {
    let by = vec!["channel".to_string(), "type".to_string()];
    FindingsQuestion {
        selection: Selection { by, as_of: NOW, ..Selection::default() },
        metrics: vec![metric("first_response_time"), metric("time_to_escalation"), metric("escalation_rate")],
        ..FindingsQuestion::default()
    }
}

fn about(finding: &Finding) -> (&str, Option<&str>, Option<&str>) {
    (&finding.metric, finding.word.as_deref(), finding.part)
}

#[test]
fn on_shuffled_labels_at_most_one_run_in_twenty_finds_anything() {
    let mut found = 0;
    for seed in 0..200 {
        let tickets = replies(&mut Random::new(seed), 800);
        let told = desk(&lines(&tickets)).findings(&asked()).unwrap();
        assert!(told.comparisons > 150, "seed {seed}: {} comparisons", told.comparisons);
        found += u32::from(!told.findings.is_empty());
    }
    assert!(found <= 10, "{found} of 200 runs found something");
}

#[test]
fn two_hours_more_on_two_hundred_tickets_are_found() {
    let mut found = 0;
    for seed in 1_000..1_100 {
        let mut tickets = replies(&mut Random::new(seed), 1_000);
        let mut billing = 0;
        for ticket in &mut tickets {
            if ticket.kind == "billing" && billing < 200 {
                billing += 1;
                ticket.after += TWO_HOURS;
            } else if ticket.kind == "billing" {
                ticket.kind = "login";
            }
        }
        let told = desk(&lines(&tickets)).findings(&asked()).unwrap();
        let hit = told
            .findings
            .iter()
            .find(|finding| about(finding) == ("first_response_time", Some("billing"), None));
        let is_right =
            |hit: &Finding| hit.n == billing && hit.low > 0.0 && hit.low < 7_200.0 && hit.effect > 3_600.0;
        found += u32::from(hit.is_some_and(is_right));
    }
    assert!(found >= 90, "found in {found} of 100 runs");
}

#[test]
fn a_word_in_a_part_of_the_week_is_told_once_and_as_such() {
    let mut tickets = replies(&mut Random::new(7), 6_000);
    for ticket in tickets.iter_mut().filter(|ticket| ticket.kind == "billing" && on_weekend(ticket.created)) {
        ticket.after += 5 * 3_600;
    }
    let told = desk(&lines(&tickets)).findings(&asked()).unwrap();
    let replies: Vec<_> =
        told.findings.iter().filter(|finding| finding.metric == "first_response_time").collect();
    assert_eq!(about(replies[0]), ("first_response_time", Some("billing"), Some("weekend")), "{told:#?}");
    let (first, n) = (
        replies[0],
        tickets.iter().filter(|ticket| ticket.kind == "billing" && on_weekend(ticket.created)).count(),
    );
    assert_eq!((first.rule, first.n), ("word-in-part-of-week", n));
    assert!(first.low < 18_000.0 && 18_000.0 < first.high && first.p_adjusted < 1e-6, "{first:#?}");
    // Billing as a whole and weekends as a whole are slower only by these tickets.
    assert_eq!(replies.len(), 1, "{told:#?}");
}

#[test]
fn a_rate_that_differs_is_found_with_newcombes_interval() {
    let mut tickets = replies(&mut Random::new(11), 2_000);
    // Every second ticket is escalated, by its place in the list.
    for (at, ticket) in tickets.iter_mut().enumerate() {
        ticket.channel = if at % 2 == 0 && at % 3 == 0 { "chat" } else { "email" };
    }
    let told = desk(&lines(&tickets)).findings(&asked()).unwrap();
    let hit = told.findings.iter().find(|finding| finding.metric == "escalation_rate").unwrap();
    let chats = tickets.iter().filter(|ticket| ticket.channel == "chat").count();
    assert_eq!((hit.unit, hit.n.min(hit.others)), ("share", chats));
    assert!((hit.effect.abs() - (1.0 - 666.0 / 1_666.0)).abs() < 1e-9, "{hit:#?}");
    assert_eq!(hit.tickets.len(), 10);
}

#[test]
fn too_few_tickets_say_nothing() {
    let mut tickets = replies(&mut Random::new(3), 60);
    tickets.iter_mut().take(20).for_each(|ticket| (ticket.channel, ticket.after) = ("fax", 900_000));
    tickets.iter_mut().skip(20).for_each(|ticket| ticket.channel = "email");
    let told = desk(&lines(&tickets)).findings(&asked()).unwrap();
    assert!(told.findings.iter().all(|finding| finding.dimension.as_deref() != Some("channel")), "{told:#?}");
    let fewer = FindingsQuestion { least: Some(15.0), ..asked() };
    let told = desk(&lines(&tickets)).findings(&fewer).unwrap();
    assert!(told.findings.iter().any(|finding| finding.dimension.as_deref() == Some("channel")), "{told:#?}");
}

#[test]
fn a_question_at_fault_names_the_path() {
    let mut desk = desk(&lines(&replies(&mut Random::new(1), 10)));
    let fault = |question: FindingsQuestion, desk: &mut deskgauge::desk::Desk| {
        let error = desk.findings(&question).unwrap_err();
        (error.code().to_string(), error.path().unwrap_or_default().to_string())
    };
    let with = |change: fn(&mut FindingsQuestion)| {
        let mut question = asked();
        change(&mut question);
        question
    };
    let cases: [(FindingsQuestion, &str, &str); 5] = [
        (with(|question| question.alpha = Some(2.0)), "bad-question", "alpha"),
        (with(|question| question.least = Some(f64::NAN)), "bad-question", "least"),
        (with(|question| question.selection.by[1] = "colour".into()), "unknown-dimension", "by[1]"),
        (
            with(|question| question.metrics[1].metric = "tickets".into()),
            "not-comparable",
            "metrics[1].metric",
        ),
        (with(|question| question.metrics[1].metric = "speed".into()), "unknown-metric", "metrics[1].metric"),
    ];
    for (question, code, path) in cases {
        assert_eq!(fault(question, &mut desk), (code.to_string(), path.to_string()));
    }
}
