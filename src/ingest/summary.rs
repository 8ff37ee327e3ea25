//! What a load says of the words it met.

use super::named::Named;
use crate::store::Store;
use crate::ticket::Dimension;

/// Status words that neither a mapping nor common usage explains, with the tickets that have them now.
pub(super) fn unknown_statuses(store: &Store) -> Named<usize> {
    let unknown = store.meanings().unknown_statuses();
    let mut found = Named::default();
    for &code in unknown {
        let word = store.dictionary(Dimension::Status).get(code).unwrap_or_default();
        let count = store.tickets().codes(Dimension::Status).iter().filter(|&&status| status == code).count();
        found.set(word.to_string(), count);
    }
    found
}
