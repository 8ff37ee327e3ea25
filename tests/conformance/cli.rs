//! `npm run conformance -- DIR`: runs every vector file of a directory; exit code 1 where an undisputed case does not pass.

#![allow(clippy::unwrap_used, missing_docs, reason = "a run that cannot go on has failed")]

#[path = "mod.rs"]
mod conformance;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let directory =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("tests/golden/sla"), PathBuf::from);
    match conformance::run_directory(&directory) {
        Ok(tally) => {
            for line in &tally.lines {
                println!("{line}");
            }
            println!("{} passed, {} failed or not supported", tally.passed, tally.faults);
            ExitCode::from(u8::from(tally.faults > 0))
        }
        Err(error) => {
            eprintln!("{}: {error}", directory.display());
            ExitCode::from(2)
        }
    }
}
