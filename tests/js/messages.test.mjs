/** The catalogues: each language says all that English says, with the same names, in every plural form it has. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { en } from "deskgauge/widgets/messages/en";

const folder = new URL("../../dist/widgets/messages/", import.meta.url);
const languages = readdirSync(folder)
  .filter((name) => name.endsWith(".js") && name !== "en.js")
  .map((name) => name.replace(/\.js$/, ""));

/** The words of some unions of types. */
function wordsOf(file, unions) {
  const types = readFileSync(new URL(`../../dist/${file}.d.ts`, import.meta.url), "utf8");
  const found = [...types.matchAll(/type (\w+) = ([^;]+);/g)].filter(([, name]) => unions.includes(name));
  assert.equal(found.length, unions.length);
  return found.flatMap(([, , union]) => [...union.matchAll(/"([\w-]+)"/g)].map(([, word]) => word));
}

/** The rules of reconciliation and what sources lack, of which the English sentences come with the answers. */
const rules = wordsOf("reconcile", ["ReconcileSwitch", "OwnRule"]).map((rule) => `rule_${rule}`);
const lacks = wordsOf("source", ["LackId"]).map((lack) => `lack_${lack}`);
assert.ok(rules.length > 30 && lacks.length > 20);

const desk = await Desk.open();
const metrics = (await desk.metrics()).map(({ id }) => `metric_${id}`);
desk.free();

test("six languages are shipped", () => {
  assert.deepEqual([...languages, "en"].sort(), ["ar", "de", "en", "es", "fr", "ja"]);
});

for (const language of languages) {
  const { [language]: catalogue } = await import(`deskgauge/widgets/messages/${language}`);
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();

  test(`${language} has every message of English, every metric, rule and lack, and none besides`, () => {
    const wanted = new Set([...Object.keys(en), ...metrics, ...rules, ...lacks]);
    assert.deepEqual(
      [...wanted].filter((key) => catalogue[key] === undefined),
      [],
      "missing",
    );
    assert.deepEqual(
      Object.keys(catalogue).filter((key) => !wanted.has(key)),
      [],
      "superfluous",
    );
  });

  test(`${language} keeps the names in braces, and has the plural forms ${forms.join(", ")}`, () => {
    for (const [key, message] of Object.entries(en)) {
      const translated = catalogue[key];
      if (typeof message === "string") {
        assert.equal(typeof translated, "string", key);
        assert.deepEqual(names(translated), names(message), key);
        continue;
      }
      assert.deepEqual(Object.keys(translated).sort(), forms, key);
      for (const [form, sentence] of Object.entries(translated)) {
        // One and two may be told by the noun alone, as nought may.
        const without = ["zero", "one", "two"].includes(form) ? ["n"] : [];
        const left = names(message.other).filter((name) => !without.includes(name));
        assert.deepEqual(
          names(sentence).filter((name) => !without.includes(name)),
          left,
          `${key}.${form}`,
        );
      }
    }
  });

  test(`${language} leaves no sentence empty or in braces of another kind`, () => {
    for (const [key, message] of Object.entries(catalogue)) {
      for (const sentence of typeof message === "string" ? [message] : Object.values(message)) {
        assert.ok(sentence.trim() !== "", key);
        assert.doesNotMatch(sentence.replaceAll(/\{\w+\}/g, ""), /[{}<>](?!\s)/, key);
      }
    }
  });
}

function names(sentence) {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
}
