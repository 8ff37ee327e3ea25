//! How the products count that have a profile: each difference as a story with both answers by hand.

use deskgauge::desk::{Desk, Settings};
use deskgauge::kpi::{Metric, Profile, Switch, differences};
use deskgauge::report::{MetricChoice, Question, Span};
use deskgauge::settings::{Value as Plain, read};
use serde_json::json;

use crate::desk::{desk, figure, metric, question, under};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;

/// The instant so many seconds after Monday, 1 January 2024, 9:00.
fn at(seconds: u32) -> String {
    let of_day = 9 * 3_600 + seconds;
    let (day, second) = (1 + of_day / 86_400, of_day % 86_400);
    format!("2024-01-{day:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

/// An event so many minutes after the ticket's creation: `reply by ann`, `status solved`, `group a` …
fn event(minutes: f64, what: &str) -> String {
    let at = at((minutes * 60.0) as u32);
    let (kind, rest) = what.split_once(' ').unwrap();
    match kind {
        "reply" | "note" | "created" => match rest.split_once(" as ") {
            Some((role, actor)) => {
                format!(r#"{{"at":"{at}","kind":"{kind}","role":"{role}","actor":"{actor}"}}"#)
            }
            None => format!(r#"{{"at":"{at}","kind":"{kind}","role":"{rest}"}}"#),
        },
        "status" => format!(r#"{{"at":"{at}","kind":"status","to":"{rest}"}}"#),
        _ => format!(r#"{{"at":"{at}","kind":"assigned","{kind}":"{rest}"}}"#),
    }
}

/// A ticket opened at 9:00, with these events and whatever else stands on it.
fn ticket(id: u32, more: &str, events: &[(f64, &str)]) -> String {
    let events: Vec<String> = events.iter().map(|&(minutes, what)| event(minutes, what)).collect();
    format!(r#"{{"id":{id},"created_at":"{}"{more},"events":[{}]}}"#, at(0), events.join(","))
}

fn told(desk: &mut Desk, profile: &str, id: &str, names: &[&str]) -> Vec<Option<f64>> {
    names.iter().map(|name| under(desk, profile, id, name)).collect()
}

/// Tickets of January asked about month by month.
fn in_month(desk: &mut Desk, profile: &str, id: &str, name: &str, month: u32) -> Option<f64> {
    let first = |month: u32| f64::from((month - 1) * 31) * 86_400_000.0 + 1_704_067_200_000.0;
    let period = Some(Span { from: Some(first(month)), to: Some(first(month + 1)) });
    let asked = Question { profile: Some(profile.into()), period, ..question(vec![metric(id)]) };
    figure(&desk.report(&asked).unwrap(), 0, name, 0)
}

#[test]
fn tickets_that_agents_open_have_a_first_response_everywhere_but_with_us() {
    let lines = ticket(1, r#","group":"a""#, &[(0.0, "created agent"), (30.0, "reply agent")]);
    let mut desk = desk(&lines);
    assert_eq!(
        told(&mut desk, "deskgauge", "first_response_time", &["n", "outbound"]),
        [Some(0.0), Some(1.0)]
    );
    for profile in ["zendesk", "freshdesk", "jira", "salesforce", "servicenow", "zammad", "chatwoot"] {
        assert_eq!(
            under(&mut desk, profile, "first_response_time", "mean"),
            Some(30.0 * MINUTE),
            "{profile}"
        );
    }
    // Intercom measures from the customer's message, of which there is none.
    assert_eq!(told(&mut desk, "intercom", "first_response_time", &["n", "no-case"]), [Some(0.0), Some(1.0)]);
}

#[test]
fn a_bots_reply_that_is_a_response_begins_no_resolution() {
    let lines = ticket(
        1,
        "",
        &[(10.0, "status solved"), (20.0, "status open"), (30.0, "reply bot"), (30.0, "status solved")],
    );
    let mut desk = desk(&lines);
    for (id, hoped) in [("full_resolution_time", 10.0), ("first_response_time", 10.0)] {
        let choice = MetricChoice { include: vec!["bot".into()], ..metric(id) };
        let asked = Question { profile: Some("jira".into()), ..question(vec![choice]) };
        assert_eq!(figure(&desk.report(&asked).unwrap(), 0, "mean", 0), Some(hoped * MINUTE), "{id}");
    }
}

#[test]
fn freshdesk_counts_only_tickets_that_somebody_was_given() {
    // One goes to an agent, one to a group, one stands in a group, one belongs to nobody.
    let lines = [
        ticket(1, "", &[(5.0, "agent ann"), (10.0, "reply agent")]),
        ticket(2, "", &[(5.0, "group billing"), (20.0, "reply agent")]),
        ticket(3, r#","group":"billing""#, &[(30.0, "reply agent")]),
        ticket(4, "", &[(40.0, "reply agent")]),
    ];
    let mut desk = desk(&lines.join("\n"));
    assert_eq!(under(&mut desk, "deskgauge", "tickets", "value"), Some(4.0));
    assert_eq!(told(&mut desk, "freshdesk", "tickets", &["value", "not-assigned"]), [Some(3.0), Some(1.0)]);
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "mean"), Some(25.0 * MINUTE));
    assert_eq!(under(&mut desk, "freshdesk", "first_response_time", "mean"), Some(20.0 * MINUTE));
}

#[test]
fn freshdesk_counts_public_answers_only_and_no_merged_or_spam_tickets() {
    // A private note after 10 minutes is no response; the reply, or public note, after 30 is.
    let held = r#","group":"billing""#;
    let lines = [
        ticket(1, held, &[(10.0, "note agent"), (30.0, "reply agent")]),
        format!(
            r#"{{"id":2,"created_at":"{}"{held},"events":[{{"at":"{}","kind":"merged","into":"1"}}]}}"#,
            at(0),
            at(60)
        ),
        format!(
            r#"{{"id":3,"created_at":"{}"{held},"events":[{{"at":"{}","kind":"spam"}}]}}"#,
            at(0),
            at(60)
        ),
    ];
    let mut desk = desk(&lines.join("\n"));
    for profile in ["deskgauge", "freshdesk"] {
        assert_eq!(under(&mut desk, profile, "first_response_time", "mean"), Some(30.0 * MINUTE));
        let counts = told(&mut desk, profile, "created", &["value", "merged", "spam"]);
        assert_eq!(counts, [Some(1.0), Some(1.0), Some(1.0)], "{profile}");
    }
}

#[test]
fn freshdesk_counts_what_was_solved_in_a_month_whenever_it_was_opened() {
    // Opened on 1 January, solved 31 days later: on 1 February.
    let mut desk = desk(
        &ticket(1, r#","group":"a""#, &[(31.0 * 1_440.0, "status solved")])
            .replace("2024-01-32", "2024-02-01"),
    );
    for profile in ["deskgauge", "freshdesk"] {
        assert_eq!(in_month(&mut desk, profile, "solved", "value", 2), Some(1.0), "{profile}");
        assert_eq!(in_month(&mut desk, profile, "full_resolution_time", "mean", 2), Some(31.0 * 24.0 * HOUR));
    }
}

#[test]
fn freshdesk_and_intercom_do_not_ask_whether_the_customer_comes_back() {
    // Of one customer: the first two are solved with one reply, the third with two by one agent, the fourth with two by
    // two agents, the fifth with none.
    let by = r#","group":"a","requester":"kim""#;
    let solved = (60.0, "status solved");
    let lines = [
        ticket(1, by, &[(10.0, "reply agent as ann"), solved]),
        ticket(2, by, &[(10.0, "reply agent as ann"), solved]),
        ticket(3, by, &[(10.0, "reply agent as ann"), (20.0, "reply agent as ann"), solved]),
        ticket(4, by, &[(10.0, "reply agent as ann"), (20.0, "reply agent as bob"), solved]),
        ticket(5, by, &[solved]),
    ];
    let mut desk = desk(&lines.join("\n"));
    let fcr = "first_contact_resolution_rate";
    // Ours: at most one reply, and nothing after it within seven days: the last one alone.
    assert_eq!(told(&mut desk, "deskgauge", fcr, &["count", "n"]), [Some(1.0), Some(5.0)]);
    // Freshdesk: with the first response, so exactly one.
    assert_eq!(told(&mut desk, "freshdesk", fcr, &["count", "n"]), [Some(2.0), Some(5.0)]);
    // Intercom: one teammate who took part, of all that were closed.
    assert_eq!(told(&mut desk, "intercom", fcr, &["count", "n"]), [Some(3.0), Some(5.0)]);
}

#[test]
fn closing_twice_is_no_first_contact_at_intercom() {
    let events = [
        (10.0, "reply agent as ann"),
        (20.0, "status closed"),
        (30.0, "status open"),
        (40.0, "status closed"),
    ];
    let mut desk = desk(&ticket(1, "", &events));
    let fcr = "first_contact_resolution_rate";
    assert_eq!(told(&mut desk, "intercom", fcr, &["count", "n"]), [Some(0.0), Some(1.0)]);
    // Every close counts there; with us the ticket was solved once for the last time.
    assert_eq!(under(&mut desk, "intercom", "solved", "value"), Some(2.0));
    assert_eq!(under(&mut desk, "deskgauge", "solved", "value"), Some(1.0));
}

#[test]
fn a_solve_or_work_begun_is_a_response_in_jira_and_servicenow() {
    let mut solved = desk(&ticket(1, "", &[(45.0, "status solved")]));
    assert_eq!(
        told(&mut solved, "deskgauge", "first_response_time", &["n", "no-reply"]),
        [Some(0.0), Some(1.0)]
    );
    for profile in ["jira", "servicenow"] {
        assert_eq!(
            under(&mut solved, profile, "first_response_time", "mean"),
            Some(45.0 * MINUTE),
            "{profile}"
        );
    }
    let mut begun =
        desk(&ticket(1, "", &[(20.0, "status open"), (50.0, "reply agent"), (90.0, "status solved")]));
    for (profile, minutes) in [("deskgauge", 50.0), ("jira", 50.0), ("servicenow", 20.0)] {
        assert_eq!(
            under(&mut begun, profile, "first_response_time", "mean"),
            Some(minutes * MINUTE),
            "{profile}"
        );
    }
}

#[test]
fn servicenow_tells_resolved_from_closed_as_we_do() {
    // Resolved after an hour, closed by itself a day later.
    let mut desk = desk(&ticket(1, "", &[(60.0, "status solved"), (1_500.0, "status closed")]));
    for profile in ["deskgauge", "servicenow"] {
        assert_eq!(under(&mut desk, profile, "full_resolution_time", "mean"), Some(HOUR), "{profile}");
        assert_eq!(under(&mut desk, profile, "closure_time", "mean"), Some(25.0 * HOUR), "{profile}");
    }
}

#[test]
fn jira_counts_the_last_cycle_without_the_waits() {
    // Waits for the customer from 10 to 40 minutes, is solved after 60, opened again after 100, waits from 110 to 115, and is
    // solved after 130. The waits are half an hour and five minutes.
    let events = [
        (10.0, "status pending"),
        (40.0, "status open"),
        (60.0, "status solved"),
        (100.0, "status open"),
        (110.0, "status pending"),
        (115.0, "status open"),
        (130.0, "status solved"),
    ];
    let mut solved = desk(&ticket(1, "", &events));
    assert_eq!(under(&mut solved, "deskgauge", "full_resolution_time", "mean"), Some(130.0 * MINUTE));
    assert_eq!(under(&mut solved, "jira", "full_resolution_time", "mean"), Some(25.0 * MINUTE));
    assert_eq!(under(&mut solved, "jira", "first_resolution_time", "mean"), Some(30.0 * MINUTE));
    assert_eq!(under(&mut solved, "deskgauge", "first_resolution_time", "mean"), Some(60.0 * MINUTE));
    // A first response after 50 minutes, of which the ticket waited 30.
    let mut answered = desk(&ticket(1, "", &[events[0], events[1], (50.0, "reply agent")]));
    assert_eq!(under(&mut answered, "deskgauge", "first_response_time", "mean"), Some(50.0 * MINUTE));
    assert_eq!(under(&mut answered, "jira", "first_response_time", "mean"), Some(20.0 * MINUTE));
    // Open again, its cycle still runs.
    let mut reopened = desk(&ticket(1, "", &events[..4]));
    assert_eq!(under(&mut reopened, "jira", "full_resolution_time", "censored"), Some(1.0));
}

#[test]
fn only_closing_ends_a_case_in_salesforce() {
    // Solved after one hour and closed after three; solved and left at that; closed and opened again.
    let lines = [
        ticket(1, "", &[(10.0, "reply agent"), (60.0, "status solved"), (180.0, "status closed")]),
        ticket(2, "", &[(10.0, "reply agent"), (60.0, "status solved")]),
        ticket(3, "", &[(60.0, "status closed"), (120.0, "status open")]),
    ];
    let mut desk = desk(&lines.join("\n"));
    for id in ["first_resolution_time", "full_resolution_time", "active_resolution_time"] {
        assert_eq!(
            told(&mut desk, "salesforce", id, &["n", "mean", "censored"]),
            [Some(1.0), Some(3.0 * HOUR), Some(2.0)]
        );
        assert_eq!(under(&mut desk, "deskgauge", id, "mean"), Some(HOUR), "{id}");
    }
    let both = |desk: &mut Desk, id: &str, name: &str| {
        ["deskgauge", "salesforce"].map(|profile| under(desk, profile, id, name).unwrap_or_default())
    };
    // With us the third case was solved once too, and is open now.
    assert_eq!(both(&mut desk, "solved", "value"), [3.0, 1.0]);
    assert_eq!(both(&mut desk, "open", "value"), [1.0, 2.0]);
    assert_eq!(both(&mut desk, "resolution_rate", "count"), [3.0, 1.0]);
    assert_eq!(both(&mut desk, "one_touch_rate", "n"), [2.0, 1.0]);
    assert_eq!(both(&mut desk, "first_contact_resolution_rate", "n"), [2.0, 1.0]);
    // New until solved; then solved, which nobody waits in.
    assert_eq!(both(&mut desk, "requester_wait_time", "n"), [2.0, 1.0]);
    assert_eq!(both(&mut desk, "requester_wait_time", "mean"), [HOUR, HOUR]);
    // Nobody answered the third, but it may still be answered in both.
    assert_eq!(both(&mut desk, "first_response_time", "censored"), [1.0, 1.0]);
}

#[test]
fn the_backlog_of_salesforce_lasts_until_the_closing() {
    let mut desk = desk(&ticket(1, "", &[(60.0, "status solved"), (180.0, "status closed")]));
    let open = |desk: &mut Desk, profile: &str, minutes: f64| {
        let as_of = 1_704_099_600_000.0 + minutes * 60_000.0;
        let asked = Question { profile: Some(profile.into()), as_of, ..question(vec![metric("backlog")]) };
        figure(&desk.report(&asked).unwrap(), 0, "value", 0)
    };
    for (minutes, ours, theirs) in [(30.0, 1.0, 1.0), (90.0, 0.0, 1.0), (200.0, 0.0, 0.0)] {
        assert_eq!(open(&mut desk, "deskgauge", minutes), Some(ours), "after {minutes}");
        assert_eq!(open(&mut desk, "salesforce", minutes), Some(theirs), "after {minutes}");
    }
}

#[test]
fn zammad_cuts_to_minutes_and_takes_pending_time_off() {
    // Pending from 10 to 40 minutes, answered after 60 and a half, closed after 90.
    let events =
        [(10.0, "status pending"), (40.0, "status open"), (60.5, "reply agent"), (90.0, "status closed")];
    let mut desk = desk(&ticket(1, "", &events));
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "mean"), Some(60.5 * MINUTE));
    assert_eq!(under(&mut desk, "zammad", "first_response_time", "mean"), Some(30.0 * MINUTE));
    assert_eq!(under(&mut desk, "deskgauge", "full_resolution_time", "mean"), Some(90.0 * MINUTE));
    assert_eq!(under(&mut desk, "zammad", "full_resolution_time", "mean"), Some(60.0 * MINUTE));
}

#[test]
fn zammad_keeps_the_first_closing_and_the_longest_wait() {
    // Waits of 30 and of 90 minutes; closed after 300, open again, closed after 400.
    let events = [
        (10.0, "reply agent"),
        (20.0, "reply customer"),
        (50.0, "reply agent"),
        (60.0, "reply customer"),
        (150.0, "reply agent"),
        (300.0, "status closed"),
        (350.0, "status open"),
        (400.0, "status closed"),
    ];
    let mut closed = desk(&ticket(1, "", &events));
    assert_eq!(under(&mut closed, "deskgauge", "full_resolution_time", "mean"), Some(400.0 * MINUTE));
    assert_eq!(under(&mut closed, "zammad", "full_resolution_time", "mean"), Some(300.0 * MINUTE));
    assert_eq!(
        told(&mut closed, "deskgauge", "next_response_time", &["n", "mean"]),
        [Some(2.0), Some(60.0 * MINUTE)]
    );
    assert_eq!(
        told(&mut closed, "zammad", "next_response_time", &["n", "mean"]),
        [Some(1.0), Some(90.0 * MINUTE)]
    );
    // What was closed once is so for good, even while the ticket is open again.
    let mut open = desk(&ticket(1, "", &events[..7]));
    assert_eq!(under(&mut open, "zammad", "full_resolution_time", "mean"), Some(300.0 * MINUTE));
    assert_eq!(under(&mut open, "deskgauge", "full_resolution_time", "censored"), Some(1.0));
}

#[test]
fn zammad_counts_business_hours_where_there_are_any() {
    // Monday 9:00 to Tuesday 10:00 by an office of 9 to 17: eight hours and one.
    let mut desk = desk(&ticket(1, "", &[(25.0 * 60.0, "reply agent")]));
    let first = |desk: &mut Desk, profile: &str, hours: Option<&str>| {
        let choice = MetricChoice { hours: hours.map(Into::into), ..metric("first_response_time") };
        let asked = Question { profile: Some(profile.into()), ..question(vec![choice]) };
        figure(&desk.report(&asked).unwrap(), 0, "mean", 0)
    };
    assert_eq!(first(&mut desk, "zammad", None), Some(25.0 * HOUR), "no calendar is known");
    let hours = json!([["09:00", "17:00"]]);
    let office = json!({ "weekly": { "mon": hours, "tue": hours } });
    let settings = json!({ "calendars": { "office": office }, "calendar": "office" });
    let written: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings").unwrap()).unwrap();
    assert_eq!(first(&mut desk, "deskgauge", None), Some(25.0 * HOUR));
    assert_eq!(first(&mut desk, "zammad", None), Some(9.0 * HOUR));
    assert_eq!(first(&mut desk, "zammad", Some("calendar")), Some(25.0 * HOUR));
    assert_eq!(first(&mut desk, "deskgauge", Some("business")), Some(9.0 * HOUR));
    // As the desk's own profile too.
    desk.configure(Settings { profile: Some("zammad".into()), ..Settings::default() }).unwrap();
    let table = desk.report(&question(vec![metric("first_response_time")])).unwrap();
    assert_eq!(figure(&table, 0, "mean", 0), Some(9.0 * HOUR));
}

#[test]
fn intercom_needs_a_message_of_the_customer_and_the_answer_to_it() {
    // The agent writes first; the customer answers after an hour, the agent after 90 minutes; closed after three hours.
    let events = [
        (0.0, "created agent"),
        (0.0, "reply agent"),
        (60.0, "reply customer"),
        (90.0, "reply agent"),
        (180.0, "status closed"),
    ];
    let mut outbound = desk(&ticket(1, "", &events));
    assert_eq!(under(&mut outbound, "deskgauge", "first_response_time", "outbound"), Some(1.0));
    assert_eq!(under(&mut outbound, "intercom", "first_response_time", "mean"), Some(30.0 * MINUTE));
    for id in ["first_resolution_time", "full_resolution_time", "active_resolution_time"] {
        assert_eq!(under(&mut outbound, "deskgauge", id, "mean"), Some(3.0 * HOUR), "{id}");
        assert_eq!(under(&mut outbound, "intercom", id, "mean"), Some(2.0 * HOUR), "{id}");
    }
    // Opened by the customer, all is as with us.
    let mut inbound = desk(&ticket(1, "", &[(90.0, "reply agent"), (180.0, "status closed")]));
    for profile in ["deskgauge", "intercom"] {
        assert_eq!(
            under(&mut inbound, profile, "first_response_time", "mean"),
            Some(90.0 * MINUTE),
            "{profile}"
        );
        assert_eq!(
            under(&mut inbound, profile, "full_resolution_time", "mean"),
            Some(3.0 * HOUR),
            "{profile}"
        );
    }
}

#[test]
fn intercom_puts_times_on_the_day_the_conversation_began() {
    // Opened on 1 January, answered and closed on 1 February.
    let month = 31.0 * 1_440.0;
    let events = [(month, "reply agent as ann"), (month, "status closed")];
    let mut desk = desk(&ticket(1, "", &events).replace("2024-01-32", "2024-02-01"));
    let metrics = ["first_response_time", "first_resolution_time", "full_resolution_time"];
    for id in [&metrics[..], &["active_resolution_time", "first_contact_resolution_rate"]].concat() {
        let months = |desk: &mut Desk, profile| [1, 2].map(|month| in_month(desk, profile, id, "n", month));
        assert_eq!(months(&mut desk, "deskgauge"), [Some(0.0), Some(1.0)], "{id}");
        assert_eq!(months(&mut desk, "intercom"), [Some(1.0), Some(0.0)], "{id}");
    }
}

#[test]
fn intercom_keeps_the_last_closing_of_a_conversation_that_is_open_again() {
    let mut desk = desk(&ticket(1, "", &[(60.0, "status closed"), (120.0, "status open")]));
    assert_eq!(under(&mut desk, "deskgauge", "full_resolution_time", "censored"), Some(1.0));
    assert_eq!(under(&mut desk, "intercom", "full_resolution_time", "mean"), Some(HOUR));
}

#[test]
fn the_median_stands_for_times_at_intercom() {
    let lines = [10.0, 20.0, 90.0].map(|minutes| ticket(minutes as u32, "", &[(minutes, "reply agent")]));
    let mut desk = desk(&lines.join("\n"));
    for (profile, value, seconds) in [("deskgauge", "mean", 2_400.0), ("intercom", "median", 1_200.0)] {
        let metrics = vec![metric("first_response_time"), metric("tickets")];
        let asked = Question { profile: Some(profile.into()), ..question(metrics) };
        let table = desk.report(&asked).unwrap();
        let header = &table.header.metrics[0];
        assert_eq!((header.value, figure(&table, 0, value, 0)), (value, Some(seconds)), "{profile}");
        assert_eq!(header.interval.is_some(), value == "mean", "an interval is that of a mean");
        assert_eq!(table.header.metrics[1].value, "value");
    }
}

/// The switches that the stories here and those of `profiles` were written for, by profile: who changes a row writes a story.
const TOLD: [(&str, &[&str]); 9] = [
    ("deskgauge", &[]),
    ("zendesk", &["outbound", "second-reply", "keeps-resolution", "few-replies"]),
    ("freshdesk", &["outbound", "assigned-only", "one-reply"]),
    ("jira", &["outbound", "solve-answers", "last-cycle", "less-waiting"]),
    ("salesforce", &["outbound", "closed-only"]),
    ("servicenow", &["outbound", "solve-answers", "work-answers"]),
    ("zammad", &["outbound", "first-end", "less-waiting", "longest-wait", "whole-minutes", "business-hours"]),
    ("chatwoot", &["outbound", "from-bot", "every-resolution", "every-solve"]),
    (
        "intercom",
        &[
            "outbound",
            "from-customer",
            "by-creation",
            "keeps-resolution",
            "every-solve",
            "one-teammate",
            "median",
        ],
    ),
];

#[test]
fn the_switches_of_every_profile_are_those_the_stories_were_written_for() {
    let rows =
        Profile::all().map(|profile| (profile.name(), profile.switches().iter().map(Switch::id).collect()));
    let told = TOLD.iter().map(|&(name, switches)| (name, switches.to_vec()));
    assert_eq!(rows.collect::<Vec<(_, Vec<_>)>>(), told.collect::<Vec<_>>());
}

#[test]
fn every_difference_names_a_public_document() {
    for &metric in Metric::ALL {
        for difference in differences(metric) {
            let (name, text) = (difference.profile.name(), &difference.text);
            let source = text.rsplit_once(" (").map_or("", |(_, source)| source).to_lowercase();
            let product = if name == "jira" { "atlassian" } else { name };
            assert!(source.starts_with(product) && source.ends_with(')'), "{name}: {text}");
        }
    }
}
