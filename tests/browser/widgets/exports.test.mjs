// Files out of widgets hold the figures that are shown: CSV by the number, SVG and PNG as drawn. No name of the desk becomes a
// formula or markup in them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, ask, HOSTILE, heard, NOW, openBench } from "./harness.mjs";
import { addAll, drawn, give, WIDGETS } from "./samples.mjs";

const HOUR = 3_600_000;
/** Formulas of spreadsheets, and what may start one. */
const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'];
const CHARTS = [
  "metric-chart",
  "backlog",
  "heat-map",
  "distribution",
  "escalation-times",
  "bottlenecks",
  "handoff-graph",
];

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

/** The rows of a CSV file. */
function parse(csv) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "" && row.length === 0) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test("a chart's CSV holds every figure of the report as it is, for groups and along time", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["metric-chart"]);
    const csv = parse(await page.evaluate(() => window.last.toCSV()));
    const wanted = await page.evaluate(() => {
      const { channels } = window.data;
      const column = channels.column("first_response_time", "median");
      return channels.groups.map(({ by }, row) => [by.channel, String(column[row])]);
    });
    assert.deepEqual(csv.slice(1), wanted);
    assert.equal(csv[0].length, 2);

    await ask(
      page,
      [1, 2, 4].map((day) => ({ id: `${day}`, created_at: NOW - day * 24 * HOUR, channel: `c${day % 2}` })),
      {
        daily: ["report", { metrics: ["created"], bucket: "day", by: "channel" }],
      },
    );
    await give(page, "metric-chart", ({ daily }) => ({ report: daily, metric: "created" }));
    const byDay = parse(await page.evaluate(() => window.last.toCSV()));
    const found = await page.evaluate(() =>
      window.data.daily.rows().map(({ by, bucket, figures }) => [by.channel, bucket, figures.created.value]),
    );
    const days = [...new Set(found.map(([, bucket]) => bucket))].sort();
    const [head, ...rows] = byDay;
    assert.equal(rows.length, days.length);
    for (const [channel, bucket, value] of found) {
      assert.equal(rows[days.indexOf(bucket)][head.indexOf(channel)], String(value), `${channel} ${bucket}`);
    }
  });
});

test("a table's CSV is its figures, in the order shown, with full digits", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["ranked-table"]);
    const [head, ...rows] = parse(await page.evaluate(() => window.last.toCSV()));
    assert.deepEqual(head, ["channel", "first_response_time", "tickets"]);
    const shown = await page.locator("deskgauge-ranked-table tbody th").allTextContents();
    assert.deepEqual(
      rows.map(([word]) => word),
      shown.map((word) => word.trim()),
    );
    const figures = await page.evaluate(() =>
      Object.fromEntries(
        window.data.channels
          .rows()
          .map(({ by, figures }) => [
            by.channel,
            [figures.first_response_time.median, figures.tickets.value],
          ]),
      ),
    );
    for (const [word, ...values] of rows) assert.deepEqual(values.map(Number), figures[word], word);
  });
});

test("an hour of the week stands in its row and column", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["heat-map"]);
    const rows = parse(await page.evaluate(() => window.last.toCSV()));
    assert.deepEqual([rows.length, ...new Set(rows.map((row) => row.length))], [8, 25]);
    const found = await page.evaluate(() =>
      window.data.hours.rows().map(({ bucket, figures }) => [bucket, figures.tickets.value]),
    );
    for (const [slot, value] of found) {
      assert.equal(rows[1 + Math.floor(slot / 24)][1 + (slot % 24)], String(value), `slot ${slot}`);
    }
  });
});

test("no name becomes a formula in any file", async () => {
  await bench.visit(async (page) => {
    const tickets = FORMULAS.flatMap((name, at) => [
      {
        id: name,
        created_at: NOW - (20 + at) * HOUR,
        channel: name,
        events: [
          { at: NOW - (20 + at) * HOUR, kind: "assigned", group: name },
          { at: NOW - 10 * HOUR, kind: "assigned", group: FORMULAS[(at + 1) % FORMULAS.length] },
        ],
      },
    ]);
    await ask(
      page,
      tickets,
      {
        channels: ["report", { metrics: ["tickets"], by: "channel" }],
        handoffs: ["handoffs", { of: "group" }],
        stages: ["stages", { of: "group" }],
        times: ["escalationTimes", { by: "channel" }],
      },
      { levels: { groups: Object.fromEntries(FORMULAS.map((name, at) => [name, 1 + (at % 2)])) } },
    );
    for (const name of ["metric-chart", "ranked-table", "handoff-graph", "bottlenecks", "escalation-times"]) {
      await add(page, name, WIDGETS[name].some);
      const rows = parse(await page.evaluate(() => window.last.toCSV()));
      const cells = rows.flat().filter((cell) => !/^-?[\d.]+(e[+-]?\d+)?$/i.test(cell));
      assert.deepEqual(
        cells.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
        [],
        name,
      );
      assert.ok(cells.includes("'=1+1"), `${name} names it`);
    }
  });
});

