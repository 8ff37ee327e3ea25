// What widgets cost the page that holds them, with typed's W2 of the same run beside:
//
// - the script time of a tick of the page's one timer with 100 SLA countdowns on it, and of the layout that follows;
// - the time from a click in the filter bar of a dashboard over 100,000 tickets until all its widgets are drawn anew, by where
//   deskgauge computes.
//
//     npm run build && node tests/bench/widgets.mjs [--size 100k] [--ticks 240] [--clicks 40]

import { relative } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../www/build/run.mjs";
import { dataFile } from "./generate.mjs";
import { inFreshPage } from "./page.mjs";

const { values: options } = parseArgs({
  options: {
    size: { type: "string", default: "100k" },
    ticks: { type: "string", default: "240" },
    clicks: { type: "string", default: "40" },
  },
});
const COUNTDOWNS = 100;
const data = `/${relative(root, dataFile(options.size, { log: console.error }))}`;

const quantile = (list, share) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
};
const row = (title, times, digits) => {
  const cells = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)];
  console.log(`| ${title} | ${cells.map((time) => time.toFixed(digits)).join(" | ")} |`);
};

console.log("Widgets in chromium (ms)\n\n| | median | p95 | worst |\n|---|---|---|---|");
const { script, layout } = await inFreshPage(ticks, [COUNTDOWNS, Number(options.ticks)]);
row(`tick with ${COUNTDOWNS} countdowns: script`, script, 2);
row("… and the layout after it", layout, 2);
for (const engine of ["worker", "page"]) {
  const { click, asked } = await inFreshPage(clicks, [data, engine, Number(options.clicks)]);
  row(`filter click, ${options.size}, ${engine}, ${asked} questions`, click, 1);
}
row(`typed, W2, ${options.size}`, await inFreshPage(baseline, [data]), 1);

/** Runs in the page: times ticks without waiting for them. */
async function ticks([countdowns, wanted]) {
  // The timer and the clock are ours before the widgets take hold of them: a tick comes when it is called for.
  let now = Date.UTC(2026, 10, 25, 12);
  let tick;
  Date.now = () => now;
  const { setTimeout: later } = globalThis;
  globalThis.setTimeout = (work, time) => {
    if (time !== 1_000 - (now % 1_000)) return later(work, time);
    tick = work;
    return 1;
  };
  const [{ Desk }] = await Promise.all([import("/dist/index.js"), import("/dist/browser/sla-countdown.js")]);
  const desk = await Desk.open({ timeZone: "UTC" });
  await desk.configure({ policies: [{ id: "all", targets: { first_response: "4h", resolution: "24h" } }] });
  const minute = 60_000;
  await desk.load(
    Array.from({ length: countdowns }, (_, at) => ({ id: at, created_at: now - (at + 1) * 7 * minute })),
  );
  const widgets = Array.from({ length: countdowns }, (_, at) => {
    const widget = document.createElement("deskgauge-sla-countdown");
    Object.assign(widget, { source: desk, ticket: String(at) });
    return widget;
  });
  document.body.append(...widgets);
  const drawn = () => Promise.all(widgets.map((widget) => widget.updateComplete));
  const shown = () => widgets.map((widget) => widget.shadowRoot.querySelector("[part=time]")?.textContent);
  while (shown().includes(undefined)) await new Promise((resolve) => later(resolve, 10));

  const [script, layout] = [[], []];
  for (let done = 0; done < wanted; done += 1) {
    const before = shown();
    now += 1_000;
    const begun = performance.now();
    tick();
    await drawn();
    script.push(performance.now() - begun);
    const laying = performance.now();
    document.body.getBoundingClientRect();
    layout.push(performance.now() - laying);
    const after = shown();
    if (!after.every((text, at) => text !== before[at])) throw new Error(`a countdown stood still: ${after}`);
    // Frames and answers of the desk, if this tick asked it, come between ticks.
    await new Promise((resolve) => requestAnimationFrame(() => later(resolve, 5)));
  }
  return { script, layout };
}

/** Runs in the page: times clicks in the filter bar of the usual dashboard. */
async function clicks([url, engine, wanted]) {
  const [{ Desk }, { NOW }] = await Promise.all([
    import("/dist/index.js"),
    import("/tests/bench/world.mjs"),
    import("/dist/browser/all.js"),
  ]);
  const desk = await Desk.open({ timeZone: "UTC", now: NOW, engine });
  await desk.load(await fetch(url));

  // The dashboard's source is the desk, watched: when nothing is asked any more, all answers are there.
  let [asked, pending] = [0, 0];
  const source = new Proxy(desk, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args) => {
        asked += 1;
        pending += 1;
        return value.apply(target, args).finally(() => {
          pending -= 1;
        });
      };
    },
  });
  const board = document.createElement("deskgauge-dashboard");
  board.source = source;
  document.body.append(board);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  const items = () => [...board.shadowRoot.querySelectorAll("[part=item] > *")];
  const waiting = () => items().some((item) => item.shadowRoot.querySelector("[aria-busy=true]") !== null);
  const bar = () => board.shadowRoot.querySelector("deskgauge-filter-bar");
  const boxes = () => [...(bar()?.shadowRoot.querySelectorAll("details input[type=checkbox]") ?? [])];
  while (pending > 0 || items().length === 0 || waiting() || boxes().length === 0) await turn();

  const first = () => items()[0].shadowRoot.querySelector("[part=value]").textContent;
  const click = [];
  for (let done = 0; done < wanted; done += 1) {
    const before = first();
    // Every word of every dimension in its turn, chosen and then lifted again.
    const box = boxes()[Math.floor(done / 2) % boxes().length];
    asked = 0;
    const begun = performance.now();
    box.click();
    await board.updateComplete;
    do {
      const channel = new MessageChannel();
      await new Promise((resolve) => {
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      });
    } while (pending > 0);
    await board.updateComplete;
    await Promise.all(items().map((item) => item.updateComplete));
    document.body.getBoundingClientRect();
    click.push(performance.now() - begun);
    if (first() === before) throw new Error(`the click on ${box.parentElement.textContent} changed nothing`);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
  }
  return { click, asked };
}

/** Runs in the page. */
async function baseline([url]) {
  const [{ create }, { NOW }] = await Promise.all([
    import("/tests/bench/engines/typed.mjs"),
    import("/tests/bench/world.mjs"),
  ]);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const typed = await create({ now: NOW });
  await typed.ingest(bytes);
  const times = [];
  for (let call = 0; call < 7; call += 1) {
    const begun = performance.now();
    await typed.w2();
    times.push(performance.now() - begun);
  }
  return times;
}
