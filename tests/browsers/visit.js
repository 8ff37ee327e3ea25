// Runs in a page that engine-site.mjs serves, and leaves what came of it in the page's title: with ?engine=… of opening a desk,
// with ?alike of asking all engines everything.

const base = new URL("../..", import.meta.url);
const asked = new URL(location.href).searchParams;

done(asked.has("alike") ? alike() : open(asked.get("engine") ?? "auto"));

async function open(engine) {
  const { Desk } = await import(new URL("dist/index.js", base));
  const desk = await Desk.open({ engine });
  const { tickets } = await desk.load([{ id: 1, created_at: "2026-03-02T09:00:00Z" }]);
  desk.free();
  return { engine: desk.engine, note: desk.engineNote, tickets };
}

async function alike() {
  const [{ Desk }, { simulate }, { answersOf }] = await Promise.all(
    ["dist/index.js", "dist/simulator/index.js", "tests/js/same-answers.mjs"].map(
      (path) => import(new URL(path, base)),
    ),
  );
  const all = [];
  for (const engine of ["worker", "page", "plain"]) all.push(await answersOf({ Desk, simulate }, { engine }));
  return all.map(({ engine, text }) => ({ engine, length: text.length, same: text === all[0].text }));
}

async function done(work) {
  const result = await work.catch(({ code, message }) => ({ code, message }));
  document.title = `done ${JSON.stringify(result)}`;
}
