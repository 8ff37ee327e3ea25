//! Payloads in any order, in any parts and again: the same store as in one load.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Role};
use proptest::prelude::*;

use super::facts::{all, events};
use super::{crms, github, gitlab, lifecycle, load, scenario, six};

/// Loads payloads in another order, some of them twice, so many at a time. Every other time the desk is put away in between.
fn shuffled(source: &str, payloads: &[String], seed: u64, at_once: usize) -> Desk {
    let mut order: Vec<usize> =
        (0..payloads.len()).chain((0..payloads.len()).filter(|at| at % 3 == 0)).collect();
    let mut state = seed;
    for at in (1..order.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
    let mut desk = Desk::new();
    for (number, some) in order.chunks(at_once).enumerate() {
        let bytes: Vec<&str> = some.iter().map(|&at| payloads[at].as_str()).collect();
        load(&mut desk, source, bytes.join("\n").as_bytes()).unwrap();
        if number % 2 == 0 {
            let snapshot = desk.save().unwrap();
            desk = Desk::new();
            desk.restore(&snapshot).unwrap();
            assert_eq!(desk.save().unwrap(), snapshot);
        }
    }
    desk
}

fn check(source: &str, payloads: &[String], seed: u64, at_once: usize) {
    let mut once = Desk::new();
    let loaded = load(&mut once, source, payloads.concat().as_bytes()).unwrap();
    let parts = shuffled(source, payloads, seed, at_once);
    assert_eq!(loaded.events, once.store().events().len());
    assert_eq!(all(parts.store()), all(once.store()));
    // Once more is no change.
    let mut again = parts;
    let loaded = load(&mut again, source, payloads.concat().as_bytes()).unwrap();
    assert_eq!((loaded.new_tickets, loaded.events), (0, 0));
    assert_eq!(all(again.store()), all(once.store()));
}

/// Loads a few payloads in every order, with the desk put away in between. Gives the desk that all orders end in.
pub fn in_every_order(source: &str, payloads: &[&str]) -> Desk {
    let mut found: Option<Desk> = None;
    let count = payloads.len();
    for number in 0..count.pow(count as u32) {
        let order: Vec<usize> = (0..count).map(|at| number / count.pow(at as u32) % count).collect();
        if (0..count).any(|at| !order.contains(&at)) {
            continue;
        }
        let mut desk = Desk::new();
        for &at in &order {
            load(&mut desk, source, payloads[at].as_bytes()).unwrap();
            let snapshot = desk.save().unwrap();
            desk = Desk::new();
            desk.restore(&snapshot).unwrap();
        }
        if let Some(found) = &found {
            assert_eq!(all(desk.store()), all(found.store()), "{source} {order:?}");
        }
        found = Some(desk);
    }
    found.unwrap()
}

#[test]
fn a_newer_version_that_says_the_same_counts_after_older_changes() {
    let ticket = |at: u8, status: &str| {
        format!(
            r#"{{"ticket":{{"id":1,"status":"{status}","created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T10:{at}:00Z","requester_id":7}}}}"#
        )
    };
    let audit = r#"{"audit":{"id":5,"ticket_id":1,"created_at":"2026-03-02T10:20:00Z","author_id":9,"events":[
        {"id":6,"type":"Change","field_name":"status","previous_value":"open","value":"solved"}]}}"#;
    let desk = in_every_order("zendesk", &[&ticket(10, "open"), audit, &ticket(30, "open")]);
    let status = desk.store().tickets().codes(Dimension::Status)[0];
    assert_eq!(desk.store().dictionary(Dimension::Status).get(status), Some("open"));
    in_every_order("zendesk", &[&ticket(10, "deleted"), audit, &ticket(30, "deleted")]);
}

