//! The crate as WebAssembly, run inside a real browser by `npm test -- wasm`.
#![cfg(target_arch = "wasm32")]

use deskgauge::error::DeskError;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn an_error_says_where_it_happened() {
    let error = DeskError::new("bad-date", "\"soon\" is no date").within("event.at").on_row(7);
    assert_eq!(error.to_string(), "bad-date: \"soon\" is no date (at event.at) (row 7)");
}
