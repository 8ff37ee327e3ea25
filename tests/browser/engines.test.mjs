// The engines in a real browser: which one runs under which policy, that they answer alike, and how the worker behaves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../../www/build/browser.mjs";
import { CHOICES, NAMED } from "./engine-choices.mjs";
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

test("page, worker and plain give the same answers, to the bit", async () => {
  const [worker, page, plain] = await inPage("free", async (base) => {
    const [{ Desk }, { simulate }, { answersOf }] = await Promise.all(
      ["dist/index.js", "dist/simulator/index.js", "tests/js/same-answers.mjs"].map(
        (path) => import(`${base}/${path}`),
      ),
    );
    const all = [];
    for (const engine of ["auto", "page", "plain"]) all.push(await answersOf({ Desk, simulate }, { engine }));
    return all;
  });
  assert.deepEqual([worker.engine, page.engine, plain.engine], ["worker", "page", "plain"]);
  assert.match(worker.note, /page stays free/);
  assert.ok(worker.text.length > 500_000, `${worker.text.length} characters`);
  assert.ok(worker.text === page.text && page.text === plain.text);
});

for (const [policy, engine, note] of CHOICES) {
  test(`${policy}: ${engine}`, async () => {
    const opened = await inPage(policy, open, {});
    assert.equal(opened.engine, engine, JSON.stringify(opened));
    assert.match(opened.note, note);
    assert.equal(opened.tickets, 1);
  });
}

for (const [policy, engine, outcome] of NAMED) {
  test(`${policy}, ${engine} by name: ${outcome}`, async () => {
    const opened = await inPage(policy, open, { engine });
    assert.equal(opened.code ?? opened.engine, outcome, JSON.stringify(opened));
  });
}

test("without Worker and WebAssembly, as in a page under Lightning Web Security: plain", async () => {
  const hide = () => {
    for (const name of ["Worker", "WebAssembly"]) delete globalThis[name];
  };
  const opened = await inPage("free", open, {}, hide);
  assert.equal(opened.engine, "plain");
  assert.match(opened.note, /no WebAssembly/);
  assert.equal(opened.tickets, 1);
});

test("a module, bytes, and URLs of the host's own reach the worker", async () => {
  const engines = await inPage("free", async (base) => {
    const { Desk } = await import(`${base}/dist/index.js`);
    const bytes = new Uint8Array(await (await fetch(`${base}/dist/wasm/deskgauge_bg.wasm`)).arrayBuffer());
    const module = await WebAssembly.compile(bytes);
    const wasmUrl = "dist/wasm/deskgauge_bg.wasm";
    const opened = [];
    for (const source of [{ bytes }, { module }, { wasmUrl, workerUrl: "dist/worker.js?mine" }]) {
      const desk = await Desk.open({ engine: "worker", ...source });
      opened.push((await desk.load('[{"id":1,"created_at":0}]')).tickets);
      desk.free();
    }
    return [...opened, bytes.length > 0];
  });
  assert.deepEqual(engines, [1, 1, 1, true]);
});

