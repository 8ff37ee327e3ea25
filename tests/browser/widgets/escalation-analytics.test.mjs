// Times to escalation, hand-offs, bottlenecks, late escalations and findings in a real browser under a strict policy: what
// they say is what the core computed, they can be used with the keyboard alone, axe finds nothing, and no name of a ticket,
// group or type ever becomes markup.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { Desk } from "deskgauge";
import { SIMULATED, simulate } from "deskgauge/simulator";
import { launchBrowser } from "../../../www/build/browser.mjs";
import { serve } from "../../../www/build/serve.mjs";

const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets</title><main></main>' +
  '<script type="module" src="/dist/browser/all.js"></script></html>';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'";
const HOSTILE = [
  '<img src=x onerror="document.body.dataset.broken=1">',
  "javascript:document.body.dataset.broken=1",
  "{{constructor.constructor('document.body.dataset.broken=1')()}}",
  "</script><script>document.body.dataset.broken=1</script>",
];
const TAGS = ["escalation-times", "handoff-graph", "bottlenecks", "late-escalations", "findings"];

let browser;
let site;
let axe;
let answers;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serve()]);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const desk = await Desk.open({ timeZone: SIMULATED.timeZone, now: SIMULATED.to });
  await desk.load(simulate());
  answers = {
    "escalation-times": await desk.escalationTimes({ by: "priority" }),
    "handoff-graph": await desk.handoffs({ of: "group" }),
    bottlenecks: await desk.stages(),
    "late-escalations": await desk.lateEscalations(),
    findings: await desk.findings({ limit: 5 }),
  };
  desk.free();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** A page with one widget of each kind, or of those given. */
async function open(context = {}, given = answers, direction = "ltr", language = "en") {
  const page = await browser.newPage(context);
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  await page.route("**/widgets.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: PAGE,
      headers: { "Content-Security-Policy": POLICY },
    }),
  );
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  await page.goto(`${site.url}widgets.html`);
  await page.evaluate(
    async ([given, direction, language]) => {
      document.documentElement.dir = direction;
      document.documentElement.lang = language;
      document.documentElement.setAttribute("data-theme", "test");
      window.heard = [];
      for (const name of ["select", "open-ticket", "export"]) {
        document.addEventListener(`deskgauge-${name}`, (event) => {
          event.preventDefault();
          window.heard.push([event.type, event.detail]);
        });
      }
      for (const [name, answer] of Object.entries(given)) {
        await customElements.whenDefined(`deskgauge-${name}`);
        const element = document.createElement(`deskgauge-${name}`);
        element.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        element.answer = answer;
        document.querySelector("main").append(element);
        await element.updateComplete;
      }
    },
    [given, direction, language],
  );
  // Charts are drawn once their width is known.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main > *")].every(
      (element) =>
        !("toCSV" in element) ||
        element.view === "table" ||
        element.toSVG() !== undefined ||
        element.renderRoot.querySelector(".state"),
    ),
  );
  return page;
}

const text = (page, tag) =>
  page.evaluate(
    (tag) => document.querySelector(`deskgauge-${tag}`).renderRoot.textContent.replace(/\s+/g, " "),
    tag,
  );

test("axe finds nothing in light, dark and forced colours, nor in tables", async () => {
  for (const context of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    const page = await open(context);
    await page.evaluate(axe);
    for (const view of ["chart", "table"]) {
      await page.evaluate(async (view) => {
        for (const element of document.querySelectorAll("main > *")) {
          if ("toCSV" in element) element.view = view;
          await element.updateComplete;
          for (const details of element.renderRoot.querySelectorAll("details")) details.open = true;
        }
      }, view);
      const { violations } = await page.evaluate(() => window.axe.run("main"));
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
      );
      assert.deepEqual(found, [], `${JSON.stringify(context)}, ${view}`);
    }
    assert.deepEqual(page.errors, []);
    await page.close();
  }
});

test("they say what the core computed", async () => {
  const page = await open();
  const times = await text(page, "escalation-times");
  const [row] = answers["escalation-times"].rows;
  const number = new Intl.NumberFormat("en");
  assert.ok(
    times.includes(`(${number.format(row.ofCreated.count)} of ${number.format(row.ofCreated.of)})`),
    times,
  );
  assert.match(times, /log-rank test, p [=<] 0\.\d+/);
  const { total, links } = answers["handoff-graph"];
  assert.ok((await text(page, "handoff-graph")).includes(`${number.format(total)} hand-offs between`));
  const csv = await page.evaluate(() => document.querySelector("deskgauge-handoff-graph").toCSV());
  assert.equal(csv.trim().split(/\r?\n/).length, links.length + 1);
  const { late, escalated } = answers["late-escalations"];
  assert.ok(
    (await text(page, "late-escalations")).includes(
      `${number.format(late)} of ${number.format(escalated)} escalations`,
    ),
  );
  const findings = await text(page, "findings");
  assert.ok(findings.includes(`${number.format(answers.findings.comparisons)} comparisons were made`));
  await page.close();
});

