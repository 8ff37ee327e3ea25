// The figures that real helpdesk logs must give, from the raw files through the public API.
//
// Data and figures are not part of the project (licences). They are looked for in DESKGAUGE_DATA, by default ../shared/data
// beside the checkout, with the figures in the folder `expected` next to it; without them the checks are skipped and counted.

import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { logs } from "./expected/coverage.mjs";

const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));
const figures = join(data, "../expected");

for (const log of logs) {
  const missing = [join(data, log.data), join(figures, `${log.name}.json`)].filter(
    (file) => !existsSync(file),
  );
  const by = log.source === undefined ? "" : `, read as a list of ${log.source}`;
  const skip =
    missing.length > 0 &&
    `${log.leaves} checks skipped, for want of ${missing.map((file) => basename(file)).join(", ")}`;
  test(`${log.name}: the figures of the log${by}`, { skip }, async (t) => {
    const expected = JSON.parse(await readFile(join(figures, `${log.name}.json`), "utf8"));
    const leaves = [...leavesOf(expected)];
    const desk = await load(log);
    const sorted = sort(leaves, log.table);
    assert.deepEqual(sorted.neither, [], "leaves that the coverage table does not name");
    assert.equal(leaves.length, log.leaves, "the number that is told when the data are absent");
    const wrong = [];
    let reproduced = 0;
    let different = 0;
    for (const { how, found } of sorted.asked) {
      const values = await how.ask(desk, found);
      for (const [at, leaf] of found.entries()) {
        const hoped = how.differs === undefined ? leaf.value : how.differs[leaf.rest];
        if (!same(values[at], hoped))
          wrong.push(`${leaf.path}: ${values[at]} instead of ${hoped} (${how.by})`);
        else if (how.differs === undefined) reproduced += 1;
        else different += 1;
      }
    }
    t.diagnostic(
      `${log.name}: ${reproduced} reproduced, ${sorted.notCovered} not covered, ${different} different on purpose, ${wrong.length} wrong`,
    );
    desk.free();
    assert.deepEqual(wrong.slice(0, 20), []);
  });
}

const day = [["09:00", "17:00"]];
/** The business hours of the expected figures. */
const OFFICE = { weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } };

async function load({ data: file, mapping: name, source, fields, timeZone, promises }) {
  const mapping = JSON.parse(
    await readFile(new URL(import.meta.resolve(`deskgauge/mappings/${name}.json`)), "utf8"),
  );
  // The figures take local times as they stand; see each log's README.
  const { timeZone: _, ...rest } = mapping;
  const how = source === undefined ? { mapping: rest } : { source, fields };
  const desk = await Desk.open({ timeZone: timeZone ?? "UTC" });
  const loaded = await desk.load(Readable.toWeb(createReadStream(join(data, file))), how);
  assert.equal(loaded.skipped, 0);
  const opened = await Desk.open({ timeZone: timeZone ?? "UTC", now: await desk.newest() });
  await opened.load(Readable.toWeb(createReadStream(join(data, file))), how);
  await opened.configure({
    calendars: { office: { ...OFFICE, timeZone: timeZone ?? "UTC" } },
    calendar: "office",
    ...promises,
  });
  desk.free();
  return opened;
}

function* leavesOf(value, path = []) {
  if (value === null || typeof value !== "object") {
    if (value !== null) yield { keys: path, path: path.join("."), value };
    return;
  }
  for (const [key, part] of Object.entries(value)) yield* leavesOf(part, [...path, key]);
}

/** Gives each leaf to the first row of the table that fits it. */
function sort(leaves, table) {
  const rows = table.map(([pattern, how]) => ({ pattern: pattern.split("."), how, found: [] }));
  const neither = [];
  let notCovered = 0;
  for (const leaf of leaves) {
    const row = rows.find(({ pattern }) => fits(pattern, leaf.keys));
    if (row === undefined) neither.push(leaf.path);
    else if (row.how.not !== undefined) notCovered += 1;
    else {
      const holes = leaf.keys.filter((_, at) => row.pattern[at] === "{}");
      const rest = row.pattern.at(-1) === "*" ? leaf.keys.slice(row.pattern.length - 1).join(".") : "";
      row.found.push({ ...leaf, holes, rest });
    }
  }
  return { asked: rows.filter(({ found }) => found.length > 0), neither: neither.slice(0, 20), notCovered };
}

function fits(pattern, keys) {
  const open = pattern.at(-1) === "*";
  const parts = open ? pattern.slice(0, -1) : pattern;
  if (open ? keys.length < parts.length : keys.length !== parts.length) return false;
  return parts.every((part, at) => part === "{}" || part === keys[at]);
}

/** Counts and texts are exact; other numbers agree to 1e-9 of their size or to the sixth decimal. */
function same(found, expected) {
  if (typeof expected !== "number" || typeof found !== "number") return found === expected;
  if (Number.isInteger(expected) && Number.isInteger(found)) return found === expected;
  const difference = Math.abs(found - expected);
  return difference <= 5e-7 || difference <= 1e-9 * Math.abs(expected);
}
