//! Lists of incidents that people export from ServiceNow as CSV.

use deskgauge::desk::Desk;
use deskgauge::ingest::{LoadOptions, Loaded, Mapping};
use deskgauge::report::Question;
use deskgauge::settings::{Value as Plain, read};
use deskgauge::store::{CustomColumn, Stated};
use deskgauge::ticket::{Dimension, Kind};

use super::facts::{all, events};
use crate::desk::{figure, metric, question};

/// A log with a row for each state, with the columns of the mapping for such logs.
const LOG: &str = "number,incident_state,reassignment_count,reopen_count,sys_mod_count,made_sla,opened_at,sys_updated_at,caller_id,contact_type,category,subcategory,impact,urgency,priority,assignment_group,assigned_to,knowledge,location,resolved_by,resolved_at,closed_at,closed_code
INC1,New,0,0,0,true,29/2/2016 01:16,29/2/2016 01:23,C1,Phone,Mail,?,2 - Medium,2 - Medium,3 - Moderate,Group 56,?,true,L1,?,29/2/2016 11:29,5/3/2016 12:00,code 5
INC1,Awaiting Vendor,0,0,2,true,29/2/2016 01:16,29/2/2016 08:53,C1,Phone,Mail,?,2 - Medium,2 - Medium,3 - Moderate,Group 56,R1,true,L1,?,29/2/2016 11:29,5/3/2016 12:00,code 5
INC1,Resolved,1,0,3,true,29/2/2016 01:16,29/2/2016 11:29,C1,Phone,Mail,?,2 - Medium,2 - Medium,3 - Moderate,Group 70,R1,true,L1,R1,29/2/2016 11:29,5/3/2016 12:00,code 5
INC2,New,0,0,0,true,29/2/2016 04:40,29/2/2016 04:57,C2,Email,Mail,?,2 - Medium,2 - Medium,2 - High,Group 70,?,true,L1,?,?,?,?
INC1,Closed,1,0,4,false,29/2/2016 01:16,5/3/2016 12:00,C1,Phone,Mail,?,2 - Medium,2 - Medium,3 - Moderate,Group 70,R1,true,L1,R1,29/2/2016 11:29,5/3/2016 12:00,code 5
";

fn load(desk: &mut Desk, options: LoadOptions, bytes: &[u8], at_once: usize) -> Loaded {
    desk.begin(options).unwrap();
    for chunk in bytes.chunks(at_once) {
        desk.push(chunk).unwrap();
    }
    desk.finish().unwrap()
}

fn of_source(fields: &[&str]) -> LoadOptions {
    let fields = fields.iter().map(|name| name.to_string()).collect();
    LoadOptions { source: Some("servicenow".into()), fields, ..LoadOptions::default() }
}

#[test]
fn a_log_of_states_reads_as_through_its_mapping() {
    let mapping: Plain = serde_json::from_str(include_str!("../../../www/mappings/uci.json")).unwrap();
    let mapping = Some(read::<Mapping>(&mapping, "bad-mapping").unwrap());
    let mut mapped = Desk::new();
    load(&mut mapped, LoadOptions { mapping, ..LoadOptions::default() }, LOG.as_bytes(), 1 << 20);
    for at_once in [1, 7, 300, 1 << 20] {
        let mut desk = Desk::new();
        let loaded = load(&mut desk, of_source(&["made_sla", "reopen_count"]), LOG.as_bytes(), at_once);
        assert_eq!((loaded.rows, loaded.tickets, loaded.skipped, loaded.format), (5, 2, 0, "csv"));
        assert_eq!(loaded.unknown_statuses.len(), 0);
        let told = loaded.source.unwrap();
        assert_eq!((told.name, told.records.get("row")), ("servicenow", Some(&5)));
        assert_eq!(all(desk.store()), all(mapped.store()));
        let tickets = desk.store().tickets();
        assert!(tickets.custom_named("made_sla").is_some() && tickets.custom_named("impact").is_none());
    }
}

