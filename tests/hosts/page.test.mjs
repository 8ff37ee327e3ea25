// The helpdesk's own pages with the package in them: nothing of theirs breaks, and they wait for nothing of ours.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openHost, UP } from "./harness.mjs";

/** Where the package's files are. */
const OURS = "*/static/deskgauge*";
/** Of so many loads the median is told: a busy machine decides how long one takes. */
const LOADS = 5;
/** Bytes of a file that a page may wait for. */
const SMALL = 20_000;
/** Pages of the helpdesks beside those with widgets. */
const OTHERS = { rt: ["/", "/Search/Build.html"], "django-helpdesk": ["/dashboard/", "/tickets/"] };

/** Blocks our files, as if the package were not installed. */
async function without(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setBlockedURLs", { urls: [OURS] });
}

const shown = (page) => page.locator("deskgauge-sla-countdown [part=clock]").first().waitFor();
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const name of UP) {
  describe(name, () => {
    let host;
    before(async () => {
      host = await openHost(name);
    });
    after(() => host?.close());

    test("pages without widgets load nothing of ours, and say nothing", async () => {
      await host.visit(async ({ page, said, go }) => {
        const ours = [];
        page.on("request", (request) => {
          if (request.url().includes("/static/deskgauge")) ours.push(request.url());
        });
        for (const path of OTHERS[name]) await go(path, { waitUntil: "networkidle" });
        assert.deepEqual(ours, []);
        assert.deepEqual(said, []);
      });
    });

    test("the menu leads to the overview page", async () => {
      await host.visit(async ({ page, go }) => {
        await go(OTHERS[name][0]);
        const entry = page.getByRole("link", { name: "Service desk", includeHidden: true }).first();
        assert.equal(new URL(await entry.evaluate((link) => link.href)).pathname, host.overview);
      });
    });

    test("a ticket's page keeps its scripts, its styles and its names", async () => {
      const look = (page) =>
        page.evaluate(() => ({
          jQuery: typeof window.jQuery,
          sheets: document.styleSheets.length,
          names: Object.keys(window),
          styles: [...document.querySelectorAll("h1, h2, .card, .btn, input, a, table, body")]
            .filter((element) => element.closest("[data-deskgauge], .ticket-info-deskgauge") === null)
            .map((element) => {
              const { color, backgroundColor, fontFamily, fontSize, display } = getComputedStyle(element);
              return [element.tagName, color, backgroundColor, fontFamily, fontSize, display].join(" ");
            }),
        }));
      const plain = await host.visit(async ({ page, go }) => {
        await without(page);
        await go(host.ticket(1), { waitUntil: "networkidle" });
        return look(page);
      });
      await host.visit(async ({ page, said, go }) => {
        await go(host.ticket(1), { waitUntil: "networkidle" });
        await shown(page);
        const { names, ...rest } = await look(page);
        const { names: before, ...own } = plain;
        assert.deepEqual(rest, own);
        // Lit keeps count of its copies on a page, and what they share.
        const new_ = names.filter(
          (key) => !before.includes(key) && !/^(lit|reactiveElement)[A-Z]\w+$/.test(key),
        );
        assert.deepEqual(new_, []);
        assert.deepEqual(said, []);
        const selectors = await page.evaluate(() =>
          document.adoptedStyleSheets.flatMap(({ cssRules }) =>
            [...cssRules].flatMap((rule) =>
              [...(rule.cssRules?.length ? rule.cssRules : [rule])].map((inner) => inner.selectorText),
            ),
          ),
        );
        assert.ok(selectors.length > 0 && selectors.every((selector) => selector.includes("deskgauge")));
      });
    });

    test("the keyboard goes through the widgets and on, and the helpdesk's own keys work", async () => {
      await host.visit(async ({ page, said, go }) => {
        await go(host.ticket(1), { waitUntil: "networkidle" });
        await shown(page);
        const working = page.locator("deskgauge-sla-countdown summary").first();
        await working.focus();
        await page.keyboard.press("Enter");
        assert.ok(await working.evaluate((summary) => summary.parentElement.open));
        const inside = () =>
          page.evaluate(() => document.activeElement?.closest("[data-deskgauge]") !== null);
        assert.ok(await inside());
        for (let press = 0; press < 20 && (await inside()); press += 1) await page.keyboard.press("Tab");
        assert.ok(!(await inside()), "the focus came out again");
        if (name === "rt") {
          // Pressed while the focus is in a widget.
          await working.focus();
          await page.keyboard.press("?");
          await page.getByText("Keyboard Shortcuts").first().waitFor();
        } else {
          await page.getByRole("tab", { name: "Respond" }).press("Enter");
          await page.locator("#commentBox").waitFor();
        }
        assert.deepEqual(said, []);
      });
    });

    test("a printed page holds the widgets, within the boxes of the helpdesk", async () => {
      await host.visit(async ({ page, said, go }) => {
        await go(host.ticket(1), { waitUntil: "networkidle" });
        await shown(page);
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1000 });
        const boxes = await page.locator("[data-deskgauge] > :not(p)").evaluateAll((widgets) =>
          widgets.map((widget) => ({
            beyond:
              widget.getBoundingClientRect().right - widget.closest(".card").getBoundingClientRect().right,
            wide: widget.getBoundingClientRect().width,
            text: widget.shadowRoot.textContent.trim().length,
          })),
        );
        assert.equal(boxes.length, 2);
        for (const { beyond, wide, text } of boxes) assert.ok(beyond <= 0 && wide > 100 && text > 10);
        assert.equal(await page.locator("[data-deskgauge] summary").first().isVisible(), false);
        assert.deepEqual(said, []);
      });
    });

    test("the widgets follow the helpdesk's theme while the page stays", async () => {
      await host.visit(
        async ({ page, go }) => {
          await go(host.ticket(1), { waitUntil: "networkidle" });
          await shown(page);
          await host.dark.turn(page, true);
          await page.locator("deskgauge-sla-countdown[theme=dark]").waitFor();
          const colors = await page.locator("deskgauge-sla-countdown").evaluate((element) => {
            const card = element.closest(".card");
            const color = (name) => getComputedStyle(card).getPropertyValue(name).trim();
            return [getComputedStyle(element).color, getComputedStyle(card).backgroundColor, color("color")];
          });
          const [ink, ground, theirs] = colors.map(luminance);
          assert.ok(ink > ground + 0.4 && Math.abs(ink - theirs) < 0.15, colors.join(", "));
          await host.dark.turn(page, false);
          await page.locator("deskgauge-sla-countdown[theme=light]").waitFor();
        },
        { user: host.dark.user },
      );
    });

    test("a ticket's page waits for little of ours before it has loaded; how long it takes is told", async (t) => {
      /** One load, with all that comes after it, so that it does not disturb the next. */
      const load = async ({ page, go }) => {
        await go(host.ticket(2), { waitUntil: "networkidle" });
        return page.evaluate(() => {
          const [{ loadEventStart, loadEventEnd }] = performance.getEntriesByType("navigation");
          const early = performance
            .getEntriesByType("resource")
            .filter(({ name, startTime }) => name.includes("/static/deskgauge") && startTime < loadEventStart)
            .map(({ name, decodedBodySize }) => [name.split("/").at(-1), decodedBodySize]);
          return { time: loadEventEnd, early };
        });
      };
      await host.visit(
        (plain) =>
          host.visit(
            async (ours) => {
              await without(plain.page);
              // The first loads fill the browser's cache, as for somebody who works there.
              for (const visit of [plain, ours]) await load(visit);
              const times = { plain: [], ours: [] };
              for (let number = 0; number < LOADS; number += 1) {
                times.plain.push((await load(plain)).time);
                const { time, early } = await load(ours);
                times.ours.push(time);
                for (const [file, size] of early)
                  assert.ok(
                    /^boot\b|\.css$/.test(file) && size < SMALL,
                    `${file} of ${size} bytes is waited for`,
                  );
                assert.ok(
                  early.some(([file]) => file.startsWith("boot")),
                  "nothing of ours is on the page",
                );
              }
              const [alone, together] = [median(times.plain), median(times.ours)].map(Math.round);
              t.diagnostic(
                `${name}: ${alone} ms without, ${together} ms with, at the median of ${LOADS} loads`,
              );
            },
            { held: false },
          ),
        { held: false },
      );
    });
  });
}

function luminance(color) {
  const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
