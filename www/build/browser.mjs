// The Chromium that tests drive: finding one, bringing one in, starting it.
//
//     const browser = await launchBrowser();   // a playwright-core Browser, headless
//     const page = await browser.newPage();
//
// A browser that is found is also started once with --version: one whose system libraries are missing counts as absent.

import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cache, capture, npmBin, run, StepError, say } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DEBIAN_PACKAGES = ["chromium", "fonts-dejavu-core"];
const fetched = join(cache, "browsers");

/** Starts the browser; the caller closes it. */
export async function launchBrowser() {
  const executablePath = await findBrowser();
  if (executablePath === undefined)
    throw new StepError("no browser: run `npm run setup`, or set CHROME_PATH");
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath, args: FLAGS });
}

/** The path of a browser that starts, or undefined. */
export async function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (await starts(named)) return named;
    throw new StepError(`CHROME_PATH is ${named}, which does not start: point it at Chromium or Chrome`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...APPLICATIONS,
    ...(await fetchedBrowsers()),
  ];
  for (const path of candidates) if (await starts(path)) return path;
  return undefined;
}

/** Finds a browser or brings one in: into the project's cache, else with apt, else by telling what to do. */
export async function ensureBrowser() {
  if ((await findBrowser()) !== undefined) return;
  say("Browser: none found (CHROME_PATH, the usual names); fetching one into .cache");
  await fetchBrowser();
  if ((await findBrowser()) !== undefined) return;

  const install = `apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES.join(" ")}`;
  const debian = (await capture("apt-get", ["--version"])) !== undefined;
  if (debian && process.getuid?.() === 0) {
    say("Browser: it could not be fetched; installing Debian's with apt");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env, quiet: true });
    await run("apt-get", install.split(" ").slice(1), { env, quiet: true });
    if ((await findBrowser()) !== undefined) return;
  }
  const hint = debian ? `run \`sudo ${install}\`` : "install Chromium or Chrome, or set CHROME_PATH to one";
  throw new StepError(`no browser for the tests: ${hint}, then run this again`);
}

/** Lets playwright fetch its headless Chromium; where its host cannot be reached, this ends soon and quietly. */
async function fetchBrowser() {
  const env = { PLAYWRIGHT_BROWSERS_PATH: fetched, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "5000" };
  const args = ["install", "--only-shell", "chromium"];
  const done = await capture(npmBin("playwright-core"), args, { env, timeout: 5 * 60_000 });
  if (done === undefined) say("Browser: the download did not work");
}

async function fetchedBrowsers() {
  const entries = await readdir(fetched, { recursive: true }).catch(() => []);
  return entries
    .filter((path) => /(^|\/)(chrome-headless-shell|headless_shell)$/.test(path))
    .map((path) => join(fetched, path));
}

async function starts(path) {
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return (
    executable && (await capture(path, ["--version", "--no-sandbox"], { timeout: 30_000 })) !== undefined
  );
}
