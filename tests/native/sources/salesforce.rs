//! Salesforce: who opens cases for others, and whose they are from version to version.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};

use super::load;

const HISTORY: &str = r#"{"records":[{"attributes":{"type":"CaseHistory"},"Id":"017000000000001AAA","CaseId":"500000000000001AAA",
    "CreatedById":"005000000000009AAA","CreatedDate":"2026-03-02T09:00:00.000+0000","Field":"created"}]}"#;
const USERS: &str =
    r#"{"records":[{"attributes":{"type":"User"},"Id":"005000000000009AAA","Name":"Mail to case"}]}"#;

fn case(owner: &str, changed: &str) -> String {
    [
        r#"{"records":[{"attributes":{"type":"Case"},"Id":"500000000000001AAA","CaseNumber":"1","#,
        r#""CreatedDate":"2026-03-02T09:00:00.000+0000","ContactId":"003000000000001AAA","Status":"New","OwnerId":""#,
        owner,
        r#"","LastModifiedDate":""#,
        changed,
        r#""}]}"#,
    ]
    .concat()
}

fn loaded(payloads: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for payload in payloads {
        load(&mut desk, "salesforce", payload.as_bytes()).unwrap();
    }
    desk
}

#[test]
fn a_case_that_a_user_opened_for_a_contact_is_the_contacts() {
    let case = case("00G000000000001AAA", "2026-03-02T09:00:00.000+0000");
    for payloads in [[&case, HISTORY, USERS], [USERS, HISTORY, &case]] {
        let desk = loaded(&payloads);
        let told = super::facts::events(desk.store(), "1");
        let opened = told.iter().find(|told| told.kind == Kind::Created).unwrap();
        assert_eq!(opened.role, Role::Customer, "{told:?}");
    }
}

#[test]
fn the_last_version_of_a_case_says_whose_it_is() {
    let queued = case("00G000000000001AAA", "2026-03-02T10:00:00.000+0000");
    let taken = case("005000000000001AAA", "2026-03-02T11:00:00.000+0000");
    let returned = case("00G000000000001AAA", "2026-03-02T12:00:00.000+0000");
    let owners = |payloads: &[&str]| {
        let desk = loaded(payloads);
        let store = desk.store();
        let row = store.tickets().ids().row("1").unwrap();
        [Dimension::Group, Dimension::Assignee].map(|of| store.word(row, of).map(str::to_string))
    };
    let agent = Some("005000000000001AAA".to_string());
    assert_eq!(owners(&[&queued, &taken]), [None, agent.clone()]);
    assert_eq!(owners(&[&taken, &queued]), [None, agent]);
    assert_eq!(owners(&[&queued, &taken, &returned]), [Some("00G000000000001AAA".to_string()), None]);
    assert_eq!(owners(&[&returned]), owners(&[&taken, &returned, &queued]));
}
