// Widgets in little room, from right to left, and with many rows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, ask, HOSTILE, NOW, openBench } from "./harness.mjs";
import { addAll, drawn } from "./samples.mjs";

const HOUR = 3_600_000;
const GROUPS = 3_000;
const TICKETS = Array.from({ length: GROUPS }, (_, at) => ({
  id: `T-${at}`,
  created_at: NOW - (at % 400) * HOUR,
  channel: ["email", "chat", HOSTILE][at % 3],
  requester: at === 0 ? "=1+1" : `customer ${at}`,
}));
const QUESTIONS = { customers: ["report", { metrics: ["tickets"], by: ["requester"] }] };

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

for (const direction of ["ltr", "rtl"]) {
  test(`every widget fits into 240, 768 and 1280 pixels, ${direction}`, async () => {
    await bench.visit(async (page) => {
      await page.evaluate((dir) => {
        document.documentElement.dir = dir;
        document.documentElement.lang = dir === "rtl" ? "ar" : "en";
      }, direction);
      await addAll(page);
      for (const width of [240, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(300);
        await drawn(page);
        const wide = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll("main > *")]
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => `${each.localName}: ${each.scrollWidth} in ${each.clientWidth}`),
        );
        assert.deepEqual(wide, [], `at ${width} pixels`);
        const outside = await page.evaluate(() => {
          const widgets = (root) =>
            [...root.querySelectorAll("*")].flatMap((each) =>
              each.shadowRoot === null ? [] : [each, ...widgets(each.shadowRoot)],
            );
          return widgets(document).flatMap((each) => {
            const box = each.getBoundingClientRect();
            return [...each.shadowRoot.querySelectorAll("svg text, [part=card] > *")]
              .filter((part) => {
                const { left, right, width } = part.getBoundingClientRect();
                if (width === 0) return false;
                return left < box.left - 0.5 || right > box.right + 0.5;
              })
              .map((part) => `${each.localName}: ${part.textContent.trim().slice(0, 40)}`);
          });
        });
        assert.deepEqual(outside, [], `outside at ${width} pixels`);
      }
    });
  });
}

test("a table of thousands of groups draws some, counts the rest, exports all, and defuses formulas", async () => {
  await bench.visit(async (page) => {
    await ask(page, TICKETS, QUESTIONS);
    const table = await add(page, "ranked-table", ({ customers }) => ({ report: customers, limit: 10 }));
    assert.equal(await table.locator("[part=row]").count(), 10);
    const more = table.getByRole("button", { name: "and 2,990 more" });
    await more.click();
    assert.equal(await table.locator("[part=row]").count(), 1_000);
    const csv = await page.evaluate(() => window.last.toCSV());
    assert.equal(csv.trim().split(/\r?\n/).length, GROUPS + 1);
    assert.match(csv, /'=1\+1/);
    assert.doesNotMatch(csv, /(^|[\n,"])=1\+1/);
  });
});
