//! The definition table as JavaScript reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::kpi::Definition;

/// A metric's entry.
#[derive(Serialize)]
pub(super) struct MetricDefinition {
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    unit: &'static str,
    family: &'static str,
    direction: &'static str,
    anchor: &'static str,
    differences: BTreeMap<&'static str, &'static str>,
}

impl From<&Definition> for MetricDefinition {
    fn from(entry: &Definition) -> Self {
        Self {
            id: entry.metric.id(),
            title: entry.title,
            definition: entry.text,
            unit: entry.unit.name(),
            family: entry.family.name(),
            direction: entry.direction.name(),
            anchor: entry.anchor,
            differences: entry.differences.iter().copied().collect(),
        }
    }
}
