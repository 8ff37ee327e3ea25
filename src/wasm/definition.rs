//! The definition table as JavaScript reads it.

use serde::{Serialize, Serializer};

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
    #[serde(serialize_with = "as_object")]
    differences: &'static [(&'static str, &'static str)],
}

impl From<&'static Definition> for MetricDefinition {
    fn from(entry: &'static Definition) -> Self {
        Self {
            id: entry.metric.id(),
            title: entry.title,
            definition: entry.text,
            unit: entry.unit.name(),
            family: entry.family.name(),
            direction: entry.direction.name(),
            anchor: entry.anchor,
            differences: entry.differences,
        }
    }
}

fn as_object<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}
