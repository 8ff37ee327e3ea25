// The documentation as it is built: nothing that the package has is left out, and all code in it is code.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Desk } from "deskgauge";
import { transform } from "esbuild";
import { compile } from "svelte/compiler";
import { parse } from "vue/compiler-sfc";
import { docs } from "../../www/build/docs.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const source = join(root, "www/docs");
const written = readdirSync(source).filter((name) => name.endsWith(".md"));
const built = (path) => readFileSync(join(docs, path), "utf8");
const elements = JSON.parse(readFileSync(join(root, "dist/custom-elements.json"), "utf8")).modules.flatMap(
  ({ declarations }) => declarations,
);

test("every written page is listed, and built", () => {
  const groups = JSON.parse(readFileSync(join(source, "pages.json"), "utf8"));
  const listed = groups.flatMap(({ pages }) => pages.map(({ file }) => file));
  assert.deepEqual(listed.toSorted(), written.toSorted());
  for (const file of listed) assert.ok(existsSync(join(docs, file.replace(/md$/, "html"))), file);
});

test("every metric is told of under its own name, with its definition and how others count it", async () => {
  const page = built("metrics.html");
  const desk = await Desk.open();
  const metrics = await desk.metrics();
  desk.free();
  assert.ok(metrics.length > 60);
  const told = [...page.matchAll(/<section class="metric" id="(\w+)"[\s\S]*?<\/section>/g)];
  assert.deepEqual(told.map(([, id]) => id).sort(), metrics.map(({ id }) => id).sort());
  for (const { id, title, definition, differences } of metrics) {
    const text = plain(told.find(([, name]) => name === id)[0]);
    for (const part of [title, definition, ...Object.values(differences)]) {
      assert.ok(text.includes(part), `${id}: ${part}`);
    }
  }
});

test("a metric says what it leaves out besides what all leave out", () => {
  const leftOut = (id) => {
    const [section] = new RegExp(`<section class="metric" id="${id}"[\\s\\S]*?</section>`).exec(
      built("metrics.html"),
    );
    return [
      .../Left out and counted<\/dt><dd>(.*?)<\/dd>/.exec(section)[1].matchAll(/<code>(.*?)<\/code>/g),
    ].map(([, reason]) => reason);
  };
  assert.deepEqual(leftOut("first_response_time"), ["outbound", "negative", "no-reply"]);
  assert.deepEqual(leftOut("csat"), ["no-answer"]);
  assert.deepEqual(leftOut("created"), []);
});

test("every widget has its page, with its attributes, properties, methods, events, parts, slots and custom properties", () => {
  const shared = plain(built("widgets.html"));
  const themed = plain(built("theming.html"));
  for (const { tagName, members, attributes, events, slots, cssParts, cssProperties } of elements) {
    const name = tagName.replace(/^deskgauge-/, "");
    assert.ok(shared.includes(`<${tagName}>`), `${tagName} is not in the list`);
    const text = plain(built(`widgets/${name}.html`));
    for (const part of [...members, ...attributes, ...events, ...slots, ...cssParts]) {
      assert.ok(text.includes(part.name) || shared.includes(part.name), `${tagName}: ${part.name}`);
      assert.ok(part.description, `${tagName}: ${part.name} says nothing`);
    }
    for (const property of cssProperties) assert.ok(themed.includes(property.name), property.name);
  }
});

test("every custom property that widgets read is described, with the value it has without", () => {
  const folder = join(root, "www/src/widgets");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const code = files.map((name) => readFileSync(join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, ""));
  const used = new Set(
    code.flatMap((text) => [...text.matchAll(/var\((--deskgauge-[\w-]+)/g)].map(([, name]) => name)),
  );
  const told = new Map(
    elements.flatMap(({ cssProperties }) => cssProperties.map((each) => [each.name, each])),
  );
  assert.deepEqual([...told.keys()].sort(), [...used].sort());
  for (const { name, default: usual } of told.values()) {
    if (name === "--deskgauge-ground") continue;
    assert.ok(
      code.some((text) => text.includes(`var(${name}, ${usual})`)),
      `${name} is not ${usual}`,
    );
  }
});

/** Reads code of a language, or throws. */
const READERS = {
  js: (code) => transform(code, { loader: "js", format: "esm" }),
  jsx: (code) => transform(code, { loader: "tsx", jsx: "preserve" }),
  ts: (code) => transform(code, { loader: "ts" }),
  css: (code) => strictly(transform(code, { loader: "css" })),
  json: JSON.parse,
  svelte: (code) => compile(code, { filename: "Page.svelte" }),
  vue: (code) => assert.deepEqual(parse(code).errors, []),
};
/** What nothing here can read. */
const OTHERS = ["html", "sh", "perl", "python", "text"];

for (const name of written) {
  const text = readFileSync(join(source, name), "utf8");
  const blocks = [...text.matchAll(/^```(\S+).*\n([\s\S]*?)^```$/gm)];
  if (blocks.length === 0) continue;
  test(`the code of ${name} can be read`, async () => {
    for (const [, language, code] of blocks) {
      if (OTHERS.includes(language)) continue;
      assert.ok(Object.hasOwn(READERS, language), `${language} is no language of the documentation`);
      await READERS[language](code);
    }
  });
}

async function strictly(transformed) {
  assert.deepEqual((await transformed).warnings, []);
}

/** HTML as text. */
function plain(html) {
  return html
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