#[test]
fn who_is_an_agent_anywhere_is_one() {
    const REDMINE: &str = r#"{"issue":{"id":1,"author":{"id":9},"created_on":"2026-03-02T09:00:00Z","updated_on":"2026-03-02T10:00:00Z","journals":[
        {"id":3,"user":{"id":5,"name":"Ana"},"notes":"a","private_notes":PRIVATE,"created_on":"2026-03-02T09:20:00Z"},
        {"id":4,"user":{"id":5,"name":"Ana"},"notes":"b","created_on":"2026-03-02T09:30:00Z"}]}}"#;
    let [open, private] = ["false", "true"].map(|is| REDMINE.replace("PRIVATE", is));
    let redmine = |id: u8, role: &str| {
        format!(
            r#"{{"memberships":[{{"id":{id},"user":{{"id":5,"name":"Ana"}},"roles":[{{"id":3,"name":"{role}"}}]}}]}}"#
        )
    };
    let (developer, reporter) = (redmine(1, "Developer"), redmine(2, "Reporter"));
    let user = r#"{"user":{"id":5,"firstname":"Ana","memberships":[{"id":2,"roles":[{"name":"Reporter"}]},{"id":6,"roles":[]}]}}"#;
    let gitlab = r#"[{"id":41,"iid":1,"state":"opened","author":{"username":"cus"},"labels":[],"assignees":[],"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"},
        {"id":3,"noteable_id":41,"noteable_type":"Issue","system":false,"author":{"username":"ana"},"created_at":"2026-03-02T09:30:00Z"}]"#;
    let github = r#"[{"url":"https://api.github.com/repos/a/b/issues/8","comments_url":"","number":8,"state":"open","user":{"login":"cus"},"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"},
        {"id":1,"issue_url":"https://api.github.com/repos/a/b/issues/8","user":{"login":"ana"},"created_at":"2026-03-02T09:30:00Z"}]"#;
    let github_says =
        |may: &str| format!(r#"[{{"login":"ana","permissions":{{"pull":true,"push":{may}}}}}]"#);
    let (pushes, pulls) = (github_says("true"), github_says("false"));
    let (maintainer, guest) =
        (r#"[{"username":"ana","access_level":40}]"#, r#"[{"username":"ana","access_level":10}]"#);
    for (source, id, payloads, role) in [
        ("redmine", "1", &[&open, &developer, &reporter, user] as &[&str], Role::Agent),
        // What somebody does says less than what they are told to be.
        ("redmine", "1", &[&private, &reporter, user], Role::Customer),
        ("gitlab", "41", &[gitlab, maintainer, guest], Role::Agent),
        ("github", "a/b#8", &[github, &pushes, &pulls], Role::Agent),
    ] {
        let desk = in_every_order(source, payloads);
        assert_eq!(events(desk.store(), id).last().map(|told| told.role), Some(role), "{source}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn of_rt(seed in any::<u64>(), page in 20..300_usize, at_once in 1..12_usize) {
        let Some(payloads) = scenario::rt(page) else { return Ok(()) };
        check("rt", &payloads, seed, at_once);
    }

    #[test]
    fn of_django_helpdesk(seed in any::<u64>(), page in 5..60_usize, at_once in 1..12_usize) {
        let Some(payloads) = scenario::django_helpdesk(page) else { return Ok(()) };
        check("django-helpdesk", &payloads, seed, at_once);
    }

    #[test]
    fn of_redmine(seed in any::<u64>(), at_once in 1..12_usize) {
        let Some(payloads) = scenario::redmine() else { return Ok(()) };
        check("redmine", &payloads, seed, at_once);
    }

    #[test]
    fn of_the_six_tickets(seed in any::<u64>(), at_once in 1..40_usize) {
        let folders = [
            ("zendesk", "zendesk"),
            ("freshdesk", "freshdesk"),
            ("jira", "jira-service-management"),
            ("salesforce", "salesforce"),
            ("servicenow", "servicenow"),
        ];
        for (vendor, folder) in folders {
            let Some(mut payloads) = lifecycle::pieces(folder) else { return Ok(()) };
            // Jira's clocks of one request do not say whose they are.
            payloads.retain(|payload| !payload.starts_with("{\"values\""));
            check(vendor, &payloads, seed, at_once);
        }
        let told = [("zammad", six::zammad()), ("chatwoot", six::chatwoot()), ("chatwoot", six::webhooks())];
        for (vendor, payloads) in told {
            check(vendor, &six::pieces(&payloads.unwrap()), seed, at_once);
        }
        for vendor in ["intercom", "hubspot"] {
            check(vendor, &crms::pieces(vendor), seed, at_once);
        }
    }

    #[test]
    fn of_issues_of_code(seed in any::<u64>(), at_once in 1..40_usize) {
        let ways = github::ways().map(|way| ("github", way)).into_iter();
        for (source, payloads) in ways.chain(gitlab::ways().map(|way| ("gitlab", way))) {
            check(source, &lifecycle::single_records(&payloads), seed, at_once);
        }
    }
}
