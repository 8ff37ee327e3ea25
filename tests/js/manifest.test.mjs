/** What the package says about its widgets: the manifest names every tag, with its attributes and events as the code has them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const dist = new URL("../../dist/", import.meta.url);
const source = new URL("../../www/src/widgets/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("custom-elements.json", dist), "utf8"));
const elements = manifest.modules.flatMap(({ path, declarations }) =>
  declarations.map((element) => ({ ...element, path })),
);
const registered = readdirSync(new URL("define/", source))
  .filter((name) => name !== "all.ts")
  .map((name) => name.replace(/\.ts$/, ""));

test("every registered tag is described, and no other", () => {
  assert.deepEqual(
    elements.map(({ tagName }) => tagName).sort(),
    registered.map((name) => `deskgauge-${name}`).sort(),
  );
  const all = readFileSync(new URL("define/all.ts", source), "utf8");
  for (const name of registered) assert.ok(all.includes(`"./${name}.js"`), `all.ts leaves out ${name}`);
});

test("a tag's attributes are those that its class observes", async () => {
  // Lit's server shim stands in for the browser.
  await import("@lit-labs/ssr-dom-shim").then(({ HTMLElement, customElements }) => {
    globalThis.HTMLElement ??= HTMLElement;
    globalThis.customElements ??= customElements;
  });
  for (const { tagName, name, path, attributes } of elements) {
    const { [name]: widget } = await import(new URL(path.replace(/^dist\//, ""), dist));
    const hidden = [...widget.elementProperties].filter(([, { state }]) => state).map(([field]) => field);
    const told = attributes.map((attribute) => attribute.name);
    assert.deepEqual([...told].sort(), [...widget.observedAttributes].sort(), tagName);
    for (const attribute of attributes) {
      assert.ok(attribute.description, `${tagName}: ${attribute.name} says nothing`);
      assert.ok(!hidden.includes(attribute.fieldName), `${tagName}: ${attribute.name} is nobody's business`);
    }
  }
});

/** The code of a widget's class and of those it extends. */
function lineage(file) {
  const code = readFileSync(file, "utf8");
  const [, parent] = /class \w+(?:<\w+>)? extends (\w+)/.exec(code) ?? [];
  const [, path] = new RegExp(`\\b${parent}\\b[^;]*from "(\\.[^"]+)\\.js"`).exec(code) ?? [];
  // What hands files over stands in a file of its own.
  const [, saves] = /from "(\.{1,2})\/save\.js"/.exec(code) ?? [];
  const files = saves === undefined ? [] : [readFileSync(new URL(`${saves}/save.ts`, file), "utf8")];
  return [code, ...files, ...(path === undefined ? [] : lineage(new URL(`${path}.ts`, file)))];
}

test("a tag's events are those that its code fires", () => {
  for (const { tagName, path, events } of elements) {
    const parts = lineage(new URL(path.replace("dist/widgets/", "").replace(/js$/, "ts"), source));
    const [code] = parts;
    const fired = new Set(parts.flatMap(firedIn));
    for (const name of firedIn(code)) {
      assert.ok(
        events.some((event) => event.name === name),
        `${tagName} does not tell of ${name}`,
      );
    }
    for (const event of events) {
      assert.ok(fired.has(event.name), `${tagName} never fires ${event.name}`);
      assert.ok(event.description, `${tagName}: ${event.name} says nothing`);
    }
  }
});

test("nothing private is described", () => {
  for (const { tagName, members } of elements) {
    for (const { name, privacy } of members) {
      assert.equal(privacy, "public", `${tagName}: ${name}`);
      assert.ok(!name.startsWith("#"), `${tagName}: ${name}`);
    }
  }
});

function firedIn(code) {
  return [...code.matchAll(/tell\(\s*(?:this|from),\s*"(deskgauge-[a-z-]+)"/g)].map(([, name]) => name);
}
