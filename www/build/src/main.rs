//! Turns the compiled crate into a WebAssembly module with its JavaScript glue, and the table of what
//! every metric means into a file that pages fetch only when they ask for it.
//!
//! `deskgauge-build INPUT.wasm OUT_DIR` writes `deskgauge.js`, `deskgauge_bg.wasm`, `definitions.js`
//! and their type declarations into `OUT_DIR`. The wasm-bindgen library linked here must be the very version the
//! crate was compiled with; the workspace pins both to one number.

use std::path::PathBuf;
use std::process::ExitCode;

use deskgauge::kpi::{definition, differences, explanations};
use serde_json::{Map, Value, json};
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

    if let Err(error) = generated {
        eprintln!("cannot bind {}: {error:?}", input.display());
        return ExitCode::FAILURE;
    }
    let written = std::fs::write(out_dir.join("definitions.js"), definitions())
        .and_then(|()| std::fs::write(out_dir.join("definitions.d.ts"), TYPES));
    if let Err(error) = written {
        eprintln!("cannot write the definitions: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

const TYPES: &str = "import type { MetricDefinition } from \"../metric.js\";
export declare const definitions: readonly MetricDefinition[];
";

/// The definitions as a JavaScript module.
fn definitions() -> String {
    let entry = |(metric, text): (_, &str)| {
        let entry = definition(metric);
        json!({
            "id": metric.id(),
            "title": entry.title,
            "definition": text,
            "unit": entry.unit.name(),
            "family": entry.family.name(),
            "direction": entry.direction.name(),
            "anchor": entry.anchor,
            "differences": differences(metric)
                .into_iter()
                .map(|other| (other.profile.name().to_string(), other.text.into()))
                .collect::<Map<_, _>>(),
        })
    };
    let all = explanations().iter().map(|entry| (entry.metric, entry.text));
    let entries: Vec<String> = all.map(entry).map(|entry: Value| format!("{entry},\n")).collect();
    format!("export const definitions = [\n{}];\n", entries.concat())
}
