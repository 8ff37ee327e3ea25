//! The JavaScript face: the only room that knows JavaScript values.
//!
//! `www/src/raw.ts` is its one caller and `www/src/engine/` gives it its manners: here a call converts, asks the
//! [`crate::desk::Desk`], and converts back.
//!
//! ```js
//! const raw = new RawDesk();
//! raw.begin({ format: "ndjson" });
//! raw.push(bytes);
//! raw.finish();
//! const [[header, values]] = raw.report([{ metrics: [{ metric: "tickets" }], asOf: Date.now() }]);
//! ```
//!
//! Easy to get wrong: what is thrown is a plain object of code, message, path and row. The wrapper makes the `Error` of it,
//! so that the stack shows the page's call and not the glue.

mod convert;
mod desk;
mod prepared;

/// Smaller and as fast as the one that comes with Rust.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
