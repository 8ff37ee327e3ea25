// Widgets beside the custom properties that they take, which are changed live and written out as CSS.

import "../dist/browser/kpi-tile.js";
import "../dist/browser/sla-countdown.js";
import "../dist/browser/metric-chart.js";
import { byId, el, field, select } from "./dom.js";
import { frame } from "./frame.js";
import { openMadeUp, tell } from "./made-up.js";
import { mostUrgent } from "./urgent.js";

const COLOURS = [
  ["--deskgauge-accent", "Accent", "#0b6b72"],
  ["--deskgauge-surface", "Surface", "#ffffff"],
  ["--deskgauge-ink", "Text", "#15202b"],
  ["--deskgauge-line", "Lines", "#dbe2e8"],
  ["--deskgauge-series-1", "First series", "#0b6b72"],
  ["--deskgauge-series-2", "Second series", "#b5541c"],
];
const SIZES = [
  ["--deskgauge-radius", "Radius", 0, 24, 10, 1, "px"],
  ["--deskgauge-gap", "Room", 0.25, 1.5, 0.75, 0.05, "rem"],
  ["--deskgauge-font-size", "Text size", 0.75, 1.25, 0.875, 0.025, "rem"],
];
const FONTS = [
  ["", "The page's: a system font"],
  ["font-serif", "The page's: a serif"],
  ["font-mono", "The page's: a typewriter's"],
];
const SCHEMES = [
  ["", "As the page"],
  ["light", "Light"],
  ["dark", "Dark"],
];
/** Themes to start from: what they set of the above, colours for light and for dark. */
const THEMES = [
  ["usual", "As shipped", {}],
  [
    "plum",
    "Plum",
    {
      "--deskgauge-accent": ["#7a2e6b", "#d9a0cc"],
      "--deskgauge-series-1": ["#7a2e6b", "#d9a0cc"],
      "--deskgauge-series-2": ["#2f6f4f", "#7cc7a0"],
      "--deskgauge-surface": ["#fdf8fc", "#1f1620"],
      "--deskgauge-line": ["#e6d3e1", "#443345"],
      "--deskgauge-radius": "18px",
    },
  ],
  [
    "ledger",
    "Ledger",
    {
      "--deskgauge-accent": ["#1d4ed8", "#93b4fd"],
      "--deskgauge-series-1": ["#1d4ed8", "#93b4fd"],
      "--deskgauge-line": ["#94a3b8", "#475569"],
      "--deskgauge-radius": "0px",
      "--deskgauge-gap": "0.5rem",
      "--deskgauge-font-size": "0.8rem",
    },
  ],
];

const stage = byId("widgets");
/** What is set, by property. @type {Map<string, string>} */
const set = new Map();

frame();
showForm();
await tell(async () => {
  const { desk, loaded } = await openMadeUp();
  const [report, trend, weeks, channels] = await desk.report([
    { metrics: ["first_response_time"] },
    { metrics: ["first_response_time"], bucket: "week" },
    { metrics: ["created"], bucket: "week", by: ["tier"] },
    { metrics: ["full_resolution_time"], by: ["channel"] },
  ]);
  Object.assign(byId("tile"), { report, trend, target: 4 * 3_600 });
  Object.assign(byId("chart"), { report: weeks });
  Object.assign(byId("channels"), { report: channels });
  Object.assign(byId("countdown"), { source: desk, ticket: await mostUrgent(desk) });
  return `${loaded.tickets.toLocaleString("en")} made-up tickets. ${desk.engineNote}.`;
});

function showForm() {
  const theme = select(THEMES, "usual", { id: "start-from" });
  const font = select(FONTS, "", { id: "font" });
  const scheme = select(SCHEMES, "", { id: "scheme" });
  const controls = new Map();
  const colours = COLOURS.map(([name, title, value]) => {
    const control = el("input", { type: "color", value });
    controls.set(name, { control, usual: value, unit: "" });
    return field(title, control);
  });
  const sizes = SIZES.map(([name, title, min, max, value, step, unit]) => {
    const control = el("input", { type: "range", min, max, step, value });
    controls.set(name, { control, usual: String(value), unit });
    return field(title, control);
  });
  for (const [name, { control, unit }] of controls) {
    control.addEventListener("input", () => {
      put(name, `${control.value}${unit}`);
      write();
    });
  }
  theme.addEventListener("change", () => {
    const [, , wanted] = THEMES.find(([id]) => id === theme.value) ?? ["", "", {}];
    for (const [name, { control, usual, unit }] of controls) {
      const value = wanted[name];
      if (Array.isArray(value)) {
        control.value = value[0];
        put(name, `light-dark(${value.join(", ")})`);
      } else {
        control.value = value === undefined ? usual : value.slice(0, value.length - unit.length);
        put(name, value);
      }
    }
    write();
  });
  font.addEventListener("change", () => {
    stage.className = font.value;
  });
  scheme.addEventListener("change", () => {
    for (const widget of stage.querySelectorAll("[id]")) widget.setAttribute("theme", scheme.value);
    if (scheme.value === "")
      for (const widget of stage.querySelectorAll("[id]")) widget.removeAttribute("theme");
  });
  byId("theme").append(
    field("Start from", theme),
    field("Font", font),
    field("Colour scheme of the widgets", scheme),
    ...colours,
    ...sizes,
  );
  write();
}

function put(name, value) {
  if (value === undefined) {
    set.delete(name);
    stage.style.removeProperty(name);
  } else {
    set.set(name, value);
    stage.style.setProperty(name, value);
  }
}

function write() {
  const lines = [...set].map(([name, value]) => `  ${name}: ${value};`);
  byId("css").textContent =
    lines.length === 0
      ? "/* Nothing is set: the widgets look as they are shipped. */"
      : [":root {", ...lines, "}"].join("\n");
}
