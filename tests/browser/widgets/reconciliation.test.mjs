// Ours beside theirs in a real browser: the figure, the rules with their tickets, both profiles, the file, and every language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { add, ask, assertAccessible, heard, NOW, openBench, set } from "./harness.mjs";

const MINUTE = 60_000;
const START = NOW - 24 * 60 * MINUTE;
const reply = (minutes, role = "agent") => ({ at: START + minutes * MINUTE, kind: "reply", role });
const TICKETS = [
  { id: "A", created_at: START, events: [reply(10)] },
  { id: "B", created_at: START, events: [reply(5, "bot"), reply(20)] },
  { id: "C", created_at: START, events: [reply(30)] },
  // An agent opened it, and wrote after 40 minutes.
  { id: "D", created_at: START, events: [{ at: START, kind: "created", role: "agent" }, reply(40)] },
];
const THEIRS = { values: { A: 10, B: 5, C: 44, D: 40, X: 1 }, unit: "minutes" };
const QUESTIONS = {
  answer: [
    "reconcile",
    { metric: "first_response_time", theirs: THEIRS, profile: "zendesk", rows: {}, asOf: NOW },
  ],
  same: ["reconcile", { metric: "first_response_time", theirs: { values: { A: 600 }, unit: "seconds" } }],
};

let bench;
before(async () => {
  bench = await openBench();
});
after(() => bench?.close());

async function shown(page) {
  await ask(page, TICKETS, QUESTIONS);
  return add(page, "reconciliation", ({ answer }) => ({ answer }));
}

test("the share that agrees, the rules with their tickets, and what no rule explains, under either profile", async () => {
  await bench.visit(async (page) => {
    const widget = await shown(page);
    const words = (locator) => locator.evaluate((each) => each.textContent.replaceAll(/\s+/g, " ").trim());
    assert.equal(await words(widget.locator("[part=figure]")), "50% agree · 2 of 4");
    const rows = () =>
      widget
        .locator("tbody tr")
        .evaluateAll((all) =>
          all.map((row) => [...row.children].map((cell) => cell.textContent.replaceAll(/\s+/g, " ").trim())),
        );
    const bot = ["A bot's or an automatic reply counts as a reply.", "1", "15m", "B"];
    const none = ["No rule explains it", "1", "–", "C"];
    assert.deepEqual(await rows(), [bot, none]);
    const profiles = widget.locator("[part=profile]");
    assert.deepEqual(
      await profiles.allTextContents().then((all) => all.map((text) => text.trim())),
      ["By the definitions of \u2068zendesk\u2069", "By the definitions of \u2068deskgauge\u2069"].map(
        (text) => text.replaceAll(/[\u2068\u2069]/g, ""),
      ),
    );
    await profiles.nth(1).press("Enter");
    assert.equal(await words(widget.locator("[part=figure]")), "25% agree · 1 of 4");
    const opened = ["Tickets that an agent opened have a first response like all others.", "1", "0s", "D"];
    assert.deepEqual(await rows(), [opened, bot, none]);
    assert.match(await words(widget.locator("p.small").first()), /not at this desk: 1$/);
    await assertAccessible(page);

    await widget.locator("[part=ticket]").first().press("Enter");
    assert.deepEqual(await heard(page), [{ event: "open-ticket", detail: { ticket: "D" } }]);
    const label = await widget.locator("[part=ticket]").first().getAttribute("aria-label");
    assert.equal(label, "Open ticket D (ours –, theirs 40m)");

    await set(page, ({ same }) => ({ answer: same }));
    assert.equal(await words(widget.locator("[part=figure]")), "100% agree · 1 of 1");
    await widget.getByText("All tickets agree").waitFor();
    await widget.getByRole("button", { name: "CSV" }).waitFor({ state: "detached" });
  });
});

test("the rows come as a file, and the rules speak the page's language", async () => {
  await bench.visit(async (page) => {
    const widget = await shown(page);
    const csv = await page.evaluate(() => window.last.toCSV());
    assert.deepEqual(csv.split("\r\n").slice(0, 3), [
      "ticket,outcome,ours,theirs,difference,rules,explained",
      "A,agree,600,600,0,,",
      "B,differ,1200,300,900,bot-reply,300",
    ]);
    await widget.getByRole("button", { name: "CSV" }).press("Enter");
    const [{ event, detail }] = await heard(page);
    assert.deepEqual([event, detail.name], ["export", "Ours-beside-theirs.csv"]);
    for (const [lang, said] of [
      ["de", "Die Antwort eines Bots oder eine automatische Antwort zählt als Antwort."],
      ["ja", "ボットや自動の返信も応答と数えます。"],
      ["ar", "رد الروبوت أو الرد الآلي يُحسب ردًا."],
    ]) {
      await page.evaluate((lang) => {
        document.documentElement.lang = lang;
      }, lang);
      await widget.getByText(said).waitFor();
    }
  });
});
