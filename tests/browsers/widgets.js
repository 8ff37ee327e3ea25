// Runs in a page that engine-site.mjs serves: puts every widget on it, and leaves in the page's title what each says, what a
// countdown says two seconds later, and what anybody complained about.

import { GIVEN, NOW, SETTINGS, TICKETS } from "../browser/every-widget.mjs";

const base = new URL("../..", import.meta.url);
const complaints = [];
for (const level of ["error", "warn"]) {
  const say = console[level].bind(console);
  console[level] = (...words) => {
    complaints.push(words.join(" "));
    say(...words);
  };
}
addEventListener("error", ({ message }) => complaints.push(message));
addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
addEventListener("securitypolicyviolation", ({ effectiveDirective, sourceFile }) =>
  complaints.push(`${effectiveDirective} in ${sourceFile}`),
);

// The page opens at the desk's hour, and time goes on.
const { now } = Date;
const ahead = NOW - now();
Date.now = () => now() + ahead;

visit().then(done, ({ message }) => done({ failed: message, complaints }));

async function visit() {
  const [{ Desk }] = await Promise.all(
    ["dist/index.js", "dist/browser/all.js"].map((path) => import(new URL(path, base))),
  );
  const desk = await Desk.open({ timeZone: "UTC" });
  await desk.configure(SETTINGS);
  await desk.load(TICKETS);
  const widgets = {};
  for (const [name, given] of Object.entries(GIVEN)) {
    const tag = `deskgauge-${name}`;
    if (customElements.get(tag) === undefined) throw new Error(`${tag} is not defined`);
    const widget = document.createElement(tag);
    Object.assign(widget, { locale: "en", timeZone: "UTC", ...(await given(desk)) });
    document.body.append(widget);
    widgets[name] = widget;
  }
  const says = {};
  for (const [name, widget] of Object.entries(widgets)) says[name] = await drawn(widget);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  return { says, later: text(widgets["sla-countdown"]), engine: desk.engine, complaints };
}

/** All that a widget says once it is drawn; a chart is asked for its first mark too. */
async function drawn(widget) {
  const end = now() + 10_000;
  while (waits(widget)) {
    if (now() > end) throw new Error(`${widget.localName} is not drawn: ${text(widget)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const chart = widget.shadowRoot.querySelector(".chart");
  if (chart !== null) {
    chart.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true, composed: true }));
    await widget.updateComplete;
  }
  return text(widget);
}

function waits(widget) {
  const parts = [widget.shadowRoot, ...inside(widget)];
  // A dashboard fetches its widgets first.
  if (parts[0].querySelector("[part=items]:not(:has([part=item]))") !== null) return true;
  return parts.some((root) => root.querySelector("[aria-busy=true], .skeleton, [role=alert]") !== null);
}

/** The shadow roots of the widgets in a widget. */
function inside(widget) {
  return [...widget.shadowRoot.querySelectorAll("*")]
    .map(({ shadowRoot }) => shadowRoot)
    .filter((root) => root !== null);
}

function text(widget) {
  return [widget.shadowRoot, ...inside(widget)]
    .flatMap((root) => [
      root.textContent,
      ...[...root.querySelectorAll("[aria-label]")].map((each) => each.getAttribute("aria-label")),
    ])
    .join(" ")
    .replace(/\s+/g, " ");
}

function done(result) {
  document.title = `done ${JSON.stringify(result)}`;
}
