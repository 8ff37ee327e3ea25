//! Six invented tickets as several vendors tell them: all arrive at the same figures, in any order of the payloads.

use std::collections::BTreeMap;

use deskgauge::desk::{Desk, Settings};
use deskgauge::report::{MetricChoice, Question};
use deskgauge::settings::{Value as Plain, read};
use deskgauge::ticket::{Dimension, Kind, Survey, SurveyKind};
use serde_json::{Value, json};

use super::facts::events;
use super::six;
use super::{Payloads, crms, files, load};
use crate::desk::{figure, metric};
use crate::sla::vendor::{SNAPSHOT, Telling, check};

/// The payloads of a vendor, and what they must end in.
pub fn payloads(vendor: &str) -> Option<(Payloads, Value)> {
    let payloads = match vendor {
        "zammad" => six::zammad(),
        "chatwoot" => six::chatwoot(),
        "chatwoot by webhooks" => six::webhooks(),
        "intercom" | "hubspot" => Some(crms::told_by(vendor)),
        _ => files(&format!("vendor-lifecycle-handmade/{vendor}")),
    };
    Some((payloads?, expected()?))
}

/// The payloads in a vendor's folder with one record each.
pub fn pieces(vendor: &str) -> Option<Vec<String>> {
    Some(single_records(&payloads(vendor)?.0))
}

/// Payloads as ones with one record each, with the issue that a list is beside; what a webhook sends is one.
pub fn single_records(payloads: &Payloads) -> Vec<String> {
    let mut pieces = Vec::new();
    for (_, bytes) in payloads {
        match serde_json::from_slice(bytes).unwrap() {
            Value::Array(records) => {
                pieces.extend(records.into_iter().map(|record| json!([record]).to_string()))
            }
            Value::Object(members)
                if ["action", "object_kind", "iid"].iter().any(|name| members.contains_key(*name)) =>
            {
                pieces.push(Value::Object(members).to_string());
            }
            Value::Object(members) => {
                let lists = members.iter().filter_map(|(name, value)| Some((name, value.as_array()?)));
                for (name, record) in lists.flat_map(|(name, list)| list.iter().map(move |one| (name, one))) {
                    let beside = members.iter().filter(|(name, _)| name.starts_with("issue_"));
                    let mut piece: serde_json::Map<String, Value> =
                        beside.map(|(name, value)| (name.clone(), value.clone())).collect();
                    piece.insert(name.clone(), json!([record]));
                    pieces.push(Value::Object(piece).to_string());
                }
            }
            _ => panic!("no payload"),
        }
    }
    pieces
}

/// How a vendor's ids and words read.
pub fn telling(vendor: &str) -> Telling {
    let id: fn(u64) -> String = match vendor {
        "jira" => |number| format!("DESK-{number}"),
        "salesforce" => |number| format!("{number:08}"),
        "servicenow" => |number| format!("INC{number:07}"),
        "github" | "gitlab" => |number| format!("acme/desk#{number}"),
        "zammad" => |number| (22_000 + number).to_string(),
        _ => |number| number.to_string(),
    };
    let statuses = match vendor {
        "jira" => json!({ "Pending": "on_hold" }),
        "intercom" => json!({ "snoozed": "on_hold" }),
        _ => json!({}),
    };
    Telling { id, statuses, untold: &[] }
}

/// A vendor's word in the usual ones.
fn usual(word: Option<String>) -> Option<String> {
    let word = word?.to_ascii_lowercase();
    Some(match word.as_str() {
        "medium" | "3 - moderate" => "normal".into(),
        "highest" | "critical" | "1 - critical" => "urgent".into(),
        "2 - high" => "high".into(),
        "4 - low" => "low".into(),
        "resolved" => "solved".into(),
        "api" => "web".into(),
        "in progress" | "working" => "open".into(),
        "done and filed" => "closed".into(),
        _ => word,
    })
}

pub fn configure(desk: &mut Desk, telling: &Telling, expected: &Value) {
    let groups = expected["groups"].as_object().unwrap().values();
    let lines: serde_json::Map<String, Value> =
        groups.map(|group| (group["name"].as_str().unwrap().to_string(), group["line"].clone())).collect();
    let day = json!([["09:00", "17:00"]]);
    let settings = json!({
        "levels": { "groups": lines },
        "statuses": telling.statuses,
        "calendars": { "office": { "weekly": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day } } },
        "calendar": "office",
    });
    let settings: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&settings, "bad-settings").unwrap()).unwrap();
}

