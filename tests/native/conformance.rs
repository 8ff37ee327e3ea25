//! The vectors of other tools: every undisputed case passes under its tool's rules, and what is unknown never passes.

#[path = "../conformance/mod.rs"]
mod runner;

use std::path::Path;

pub use runner::zones;

use runner::{Counts, run_directory};

#[test]
fn every_undisputed_case_of_a_calendar_passes() {
    let tally = run_directory(Path::new("tests/golden/sla")).unwrap();
    let of_calendars: Vec<_> = tally.counts.iter().filter(|counts| counts.kind != "sla").collect();
    let faults: Vec<_> = of_calendars.iter().filter(|counts| counts.faults() > 0).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{}", tally.details.join("\n"));
    assert!(of_calendars.iter().map(|counts| counts.passed).sum::<usize>() > 500);
    // A disputed case shows their answer and both of ours.
    let disputed = tally.details.iter().find(|detail| detail.starts_with("working-hours-0140 ")).unwrap();
    let answers = "working_hours answers 86400, we by its rules the same, plainly 90000.0";
    assert_eq!(disputed, &format!("working-hours-0140 disputed: {answers}"));
}

#[test]
fn what_is_unknown_is_not_supported() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors");
    std::fs::create_dir_all(&directory).unwrap();
    let open = r#""id": "a", "kind": "is_open", "calendar": { "weekly": { "mon": [["09:00", "17:00"]] } }, "at": "2026-01-05T10:00:00Z", "expected": true"#;
    let cases = [
        format!(r#"{{ "peer": "deskgauge", {open} }}"#),
        format!(r#"{{ "peer": "nobody", {open} }}"#),
        format!(r#"{{ "peer": "deskgauge", "colour": "red", {open} }}"#),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("weekly", "monthly")),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("is_open", "is_ajar")),
        format!(r#"{{ "peer": "deskgauge", {} }}"#, open.replace("true", "false")),
        "17".to_string(),
    ];
    std::fs::write(directory.join("cases.json"), format!("[{}]", cases.join(","))).unwrap();
    std::fs::write(directory.join("damaged.json"), "{").unwrap();
    let tally = run_directory(&directory).unwrap();
    let sum = |of: fn(&Counts) -> usize| tally.counts.iter().map(of).sum::<usize>();
    let counted =
        [sum(|counts| counts.passed), sum(|counts| counts.failed), sum(|counts| counts.unsupported)];
    assert_eq!(counted, [1, 1, 6], "{:#?}", tally.details);
    assert_eq!(tally.details.len(), 7);
}
