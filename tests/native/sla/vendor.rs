//! Six invented tickets as Zendesk tells them, and the figures that every reading of them must give.
//!
//! The data are not part of the project. They are looked for in DESKGAUGE_DATA, by default ../shared/data beside the checkout;
//! without them the checks are skipped and counted.

use std::path::{Path, PathBuf};

use deskgauge::desk::{Desk, Settings};
use deskgauge::report::ClocksQuestion;
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{SlaQuestion, ToldCycle};
use serde_json::{Value, json};

use crate::desk::desk;

/// Tuesday, 2026-03-10, 00:00 UTC.
pub const SNAPSHOT: f64 = 1_773_100_800_000.0;
/// Figures that are checked, told when the data are absent.
const CHECKS: usize = 49;

/// The file `name` of the data, where it is.
fn file(name: &str) -> Option<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("DESKGAUGE_DATA").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(data.join("vendor-lifecycle-handmade").join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// Zendesk's tickets and audits as tickets with events.
fn lines(tickets: &Value, audits: &Value) -> String {
    let told = |ticket: &Value| {
        let mine = |audit: &&Value| audit["ticket_id"] == ticket["id"];
        let events: Vec<Value> = audits["audits"]
            .as_array()
            .unwrap()
            .iter()
            .filter(mine)
            .flat_map(|audit| {
                let role = if audit["author_id"] == ticket["requester_id"] { "customer" } else { "agent" };
                audit["events"].as_array().unwrap().iter().filter_map(move |event| {
                    let what = match (event["type"].as_str()?, event["field_name"].as_str()) {
                        ("Comment", _) if event["public"] == json!(true) => {
                            json!({ "kind": "reply", "role": role })
                        }
                        ("Comment", _) => json!({ "kind": "note", "role": role }),
                        (_, Some("status")) => json!({ "kind": "status", "to": event["value"] }),
                        _ => return None,
                    };
                    let mut what = what;
                    what["at"] = audit["created_at"].clone();
                    Some(what)
                })
            })
            .collect();
        json!({ "id": ticket["id"], "created_at": ticket["created_at"], "events": events }).to_string()
    };
    tickets["tickets"].as_array().unwrap().iter().map(told).collect::<Vec<_>>().join("\n")
}

/// What a vendor's telling of the six tickets needs beside it.
pub struct Telling {
    /// The id of a ticket by its number.
    pub id: fn(u64) -> String,
    /// Classes of statuses that common usage does not give.
    pub statuses: Value,
    /// Names of the figures that the vendor does not tell.
    pub untold: &'static [&'static str],
}

fn configure(desk: &mut Desk, telling: &Telling, calendar: Value, goals: [&str; 2]) {
    let day = json!([["09:00", "17:00"]]);
    let settings = json!({
        "statuses": telling.statuses,
        "clocks": { "profile": "zendesk" },
        "calendars": { "office": { "weekly": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day } } },
        "policies": [{ "id": "all", "calendar": calendar, "targets": {
            "first_response": goals[0], "first_resolution": goals[1], "resolution": goals[1], "requester_wait": goals[1],
            "on_hold": goals[1],
        } }],
    });
    let settings: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&settings, "bad-settings").unwrap()).unwrap();
}

fn cycle(cycles: &[ToldCycle], clock: &str) -> ToldCycle {
    cycles.iter().rfind(|cycle| cycle.clock == clock).unwrap().clone()
}

#[test]
fn six_tickets_stand_as_their_makers_say() {
    let files = ["expected.json", "zendesk/tickets.json", "zendesk/audits.json"].map(file);
    let [Some(expected), Some(tickets), Some(audits)] = files else {
        println!("{CHECKS} checks skipped, for want of vendor-lifecycle-handmade");
        return;
    };
    let mut desk = desk(&lines(&tickets, &audits));
    let telling =
        Telling { id: |number| number.to_string(), statuses: json!({ "hold": "on_hold" }), untold: &[] };
    assert_eq!(check(&mut desk, &telling, &expected), CHECKS);
}

/// Holds the clocks of a desk with the six tickets to what is expected. Returns how many figures there were.
pub fn check(desk: &mut Desk, telling: &Telling, expected: &Value) -> usize {
    let mut checks = 0;
    let mut same = |name: String, found: Option<f64>, hoped: &Value| {
        checks += 1;
        assert_eq!(found, hoped.as_f64(), "{name}");
    };
    for (calendar, business) in [(Value::Null, false), (json!("office"), true)] {
        configure(desk, telling, calendar, ["60m", "24h"]);
        for hoped in expected["tickets"].as_array().unwrap() {
            let id = (telling.id)(hoped["id"].as_u64().unwrap());
            let cycles = desk.clocks(&id, SNAPSHOT).unwrap();
            let minutes = |cycle: ToldCycle, span: bool| {
                let used = if span { cycle.used + cycle.paused } else { cycle.used };
                cycle.stop.map(|_| used / 60.0)
            };
            // Where there was no reply, the solve stands in for it on the clock; the figure has none then.
            let replied = !hoped["frt_minutes"].is_null();
            let first = minutes(cycle(&cycles, "first_response"), false).filter(|_| replied);
            let last = minutes(cycle(&cycles, "resolution"), true);
            if business {
                same(format!("{id} frt_b"), first, &hoped["frt_b_minutes"]);
                same(format!("{id} res_b"), last, &hoped["res_b_minutes"]);
                continue;
            }
            same(format!("{id} frt"), first, &hoped["frt_minutes"]);
            same(format!("{id} res"), last, &hoped["res_minutes"]);
            let once = minutes(cycle(&cycles, "first_resolution"), true);
            same(format!("{id} first_res"), once, &hoped["first_res_minutes"]);
            let waited = cycle(&cycles, "requester_wait").used / 60.0;
            let held = cycle(&cycles, "on_hold").used / 60.0;
            for (name, minutes) in [("requester_wait_minutes", waited), ("hold_minutes", held)] {
                if !telling.untold.contains(&name) {
                    same(format!("{id} {name}"), Some(minutes), &hoped[name]);
                }
            }
        }
    }
    configure(desk, telling, Value::Null, ["60m", "24h"]);
    let sla = SlaQuestion { now: SNAPSHOT, ..SlaQuestion::default() };
    let rows = desk.sla(&ClocksQuestion { sla, ..ClocksQuestion::default() }).unwrap().rows;
    let row = |clock: &str| rows.iter().find(|row| row.clock == clock).unwrap();
    let (reply, goal) = (row("first_response"), &expected["summary"]["sla_first_reply_60min"]);
    // Solved without a reply in time counts as met.
    let met = goal["met"].as_u64().unwrap() + goal["solved_without_reply_in_time"].as_u64().unwrap();
    same("replies met".into(), Some(f64::from(reply.counts.met)), &json!(met));
    same("replies missed".into(), Some(f64::from(reply.counts.missed)), &goal["missed_replied_late"]);
    same("replies breached".into(), Some(f64::from(reply.counts.breached)), &goal["no_reply_open_past_goal"]);
    let attainment = &goal["attainment_counting_4_as_missed_and_6_as_met"];
    same("replies in time".into(), reply.attainment, attainment);
    let (solve, goal) = (row("resolution"), &expected["summary"]["sla_resolution_24h"]);
    same("solves met".into(), Some(f64::from(solve.counts.met)), &goal["met"]);
    let missed = solve.counts.missed + solve.counts.breached;
    same("solves missed".into(), Some(f64::from(missed)), &goal["missed"]);
    same("solves in time".into(), solve.attainment, &goal["attainment_counting_4_as_missed"]);
    checks
}
