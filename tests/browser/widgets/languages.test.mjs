// Languages and directions: a change of the page's is followed at once, and a word of another direction keeps its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isolated } from "../../../dist/widgets/bidi.js";
import { add, openBench, set } from "./harness.mjs";
import { addAll, drawn, WIDGETS } from "./samples.mjs";

const ARABIC = "قناة الهاتف";
const [OPEN, CLOSE] = ["\u2068", "\u2069"];

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

test("the page's language and direction are followed at once, from wherever they are set, by one observer", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      window.observers = new Set();
      const { observe } = MutationObserver.prototype;
      MutationObserver.prototype.observe = function (target, options) {
        // Playwright has observers of its own.
        if (options.attributeFilter?.includes("lang")) window.observers.add(this);
        observe.call(this, target, options);
      };
    });
  await bench.visit(
    async (page) => {
      await addAll(page, ["kpi-tile", "sla-attainment", "metric-chart"]);
      assert.equal(await page.evaluate(() => window.observers.size), 1);
      const tile = page.locator("deskgauge-kpi-tile");
      await tile.getByText("How is this computed?").waitFor();
      await page.evaluate(() => {
        document.documentElement.lang = "de";
      });
      await tile.getByText("Wie wird das berechnet?").waitFor();
      await page.evaluate(() => {
        document.querySelector("main").lang = "ja";
      });
      await page.waitForFunction(() =>
        document.querySelector("deskgauge-sla-attainment").renderRoot.textContent.includes("達成"),
      );
      const ends = () =>
        page.evaluate(() => {
          const bars = window.last.renderRoot.querySelectorAll("rect.bar");
          return Number(bars[0].getAttribute("x")) < Number(bars[bars.length - 1].getAttribute("x"));
        });
      assert.equal(await ends(), true);
      await page.evaluate(() => {
        document.documentElement.dir = "rtl";
      });
      await drawn(page);
      assert.equal(await ends(), false, "the first bar stands on the right");
      await page.evaluate(() => {
        document.querySelector("main").replaceChildren();
        document.documentElement.lang = "en";
      });
    },
    { prepare },
  );
});

test("a word of another direction is set apart, where it is needed and nowhere else", () => {
  assert.equal(isolated("email", "en"), "email");
  assert.equal(isolated(ARABIC, "en"), `${OPEN}${ARABIC}${CLOSE}`);
  assert.equal(isolated("email", "ar"), `${OPEN}email${CLOSE}`);
  assert.equal(isolated("#12", "he-IL"), `${OPEN}#12${CLOSE}`);
  // A name that turns all that follows it, and one that would end what sets it apart.
  assert.equal(isolated("\u202egpj.exe", "en"), `${OPEN}\u202egpj.exe${CLOSE}`);
  assert.equal(isolated(`a${CLOSE}b`, "en"), `${OPEN}ab${CLOSE}`);
});

test("host words keep their direction in charts, chips, tables and sentences", async () => {
  await bench.visit(async (page) => {
    await addAll(page, ["metric-chart", "ranked-table", "breach-list", "filter-bar"]);
    const texts = (name, selector) => page.locator(`deskgauge-${name} ${selector}`).allTextContents();
    const foot = await texts("metric-chart", "svg.plot > text");
    assert.ok(
      foot.some((text) => text.startsWith(OPEN)),
      "the Arabic label",
    );
    assert.ok(foot.includes("email"), "the English one as it is");
    const words = await texts("ranked-table", "tbody th bdi");
    assert.ok(words.includes(ARABIC), words);
    const chips = await texts("filter-bar", "[part=chips] .chip");
    assert.ok(
      chips.some((text) => text.trim() === `Channel: ${OPEN}${ARABIC}${CLOSE} ×`),
      chips,
    );
    await page.evaluate(() => {
      document.documentElement.lang = "ar";
      document.documentElement.dir = "rtl";
    });
    await page.waitForFunction(() =>
      document.querySelector("deskgauge-filter-bar").renderRoot.textContent.includes("القناة"),
    );
    await drawn(page);
    const turned = await texts("filter-bar", "[part=chips] .chip");
    assert.ok(
      turned.some((text) => text.includes(`${OPEN}email${CLOSE}`)),
      turned,
    );
    const opens = await page
      .locator("deskgauge-breach-list [part=ticket]")
      .first()
      .getAttribute("aria-label");
    assert.match(opens, /\u2068.+\u2069/);
  });
});

test("labels along the foot are whole, or end in an ellipsis and say the rest when pointed at; none overlap", async () => {
  await bench.visit(async (page) => {
    const long = "An uncommonly long name of a channel";
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate((dir) => {
        document.querySelector("main").replaceChildren();
        document.documentElement.dir = dir;
      }, direction);
      await addAll(page, ["metric-chart"]);
      for (const width of [240, 500, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(150);
        await drawn(page);
        const labels = await page.evaluate(() =>
          [...window.last.renderRoot.querySelectorAll("svg.plot > text[text-anchor=middle]")].map((label) => {
            const { left, right } = label.getBoundingClientRect();
            const full = label.querySelector("title")?.textContent;
            return {
              left,
              right,
              shown:
                label.firstChild.nodeType === 3
                  ? label.textContent.replace(full ?? "", "")
                  : label.textContent,
              full,
            };
          }),
        );
        assert.ok(labels.length >= 2, `${direction} ${width}: ${JSON.stringify(labels)}`);
        for (const { shown, full } of labels) {
          if (full === undefined) assert.doesNotMatch(shown, /…/);
          else assert.match(shown, /…/);
        }
        const ordered = [...labels].sort((one, other) => one.left - other.left);
        ordered.slice(1).forEach(({ left }, at) => {
          assert.ok(left >= ordered[at].right, `${direction} ${width}: ${JSON.stringify(labels)}`);
        });
        if (width === 1280) assert.ok(labels.some(({ full, shown }) => (full ?? shown) === long));
      }
    }
  });
});

test("a table's head is not torn within a word, however little the room", async () => {
  await bench.visit(
    async (page) => {
      await addAll(page, ["ranked-table"]);
      const torn = await page.evaluate(() => {
        const buttons = [...window.last.renderRoot.querySelectorAll("thead button")];
        return buttons.flatMap((button) => {
          const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
          const found = [];
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
              if (lines.size > 1) found.push(word);
            }
          }
          return found;
        });
      });
      assert.deepEqual(torn, []);
    },
    { width: 240 },
  );
});

test("every sample is drawn in every language, from right to left in Arabic", async () => {
  await bench.visit(async (page) => {
    await addAll(page);
    for (const language of ["de", "fr", "es", "ja", "ar"]) {
      await page.evaluate((language) => {
        document.documentElement.lang = language;
        document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
      }, language);
      await page.waitForTimeout(300);
      await drawn(page);
      for (const name of Object.keys(WIDGETS)) {
        const card = page.locator(`main > deskgauge-${name} [part=card]`).first();
        assert.equal(await card.locator("[part=error]").count(), 0, `${name} in ${language}`);
        assert.doesNotMatch(
          await card.textContent(),
          /undefined|NaN|\{\w+\}(?!\))/,
          `${name} in ${language}`,
        );
      }
    }
    const tile = await add(page, "kpi-tile", ({ whole }) => ({
      report: whole,
      metric: "tickets",
      locale: "no-such-",
    }));
    assert.equal(await tile.locator("[part=error]").count(), 0, "a locale that is none is passed over");
    await set(page, () => ({ locale: "en" }));
  });
});
