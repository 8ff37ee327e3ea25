// What each widget takes as attributes, and what choosing its parts tells the page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { add, ask, assertAccessible, HOSTILE, heard, NOW, openBench, set } from "./harness.mjs";
import { addAll } from "./samples.mjs";

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

test("every attribute of every widget sets its property, and is described with its type", async () => {
  const manifest = JSON.parse(
    await readFile(new URL("../../../dist/custom-elements.json", import.meta.url), "utf8"),
  );
  const elements = manifest.modules.flatMap(({ declarations }) => declarations);
  await bench.visit(async (page) => {
    for (const { tagName, attributes } of elements) {
      const told = await page.evaluate(
        ([tag, names]) => {
          const element = document.createElement(tag);
          const { elementProperties } = element.constructor;
          return names.map(({ name, fieldName }) => {
            const { type } = elementProperties.get(fieldName);
            element.setAttribute(name, type === Boolean ? "" : "7");
            const value = element[fieldName];
            element.removeAttribute(name);
            return [name, { value, without: element[fieldName] ?? null, type: type?.name }];
          });
        },
        [tagName, attributes],
      );
      for (const [name, { value, without, type }] of told) {
        const wanted = { Boolean: [true, false], Number: [7, null] }[type] ?? ["7", null];
        assert.deepEqual([value, without], wanted, `${tagName} ${name}`);
      }
    }
  });
});

test("a table's figure leads to its tickets", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["ranked-table"]);
    const row = page.locator("deskgauge-ranked-table tbody tr", { hasText: "email" });
    await row.locator("td button").nth(1).press("Enter");
    const [{ event, detail }] = await heard(page);
    assert.deepEqual([event, detail], ["drill-down", { metric: "tickets", cell: { channel: "email" } }]);
    const { total, wanted } = await page.evaluate(async (detail) => {
      const { channels } = window.data;
      const { total } = await channels.tickets({ ...detail.cell, metric: detail.metric });
      return { total, wanted: channels.cell({ channel: "email", metric: "tickets" }).value };
    }, detail);
    assert.equal(total, wanted);
    assert.ok(total > 0);
  });
});

test("a breach list keeps the order of due, with the risk of each beside it", async () => {
  await bench.visit(async (page) => {
    const HOUR = 3_600_000;
    const waiting = [3, 1, 2].map((hours) => ({ id: `due-in-${4 - hours}`, created_at: NOW - hours * HOUR }));
    await ask(page, waiting, {}, { policies: [{ id: "all", targets: { first_response: "4h" } }] });
    const list = await add(page, "breach-list", ({ desk }) => ({
      source: {
        sla: (question) => desk.sla(question),
        // The one due last is the likeliest to be missed; of one nothing is known.
        risk: async () => ({
          clocks: [
            { ticket: "due-in-3", clock: "first_response", probability: 0.9 },
            { ticket: "due-in-1", clock: "first_response", probability: 0.25 },
          ],
        }),
      },
    }));
    await list.locator("[part=row]").first().waitFor();
    assert.deepEqual(
      (await list.locator("[part=ticket]").allTextContents()).map((text) => text.trim()),
      ["due-in-1", "due-in-2", "due-in-3"],
    );
    assert.deepEqual(
      (await list.locator("td.risk").allTextContents()).map((text) => text.trim()),
      ["25% risk", "", "90% risk"],
    );
    await assertAccessible(page);
    await set(page, () => ({ limit: 1 }));
    await page.waitForFunction(() => window.last.renderRoot.querySelectorAll("[part=row]").length === 1);
  });
});

