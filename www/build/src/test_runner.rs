//! Serves the crate's WebAssembly tests to a browser: `deskgauge-test-runner TESTS.wasm [FILTER]`.
//!
//! This is `wasm-bindgen-test-runner`, linked as a library so that the lock file pins it with
//! everything else. With `NO_HEADLESS=1` it prints the address of a page that runs the tests and
//! serves until it is ended, which is how `www/build/wasm-tests.mjs` uses it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
