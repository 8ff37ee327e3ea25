// Runs tests/wasm.rs, compiled to WebAssembly, in the headless browser: part of `npm test`.
//
// wasm-bindgen's own runner serves the page; playwright opens it. No WebDriver is involved, so no driver has to
// match the browser's version.

import { spawn } from "node:child_process";
import { launchBrowser } from "./browser.mjs";
import { wasmEnv } from "./build.mjs";
import { cargoBuild, root, StepError } from "./run.mjs";

const LIMIT = 120_000;

/** Builds the runner and the tests, runs them, prints their report, and throws unless all pass. */
export async function wasmTests() {
  const [runner] = await executables(
    ["build", "-p", "deskgauge-build", "--features", "test-runner"],
    "deskgauge-test-runner",
  );
  const tests = ["test", "--no-run", "--target", "wasm32-unknown-unknown", "--test", "wasm"];
  const [wasm] = await executables(tests, "wasm", wasmEnv());

  const server = spawn(runner, [wasm], {
    cwd: root,
    env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await report(await address(server));
  } finally {
    server.kill();
  }
}

async function executables(args, name, env = {}) {
  const made = await cargoBuild(args, { env });
  return made
    .filter((artifact) => artifact.name === name && artifact.executable)
    .map(({ executable }) => executable);
}

/** The page's address, as the runner prints it; the pipe stays open, or its next line would end the runner. */
function address(server) {
  return new Promise((resolve, reject) => {
    let printed = "";
    server.stdout.on("data", (chunk) => {
      printed += chunk;
      const url = /available at (http:\S+)\s/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
    server.on("error", reject);
    server.on("close", (code) => {
      reject(new StepError(`the WebAssembly test runner ended with status ${code}: ${printed.trim()}`));
    });
  });
}

async function report(url) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.goto(url);
    const finished = await page
      .waitForFunction(() => document.querySelector("#output")?.textContent.includes("test result: "), null, {
        timeout: LIMIT,
      })
      .then(
        () => true,
        () => false,
      );
    const output = await page.locator("#output").textContent();
    console.log(output.trim());
    if (/test result: ok\. [1-9]\d* passed/.test(output)) return;
    for (const line of said) console.log(line);
    throw new StepError(
      finished ? "WebAssembly tests failed" : `WebAssembly tests did not finish in ${LIMIT / 1000} s`,
    );
  } finally {
    await browser.close();
  }
}
