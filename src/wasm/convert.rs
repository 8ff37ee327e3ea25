//! Values across the border, always by the same serializer: a missing value is `null`, a map is a plain object.

use js_sys::{Array, Float64Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::error::DeskError;
use crate::report::{Header, Table};
use crate::settings::{self, Value, Written};

/// What a call gives: a value, or the plain object that the wrapper makes an error of.
pub(super) type Answer<T> = Result<T, JsValue>;

#[derive(Serialize)]
struct Thrown<'a> {
    code: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    row: Option<f64>,
}

/// An error as it is thrown.
pub(super) fn thrown(error: DeskError) -> JsValue {
    let row = error.row().map(|row| row as f64);
    let plain = Thrown { code: error.code(), message: error.message(), path: error.path(), row };
    plain.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// A value as JavaScript sees it.
pub(super) fn value(value: &impl Serialize) -> Answer<JsValue> {
    value
        .serialize(&Serializer::json_compatible())
        .map_err(|error| thrown(DeskError::new("engine-failed", error.to_string())))
}

/// A value from JavaScript. `code` is that of the error when it has another shape.
pub(super) fn read<T: Written>(value: JsValue, code: &'static str) -> Answer<T> {
    settings::read(&plain(value, code)?, code).map_err(thrown)
}

fn plain(value: JsValue, code: &'static str) -> Answer<Value> {
    serde_wasm_bindgen::from_value(value).map_err(|error| thrown(DeskError::new(code, error.to_string())))
}

/// A table as a pair of its header and its numbers.
pub(super) fn table(table: &Table) -> Answer<Array> {
    Ok(pair(value(&table.header)?, &table.values))
}

/// A table whose header is left out where it is `known` already.
pub(super) fn table_unless_known(table: Table, known: &mut Option<Header>) -> Answer<Array> {
    if known.as_ref() == Some(&table.header) {
        return Ok(pair(JsValue::UNDEFINED, &table.values));
    }
    let header = value(&table.header)?;
    *known = Some(table.header);
    Ok(pair(header, &table.values))
}

fn pair(header: JsValue, values: &[f64]) -> Array {
    Array::of2(&header, &Float64Array::from(values))
}
