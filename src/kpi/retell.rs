//! Tickets told otherwise: the facts that other events would have given.
//!
//! A change may take events away, add some, or say of one that somebody else did it; then the same pass derives the same
//! facts from them, so that a metric of a ticket told otherwise means what it always means.

use std::cell::OnceCell;

use super::derive::Pass;
use super::facts::Facts;
use crate::store::{Event, Events, Store};

/// Changes the events of a ticket, which are in order, and says up to when they are known.
pub type Change<'c> = dyn FnMut(usize, &mut Vec<Event>) -> i64 + 'c;

impl Facts {
    /// Derives the facts of `rows` as `like` was derived, from events as `change` leaves them, none of which counts after the
    /// instant it gives. What stands here of other tickets means nothing afterwards.
    pub fn retell(&mut self, store: &Store, like: &Self, rows: &[u32], change: &mut Change<'_>) {
        let count = store.tickets().len();
        (self.cutoff, self.explicit_tiers) = (like.cutoff, like.explicit_tiers);
        self.resize(count);
        let mut detail = self.detail.take().unwrap_or_default();
        detail.resize(count);
        let mut lists = std::mem::take(&mut detail.lists);
        lists.clear();
        lists.resize(count);
        let mut cutoff = like.cutoff;
        let mut pass = Pass::new(store, (cutoff, like.explicit_tiers), Some(lists));
        let mut told = Vec::new();
        let (mut at, mut what, mut value, mut actor) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for &row in rows {
            let row = row as usize;
            told.clear();
            told.extend(store.tickets().events(row).filter_map(|at| store.events().get(at)));
            let known = change(row, &mut told);
            if known != cutoff {
                cutoff = known;
                pass = Pass::new(store, (cutoff, like.explicit_tiers), Some(pass.lists));
            }
            at.clear();
            what.clear();
            value.clear();
            actor.clear();
            for event in &told {
                at.push(event.at);
                what.push(Events::what_of(event));
                value.push(event.value);
                actor.push(event.actor);
            }
            pass.lists.begin(row);
            pass.follow(row, &at, &what, &value, &actor);
            pass.lists.end(row);
            self.set(row, &pass.facts);
            detail.set(row, &pass.detail);
        }
        detail.lists = pass.lists;
        self.detail = OnceCell::from(detail);
    }
}
