//! Runs the files of a directory and tells how their cases went.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs, io};

use serde_json::Value;

use super::case::{Case, Outcome, unsupported};
use super::{calendar_case, sla_case};

/// How the cases of a directory went.
#[derive(Debug, Default)]
pub struct Tally {
    /// By file and kind.
    pub counts: Vec<Counts>,
    /// Every file or case that did not pass or is disputed, for people.
    pub details: Vec<String>,
}

/// How the cases of one kind in one file went.
#[derive(Debug, Default)]
pub struct Counts {
    pub file: String,
    pub kind: String,
    pub passed: usize,
    pub failed: usize,
    pub unsupported: usize,
    /// Not among the others.
    pub disputed: usize,
}

impl Counts {
    /// Cases that failed or cannot be run, disputed ones aside.
    pub fn faults(&self) -> usize {
        self.failed + self.unsupported
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, kind, passed, failed, unsupported, disputed } = self;
        write!(
            f,
            "{file} {kind}: {passed} passed, {failed} failed, {unsupported} not supported, {disputed} disputed"
        )
    }
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
    let mut kinds: BTreeMap<String, Counts> = BTreeMap::new();
    match serde_json::from_str::<Vec<Value>>(&text) {
        Ok(cases) => {
            for (at, case) in cases.iter().enumerate() {
                let fields = case.as_object();
                let word = |field: &str| fields?.get(field)?.as_str();
                let kind = word("kind").unwrap_or("no kind");
                let id = word("id").map_or_else(|| format!("{name}[{at}]"), str::to_string);
                let counts = kinds.entry(kind.to_string()).or_default();
                tally.details.extend(run_case(fields.map(Case), &id, counts));
            }
        }
        Err(error) => {
            tally.details.push(format!("{name}: no list of cases: {error}"));
            kinds.entry("no kind".to_string()).or_default().unsupported += 1;
        }
    }
    tally.counts.extend(kinds.into_iter().map(|(kind, counts)| Counts {
        file: name.clone(),
        kind,
        ..counts
    }));
    Ok(())
}

/// Runs a case, counts it, and tells what people should know of it.
fn run_case(case: Option<Case<'_>>, id: &str, counts: &mut Counts) -> Option<String> {
    let Some(case) = case else {
        counts.unsupported += 1;
        return Some(format!("{id} not supported: not a case"));
    };
    let theirs = ["expected", "expected_seconds", "expected_value", "expected_days"];
    let theirs = theirs.iter().find_map(|name| case.get(name)).unwrap_or(&Value::Null);
    let ours = outcome(case);
    if case.flag("disputed") == Some(true) {
        counts.disputed += 1;
        let told = |outcome| match outcome {
            Outcome::Passed => "the same".to_string(),
            Outcome::Failed(ours) => ours,
            Outcome::NotSupported(why) => format!("none ({why})"),
        };
        let plain = told(outcome(Case(&case.plain())));
        let ours = told(ours);
        return Some(format!(
            "{id} disputed: {} answers {theirs}, we by its rules {ours}, plainly {plain}",
            case.peer()
        ));
    }
    match ours {
        Outcome::Passed => {
            counts.passed += 1;
            None
        }
        Outcome::Failed(ours) => {
            counts.failed += 1;
            Some(format!("{id} failed: {} answers {theirs}, we {ours}", case.peer()))
        }
        Outcome::NotSupported(why) => {
            counts.unsupported += 1;
            Some(format!("{id} not supported: {why}"))
        }
    }
}
