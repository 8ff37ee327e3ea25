//! Runs the files of a directory and tells how their cases went.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use super::case::{Case, Outcome, unsupported};
use super::{calendar_case, sla_case};

/// How the cases of a directory went.
#[derive(Debug, Default)]
pub struct Tally {
    /// Lines for people: per file and kind, then every case that did not pass.
    pub lines: Vec<String>,
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed or are not supported, disputed ones aside.
    pub faults: usize,
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: Vec<String>,
    unsupported: Vec<String>,
    disputed: usize,
}

fn outcome(case: Case<'_>) -> Outcome {
    let kind = case.text("kind").unwrap_or("");
    let run = match kind {
        "sla" => sla_case::run(case),
        _ => calendar_case::run(case).unwrap_or_else(|| unsupported(format!("unknown kind \"{kind}\""))),
    };
    run.unwrap_or_else(|early| early)
}

/// Runs every vector file of a directory.
pub fn run_directory(directory: &Path) -> io::Result<Tally> {
    let mut files: Vec<_> =
        fs::read_dir(directory)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        run_file(&file, &mut tally)?;
    }
    Ok(tally)
}

fn run_file(file: &Path, tally: &mut Tally) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(file)?;
    let cases: Vec<Value> = match serde_json::from_str(&text) {
        Ok(cases) => cases,
        Err(error) => {
            tally.lines.push(format!("{name}: no list of cases: {error}"));
            tally.faults += 1;
            return Ok(());
        }
    };
    let mut kinds: BTreeMap<String, Counts> = BTreeMap::new();
    let mut details = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let Some(fields) = case.as_object() else {
            details.push(format!("  {name}[{at}]: not a case"));
            tally.faults += 1;
            continue;
        };
        let case = Case(fields);
        let id = case.text("id").map_or_else(|| format!("[{at}]"), str::to_string);
        let counts = kinds.entry(case.text("kind").unwrap_or("?").to_string()).or_default();
        let disputed = case.flag("disputed") == Some(true);
        let outcome = outcome(case);
        let asked = case.get("expected").or(case.get("expected_seconds")).or(case.get("expected_value"));
        let asked = asked.or(case.get("expected_days")).unwrap_or(&Value::Null);
        if disputed {
            counts.disputed += 1;
            let ours = match outcome {
                Outcome::Passed => "the same".to_string(),
                Outcome::Failed(ours) | Outcome::NotSupported(ours) => ours,
            };
            details.push(format!("  {id} disputed: theirs {asked}, ours {ours}"));
            continue;
        }
        match outcome {
            Outcome::Passed => counts.passed += 1,
            Outcome::Failed(ours) => {
                details.push(format!("  {id} failed: expected {asked}, ours {ours}"));
                counts.failed.push(id);
            }
            Outcome::NotSupported(why) => {
                details.push(format!("  {id} not supported: {why}"));
                counts.unsupported.push(id);
            }
        }
    }
    for (kind, counts) in kinds {
        let Counts { passed, failed, unsupported, disputed } = counts;
        tally.passed += passed;
        tally.faults += failed.len() + unsupported.len();
        let (failed, unsupported) = (failed.len(), unsupported.len());
        tally.lines.push(format!(
            "{name} {kind}: {passed} passed, {failed} failed, {unsupported} not supported, {disputed} disputed"
        ));
    }
    tally.lines.extend(details);
    Ok(())
}