test("every chart's drawing stands alone as SVG: named, in colours, with the marks drawn, and names as text only", async () => {
  await bench.visit(async (page) => {
    await addAll(page, CHARTS);
    // The page takes no markup at all; the files are read by one that does.
    const reader = await page.context().browser().newPage();
    for (const name of CHARTS) {
      await give(page, name, () => ({}));
      const { svg, heading, bars, texts } = await page.evaluate(() => {
        const plot = window.last.renderRoot.querySelector("svg.plot");
        return {
          svg: window.last.toSVG(),
          heading: window.last.renderRoot.querySelector("#heading").textContent.trim(),
          bars: plot.querySelectorAll("rect, path").length,
          texts: [...plot.querySelectorAll("text")].map(({ textContent }) => textContent),
        };
      });
      const read = await reader.evaluate((svg) => {
        const file = new DOMParser().parseFromString(svg, "image/svg+xml");
        const all = [...file.querySelectorAll("*")];
        return {
          broken: file.querySelectorAll("parsererror").length,
          strange: all
            .map(({ localName }) => localName)
            .filter((each) => /script|image|foreignObject|^a$|use|style/i.test(each)),
          handlers: all
            .flatMap(({ attributes }) => [...attributes])
            .filter(
              ({ name, value }) =>
                /^on|href|^style$|^class$/.test(name) || /var\(|url\(|javascript:/.test(value),
            )
            .map(({ name }) => name),
          title: file.documentElement.querySelector(":scope > title")?.textContent,
          marks: file.querySelectorAll("rect, path").length,
          texts: [...file.querySelectorAll("text")].map(({ textContent }) => textContent),
          size: ["width", "height"].map((side) => Number(file.documentElement.getAttribute(side))),
          fills: new Set(all.map((each) => each.getAttribute("fill"))).size,
        };
      }, svg);
      assert.deepEqual([read.broken, read.strange, read.handlers], [0, [], []], name);
      assert.equal(read.title, heading, name);
      assert.equal(read.marks, bars + 1, `${name}: all marks, and the ground`);
      assert.deepEqual(read.texts, texts, name);
      assert.ok(
        read.size.every((side) => side >= 100),
        `${name}: ${read.size}`,
      );
      assert.ok(read.fills >= 3, name);
    }
    await reader.close();
  });
});

test("every chart's PNG is twice its size, and shows what is drawn", async () => {
  await bench.visit(async (page) => {
    await addAll(page, CHARTS);
    for (const name of CHARTS) {
      await give(page, name, () => ({}));
      const { type, size, wanted, colours, near } = await page.evaluate(async () => {
        const plot = window.last.renderRoot.querySelector("svg.plot");
        const blob = await window.last.toPNG();
        const image = await createImageBitmap(blob);
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, image.width, image.height);
        const mark = plot.querySelector(".bar, .line, text");
        const looks = getComputedStyle(mark);
        const [red, green, blue] = (looks.fill === "none" ? looks.stroke : looks.fill).match(/\d+/g);
        const colours = new Set();
        let near = 0;
        for (let at = 0; at < data.length; at += 4) {
          colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
          const away =
            Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
          if (away < 60) near += 1;
        }
        return {
          type: blob.type,
          size: [image.width, image.height],
          wanted: ["width", "height"].map((side) => 2 * Number(plot.getAttribute(side))),
          colours: colours.size,
          near,
        };
      });
      assert.equal(type, "image/png", name);
      assert.deepEqual(size, wanted, name);
      assert.ok(colours > 10, `${name}: ${colours} colours`);
      assert.ok(near > 50, `${name}: ${near} pixels in the colour of a mark`);
    }
  });
});

test("the buttons hand files over, and save them where the page does not", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["metric-chart"]);
    const chart = page.locator("deskgauge-metric-chart");
    for (const format of ["CSV", "SVG", "PNG"]) {
      await chart.getByRole("button", { name: `Export as ${format}` }).press("Enter");
      await page.waitForFunction(
        (count) => window.heard.length === count,
        ["CSV", "SVG", "PNG"].indexOf(format) + 1,
      );
    }
    const files = await page.evaluate(() =>
      window.heard.map(({ detail }) => [detail.name, detail.blob.type, detail.blob.size > 100]),
    );
    assert.deepEqual(files, [
      ["First-response-time.csv", "text/csv;charset=utf-8", true],
      ["First-response-time.svg", "image/svg+xml", true],
      ["First-response-time.png", "image/png", true],
    ]);
    assert.equal((await heard(page)).length, 3);
    await page.evaluate((heading) => {
      const element = document.createElement("deskgauge-metric-chart");
      Object.assign(element, { report: window.data.channels, heading: `../${heading}` });
      document.querySelector("main").append(element);
    }, HOSTILE);
    await drawn(page);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("deskgauge-metric-chart").last().getByRole("button", { name: "Export as CSV" }).click(),
    ]);
    assert.doesNotMatch(file.suggestedFilename(), /[/\\<>:"|?*]/);
    assert.match(file.suggestedFilename(), /\.csv$/);
    await page
      .locator("deskgauge-metric-chart")
      .last()
      .evaluate((element) => {
        element.noExport = true;
      });
    assert.equal(
      await page
        .locator("deskgauge-metric-chart")
        .last()
        .getByRole("button", { name: /^Export/ })
        .count(),
      0,
    );
  });
});
