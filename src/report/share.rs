//! The metric `share`: which tickets meet its condition.

use std::rc::Rc;

use super::filter::select;
use super::memo::Memo;
use super::question::Filter;
use super::valued::Valued;
use crate::calendar::BusinessHours;
use crate::error::DeskError;
use crate::kpi::{Facts, Spec, evaluate};
use crate::store::Store;

/// The values of `share` under a condition: 1 for tickets that meet it, 0 for the others.
pub(super) fn share(
    store: &Store,
    facts: &Facts,
    memo: &mut Memo,
    spec: &Spec,
    filters: &[Filter],
) -> Result<Rc<Valued>, DeskError> {
    if let Some(valued) = memo.kept_share(spec, filters) {
        return Ok(valued);
    }
    let meet = select(store, facts, memo, filters, None)?;
    let mut evaluated = evaluate(store, facts, &BusinessHours::default(), spec);
    for (row, value) in evaluated.value.iter_mut().enumerate() {
        *value = if meet.contains(row) { 1.0 } else { 0.0 };
    }
    let valued = Rc::new(Valued::new(evaluated));
    memo.keep_share(spec, filters, &valued);
    Ok(valued)
}
