//! What a desk says of data that its sources have not told.

use super::Desk;
use crate::report::{Lacking, Table};

impl Desk {
    /// Says of every metric of an answer what the sources of this desk have not told.
    pub(super) fn say_lacks(&self, table: &mut Table) {
        for header in &mut table.header.metrics {
            let lacking = self.sources.lacking(header.metric).into_iter();
            let told =
                lacking.map(|(source, lack)| Lacking { source, id: lack.id, because: lack.because.clone() });
            header.lacks = told.collect();
        }
    }
}
