//! Repeat contacts: the same requester comes back.

use crate::sort::sort_positions;
use crate::store::{NO_CODE, Store};
use crate::ticket::Dimension;

/// For each ticket, how long after its creation the same requester opened the next one, in milliseconds; `None` where there
/// is no next one or no requester is known. With `same_type` the next one must be of the same issue type.
pub(super) fn next_contact(store: &Store, same_type: bool) -> Vec<Option<i64>> {
    let tickets = store.tickets();
    let created = tickets.created();
    let requester = tickets.codes(Dimension::Requester);
    let kind = tickets.codes(Dimension::Type);
    let key = |row: usize| (requester[row], if same_type { kind[row] } else { 0 }, created[row], row);
    let mut rows: Vec<u32> =
        (0..tickets.len() as u32).filter(|&row| requester[row as usize] != NO_CODE).collect();
    sort_positions(&mut rows, &mut |a, b| key(a).cmp(&key(b)));
    let mut next = vec![None; tickets.len()];
    for pair in rows.windows(2) {
        let (first, second) = (key(pair[0] as usize), key(pair[1] as usize));
        if (first.0, first.1) == (second.0, second.1) {
            next[first.3] = Some(second.2.saturating_sub(first.2));
        }
    }
    next
}
