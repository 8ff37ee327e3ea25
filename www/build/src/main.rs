//! Turns the compiled crate into a WebAssembly module with its JavaScript glue.
//!
//! `deskgauge-build INPUT.wasm OUT_DIR` writes `deskgauge.js`, `deskgauge_bg.wasm` and their type
//! declarations into `OUT_DIR`. The wasm-bindgen library linked here must be the very version the
//! crate was compiled with; the workspace pins both to one number.

use std::path::PathBuf;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(out_dir), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: deskgauge-build INPUT.wasm OUT_DIR");
        return ExitCode::from(2);
    };

    let mut bindgen = Bindgen::new();
    bindgen.input_path(&input).out_name("deskgauge").typescript(true);
    let generated = bindgen.web(true).and_then(|bindgen| bindgen.generate(&out_dir));

    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot bind {}: {error:?}", input.display());
            ExitCode::FAILURE
        }
    }
}
