// Desks kept in a real browser: restored, refused, refused room, forgotten, and by several tabs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../../www/build/browser.mjs";
import { serveEngines } from "./engine-site.mjs";

let browser;
let site;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveEngines()]);
});

after(async () => {
  await browser?.close();
  site?.close();
});

/** Runs work in pages of a profile of their own; `tabs` of them share it. */
async function inTabs(count, work) {
  const context = await browser.newContext();
  try {
    const tabs = [];
    for (let tab = 0; tab < count; tab += 1) {
      const page = await context.newPage();
      await page.goto(`${site.url}/free/page.html`);
      await page.evaluate(async (base) => {
        const [index, history] = await Promise.all(
          ["dist/index.js", "dist/history.js"].map((path) => import(`${base}/${path}`)),
        );
        Object.assign(window, index, history);
        /** A desk of so many tickets. */
        window.deskOf = async (tickets) => {
          const desk = await index.Desk.open();
          const rows = Array.from({ length: tickets }, (_, id) => ({
            id,
            created_at: "2026-03-02T08:00:00Z",
          }));
          await desk.load(rows);
          return desk;
        };
        window.countOf = async (desk) => (await desk.report({ metrics: ["tickets"] })).cell().value;
        window.codeOf = (promise) =>
          promise.then(
            () => "none",
            ({ code }) => code,
          );
      }, `${site.url}/free`);
      tabs.push(page);
    }
    await work(...tabs);
  } finally {
    await context.close();
  }
}

test("a desk is kept with its cursor, given back after a reload, replaced and forgotten", async () => {
  await inTabs(2, async (page, later) => {
    const empty = await page.evaluate(async () => {
      const history = await openHistory("support");
      const before = [await history.kept(), await history.restore()];
      const about = await history.save(await deskOf(3), { cursor: { since: "e-17" } });
      await (await openHistory("other")).save(await deskOf(5));
      return { before, available: history.available, note: history.note, bytes: about.bytes };
    });
    assert.deepEqual(empty.before, [null, null]);
    assert.ok(empty.available);
    assert.match(empty.note, /kept in this browser/);
    const again = await later.evaluate(async () => {
      const history = await openHistory("support");
      const { desk, cursor, bytes, savedAt } = await history.restore({ timeZone: "Europe/Berlin" });
      const first = { tickets: await countOf(desk), cursor, bytes, recent: Date.now() - savedAt < 60_000 };
      await history.save(await deskOf(4));
      const second = await history.kept();
      await history.forget();
      const other = await (await openHistory("other")).restore();
      return {
        first,
        cursor: second.cursor ?? null,
        gone: await history.restore(),
        other: await countOf(other.desk),
      };
    });
    assert.deepEqual(again.first, {
      tickets: 3,
      cursor: { since: "e-17" },
      bytes: empty.bytes,
      recent: true,
    });
    assert.deepEqual([again.cursor, again.gone, again.other], [null, null, 5]);
  });
});

test("one call forgets everything, also while another tab is open", async () => {
  await inTabs(2, async (page, other) => {
    await page.evaluate(async () => (await openHistory("support")).save(await deskOf(3)));
    await other.evaluate(() => forgetHistories());
    assert.equal(await page.evaluate(async () => (await openHistory("support")).kept()), null);
    assert.deepEqual(await page.evaluate(() => indexedDB.databases().then((all) => all.length)), 1);
  });
});

test("what is damaged is forgotten, what a newer version wrote is left alone, and the note says so", async () => {
  await inTabs(1, async (page) => {
    const told = await page.evaluate(async () => {
      const history = await openHistory("support");
      const outcomes = [];
      for (const at of [40, 8]) {
        await history.save(await deskOf(3));
        // As it lies in the database, one byte is another.
        await new Promise((done, failed) => {
          const opening = indexedDB.open("deskgauge");
          opening.onerror = failed;
          opening.onsuccess = () => {
            const store = opening.result.transaction("snapshots", "readwrite").objectStore("snapshots");
            store.get("support").onsuccess = ({ target }) => {
              target.result[at] ^= 0x40;
              store.put(target.result, "support").onsuccess = done;
            };
            store.transaction.oncomplete = () => opening.result.close();
          };
        });
        outcomes.push({
          desk: await history.restore(),
          note: history.note,
          kept: (await history.kept()) !== null,
        });
      }
      return outcomes;
    });
    assert.deepEqual([told[0].desk, told[0].kept], [null, false]);
    assert.match(told[0].note, /of no use.*no whole snapshot/);
    assert.deepEqual([told[1].desk, told[1].kept], [null, true]);
    assert.match(told[1].note, /of no use.*update/);
  });
});