test("slow hours are marked in the map, and said in words", async () => {
  await bench.visit(async (page) => {
    const map = await add(page, "heat-map", () => ({
      slowPeriods: {
        metric: "first_response_time",
        hours: Array.from({ length: 168 }, (_, slot) => ({
          median: 3_600,
          n: 4,
          slow: slot === 1 || slot === 30,
        })),
      },
    }));
    await map.locator("svg.plot rect").first().waitFor();
    assert.equal(await map.locator("circle.slow").count(), 2);
    await map.locator(".chart").focus();
    const told = () => map.locator("[role=status]").textContent();
    await page.keyboard.press("Home");
    assert.doesNotMatch(await told(), /slower/);
    await page.keyboard.press("ArrowRight");
    assert.match(await told(), /^Monday 1 AM, 1h, 4 tickets, slower than chance explains$/);
    const over = await page.evaluate(() => {
      const [dot] = window.last.renderRoot.querySelectorAll("circle.slow");
      const cells = [...window.last.renderRoot.querySelectorAll("rect.cell")];
      const place = (of) => of.getBoundingClientRect();
      const { left, right, top, bottom } = place(cells[1]);
      const { x, y, width, height } = place(dot);
      return left <= x && x + width <= right && top <= y && y + height <= bottom;
    });
    assert.ok(over, "the mark is on its hour");
    await assertAccessible(page);
  });
});

test("what stands out, what came late and who waits longest lead to their words and tickets", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["escalation-times", "late-escalations", "escalation-panel"]);
    const told = await page.evaluate(() => {
      const usual = { usual: 3_600, lost: 60 };
      const late = {
        ...window.data.late,
        rows: [{ ...usual, word: "question", level: 1, of: "type", escalated: 2, late: 1 }],
        tickets: [{ ...usual, ticket: "T-9", word: "question", level: 1, held: 3_660 }],
      };
      document.querySelector("deskgauge-late-escalations").answer = late;
      window.told = [];
      for (const name of ["select", "open-ticket"])
        document.addEventListener(`deskgauge-${name}`, ({ target, detail }) =>
          window.told.push([target.localName.replace("deskgauge-", ""), name, detail]),
        );
      return late;
    });
    await page.locator("deskgauge-escalation-times .chart").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.locator("deskgauge-late-escalations [part=rows] button").first().press("Enter");
    await page.locator("deskgauge-late-escalations [part=tickets] button").first().press("Enter");
    await page.locator("deskgauge-escalation-panel .step button.link").first().press("Enter");
    const [times, row, ticket, step] = await page.evaluate(() => window.told);
    const { first, due } = await page.evaluate(() => ({
      first: Object.entries(window.data.times.rows[0].by)[0],
      due: window.data.steps.due[0].ticket,
    }));
    assert.deepEqual(times, ["escalation-times", "select", { dimension: first[0], word: first[1] }]);
    assert.deepEqual(row, ["late-escalations", "select", { dimension: "type", word: told.rows[0].word }]);
    assert.deepEqual(ticket, ["late-escalations", "open-ticket", { ticket: told.tickets[0].ticket }]);
    assert.deepEqual(step, ["escalation-panel", "open-ticket", { ticket: due }]);
    const findings = await add(page, "findings", () => ({
      answer: {
        findings: [
          {
            dimension: "channel",
            word: "email",
            part: null,
            metric: "first_response_time",
            unit: "seconds",
            effect: 60,
            value: 120,
            otherValue: 60,
            low: 30,
            high: 90,
            n: 10,
            others: 10,
            p: 0.001,
            pAdjusted: 0.001,
            tickets: ["T-1"],
          },
        ],
        comparisons: 1,
        cut: [],
      },
    }));
    await findings.locator("[part=finding] > button").press("Enter");
    await findings.locator("summary").press("Enter");
    await findings.locator("[part=ticket]").press("Enter");
    assert.deepEqual(await heard(page), [
      { event: "select", detail: { dimension: "channel", word: "email" } },
      { event: "open-ticket", detail: { ticket: "T-1" } },
    ]);
  });
});

test("more groups than can be told apart are counted, and lead to the table", async () => {
  await bench.visit(async (page) => {
    const tickets = Array.from({ length: 27 }, (_, at) => ({
      id: `T-${at}`,
      created_at: NOW - (at % 3) * 86_400_000 - 60_000,
      channel: at % 9 === 0 ? HOSTILE : `channel ${at % 9}`,
    }));
    await ask(page, tickets, { daily: ["report", { metrics: ["created"], bucket: "day", by: "channel" }] });
    const chart = await add(page, "metric-chart", ({ daily }) => ({ report: daily }));
    await chart.locator("svg.plot text").first().waitFor();
    assert.equal(await chart.locator(".legend li").count(), 6);
    await chart.getByRole("button", { name: "and 3 more" }).press("Enter");
    assert.equal(await chart.locator("thead th").count(), 10);
  });
});
