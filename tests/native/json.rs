//! JSON loads as a plain reader would load it.
//!
//! The model reads with `serde_json` into naive tickets. Loads are compared with it by what the store says in words, so
//! the order of codes does not matter. Easy to get wrong: the model must be dumber than the reader, or both err alike.

mod bad;
mod bytes;
mod model;
mod order;
mod write;

use deskgauge::error::DeskError;
use deskgauge::ingest::{LoadOptions, Loaded, Loading, Mapping, Sources};
use deskgauge::store::Store;
use deskgauge::time::Zones;

/// Loads `json` in chunks of `size` bytes.
fn load(json: &[u8], format: &str, size: usize) -> Result<(Store, Loaded), DeskError> {
    load_mapped(json, format, size, None)
}

fn load_mapped(
    json: &[u8],
    format: &str,
    size: usize,
    mapping: Option<Mapping>,
) -> Result<(Store, Loaded), DeskError> {
    let mut store = Store::new();
    let options = LoadOptions { format: Some(format.to_string()), mapping, ..LoadOptions::default() };
    let mut loading = Loading::begin(&mut store, &Sources::default(), options, &Zones::default())?;
    for chunk in json.chunks(size.max(1)) {
        loading.push(&mut store, chunk)?;
    }
    let loaded = loading.finish(&mut store, &mut Sources::default())?;
    Ok((store, loaded))
}
