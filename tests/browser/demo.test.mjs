// The demo page in a real browser, served as `npm start` serves it: what it shows is what the package computes, it can be used with
// the keyboard alone, it takes people's own files, and it says what is wrong with them.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Desk } from "deskgauge";
import { SIMULATED, simulate, simulateNdjson } from "deskgauge/simulator";
import { launchBrowser } from "../../www/build/browser.mjs";
import { serve } from "../../www/build/serve.mjs";

/** Days of the desk's zone: over the change of the clocks, 13 weeks are an hour more than 91 times 24 hours. */
const LAST_13_WEEKS = { from: "2025-10-02", to: "2026-01-01" };
const THE_13_BEFORE = { from: "2025-07-03", to: "2025-10-02" };

/** The large number of each card: which statistic of the figure it is. */
const CARDS = {
  first_response_time: "median",
  full_resolution_time: "median",
  escalation_rate: "value",
  time_to_escalation: "mean",
  csat: "value",
  reopen_rate: "value",
  one_touch_rate: "value",
  backlog: "value",
};

let browser;
let site;
let folder;
let desk;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "deskgauge-demo-"));
  [browser, site] = await Promise.all([launchBrowser(), serve()]);
  desk = await Desk.open({ timeZone: SIMULATED.timeZone, now: SIMULATED.to });
  await desk.load(simulate());
});