test("all desks share one worker, which ends with the last of them", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/free/page.html`);
  const open = () =>
    page.evaluate(async (base) => {
      const { Desk } = await import(`${base}/dist/index.js`);
      globalThis.desks = await Promise.all([1, 2].map(() => Desk.open({ engine: "worker" })));
      await Promise.all(
        globalThis.desks.map((desk, at) =>
          desk.load(Array.from({ length: at + 1 }, (_, id) => ({ id, created_at: 0 }))),
        ),
      );
      const counts = globalThis.desks.map((desk) => desk.report({ metrics: ["tickets"] }));
      return (await Promise.all(counts)).map((report) => report.cell().value);
    }, `${site.url}/free`);
  assert.deepEqual(await open(), [1, 2]);
  assert.equal(page.workers().length, 1);
  const first = await page.evaluate(async () => {
    globalThis.desks[0].free();
    const freed = await globalThis.desks[0].report({ metrics: ["tickets"] }).catch(({ code }) => code);
    return [freed, (await globalThis.desks[1].report({ metrics: ["tickets"] })).cell().value];
  });
  assert.deepEqual(first, ["desk-freed", 2]);
  assert.equal(page.workers().length, 1);
  const pending = await page.evaluate(async () => {
    const asked = globalThis.desks[1].report({ metrics: ["tickets"] });
    globalThis.desks[1].free();
    globalThis.desks[1].free();
    return asked.catch(({ code }) => code);
  });
  assert.equal(pending, "desk-freed");
  await page.waitForFunction(() => true);
  await until(() => page.workers().length === 0);
  assert.deepEqual(await open(), [1, 2]);
  await page.close();
});

test("the caller's buffers stay whole, and proxies are taken for what they stand for", async () => {
  const seen = await inPage("free", async (base) => {
    const { Desk } = await import(`${base}/dist/index.js`);
    const desk = await Desk.open({ engine: "worker", timeZone: "UTC", now: 1e12 });
    const bytes = new TextEncoder().encode('{"id":1,"created_at":0}\n'.repeat(3));
    const window = new Uint8Array(bytes.buffer, 0, bytes.length);
    const columns = {
      tickets: {
        id: Float64Array.of(7, 8),
        created_at: Float64Array.of(0, 1),
        channel: { codes: Uint32Array.of(0, 0), values: ["email"] },
      },
      events: { ticket: Uint32Array.of(0), at: Float64Array.of(60_000), kind: ["reply"], role: ["agent"] },
    };
    await desk.load(window);
    await desk.load(columns);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(window);
        controller.close();
      },
    });
    await desk.load(stream);
    const question = { metrics: ["tickets", "first_response_time"], where: { channel: ["email"] } };
    const watched = (value) =>
      new Proxy(value, {
        get: (of, name) => (typeof of[name] === "object" ? watched(of[name]) : of[name]),
      });
    const [plain, proxied] = [await desk.report(question), await desk.report(watched(question))];
    const refused = await desk.configure({ calendars: () => 1 }).catch(({ name, code }) => [name, code]);
    desk.free();
    return {
      lengths: [bytes, columns.tickets.id, columns.tickets.channel.codes, columns.events.ticket].map(
        (a) => a.length,
      ),
      same: JSON.stringify(plain) === JSON.stringify(proxied),
      mean: plain.cell({ metric: "first_response_time" }).mean,
      refused,
    };
  });
  assert.deepEqual(seen.lengths, [72, 2, 2, 1]);
  assert.deepEqual([seen.same, seen.mean], [true, 60]);
  assert.deepEqual(seen.refused, ["DeskError", "bad-input"]);
});

test("a load in the worker tells how far it is, and ends when it is aborted", async () => {
  const seen = await inPage("free", async (base) => {
    const [{ Desk }, { simulateNdjson }] = await Promise.all(
      ["index.js", "simulator/index.js"].map((name) => import(`${base}/dist/${name}`)),
    );
    const desk = await Desk.open({ engine: "worker" });
    const chunks = [];
    for await (const chunk of simulateNdjson({ tickets: 5000 })) chunks.push(chunk);
    const file = new Blob(chunks);
    const stop = new AbortController();
    const onProgress = ({ bytes }) => bytes > file.size / 4 && stop.abort(new Error("enough"));
    const aborted = await desk
      .load(file, { signal: stop.signal, onProgress })
      .catch(({ message }) => message);
    const after = (await desk.report({ metrics: ["tickets"] })).cell()?.value ?? 0;
    const told = [];
    const asked = desk.load(file, { onProgress: (progress) => told.push(progress) });
    const waited = desk.report({ metrics: ["tickets"] });
    const loaded = await asked;
    const [count, again] = [await waited, await desk.report({ metrics: ["tickets"] })].map(
      (r) => r.cell().value,
    );
    desk.free();
    return { size: file.size, aborted, after, told, tickets: loaded.tickets, count, again };
  });
  assert.equal(seen.aborted, "enough");
  assert.equal(seen.after, 0);
  assert.equal(seen.tickets, 5000);
  assert.ok(seen.count > 4000 && seen.count === seen.again, `${seen.count}, ${seen.again}`);
  assert.ok(seen.told.length > 1);
  assert.equal(seen.told.at(-1).bytes, seen.size);
  assert.ok(seen.told.every(({ total, rows }) => total === seen.size && rows >= 0));
});

test("a trap ends its desk, a worker that dies ends those in it, and the next desk has a new one", async () => {
  const seen = await inPage("free", async (base) => {
    const workers = [];
    globalThis.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        workers.push(this);
      }
    };
    const { Desk } = await import(`${base}/dist/index.js`);
    const [broken, other] = await Promise.all([1, 2].map(() => Desk.open({ engine: "worker" })));
    // The core trusts its own glue; an order that no desk gives makes it run out of memory.
    const [{ desk }] = await new Promise((resolve) => {
      const { postMessage } = workers[0];
      workers[0].postMessage = (...args) => {
        workers[0].postMessage = postMessage;
        resolve(args);
      };
      broken.newest().catch(() => undefined);
    });
    workers[0].postMessage({ desk, call: 1e9, name: "load_columns", args: [{ length: 2 ** 30 }] });
    const code = ({ code, name }) => [name, code];
    const trapped = await broken.memory().catch(code);
    const still = await broken.report({ metrics: ["tickets"] }).catch(code);
    const lives = (await other.report({ metrics: ["tickets"] })).length;
    workers[0].dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
    const died = await other.report({ metrics: ["tickets"] }).catch(code);
    const next = await Desk.open({ engine: "worker" });
    const again = (await next.report({ metrics: ["tickets"] })).length;
    for (const each of [broken, other, next]) each.free();
    return { trapped, still, lives, died, again, workers: workers.length };
  });
  const failed = ["DeskError", "engine-failed"];
  assert.deepEqual(seen, { trapped: failed, still: failed, lives: 1, died: failed, again: 1, workers: 2 });
});

/** Opens a desk with a ticket, as a page would. */
async function open(base, options) {
  const { Desk } = await import(`${base}/dist/index.js`);
  try {
    const desk = await Desk.open(options);
    const { tickets } = await desk.load([{ id: 1, created_at: "2026-03-02T09:00:00Z" }]);
    desk.free();
    return { engine: desk.engine, note: desk.engineNote, tickets };
  } catch ({ code, message }) {
    return { code, message };
  }
}

/** Runs a function in a page under a policy. */
async function inPage(policy, visit, argument, prepare) {
  const page = await browser.newPage();
  try {
    if (prepare !== undefined) await page.addInitScript(prepare);
    await page.goto(`${site.url}/${policy}/page.html`);
    return await page.evaluate(
      `(${visit})(${JSON.stringify(`${site.url}/${policy}`)}, ${JSON.stringify(argument) ?? "undefined"})`,
    );
  } finally {
    await page.close();
  }
}

async function until(holds) {
  for (let tries = 0; !holds() && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(holds());
}
