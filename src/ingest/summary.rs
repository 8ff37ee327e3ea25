//! What a load says of the words it met.

use std::collections::BTreeMap;

use crate::store::Store;
use crate::ticket::Dimension;

/// Status words that neither a mapping nor common usage explains, with the tickets that have them now.
pub(super) fn unknown_statuses(store: &Store) -> BTreeMap<String, usize> {
    let unknown = store.meanings().unknown_statuses();
    let mut found = BTreeMap::new();
    for &code in unknown {
        let word = store.dictionary(Dimension::Status).get(code).unwrap_or_default();
        let count = store.tickets().codes(Dimension::Status).iter().filter(|&&status| status == code).count();
        found.insert(word.to_string(), count);
    }
    found
}