test("the keyboard reaches every mark, chooses it, and opens tickets", async () => {
  for (const direction of ["ltr", "rtl"]) {
    const page = await open({}, answers, direction);
    const forward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    await page.locator("deskgauge-bottlenecks .chart").focus();
    await page.keyboard.press(forward);
    await page.keyboard.press("Enter");
    await page.locator("deskgauge-handoff-graph .chart").focus();
    await page.keyboard.press(forward);
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    const said = await page.locator("deskgauge-handoff-graph [role=status]").textContent();
    assert.match(said, / → .*hand-off/);
    await page.locator("deskgauge-bottlenecks summary").first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const [stage] = answers.bottlenecks.stages;
    assert.deepEqual(await page.evaluate(() => window.heard), [
      ["deskgauge-select", { dimension: "waiting_for", word: stage.stage }],
      ["deskgauge-select", { dimension: "group", word: firstHolder() }],
      ["deskgauge-open-ticket", { ticket: stage.longest[0].ticket }],
    ]);
    assert.deepEqual(page.errors, []);
    await page.close();
  }
});

/** The first holder with a place in the flow. */
function firstHolder() {
  const { nodes, links } = answers["handoff-graph"];
  const forward = links.filter(({ backward }) => !backward);
  const used = forward.flatMap(({ source, target }) => [source, target]);
  return nodes[Math.min(...used)].name;
}

test("there is a sentence where there is nothing, and for what is on its way", async () => {
  const empty = {
    "escalation-times": { horizon: 0, rows: [], logRank: null },
    "handoff-graph": { nodes: [], links: [], total: 0, looped: 0 },
    bottlenecks: { stages: [], uncounted: 0 },
    "late-escalations": { escalated: 0, late: 0, lost: 0, unknown: 0, rows: [], tickets: [] },
    findings: { findings: [], comparisons: 0, cut: [] },
  };
  const page = await open({}, empty);
  for (const tag of TAGS) assert.equal(await page.locator(`deskgauge-${tag} [part=empty]`).count(), 1, tag);
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll("main > *")) {
      element.answer = undefined;
      await element.updateComplete;
    }
  });
  for (const tag of TAGS)
    assert.equal(await page.locator(`deskgauge-${tag} [aria-busy=true]`).count(), 1, tag);
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll("main > *")) {
      element.error = new Error("the desk is gone");
      await element.updateComplete;
    }
  });
  for (const tag of TAGS) assert.ok((await text(page, tag)).includes("the desk is gone"), tag);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("no name becomes markup, on the page or in a file", async () => {
  const page = await open({}, hostile(answers));
  for (const tag of TAGS) {
    assert.ok((await text(page, tag)).includes("document.body.dataset.broken"), tag);
  }
  const drawn = await page
    .evaluate(async () => {
      const charts = [...document.querySelectorAll("main > *")].filter((element) => "toSVG" in element);
      const files = charts.map((element) => element.toSVG());
      for (const element of charts) element.view = "table";
      await Promise.all(charts.map((element) => element.updateComplete));
      return files.map((file) => {
        const parsed = new DOMParser().parseFromString(file, "image/svg+xml");
        return parsed.querySelectorAll("script, img, parsererror, foreignObject").length;
      });
    })
    .catch((error) => error.message);
  // A page that demands trusted types refuses to parse at all: the file is then read outside it.
  if (typeof drawn !== "string") assert.deepEqual([...new Set(drawn)], [0]);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.equal(await page.evaluate(() => document.body.dataset.broken), undefined);
  assert.deepEqual(
    page.errors.filter((error) => !/TrustedHTML/.test(error)),
    [],
  );
  await page.close();
});

test("languages come when they are spoken, and the reader's direction is kept", async () => {
  const page = await open({}, answers, "rtl", "ar");
  await page.waitForFunction(() =>
    document.querySelector("deskgauge-findings").renderRoot.textContent.includes("ما يلفت النظر"),
  );
  for (const [language, heading] of [
    ["de", "Übergaben"],
    ["fr", "Transferts"],
    ["es", "Traspasos"],
    ["ja", "引き継ぎ"],
  ]) {
    await page.evaluate((language) => {
      document.querySelector("deskgauge-handoff-graph").locale = language;
    }, language);
    await page.waitForFunction(
      (heading) =>
        document
          .querySelector("deskgauge-handoff-graph")
          .renderRoot.querySelector("#heading")
          .textContent.trim() === heading,
      heading,
    );
  }
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("from 240 pixels nothing is wider than its card", async () => {
  const page = await open({ viewport: { width: 240, height: 800 } });
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("main > *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.localName),
  );
  assert.deepEqual(wide, []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 240);
  await page.close();
});

/** The same answers with names made of markup. */
function hostile(of) {
  let turn = 0;
  const names = new Set(["name", "word", "ticket", "stage"]);
  const change = (value, key) => {
    if (typeof value === "string" && (names.has(key) || key === "tickets"))
      return HOSTILE[turn++ % HOSTILE.length];
    if (Array.isArray(value)) return value.map((each) => change(each, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        name === "by" ? { priority: HOSTILE[turn++ % HOSTILE.length] } : change(each, name),
      ]),
    );
  };
  return change(of);
}