after(async () => {
  desk?.free();
  await browser?.close();
  await site?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

test("it opens on a labelled simulated desk, and every card shows what the package computes", async () => {
  await withPage(async (page) => {
    assert.equal(await page.textContent("#source-label"), "Simulated data");
    await assertCards(page, { metrics: Object.keys(CARDS), period: LAST_13_WEEKS });
    const facts = await page.$$eval("#timings div", (all) => all.map((one) => one.textContent));
    for (const term of ["Tickets", "Made in", "Loaded in", "Answered in", "Memory", "Engine"]) {
      assert.ok(
        facts.some((fact) => fact.includes(term)),
        `${term} is missing among ${facts.join(", ")}`,
      );
    }
  });
});

test("each card says how it was computed, from how many tickets, and what was left out", async () => {
  const definitions = await desk.metrics();
  const report = await desk.report({ metrics: ["first_response_time"], period: LAST_13_WEEKS });
  const figure = report.cell();
  await withPage(async (page) => {
    for (const metric of Object.keys(CARDS)) {
      const card = page.locator(`.card[data-metric=${metric}]`);
      await card.locator("summary").click();
      const { definition } = definitions.find(({ id }) => id === metric);
      assert.ok((await card.locator("details").textContent()).includes(definition));
    }
    const card = page.locator(".card[data-metric=first_response_time]");
    const text = await card.locator("dl").textContent();
    assert.ok(text.includes(figure.n.toLocaleString("en")));
    for (const [reason, count] of Object.entries(figure.excluded)) {
      assert.ok(text.includes(`${count.toLocaleString("en")} ${reason}`), reason);
    }
    await card.getByRole("button", { name: "Show the ten longest" }).click();
    await card.locator(".largest li").first().waitFor();
    const { tickets } = await report.tickets({}, { limit: 10 });
    const shown = await card.locator(".largest li span:first-child").allTextContents();
    assert.deepEqual(
      shown,
      tickets.map(({ id }) => `Ticket ${id}`),
    );
  });
});

test("period and channel filters change the figures to what the package computes for them", async () => {
  await withPage(async (page) => {
    await page.selectOption("#period", "all");
    await idle(page);
    await assertCards(page, { metrics: Object.keys(CARDS) });
    assert.match(await page.textContent(".card .change"), /no earlier period/);
    for (const channel of ["chat", "phone", "social", "web"]) {
      await page.getByRole("checkbox", { name: channel }).press("Space");
    }
    await idle(page);
    await assertCards(page, { metrics: Object.keys(CARDS), where: { channel: ["email"] } });
  });
});

test("the change since the period before is the difference of two reports", async () => {
  const question = { metrics: ["escalation_rate"], period: LAST_13_WEEKS };
  const [now, then] = await desk.report([question, { ...question, period: THE_13_BEFORE }]);
  const points = (now.cell().value - then.cell().value) * 100;
  await withPage(async (page) => {
    const text = await page.textContent(".card[data-metric=escalation_rate] .change");
    assert.ok(
      text.includes(`${Math.abs(points).toFixed(1)}\u00a0points ${points > 0 ? "up" : "down"}`),
      text,
    );
  });
});

test("the channel table sorts by keyboard and says how it is sorted", async () => {
  const report = await desk.report({ metrics: ["tickets"], by: ["channel"], period: LAST_13_WEEKS });
  const rows = report
    .rows()
    .map(({ by, figures }) => ({ channel: by.channel, tickets: figures.tickets.value }));
  const byTickets = rows.sort((a, b) => b.tickets - a.tickets).map(({ channel }) => channel);
  await withPage(async (page) => {
    const channels = () => page.locator("#channels tbody th").allTextContents();
    assert.deepEqual(await channels(), byTickets);
    const head = page.locator("#channels thead th").first();
    await head.getByRole("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    assert.deepEqual(await channels(), [...byTickets].sort());
    await page.keyboard.press("Space");
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    assert.deepEqual(await channels(), [...byTickets].sort().reverse());
    assert.equal(await page.locator("#channels [aria-sort]").count(), 1);
  });
});

test("the channel table downloads as the report's own CSV", async () => {
  await withPage(async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#channels-csv")]);
    const text = await readFile(await download.path(), "utf8");
    const [head, ...lines] = text.trimEnd().split(/\r?\n/);
    assert.match(head, /^channel,tickets/);
    assert.equal(lines.length, 5);
  });
});

test("the trend can be read week by week with the arrow keys, and as a table", async () => {
  await withPage(async (page) => {
    await page.selectOption("#trend-metric", "escalation_rate");
    await page.focus(".chart");
    await page.keyboard.press("End");
    const last = await page.textContent(".readout");
    assert.match(last, /^Week of 22 Dec 2025: [\d.]+\u00a0%$/);
    await page.keyboard.press("ArrowLeft");
    assert.match(await page.textContent(".readout"), /^Week of 15 Dec 2025: /);
    await page.click("#trend summary");
    const [week, rate] = await page.locator("#trend tbody tr").last().locator("th, td").allTextContents();
    assert.equal(`Week of ${week}: ${rate}`, last);
  });
});

test("escalation can be split another way, and agrees with the package", async () => {
  const report = await desk.report({ metrics: ["escalation_rate"], by: ["priority"], period: LAST_13_WEEKS });
  await withPage(async (page) => {
    await page.selectOption("#escalation-by", "priority");
    await page.locator("#escalation thead", { hasText: "Priority" }).waitFor();
    for (const { by, figures } of report.rows()) {
      const row = page.locator("#escalation tbody tr", { has: page.locator("th", { hasText: by.priority }) });
      const cells = await row.first().locator("td").allTextContents();
      assert.equal(cells[0], figures.escalation_rate.n.toLocaleString("en"));
      assert.equal(cells[1], figures.escalation_rate.count.toLocaleString("en"));
    }
  });
});

test("an own CSV file is previewed, mapped, loaded, and what cannot be read is listed", async () => {
  const file = await put("mine.csv", ownCsv());
  await withPage(async (page) => {
    await page.setInputFiles("#file", file);
    await page.locator("form.mapping").waitFor();
    assert.equal(await page.inputValue("[name='ticket.id']"), "Ticket ID");
    assert.equal(await page.inputValue("[name='ticket.created_at']"), "Opened at");
    assert.equal(await page.inputValue("[name=dates]"), "d/m/yyyy HH:MM");
    assert.equal(await page.locator("form.mapping tbody tr").count(), 6);
    const mapping = JSON.parse(await page.inputValue("#mapping-json"));
    assert.equal(mapping.statuses["Awaiting customer"], "pending");
    await page.getByRole("button", { name: "Load the tickets" }).click();
    await page.locator(".loaded").waitFor();
    await idle(page);
    assert.match(await page.textContent(".loaded"), /^mine\.csv is loaded60 tickets/);
    await page.click(".problems summary");
    assert.match(await page.textContent(".problems tbody"), /created_at/);
    assert.equal(await page.textContent("#source-label"), "Your file");
    const rows = await page
      .locator("#channels tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)));
    assert.deepEqual(rows.sort(), [
      ["mail", "30"],
      ["phone", "30"],
    ]);
    const hours = await page.getAttribute(
      ".card[data-metric=full_resolution_time] .value strong",
      "data-value",
    );
    assert.equal(Number(hours), 2 * 3600);
    await page.getByRole("button", { name: "Back to the simulated desk" }).click();
    await page.locator("#source-label", { hasText: "Simulated data" }).waitFor();
  });
});

test("a file can be dropped, and text in it stays text", async () => {
  await withPage(async (page) => {
    const text = 'id,created_at,channel\n1,2025-01-01T10:00:00Z,"<img src=x onerror=alert(1)>"\n';
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], "dropped.csv", { type: "text/csv" }));
      return data;
    }, text);
    await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
    await page.getByRole("button", { name: "Load the tickets" }).click();
    await page.locator(".loaded").waitFor();
    await idle(page);
    assert.equal(await page.textContent("#channels tbody th"), "<img src=x onerror=alert(1)>");
    assert.equal(await page.locator("main img[src=x]").count(), 0);
  });
});