test("what the browser threw away is missed, what was forgotten is not", async () => {
  await inTabs(1, async (page) => {
    const told = await page.evaluate(async () => {
      const clear = () =>
        new Promise((done, failed) => {
          Object.assign(indexedDB.deleteDatabase("deskgauge"), { onsuccess: done, onerror: failed });
        });
      const history = await openHistory("support");
      await history.restore();
      const notes = [history.note];
      await history.save(await deskOf(3));
      notes.push(history.note);
      await clear();
      const gone = await (await openHistory("support")).restore();
      const later = await openHistory("support");
      await later.kept();
      notes.push(later.note);
      await later.save(await deskOf(2));
      await later.forget();
      const after = await openHistory("support");
      const forgotten = await after.restore();
      notes.push(after.note);
      await after.save(await deskOf(2));
      await forgetHistories();
      const last = await openHistory("support");
      await last.restore();
      notes.push(last.note);
      return { notes, gone, forgotten };
    });
    assert.deepEqual([told.gone, told.forgotten], [null, null]);
    assert.match(told.notes[1], /may throw it away/);
    assert.match(told.notes[2], /what was kept on \d{4}-\d\d-\d\d is gone/);
    assert.deepEqual([told.notes[0], told.notes[3], told.notes[4]], Array(3).fill("kept in this browser"));
  });
});

test("a redacted desk holds no names, and the key brings them back with later loads", async () => {
  await inTabs(1, async (page) => {
    const told = await page.evaluate(async () => {
      const history = await openHistory("support");
      const ticket = { id: "T-1", created_at: "2026-03-02T08:00:00Z", assignee: "Ann Planted" };
      const desk = await Desk.open();
      await desk.load([ticket]);
      const redact = { key: "000102030405060708090a0b0c0d0e0f" };
      await history.save(desk, { redact });
      const bytes = await new Promise((done) => {
        indexedDB.open("deskgauge").onsuccess = ({ target }) => {
          const store = target.result.transaction("snapshots").objectStore("snapshots");
          store.get("support").onsuccess = (found) => done(found.target.result);
          target.result.close();
        };
      });
      const restored = await history.restore({ redact });
      const agents = async () =>
        (await restored.desk.report({ metrics: ["tickets"], by: ["assignee"] })).groups.map(({ by }) => by);
      const marks = JSON.stringify(await agents());
      await restored.desk.load([{ ...ticket, id: "T-2" }]);
      return { text: new TextDecoder("latin1").decode(bytes), marks, names: JSON.stringify(await agents()) };
    });
    assert.ok(!told.text.includes("Planted"));
    assert.match(told.marks, /~[0-9a-f]{20}/);
    assert.match(told.names, /Ann Planted/);
    assert.ok(!told.names.includes("~"));
  });
});

test("without room what was kept before stays, and without a database the page goes on", async () => {
  await inTabs(1, async (page) => {
    const full = await page.evaluate(async () => {
      const history = await openHistory("support");
      await history.save(await deskOf(3));
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        if (value instanceof Uint8Array) throw new DOMException("no room", "QuotaExceededError");
        return put.call(this, value, key);
      };
      const code = await codeOf(history.save(await deskOf(9)));
      IDBObjectStore.prototype.put = put;
      const cursor = await codeOf(history.save(await deskOf(3), { cursor: () => 1 }));
      const { desk, savedAt } = await history.restore();
      return { code, cursor, tickets: await countOf(desk), same: savedAt === (await history.kept()).savedAt };
    });
    assert.deepEqual(full, { code: "quota-exceeded", cursor: "not-cloneable", tickets: 3, same: true });
    const refused = await page.evaluate(async () => {
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = () => {
        throw new DOMException("not in a private window", "InvalidStateError");
      };
      const history = await openHistory("support");
      const nothing = [await history.kept(), await history.restore(), (await history.forget()) ?? null];
      const code = await codeOf(history.save(await deskOf(1)));
      IDBFactory.prototype.open = open;
      return { nothing, code, available: history.available, note: history.note };
    });
    assert.deepEqual(
      [refused.nothing, refused.code, refused.available],
      [[null, null, null], "no-storage", false],
    );
    assert.match(refused.note, /keeps nothing here \(not in a private window\)/);
    assert.equal(await page.evaluate(() => codeOf(openHistory(""))), "bad-option");
  });
});

test("tabs take turns: the second finds what the first saved", async () => {
  await inTabs(2, async (first, second) => {
    const visit = (page) =>
      page.evaluate(async () => {
        const history = await openHistory("support");
        return history.alone(async () => {
          const kept = await history.restore();
          const desk = kept?.desk ?? (await deskOf(1));
          const from = kept?.cursor ?? 0;
          await new Promise((done) => setTimeout(done, 200));
          await desk.load([{ id: 100 + from, created_at: "2026-03-02T08:00:00Z" }]);
          await history.save(desk, { cursor: from + 1 });
          return { from, tickets: await countOf(desk) };
        });
      });
    const visits = await Promise.all([visit(first), visit(second), visit(first)]);
    assert.deepEqual(visits.map(({ from }) => from).sort(), [0, 1, 2]);
    assert.deepEqual(visits.map(({ tickets }) => tickets).sort(), [2, 3, 4]);
    const aborted = await first.evaluate(async () => {
      const history = await openHistory("support");
      return history
        .alone(async () => 1, AbortSignal.abort(new Error("left")))
        .catch(({ message }) => message);
    });
    assert.equal(aborted, "left");
  });
});