fn asked(choice: MetricChoice) -> Question {
    Question { metrics: vec![choice], as_of: SNAPSHOT, ..Question::default() }
}

/// A metric's value of each ticket it counts.
fn values(desk: &mut Desk, choice: MetricChoice) -> BTreeMap<String, f64> {
    let found = desk.tickets_of(&asked(choice), 0, 0, 100).unwrap();
    found.tickets.into_iter().map(|one| (one.id, one.value)).collect()
}

fn value(desk: &mut Desk, choice: MetricChoice, statistic: &str) -> Option<f64> {
    let table = desk.report(&asked(choice)).unwrap();
    figure(&table, 0, statistic, 0)
}

fn in_business_hours(id: &str) -> MetricChoice {
    MetricChoice { hours: Some("business".into()), ..metric(id) }
}

/// Holds a desk to the figures of each ticket and to the summary.
fn hold(desk: &mut Desk, telling: &Telling, expected: &Value, vendor: &str) {
    let durations = [
        ("frt_minutes", metric("first_response_time")),
        ("first_res_minutes", metric("first_resolution_time")),
        ("res_minutes", metric("full_resolution_time")),
        ("tte_minutes", metric("time_to_escalation")),
        ("frt_b_minutes", in_business_hours("first_response_time")),
        ("res_b_minutes", in_business_hours("full_resolution_time")),
    ];
    let told = |name: &str| !telling.untold.contains(&name);
    for (name, choice) in durations.into_iter().filter(|(name, _)| told(name)) {
        let found = values(desk, choice);
        for ticket in expected["tickets"].as_array().unwrap() {
            let id = (telling.id)(ticket["id"].as_u64().unwrap());
            let minutes = found.get(&id).map(|seconds| seconds / 60.0);
            assert_eq!(minutes, ticket[name].as_f64(), "{vendor} {id} {name}");
        }
    }
    let counts = [
        ("reopens", metric("reopens_per_ticket")),
        ("transfers", metric("transfers_per_ticket")),
        ("escalations", metric("escalations_per_ticket")),
    ];
    for (name, choice) in counts.into_iter().filter(|(name, _)| told(name)) {
        let found = values(desk, choice);
        for ticket in expected["tickets"].as_array().unwrap() {
            let id = (telling.id)(ticket["id"].as_u64().unwrap());
            let count = found.get(&id).copied().unwrap_or(0.0);
            assert_eq!(Some(count), ticket[name].as_f64(), "{vendor} {id} {name}");
        }
    }
    for ticket in expected["tickets"].as_array().unwrap() {
        let id = (telling.id)(ticket["id"].as_u64().unwrap());
        let store = desk.store();
        let row = store.tickets().ids().row(&id).unwrap();
        let word = |of| usual(store.word(row, of).map(str::to_string));
        // Jira keeps the channel in a field of each site's own; hosts of code have none, Intercom knows no form of the web.
        let formless = vendor == "intercom" && ticket["channel"] == "web";
        if !formless && !matches!(vendor, "jira" | "github" | "gitlab") {
            assert_eq!(word(Dimension::Channel).as_deref(), ticket["channel"].as_str(), "{vendor} {id}");
        }
        let (found, hoped) = (word(Dimension::Status), ticket["final_status"].as_str());
        let only_end = match vendor {
            "salesforce" | "github" | "gitlab" | "zammad" => Some("closed"),
            "chatwoot" => Some("solved"),
            // A conversation is closed, a ticket resolved.
            "intercom" => Some(if ticket["id"] == 1 { "solved" } else { "closed" }),
            _ => None,
        };
        let hoped = only_end.filter(|_| matches!(hoped, Some("solved" | "closed"))).or(hoped);
        assert_eq!(found.as_deref(), hoped, "{vendor} {id}");
        // Intercom has two priorities.
        let priority = match ticket["priority"].as_str() {
            Some("urgent") if vendor == "intercom" => Some("high"),
            Some("low") if vendor == "intercom" => Some("normal"),
            priority => priority,
        };
        assert_eq!(word(Dimension::Priority).as_deref(), priority, "{vendor} {id}");
        let ratings: Vec<Option<String>> = events(store, &id)
            .into_iter()
            .filter(|told| told.kind == Kind::Survey)
            .map(|told| told.value)
            .collect();
        let survey = |score| Survey { kind: SurveyKind::Csat, score, scale: 5.0 };
        let hoped = ticket["rating_1_to_5"].as_f64().map(|score| Some(format!("{:?}", Some(survey(score)))));
        match vendor {
            // A rating without a time is no event.
            "jira" => {
                assert_eq!(store.tickets().csat(row as usize), ticket["rating_1_to_5"].as_f64());
            }
            "salesforce" | "servicenow" | "github" | "gitlab" | "zammad" => assert_eq!(ratings, vec![]),
            _ => assert_eq!(ratings, hoped.into_iter().collect::<Vec<_>>(), "{vendor} {id}"),
        }
    }
    let summary = &expected["summary"];
    let mut same = |choice: MetricChoice, statistic: &str, hoped: &Value, unit: f64| {
        let found = value(desk, choice.clone(), statistic).map(|found| found / unit);
        let hoped = hoped.as_f64();
        let near = found.zip(hoped).is_some_and(|(found, hoped)| (found - hoped).abs() < 1e-9);
        assert!(near, "{vendor} {} {statistic}: {found:?}, hoped for {hoped:?}", choice.metric);
    };
    let times = [
        ("frt_minutes", metric("first_response_time")),
        ("frt_business_minutes", in_business_hours("first_response_time")),
        ("resolution_minutes_last", metric("full_resolution_time")),
        ("resolution_minutes_first", metric("first_resolution_time")),
        ("resolution_business_minutes_last", in_business_hours("full_resolution_time")),
    ];
    for (name, choice) in times {
        same(choice.clone(), "n", &summary[name]["n"], 1.0);
        same(choice.clone(), "mean", &summary[name]["mean"], 60.0);
        same(choice, "median", &summary[name]["median"], 60.0);
    }
    same(metric("tickets"), "value", &summary["tickets"], 1.0);
    same(metric("open"), "value", &summary["open_at_snapshot"], 1.0);
    same(metric("reopen_rate"), "count", &summary["reopened_tickets"], 1.0);
    same(metric("solved"), "value", &summary["solved_or_closed"], 1.0);
    // Ours is a share of all tickets, theirs of those solved.
    let solved = summary["solved_or_closed"].as_f64().unwrap();
    same(metric("reopen_rate"), "count", &summary["reopen_rate_of_solved"], solved);
    if told("transfers") {
        same(metric("transfer_rate"), "count", &summary["transferred_tickets"], 1.0);
        same(metric("transfers"), "value", &summary["transfers"], 1.0);
        same(metric("escalations"), "value", &summary["escalations"], 1.0);
        same(metric("escalation_rate"), "count", &summary["escalated_tickets"], 1.0);
        same(metric("escalation_rate"), "value", &summary["escalation_rate"], 1.0);
        let tte = &summary["average_time_to_first_escalation_minutes"];
        same(metric("time_to_escalation"), "mean", tte, 60.0);
    }
    if !matches!(vendor, "salesforce" | "servicenow" | "github" | "gitlab" | "zammad") {
        same(metric("csat"), "value", &summary["csat"]["score"], 1.0);
    }
    let backlog = Question { bucket: Some("day".into()), ..asked(metric("backlog")) };
    let table = desk.report(&backlog).unwrap();
    let hoped: Vec<Option<f64>> =
        summary["backlog_end_of_day"].as_object().unwrap().values().map(Value::as_f64).collect();
    let found: Vec<Option<f64>> = (0..hoped.len()).map(|row| figure(&table, 0, "value", row)).collect();
    assert_eq!(found, hoped, "{vendor}");
}