test("a file that is all wrong shows the error with its code and what to do, and the figures stay", async () => {
  const file = await put("wrong.csv", "id,created_at\n1,yesterday\n2,tomorrow\n");
  await withPage(async (page) => {
    const shown = await page.textContent("#cards");
    await page.setInputFiles("#file", file);
    await page.getByRole("button", { name: "Load the tickets" }).click();
    const failure = page.locator("#loaded .failure");
    await failure.waitFor();
    const text = await failure.textContent();
    assert.match(text, /wrong\.csv could not be loaded/);
    assert.match(text, /Codenothing-readable/);
    assert.match(text, /then load again/);
    assert.equal(await page.textContent("#cards"), shown);
  });
});

test("a load shows its progress and can be cancelled, and the figures stay", async () => {
  const file = join(folder, "native.ndjson");
  await writeFile(file, Buffer.concat([...simulateNdjson({ tickets: 3000 })]));
  await withPage(async (page) => {
    await page.evaluate(() => {
      const stream = Blob.prototype.stream;
      const slowly = async (chunk, controller) => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        controller.enqueue(chunk);
      };
      Blob.prototype.stream = function () {
        return stream.call(this).pipeThrough(new TransformStream({ transform: slowly }));
      };
    });
    const shown = await page.textContent("#cards");
    await page.setInputFiles("#file", file);
    assert.match(await page.textContent("form.mapping"), /nothing needs to be mapped/);
    await page.getByRole("button", { name: "Load the tickets" }).click();
    await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled. The figures above are unchanged.").waitFor();
    assert.equal(await page.locator("progress").count(), 0);
    assert.equal(await page.textContent("#cards"), shown);
  });
});

test("a mapping that is no JSON is named as such before anything is loaded", async () => {
  const file = await put("mine.csv", ownCsv());
  await withPage(async (page) => {
    await page.setInputFiles("#file", file);
    await page.locator("form.mapping").waitFor();
    await page.click("form.mapping summary:has-text('The mapping as JSON')");
    await page.fill("#mapping-json", "{ id: ");
    await page.getByRole("button", { name: "Load the tickets" }).click();
    assert.match(await page.textContent("form.mapping [role=alert]"), /The mapping is no JSON/);
  });
});

