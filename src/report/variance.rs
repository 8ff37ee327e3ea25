//! Response time variance: within channels, and between their means.

use std::rc::Rc;

use super::cells::NO_ROW;
use super::columns::Columns;
use super::grouping::Grouping;
use super::valued::Valued;
use crate::kpi::State;
use crate::stats::components::between_within;
use crate::stats::summary::Summary;

/// Writes the components of the variance of each row's values over `channels`, in the squared unit shown.
pub(super) fn write(
    columns: &mut Columns<'_>,
    valued: &Valued,
    row_of: &[u32],
    rows: usize,
    channels: &Rc<Grouping>,
    scale: f64,
) {
    let items = &valued.evaluated;
    let width = channels.labels.len();
    let mut summaries = vec![Summary::new(); rows * width];
    for (item, (&state, &row)) in items.state.iter().zip(row_of).enumerate() {
        if state == State::Value as u8 && row != NO_ROW {
            let channel = channels.codes[items.row(item)] as usize;
            summaries[row as usize * width + channel].push(items.value[item]);
        }
    }
    let of_row = |row: usize| &summaries[row * width..(row + 1) * width];
    let components: Vec<_> = (0..rows).map(|row| between_within(of_row(row))).collect();
    let square = scale * scale;
    columns.push("value", rows, &|row| components[row]?.share_between());
    columns.push("between", rows, &|row| Some(components[row]?.between * square));
    columns.push("within", rows, &|row| Some(components[row]?.within * square));
    columns.push("total", rows, &|row| Some(components[row]?.total() * square));
    columns.push("n", rows, &|row| Some(of_row(row).iter().map(|summary| summary.n() as f64).sum()));
    columns.push("channels", rows, &|row| {
        Some(of_row(row).iter().filter(|summary| summary.n() > 0).count() as f64)
    });
}