/// Payloads that name what the others only number.
pub fn names(vendor: &str, expected: &Value) -> Option<(String, Vec<u8>)> {
    let groups = expected["groups"].as_object().unwrap().iter();
    let records: Vec<Value> = groups
        .map(|(number, group)| {
            let number: u32 = number.parse().unwrap();
            json!({ "sys_id": format!("b{number:031x}"), "name": group["name"], "manager": "" })
        })
        .collect();
    (vendor == "servicenow")
        .then(|| ("sys_user_group".into(), json!({ "result": records }).to_string().into()))
}

fn all_orders(vendor: &str, folder: &str) {
    let Some((mut payloads, expected)) = payloads(folder) else { return };
    payloads.extend(names(vendor, &expected));
    // Jira's clocks of one request do not say whose they are.
    payloads.retain(|(name, _)| !name.starts_with("request_"));
    arrive(vendor, &payloads, &expected);
}

/// The figures that the six tickets must end in.
pub fn expected() -> Option<Value> {
    let (_, bytes) = files("vendor-lifecycle-handmade")?.remove(0);
    Some(serde_json::from_slice(&bytes).unwrap())
}

/// Holds a vendor's payloads to every figure, whichever of them comes first.
pub fn arrive(vendor: &str, payloads: &Payloads, expected: &Value) {
    every_turn(vendor, payloads, &telling(vendor), expected);
}