test("the keyboard reaches everything in the order of the page, starting with a way past the head", async () => {
  await withPage(async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the figures");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    const reached = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(() => document.activeElement.id || document.activeElement.closest("[id]")?.id),
      );
    }
    const order = [
      "period",
      "as-of",
      "filters",
      "cards",
      "trend-metric",
      "channels-csv",
      "escalation-by",
      "rhythm-metric",
      "depth-of",
      "file",
    ];
    const places = order.map((id) => reached.indexOf(id));
    assert.ok(
      places.every((place, index) => place >= 0 && (index === 0 || place > places[index - 1])),
      `reached ${reached.join(" ")}`,
    );
  });
});

test("escalations in depth agree with the package, and the time can be divided another way", async () => {
  const selected = { period: LAST_13_WEEKS };
  const [row] = (await desk.escalationTimes(selected)).rows;
  const groups = (await desk.stages({ ...selected, of: "group" })).stages;
  const { findings } = await desk.findings({ ...selected, limit: 8 });
  await withPage(async (page) => {
    const text = await page.textContent("#depth-body");
    const rate = `${new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(100 * row.ofCreated.rate)}\u00a0%`;
    assert.ok(text.includes(`${rate} were escalated`), text.slice(0, 300));
    assert.equal(await page.locator("#depth-body ul:not(.legend) li").count(), findings.length);
    assert.match(await page.getAttribute("#depth-body svg[role=img]", "aria-label"), /are escalated and/);
    await page.locator("#depth-body summary").click();
    assert.ok((await page.locator("#depth-body details tbody tr").count()) > 5);
    await page.selectOption("#depth-of", "group");
    await page.locator("#depth-body tbody th", { hasText: groups[0].stage }).first().waitFor();
  });
});

test("it fits at 320, 768 and 1280 pixels without scrolling sideways", async () => {
  await withPage(async (page) => {
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(excess, 0, `at ${width} pixels`);
    }
  });
});

test("served with a file and a mapping, it opens on that file", async () => {
  const data = await put("export.csv", ownCsv());
  const mapping = await put(
    "mapping.json",
    JSON.stringify({
      format: "csv",
      delimiter: ";",
      dates: "d/m/yyyy HH:MM",
      timeZone: "UTC",
      ticket: {
        id: "Ticket ID",
        created_at: "Opened at",
        resolved_at: "Resolved at",
        status: "State",
        channel: "Via",
      },
    }),
  );
  const own = await serve({ data, mapping });
  try {
    await withPage(async (page) => {
      assert.equal(await page.textContent("#source-text"), "export.csv");
      assert.match(await page.textContent("#timings"), /^Tickets60/);
    }, `${own.url}demo/explore.html`);
  } finally {
    await own.close();
  }
});

/** Opens the page, waits for its figures, and afterwards demands that nothing was complained about on the way. */
async function withPage(visit, url = `${site.url}demo/explore.html`) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.goto(url);
    await page.locator(".rhythm").waitFor({ timeout: 60_000 });
    await idle(page);
    await visit(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

async function idle(page) {
  await page.waitForFunction(() => !document.body.hasAttribute("aria-busy"));
}

async function assertCards(page, question) {
  const [row] = (await desk.report(question)).rows();
  for (const [metric, statistic] of Object.entries(CARDS)) {
    const shown = await page.getAttribute(`.card[data-metric=${metric}] .value strong`, "data-value");
    assert.equal(Number(shown), row.figures[metric][statistic], metric);
  }
}

async function focused(page) {
  return page.evaluate(() => document.activeElement.textContent);
}

async function put(name, text) {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** Sixty tickets, each resolved two hours after it was opened, and a row whose date is none. */
function ownCsv() {
  const states = ["Open", "Awaiting customer", "Resolved", "Closed"];
  const row = (index) => {
    const day = `${(index % 28) + 1}/3/2024`;
    return `T-${index};${day} 1${index % 6}:05;${states[index % 4]};${index % 2 ? "mail" : "phone"};${day} 1${(index % 6) + 2}:05`;
  };
  const rows = Array.from({ length: 60 }, (_, index) => row(index));
  return ["Ticket ID;Opened at;State;Via;Resolved at", ...rows, "T-60;32/13/2024 10:00;Open;mail;", ""].join(
    "\n",
  );
}
