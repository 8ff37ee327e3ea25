//! Payloads of helpdesks' own APIs: recorded and invented ones end in the facts that are known of them, in any order.

mod batches;
mod chatwoot;
mod crms;
mod django_helpdesk;
mod facts;
mod git_story;
mod github;
mod gitlab;
mod hostile;
mod lacks;
pub mod lifecycle;
mod listing;
mod redmine;
mod rt;
mod salesforce;
mod samples;
mod scenario;
mod six;
mod zammad;

use std::path::{Path, PathBuf};

use deskgauge::desk::Desk;
use deskgauge::error::DeskError;
use deskgauge::ingest::{LoadOptions, Loaded};

/// Payloads by the names of their files or calls.
pub type Payloads = Vec<(String, Vec<u8>)>;

/// Loads payloads of a source.
pub fn load(desk: &mut Desk, source: &str, bytes: &[u8]) -> Result<Loaded, DeskError> {
    let options = LoadOptions { source: Some(source.into()), ..LoadOptions::default() };
    desk.begin(options)?;
    desk.push(bytes)?;
    desk.finish()
}

/// A folder of data that are not part of the project: looked for in DESKGAUGE_DATA or beside the checkout. Without them
/// the tests that need them say so and end.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("DESKGAUGE_DATA").map_or_else(beside, PathBuf::from);
    let found = data.join(folder);
    if !found.exists() {
        println!("skipped: there is no {}", found.display());
        return None;
    }
    Some(found)
}

/// The files of a shared folder by name.
fn files(folder: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(shared(folder)?)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    Some(files)
}
