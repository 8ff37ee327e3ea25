//! `npm run conformance -- DIR`: runs every vector file of a directory; exit code 1 where an undisputed case does not pass.

#![allow(clippy::unwrap_used, missing_docs, reason = "a run that cannot go on has failed")]

#[path = "mod.rs"]
mod conformance;

use std::path::PathBuf;
use std::process::ExitCode;

use conformance::report::{Counts, run_directory};

fn main() -> ExitCode {
    let directory =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("tests/golden/sla"), PathBuf::from);
    match run_directory(&directory) {
        Ok(tally) => {
            for counts in &tally.counts {
                println!("{counts}");
            }
            for detail in &tally.details {
                println!("  {detail}");
            }
            let sum = |of: fn(&Counts) -> usize| tally.counts.iter().map(of).sum::<usize>();
            let faults = sum(Counts::faults);
            println!(
                "{} passed, {faults} failed or not supported, {} disputed",
                sum(|counts| counts.passed),
                sum(|counts| counts.disputed)
            );
            ExitCode::from(u8::from(faults > 0))
        }
        Err(error) => {
            eprintln!("{}: {error}", directory.display());
            ExitCode::from(2)
        }
    }
}