#[test]
fn a_list_is_read_by_the_labels_of_its_columns() {
    let list = "\u{feff}\"Number\";\"Opened\";\"State\";\"Priority\";\"Assignment group\";\"Resolved\"\r\n\
        \"INC7\";\"2026-03-02 09:00:00\";\"On Hold\";\"1 - Critical\";\"Desk\";\"\"\r\n\
        \"INC8\";\"2026-03-02 10:00:00\";\"Closed\";\"4 - Low\";\"Desk\";\"2026-03-02 11:00:00\"\r\n";
    let mut desk = Desk::new();
    let loaded = load(&mut desk, of_source(&[]), list.as_bytes(), 10);
    assert_eq!((loaded.rows, loaded.tickets, loaded.skipped), (2, 2, 0), "{:?}", loaded.problems);
    let store = desk.store();
    let row = store.tickets().ids().row("INC8").unwrap();
    assert_eq!(store.word(row, Dimension::Status), Some("Closed"));
    assert_eq!(store.tickets().stated(Stated::Resolved, row as usize), 1_772_449_200_000);
    // A list that does not say when it was so tells no history.
    assert_eq!(events(store, "INC7").iter().filter(|told| told.kind == Kind::Status).count(), 0);
}

#[test]
fn lists_one_after_the_other_make_a_history() {
    let row = |state: &str, at: &str| {
        format!("Number,Opened,State,Updated\nINC7,2026-03-02 09:00:00,{state},2026-03-02 {at}:00\n")
    };
    let mut desk = Desk::new();
    for (state, at) in [("New", "09:00"), ("In Progress", "10:00"), ("Resolved", "12:30")] {
        load(&mut desk, of_source(&[]), row(state, at).as_bytes(), 1 << 20);
    }
    let told = events(desk.store(), "INC7");
    let states: Vec<_> =
        told.iter().filter(|told| told.kind == Kind::Status).map(|told| told.value.as_deref()).collect();
    assert_eq!(states, [Some("New"), Some("In Progress"), Some("Resolved")]);
}

#[test]
fn lists_and_payloads_of_one_incident_tell_the_same() {
    const LIST: &str = "number,opened_at,sys_updated_on,state,assignment_group,reassignment_count\n\
        INC7,2026-03-02 09:00:00,2026-03-02 09:30:00,New,L1,0\n\
        INC7,2026-03-02 09:00:00,2026-03-02 12:00:00,Resolved,L2,1\n";
    const PAYLOAD: &str = r#"{"result":[{"sys_id":"a","number":"INC7","opened_at":"2026-03-02 09:00:00","sys_updated_on":"2026-03-02 12:00:00",
        "state":"6","assignment_group":{"value":"g2","display_value":"L2"},"reassignment_count":"1"},
        {"sys_id":"g1","name":"L1","manager":""},
        {"sys_id":"d1","documentkey":"a","fieldname":"assignment_group","oldvalue":"g1","newvalue":"g2","sys_created_on":"2026-03-02 10:00:00","user":"x"},
        {"sys_id":"d2","documentkey":"a","fieldname":"state","oldvalue":"1","newvalue":"6","sys_created_on":"2026-03-02 12:00:00","user":"x"}]}"#;
    for inputs in [&[LIST, PAYLOAD, LIST] as &[&str], &[PAYLOAD, LIST, PAYLOAD], &[LIST], &[PAYLOAD]] {
        let mut desk = Desk::new();
        for input in inputs {
            let loaded = load(&mut desk, of_source(&["reassignment_count"]), input.as_bytes(), 1 << 20);
            assert_eq!(loaded.skipped, 0, "{:?}", loaded.problems);
        }
        let tickets = desk.store().tickets();
        let (_, count) = tickets.custom_named("reassignment_count").unwrap();
        assert!(matches!(&count.column, CustomColumn::Number(of) if of == &[1.0]), "{count:?}");
        let asked = ["transfers_per_ticket", "reopens_per_ticket"].map(metric);
        let table = desk.report(&Question { as_of: 1.8e12, ..question(asked.to_vec()) }).unwrap();
        let means = [0, 1].map(|metric| figure(&table, metric, "mean", 0));
        assert_eq!(means, [Some(1.0), Some(0.0)], "{inputs:?}");
    }
}

#[test]
fn a_list_does_not_begin_after_very_many_blanks() {
    for (blanks, code) in [(60_000, None), (70_000, Some("bad-json"))] {
        let mut desk = Desk::new();
        desk.begin(of_source(&[])).unwrap();
        desk.push(&vec![b' '; blanks]).unwrap();
        let read = desk.push(LOG.as_bytes()).and_then(|()| desk.finish());
        assert_eq!(read.err().map(|error| error.code()), code, "{blanks}");
    }
}
