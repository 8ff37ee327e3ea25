//! Reads a golden file and sees to it that no expected field goes unnoticed.

use deskgauge::stats::interval::Interval;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

/// Fields of a file that the crate does not compute, each with the reason.
pub type LeftOut = &'static [(&'static str, &'static str)];

/// How far a value may be off: either alternative suffices.
#[derive(Clone, Copy)]
pub struct Tolerance {
    rel: f64,
    abs: f64,
}

impl Tolerance {
    pub fn allows(self, found: f64, expected: f64) -> bool {
        let error = (found - expected).abs();
        found == expected || error <= self.abs || error <= self.rel * expected.abs()
    }
}

/// A golden file.
pub struct Golden {
    name: &'static str,
    file: Value,
}

impl Golden {
    pub fn read(name: &'static str) -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name).with_extension("json");
        let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, file }
    }

    /// The header's relative tolerance named `rel` and its absolute one named `abs`; a missing one allows nothing.
    pub fn tolerance(&self, rel: &str, abs: &str) -> Tolerance {
        let header = &self.file["header"]["tolerance"];
        let [rel, abs] = [rel, abs].map(|key| header[key].as_f64().unwrap_or(0.0));
        assert!(rel > 0.0 || abs > 0.0, "{}: no tolerance", self.name);
        Tolerance { rel, abs }
    }

    /// Runs `check` on every case. Afterwards each expected field must have been compared or be left out.
    pub fn each(&self, left_out: LeftOut, check: impl Fn(&Case)) {
        let tolerance = self.tolerance("rel", "abs");
        let cases = array(&self.file["cases"]);
        assert!(!cases.is_empty(), "{}: no cases", self.name);
        let mut met = BTreeSet::new();
        for (index, value) in cases.iter().enumerate() {
            let case = Case {
                label: format!("{}, case {index}", self.name),
                value,
                tolerance,
                seen: RefCell::default(),
            };
            check(&case);
            let seen = case.seen.into_inner();
            let fields = value["expected"].as_object().into_iter().flat_map(|fields| fields.keys());
            for field in fields.filter(|&field| !seen.contains(field)) {
                assert!(
                    left_out.iter().any(|(name, _)| name == field),
                    "{}: {field} is neither compared nor left out",
                    case.label
                );
                met.insert(field.clone());
            }
        }
        for (field, reason) in left_out {
            assert!(met.contains(*field), "{}: {field} is not left out any more ({reason})", self.name);
        }
    }
}

/// One case of a golden file.
pub struct Case<'a> {
    label: String,
    value: &'a Value,
    tolerance: Tolerance,
    seen: RefCell<BTreeSet<String>>,
}

impl Case<'_> {
    pub fn label(&self) -> &str {
        &self.label
    }

    pub fn input(&self, name: &str) -> &Value {
        &self.value[name]
    }

    pub fn text(&self, name: &str) -> &str {
        self.input(name).as_str().unwrap_or_else(|| panic!("{}: {name} is no text", self.label))
    }

    pub fn number(&self, name: &str) -> f64 {
        number(self.input(name))
    }

    pub fn count(&self, name: &str) -> u64 {
        count(self.input(name))
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        array(self.input(name)).iter().map(number).collect()
    }

    pub fn counts(&self, name: &str) -> Vec<u64> {
        array(self.input(name)).iter().map(count).collect()
    }

    /// Whether the case expects the field at all, of which only some cases of a file speak.
    pub fn expects(&self, field: &str) -> bool {
        self.value["expected"].get(field).is_some()
    }

    /// The expected field, which counts as compared from here on; `""` is the whole of a bare expected value.
    pub fn expected(&self, field: &str) -> &Value {
        let whole = &self.value["expected"];
        if field.is_empty() {
            return whole;
        }
        self.seen.borrow_mut().insert(field.to_owned());
        whole.get(field).unwrap_or_else(|| panic!("{}: no field {field}", self.label))
    }

    /// Compares within the file's own tolerance.
    pub fn compare(&self, field: &str, found: Option<f64>) {
        self.compare_within(field, found, self.tolerance);
    }

    pub fn compare_within(&self, field: &str, found: Option<f64>, tolerance: Tolerance) {
        self.compare_value(field, found, self.expected(field), tolerance);
    }

    pub fn compare_count(&self, field: &str, found: u64) {
        assert_eq!(Some(found), self.expected(field).as_u64(), "{}: {field}", self.label);
    }

    /// Compares with the two ends `[low, high]`, after multiplying by `scale`.
    pub fn compare_interval(&self, field: &str, found: Option<Interval>, scale: f64) {
        let ends = array(self.expected(field));
        assert_eq!(ends.len(), 2, "{}: {field}", self.label);
        self.compare_value(field, found.map(|ends| scale * ends.low), &ends[0], self.tolerance);
        self.compare_value(field, found.map(|ends| scale * ends.high), &ends[1], self.tolerance);
    }

    /// Compares a value inside a field that is a list or an object.
    pub fn compare_part(&self, field: &str, found: Option<f64>, expected: &Value) {
        self.compare_value(field, found, expected, self.tolerance);
    }

    fn compare_value(&self, field: &str, found: Option<f64>, expected: &Value, tolerance: Tolerance) {
        let agree = match (found, expected) {
            (None, Value::Null) => true,
            (Some(found), Value::Number(_)) => tolerance.allows(found, number(expected)),
            _ => false,
        };
        assert!(agree, "{}: {field} is {found:?}, expected {expected}", self.label);
    }
}

pub fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("expected a list, found {value}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("expected a number, found {value}"))
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("expected a count, found {value}"))
}