fn every_turn(vendor: &str, payloads: &Payloads, telling: &Telling, expected: &Value) {
    for turn in 0..payloads.len() {
        let mut desk = Desk::new();
        for at in 0..payloads.len() {
            let (name, bytes) = &payloads[(turn + at) % payloads.len()];
            let loaded = load(&mut desk, vendor, bytes).unwrap();
            let unknown = loaded.source.unwrap().unknown_events;
            // Chatwoot's sentences about what changed are counted and no more.
            let sentences = usize::from(vendor == "chatwoot" && unknown.get("activity").is_some());
            assert_eq!(
                (loaded.skipped, unknown.len()),
                (0, sentences),
                "{vendor} {name} {:?}",
                loaded.problems
            );
        }
        assert_eq!(desk.store().tickets().len(), 6, "{vendor}");
        configure(&mut desk, telling, expected);
        hold(&mut desk, telling, expected, vendor);
        check(&mut desk, telling, expected);
    }
}

#[test]
fn zendesk_arrives_at_every_figure() {
    all_orders("zendesk", "zendesk");
}

#[test]
fn freshdesk_arrives_at_every_figure() {
    all_orders("freshdesk", "freshdesk");
}

#[test]
fn jira_arrives_at_every_figure() {
    all_orders("jira", "jira-service-management");
}

#[test]
fn salesforce_arrives_at_every_figure() {
    all_orders("salesforce", "salesforce");
}

#[test]
fn servicenow_arrives_at_every_figure() {
    all_orders("servicenow", "servicenow");
}

#[test]
fn zammad_arrives_at_every_figure() {
    all_orders("zammad", "zammad");
}

#[test]
fn intercom_arrives_at_every_figure() {
    all_orders("intercom", "intercom");
}

#[test]
fn hubspot_arrives_at_every_figure() {
    all_orders("hubspot", "hubspot");
}

/// What only the changes of a conversation tell, which Chatwoot's API has as sentences alone: who had it when, and how long
/// it was put off. A conversation is never on hold at Chatwoot.
const CHANGES: [&str; 5] =
    ["transfers", "escalations", "tte_minutes", "requester_wait_minutes", "hold_minutes"];

#[test]
fn chatwoot_arrives_at_every_figure_that_its_api_tells() {
    let Some((payloads, expected)) = payloads("chatwoot") else { return };
    let telling = Telling { untold: &CHANGES, ..telling("chatwoot") };
    every_turn("chatwoot", &payloads, &telling, &expected);
    // Without the changes, every conversation seems to have been where it is from its beginning.
    let mut desk = Desk::new();
    for (_, bytes) in &payloads {
        load(&mut desk, "chatwoot", bytes).unwrap();
    }
    configure(&mut desk, &telling, &expected);
    assert_eq!(value(&mut desk, metric("escalations"), "value"), Some(0.0));
    assert_eq!(value(&mut desk, metric("transfers"), "value"), Some(0.0));
    assert_eq!(value(&mut desk, metric("time_to_escalation"), "mean"), None);
}

#[test]
fn chatwoot_arrives_at_every_figure_but_hold_with_webhooks() {
    let Some((mut payloads, expected)) = payloads("chatwoot by webhooks") else { return };
    let telling = Telling { untold: &["hold_minutes"], ..telling("chatwoot") };
    every_turn("chatwoot", &payloads, &telling, &expected);
    payloads.extend(six::chatwoot().unwrap());
    every_turn("chatwoot", &payloads, &telling, &expected);
}
